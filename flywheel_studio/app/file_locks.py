"""Tells two programs that have the same file open, through a small file beside it.

The lock belongs to a process: one that died holds nothing. A lock of another machine cannot be
checked, so that the person is asked. Where no lock can be written (a read-only folder) there is none;
saving compares the disk with what was read in any case.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from flywheel_studio.language.translate import tr
from flywheel_studio.session.file_session import HeldElsewhere


class FileLock:
    """A file that is ours until it is released."""

    def __init__(self, lock: QLockFile | None) -> None:
        self._lock = lock

    def release(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


class FileLocks:
    """Locks by `.NAME.lock` in the folder of the file that a name leads to."""

    def acquire(self, path: Path, *, force: bool = False) -> FileLock | HeldElsewhere:
        """Take the lock of a file, or say who has it.

        Args:
            force: take it from whoever has it.
        """
        place = lock_path(path)
        lock = QLockFile(str(place))
        # Never by age: a drawing stays open for days.
        lock.setStaleLockTime(0)
        if force:
            with suppress(OSError):
                place.unlink()
        if lock.tryLock(0):
            return FileLock(lock)
        if lock.error() != QLockFile.LockError.LockFailedError:
            return FileLock(None)
        return HeldElsewhere(path, _holder(lock))


def lock_path(path: Path) -> Path:
    """Where the lock of a file lies; the same through a symbolic link."""
    try:
        real = path.resolve()
    except OSError:
        real = path.absolute()
    # A name may have 255 bytes, and the lock's is longer than the file's.
    stem = real.name.encode("utf-8", "surrogateescape")[:240].decode("utf-8", "ignore")
    return real.parent / f".{stem}.lock"


def _holder(lock: QLockFile) -> str:
    info = lock.getLockInfo()
    if not isinstance(info, tuple) or len(info) < 3:
        return ""
    _, host, program = info[-3:]
    return tr("{program} on {machine}", program=program, machine=host) if host else str(program)
