"""The order in which Tab goes through a window: tools, paper, properties, momentum, then the rest.

Qt's own order is that in which widgets were made, and leaves tool bars out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget


def reach_tool_bar(bar: QToolBar) -> None:
    """Let Tab stop at each tool."""
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.toolTip() or action.text())


def order_focus(parts: Iterable[QWidget]) -> None:
    """Let Tab go through these parts one after the other; each keeps its own order within."""
    before: QWidget | None = None
    for part in parts:
        for widget in list(_stops(part)):
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget


def first_stop(part: QWidget) -> QWidget | None:
    """Where the keyboard comes to first in a part; None where it cannot stop."""
    return next((each for each in _stops(part) if each.isVisibleTo(part)), None)


def _stops(part: QWidget) -> Iterator[QWidget]:
    """What Tab can stop at in a part, in the order in which it was made."""
    for widget in (part, *part.findChildren(QWidget)):
        # Lists that fold out are windows of their own.
        is_here = widget.window() is part.window() and widget.focusProxy() is None
        if is_here and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
