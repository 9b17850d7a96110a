"""The fields of one push, below the axis that it lies on.

Every field is bound to the document like those of the properties: one step to undo each, and what a
command refuses is said in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import (
    end_of,
    is_lasting,
    move_push,
    set_push,
    set_strength,
    strength_of,
    stretch_push,
    turn_into_push,
    turn_into_shove,
)
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Push
from flywheel_studio.panels.fields.choices import ChoiceField, ListField, SwitchField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import Binding
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.momentum.pushes.edit import PushEdit
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor

# Three stand side by side in a narrow dock.
_NARROWEST_NUMBER: Final = 52


class PushForm(QFrame):
    """`finished`: the fields are done with; `deleted` carries the push that is to go."""

    finished = Signal()
    deleted = Signal(str)

    def __init__(self, editor: Editor, edit: PushEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = ""
        self._editor = editor
        self._edit = edit
        self.setObjectName("row")
        self.fields: dict[str, Field] = {
            "factor": ListField([], self),
            "kind": ChoiceField([(True, tr("Push")), (False, tr("Shove"))], self),
            "strength": NumberOnlyField(self, step=0.05),
            "start": NumberOnlyField(self, least=0.0, step=0.25),
            "end": NumberOnlyField(
                self, least=0.0, step=0.25, is_optional=True, empty_text=tr("no end")
            ),
            "name": WordField(self),
            "active": SwitchField(tr("Switched on"), self),
        }
        self.captions: dict[str, QLabel] = {}
        self._problem = plain_label("problem", self)
        self.round = self._button(tr("Turn round"), self._on_round)
        self.remove = self._button(tr("Delete"), self._on_delete)
        self.done = self._button(tr("Done"), self._on_done)
        self._lay_out()
        self._bindings = [self._bind(key, field) for key, field in self.fields.items()]

    def show_push(self, key: str) -> None:
        """Turn to a push; "" for none."""
        if key != self.key:
            self.finish()
            self.key = key
        self.show_values()

    def show_values(self) -> None:
        """Read the push again."""
        push = self._push()
        if push is None:
            return
        flywheel = self._editor.flywheel
        factor = self.fields["factor"]
        assert isinstance(factor, ListField)
        factor.set_choices([(key, factor_name(flywheel, key)) for key in flywheel.factors])
        for widget in (self.captions["end"], self.fields["end"]):
            widget.setVisible(is_lasting(push))
        for binding in self._bindings:
            binding.show()

    def finish(self) -> None:
        """Commit what is under way."""
        for binding in self._bindings:
            binding.finish()

    def set_tokens(self, tokens: Tokens) -> None:
        for field in self.fields.values():
            field.set_tokens(tokens)

    def focus_first(self) -> None:
        """To the first field."""
        self.fields["factor"].first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A field that has something to take back keeps Escape for itself.
        if event.key() == Qt.Key.Key_Escape:
            self._on_done()
            event.accept()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def _lay_out(self) -> None:
        names = {
            "factor": tr("Factor"),
            "kind": tr("Kind"),
            "strength": tr("Strength"),
            "start": tr("From"),
            "end": tr("Until"),
            "name": tr("Name"),
            "active": tr("Switched on"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        places = {
            "factor": (0, 0, 6), "kind": (2, 0, 6), "strength": (4, 0, 2), "start": (4, 2, 2),
            "end": (4, 4, 2), "name": (6, 0, 6), "active": (9, 0, 6),
        }  # fmt: skip
        for key, (row, column, span) in places.items():
            field = self.fields[key]
            field.set_name(names[key])
            if key != "active":
                caption = plain_label("fieldName", self)
                caption.setText(names[key])
                if (part := field.named_part()) is not None:
                    caption.setBuddy(part)
                caption.setContentsMargins(0, 4, 0, 0)
                self.captions[key] = caption
                grid.addWidget(caption, row, column, 1, span)
                row += 1
            grid.addWidget(field, row, column, 1, span)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        for field in self.fields.values():
            if isinstance(field, NumberOnlyField):
                field.number.setMinimumWidth(_NARROWEST_NUMBER)
        hint = tr("Below 0 it holds its factor back")
        self.fields["strength"].setToolTip(hint)
        self.captions["strength"].setToolTip(hint)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (self.done, self.round, self.remove):
            flow.addWidget(button)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(8, 6, 8, 8)
        column_.setSpacing(6)
        column_.addLayout(grid)
        column_.addWidget(self._problem)
        column_.addWidget(buttons)

    def _button(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("chip")
        button.clicked.connect(slot)
        return button

    @property
    def problem(self) -> str:
        """Why what was typed last cannot be; "" where it can."""
        return self._problem.text()

    def _push(self) -> Push | None:
        return self._editor.flywheel.pushes.get(self.key)

    def _bind(self, key: str, field: Field) -> Binding:
        labels = {
            "factor": tr("Push another factor"),
            "kind": tr("Change kind of push"),
            "strength": tr("Change strength of push"),
            "start": tr("Move push"),
            "end": tr("Stretch push"),
            "name": tr("Name push"),
            "active": tr("Switch push"),
        }
        return Binding(
            self._editor,
            field,
            partial(self._read, key),
            partial(self._setting, key),
            labels[key],
            self._problem,
        )

    def _read(self, name: str) -> list[Any]:
        push = self._push()
        if push is None:
            return []
        match name:
            case "kind":
                return [is_lasting(push)]
            case "strength":
                return [strength_of(push)]
            case "end":
                return [end_of(push)]
        return [getattr(push, name)]

    def _setting(self, name: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        key = self.key
        match name:
            case "kind":
                if value:
                    return partial(turn_into_push, push=key, duration=self._edit.usual_duration)
                return partial(turn_into_shove, push=key)
            case "strength":
                return partial(set_strength, push=key, strength=value)
            case "start":
                return partial(move_push, push=key, start=value)
            case "end":
                return partial(_ending, push=key, end=value)
        return partial(set_push, pushes=[key], **{name: value})

    def _on_round(self) -> None:
        self.finish()
        self._edit.turn_round(self.key)

    def _on_delete(self) -> None:
        self.finish()
        self.deleted.emit(self.key)

    def _on_done(self) -> None:
        self.finish()
        self.finished.emit()


def _ending(flywheel: Flywheel, push: str, end: float | None) -> Flywheel:
    """A push that ends at a time.

    Raises:
        CommandProblem: it would end before it begins.
    """
    start = flywheel.pushes[push].start if push in flywheel.pushes else 0.0
    if end is not None and end <= start:
        raise CommandProblem(tr("A push must end after it begins."))
    return stretch_push(flywheel, push, start, end)
