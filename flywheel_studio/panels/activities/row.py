"""One activity to tick off: what is done, by pull or push, how strongly, and what is measured.

Every field is bound to the document like those of the properties: typing previews, leaving the
field is one undo step. The row stays while its activity does, whatever else changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flywheel_studio.commands.activities import PULL, PUSH, Place, set_activity
from flywheel_studio.insight.words import kind_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity
from flywheel_studio.panels.fields.choices import ListField
from flywheel_studio.panels.fields.evidence import HintedWordField
from flywheel_studio.panels.fields.field import Field
from flywheel_studio.panels.fields.form import Binding
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.fields.sign import SIDE, SignButton, SignField
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor


class ActivityRow(QFrame):
    """The fields of one activity, on two lines or, where it `is_wide`, on one."""

    removed = Signal(object)

    def __init__(
        self, editor: Editor, place: Place, *, is_wide: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("activity")
        self.place = place
        self._editor = editor
        self._problem = plain_label("problem", self)
        kinds = [(PULL, kind_words(PULL)), (PUSH, kind_words(PUSH))]
        strength = NumberOnlyField(self, least=0.0, step=0.05)
        strength.number.setFixedWidth(64)
        self.fields: dict[str, Field] = {
            "active": SignField("tick", tr("We do this"), self),
            "text": HintedWordField(tr("What is done"), self),
            "kind": ListField(kinds, self),
            "group": HintedWordField(tr("Group"), self),
            "metric": HintedWordField(tr("Measured by"), self),
            "strength": strength,
            "focus": SignField("star", tr("In focus now"), self),
        }
        self.fields["kind"].setToolTip(tr("Pull draws customers in; push interrupts them"))
        self.fields["kind"].set_name(tr("Pull or push"))
        strength.set_name(tr("Strength"))
        strength.setToolTip(tr("How strongly it pushes its factor in the run once it is ticked"))
        self.remove = SignButton("cross", tr("Take this activity away"), self)
        self.remove.clicked.connect(self._on_removed)
        self._lay_out(is_wide)
        self._bindings = [self._bind(key, field) for key, field in self.fields.items()]
        self.show_values()

    def activity(self) -> Activity | None:
        """The activity as it stands; None once it is gone."""
        factor = self._editor.flywheel.factors.get(self.place[0])
        activities = factor.activities if factor is not None else ()
        return next((one for one in activities if one.id == self.place[1]), None)

    def show_values(self) -> None:
        """Read the activity again."""
        if self.activity() is not None:
            for binding in self._bindings:
                binding.show()

    def finish(self) -> None:
        """Commit what is under way."""
        for binding in self._bindings:
            binding.finish()

    def set_tokens(self, tokens: Tokens) -> None:
        self.remove.tokens = tokens
        for field in self.fields.values():
            field.set_tokens(tokens)

    def _lay_out(self, is_wide: bool) -> None:
        lines = [["active", "text", "focus", "remove"], ["kind", "strength"], ["group"], ["metric"]]
        if is_wide:
            lines = [["active", "text", "kind", "group", "metric", "strength", "focus", "remove"]]
            self.fields["kind"].setFixedWidth(136)
        shares = {"text": 5, "group": 3, "metric": 3, "kind": 0 if is_wide else 1}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 6)
        column.setSpacing(4)
        for number, keys in enumerate(lines):
            line = QHBoxLayout()
            line.setSpacing(6)
            line.setContentsMargins(SIDE + 6 if number else 0, 0, 0, 0)
            for key in keys:
                widget = self.remove if key == "remove" else self.fields[key]
                share = shares.get(key, 0)
                line.addWidget(widget, share)
                line.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
            column.addLayout(line)
        column.addWidget(self._problem)

    def _bind(self, key: str, field: Field) -> Binding:
        labels = {
            "active": tr("Tick activity"),
            "focus": tr("Mark focus"),
            "strength": tr("Change strength of activity"),
        }
        return Binding(
            self._editor,
            field,
            partial(self._read, key),
            partial(self._setting, key),
            labels.get(key, tr("Change activity")),
            self._problem,
        )

    def _read(self, key: str) -> list[Any]:
        activity = self.activity()
        return [] if activity is None else [getattr(activity, key)]

    def _setting(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        factor, activity = self.place
        return partial(set_activity, factor=factor, activity=activity, **{key: value})

    def _on_removed(self) -> None:
        self.removed.emit(self.place)
