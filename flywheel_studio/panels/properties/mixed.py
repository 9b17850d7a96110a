"""What records of several kinds have in common: how many they are, and their colour.

Each kind's own form stands below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from flywheel_studio.insight.spoken_selection import counted
from flywheel_studio.model.flywheel import Kind
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.properties.looks.form import LookForm
from flywheel_studio.session.editor import Editor


class MixedForm(Form):
    """Counts, and one colour for all."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.title = self.add_section("")
        self.look = LookForm(editor, None, self)
        self.add_form(self.look)

    def set_items(self, items: Sequence[tuple[Kind, str]]) -> None:
        """Turn to these records."""
        kinds = list(dict.fromkeys(kind for kind, _ in items))
        counts = [(kind, sum(each == kind for each, _ in items)) for kind in kinds]
        self.title.setText(", ".join(counted(kind, n) for kind, n in counts))
        self.look.set_items(items)

    def show_values(self) -> None:
        super().show_values()
        self.look.show_values()
