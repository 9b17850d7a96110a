"""Low, likely and high of a link in its form: one click, end by end, several at once, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.outline.rows import outline_rows, walk
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.session.editor import Editor
from tests.gui.panels.stands import properties_of


@dataclass
class Stand:
    panel: PropertiesPanel
    editor: Editor
    bot: QtBot

    def ends(self, key: str = "l1") -> tuple[float | None, float, float | None]:
        link = self.editor.flywheel.links[key]
        return link.weight_low, link.weight, link.weight_high

    def field(self, name: str) -> Any:
        return self.panel.link_form.field(name)

    def type_number(self, line: QLineEdit, text: str) -> None:
        line.setFocus()
        line.selectAll()
        self.bot.keyClicks(line, text)
        self.bot.keyClick(line, Qt.Key.Key_Return)

    @property
    def problem(self) -> str:
        labels = self.panel.findChildren(QLabel, "problem")
        return " ".join(label.text() for label in labels if label.isVisible())

    @property
    def lit(self) -> list[Any]:
        return [share for share, one in self.field("range").buttons.items() if one.isChecked()]


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    flywheel = Flywheel()
    for label in ("Traffic", "Sellers"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    flywheel = connect(flywheel, "traffic", "sellers")
    flywheel = connect(flywheel, "sellers", "traffic", "-", 0.75)
    with properties_of(flywheel, qtbot, 340, 760) as (panel, editor):
        editor.selection.set_one("links", "l1")
        yield Stand(panel, editor, qtbot)


def test_one_click_gives_a_range_and_one_takes_it_away(stand: Stand) -> None:
    assert stand.lit == [None]
    stand.bot.mouseClick(stand.field("range").buttons[0.2], Qt.MouseButton.LeftButton)
    assert stand.ends() == (0.4, 0.5, 0.6) and stand.lit == [0.2]
    assert stand.field("weight_low").number.text() == "0.4"
    assert stand.editor.history.labels() == ["Change range of strength"]
    stand.bot.mouseClick(stand.field("range").buttons[None], Qt.MouseButton.LeftButton)
    assert stand.ends() == (None, 0.5, None) and stand.lit == [None]
    stand.editor.undo()
    assert stand.ends() == (0.4, 0.5, 0.6)


def test_each_of_several_links_gets_its_own_share(stand: Stand) -> None:
    stand.editor.selection.set([("links", "l1"), ("links", "l2")])
    stand.bot.mouseClick(stand.field("range").buttons[0.2], Qt.MouseButton.LeftButton)
    assert (stand.ends("l1"), stand.ends("l2")) == ((0.4, 0.5, 0.6), (0.6, 0.75, 0.9))
    assert stand.lit == [0.2]
    low = stand.field("weight_low").number
    assert low.text() == "" and low.is_mixed
    stand.editor.undo()
    assert (stand.ends("l1"), stand.ends("l2")) == ((None, 0.5, None), (None, 0.75, None))


def test_the_ends_are_typed_and_emptied(stand: Stand) -> None:
    stand.type_number(stand.field("weight_high").number, "0,9")
    assert stand.ends() == (None, 0.5, 0.9) and stand.lit == []
    stand.type_number(stand.field("weight_low").number, "0")
    assert stand.ends() == (0.0, 0.5, 0.9)
    stand.type_number(stand.field("weight_high").number, " ")
    assert stand.ends() == (0.0, 0.5, None)


@pytest.mark.parametrize(("name", "text"), [("weight_low", "0.6"), ("weight_high", "0.4")])
def test_ends_on_the_wrong_side_are_refused_in_one_sentence(
    stand: Stand, name: str, text: str
) -> None:
    before = stand.editor.flywheel
    stand.type_number(stand.field(name).number, text)
    assert stand.editor.flywheel is before
    assert stand.problem.count(".") == 2 and stand.problem.endswith("the likely one, 0.5.")
    stand.type_number(stand.field(name).number, "0.5")
    assert stand.problem == ""


def test_a_low_end_below_nothing_is_refused(stand: Stand) -> None:
    stand.type_number(stand.field("weight_low").number, "-0.1")
    assert stand.problem and stand.ends() == (None, 0.5, None)


def test_a_strength_moved_beyond_its_range_takes_the_end_along_and_undo_brings_it_back(
    stand: Stand,
) -> None:
    stand.editor.perform("x", lambda now: set_link(now, ["l1"], weight_low=0.4, weight_high=0.6))
    slider = stand.field("weight").slider
    slider.setSliderDown(True)
    for position in (100, 160, 180):
        slider.setValue(position)
    assert stand.ends() == (0.4, 1.8, 1.8)
    # Back inside while still dragging: the range is what it was.
    slider.setValue(50)
    assert stand.ends() == (0.4, 0.5, 0.6)
    slider.setValue(10)
    slider.setSliderDown(False)
    assert stand.ends() == (0.1, 0.1, 0.6) and not stand.problem
    stand.editor.undo()
    assert stand.ends() == (0.4, 0.5, 0.6)
    stand.bot.mouseClick(stand.field("words").buttons[1.0], Qt.MouseButton.LeftButton)
    assert stand.ends() == (0.4, 1.0, 1.0)


def test_a_strength_of_nothing_has_no_share(stand: Stand) -> None:
    stand.editor.perform("x", lambda now: set_link(now, ["l1"], weight=0.0))
    stand.bot.mouseClick(stand.field("range").buttons[0.2], Qt.MouseButton.LeftButton)
    assert "say how high" in stand.problem and stand.ends() == (None, 0.0, None)


def test_the_outline_marks_a_link_with_a_range(stand: Stand) -> None:
    stand.editor.perform("x", lambda now: set_link(now, ["l1"], weight_high=0.6))
    rows = {row.id: row for row in walk(outline_rows(stand.editor.flywheel)) if row.kind == "links"}
    assert rows["l1"].words.endswith("±") and "at least 0.5 and at most 0.6" in rows["l1"].said
    assert "±" not in rows["l2"].words and "at least" not in rows["l2"].said
