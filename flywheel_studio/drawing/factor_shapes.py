"""The pill, box or disc of a factor: its size follows from its words.

A hub is a filled disc; everything else is an outline in the colour of its first loop. Boxes keep
8 % of room, because a reader's machine may lack the bundled font and letter wider.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.primitives import (
    Close,
    Cubic,
    Line,
    Move,
    Path,
    Primitive,
    RecordFigure,
    Shape,
    TextLine,
)
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, LINE_HEIGHT, advance, break_lines
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import rounded_distance
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Factor

SHAPES: Final = ("pill", "box", "circle")
SIZES: Final = {"small": 15.0, "medium": 18.0, "large": 22.0}
_HUB_SCALE: Final = 1.22
_ROOM: Final = 1.08
_COLOR: Final = re.compile("#[0-9A-Fa-f]{6}")
# A circle's cubic quarter: 4/3 (sqrt 2 - 1).
_ROUND: Final = 0.5522847498


class Measure(Struct, frozen=True):
    """How large a factor is drawn, and with which words on which lines."""

    width: float
    height: float
    corner: float
    lines: tuple[str, ...]
    size: float
    weight: int
    border: float


class FactorShape(Struct, frozen=True):
    """A measure at its place. `box` is the outer edge of the border."""

    measure: Measure
    box: Box

    @property
    def center(self) -> Point:
        return self.box.center

    def distance(self, point: Point) -> float:
        """How far a point is outside the drawn edge, paper units; negative inside."""
        return rounded_distance(point, self.box, self.measure.corner)


def factor_shape(factor: Factor, center: Point, theme: Theme) -> FactorShape:
    """The shape of a factor that stands at `center`."""
    measure = _measured(
        factor.label,
        factor.role == HUB,
        _word(factor.style.get("shape"), SHAPES),
        _word(factor.style.get("size"), tuple(SIZES)),
        theme.family,
    )
    return FactorShape(measure, Box.around(center, measure.width, measure.height))


def factor_figure(
    factor: Factor, shape: FactorShape, theme: Theme, color: str, opacity: float = 1.0
) -> RecordFigure:
    """The display list of one factor. `color`: that of its loop."""
    measure = shape.measure
    own_fill = _color(factor.style.get("fill"))
    stroke = _color(factor.style.get("stroke")) or color
    is_filled = factor.role == HUB or own_fill is not None
    fill = own_fill or (stroke if is_filled else theme.surface)
    ink = theme.ink_on(fill) if is_filled else theme.ink
    inset = measure.border / 2
    primitives: list[Primitive] = [
        Shape(
            path=rounded_box(shape.box.grown(-inset), max(measure.corner - inset, 0.0)),
            part="frame",
            fill=fill,
            stroke=stroke,
            width=measure.border,
            opacity=opacity,
        )
    ]
    pitch = measure.size * LINE_HEIGHT
    first = shape.center.y - pitch * (len(measure.lines) - 1) / 2 + measure.size * CAP_HEIGHT / 2
    for number, line in enumerate(measure.lines):
        width = advance(line, measure.size, measure.weight, theme.family)
        if line:
            primitives.append(
                TextLine(
                    text=line,
                    x=shape.center.x - width / 2,
                    y=first + number * pitch,
                    size=measure.size,
                    weight=measure.weight,
                    family=theme.family,
                    color=ink,
                    advance=width,
                    opacity=opacity,
                )
            )
    return RecordFigure(
        owner="factors",
        id=factor.id,
        title=factor.label,
        primitives=tuple(primitives),
        box=shape.box,
        outline=rounded_box(shape.box, measure.corner),
        handle=shape.center,
    )


def rounded_box(box: Box, corner: float) -> Path:
    """A closed box with round corners, clockwise from the top left."""
    corner = min(corner, box.width / 2, box.height / 2)
    left, top, right, bottom = box
    if corner <= 0:
        return (
            Move(Point(left, top)),
            Line(Point(right, top)),
            Line(Point(right, bottom)),
            Line(Point(left, bottom)),
            Close(),
        )
    pull = corner * (1 - _ROUND)
    return (
        Move(Point(left + corner, top)),
        Line(Point(right - corner, top)),
        Cubic(Point(right - pull, top), Point(right, top + pull), Point(right, top + corner)),
        Line(Point(right, bottom - corner)),
        Cubic(
            Point(right, bottom - pull), Point(right - pull, bottom), Point(right - corner, bottom)
        ),
        Line(Point(left + corner, bottom)),
        Cubic(Point(left + pull, bottom), Point(left, bottom - pull), Point(left, bottom - corner)),
        Line(Point(left, top + corner)),
        Cubic(Point(left, top + pull), Point(left + pull, top), Point(left + corner, top)),
        Close(),
    )


def disc(center: Point, radius: float) -> Path:
    """A closed circle."""
    return rounded_box(Box.around(center, 2 * radius, 2 * radius), radius)


@lru_cache(maxsize=4096)
def _measured(label: str, is_hub: bool, shape: str, size_name: str, family: str) -> Measure:
    size = SIZES[size_name] * (_HUB_SCALE if is_hub else 1.0)
    weight = 700 if is_hub else 600
    is_round = shape == "circle" or (is_hub and shape == SHAPES[0])
    lines = break_lines(label, size * (7.0 if is_round else 9.4), size, weight, family)
    text_width = max(advance(line, size, weight, family) for line in lines) * _ROOM
    text_height = size * LINE_HEIGHT * len(lines)
    border = round(size / 6, 1)
    if is_round:
        # The corner of the words' box stays inside the disc.
        across = math.hypot(text_width, text_height * 0.82) + size * 1.1
        side = max(_even(across), size * 5.4)
        return Measure(side, side, side / 2, lines, size, weight, border)
    width = max(_even(text_width + 2 * size * 1.15), size * 6.4)
    height = _even(text_height + 2 * size * 0.78)
    corner = min(height / 2, size * 1.45) if shape == "pill" else size * 0.3
    return Measure(width, height, corner, lines, size, weight, border)


def _even(length: float) -> float:
    return 2.0 * math.ceil(length / 2)


def _word(value: object, known: tuple[str, ...]) -> str:
    """The value where it is known; else "medium" or the first: an unknown shape draws as the default."""
    if isinstance(value, str) and value in known:
        return value
    return "medium" if "medium" in known else known[0]


def _color(value: object) -> str | None:
    if isinstance(value, str) and _COLOR.fullmatch(value):
        return value
    return None
