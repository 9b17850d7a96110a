"""A small drawn button: a box to tick, a star to mark, a cross to take away; and yes or no as one."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from flywheel_studio.panels.fields.field import Field
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

SIDE: Final = 24


class SignButton(QAbstractButton):
    """A small drawn button: a box to tick, a star to mark, a cross to take away."""

    def __init__(self, sign: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = LIGHT
        self._sign = sign
        self.setCheckable(sign != "cross")
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setToolTip(name)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        line = QColor(t.accent if is_on else t.field_line)
        painter.setPen(_pen(line, 1.5))
        painter.setBrush(QColor(t.accent) if is_on else Qt.BrushStyle.NoBrush)
        if self._sign == "tick":
            painter.drawRoundedRect(QRectF(4, 4, 16, 16), 4, 4)
            if is_on:
                painter.setPen(_pen(QColor(t.accent_ink), 2.2))
                painter.drawPolyline([QPointF(8, 12.5), QPointF(11, 15.5), QPointF(16.2, 8.8)])
        elif self._sign == "star":
            painter.drawPolygon(_star())
        else:
            painter.setPen(_pen(QColor(t.ink if self.underMouse() else t.muted), 1.6))
            painter.drawLine(QPointF(8, 8), QPointF(16, 16))
            painter.drawLine(QPointF(16, 8), QPointF(8, 16))
        if self.hasFocus():
            painter.setPen(_pen(QColor(t.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, 1, SIDE - 2, SIDE - 2), 5, 5)
        painter.end()


class SignField(Field):
    """Yes or no, as a drawn button."""

    def __init__(self, sign: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = SignButton(sign, name, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.button.clicked.connect(self._meant)

    def show_value(self, value: Any) -> None:
        self.button.setChecked(bool(value))
        self.button.update()

    def set_name(self, name: str) -> None:
        self.button.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self.button

    def set_tokens(self, tokens: Tokens) -> None:
        self.button.tokens = tokens
        self.button.update()


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _star() -> QPolygonF:
    """A star of five points in a square of 24."""
    import math

    points = []
    for corner in range(10):
        reach = 8.2 if corner % 2 == 0 else 3.6
        angle = math.pi * corner / 5
        points.append(QPointF(12 + reach * math.sin(angle), 12.4 - reach * math.cos(angle)))
    return QPolygonF(points)
