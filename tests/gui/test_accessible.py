"""What a screen reader finds on the paper, and that the keyboard reaches everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from tests.gui.stand import template_window

KEY = Qt.Key


@pytest.fixture
def window(studio, qtbot):
    window = template_window(studio, qtbot)
    window.canvas.setFocus()
    return window


def paper(window):
    found = QAccessible.queryAccessibleInterface(window.canvas)
    assert found is not None
    return found


def names(window) -> list[str]:
    whole = paper(window)
    return [whole.child(number).text(QAccessible.Text.Name) for number in range(whole.childCount())]


def test_the_paper_lists_factors_and_links_by_name(window):
    said = names(window)
    assert "Traffic, 1 in, 2 out, on R1, R2" in said
    assert any(name.startswith("Traffic to Sellers, positive, strength") for name in said)
    flywheel = window.editor.flywheel
    assert len(said) == len(flywheel.factors) + len(flywheel.links) + len(flywheel.texts)


def test_a_hub_a_delay_and_a_link_that_is_off_are_said(window):
    assert any(", hub, " in name for name in names(window))
    assert any(", delayed" in name for name in names(window))


def test_what_is_selected_has_the_focus(window):
    window.editor.selection.set_one("factors", "traffic")
    focused = paper(window).focusChild()
    assert focused is not None
    assert focused.text(QAccessible.Text.Name).startswith("Traffic,")
    assert focused.state().selected
    window.editor.selection.clear()
    assert paper(window).focusChild() is None


def test_a_point_of_the_screen_leads_to_the_factor_there(window):
    whole = paper(window)
    window.editor.selection.set_one("factors", "traffic")
    box = whole.focusChild().rect()
    found = whole.childAt(box.center().x(), box.center().y())
    assert found is not None
    assert found.text(QAccessible.Text.Name).startswith("Traffic,")


def test_a_factor_that_is_gone_is_no_longer_valid(window):
    window.editor.selection.set_one("factors", "sellers")
    child = paper(window).focusChild()
    window.delete_selection()
    assert not child.isValid()
    assert child.text(QAccessible.Text.Name) == ""
    assert not any(name.startswith("Sellers,") for name in names(window))


def test_a_reader_that_listens_is_told_of_every_selection(window):
    QAccessible.setActive(True)
    try:
        for factor in window.editor.flywheel.factors:
            window.editor.selection.set_one("factors", factor)
        window.editor.selection.clear()
    finally:
        QAccessible.setActive(False)


def test_tab_walks_the_ring_and_then_leaves_the_paper(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.canvas.hasFocus)
    seen = []
    for _ in range(len(window.editor.flywheel.factors)):
        QTest.keyClick(window.canvas, KEY.Key_Tab)
        seen.append(window.editor.selection.single)
    assert len(set(seen)) == len(window.editor.flywheel.factors)
    QTest.keyClick(window.canvas, KEY.Key_Tab)
    assert window.focusWidget() is not window.canvas


def test_tab_goes_from_the_tools_to_the_paper_the_properties_and_the_momentum(window):
    panels = window.panels
    parts = [window.menus.tool_bar, window.canvas, panels.properties, panels.momentum]
    order = []
    widget = window.menus.tool_bar.widgetForAction(window.menus.tool_bar.actions()[0])
    for _ in range(2_000):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            part = next((p for p in parts if p is widget or p.isAncestorOf(widget)), None)
            if part is not None and part not in order:
                order.append(part)
        widget = widget.nextInFocusChain()
    assert order == parts


def test_every_widget_that_tab_reaches_has_a_name(window, qtbot):
    window.activateWindow()
    widget = window.canvas.nextInFocusChain()
    nameless = []
    while widget is not window.canvas:
        is_part = widget.focusProxy() is not None or isinstance(widget.parentWidget(), QComboBox)
        takes_tab = not is_part and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes_tab and widget.isVisible() and widget.isEnabled():
            access = QAccessible.queryAccessibleInterface(widget)
            said = access.text(QAccessible.Text.Name) if access is not None else ""
            if not said and not widget.accessibleName():
                chain = [type(widget).__name__, widget.objectName()]
                up = widget.parentWidget()
                chain += [type(up).__name__, up.objectName(), type(up.parentWidget()).__name__]
                nameless.append(" ".join(chain))
        widget = widget.nextInFocusChain()
    assert not nameless, "; ".join(nameless)
