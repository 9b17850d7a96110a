"""Chips and legends when factors come, go and change places: what stays is the same button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.labels import NameButton
from flywheel_studio.panels.parts.name_buttons import refill


class Row(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(self)
        self.buttons: dict[str, NameButton] = {}

    def fill(self, **names: str) -> None:
        refill(self.flow, self.buttons, names, lambda key: NameButton(names[key], self))


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[Row]:
    row = Row()
    qtbot.addWidget(row)
    row.resize(500, 60)
    with qtbot.waitActive(row):
        row.show()
    return row


def shown(row: Row) -> list[str]:
    seen = [each for each in row.findChildren(NameButton) if each.isVisible()]
    return [each.text() for each in sorted(seen, key=lambda each: each.x())]


def test_they_stand_and_are_walked_in_the_order_of_the_names(row: Row, qtbot: QtBot) -> None:
    row.fill(a="Amber", b="Birch")
    row.fill(c="Cedar", b="Beech", a="Amber")
    qtbot.waitUntil(lambda: shown(row) == ["Cedar", "Beech", "Amber"])
    row.buttons["c"].setFocus()
    for key in ("b", "a"):
        QTest.keyClick(row.focusWidget(), Qt.Key.Key_Tab)
        assert row.focusWidget() is row.buttons[key]


def test_one_that_stays_keeps_the_keyboard_and_one_that_goes_is_gone(
    row: Row, qtbot: QtBot
) -> None:
    row.fill(a="Amber", b="Birch")
    kept = row.buttons["b"]
    kept.setFocus()
    row.fill(b="Birch", c="Cedar")
    assert row.buttons["b"] is kept and kept.hasFocus()
    qtbot.waitUntil(lambda: shown(row) == ["Birch", "Cedar"])
    qtbot.waitUntil(lambda: len(row.findChildren(NameButton)) == 2)
