"""Move factors that no gentle bend can lead a link round.

After a layout some links may still have a pill in their way whatever their bend, or run in a wide
arc round the drawing. Then one end of the link, or the pill itself, takes the nearest place from
which everything is clear. What stands on the ring or in its middle stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from flywheel_studio.commands.clear_routes import (
    AIR,
    BENDS,
    pills_in_the_way,
    with_clear_routes,
)
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.geometry.curve import Curve, bent, enters
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Link
from flywheel_studio.model.routes import automatic_bend
from flywheel_studio.model.stop import NEVER, StopToken

# Each move mends at least one link; more than this is a tangle that no move mends.
_MOST_MOVES: Final = 16
# A half circle. Of 40 drawings of up to 32 factors 46 links had wider bends, with moves for them
# 1, and all their links together are 7 % shorter.
_WIDE: Final = 0.5
_GENTLE: Final = tuple(bend for bend in BENDS if abs(bend) <= _WIDE)
# Places tried for one factor: circles round the ring's middle, so far apart, so many to a turn.
_CIRCLE: Final = 48.0
_CIRCLES: Final = 22
_TURNS: Final = 48
_GAP: Final = 44.0
_RING_AIR: Final = 40.0


def with_clear_stands(
    flywheel: Flywheel,
    boxes: Mapping[str, Box],
    fixed: Collection[str],
    links: Collection[str],
    center: Point,
    radius: float,
    others: Sequence[Box] = (),
    *,
    stop: StopToken = NEVER,
) -> Flywheel:
    """The flywheel with clear routes, and with factors moved where routes alone are not enough.

    Args:
        boxes: the pills of the wheel's factors, paper units.
        fixed: what stays where it is.
        links: those of the wheel.
        center, radius: of its ring, which nothing is moved onto.
        others: the room that what is not of this wheel takes.
        stop: read between places; once set, `Cancelled` is raised.
    """
    stands = dict(boxes)
    result = with_clear_routes(flywheel, stands, links)
    # What has something in its way may take any bend to be clear; what runs wide, a gentle one.
    for bad_links, bends in ((_blocked, BENDS), (_wide, _GENTLE)):
        hopeless: set[str] = set()
        for _ in range(_MOST_MOVES):
            bad = next((key for key in bad_links(result, stands, links) if key not in hopeless), "")
            if not bad:
                break
            for factor in _movable(result, result.links[bad], stands, fixed):
                place = _clear_place(
                    result, factor, stands, links, center, radius, others, bends, stop
                )
                if place is not None:
                    stands[factor] = Box.around(place, stands[factor].width, stands[factor].height)
                    result = move_factors(result, {factor: place})
                    result = with_clear_routes(result, stands, links)
                    break
            else:
                hopeless.add(bad)
    return result


def _blocked(flywheel: Flywheel, boxes: Mapping[str, Box], links: Iterable[str]) -> Iterator[str]:
    """Those with a pill in their way."""
    for key in links:
        link = flywheel.links[key]
        if link.source != link.target and pills_in_the_way(link, _bend(flywheel, link), boxes):
            yield key


def _wide(flywheel: Flywheel, _boxes: Mapping[str, Box], links: Iterable[str]) -> Iterator[str]:
    """Those that run in a wide arc to get round the pills."""
    for key in links:
        bend = flywheel.links[key].bend
        if bend is not None and abs(bend) > _WIDE:
            yield key


def _movable(
    flywheel: Flywheel, link: Link, boxes: Mapping[str, Box], fixed: Collection[str]
) -> list[str]:
    """What may be moved to clear a link: its freer end first, then what stands in its way."""
    ends = sorted((link.source, link.target), key=lambda key: len(flywheel.links_of[key]))
    way = _course(flywheel, link, boxes)
    blocking = [
        key
        for key, box in boxes.items()
        if key not in ends and key in flywheel.factors and enters(way, box.grown(AIR))
    ]
    return [key for key in (*ends, *blocking) if key not in fixed]


def _clear_place(
    flywheel: Flywheel,
    factor: str,
    boxes: Mapping[str, Box],
    links: Collection[str],
    center: Point,
    radius: float,
    outside: Sequence[Box],
    bends: Sequence[float],
    stop: StopToken,
) -> Point | None:
    """The nearest place where a factor is in no one's way and all its links are clear."""
    own = [key for key in links if factor in _ends(flywheel.links[key])]
    others = {key: box for key, box in boxes.items() if key != factor}
    rooms = [*(box.grown(_GAP / 2) for box in others.values()), *outside]
    ways = [
        _course(flywheel, flywheel.links[key], boxes)
        for key in links
        if key not in own and flywheel.links[key].source != flywheel.links[key].target
    ]
    size = boxes[factor]
    linked = [
        others[end].center for key in own for end in _ends(flywheel.links[key]) if end in others
    ]
    for place in sorted(_places(center), key=lambda at: _cost(at, size.center, linked)):
        stop.raise_if_set()
        box = Box.around(place, size.width, size.height)
        if (
            any(box.grown(_GAP / 2).overlaps(room) for room in rooms)
            or _touches_ring(box, center, radius)
            or any(enters(way, box.grown(AIR)) for way in ways)
        ):
            continue
        tried = others | {factor: box}
        if all(_can_be_clear(flywheel.links[key], tried, bends) for key in own):
            return place
    return None


def _can_be_clear(link: Link, boxes: Mapping[str, Box], bends: Sequence[float]) -> bool:
    return link.source == link.target or any(
        not pills_in_the_way(link, bend, boxes) for bend in bends
    )


def _places(center: Point) -> Iterator[Point]:
    yield center
    for circle in range(1, _CIRCLES + 1):
        for turn in range(_TURNS):
            yield on_ring(center, _CIRCLE * circle, 360.0 * turn / _TURNS)


def _cost(at: Point, now: Point, linked: Iterable[Point]) -> float:
    away = [at.distance(other) for other in linked]
    return (sum(away) / len(away) if away else 0.0) + 0.3 * at.distance(now)


def _touches_ring(box: Box, center: Point, radius: float) -> bool:
    near = Point(
        min(max(center.x, box.left), box.right), min(max(center.y, box.top), box.bottom)
    ).distance(center)
    far = max(center.distance(Point(x, y)) for x in (box.left, box.right) for y in box[1::2])
    return near < radius + _RING_AIR / 2 and far > radius - _RING_AIR


def _course(flywheel: Flywheel, link: Link, boxes: Mapping[str, Box]) -> Curve:
    start, end = boxes[link.source].center, boxes[link.target].center
    return bent(start, end, _bend(flywheel, link))


def _bend(flywheel: Flywheel, link: Link) -> float:
    return automatic_bend(flywheel, link) if link.bend is None else link.bend


def _ends(link: Link) -> tuple[str, str]:
    return link.source, link.target
