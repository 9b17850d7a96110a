"""The context menu of a loop: in the list of loops, on its badge on the paper, in the outline.

A loop is switched off by one link, the one that the fewest other loops go through; what stops with
it is said at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from flywheel_studio.commands.scenarios import (
    add_scenario,
    cut_of,
    switch_loop_off,
    switch_off_loop,
)
from flywheel_studio.insight.loop_off import loop_off_words, loop_title
from flywheel_studio.interaction.events import Hit
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.geometry.plane import Point
    from flywheel_studio.panels.loops.panel import LoopsPanel
    from flywheel_studio.panels.outline.panel import OutlinePanel
    from flywheel_studio.session.live_results import LiveResults


class LoopMenu:
    """Listens to the three places of one window.

    `ask_name` asks what the loop with these links is called; `edit` opens a scenario.
    """

    def __init__(
        self,
        window: WindowFrame,
        live_results: LiveResults,
        loops: LoopsPanel,
        outline: OutlinePanel,
        ask_name: Callable[[tuple[str, ...]], None],
        edit: Callable[[str], None],
    ) -> None:
        self._window = window
        self._live_results = live_results
        self._loops = loops
        self._ask_name = ask_name
        self._edit = edit
        loops.menu_requested.connect(self.open)
        outline.loop_menu_requested.connect(self._on_outline)
        window.canvas.context_requested.connect(self._on_paper)

    def close(self) -> None:
        """Hear the paper no more."""
        self._window.canvas.context_requested.disconnect(self._on_paper)

    def open(self, loop: Loop, at: QPoint) -> None:
        """Open the menu of a loop at a place of the screen."""
        menu = self.build(loop)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def build(self, loop: Loop) -> QMenu:
        """What can be done with a loop."""
        menu = QMenu(self._window)
        menu.addAction(tr("Switch off in the drawing"), partial(self.switch_off, loop))
        inner = menu.addMenu(tr("Switch off in a scenario"))
        for key, scenario in self._window.editor.flywheel.scenarios.items():
            name = " ".join(scenario.name.split()) or key
            inner.addAction(name.replace("&", "&&"), partial(self.switch_off_in, loop, key))
        if not inner.isEmpty():
            inner.addSeparator()
        inner.addAction(tr("New scenario"), partial(self.switch_off_in, loop, ""))
        menu.addSeparator()
        menu.addAction(tr("Name the loop…"), partial(self._ask_name, loop.links))
        return menu

    def switch_off(self, loop: Loop) -> None:
        """Switch a loop off in the drawing, and say where."""
        if not self._is_there(loop):
            return
        said = loop_off_words(self._window.editor.flywheel, loop, self._all())
        others = self._others()
        command = partial(switch_loop_off, loop=loop.links, others=others)
        if self._window.toolbox.perform(tr("Switch off {loop}", loop=loop.id), command):
            self._window.toast.tell(said, tr("Undo"), self._window.undo)

    def switch_off_in(self, loop: Loop, scenario: str) -> None:
        """Switch a loop off in a scenario, "" for a new one, and show that."""
        if not self._is_there(loop):
            return
        editor, others = self._window.editor, self._others()
        said = loop_off_words(editor.flywheel, loop, self._all(), in_drawing=False)
        known = set(editor.flywheel.scenarios)

        def without(now: Flywheel) -> Flywheel:
            path = f"links.{cut_of(loop.links, others)}.active"
            name = tr("Without {loop}", loop=loop_title(now, loop))
            return add_scenario(now, name, {path: False})

        label = tr("Switch off {loop} in a scenario", loop=loop.id)
        into = partial(switch_off_loop, scenario=scenario, loop=loop.links, others=others)
        if self._window.toolbox.perform(label, into if scenario else without):
            made = next((key for key in editor.flywheel.scenarios if key not in known), scenario)
            self._window.toast.tell(said, tr("Edit the scenario"), partial(self._edit, made))

    def _is_there(self, loop: Loop) -> bool:
        if all(key in self._window.editor.flywheel.links for key in loop.links):
            return True
        self._window.say(tr("This loop is not there any more."))
        return False

    def _all(self) -> tuple[Loop, ...]:
        results = self._live_results.results
        return results.loops if results is not None else ()

    def _others(self) -> list[tuple[str, ...]]:
        return [other.links for other in self._all()]

    def _on_paper(self, hit: Hit | None, _where: Point, at: QPoint) -> None:
        if hit is not None and hit.owner == "loops":
            self._on_outline(hit.id, at)

    def _on_outline(self, loop_id: str, at: QPoint) -> None:
        loop = next((loop for loop in self._all() if loop.id == loop_id), None)
        if loop is not None:
            self._loops.choose(loop)
            self.open(loop, at)
