"""Lines of words by their middle: an exporter wants the left end of a baseline, a drawing the middle."""

from __future__ import annotations

from flywheel_studio.drawing.primitives import Part, TextLine
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, advance
from flywheel_studio.geometry.plane import Box, Point


def line_about(
    text: str,
    middle: float,
    baseline: float,
    size: float,
    weight: int,
    family: str,
    color: str,
    *,
    opacity: float = 1.0,
    part: Part = "label",
) -> TextLine:
    """A line with its middle at this x, on a baseline. Lengths in paper units."""
    wide = advance(text, size, weight, family)
    return TextLine(
        text=text,
        x=middle - wide / 2,
        y=baseline,
        size=size,
        weight=weight,
        family=family,
        color=color,
        advance=wide,
        part=part,
        opacity=opacity,
    )


def line_amid(
    text: str,
    at: Point,
    size: float,
    weight: int,
    family: str,
    color: str,
    *,
    opacity: float = 1.0,
    part: Part = "label",
) -> TextLine:
    """A line whose capitals have their middle at a point."""
    baseline = at.y + size * CAP_HEIGHT / 2
    return line_about(text, at.x, baseline, size, weight, family, color, opacity=opacity, part=part)


def box_of_line(line: TextLine) -> Box:
    """The room that a line takes, its letters above and below the baseline included."""
    return Box(line.x, line.y - line.size, line.x + line.advance, line.y + line.size * 0.3)
