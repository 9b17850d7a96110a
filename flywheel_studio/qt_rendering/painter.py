"""One mapping from primitives to Qt's paths, pens, brushes and fonts, and a painter that uses it.

The canvas builds its items with the same functions, so that the screen and the exported picture
cannot differ. A brush or pen colour is shared between calls: never change one in place.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from flywheel_studio.drawing.primitives import (
    Cubic,
    Figure,
    Line,
    Move,
    Path,
    Primitive,
    Shape,
    TextLine,
)
from flywheel_studio.drawing.text_metrics import has_other_forms, outline
from flywheel_studio.qt_rendering.fonts import first_forms, indent_of, line_font, stretch_of

NO_PEN = QPen(Qt.PenStyle.NoPen)
NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)


@lru_cache(maxsize=512)
def color_of(name: str, opacity: float = 1.0) -> QColor:
    """A colour from "#rrggbb" and an opacity between 0 and 1."""
    color = QColor(name)
    if opacity < 1.0:
        color.setAlphaF(max(opacity, 0.0))
    return color


def path_of(path: Path) -> QPainterPath:
    """The same path for Qt, filled as SVG fills by default (nonzero)."""
    result = QPainterPath()
    result.setFillRule(Qt.FillRule.WindingFill)
    for segment in path:
        if isinstance(segment, Cubic):
            (ax, ay), (bx, by), (x, y) = segment.first, segment.second, segment.to
            result.cubicTo(ax, ay, bx, by, x, y)
        elif isinstance(segment, Line):
            result.lineTo(*segment.to)
        elif isinstance(segment, Move):
            result.moveTo(*segment.to)
        else:
            result.closeSubpath()
    return result


def pen_of(shape: Shape) -> QPen:
    """The pen that strokes a shape; its opacity is in its colour."""
    if shape.stroke is None or shape.width <= 0.0:
        return NO_PEN
    return _pen(shape.stroke, shape.opacity, shape.width, shape.is_round, shape.dash)


@lru_cache(maxsize=1024)
def brush_of(fill: str | None, opacity: float = 1.0) -> QBrush:
    """The brush that fills a shape or writes a line of text."""
    return NO_BRUSH if fill is None else QBrush(color_of(fill, opacity))


def paint(figure: Figure, painter: QPainter, *, is_read: bool = False) -> None:
    """Paint a figure in paper units, without its paper.

    The painter keeps its transform; its pen, brush and font are left changed.

    Args:
        is_read: what is painted on keeps words as words, as a PDF does.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for primitive in figure.primitives():
        if (
            is_read
            and isinstance(primitive, TextLine)
            and has_other_forms(primitive.text, primitive.weight, primitive.family)
        ):
            _paint_twice(primitive, painter)
        else:
            paint_primitives((primitive,), painter)


def paint_primitives(primitives: Iterable[Primitive], painter: QPainter) -> None:
    """Paint primitives in their order."""
    for primitive in primitives:
        if isinstance(primitive, TextLine):
            _paint_line(primitive, painter)
        else:
            painter.setPen(pen_of(primitive))
            painter.setBrush(brush_of(primitive.fill, primitive.opacity))
            painter.drawPath(path_of(primitive.path))


def _paint_line(line: TextLine, painter: QPainter) -> None:
    placed = line_font(line.family, line.size, line.weight)
    painter.setPen(color_of(line.color, line.opacity))
    painter.setFont(placed.font)
    across, left = placed.scale * stretch_of(line), line.x + indent_of(line)
    if across == 1.0 and placed.scale == 1.0:
        painter.drawText(QPointF(left, line.y), line.text)
        return
    painter.save()
    painter.translate(left, line.y)
    painter.scale(across, placed.scale)
    painter.drawText(QPointF(0.0, 0.0), line.text)
    painter.restore()


def _paint_twice(line: TextLine, painter: QPainter) -> None:
    """The forms that are seen as shapes, and over them, unseen, words that can be found and copied."""
    forms = outline(line.text, line.x, line.y, line.size, line.weight, line.family)
    painter.setPen(NO_PEN)
    painter.setBrush(brush_of(line.color, line.opacity))
    painter.drawPath(path_of(forms))
    placed = line_font(line.family, line.size, line.weight)
    painter.save()
    painter.translate(line.x, line.y)
    painter.scale(placed.scale, placed.scale)
    painter.setFont(first_forms(line.family, line.size, line.weight))
    painter.setPen(color_of(line.color, 0.0))
    painter.drawText(QPointF(0.0, 0.0), line.text)
    painter.restore()


@lru_cache(maxsize=1024)
def _pen(
    stroke: str, opacity: float, width: float, is_round: bool, dash: tuple[float, ...]
) -> QPen:
    pen = QPen(color_of(stroke, opacity), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if is_round else Qt.PenCapStyle.FlatCap)
    if dash:
        # Qt measures dashes in pen widths and wants them in pairs; SVG repeats an odd list.
        pairs = dash if len(dash) % 2 == 0 else dash * 2
        pen.setDashPattern([length / width for length in pairs])
    return pen
