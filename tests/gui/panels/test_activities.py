"""The checklist: ticking, typing, filtering and grouping, each one undo step in the document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.activities import add_activity, set_activity
from flywheel_studio.commands.factors import add_factor
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity
from flywheel_studio.panels.pages.activities import ActivitiesPanel
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def two_lists() -> Flywheel:
    flywheel = Flywheel()
    for label in ("Traffic", "Leads"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    flywheel = add_activity(flywheel, "traffic", "Write guides", group="Content")
    flywheel = add_activity(flywheel, "traffic", "Buy adverts", kind="push", group="Adverts")
    flywheel = add_activity(flywheel, "leads", "Offer downloads", group="Content")
    return set_activity(flywheel, "leads", "a1", active=True, strength=0.2, focus=True)


@pytest.fixture
def editor(two_lists: Flywheel) -> Editor:
    return Editor(two_lists, call_later=ManualClock().call_later)


@pytest.fixture
def panel(editor: Editor, qtbot: QtBot) -> Iterator[ActivitiesPanel]:
    panel = ActivitiesPanel(editor)
    panel.resize(1000, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.detach()
    panel.close()
    panel.deleteLater()


def activity(editor: Editor, factor: str, key: str) -> Activity:
    return next(one for one in editor.flywheel.factors[factor].activities if one.id == key)


def texts(panel: ActivitiesPanel) -> list[str]:
    found = []
    for row in panel.list.rows:
        shown = row.activity()
        assert shown is not None
        found.append(shown.text)
    return found


def choose(panel: ActivitiesPanel, asked: str) -> None:
    panel.wanted.setCurrentIndex(panel.wanted.findData(asked))
    panel.wanted.activated.emit(panel.wanted.currentIndex())


def test_the_list_says_how_much_there_is(panel: ActivitiesPanel) -> None:
    headline, counts = panel.words
    assert headline == "3 activities"
    assert counts == "1 ticked · 1 in focus · 2 pull, 1 push · pushing with 0.2 in all"
    assert panel.list.titles == ("Traffic", "Leads")


def test_ticking_is_one_step_and_counts(panel: ActivitiesPanel, editor: Editor) -> None:
    row = panel.list.row(("traffic", "a1"))
    QTest.mouseClick(row.fields["active"].first_focus(), LEFT)
    assert activity(editor, "traffic", "a1").active
    assert panel.words[1].startswith("2 ticked")
    editor.undo()
    assert not activity(editor, "traffic", "a1").active
    assert not row.fields["active"].first_focus().isChecked()
    assert editor.undo_label is None


def test_typing_words_keeps_the_row_and_is_one_step(panel: ActivitiesPanel, editor: Editor) -> None:
    row = panel.list.row(("leads", "a1"))
    edit = row.fields["metric"].first_focus()
    edit.setFocus()
    QTest.keyClicks(edit, "downloads a week")
    assert panel.list.row(("leads", "a1")) is row
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert activity(editor, "leads", "a1").metric == "downloads a week"
    assert len(editor.history.labels()) == 1


def test_a_strength_below_nothing_is_refused_in_a_sentence(
    panel: ActivitiesPanel, editor: Editor
) -> None:
    row = panel.list.row(("leads", "a1"))
    number = row.fields["strength"].first_focus()
    number.selectAll()
    QTest.keyClicks(number, "-3")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert activity(editor, "leads", "a1").strength == 0.2
    assert row._problem.text() == "This must be at least 0."


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("active", ["Offer downloads"]),
        ("open", ["Write guides", "Buy adverts"]),
        ("focus", ["Offer downloads"]),
        ("pull", ["Write guides", "Offer downloads"]),
        ("push", ["Buy adverts"]),
    ],
)
def test_only_what_is_asked_for_is_listed(
    panel: ActivitiesPanel, asked: str, left: list[str]
) -> None:
    choose(panel, asked)
    assert texts(panel) == left


def test_searching_finds_words_anywhere_in_a_row(panel: ActivitiesPanel) -> None:
    panel.search.setText("content")
    assert texts(panel) == ["Write guides", "Offer downloads"]
    panel.search.setText("nothing like it")
    assert texts(panel) == []
    assert panel._empty.text() == "No activity fits what is asked for."


def test_groups_have_the_titles_that_were_asked_for(panel: ActivitiesPanel) -> None:
    panel.grouping.setCurrentIndex(panel.grouping.findData("group"))
    panel.grouping.activated.emit(0)
    assert panel.list.titles == ("Content", "Adverts")


def test_what_was_just_ticked_stays_under_the_pointer(panel: ActivitiesPanel) -> None:
    choose(panel, "open")
    row = panel.list.row(("traffic", "a1"))
    QTest.mouseClick(row.fields["active"].first_focus(), LEFT)
    assert panel.list.row(("traffic", "a1")) is row
    choose(panel, "open")
    assert texts(panel) == ["Buy adverts"]


def test_adding_and_removing_are_steps_that_undo_takes_back(
    panel: ActivitiesPanel, editor: Editor
) -> None:
    told: list[str] = []
    panel.told.connect(told.append)
    panel.factor.setCurrentIndex(panel.factor.findData("leads"))
    QTest.mouseClick(panel.add, LEFT)
    assert len(editor.flywheel.factors["leads"].activities) == 2
    QTest.mouseClick(panel.list.row(("leads", "a2")).remove, LEFT)
    assert len(editor.flywheel.factors["leads"].activities) == 1
    assert told == ["Activity removed."]
    editor.undo()
    editor.undo()
    assert len(panel.list.rows) == 3


def test_an_empty_document_says_what_comes_first(qtbot: QtBot) -> None:
    panel = ActivitiesPanel(Editor(Flywheel(), call_later=ManualClock().call_later))
    assert panel.words[0] == "Activities"
    assert panel._empty.text().startswith("Draw a factor first")
    assert not panel.add.isEnabled()
    panel.detach()
    panel.deleteLater()


def test_the_properties_of_a_factor_hold_its_checklist(editor: Editor, qtbot: QtBot) -> None:
    panel = PropertiesPanel(editor)
    editor.selection.set_one("factors", "traffic")
    rows = panel.factor_form.checklist.rows
    assert [row.place for row in rows] == [("traffic", "a1"), ("traffic", "a2")]
    QTest.mouseClick(panel.factor_form.add_activity, LEFT)
    assert len(panel.factor_form.checklist.rows) == 3
    editor.selection.set_one("factors", "leads")
    assert [row.place for row in panel.factor_form.checklist.rows] == [("leads", "a1")]
    panel.detach()
    panel.deleteLater()
