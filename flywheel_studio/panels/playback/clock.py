"""The one clock behind playback: tells it how many seconds went by, about sixty times a second.

It runs only while something plays, so a paused window costs nothing.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from flywheel_studio.panels.playback.playback import Playback

FRAME_MS: Final = 16
# After a hang (a dialog, a sleeping laptop) the run goes on from where it was, not far ahead.
LONGEST_FRAME_S: Final = 0.1


class PlaybackClock(QObject):
    """Drives a `Playback` while it is playing."""

    def __init__(self, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = playback
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        playback.playing_changed.connect(self._on_playing_changed)
        self._is_listening = True

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        """For good: whoever wants time to pass now says so to the playback."""
        self._timer.stop()
        if self._is_listening:
            self._is_listening = False
            self._playback.playing_changed.disconnect(self._on_playing_changed)

    def _on_playing_changed(self, is_playing: bool) -> None:
        if is_playing:
            self._elapsed.start()
            self._timer.start()
        else:
            self._timer.stop()

    def _on_frame(self) -> None:
        seconds = self._elapsed.restart() / 1000.0
        self._playback.advance(min(seconds, LONGEST_FRAME_S))
