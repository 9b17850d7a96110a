"""What the fields of the property forms have in common, and the field for words.

`previewed` carries a value while it is being changed, `committed` says that it is meant,
`cancelled` that it is not. A field that changes at one stroke sends the first two together.
`show_value` takes what the records say, or `MIXED` where they differ.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.labels import Words
from flywheel_studio.panels.style.tokens import Tokens


class Mixed:
    """Several records with different values."""

    def __repr__(self) -> str:
        return "MIXED"


MIXED: Final = Mixed()
_MOST_LINES: Final = 12


def mixed_words() -> str:
    """What stands where several records have different values."""
    return tr("mixed")


def section_label(text: str, parent: QWidget | None = None) -> QLabel:
    """The title of a section, in small capitals."""
    label = Words(text, parent)
    label.setObjectName("section")
    font = QFont(label.font())
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    label.setFont(font)
    return label


class Field(QWidget):
    """What the fields have in common."""

    previewed = Signal(object)
    committed = Signal()
    cancelled = Signal()
    problem_changed = Signal(str)
    # Whether the field itself has words for several values; else they stand beside its name.
    says_mixed = True

    def show_value(self, value: Any) -> None:
        """Show what the records say, without sending anything."""
        raise NotImplementedError

    def set_name(self, name: str) -> None:
        """The accessible name, of whatever part takes the focus."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """The part that Tab comes to first."""
        raise NotImplementedError

    def named_part(self) -> QWidget | None:
        """The part that the words above it name; None where each part says its own.

        A screen reader takes those words for the name of that part, whatever its own is.
        """
        return self.first_focus()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window, where a field paints itself."""

    def settle(self) -> None:
        """Something else ended the edit under way: forget that there was one."""

    def _meant(self, value: object) -> None:
        self.previewed.emit(value)
        self.committed.emit()


class WordEdit(QPlainTextEdit):
    """Tells of its new width once its lines are wrapped to it.

    Only of its own width: a scroll bar that comes and goes resizes the viewport too, and fitting
    the height to that would bring the bar back, for ever.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = 0
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            self.resized.emit()


class WordField(Field):
    """Text of one or more lines. Shown on the paper while it is typed; one undo step.

    Enter and leaving the field commit, Escape takes back, Shift+Enter breaks the line; where
    `is_long`, Enter breaks it as well.
    """

    def __init__(
        self, parent: QWidget | None = None, *, lines: int = 1, is_long: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_long = is_long
        self._is_typing = False
        self._edit = WordEdit(self)
        self._edit.setTabChangesFocus(True)
        self._edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._edit.document().setDocumentMargin(1)
        self._lines = lines
        self._edit.textChanged.connect(self._on_text_changed)
        # Not at once: a height that changes inside a resize leaves the lines broken for the width
        # that was there before it.
        self._edit.resized.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        self._edit.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._edit)
        self._fit()

    @property
    def edit(self) -> WordEdit:
        return self._edit

    def show_value(self, value: Any) -> None:
        is_mixed = isinstance(value, Mixed)
        text = "" if is_mixed or value is None else str(value)
        self._edit.setPlaceholderText(mixed_words() if is_mixed else "")
        # What is being typed stays as it is typed, also where the record tidies it.
        if text != self._edit.toPlainText() and not self._is_typing:
            blocker = QSignalBlocker(self._edit)
            self._edit.setPlainText(text)
            blocker.unblock()
        self._fit()

    def set_name(self, name: str) -> None:
        self._edit.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self._edit

    def settle(self) -> None:
        self._is_typing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._finish()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self._is_typing:
            self._is_typing = False
            self.cancelled.emit()
            return True
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if self._is_long:
                return False
            self._finish()
            return True
        return False

    def _on_text_changed(self) -> None:
        self._is_typing = True
        self.previewed.emit(self._edit.toPlainText())
        self._fit()

    def _finish(self) -> None:
        if self._is_typing:
            self._is_typing = False
            self.committed.emit()

    def _fit(self) -> None:
        """As high as its lines as they are wrapped, within reason."""
        wrapped = round(self._edit.document().size().height())
        shown = max(self._lines, min(_MOST_LINES if self._is_long else 4, wrapped))
        height = self._edit.fontMetrics().lineSpacing() * shown + 14
        if self._edit.height() != height:
            self._edit.setFixedHeight(height)
