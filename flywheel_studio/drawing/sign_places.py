"""Where the sign of a link stands: beside its head, clear of everything that is near.

A step of a drag asks for some eight signs, and for each looks at the first places until one is
clear. So that is asked first, by the cheapest comparisons; how much room there is only where none is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.gear_marks import RADIUS as COG_RADIUS
from flywheel_studio.drawing.link_courses import Course
from flywheel_studio.drawing.link_marks import SIGN_RADIUS
from flywheel_studio.geometry.curve import Arc, is_outside, rounded_distance
from flywheel_studio.geometry.plane import Box, Point

# A sign is tried every so far from the head; so many steps back before on the other side too.
_STEP_BACK: Final = 4.0
_STEPS_ASIDE: Final = 10
_FURTHEST_BACK: Final = 240.0
_AIR: Final = 3.0
_FREE: Final = SIGN_RADIUS + _AIR
_FROM_ENDS: Final = SIGN_RADIUS + 5.0
# An arc round more than half of so small a circle has its sign in the middle, paper units.
_SMALL: Final = 60.0


class Around(Struct):
    """What is near a sign, its own link left out.

    `ends`: the two factors that it joins. `boxes`: other factors, tags, words.
    """

    ends: tuple[FactorShape, FactorShape]
    boxes: Sequence[Box]
    courses: Sequence[Course]
    signs: Sequence[Point]
    is_delayed: bool


class Spot(NamedTuple):
    """A place beside a link: how far back from its tip, and how far to the left of travel."""

    back: float
    aside: float

    def on(self, course: Course) -> Point | None:
        """Where that is beside what is seen of a link; None where nothing of it is."""
        if course.visible is None:
            return None
        share = max(1.0 - self.back / course.visible.length, 0.0)
        return course.visible.beside(share, self.aside)


def sign_spot(own: Course, around: Around) -> Spot | None:
    """The first spot that is clear of everything; else the roomiest. None: nothing of it is seen."""
    tried = []
    for spot in _tried(own):
        at = spot.on(own)
        if at is None:
            return None
        if _is_clear(at, own, around):
            return spot
        tried.append((spot, at))
    best = max(tried, key=lambda each: _room(each[1], own, around), default=None)
    return None if best is None else best[0]


def _tried(course: Course) -> Iterator[Spot]:
    """Where the sign of a link may stand, the best first.

    Beside the head on the hollow side of the curve; then further back and on the other side. At
    least one place: the first that is tried.
    """
    visible, head = course.visible, course.head
    if visible is None:
        return
    if isinstance(visible, Arc) and abs(visible.sweep) > math.pi and visible.radius < _SMALL:
        # A link of a factor to itself: in the middle of its circle, where its head does not reach.
        yield Spot(visible.length / 2, -math.copysign(visible.radius, visible.sweep))
    hollow = 1.0 if isinstance(visible, Arc) and visible.sweep < 0 else -1.0
    aside = course.width / 2 + SIGN_RADIUS + 6.0
    first = head + SIGN_RADIUS + 3.0
    last = min(max(visible.length * 0.7, head + SIGN_RADIUS), first + _FURTHEST_BACK)
    for step in range(max(1, math.ceil((last - first) / _STEP_BACK)) + _STEPS_ASIDE):
        for side, number in ((hollow, step), (-hollow, step - _STEPS_ASIDE)):
            back = first + number * _STEP_BACK
            if number == 0 or (number > 0 and back < last):
                yield Spot(back, side * aside)


def _is_clear(at: Point, own: Course, around: Around) -> bool:
    """Whether a place has room: `_room(at, own, around) >= 0`, sooner."""
    for end in around.ends:
        if not is_outside(at, end.box, end.measure.corner, _FROM_ENDS):
            return False
    for box in around.boxes:
        if not is_outside(at, box, 0.0, _FREE):
            return False
    for sign in around.signs:
        if at.distance(sign) < _FREE + SIGN_RADIUS:
            return False
    for course in around.courses:
        if not course.is_clear(at, _FREE):
            return False
    return _own_room(at, own, is_delayed=around.is_delayed) >= _FREE


def _room(at: Point, own: Course, around: Around) -> float:
    """How much room there is at a place, beyond what a sign needs; negative where it has too little."""
    return min(
        min(end.distance(at) for end in around.ends) - _FROM_ENDS,
        min((rounded_distance(at, box, 0.0) for box in around.boxes), default=math.inf) - _FREE,
        min((at.distance(sign) for sign in around.signs), default=math.inf) - SIGN_RADIUS - _FREE,
        min((course.room(at) for course in around.courses), default=math.inf) - _FREE,
        _own_room(at, own, is_delayed=around.is_delayed) - _FREE,
    )


def _own_room(at: Point, own: Course, *, is_delayed: bool) -> float:
    """How far a place is from what stands on the link itself: the bars of a delay, and cogs."""
    room = own.bars_room(at, own.bars) if is_delayed else math.inf
    if own.cogs is not None and own.visible is not None:
        room = min(room, at.distance(own.visible.point(own.cogs)) - 2.2 * COG_RADIUS)
    return room
