"""Play, step, reset, speed and the scrub slider: the buttons of a `Playback`.

Each button is one method as well (`toggle_playing`, `step`, `reset`), so that the window can
hang its own shortcuts on them.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.icons import Sign, icon
from flywheel_studio.panels.parts.wording import moment
from flywheel_studio.panels.playback.playback import SPEEDS, Playback
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

_SCRUB_STEPS: Final = 2_000
# At normal speed four times a second.
_TOLD_STEPS: Final = 40


class ScrubSlider(QSlider):
    """A slider whose handle comes to where one presses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            style = self.style()
            handle = style.subControlRect(
                QStyle.ComplexControl.CC_Slider,
                option,
                QStyle.SubControl.SC_SliderHandle,
                self,
            )
            if not handle.contains(event.position().toPoint()):
                room = self.width() - handle.width()
                at = event.position().x() - handle.width() / 2
                self.setValue(
                    QStyle.sliderValueFromPosition(
                        self.minimum(), self.maximum(), round(at), max(1, room)
                    )
                )
                self.sliderMoved.emit(self.value())
        super().mousePressEvent(event)


class Times(QWidget):
    """Where we are at the left, how long it is at the right.

    Painted, because a label that gets other words every frame lays the whole panel out again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self.now = ""
        self.all = ""
        self.setAccessibleName(tr("Time in the run"))

    def show_times(self, now: str, all_: str) -> None:
        if (now, all_) != (self.now, self.all):
            self.now, self.all = now, all_
            self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.setFixedHeight(tokens.small_px + 6)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(self._tokens.small_px)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, self.now)
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self.all)
        painter.end()


class Transport(QWidget):
    """The row of buttons under the wheel."""

    reset_requested = Signal()

    def __init__(self, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._tokens: Tokens = LIGHT
        self._unit = "month"
        self._step = 1.0
        self._reset = self._round_button(tr("Back to the start, without your pushes"))
        self._play = QToolButton(self)
        self._play.setObjectName("play")
        self._play.setIconSize(QSize(18, 18))
        self._forward = self._round_button(tr("One step on"))
        self.times = Times(self)
        self._speed = self._speed_button()
        self._scrub = ScrubSlider(self)
        self._scrub.setRange(0, _SCRUB_STEPS)
        self._scrub.setPageStep(_SCRUB_STEPS // 10)
        self._scrub.setSingleStep(_SCRUB_STEPS // 100)
        self._scrub.setAccessibleName(tr("Time in the run"))
        self._arrange()
        self._connect()
        self.set_tokens(LIGHT)
        self._show_all()

    # -- what the window's actions call

    def toggle_playing(self) -> None:
        """Play, or pause."""
        self._playback.toggle()

    def step(self) -> None:
        """Pause and go one step on."""
        self._playback.step(self._step)

    def reset(self) -> None:
        """Back to the start; whoever made pushes takes them back."""
        self._playback.reset()
        self.reset_requested.emit()

    def focus_play(self) -> None:
        """Give the keyboard to the play button, from something that goes away as playing begins."""
        self._play.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what there is to play

    def set_run(self, unit: str, step: float) -> None:
        """The document's time unit, and how far one step goes in it."""
        self._unit, self._step = unit, step
        self._show_all()

    def set_verdict(self, words: str) -> None:
        """What the wheel does, for whoever comes to the button that plays and does not see it."""
        self._play.setAccessibleDescription(words)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.times.set_tokens(tokens)
        self._reset.setIcon(icon("reset", tokens.ink, faint=tokens.faint))
        self._forward.setIcon(icon("step", tokens.ink, faint=tokens.faint))
        self._speed.setIcon(icon("chevron", tokens.muted, 12))
        self._show_play_sign()

    def detach(self) -> None:
        """Stop listening: the panel is going away, the playback may live on."""
        self._playback.playhead_changed.disconnect(self._on_playhead_changed)
        self._playback.playing_changed.disconnect(self._on_playing_changed)
        self._playback.speed_changed.disconnect(self._on_speed_changed)
        self._playback.end_changed.disconnect(self._on_end_changed)

    def _round_button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("round")
        button.setIconSize(QSize(16, 16))
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def _speed_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(tr("Speed of playing"))
        button.setAccessibleName(tr("Speed of playing"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The chevron stands behind the words.
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setIconSize(QSize(12, 12))
        menu = QMenu(button)
        for speed in SPEEDS:
            action = menu.addAction(_speed_text(speed))
            action.triggered.connect(partial(self._on_speed_chosen, speed))
        button.setMenu(menu)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._reset)
        row.addWidget(self._play)
        row.addWidget(self._forward)
        row.addStretch(1)
        row.addWidget(self._speed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addSpacing(2)
        column.addWidget(self._scrub)
        column.addWidget(self.times)

    def _connect(self) -> None:
        self._reset.clicked.connect(self._on_reset_clicked)
        self._play.clicked.connect(self._on_play_clicked)
        self._forward.clicked.connect(self._on_step_clicked)
        self._scrub.sliderMoved.connect(self._on_scrubbed)
        self._scrub.actionTriggered.connect(self._on_slider_action)
        self._playback.playhead_changed.connect(self._on_playhead_changed)
        self._playback.playing_changed.connect(self._on_playing_changed)
        self._playback.speed_changed.connect(self._on_speed_changed)
        self._playback.end_changed.connect(self._on_end_changed)

    def _on_reset_clicked(self) -> None:
        self.reset()

    def _on_play_clicked(self) -> None:
        self.toggle_playing()

    def _on_step_clicked(self) -> None:
        self.step()

    def _on_speed_chosen(self, speed: float, _checked: bool = False) -> None:
        self._playback.set_speed(speed)

    def _on_scrubbed(self, position: int) -> None:
        self._playback.scrub(self._playback.end * position / _SCRUB_STEPS)

    def _on_slider_action(self, action: int) -> None:
        if action != QSlider.SliderAction.SliderMove.value:
            self._on_scrubbed(self._scrub.sliderPosition())

    def _on_playhead_changed(self, _playhead: float) -> None:
        self._show_time()

    def _on_playing_changed(self, _is_playing: bool) -> None:
        self._show_play_sign()

    def _on_speed_changed(self, _speed: float) -> None:
        self._speed.setText(_speed_text(self._playback.speed))

    def _on_end_changed(self, _end: float) -> None:
        self._show_all()

    def _show_all(self) -> None:
        has_run = self._playback.end > 0
        for widget in (self._reset, self._play, self._forward, self._scrub):
            widget.setEnabled(has_run)
        self._speed.setText(_speed_text(self._playback.speed))
        self._show_time()
        self._show_play_sign()

    def _show_time(self) -> None:
        playback = self._playback
        share = playback.playhead / playback.end if playback.end > 0 else 0.0
        value = round(share * _SCRUB_STEPS)
        if not self._is_told_too_often(value):
            self._scrub.setValue(value)
        now = moment(playback.playhead, self._unit)
        self.times.show_times(now, duration(playback.end, self._unit))
        if not playback.is_playing:
            self._scrub.setAccessibleDescription(now)

    def _is_told_too_often(self, value: int) -> bool:
        """Every value of a slider goes to a screen reader: 60 a second while the run is played."""
        is_near = abs(value - self._scrub.value()) < _TOLD_STEPS
        return QAccessible.isActive() and self._playback.is_playing and is_near

    def _show_play_sign(self) -> None:
        is_playing = self._playback.is_playing
        sign: Sign = "pause" if is_playing else "play"
        tokens = self._tokens
        self._play.setIcon(icon(sign, tokens.accent_ink, 18, faint=tokens.muted))
        name = tr("Pause") if is_playing else tr("Play")
        self._play.setToolTip(tr("{action} (Ctrl+Space)", action=name))
        self._play.setAccessibleName(name)


def _speed_text(speed: float) -> str:
    return f"{number(speed)}×"
