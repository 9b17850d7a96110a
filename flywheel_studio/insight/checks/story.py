"""Can it be told? Length, beginning, reasons, evidence, names and hand-offs of the main loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from flywheel_studio.commands.document import set_wheel
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_of
from flywheel_studio.insight.checks.diagnosis import Focus, Remark
from flywheel_studio.insight.checks.examined import Area, Examined, listed
from flywheel_studio.insight.checks.paths import strength
from flywheel_studio.insight.directions import says_direction
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, place_of
from flywheel_studio.model.records import Factor, Wheel
from flywheel_studio.model.text import name_key

MOST_FACTORS: Final = 6
FEWEST_FACTORS: Final = 4
UNPROVEN: Final = "unproven"
# More links without a reason than this are told in one sentence.
MOST_TOLD_APART: Final = 6


def too_many(drawing: Examined) -> Iterator[Remark]:
    """The main loop has more than six factors: the weakest neighbours could be one."""
    for area in drawing.areas:
        loop = area.main_loop
        if loop is None or len(loop.factors) <= MOST_FACTORS:
            continue
        weakest = min(
            loop.links, key=lambda link: strength(drawing, (drawing.flywheel.links[link],))
        )
        ends = drawing.flywheel.links[weakest]
        yield Remark(
            message=ntr(
                "The main loop has {n} factor; a story of four to six is easier to tell and turn.",
                "The main loop has {n} factors; a story of four to six is easier to tell and turn.",
                len(loop.factors),
            ),
            about=area.about,
            wheel=area.id,
            factors=loop.factors,
            links=loop.links,
            fix=tr(
                "Make one of {first} and {second}, the weakest neighbours",
                first=drawing.name(ends.source),
                second=drawing.name(ends.target),
            ),
            command=partial(_merge_neighbours, first=ends.source, second=ends.target),
        )


def too_few(drawing: Examined) -> Iterator[Remark]:
    """The main loop has fewer than four factors; three is allowed, with advice."""
    for area in drawing.areas:
        loop = area.main_loop
        if loop is None or len(loop.factors) >= FEWEST_FACTORS:
            continue
        if len(loop.factors) == FEWEST_FACTORS - 1:
            message = tr(
                "The main loop has three factors: that can do, but see whether a step between"
                " them is left out."
            )
        else:
            message = ntr(
                "The main loop has only {n} factor: how the one makes the other takes more steps.",
                "The main loop has only {n} factors: how the one makes the other takes more steps.",
                len(loop.factors),
            )
        yield Remark(
            message=message,
            about=area.about,
            wheel=area.id,
            factors=loop.factors,
            links=loop.links,
        )


def no_start(drawing: Examined) -> Iterator[Remark]:
    """No factor is marked as the top of the wheel at twelve o'clock."""
    for area in drawing.areas:
        if area.wheel is None or area.wheel.start is not None or len(area.factors) < 2:
            continue
        first = _first_of_the_story(drawing, area)
        if first is None:
            continue
        yield Remark(
            message=tr("No factor stands at the top of the wheel: where does its story start?"),
            about=area.about,
            wheel=area.id,
            fix=tr("Let the story start with {factor}", factor=drawing.name(first)),
            command=partial(set_wheel, wheel=area.wheel.id, start=first),
            focus=Focus("wheels", area.wheel.id, "start"),
        )


def no_reason(drawing: Examined) -> Iterator[Remark]:
    """A link says no reason why the one makes the other almost inevitable.

    Each link is told for itself; where there are many, in one sentence.
    """
    mute = [link for link in drawing.links if not link.reason.strip()]
    if len(mute) > MOST_TOLD_APART:
        first = drawing.link_name(mute[0].id)
        yield Remark(
            message=ntr(
                "{n} link gives no reason, {link} first: why does the one make the other almost"
                " inevitable?",
                "{n} links give no reason, {link} first: why does the one make the other almost"
                " inevitable?",
                len(mute),
                link=first,
            ),
            factors=tuple(
                dict.fromkeys(end for link in mute for end in (link.source, link.target))
            ),
            links=tuple(link.id for link in mute),
            fix=tr("Say why {link}", link=first),
            focus=Focus("links", mute[0].id, "reason"),
        )
        return
    for link in mute:
        name = drawing.link_name(link.id)
        yield Remark(
            message=tr(
                "{link} gives no reason: why does the one make the other almost inevitable?",
                link=name,
            ),
            about=(link.id,),
            factors=(link.source, link.target),
            links=(link.id,),
            fix=tr("Say why {link}", link=name),
            focus=Focus("links", link.id, "reason"),
        )


def unproven(drawing: Examined) -> Iterator[Remark]:
    """A link rated unproven, or with no evidence, sits on the main loop.

    Those that somebody rated are told one by one, those without evidence in one sentence.
    """
    for area in drawing.areas:
        main = area.main_loop.links if area.main_loop else ()
        links = [drawing.flywheel.links[key] for key in main]
        for link in links:
            if link.confidence == UNPROVEN:
                yield Remark(
                    message=tr(
                        "{link} is on the main loop and rated unproven.",
                        link=drawing.link_name(link.id),
                    ),
                    about=(link.id,),
                    wheel=area.id,
                    factors=(link.source, link.target),
                    links=(link.id,),
                    focus=Focus("links", link.id, "confidence"),
                )
        bare = [link for link in links if not link.evidence and link.confidence != UNPROVEN]
        if bare:
            yield Remark(
                message=ntr(
                    "On the main loop no evidence speaks for {n} link: {links}.",
                    "On the main loop no evidence speaks for {n} links: {links}.",
                    len(bare),
                    links=listed([drawing.link_name(link.id) for link in bare]),
                ),
                about=area.about,
                wheel=area.id,
                factors=tuple(
                    dict.fromkeys(end for link in bare for end in (link.source, link.target))
                ),
                links=tuple(link.id for link in bare),
                focus=Focus("links", bare[0].id, "evidence"),
            )


def cross_owner(drawing: Examined) -> Iterator[Remark]:
    """A link on the main loop crosses from one owner to another: a hand-off."""
    for area in drawing.areas:
        of_wheel = area.wheel.owner if area.wheel else ""
        for key in area.main_loop.links if area.main_loop else ():
            link = drawing.flywheel.links[key]
            giver, taker = (
                " ".join((drawing.flywheel.factors[end].owner.strip() or of_wheel).split())
                for end in (link.source, link.target)
            )
            if not giver or not taker or giver.casefold() == taker.casefold():
                continue
            yield Remark(
                message=tr(
                    "{link} passes from {giver} to {taker}: a hand-off, where friction lives.",
                    link=drawing.link_name(key),
                    giver=giver,
                    taker=taker,
                ),
                about=(key,),
                wheel=area.id,
                factors=(link.source, link.target),
                links=(key,),
            )


def label_has_direction(drawing: Examined) -> Iterator[Remark]:
    """A name that says more or less already, and a negative link at it."""
    for factor in drawing.flywheel.factors.values():
        if not says_direction(factor.label):
            continue
        negative = tuple(
            link.id
            for link in drawing.flywheel.links_of[factor.id]
            if link.active and link.is_negative
        )
        if negative:
            yield Remark(
                message=tr(
                    "{factor} says more or less already: with a negative link it reads as a double"
                    " negative. Name the thing, not its direction.",
                    factor=drawing.name(factor.id),
                ),
                about=(factor.id,),
                factors=(factor.id,),
                links=negative,
                focus=Focus("factors", factor.id, "label"),
            )


def duplicate_factor(drawing: Examined) -> Iterator[Remark]:
    """Two factors of one wheel have the same name."""
    for area in drawing.areas:
        same: dict[str, list[Factor]] = {}
        for factor in area.factors:
            if name := name_key(factor.label):
                same.setdefault(name, []).append(factor)
        for factors in same.values():
            if len(factors) < 2:
                continue
            ids = tuple(factor.id for factor in factors)
            yield Remark(
                message=ntr(
                    "{n} factor is called {factor}: is it one and the same?",
                    "{n} factors are called {factor}: are they one and the same?",
                    len(ids),
                    factor=drawing.name(ids[0]),
                ),
                about=ids[:8],
                wheel=area.id,
                factors=ids,
                fix=tr("Make one of them"),
                command=partial(_merge_same, factors=ids),
            )


def _merge_neighbours(flywheel: Flywheel, first: str, second: str) -> Flywheel:
    # Here and not above: laying out rings is a tenth of what `flywheel check` would import.
    from flywheel_studio.commands.merging import merge_neighbours

    return merge_neighbours(flywheel, first, second)


def _merge_same(flywheel: Flywheel, factors: Sequence[str]) -> Flywheel:
    from flywheel_studio.commands.merging import merge_same

    return merge_same(flywheel, factors)


def _first_of_the_story(drawing: Examined, area: Area) -> str | None:
    """Where the first shove lands, else the factor that stands nearest to twelve o'clock.

    Of the main loop where there is one; never a hub, which stands in the middle.
    """
    told = area.main_loop.factors if area.main_loop else tuple(f.id for f in area.factors)
    ring = [key for key in told if drawing.flywheel.factors[key].role != HUB]
    if not ring:
        return None
    for push in drawing.flywheel.pushes.values():
        if push.active and push.factor in ring:
            return push.factor
    wheel = area.wheel or Wheel()
    center = Point(wheel.x, wheel.y)

    def from_the_top(key: str) -> float:
        angle = angle_of(center, place_of(drawing.flywheel, drawing.flywheel.factors[key]))
        return min(angle, 360.0 - angle)

    return min(ring, key=from_the_top)
