"""Make one factor of two: the same thing drawn twice, or two steps that are one.

The factor that stays keeps its own numbers; what the other one said (notes, activities, what the
first left empty) moves in with it. Links between the two fall away; others change ends, and one
that then says nothing that its twin does not say falls away too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from flywheel_studio.commands.arrange import distribute_on_ring, ring_order
from flywheel_studio.commands.factors import delete
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.values import text_value
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, free_id
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Activity, Factor, Header, Link, NamedLoop, Wheel

# Fields that the factor which stays takes over where it has none of its own.
_TAKEN_OVER: Final = ("score", "capacity", "metric", "owner")


def merge_factors(flywheel: Flywheel, keep: str, gone: str, label: str | None = None) -> Flywheel:
    """The flywheel with `gone` taken into `keep`; pushes, starts and goals follow.

    Args:
        label: what the one factor is called; default: as `keep` was.

    Raises:
        CommandProblem: there is no such factor, they are one and the same, or what both say is
            too long for one.
    """
    for key in (keep, gone):
        if key not in flywheel.factors:
            raise CommandProblem(tr("There is no factor {id}.", id=key))
    if keep == gone:
        raise CommandProblem(tr("A factor cannot be merged with itself."))
    one, other = flywheel.factors[keep], flywheel.factors[gone]
    merged = _joined(one, other)
    if label is not None:
        merged = replace(merged, label=text_value(label, strip=True))
    result = flywheel.with_records("factors", [merged])
    kept, dropped = _links(flywheel, keep, gone)
    if kept:
        result = result.with_records("links", kept)
    pushes = [replace(p, factor=keep) for p in flywheel.pushes.values() if p.factor == gone]
    if pushes:
        result = result.with_records("pushes", pushes)
    wheels = [
        new
        for wheel in flywheel.wheels.values()
        if (new := _wheel(wheel, keep, gone, merged.role == HUB)) is not wheel
    ]
    if wheels:
        result = result.with_records("wheels", wheels)
    header = _header(flywheel.header, dropped)
    if header is not flywheel.header:
        result = replace(result, header=header)
    return delete(result, factors=[gone], links=dropped)


def merge_same(flywheel: Flywheel, factors: Sequence[str]) -> Flywheel:
    """All of these factors as one: the first of them."""
    first, *others = factors
    for other in others:
        flywheel = merge_factors(flywheel, first, other)
    return flywheel


def merge_neighbours(flywheel: Flywheel, first: str, second: str) -> Flywheel:
    """Two steps of a story as one, called by both names, and the ring spaced equally again."""
    for key in (first, second):
        if key not in flywheel.factors:
            raise CommandProblem(tr("There is no factor {id}.", id=key))
    one, other = flywheel.factors[first], flywheel.factors[second]
    wheel = flywheel.wheels.get(one.wheel or "")
    # The one at the top of the wheel stays there.
    keep, gone = (second, first) if wheel and wheel.start == second else (first, second)
    order = ring_order(flywheel, one.wheel) if wheel else []
    label = " & ".join(name for name in (one.label.strip(), other.label.strip()) if name)
    merged = merge_factors(flywheel, keep, gone, label)
    if not {keep, gone} <= set(order):
        return merged
    return distribute_on_ring(merged, [key for key in order if key != gone])


def _joined(one: Factor, other: Factor) -> Factor:
    fields = {
        name: getattr(other, name)
        for name in _TAKEN_OVER
        if not getattr(one, name) and getattr(other, name)
    }
    notes = [note for note in dict.fromkeys((one.note, other.note)) if note.strip()]
    if len(notes) > 1:
        fields["note"] = text_value("\n".join(notes))
    elif notes:
        fields["note"] = notes[0]
    activities = _activities(one.activities, other.activities)
    return replace(one, activities=activities, **fields)


def _activities(own: tuple[Activity, ...], others: tuple[Activity, ...]) -> tuple[Activity, ...]:
    taken = {activity.id for activity in (*own, *others)}
    used = {activity.id for activity in own}
    joined = list(own)
    for activity in others:
        if activity.id in used:
            activity = replace(activity, id=free_id(taken, "a"))
            taken.add(activity.id)
        joined.append(activity)
    return tuple(joined)


def _links(flywheel: Flywheel, keep: str, gone: str) -> tuple[list[Link], dict[str, str | None]]:
    """The links of `gone` with `keep` at their end, and those that fall away with their twins."""
    kept: list[Link] = []
    dropped: dict[str, str | None] = {}
    said = [link for link in flywheel.links_of[keep] if gone not in (link.source, link.target)]
    for link in flywheel.links_of[gone]:
        if keep in (link.source, link.target):
            dropped[link.id] = None
            continue
        moved = replace(
            link,
            source=keep if link.source == gone else link.source,
            target=keep if link.target == gone else link.target,
            bend=None,
        )
        twin = next((other for other in said if _says_as_much(other, moved)), None)
        if twin is None:
            kept.append(moved)
            said.append(moved)
        else:
            dropped[link.id] = twin.id
    return kept, dropped


def _says_as_much(link: Link, moved: Link) -> bool:
    """Whether nothing is lost without `moved` beside `link`."""
    same = replace(
        moved,
        id=link.id,
        bend=link.bend,
        style=link.style,
        label=moved.label or link.label,
        reason=moved.reason or link.reason,
        confidence=moved.confidence or link.confidence,
        evidence=moved.evidence or link.evidence,
    )
    return same == link


def _wheel(wheel: Wheel, keep: str, gone: str, is_hub: bool) -> Wheel:
    if wheel.start == gone:
        wheel = replace(wheel, start=None if is_hub else keep)
    if wheel.goal is not None and wheel.goal.factor == gone:
        wheel = replace(wheel, goal=replace(wheel.goal, factor=keep))
    return wheel


def _header(header: Header, dropped: Mapping[str, str | None]) -> Header:
    """Named loops round the links that fall away: a shorter ring keeps its name."""
    loops: list[NamedLoop] = []
    for loop in header.loops:
        now = (dropped.get(link, link) for link in loop.links)
        links = tuple(link for link in now if link is not None)
        if links == loop.links:
            loops.append(loop)
        elif links:
            loops.append(replace(loop, links=links))
    if tuple(loops) == header.loops:
        return header
    return replace(header, loops=tuple(loops))
