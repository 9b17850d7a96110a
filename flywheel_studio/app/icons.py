"""The signs of the tool bar, drawn as lines so that they take any colour and stay sharp.

Each state of each sign is a picture of its own, and a start pays for all of them: they are made
only as fine as the finest screen, and only for the states that an action can be in.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

_SIDE: Final = 20


def tool_icon(sign: str, color: str, faint: str, checked_color: str | None = None) -> QIcon:
    """The sign of a tool, in another colour while it is the active one, if it ever is.

    Args:
        faint: its colour while it cannot be used.
    """
    icon = QIcon()
    icon.addPixmap(_pixmap(sign, color), QIcon.Mode.Normal, QIcon.State.Off)
    if checked_color is not None:  # a tool, which can always be taken in hand
        icon.addPixmap(_pixmap(sign, checked_color), QIcon.Mode.Normal, QIcon.State.On)
        return icon
    icon.addPixmap(_pixmap(sign, faint), QIcon.Mode.Disabled)
    return icon


def _pixmap(sign: str, color: str) -> QPixmap:
    sharpness = max((s.devicePixelRatio() for s in QGuiApplication.screens()), default=1.0)
    side = math.ceil(_SIDE * sharpness)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(sharpness)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(color), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _draw(painter, sign, QColor(color))
    painter.end()
    return pixmap


def _draw(painter: QPainter, sign: str, color: QColor) -> None:
    path = QPainterPath()
    match sign:
        case "select":
            path.moveTo(5, 3)
            path.lineTo(5, 15.5)
            path.lineTo(8.4, 12.4)
            path.lineTo(10.8, 17)
            path.lineTo(12.8, 16)
            path.lineTo(10.5, 11.6)
            path.lineTo(15, 11.2)
            path.closeSubpath()
        case "place":
            path.addRoundedRect(QRectF(2.5, 5.5, 15, 9), 4.5, 4.5)
        case "connect":
            path.moveTo(3.5, 15)
            path.cubicTo(4, 8, 9, 4.5, 15.5, 5.5)
            path.moveTo(12, 2.6)
            path.lineTo(16, 5.6)
            path.lineTo(12.4, 9)
        case "text":
            path.moveTo(4, 5.5)
            path.lineTo(4, 4)
            path.lineTo(16, 4)
            path.lineTo(16, 5.5)
            path.moveTo(10, 4)
            path.lineTo(10, 16)
            path.moveTo(8, 16)
            path.lineTo(12, 16)
        case "undo" | "redo":
            if sign == "redo":
                painter.translate(_SIDE, 0)
                painter.scale(-1, 1)
            path.moveTo(7, 4)
            path.lineTo(3.5, 7.5)
            path.lineTo(7, 11)
            path.moveTo(3.8, 7.5)
            path.lineTo(11.5, 7.5)
            path.cubicTo(18, 7.5, 18, 16, 11.5, 16)
            path.lineTo(8, 16)
        case "ring":
            path.addEllipse(QRectF(4, 4, 12, 12))
            painter.drawPath(path)
            painter.setBrush(color)
            for x, y in ((10, 4), (16, 10), (10, 16), (4, 10)):
                painter.drawEllipse(QPointF(x, y), 1.7, 1.7)
            return
        case "fit":
            for x, y, dx, dy in ((3, 3, 1, 1), (17, 3, -1, 1), (3, 17, 1, -1), (17, 17, -1, -1)):
                path.moveTo(x + 4 * dx, y)
                path.lineTo(x, y)
                path.lineTo(x, y + 4 * dy)
            path.addEllipse(QRectF(7.5, 7.5, 5, 5))
        case "export":
            path.moveTo(10, 12)
            path.lineTo(10, 3)
            path.moveTo(6.6, 6.2)
            path.lineTo(10, 2.8)
            path.lineTo(13.4, 6.2)
            path.moveTo(4, 10)
            path.lineTo(4, 16.5)
            path.lineTo(16, 16.5)
            path.lineTo(16, 10)
        case "play":
            path.moveTo(6, 4)
            path.lineTo(15, 10)
            path.lineTo(6, 16)
            path.closeSubpath()
    painter.drawPath(path)
