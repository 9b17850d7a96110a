"""Tells a screen reader the current row of a list or tree.

WORKAROUND: when the keyboard comes to a list, Qt tells of the list as a whole (Qt 6.11).
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView


def tell_row_soon(view: QAbstractItemView) -> None:
    """Tell of the current row, once Qt has told of the view."""
    if QAccessible.isActive():
        QTimer.singleShot(0, view, lambda: _tell(view))


def row_told(view: QAbstractItemView) -> QAccessibleInterface | None:
    """What a reader hears of while the keyboard is in the view; None without a current row."""
    access = QAccessible.queryAccessibleInterface(view)
    if access is None or not view.hasFocus() or not view.currentIndex().isValid():
        return None
    return access.focusChild()


def _tell(view: QAbstractItemView) -> None:
    row = row_told(view)
    if row is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(row, QAccessible.Event.Focus))
