"""The words inside an empty wheel, where a paper holds several: what to do to begin it.

They are of the window alone, as the words on an empty paper are, and gone with the first factor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QGraphicsSimpleTextItem

from flywheel_studio.canvas.scene import MARKS_Z
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.text_metrics import advance
from flywheel_studio.language.translate import tr
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.records import Wheel
from flywheel_studio.qt_rendering.fonts import line_font

if TYPE_CHECKING:
    from flywheel_studio.canvas.scene import Sheet

_SIZE: Final = 16.0
# Of a wheel's width.
_WIDEST: Final = 1.2


class EmptyWheels:
    """The words of one sheet. `refresh` after anything was drawn."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._lines: list[QGraphicsSimpleTextItem] = []
        self._shown: object = None

    @property
    def words(self) -> list[str]:
        """What can be read now, line by line."""
        return [line.text() for line in self._lines if line.isVisible()]

    def refresh(self) -> None:
        """Show the words in the wheels that are empty now."""
        flywheel = self._sheet.flywheel
        if len(flywheel.wheels) < 2:
            wheels = []
        else:
            folded = folded_wheels(flywheel)
            wheels = [
                wheel
                for wheel in flywheel.wheels.values()
                if wheel.id not in folded and not flywheel.factors_of.get(wheel.id)
            ]
        words = tr("Double-click to add a factor")
        shown = (wheels, words, self._sheet.theme)
        if shown == self._shown:
            return
        self._shown = shown
        used = 0
        for wheel in wheels:
            used = self._write(wheel, words, used)
        for line in self._lines[used:]:
            line.setVisible(False)

    def _write(self, wheel: Wheel, words: str, used: int) -> int:
        theme = self._sheet.theme
        broken = break_lines(words, wheel.radius * _WIDEST, _SIZE, 400, theme.family)
        font = line_font(theme.family, _SIZE, 400).font
        for number, words_of_line in enumerate(broken):
            line = self._line(used)
            line.setText(words_of_line)
            line.setFont(font)
            line.setBrush(QBrush(QColor(theme.muted)))
            wide = advance(words_of_line, _SIZE, 400, theme.family)
            top = wheel.y + (number - len(broken) / 2) * _SIZE * 1.3
            line.setPos(wheel.x - wide / 2, top)
            line.setVisible(True)
            used += 1
        return used

    def _line(self, number: int) -> QGraphicsSimpleTextItem:
        if number == len(self._lines):
            line = QGraphicsSimpleTextItem()
            line.setZValue(MARKS_Z - 1)
            line.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            self._sheet.scene.addItem(line)
            self._lines.append(line)
        return self._lines[number]
