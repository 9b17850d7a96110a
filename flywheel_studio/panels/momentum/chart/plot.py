"""The curves of a run: momentum above, the factors below, over one time axis.

Everything that stays is painted once into a picture; the playhead and the crosshair are laid over it,
so that a frame of playback costs a copy of pixels and not a thousand line segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.momentum.chart.curves import Curves, Marker
from flywheel_studio.panels.momentum.chart.layout import Layout, laid_out, look_of
from flywheel_studio.panels.momentum.chart.painting import paint_chart
from flywheel_studio.panels.momentum.chart.panes import Pane, panes_of
from flywheel_studio.panels.momentum.chart.reading import (
    Reading,
    paint_reading,
    reading_at,
    rows_of,
)
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

# So many steps of the arrow keys are a whole run; with Shift a tenth as many.
_STEPS: Final = 120
_NO_END: Final = 1.0


class CurvePlot(QWidget):
    """Two fields over one time axis.

    `scrubbed` carries the time that was pressed or dragged to, `axis_moved` the `TimeAxis` once it
    is another one.
    """

    scrubbed = Signal(float)
    axis_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._curves: Curves | None = None
        self._hidden: frozenset[str] = frozenset()
        self._measure = ""
        self._markers: tuple[Marker, ...] = ()
        self._is_logarithmic = False
        self._playhead = 0.0
        self._hover: QPointF | None = None
        self._picture: QPixmap | None = None
        self._panes: tuple[Pane, ...] = ()
        self._layout: Layout
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Curves of the run"))
        self._draw()

    # -- what to show

    @property
    def time_axis(self) -> TimeAxis:
        """Where a time lies, in pixels of this widget."""
        return self._layout.axis

    @property
    def panes(self) -> tuple[Pane, ...]:
        """What is drawn, above and below."""
        return self._panes

    @property
    def markers(self) -> tuple[Marker, ...]:
        return self._markers

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._draw()

    def set_curves(self, curves: Curves | None, markers: Sequence[Marker] = ()) -> None:
        """Draw a run; None for an empty chart."""
        self._curves, self._markers = curves, tuple(markers)
        self._draw()

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Equal steps for equal factors; values of 0 and below are then not drawn."""
        self._is_logarithmic = is_logarithmic
        self._draw()

    def set_hidden(self, factors: frozenset[str]) -> None:
        """Leave these factors out; the axis fits those that stay."""
        self._hidden = factors
        self._draw()

    def set_measure(self, measure: str) -> None:
        """Draw the factors of one measure in its unit; "" for all in percent of today."""
        self._measure = measure
        self._draw()

    def set_playhead(self, time: float) -> None:
        if time != self._playhead:
            for at in (self._playhead, time):
                # Only the strips that the line leaves and enters are painted again.
                self.update(QRect(round(self._x(at)) - 3, 0, 7, self.height()))
            self._playhead = time
            if self._reads_playhead():
                self.update()

    def reading_at(self, time: float) -> Reading | None:
        """What the crosshair says at `time`: momentum and each visible factor."""
        if self._curves is None or len(self._curves.time) == 0:
            return None
        return reading_at(self._curves, time, hidden=self._hidden, measure=self._measure)

    # -- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._painted(ratio)
        painter = QPainter(self)
        # Cut to what is to be painted by the painter itself, exactly at any scale of the screen.
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_over(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.time_axis.time_at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.time_axis.time_at(event.position().x()))
        self._hover = event.position()
        self.update()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move the playhead; the values there are shown while the chart has the keys."""
        end = self.time_axis.end
        step = end / _STEPS
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            step *= 10.0
        match event.key():
            case Qt.Key.Key_Left:
                time = self._playhead - step
            case Qt.Key.Key_Right:
                time = self._playhead + step
            case Qt.Key.Key_Home:
                time = 0.0
            case Qt.Key.Key_End:
                time = end
            case _:
                super().keyPressEvent(event)
                return
        if self._curves is not None:
            time = min(max(time, 0.0), end)
            self.scrubbed.emit(time)
            self._say(time)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say(self._playhead)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # -- drawing

    def _draw(self) -> None:
        self._panes = panes_of(
            self._curves,
            hidden=self._hidden,
            measure=self._measure,
            is_logarithmic=self._is_logarithmic,
        )
        self._arrange()

    def _arrange(self) -> None:
        before = getattr(self, "_layout", None)
        curves = self._curves
        end = max(curves.end, 1e-9) if curves is not None else _NO_END
        unit = curves.unit if curves is not None else ""
        look = look_of(self._tokens, self.font())
        self._layout = laid_out(self._panes, end, unit, QSizeF(self.size()), look)
        self._picture = None
        self.update()
        if before is not None and before.axis != self._layout.axis:
            self.axis_moved.emit(self._layout.axis)

    def _painted(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._tokens.surface))
        painter = QPainter(picture)
        unit = self._curves.unit if self._curves is not None else ""
        look = look_of(self._tokens, self.font())
        paint_chart(painter, self._panes, self._layout, self._markers, unit, look)
        painter.end()
        return picture

    def _paint_over(self, painter: QPainter) -> None:
        if self._curves is None:
            return
        self._paint_line(painter, self._playhead, QPen(QColor(self._tokens.ink), 1.4))
        where = self._hover
        if where is not None and self._layout.whole.contains(where):
            time = self.time_axis.time_at(where.x())
            self._paint_line(painter, time, QPen(QColor(self._tokens.muted), 1.0))
        elif self._reads_playhead():
            time = self._playhead
            where = QPointF(self._x(time), self._layout.areas[0].center().y())
        else:
            return
        reading = self.reading_at(time)
        if reading is not None:
            painter.setFont(look_of(self._tokens, self.font()).font)
            paint_reading(painter, reading, self._tokens, QRectF(self.rect()), where)

    def _paint_line(self, painter: QPainter, time: float, pen: QPen) -> None:
        x = self._x(time)
        painter.setPen(pen)
        for area in self._layout.areas:
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _x(self, time: float) -> float:
        axis = self.time_axis
        return axis.x_of(min(max(time, 0.0), axis.end))

    def _reads_playhead(self) -> bool:
        """Whether the values at the playhead are shown: reached by keys, and no pointer is there."""
        return self.hasFocus() and self._hover is None

    def _say(self, time: float) -> None:
        reading = self.reading_at(time)
        if reading is not None:
            rows = [f"{name} {value}".strip() for name, _, value in rows_of(reading)]
            self.setAccessibleDescription(", ".join([reading.title, *rows]))
