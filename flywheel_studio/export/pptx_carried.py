"""What hangs on a link, moved along with it from one course to another.

Where a link becomes a connector between the sites of its factors it runs elsewhere than it was drawn; its
sign, its delay and its words go with it. A sign keeps upright, the bars of a delay turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.link_marks import SIGN_RADIUS
from flywheel_studio.drawing.primitives import Close, Cubic, Line, Move, Path, Primitive, Shape
from flywheel_studio.export.pptx_connectors import samples
from flywheel_studio.geometry.plane import Box, Point

_STEPS: Final = 64
_AIR: Final = 2.0


def carried(
    parts: Sequence[Primitive], old: Path, new: Path, factors: Sequence[FactorShape] = ()
) -> Iterator[Primitive]:
    """Signs, delays and words, moved along from one course of their link to another.

    Where a sign would come to lie on one of `factors` or on its own link, it stands the next place
    along it that is clear.
    """
    width = max((p.width for p in parts if isinstance(p, Shape) and p.part == "body"), default=0.0)
    before, after = samples(old, _STEPS), samples(new, _STEPS)
    for kind in ("mark", "gear", "sign", "label"):
        belonging = [part for part in parts if part.part == kind]
        if not belonging:
            continue
        middle = _middle_of(belonging)
        step = min(range(1, _STEPS), key=lambda i: before[i].distance(middle))
        turn = 0.0
        if kind != "label":
            turn = _heading(after, step) - _heading(before, step)
        shift = Point(0.0, 0.0)
        if kind == "sign":
            wish = _turned(middle, before[step], after[step], turn)
            shift = _clear(wish, after, step, width, factors).minus(wish)
        for part in belonging:
            # A sign keeps upright: only its place turns about the course.
            carried = _turned(middle, before[step], after[step], turn)
            if kind in ("mark", "gear") and isinstance(part, Shape):
                corners = _mapped(
                    part.path,
                    lambda p: _turned(p, before[step], after[step], turn),  # noqa: B023
                )
                yield replace(part, path=corners)
            elif isinstance(part, Shape):
                by = carried.minus(middle).plus(shift)
                yield replace(part, path=_mapped(part.path, by.plus))
            else:
                by = carried.minus(middle)
                yield replace(part, x=part.x + by.x, y=part.y + by.y)


def _clear(
    wish: Point, way: Sequence[Point], step: int, width: float, factors: Sequence[FactorShape]
) -> Point:
    """Where a sign is clear of its link and of factors, as near as can be to where it would be."""
    away = SIGN_RADIUS + width / 2 + _AIR

    def room(at: Point) -> float:
        return min(
            min(at.distance(place) for place in way) - away,
            min((f.distance(at) for f in factors), default=math.inf) - SIGN_RADIUS - _AIR,
        )

    aside = max(wish.distance(way[step]), away + _AIR)
    arm = wish.minus(way[step])
    left = Point(-math.sin(_heading(way, step)), math.cos(_heading(way, step)))
    own = 1.0 if arm.x * left.x + arm.y * left.y >= 0 else -1.0
    tried = [wish]
    for number in sorted(range(1, _STEPS), key=lambda i: way[i].distance(way[step])):
        turn = _heading(way, number)
        across = Point(-math.sin(turn), math.cos(turn)).times(aside)
        tried += [way[number].plus(across.times(own)), way[number].plus(across.times(-own))]
    return next((at for at in tried if room(at) >= 0.0), max(tried, key=room))


def _middle_of(parts: Iterable[Primitive]) -> Point:
    corners: list[Point] = []
    for part in parts:
        if isinstance(part, Shape):
            corners += [segment.to for segment in part.path if not isinstance(segment, Close)]
        else:
            corners += [Point(part.x, part.y), Point(part.x + part.advance, part.y - part.size)]
    return Box.spanning(corners).center


def _heading(course: Sequence[Point], step: int) -> float:
    way = course[step + 1].minus(course[step - 1])
    return math.atan2(way.y, way.x)


def _turned(point: Point, old: Point, new: Point, angle: float) -> Point:
    """Moved with the course: turned about where it was, then put where it is."""
    arm = point.minus(old)
    cos, sin = math.cos(angle), math.sin(angle)
    return Point(new.x + arm.x * cos - arm.y * sin, new.y + arm.x * sin + arm.y * cos)


def _mapped(path: Path, moved: Callable[[Point], Point]) -> Path:
    mapped: list[Move | Line | Cubic | Close] = []
    for segment in path:
        if isinstance(segment, Cubic):
            mapped.append(Cubic(moved(segment.first), moved(segment.second), moved(segment.to)))
        elif isinstance(segment, Close):
            mapped.append(segment)
        else:
            mapped.append(type(segment)(moved(segment.to)))
    return tuple(mapped)
