"""A scenario edited value by value, as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.commands.loop_names import name_loop
from flywheel_studio.commands.pushes import add_push, add_shove
from flywheel_studio.commands.scenarios import add_scenario, rename_scenario
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Scenario, ScenarioChange
from flywheel_studio.panels.fields.numbers import NumberOnlyField, SliderField
from flywheel_studio.panels.momentum.answers import MomentumAnswers
from flywheel_studio.panels.momentum.scenarios.editor import ScenarioEditor
from flywheel_studio.panels.momentum.scenarios.fields import value_field
from tests.gui.panels.stands import MomentumStand


class Stand(MomentumStand):
    """A panel over a ring of three with a chord, and one scenario that is open."""

    @property
    def answers(self) -> MomentumAnswers:
        return self.panel.answers

    @property
    def open(self) -> ScenarioEditor:
        assert self.answers.open_editor is not None
        return self.answers.open_editor

    @property
    def steps(self) -> list[str]:
        return self.editor.history.labels()

    def changes(self, scenario: str = "bold") -> dict[str, Any]:
        found = self.editor.flywheel.scenarios[scenario]
        return {one.path: one.value for one in found.changes}

    def choose(self, record: str, field: str) -> None:
        adder = self.open.adder
        adder.record.setCurrentIndex(adder.record.findData(record))
        adder.value.setCurrentIndex(adder.value.findData(field))
        adder.add.click()


def drawn() -> Flywheel:
    drawn = Flywheel()
    for label in ("Offer", "Demand", "Partners"):
        drawn = add_factor(drawn, label=label, x=0.0, y=0.0)
    keys = list(drawn.factors)
    for i, key in enumerate(keys):
        drawn = connect(drawn, key, keys[(i + 1) % 3], weight=0.6)
    drawn = connect(drawn, "demand", "offer", weight=0.1)
    drawn = set_factor(drawn, ["demand"], activities=(Activity(id="ads", text="Ads"),))
    drawn = add_shove(add_push(drawn, "offer", 0.3, start=2, duration=4), "demand", 1.0, 5)
    return add_scenario(drawn, "bold", {"links.l1.weight": 0.9})


@pytest.fixture
def stand_of(qtbot: QtBot) -> Iterator[Callable[[Flywheel], Stand]]:
    stands: list[Stand] = []

    def make(flywheel: Flywheel) -> Stand:
        stand = Stand(flywheel)
        stands.append(stand)
        stand.panel.resize(340, 900)
        with qtbot.waitActive(stand.panel):
            stand.panel.show()
            stand.panel.activateWindow()
        stand.answers.scenarios.rows["bold"].edit.click()
        return stand

    yield make
    for stand in stands:
        stand.close()


@pytest.fixture
def stand(stand_of: Callable[[Flywheel], Stand]) -> Stand:
    return stand_of(drawn())


def test_a_scenario_says_what_it_changes_from_what_to_what(stand: Stand) -> None:
    (row,) = stand.open.rows.values()
    assert row.words == ("Strength of Offer → Demand", "as drawn: 0.6")
    assert isinstance(row.field, SliderField)
    assert row.field.number.value == 0.9
    assert row.field.slider.accessibleName() == "Strength of Offer → Demand"


def test_a_dragged_value_is_one_step_and_the_sentence_follows(stand: Stand) -> None:
    line = stand.answers.scenarios.rows["bold"].sentence
    before = line.text()
    field = stand.open.rows["links.l1.weight"].field
    assert isinstance(field, SliderField)
    field.slider.setSliderDown(True)
    field.slider.setValue(120)
    field.slider.setValue(150)
    assert stand.changes() == {"links.l1.weight": 1.5}
    assert stand.steps == []
    stand.settle()
    assert line.text() not in ("", before)
    field.slider.setSliderDown(False)
    assert stand.steps == ["Change scenario"]
    assert stand.editor.flywheel.links["l1"].weight == 0.6
    stand.editor.undo()
    assert stand.changes() == {"links.l1.weight": 0.9}
    assert field.number.value == 0.9


@pytest.mark.slow
@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ("links.l2", "delay", 0.0),
        ("links.l2", "active", False),
        ("links.l2", "polarity", "-"),
        ("factors.offer", "friction", 0.5),
        ("factors.offer", "score", None),
        ("factors.demand.activities.ads", "active", True),
        ("pushes.p1", "strength", 0.3),
        ("pushes.p1", "duration", 4.0),
        ("pushes.p2", "impulse", 1.0),
        ("pushes.p2", "start", 5.0),
    ],
)
def test_anything_that_a_run_reads_can_be_added(
    stand: Stand, record: str, field: str, value: Any
) -> None:
    stand.choose(record, field)
    path = f"{record}.{field}"
    assert stand.changes() == {"links.l1.weight": 0.9, path: value}
    assert stand.steps == ["Add to scenario"]
    assert stand.open.rows[path].isAncestorOf(stand.panel.focusWidget())
    stand.editor.undo()
    assert list(stand.open.rows) == ["links.l1.weight"]


def test_each_kind_of_value_has_a_field_that_takes_what_the_record_takes(stand: Stand) -> None:
    adder = stand.open.adder
    for row in range(adder.record.count()):
        adder.record.setCurrentIndex(row)
        for place in range(adder.value.count()):
            path = f"{adder.record.itemData(row)}.{adder.value.itemData(place)}"
            field = value_field(path)
            field.show_value(None if path.endswith(("score", "duration")) else 0.5)
            field.deleteLater()


def test_what_is_chosen_twice_is_only_gone_to(stand: Stand) -> None:
    stand.choose("links.l1", "weight")
    assert stand.steps == []
    assert stand.open.rows["links.l1.weight"].isAncestorOf(stand.panel.focusWidget())


def test_a_whole_loop_is_switched_off_by_the_link_that_no_other_needs(stand: Stand) -> None:
    adder = stand.open.adder
    rows = [adder.record.itemText(row) for row in range(adder.record.count())]
    place = next(row for row, words in enumerate(rows) if words.count("→") == 3)
    adder.record.setCurrentIndex(place)
    adder.add.click()
    # Both loops need Offer → Demand.
    off = [path for path, value in stand.changes().items() if value is False]
    assert off in (["links.l2.active"], ["links.l3.active"])
    assert stand.steps == ["Switch loop off in scenario"]


def test_a_loop_is_offered_by_its_name_where_it_has_one(stand: Stand) -> None:
    adder, results = stand.open.adder, stand.results.results
    assert results is not None
    named = results.loops[0]
    stand.editor.perform("x", lambda flywheel: name_loop(flywheel, named.links, "Word of mouth"))
    stand.settle()
    rows = [adder.record.itemText(row) for row in range(adder.record.count())]
    assert f"{named.id}: Word of mouth" in rows


def test_a_change_is_taken_out_and_undo_brings_it_back(stand: Stand) -> None:
    QTest.mouseClick(stand.open.rows["links.l1.weight"].remove, Qt.MouseButton.LeftButton)
    assert stand.changes() == {}
    assert stand.steps == ["Take out of scenario"]
    stand.editor.undo()
    assert list(stand.open.rows) == ["links.l1.weight"]


def test_a_weight_takes_its_bounds_with_it(stand: Stand) -> None:
    stand.editor.perform("x", lambda now: set_link(now, ["l1"], weight_high=1.0))
    field = stand.open.rows["links.l1.weight"].field
    assert isinstance(field, SliderField)
    field.number.entered.emit(1.4)
    assert stand.changes() == {"links.l1.weight": 1.4, "links.l1.weight_high": 1.4}
    assert stand.steps[1:] == ["Change scenario"]


def test_the_note_is_one_step(stand: Stand) -> None:
    edit = stand.open.note.edit
    edit.setFocus()
    QTest.keyClicks(edit, "More people")
    stand.open.note.committed.emit()
    assert stand.editor.flywheel.scenarios["bold"].note == "More people"
    assert stand.steps == ["Change note"]
    assert "More people" in stand.answers.scenarios.rows["bold"].switch.toolTip()


def test_a_new_scenario_opens_empty(stand: Stand) -> None:
    stand.answers.scenarios.new.click()
    assert stand.open.scenario == "scenario-1"
    assert stand.open.rows == {}
    assert stand.answers.scenarios.rows["bold"].editor is None
    stand.editor.undo()
    assert stand.answers.open_editor is None


def test_what_is_selected_on_the_paper_is_offered(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l3")
    assert stand.open.adder.record.currentData() == "links.l3"
    stand.editor.selection.set_one("factors", "demand")
    assert stand.open.adder.record.currentText() == "Demand"


def test_a_part_of_a_name_finds_it_and_nonsense_goes_back(stand: Stand) -> None:
    record = stand.open.adder.record
    line = record.lineEdit()
    assert line is not None
    line.setText("demand")
    line.editingFinished.emit()
    assert record.currentData() == "factors.demand"
    line.setText("nobody")
    line.editingFinished.emit()
    assert (record.currentData(), line.text()) == ("factors.demand", "Demand")


def test_a_change_of_what_is_gone_is_said_in_words_and_can_be_taken_out(
    stand_of: Callable[[Flywheel], Stand],
) -> None:
    gone = ScenarioChange(path="links.l9.weight", value=0.7)
    old = Scenario(id="bold", name="bold", changes=(gone,))
    stand = stand_of(drawn().with_records("scenarios", [old]))
    row = stand.open.rows["links.l9.weight"]
    assert row.words == (
        "Strength of a link that is gone (l9)",
        "No longer in the drawing; it was to be 0.7.",
    )
    assert stand.answers.scenarios.rows["bold"].sentence.text() == (
        "“bold” cannot be run: it changes something that is not in the drawing: "
        "Strength of a link that is gone (l9)."
    )
    assert row.field is None
    row.remove.click()
    stand.settle()
    assert stand.changes() == {}


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("links.l1.weight", "0.7", 0.7),
        ("links.l1.weight", "much", None),
        ("links.l1.weight", 10**400, None),
        ("links.l1.delay", {"of": 3}, None),
        ("factors.offer.score", [5], None),
        ("run.until", 10**400, None),
    ],
)
def test_what_a_file_says_that_is_no_number_opens_as_an_empty_field(
    stand_of: Callable[[Flywheel], Stand], path: str, value: Any, shown: float | None
) -> None:
    odd = Scenario(id="bold", name="bold", changes=(ScenarioChange(path=path, value=value),))
    stand = stand_of(drawn().with_records("scenarios", [odd]))
    field = stand.open.rows[path].field
    assert isinstance(field, SliderField | NumberOnlyField)
    assert field.number.value == shown
    stand.open.finish()
    assert stand.changes() == {path: value} and stand.steps == []


def test_deleting_the_scenario_closes_its_fields(stand: Stand) -> None:
    stand.answers.scenarios.rows["bold"].actions_by_name["remove"].trigger()
    assert stand.answers.open_editor is None
    stand.settle()


def test_done_closes_the_fields(stand: Stand) -> None:
    button = stand.answers.scenarios.rows["bold"].edit
    assert button.text() == "Done"
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert stand.answers.open_editor is None
    assert button.text() == "Edit"


def test_a_long_name_leaves_room_for_the_buttons_in_a_narrow_dock(stand: Stand) -> None:
    long = "Faster onboarding of the partners that our buyers ask for"
    stand.editor.perform("x", lambda now: rename_scenario(now, "bold", long))
    row = stand.answers.scenarios.rows["bold"]
    assert row.switch.text().endswith("…")
    assert row.switch.accessibleName() == f"Curve of {long}"
    assert row.minimumSizeHint().width() <= 260
    assert row.edit.geometry().left() >= row.switch.geometry().right()
