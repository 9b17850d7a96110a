"""The handles of what is selected: the ends of a band, the right side of a text."""

from __future__ import annotations

from collections.abc import Iterator

from flywheel_studio.drawing.primitives import Cubic, Line, Move, RecordFigure
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import Hit


def side_handles(figure: RecordFigure, apart: float) -> Iterator[tuple[Hit, Point]]:
    """What a hand can take of a record, and where.

    Args:
        apart: how far outside the box of a text its outline stands, paper units.
    """
    if not figure.outline:
        return
    first, last = figure.outline[0], figure.outline[-1]
    if figure.owner == "bands" and isinstance(first, Move) and isinstance(last, Line | Cubic):
        yield Hit("bands", figure.id, "from"), first.to
        yield Hit("bands", figure.id, "to"), last.to
    elif figure.owner == "texts":
        yield Hit("texts", figure.id, "width"), Point(figure.box.right + apart, figure.box.center.y)
