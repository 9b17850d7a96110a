"""The pill, box or disc of a factor: its size follows from its words.

A hub is a filled disc; everything else is an outline in the colour of its first loop, where its
style does not say otherwise. Boxes keep 8 % of room, because a reader's machine may lack the bundled
font and letter wider. An icon stands left of the words, in a disc above them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.factor_icons import icon_names, icon_shape
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.looks import FILLS, SOFT, drawn_color, known_word, plain_color
from flywheel_studio.drawing.primitives import (
    Close,
    Cubic,
    Line,
    Move,
    Path,
    Primitive,
    RecordFigure,
    Shape,
)
from flywheel_studio.drawing.text_lines import line_about
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, LINE_HEIGHT, advance
from flywheel_studio.drawing.theme import DEFAULT, PARTS, Theme, contrast, mixed, theme_named
from flywheel_studio.geometry.curve import rounded_distance
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Factor

SHAPES: Final = ("pill", "box", "circle")
SIZES: Final = {"small": 15.0, "medium": 18.0, "large": 22.0}
# What is faded can still be read.
FADED_WORDS: Final = 0.45
_HUB_SCALE: Final = 1.22
_ROOM: Final = 1.08
# Of the em of the words: an icon beside them, above them, and its distance from them.
_ICON_BESIDE: Final = 1.35
_ICON_ABOVE: Final = 1.7
_ICON_GAP: Final = 0.5
# A circle's cubic quarter: 4/3 (sqrt 2 - 1).
_ROUND: Final = 0.5522847498


class Measure(Struct, frozen=True):
    """How large a factor is drawn, and with which words on which lines.

    `icon_at` and `words_at`: their middles, from the factor's own.
    """

    width: float
    height: float
    corner: float
    lines: tuple[str, ...]
    size: float
    weight: int
    border: float
    icon: str = ""
    icon_side: float = 0.0
    icon_at: Point = Point(0.0, 0.0)
    words_at: Point = Point(0.0, 0.0)


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
        shape_of(factor),
        known_word(factor.style.get("size"), tuple(SIZES), "medium"),
        theme.family,
        icon_of(factor),
    )
    return FactorShape(measure, Box.around(center, measure.width, measure.height))


def shape_of(factor: Factor) -> str:
    """The shape in which a factor is drawn: of its style, or that of its role."""
    return known_word(factor.style.get("shape"), SHAPES, "circle" if factor.role == HUB else "pill")


def fill_of(factor: Factor) -> str:
    """How a factor is filled: "none", "soft", "full"; "" with a colour of its own."""
    fill = factor.style.get("fill")
    if isinstance(fill, str) and fill in FILLS:
        return fill
    has_own = isinstance(fill, int | str) and plain_color(fill, theme_named(DEFAULT)) is not None
    return "" if has_own else "full" if factor.role == HUB else "none"


def icon_of(factor: Factor) -> str:
    """The icon that a factor is drawn with; "" for none, or one that this version does not know."""
    icon = factor.style.get("icon")
    return icon if isinstance(icon, str) and icon and icon in icon_names() else ""


def factor_figure(
    factor: Factor, shape: FactorShape, theme: Theme, color: str, opacity: float = 1.0
) -> RecordFigure:
    """The display list of one factor. `color`: that of its loop."""
    measure = shape.measure
    stroke = drawn_color(factor.style.get("stroke"), theme) or color
    fill, ink = _filled(factor, theme, stroke)
    if opacity < FADED_WORDS:
        # On its own faded fill the ink of a filled factor could not be read any more.
        ink = theme.ink
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
    if measure.icon:
        # In the colour of the border; on a filled shape in that of the letters.
        is_seen = contrast(stroke, fill) >= PARTS
        primitives.append(
            icon_shape(
                measure.icon,
                shape.center.plus(measure.icon_at),
                measure.icon_side,
                stroke if is_seen else ink,
                opacity,
            )
        )
    middle = shape.center.plus(measure.words_at)
    pitch = measure.size * LINE_HEIGHT
    first = middle.y - pitch * (len(measure.lines) - 1) / 2 + measure.size * CAP_HEIGHT / 2
    for number, line in enumerate(measure.lines):
        if line:
            primitives.append(
                line_about(
                    line,
                    middle.x,
                    first + number * pitch,
                    measure.size,
                    measure.weight,
                    theme.family,
                    ink,
                    opacity=max(opacity, FADED_WORDS),
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


def _filled(factor: Factor, theme: Theme, stroke: str) -> tuple[str, str]:
    """The ground of a factor and the colour of the letters that can be read on it."""
    match fill_of(factor):
        case "none":
            return theme.surface, theme.ink
        case "soft":
            fill = mixed(theme.surface, stroke, SOFT)
        case "full":
            fill = stroke
        case _:
            fill = plain_color(factor.style.get("fill"), theme) or stroke
    return fill, theme.ink_on(fill)


@lru_cache(maxsize=4096)
def _measured(
    label: str, is_hub: bool, shape: str, size_name: str, family: str, icon: str
) -> Measure:
    size = SIZES[size_name] * (_HUB_SCALE if is_hub else 1.0)
    weight = 700 if is_hub else 600
    is_round = shape == "circle"
    if is_round:
        lines = _lines_in_disc(label, size, weight, family)
    else:
        lines = break_lines(label, size * 9.4, size, weight, family)
    text_width = max(advance(line, size, weight, family) for line in lines) * _ROOM
    text_height = size * LINE_HEIGHT * len(lines)
    border = round(size / 6, 1)
    has_words = text_width > 0.0
    side = round(size * (_ICON_ABOVE if is_round else _ICON_BESIDE), 2) if icon else 0.0
    taken = side + size * _ICON_GAP if icon and has_words else side
    if is_round:
        # The corner of the words' box stays inside the disc.
        high = taken + text_height if has_words else max(taken, text_height)
        across = math.hypot(max(text_width, side), high * 0.82) + size * 1.1
        # Of many lines the first and the last are as high as they are, not 0.82 of it.
        across = max(across, math.hypot(text_width / _ROOM, high - size * 0.25) + size * 0.6)
        diameter = max(_even(across), size * 5.4)
        width, height, corner = diameter, diameter, diameter / 2
        icon_at = Point(0.0, -(high - side) / 2)
        words_at = Point(0.0, taken / 2 if has_words else 0.0)
    else:
        wide = taken + text_width
        width = max(_even(wide + 2 * size * 1.15), size * 6.4)
        height = _even(max(text_height, side) + 2 * size * 0.78)
        corner = min(height / 2, size * 1.45) if shape == "pill" else size * 0.3
        icon_at = Point(-(wide - side) / 2, 0.0)
        words_at = Point(taken / 2 if has_words else 0.0, 0.0)
    return Measure(
        width, height, corner, lines, size, weight, border, icon, side, icon_at, words_at
    )


def _lines_in_disc(label: str, size: float, weight: int, family: str) -> tuple[str, ...]:
    """Words in lines that fill a disc: many of them make longer lines, not a column."""
    em = 7.0
    while True:
        lines = break_lines(label, size * em, size, weight, family)
        if len(lines) * LINE_HEIGHT <= em or len(lines) <= label.count("\n") + 1:
            return lines
        em *= 1.25


def _even(length: float) -> float:
    return 2.0 * math.ceil(length / 2)
