"""Below the curves: what lifts growth the most, and what trying it would bring.

Nothing here changes the drawing itself. What is tried becomes a scenario, one step to undo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.levers_list import LeversList
from flywheel_studio.panels.parts import plain_label
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.insight.levers import SaidLever
    from flywheel_studio.session.live_results import Results


class MomentumAnswers(QWidget):
    """`lit` carries the records to light up on the paper, ("factors", id) each, or None."""

    lit = Signal(object)

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.levers = LeversList(self)
        self._problem = plain_label("problem", self)
        self._problem.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.levers)
        self._column.addWidget(self._problem)
        self.levers.lit.connect(self.lit)
        self.levers.tried.connect(self._on_tried)
        editor.changed.connect(self._on_document_changed)
        self._show_scenarios()

    def set_results(self, results: Results | None) -> None:
        """Show the levers of the newest analysis."""
        from flywheel_studio.insight.levers import levers_words, said_levers

        if results is None:
            self.levers.set_levers(())
            return
        levers = results.analysis.levers
        has_loops = bool(results.loops)
        said = said_levers(results.flywheel, levers, results.growth.rate) if has_loops else ()
        self.levers.set_levers(said, levers_words(levers) if has_loops else "")

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self._editor.changed.disconnect(self._on_document_changed)

    def reread(self) -> None:
        """Another document is there."""
        self._say("")
        self._show_scenarios()

    def _on_document_changed(self, change: Change) -> None:
        if change.records.get("scenarios") or change.orders.get("scenarios"):
            self._say("")
            self._show_scenarios()

    def _on_tried(self, said: SaidLever) -> None:
        from flywheel_studio.commands.scenarios import add_scenario

        self._perform(
            tr("Try {name}", name=said.name),
            partial(add_scenario, name=said.name, changes=said.changes),
        )

    def _perform(self, label: str, command: Callable[[Flywheel], Flywheel]) -> None:
        """Do it, or say in one sentence why it cannot be done."""
        self._say("")
        try:
            self._editor.perform(label, command)
        except CommandProblem as problem:
            self._say(str(problem))

    def _show_scenarios(self) -> None:
        scenarios = self._editor.flywheel.scenarios.values()
        self.levers.set_tried(
            [{change.path: change.value for change in one.changes} for one in scenarios]
        )

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
