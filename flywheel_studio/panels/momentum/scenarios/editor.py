"""A scenario value by value: what it changes, in words, with a field for each, and what it stands for.

Everything is one step to undo. Rows stay while their changes do, so that a slider under way keeps
its place whatever else happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.scenarios import (
    change_in_scenario,
    drop_from_scenario,
    set_scenario_note,
    switch_off_loop,
)
from flywheel_studio.insight.scenario_words import field_of, said_changes
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.field import WordField
from flywheel_studio.panels.fields.form import Binding
from flywheel_studio.panels.momentum.scenarios.adder import ChangeAdder
from flywheel_studio.panels.momentum.scenarios.row import ChangeRow
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selection
from flywheel_studio.simulation.scenarios import UnknownPath, value_at

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.session.gesture import Command


class ScenarioEditor(QWidget):
    """The changes of one scenario."""

    def __init__(self, editor: Editor, scenario: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scenario = scenario
        self.rows: dict[str, ChangeRow] = {}
        self._editor = editor
        self._tokens: Tokens = LIGHT
        self._loops: tuple[Loop, ...] = ()
        self._empty = plain_label("caption", self)
        self._empty.setText(tr("It changes nothing yet. Choose below what should be different."))
        self.adder = ChangeAdder(self)
        self._more = self._caption(tr("What else should be different?"))
        self.note = WordField(self, lines=2, is_long=True)
        self.note.set_name(tr("Note on the scenario"))
        above = self._caption(tr("Note"))
        above.setBuddy(self.note.edit)
        self._problem = plain_label("problem", self)
        self._note_problem = plain_label("problem", self)
        self._note = Binding(
            editor,
            self.note,
            self._read_note,
            self._set_note,
            tr("Change note"),
            self._note_problem,
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 8, 6, 8)
        column.setSpacing(4)
        column.addWidget(self._empty)
        column.addLayout(self._list)
        column.addWidget(self._more)
        column.addWidget(self.adder)
        column.addWidget(self._problem)
        column.addWidget(above)
        column.addWidget(self.note)
        column.addWidget(self._note_problem)
        self.adder.asked.connect(self._on_asked)
        self.adder.loop_asked.connect(self._on_loop_asked)
        editor.selection.changed.connect(self._on_selection_changed)
        self._say("")
        self.show_values()
        self.adder.follow(editor.selection)

    @property
    def problem(self) -> str:
        """Why the last thing could not be done; "" where it could."""
        return self._problem.text()

    def set_loops(self, loops: Sequence[Loop]) -> None:
        """The loops that can be switched off."""
        if tuple(loops) != self._loops:
            self._loops = tuple(loops)
            self.show_values()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for row in self.rows.values():
            row.set_tokens(tokens)

    def show_values(self) -> None:
        """Read the scenario again."""
        flywheel = self._editor.flywheel
        if self.scenario not in flywheel.scenarios:
            return
        said = {one.path: one for one in said_changes(flywheel, self.scenario)}
        for path in list(self.rows):
            # A record that came or went has another row: with a field, or without.
            if path not in said or said[path].is_gone != self.rows[path].is_gone:
                self._drop_row(path)
        for place, (path, one) in enumerate(said.items()):
            row = self.rows.get(path)
            if row is None:
                row = self.rows[path] = ChangeRow(self._editor, self.scenario, one, self)
                row.set_tokens(self._tokens)
                row.removed.connect(self._on_removed)
            else:
                row.show_change(one)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
        self._empty.setVisible(not said)
        self._more.setVisible(bool(said))
        self.adder.read(flywheel, self._loops)
        self._note.show()

    def finish(self) -> None:
        """Commit what is under way."""
        self._note.finish()
        for row in self.rows.values():
            row.finish()

    def focus_first(self) -> None:
        """To the first value, or to what can be added."""
        row = next(iter(self.rows.values()), None)
        if row is not None:
            row.focus_first()
        else:
            self.adder.record.setFocus()

    def detach(self) -> None:
        """Stop listening; call before the editor goes away."""
        self.finish()
        self._editor.selection.changed.disconnect(self._on_selection_changed)

    def _caption(self, words: str) -> QLabel:
        label = plain_label("fieldName", self)
        label.setText(words)
        label.setContentsMargins(0, 6, 0, 0)
        return label

    def _drop_row(self, path: str) -> None:
        row = self.rows.pop(path)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _read_note(self) -> list[Any]:
        scenario = self._editor.flywheel.scenarios.get(self.scenario)
        return [] if scenario is None else [scenario.note]

    def _set_note(self, words: str) -> Command:
        return partial(set_scenario_note, scenario=self.scenario, note=words)

    def _on_asked(self, path: str) -> None:
        if path not in self.rows:
            try:
                value = value_at(self._editor.flywheel, path)
            except UnknownPath as problem:
                self._say(str(problem))
                return
            # What is only on or off is meant to be the other; a number is set in its field.
            if isinstance(value, bool):
                value = not value
            elif field_of(path) == "polarity":
                value = "+" if value == "-" else "-"
            self._perform(
                tr("Add to scenario"),
                partial(change_in_scenario, scenario=self.scenario, path=path, value=value),
            )
        if path in self.rows:
            self.rows[path].focus_first()

    def _on_loop_asked(self, links: tuple[str, ...]) -> None:
        others = [loop.links for loop in self._loops]
        self._perform(
            tr("Switch loop off in scenario"),
            partial(switch_off_loop, scenario=self.scenario, loop=links, others=others),
        )

    def _on_removed(self, path: str) -> None:
        paths = list(self.rows)
        place = paths.index(path)
        self._perform(
            tr("Take out of scenario"),
            partial(drop_from_scenario, scenario=self.scenario, paths=[path]),
        )
        left = list(self.rows)
        if left:
            self.rows[left[min(place, len(left) - 1)]].remove.setFocus()
        else:
            self.adder.record.setFocus()

    def _on_selection_changed(self, selection: Selection) -> None:
        self.adder.follow(selection)

    def _perform(self, label: str, command: Command) -> None:
        self._say("")
        try:
            self._editor.perform(label, command)
        except CommandProblem as problem:
            self._say(str(problem))
        self.show_values()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
