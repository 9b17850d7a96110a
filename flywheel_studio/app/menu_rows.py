"""Puts rows into the menus of one window: an action each, with a name, a key and what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from flywheel_studio.app.icons import tool_icon
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

Slot = Callable[[], object]
Keys = QKeySequence.StandardKey


class MenuRows:
    """`signed`: the actions that carry an icon, and its name."""

    def __init__(self, window: WindowFrame) -> None:
        self._window = window
        self.signed: list[tuple[QAction, str]] = []
        self._actions: list[QAction] = []

    def add(
        self,
        menu: QMenu,
        text: str,
        slot: Slot,
        key: str | QKeySequence.StandardKey | None = None,
        sign: str = "",
    ) -> QAction:
        """A row that does something."""
        action = QAction(text, self._window)
        self._actions.append(action)
        action.triggered.connect(_without_argument(slot))
        if isinstance(key, str):
            action.setShortcut(QKeySequence(key))
        elif key is not None:
            action.setShortcuts(QKeySequence.keyBindings(key))
        if sign:
            self.signed.append((action, sign))
        menu.addAction(action)
        return action

    def choice(
        self, menu: QMenu, group: QActionGroup, text: str, value: str, slot: Callable[[str], object]
    ) -> QAction:
        """A row that is one of a group, of which one is ticked."""
        action = menu.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(with_argument(slot, value))
        group.addAction(action)
        return action

    def close(self) -> None:
        """The rows go; their keys do nothing more from now on."""
        for action in self._actions:
            action.setShortcuts([])
            action.deleteLater()

    def dress(self, tokens: Tokens) -> None:
        """Draw the icons in the colours of the window's mode."""
        for action, sign in self.signed:
            checked = tokens.accent_text if action.isCheckable() else None
            action.setIcon(tool_icon(sign, tokens.ink, tokens.faint, checked))


def plain(words: str) -> str:
    """Words that a menu shows as they are, on one line."""
    return " ".join(words.split()).replace("&", "&&")


def with_argument(slot: Callable[[str], object], value: str) -> Callable[[bool], None]:
    """What an action calls: the slot with a value of its own."""

    def called(_checked: bool = False) -> None:
        slot(value)

    return called


def _without_argument(slot: Slot) -> Callable[[bool], None]:
    def called(_checked: bool = False) -> None:
        slot()

    return called
