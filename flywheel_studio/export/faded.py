"""What a step of a story does not tell, faded into the paper instead of being see-through.

See-through, a link is darker wherever its head lies over its body, which a large screen shows. In
solid colours it has to lie beneath what stands out, or it would cover it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from flywheel_studio.drawing.primitives import Figure, Primitive, RecordFigure, Shape
from flywheel_studio.drawing.theme import mixed


def faded_into_paper(figure: Figure, lit: AbstractSet[tuple[str, str]]) -> Figure:
    """The picture with solid colours for all that is not lit, which lies beneath the rest."""
    rest: list[RecordFigure] = []
    standing_out: list[RecordFigure] = []
    for record in figure.records:
        if (record.owner, record.id) in lit:
            standing_out.append(record)
        else:
            parts = tuple(_solid(part, figure.paper) for part in record.primitives)
            rest.append(replace(record, primitives=parts))
    return replace(figure, records=(*rest, *standing_out))


def _solid(part: Primitive, paper: str) -> Primitive:
    if part.opacity >= 1.0:
        return part
    if isinstance(part, Shape):
        fill, stroke = (
            None if color is None else mixed(paper, color, part.opacity)
            for color in (part.fill, part.stroke)
        )
        return replace(part, fill=fill, stroke=stroke, opacity=1.0)
    return replace(part, color=mixed(paper, part.color, part.opacity), opacity=1.0)
