"""Where a dragged factor comes to rest: on its ring, in line with others, or equally spaced.

On the ring it rests at round angles, half-way between two neighbours, and opposite another one;
off it in line with others, and at the distance that two others keep.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_of, on_ring
from flywheel_studio.interaction.feedback import Guide
from flywheel_studio.model.records import Wheel

_MARGIN: Final = 60.0
# Off the ring's line by less than this, another factor stands on the ring; paper units.
_ON_RING: Final = 14.0
_QUARTER: Final = 90.0
Resting = tuple[Point, tuple[Guide, ...]]


class Snapping:
    """The places that pull on a dragged factor. Made once a drag; asked with every move."""

    def __init__(self, others: Iterable[Point], wheel: Wheel | None) -> None:
        by_x = sorted(others)
        by_y = sorted(by_x, key=lambda point: point.y)
        self._wheel = wheel
        self._by_x, self._xs = by_x, [point.x for point in by_x]
        self._by_y, self._ys = by_y, [point.y for point in by_y]
        self._angles = () if wheel is None else _resting_angles(by_x, wheel)

    def rest(self, point: Point, reach: float) -> Resting:
        """The resting place near `point`, and the guides that explain it.

        The ring goes first; in line with others counts in x and in y by itself, and being
        equally spaced counts where nothing is in line.

        Args:
            reach: how far something pulls, paper units.
        """
        wheel = self._wheel
        if wheel is not None:
            center = Point(wheel.x, wheel.y)
            distance = point.distance(center)
            if distance > 0.0 and abs(distance - wheel.radius) <= reach:
                return self._on_ring(wheel, point, reach)
        near_x = _nearest(self._by_x, self._xs, point.x, reach)
        near_y = _nearest(self._by_y, self._ys, point.y, reach)
        place = Point(near_x.x if near_x else point.x, near_y.y if near_y else point.y)
        guides: list[Guide] = []
        if near_x is not None:
            top, bottom = sorted((near_x.y, place.y))
            guides.append(Guide(Point(place.x, top - _MARGIN), Point(place.x, bottom + _MARGIN)))
        elif near_y is not None:
            row = _line(self._by_y, self._ys, near_y.y)
            spaced = _spaced([other.x for other in row], place.x, reach)
            if spaced is not None:
                place = Point(spaced[0], place.y)
                guides += [_tick(Point(x, place.y), is_upright=True) for x in spaced]
        if near_y is not None:
            left, right = sorted((near_y.x, place.x))
            guides.append(Guide(Point(left - _MARGIN, place.y), Point(right + _MARGIN, place.y)))
        elif near_x is not None:
            column = _line(self._by_x, self._xs, near_x.x)
            spaced = _spaced([other.y for other in column], place.y, reach)
            if spaced is not None:
                place = Point(place.x, spaced[0])
                guides += [_tick(Point(place.x, y), is_upright=False) for y in spaced]
        return place, tuple(guides)

    def _on_ring(self, wheel: Wheel, point: Point, reach: float) -> Resting:
        center = Point(wheel.x, wheel.y)
        angle = angle_of(center, point)
        by_angle = min(
            self._angles,
            key=lambda other: on_ring(center, wheel.radius, other).distance(point),
            default=angle,
        )
        place = on_ring(center, wheel.radius, angle)
        guides = [Guide(center, place, wheel.radius)]
        pulled = on_ring(center, wheel.radius, by_angle)
        if pulled.distance(place) <= reach:
            place = pulled
            guides = [Guide(center, place, wheel.radius), Guide(center, place)]
        return place, tuple(guides)


def _resting_angles(others: Sequence[Point], wheel: Wheel) -> tuple[float, ...]:
    """The quarters, half-way between neighbours of the ring, and opposite each of them; degrees."""
    center = Point(wheel.x, wheel.y)
    standing = sorted(
        angle_of(center, other)
        for other in others
        if abs(other.distance(center) - wheel.radius) <= _ON_RING
    )
    angles = [number * _QUARTER for number in range(4)]
    for number, angle in enumerate(standing):
        following = standing[(number + 1) % len(standing)]
        angles.append((angle + ((following - angle) % 360.0 or 360.0) / 2) % 360.0)
        angles.append((angle + 180.0) % 360.0)
    return tuple(angles)


def _nearest(
    points: Sequence[Point], values: Sequence[float], value: float, reach: float
) -> Point | None:
    index = bisect_left(values, value)
    near = [i for i in (index - 1, index) if 0 <= i < len(values)]
    best = min(near, key=lambda i: abs(values[i] - value), default=None)
    return None if best is None or abs(values[best] - value) > reach else points[best]


def _line(points: Sequence[Point], values: Sequence[float], value: float) -> Sequence[Point]:
    """The points in one row or column."""
    return points[bisect_left(values, value - 0.5) : bisect_right(values, value + 0.5)]


def _spaced(row: Sequence[float], at: float, reach: float) -> tuple[float, float, float] | None:
    """The place half-way between two neighbours of a row, or at their distance beyond them.

    Returns:
        that place and the two; None where none is near.
    """
    values = sorted(set(row))
    index = bisect_left(values, at)
    found: list[tuple[float, float, float]] = []
    if 0 < index < len(values):
        low, high = values[index - 1], values[index]
        found.append(((low + high) / 2, low, high))
    if index >= 2:
        low, high = values[index - 2], values[index - 1]
        found.append((2 * high - low, low, high))
    if index + 1 < len(values):
        low, high = values[index], values[index + 1]
        found.append((2 * low - high, low, high))
    best = min(found, key=lambda each: abs(each[0] - at), default=None)
    return None if best is None or abs(best[0] - at) > reach else best


def _tick(at: Point, *, is_upright: bool) -> Guide:
    """A short mark across a row: three of them say that the distances are equal."""
    half = Point(0.0, _MARGIN / 2) if is_upright else Point(_MARGIN / 2, 0.0)
    return Guide(at.minus(half), at.plus(half))
