"""A page beside the paper: a window of its own with what is read in it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.app.focus_order import order_focus
from flywheel_studio.app.toast import Toast
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.style.sheet import page_style, style_sheet
from flywheel_studio.panels.style.strong import strong_rules
from flywheel_studio.panels.style.tokens import Tokens

Verb = tuple[str, str, Callable[[], object]]

_SIZES: Final = {
    "scorecard": QSize(720, 780),
    "activities": QSize(1060, 720),
    "portfolio": QSize(820, 760),
}


class Panel(Protocol):
    """What the widget of a page can do."""

    def set_tokens(self, tokens: Tokens) -> None: ...

    def detach(self) -> None: ...


class Page(QDialog):
    """A window with one widget and the buttons below it. Closing hides it; it is kept.

    `verbs`: what can be done with it, for each the key of a button, its words and what it calls.
    """

    def __init__(
        self, window: QWidget, name: str, title: str, panel: QWidget, verbs: Iterable[Verb]
    ) -> None:
        super().__init__(window)
        self.setObjectName("page")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel = panel
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 8, 20, 12)
        buttons.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        for key, words, slot in verbs:
            self._add(buttons, key, words, slot)
        buttons.addStretch(1)
        self._add(buttons, "close", tr("Close"), self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(panel, 1)
        self.toast = Toast(panel)
        column.addLayout(buttons)
        room = window.screen().availableGeometry().size()
        self.resize(_SIZES[name].boundedTo(QSize(room.width() - 40, room.height() - 60)))

    def dress(self, tokens: Tokens) -> None:
        """Take the colours of the window's mode."""
        self.setStyleSheet(
            f"QDialog#page {{ background: {tokens.surface}; }}"
            + style_sheet(tokens)
            + page_style(tokens)
            + strong_rules(tokens)
        )
        panel: Panel = self.panel  # type: ignore[assignment]
        panel.set_tokens(tokens)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        # What is read comes before what can be done with it, and rows come later than the buttons.
        order_focus((self.panel, *self.buttons.values()))
        return super().focusNextPrevChild(forwards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        # A dialog would press its first button, wherever the keyboard is.
        focus = self.focusWidget()
        if isinstance(focus, QPushButton | QToolButton):
            focus.click()
        event.accept()

    def _add(
        self, row: QHBoxLayout, key: str, words: str, slot: Callable[[], object]
    ) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("plain")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: slot())
        row.addWidget(button)
        self.buttons[key] = button
        return button
