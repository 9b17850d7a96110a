"""Straight lines with round ends as Qt paints them soonest: with flat ends, and a dot on each.

A round end makes Qt fill an outline; a line with flat ends has a way of its own, three times as fast
where it is short and seventeen times where it crosses a large screen.
"""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem

from flywheel_studio.drawing.primitives import Close, Line, Move, Primitive, Shape
from flywheel_studio.qt_rendering.painter import NO_PEN, brush_of, pen_of


def is_plain_line(shape: Primitive) -> bool:
    """Whether something is a solid straight line with round ends.

    One that is seen through is not: its dots would show where they lie over it.
    """
    if not isinstance(shape, Shape):
        return False
    path = shape.path
    return (
        len(path) == 2
        and shape.is_round
        and shape.opacity >= 1.0
        and shape.stroke is not None
        and shape.fill is None
        and not shape.dash
        and isinstance(path[0], Move)
        and isinstance(path[1], Line)
    )


def flat_pen(shape: Shape) -> QPen:
    """The pen of a plain line, without its ends."""
    return pen_of(replace(shape, is_round=False))


def set_ends(item: QGraphicsPathItem, shape: Shape | None, *, is_shown: bool) -> None:
    """Put dots on both ends of a plain line; None: take them off."""
    dots = _dots_of(item)
    if shape is None:
        if dots is not None:
            dots.scene().removeItem(dots)
        return
    if dots is None:
        dots = QGraphicsPathItem(item)
        dots.setPen(NO_PEN)
        dots.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        dots.setVisible(is_shown)
    dots.setBrush(brush_of(shape.stroke))
    dots.setPath(_dots(shape))


def show_ends(item: QGraphicsItem, is_shown: bool) -> None:
    """Show the ends of a plain line, or leave them out where nobody could see them."""
    if (dots := _dots_of(item)) is not None:
        dots.setVisible(is_shown)


def _dots_of(item: QGraphicsItem) -> QGraphicsPathItem | None:
    return cast("QGraphicsPathItem | None", next(iter(item.childItems()), None))


def _dots(shape: Shape) -> QPainterPath:
    path, width = QPainterPath(), shape.width
    path.setFillRule(Qt.FillRule.WindingFill)
    for segment in shape.path:
        if isinstance(segment, Close):
            continue
        x, y = segment.to
        path.addEllipse(QRectF(x - width / 2, y - width / 2, width, width))
    return path
