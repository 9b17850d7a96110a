"""The sheet of the keys and of what a hand can do, in groups.

Every shortcut of the menus stands here too; a test holds the two against each other.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from flywheel_studio.app.about import sheet
from flywheel_studio.app.key_list import Group, KeyList
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

_BESIDE: Final = 40
_EDGE: Final = 120
# What the sheet needs around its columns, scroll bar and button included.
_AROUND: Final = QSize(80, 110)


def show_keys(parent: WindowFrame) -> None:
    """Open the sheet that lists the keys."""
    dialog, layout = sheet(parent, tr("Keys"))
    page = QWidget()
    columns = QHBoxLayout(page)
    columns.setContentsMargins(0, 0, 12, 0)
    columns.setSpacing(_BESIDE)
    tokens = parent.studio.tokens
    # At a large size of text two columns are wider than a screen, and one is not.
    lists = [KeyList(_native(groups), tokens, page) for groups in _two_columns(key_groups())]
    room = parent.screen().availableSize() - QSize(20, _EDGE)
    needed = sum(each.needed.width() for each in lists) + _BESIDE
    if needed + _AROUND.width() > room.width():
        for each in lists:
            each.deleteLater()
        lists = [KeyList(_native(key_groups()), tokens, page)]
    area = QScrollArea(dialog)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    for each in lists:
        columns.addWidget(each, 1, Qt.AlignmentFlag.AlignTop)
        each.currentRowChanged.connect(partial(_follow, area, each))
    layout.insertWidget(0, area, 1)
    dialog.resize((page.sizeHint() + _AROUND).boundedTo(room))
    lists[0].setFocus()
    dialog.open()


def _follow(area: QScrollArea, rows: KeyList, row: int) -> None:
    """Keep the row that the keys have come to in sight."""
    place = rows.visualItemRect(rows.item(row)).center()
    at = rows.pos() + place
    area.ensureVisible(at.x(), at.y(), 0, 60)


def key_groups() -> tuple[Group, ...]:
    """Everything that keys and the mouse do, in the language that is spoken."""
    return (
        Group(
            tr("Drawing"),
            (
                (tr("Double click"), tr("A factor on empty paper; on a factor: rename it")),
                ("F", tr("Place a factor")),
                ("L", tr("Draw a link: press on a factor, drag to another")),
                ("T", tr("Place a text")),
                (tr("F, L or T twice"), tr("Keep the tool for more than one")),
                ("V, Esc", tr("Back to selecting")),
                (tr("Ctrl+Right"), tr("The next factor on the ring, already linked")),
                (tr("Insert"), tr("Add a factor on the ring")),
                ("F2, Enter", tr("Rename; or just type")),
                (tr("Shift+Enter"), tr("A new line in a label")),
            ),
        ),
        Group(
            tr("Links"),
            (
                (tr("Drag a dot"), tr("Pull a link out of the factor under the pointer")),
                ("Ctrl+L", tr("Connect the factor, asking by name")),
                ("1 2 3 4", tr("Strength of the selected links")),
                (tr("Alt+wheel"), tr("Strength of the selected links, step by step")),
                ("0", tr("Switch the selected links off or on")),
                (tr("Click on + or −"), tr("Turn the sign of a link")),
                ("Ctrl+Shift+L", tr("Turn the sign of the selected links")),
                ("Ctrl+[, Ctrl+]", tr("Bend the selected links")),
            ),
        ),
        Group(
            tr("Selecting"),
            (
                ("Tab", tr("Walk round the ring")),
                (tr("Alt+arrow"), tr("Follow a link to the next factor")),
                (tr("Ctrl and click"), tr("Select one more; so does Shift")),
                (tr("Drag on the paper"), tr("Select what is inside; with Alt what is touched")),
                ("Ctrl+A", tr("Select all")),
                ("Ctrl+F", tr("Find on the paper")),
                ("Ctrl+K, Ctrl+Shift+P", tr("Find a command, a factor or a template")),
            ),
        ),
        Group(
            tr("Moving"),
            (
                (tr("Arrow keys"), tr("Move by 1, with Shift by 10")),
                (tr("Drag along the ring"), tr("The others make room; with Ctrl they stay")),
                (tr("Shift and drag"), tr("Steps of 15°, or the slots of the ring")),
                (tr("Ctrl and drag"), tr("Nothing snaps")),
                (tr("Drag a title"), tr("Move a whole wheel")),
                ("Ctrl+Alt+M", tr("Move the selected factors into a wheel, asking by name")),
                ("Ctrl+Alt+F", tr("Fold a wheel to its title, or open it")),
                (tr("Drag a band"), tr("Turn it; by an end, stretch it")),
                (
                    tr("Arrow keys, on a band"),
                    tr("Turn it; Shift moves its end, Alt its beginning"),
                ),
                (tr("Alt+arrow, on a text"), tr("Wider or narrower")),
                ("Ctrl+R", tr("Arrange on a ring")),
                ("Ctrl+Shift+R", tr("Lay out everything")),
            ),
        ),
        Group(
            tr("Editing"),
            (
                ("Ctrl+Z", tr("Undo")),
                ("Ctrl+Shift+Z, Ctrl+Y", tr("Redo")),
                ("Ctrl+X, Ctrl+C", tr("Cut, copy")),
                ("Ctrl+V", tr("Paste; lines of text become factors, arrows become links")),
                ("Ctrl+Alt+C, Ctrl+Alt+V", tr("Copy a style, paste it")),
                (tr("Ctrl+D, Alt and drag"), tr("Duplicate")),
                (tr("Del"), tr("Delete what is selected")),
                (tr("Shift+F10, menu key"), tr("Open the menu of what is selected")),
            ),
        ),
        Group(
            tr("The wheel"),
            (
                (tr("Ctrl+Space"), tr("Play or pause the wheel")),
                ("Ctrl+.", tr("One step on")),
                ("Ctrl+,", tr("Back to the start")),
                ("Ctrl+Alt+P", tr("Push the selected factor")),
                ("Ctrl+Alt+K", tr("Knock the selected factor back")),
                ("Ctrl+Alt+R", tr("Read the loop link by link")),
                ("Ctrl+Alt+1, 2, 3", tr("Scorecard, activities, portfolio")),
            ),
        ),
        Group(
            tr("Looking"),
            (
                (tr("Ctrl+wheel"), tr("Zoom towards the pointer")),
                ("Ctrl++, Ctrl+-", tr("Zoom in, zoom out")),
                (tr("Space and drag"), tr("Move the paper")),
                ("Ctrl+0", tr("Actual size")),
                ("Ctrl+1", tr("Show everything")),
                ("Ctrl+2", tr("Show the selection")),
                (tr("Ctrl+Enter"), tr("To the properties and back")),
                ("Ctrl+Shift+O", tr("To the outline and back")),
                ("F11", tr("Full screen")),
                ("F5", tr("Present step by step")),
            ),
        ),
        Group(
            tr("Files"),
            (
                ("Ctrl+N, Ctrl+O", tr("New, open")),
                ("Ctrl+S, Ctrl+Shift+S", tr("Save, save as")),
                ("Ctrl+E", tr("Export a picture")),
                ("Ctrl+Shift+C", tr("Copy as picture")),
                ("Ctrl+P", tr("Print")),
                ("Ctrl+W, Ctrl+Q", tr("Close, quit")),
                ("Ctrl+;", tr("Preferences")),
                ("?", tr("Show these keys")),
            ),
        ),
    )


def _two_columns(groups: tuple[Group, ...]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups in their order, cut where both columns are most alike in length."""
    lengths = [len(group.rows) + 2 for group in groups]
    cut = min(
        range(1, len(groups)), key=lambda place: abs(sum(lengths[:place]) - sum(lengths[place:]))
    )
    return groups[:cut], groups[cut:]


def _native(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The keys as they are printed on the keyboards of the language."""
    ctrl, shift = tr("Ctrl"), tr("Shift")
    return tuple(
        Group(
            group.title,
            tuple(
                (key.replace("Ctrl", ctrl).replace("Shift", shift), meaning)
                for key, meaning in group.rows
            ),
        )
        for group in groups
    )
