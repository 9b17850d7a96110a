"""Put factors in order on the ring of their wheel.

A ring starts at twelve o'clock and runs clockwise in the order of the story: the longest loop
through the start, then the others. A ring grows until its pills stand apart; it never shrinks by
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from flywheel_studio.commands.factors import add_factor, move_factors
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.room import estimated_size
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import angle_of, on_ring, slot_angles
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.placement import HUB, place_of, places
from flywheel_studio.model.records import Factor, Wheel

# Closer to the ring than this a factor counts as standing on it (as the drawing has it).
RING_TOLERANCE: Final = 14.0
# Between two pills: a link's two gaps of 6, its head of about 14, and as much line again.
_GAP: Final = 52.0
_GROWTH: Final = 1.04
# Steps of the search for the longest loop; enough for every wheel that a person can read.
_SEARCH_STEPS: Final = 20_000


def arrange_on_ring(
    flywheel: Flywheel, wheel_id: str | None = None, factors: Sequence[str] | None = None
) -> Flywheel:
    """Put factors on their ring, equally spaced; hubs go to the middle.

    Args:
        wheel_id: default: the first wheel.
        factors: these, in this order from twelve o'clock; default: all of the wheel, in the
            order of its longest loop from the start.
    """
    wheel = _wheel(flywheel, wheel_id)
    members = _members(flywheel, wheel, factors)
    hubs = [factor for factor in members if factor.role == HUB]
    ring = [factor for factor in members if factor.role != HUB]
    if factors is None:
        ring = _in_story_order(flywheel, wheel, ring)
    return _with_layout(_laid_out(flywheel, wheel, ring, hubs), wheel, "ring")


def arrange_hub_and_spokes(flywheel: Flywheel, wheel_id: str | None = None) -> Flywheel:
    """Put the hub in the middle and everything else round it.

    Where the wheel has no hub, its goal's factor becomes one, else the factor with most links.
    """
    wheel = _wheel(flywheel, wheel_id)
    members = _members(flywheel, wheel, None)
    hubs = [factor for factor in members if factor.role == HUB]
    if not hubs and members:
        goal = wheel.goal.factor if wheel.goal else None
        middle = next(
            (factor for factor in members if factor.id == goal),
            max(members, key=lambda factor: len(flywheel.links_of[factor.id])),
        )
        hubs = [replace(middle, role=HUB)]
        flywheel = flywheel.with_records("factors", hubs)
        if wheel.start == middle.id:
            wheel = replace(wheel, start=None)
            flywheel = flywheel.with_records("wheels", [wheel])
    ring = [factor for factor in members if factor.id not in {hub.id for hub in hubs}]
    ring = _in_story_order(flywheel, wheel, ring)
    return _with_layout(_laid_out(flywheel, wheel, ring, hubs), wheel, "hub-and-spoke")


def distribute_on_ring(flywheel: Flywheel, factors: Iterable[str] = ()) -> Flywheel:
    """Space what stands on a ring equally, in the order in which it stands.

    The wheel's start goes to twelve o'clock; without it the first factor after that stays.

    Args:
        factors: come onto the ring of their wheels, which are meant; none: every open wheel.
    """
    chosen, folded = _known(flywheel, factors), folded_wheels(flywheel)
    every = [key for key in flywheel.wheels if key not in folded] if flywheel.wheels else [None]
    for key in dict.fromkeys(factor.wheel for factor in chosen) or every:
        wheel, where = _wheel(flywheel, key), places(flywheel)
        center = Point(wheel.x, wheel.y)
        coming = {each.id for each in chosen if each.wheel == key and each.role != HUB}
        ring = [flywheel.factors[each] for each in coming.union(ring_order(flywheel, key))]
        ring.sort(key=lambda factor: (_angle(center, where[factor.id]), factor.id))
        ring, first_angle = _from_start(flywheel, wheel, ring)
        flywheel = _laid_out(flywheel, wheel, ring, [], first_angle)
    return flywheel


def add_next_on_ring(
    flywheel: Flywheel,
    after: str,
    label: str,
    *,
    id: str | None = None,  # noqa: A002 - the record's own word
    link_id: str | None = None,
) -> Flywheel:
    """Add a factor in the next slot of the ring, already linked from `after`; the others glide.

    After a factor that does not stand on its ring (a hub), the new one takes the last slot. A ring
    on which nothing stands yet comes to where the factor is, which then stands at its top.
    """
    source = _known(flywheel, [after])[0]
    flywheel = _with_ring_at(flywheel, source)
    wheel = _wheel(flywheel, source.wheel)
    order = ring_order(flywheel, source.wheel)
    made = add_factor(flywheel, label=label, x=wheel.x, y=wheel.y, wheel=source.wheel, id=id)
    new = next(reversed(made.factors.values()))
    slot = order.index(after) + 1 if after in order else len(order)
    return insert_on_ring(connect(made, after, new.id, id=link_id), new.id, slot)


def _with_ring_at(flywheel: Flywheel, source: Factor) -> Flywheel:
    """The flywheel with an empty ring moved so that its first factor stands at twelve o'clock."""
    wheel = flywheel.wheels.get(source.wheel or "")
    if wheel is None or source.role == HUB or ring_order(flywheel, wheel.id):
        return flywheel
    if any(band.wheel == wheel.id for band in flywheel.bands.values()):
        return flywheel
    if any(factor.role == HUB for factor in flywheel.factors_of[wheel.id]):
        # Its middle is taken.
        return flywheel
    at = place_of(flywheel, source)
    moved = replace(wheel, x=at.x, y=at.y + wheel.radius)
    return flywheel.with_records("wheels", [moved])


def insert_on_ring(flywheel: Flywheel, factor: str, slot: int) -> Flywheel:
    """Give a factor a slot on its ring (0: before the first) and space all of it equally."""
    record = _known(flywheel, [factor])[0]
    wheel = _wheel(flywheel, record.wheel)
    order = [key for key in ring_order(flywheel, record.wheel) if key != factor]
    first_angle = 0.0
    if order and order[0] != wheel.start:
        center = Point(wheel.x, wheel.y)
        first_angle = angle_of(center, place_of(flywheel, flywheel.factors[order[0]]))
    order.insert(slot, factor)
    ring = [flywheel.factors[key] for key in order]
    if slot == 0:
        first_angle -= 360.0 / len(ring)
    return _laid_out(flywheel, wheel, ring, [], first_angle)


def ring_order(flywheel: Flywheel, wheel_id: str | None) -> list[str]:
    """The factors that stand on a wheel's ring, clockwise from its start, else twelve o'clock."""
    wheel = _wheel(flywheel, wheel_id)
    center = Point(wheel.x, wheel.y)
    where = places(flywheel)
    ring = [
        factor
        for factor in flywheel.factors_of.get(wheel.id or None, ())
        if factor.role != HUB
        and abs(where[factor.id].distance(center) - wheel.radius) <= RING_TOLERANCE
    ]
    ring.sort(key=lambda factor: _angle(center, where[factor.id]))
    start = next((i for i, factor in enumerate(ring) if factor.id == wheel.start), 0)
    return [factor.id for factor in ring[start:] + ring[:start]]


def ring_slot(flywheel: Flywheel, wheel_id: str | None, point: Point) -> int:
    """The slot that a factor dropped at `point` takes: after the ones it has passed clockwise."""
    wheel = _wheel(flywheel, wheel_id)
    center = Point(wheel.x, wheel.y)
    order = ring_order(flywheel, wheel_id)
    if not order:
        return 0
    begin = angle_of(center, place_of(flywheel, flywheel.factors[order[0]]))
    turned = (angle_of(center, point) - begin) % 360.0
    return sum(
        (angle_of(center, place_of(flywheel, flywheel.factors[key])) - begin) % 360.0 <= turned
        for key in order
    )


def _laid_out(
    flywheel: Flywheel,
    wheel: Wheel,
    ring: Sequence[Factor],
    hubs: Sequence[Factor],
    first_angle: float = 0.0,
) -> Flywheel:
    center = Point(wheel.x, wheel.y)
    middle: dict[str, Point] = {}
    if len(hubs) == 1:
        middle[hubs[0].id] = center
    elif hubs:
        inner = ring_radius(hubs, center, 0.0, 60.0, [])
        for hub, angle in zip(hubs, slot_angles(len(hubs)), strict=True):
            middle[hub.id] = on_ring(center, inner, angle)
    boxes = [_box(hub, middle[hub.id]) for hub in hubs]
    radius = ring_radius(ring, center, first_angle, wheel.radius, boxes)
    to = middle | {
        factor.id: on_ring(center, radius, first_angle + angle)
        for factor, angle in zip(ring, slot_angles(len(ring)), strict=True)
    }
    result = move_factors(flywheel, to)
    if radius != wheel.radius and wheel.id:
        result = _carried_along(result, wheel, radius, set(to))
    return result


def _carried_along(flywheel: Flywheel, wheel: Wheel, radius: float, placed: set[str]) -> Flywheel:
    """Set a wheel's new radius; factors that stood on the old ring stay on the ring."""
    center = Point(wheel.x, wheel.y)
    others = [flywheel.factors[key] for key in ring_order(flywheel, wheel.id) if key not in placed]
    to = {
        factor.id: on_ring(center, radius, angle_of(center, place_of(flywheel, factor)))
        for factor in others
        if factor.x is not None
    }
    wheel = replace(flywheel.wheels[wheel.id], radius=radius)
    return move_factors(flywheel, to).with_records("wheels", [wheel])


def ring_radius(
    ring: Sequence[Factor],
    center: Point,
    first_angle: float,
    least: float,
    obstacles: Sequence[Box],
) -> float:
    """The radius, at least `least`, at which neighbours stand `_GAP` apart, in whole units."""
    radius = float(round(least)) if ring else least
    angles = [first_angle + angle for angle in slot_angles(len(ring))]
    while radius < 100_000.0:
        boxes = [
            _box(factor, on_ring(center, radius, angle))
            for factor, angle in zip(ring, angles, strict=True)
        ]
        pairs = zip(boxes, boxes[1:] + boxes[:1], strict=True)
        if not any(_collide(a, b) for a, b in pairs if a is not b) and not any(
            _collide(a, b) for a in boxes for b in obstacles
        ):
            break
        radius = float(round(radius * _GROWTH + 1.0))
    return radius


def _collide(one: Box, other: Box) -> bool:
    return one.grown(_GAP / 2).overlaps(other.grown(_GAP / 2))


def _box(factor: Factor, center: Point) -> Box:
    width, height = estimated_size(factor)
    return Box.around(center, width, height)


def _in_story_order(flywheel: Flywheel, wheel: Wheel, ring: Sequence[Factor]) -> list[Factor]:
    """From the start along the longest loop through it, then the others where links lead."""
    if not ring:
        return []
    members = {factor.id: factor for factor in ring}
    start = wheel.start if wheel.start in members else ring[0].id
    follow = {
        key: tuple(
            dict.fromkeys(
                link.target
                for link in sorted(flywheel.links_out(key), key=lambda link: -link.weight)
                if link.active and link.target in members and link.target != key
            )
        )
        for key in members
    }
    order = _longest_loop(start, follow)
    seen = set(order)
    for factor in ring:
        key: str | None = factor.id
        while key is not None and key not in seen:
            order.append(key)
            seen.add(key)
            key = next((target for target in follow[key] if target not in seen), None)
    return [members[key] for key in order]


def _longest_loop(start: str, follow: Mapping[str, Sequence[str]]) -> list[str]:
    """The longest loop through `start` that a bounded search finds; [start] where there is none."""
    best = [start]
    path = [start]
    on_path = {start}
    pending = [iter(follow[start])]
    for _ in range(_SEARCH_STEPS):
        if not pending:
            break
        target = next(pending[-1], None)
        if target is None:
            pending.pop()
            on_path.discard(path.pop())
        elif target == start:
            if len(path) > len(best):
                best = list(path)
        elif target not in on_path:
            path.append(target)
            on_path.add(target)
            pending.append(iter(follow[target]))
    return best


def _from_start(flywheel: Flywheel, wheel: Wheel, ring: list[Factor]) -> tuple[list[Factor], float]:
    for index, factor in enumerate(ring):
        if factor.id == wheel.start:
            return ring[index:] + ring[:index], 0.0
    first = angle_of(Point(wheel.x, wheel.y), place_of(flywheel, ring[0])) if ring else 0.0
    return ring, first


def _members(flywheel: Flywheel, wheel: Wheel, factors: Sequence[str] | None) -> list[Factor]:
    if factors is not None:
        return _known(flywheel, factors)
    return list(flywheel.factors_of.get(wheel.id or None, ()))


def _angle(center: Point, place: Point) -> float:
    """The angle of a place. A hair before twelve still counts as twelve: coordinates are rounded."""
    return (angle_of(center, place) + 0.1) % 360.0


def _known(flywheel: Flywheel, factors: Iterable[str]) -> list[Factor]:
    found = []
    for key in factors:
        factor = flywheel.factors.get(key)
        if factor is None:
            raise CommandProblem(tr("There is no factor {id}.", id=key))
        found.append(factor)
    return found


def _wheel(flywheel: Flywheel, wheel_id: str | None) -> Wheel:
    """The wheel; one that stands for "no wheel" where the document has none."""
    if wheel_id is None:
        return flywheel.first_wheel or Wheel()
    wheel = flywheel.wheels.get(wheel_id)
    if wheel is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel_id))
    return wheel


def _with_layout(flywheel: Flywheel, wheel: Wheel, layout: str) -> Flywheel:
    if not wheel.id or flywheel.wheels[wheel.id].layout == layout:
        return flywheel
    return flywheel.with_records("wheels", [replace(flywheel.wheels[wheel.id], layout=layout)])
