"""The colours of the drawing's loops: those of its theme, or one's own.

What is chosen shows on the paper at once; Cancel takes all of it back, OK is one step.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.commands.document import set_header
from flywheel_studio.drawing.theme import PARTS, contrast, theme_named
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.parts.flow_layout import FlowLayout

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

MOST_COLORS: Final = 8


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
        self._is_own = header.palette is not None
        self._gesture = window.editor.gesture(tr("Change colours"))
        said = QLabel(
            tr("The first loop takes the first colour, and so on. Click a colour to change it.")
        )
        said.setWordWrap(True)
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, gap=8)
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
        for part in (said, self._holder, row, self._note, buttons):
            column.addWidget(part)
        self.setMinimumWidth(420)
        self.finished.connect(self._on_finished)
        self._show()

    def set_color(self, place: int, color: str) -> None:
        """Give a loop another colour."""
        self.colors[place] = color
        self._is_own = True
        self._show()

    # -- inside

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, color in enumerate(self.colors):
            self._flow.addWidget(self._swatch(place, color))
        self._flow.invalidate()
        self._holder.setMinimumHeight(max(self._flow.heightForWidth(370), 48))
        self._add.setEnabled(len(self.colors) < MOST_COLORS)
        self._remove.setEnabled(len(self.colors) > 1)
        pale = [color for color in self.colors if contrast(color, self._theme.paper) < PARTS]
        self._note.setText(
            tr("Colours that this paper would swallow are drawn a little stronger.") if pale else ""
        )
        palette = tuple(self.colors) if self._is_own else None

        def command(flywheel: Flywheel) -> Flywheel:
            return set_header(flywheel, palette=palette)

        if self._gesture.is_open:
            self._gesture.preview(command)

    def _swatch(self, place: int, color: str) -> QToolButton:
        button = QToolButton(self._holder)
        button.setIcon(_icon(color))
        button.setIconSize(QSize(32, 32))
        words = tr("Colour {number}: {color}", number=place + 1, color=color)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(partial(self._on_swatch, place))
        button.show()
        return button

    def _on_swatch(self, place: int, _checked: bool = False) -> None:
        # Not the system's own dialog: it may not be there, and ours speaks our language.
        chosen = QColorDialog.getColor(
            QColor(self.colors[place]),
            self,
            tr("Colour"),
            QColorDialog.ColorDialogOption.DontUseNativeDialog,
        )
        if chosen.isValid():
            self.set_color(place, chosen.name().upper())

    def _on_add(self) -> None:
        self.colors.append(self._theme.loop_color(len(self.colors)))
        self._is_own = True
        self._show()

    def _on_remove(self) -> None:
        self.colors.pop()
        self._is_own = True
        self._show()

    def _on_plain(self) -> None:
        self.colors = list(self._theme.loops)
        self._is_own = False
        self._show()

    def _on_finished(self, result: int) -> None:
        if self._gesture.is_open:
            if result == QDialog.DialogCode.Accepted:
                self._gesture.commit()
            else:
                self._gesture.cancel()


def _icon(color: str) -> QIcon:
    pixmap = QPixmap(64, 64)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(1, 1, 30, 30, 7, 7)
    painter.end()
    return QIcon(pixmap)
