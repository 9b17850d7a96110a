"""What lies under the marks on the axis of pushes: its ground, faint lines of time, the playhead."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.insight.push_words import signed
from flywheel_studio.panels.push_axis_mark import ROW, paint_arrow
from flywheel_studio.panels.push_axis_rows import Place, steps_of
from flywheel_studio.panels.style import Tokens
from flywheel_studio.panels.time_axis import TimeAxis

_LINE_EVERY: Final = 64  # pixels


def paint_ground(
    painter: QPainter, axis: TimeAxis, height: float, tokens: Tokens, hint: str
) -> None:
    """The card that the marks lie on; `hint` says what can be done while there is none."""
    t = tokens
    ground = QRectF(axis.left, 0.5, axis.right - axis.left, height - 1)
    painter.setPen(QPen(QColor(t.line), 1.0))
    painter.setBrush(QColor(t.card))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(QPen(QColor(mixed(t.card, t.line, 0.6)), 1.0))
    for time in steps_of(axis.end, int((axis.right - axis.left) / _LINE_EVERY)):
        x = round(axis.x_of(time)) + 0.5
        if x < axis.right - 2:
            painter.drawLine(QPointF(x, 2), QPointF(x, height - 2))
    if hint:
        painter.setPen(QColor(t.muted))
        metrics = QFontMetricsF(painter.font())
        said = metrics.elidedText(hint, Qt.TextElideMode.ElideRight, ground.width() - 12)
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, said)


def paint_given(
    painter: QPainter, place: Place, top: float, impulse: float, color: str, tokens: Tokens
) -> None:
    """A shove that was given while playing: dotted, for the drawing does not hold it."""
    at = QPointF(place.begin, top + ROW / 2)
    paint_arrow(painter, at, 9.0, QColor(color), impulse > 0, 1.6, is_solid=False)
    painter.setPen(QColor(tokens.muted))
    box = QRectF(place.words, top, place.room + 2, ROW)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, signed(impulse))


def paint_playhead(painter: QPainter, x: float, height: float, tokens: Tokens) -> None:
    painter.setPen(QPen(QColor(tokens.ink), 1.4))
    painter.drawLine(QPointF(x, 0), QPointF(x, height))
