"""The colours of the drawing's loops: those of its theme, or one's own.

What is chosen shows on the paper at once; Cancel takes all of it back, OK is one step.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.app.color_cell import ColorCell, no_color
from flywheel_studio.commands.document import set_header
from flywheel_studio.drawing.theme import PARTS, contrast, theme_named
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.parts.announce import announce
from flywheel_studio.panels.parts.flow_layout import FlowLayout

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

MOST_COLORS: Final = 8
_COLUMNS: Final = 2
_RIM: Final = 12


class PaletteDialog(QDialog):
    """Edits `header.palette` in one gesture."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(tr("Colours of the loops"))
        self._window = window
        window.settle()
        header = window.editor.flywheel.header
        self._theme = theme_named(header.theme)
        self.colors = list(header.palette or self._theme.loops)
        # The theme's own colours, chosen by hand, are no palette; one that was there is kept.
        self._had_own = bool(header.palette)
        self._gesture = window.editor.gesture(tr("Change colours"))
        said = QLabel(
            tr(
                "The first loop takes the first colour, and so on. Click a colour to change it, or"
                " paste its code; several codes fill the colours after it."
            )
        )
        said.setWordWrap(True)
        # One for each place that can be filled: what is there stays, and with it the focus.
        places = range(max(MOST_COLORS, len(self.colors)))
        self.cells = [ColorCell(place, self) for place in places]
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for place, cell in enumerate(self.cells):
            grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS)
            cell.chosen.connect(partial(self._on_chosen, place))
            cell.problem_changed.connect(self._say)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setObjectName("caption")
        self._add = QPushButton(tr("Add a colour"))
        self._add.clicked.connect(self._on_add)
        self._remove = QPushButton(tr("Remove the last"))
        self._remove.clicked.connect(self._on_remove)
        self._plain = QPushButton(tr("As the theme"))
        self._plain.clicked.connect(self._on_plain)
        row = QWidget(self)
        buttons_row = FlowLayout(row, gap=8)
        for button in (self._add, self._remove, self._plain):
            button.setAutoDefault(False)
            buttons_row.addWidget(button)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(12)
        column.addWidget(said)
        column.addLayout(grid)
        for part in (row, self._note, buttons):
            column.addWidget(part)
        self.setMinimumWidth(420)
        self.finished.connect(self._on_finished)
        self._show()
        self.cells[0].code.setFocus()
        self.cells[0].code.selectAll()

    def set_color(self, place: int, color: str) -> None:
        """Give a loop another colour."""
        self._on_chosen(place, [color])

    def accept(self) -> None:
        """Close, unless what was typed last is no colour: that is said instead."""
        for cell in self._shown():
            cell.finish()
        wrong = next((cell for cell in self._shown() if cell.is_wrong), None)
        if wrong is None:
            super().accept()
        else:
            wrong.code.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Beside the drawing as far as there is room: its colours change while this is open.
        window = self._window.frameGeometry()
        left = window.right() - self.frameGeometry().width() - _RIM
        self.move(max(left, window.left()), self.y())

    # -- inside

    def _shown(self) -> list[ColorCell]:
        return self.cells[: len(self.colors)]

    def _show(self) -> None:
        for place, cell in enumerate(self.cells):
            cell.setVisible(place < len(self.colors))
            if place < len(self.colors):
                cell.show_color(self.colors[place])
        self._add.setEnabled(len(self.colors) < MOST_COLORS)
        self._remove.setEnabled(len(self.colors) > 1)
        self._say()
        is_own = self._had_own or self.colors != list(self._theme.loops)
        palette = tuple(self.colors) if is_own else None

        def command(flywheel: Flywheel) -> Flywheel:
            return set_header(flywheel, palette=palette)

        if self._gesture.is_open:
            self._gesture.preview(command)

    def _say(self) -> None:
        told = self._note.text()
        self._note.setText(self._words())
        if self._note.text() != told:
            announce(self._note, self._note.text())

    def _words(self) -> str:
        pale = [color for color in self.colors if contrast(color, self._theme.paper) < PARTS]
        if any(cell.is_wrong for cell in self._shown()):
            return no_color()
        if pale:
            return tr("Colours that this paper would swallow are drawn a little stronger.")
        return ""

    def _on_chosen(self, place: int, colors: list[str]) -> None:
        room = max(MOST_COLORS, len(self.colors)) - place
        self.colors[place : place + len(colors)] = colors[:room]
        self._show()

    def _on_add(self) -> None:
        self.colors.append(self._theme.loop_color(len(self.colors)))
        self._show()

    def _on_remove(self) -> None:
        self.colors.pop()
        self._show()

    def _on_plain(self) -> None:
        self.colors = list(self._theme.loops)
        self._had_own = False
        self._show()

    def _on_finished(self, result: int) -> None:
        if self._gesture.is_open:
            if result == QDialog.DialogCode.Accepted:
                self._gesture.commit()
            else:
                self._gesture.cancel()
