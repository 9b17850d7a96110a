"""A choice among pictures: shapes, colours, icons. One tab stop; the arrow keys walk in it.

Arrow keys move the focus and choose nothing, so that walking past a colour is no undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.field import Field, Mixed
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.properties.looks.pictures import SIDE
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

Choice = tuple[Any, str]
_BUTTON: Final = 24
# Nine in a row fit into the dock as it opens, 292 px with a scroll bar.
_GAP: Final = 3
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class PictureField(Field):
    """Buttons with pictures, in as many rows as it takes. A value that is none of them lights none.

    `choices`: value and words each. `picture`: what to draw for a value in a window's colours.
    """

    says_mixed = False
    resized = Signal()

    def __init__(
        self,
        choices: Sequence[Choice],
        picture: Callable[[Any, Tokens], QIcon],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.buttons: dict[Any, QToolButton] = {}
        self._picture = picture
        self._tokens = LIGHT
        self._name = ""
        self._choices: list[Choice] = []
        self._shown: Any = None
        self._flow = FlowLayout(self, gap=_GAP)
        # Not at once: the layout that resizes it would not hear of another height.
        self.resized.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices, without sending anything; equal ones change nothing."""
        if list(choices) == self._choices:
            return
        self._choices = list(choices)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.removeEventFilter(self)
                old.hide()
                old.deleteLater()
        self.buttons.clear()
        for value, words in self._choices:
            button = QToolButton(self)
            button.setObjectName("picture")
            button.setCheckable(True)
            button.setFixedSize(_BUTTON, _BUTTON)
            button.setIconSize(QSize(SIDE, SIDE))
            button.setToolTip(words)
            button.clicked.connect(partial(self._on_clicked, value))
            button.installEventFilter(self)
            self.buttons[value] = button
            self._flow.addWidget(button)
            button.show()
        self._flow.invalidate()
        self._fit()
        self._draw()
        self.set_name(self._name)
        self.show_value(self._shown)

    def redraw(self) -> None:
        """The pictures are others now, though the choices are the same."""
        self._draw()

    def show_value(self, value: Any) -> None:
        self._shown = value
        for choice, button in self.buttons.items():
            button.setChecked(not isinstance(value, Mixed) and choice == value)
        self._keep_one_stop(self.first_focus())

    def set_name(self, name: str) -> None:
        self._name = name
        for value, words in self._choices:
            self.buttons[value].setAccessibleName(tr("{name}: {choice}", name=name, choice=words))

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._draw()

    def first_focus(self) -> QWidget:
        buttons = list(self.buttons.values())
        return next((button for button in buttons if button.isChecked()), buttons[0])

    def named_part(self) -> QWidget | None:
        return None

    def hasHeightForWidth(self) -> bool:
        # It sets its height itself, to the width that it has got.
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _fit(self) -> None:
        """As high as its rows: layouts round it ask before the scroll bar has come or gone."""
        height = self._flow.heightForWidth(self.width())
        if height != self.height():
            self.setFixedHeight(height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._walk(watched, step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
                watched, QToolButton
            ):
                watched.click()
                return True
        return super().eventFilter(watched, event)

    def _walk(self, begin: QObject, step: int) -> None:
        buttons = list(self.buttons.values())
        at = next((n for n, button in enumerate(buttons) if button is begin), 0)
        there = buttons[(at + step) % len(buttons)]
        self._keep_one_stop(there)
        there.setFocus(Qt.FocusReason.TabFocusReason)

    def _keep_one_stop(self, stop: QWidget) -> None:
        for button in self.buttons.values():
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            if button.focusPolicy() != policy:
                button.setFocusPolicy(policy)

    def _draw(self) -> None:
        for value, button in self.buttons.items():
            button.setIcon(self._picture(value, self._tokens))

    def _on_clicked(self, value: Any, _checked: bool = False) -> None:
        self.show_value(value)
        self._meant(value)
