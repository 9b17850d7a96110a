"""What a screen reader is told as it happens, and that everything it can stop at has a name."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QWidget

from flywheel_studio.app.application import speak
from flywheel_studio.commands.factors import rename_factor
from flywheel_studio.commands.links import switch_link
from flywheel_studio.insight.spoken_selection import spoken_selection
from tests.gui.stand import Answers, results_settle, template_window

KEY = Qt.Key


@pytest.fixture
def studio(studio):
    speak("en")
    QAccessible.setActive(True)
    yield studio
    QAccessible.setActive(False)
    speak("en")


@pytest.fixture
def window(studio, qtbot):
    return template_window(studio, qtbot)


@pytest.fixture
def said(window):
    heard: list[str] = []
    window.canvas.announcer.said.connect(heard.append)
    return heard


def test_several_things_are_counted_and_named(window, said, qtbot):
    window.editor.selection.set([("factors", "sellers"), ("factors", "traffic")])
    assert said == ["2 factors selected: Traffic, Sellers"]
    window.editor.selection.clear()
    qtbot.waitUntil(lambda: said[-1] == "Nothing selected")
    said.clear()
    window.editor.selection.set_one("factors", "traffic")
    # One thing has the focus, and a reader says its name by itself.
    assert said == []


def test_things_of_several_kinds_are_told_apart_and_a_long_list_is_cut(window):
    flywheel = window.editor.flywheel
    link = next(iter(flywheel.links))
    mixed = spoken_selection(flywheel, {("factors", "traffic"), ("links", link)})
    assert mixed.startswith("1 factor, 1 link selected: Traffic, ")
    everything = {("factors", key) for key in flywheel.factors}
    assert spoken_selection(flywheel, everything).endswith("and 1 more")


def test_undo_and_redo_are_told_by_the_name_of_the_step(window, said):
    window.toolbox.perform("Rename Traffic", lambda now: rename_factor(now, "traffic", "Visits"))
    window.undo()
    assert said[-1] == "Undone: Rename Traffic"
    window.redo()
    assert said[-1] == "Done again: Rename Traffic"


def test_a_step_is_told_by_what_undo_calls_it(window, said, qtbot):
    window.canvas.setFocus()
    window.editor.selection.set_one("factors", "traffic")
    QTest.keyClick(window.canvas, KEY.Key_Delete)
    qtbot.waitUntil(lambda: said[-1:] == ["Nothing selected"])
    assert said == ["Delete Traffic", "Nothing selected"]
    window.undo()
    assert [words for words in said if "Traffic" in words] == [
        "Delete Traffic",
        "Undone: Delete Traffic",
    ]


def test_a_name_that_was_typed_leads_back_to_its_factor(window, said, qtbot, monkeypatch):
    """The field closes and the paper gets the keyboard: a reader is to hear of the factor on it."""
    told: list[object] = []
    parts = window.canvas.announcer.parts
    ask = parts.part
    monkeypatch.setattr(parts, "part", lambda item: told.append(item) or ask(item))
    window.canvas.setFocus()
    window.editor.selection.set_one("factors", "traffic")
    QTest.keyClick(window.canvas, KEY.Key_Right, Qt.KeyboardModifier.ControlModifier)
    field = window.canvas.label_editor
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "Prices")
    told.clear()
    QTest.keyClick(field, KEY.Key_Return)
    new = window.editor.selection.single
    assert new is not None and window.editor.flywheel.factors[new[1]].label == "Prices"
    qtbot.waitUntil(lambda: new in told and window.canvas.hasFocus())
    qtbot.waitUntil(lambda: told[-1] == new)
    assert "Nothing selected" not in said
    assert "Add Prices" in said


def test_each_of_several_buttons_says_its_own_name(window, qtbot):
    """The words above them would be taken for the name of the first."""
    results_settle(window, qtbot)
    window.editor.selection.set_one("factors", "traffic")
    role = window.panels.properties.factor_form.field("role")
    names = [QAccessible.queryAccessibleInterface(each) for each in role.buttons.values()]
    assert [each.text(QAccessible.Text.Name) for each in names] == ["Role: Factor", "Role: Hub"]
    assert all(not each.relations() for each in names)
    label = window.panels.properties.factor_form.field("label").first_focus()
    assert QAccessible.queryAccessibleInterface(label).relations()


def test_the_tool_in_hand_is_told(window, said, qtbot):
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, KEY.Key_L)
    assert said[-1] == "Tool: Link"
    QTest.keyClick(window.canvas, KEY.Key_Escape)
    assert said[-1] == "Tool: Select"


def test_loops_that_come_and_go_are_told_once(window, said, qtbot):
    links = list(window.editor.flywheel.links)
    window.toolbox.perform("x", lambda now: switch_link(now, links, active=False))
    qtbot.waitUntil(lambda: "No loop" in said, timeout=10_000)
    window.undo()
    qtbot.waitUntil(lambda: "2 loops found" in said, timeout=10_000)
    results_settle(window, qtbot)
    window.toolbox.perform("x", lambda now: rename_factor(now, "traffic", "Visits"))
    results_settle(window, qtbot)
    assert said.count("2 loops found") == 1


def test_what_a_toast_says_is_told(window, said):
    window.say("Sent to the printer.")
    assert said[-1] == "Sent to the printer."


def test_windows_come_and_go_while_a_reader_listens(studio, qtbot):
    """Qt deletes what it was given with the widget: given twice it was deleted twice, a crash."""
    for _ in range(3):
        window = studio.new_window()
        qtbot.waitUntil(lambda window=window: window.panels is not None, timeout=10_000)
        studio.open_template("amazon", window)
        window.editor.selection.set_one("factors", "traffic")
        paper = QAccessible.queryAccessibleInterface(window.canvas)
        assert paper.childCount() > 10
        assert paper.child(0).parent().role() == QAccessible.Role.List
        window.files.ask = Answers()
        window.close()
        for _ in range(2):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            gc.collect()


def test_nothing_is_told_while_nobody_listens(window, said):
    QAccessible.setActive(False)
    window.editor.selection.set([("factors", "sellers"), ("factors", "traffic")])
    window.say("x")
    assert said == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_whatever_can_have_the_focus_has_a_name(studio, window, qtbot, language):
    studio.set_language(language)
    results_settle(window, qtbot)
    window.menus.extras.find()
    window.panels.show_scorecard()
    window.panels.show_activities()
    window.panels.show_portfolio()
    window.menus.extras.preferences()
    for dock in window.panels.docks:
        dock.show()
    nameless = []
    for kind in ("factors", "links", None):
        window.editor.selection.clear()
        if kind is not None:
            window.editor.selection.set_one(kind, next(iter(window.editor.flywheel.table(kind))))
        QApplication.processEvents()
        nameless += [_where(each) for each in window.findChildren(QWidget) if _is_nameless(each)]
    assert not nameless, "; ".join(sorted(set(nameless)))


def _is_nameless(widget: QWidget) -> bool:
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(widget.window()):
        return False
    # The parts of a list that folds out, and what passes its focus on.
    above = [widget]
    while (up := above[-1].parentWidget()) is not None:
        above.append(up)
    is_part = widget.focusProxy() is not None or any(isinstance(up, QComboBox) for up in above[1:])
    is_frame = type(widget) is QAbstractScrollArea
    if is_part or is_frame or widget.objectName().startswith("qt_"):
        return False
    access = QAccessible.queryAccessibleInterface(widget)
    said = access.text(QAccessible.Text.Name) if access is not None else ""
    return not said and not widget.accessibleName()


def _where(widget: QWidget) -> str:
    up = widget.parentWidget()
    return " in ".join(
        f"{type(each).__name__}({each.objectName()})"
        for each in (widget, up, up.parentWidget() if up is not None else None)
        if each is not None
    )
