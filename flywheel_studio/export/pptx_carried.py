"""What hangs on a link, moved along with it from one course to another.

Where a link becomes a connector between the sites of its factors it runs elsewhere than it was drawn; its
sign, its delay and its words go with it. A sign keeps upright, the bars of a delay turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from flywheel_studio.drawing.primitives import Close, Cubic, Line, Move, Path, Primitive, Shape
from flywheel_studio.export.pptx_connectors import samples
from flywheel_studio.geometry.plane import Box, Point

_STEPS: Final = 64


def carried(parts: Iterable[Primitive], old: Path, new: Path) -> Iterator[Primitive]:
    """Signs, delays and words, moved along from one course of their link to another."""
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
                by = carried.minus(middle)
                yield replace(part, path=_mapped(part.path, by.plus))
            else:
                by = carried.minus(middle)
                yield replace(part, x=part.x + by.x, y=part.y + by.y)


def _middle_of(parts: Iterable[Primitive]) -> Point:
    corners: list[Point] = []
    for part in parts:
        if isinstance(part, Shape):
            corners += [segment.to for segment in part.path if not isinstance(segment, Close)]
        else:
            corners += [Point(part.x, part.y), Point(part.x + part.advance, part.y - part.size)]
    return Box.spanning(corners).center


def _heading(course: list[Point], step: int) -> float:
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
