"""One colour of a palette: a swatch that opens the colours of all, and its code to type or paste."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QToolButton, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.line_field import LineField

_CODE: Final = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_LONG: Final = 6
_EDGE: Final = QColor(128, 128, 128, 150)


def read_colors(words: str) -> list[str]:
    """The colours that a text names by their codes, with or without #; none where a word is no code."""
    found: list[str] = []
    for word in re.split(r"[\s,;]+", words.strip()):
        code = _CODE.fullmatch(word)
        if code is None:
            return []
        digits = code[1] if len(code[1]) == _LONG else "".join(digit * 2 for digit in code[1])
        found.append(f"#{digits.upper()}")
    return found


def no_color() -> str:
    """What is said of words that are no colour."""
    return tr("That is no colour. Write its code like this: #1F6FB2")


class ColorCell(QWidget):
    """Signals: `chosen` with one colour, or with several that were pasted, for this place and those
    after it; `problem_changed` when what is typed is no colour, or is one again.
    """

    chosen = Signal(list)
    problem_changed = Signal()

    def __init__(self, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._color = ""
        self.swatch = QToolButton(self)
        self.swatch.setIconSize(QSize(28, 28))
        self.swatch.setFixedSize(44, 36)
        self.swatch.clicked.connect(self._on_swatch)
        self.code = LineField(self)
        self.code.setAccessibleName(tr("Code of colour {number}", number=place + 1))
        self.code.setToolTip(tr("Type or paste a code; several fill the colours after it"))
        self.code.textEdited.connect(self._on_edited)
        self.code.editingFinished.connect(self._on_finished)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.swatch)
        row.addWidget(self.code, 1)

    @property
    def is_wrong(self) -> bool:
        return bool(self.code.property("is_wrong"))

    def show_color(self, color: str) -> None:
        """Show this colour; what is being typed stays while it means the same, or nothing yet."""
        if color == self._color and self.is_wrong:
            return
        if color != self._color:
            self._color = color
            self.swatch.setIcon(_icon(color))
            words = tr("Colour {number}: {color}", number=self._place + 1, color=color)
            self.swatch.setAccessibleName(words)
            self.swatch.setToolTip(words)
        if read_colors(self.code.text())[:1] != [color]:
            self.code.setText(color)
        self._mark(is_wrong=False)

    def finish(self) -> None:
        """Take up what was typed."""
        self._on_finished()

    # -- inside

    def _on_edited(self, words: str) -> None:
        self._mark(is_wrong=False)
        found = read_colors(words)
        # Three digits are a colour too, and the beginning of most others.
        if len(found) > 1 or (found and len(words.strip().lstrip("#")) == _LONG):
            self.chosen.emit(found)

    def _on_finished(self) -> None:
        words = self.code.text().strip()
        found = read_colors(words)
        if words and not found:
            self._mark(is_wrong=True)
            return
        if found and found != [self._color]:
            self.chosen.emit(found)
        self.code.setText(self._color)
        self._mark(is_wrong=False)

    def _on_swatch(self) -> None:
        before = self._color
        # Not the system's own dialog: it may not be there, and ours speaks our language.
        dialog = QColorDialog(QColor(before), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(tr("Colour"))
        dialog.currentColorChanged.connect(self._on_picked)
        dialog.rejected.connect(lambda: self.chosen.emit([before]))
        dialog.open()

    def _on_picked(self, color: QColor) -> None:
        self.chosen.emit([color.name().upper()])

    def _mark(self, *, is_wrong: bool) -> None:
        if is_wrong != self.is_wrong:
            self.code.setProperty("is_wrong", is_wrong)
            self.code.style().unpolish(self.code)
            self.code.style().polish(self.code)
            self.code.setAccessibleDescription(no_color() if is_wrong else "")
            self.problem_changed.emit()


def _icon(color: str) -> QIcon:
    pixmap = QPixmap(64, 64)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # A dark colour in a dark window, and a pale one in a light one, has an edge at least.
    painter.setPen(_EDGE)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(1.5, 1.5, 29.0, 29.0), 7.0, 7.0)
    painter.end()
    return QIcon(pixmap)
