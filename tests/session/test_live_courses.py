"""Which scenarios are drawn is kept with the view, and never counts as a change."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.scenarios import add_scenario, remove_scenario
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import LiveCourses
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.storage.codec import decode, encode


def drawn():
    drawn = Flywheel()
    for label in ("a", "b"):
        drawn = add_factor(drawn, label=label, x=0.0, y=0.0)
    drawn = connect(connect(drawn, "a", "b"), "b", "a")
    drawn = add_scenario(drawn, "bold", {"links.l1.weight": 0.9})
    return add_scenario(drawn, "shy", {"links.l1.weight": 0.2})


@pytest.fixture
def courses_of():
    made = []

    def make(flywheel):
        clock = ManualClock()
        editor = Editor(flywheel, call_later=clock.call_later)
        results, run = LiveResults(editor, AtOnce()), LiveRun(editor)
        courses = LiveCourses(editor, results, run, AtOnce())
        made.append((courses, run, results))
        return editor, courses

    yield make
    for courses, run, results in made:
        courses.close()
        run.close()
        results.close()


def test_a_scenario_that_is_not_shown_stays_so_across_saving_and_opening(courses_of):
    editor, courses = courses_of(drawn())
    courses.set_compared("bold", False)
    assert courses.compared == ("shy",)
    assert not editor.is_dirty
    reread = decode(encode(editor.to_save())).flywheel
    _, again = courses_of(reread)
    assert again.compared == ("shy",)
    again.set_compared("bold", True)
    assert again.compared == ("bold", "shy")


def test_another_document_has_its_own(courses_of):
    editor, courses = courses_of(drawn())
    courses.set_compared("bold", False)
    editor.replace(drawn())
    assert courses.compared == ("bold", "shy")


def test_what_is_gone_is_not_remembered_for_ever(courses_of):
    editor, courses = courses_of(drawn())
    courses.set_compared("bold", False)
    editor.perform("x", lambda flywheel: remove_scenario(flywheel, "bold"))
    courses.set_compared("shy", False)
    assert editor.view["scenarios_not_shown"] == ["shy"]


@pytest.mark.parametrize("kept", ["bold", 3, None, {"bold": 1}, [["bold"], 7]])
def test_a_view_that_says_something_else_hides_nothing(courses_of, kept):
    editor, courses = courses_of(drawn())
    editor.view = {"scenarios_not_shown": kept}
    assert courses.compared == ("bold", "shy")
