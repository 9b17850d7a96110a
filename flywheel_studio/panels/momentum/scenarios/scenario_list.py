"""The scenarios: which of them are drawn beside the run, and in one sentence each what they change.

A name is changed in its place: Enter and leaving the field mean it, Escape takes it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.icons import dot, icon
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.line_field import LineField
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

_NARROWEST_NAME: Final = 60
# The dot before a name and the air around it and the buttons, in pixels.
_AROUND_NAME: Final = 56


@dataclass(frozen=True)
class ScenarioLine:
    """What a row shows. `sentence`: "" while it is being worked out."""

    id: str
    name: str
    is_compared: bool
    color: str
    sentence: str = ""
    note: str = ""


def scenario_colors(tokens: Tokens, scenarios: Sequence[str]) -> dict[str, str]:
    """A colour for each scenario, by its place in the document."""
    colors = tokens.scenarios
    return {key: colors[place % len(colors)] for place, key in enumerate(scenarios)}


class ScenarioRow(QFrame):
    """One scenario. Signals carry its id; `renamed` the new name too.

    `opened`: whether its values are to be edited below it.
    """

    switched = Signal(str, bool)
    opened = Signal(str, bool)
    renamed = Signal(str, str)
    duplicated = Signal(str)
    taken = Signal(str)
    removed = Signal(str)

    def __init__(self, line: ScenarioLine, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setObjectName("row")
        self.switch = QPushButton(self)
        self.switch.setObjectName("legend")
        self.switch.setCheckable(True)
        self.switch.setMinimumWidth(_NARROWEST_NAME)
        self.switch.clicked.connect(self._on_switched)
        self.field = LineField(self)
        self.field.setAccessibleName(tr("Name of the scenario"))
        self.field.setMaxLength(200)
        self.field.hide()
        self.field.installEventFilter(self)
        self.edit = QPushButton(self)
        self.edit.setObjectName("quiet")
        self.edit.setCheckable(True)
        self.edit.clicked.connect(self._on_edit)
        self.editor: QWidget | None = None
        self.more = QToolButton(self)
        self.more.setObjectName("round")
        self.more.setIcon(icon("chevron", tokens.muted))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.actions_by_name = {
            "rename": menu.addAction(tr("Rename"), self.rename),
            "duplicate": menu.addAction(tr("Duplicate"), self._on_duplicate),
            "take": menu.addAction(tr("Put it into the drawing"), self._on_take),
            "remove": menu.addAction(tr("Delete"), self._on_remove),
        }
        self.more.setMenu(menu)
        self.sentence = plain_label("caption", self)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.switch)
        top.addWidget(self.field, 1)
        top.addStretch(1)
        top.addWidget(self.edit)
        top.addWidget(self.more)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(2, 3, 6, 5)
        column.setSpacing(0)
        column.addLayout(top)
        below = QHBoxLayout()
        below.setContentsMargins(26, 0, 0, 0)
        below.addWidget(self.sentence)
        column.addLayout(below)
        self.show_line(line)

    def show_line(self, line: ScenarioLine) -> None:
        self.line = line
        name = line.name or line.id
        self.switch.setChecked(line.is_compared)
        self.switch.setIcon(dot(line.color, is_hollow=not line.is_compared))
        self.switch.setAccessibleName(tr("Curve of {scenario}", scenario=name))
        self.switch.setToolTip(
            "\n".join(filter(None, (name, line.note, tr("Show or hide its curve"))))
        )
        self.more.setAccessibleName(tr("More for {scenario}", scenario=name))
        self._show_edit()
        self.sentence.setText(line.sentence)
        self.sentence.setVisible(bool(line.sentence))

    def put_editor(self, editor: QWidget | None) -> None:
        """Show these fields below the scenario; None takes them away."""
        if self.editor is not None:
            self._column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = editor
        if editor is not None:
            self._column.addWidget(editor)
        self._show_edit()

    def rename(self) -> None:
        """Turn the name into a field."""
        self.field.setText(self.line.name)
        self.switch.hide()
        self.field.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._end_renaming()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._finish_renaming()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._finish_renaming()
        return super().eventFilter(watched, event)

    def _finish_renaming(self) -> None:
        if self.field.isHidden():
            return
        name = self.field.text().strip()
        self._end_renaming()
        if name and name != self.line.name:
            self.renamed.emit(self.line.id, name)

    def _end_renaming(self) -> None:
        # Hidden first: hiding takes the focus away, which would mean the name.
        self.field.hide()
        self.switch.show()

    def _on_switched(self, is_on: bool) -> None:
        self.switched.emit(self.line.id, is_on)

    def _on_edit(self, is_open: bool) -> None:
        self.opened.emit(self.line.id, is_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name()

    def _show_name(self) -> None:
        """As much of the name as there is room for beside the buttons."""
        buttons = self.edit.sizeHint().width() + self.more.sizeHint().width()
        room = max(_NARROWEST_NAME, self.width() - buttons - _AROUND_NAME)
        name = " ".join((self.line.name or self.line.id).split())
        shown = self.switch.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        self.switch.setText(shown.replace("&", "&&"))

    def _show_edit(self) -> None:
        is_open = self.editor is not None
        self.edit.setChecked(is_open)
        self.edit.setText(tr("Done") if is_open else tr("Edit"))
        name = self.line.name or self.line.id
        self.edit.setAccessibleName(
            tr("Done with {scenario}", scenario=name)
            if is_open
            else tr("Edit {scenario}", scenario=name)
        )
        self._show_name()

    def _on_duplicate(self) -> None:
        self.duplicated.emit(self.line.id)

    def _on_take(self) -> None:
        self.taken.emit(self.line.id)

    def _on_remove(self) -> None:
        self.removed.emit(self.line.id)


class ScenariosList(QWidget):
    """The rows, a button for a new one, and one that sets aside what was tried on the drawing."""

    switched = Signal(str, bool)
    opened = Signal(str, bool)
    created = Signal()
    renamed = Signal(str, str)
    duplicated = Signal(str)
    taken = Signal(str)
    removed = Signal(str)
    set_aside = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, ScenarioRow] = {}
        self._tokens = LIGHT
        self._title = section_label(tr("Scenarios"), self)
        self._hint = plain_label("caption", self)
        self._hint.setText(
            tr("Try a lever, or change numbers of the drawing and set them aside as a scenario.")
        )
        self.new = QPushButton(tr("New scenario"), self)
        self.new.setObjectName("chip")
        self.new.setToolTip(tr("Choose what should be different; the drawing stays as it is"))
        self.new.clicked.connect(self._on_new)
        self.aside = QPushButton(tr("Set my changes aside as a scenario"), self)
        self.aside.setObjectName("chip")
        self.aside.setToolTip(
            tr("What was changed since saving becomes a scenario; the drawing goes back")
        )
        self.aside.clicked.connect(self.set_aside)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addLayout(self._rows)
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons)
        flow.addWidget(self.new)
        flow.addWidget(self.aside)
        column.addWidget(self._buttons)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for row in self.rows.values():
            row.more.setIcon(icon("chevron", tokens.muted))

    def set_lines(self, lines: Sequence[ScenarioLine], can_set_aside: bool) -> None:
        """Show these scenarios; rows that stay keep the focus and the name under way."""
        wanted: Mapping[str, ScenarioLine] = {line.id: line for line in lines}
        for key in [key for key in self.rows if key not in wanted]:
            row = self.rows.pop(key)
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, line in enumerate(lines):
            known = self.rows.get(line.id)
            if known is None:
                known = self.rows[line.id] = self._new_row(line)
            known.show_line(line)
            if self._rows.indexOf(known) != place:
                self._rows.insertWidget(place, known)
        self._hint.setVisible(not lines)
        self.aside.setVisible(can_set_aside)

    def _new_row(self, line: ScenarioLine) -> ScenarioRow:
        row = ScenarioRow(line, self._tokens, self)
        row.switched.connect(self.switched)
        row.opened.connect(self.opened)
        row.renamed.connect(self.renamed)
        row.duplicated.connect(self.duplicated)
        row.taken.connect(self.taken)
        row.removed.connect(self.removed)
        return row

    def _on_new(self) -> None:
        self.created.emit()
