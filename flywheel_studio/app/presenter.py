"""Presenter mode: the whole screen tells the flywheel step by step, and turns it at the end.

The steps are those of a PowerPoint story; the camera glides to what each of them tells. Keys are
those of a slide show, so that a clicker works: forwards and back, the first and the last, a black
screen, and Escape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEasingCurve,
    QElapsedTimer,
    QRectF,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from flywheel_studio.app.motion import link_speeds
from flywheel_studio.app.presenter_picture import StoryPicture, Turning, between
from flywheel_studio.drawing.pulses import come_on
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.export.chapter import Chapter
from flywheel_studio.export.shown_run import shown_run
from flywheel_studio.export.story import story_of
from flywheel_studio.geometry.plane import Box
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import opened

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

GLIDE_MS: Final = 640
# What appears and what fades is done by this share of a glide.
_FADED_BY: Final = 0.6
# The run is shown in this many seconds, and then again from its start.
RUN_SECONDS: Final = 14.0
_FRAME_MS: Final = 16
# The words stand beside the picture; below a wide one that gains so much by it.
_PICTURE_SHARE: Final = 0.64
_TALL_SHARE: Final = 0.74
_GAIN: Final = 1.05
# Title, text and small print, in pixels of a screen that is 1,080 tall; long words are written smaller.
_TITLE: Final = 46.0
TEXT: Final = 30.0
_SMALL: Final = 18.0
_SHRINKS: Final = (1.0, 0.88, 0.76, 0.66, 0.56)
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


# Words, size, weight, colour, and the gap below.
_Block = tuple[str, float, int, str, float]


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
        self._picture = StoryPicture(flywheel, theme, loops)
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
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self.update)
        self._before: Chapter | None = None
        self._from: Box | None = None
        self._to: Box = self._picture.frame(self._chapters[0])
        self._turning = Turning()
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

    @property
    def is_gliding(self) -> bool:
        """Whether the camera is on its way to what the step shows."""
        return self._glide.state() == QVariantAnimation.State.Running

    @property
    def frame(self) -> Box:
        """What the camera frames just now, on the paper."""
        if self._from is None or not self.is_gliding:
            return self._to
        return between(self._from, self._to, float(self._glide.currentValue()))

    @property
    def pixels_a_unit(self) -> float:
        """How large the step is drawn once the camera has come to it."""
        return self._picture.scale(self._to, self._area(self._to), self._unit)

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
            self._say()
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
        self._glide.stop()
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
        here, self._before = self.frame, self._chapters[self._step]
        self._step = step
        is_last = self._trajectory is not None and step == self.count - 1
        if is_last and not self._is_motion_reduced:
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()
        chapter = self._chapters[step]
        self._say()
        self._from, self._to = here, self._picture.frame(chapter)
        self._glide.stop()
        if self._before is not chapter and not self._is_motion_reduced:
            self._glide.start()
        self.update()

    def _say(self) -> None:
        """What a screen reader says of the step; its sentences stand apart as they do on a slide."""
        chapter = self._chapters[self._step]
        place = tr("{now} of {all}", now=self._step + 1, all=self.count)
        shown = (
            tr("The screen is black")
            if self._is_dark
            else ". ".join(words.rstrip(".") for words in (chapter.title, *chapter.text) if words)
        )
        self.setAccessibleName(f"{place}. {shown}.")

    def _on_frame(self) -> None:
        seconds = min(self._since.restart() / 1000.0, 0.1)
        turning = self._turning
        turning.phase += seconds
        turning.speeds = self._speeds()
        for link, speed in turning.speeds.items():
            turning.come[link] = come_on(turning.come.get(link, 0.0), speed, seconds)
        self.update()

    def _speeds(self) -> dict[str, float]:
        if self._trajectory is None:
            return {}
        end = float(self._trajectory.time[-1])
        at = end * (self._turning.phase % RUN_SECONDS) / RUN_SECONDS
        return link_speeds(self._flywheel, self._trajectory, at)

    @property
    def _unit(self) -> float:
        """Pixels, for one of a screen that is 1,080 tall; an upright one counts by its width."""
        return min(self.height() / 1080.0, self.width() / 1440.0)

    def _area(self, frame: Box) -> QRectF:
        """Where the picture of a step stands: left of its words, or above them."""
        whole = QRectF(self.rect())
        beside = QRectF(0.0, 0.0, whole.width() * _PICTURE_SHARE, whole.height())
        above = QRectF(0.0, 0.0, whole.width(), whole.height() * _TALL_SHARE)
        scales = [self._picture.scale(frame, area, self._unit) for area in (beside, above)]
        return above if scales[1] > _GAIN * scales[0] else beside

    def _paint_picture(self, painter: QPainter) -> None:
        chapter, before, share = self._chapters[self._step], None, 1.0
        area = self._area(self._to)
        if self.is_gliding and self._from is not None:
            before = self._before
            share = min(self._glide.currentTime() / (GLIDE_MS * _FADED_BY), 1.0)
            area = _between(self._area(self._from), area, float(self._glide.currentValue()))
        turning = self._turning if self.is_turning else None
        self._picture.paint(painter, area, self._unit, self.frame, chapter, before, share, turning)

    def _paint_words(self, painter: QPainter) -> None:
        chapter, unit, width = self._chapters[self._step], self._unit, float(self.width())
        area = self._area(self._to)
        title = (chapter.title, _TITLE, 700, self._theme.ink, 30.0)
        text = [(words, TEXT, 400, self._theme.muted, 20.0) for words in chapter.text]
        if area.width() < width:
            column = QRectF(area.width(), 80 * unit, width - area.width() - 64 * unit, 0.0)
            column.setBottom(self.height() - 80 * unit)
            self._write(painter, [title, *text], column)
        else:
            low = QRectF(64 * unit, area.bottom() + 10 * unit, width * 0.3, 0.0)
            low.setBottom(self.height() - 64 * unit)
            self._write(painter, [title], low, is_centred=False)
            beside = QRectF(low)
            beside.setLeft(low.right() + 48 * unit)
            beside.setRight(width - 64 * unit)
            self._write(painter, text, beside, is_centred=False)
        painter.setFont(self._font(_SMALL * unit, 400))
        painter.setPen(QColor(self._theme.muted))
        place = QRectF(width * 0.6, self.height() - 64 * unit, width * 0.4 - 64 * unit, 30 * unit)
        counter = QTextOption(Qt.AlignmentFlag.AlignRight)
        painter.drawText(place, tr("{now} of {all}", now=self._step + 1, all=self.count), counter)

    def _write(
        self,
        painter: QPainter,
        blocks: Sequence[_Block],
        column: QRectF,
        *,
        is_centred: bool = True,
    ) -> None:
        """Write paragraphs one below the other, smaller where they would not fit."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        tall = QRectF(0.0, 0.0, column.width(), 10_000.0)
        unit, heights = self._unit, list[float]()
        for shrink in _SHRINKS:
            unit, heights = self._unit * shrink, []
            for words, size, weight, _, gap in blocks:
                painter.setFont(self._font(size * unit, weight))
                heights.append(painter.boundingRect(tall, words, option).height() + gap * unit)
            if sum(heights) <= column.height():
                break
        top = column.top() + max((column.height() - sum(heights)) / 2 if is_centred else 0.0, 0.0)
        for (words, size, weight, color, _), height in zip(blocks, heights, strict=True):
            painter.setFont(self._font(size * unit, weight))
            painter.setPen(QColor(color))
            painter.drawText(QRectF(column.left(), top, column.width(), height + 40), words, option)
            top += height

    def _font(self, size: float, weight: int) -> QFont:
        font = QFont(self._theme.family)
        font.setPixelSize(max(round(size), 9))
        font.setWeight(QFont.Weight(weight))
        return font


def _turning(flywheel: Flywheel, told: Chapter | None) -> Chapter:
    """The last step: everything is there, and it turns."""
    title = " ".join(flywheel.header.title.split()) or tr("The whole flywheel")
    return Chapter(title=title, text=told.text if told is not None else ())


def _between(first: QRectF, second: QRectF, share: float) -> QRectF:
    """The area on the way from one to another: both begin in the same corner."""
    width = first.width() + (second.width() - first.width()) * share
    height = first.height() + (second.height() - first.height()) * share
    return QRectF(first.left(), first.top(), width, height)
