"""The few small signs that a factor can carry beside its words, drawn as lines.

They are paths like everything else in a picture, so that every export shows them; no font, no
bitmap. A name that this version does not know is kept in the file and draws nothing. The drawings
stand in resources/icons/factors.json on a square of 24: M, L, C and Z as in SVG, always absolute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

import msgspec

from flywheel_studio.drawing.primitives import Close, Cubic, Line, Move, Path, Segment, Shape
from flywheel_studio.geometry.plane import Point
from flywheel_studio.resource_files import resource

GRID: Final = 24.0
# Of the grid: at the size of a label the lines are as heavy as its letters.
STROKE: Final = 2.1
_TOKEN: Final = re.compile("([MLCZ])([^MLCZ]*)")


@cache
def icon_names() -> tuple[str, ...]:
    """The names of the icons, in the order in which they are offered."""
    return tuple(_drawings())


def icon_shape(name: str, center: Point, side: float, color: str, opacity: float = 1.0) -> Shape:
    """An icon in a square of `side`, paper units.

    Raises: KeyError: there is no such icon.
    """
    return Shape(
        path=_placed(name, center, side),
        part="icon",
        stroke=color,
        width=round(STROKE * side / GRID, 2),
        opacity=opacity,
    )


@cache
def _drawings() -> dict[str, str]:
    # Read when the first icon is drawn: most drawings have none.
    return msgspec.json.decode(resource("icons", "factors.json").read_bytes(), type=dict[str, str])


@lru_cache(maxsize=512)
def _placed(name: str, center: Point, side: float) -> Path:
    scale = side / GRID
    left, top = center.x - side / 2, center.y - side / 2

    def at(point: Point) -> Point:
        return Point(left + point.x * scale, top + point.y * scale)

    placed: list[Segment] = []
    for segment in _path(name):
        match segment:
            case Cubic():
                placed.append(Cubic(at(segment.first), at(segment.second), at(segment.to)))
            case Move():
                placed.append(Move(at(segment.to)))
            case Line():
                placed.append(Line(at(segment.to)))
            case Close():
                placed.append(segment)
    return tuple(placed)


@cache
def _path(name: str) -> Path:
    return tuple(_segments(_drawings()[name]))


def _segments(drawing: str) -> Iterator[Segment]:
    for sign, words in _TOKEN.findall(drawing):
        numbers = [float(word) for word in words.split()]
        points = [Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        match sign:
            case "M":
                yield Move(points[0])
            case "L":
                yield Line(points[0])
            case "C":
                yield Cubic(*points)
            case "Z":
                yield Close()
