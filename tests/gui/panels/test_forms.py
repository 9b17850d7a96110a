"""Evidence of a link, the goal of a wheel, a factor's metric and unit economics as fields."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.links import set_link
from flywheel_studio.insight.checks.diagnosis import Focus
from flywheel_studio.model.records import Evidence
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.templates import load_template

LEFT = Qt.MouseButton.LeftButton
RETURN = Qt.Key.Key_Return


@pytest.fixture
def editor() -> Editor:
    return Editor(load_template("amazon", "en"), call_later=ManualClock().call_later)


@pytest.fixture
def panel(editor: Editor, qtbot: QtBot) -> Iterator[PropertiesPanel]:
    panel = PropertiesPanel(editor)
    panel.resize(300, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.detach()
    panel.close()
    panel.deleteLater()


def type_into(field: object, words: str) -> None:
    part = field.first_focus()  # type: ignore[attr-defined]
    part.setFocus()
    part.selectAll()
    QTest.keyClicks(part, words)
    QTest.keyClick(part, RETURN)


def test_evidence_is_added_typed_and_removed_a_step_each(
    panel: PropertiesPanel, editor: Editor
) -> None:
    link = next(iter(editor.flywheel.links))
    editor.selection.set_one("links", link)
    field = panel.link_form.field("evidence")
    QTest.mouseClick(field.add, LEFT)
    type_into(field.rows[0].fields["text"], "40 of 50 said so")
    type_into(field.rows[0].fields["date"], "2026-03")
    assert editor.flywheel.links[link].evidence == (
        Evidence(text="40 of 50 said so", date="2026-03"),
    )
    assert len(editor.history.labels()) == 3
    QTest.mouseClick(field.rows[0].remove, LEFT)
    assert editor.flywheel.links[link].evidence == ()
    editor.undo()
    assert field.rows[0].fields["text"].first_focus().toPlainText() == "40 of 50 said so"


def test_escape_takes_back_what_is_typed_into_evidence(
    panel: PropertiesPanel, editor: Editor
) -> None:
    link = next(iter(editor.flywheel.links))
    item = Evidence(text="First\nSecond", source="A survey")
    editor.perform("edit", lambda fw: set_link(fw, [link], evidence=(item,)))
    editor.selection.set_one("links", link)
    edit = panel.link_form.field("evidence").rows[0].fields["source"].first_focus()
    edit.setFocus()
    QTest.keyClicks(edit, "Hearsay")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert editor.flywheel.links[link].evidence == (item,)


def test_confidence_is_chosen_from_a_list(panel: PropertiesPanel, editor: Editor) -> None:
    link = next(iter(editor.flywheel.links))
    editor.selection.set_one("links", link)
    box = panel.link_form.field("confidence").first_focus()
    box.setCurrentIndex(box.findData("unproven"))
    box.activated.emit(box.currentIndex())
    assert editor.flywheel.links[link].confidence == "unproven"


def test_a_metric_is_filled_in_and_a_wrong_date_is_said(
    panel: PropertiesPanel, editor: Editor
) -> None:
    editor.selection.set_one("factors", "traffic")
    form = panel.factor_form
    type_into(form.field("metric name"), "Visits")
    type_into(form.field("metric target"), "48")
    metric = editor.flywheel.factors["traffic"].metric
    assert metric is not None
    assert (metric.name, metric.target) == ("Visits", 48.0)
    type_into(form.field("metric date"), "soon")
    said = [label.text() for label in form.findChildren(QLabel, "problem") if label.text()]
    assert said == ["A date is written like 2026-12-31, not soon."]
    after = editor.flywheel.factors["traffic"].metric
    assert after is not None
    assert after.date is None


def test_the_goal_of_a_wheel_is_set_field_by_field_and_emptied_again(
    panel: PropertiesPanel, editor: Editor
) -> None:
    form = panel.wheel_form
    wheel = form.wheel
    assert wheel is not None
    type_into(form.field("goal"), "Grow")
    type_into(form.field("goal target"), "100")
    goal = editor.flywheel.wheels[wheel].goal
    assert goal is not None
    assert (goal.text, goal.target) == ("Grow", 100.0)
    editor.undo()
    editor.undo()
    assert editor.flywheel.wheels[wheel].goal is None
    assert form.field("goal").first_focus().toPlainText() == ""


def test_a_stage_may_be_a_word_of_ones_own(panel: PropertiesPanel, editor: Editor) -> None:
    form = panel.wheel_form
    box = form.field("stage").first_focus()
    box.lineEdit().setText("Rehearsal")
    box.lineEdit().editingFinished.emit()
    assert form.wheel is not None
    assert editor.flywheel.wheels[form.wheel].stage == "Rehearsal"


def test_what_the_drawing_shows_is_a_switch_of_the_wheel(
    panel: PropertiesPanel, editor: Editor
) -> None:
    form = panel.wheel_form
    assert form.wheel is not None
    before = editor.flywheel.wheels[form.wheel].style
    form.field("show goal").first_focus().click()
    assert editor.flywheel.wheels[form.wheel].style == {**before, "goal": True}
    form.field("show goal").first_focus().click()
    assert editor.flywheel.wheels[form.wheel].style == before


def test_unit_economics_say_at_once_what_they_come_to(
    panel: PropertiesPanel, editor: Editor
) -> None:
    form = panel.economics_form
    for key, words in (
        ("economics", "1000"),
        ("new_customers", "10"),
        ("revenue_per_customer", "50"),
        ("gross_margin", "0.5"),
        ("churn", "0.5"),
    ):
        type_into(form.field(key), words)
    # 1000 / 10 = 100 to win one; 50 · 0.5 / 0.5 = 50; 100 / 25 = 4 of the document's years.
    assert form.words.split("\n") == [
        "Acquisition cost: 100 EUR",
        "Lifetime value: 50 EUR",
        "Value to cost: 0.5",
        "Paid back after: 4 years",
        "A customer brings no more than it costs to win one.",
    ]


@pytest.mark.parametrize(
    ("kind", "field"),
    [("wheels", "goal"), ("wheels", "start"), ("document", "economics")],
)
def test_a_check_finds_the_field_that_it_asks_for(
    panel: PropertiesPanel, editor: Editor, kind: str, field: str
) -> None:
    key = next(iter(editor.flywheel.wheels)) if kind == "wheels" else ""
    assert panel.focus_field(Focus(kind, key, field))


@pytest.mark.parametrize("field", ["reason", "confidence", "evidence", "weight"])
def test_every_field_of_a_link_that_a_check_asks_for_is_there(
    panel: PropertiesPanel, editor: Editor, field: str
) -> None:
    link = next(iter(editor.flywheel.links))
    editor.selection.set_one("links", link)
    assert panel.focus_field(Focus("links", link, field))


@pytest.mark.parametrize("field", ["label", "capacity", "score", "friction"])
def test_every_field_of_a_factor_that_a_check_asks_for_is_there(
    panel: PropertiesPanel, editor: Editor, field: str
) -> None:
    editor.selection.set_one("factors", "traffic")
    assert panel.focus_field(Focus("factors", "traffic", field))
