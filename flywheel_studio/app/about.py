"""What this program is, and the plain sheet that it is said on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio import __version__
from flywheel_studio.language.translate import tr


def show_about(parent: QWidget) -> None:
    """Open the sheet that says what this program is."""
    dialog, layout = sheet(parent, tr("About Flywheel Studio"))
    layout.insertWidget(0, line("Flywheel Studio", "headline"))
    layout.insertWidget(1, line(tr("Version {number}", number=__version__), "caption"))
    layout.insertWidget(
        2,
        line(
            tr(
                "Draw a strategy flywheel, check it, set it in motion and put it on a slide."
                " Nothing you draw leaves this computer."
            )
        ),
    )
    layout.insertWidget(3, line(tr("Free software under the MIT licence."), "caption"))
    dialog.open()


def sheet(parent: QWidget, title: str) -> tuple[QDialog, QVBoxLayout]:
    """An empty sheet with a button that closes it, and its column."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 22, 24, 18)
    layout.setSpacing(10)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
    buttons.rejected.connect(dialog.reject)
    layout.addSpacing(8)
    layout.addWidget(buttons)
    return dialog, layout


def line(words: str, name: str = "") -> QLabel:
    """Plain words. `name`: how the style sheet knows them."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(not name or name == "caption")
    if name:
        label.setObjectName(name)
    return label
