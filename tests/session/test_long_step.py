"""A step that is worked out beside the editing: done as one, or given up without a trace."""

import pytest

from flywheel_studio.commands.factors import add_factor, rename_factor
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.session.long_step import LongStep


class ByHand:
    """A background that works when it is told to."""

    def __init__(self):
        self.token = StopToken()
        self.job = None

    def submit(self, job, deliver, fail=None):
        self.cancel()
        self.token = token = StopToken()

        def do():
            try:
                result = job(token)
            except Cancelled:
                return
            except Exception as problem:  # noqa: BLE001 - as the worker hands it on
                fail(problem)
                return
            if not token.is_set:
                deliver(result)

        self.job = do

    def cancel(self):
        self.token.set()
        self.job = None

    def work(self):
        job, self.job = self.job, None
        if job is not None:
            job()


@pytest.fixture
def background():
    return ByHand()


@pytest.fixture
def step(editor, background):
    return LongStep(editor, background)


@pytest.fixture
def told(step):
    """What the step says: "done", its problems, and the labels that were overtaken."""
    heard = []
    step.overtaken.connect(heard.append)
    return heard


def begin(step, told, work=None, label="Grow"):
    def grow(now, stop):
        stop.raise_if_set()
        return add_factor(now, label="Loyalty", x=9.0, y=9.0)

    step.begin(
        label, work or grow, done=lambda: told.append("done"), fail=lambda e: told.append(str(e))
    )


def test_what_is_worked_out_is_one_step_that_is_undone_as_one(editor, step, background, told):
    before = editor.flywheel
    begin(step, told)
    assert step.label == "Grow" and editor.flywheel is before and editor.undo_label is None
    background.work()
    assert step.label is None and told == ["done"] and "loyalty" in editor.flywheel.factors
    assert editor.undo() == "Grow"
    assert editor.flywheel == before


def test_an_edit_overtakes_it_and_is_kept(editor, step, background, told):
    begin(step, told)
    editor.perform("Rename", lambda now: rename_factor(now, "traffic", "Visits"))
    assert step.label is None and told == ["Grow"]
    background.work()
    assert editor.flywheel.factors["traffic"].label == "Visits"
    assert "loyalty" not in editor.flywheel.factors and editor.undo_label == "Rename"


def test_a_gesture_that_has_shown_nothing_yet_overtakes_it_too(editor, step, background, told):
    begin(step, told)
    gesture = editor.gesture("Move")
    background.work()
    assert told == ["Grow"] and gesture.is_open
    assert "loyalty" not in editor.flywheel.factors


def test_given_up_it_leaves_no_trace_and_its_work_is_stopped(editor, step, background, told):
    begin(step, told)
    token, before = background.token, editor.flywheel
    step.cancel()
    background.work()
    assert token.is_set and told == [] and step.label is None and editor.flywheel is before


def test_another_step_overtakes_it_and_says_so(editor, step, background, told):
    begin(step, told)
    begin(step, told, label="Grow more")
    assert told == ["Grow"] and step.label == "Grow more"
    background.work()
    assert told == ["Grow", "done"] and editor.undo_label == "Grow more"


def test_another_document_ends_it_without_a_word_of_its_failure(
    editor, step, background, told, flywheel
):
    begin(step, told)
    editor.replace(flywheel)
    background.work()
    assert step.label is None and editor.flywheel is flywheel and "done" not in told


def test_a_problem_is_told_and_nothing_is_changed(editor, step, background, told):
    def refuse(now, stop):
        raise CommandProblem("It is too much.")

    before = editor.flywheel
    begin(step, told, refuse)
    background.work()
    assert told == ["It is too much."] and step.label is None and editor.flywheel is before


def test_without_a_background_it_is_done_at_once(editor):
    told = []
    begin(LongStep(editor), told)
    assert told == ["done"] and editor.undo_label == "Grow"
