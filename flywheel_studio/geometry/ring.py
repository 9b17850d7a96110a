"""Places on a ring. Angles in degrees, 0 at twelve o'clock, clockwise."""

from __future__ import annotations

import math

from flywheel_studio.geometry.plane import Point


def on_ring(center: Point, radius: float, angle: float) -> Point:
    """The point at `angle` degrees."""
    turned = math.radians(angle)
    return Point(center.x + radius * math.sin(turned), center.y - radius * math.cos(turned))


def angle_of(center: Point, point: Point) -> float:
    """The angle of a point seen from the centre, degrees in [0, 360); 0 for the centre itself."""
    return math.degrees(math.atan2(point.x - center.x, center.y - point.y)) % 360.0


def slot_angles(count: int) -> tuple[float, ...]:
    """The angles of `count` equally spaced places, the first at twelve o'clock."""
    return tuple(360.0 * slot / count for slot in range(count))


def angle_between(first: float, second: float) -> float:
    """The smaller angle between two directions, degrees in [0, 180]."""
    gap = abs(first - second) % 360.0
    return min(gap, 360.0 - gap)
