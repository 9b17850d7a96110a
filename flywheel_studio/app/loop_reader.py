"""Loops in words: hovering one reads it in the hint line, a tour tells it link by link.

Naming is here too, since a check may ask for the name of a loop that has none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QLineEdit

from flywheel_studio.app.loop_tour import LoopTour
from flywheel_studio.commands.loop_names import is_same_ring, name_loop
from flywheel_studio.insight.sentences import loop_sentence
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.panels.loops.panel import LoopsPanel
    from flywheel_studio.session.live_results import LiveResults


class LoopReader:
    """Reads the loops of one window."""

    def __init__(self, window: WindowFrame, live_results: LiveResults, loops: LoopsPanel) -> None:
        self._window = window
        self._live_results = live_results
        self._loops = loops
        self.tour: LoopTour | None = None
        loops.loop_hovered.connect(self._on_hovered)
        window.canvas.loop_hovered.connect(self._on_badge_hovered)

    def read_chosen(self) -> LoopTour | None:
        """Tell the chosen loop link by link, or the main one while none is chosen."""
        self.stop()
        results = self._live_results.results
        loop = self._loops.chosen or (results.main_loop if results is not None else None)
        flywheel = self._window.editor.flywheel
        if loop is None or any(key not in flywheel.links for key in loop.links):
            self._window.say(tr("There is no loop to read yet."))
            return None
        starts = {wheel.start for wheel in flywheel.wheels.values()}
        start = next((key for key in loop.factors if key in starts), None)
        self.tour = LoopTour(self._window, loop, start)
        return self.tour

    def close(self) -> None:
        """Hear the paper no more."""
        self.stop()
        self._window.canvas.loop_hovered.disconnect(self._on_badge_hovered)

    def stop(self) -> None:
        """End the tour that is under way."""
        if self.tour is not None:
            self.tour.finish()
            self.tour = None

    def ask_name(self, links: tuple[str, ...]) -> None:
        """Ask what a loop is called."""
        flywheel = self._window.editor.flywheel
        results = self._live_results.results
        loops = results.loops if results is not None else ()
        loop = next((each for each in loops if is_same_ring(each.links, links)), None)
        if loop is None:
            self._window.say(tr("This loop is not there any more."))
            return
        self._loops.choose(loop)
        named = (each.name for each in flywheel.header.loops if is_same_ring(each.links, links))
        name, is_given = QInputDialog.getText(
            self._window,
            tr("Name the loop"),
            tr("Name of {loop}", loop=loop.id),
            QLineEdit.EchoMode.Normal,
            next(named, ""),
        )
        if is_given:
            self._window.toolbox.perform(
                tr("Name loop"), partial(name_loop, links=loop.links, name=name)
            )

    def _on_hovered(self, loop: Loop | None) -> None:
        flywheel = self._window.editor.flywheel
        if loop is None or any(key not in flywheel.links for key in loop.links):
            self._window.hint(self._window.toolbox.feedback.hint)
        else:
            self._window.hint(f"{loop.id}: {loop_sentence(flywheel, loop)}")

    def _on_badge_hovered(self, loop_id: str) -> None:
        results = self._live_results.results
        loops = results.loops if results is not None else ()
        self._on_hovered(next((loop for loop in loops if loop.id == loop_id), None))
