"""Laying out a great many factors in the real window: nothing stands still, and it can be stopped."""

import threading
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from flywheel_studio.commands.factors import add_factor, rename_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.interaction import arranging
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Wheel
from tests.gui.stand import Answers, panels_stand

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def tangle(factors: int, links: int) -> Flywheel:
    random, drawn = Random(7), Flywheel(wheels={"main": Wheel(id="main")})
    for number in range(factors):
        drawn = add_factor(drawn, label=f"Factor {number}", x=number * 9.0, y=number * 7.0)
    for _ in range(links):
        drawn = connect(drawn, *random.sample(list(drawn.factors), 2))
    return drawn


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    window.files.ask = Answers()
    panels_stand(window, qtbot)
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus, timeout=5_000)
    yield window
    QGuiApplication.clipboard().clear()


@pytest.fixture
def endless(monkeypatch):
    """A layout that goes on until it is stopped."""

    def lay_out_for_ever(flywheel, wheel, *, stop):
        pause = threading.Event()
        while not pause.wait(0.01):
            stop.raise_if_set()

    monkeypatch.setattr(arranging, "arrange_graph", lay_out_for_ever)


def lay_out(window) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_R, CTRL | SHIFT)


@pytest.mark.slow
def test_laying_out_many_goes_on_beside_the_window_and_is_one_step(window, qtbot):
    window.editor.replace(tangle(60, 80))
    before = window.editor.flywheel
    lay_out(window)
    assert window.toolbox.long_step.label == "Lay out everything"
    assert window.editor.flywheel is before
    qtbot.waitUntil(lambda: window.toolbox.long_step.label is None, timeout=30_000)
    assert places(window.editor.flywheel) != places(before)
    assert window.editor.undo_label == "Lay out everything"
    window.undo()
    assert window.editor.flywheel == before


def test_it_says_so_and_its_button_stops_it(window, qtbot, endless):
    window.editor.replace(tangle(30, 40))
    before = window.editor.flywheel
    lay_out(window)
    qtbot.waitUntil(window.toast.isVisible, timeout=10_000)
    assert window.toast.words == "Lay out everything: being worked out…"
    assert QGuiApplication.overrideCursor().shape() == Qt.CursorShape.BusyCursor
    QTest.mouseClick(window.toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert window.toolbox.long_step.label is None and not window.toast.isVisible()
    assert QGuiApplication.overrideCursor() is None
    assert window.editor.flywheel is before


def test_escape_stops_it_wherever_the_keyboard_is(window, qtbot, endless):
    window.editor.replace(tangle(30, 40))
    before = window.editor.flywheel
    for focused in (window.canvas, window.panels.momentum):
        lay_out(window)
        focused.setFocus()
        QTest.keyClick(focused, Qt.Key.Key_Escape)
        assert window.toolbox.long_step.label is None
        assert window.hint_line.text() == "Lay out everything: stopped, nothing was changed."
    assert window.editor.flywheel is before


def test_an_edit_goes_before_it_and_that_is_said(window, endless):
    window.editor.replace(tangle(30, 40))
    lay_out(window)
    window.toolbox.perform("Rename", lambda now: rename_factor(now, "factor-0", "Traffic"))
    assert window.toolbox.long_step.label is None
    assert "because the drawing was changed" in window.toast.words
    assert window.editor.undo_label == "Rename"


def test_pasting_a_long_text_with_arrows_goes_on_beside_the_window_too(window, qtbot):
    random = Random(3)
    pairs = [random.sample(range(40), 2) for _ in range(60)]
    QGuiApplication.clipboard().setText("\n".join(f"Cause {a} -> Cause {b}" for a, b in pairs))
    QTest.keyClick(window.canvas, Qt.Key.Key_V, CTRL)
    assert window.toolbox.long_step.label == "Paste" and not window.editor.flywheel.factors
    qtbot.waitUntil(lambda: window.toolbox.long_step.label is None, timeout=30_000)
    assert len(window.editor.flywheel.factors) > 30
    assert window.editor.selection.factors == set(window.editor.flywheel.factors)
    window.undo()
    assert not window.editor.flywheel.factors


def test_a_window_closes_in_the_middle_of_it(window, endless):
    window.editor.replace(tangle(30, 40))
    lay_out(window)
    window.close()
    assert window.toolbox.long_step.label is None
