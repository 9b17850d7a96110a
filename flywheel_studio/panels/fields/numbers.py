"""The fields for numbers: a slider beside a number, and a number alone.

The slider covers what is usual; the number takes whatever the record allows.
"""

from __future__ import annotations

import math
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.field import Field, Mixed, mixed_words
from flywheel_studio.panels.fields.number_field import NumberField

_SLIDER_STEPS: Final = 200
_NUMBER_WIDTH: Final = 64
# Frame and padding of a field, and a little air.
_AROUND: Final = 22


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
        self.number.setFixedWidth(_NUMBER_WIDTH)
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
            self._fit_words()
        else:
            self.number.set_value(value)
        blocker = QSignalBlocker(self.slider)
        if not self.slider.isSliderDown():
            self.slider.setValue(0 if is_mixed or value is None else self._position(value))
        blocker.unblock()
        # The slider counts its own steps.
        self.slider.setAccessibleDescription(self.number.text() or self.number.placeholderText())
        is_faint = is_mixed or value is None
        if self.slider.property("is_mixed") != is_faint:
            self.slider.setProperty("is_mixed", is_faint)
            self.slider.style().unpolish(self.slider)
            self.slider.style().polish(self.slider)

    def _fit_words(self) -> None:
        """Wide enough for "mixed", in every language and size of letters."""
        self.number.ensurePolished()
        needed = self.number.fontMetrics().horizontalAdvance(mixed_words()) + _AROUND
        if needed > self.number.width():
            self.number.setFixedWidth(needed)

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
