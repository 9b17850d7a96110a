"""Where a dragged factor comes to rest: on its ring, or in line with another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.feedback import Guide
from flywheel_studio.model.records import Wheel

_MARGIN: Final = 60.0


def snapped(
    point: Point, others: Iterable[Point], wheel: Wheel | None, reach: float
) -> tuple[Point, tuple[Guide, ...]]:
    """The resting place near `point`, and the guides that explain it.

    The ring goes first; in line with others counts in x and in y by itself.

    Args:
        reach: how far something pulls, paper units.
    """
    if wheel is not None:
        center = Point(wheel.x, wheel.y)
        distance = point.distance(center)
        if distance > 0.0 and abs(distance - wheel.radius) <= reach:
            on_ring = center.plus(point.minus(center).unit.times(wheel.radius))
            return on_ring, (Guide(center, on_ring, wheel.radius),)
    near_x: Point | None = None
    near_y: Point | None = None
    for other in others:
        if abs(other.x - point.x) <= (reach if near_x is None else abs(near_x.x - point.x)):
            near_x = other
        if abs(other.y - point.y) <= (reach if near_y is None else abs(near_y.y - point.y)):
            near_y = other
    place = Point(near_x.x if near_x else point.x, near_y.y if near_y else point.y)
    guides = []
    if near_x is not None:
        top, bottom = sorted((near_x.y, place.y))
        guides.append(Guide(Point(place.x, top - _MARGIN), Point(place.x, bottom + _MARGIN)))
    if near_y is not None:
        left, right = sorted((near_y.x, place.x))
        guides.append(Guide(Point(left - _MARGIN, place.y), Point(right + _MARGIN, place.y)))
    return place, tuple(guides)
