"""How wide words are, and their outlines, by shaping them with the bundled fonts. No Qt.

Shaping (with kerning) is what Qt does too, so that a label measured here fits there. A character
that the bundled fonts lack is drawn by whatever the reader's machine has; it is counted as 1.25 em
where it is an emoji, 1 em where it is as wide as high (CJK: fonts agree on that) and 0.62 em
elsewhere, which errs on the roomy side.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from flywheel_studio.drawing.primitives import Close, Cubic, Line, Move, Path, Segment
from flywheel_studio.geometry.plane import Point
from flywheel_studio.resource_files import resource

if TYPE_CHECKING:
    import uharfbuzz

ASCENT: Final = 0.96875
DESCENT: Final = 0.2412
CAP_HEIGHT: Final = 0.7273
LINE_HEIGHT: Final = 1.22

# The faces of each bundled family by their weight.
FACES: Final = {
    "Inter": {
        400: "Inter-Regular.ttf",
        500: "Inter-Medium.ttf",
        600: "Inter-SemiBold.ttf",
        700: "Inter-Bold.ttf",
    },
    "Shantell Sans": {400: "ShantellSans-Regular.ttf", 600: "ShantellSans-SemiBold.ttf"},
}
FILES: Final = FACES["Inter"]
_EMOJI_EM: Final = 1.25
_SQUARE_EM: Final = 1.0
_OTHER_EM: Final = 0.62


@lru_cache(maxsize=8192)
def advance(text: str, size: float, weight: int, family: str = "Inter") -> float:
    """The width of one line of text, in the unit of `size`."""
    if not text:
        return 0.0
    glyphs, positions, upem = _shaped(text, weight, family)
    total = 0.0
    for glyph, position in zip(glyphs, positions, strict=True):
        if glyph.codepoint == 0:
            total += _fallback_em(text[glyph.cluster]) * upem
        else:
            total += position.x_advance
    return total * size / upem


def bundled_weight(family: str, weight: int) -> int:
    """The weight of the bundled face that letters this: the nearest, the bolder of two."""
    return min(FACES[family], key=lambda known: (abs(known - weight), -known))


def outline(text: str, x: float, y: float, size: float, weight: int, family: str = "Inter") -> Path:
    """The glyphs of one line as one path; characters that the fonts lack are left out.

    `x`, `y`: the left end of the baseline.
    """
    import uharfbuzz

    glyphs, positions, upem = _shaped(text, weight, family)
    scale = size / upem
    pen = _PathPen()
    font = _font(weight, family)
    functions = uharfbuzz.DrawFuncs()
    functions.set_move_to_func(_move_to)
    functions.set_line_to_func(_line_to)
    functions.set_quadratic_to_func(_quadratic_to)
    functions.set_cubic_to_func(_cubic_to)
    functions.set_close_path_func(_close_path)
    cursor = x
    for glyph, position in zip(glyphs, positions, strict=True):
        if glyph.codepoint == 0:
            cursor += _fallback_em(text[glyph.cluster]) * size
            continue
        pen.place(cursor + position.x_offset * scale, y - position.y_offset * scale, scale)
        font.draw_glyph(glyph.codepoint, functions, pen)
        cursor += position.x_advance * scale
    return tuple(pen.segments)


@lru_cache(maxsize=1024)
def has_other_forms(text: str, weight: int, family: str = "Inter") -> bool:
    """Whether a line is lettered in other forms of its letters than their first, none missing.

    A handwritten face does not write a letter twice the same way. Readers of a PDF do not know the
    letters of such forms.
    """
    font = _font(weight, family)
    first = {font.get_nominal_glyph(ord(letter)) for letter in text}
    found = {glyph.codepoint for glyph in _shaped(text, weight, family)[0]}
    return 0 not in found and not found <= first


class _PathPen:
    """Collects a glyph's outline, scaled and turned y down."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.at = Point(0.0, 0.0)
        self._x = self._y = 0.0
        self._scale = 1.0

    def place(self, x: float, y: float, scale: float) -> None:
        self._x, self._y, self._scale = x, y, scale

    def mapped(self, x: float, y: float) -> Point:
        return Point(self._x + x * self._scale, self._y - y * self._scale)


def _move_to(x: float, y: float, pen: _PathPen) -> None:
    pen.at = pen.mapped(x, y)
    pen.segments.append(Move(pen.at))


def _line_to(x: float, y: float, pen: _PathPen) -> None:
    pen.at = pen.mapped(x, y)
    pen.segments.append(Line(pen.at))


def _quadratic_to(cx: float, cy: float, x: float, y: float, pen: _PathPen) -> None:
    control, end = pen.mapped(cx, cy), pen.mapped(x, y)
    pen.segments.append(Cubic(pen.at.towards(control, 2 / 3), end.towards(control, 2 / 3), end))
    pen.at = end


def _cubic_to(
    ax: float, ay: float, bx: float, by: float, x: float, y: float, pen: _PathPen
) -> None:
    pen.at = pen.mapped(x, y)
    pen.segments.append(Cubic(pen.mapped(ax, ay), pen.mapped(bx, by), pen.at))


def _close_path(pen: _PathPen) -> None:
    pen.segments.append(Close())


def _fallback_em(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _EMOJI_EM if unicodedata.category(character) in ("So", "Sk", "Cn") else _SQUARE_EM
    return _OTHER_EM


def _shaped(
    text: str, weight: int, family: str
) -> tuple[list[uharfbuzz.GlyphInfo], list[uharfbuzz.GlyphPosition], int]:
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = _font(weight, family)
    uharfbuzz.shape(font, buffer)
    return buffer.glyph_infos, buffer.glyph_positions, font.face.upem


@cache
def _font(weight: int, family: str) -> uharfbuzz.Font:
    import uharfbuzz

    face = FACES[family][bundled_weight(family, weight)]
    blob = uharfbuzz.Blob.from_file_path(
        str(resource("fonts", family.lower().replace(" ", "-"), face))
    )
    return uharfbuzz.Font(uharfbuzz.Face(blob))
