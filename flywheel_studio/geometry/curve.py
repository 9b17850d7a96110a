"""Arcs and straight lines with one face: points, tangents, trimming and Bezier pieces.

A link is a circular arc (or a line) because a ring is a circle: a link of a ring then lies on it
exactly. `share` runs from 0 at the start to 1 at the end, in proportion to length.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from flywheel_studio.geometry.plane import Box, Point

Bezier = tuple[Point, Point, Point, Point]
# How far the point of a curve at a share of its way is outside a shape; negative inside.
Along = Callable[[float], float]

# Flatter than this an arc and its chord differ by less than the stroke's antialiasing.
FLAT: Final = 0.004
_SAMPLES: Final = 24
# Of an edge, paper units: nearer than this it is reached. Six steps do, two dozen are for a shape
# whose edge jumps.
_ON_EDGE: Final = 1e-7
_STEPS: Final = 24


class Straight(NamedTuple):
    """A straight piece of a link."""

    start: Point
    end: Point

    @property
    def length(self) -> float:
        return self.start.distance(self.end)

    def point(self, share: float) -> Point:
        (ax, ay), (bx, by) = self
        return Point(ax + (bx - ax) * share, ay + (by - ay) * share)

    def tangent(self, share: float) -> Point:
        """The direction of travel, of length 1 (0 where the line has no length)."""
        return self.end.minus(self.start).unit

    def beside(self, share: float, offset: float) -> Point:
        """The point this far to the left of travel."""
        return self.point(share).plus(self.tangent(share).left.times(offset))

    def part(self, first: float, last: float) -> Straight:
        return Straight(self.point(first), self.point(last))

    def beziers(self) -> list[Bezier]:
        third = self.start.towards(self.end, 1 / 3)
        return [(self.start, third, self.start.towards(self.end, 2 / 3), self.end)]


class Arc(NamedTuple):
    """A piece of a circle. `begin` and `sweep` in radians; a positive sweep runs clockwise on paper."""

    center: Point
    radius: float
    begin: float
    sweep: float

    @property
    def length(self) -> float:
        return abs(self.sweep) * self.radius

    def point(self, share: float) -> Point:
        (x, y), radius, begin, sweep = self
        angle = begin + sweep * share
        return Point(x + radius * math.cos(angle), y + radius * math.sin(angle))

    def tangent(self, share: float) -> Point:
        """The direction of travel, of length 1."""
        angle = self.begin + self.sweep * share
        turn = 1.0 if self.sweep >= 0 else -1.0
        return Point(-math.sin(angle) * turn, math.cos(angle) * turn)

    def beside(self, share: float, offset: float) -> Point:
        """The point this far to the left of travel."""
        (x, y), radius, begin, sweep = self
        angle = begin + sweep * share
        # To the left of a way that runs clockwise is outside its circle.
        reach = radius + offset if sweep >= 0 else radius - offset
        return Point(x + reach * math.cos(angle), y + reach * math.sin(angle))

    def part(self, first: float, last: float) -> Arc:
        return Arc(
            self.center,
            self.radius,
            self.begin + self.sweep * first,
            self.sweep * (last - first),
        )

    def beziers(self) -> list[Bezier]:
        """Cubic pieces of at most 45 degrees: off the circle by less than a millionth of its radius."""
        count = max(1, math.ceil(abs(self.sweep) / (math.pi / 4) - 1e-9))
        step = self.sweep / count
        reach = 4 / 3 * math.tan(step / 4) * self.radius
        pieces = []
        for index in range(count):
            first, last = index / count, (index + 1) / count
            a, b = self.point(first), self.point(last)
            turn = 1.0 if self.sweep >= 0 else -1.0
            from_a = self.tangent(first).times(reach * turn)
            from_b = self.tangent(last).times(-reach * turn)
            pieces.append((a, a.plus(from_a), b.plus(from_b), b))
        return pieces


Curve = Straight | Arc


def bent(start: Point, end: Point, bend: float) -> Curve:
    """The arc over a chord. `bend`: its height as a share of the chord, positive to the left of travel."""
    chord = start.distance(end)
    if abs(bend) < FLAT or chord == 0.0:
        return Straight(start, end)
    height = bend * chord
    radius = (chord * chord / 4 + height * height) / (2 * abs(height))
    side = end.minus(start).unit.left.times(math.copysign(1.0, bend))
    middle = start.towards(end, 0.5)
    center = middle.plus(side.times(abs(height) - radius))
    begin = math.atan2(start.y - center.y, start.x - center.x)
    return Arc(center, radius, begin, 4 * math.atan(2 * bend))


def bend_through(start: Point, end: Point, apex: Point) -> float:
    """The bend of the arc whose top is as high over the chord as `apex`; 0 where there is no chord."""
    chord = start.distance(end)
    if chord == 0.0:
        return 0.0
    left = end.minus(start).unit.left
    offset = apex.minus(start.towards(end, 0.5))
    return (offset.x * left.x + offset.y * left.y) / chord


def ring_bend(angle: float) -> float:
    """The bend of the chord of a ring between places `angle` degrees apart, travelling clockwise."""
    return math.tan(math.radians(angle) / 4) / 2


def trim(curve: Curve, leave: Along, arrive: Along) -> tuple[float, float] | None:
    """Where a curve first comes out of one shape and then goes into the other.

    Args:
        leave: how far the curve is outside the start's shape; a true distance, which changes no
            faster than the point moves (`outside_box` gives one).
        arrive: the same of the end's shape.

    Returns:
        the two shares, or None where nothing of the curve is outside both.
    """
    length = curve.length
    first = _first_outside(leave, length)
    last = _first_outside(lambda share: arrive(1.0 - share), length)
    if first is None or last is None or first >= 1.0 - last:
        return None
    return first, 1.0 - last


def outside_box(curve: Curve, box: Box, corner: float, gap: float = 0.0) -> Along:
    """How far a curve is outside a box with round corners and a gap round it. Exact."""
    # In plain numbers, and the same sum as `rounded_distance`: a step of a drag asks this a
    # hundred times.
    left, top, right, bottom = box
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    wide, high = (right - left) / 2 - corner, (bottom - top) / 2 - corner
    reach = corner + gap
    if isinstance(curve, Straight):
        (ax, ay), (bx, by) = curve
        ax, ay, bx, by = ax - middle_x, ay - middle_y, bx - middle_x, by - middle_y

        def along_line(share: float) -> float:
            dx = abs(ax + (bx - ax) * share) - wide
            dy = abs(ay + (by - ay) * share) - high
            if dx > 0.0 and dy > 0.0:
                return math.hypot(dx, dy) - reach
            return max(dx, dy) - reach

        return along_line
    (x, y), radius, begin, sweep = curve
    x, y = x - middle_x, y - middle_y

    def along_arc(share: float) -> float:
        angle = begin + sweep * share
        dx = abs(x + radius * math.cos(angle)) - wide
        dy = abs(y + radius * math.sin(angle)) - high
        if dx > 0.0 and dy > 0.0:
            return math.hypot(dx, dy) - reach
        return max(dx, dy) - reach

    return along_arc


def box_of(curve: Curve, margin: float = 0.0) -> Box:
    """A box that holds the curve: that of its Bezier control points."""
    points = [point for piece in curve.beziers() for point in piece]
    return Box.spanning(points).grown(margin)


def distance_to(curve: Curve, point: Point) -> float:
    """How far a point is from a curve. Exact."""
    if isinstance(curve, Straight):
        (ax, ay), (bx, by) = curve
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        share = ((point.x - ax) * dx + (point.y - ay) * dy) / length if length else 0.0
        share = min(max(share, 0.0), 1.0)
        return math.hypot(ax + dx * share - point.x, ay + dy * share - point.y)
    (x, y), radius, begin, sweep = curve
    x, y = point.x - x, point.y - y
    turned = (math.atan2(y, x) - begin) * (1.0 if sweep >= 0 else -1.0)
    if turned % (2 * math.pi) <= abs(sweep):
        return abs(math.hypot(x, y) - radius)
    return min(curve.point(0.0).distance(point), curve.point(1.0).distance(point))


def is_far_from(curve: Curve, point: Point, distance: float) -> bool:
    """Whether a point is clearly further than this from a curve. False says nothing yet.

    It looks at the whole circle, or at the whole straight line, of which the curve is a part.
    """
    if isinstance(curve, Straight):
        (ax, ay), (bx, by) = curve
        dx, dy = bx - ax, by - ay
        across = dx * (point.y - ay) - dy * (point.x - ax)
        return across * across > distance * distance * (dx * dx + dy * dy)
    (x, y), radius, _, _ = curve
    return abs(math.hypot(point.x - x, point.y - y) - radius) > distance


def enters(curve: Curve, box: Box) -> bool:
    """Whether a curve and a box share a point. Exact."""
    # In plain numbers: a layout asks this some hundred thousand times.
    left, top, right, bottom = box
    if isinstance(curve, Straight):
        return _line_enters(*curve, box)
    (x, y), radius, begin, sweep = curve
    left, top, right, bottom = left - x, top - y, right - x, bottom - y
    near_x, near_y = max(left, -right, 0.0), max(top, -bottom, 0.0)
    far_x, far_y = max(-left, right), max(-top, bottom)
    square = radius * radius
    if near_x * near_x + near_y * near_y > square or far_x * far_x + far_y * far_y < square:
        return False
    turn = 1.0 if sweep >= 0 else -1.0
    begun_x, begun_y = radius * math.cos(begin), radius * math.sin(begin)
    if left <= begun_x <= right and top <= begun_y <= bottom:
        return True
    for edge in (left, right):
        if edge * edge <= square:
            across = math.sqrt(square - edge * edge)
            for other in (across, -across):
                if top <= other <= bottom and _is_swept(edge, other, begin, sweep, turn):
                    return True
    for edge in (top, bottom):
        if edge * edge <= square:
            across = math.sqrt(square - edge * edge)
            for other in (across, -across):
                if left <= other <= right and _is_swept(other, edge, begin, sweep, turn):
                    return True
    return False


def rounded_distance(point: Point, box: Box, corner: float) -> float:
    """How far a point is outside a box with round corners; negative inside. Exact."""
    # In plain numbers: a step of a drag asks this a hundred times.
    x, y = point
    left, top, right, bottom = box
    dx = abs(x - (left + right) / 2) - (right - left) / 2 + corner
    dy = abs(y - (top + bottom) / 2) - (bottom - top) / 2 + corner
    if dx > 0.0 and dy > 0.0:
        return math.hypot(dx, dy) - corner
    return max(dx, dy) - corner


def is_outside(point: Point, box: Box, corner: float, distance: float) -> bool:
    """Whether a point is at least this far outside a box with round corners."""
    x, y = point
    left, top, right, bottom = box
    # Most are: by one comparison or two.
    if x > right + distance or x < left - distance or y > bottom + distance or y < top - distance:
        return True
    return rounded_distance(point, box, corner) >= distance


def _is_swept(x: float, y: float, begin: float, sweep: float, turn: float) -> bool:
    return (math.atan2(y, x) - begin) * turn % (2 * math.pi) <= abs(sweep)


def _line_enters(start: Point, end: Point, box: Box) -> bool:
    """By the part of the line that is between the box's edges, of which must be something left."""
    first, last = 0.0, 1.0
    for begin, way, low, high in (
        (start.x, end.x - start.x, box.left, box.right),
        (start.y, end.y - start.y, box.top, box.bottom),
    ):
        if way == 0.0:
            if not low <= begin <= high:
                return False
            continue
        into, out = (low - begin) / way, (high - begin) / way
        if into > out:
            into, out = out, into
        if into > first:
            first = into
        if out < last:
            last = out
        if first > last:
            return False
    return True


def _first_outside(distance: Callable[[float], float], length: float) -> float | None:
    share, before = 0.0, distance(0.0)
    if before >= 0.0:
        return 0.0
    while share < 1.0:
        # Deep inside, the edge is no nearer than it is far.
        step = max(-before / length, 1 / _SAMPLES) if length else 1.0
        further = min(share + step, 1.0)
        now = distance(further)
        if now >= 0.0:
            return _edge_between(share, before, further, now, distance)
        share, before = further, now
    return None


def _edge_between(
    inside: float, below: float, outside: float, above: float, distance: Callable[[float], float]
) -> float:
    """The share at which a distance passes 0, between one where it is below and one where not.

    False position, the end that stays put counting half (the Illinois rule).
    """
    stayed = 0.0
    for _ in range(_STEPS):
        share = (inside * above - outside * below) / (above - below)
        now = distance(share)
        if abs(now) <= _ON_EDGE:
            return share
        if now < 0.0:
            inside, below = share, now
            above = above / 2 if stayed > 0.0 else above
            stayed = 1.0
        else:
            outside, above = share, now
            below = below / 2 if stayed < 0.0 else below
            stayed = -1.0
    return outside
