"""One value that a scenario changes: what, how the drawing has it, and the field that sets it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flywheel_studio.commands.scenarios import change_in_scenario
from flywheel_studio.insight.scenario_words import SaidChange
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.field import Field
from flywheel_studio.panels.fields.form import Binding
from flywheel_studio.panels.fields.sign import SignButton
from flywheel_studio.panels.momentum.scenarios.fields import value_field
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.simulation.scenarios import BadValue, UnknownPath, fitting


class ChangeRow(QFrame):
    """`removed` carries the path of the change that is to go."""

    removed = Signal(str)

    def __init__(
        self, editor: Editor, scenario: str, said: SaidChange, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.path = said.path
        self.is_gone = said.is_gone
        self._editor = editor
        self._scenario = scenario
        self._what = plain_label("value", self)
        self._was = plain_label("caption", self)
        self._problem = plain_label("problem", self)
        self._problem.hide()
        self.remove = SignButton("cross", tr("Leave this as it is drawn"), self)
        self.remove.clicked.connect(self._on_removed)
        self.field: Field | None = None
        self._binding: Binding | None = None
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._what, 1)
        top.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(1)
        column.addLayout(top)
        column.addWidget(self._was)
        if not said.is_gone:
            self.field = value_field(said.path, self)
            column.addWidget(self.field)
            self._binding = Binding(
                editor, self.field, self._read, self._setting, tr("Change scenario"), self._problem
            )
        column.addWidget(self._problem)
        self.show_change(said)

    @property
    def words(self) -> tuple[str, str]:
        """What it changes, and how the drawing has it."""
        return self._what.text(), self._was.text()

    def show_change(self, said: SaidChange) -> None:
        """Read the change again."""
        self._what.setText(said.what)
        if said.is_gone:
            self._was.setText(tr("No longer in the drawing; it was to be {value}.", value=said.now))
        else:
            self._was.setText(tr("as drawn: {value}", value=said.was))
        self.remove.setAccessibleName(tr("Leave {what} as it is drawn", what=said.what))
        if self.field is not None and self._binding is not None:
            self.field.set_name(said.what)
            self._binding.show()

    def finish(self) -> None:
        """Commit what is under way."""
        if self._binding is not None:
            self._binding.finish()

    def set_tokens(self, tokens: Tokens) -> None:
        self.remove.tokens = tokens
        self.remove.update()
        if self.field is not None:
            self.field.set_tokens(tokens)

    def focus_first(self) -> None:
        """To the value."""
        part = self.field.first_focus() if self.field is not None else self.remove
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> list[Any]:
        flywheel = self._editor.flywheel
        scenario = flywheel.scenarios.get(self._scenario)
        changes = scenario.changes if scenario is not None else ()
        try:
            return [
                fitting(flywheel, self.path, change.value)
                for change in changes
                if change.path == self.path
            ]
        except (UnknownPath, BadValue):
            # The file has something else there; the comparison says so, and the field is empty.
            return [None]

    def _setting(self, value: Any) -> Callable[[Flywheel], Flywheel]:
        return partial(change_in_scenario, scenario=self._scenario, path=self.path, value=value)

    def _on_removed(self) -> None:
        self.removed.emit(self.path)
