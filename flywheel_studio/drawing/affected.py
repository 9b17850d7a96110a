"""Which records are to be drawn again after a change.

A canvas that follows an editor asks this and draws those alone; the rest of the picture is the
same whether or not it is composed anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from flywheel_studio.drawing.clear_places import leaning
from flywheel_studio.drawing.gear_paths import gears_of
from flywheel_studio.drawing.link_courses import carry_courses
from flywheel_studio.drawing.primitives import Owner
from flywheel_studio.drawing.weakest import weakest_factors
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_into, folded_wheels
from flywheel_studio.model.records import Factor
from flywheel_studio.model.ring_order import angle_on, carry_ring_orders, on_the_ring, ring_order

Key = tuple[Owner, str]


def affected(
    before: Flywheel, after: Flywheel, change: Change, *, with_leaning: bool = True
) -> frozenset[Key]:
    """The records whose drawing can differ after a change, badges left out.

    Records that are gone are named too, so that whoever drew them can take them away. Without
    `with_leaning` those are left out whose signs and tags alone have to make room.
    """
    carry_ring_orders(before, after, change)
    keys: set[Key] = set()
    for owner in ("wheels", "bands", "links", "factors", "texts"):
        keys.update((owner, key) for key in change.ids(owner))
    touched_wheels = set(change.ids("wheels"))
    if before.header.language != after.header.language:
        keys.update(("wheels", key) for key in after.wheels)
        keys.update(("factors", key) for key in after.factors)
        # They run round the tags of metrics, whose words are said in it.
        keys.update(("bands", key) for key in after.bands)
    if (before.header.economics, before.header.time_unit) != (
        after.header.economics,
        after.header.time_unit,
    ):
        keys.update(("wheels", key) for key in after.wheels)
    if touched_wheels or change.ids("bands"):
        keys.update(("wheels", key) for key in after.wheels)
        keys.update(("bands", band.id) for band in after.bands.values())
    if after.bands:
        keys.update(_round_wheels(before, after, change))
    for _, was, now in change.pairs("factors"):
        if was is None or now is None or was.wheel != now.wheel:
            for record in filter(None, (was, now)):
                keys.update(_emptied(record.wheel, before, after))
    for flywheel in (before, after):
        for factor in change.ids("factors"):
            if factor in flywheel.factors:
                keys.update(("links", link.id) for link in flywheel.links_of[factor])
                keys.update(("links", key) for key in _ring_links(flywheel, factor))
        for link in change.ids("links"):
            if link in flywheel.links:
                ends = {flywheel.links[link].source, flywheel.links[link].target}
                keys.update(
                    ("links", other.id)
                    for other in flywheel.links_of[flywheel.links[link].source]
                    if {other.source, other.target} == ends
                )
        for wheel in touched_wheels:
            for factor_record in flywheel.factors_of.get(wheel, ()):
                keys.add(("factors", factor_record.id))
                keys.update(("links", link.id) for link in flywheel.links_of[factor_record.id])
    if any(_counts_otherwise(was, now) for _, was, now in change.pairs("factors")):
        weakest = weakest_factors(before) ^ weakest_factors(after)
        for key in weakest:
            keys.add(("factors", key))
            keys.update(("links", link.id) for link in after.links_of.get(key, ()))
    keys.update(("links", key) for key in _gears(before, after, change))
    keys.update(_folded(before, after, change))
    ways = [key for owner, key in keys if owner == "links"]
    if with_leaning:
        for flywheel in (before, after):
            keys.update(leaning(flywheel, ways))
    if _order_matters(before, after, change):
        keys.update(("factors", key) for key in after.factors)
        keys.update(("links", key) for key in after.links)
    elif with_leaning:
        # Who leaves the leaning ones out asks for few ways; those of all are copied for nothing.
        carry_courses(before, after, ways)
    return frozenset(keys)


def _emptied(wheel: str | None, before: Flywheel, after: Flywheel) -> Iterable[Key]:
    """A wheel whose first factor came or whose last one went: empty, its ring is drawn."""
    if wheel is None or wheel not in after.wheels or before.factors is after.factors:
        return
    if bool(before.factors_of.get(wheel)) != bool(after.factors_of.get(wheel)):
        yield "wheels", wheel


def _round_wheels(before: Flywheel, after: Flywheel, change: Change) -> Iterable[Key]:
    """The bands of wheels whose factors or words of links have changed: they run round those."""
    wheels: set[str | None] = set()
    for flywheel in (before, after):
        factors = [flywheel.factors.get(key) for key in change.ids("factors")]
        for key in change.ids("links"):
            link = flywheel.links.get(key)
            if link is not None and any(
                each.label for end in (link.source, link.target) for each in flywheel.links_of[end]
            ):
                factors.append(flywheel.factors[link.source])
        wheels.update(factor.wheel for factor in factors if factor is not None)
    for band in after.bands.values():
        if band.wheel in wheels:
            yield "bands", band.id
            yield "wheels", band.wheel


def _counts_otherwise(before: Factor | None, after: Factor | None) -> bool:
    """Whether the weakest of a wheel may be another one now."""
    if before is None or after is None:
        return True
    return (before.score, before.wheel) != (after.score, after.wheel)


def _ring_links(flywheel: Flywheel, factor: str) -> list[str]:
    """Links along the ring on which a factor stands: it may have come between their ends.

    Those join the factors that stand next to it on either side, or at the same angle.
    """
    record = flywheel.factors[factor]
    wheel = flywheel.wheels.get(record.wheel or "")
    if wheel is None or not on_the_ring(flywheel, record, wheel):
        return []
    here = angle_on(flywheel, record, wheel)
    beside = ring_order(flywheel, wheel).beside(here, but=factor)
    return [
        link.id
        for member in beside
        for link in flywheel.links_out(member)
        if link.bend is None and link.target in beside
    ]


def _order_matters(before: Flywheel, after: Flywheel, change: Change) -> bool:
    """Whether factors without coordinates can have changed their slots."""
    if not (change.records.get("factors") or change.records.get("wheels") or change.orders):
        return False
    if not change.orders and not any(
        was is None or now is None or _has_other_slot(was, now)
        for _, was, now in change.pairs("factors")
    ):
        return False
    return any(factor.x is None or factor.y is None for factor in after.factors.values()) or any(
        factor.x is None or factor.y is None for factor in before.factors.values()
    )


def _has_other_slot(was: Factor, now: Factor) -> bool:
    """Whether a change of one factor can move others that the layout places."""
    if (was.wheel, was.role) != (now.wheel, now.role):
        return True
    return None in (was.x, was.y, now.x, now.y)


def _gears(before: Flywheel, after: Flywheel, change: Change) -> Iterable[str]:
    """Links between wheels find their way round all factors and titles of both."""
    for flywheel in (before, after):
        wheels: set[str | None] = {key for key in change.ids("wheels") if key in flywheel.wheels}
        wheels.update(
            flywheel.factors[key].wheel for key in change.ids("factors") if key in flywheel.factors
        )
        yield from gears_of(flywheel, wheels)


def _folded(before: Flywheel, after: Flywheel, change: Change) -> Iterable[Key]:
    """What hangs on a folded wheel: what it hides, its counts, and all links that end there.

    Those share the room at its rim, so that all are drawn again when one of them is another.
    """
    for flywheel in (before, after):
        folded = folded_wheels(flywheel)
        if not folded:
            continue
        reached = folded & set(change.ids("wheels"))
        if before.header is not after.header:
            # Its words and so its width may be others: those of the language, or the title.
            reached = folded
        links = {*change.ids("links"), *_links_near(flywheel, change)} & flywheel.links.keys()
        factors = {key for key in change.ids("factors") if key in flywheel.factors}
        for link in links:
            factors.update((flywheel.links[link].source, flywheel.links[link].target))
        reached |= {home for key in factors if (home := folded_into(flywheel, key)) is not None}
        for key in reached:
            yield from _inside(flywheel, key)


def _inside(flywheel: Flywheel, wheel: str) -> Iterable[Key]:
    yield "wheels", wheel
    for factor in flywheel.factors_of.get(wheel, ()):
        yield "factors", factor.id
        for link in flywheel.links_of[factor.id]:
            yield "links", link.id
    for note in flywheel.texts.values():
        if note.wheel == wheel:
            yield "texts", note.id


def _links_near(flywheel: Flywheel, change: Change) -> Iterable[str]:
    """The links of the factors that change, and of those whose wheel does."""
    moved = {key for key in change.ids("factors") if key in flywheel.factors}
    for wheel in change.ids("wheels"):
        moved.update(factor.id for factor in flywheel.factors_of.get(wheel, ()))
    for factor in moved:
        yield from (link.id for link in flywheel.links_of[factor])
