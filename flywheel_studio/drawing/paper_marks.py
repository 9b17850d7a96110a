"""What stands on the paper beside factors and links: wheel titles and notes."""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.factor_shapes import rounded_box
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.looks import drawn_color, known_word
from flywheel_studio.drawing.primitives import RecordFigure, Shape, TextLine
from flywheel_studio.drawing.text_lines import box_of_line, line_about
from flywheel_studio.drawing.text_metrics import (
    ASCENT,
    CAP_HEIGHT,
    LINE_HEIGHT,
    advance,
)
from flywheel_studio.drawing.theme import WORDS, Theme
from flywheel_studio.geometry.curve import Arc
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import Note, Wheel

# How a note can be lettered, as its style says it; the first of each is the default.
NOTE_SIZES: Final = {"medium": 15.0, "small": 12.0, "large": 21.0, "huge": 30.0}
NOTE_WEIGHTS: Final = {"regular": 400, "bold": 700}
NOTE_ALIGNS: Final = ("left", "center", "right")
_TITLE_SIZE: Final = 22.0
_TITLE_OVER_RING: Final = 78.0
_STANDING_SIZE: Final = 14.0
_STANDING_PITCH: Final = 22.0


def note_align(note: Note) -> str:
    """To which side the lines of a note stand: "left", "center" or "right"."""
    return known_word(note.style.get("align"), NOTE_ALIGNS, NOTE_ALIGNS[0])


def note_figure(note: Note, theme: Theme) -> RecordFigure:
    """A note: plain words, broken to its width, from its top left corner down."""
    size = NOTE_SIZES[known_word(note.style.get("size"), tuple(NOTE_SIZES), "medium")]
    weight = NOTE_WEIGHTS[known_word(note.style.get("weight"), tuple(NOTE_WEIGHTS), "regular")]
    color = drawn_color(note.style.get("color"), theme, WORDS) or theme.ink
    lines = break_lines(note.text, note.width, size, weight, theme.family)
    widths = [advance(line, size, weight, theme.family) for line in lines]
    # A word that is wider than the note stands out to the right, however the lines are aligned.
    wide = max(note.width, *widths)
    share = {"left": 0.0, "center": 0.5}.get(note_align(note), 1.0)
    pitch = size * LINE_HEIGHT * 1.06
    words = tuple(
        TextLine(
            text=line,
            x=note.x + (wide - width) * share,
            y=note.y + size * ASCENT + number * pitch,
            size=size,
            weight=weight,
            family=theme.family,
            color=color,
            advance=width,
        )
        for number, (line, width) in enumerate(zip(lines, widths, strict=True))
        if line
    )
    box = Box(note.x, note.y, note.x + wide, note.y + max(len(lines), 1) * pitch + size * 0.2)
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
    wheel: Wheel, is_titled: bool, theme: Theme, *, is_empty: bool = False, outside: float = 0.0
) -> RecordFigure:
    """A wheel's own mark where a paper holds several: its title and, under it, how it stands.

    Over the ring, or under it where its style says "title": "below" (for links that come from
    above). Words are said in the current language. A wheel that is empty shows where its ring is.

    `outside`: how much further out the title stands, for bands round the ring.
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
        base = wheel.y + wheel.radius + _TITLE_OVER_RING + outside + _TITLE_SIZE * CAP_HEIGHT
    else:
        above = _TITLE_OVER_RING + outside + (_STANDING_PITCH if standing else 0.0)
        base = wheel.y - wheel.radius - above
    ink = drawn_color(wheel.style.get("color"), theme, WORDS) or theme.ink
    words = [line_about(title, wheel.x, base, _TITLE_SIZE, 700, theme.family, ink)]
    box = box_of_line(words[0])
    if standing:
        words.append(
            line_about(
                standing,
                wheel.x,
                base + _STANDING_PITCH,
                _STANDING_SIZE,
                500,
                theme.family,
                theme.muted,
            )
        )
        box = box.united(box_of_line(words[1]))
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
