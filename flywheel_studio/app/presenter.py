"""Presenter mode: the whole screen tells the flywheel step by step, and turns it at the end.

The steps are those of a PowerPoint story. Keys are those of a slide show, so that a clicker works:
forwards and back, the first and the last, a black screen, and Escape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from flywheel_studio.app.motion import link_speeds
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import RecordFigure
from flywheel_studio.drawing.pulses import (
    BADGE_SPEED,
    FASTEST,
    RIM,
    STILL,
    badge_direction,
    come_on,
    core_color,
    track_of,
)
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.export.shown_run import shown_run
from flywheel_studio.export.story import Chapter, story_of
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import opened
from flywheel_studio.qt_rendering.painter import paint_primitives

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

FADE_MS: Final = 360
# The run is shown in this many seconds, and then again from its start.
RUN_SECONDS: Final = 14.0
_FRAME_MS: Final = 16
_PICTURE_SHARE: Final = 0.64
_MARGIN: Final = 0.05
_FORWARDS: Final = (
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_N,
)
_BACK: Final = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Up,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_P,
)
_DARK: Final = (Qt.Key.Key_B, Qt.Key.Key_Period)


class Presenter(QWidget):
    """A window of its own over the whole screen. `closed` tells that the talk is over."""

    closed = Signal()

    def __init__(
        self,
        flywheel: Flywheel,
        theme: Theme,
        loops: Sequence[Loop],
        *,
        is_motion_reduced: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Presenting"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        # The story is told link by link, those inside a folded wheel too.
        flywheel = opened(flywheel)
        self._flywheel = flywheel
        self._theme = theme
        self._is_motion_reduced = is_motion_reduced
        self._figure = compose(flywheel, theme, Overlays(loops=tuple(loops)))
        self._tracks = {
            record.id: track
            for record in self._figure.records
            if record.owner == "links" and (track := track_of(record)) is not None
        }
        with speaking(flywheel.header.language):
            story = story_of(flywheel, loops)
        self._chapters = tuple(chapter for chapter in story if chapter.curve is None)
        run = shown_run(flywheel, loops)
        self._trajectory = run.trajectory if run is not None else None
        if self._trajectory is not None:
            told = next((chapter for chapter in story if chapter.curve is not None), None)
            self._chapters += (_turning(flywheel, told),)
        self._step = 0
        self._is_dark = False
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self.update)
        self._before: Chapter | None = None
        self._phase = 0.0
        self._come: dict[str, float] = {}
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._show_step(0)

    @property
    def step(self) -> int:
        """Which step is shown, 0 for the first."""
        return self._step

    @property
    def count(self) -> int:
        return len(self._chapters)

    @property
    def is_turning(self) -> bool:
        """Whether the wheel is in motion."""
        return self._timer.isActive()

    def go(self, step: int) -> None:
        """Show a step; one before the first or after the last is the first or the last."""
        step = min(max(step, 0), self.count - 1)
        if step != self._step or self._is_dark:
            self._is_dark = False
            self._show_step(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in _FORWARDS:
            self.go(self._step + 1)
        elif key in _BACK:
            self.go(self._step - 1)
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(self.count - 1)
        elif key in _DARK:
            self._is_dark = not self._is_dark
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.go(self._step + 1)
        elif event.button() == Qt.MouseButton.RightButton:
            self.go(self._step - 1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.go(self._step + (1 if turned < 0 else -1))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._fade.stop()
        super().closeEvent(event)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor("#000000" if self._is_dark else self._theme.paper))
            if not self._is_dark:
                self._paint_picture(painter)
                self._paint_words(painter)
        finally:
            painter.end()

    # -- inside

    def _show_step(self, step: int) -> None:
        self._before = self._chapters[self._step] if step == self._step + 1 else None
        self._step = step
        is_last = self._trajectory is not None and step == self.count - 1
        if is_last and not self._is_motion_reduced:
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()
        chapter = self._chapters[step]
        self.setAccessibleName(" ".join((chapter.title, *chapter.text)))
        self._fade.stop()
        if self._before is not None and not self._is_motion_reduced:
            self._fade.start()
        self.update()

    def _on_frame(self) -> None:
        seconds = min(self._since.restart() / 1000.0, 0.1)
        self._phase += seconds
        for link, speed in self._speeds().items():
            self._come[link] = come_on(self._come.get(link, 0.0), speed, seconds)
        self.update()

    def _speeds(self) -> dict[str, float]:
        if self._trajectory is None:
            return {}
        end = float(self._trajectory.time[-1])
        at = end * (self._phase % RUN_SECONDS) / RUN_SECONDS
        return link_speeds(self._flywheel, self._trajectory, at)

    def _paint_picture(self, painter: QPainter) -> None:
        area = self._figure.box.grown(12.0)
        width = self.width() * _PICTURE_SHARE
        margin = self.height() * _MARGIN
        scale = min((width - 2 * margin) / area.width, (self.height() - 2 * margin) / area.height)
        painter.save()
        painter.translate(width / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-area.center.x, -area.center.y)
        speeds = self._speeds() if self.is_turning else {}
        for record in self._figure.records:
            opacity = self._opacity(record)
            if opacity <= 0.0:
                continue
            painter.setOpacity(opacity)
            if record.owner == "loops" and self.is_turning:
                self._paint_badge(painter, record)
            else:
                paint_primitives(record.primitives, painter)
            if record.owner == "links" and record.id in speeds:
                self._paint_beads(painter, record, speeds[record.id])
        painter.restore()

    def _opacity(self, record: RecordFigure) -> float:
        if not _is_shown(self._chapters[self._step], record):
            return 0.0
        is_fading = self._fade.state() == QVariantAnimation.State.Running
        if is_fading and self._before is not None and not _is_shown(self._before, record):
            return float(self._fade.currentValue())
        return 1.0

    def _paint_badge(self, painter: QPainter, record: RecordFigure) -> None:
        center = record.handle
        if center is None:
            return
        painter.save()
        painter.translate(center.x, center.y)
        painter.rotate(badge_direction(record) * self._phase * BADGE_SPEED % 360.0)
        painter.translate(-center.x, -center.y)
        paint_primitives(record.primitives[:2], painter)
        painter.restore()
        paint_primitives(record.primitives[2:], painter)

    def _paint_beads(self, painter: QPainter, record: RecordFigure, speed: float) -> None:
        track = self._tracks.get(record.id)
        if track is None or track.body.stroke is None or abs(speed) < STILL:
            return
        radius = track.radius(min(abs(speed), FASTEST))
        painter.setPen(QPen(QColor(track.body.stroke), RIM))
        painter.setBrush(QColor(core_color(self._theme, speed < 0.0)))
        for place in track.beads(self._come.get(record.id, 0.0)):
            painter.drawEllipse(QRectF(place.x - radius, place.y - radius, 2 * radius, 2 * radius))

    def _paint_words(self, painter: QPainter) -> None:
        chapter = self._chapters[self._step]
        unit = self.height() / 1080.0
        left = self.width() * _PICTURE_SHARE
        column = QRectF(left, 0.0, self.width() - left - 64 * unit, float(self.height()))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        blocks = [(chapter.title, 46.0, 700, self._theme.ink, 30.0)]
        blocks += [(words, 30.0, 400, self._theme.muted, 20.0) for words in chapter.text]
        tall = QRectF(0.0, 0.0, column.width(), 10_000.0)
        sizes = []
        for words, size, weight, _, gap in blocks:
            painter.setFont(self._font(size * unit, weight))
            sizes.append(painter.boundingRect(tall, words, option).height() + gap * unit)
        top = max((column.height() - sum(sizes)) / 2, 40 * unit)
        for (words, size, weight, color, _), height in zip(blocks, sizes, strict=True):
            painter.setFont(self._font(size * unit, weight))
            painter.setPen(QColor(color))
            painter.drawText(QRectF(column.left(), top, column.width(), height + 40), words, option)
            top += height
        painter.setFont(self._font(18 * unit, 400))
        painter.setPen(QColor(self._theme.muted))
        place = QRectF(column.left(), column.height() - 64 * unit, column.width(), 30 * unit)
        counter = QTextOption(Qt.AlignmentFlag.AlignRight)
        painter.drawText(place, tr("{now} of {all}", now=self._step + 1, all=self.count), counter)

    def _font(self, size: float, weight: int) -> QFont:
        font = QFont(self._theme.family)
        font.setPixelSize(max(round(size), 9))
        font.setWeight(QFont.Weight(weight))
        return font


def _turning(flywheel: Flywheel, told: Chapter | None) -> Chapter:
    """The last step: everything is there, and it turns."""
    title = " ".join(flywheel.header.title.split()) or tr("The whole flywheel")
    return Chapter(title=title, text=told.text if told is not None else ())


def _is_shown(chapter: Chapter, record: RecordFigure) -> bool:
    shown = chapter.shown
    if shown is None:
        return True
    if record.owner == "factors":
        return record.id in shown.factors
    if record.owner == "links":
        return record.id in shown.links
    if record.owner == "loops":
        return record.id in shown.loops
    return shown.others
