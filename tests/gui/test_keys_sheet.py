"""The sheet of keys: complete against the menus, and no larger than a screen."""

import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QScrollArea

from flywheel_studio.app.composition import Studio
from flywheel_studio.app.key_list import KeyList
from flywheel_studio.app.keys_sheet import key_groups, show_keys
from flywheel_studio.language.translate import use_language


@pytest.fixture
def window(qapp, qtbot, tmp_path, monkeypatch):
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    studio = Studio(qapp)
    window = studio.new_window()
    qtbot.waitUntil(lambda: window.panels is not None, timeout=10_000)
    yield window
    window.close()
    studio.clock.close()
    studio.deleteLater()


def menu_keys(menu: QMenu) -> set[str]:
    found: set[str] = set()
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            found |= menu_keys(action.menu())
        elif not action.shortcut().isEmpty():
            found.add(action.shortcut().toString(QKeySequence.SequenceFormat.PortableText))
    return found


def test_every_shortcut_of_the_menus_stands_on_the_sheet(window):
    said: set[str] = set()
    for group in key_groups():
        for keys, _ in group.rows:
            said |= {key.strip() for key in re.split(r", (?=\S)", keys)}
    said |= {"Ctrl+Alt+2", "Ctrl+Alt+3"} if "Ctrl+Alt+1" in said else set()
    said |= {"Ctrl+D"} if "Ctrl+D, Alt and drag" in str(key_groups()) else set()
    said |= {"Ins"} if "Insert" in said else set()
    said |= {"Ctrl+Return"} if "Ctrl+Enter" in said else set()
    wanted = {key for top in window.menuBar().actions() for key in menu_keys(top.menu())}
    assert len(wanted) > 30
    assert wanted - said == set()


def test_rename_and_delete_say_their_keys_in_the_menu_as_on_the_sheet(window):
    rows = {action.text() for top in window.menuBar().actions() for action in top.menu().actions()}
    assert {"Rename\tF2", "Delete\tDel"} <= rows
    use_language("de")
    try:
        said = {keys for group in key_groups() for keys, _ in group.rows}
        assert "Entf" in said and "Löschen" not in said
    finally:
        use_language("en")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sheet_fits_the_screen_and_cuts_no_line(window, language):
    use_language(language)
    try:
        show_keys(window)
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        room = window.screen().availableSize()
        assert dialog.width() <= room.width() and dialog.height() <= room.height()
        for rows in dialog.findChildren(KeyList):
            assert rows.viewport().width() >= rows.needed.width()
            assert rows.viewport().height() >= rows.needed.height()
        dialog.close()
    finally:
        use_language("en")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_at_a_large_size_of_text_it_never_scrolls_sideways(window, language, monkeypatch):
    use_language(language)
    look = window.studio.look
    try:
        look.set_text_size(150)
        screen = SimpleNamespace(availableSize=lambda: QSize(1280, 800))
        monkeypatch.setattr(window, "screen", lambda: screen)
        show_keys(window)
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        area = dialog.findChild(QScrollArea)
        QTest.qWaitForWindowExposed(dialog)
        assert area.horizontalScrollBar().maximum() == 0
        assert dialog.width() <= 1280 and dialog.height() <= 800
        said = {
            rows.item(row).text()
            for rows in dialog.findChildren(KeyList)
            for row in range(rows.count())
        }
        assert {meaning for group in key_groups() for _, meaning in group.rows} <= said
        dialog.close()
    finally:
        look.set_text_size(100)
        use_language("en")


def test_a_screen_reader_goes_through_the_keys_row_by_row(window, qtbot):
    use_language("en")
    show_keys(window)
    dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
    rows = dialog.findChildren(KeyList)[0]
    qtbot.waitUntil(rows.hasFocus)
    # What a dialog shows beside its controls is read at once when it opens.
    assert not [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    access = QAccessible.queryAccessibleInterface(rows)
    heard = [access.focusChild().text(QAccessible.Text.Name)]
    for _ in range(2):
        QTest.keyClick(rows, Qt.Key.Key_Down)
        heard.append(access.focusChild().text(QAccessible.Text.Name))
    assert heard[0] == "Drawing"
    assert heard[1].startswith("Double click: A factor on empty paper")
    assert heard[2] == "F: Place a factor"
    QTest.keyClick(rows, Qt.Key.Key_End)
    assert rows.currentRow() == rows.count() - 1
    area = dialog.findChild(QScrollArea)
    place = rows.visualItemRect(rows.currentItem()).center()
    assert area.viewport().rect().contains(rows.mapTo(area.viewport(), place))
    dialog.close()
