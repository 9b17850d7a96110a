"""What stands on the paper beside factors and links: wheel titles, bands and notes."""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.factor_shapes import rounded_box
from flywheel_studio.drawing.link_figures import curve_path
from flywheel_studio.drawing.primitives import Primitive, RecordFigure, Shape, TextLine
from flywheel_studio.drawing.text_metrics import (
    ASCENT,
    CAP_HEIGHT,
    LINE_HEIGHT,
    advance,
    break_lines,
)
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import Arc, box_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import Band, Note, Wheel

_NOTE_SIZE: Final = 15.0
_TITLE_SIZE: Final = 22.0
_TITLE_OVER_RING: Final = 78.0
_STANDING_SIZE: Final = 14.0
_STANDING_PITCH: Final = 22.0
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


def wheel_figure(
    wheel: Wheel, is_titled: bool, theme: Theme, *, is_empty: bool = False
) -> RecordFigure:
    """A wheel's own mark where a paper holds several: its title and, under it, how it stands.

    Over the ring, or under it where its style says "title": "below" (for links that come from
    above). Words are said in the current language. A wheel that is empty shows where its ring is.
    """
    center = Point(wheel.x, wheel.y)
    title = " ".join(wheel.title.split())
    ring = (_empty_ring(wheel, theme),) if is_empty else ()
    if ring and not title:
        return RecordFigure(
            owner="wheels",
            id=wheel.id,
            title=wheel.title,
            primitives=ring,
            box=Box.around(center, 2 * wheel.radius, 2 * wheel.radius),
            handle=center,
        )
    if not (is_titled and title):
        return RecordFigure(
            owner="wheels",
            id=wheel.id,
            title=wheel.title,
            primitives=(),
            box=Box.around(center, 0.0, 0.0),
            handle=center,
        )
    standing = _standing(wheel)
    if wheel.style.get("title") == "below":
        base = wheel.y + wheel.radius + _TITLE_OVER_RING + _TITLE_SIZE * CAP_HEIGHT
    else:
        base = wheel.y - wheel.radius - _TITLE_OVER_RING - (_STANDING_PITCH if standing else 0.0)
    words = [_middled(title, wheel.x, base, _TITLE_SIZE, 700, theme, theme.ink)]
    box = _box_of_line(words[0])
    if standing:
        words.append(
            _middled(
                standing, wheel.x, base + _STANDING_PITCH, _STANDING_SIZE, 500, theme, theme.muted
            )
        )
        box = box.united(_box_of_line(words[1]))
    return RecordFigure(
        owner="wheels",
        id=wheel.id,
        title=wheel.title,
        primitives=(*ring, *words),
        box=box.united(Box.around(center, 2 * wheel.radius, 2 * wheel.radius)) if ring else box,
        outline=rounded_box(box, 0.0),
        handle=center,
    )


def _empty_ring(wheel: Wheel, theme: Theme) -> Shape:
    circle = Arc(Point(wheel.x, wheel.y), wheel.radius, -math.pi / 2, 2 * math.pi)
    return Shape(
        path=curve_path(circle), stroke=theme.muted, width=2.0, dash=(6.0, 8.0), opacity=0.5
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


def _standing(wheel: Wheel) -> str:
    """Stage, owner and status in one line; a word that this version does not know is left out."""
    match wheel.stage:
        case "proof of concept":
            stage = tr("proof of concept")
        case "pilot":
            stage = tr("pilot")
        case "production":
            stage = tr("production")
        case "handed over":
            stage = tr("handed over")
        case _:
            stage = ""
    match wheel.status:
        case "spinning":
            status = tr("spinning")
        case "plateaued":
            status = tr("plateaued")
        case "died":
            status = tr("died")
        case _:
            status = ""
    owner = " ".join(wheel.owner.split())
    return " · ".join(word for word in (stage, owner, status) if word)


def _middled(
    text: str, middle: float, y: float, size: float, weight: int, theme: Theme, color: str
) -> TextLine:
    wide = advance(text, size, weight, theme.family)
    return _line(text, middle - wide / 2, y, size, weight, theme, color)


def _box_of_line(line: TextLine) -> Box:
    return Box(line.x, line.y - line.size, line.x + line.advance, line.y + line.size * 0.3)


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
