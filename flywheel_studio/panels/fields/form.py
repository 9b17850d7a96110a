"""A column of named fields, each bound to one attribute of the records that are selected.

Dragging and typing go through one gesture of the editor, so that the paper and the run follow
and the whole is one undo step. A value that a command refuses is said under its field, and the
document stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.field import MIXED, Field, mixed_words, section_label
from flywheel_studio.panels.parts.announce import describe_problem
from flywheel_studio.panels.parts.labels import Words, plain_label
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.gesture import Gesture

SetValue = Callable[..., Flywheel]


class Binding:
    """Ties a field to an attribute: shows it, previews it, commits it."""

    def __init__(
        self,
        editor: Editor,
        field: Field,
        read: Callable[[], Sequence[Any]],
        command: Callable[[Any], Callable[[Flywheel], Flywheel]],
        label: str,
        problem: QLabel,
        mixed: QLabel | None = None,
    ) -> None:
        self._mixed = mixed
        self._is_mixed = False
        self._editor = editor
        self._field = field
        self._read = read
        self._command = command
        self._label = label
        self._problem = problem
        self._gesture: Gesture | None = None
        problem.hide()
        field.previewed.connect(self._on_previewed)
        field.committed.connect(self._on_committed)
        field.cancelled.connect(self._on_cancelled)
        field.problem_changed.connect(self._on_problem_changed)

    def show(self) -> None:
        """Show what the records say now."""
        values = self._read()
        if values:
            first = values[0]
            is_same = all(value == first for value in values[1:])
            # First what is said of all parts: a slider has words of its own.
            self._say_mixed(not is_same)
            self._field.show_value(first if is_same else MIXED)
            if self._mixed is not None:
                self._mixed.setVisible(not is_same)

    def _say_mixed(self, is_mixed: bool) -> None:
        if is_mixed != self._is_mixed:
            self._is_mixed = is_mixed
            for part in self._field.findChildren(QWidget):
                part.setAccessibleDescription(mixed_words() if is_mixed else "")

    def finish(self) -> None:
        """Commit what is under way, before other records are shown here."""
        self._field.settle()
        self._on_committed()
        self._on_problem_changed("")

    def _on_previewed(self, value: Any) -> None:
        gesture = self._gesture
        if gesture is None or not gesture.is_open:
            gesture = self._gesture = self._editor.gesture(self._label)
            gesture.ended.connect(self._on_gesture_ended)
        try:
            gesture.preview(self._command(value))
        except ValueError as problem:
            self._on_problem_changed(str(problem))
        else:
            self._on_problem_changed("")

    def _on_committed(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None and gesture.is_open:
            gesture.commit()
            if not self._problem.text():
                self.show()

    def _on_cancelled(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None and gesture.is_open:
            gesture.cancel()
        self._on_problem_changed("")
        self.show()

    def _on_gesture_ended(self, gesture: Gesture) -> None:
        """Undo, save or another edit came in between."""
        if gesture is self._gesture:
            self._gesture = None
            self._field.settle()

    def _on_problem_changed(self, sentence: str) -> None:
        if sentence != self._problem.text():
            describe_problem(self._field, sentence)
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))


class Form(QWidget):
    """Sections of fields. Subclasses fill it and say which records it is about."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._bindings: list[Binding] = []
        self._rows: dict[str, list[QWidget]] = {}
        self._fields: dict[str, Field] = {}
        self._inner: list[Form] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def field(self, name: str) -> Field:
        """The field of an attribute. Raises: KeyError: there is none."""
        return self._fields[name]

    def has_field(self, name: str) -> bool:
        return name in self._fields

    def show_values(self) -> None:
        """Read the records again."""
        for binding in self._bindings:
            binding.show()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        for field in self._fields.values():
            field.set_tokens(tokens)
        for form in self._inner:
            form.set_tokens(tokens)

    def finish(self) -> None:
        """Commit what is under way, before the form turns to other records."""
        for binding in self._bindings:
            binding.finish()
        for form in self._inner:
            form.finish()

    def set_row_visible(self, name: str, is_visible: bool) -> None:
        """Show or hide a field with its name."""
        for widget in self._rows[name]:
            widget.setVisible(is_visible)

    def add_section(self, title: str) -> QLabel:
        """Begin a section."""
        if self._column.count():
            self._column.addSpacing(12)
        label = section_label(title, self)
        self._column.addWidget(label)
        return label

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no field."""
        self._column.addWidget(widget)

    def add_form(self, form: Form) -> None:
        """Add a form that is a part of this one: it takes the same colours and finishes with it."""
        self._inner.append(form)
        self._column.addWidget(form)

    def add_field(
        self,
        key: str,
        name: str,
        field: Field,
        read: Callable[[], Sequence[Any]],
        command: Callable[[Any], Callable[[Flywheel], Flywheel]],
        undo_label: str,
        *,
        hint: str = "",
        is_named: bool = True,
        beside: str = "",
    ) -> None:
        """Add a field under its name.

        Args:
            read: the values of the records, one each.
            command: from a value to the command that sets it.
            hint: what it means, in the tool tip.
            is_named: False where the field says its own name (a switch).
            beside: the key of the field that it shares a row with; "" for a row of its own.
        """
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        mixed: QLabel | None = None
        if is_named:
            caption = _Caption(name, holder)
            caption.setToolTip(hint)
            if (part := field.named_part()) is not None:
                caption.setBuddy(part)
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(caption)
            if not field.says_mixed:
                mixed = _Caption(f"· {mixed_words()}", holder)
                mixed.hide()
                row.addWidget(mixed)
            row.addStretch(1)
            column.addLayout(row)
        problem = plain_label("problem", holder)
        field.setParent(holder)
        field.set_name(name)
        field.setToolTip(hint)
        column.addWidget(field)
        column.addWidget(problem)
        self._put(holder, beside)
        self._rows[key] = [holder]
        self._fields[key] = field
        self._bindings.append(
            Binding(self.editor, field, read, command, undo_label, problem, mixed)
        )

    def _put(self, holder: QWidget, beside: str) -> None:
        if not beside:
            self._column.addWidget(holder)
            return
        first = self._rows[beside][0]
        place = self._column.indexOf(first)
        self._column.removeWidget(first)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(first, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
        self._column.insertLayout(place, row)


class _Caption(Words):
    """A name on one line where there is room for it, wrapped where there is not.

    A QLabel that may wrap asks for the width of a short paragraph, however wide its form is.
    """

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setObjectName("fieldName")

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(width, self.heightForWidth(width))


def setting(command: SetValue, name: str, ids: Callable[[], Sequence[str]]) -> Any:
    """The `command` argument of `add_field` for a command like `set_factor(flywheel, ids, **fields)`."""
    return partial(_with_value, command, name, ids)


def _with_value(
    command: SetValue, name: str, ids: Callable[[], Sequence[str]], value: Any
) -> Callable[[Flywheel], Flywheel]:
    return partial(_apply, command, tuple(ids()), {name: value})


def _apply(
    command: SetValue, ids: Sequence[str], fields: dict[str, Any], flywheel: Flywheel
) -> Flywheel:
    return command(flywheel, ids, **fields)
