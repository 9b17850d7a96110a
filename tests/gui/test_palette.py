"""The palette: as high as what it offers, and names drawn whole whatever they are written in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from flywheel_studio.app.command_palette import Entry, Palette, runs
from flywheel_studio.panels.style.palette import LIGHT


@pytest.fixture
def palette(qtbot):
    window = QWidget()
    window.resize(900, 700)
    names = [f"Command {number}" for number in range(30)] + ["Export a picture…"]
    palette = Palette(window, LIGHT, [Entry(name, "", lambda: None) for name in names])
    with qtbot.waitExposed(palette):
        palette.ask()
    yield palette
    if isValid(palette):
        palette.close()
    window.deleteLater()


def test_it_is_as_high_as_what_fits(palette, qtbot):
    def shown() -> int:
        view = palette.view
        return sum(
            view.visualRect(view.model().index(row)).bottom() <= view.viewport().height()
            for row in range(view.model().rowCount())
        )

    full = palette.height()
    assert shown() == 10
    QTest.keyClicks(palette.field, "export")
    one = palette.height()
    assert shown() == 1
    assert palette.view.geometry().bottom() <= palette.height()
    assert one <= full - 8 * 34
    palette.field.setText("nothing is called this")
    assert palette.height() <= one + 10
    assert not palette.view.isVisible()
    palette.field.clear()
    assert palette.height() == full
    assert shown() == 10


@pytest.mark.parametrize(
    ("name", "places", "wanted"),
    [
        ("Export", (0, 1), [("Ex", True), ("port", False)]),
        ("Cafe\u0301 bar", (3,), [("Caf", False), ("e\u0301", True), (" bar", False)]),
        (
            "👩\u200d👩\u200d👧 Families",
            (6,),
            [("👩\u200d👩\u200d👧 ", False), ("F", True), ("amilies", False)],
        ),
        ("👍🏽 ok", (0,), [("👍🏽", True), (" ok", False)]),
        ("النمو", (), [("النمو", False)]),
        ("", (), []),
    ],
)
def test_a_name_falls_into_pieces_that_can_be_drawn_alone(name, places, wanted):
    assert runs(name, places) == wanted
    assert "".join(piece for piece, _ in runs(name, places)) == name


@pytest.mark.parametrize("beside", ["a click", "a key", "closing"])
def test_what_is_done_beside_it_is_done_and_it_goes(palette, qtbot, beside):
    window = palette.parentWidget()
    pressed = []
    window.mousePressEvent = window.keyPressEvent = lambda event: pressed.append(event.type())
    with qtbot.waitExposed(window):
        window.show()
    palette.ask()
    palette.activateWindow()
    qtbot.waitUntil(palette.isActiveWindow)
    QTest.keyClicks(palette.field, "export")
    assert palette.isVisible()
    gone = palette.finished
    with qtbot.waitSignal(gone):
        if beside == "a click":
            QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(20, 650))
        elif beside == "a key":
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_X)
        else:
            window.close()
    assert len(pressed) == (0 if beside == "closing" else 1)


def test_what_is_typed_before_it_has_the_keys_is_in_its_field(qtbot):
    window = QWidget()
    window.resize(900, 700)
    with qtbot.waitExposed(window):
        window.show()
    palette = Palette(window, LIGHT, [Entry("Export a picture…", "", lambda: None)])
    palette.ask()
    for letter in "exp":
        # At once: in a turn of Qt's loop the palette might be given the keys.
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(window.windowHandle(), event)
    assert palette.field.text() == "exp"
    palette.close()
    window.close()
    window.deleteLater()
