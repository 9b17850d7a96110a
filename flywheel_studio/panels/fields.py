"""The fields of the property forms: words, choices, switches, sliders.

They share one shape. `previewed` carries a value while it is being changed, `committed` says that
it is meant, `cancelled` that it is not. A field that changes at one stroke sends the first two
together. `show_value` takes what the records say, or `MIXED` where they differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.number_field import NumberField


class Mixed:
    """Several records with different values."""

    def __repr__(self) -> str:
        return "MIXED"


MIXED: Final = Mixed()
_SLIDER_STEPS: Final = 200


def section_label(text: str, parent: QWidget | None = None) -> QLabel:
    """The title of a section, in small capitals."""
    label = QLabel(text, parent)
    label.setObjectName("section")
    label.setTextFormat(Qt.TextFormat.PlainText)
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

    def show_value(self, value: Any) -> None:
        """Show what the records say, without sending anything."""
        raise NotImplementedError

    def set_name(self, name: str) -> None:
        """The accessible name, of whatever part takes the focus."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """The part that Tab comes to first."""
        raise NotImplementedError

    def settle(self) -> None:
        """Something else ended the edit under way: forget that there was one."""

    def _meant(self, value: object) -> None:
        self.previewed.emit(value)
        self.committed.emit()


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
        self._edit = QPlainTextEdit(self)
        self._edit.setTabChangesFocus(True)
        self._edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._edit.document().setDocumentMargin(1)
        self._lines = lines
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._edit)
        self._fit()

    @property
    def edit(self) -> QPlainTextEdit:
        return self._edit

    def show_value(self, value: Any) -> None:
        is_mixed = isinstance(value, Mixed)
        text = "" if is_mixed or value is None else str(value)
        self._edit.setPlaceholderText(tr("— several —") if is_mixed else "")
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
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Polish):
            self._fit()
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
        """As high as its lines, between the least number and four more."""
        shown = max(self._lines, min(self._lines + 4, self._edit.document().lineCount()))
        height = self._edit.fontMetrics().lineSpacing() * shown + 14
        if self._edit.height() != height:
            self._edit.setFixedHeight(height)


class QuietSlider(QSlider):
    """A slider that does not move when the wheel scrolls the panel under it."""

    key_released = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self.key_released.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.key_released.emit()


class SliderField(Field):
    """A slider beside a number. Dragging previews, letting go commits; Escape takes back.

    The slider covers `low` to `high`; the number beside it may lie beyond. `curve` 2 gives the
    small values more room.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        low: float,
        high: float,
        curve: float = 1.0,
        least: float = -math.inf,
        most: float = math.inf,
        above: float | None = None,
        step: float = 0.05,
        is_optional: bool = False,
        empty_text: str = "",
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._curve = low, high, curve
        self._above = above
        self._is_open = False
        self.slider = QuietSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _SLIDER_STEPS)
        self.slider.setSingleStep(2)
        self.slider.setPageStep(_SLIDER_STEPS // 10)
        self.slider.setMinimumWidth(60)
        self.number = NumberField(
            self,
            least=least,
            most=most,
            above=above,
            step=step,
            is_optional=is_optional,
            empty_text=empty_text,
        )
        self.number.setFixedWidth(64)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.slider.sliderReleased.connect(self._on_slider_released)
        self.slider.key_released.connect(self._on_slider_released)
        self.slider.installEventFilter(self)
        self.number.entered.connect(self._on_number_entered)
        self.number.problem_changed.connect(self.problem_changed)

    def show_value(self, value: Any) -> None:
        is_mixed = isinstance(value, Mixed)
        if is_mixed:
            self.number.set_mixed()
        else:
            self.number.set_value(value)
        blocker = QSignalBlocker(self.slider)
        if not self.slider.isSliderDown():
            self.slider.setValue(0 if is_mixed or value is None else self._position(value))
        blocker.unblock()
        is_faint = is_mixed or value is None
        if self.slider.property("is_mixed") != is_faint:
            self.slider.setProperty("is_mixed", is_faint)
            self.slider.style().unpolish(self.slider)
            self.slider.style().polish(self.slider)

    def set_name(self, name: str) -> None:
        self.slider.setAccessibleName(name)
        self.number.setAccessibleName(tr("{name}, as a number", name=name))

    def first_focus(self) -> QWidget:
        return self.slider

    def settle(self) -> None:
        self._is_open = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self._is_open
        ):
            self._is_open = False
            self.slider.setSliderDown(False)
            self.cancelled.emit()
            return True
        return super().eventFilter(watched, event)

    def value_at(self, position: int) -> float:
        """What the slider means at one of its 200 steps, rounded to what one can aim at."""
        share = (position / _SLIDER_STEPS) ** self._curve
        value = self._low + (self._high - self._low) * share
        value = round(value, 2 if self._high - self._low <= 12 else 1)
        if self._above is not None and value <= self._above:
            value = self._above + (self._high - self._low) / _SLIDER_STEPS
        return value

    def _position(self, value: float) -> int:
        share = (value - self._low) / (self._high - self._low)
        return round(min(max(share, 0.0), 1.0) ** (1.0 / self._curve) * _SLIDER_STEPS)

    def _on_slider_changed(self, position: int) -> None:
        self._is_open = True
        self.previewed.emit(self.value_at(position))

    def _on_slider_released(self) -> None:
        if self._is_open and not self.slider.isSliderDown():
            self._is_open = False
            self.committed.emit()

    def _on_number_entered(self, value: float | None) -> None:
        self._is_open = False
        self._meant(value)


class NumberOnlyField(Field):
    """A number without a slider."""

    def __init__(self, parent: QWidget | None = None, **limits: Any) -> None:
        super().__init__(parent)
        self.number = NumberField(self, **limits)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number)
        self.number.entered.connect(self._meant)
        self.number.problem_changed.connect(self.problem_changed)

    def show_value(self, value: Any) -> None:
        if isinstance(value, Mixed):
            self.number.set_mixed()
        else:
            self.number.set_value(value)

    def set_name(self, name: str) -> None:
        self.number.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self.number


class ChoiceField(Field):
    """A few words of which one holds, side by side. A value that is none of them lights none."""

    def __init__(self, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.buttons: dict[Any, QToolButton] = {}
        self._words: dict[Any, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (value, words) in enumerate(choices):
            button = QToolButton(self)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setText(words)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            where = {0: "first", len(choices) - 1: "last"}.get(place, "middle")
            button.setProperty("place", where)
            button.clicked.connect(partial(self._on_clicked, value))
            self.buttons[value] = button
            self._words[value] = words
            row.addWidget(button, max(1, len(words)))

    def show_value(self, value: Any) -> None:
        for choice, button in self.buttons.items():
            button.setChecked(not isinstance(value, Mixed) and choice == value)

    def set_name(self, name: str) -> None:
        for choice, button in self.buttons.items():
            button.setAccessibleName(tr("{name}: {choice}", name=name, choice=self._words[choice]))

    def first_focus(self) -> QWidget:
        return next(iter(self.buttons.values()))

    def _on_clicked(self, value: Any, _checked: bool = False) -> None:
        self.show_value(value)
        self._meant(value)


class SwitchField(Field):
    """Yes or no; a dash where several differ."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(words, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.box.clicked.connect(self._on_clicked)

    def show_value(self, value: Any) -> None:
        is_mixed = isinstance(value, Mixed)
        self.box.setTristate(is_mixed)
        if is_mixed:
            self.box.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self.box.setChecked(bool(value))

    def set_name(self, name: str) -> None:
        self.box.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self.box

    def _on_clicked(self, _checked: bool = False) -> None:
        is_on = self.box.checkState() != Qt.CheckState.Unchecked
        self.box.setTristate(False)
        self.box.setChecked(is_on)
        self._meant(is_on)


class ListField(Field):
    """One of a list, or a word of one's own where `is_open`."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        is_open: bool = False,
        clean: Callable[[str], str] = str.strip,
    ) -> None:
        super().__init__(parent)
        self._clean = clean
        self._shown: Any = None
        self.box = QComboBox(self)
        self.box.setEditable(is_open)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(8)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMinimumSize(QSize(80, 28))
        for value, words in choices:
            self.box.addItem(words, value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.box.activated.connect(self._on_activated)
        self.box.installEventFilter(self)
        if (line := self.box.lineEdit()) is not None:
            line.setMaxLength(60)
            line.editingFinished.connect(self._on_editing_finished)

    def show_value(self, value: Any) -> None:
        self._shown = value
        row = -1 if isinstance(value, Mixed) else self.box.findData(value)
        self.box.setCurrentIndex(row)
        if self.box.isEditable() and row < 0:
            self.box.setEditText("" if isinstance(value, Mixed) else str(value))

    def set_name(self, name: str) -> None:
        self.box.setAccessibleName(name)

    def first_focus(self) -> QWidget:
        return self.box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self.box.view().isVisible():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _on_activated(self, row: int) -> None:
        value = self.box.itemData(row)
        if value is not None and value != self._shown:
            self._shown = value
            self._meant(value)

    def _on_editing_finished(self) -> None:
        text = self._clean(self.box.currentText())
        row = self.box.findText(text)
        value = self.box.itemData(row) if row >= 0 else text
        if not text:
            self.show_value(self._shown)
        elif value != self._shown:
            self._shown = value
            self._meant(value)
