"""What a screen reader hears on a walk by keys alone: no silent field, no list without its row."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from flywheel_studio.app.application import speak
from flywheel_studio.panels.parts import told_rows
from flywheel_studio.panels.parts.line_field import LineField
from tests.gui.stand import results_settle, template_window

KEY = Qt.Key
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def studio(studio):
    speak("en")
    QAccessible.setActive(True)
    yield studio
    QAccessible.setActive(False)
    speak("en")


@pytest.fixture
def window(studio, qtbot):
    window = template_window(studio, qtbot)
    results_settle(window, qtbot)
    return window


@pytest.fixture
def said(window):
    heard: list[str] = []
    window.canvas.announcer.said.connect(heard.append)
    return heard


def access(widget):
    return QAccessible.queryAccessibleInterface(widget)


def test_an_empty_line_is_not_selected_before_it_is_told(window):
    """Orca takes the selection for the news, and says nothing of the field."""
    window.menus.extras.find()
    window.panels.show_activities()
    bare = [
        each
        for each in window.findChildren(QLineEdit)
        if not isinstance(each, LineField)
        and not isinstance(each.parentWidget(), QComboBox)
        and not each.text()
    ]
    assert bare == []


def test_tab_into_an_empty_line_comes_without_selecting(qtbot, monkeypatch):
    reasons = []
    monkeypatch.setattr(QLineEdit, "focusInEvent", lambda _self, event: reasons.append(event))
    field = LineField()
    qtbot.addWidget(field)
    event = QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    field.focusInEvent(event)
    field.setText("x")
    field.focusInEvent(event)
    assert [each.reason() for each in reasons] == [
        Qt.FocusReason.OtherFocusReason,
        Qt.FocusReason.TabFocusReason,
    ]


def test_the_keyboard_in_a_list_tells_its_row(window, qtbot, monkeypatch):
    told: list[str] = []
    find = told_rows.row_told

    def tell(view):
        # At once: Qt takes a row away with its words.
        row = find(view)
        told.append("" if row is None else row.text(NAME))
        return row

    monkeypatch.setattr(told_rows, "row_told", tell)
    tree, loops = window.panels.outline.tree, window.panels.loops.view
    for view, words in ((tree, "Growth flywheel"), (loops, "R1")):
        window.panels.docks_by_name["outline" if view is tree else "loops"].come()
        told.clear()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(lambda words=words: told[-1:] != [] and told[-1].startswith(words))


def test_a_row_without_rows_below_is_not_called_open(window, qtbot):
    tree = window.panels.outline.tree
    qtbot.waitUntil(lambda: tree.topLevelItem(0) is not None)
    rows = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    assert any(row.isExpanded() for row in rows)
    assert not [row.text(0) for row in rows if row.isExpanded() and not row.childCount()]


def test_a_list_of_factors_says_what_it_is_for(window):
    """On Linux its name is what is chosen in it."""
    window.panels.docks_by_name["momentum"].come()
    factor = window.panels.momentum.push_bar.window().findChildren(QComboBox)
    said = {access(each).text(DESCRIPTION) for each in factor}
    assert {"Factor of the next push", "Factor that is knocked back"} <= said


def test_rows_that_came_late_have_their_place_in_the_order(window, qtbot):
    """Qt puts them at the end, behind all panels and before the tools."""
    levers = window.panels.momentum.answers.levers
    qtbot.waitUntil(lambda: bool(levers.rows), timeout=10_000)
    window.panels.momentum.transport.focus_play()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
    stops, at = [], window.canvas.nextInFocusChain()
    while at is not window.canvas:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible():
            stops.append(window.panels.momentum.isAncestorOf(at))
        at = at.nextInFocusChain()
    # One stretch of the way lies in the panel.
    assert sum(now and not before for before, now in itertools.pairwise([False, *stops])) == 1
