"""Unsaved work is found again, never deleted, and cannot crash the program for ever."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from flywheel_studio.storage import recovery as recovery_module
from flywheel_studio.storage.files import FileProblem, save
from flywheel_studio.storage.process import Owner, this_process
from flywheel_studio.storage.recovery import KEPT_SECONDS, META_NAME, Leftover, Recovery
from flywheel_studio.storage.templates import new_ring

RING = new_ring(5, "en")
OTHER = new_ring(6, "en")


@pytest.fixture
def recovery(tmp_path):
    return Recovery(tmp_path / "state")


@pytest.fixture
def next_start(monkeypatch):
    """What follows happens in another process, which finds this one gone."""

    def begin() -> None:
        me = this_process()
        monkeypatch.setattr(recovery_module, "this_process", lambda: replace(me, started="later"))
        monkeypatch.setattr(Owner, "is_running", property(lambda owner: owner.started == "later"))

    return begin


def only(recovery: Recovery) -> Leftover:
    (leftover,) = recovery.leftovers()
    return leftover


def test_nothing_is_written_before_there_is_something_to_keep(recovery):
    recovery.begin()
    assert not recovery.folder.exists()
    assert recovery.leftovers() == ()


def test_a_document_that_is_open_is_not_offered(recovery):
    recovery.begin().write(RING)
    assert recovery.leftovers() == ()


def test_what_a_dead_process_left_is_offered_and_opens(recovery, next_start, tmp_path):
    path = tmp_path / "wheel.flywheel"
    stamp = save(OTHER, path, expected=None)
    recovery.begin(path, stamp).write(RING)
    next_start()
    leftover = only(recovery)
    assert leftover.path == path
    assert not leftover.base_has_changed
    recovered = leftover.recover()
    assert recovered.flywheel == RING
    assert recovered.base == stamp
    assert recovered.findings == ()


def test_a_real_process_that_was_killed_leaves_its_work(recovery, checkout):
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from flywheel_studio.storage.recovery import Recovery\n"
        "from flywheel_studio.storage.templates import new_ring\n"
        "Recovery(Path(sys.argv[1])).begin().write(new_ring(5, 'en'))\n"
        "print('written', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, recovery.folder.parent],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=checkout,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        assert recovery.leftovers() == ()
        process.kill()
    assert only(recovery).recover().flywheel == RING


def test_the_newest_stands_first(recovery, next_start):
    for age, ring in ((100, RING), (50, OTHER)):
        snapshot = recovery.begin()
        snapshot.write(ring)
        os.utime(snapshot.folder / "snapshot.flywheel", (1_000 - age, 1_000 - age))
    next_start()
    first, second = recovery.leftovers()
    assert first.changed > second.changed
    assert first.recover().flywheel == OTHER


def test_later_changes_nothing(recovery, next_start):
    recovery.begin().write(RING)
    next_start()
    before = {path: path.read_bytes() for path in only(recovery).folder.iterdir()}
    assert {path: path.read_bytes() for path in only(recovery).folder.iterdir()} == before


def test_a_recovered_document_goes_on_in_the_same_place(recovery, next_start):
    recovery.begin().write(RING)
    next_start()
    recovered = only(recovery).recover()
    assert recovery.leftovers() == ()
    recovered.snapshot.write(OTHER)
    assert len(list(recovery.folder.iterdir())) == 1
    recovered.snapshot.drop()
    assert list(recovery.folder.iterdir()) == []


def test_attempts_rise_before_opening_and_there_is_no_third(recovery, next_start, monkeypatch):
    recovery.begin().write(RING)
    next_start()
    counted = []

    def crash(path: Path, **_: object) -> None:
        counted.append(recovery_module._read_meta(path.parent).attempts)
        raise SystemExit

    leftover = only(recovery)
    with monkeypatch.context() as patch:
        patch.setattr(recovery_module, "read", crash)
        for _ in range(2):
            assert leftover.can_open
            with pytest.raises(SystemExit):
                leftover.recover()
    assert counted == [1, 2]
    assert not leftover.can_open
    with pytest.raises(FileProblem, match="failed twice"):
        leftover.recover()
    assert leftover.file.exists()


def test_an_opening_that_was_seen_through_does_not_count(recovery, next_start):
    recovery.begin().write(RING)
    next_start()
    leftover = only(recovery)
    for _ in range(5):
        leftover.recover().snapshot.confirm()


def test_a_torn_snapshot_is_refused_and_kept_and_offered_again(recovery, next_start):
    snapshot = recovery.begin()
    snapshot.write(RING)
    file = snapshot.folder / "snapshot.flywheel"
    torn = file.read_bytes()[:100]
    file.write_bytes(torn)
    next_start()
    with pytest.raises(FileProblem, match="not JSON"):
        only(recovery).recover()
    assert file.read_bytes() == torn
    assert only(recovery).attempts == 1


@pytest.mark.parametrize("meta", [b"", b"{", b"[]", b'{"attempts": "x"}', b"\xff"])
def test_a_damaged_note_does_not_hide_the_snapshot(recovery, meta):
    snapshot = recovery.begin()
    snapshot.write(RING)
    (snapshot.folder / META_NAME).write_bytes(meta)
    leftover = only(recovery)
    assert leftover.path is None
    assert leftover.recover().flywheel == RING


def test_a_discarded_snapshot_is_not_offered_and_stays_for_fourteen_days(tmp_path, next_start):
    now = 1_000_000.0
    recovery = Recovery(tmp_path, now=lambda: now)
    recovery.begin().write(RING)
    recovery.begin().write(OTHER)
    next_start()
    kept, discarded = recovery.leftovers()
    discarded.discard()
    assert [leftover.folder for leftover in recovery.leftovers()] == [kept.folder]
    now += KEPT_SECONDS
    recovery.sweep()
    assert discarded.file.exists()
    now += 1
    recovery.sweep()
    assert not discarded.folder.exists()
    assert kept.file.exists()


def test_closing_without_saving_discards(tmp_path, next_start):
    recovery = Recovery(tmp_path)
    snapshot = recovery.begin()
    snapshot.discard()  # nothing was kept yet
    snapshot.write(RING)
    snapshot.discard()
    next_start()
    assert recovery.leftovers() == ()
    assert (snapshot.folder / "snapshot.flywheel").exists()


def test_a_snapshot_after_a_save_is_written_anew(recovery, next_start):
    snapshot = recovery.begin()
    snapshot.write(RING)
    snapshot.drop()
    assert not snapshot.folder.exists()
    snapshot.write(OTHER)
    next_start()
    assert only(recovery).recover().flywheel == OTHER


def test_a_snapshot_follows_its_document_to_another_file(recovery, next_start, tmp_path):
    snapshot = recovery.begin()
    snapshot.write(RING)
    path = tmp_path / "named.flywheel"
    snapshot.belongs_to(path, save(RING, path, expected=None))
    next_start()
    assert only(recovery).path == path


@pytest.mark.parametrize("act", ["change", "remove"])
def test_a_file_that_changed_since_is_told(recovery, next_start, tmp_path, act):
    path = tmp_path / "wheel.flywheel"
    recovery.begin(path, save(OTHER, path, expected=None)).write(RING)
    if act == "change":
        path.write_bytes(b"theirs")
    else:
        path.unlink()
    next_start()
    assert only(recovery).base_has_changed


def test_two_windows_do_not_recover_the_same_snapshot(recovery, next_start, monkeypatch):
    recovery.begin().write(RING)
    next_start()
    mine, theirs = only(recovery), only(recovery)
    mine.recover()
    me = recovery_module.this_process()
    monkeypatch.setattr(recovery_module, "this_process", lambda: replace(me, pid=me.pid + 1))
    with pytest.raises(FileProblem, match="Another window"):
        theirs.recover()


def test_work_left_on_another_machine_is_offered_and_said_to_be_from_there(recovery, monkeypatch):
    me = this_process()
    with monkeypatch.context() as patch:
        patch.setattr(recovery_module, "this_process", lambda: replace(me, host="elsewhere"))
        recovery.begin().write(RING)
    assert only(recovery).is_from_another_machine


def test_a_note_beside_no_snapshot_is_swept_away(recovery, next_start):
    snapshot = recovery.begin()
    snapshot.write(RING)
    (snapshot.folder / "snapshot.flywheel").unlink()
    recovery.sweep()
    assert snapshot.folder.exists()
    next_start()
    assert recovery.leftovers() == ()
    recovery.sweep()
    assert not snapshot.folder.exists()


@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_nobody_else_can_look_into_a_snapshot(recovery):
    snapshot = recovery.begin()
    snapshot.write(RING)
    assert stat.S_IMODE(snapshot.folder.stat().st_mode) == 0o700


def test_this_process_runs_and_its_like_of_another_time_does_not():
    me = this_process()
    assert me.is_running
    assert not replace(me, boot="another").is_running
    assert not replace(me, host="another").is_running
    assert not Owner(0).is_running
    if me.started:
        assert not replace(me, started="1").is_running


def test_a_process_that_ended_does_not_run():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert not replace(this_process(), pid=process.pid, started="").is_running
