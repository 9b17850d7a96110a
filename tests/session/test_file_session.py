"""Open, save, close and recover, with the questions as answers."""

import pytest

from flywheel_studio.commands.factors import rename_factor, set_factor
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.file_session import (
    ChangedElsewhere,
    FileSession,
    HeldElsewhere,
    NeedsName,
    NotSaved,
    Opened,
    Saved,
)
from flywheel_studio.storage.files import read
from flywheel_studio.storage.problems import FileProblem
from flywheel_studio.storage.recent import RecentFiles
from flywheel_studio.storage.recovery import Recovery


class OneDesk:
    """Locks: `taken` is open elsewhere."""

    def __init__(self):
        self.taken = set()
        self.ours = []

    def acquire(self, path, *, force=False):
        if path in self.taken and not force:
            return HeldElsewhere(path, "Ada's laptop")
        self.ours.append(path)
        desk = self

        class Held:
            def release(self):
                desk.ours.remove(path)

        return Held()


@pytest.fixture
def desk():
    return OneDesk()


@pytest.fixture
def recovery(tmp_path):
    return Recovery(tmp_path / "state")


@pytest.fixture
def files(editor, desk, recovery, tmp_path):
    session = FileSession(
        editor, recovery=recovery, recent=RecentFiles(tmp_path / "state"), locks=desk
    )
    problems = []
    session.recovery_failed.connect(problems.append)
    yield session
    assert problems == []


def mass(editor, value):
    editor.perform("Set mass", lambda now: set_factor(now, ["traffic"], mass=value))


def snapshots(recovery):
    return sorted(path for path in recovery.folder.glob("*/snapshot.flywheel"))


def test_a_document_without_a_file_needs_a_name(files, editor):
    mass(editor, 2.0)
    assert files.save() == NeedsName() and editor.is_dirty


def test_saving_under_a_name_and_opening_again(files, editor, tmp_path, desk):
    mass(editor, 2.0)
    path = tmp_path / "a.flywheel"
    assert files.save_as(path) == Saved(path)
    assert not editor.is_dirty and editor.path == path and desk.ours == [path]
    assert RecentFiles(tmp_path / "state").paths() == (path,)
    saved = editor.flywheel
    files.new(Flywheel())
    assert editor.path is None and desk.ours == []
    assert files.open(path) == Opened(path)
    assert editor.flywheel == saved and not editor.is_dirty and desk.ours == [path]


def test_a_save_in_the_middle_of_a_gesture_saves_what_shows(files, editor, tmp_path):
    editor.gesture("Rename").preview(lambda now: rename_factor(now, "traffic", "Visits"))
    files.save_as(tmp_path / "a.flywheel")
    assert read(tmp_path / "a.flywheel").flywheel.factors["traffic"].label == "Visits"
    assert not editor.is_dirty and editor.history.labels() == ["Rename"]


def test_the_view_is_saved_along(files, editor, tmp_path):
    editor.view = {"zoom": 2}
    files.save_as(tmp_path / "a.flywheel")
    assert read(tmp_path / "a.flywheel").flywheel.header.view == {"zoom": 2}
    assert not editor.is_dirty


def test_a_refused_file_leaves_the_open_document_alone(files, editor, tmp_path, flywheel):
    (tmp_path / "bad.flywheel").write_text("{")
    mass(editor, 2.0)
    with pytest.raises(FileProblem):
        files.open(tmp_path / "bad.flywheel")
    with pytest.raises(FileProblem):
        files.open(tmp_path / "missing.flywheel")
    assert editor.flywheel.factors["traffic"].mass == 2.0 and editor.undo() == "Set mass"


def test_a_file_that_was_mended_counts_as_changed(files, editor, tmp_path):
    path = tmp_path / "a.flywheel"
    path.write_text(
        '{"format": "flywheel-studio", "version": 1, "title": "", "factors": '
        '[{"id": "a", "label": "A"}], "links": [{"id": "l1", "source": "a", "target": "z"}]}'
    )
    opened = files.open(path)
    assert [finding.code for finding in opened.findings] == ["missing-end"]
    assert files.needs_saving and editor.findings == opened.findings
    files.save()
    assert not files.needs_saving and editor.findings == ()


@pytest.fixture
def saved(files, editor, tmp_path):
    path = tmp_path / "a.flywheel"
    files.save_as(path)
    return path


def test_a_change_by_another_program_is_never_overwritten_without_asking(files, editor, saved):
    mass(editor, 2.0)
    theirs = saved.read_bytes().replace(b"Traffic", b"Theirs ")
    saved.write_bytes(theirs)
    assert files.disk_state() == "changed"
    answer = files.save()
    assert (
        isinstance(answer, ChangedElsewhere)
        and not answer.is_gone
        and "a.flywheel" in answer.reason
    )
    assert saved.read_bytes() == theirs and editor.is_dirty
    assert files.save(overwrite=True) == Saved(saved)
    assert files.disk_state() == "same" and not editor.is_dirty


def test_a_file_that_is_gone_is_asked_about(files, editor, saved):
    mass(editor, 2.0)
    saved.unlink()
    assert files.disk_state() == "gone"
    answer = files.save()
    assert isinstance(answer, ChangedElsewhere) and answer.is_gone
    assert files.save(overwrite=True) == Saved(saved)


def test_reading_again_takes_what_the_other_program_wrote(files, editor, saved):
    saved.write_bytes(saved.read_bytes().replace(b"Traffic", b"Theirs "))
    files.reload()
    assert editor.flywheel.factors["traffic"].label in ("Theirs", "Theirs ")
    assert files.disk_state() == "same"


def test_a_save_that_fails_says_why_and_what_next_and_stays_unsaved(files, editor, tmp_path):
    mass(editor, 2.0)
    answer = files.save_as(tmp_path / "no such folder" / "a.flywheel")
    assert isinstance(answer, NotSaved) and answer.reason and answer.next_step
    assert editor.is_dirty and editor.path is None


def test_a_file_that_is_open_elsewhere_is_asked_about(files, editor, saved, desk, tmp_path):
    other = tmp_path / "b.flywheel"
    other.write_bytes(saved.read_bytes())
    desk.taken.add(other)
    assert files.open(other) == HeldElsewhere(other, "Ada's laptop")
    assert files.save_as(other) == HeldElsewhere(other, "Ada's laptop")
    assert editor.path == saved and desk.ours == [saved]
    assert files.open(other, despite_lock=True) == Opened(other)
    assert desk.ours == [other]


def test_the_previous_version_is_kept_once_a_session(files, editor, saved):
    first = saved.read_bytes()
    files.close()
    again = FileSession(editor)
    again.open(saved)
    mass(editor, 2.0)
    again.save()
    mass(editor, 3.0)
    again.save()
    assert saved.with_name("a.flywheel~").read_bytes() == first


def test_what_is_unsaved_can_be_recovered_after_a_crash(files, editor, clock, recovery, saved):
    mass(editor, 2.0)
    clock.advance(500)
    assert len(snapshots(recovery)) == 1
    # The crash: a new process would find the folder. Here its owner is made another one.
    meta = next(recovery.folder.glob("*/meta.json"))
    meta.write_text(meta.read_text().replace('"pid":', '"pid":4194304,"was":'))
    leftover = recovery.leftovers()[0]
    assert leftover.path == saved

    fresh = Editor(call_later=clock.call_later)
    session = FileSession(fresh, recovery=recovery)
    assert session.recover(leftover) == Opened(saved)
    session.confirm_recovered()
    assert fresh.flywheel.factors["traffic"].mass == 2.0
    assert fresh.is_dirty and fresh.path == saved
    assert session.save() == Saved(saved)
    assert snapshots(recovery) == []
    assert read(saved).flywheel.factors["traffic"].mass == 2.0


def test_saving_and_undoing_leave_nothing_to_recover(files, editor, clock, recovery, saved):
    mass(editor, 2.0)
    clock.advance(500)
    files.save()
    assert snapshots(recovery) == []
    mass(editor, 3.0)
    clock.advance(500)
    assert len(snapshots(recovery)) == 1
    editor.undo()
    clock.advance(500)
    assert snapshots(recovery) == []


def test_closing_unsaved_keeps_the_state_but_does_not_offer_it(files, editor, clock, recovery):
    mass(editor, 2.0)
    clock.advance(500)
    files.close()
    assert len(snapshots(recovery)) == 1 and recovery.leftovers() == ()
    assert clock.waiting == 0


def test_unsaved_work_can_be_kept_at_the_last_moment(files, editor, recovery):
    mass(editor, 2.0)
    files.keep_unsaved()
    assert len(snapshots(recovery)) == 1


def test_the_name_that_is_suggested_comes_from_the_title(files, editor):
    from flywheel_studio.commands.document import rename_document

    assert files.suggested_name == "Flywheel.flywheel"
    editor.perform("Title", lambda now: rename_document(now, "Größe: a/b\\c.. wheel?"))
    assert files.suggested_name == "Größe a b c wheel.flywheel"
