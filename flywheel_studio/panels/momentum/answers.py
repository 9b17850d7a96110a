"""Below the curves: what lifts growth (or calms swings) the most, and what trying it would bring.

Nothing here changes the drawing itself. What is tried becomes a scenario, one step to undo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.scenarios import (
    add_scenario,
    duplicate_scenario,
    remove_scenario,
    rename_scenario,
    take_scenario,
)
from flywheel_studio.commands.set_aside import changes_since, set_aside
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.momentum.chart.run_curves import others_of
from flywheel_studio.panels.momentum.outlook.levers import LeversList
from flywheel_studio.panels.momentum.scenarios.editor import ScenarioEditor
from flywheel_studio.panels.momentum.scenarios.scenario_list import (
    ScenarioLine,
    ScenariosList,
    scenario_colors,
)
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.scrolling import bring_into_sight
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import Courses, LiveCourses

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.insight.levers import SaidLever
    from flywheel_studio.panels.momentum.chart.curves import OtherCurve
    from flywheel_studio.session.live_results import Results


class MomentumAnswers(QWidget):
    """`lit` carries the records to light up on the paper, ("factors", id) each, or None.

    `curves_changed`: other scenarios are to be drawn, or in other colours.
    """

    lit = Signal(object)
    curves_changed = Signal()

    def __init__(self, editor: Editor, courses: LiveCourses, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._courses = courses
        self._tokens = LIGHT
        self._loops: tuple[Loop, ...] = ()
        self.open_editor: ScenarioEditor | None = None
        self.levers = LeversList(self)
        self.scenarios = ScenariosList(self)
        self._problem = plain_label("problem", self)
        self._problem.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.levers)
        self._column.addWidget(self.scenarios)
        self._column.addWidget(self._problem)
        listed = self.scenarios
        listed.switched.connect(self._on_switched)
        listed.opened.connect(self._on_opened)
        listed.created.connect(self._on_created)
        listed.renamed.connect(self._on_renamed)
        listed.duplicated.connect(self._on_duplicated)
        listed.taken.connect(self._on_taken)
        listed.removed.connect(self._on_removed)
        listed.set_aside.connect(self._on_set_aside)
        self.levers.lit.connect(self.lit)
        self.levers.tried.connect(self._on_tried)
        editor.changed.connect(self._on_document_changed)
        editor.state_changed.connect(self._on_state_changed)
        courses.ready.connect(self._on_courses_ready)
        self._show_scenarios()

    def set_results(self, results: Results | None) -> None:
        """Show the levers of the newest analysis."""
        from flywheel_studio.insight.levers import levers_words, said_levers

        self._loops = results.loops if results is not None else ()
        if self.open_editor is not None:
            self.open_editor.set_loops(self._loops)
        if results is None:
            self.levers.set_levers(())
            return
        levers = results.analysis.levers
        has_loops = bool(results.loops)
        said = said_levers(results.flywheel, levers, results.growth.rate) if has_loops else ()
        self.levers.set_levers(said, levers_words(levers) if has_loops else "")

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self._tokens = tokens
        self.scenarios.set_tokens(tokens)
        if self.open_editor is not None:
            self.open_editor.set_tokens(tokens)
        self._show_scenarios()

    @property
    def other_curves(self) -> tuple[OtherCurve, ...]:
        """The scenarios that are compared, as far as they have been run."""
        courses = self._courses.courses
        compared = set(self._courses.compared)
        colors = scenario_colors(self._tokens, list(self._editor.flywheel.scenarios))
        colors = {key: color for key, color in colors.items() if key in compared}
        return others_of(courses.comparison if courses is not None else None, colors)

    @property
    def problem(self) -> str:
        """Why the last thing could not be done; "" where it could."""
        return self._problem.text()

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self._close_editor()
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.state_changed.disconnect(self._on_state_changed)
        self._courses.ready.disconnect(self._on_courses_ready)

    def reread(self) -> None:
        """Another document is there."""
        self._close_editor()
        self._say("")
        self._show_scenarios()

    def _on_document_changed(self, change: Change) -> None:
        if change.records.get("scenarios") or change.orders.get("scenarios"):
            self._say("")
        if change.touches_findings:
            self._show_scenarios()
            if self.open_editor is not None:
                self.open_editor.show_values()

    def _on_state_changed(self, _editor: Editor) -> None:
        self._show_scenarios()

    def _on_courses_ready(self, _courses: Courses | None) -> None:
        self._show_scenarios()
        self.curves_changed.emit()

    def _on_switched(self, scenario: str, is_on: bool) -> None:
        self._courses.set_compared(scenario, is_on)
        self._show_scenarios()
        self.curves_changed.emit()

    def edit_scenario(self, scenario: str) -> None:
        """Open the fields of a scenario below it, in place of those of another."""
        row = self.scenarios.rows.get(scenario)
        if row is None:
            return
        if self.open_editor is None or self.open_editor.scenario != scenario:
            self._close_editor()
            editor = ScenarioEditor(self._editor, scenario, row)
            editor.set_loops(self._loops)
            editor.set_tokens(self._tokens)
            row.put_editor(editor)
            self.open_editor = editor
        self.open_editor.focus_first()
        bring_into_sight(row)

    def _close_editor(self) -> None:
        editor, self.open_editor = self.open_editor, None
        if editor is not None:
            editor.detach()
            row = self.scenarios.rows.get(editor.scenario)
            if row is not None:
                row.put_editor(None)

    def _on_opened(self, scenario: str, is_open: bool) -> None:
        if is_open:
            self.edit_scenario(scenario)
        else:
            self._close_editor()

    def _on_created(self) -> None:
        known = set(self._editor.flywheel.scenarios)
        self._perform(tr("New scenario"), add_scenario)
        for key in self._editor.flywheel.scenarios:
            if key not in known:
                self.edit_scenario(key)

    def _on_renamed(self, scenario: str, name: str) -> None:
        self._perform(tr("Rename scenario"), partial(rename_scenario, scenario=scenario, name=name))

    def _on_duplicated(self, scenario: str) -> None:
        self._perform(tr("Duplicate scenario"), partial(duplicate_scenario, scenario=scenario))

    def _on_taken(self, scenario: str) -> None:
        self._perform(
            tr("Put scenario into the drawing"), partial(take_scenario, scenario=scenario)
        )

    def _on_removed(self, scenario: str) -> None:
        self._perform(tr("Delete scenario"), partial(remove_scenario, scenario=scenario))

    def _on_set_aside(self) -> None:
        before = self._editor.saved_flywheel
        if before is not None:
            self._perform(tr("Set changes aside"), partial(set_aside, before=before))

    def _on_tried(self, said: SaidLever) -> None:
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
        flywheel, saved = self._editor.flywheel, self._editor.saved_flywheel
        table = flywheel.scenarios
        self.levers.set_tried(
            [{change.path: change.value for change in one.changes} for one in table.values()]
        )
        courses = self._courses.courses
        said: dict[str, str] = {}
        if courses is not None and courses.comparison is not None:
            said = {one.id: one.sentence for one in courses.comparison.scenarios}
        colors = scenario_colors(self._tokens, list(table))
        compared = set(self._courses.compared)
        lines = [
            ScenarioLine(
                id=key,
                name=one.name,
                is_compared=key in compared,
                color=colors[key],
                sentence=said.get(key, "") if key in compared else "",
                note=one.note,
            )
            for key, one in table.items()
        ]
        if self.open_editor is not None and self.open_editor.scenario not in table:
            self._close_editor()
        can_set_aside = saved is not None and bool(changes_since(flywheel, saved))
        self.scenarios.setVisible(bool(flywheel.links))
        self.scenarios.set_lines(lines, can_set_aside)

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
