"""Tells once that a widget has been painted for the first time, or that it waits too long for that.

A window that is covered, or that the display server forgot to ask for its picture, is not painted;
what waits for the picture comes all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

# A first picture is there in a quarter of this.
_PATIENCE_MS: Final = 1500


class FirstPicture(QObject):
    """Calls `then` one turn of the event loop after the first paint of `widget`, and is gone."""

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then = then
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._tell)
        self._patience.start(_PATIENCE_MS)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            self._patience.stop()
            # Later, so that the picture is on the screen before anything heavy begins.
            QTimer.singleShot(0, self, self._tell)
        return False

    def _tell(self) -> None:
        self._widget.removeEventFilter(self)
        self.deleteLater()
        self._then()
