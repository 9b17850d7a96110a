"""Activities in rows under titles: one factor's in its properties, all of them on their page.

Rows are kept by factor and activity, so that typing into one is not cut off by the change that it
makes.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flywheel_studio.commands.activities import (
    Place,
    add_activity,
    new_activity_id,
    remove_activities,
)
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.activities.row import ActivityRow
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor


class ActivityList(QWidget):
    """Rows under titles. `changed`: something was added, removed or edited."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, editor: Editor, *, is_wide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._is_wide = is_wide
        self._tokens = LIGHT
        self._rows: dict[Place, ActivityRow] = {}
        self._titles: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def rows(self) -> tuple[ActivityRow, ...]:
        """The rows in the order in which they stand."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(each for each in widgets if isinstance(each, ActivityRow))

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(label.text() for label in self._titles)

    def show_groups(self, groups: list[tuple[str, list[Place]]]) -> None:
        """Show these activities under these titles; a title of "" is left out."""
        while self._column.count():
            self._column.takeAt(0)
        for label in self._titles:
            label.hide()
            label.deleteLater()
        self._titles.clear()
        wanted = {place for _, places in groups for place in places}
        for place in [place for place in self._rows if place not in wanted]:
            row = self._rows.pop(place)
            row.finish()
            row.hide()
            row.deleteLater()
        for title, places in groups:
            if title:
                label = section_label(title, self)
                label.setContentsMargins(0, 12, 0, 4)
                self._titles.append(label)
                self._column.addWidget(label)
                label.show()
            for place in places:
                row = self._rows.get(place) or self._made(place)
                row.show_values()
                self._column.addWidget(row)
                row.show()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for row in self._rows.values():
            row.set_tokens(tokens)

    def finish(self) -> None:
        """Commit what is under way in any row."""
        for row in self._rows.values():
            row.finish()

    def row(self, place: Place) -> ActivityRow:
        """The row of an activity. Raises: KeyError: it is not shown."""
        return self._rows[place]

    def add(self, factor: str, group: str = "") -> Place | None:
        """Add an empty activity to a factor, as one step."""
        self.finish()
        try:
            key = new_activity_id(self._editor.flywheel, factor)
            self._editor.perform(
                tr("Add activity"), partial(add_activity, factor=factor, text="", group=group)
            )
        except CommandProblem as problem:
            self.told.emit(str(problem))
            return None
        self.changed.emit()
        return factor, key

    def _made(self, place: Place) -> ActivityRow:
        row = ActivityRow(self._editor, place, is_wide=self._is_wide, parent=self)
        row.set_tokens(self._tokens)
        row.removed.connect(self._on_removed)
        self._rows[place] = row
        return row

    def _on_removed(self, place: Place) -> None:
        self.finish()
        self._editor.perform(
            tr("Remove activity"),
            partial(remove_activities, places=[(place[0], place[1])]),
        )
        self.told.emit(tr("Activity removed."))
        self.changed.emit()
