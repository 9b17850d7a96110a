"""Tells a screen reader what happens beside the paper: steps, tools, loops found, the run played.

Where the playhead stands is told once it rests; while time passes nothing is, but that it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from flywheel_studio.insight.numbers import moment
from flywheel_studio.language.translate import ntr, tr

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels
    from flywheel_studio.panels.playback.playback import Playback
    from flywheel_studio.session.live_results import LiveResults, Results

# A key that is held down or a hand that drags says only where it came to.
_REST_MS: Final = 250


class Voice:
    """Speaks for one window, as long as it stands."""

    def __init__(self, window: WindowFrame) -> None:
        self._window = window
        self._panels: WindowPanels | None = None
        self._results: LiveResults | None = None
        self._playback: Playback | None = None
        self._loops = -1
        self._was_playing = False
        self._rest = QTimer(window)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._tell_moment)
        window.toolbox.tool_changed.connect(self._on_tool_changed)
        window.editor.stepped.connect(self.say)

    def say(self, words: str) -> None:
        """Tell a sentence that the window shows as well."""
        self._window.canvas.announcer.say(words)

    def follow(self, panels: WindowPanels) -> None:
        """Tell how many loops there are and where the playhead is, whenever that changes.

        Asked again when the panels are others: those before are gone.
        """
        self._panels = panels
        if panels.live_results is not self._results:
            self._results, self._playback = panels.live_results, panels.playback
            self._results.results_ready.connect(self._on_results_ready)
            self._playback.playhead_changed.connect(self._on_playhead_changed)
            self._playback.playing_changed.connect(self._on_playing_changed)

    def close(self) -> None:
        """The window goes."""
        self._window.toolbox.tool_changed.disconnect(self._on_tool_changed)
        self._window.editor.stepped.disconnect(self.say)
        if self._results is not None:
            self._results.results_ready.disconnect(self._on_results_ready)
            self._results = None
        if self._playback is not None:
            self._playback.playhead_changed.disconnect(self._on_playhead_changed)
            self._playback.playing_changed.disconnect(self._on_playing_changed)
            self._playback = None
        self._rest.stop()
        self._panels = None

    def _on_tool_changed(self, tool: str) -> None:
        titles = {
            "select": tr("Select"),
            "place": tr("Factor"),
            "connect": tr("Link"),
            "text": tr("Text"),
        }
        self.say(tr("Tool: {name}", name=titles.get(tool, tool)))

    def _on_playhead_changed(self, _playhead: float) -> None:
        if self._playback is not None and not self._playback.is_playing:
            self._rest.start()

    def _on_playing_changed(self, is_playing: bool) -> None:
        if is_playing:
            self._rest.stop()
            self.say(tr("Playing"))
        else:
            self._was_playing = True
            self._rest.start()

    def _tell_moment(self) -> None:
        """Where the playhead rests, and how the wheel turns there."""
        if self._playback is None or self._panels is None or self._playback.is_playing:
            return
        dial = self._panels.momentum.dial
        dial.say()
        unit = self._window.editor.flywheel.header.time_unit
        words = tr(
            "{moment}: {turning}",
            moment=moment(self._playback.playhead, unit),
            turning=dial.accessibleDescription(),
        )
        was_playing, self._was_playing = self._was_playing, False
        self.say(tr("Paused, {words}", words=words) if was_playing else words)

    def _on_results_ready(self, results: Results) -> None:
        count = results.report.count
        if count == self._loops:
            return
        self._loops = count
        if count == 0:
            self.say(tr("No loop"))
        elif results.report.is_truncated:
            self.say(ntr("At least {n} loop found", "At least {n} loops found", count))
        else:
            self.say(ntr("{n} loop found", "{n} loops found", count))
