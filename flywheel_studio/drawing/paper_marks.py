"""What stands on the paper beside factors and links: wheel titles, bands and notes."""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.factor_shapes import rounded_box
from flywheel_studio.drawing.link_figures import curve_path
from flywheel_studio.drawing.primitives import Primitive, RecordFigure, Shape, TextLine
from flywheel_studio.drawing.text_metrics import ASCENT, LINE_HEIGHT, advance, break_lines
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import Arc, box_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.model.records import Band, Note, Wheel

_NOTE_SIZE: Final = 15.0
_TITLE_SIZE: Final = 22.0
_TITLE_OVER_RING: Final = 78.0
_BAND_OUTSIDE: Final = 74.0
_BAND_WIDTH: Final = 8.0
_BAND_SIZE: Final = 15.0


def note_figure(note: Note, theme: Theme) -> RecordFigure:
    """A note: plain words, broken to its width, from its top left corner down."""
    lines = break_lines(note.text, note.width, _NOTE_SIZE, 400, theme.family)
    pitch = _NOTE_SIZE * LINE_HEIGHT * 1.06
    words = tuple(
        TextLine(
            text=line,
            x=note.x,
            y=note.y + _NOTE_SIZE * ASCENT + number * pitch,
            size=_NOTE_SIZE,
            weight=400,
            family=theme.family,
            color=theme.ink,
            advance=advance(line, _NOTE_SIZE, 400, theme.family),
        )
        for number, line in enumerate(lines)
        if line
    )
    widest = max((word.advance for word in words), default=0.0)
    box = Box(
        note.x,
        note.y,
        note.x + max(note.width, widest),
        note.y + max(len(lines), 1) * pitch + _NOTE_SIZE * 0.2,
    )
    return RecordFigure(
        owner="texts",
        id=note.id,
        title=note.text,
        primitives=words,
        box=box,
        outline=rounded_box(box, 0.0),
        handle=box.center,
    )


def wheel_figure(wheel: Wheel, is_titled: bool, theme: Theme) -> RecordFigure:
    """A wheel's own mark: its title over the ring where a paper holds several wheels."""
    center = Point(wheel.x, wheel.y)
    title = " ".join(wheel.title.split())
    if not (is_titled and title):
        return RecordFigure(
            owner="wheels",
            id=wheel.id,
            title=wheel.title,
            primitives=(),
            box=Box.around(center, 0.0, 0.0),
            handle=center,
        )
    wide = advance(title, _TITLE_SIZE, 700, theme.family)
    base = wheel.y - wheel.radius - _TITLE_OVER_RING
    words = _line(title, wheel.x - wide / 2, base, _TITLE_SIZE, 700, theme, theme.ink)
    box = Box(words.x, base - _TITLE_SIZE, words.x + wide, base + _TITLE_SIZE * 0.3)
    return RecordFigure(
        owner="wheels",
        id=wheel.id,
        title=wheel.title,
        primitives=(words,),
        box=box,
        outline=rounded_box(box, 0.0),
        handle=center,
    )


def band_figure(band: Band, wheel: Wheel, position: int, theme: Theme) -> RecordFigure:
    """An arc round a wheel with its label outside the middle of the arc."""
    center = Point(wheel.x, wheel.y)
    radius = wheel.radius + _BAND_OUTSIDE
    sweep = (band.to_angle - band.from_angle) % 360.0 or 360.0
    arc = Arc(center, radius, math.radians(band.from_angle - 90.0), math.radians(sweep))
    color = theme.loop_color(position)
    primitives: list[Primitive] = [
        Shape(path=curve_path(arc), stroke=color, width=_BAND_WIDTH, opacity=0.55)
    ]
    box = box_of(arc, _BAND_WIDTH)
    label = " ".join(band.label.split())
    if label:
        wide = advance(label, _BAND_SIZE, 600, theme.family)
        middle = band.from_angle + sweep / 2
        out = on_ring(Point(0.0, 0.0), 1.0, middle)
        away = radius + 14.0 + abs(out.x) * wide / 2 + abs(out.y) * _BAND_SIZE / 2
        at = on_ring(center, away, middle)
        words = _line(
            label, at.x - wide / 2, at.y + _BAND_SIZE * 0.36, _BAND_SIZE, 600, theme, theme.ink
        )
        primitives.append(words)
        box = box.united(
            Box(words.x, words.y - _BAND_SIZE, words.x + wide, words.y + _BAND_SIZE * 0.3)
        )
    return RecordFigure(
        owner="bands",
        id=band.id,
        title=band.label,
        primitives=tuple(primitives),
        box=box,
        outline=curve_path(arc),
        handle=arc.point(0.5),
    )


def _line(
    text: str, x: float, y: float, size: float, weight: int, theme: Theme, color: str
) -> TextLine:
    return TextLine(
        text=text,
        x=x,
        y=y,
        size=size,
        weight=weight,
        family=theme.family,
        color=color,
        advance=advance(text, size, weight, theme.family),
    )
