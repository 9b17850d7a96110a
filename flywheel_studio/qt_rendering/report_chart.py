"""The momentum of a report as a picture: one curve over thin lines at round values.

It is painted in the report's language, whatever the window speaks.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from flywheel_studio.export.report_blocks import Chart
from flywheel_studio.insight.axis_numbers import round_values, texts_of, time_ticks
from flywheel_studio.insight.numbers import duration
from flywheel_studio.language.translate import tr

_WIDTH: Final = 2000
_HEIGHT: Final = 760
_RIGHT: Final = 60
_BELOW: Final = 90
_ABOVE: Final = 80
_LETTERS: Final = 34
_GAP: Final = 18
# More numbers than these are in each other's way at the size of a page.
_MOST_UP: Final = 5
_MOST_ALONG: Final = 9
_INK: Final = "#5A6472"
_LINE: Final = "#DFE2E7"
_AXIS: Final = "#9AA2AE"
_CURVE: Final = "#D9640A"


def chart_image(chart: Chart) -> QImage:
    """Paint it, as wide as a page can use."""
    image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont("Inter")
    font.setPixelSize(_LETTERS)
    painter.setFont(font)
    try:
        _paint(chart, painter)
    finally:
        painter.end()
    return image


def _paint(chart: Chart, painter: QPainter) -> None:
    metrics = painter.fontMetrics()
    end = max(chart.times, default=0.0) or 1.0
    low, high = min(0.0, *chart.momentum, 0.0), max(0.0, *chart.momentum, 0.0)
    if high == low:
        high = low + 1.0
    values = round_values(low, high, _MOST_UP)
    said = texts_of(values)
    left = _GAP + max(map(metrics.horizontalAdvance, said), default=0) + _GAP
    area = QRectF(left, _ABOVE, _WIDTH - left - _RIGHT, _HEIGHT - _ABOVE - _BELOW)

    def place(time: float, value: float) -> QPointF:
        return QPointF(
            area.left() + time / end * area.width(),
            area.bottom() - (value - low) / (high - low) * area.height(),
        )

    for value, words in zip(values, said, strict=True):
        at = place(0.0, value)
        painter.setPen(QPen(QColor(_AXIS if value == 0 else _LINE), 3))
        painter.drawLine(at, place(end, value))
        beside = QRectF(0, at.y() - _LETTERS, left - _GAP, 2 * _LETTERS)
        painter.setPen(QColor(_INK))
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    total = duration(end, chart.unit)
    free = area.right() - metrics.horizontalAdvance(total) - 2 * _GAP
    for tick in time_ticks(end, chart.unit, _MOST_ALONG):
        x = area.left() + tick.share * area.width()
        half = metrics.horizontalAdvance(tick.text) / 2
        painter.setPen(QPen(QColor(_AXIS), 3))
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 12))
        if x + half < free:
            painter.setPen(QColor(_INK))
            painter.drawText(QPointF(x - half, _HEIGHT - 30), tick.text)
    painter.setPen(QColor(_INK))
    painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(total), _HEIGHT - 30), total)
    painter.drawText(QPointF(left, _ABOVE - 36), tr("Momentum"))
    painter.setPen(QPen(QColor(_CURVE), 6))
    painter.setClipRect(area.adjusted(-4, -4, 4, 4))
    painter.drawPolyline(
        QPolygonF([place(*pair) for pair in zip(chart.times, chart.momentum, strict=True)])
    )
