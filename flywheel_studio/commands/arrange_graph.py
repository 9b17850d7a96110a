"""Lay out any drawing of up to 60 factors: what turns on the ring, the rest by cause and effect.

The longest strong loop stands on the ring. What the ring drives and is driven by stands inside,
what only feeds it or only follows from it outside, each near what it is linked to. No two pills
overlap, by construction: a place is taken only where nothing stands.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.commands.arrange import ring_radius
from flywheel_studio.commands.clear_routes import with_clear_routes
from flywheel_studio.commands.clear_stands import with_clear_stands
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.graph_ring import Follow, follow_of, ring_of, turning
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.room import estimated_size
from flywheel_studio.geometry.curve import Straight, enters
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import angle_of, on_ring, slot_angles
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_into, folded_wheels
from flywheel_studio.model.placement import HUB, places
from flywheel_studio.model.records import DEFAULT_RADIUS, Factor, Wheel
from flywheel_studio.model.stop import NEVER, StopToken

MOST: Final = 60
# Factors times links. 600, as of 20 factors and 30 links, take 0.05 s; 60 and 120 take 1.5 s.
_SHORT_WORK: Final = 600
# Between two pills: a link's two gaps of 6, its head of about 14, its sign, and some line.
_GAP: Final = 60.0
_RING_AIR: Final = 40.0
_RING_STEP: Final = 56.0
_TURNS: Final = 72
# Places looked at closely, for links in the way: the nearest that are free.
_LOOKED_AT: Final = 14
# What a pill in the way of a link, and two links that cross, cost in units of length.
_IN_THE_WAY: Final = 160.0
_CROSSING: Final = 70.0
# A folded wheel with a title of usual length, paper units.
_FOLDED: Final = (280.0, 90.0)


class _Paper(Struct):
    """What stands already. `rooms`: its boxes with half a gap round them, others' without."""

    center: Point
    radius: float
    boxes: dict[str, Box]
    rooms: list[Box]
    ways: list[tuple[Point, Point]]

    def stand(self, key: str, box: Box) -> None:
        self.boxes[key] = box
        self.rooms.append(box.grown(_GAP / 2))

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box.grown(_GAP / 2)
        # Written out: asked some ten thousand times for forty factors.
        return not any(
            left < other.right and other.left < right and top < other.bottom and other.top < bottom
            for other in self.rooms
        )

    def is_off_the_ring(self, box: Box) -> bool:
        near = Point(
            min(max(self.center.x, box.left), box.right),
            min(max(self.center.y, box.top), box.bottom),
        )
        corners = ((box.left, box.top), (box.right, box.top), (box.left, box.bottom))
        far = max(
            self.center.distance(Point(*corner)) for corner in (*corners, (box.right, box.bottom))
        )
        return (
            self.center.distance(near) > self.radius + _RING_AIR / 2
            or far < self.radius - _RING_AIR
        )


def takes_long(factors: int, links: int) -> bool:
    """Whether laying out so much takes longer than a window may stand still."""
    return factors * links > _SHORT_WORK


def arrange_graph(
    flywheel: Flywheel, wheel_id: str | None = None, *, stop: StopToken = NEVER
) -> Flywheel:
    """Lay out a wheel (default: the first) with all its factors and the links between them.

    Args:
        stop: read between factors and between links; once set, `Cancelled` is raised.

    Raises:
        CommandProblem: there are more than `MOST` factors, or there is no such wheel.
        Cancelled: `stop` was set.
    """
    wheel = flywheel.first_wheel if wheel_id is None else flywheel.wheels.get(wheel_id)
    if wheel_id is not None and wheel is None:
        raise CommandProblem(tr("There is no wheel {id}.", id=wheel_id))
    wheel = wheel or Wheel()
    members = {factor.id: factor for factor in flywheel.factors_of.get(wheel.id or None, ())}
    if len(members) > MOST:
        raise CommandProblem(
            tr(
                "{n} factors are too many to lay out; up to {most} can be.",
                n=len(members),
                most=MOST,
            )
        )
    if not members:
        return flywheel
    follow = follow_of(flywheel, members)
    hubs = [factor for factor in members.values() if factor.role == HUB][:1]
    ring = ring_of(wheel, {key: f for key, f in members.items() if f not in hubs}, follow)
    center = Point(wheel.x, wheel.y)
    inside = turning(ring, follow) - set(ring) - {hub.id for hub in hubs}
    within = [factor for key, factor in members.items() if key in inside]
    radius = _radius([members[key] for key in ring], hubs, within, center)
    where = places(flywheel)
    others = [
        _box(factor, where[key])
        for key, factor in flywheel.factors.items()
        if key not in members and folded_into(flywheel, key) is None
    ]
    others += [_folded_box(flywheel.wheels[key]) for key in folded_wheels(flywheel) - {wheel.id}]
    paper = _Paper(center=center, radius=radius, boxes={}, rooms=[*others], ways=[])
    for hub in hubs:
        paper.stand(hub.id, _box(hub, center))
    for key, angle in zip(ring, slot_angles(len(ring)), strict=True):
        paper.stand(key, _box(members[key], on_ring(center, radius, angle)))
    neighbours = _neighbours(members, follow)
    for key in _by_nearness(members, neighbours, [*ring, *(hub.id for hub in hubs)]):
        stop.raise_if_set()
        _place(paper, members[key], neighbours, key in inside)
    result = move_factors(flywheel, {key: paper.boxes[key].center for key in members})
    if wheel.id and (radius != wheel.radius or wheel.layout != "ring"):
        laid = replace(flywheel.wheels[wheel.id], radius=radius, layout="ring")
        result = result.with_records("wheels", [laid])
    links = [
        link.id for link in flywheel.links.values() if {link.source, link.target} <= set(members)
    ]
    fixed = {*ring, *(hub.id for hub in hubs)}
    return with_clear_stands(result, paper.boxes, fixed, links, center, radius, others, stop=stop)


def stand_beside(flywheel: Flywheel, new: Collection[str], wheel_id: str | None) -> Flywheel:
    """Give factors of a wheel room near what they are linked to; all others stay where they are."""
    wheel = flywheel.wheels.get(wheel_id or "") or Wheel()
    members = {factor.id: factor for factor in flywheel.factors_of.get(wheel_id, ())}
    where = places(flywheel)
    paper = _Paper(center=Point(wheel.x, wheel.y), radius=wheel.radius, boxes={}, rooms=[], ways=[])
    for key, factor in flywheel.factors.items():
        if key not in new and folded_into(flywheel, key) is None:
            paper.stand(key, _box(factor, where[key]))
    paper.rooms += [_folded_box(flywheel.wheels[key]) for key in folded_wheels(flywheel)]
    standing = [key for key in paper.boxes if key in members]
    neighbours = _neighbours(members, follow_of(flywheel, members))
    for key in _by_nearness(new, neighbours, standing):
        _place(paper, members[key], neighbours, is_inside=False)
    result = move_factors(flywheel, {key: paper.boxes[key].center for key in new})
    return with_clear_routes(result, paper.boxes, links_at(result, new))


def links_at(flywheel: Flywheel, factors: Collection[str]) -> list[str]:
    """The links that begin or end at one of these factors."""
    return [
        link.id
        for link in flywheel.links.values()
        if link.source in factors or link.target in factors
    ]


# -- what stands where


def _neighbours(members: Iterable[str], follow: Follow) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {key: [] for key in members}
    for source, targets in follow.items():
        for target in targets:
            near[source].append(target)
            near[target].append(source)
    return near


def _by_nearness(
    members: Iterable[str], neighbours: Mapping[str, Sequence[str]], begin: Sequence[str]
) -> list[str]:
    """The others, those first that hang on what stands already; the unlinked last."""
    seen, order = set(begin), list(begin)
    for key in order:
        for other in neighbours[key]:
            if other not in seen:
                seen.add(other)
                order.append(other)
    # In the order of the document where as many hang on them: the same drawing lies the same.
    alone = sorted(
        (key for key in members if key not in seen), key=lambda key: -len(neighbours[key])
    )
    for key in alone:
        if key not in seen:
            seen.add(key)
            order += [key, *_island(key, neighbours, seen)]
    return order[len(begin) :]


def _island(key: str, neighbours: Mapping[str, Sequence[str]], seen: set[str]) -> list[str]:
    found: list[str] = []
    waiting = deque([key])
    while waiting:
        for other in neighbours[waiting.popleft()]:
            if other not in seen:
                seen.add(other)
                found.append(other)
                waiting.append(other)
    return found


def _radius(
    ring: Sequence[Factor], hubs: Sequence[Factor], inside: Sequence[Factor], center: Point
) -> float:
    """Wide enough for its own pills, and for what stands inside."""
    obstacles = [_box(hub, center) for hub in hubs]
    area = sum(
        (width + _GAP) * (height + _GAP) for width, height in map(estimated_size, [*inside, *hubs])
    )
    # Pills fill a disc to about a third when links need their ways between them.
    room = math.sqrt(3.0 * area / math.pi) + 70.0 if inside else 0.0
    return ring_radius(ring, center, 0.0, max(DEFAULT_RADIUS, float(round(room))), obstacles)


def _place(
    paper: _Paper, factor: Factor, neighbours: Mapping[str, Sequence[str]], is_inside: bool
) -> None:
    """Stand where nothing stands, near what it is linked to, with few pills between."""
    linked = [paper.boxes[key].center for key in neighbours[factor.id] if key in paper.boxes]
    free = sorted(_free_places(paper, factor, linked, is_inside))[:_LOOKED_AT]
    best, best_cost = free[0][1], math.inf
    for near, place in free:
        cost = near
        for other in linked:
            cost += _IN_THE_WAY * sum(
                enters(Straight(place, other), box)
                for box in paper.boxes.values()
                if not box.holds(other)
            )
            cost += _CROSSING * sum(_cross(place, other, *way) for way in paper.ways)
        if cost < best_cost:
            best, best_cost = place, cost
    paper.stand(factor.id, _box(factor, best))
    paper.ways += [(best, other) for other in linked]


def _free_places(
    paper: _Paper, factor: Factor, linked: Sequence[Point], is_inside: bool
) -> Iterator[tuple[float, Point]]:
    """(cost, place) of the free places: inside the ring, else on the circles round it."""
    found = False
    width, height = estimated_size(factor)
    if is_inside:
        for far in (0.0, 0.25, 0.4, 0.55, 0.7):
            for place in _circle(paper.center, paper.radius * far):
                box = Box.around(place, width, height)
                if paper.is_off_the_ring(box) and paper.is_free(box):
                    found = True
                    yield _cost(paper, place, linked), place
    number = 0
    while not found:
        # Each round looks at four more circles: there is always room further out.
        for _ in range(4):
            number += 1
            for place in _circle(paper.center, paper.radius + _RING_STEP * number):
                box = Box.around(place, width, height)
                if paper.is_off_the_ring(box) and paper.is_free(box):
                    found = True
                    yield _cost(paper, place, linked), place


def _cost(paper: _Paper, place: Point, linked: Sequence[Point]) -> float:
    if not linked:
        # On no link: out of the way, below.
        return place.distance(paper.center) + abs(180.0 - angle_of(paper.center, place))
    return sum(place.distance(other) for other in linked) / len(linked)


def _circle(center: Point, radius: float) -> Iterator[Point]:
    if radius == 0.0:
        yield center
        return
    for turn in range(_TURNS):
        yield on_ring(center, radius, 360.0 * turn / _TURNS)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two straight ways cross; those that share an end do not."""
    if a in (c, d) or b in (c, d):
        return False
    return _side(a, b, c) * _side(a, b, d) < 0.0 and _side(c, d, a) * _side(c, d, b) < 0.0


def _side(a: Point, b: Point, point: Point) -> float:
    return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)


def _folded_box(wheel: Wheel) -> Box:
    """About how much room a folded wheel takes."""
    return Box.around(Point(wheel.x, wheel.y), *_FOLDED)


def _box(factor: Factor, center: Point) -> Box:
    width, height = estimated_size(factor)
    return Box.around(center, width, height)
