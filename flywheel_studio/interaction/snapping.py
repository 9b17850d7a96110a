"""Where a dragged factor comes to rest: on its ring, or in line with another one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.feedback import Guide
from flywheel_studio.model.records import Wheel

_MARGIN: Final = 60.0


class Snapping:
    """The places that pull on a dragged factor. Made once a drag; asked with every move."""

    def __init__(self, others: Iterable[Point], wheel: Wheel | None) -> None:
        by_x = sorted(others)
        by_y = sorted(by_x, key=lambda point: point.y)
        self._wheel = wheel
        self._by_x, self._xs = by_x, [point.x for point in by_x]
        self._by_y, self._ys = by_y, [point.y for point in by_y]

    def rest(self, point: Point, reach: float) -> tuple[Point, tuple[Guide, ...]]:
        """The resting place near `point`, and the guides that explain it.

        The ring goes first; in line with others counts in x and in y by itself.

        Args:
            reach: how far something pulls, paper units.
        """
        wheel = self._wheel
        if wheel is not None:
            center = Point(wheel.x, wheel.y)
            distance = point.distance(center)
            if distance > 0.0 and abs(distance - wheel.radius) <= reach:
                on_ring = center.plus(point.minus(center).unit.times(wheel.radius))
                return on_ring, (Guide(center, on_ring, wheel.radius),)
        near_x = _nearest(self._by_x, self._xs, point.x, reach)
        near_y = _nearest(self._by_y, self._ys, point.y, reach)
        place = Point(near_x.x if near_x else point.x, near_y.y if near_y else point.y)
        guides = []
        if near_x is not None:
            top, bottom = sorted((near_x.y, place.y))
            guides.append(Guide(Point(place.x, top - _MARGIN), Point(place.x, bottom + _MARGIN)))
        if near_y is not None:
            left, right = sorted((near_y.x, place.x))
            guides.append(Guide(Point(left - _MARGIN, place.y), Point(right + _MARGIN, place.y)))
        return place, tuple(guides)


def _nearest(
    points: Sequence[Point], values: Sequence[float], value: float, reach: float
) -> Point | None:
    index = bisect_left(values, value)
    near = [i for i in (index - 1, index) if 0 <= i < len(values)]
    best = min(near, key=lambda i: abs(values[i] - value), default=None)
    return None if best is None or abs(values[best] - value) > reach else points[best]
