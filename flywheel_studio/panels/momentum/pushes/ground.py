"""What lies under the marks on the axis of pushes: its ground, faint lines of time, the playhead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.insight.axis_numbers import Tick
from flywheel_studio.panels.momentum.chart.layout import crisp
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.pushes.painting import Drawn, paint_mark, top_of
from flywheel_studio.panels.style.tokens import Tokens


def paint_ground(
    painter: QPainter, axis: TimeAxis, ticks: Sequence[Tick], height: float, tokens: Tokens
) -> None:
    """The card that the marks lie on, with a line below each number of the chart's time axis."""
    t = tokens
    ground = QRectF(axis.left, 0.5, axis.right - axis.left, height - 1)
    painter.setPen(QPen(QColor(t.line), 1.0))
    painter.setBrush(QColor(t.card))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(QPen(QColor(mixed(t.card, t.line, 0.6)), 1.0))
    for tick in ticks:
        x = crisp(axis.x_of(tick.share * axis.end))
        if axis.left + 2 < x < axis.right - 2:
            painter.drawLine(QPointF(x, 2), QPointF(x, height - 2))


def ground_picture(
    size: QSize,
    ratio: float,
    axis: TimeAxis,
    ticks: Sequence[Tick],
    given: Mapping[int, Sequence[Drawn]],
    tokens: Tokens,
    font: QFont,
) -> QPixmap:
    """What stays while a run plays, so that a frame copies it: the ground, and shoves by their row."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_ground(painter, axis, ticks, size.height(), tokens)
    for row, shoves in given.items():
        painter.save()
        painter.translate(0, top_of(row, tokens))
        for drawn in shoves:
            paint_given(painter, drawn, tokens, font)
        painter.restore()
    painter.end()
    return picture


def paint_given(painter: QPainter, drawn: Drawn, tokens: Tokens, font: QFont) -> None:
    """A shove that was given while playing: dotted and thin, for the drawing does not hold it."""
    paint_mark(painter, replace(drawn, is_active=False), tokens, font)


def paint_playhead(painter: QPainter, x: float, height: float, tokens: Tokens) -> None:
    painter.setPen(QPen(QColor(tokens.ink), 1.4))
    painter.drawLine(QPointF(x, 0), QPointF(x, height))
