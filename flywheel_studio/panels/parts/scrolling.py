"""How a panel scrolls: up and down only, and to a part that was just shown."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def fill_with(panel: QWidget, body: QWidget) -> QScrollArea:
    """Let `body` fill the panel, and scroll up and down where it is higher.

    Best while `body` is still empty: what changes its parent is styled again with all that is in it.
    """
    scroll = QScrollArea(panel)
    scroll.setObjectName("panelScroll")
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # The fields in it take the focus, and it scrolls to them.
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(scroll)
    return scroll


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the panel to a part that was just shown, as soon as it has its place.

    Where it is higher than the panel its top is seen.
    """

    def scroll() -> None:
        around = widget.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        body = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and body is not None and widget.isVisible():
            bar, place = around.verticalScrollBar(), widget.mapTo(body, QPoint(0, 0)).y()
            least = place + widget.height() + 8 - around.viewport().height()
            bar.setValue(min(max(bar.value(), least), max(place - 8, 0)))

    QTimer.singleShot(0, widget, scroll)
