"""The small parts that the panels are put together from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


def plain_label(name: str, parent: QWidget) -> QLabel:
    """A label for whole sentences: wrapped, and never read as markup. `name` is its style."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def rule(parent: QWidget) -> QFrame:
    """A thin line across."""
    line = QFrame(parent)
    line.setObjectName("rule")
    return line


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
