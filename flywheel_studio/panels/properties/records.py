"""The properties of records of one kind: which of them are shown, and what all of them say.

A change applies to all that are shown, as one step to undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from flywheel_studio.insight.spoken_selection import counted
from flywheel_studio.model.flywheel import Kind
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.properties.looks.form import LookForm
from flywheel_studio.session.editor import Editor


class RecordsForm(Form):
    """`ids`: what is shown. `title`: what one of them is called, "Factor"."""

    def __init__(
        self, editor: Editor, kind: Kind, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(editor, parent)
        self._kind = kind
        self._name = title
        self._ids: tuple[str, ...] = ()
        self._title = self.add_section(title)
        self.look: LookForm

    @property
    def ids(self) -> tuple[str, ...]:
        return self._ids

    def set_ids(self, ids: Sequence[str]) -> None:
        """Turn to these records."""
        if not ids and not self._ids:
            return
        if tuple(ids) != self._ids:
            self.finish()
            self._ids = tuple(ids)
        if not ids:
            # It is hidden: the next one that is selected most likely needs the same rows.
            return
        n = len(self._ids)
        self._title.setText(self._name if n == 1 else counted(self._kind, n))
        self.show_rows_of_one(n == 1)
        self.show_values()

    def show_rows_of_one(self, is_one: bool) -> None:
        """Show what several records cannot share, or hide it. Overridden by whoever has such rows."""

    def show_values(self) -> None:
        super().show_values()
        self.look.set_items([(self._kind, key) for key in self._ids])

    def add_look(self, *, is_open: bool = True) -> None:
        """Add how the records look, once for each form."""
        self.look = LookForm(self.editor, self._kind, self, is_open=is_open)
        self.add_form(self.look)

    def records(self) -> list[Any]:
        """The records that are shown, as they are now."""
        table = self.editor.flywheel.table(self._kind)
        return [table[key] for key in self._ids if key in table]

    def values(self, name: str) -> list[Any]:
        """A field of each of them."""
        return [getattr(record, name) for record in self.records()]

    def current_ids(self) -> tuple[str, ...]:
        """As `ids`, for a command that asks when it is made."""
        return self._ids
