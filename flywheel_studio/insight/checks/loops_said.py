"""Do signs and words agree? Brakes, forks, loops that are called what they are not, and cut lists."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from flywheel_studio.analysis.loops import BALANCING, REINFORCING, Loop
from flywheel_studio.commands.document import set_header
from flywheel_studio.insight.checks.diagnosis import Focus, Remark
from flywheel_studio.insight.checks.examined import Examined
from flywheel_studio.insight.checks.paths import Fork, Way, forks, strengths
from flywheel_studio.insight.sentences import factor_name, loops_words
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import NamedLoop

# More pairs of factors than this that paths of opposite sign join are not told one by one.
MOST_FORKS: Final = 12
_SAME: Final = 1e-9


def brake(drawing: Examined) -> Iterator[Remark]:
    """A balancing loop without a name runs through the main loop.

    Told once for each negative link, with the shortest such loop: loops can be thousands.
    """
    named = {ring_key(loop.links) for loop in drawing.flywheel.header.loops if loop.name.strip()}
    for area in drawing.areas:
        if area.main_loop is None:
            continue
        main = set(area.main_loop.factors)
        told: set[str] = set()
        for loop in drawing.loops:
            if loop.is_reinforcing or main.isdisjoint(loop.factors):
                continue
            negative = [key for key in loop.links if drawing.flywheel.links[key].is_negative]
            if not told.isdisjoint(negative):
                continue
            told.update(negative)
            if ring_key(loop.links) in named:
                continue
            link = drawing.flywheel.links[negative[0]]
            yield Remark(
                message=tr(
                    "{brake} brakes {factor} on a balancing loop through the main loop ({loop}):"
                    " name the goal or the limit behind it.",
                    brake=drawing.name(link.source),
                    factor=drawing.name(link.target),
                    loop=loop.id,
                ),
                about=tuple(negative[:8]),
                wheel=area.id,
                factors=loop.factors,
                links=loop.links,
                focus=Focus("loops", ":".join(loop.links), "name"),
            )


def mixed_sign(drawing: Examined) -> Iterator[Remark]:
    """Two parallel paths between the same factors have opposite sign; the weights say which wins."""
    for count, fork in enumerate(forks(drawing)):
        if count == MOST_FORKS:
            yield Remark(
                message=ntr(
                    "There are more pairs of factors that paths of opposite sign join; this is"
                    " the first {n}.",
                    "There are more pairs of factors that paths of opposite sign join; these are"
                    " the first {n}.",
                    MOST_FORKS,
                ),
                about=("more",),
            )
            return
        links = (*fork.lifting, *fork.lowering)
        factors = dict.fromkeys(end for link in links for end in (link.source, link.target))
        yield Remark(
            message=_fork_words(drawing, fork),
            about=(fork.source, fork.target),
            factors=tuple(factors),
            links=tuple(link.id for link in links),
        )


def said_otherwise(drawing: Examined) -> Iterator[Remark]:
    """A loop is called reinforcing or balancing and its signs say the other; or only some are named."""
    if not drawing.flywheel.header.loops:
        return
    found = {ring_key(loop.links): loop for loop in drawing.loops}
    spoken_of = [
        (named, found[ring_key(named.links)])
        for named in drawing.flywheel.header.loops
        if ring_key(named.links) in found
    ]
    for named, loop in spoken_of:
        if named.kind in (REINFORCING, BALANCING) and named.kind != loop.kind:
            yield _said_otherwise(named, loop)
    with_name = {loop.id for named, loop in spoken_of if named.name.strip()}
    if 0 < len(with_name) < drawing.report.count:
        nameless = next(loop for loop in drawing.loops if loop.id not in with_name)
        yield Remark(
            message=ntr(
                "{n} of {all} loops carries a name; the others have none.",
                "{n} of {all} loops carry a name; the others have none.",
                len(with_name),
                all=drawing.report.count,
            ),
            fix=tr("Name {loop}", loop=nameless.id),
            factors=nameless.factors,
            links=nameless.links,
            focus=Focus("loops", ":".join(nameless.links), "name"),
        )


def cut_short(drawing: Examined) -> Iterator[Remark]:
    """The loop search ran out of its budget."""
    if drawing.report.is_truncated:
        yield Remark(
            message=tr(
                "The search for loops was cut short: {loops}.", loops=loops_words(drawing.report)
            )
        )


def call_loop(flywheel: Flywheel, links: tuple[str, ...], kind: str) -> Flywheel:
    """The flywheel in which whoever named the loop with these links calls it this."""
    key = ring_key(links)
    loops = tuple(
        replace(loop, kind=kind) if ring_key(loop.links) == key else loop
        for loop in flywheel.header.loops
    )
    return set_header(flywheel, loops=loops)


def ring_key(links: tuple[str, ...]) -> tuple[str, ...]:
    """The links of a loop from the least id on: the same wherever one begins to count."""
    if not links:
        return ()
    at = links.index(min(links))
    return links[at:] + links[:at]


def _said_otherwise(named: NamedLoop, loop: Loop) -> Remark:
    name = named.name.strip() or loop.id
    if loop.is_reinforcing:
        message = tr(
            "“{name}” ({loop}) is said to be balancing, and by its signs it is reinforcing.",
            name=name,
            loop=loop.id,
        )
        fix = tr("Call it reinforcing")
    else:
        message = tr(
            "“{name}” ({loop}) is said to be reinforcing, and by its signs it is balancing.",
            name=name,
            loop=loop.id,
        )
        fix = tr("Call it balancing")
    return Remark(
        message=message,
        about=tuple(loop.links[:8]),
        factors=loop.factors,
        links=loop.links,
        fix=fix,
        command=partial(call_loop, links=loop.links, kind=loop.kind),
        focus=Focus("loops", ":".join(loop.links), "kind"),
    )


def _fork_words(drawing: Examined, fork: Fork) -> str:
    lifting, lowering = strengths(drawing, fork)
    words = {
        "source": drawing.name(fork.source),
        "target": drawing.name(fork.target),
        "up": _by_way_of(drawing, fork.lifting),
        "down": _by_way_of(drawing, fork.lowering),
    }
    if math.isclose(lifting, lowering, rel_tol=_SAME):
        return tr(
            "{source} lifts {target} {up} and lowers it {down}: the drawing does not say which"
            " wins, and by the weights neither does.",
            **words,
        )
    if lifting > lowering:
        return tr(
            "{source} lifts {target} {up} and lowers it {down}: the drawing does not say which"
            " wins; by the weights it is lifted.",
            **words,
        )
    return tr(
        "{source} lifts {target} {up} and lowers it {down}: the drawing does not say which wins;"
        " by the weights it is lowered.",
        **words,
    )


def _by_way_of(drawing: Examined, way: Way) -> str:
    if len(way) == 1:
        return tr("directly")
    between = " → ".join(factor_name(drawing.flywheel, link.source) for link in way[1:])
    return tr("by way of “{factors}”", factors=between)
