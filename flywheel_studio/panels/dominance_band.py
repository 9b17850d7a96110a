"""Which loop drives the run: a band under the curves, coloured as the loops on the paper, and words.

It explains what drove this run and says nothing of what to push; the levers stand below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from flywheel_studio.drawing.theme import contrast, mixed
from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.chart_layout import Look, look_of
from flywheel_studio.panels.chart_words import paint_words
from flywheel_studio.panels.fields import section_label
from flywheel_studio.panels.parts import plain_label
from flywheel_studio.panels.style import LIGHT, Tokens
from flywheel_studio.panels.time_axis import TimeAxis

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.insight.dominance import Drive, Span

HEIGHT: Final = 24
_ROUND: Final = 4.0
# Of loops that drive together: lighting more lights the whole drawing.
_MOST_LIT: Final = 12

Records = frozenset[tuple[str, str]]


def named_loops(drive: Drive | None) -> Iterator[str]:
    """The loops that are shown of what drives a run: not the thousandth of a dense drawing."""
    for span in drive.spans if drive is not None else ():
        if span.kind in ("reinforcing", "balancing"):
            yield from span.loops[:_MOST_LIT]


def records_of(loop: Loop) -> Records:
    """A loop's badge, factors and links, as the paper lights them."""
    factors = {("factors", key) for key in loop.factors}
    links = {("links", key) for key in loop.links}
    return frozenset({("loops", loop.id)} | factors | links)


class DominanceBand(QWidget):
    """The spans of a run over its time. `scrubbed` carries a time that was pressed or dragged to."""

    scrubbed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._spans: tuple[Span, ...] = ()
        self._words: tuple[str, ...] = ()
        self._colors: Mapping[str, str] = {}
        self._axis = TimeAxis(0.0, 1.0)
        self._playhead = 0.0
        self._picture: QPixmap | None = None
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

    def color_of(self, span: Span) -> str:
        """The colour of its strongest loop; greys for friction, ceilings and rest."""
        return self._color_on(self._tokens, span)

    def _color_on(self, t: Tokens, span: Span) -> str:
        if span.kind in ("reinforcing", "balancing") and span.loops:
            return self._colors.get(span.loops[0], t.muted)
        if span.kind == "ceiling":
            return mixed(t.surface, t.minus, 0.55)
        return mixed(t.surface, t.muted, 0.35 if span.kind == "friction" else 0.12)

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
        self.scrubbed.emit(self._axis.time_at(event.position().x()))
        event.accept()

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

    def _x(self, time: float) -> float:
        return self._axis.x_of(min(time, self._axis.end))


class DriveSection(QWidget):
    """The band with its title and its sentences; hidden where the drawing has no loop.

    `driven` carries the records of the loops that drive at the playhead while the run is
    playing, ("loops", id), ("factors", id) and ("links", id); None when it stands, or no loop does.
    """

    driven = Signal(object)
    scrubbed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.band = DominanceBand(self)
        self._drive: Drive | None = None
        self._records: Mapping[str, Records] = {}
        self._lit: Records | None = None
        self._words = plain_label("caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        self._title = tr("What drives it")
        column.addWidget(section_label(self._title, self))
        column.addWidget(self.band)
        column.addWidget(self._words)
        self.band.scrubbed.connect(self.scrubbed)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def set_tokens(self, tokens: Tokens) -> None:
        self.band.set_tokens(tokens)

    def set_axis(self, axis: TimeAxis) -> None:
        """Stand time under time below the curves."""
        self.band.set_axis(axis)

    def paint_on_paper(
        self, painter: QPainter, axis: TimeAxis, top: float, width: float, look: Look
    ) -> float:
        """Title, band and sentences in a picture of the chart."""
        top = paint_words(painter, self._title, top, width, look)
        self.band.paint_spans(painter, axis, top, look)
        return paint_words(painter, self.words, top + HEIGHT + 2.0, width, look)

    def set_drive(
        self,
        flywheel: Flywheel,
        drive: Drive | None,
        colors: Mapping[str, str],
        records: Mapping[str, Records],
        *,
        counted: int | None = None,
    ) -> None:
        """Show what drives a run of `flywheel`.

        Args:
            colors, records: of each loop, by its id.
            counted: so many loops are known and count here, of more than that; None: all.
        """
        has_spans = drive is not None and bool(drive.spans)
        self._drive = drive if has_spans else None
        self._records = records
        self.setVisible(has_spans)
        if drive is None or not has_spans:
            self.band.set_spans((), (), {})
            return
        from flywheel_studio.insight.dominance import drive_sentences, driver_words

        said = list(drive_sentences(flywheel, drive))
        if counted is not None:
            said.append(
                tr(
                    "The drawing has more loops than the {count} shortest that count here, "
                    "so others may drive it.",
                    count=number(counted),
                )
            )
        self._words.setText(" ".join(said))
        words = tuple(driver_words(flywheel, span) for span in drive.spans)
        self.band.set_spans(drive.spans, words, colors)
        self.band.setAccessibleName(" ".join(said))

    def show_moment(self, playhead: float, is_playing: bool) -> None:
        """The playhead is there, and plays or stands."""
        self.band.set_playhead(playhead)
        span = self._drive.at(playhead) if self._drive is not None and is_playing else None
        lit: Records | None = None
        if span is not None and span.kind in ("reinforcing", "balancing"):
            shown = span.loops[:_MOST_LIT]
            lit = frozenset().union(*(self._records.get(key, frozenset()) for key in shown))
        if lit != self._lit:
            self._lit = lit
            self.driven.emit(lit or None)
