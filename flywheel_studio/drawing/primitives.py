"""What a picture is made of: filled or stroked paths and lines of text, grouped by record.

Everything is absolute, in paper units (1/96 inch), y down. Colours are "#rrggbb"; transparency
is a number beside them, since neither PowerPoint nor old SVG readers know "#rrggbbaa".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from flywheel_studio.geometry.plane import Box, Point

Part = Literal["body", "head", "sign", "mark", "gear", "label", "frame", "icon", "badge", "glow"]
Owner = Literal["wheels", "bands", "links", "factors", "texts", "loops"]

# Painted in this order, so that pills cover link ends and badges lie on top.
PAINT_ORDER: Final[tuple[Owner, ...]] = ("wheels", "bands", "links", "factors", "texts", "loops")


class Move(Struct, frozen=True, array_like=True):
    """Begin a subpath."""

    to: Point


class Line(Struct, frozen=True, array_like=True):
    """A straight segment."""

    to: Point


class Cubic(Struct, frozen=True, array_like=True):
    """A cubic Bezier segment."""

    first: Point
    second: Point
    to: Point


class Close(Struct, frozen=True, array_like=True):
    """Back to where the subpath began."""


Segment = Move | Line | Cubic | Close
Path = tuple[Segment, ...]


class Shape(Struct, frozen=True, kw_only=True):
    """A path with a fill, a stroke, or both. Round joins; round caps where `is_round`.

    `dash`: lengths of strokes and gaps in paper units; empty for a solid line.
    """

    path: Path
    part: Part = "body"
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()
    is_round: bool = True
    opacity: float = 1.0


class TextLine(Struct, frozen=True, kw_only=True):
    """One line of text. `x`, `y`: left end of the baseline. `advance`: its width as shaped.

    `weight`: 400 to 700, of a bundled family. `size`: em in paper units.
    """

    text: str
    x: float
    y: float
    size: float
    weight: int
    family: str
    color: str
    advance: float
    part: Part = "label"
    opacity: float = 1.0


Primitive = Shape | TextLine


class RecordFigure(Struct, frozen=True, kw_only=True):
    """All that is drawn for one record (or one loop: its badge).

    `box` covers everything including stroke widths. `outline` is the shape that a pointer must
    hit and that links end at: a closed path for factors, an open one (the curve that is stroked)
    for links. `handle` is where a link's bend handle, and a loop's or wheel's centre, stands.
    `sign` is the centre of a link's sign disc.
    """

    owner: Owner
    id: str
    title: str
    primitives: tuple[Primitive, ...]
    box: Box
    outline: Path = ()
    handle: Point | None = None
    sign: Point | None = None


class Figure(Struct, frozen=True, kw_only=True):
    """A whole picture. `box` is what is drawn, without padding. `description`: alternative text."""

    records: tuple[RecordFigure, ...]
    box: Box
    paper: str
    title: str = ""
    description: str = ""
    language: str = "en"

    def primitives(self) -> Iterator[Primitive]:
        for record in self.records:
            yield from record.primitives
