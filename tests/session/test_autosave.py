"""What is kept for the case of a crash, and when."""

import pytest

from flywheel_studio.commands.factors import move_factors, rename_factor, set_factor
from flywheel_studio.geometry.plane import Point
from flywheel_studio.session.autosave import Autosave
from flywheel_studio.storage.problems import SaveProblem


class Log:
    """Keeps states in memory; `None` stands for "dropped"."""

    def __init__(self):
        self.kept = []
        self.is_full = False

    def write(self, flywheel):
        if self.is_full:
            raise SaveProblem("There is no room on the disk.", "Free some space.")
        self.kept.append(flywheel)

    def drop(self):
        self.kept.append(None)


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def autosave(editor, log):
    return Autosave(editor, log)


def mass(value):
    return lambda now: set_factor(now, ["traffic"], mass=value)


def move(x):
    return lambda now: move_factors(now, {"traffic": Point(x, 0.0)})


def test_half_a_second_after_a_command_its_state_is_kept(editor, clock, log, autosave):
    editor.perform("One", mass(2.0))
    clock.advance(499)
    assert log.kept == []
    clock.advance(1)
    assert log.kept == [editor.flywheel]
    clock.advance(60_000)
    assert len(log.kept) == 1 and not autosave.is_pending


def test_a_stream_of_commands_is_kept_all_the_same(editor, clock, log, autosave):
    """At most a second is at risk, however busy somebody is."""
    for step in range(40):
        editor.perform("One", mass(2.0 + step))
        clock.advance(100)
    assert len(log.kept) >= 6


def test_a_long_drag_writes_the_state_it_began_with(editor, clock, log, autosave):
    editor.perform("One", mass(2.0))
    began = editor.flywheel
    gesture = editor.gesture("Drag")
    for step in range(60):
        gesture.preview(move(float(step + 1)))
        clock.advance(100)
    assert log.kept == [began]
    for step in range(60):
        gesture.preview(move(float(step + 100)))
        clock.advance(100)
    # After ten seconds of dragging without a rest what shows is kept as well.
    assert len(log.kept) == 2 and log.kept[1].factors["traffic"].x != 0.0


def test_words_that_rest_half_typed_are_kept(editor, clock, log, autosave):
    gesture = editor.gesture("Rename")
    gesture.preview(lambda now: rename_factor(now, "traffic", "A long tho"))
    clock.advance(500)
    assert log.kept[-1].factors["traffic"].label == "A long tho"
    gesture.cancel()
    clock.advance(500)
    assert log.kept[-1] is None


def test_a_document_that_is_back_at_its_file_needs_nothing_kept(editor, clock, log, autosave):
    editor.perform("One", mass(2.0))
    clock.advance(500)
    editor.undo()
    clock.advance(500)
    assert log.kept[-1] is None


def test_saving_drops_what_was_kept_and_what_waited(editor, clock, log, autosave):
    editor.perform("One", mass(2.0))
    editor.mark_saved(None, None)
    autosave.saved()
    clock.advance(60_000)
    assert log.kept == [None]


def test_at_the_last_moment_everything_shown_is_kept(editor, clock, log, autosave):
    editor.gesture("Drag").preview(move(7.0))
    autosave.flush()
    assert log.kept[-1].factors["traffic"].x == 7.0


def test_a_full_disk_is_told_once_and_tried_again(editor, clock, log, autosave):
    told = []
    autosave.failed.connect(told.append)
    log.is_full = True
    editor.perform("One", mass(2.0))
    clock.advance(30_000)
    assert told == ["There is no room on the disk. Free some space."]
    log.is_full = False
    clock.advance(10_000)
    assert log.kept == [editor.flywheel]
