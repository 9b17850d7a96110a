"""A line to type in, which a screen reader names also while nothing stands in it.

WORKAROUND: reached by Tab, Qt selects all of a line before it tells that the focus has come. Where
nothing is there to select, Orca takes that for the news, and says nothing at all.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

_SELECTING: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LineField(QLineEdit):
    """A `QLineEdit` like any other."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.text() and event.reason() in _SELECTING:
            event = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.OtherFocusReason)
        super().focusInEvent(event)
