"""The headless editor: steps, gestures, undo, and whether there is something to save."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from flywheel_studio.commands.document import rename_document, set_header
from flywheel_studio.commands.factors import add_factor, delete, move_factors, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import Broken
from flywheel_studio.model.records import Link

HERE = Path("here.flywheel")
MENDED = Finding(code="missing-end", severity="warning", message="A link was left out.")


def mass(value):
    return lambda flywheel: set_factor(flywheel, ["traffic"], mass=value)


def move(x, y=0.0):
    return lambda flywheel: move_factors(flywheel, {"traffic": Point(x, y)})


def test_a_step_can_be_undone_and_redone_by_name(editor, flywheel):
    editor.perform("Set mass", mass(2.0))
    editor.perform("Set mass again", mass(3.0))
    assert editor.history.labels() == ["Set mass", "Set mass again"]
    assert editor.undo_label == "Set mass again" and editor.redo_label is None
    assert editor.undo() == "Set mass again"
    assert editor.flywheel.factors["traffic"].mass == 2.0
    assert editor.redo_label == "Set mass again"
    assert editor.redo() == "Set mass again"
    assert editor.undo() and editor.undo() and editor.undo() is None
    assert editor.flywheel == flywheel


def test_something_new_after_undo_forgets_what_was_undone(editor):
    editor.perform("One", mass(2.0))
    editor.undo()
    editor.perform("Two", mass(3.0))
    assert editor.redo() is None and editor.history.labels() == ["Two"]


def test_a_command_that_changes_nothing_leaves_no_step(editor):
    told = []
    editor.changed.connect(told.append)
    assert editor.perform("Nothing", lambda flywheel: flywheel).is_empty
    assert editor.perform("Same", mass(1.0)).is_empty
    assert editor.history.labels() == [] and told == [] and editor.revision == 0


def test_a_command_that_fails_or_breaks_something_has_not_happened(editor, flywheel):
    def broken(now):
        return now.with_records("links", [Link(id="l9", source="traffic", target="nowhere")])

    with pytest.raises(Broken, match="nowhere"):
        editor.perform("Break", broken)
    with pytest.raises(CommandProblem):
        editor.perform("Refuse", mass(-1.0))
    assert editor.flywheel is flywheel and editor.history.labels() == []
    gesture = editor.gesture("Break slowly")
    gesture.preview(mass(2.0))
    with pytest.raises(Broken):
        gesture.preview(broken)
    assert editor.flywheel.factors["traffic"].mass == 2.0


def test_previews_run_from_the_base_and_make_one_step(editor, flywheel):
    gesture = editor.gesture("Drag")
    for step in range(1, 50):
        gesture.preview(
            lambda now, x=step: move_factors(
                now, {"traffic": Point(now.factors["traffic"].x + x, now.factors["traffic"].y)}
            )
        )
    assert editor.flywheel.factors["traffic"].x == 49.0
    assert editor.history.labels() == [] and editor.lasting_flywheel is flywheel
    gesture.commit()
    assert editor.history.labels() == ["Drag"]
    editor.undo()
    assert editor.flywheel == flywheel


def test_cancel_restores_the_very_snapshot(editor, flywheel):
    gesture = editor.gesture("Make and delete")
    gesture.preview(lambda now: delete(now, factors=["traffic"]))
    gesture.preview(lambda now: add_factor(now, label="New", x=0, y=0))
    gesture.cancel()
    assert editor.flywheel is flywheel
    assert list(editor.flywheel.factors) == ["traffic", "sellers"]
    assert editor.history.labels() == [] and not editor.is_dirty


def test_cancel_keeps_what_could_be_redone(editor):
    editor.perform("One", mass(2.0))
    editor.undo()
    editor.gesture("Drag").preview(move(5.0))
    editor.cancel_gesture()
    assert editor.redo() == "One"


def test_a_gesture_that_comes_back_leaves_no_step(editor):
    gesture = editor.gesture("There and back")
    gesture.preview(move(5.0))
    gesture.preview(lambda now: now)
    assert gesture.commit().is_empty and editor.history.labels() == []


@pytest.mark.parametrize("what", ["perform", "gesture", "save", "undo"])
def test_anything_else_commits_the_open_gesture(editor, what):
    gesture = editor.gesture("Drag")
    gesture.preview(move(5.0))
    if what == "perform":
        editor.perform("Set mass", mass(2.0))
        assert editor.history.labels() == ["Drag", "Set mass"]
    elif what == "gesture":
        editor.gesture("Another")
        assert editor.history.labels() == ["Drag"]
    elif what == "save":
        assert editor.to_save().factors["traffic"].x == 5.0
        assert editor.history.labels() == ["Drag"]
    else:
        assert editor.undo() == "Drag" and editor.redo() == "Drag"
    assert not gesture.is_open and gesture.was_committed
    with pytest.raises(ValueError, match="over"):
        gesture.preview(move(6.0))
    assert gesture.commit().is_empty
    gesture.cancel()
    assert editor.flywheel.factors["traffic"].x == 5.0


def test_undo_names_the_open_gesture_once_it_has_changed_something(editor):
    gesture = editor.gesture("Drag")
    assert editor.undo_label is None
    gesture.preview(move(5.0))
    assert editor.undo_label == "Drag"


def test_revisions_only_rise(editor):
    seen = [editor.revision]
    for act in (
        lambda: editor.perform("One", mass(2.0)),
        editor.undo,
        editor.redo,
        lambda: editor.replace(Flywheel()),
    ):
        act()
        seen.append(editor.revision)
    assert seen == sorted(set(seen))


# -- saved or not


def test_undo_back_to_what_was_saved_is_clean_again(editor):
    assert not editor.is_dirty
    editor.perform("One", mass(2.0))
    assert editor.is_dirty
    editor.undo()
    assert not editor.is_dirty
    editor.redo()
    editor.mark_saved(HERE, None)
    assert not editor.is_dirty and editor.path == HERE
    editor.undo()
    assert editor.is_dirty
    editor.perform("By another way", mass(2.0))
    assert not editor.is_dirty


def test_saving_leaves_undo_alone(editor):
    editor.perform("One", mass(2.0))
    editor.mark_saved(HERE, None)
    assert editor.undo() == "One" and editor.is_dirty


def test_an_open_gesture_counts_as_unsaved(editor):
    editor.gesture("Drag").preview(move(5.0))
    assert editor.is_dirty
    editor.cancel_gesture()
    assert not editor.is_dirty


def test_the_order_of_records_counts(editor, flywheel):
    turned = replace(flywheel, factors=dict(reversed(flywheel.factors.items())))
    editor.perform("Turn round", lambda now: turned)
    assert editor.is_dirty


def test_a_document_that_was_mended_counts_as_changed_until_it_is_saved(editor, flywheel):
    editor.replace(flywheel, HERE, None, [MENDED])
    assert editor.is_dirty and editor.findings == (MENDED,)
    editor.mark_saved(HERE, None)
    assert not editor.is_dirty and editor.findings == ()


def test_the_view_is_saved_along_but_never_counts(editor):
    editor.view = {"zoom": 2}
    assert not editor.is_dirty
    assert editor.to_save().header.view == {"zoom": 2}
    editor.perform("View", lambda now: set_header(now, view={"zoom": 3}))
    assert not editor.is_dirty
    editor.perform("Title", lambda now: rename_document(now, "T"))
    editor.undo()
    assert editor.to_save().header.view == {"zoom": 2}


def test_opening_another_document_starts_anew(editor):
    events = []
    editor.replaced.connect(lambda _: events.append("replaced"))
    editor.changed.connect(lambda change: events.append(sorted(change.ids("factors"))))
    editor.perform("One", mass(2.0))
    editor.selection.set([("factors", "traffic")])
    editor.gesture("Drag").preview(move(5.0))
    other = add_factor(Flywheel(), label="Cash", x=0, y=0)
    events.clear()
    editor.replace(other, HERE)
    assert editor.flywheel is other and editor.path == HERE and not editor.is_dirty
    assert editor.history.labels() == [] and editor.selection.is_empty
    assert events[-2:] == [["cash", "sellers", "traffic"], "replaced"]


def test_state_changes_are_told_when_the_mark_or_a_label_differs(editor):
    told = []
    editor.state_changed.connect(lambda e: told.append((e.is_dirty, e.undo_label)))
    gesture = editor.gesture("Drag")
    for x in (5.0, 6.0, 7.0):
        gesture.preview(move(x))
    assert told == [(True, "Drag")]
    gesture.cancel()
    assert told[-1] == (False, None)
    editor.perform("One", mass(2.0))
    assert told[-1] == (True, "One")
    editor.mark_saved(HERE, None)
    assert told[-1] == (False, "One")


# -- selection


def test_the_selection_lets_go_of_what_vanishes_and_is_in_no_history(editor):
    editor.selection.set([("factors", "traffic"), ("links", "l1"), ("factors", "sellers")])
    editor.perform("Delete", lambda now: delete(now, factors=["traffic"]))
    assert editor.selection.items == {("factors", "sellers")}
    editor.undo()
    assert editor.selection.items == {("factors", "sellers")}


def test_the_selection_tells_of_real_changes_only(editor):
    told = []
    editor.selection.changed.connect(lambda selection: told.append(len(selection)))
    editor.selection.set_one("factors", "traffic")
    editor.selection.set_one("factors", "traffic")
    editor.selection.toggle("links", "l1")
    editor.selection.toggle("links", "l1")
    editor.selection.select_all(editor.flywheel)
    editor.selection.clear()
    assert told == [1, 2, 1, 3, 0]


def test_a_thousand_steps_can_all_be_undone(editor, flywheel):
    for number in range(1000):
        editor.perform(str(number), move(float(number + 1)))
    for _ in range(1000):
        editor.undo()
    assert editor.flywheel == flywheel and not editor.is_dirty


def test_links_made_in_a_gesture_are_there_for_the_listeners(editor):
    seen = []
    editor.changed.connect(lambda change: seen.append(list(change.ids("links"))))
    gesture = editor.gesture("Connect")
    gesture.preview(lambda now: connect(now, "sellers", "traffic"))
    gesture.preview(lambda now: connect(now, "sellers", "traffic"))
    gesture.cancel()
    assert seen == [["l2"], ["l2"]]
