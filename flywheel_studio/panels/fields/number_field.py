"""A field for a number that takes "0.5" and "0,5" alike, whatever the locale.

`QDoubleSpinBox` refuses a typed point in a German locale, and cannot be empty or say "several
values". Up and Down step; Escape puts back what was there. Only what is being typed is taken back
by the field itself: with nothing typed, undo and redo are the document's.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.numerals import exact_text
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.line_field import LineField

_LONGEST: Final = 40


class NotANumber(ValueError):
    """What was typed is no number, or not one that is allowed here; the sentence says which."""


def parse_number(
    text: str, *, least: float = -math.inf, most: float = math.inf, above: float | None = None
) -> float:
    """Read a number as a person writes it: point or comma, a true minus, spaces around it.

    With both a point and a comma the last one is the decimal mark ("1.234,5" and "1,234.5").

    Args:
        least, most: the closed range that is allowed.
        above: what the number must be greater than.

    Raises:
        NotANumber: it is none, not finite, or out of range.
    """
    tidy = text.strip().replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "")
    tidy = tidy.replace(" ", "").replace("'", "")
    if len(tidy) > _LONGEST:
        raise NotANumber(tr("This is not a number."))
    point, comma = tidy.rfind("."), tidy.rfind(",")
    if comma > point:
        tidy = tidy.replace(".", "").replace(",", ".", 1) if tidy.count(",") == 1 else tidy
    elif comma >= 0:
        tidy = tidy.replace(",", "")
    if "_" in tidy:
        raise NotANumber(tr("This is not a number."))
    try:
        value = float(tidy)
    except ValueError:
        raise NotANumber(tr("This is not a number.")) from None
    if not math.isfinite(value):
        raise NotANumber(tr("This is not a number."))
    if above is not None and not value > above:
        raise NotANumber(tr("This must be above {bound}.", bound=number(above)))
    if value < least:
        raise NotANumber(tr("This must be at least {bound}.", bound=number(least)))
    if value > most:
        raise NotANumber(tr("This must be at most {bound}.", bound=number(most)))
    return value


class NumberField(LineField):
    """A number, nothing (where that is allowed), or several different numbers.

    `entered` carries a float, or None for nothing, when a person has finished changing it;
    `problem_changed` a sentence about what was typed ("" when all is well).
    """

    entered = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        least: float = -math.inf,
        most: float = math.inf,
        above: float | None = None,
        step: float = 0.1,
        is_optional: bool = False,
        empty_text: str = "",
    ) -> None:
        super().__init__(parent)
        self._least, self._most, self._above = least, most, above
        self._step = step
        self._is_optional = is_optional
        self._empty_text = empty_text
        self._value: float | None = None
        self._is_mixed = False
        self._problem = ""
        self.setObjectName("number")
        self.setPlaceholderText(empty_text)
        self.editingFinished.connect(self._on_editing_finished)
        self.textEdited.connect(self._on_text_edited)

    @property
    def value(self) -> float | None:
        """The number last set or entered; None for nothing, and for several."""
        return self._value

    @property
    def is_mixed(self) -> bool:
        return self._is_mixed

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, "" for nothing."""
        return self._problem

    def set_value(self, value: float | None) -> None:
        """Show a number, or nothing."""
        if value == self._value and not self._is_mixed and self._shows_value():
            return
        self._value, self._is_mixed = value, False
        self.setPlaceholderText(self._empty_text)
        self._show()

    def set_mixed(self) -> None:
        """Show that several records differ here."""
        if not (self._is_mixed and self.isModified()):
            self._value, self._is_mixed = None, True
            self.setPlaceholderText(tr("mixed"))
            self._show()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_undo = event.matches(QKeySequence.StandardKey.Undo)
            is_redo = event.matches(QKeySequence.StandardKey.Redo)
            if (is_undo and not self.isUndoAvailable()) or (is_redo and not self.isRedoAvailable()):
                # Qt's own line keeps the key although it has nothing to take back.
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._step_by(1)
            case Qt.Key.Key_Down:
                self._step_by(-1)
            case Qt.Key.Key_PageUp:
                self._step_by(10)
            case Qt.Key.Key_PageDown:
                self._step_by(-10)
            case Qt.Key.Key_Escape if self.isModified():
                self._show()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._problem:
            self._show()

    def _shows_value(self) -> bool:
        if self._problem:
            return False
        if self._value is None:
            return self.text() == ""
        try:
            return parse_number(self.text()) == self._value or not self.isModified()
        except NotANumber:
            return False

    def _show(self) -> None:
        text = "" if self._value is None else exact_text(self._value)
        if text != self.text() or self.isUndoAvailable() or self.isRedoAvailable():
            # Also where it reads the same: what was typed until now is not the field's to take back.
            at = self.cursorPosition() if text == self.text() else len(text)
            self.setText(text)
            self.setCursorPosition(at)
        self.setModified(False)
        self._set_problem("")

    def _read(self) -> float | None:
        text = self.text().strip()
        if text in ("", "—"):
            if self._is_optional or self._is_mixed:
                return None
            raise NotANumber(tr("A number is needed here."))
        return parse_number(text, least=self._least, most=self._most, above=self._above)

    def _step_by(self, steps: int) -> None:
        start = self._value if self._value is not None else max(0.0, self._least)
        try:
            typed = self._read()
        except NotANumber:
            typed = None
        value = (start if typed is None else typed) + steps * self._step
        value = min(max(value, self._least), self._most)
        if self._above is not None and value <= self._above:
            value = (start if typed is None else typed) / 2.0
            if value <= self._above:
                return
        self._enter(round(value, 10))
        # As a spin box does: a screen reader says what is selected, and typing goes on from nothing.
        self.selectAll()

    def _enter(self, value: float | None) -> None:
        was, was_mixed = self._value, self._is_mixed
        self._value, self._is_mixed = value, False
        self.setPlaceholderText(self._empty_text)
        self._show()
        if value != was or was_mixed:
            self.entered.emit(value)

    def _on_text_edited(self, _text: str) -> None:
        try:
            self._read()
        except NotANumber as problem:
            # Half a number ("-", "0,") is not wrong yet; it is said on leaving the field.
            if self.text().strip() not in ("-", "−", "+", ".", ",", ""):
                self._set_problem(str(problem))
        else:
            self._set_problem("")

    def _on_editing_finished(self) -> None:
        if not self.isModified():
            return
        try:
            value = self._read()
        except NotANumber as problem:
            self._set_problem(str(problem))
            return
        if value is None and self._is_mixed:
            self._show()
            return
        self._enter(value)

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.setProperty("is_wrong", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)
            self.problem_changed.emit(problem)
