"""Shift+F10 opens the context menu of what has the keyboard, as the menu key does.

WORKAROUND: Qt leaves this key to the system, and under X11 and Wayland no system does it; many
keyboards of laptops have no menu key.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


class MenuKey:
    """For one window and the docks that float over it."""

    def __init__(self, window: QWidget) -> None:
        self._key = QShortcut(QKeySequence("Shift+F10"), window)
        self._key.setAutoRepeat(False)
        self._key.activated.connect(self._on_pressed)

    def _on_pressed(self) -> None:
        focus = QApplication.focusWidget()
        handle = focus.window().windowHandle() if focus is not None else None
        if handle is not None:
            # To the window as from the keyboard: Qt finds the place of what is current itself.
            reason = QContextMenuEvent.Reason.Keyboard
            QCoreApplication.sendEvent(handle, QContextMenuEvent(reason, QPoint(), QPoint()))
