"""Another language in the windows that are open: nothing of the work is lost, no word stays behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QToolBar,
    QWidget,
)

from flywheel_studio.app.application import speak
from flywheel_studio.app.preferences import Preferences
from flywheel_studio.commands.factors import rename_factor
from flywheel_studio.language.again import said_again
from flywheel_studio.storage.files import stamp_of
from flywheel_studio.storage.templates import load_template
from tests.gui.stand import panels_stand, results_settle, template_window

# Whole windows that are said anew.
pytestmark = pytest.mark.slow
KEY = Qt.Key


@pytest.fixture
def studio(studio):
    speak("en")
    yield studio
    speak("en")


@pytest.fixture
def window(studio, qtbot):
    window = template_window(studio, qtbot)
    settle(window, qtbot)
    return window


def settle(window, qtbot):
    results_settle(window, qtbot)
    courses = window.panels.live_courses
    qtbot.waitUntil(lambda: courses.courses is not None and not courses.is_pending, timeout=20_000)
    window.panels.outline.refresh()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


def words_of(widget: QWidget) -> Iterator[str]:
    """What a widget says by itself."""
    yield widget.toolTip()
    yield widget.statusTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QDockWidget | QToolBar) or widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    for action in widget.actions():
        yield from (action.text(), action.toolTip(), action.statusTip(), action.iconText())


def all_words(window) -> set[str]:
    """Everything that a window says."""
    found = set()
    for widget in [window, *window.findChildren(QWidget)]:
        found.update(filter(None, words_of(widget)))
    # A menu that was not opened since lists the wheel of the blank paper.
    return found - {"main"}


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [("en", "de"), ("de", "en")])
def test_a_window_that_was_open_says_what_a_new_one_says(studio, qtbot, before, after):
    def begun():
        window = studio.new_window()
        panels_stand(window, qtbot)
        # The words of the drawing are in its own language and stay.
        window.files.session.new(load_template("amazon", "en"))
        settle(window, qtbot)
        return window

    speak(before)
    window = begun()
    said = all_words(window)
    studio.set_language(after)
    settle(window, qtbot)
    fresh = begun()
    assert all_words(window) == all_words(fresh)
    assert len(all_words(window) - said) > 150


@pytest.mark.slow
def test_what_was_done_stays_and_can_be_undone_in_the_other_language(
    studio, window, qtbot, tmp_path
):
    path = tmp_path / "amazon.flywheel"
    window.files.session.save_as(path)
    step = "Rename Traffic"
    window.toolbox.perform(step, lambda now: rename_factor(now, "traffic", "Visits"))
    window.editor.selection.set_one("factors", "sellers")
    window.canvas.zoom_in()
    window.panels.docks_by_name["checks"].close()
    window.panels.docks_by_name["outline"].raise_()
    window.panels.playback.scrub(3.0)
    flywheel, zoom, stamp = window.editor.flywheel, window.canvas.zoom, stamp_of(path)
    editor, bar = window.editor, window.menus.tool_bar.geometry()
    studio.set_language("de")
    settle(window, qtbot)
    assert window.editor is editor
    assert window.editor.flywheel == flywheel
    assert window.editor.is_dirty
    assert window.editor.selection.items == {("factors", "sellers")}
    assert window.canvas.zoom == zoom
    assert window.panels.playback.playhead == 3.0
    assert window.panels.docks_by_name["checks"].isHidden()
    assert window.panels.docks_by_name["outline"].isVisible()
    assert not window.panels.outline.visibleRegion().isEmpty()
    assert window.menus.tool_bar.isVisible()
    assert window.menus.tool_bar.geometry() == bar
    assert window.menus.undo.text() == "Rückgängig: Traffic umbenennen"
    window.menus.undo.trigger()
    assert window.editor.flywheel.factors["traffic"].label == "Traffic"
    assert stamp_of(path) == stamp
    studio.set_language("en")
    assert window.menus.redo.text() == "Redo Rename Traffic"


@pytest.mark.slow
def test_every_key_does_one_thing_afterwards(studio, window, qtbot):
    studio.set_language("de")
    settle(window, qtbot)
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    before = len(window.editor.flywheel.factors)
    window.editor.selection.set_one("factors", "sellers")
    QTest.keyClick(window.canvas, KEY.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert len(window.editor.flywheel.factors) == before + 1
    QTest.keyClick(window.canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.editor.flywheel.factors) == before


def test_all_windows_change_and_a_half_typed_label_is_kept(studio, window, qtbot):
    other = studio.new_window()
    qtbot.waitUntil(lambda: other.panels is not None, timeout=10_000)
    window.toolbox.edit_label("traffic")
    window.canvas.label_editor.setPlainText("Visitors")
    studio.set_language("de")
    settle(window, qtbot)
    settle(other, qtbot)
    assert window.editor.flywheel.factors["traffic"].label == "Visitors"
    for each in (window, other):
        assert each.menuBar().actions()[0].text() == "&Datei"
        assert len(each.menuBar().actions()) == 6
        assert len(each.findChildren(QDockWidget)) == 5
        assert len(each.findChildren(QToolBar)) == 1


def test_a_window_whose_panels_are_still_coming_gets_them_in_the_new_language(studio, qtbot):
    window = studio.new_window()
    assert window.panels is None
    studio.set_language("de")
    panels_stand(window, qtbot)
    settle(window, qtbot)
    assert window.panels.docks_by_name["loops"].windowTitle() == "Kreisläufe"


@pytest.mark.slow
def test_the_preferences_speak_it_at_once(studio, window, qtbot):
    window.menus.extras.preferences()
    dialog = window.findChild(Preferences)
    dialog.language.setCurrentIndex(dialog.language.findData("de"))
    dialog.language.activated.emit(0)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: len(window.findChildren(Preferences)) == 1)
    dialog = window.findChild(Preferences)
    assert dialog.windowTitle() == "Einstellungen"
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(Preferences) is None)


@pytest.mark.slow
def test_an_open_page_opens_again_and_the_checks_speak_it(studio, window, qtbot):
    window.panels.show_scorecard()
    studio.set_language("de")
    settle(window, qtbot)
    assert window.panels.open_pages == ("scorecard",)
    findings = window.panels.live_results.results.findings
    assert findings
    assert all(said_again(each.message, "en", "de") == each.message for each in findings)
