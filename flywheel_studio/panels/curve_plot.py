"""The curves of a run: momentum above, the factors below, over one time axis.

Importing this module imports pyqtgraph, a third of a second: only `panels.plot_loader` does. The
curves are painted once into a picture; the playhead, the crosshair and the markers are laid over
it, so that a frame of playback costs a copy of pixels and not a thousand line segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.curves import (
    Curves,
    Marker,
    log_range_of,
    logarithmic,
    range_of,
    thinned,
)
from flywheel_studio.panels.reading import Reading, measured_words, paint_reading
from flywheel_studio.panels.style import LIGHT, Tokens, mix
from flywheel_studio.panels.wording import units

_TITLE_ROOM: Final = 20
_AXIS_WIDTH: Final = 46
_AXIS_HEIGHT: Final = 36
_GRID: Final = 90  # of 255: a line to read along, not to look at
# Rooms of the momentum plot and the factor plot.
_STRETCH: Final = (4, 6)
_LARGEST_TICK: Final = 1e5


class NumberAxis(pg.AxisItem):
    """An axis whose numbers are written as everywhere else in the panels."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        if self.logMode:
            return [number(10.0**value, 3) for value in values]
        largest = max((abs(value * scale) for value in values), default=0.0)
        if largest >= _LARGEST_TICK:
            return [number(value * scale, 2) for value in values]
        places = max(0, int(np.ceil(-np.log10(max(spacing * scale, 1e-12)))))
        return [number(round(value * scale, places), 8) for value in values]


class CurvePlot(pg.GraphicsLayoutWidget):
    """Two plots over one time axis. `scrubbed` carries the time that was pressed or dragged to."""

    scrubbed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._curves: Curves | None = None
        self._hidden: frozenset[str] = frozenset()
        self._markers: tuple[Marker, ...] = ()
        self._lines: dict[str, Any] = {}
        self._spare: list[Any] = []
        self._others: list[Any] = []
        self._is_logarithmic = False
        self._playhead = 0.0
        self._hover: QPointF | None = None
        self._picture: QPixmap | None = None
        self._areas: dict[Any, QRectF] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAntialiasing(True)
        self.setAccessibleName(tr("Curves of the run"))
        self.ci.layout.setContentsMargins(0, _TITLE_ROOM, 8, 0)
        self.ci.layout.setSpacing(0)
        self.ci.layout.setRowSpacing(0, _TITLE_ROOM)
        self._axes: list[NumberAxis] = []
        self._top = self._box(0)
        self._bottom = self._box(1)
        self._top.setXLink(self._bottom)
        below = self._axis("bottom", self._bottom)
        below.setHeight(_AXIS_HEIGHT)
        self.ci.addItem(below, 2, 1)
        self._momentum = pg.PlotCurveItem(fillLevel=0.0, antialias=True)
        self._top.addItem(self._momentum)
        self.scene().changed.connect(self._on_scene_changed)
        self.set_tokens(LIGHT)

    # -- what to show

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.setBackground(tokens.surface)
        font = QFont(self.font())
        font.setPixelSize(tokens.small_px)
        for axis in self._axes:
            axis.setPen(pg.mkPen(tokens.line))
            axis.setTextPen(pg.mkPen(tokens.muted))
            axis.setTickFont(font)
        fill = QColor(tokens.accent)
        fill.setAlphaF(0.16)
        self._momentum.setPen(pg.mkPen(tokens.accent, width=1))
        self._momentum.setBrush(fill)
        self._draw()

    def set_curves(self, curves: Curves | None, markers: Sequence[Marker] = ()) -> None:
        """Draw a run; None for an empty chart."""
        self._curves, self._markers = curves, tuple(markers)
        self._draw()

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Equal steps for equal factors; values of 0 and below are then not drawn."""
        self._is_logarithmic = is_logarithmic
        for axis in self._axes:
            if axis.orientation == "left":
                axis.setLogMode(is_logarithmic)
        self._draw()

    def set_hidden(self, factors: frozenset[str]) -> None:
        """Leave these factors out; the axis fits those that stay."""
        self._hidden = factors
        self._draw()

    def set_playhead(self, time: float) -> None:
        if time != self._playhead:
            for at in (self._playhead, time):
                # Only the strips that the line leaves and enters are painted again.
                strip = QRect(round(self._x(at)) - 3, 0, 7, self.viewport().height())
                self.viewport().update(strip)
            self._playhead = time

    def reading_at(self, time: float) -> Reading | None:
        """What the crosshair says at `time`: momentum and each visible factor."""
        curves = self._curves
        if curves is None or len(curves.time) == 0:
            return None
        time = float(min(max(time, curves.time[0]), curves.time[-1]))
        shown = {
            key: float(np.interp(time, curves.time, line))
            for key, line in curves.speeds.items()
            if key not in self._hidden
        }
        return Reading(
            time=time,
            unit=curves.unit,
            momentum=float(np.interp(time, curves.time, curves.momentum)),
            factors=tuple(
                (curves.labels[key], curves.colors[key], value) for key, value in shown.items()
            ),
            others=tuple(
                (other.name, other.color, float(np.interp(time, other.time, other.momentum)))
                for other in curves.others
                if time <= other.time[-1]
            ),
            own=tuple(
                measured_words(value, curves.metrics.get(key)) for key, value in shown.items()
            ),
        )

    # -- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            self._areas = {}
            self._picture = self._painted()
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_over(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        # Comes for the first time out of the base class's __init__.
        self._areas = {}
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self._time_at(event.position()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self._time_at(event.position()))
        self._hover = event.position()
        self.viewport().update()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.viewport().update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel scrolls

    # -- drawing

    def _box(self, row: int) -> Any:
        """Curves with an axis at their left.

        Not pyqtgraph's PlotItem: each brings seven menus and a form that nobody sees here.
        """
        box = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        box.disableAutoRange()
        left = self._axis("left", box)
        left.setWidth(_AXIS_WIDTH)
        left.setGrid(_GRID)
        self.ci.addItem(left, row, 0)
        self.ci.addItem(box, row, 1)
        self.ci.layout.setRowPreferredHeight(row, 10.0 * _STRETCH[row])
        self.ci.layout.setRowStretchFactor(row, _STRETCH[row])
        return box

    def _axis(self, side: str, box: Any) -> NumberAxis:
        axis = NumberAxis(side)
        axis.enableAutoSIPrefix(False)
        axis.setStyle(tickLength=-4, maxTickLevel=1, maxTextLevel=0, hideOverlappingLabels=False)
        axis.linkToView(box)
        self._axes.append(axis)
        return axis

    def _draw(self) -> None:
        self._picture = None
        curves = self._curves
        self._fit_lines(curves)
        self._fit_others(curves)
        if curves is None:
            self._momentum.setData([], [])
            self._top.setYRange(0, 1)
            self._bottom.setYRange(0, 1)
        else:
            self._momentum.setFillLevel(None if self._is_logarithmic else 0.0)
            self._momentum.setData(*self._points(curves.time, curves.momentum), connect="finite")
            others = [other.momentum for other in curves.others]
            span_of = log_range_of if self._is_logarithmic else range_of
            self._top.setYRange(*span_of([curves.momentum, *others]), padding=0)
            shown = [line for key, line in curves.speeds.items() if key not in self._hidden]
            self._bottom.setYRange(*span_of(shown), padding=0)
            self._bottom.setXRange(0.0, max(curves.end, 1e-9), padding=0)
        self.viewport().update()

    def _fit_others(self, curves: Curves | None) -> None:
        wanted = () if curves is None else curves.others
        while len(self._others) < len(wanted):
            line = pg.PlotCurveItem(antialias=True)
            self._top.addItem(line)
            self._others.append(line)
        for line in self._others[len(wanted) :]:
            line.hide()
        for line, other in zip(self._others, wanted, strict=False):
            line.show()
            pen = pg.mkPen(other.color, width=1.6, style=Qt.PenStyle.DashLine)
            line.setData(*self._points(other.time, other.momentum), pen=pen, connect="finite")

    def _fit_lines(self, curves: Curves | None) -> None:
        wanted = {} if curves is None else curves.speeds
        for key in [key for key in self._lines if key not in wanted]:
            # Kept for the next factor: an item let go is deleted by whichever thread collects.
            line = self._lines.pop(key)
            line.hide()
            self._spare.append(line)
        if curves is None:
            return
        for key, speeds in curves.speeds.items():
            line = self._lines.get(key)
            if line is None:
                line = self._lines[key] = self._spare.pop() if self._spare else self._new_line()
            is_visible = key not in self._hidden
            line.setVisible(is_visible)
            if is_visible:
                x, y = self._points(curves.time, speeds)
                pen = pg.mkPen(curves.colors[key], width=1)
                line.setData(x, y, pen=pen, connect="finite")

    def _points(self, time: Any, line: Any) -> tuple[Any, Any]:
        """A curve as it is drawn: no more points than pixels, on the axis that is chosen."""
        x, y = thinned(time, line, self.width())
        return x, logarithmic(y) if self._is_logarithmic else y

    def _new_line(self) -> Any:
        line = pg.PlotCurveItem(antialias=True)
        self._bottom.addItem(line)
        return line

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        viewport = self.viewport().rect()
        picture = QPixmap(viewport.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._tokens.surface))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.render(painter, QRectF(viewport), viewport)
        painter.setFont(self._small_font())
        painter.setPen(QColor(self._tokens.muted))
        for plot, title in (
            (self._top, tr("Momentum")),
            (self._bottom, tr("Factors: speed against today, %")),
        ):
            area = self._area(plot)
            painter.drawText(QPointF(2, area.top() - 7), title)
        if self._curves is not None:
            area = self._area(self._bottom)
            box = QRectF(area.left(), self.height() - 17, area.width(), 16)
            title = tr("Time in {units}", units=units(self._curves.unit))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, title)
        painter.end()
        return picture

    def _paint_over(self, painter: QPainter) -> None:
        if self._curves is None:
            return
        painter.setFont(self._small_font())
        taken: list[QRectF] = []
        for marker in self._markers:
            color = QColor(self._tokens.bad if marker.is_warning else self._tokens.good)
            self._paint_line(painter, marker.time, QPen(color, 1.2, Qt.PenStyle.DashLine))
        for marker in self._markers:
            taken.append(self._paint_words_of(painter, marker, taken))
        self._paint_line(painter, self._playhead, QPen(QColor(self._tokens.ink), 1.4))
        if self._hover is not None and self._whole_area().contains(self._hover):
            time = self._time_at(self._hover)
            self._paint_line(painter, time, QPen(QColor(self._tokens.muted), 1.0))
            reading = self.reading_at(time)
            if reading is not None:
                paint_reading(
                    painter, reading, self._tokens, QRectF(self.viewport().rect()), self._hover
                )

    def _paint_words_of(self, painter: QPainter, marker: Marker, taken: Sequence[QRectF]) -> QRectF:
        """The words at the dashed line, below those that are there already."""
        t = self._tokens
        color = QColor(t.bad if marker.is_warning else t.good)
        area = self._area(self._top)
        x = self._x(min(marker.time, self._end))
        width = QFontMetricsF(painter.font()).horizontalAdvance(marker.text) + 10
        left = min(max(x + 4, area.left()), area.right() - width)
        if left < x < left + width:
            left = max(area.left(), x - width - 4)
        tag = QRectF(left, area.top() + 3, width, t.small_px + 6)
        while any(tag.intersects(other) for other in taken):
            tag.translate(0, tag.height() + 2)
        ground = QColor(mix(t.surface, color.name(), 0.12))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(tag, 4, 4)
        painter.setPen(color)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, marker.text)
        return tag

    def _paint_line(self, painter: QPainter, time: float, pen: QPen) -> None:
        x = self._x(min(time, self._end))
        painter.setPen(pen)
        for plot in (self._top, self._bottom):
            area = self._area(plot)
            if area.left() - 1 <= x <= area.right() + 1:
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _area(self, plot: Any) -> QRectF:
        """Where a plot's curves lie, in pixels of the viewport."""
        area = self._areas.get(plot)
        if area is None:
            scene = plot.mapRectToScene(plot.rect())
            area = self._areas[plot] = QRectF(self.mapFromScene(scene).boundingRect())
        return area

    def _whole_area(self) -> QRectF:
        return self._area(self._top).united(self._area(self._bottom))

    def _x(self, time: float) -> float:
        area, end = self._area(self._bottom), self._end
        return area.left() + area.width() * time / end

    def _time_at(self, where: QPointF) -> float:
        area, end = self._area(self._bottom), self._end
        share = (where.x() - area.left()) / max(1.0, area.width())
        return float(min(max(share, 0.0), 1.0) * end)

    @property
    def _end(self) -> float:
        return max(self._curves.end, 1e-9) if self._curves is not None else 1.0

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._tokens.small_px)
        return font

    def _on_scene_changed(self, _regions: object) -> None:
        self._picture = None
        self.viewport().update()
