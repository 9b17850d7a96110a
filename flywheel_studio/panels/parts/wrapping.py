"""Where lines break in a room: between words, and inside a word only where it is wider than the room."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextLayout, QTextOption


def wrapped(text: str, font: QFont, room: float) -> list[str]:
    """The lines of a text in a room, pixels; no letter is lost and no word is broken that fits."""
    return [line for part in text.split("\n") for line in _wrapped_part(part, font, room)]


def _wrapped_part(text: str, font: QFont, room: float) -> list[str]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    # Qt counts in UTF-16: an emoji is two places there and one in Python.
    units = text.encode("utf-16-le")
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        first, last = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        lines.append(units[first:last].decode("utf-16-le").strip())
    layout.endLayout()
    return lines or [""]
