"""Does it close? Funnels, spokes that give nothing back, and what a push does not lift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.commands.closing import close_ring
from flywheel_studio.insight.checks.diagnosis import Command, Remark, key_of
from flywheel_studio.insight.checks.examined import Area, Examined
from flywheel_studio.insight.checks.paths import Signs, Way, shortest_way, sign_of_way, ways_from
from flywheel_studio.insight.sentences import loop_ring
from flywheel_studio.language.translate import speaking, tr

Ids = frozenset[str]

NOT_ON_A_LOOP: Final = "not-on-a-loop"
# Ids in the key of a remark about a whole group of factors.
_MOST_ABOUT: Final = 8


def funnel(drawing: Examined) -> Iterator[Remark]:
    """No reinforcing loop, and the links run one way to an end that drives nothing."""
    for area in drawing.areas:
        way = funnel_way(drawing, area)
        if not way:
            continue
        start, end = drawing.name(way[0].source), drawing.name(way[-1].target)
        with speaking(drawing.flywheel.header.language):
            # What every funnel of customers leaves out; it can be said better where it is another.
            reason = tr("satisfied customers bring new ones")
        yield Remark(
            message=tr(
                "This is a funnel: the links run from {start} to {end}, and what comes out there"
                " drives nothing.",
                start=start,
                end=end,
            ),
            about=area.about,
            wheel=area.id,
            factors=(way[0].source, *(link.target for link in way)),
            links=tuple(link.id for link in way),
            fix=tr(
                "Close the ring: link {end} back to {start}, because “{reason}”",
                end=end,
                start=start,
                reason=reason,
            ),
            command=_closing(drawing, way[-1].target, way[0].source, reason),
        )


def no_loop(drawing: Examined) -> Iterator[Remark]:
    """No loop at all, and no chain either."""
    for area in drawing.areas:
        if len(area.factors) < 2 or drawing.has_loop(area):
            continue
        if any(drawing.onward[key] or drawing.inward[key] for key in area.ids):
            continue
        yield Remark(
            message=tr("Nothing drives anything here: there is no loop and no chain of links."),
            about=area.about,
            wheel=area.id,
            factors=tuple(factor.id for factor in area.factors),
        )


def only_balancing(drawing: Examined) -> Iterator[Remark]:
    """Every loop is balancing: it steers, it does not grow."""
    if drawing.report.is_truncated:
        return
    for area in drawing.areas:
        loops = drawing.loops_through(area)
        if not loops or any(loop.is_reinforcing for loop in loops):
            continue
        yield Remark(
            message=tr(
                "Every loop here is balancing, such as {loop}: it steers, it does not grow.",
                loop=loop_ring(drawing.flywheel, loops[0]),
            ),
            about=area.about,
            wheel=area.id,
            factors=loops[0].factors,
            links=loops[0].links,
        )


def unconnected(drawing: Examined) -> Iterator[Remark]:
    """A factor with no link. A lone factor is only the beginning of a drawing."""
    if not drawing.is_begun:
        return
    for factor in drawing.flywheel.factors.values():
        if not drawing.flywheel.links_of[factor.id]:
            yield Remark(
                message=tr(
                    "{factor} has no link: it drives nothing, and nothing drives it.",
                    factor=drawing.name(factor.id),
                ),
                about=(factor.id,),
                factors=(factor.id,),
            )


def not_on_a_loop(drawing: Examined) -> Iterator[Remark]:
    """A spoke that gives nothing back, or one that nothing drives, beside a loop.

    Hubs and the goal's factor may just receive. A factor that leads from one loop to another
    gears them together and is no spoke. In a funnel nothing is on a loop: that is said once.
    """
    for area in drawing.areas:
        if funnel_way(drawing, area) or not drawing.parts:
            continue
        for factor in area.factors:
            key = factor.id
            if not drawing.flywheel.links_of[key] or key in drawing.on_a_loop:
                continue
            driven = key in drawing.driven_by_a_loop
            gives = key in drawing.giving_to_a_loop
            if not driven or not (gives or key in area.receivers):
                yield _spoke(drawing, area, key, driven=driven, gives=gives)


def not_everything_gains(drawing: Examined) -> Iterator[Remark]:
    """Pushing a factor does not lift all others: no path, or a path of the other sign.

    Factors for which it is the same others, or one another, are told in one sentence. What was
    put aside as meant to stand off the loops need not be lifted.
    """
    aside = set(drawing.flywheel.header.dismissed)
    for area in drawing.areas:
        if not drawing.has_loop(area):
            continue
        unlifted: dict[str, tuple[Ids, Ids]] = {}
        members = [f.id for f in area.factors if drawing.flywheel.links_of[f.id]]
        for source in members:
            drawing.stop.raise_if_set()
            if source in area.receivers and source not in drawing.giving_to_a_loop:
                continue
            signs = Signs(drawing, source)
            others = [
                key for key in members if key != source and key_of(NOT_ON_A_LOOP, key) not in aside
            ]
            missing = frozenset(key for key in others if not signs.is_reached(key))
            opposed = frozenset(key for key in others if signs.is_opposed(key))
            if missing or opposed:
                unlifted[source] = missing, opposed
        for sources, missing, opposed in _alike(unlifted):
            yield Remark(
                message=_no_gain_words(
                    drawing,
                    sources,
                    [key for key in members if key in missing],
                    [key for key in members if key in opposed],
                ),
                about=tuple(sources[:_MOST_ABOUT]),
                wheel=area.id,
                factors=tuple(sources),
            )


def funnel_way(drawing: Examined, area: Area) -> Way:
    """The way from a funnel's beginning to its end; () where the wheel is no funnel.

    From the wheel's start if that leads to an end, else from a factor that nothing drives; to the
    end that is furthest.
    """
    if drawing.has_loop(area) and (
        drawing.report.is_truncated
        or any(loop.is_reinforcing for loop in drawing.loops_through(area))
    ):
        return ()
    ends = [
        factor.id
        for factor in area.factors
        if drawing.inward[factor.id] and not drawing.onward[factor.id]
    ]
    if not ends:
        return ()
    best: tuple[tuple[bool, bool, int], Way] | None = None
    for factor in area.factors:
        ways = ways_from(drawing, factor.id)
        reached = [ways[end] for end in ends if end in ways]
        for way in reached:
            if any(link.source not in area.ids for link in way):
                continue
            is_start = area.wheel is not None and area.wheel.start == factor.id
            rank = (is_start, not drawing.inward[factor.id], len(way))
            if best is None or rank > best[0]:
                best = rank, way
    return best[1] if best else ()


def _alike(unlifted: Mapping[str, tuple[Ids, Ids]]) -> Iterator[tuple[list[str], Ids, Ids]]:
    """Sources with the same (missing, opposed), or opposed to one another and to the same rest."""
    same: dict[tuple[Ids, Ids], list[str]] = {}
    for source, pair in unlifted.items():
        same.setdefault(pair, []).append(source)
    # Of factors that may lower one another each leaves out itself: with it the sets are the same.
    mutual: dict[tuple[Ids, Ids], list[str]] = {}
    for (missing, opposed), sources in same.items():
        if len(sources) == 1:
            mutual.setdefault((missing, opposed | set(sources)), []).extend(sources)
    for (missing, opposed), sources in same.items():
        if len(sources) > 1:
            yield sources, missing, opposed
            continue
        together = mutual[missing, opposed | set(sources)]
        if sources[0] == together[0]:
            yield together, missing, opposed | set(together) if len(together) > 1 else opposed


def _no_gain_words(
    drawing: Examined, sources: Sequence[str], missing: Sequence[str], opposed: Sequence[str]
) -> str:
    pushed = drawing.names(sources)
    if not opposed:
        return tr(
            "Pushing {pushed} does not lift {others}: no path leads there.",
            pushed=pushed,
            others=drawing.names(missing),
        )
    rest = [key for key in opposed if key not in sources]
    if len(rest) == len(opposed):
        lowered = drawing.names(opposed)
    elif rest:
        lowered = tr("one another and {others}", others=drawing.names(rest))
    else:
        lowered = tr("one another")
    if not missing:
        return tr(
            "Pushing {pushed} may lower {lowered}: on a path there, more turns into less.",
            pushed=pushed,
            lowered=lowered,
        )
    return tr(
        "Pushing {pushed} does not lift {others} (no path leads there) and may lower {lowered}.",
        pushed=pushed,
        others=drawing.names(missing),
        lowered=lowered,
    )


def _spoke(drawing: Examined, area: Area, key: str, *, driven: bool, gives: bool) -> Remark:
    name, fix, command = drawing.name(key), "", None
    if driven:
        message = tr("{factor} gives nothing back: it drives nothing on a loop.", factor=name)
        end, start = _way_back(drawing, area, key)
        fix = tr("Link {end} back to {start}", end=drawing.name(end), start=drawing.name(start))
        command = _closing(drawing, end, start)
    elif gives:
        message = tr("Nothing on a loop drives {factor}: the wheel does not lift it.", factor=name)
        end, start = _way_in(drawing, area, key)
        fix = tr("Let {end} drive {start}", end=drawing.name(end), start=drawing.name(start))
        command = _closing(drawing, end, start)
    else:
        message = tr(
            "{factor} is on no loop: the wheel does not drive it, and it gives nothing back.",
            factor=name,
        )
    return Remark(
        message=message,
        about=(key,),
        wheel=area.id,
        factors=(key,),
        fix=fix,
        command=command,
    )


def _way_back(drawing: Examined, area: Area, key: str) -> tuple[str, str]:
    """From where to where a link gives back what this factor receives.

    From the end of its chain to the factor after the one that drives it: so it comes to stand
    beside a link of the loop.
    """
    ends = [key, *(far for far in ways_from(drawing, key) if not drawing.onward[far])]
    end = next((far for far in reversed(ends) if far not in area.receivers), key)
    nearest = _nearest_on_a_loop(drawing, key, backwards=True)
    loop = _loop_through(drawing, area, nearest)
    if loop is None:
        return end, nearest
    return end, loop.factors[(loop.factors.index(nearest) + 1) % len(loop.factors)]


def _way_in(drawing: Examined, area: Area, key: str) -> tuple[str, str]:
    """From where to where a link drives a factor that nothing drives."""
    start, seen = key, {key}
    while sources := [link.source for link in drawing.inward[start] if link.source not in seen]:
        start = sources[0]
        seen.add(start)
    nearest = _nearest_on_a_loop(drawing, key, backwards=False)
    loop = _loop_through(drawing, area, nearest)
    if loop is None:
        return nearest, start
    return loop.factors[loop.factors.index(nearest) - 1], start


def _nearest_on_a_loop(drawing: Examined, key: str, *, backwards: bool) -> str:
    level, seen = [key], {key}
    while level:
        following = []
        for here in level:
            links = drawing.inward[here] if backwards else drawing.onward[here]
            for link in links:
                there = link.source if backwards else link.target
                if there in drawing.on_a_loop:
                    return there
                if there not in seen:
                    seen.add(there)
                    following.append(there)
        level = following
    return key


def _loop_through(drawing: Examined, area: Area, key: str) -> Loop | None:
    """The main loop if it holds the factor, else the first reinforcing one that does."""
    if area.main_loop is not None and key in area.main_loop.factors:
        return area.main_loop
    return next(
        (loop for loop in drawing.loops if loop.is_reinforcing and key in loop.factors), None
    )


def _closing(drawing: Examined, end: str, start: str, reason: str = "") -> Command:
    """Link `end` back to `start` so that the loop which closes is a reinforcing one."""
    polarity = sign_of_way(shortest_way(drawing, start, end))
    return partial(close_ring, end=end, start=start, polarity=polarity, reason=reason)
