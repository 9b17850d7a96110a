"""The few signs on the buttons of the panels, drawn rather than loaded.

So they take the colour of the window's mode and stay sharp at every scale.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

Sign = Literal[
    "play", "pause", "step", "reset", "push", "brake", "chevron", "onward", "cross", "bar"
]

# Drawn in a square of 16, rendered at twice the size for dense screens.
_SIDE: Final = 16
_SHARPNESS: Final = 3


def icon(sign: Sign, color: str, side: int = _SIDE, *, faint: str | None = None) -> QIcon:
    """The sign in `color`, `side` pixels square.

    Args:
        faint: its colour on a button that is switched off; None: what Qt makes of it, which is
            hardly seen on a dark ground.
    """
    made = QIcon(_pixmap(sign, color, side))
    if faint is not None:
        made.addPixmap(_pixmap(sign, faint, side), QIcon.Mode.Disabled)
    return made


def _pixmap(sign: Sign, color: str, side: int) -> QPixmap:
    pixmap = QPixmap(side * _SHARPNESS, side * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / _SIDE, side / _SIDE)
    _draw(painter, sign, QColor(color))
    painter.end()
    return pixmap


def dot(color: str, is_hollow: bool = False, side: int = 12) -> QIcon:
    """A disc in the colour of a factor; hollow when its curve is hidden."""
    pixmap = QPixmap(side * _SHARPNESS, side * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if is_hollow else QColor(color))
    painter.drawEllipse(QRectF(2, 2, side - 4, side - 4))
    painter.end()
    return QIcon(pixmap)


def _draw(painter: QPainter, sign: Sign, color: QColor) -> None:
    pen = QPen(color, 1.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(color)
    match sign:
        case "play":
            painter.drawPolygon(QPolygonF([QPointF(5, 3), QPointF(13, 8), QPointF(5, 13)]))
        case "pause":
            painter.drawRoundedRect(QRectF(4, 3, 2.6, 10), 0.8, 0.8)
            painter.drawRoundedRect(QRectF(9.4, 3, 2.6, 10), 0.8, 0.8)
        case "step":
            painter.drawPolygon(QPolygonF([QPointF(3.5, 4), QPointF(9.5, 8), QPointF(3.5, 12)]))
            painter.drawRoundedRect(QRectF(11, 4, 1.6, 8), 0.6, 0.6)
        case "reset":
            painter.drawPolygon(QPolygonF([QPointF(12.5, 4), QPointF(6.5, 8), QPointF(12.5, 12)]))
            painter.drawRoundedRect(QRectF(3.4, 4, 1.6, 8), 0.6, 0.6)
        case "push" | "brake":
            _draw_arrow(painter, color, is_down=sign == "brake")
        case "bar":
            painter.drawRoundedRect(QRectF(1.5, 5.5, 13, 5), 1.6, 1.6)
        case "chevron":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen.setWidthF(1.6)
            painter.setPen(pen)
            painter.drawPolyline([QPointF(4, 6), QPointF(8, 10), QPointF(12, 6)])
        case "onward":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen.setWidthF(1.6)
            painter.setPen(pen)
            painter.drawPolyline([QPointF(6, 4), QPointF(10, 8), QPointF(6, 12)])
        case "cross":
            pen.setWidthF(1.8)
            painter.setPen(pen)
            painter.drawLine(QPointF(3.5, 3.5), QPointF(12.5, 12.5))
            painter.drawLine(QPointF(12.5, 3.5), QPointF(3.5, 12.5))


def _draw_arrow(painter: QPainter, color: QColor, is_down: bool) -> None:
    if is_down:
        painter.translate(0, _SIDE)
        painter.scale(1, -1)
    path = QPainterPath(QPointF(8, 13))
    path.lineTo(8, 4)
    path.moveTo(4, 7.6)
    path.lineTo(8, 3.4)
    path.lineTo(12, 7.6)
    pen = QPen(color, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
