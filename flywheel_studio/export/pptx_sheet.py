"""One slide while it is drawn on: where, in which look, under which numbers; and its plain shapes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from flywheel_studio.drawing.primitives import Shape, TextLine
from flywheel_studio.drawing.text_metrics import ASCENT, DESCENT
from flywheel_studio.export.pptx_look import BOLD_FROM, Look
from flywheel_studio.export.pptx_place import Area, Placing
from flywheel_studio.export.pptx_shapes import Made, Named, Piece, Stroke, Words, freeform, text_box
from flywheel_studio.geometry.plane import Box

# Letters of another font may run wider; so much wider is a text box than its words.
_ROOM: Final = 1.08


class Sheet:
    """What every shape of a slide needs. `slide`: the whole of it, paper units."""

    def __init__(self, place: Placing, look: Look, slide: Area, first_id: int) -> None:
        self.place = place
        self.look = look
        self.slide = place.box(slide)
        self._next = first_id

    def next_id(self) -> int:
        """A number that no shape of the slide has."""
        self._next += 1
        return self._next - 1

    def named(self, name: str, description: str) -> Named:
        return Named(self.next_id(), name, description)

    def drawn(self, part: Shape, name: str) -> Made:
        """A shape as it is drawn."""
        return freeform(
            self.named(name, name),
            [Piece(part.path, part.fill is not None, part.stroke is not None)],
            self.place,
            self.look,
            fill=part.fill,
            stroke=stroke_of(part),
            opacity=part.opacity,
        )

    def text(self, lines: list[TextLine], name: str, align: str) -> Iterator[Made]:
        """Text boxes that hold these lines where they are drawn: one for each kind of letters."""
        for _, alike in groupby(lines, key=lambda line: (line.size, line.weight, line.color)):
            together = list(alike)
            box = text_area(together, align)
            words = words_of(together, align)
            yield text_box(self.named(name, name), box, self.place, self.look, words)


def stroke_of(part: Shape) -> Stroke:
    return Stroke(
        color=part.stroke or "#000000",
        width=part.width if part.stroke is not None else 0.0,
        opacity=part.opacity,
        dash=part.dash,
        is_round=part.is_round,
    )


def words_of(lines: list[TextLine], align: str) -> Words:
    first = lines[0]
    pitch = (lines[-1].y - first.y) / (len(lines) - 1) / first.size if len(lines) > 1 else 0.0
    return Words(
        lines=tuple(line.text for line in lines),
        size=first.size,
        is_bold=first.weight >= BOLD_FROM,
        color=first.color,
        opacity=first.opacity,
        align=align,
        spacing=spacing_of(pitch) if pitch else 1.0,
    )


def spacing_of(pitch: float) -> float:
    """Lines `pitch` em apart, as a share of the height of Inter's own line."""
    return pitch / (ASCENT + DESCENT)


def text_area(lines: list[TextLine], align: str) -> Box:
    """The box in which lines stand where they are drawn. `align`: "l", "ctr" or "r"."""
    first, last = lines[0], lines[-1]
    left = min(line.x for line in lines)
    right = max(line.x + line.advance for line in lines)
    room = (right - left) * (_ROOM - 1)
    before = {"l": 0.0, "ctr": room / 2}.get(align, room)
    return Box(
        left - before,
        first.y - ASCENT * first.size,
        right + room - before,
        last.y + DESCENT * last.size,
    )
