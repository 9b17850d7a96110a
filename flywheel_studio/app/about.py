"""The two sheets of the help menu: the keys, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio import __version__
from flywheel_studio.language.translate import tr


def show_about(parent: QWidget) -> None:
    """Open the sheet that says what this program is."""
    dialog, layout = _sheet(parent, tr("About Flywheel Studio"))
    layout.insertWidget(0, _line("Flywheel Studio", "headline"))
    layout.insertWidget(1, _line(tr("Version {number}", number=__version__), "caption"))
    layout.insertWidget(
        2,
        _line(
            tr(
                "Draw a strategy flywheel, check it, set it in motion and put it on a slide."
                " Nothing you draw leaves this computer."
            )
        ),
    )
    layout.insertWidget(3, _line(tr("Free software under the MIT licence."), "caption"))
    dialog.open()


def show_keys(parent: QWidget) -> None:
    """Open the sheet that lists the keys."""
    dialog, layout = _sheet(parent, tr("Keys"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(7)
    half = (len(_rows()) + 1) // 2
    for number, (key, meaning) in enumerate(_rows()):
        column = 2 * (number // half)
        grid.addWidget(_line(_native(key), "value"), number % half, column)
        said = _line(meaning)
        # Rows of two lines would be cut: the sheet is as wide as its longest line.
        said.setWordWrap(False)
        grid.addWidget(said, number % half, column + 1)
    layout.insertLayout(0, grid)
    dialog.open()


def _native(key: str) -> str:
    """A key as it is printed on the keyboards of the language."""
    return key.replace("Ctrl", tr("Ctrl")).replace("Shift", tr("Shift"))


def _rows() -> tuple[tuple[str, str], ...]:
    return (
        (tr("Double click"), tr("A factor on empty paper; on a factor: rename it")),
        ("F", tr("Place a factor")),
        ("L", tr("Draw a link: press on a factor, drag to another")),
        ("T", tr("Place a text")),
        ("V, Esc", tr("Back to selecting")),
        (tr("Ctrl+Right"), tr("The next factor on the ring, already linked")),
        (tr("Insert"), tr("Add a factor on the ring")),
        ("Ctrl+L", tr("Connect the factor, asking by name")),
        ("F2, Enter", tr("Rename; or just type")),
        ("1 2 3 4", tr("Strength of the selected links")),
        ("0", tr("Switch the selected links off or on")),
        (tr("Alt+wheel"), tr("Strength of the selected links, step by step")),
        (tr("Click on + or −"), tr("Turn the sign of a link")),
        ("Ctrl+Shift+L", tr("Turn the sign of the selected links")),
        ("Ctrl+[, Ctrl+]", tr("Bend the selected links")),
        (tr("Delete"), tr("Delete what is selected")),
        ("Ctrl+Z", tr("Undo")),
        ("Ctrl+Shift+Z", tr("Redo")),
        ("Ctrl+X, Ctrl+C", tr("Cut, copy")),
        ("Ctrl+V", tr("Paste; lines of text become factors")),
        ("Ctrl+Alt+C, Ctrl+Alt+V", tr("Copy a style, paste it")),
        (tr("Ctrl+D, Alt and drag"), tr("Duplicate")),
        (tr("Drag along the ring"), tr("The others make room; with Ctrl they stay")),
        (tr("Drag a title"), tr("Move a whole wheel")),
        ("Ctrl+Alt+F", tr("Fold a wheel to its title, or open it")),
        ("Ctrl+Alt+M", tr("Move the selected factors into a wheel, asking by name")),
        (tr("Drag a band"), tr("Turn it; by an end, stretch it")),
        (tr("Shift and drag"), tr("Steps of 15°, or the slots of the ring")),
        (tr("Arrow keys"), tr("Move by 1, with Shift by 10")),
        (tr("Arrow keys, on a band"), tr("Turn it; Shift moves its end, Alt its beginning")),
        (tr("Alt+arrow, on a text"), tr("Wider or narrower")),
        (tr("Ctrl+wheel"), tr("Zoom towards the pointer")),
        (tr("Space and drag"), tr("Move the paper")),
        ("Ctrl+1", tr("Show everything")),
        ("Ctrl+F", tr("Find on the paper")),
        ("Ctrl+K", tr("Find a command, a factor or a template")),
        (tr("Ctrl+Enter"), tr("To the properties and back")),
        ("Ctrl+Shift+O", tr("To the outline and back")),
        ("Ctrl+R", tr("Arrange on a ring")),
        ("Ctrl+Shift+R", tr("Lay out everything")),
        (tr("Ctrl+Space"), tr("Play or pause the wheel")),
        ("Ctrl+Alt+P", tr("Push the selected factor")),
        ("Ctrl+Alt+R", tr("Read the loop link by link")),
        ("Ctrl+Alt+1, 2, 3", tr("Scorecard, activities, portfolio")),
        ("F5", tr("Present step by step")),
        ("Ctrl+E", tr("Export a picture")),
        ("Ctrl+Shift+C", tr("Copy as picture")),
    )


def _sheet(parent: QWidget, title: str) -> tuple[QDialog, QVBoxLayout]:
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


def _line(words: str, name: str = "") -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(not name or name == "caption")
    if name:
        label.setObjectName(name)
    return label
