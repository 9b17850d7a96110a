"""Tells a screen reader what happens beside the paper: steps made and undone, tools, loops found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flywheel_studio.language.translate import ntr, tr

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.session.live_results import LiveResults, Results


class Voice:
    """Speaks for one window, as long as it stands."""

    def __init__(self, window: WindowFrame) -> None:
        self._window = window
        self._results: LiveResults | None = None
        self._loops = -1
        window.toolbox.tool_changed.connect(self._on_tool_changed)
        window.editor.stepped.connect(self.say)

    def say(self, words: str) -> None:
        """Tell a sentence that the window shows as well."""
        self._window.canvas.announcer.say(words)

    def follow(self, results: LiveResults) -> None:
        """Tell how many loops there are, whenever that changes."""
        if results is not self._results:
            self._results = results
            results.results_ready.connect(self._on_results_ready)

    def close(self) -> None:
        """The window goes."""
        self._window.toolbox.tool_changed.disconnect(self._on_tool_changed)
        self._window.editor.stepped.disconnect(self.say)
        if self._results is not None:
            self._results.results_ready.disconnect(self._on_results_ready)
            self._results = None

    def _on_tool_changed(self, tool: str) -> None:
        titles = {
            "select": tr("Select"),
            "place": tr("Factor"),
            "connect": tr("Link"),
            "text": tr("Text"),
        }
        self.say(tr("Tool: {name}", name=titles.get(tool, tool)))

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
