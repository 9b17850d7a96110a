"""Says a sentence to a screen reader that is shown beside the field where the keyboard is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Tell a sentence that `widget` shows; nothing while no reader listens."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def describe_problem(field: QWidget, words: str) -> None:
    """What is wrong with what was typed, at the part of a field that has the keyboard; "" for nothing.

    Readers say a description as it changes, and again whenever the keyboard comes back.
    """
    for part in (field, *field.findChildren(QWidget)):
        was_wrong = part.property("told_problem")
        if words and part.hasFocus():
            part.setProperty("told_problem", True)
            part.setAccessibleDescription(words)
        elif was_wrong and not words:
            part.setProperty("told_problem", False)
            part.setAccessibleDescription("")
