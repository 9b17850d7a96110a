"""The chart as a picture of its own: with title and legend, on light paper, twice as fine as a screen.

Laid out anew for a slide, whatever the width of the panel and the mode of the window, from the same
painting as on the screen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPainter

from flywheel_studio.panels.momentum.chart.layout import Look, laid_out, look_of
from flywheel_studio.panels.momentum.chart.painting import dashed_pen, paint_chart
from flywheel_studio.panels.momentum.chart.panes import panes_of
from flywheel_studio.panels.momentum.chart.words import paint_words
from flywheel_studio.panels.style.palette import tokens_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flywheel_studio.panels.momentum.chart.chart import Chart, LegendEntry
    from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis

# Of the paper, in pixels of a screen; the letters are those of a slide, not those of a dock.
WIDTH: Final = 880
HEIGHT: Final = 470
MARGIN: Final = 24
FINER: Final = 2
_LETTERS: Final = 15
_MILLIMETRES: Final = re.compile(rb'width="[\d.]+mm" height="[\d.]+mm"')
_FAMILY: Final = re.compile(rb'font-family="([^",]+)"')


@runtime_checkable
class OnPaper(Protocol):
    """What stands below the curves and belongs in a picture of them."""

    def paint_on_paper(
        self, painter: QPainter, axis: TimeAxis, top: float, width: float, look: Look
    ) -> float:
        """Draw it below `top`; returns where it ends."""
        ...


class ChartPicture:
    """What a chart shows now, ready to be drawn at any size."""

    def __init__(self, chart: Chart, title: str, font: QFont) -> None:
        tokens = tokens_for(False, _LETTERS)
        self._look = look_of(replace(tokens, surface=tokens.card), font)
        self._title = title
        self._chart = chart
        image = QImage(1, 1, QImage.Format.Format_ARGB32)
        painter = QPainter(image)
        self.size = QSizeF(WIDTH, self.paint(painter))
        painter.end()

    def paint(self, painter: QPainter) -> float:
        """Draw it at the origin; returns its height."""
        look, chart = self._look, self._chart
        width = float(WIDTH - 2 * MARGIN)
        painter.save()
        painter.translate(MARGIN, MARGIN)
        top = self._paint_title(painter, width)
        curves = chart.on_paper()
        unit = curves.unit if curves is not None else ""
        end = max(curves.end, 1e-9) if curves is not None else 1.0
        panes = panes_of(curves, measure=chart.measure, is_logarithmic=chart.is_logarithmic)
        layout = laid_out(panes, end, unit, QSizeF(width, HEIGHT), look)
        painter.translate(0.0, top)
        paint_chart(painter, panes, layout, chart.markers, unit, look)
        painter.translate(0.0, -top)
        top += HEIGHT + 6.0
        top = _paint_legend(painter, chart.legend(), top, width, look)
        for widget in chart.below:
            if isinstance(widget, OnPaper) and not widget.isHidden():
                top = widget.paint_on_paper(painter, layout.axis, top + 10.0, width, look)
        if chart.words:
            top = paint_words(painter, chart.words, top + 8.0, width, look)
        painter.restore()
        return float(int(top + 2 * MARGIN + 0.999))

    def image(self) -> QImage:
        """The picture, `FINER` times as fine as it is large."""
        image = QImage(self._pixels() * FINER, QImage.Format.Format_RGB32)
        image.fill(QColor(self._look.tokens.surface))
        image.setDevicePixelRatio(FINER)
        painter = QPainter(image)
        self.paint(painter)
        painter.end()
        image.setDotsPerMeterX(round(FINER * 96 / 0.0254))
        image.setDotsPerMeterY(round(FINER * 96 / 0.0254))
        return image

    def png(self) -> bytes:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self.image())
        return bytes(buffer.data().data())

    def svg(self) -> bytes:
        """The same as lines and letters."""
        from PySide6.QtSvg import QSvgGenerator

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self._pixels())
        generator.setViewBox(QRectF(QPointF(), self.size))
        generator.setResolution(96)
        generator.setTitle(self._title)
        generator.setDescription("")
        painter = QPainter(generator)
        painter.fillRect(QRectF(QPointF(), self.size), QColor(self._look.tokens.surface))
        self.paint(painter)
        painter.end()
        written = bytes(buffer.data().data())
        # In millimetres some programs take it for a picture without a size.
        size = f'width="{self._pixels().width()}" height="{self._pixels().height()}"'
        written = _MILLIMETRES.sub(size.encode(), written, count=1)
        # Where the font of this computer is missing: any without serifs.
        return _FAMILY.sub(rb'font-family="\1, sans-serif"', written)

    def _pixels(self) -> QSize:
        return QSize(round(self.size.width()), round(self.size.height()))

    def _paint_title(self, painter: QPainter, width: float) -> float:
        if not self._title:
            return 0.0
        font = QFont(self._look.font)
        font.setPixelSize(self._look.tokens.large_px)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self._look.tokens.ink))
        said = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(0.0, metrics.ascent()), said)
        return metrics.height() + 8.0


def _paint_legend(
    painter: QPainter, entries: Sequence[LegendEntry], top: float, width: float, look: Look
) -> float:
    """A dot for each factor, a dashed line for each scenario; returns where they end."""
    metrics = look.metrics
    x, row = 0.0, metrics.height() + 6.0
    painter.setFont(look.font)
    for entry in entries:
        name = " ".join(entry.name.split())
        said = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width - 30.0)
        mark = 22.0 if entry.is_dashed else 10.0
        wide = metrics.horizontalAdvance(said) + mark + 5.0
        if x > 0 and x + wide > width:
            x, top = 0.0, top + row
        color = QColor(entry.color)
        middle = top + metrics.height() / 2
        if entry.is_dashed:
            painter.setPen(dashed_pen(color, 1.8))
            painter.drawLine(QPointF(x, middle), QPointF(x + mark, middle))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x + mark / 2, middle), 4.5, 4.5)
        painter.setPen(QColor(look.tokens.ink))
        painter.drawText(QPointF(x + mark + 5.0, top + metrics.ascent()), said)
        x += wide + 20.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return top + row if entries else top
