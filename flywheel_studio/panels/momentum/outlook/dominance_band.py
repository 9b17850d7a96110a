"""Which loop drives the run: a band under the curves, coloured as the loops on the paper.

The pointer asks what drives it there, the focus what drives it at the playhead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from flywheel_studio.drawing.theme import contrast, mixed
from flywheel_studio.panels.momentum.chart.layout import Look, look_of
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.insight.dominance import Drive, Span

HEIGHT: Final = 24
_ROUND: Final = 4.0
# What no loop drives, as shares of the muted colour.
_GREYS: Final = {"friction": 0.35, "push": 0.22, "begun": 0.22}
# Key presses from the beginning of a run to its end.
_STEPS: Final = 40
# Of loops that drive together: lighting more lights the whole drawing.
MOST_LIT: Final = 12

Records = frozenset[tuple[str, str]]


def named_loops(drive: Drive | None) -> Iterator[str]:
    """The loops that are shown of what drives a run: not the thousandth of a dense drawing."""
    for span in drive.spans if drive is not None else ():
        if span.kind in ("reinforcing", "balancing"):
            yield from span.loops[:MOST_LIT]


def records_of(loop: Loop) -> Records:
    """A loop's badge, factors and links, as the paper lights them."""
    factors = {("factors", key) for key in loop.factors}
    links = {("links", key) for key in loop.links}
    return frozenset({("loops", loop.id)} | factors | links)


class DominanceBand(QWidget):
    """The spans of a run over its time.

    `scrubbed` carries a time that was pressed, dragged or walked to; `asked` the place of a span
    that the pointer is on, or the focus at the playhead, None for none.
    """

    scrubbed = Signal(float)
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._spans: tuple[Span, ...] = ()
        self._words: tuple[str, ...] = ()
        self._colors: Mapping[str, str] = {}
        self._axis = TimeAxis(0.0, 1.0)
        self._playhead = 0.0
        self._picture: QPixmap | None = None
        self._asked: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._repaint()

    def set_spans(
        self,
        spans: tuple[Span, ...],
        words: tuple[str, ...],
        colors: Mapping[str, str],
    ) -> None:
        """Show who drives when.

        Args:
            words: one for each span.
            colors: loop id -> "#rrggbb".
        """
        self._spans, self._words, self._colors = spans, words, colors
        self._ask(None)
        self._repaint()

    def set_axis(self, axis: TimeAxis) -> None:
        """Stand time under time below the curves."""
        self._axis = axis
        self._repaint()

    def set_playhead(self, time: float) -> None:
        if time != self._playhead:
            for at in (self._playhead, time):
                self.update(round(self._x(at)) - 3, 0, 7, HEIGHT)
            self._playhead = time
            if self.hasFocus():
                self._ask(self.span_at(self._x(time)))

    def color_of(self, span: Span) -> str:
        """The colour of its strongest loop; greys for friction, pushes, ceilings and rest."""
        return self._color_on(self._tokens, span)

    def _color_on(self, t: Tokens, span: Span) -> str:
        if span.kind in ("reinforcing", "balancing") and span.loops:
            return self._colors.get(span.loops[0], t.muted)
        if span.kind == "ceiling":
            return mixed(t.surface, t.minus, 0.55)
        return mixed(t.surface, t.muted, _GREYS.get(span.kind, 0.12))

    def span_at(self, x: float) -> int | None:
        """The place of the span under a pixel; None beside them."""
        time = self._axis.time_at(x)
        for place, span in enumerate(self._spans):
            if span.begin <= time <= span.end:
                return place
        return None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self.span_at(event.pos().x())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._words[place], self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.scrubbed.emit(self._axis.time_at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            self.scrubbed.emit(self._axis.time_at(event.position().x()))
        self._ask(self.span_at(event.position().x()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._ask(self.span_at(self._x(self._playhead)) if self.hasFocus() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: self._playhead - self._axis.end / _STEPS,
            Qt.Key.Key_Right: self._playhead + self._axis.end / _STEPS,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._axis.end,
        }
        to = moves.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.scrubbed.emit(min(max(to, 0.0), self._axis.end))
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ask(self.span_at(self._x(self._playhead)))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ask(None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._painted(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._spans:
            x = self._x(self._playhead)
            painter.setPen(QPen(QColor(self._tokens.ink), 1.4))
            painter.drawLine(QPointF(x, 0), QPointF(x, HEIGHT))
            if self.hasFocus():
                width = self._axis.right - self._axis.left
                painter.setPen(QPen(QColor(self._tokens.accent), 1.4))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRectF(self._axis.left, 0.7, width, HEIGHT - 1.4).adjusted(-2, 0, 2, 0)
                painter.drawRoundedRect(ring, _ROUND, _ROUND)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    def _repaint(self) -> None:
        self._picture = None
        self.update()

    def _painted(self, ratio: float) -> QPixmap:
        """What stays while the run plays: a frame copies it."""
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_spans(painter, self._axis, 0.0, look_of(self._tokens, self.font()))
        painter.end()
        return picture

    def paint_spans(self, painter: QPainter, axis: TimeAxis, top: float, look: Look) -> None:
        """Draw the spans from `top` on, `HEIGHT` high, on an axis of one's own."""
        t = look.tokens
        font = QFont(look.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for span, words in zip(self._spans, self._words, strict=True):
            left, right = axis.x_of(span.begin), axis.x_of(min(span.end, axis.end))
            box = QRectF(left, top + 3, right - left, HEIGHT - 6).adjusted(0.5, 0, -0.5, 0)
            color = self._color_on(t, span)
            is_faint = contrast(color, t.surface) < 1.5
            painter.setPen(QPen(QColor(t.line), 1.0) if is_faint else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(box, _ROUND, _ROUND)
            said = words if metrics.horizontalAdvance(words) < box.width() - 8 else ""
            if not said and span.loops and metrics.horizontalAdvance(span.loops[0]) < box.width():
                said = span.loops[0] if span.kind != "ceiling" else ""
            is_light = contrast("#ffffff", color) < contrast("#10151d", color)
            painter.setPen(QColor("#10151d" if is_light else "#ffffff"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _ask(self, place: int | None) -> None:
        if place != self._asked:
            self._asked = place
            said = self._words[place] if place is not None else ""
            self.setAccessibleDescription(said)
            self.asked.emit(place)

    def _x(self, time: float) -> float:
        return self._axis.x_of(min(time, self._axis.end))
