"""What speaks for a link: a list of items, each with its words, its date and its source.

The value is the whole tuple, so that typing into an item is one undo step like any other field.
Only what was typed is written: the rest of an item stays exactly as the file had it.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import Evidence
from flywheel_studio.panels.fields.field import Field, Mixed, WordField
from flywheel_studio.panels.parts.icons import icon
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

PARTS: Final = ("text", "date", "source")


class HintedWordField(WordField):
    """Words with a hint where there are none yet."""

    def __init__(self, hint: str, parent: QWidget | None = None, *, lines: int = 1) -> None:
        self._hint_words = hint
        super().__init__(parent, lines=lines)
        self.edit.setPlaceholderText(hint)
        self.set_name(hint)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        if not isinstance(value, Mixed):
            self.edit.setPlaceholderText(self._hint_words)


class EvidenceRow(QWidget):
    """One item: its three fields and the cross that removes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.fields = {
            "text": HintedWordField(tr("What was seen"), self),
            "date": HintedWordField(tr("When"), self),
            "source": HintedWordField(tr("Source"), self),
        }
        self.remove = QToolButton(self)
        self.remove.setObjectName("round")
        self.remove.setIconSize(QSize(12, 12))
        self.remove.setToolTip(tr("Remove this evidence"))
        self.remove.setAccessibleName(tr("Remove this evidence"))
        date = self.fields["date"]
        date.setMinimumWidth(date.fontMetrics().horizontalAdvance("2026-12-31") + 30)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.fields["date"], 2)
        below.addWidget(self.fields["source"], 3)
        below.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(3)
        column.addWidget(self.fields["text"])
        column.addLayout(below)


class EvidenceField(Field):
    """The evidence of one link. Shows nothing to edit where several links differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[Evidence, ...] = ()
        self._is_mixed = False
        self._tokens = LIGHT
        self.rows: list[EvidenceRow] = []
        self._rows_column = QVBoxLayout()
        self._rows_column.setSpacing(2)
        self.add = QPushButton(tr("Add evidence"), self)
        self.add.setObjectName("more")
        self.add.clicked.connect(self._on_added)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._rows_column)
        column.addWidget(self.add)

    def show_value(self, value: Any) -> None:
        self._is_mixed = isinstance(value, Mixed)
        self._value = () if self._is_mixed or value is None else tuple(value)
        self.add.setEnabled(not self._is_mixed)
        while len(self.rows) > len(self._value):
            row = self.rows.pop()
            self._rows_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(self._value):
            self._add_row()
        for row, item in zip(self.rows, self._value, strict=True):
            for part in PARTS:
                row.fields[part].show_value(getattr(item, part))

    def set_name(self, name: str) -> None:
        self.add.setAccessibleName(tr("Add evidence"))

    def first_focus(self) -> QWidget:
        return self.rows[0].fields["text"].first_focus() if self.rows else self.add

    def named_part(self) -> QWidget | None:
        return None

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for row in self.rows:
            row.remove.setIcon(icon("cross", tokens.muted))

    def settle(self) -> None:
        for row in self.rows:
            for field in row.fields.values():
                field.settle()

    def _add_row(self) -> None:
        row = EvidenceRow(self)
        number = len(self.rows)
        for part, field in row.fields.items():
            field.previewed.connect(partial(self._on_typed, number, part))
            field.committed.connect(self.committed)
            field.cancelled.connect(self.cancelled)
        row.remove.clicked.connect(partial(self._on_removed, number))
        row.remove.setIcon(icon("cross", self._tokens.muted))
        self.rows.append(row)
        self._rows_column.addWidget(row)
        row.show()

    def _on_typed(self, number: int, part: str, words: str) -> None:
        items = list(self._value)
        if number < len(items):
            items[number] = replace(items[number], **{part: words})
            self._value = tuple(items)
            self.previewed.emit(self._value)

    def _on_removed(self, number: int, _checked: bool = False) -> None:
        self._meant(tuple(item for place, item in enumerate(self._value) if place != number))

    def _on_added(self) -> None:
        self._meant((*self._value, Evidence()))
        if self.rows:
            self.rows[-1].fields["text"].first_focus().setFocus()
