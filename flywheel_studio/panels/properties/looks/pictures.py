"""The small pictures on the buttons for looks: shapes, fills, colours, icons, alignments.

Drawn rather than loaded, in the ink of the window; an icon is painted from the very path that
stands on the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from flywheel_studio.drawing.factor_icons import icon_shape
from flywheel_studio.drawing.theme import mixed
from flywheel_studio.geometry.plane import Point
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.qt_rendering.painter import path_of, pen_of

SIDE: Final = 20
_SHARPNESS: Final = 3
_MIDDLE: Final = QPointF(SIDE / 2, SIDE / 2)


def shape_picture(shape: str, tokens: Tokens) -> QIcon:
    """The outline of a factor: "pill", "box" or "circle"."""

    def paint(painter: QPainter) -> None:
        painter.setPen(_line(tokens.ink, 1.7))
        _outline(painter, shape)

    return _picture(paint)


def fill_picture(fill: str, tokens: Tokens) -> QIcon:
    """How a factor is filled: "none", "soft" or "full"."""
    ground = {"soft": mixed(tokens.card, tokens.ink, 0.22), "full": tokens.ink}.get(fill)

    def paint(painter: QPainter) -> None:
        painter.setPen(_line(tokens.ink, 1.7))
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        _outline(painter, "pill")

    return _picture(paint)


def swatch(color: str, tokens: Tokens) -> QIcon:
    """A disc of one colour."""

    def paint(painter: QPainter) -> None:
        painter.setPen(_line(tokens.field_line, 1.0))
        painter.setBrush(QColor(color))
        painter.drawEllipse(_MIDDLE, 7.5, 7.5)

    return _picture(paint)


def many_colors(colors: Sequence[str], tokens: Tokens) -> QIcon:
    """A disc of several colours: that of whatever loop comes first."""
    share = 360 * 16 // max(len(colors), 1)

    def paint(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for number, color in enumerate(colors):
            painter.setBrush(QColor(color))
            painter.drawPie(QRectF(2.5, 2.5, 15, 15), 90 * 16 - number * share, -share)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_line(tokens.field_line, 1.0))
        painter.drawEllipse(_MIDDLE, 7.5, 7.5)

    return _picture(paint)


def icon_picture(name: str, tokens: Tokens) -> QIcon:
    """An icon; "" is the stroke that stands for none."""

    def paint(painter: QPainter) -> None:
        if not name:
            painter.setPen(_line(tokens.muted, 1.7))
            painter.drawLine(QPointF(6.0, 14.0), QPointF(14.0, 6.0))
            return
        shape = icon_shape(name, Point(SIDE / 2, SIDE / 2), SIDE * 0.9, tokens.ink)
        painter.setPen(pen_of(shape))
        painter.drawPath(path_of(shape.path))

    return _picture(paint)


def align_picture(side: str, tokens: Tokens) -> QIcon:
    """Lines of text that stand to the "left", "center" or "right"."""

    def paint(painter: QPainter) -> None:
        painter.setPen(_line(tokens.ink, 1.7))
        for y, length in ((5.0, 14.0), (10.0, 8.0), (15.0, 11.0)):
            left = {"left": 3.0, "center": 10.0 - length / 2}.get(side, 17.0 - length)
            painter.drawLine(QPointF(left, y), QPointF(left + length, y))

    return _picture(paint)


def _outline(painter: QPainter, shape: str) -> None:
    if shape == "circle":
        painter.drawEllipse(_MIDDLE, 7.0, 7.0)
    else:
        corner = 5.0 if shape == "pill" else 1.5
        painter.drawRoundedRect(QRectF(1.5, 5.0, 17.0, 10.0), corner, corner)


def _line(color: str, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _picture(paint: Callable[[QPainter], None]) -> QIcon:
    pixmap = QPixmap(SIDE * _SHARPNESS, SIDE * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return QIcon(pixmap)
