"""A save is all or nothing, whatever fails and wherever the program ends."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from flywheel_studio.model.records import Factor
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.disk import Disk
from flywheel_studio.storage.files import (
    ChangedOnDisk,
    FileProblem,
    SaveProblem,
    read,
    save,
    stamp_of,
    write_whole,
)
from flywheel_studio.storage.recovery import Recovery
from flywheel_studio.storage.templates import new_ring

OLD = new_ring(4, "en")
NEW = new_ring(40, "de")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65_534


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- what a save does


def test_a_save_replaces_the_file_and_keeps_the_version_before(saved):
    path, stamp = saved
    new = save(NEW, path, expected=stamp)
    assert path.read_bytes() == encode(NEW)
    assert path.with_name("wheel.flywheel~").read_bytes() == encode(OLD)
    assert names(path.parent) == ["wheel.flywheel", "wheel.flywheel~"]
    assert new == stamp_of(path) == read(path).stamp


def test_the_version_before_is_kept_only_when_asked(saved):
    path, stamp = saved
    save(NEW, path, expected=stamp, keep_previous=False)
    assert names(path.parent) == ["wheel.flywheel"]


def test_an_older_backup_gives_way(saved):
    path, stamp = saved
    backup = path.with_name("wheel.flywheel~")
    backup.write_text("older")
    save(NEW, path, expected=stamp)
    assert backup.read_bytes() == encode(OLD)


def test_a_backup_that_cannot_be_made_does_not_keep_the_document_from_being_saved(saved):
    path, stamp = saved
    path.with_name("wheel.flywheel~").mkdir()
    save(NEW, path, expected=stamp)
    assert path.read_bytes() == encode(NEW)
    assert names(path.parent) == ["wheel.flywheel", "wheel.flywheel~"]


def test_without_hard_links_the_version_before_is_copied(saved):
    class WithoutLinks(Disk):
        def link(self, source: str, target: str) -> None:
            raise OSError(errno.EPERM, "no hard links here")

    path, stamp = saved
    save(NEW, path, expected=stamp, disk=WithoutLinks())
    assert path.with_name("wheel.flywheel~").read_bytes() == encode(OLD)
    assert names(path.parent) == ["wheel.flywheel", "wheel.flywheel~"]


@pytest.mark.skipif(os.name == "nt", reason="file modes")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640])
def test_the_mode_of_the_file_stays(saved, mode):
    path, stamp = saved
    path.chmod(mode)
    save(NEW, path, expected=stamp)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not IS_ROOT, reason="only root may give a file away")
def test_the_owner_of_the_file_stays(saved):
    path, stamp = saved
    os.chown(path, NOBODY, NOBODY)
    save(NEW, path, expected=stamp)
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)


def test_a_link_stays_a_link_and_the_file_behind_it_is_replaced(saved):
    path, stamp = saved
    folder = path.parent / "links"
    folder.mkdir()
    link = folder / "link.flywheel"
    link.symlink_to("../wheel.flywheel")
    save(NEW, link, expected=stamp)
    assert link.is_symlink()
    assert path.read_bytes() == encode(NEW)
    assert names(folder) == ["link.flywheel"]


def test_a_link_to_nowhere_yet_makes_the_file_that_it_names(tmp_path):
    link = tmp_path / "link.flywheel"
    link.symlink_to("real.flywheel")
    save(NEW, link, expected=None)
    assert link.is_symlink()
    assert (tmp_path / "real.flywheel").read_bytes() == encode(NEW)


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(saved):
    class ShortWrites(Disk):
        def write(self, descriptor: int, raw: memoryview) -> int:
            return os.write(descriptor, raw[:7])

    path, stamp = saved
    save(NEW, path, expected=stamp, disk=ShortWrites())
    assert path.read_bytes() == encode(NEW)


def test_a_document_that_would_not_read_back_is_not_written(saved):
    path, stamp = saved
    for label in ("x" * 2_001, "bell\x07", "e\u0301"):
        broken = replace(NEW, factors={"a": Factor(id="a", label=label, wheel="main")}, links={})
        with pytest.raises(FileProblem):
            save(broken, path, expected=stamp)
    with pytest.raises(FileProblem):
        save(replace(NEW, factors={}), path, expected=stamp)
    assert path.read_bytes() == encode(OLD)
    assert names(path.parent) == ["wheel.flywheel"]


# -- a second program


def test_a_file_that_another_program_changed_is_not_overwritten(saved):
    path, stamp = saved
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk) as caught:
        save(NEW, path, expected=stamp)
    assert not caught.value.is_gone
    assert path.read_bytes() == b"theirs"
    assert names(path.parent) == ["wheel.flywheel"]


def test_a_change_of_the_same_length_and_time_is_seen(saved):
    path, stamp = saved
    before = path.stat()
    path.write_bytes(encode(OLD).replace(b"Factor 1", b"Factor 7"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ChangedOnDisk):
        save(NEW, path, expected=stamp)


def test_a_file_that_was_only_touched_is_saved(saved):
    path, stamp = saved
    os.utime(path, ns=(1, 1))
    save(NEW, path, expected=stamp)
    assert path.read_bytes() == encode(NEW)


def test_a_file_that_was_removed_is_asked_about(saved):
    path, stamp = saved
    path.unlink()
    with pytest.raises(ChangedOnDisk) as caught:
        save(NEW, path, expected=stamp)
    assert caught.value.is_gone
    save(NEW, path, expected=None)
    assert path.read_bytes() == encode(NEW)


def test_a_file_replaced_while_we_write_is_not_overwritten(saved):
    path, stamp = saved

    class Overtaken(Disk):
        def fsync(self, descriptor: int) -> None:
            theirs = path.with_name("theirs")
            theirs.write_bytes(b"theirs")
            theirs.replace(path)

    with pytest.raises(ChangedOnDisk):
        save(NEW, path, expected=stamp, disk=Overtaken())
    assert path.read_bytes() == b"theirs"


# -- one call fails


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR])
@pytest.mark.parametrize("is_new", [False, True])
def test_any_call_may_fail_and_the_file_is_the_old_or_the_new_version(
    tmp_path, failing, number, is_new
):
    for nth in range(1, 100):
        path = tmp_path / str(nth) / "wheel.flywheel"
        path.parent.mkdir()
        stamp = None if is_new else save(OLD, path, expected=None)
        disk = failing(nth, number)
        try:
            save(NEW, path, expected=stamp, disk=disk)
        except SaveProblem as problem:
            assert problem.reason
            assert problem.next_step
            if problem.stamp is not None:
                assert problem.stamp == stamp_of(path)
            elif is_new:
                assert not path.exists()
            else:
                assert path.read_bytes() == encode(OLD)
        else:
            assert path.read_bytes() == encode(NEW)
        backup = path.with_name("wheel.flywheel~")
        assert not backup.exists() or backup.read_bytes() == encode(OLD)
        stray = set(names(path.parent)) - {path.name, backup.name}
        assert not stray, (nth, disk.calls)
        if len(disk.calls) < nth:
            return
    pytest.fail("a save makes more than a hundred calls")


def test_a_failed_flush_of_the_folder_is_not_a_save_and_the_next_one_is(saved, failing):
    path, stamp = saved
    for nth in range(1, 100):
        disk = failing(nth)
        try:
            save(NEW, path, expected=stamp, disk=disk)
        except SaveProblem as problem:
            if problem.stamp is not None:
                assert "did not confirm" in problem.reason
                assert save(NEW, path, expected=problem.stamp).digest == problem.stamp.digest
                return
        path.write_bytes(encode(OLD))
    pytest.fail("the folder was never flushed")


def test_any_call_of_an_export_may_fail(tmp_path, failing):
    path = tmp_path / "picture.svg"
    for nth in range(1, 100):
        path.write_bytes(b"old")
        disk = failing(nth)
        try:
            write_whole(path, b"new" * 1_000, disk=disk)
        except SaveProblem:
            assert path.read_bytes() in (b"old", b"new" * 1_000)
        else:
            assert path.read_bytes() == b"new" * 1_000
        assert names(tmp_path) == ["picture.svg"]
        if len(disk.calls) < nth:
            return
    pytest.fail("an export makes more than a hundred calls")


def test_an_interrupt_at_any_call_leaves_nothing_behind(tmp_path, interrupting):
    for nth in range(1, 100):
        path = tmp_path / str(nth) / "wheel.flywheel"
        path.parent.mkdir()
        stamp = save(OLD, path, expected=None)
        disk = interrupting(nth)
        try:
            save(NEW, path, expected=stamp, disk=disk)
        except KeyboardInterrupt:
            assert path.read_bytes() in (encode(OLD), encode(NEW))
        assert not [name for name in names(path.parent) if name.endswith(".tmp")]
        if len(disk.calls) < nth:
            return
    pytest.fail("a save makes more than a hundred calls")


# -- the program ends

KILLED_SAVE = """
import os, signal, sys
from pathlib import Path
from flywheel_studio.storage.disk import Disk
from flywheel_studio.storage.files import save, stamp_of
from flywheel_studio.storage.recovery import Recovery
from flywheel_studio.storage.templates import new_ring

class Deadly(Disk):
    left = 0
    def __getattribute__(self, name):
        if not name.startswith("_") and name != "left":
            if Deadly.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            Deadly.left -= 1
        return object.__getattribute__(self, name)

# One child a call: a fork is cheaper than a new interpreter.
new = new_ring(40, "de")
for nth in range(100):
    path = Path(sys.argv[1]) / str(nth) / "wheel.flywheel"
    stamp = stamp_of(path)
    child = os.fork()
    if child == 0:
        Deadly.left = nth
        if sys.argv[2] == "save":
            save(new, path, expected=stamp, disk=Deadly())
        else:
            snapshot = Recovery(path.parent, disk=Deadly()).begin(path, stamp)
            snapshot.write(new)
            snapshot.write(new)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(nth)
        break
"""


@pytest.mark.skipif(os.name == "nt", reason="fork")
def test_a_kill_before_any_call_of_a_save_leaves_the_old_or_the_new_file(tmp_path, checkout):
    for nth in range(100):
        (tmp_path / str(nth)).mkdir()
        save(OLD, tmp_path / str(nth) / "wheel.flywheel", expected=None)
    result = subprocess.run(
        [sys.executable, "-c", KILLED_SAVE, tmp_path, "save"],
        capture_output=True,
        text=True,
        cwd=checkout,
    )
    assert result.stderr == ""
    calls = int(result.stdout)
    assert calls > 10
    seen = [(tmp_path / str(nth) / "wheel.flywheel").read_bytes() for nth in range(calls + 1)]
    assert set(seen) == {encode(OLD), encode(NEW)}
    assert seen == sorted(seen, key=[encode(OLD), encode(NEW)].index)


@pytest.mark.skipif(os.name == "nt", reason="fork")
def test_a_kill_before_any_call_of_a_snapshot_leaves_none_or_a_whole_one(tmp_path, checkout):
    for nth in range(100):
        (tmp_path / str(nth)).mkdir()
        save(OLD, tmp_path / str(nth) / "wheel.flywheel", expected=None)
    result = subprocess.run(
        [sys.executable, "-c", KILLED_SAVE, tmp_path, "snapshot"],
        capture_output=True,
        text=True,
        cwd=checkout,
    )
    assert result.stderr == ""
    for nth in range(int(result.stdout) + 1):
        found = Recovery(tmp_path / str(nth)).leftovers()
        assert len(found) <= 1
        for leftover in found:
            assert leftover.path == tmp_path / str(nth) / "wheel.flywheel"
            assert leftover.recover().flywheel == NEW
    assert found


PLAIN_SAVE = """
import sys
from pathlib import Path
from flywheel_studio.storage.files import save, stamp_of
from flywheel_studio.storage.templates import new_ring
path = Path(sys.argv[1])
new = new_ring(40, "de")
stamp = stamp_of(path)
Path(sys.argv[1] + ".begin").exists()
try:
    save(new, path, expected=stamp)
except Exception as problem:
    print(type(problem).__name__)
    sys.exit(3)
"""

SYSTEM_CALLS = ("write", "fsync", "rename", "link", "openat")


def traced(path: Path, checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A save under strace, which writes what it sees beside the file."""
    program = [sys.executable, "-c", PLAIN_SAVE, str(path)]
    return subprocess.run(
        ["strace", "-f", "-qq", "-o", f"{path}.trace", *options, *program],
        capture_output=True,
        text=True,
        cwd=checkout,
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC", "error=EIO"])
def test_a_fault_at_any_system_call_of_a_save_leaves_the_old_or_the_new_file(
    tmp_path, checkout, fault
):
    path = tmp_path / "wheel.flywheel"
    save(OLD, path, expected=None)
    if traced(path, checkout, "-e", "trace=none").returncode != 0:
        pytest.skip("strace may not trace here")
    seen: set[tuple[int, bytes]] = set()
    for call in SYSTEM_CALLS:
        save(OLD, path, expected=None, keep_previous=False)
        traced(path, checkout, "-e", f"trace={call},newfstatat,stat,access")
        lines = (tmp_path / "wheel.flywheel.trace").read_text().splitlines()
        begin = next(n for n, line in enumerate(lines) if ".flywheel.begin" in line)
        before = sum(f" {call}(" in line for line in lines[:begin])
        during = sum(f" {call}(" in line for line in lines[begin:])
        assert during, call
        for nth in range(before + 1, before + during + 1):
            save(OLD, path, expected=None, keep_previous=False)
            result = traced(path, checkout, "-e", f"inject={call}:{fault}:when={nth}")
            assert path.read_bytes() in (encode(OLD), encode(NEW)), (call, nth)
            seen.add((result.returncode, path.read_bytes()))
    failed = 3 if fault.startswith("error") else -signal.SIGKILL
    assert (failed, encode(OLD)) in seen
    assert (failed, encode(NEW)) in seen


# -- no room, no right, no file


LIMITED_SAVE = """
import resource, sys
from pathlib import Path
from flywheel_studio.storage.files import SaveProblem, save, stamp_of
from flywheel_studio.storage.templates import new_ring
path = Path(sys.argv[1])
stamp = stamp_of(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    save(new_ring(40, "de"), path, expected=stamp)
except SaveProblem as problem:
    print(problem)
"""


@pytest.mark.skipif(os.name == "nt", reason="resource limits")
@pytest.mark.parametrize("limit", [0, 1, 1_000, 4_096])
def test_a_full_disk_leaves_the_old_file_and_says_so(saved, checkout, limit):
    path, _ = saved
    result = subprocess.run(
        [sys.executable, "-c", LIMITED_SAVE, path, str(limit)],
        capture_output=True,
        text=True,
        cwd=checkout,
    )
    assert result.stderr == ""
    assert result.stdout == (
        "There is no room on the disk for wheel.flywheel."
        " Free some space, or save to another disk.\n"
    )
    assert path.read_bytes() == encode(OLD)
    assert names(path.parent) == ["wheel.flywheel"]


@pytest.mark.slow
@pytest.mark.skipif(not IS_ROOT or shutil.which("mount") is None, reason="only root mounts")
def test_a_small_disk_that_fills_up_leaves_the_old_file(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk])
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        path = disk / "wheel.flywheel"
        stamp = save(OLD, path, expected=None)
        with pytest.raises(SaveProblem, match="no room"):
            save(new_ring(400, "en"), path, expected=stamp)
        assert path.read_bytes() == encode(OLD)
        assert names(disk) == ["wheel.flywheel"]
        save(NEW, path, expected=stamp)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        with pytest.raises(SaveProblem, match="read-only"):
            save(OLD, path, expected=None)
        assert path.read_bytes() == encode(NEW)
    finally:
        subprocess.run(["umount", disk], check=True)


NOBODY_SAVE = """
import os, sys
from flywheel_studio.storage.files import FileProblem, SaveProblem, read, save
from flywheel_studio.storage.templates import new_ring
new = new_ring(40, "de")
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    opened = read(sys.argv[1])
    save(new, sys.argv[1], expected=opened.stamp)
except (FileProblem, SaveProblem) as problem:
    print(problem)
"""


@pytest.mark.skipif(not IS_ROOT, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "words"),
    [
        (0o600, 0o755, "You may not read this file."),
        (0o644, 0o755, "wheel.flywheel is write-protected. Choose another name."),
        (0o666, 0o755, "You may not write wheel.flywheel here."),
        (0o666, 0o700, "You may not read this file."),
    ],
)
def test_a_file_of_somebody_else_is_left_alone(
    tmp_path_factory, checkout, file_mode, folder_mode, words
):
    # pytest's own folders let nobody else in.
    folder = tmp_path_factory.mktemp("rights")
    shared = Path("/tmp") / f"flywheel-rights-{os.getpid()}-{folder.name}"
    shared.mkdir(mode=0o755)
    try:
        path = shared / "wheel.flywheel"
        save(OLD, path, expected=None)
        path.chmod(file_mode)
        shared.chmod(folder_mode)
        result = subprocess.run(
            [sys.executable, "-c", NOBODY_SAVE, path], capture_output=True, text=True, cwd=checkout
        )
        assert result.stderr == ""
        assert result.stdout.startswith(words)
        assert path.read_bytes() == encode(OLD)
    finally:
        shutil.rmtree(shared)


@pytest.mark.skipif(os.name == "nt", reason="file modes")
@pytest.mark.skipif(IS_ROOT, reason="root may write anything")
def test_a_write_protected_file_is_not_replaced(saved):
    path, stamp = saved
    path.chmod(0o444)
    with pytest.raises(SaveProblem, match="write-protected"):
        save(NEW, path, expected=stamp)


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(SaveProblem, match="is a folder"):
        save(NEW, tmp_path, expected=None)
    with pytest.raises(FileProblem, match="folder"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_is_neither_waited_for_nor_replaced(tmp_path):
    pipe = tmp_path / "pipe.flywheel"
    os.mkfifo(pipe)
    with pytest.raises(FileProblem, match="pipe"):
        read(pipe)
    with pytest.raises(SaveProblem, match="pipe"):
        save(NEW, pipe, expected=None)
    with pytest.raises(SaveProblem, match="pipe"):
        write_whole(pipe, b"picture")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="devices")
@pytest.mark.parametrize("device", ["/dev/full", "/dev/null", "/dev/zero"])
def test_a_device_is_refused(device):
    with pytest.raises(SaveProblem, match="device"):
        save(NEW, device, expected=None)
    with pytest.raises(FileProblem, match="device"):
        read(device)


def test_a_circle_of_links_is_refused(tmp_path):
    (tmp_path / "a.flywheel").symlink_to("b.flywheel")
    (tmp_path / "b.flywheel").symlink_to("a.flywheel")
    with pytest.raises(SaveProblem, match="leads back to itself"):
        save(NEW, tmp_path / "a.flywheel", expected=None)
    with pytest.raises(FileProblem, match="leads back to itself"):
        read(tmp_path / "a.flywheel")
    assert names(tmp_path) == ["a.flywheel", "b.flywheel"]


def test_the_longest_name_that_the_disk_takes_is_saved_without_a_backup(tmp_path):
    path = tmp_path / ("n" * 246 + ".flywheel")
    stamp = save(OLD, path, expected=None)
    save(NEW, path, expected=stamp)
    assert path.read_bytes() == encode(NEW)
    assert names(tmp_path) == [path.name]


def test_a_name_too_long_for_the_disk_is_refused(tmp_path):
    path = tmp_path / ("n" * 247 + ".flywheel")
    with pytest.raises(SaveProblem, match="too long"):
        save(NEW, path, expected=None)
    with pytest.raises(FileProblem, match="too long"):
        read(path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["%n %1 &File.flywheel", "<img src=x>.flywheel", "🌀 é.flywheel"])
def test_any_name_that_the_disk_takes_will_do(tmp_path, name):
    path = tmp_path / name
    stamp = save(NEW, path, expected=None)
    assert read(path).stamp == stamp


def test_a_name_that_is_not_utf_8_will_do(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.flywheel"
    try:
        stamp = save(NEW, os.fsdecode(path), expected=None)
    except SaveProblem:
        pytest.skip("this disk takes only UTF-8")
    assert read(os.fsdecode(path)).stamp == stamp


def test_a_missing_file_a_missing_folder_and_a_file_in_a_file_are_told(saved):
    path, _ = saved
    for nowhere in (path.with_name("gone.flywheel"), path.parent / "gone" / "a", path / "a"):
        with pytest.raises(FileProblem, match="no such file"):
            read(nowhere)
    for nowhere in (path.parent / "gone" / "a", path / "a"):
        with pytest.raises(SaveProblem, match="is not there"):
            save(NEW, nowhere, expected=None)
    with pytest.raises(SaveProblem):
        save(NEW, "a\0b", expected=None)
    with pytest.raises(FileProblem):
        read("a\0b")


def test_a_file_that_is_too_large_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "large.flywheel"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)

    class Unread(Disk):
        def read(self, descriptor: int, size: int) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(FileProblem, match="64 MiB"):
        read(path, disk=Unread())


def test_a_signal_is_not_lost_on_the_way(saved):
    """SIGXFSZ is ignored by the interpreter: a size limit is an error, not the end."""
    assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN
