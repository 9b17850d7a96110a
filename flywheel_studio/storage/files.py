"""Reading and writing files so that a crash, a full disk or a second program costs nothing.

A file is replaced as a whole: everything is written beside it and flushed before the one rename
that makes it the document. Every call to the operating system goes through a `Disk`, so that tests
can let any one of them fail or end the program.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.storage.codec import decode, encode, same_document
from flywheel_studio.storage.disk import DISK, Disk
from flywheel_studio.storage.half_written import new_beside, sweep
from flywheel_studio.storage.json_text import MAX_BYTES, too_large
from flywheel_studio.storage.picture_model import is_picture, model_in_picture
from flywheel_studio.storage.problems import ChangedOnDisk as ChangedOnDisk
from flywheel_studio.storage.problems import FileProblem as FileProblem
from flywheel_studio.storage.problems import SaveProblem as SaveProblem
from flywheel_studio.storage.problems import read_reason, save_problem
from flywheel_studio.storage.stamp import Stamp as Stamp

SUFFIX: Final = ".flywheel"
BACKUP_MARK: Final = "~"
_CHUNK: Final = 1 << 20
_NO_FLUSH: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


class Opened(Struct, frozen=True):
    """A document that was read from a file.

    `is_picture`: it came out of a PNG or SVG, which saving must not replace: ask for a name.
    """

    flywheel: Flywheel
    findings: tuple[Finding, ...]
    stamp: Stamp
    is_picture: bool = False


def read(path: str | os.PathLike[str], *, disk: Disk = DISK) -> Opened:
    """Open a `.flywheel` file, or the model inside a picture that this program exported.

    Raises:
        FileProblem: it cannot be read, or is not a flywheel; the file is not touched.
    """
    raw, status = _content(os.fspath(path), disk)
    return _opened(raw, _stamp(raw, status))


def loaded(raw: bytes) -> Opened:
    """The document in bytes that came from anywhere, such as standard input; its stamp has no time.

    Raises:
        FileProblem: as `read`.
    """
    return _opened(raw, Stamp(len(raw), 0, _digest(raw)))


def _opened(raw: bytes, stamp: Stamp) -> Opened:
    if not is_picture(raw):
        document = decode(raw)
        return Opened(document.flywheel, document.findings, stamp)
    model = model_in_picture(raw)
    if model is None:
        raise FileProblem(tr("The picture holds no flywheel."))
    document = decode(model)
    return Opened(document.flywheel, document.findings, stamp, True)


def stamp_of(path: str | os.PathLike[str], *, disk: Disk = DISK) -> Stamp | None:
    """What the file looks like now; None when there is none.

    Raises:
        FileProblem: it is there and cannot be read.
    """
    try:
        raw, status = _content(os.fspath(path), disk)
    except FileProblem:
        if not os.path.lexists(path):
            return None
        raise
    return _stamp(raw, status)


def save(
    flywheel: Flywheel,
    path: str | os.PathLike[str],
    *,
    expected: Stamp | None,
    keep_previous: bool = True,
    disk: Disk = DISK,
) -> Stamp:
    """Write a document, all or nothing, and return only when it is on the disk.

    Args:
        expected: what the file looked like when it was read or last saved; None when the user
            chose to write here whatever may be there.
        keep_previous: keep the version that is replaced as `NAME.flywheel~` (once a session).
            A backup that cannot be made does not keep the document from being saved.

    Raises:
        FileProblem: the document cannot be expressed as a file; nothing was touched.
        ChangedOnDisk: the file is not what `expected` says; nothing was touched.
        SaveProblem: it did not work; the file is the old version, or whole and new (`stamp`).
    """
    raw = encode(flywheel)
    again = decode(raw)
    if again.findings or not same_document(again.flywheel, flywheel):
        raise FileProblem(
            tr("The document would not read back as it is, so it was not written: a defect.")
        )
    return _put(raw, os.fspath(path), disk, expected=expected, keep_previous=keep_previous)


def write_whole(
    path: str | os.PathLike[str], raw: bytes, *, keep_previous: bool = False, disk: Disk = DISK
) -> None:
    """Write any file, such as an exported picture: a complete one or none.

    Args:
        keep_previous: as `save`, for a file that may replace a drawing.

    Raises:
        SaveProblem: an existing file is as it was.
    """
    _put(raw, os.fspath(path), disk, expected=None, keep_previous=keep_previous)


def _put(
    raw: bytes, path: str, disk: Disk, *, expected: Stamp | None, keep_previous: bool
) -> Stamp:
    name = Path(path).name or path
    digest = _digest(raw)
    try:
        target = _resolved(path)
        old = _status(target, disk)
        if old is not None:
            _refuse_special(target, old, name)
        if expected is not None:
            _refuse_changed(target, old, expected, digest, name, disk)
        status = _replaced(raw, target, old, disk, expected=expected, keep_previous=keep_previous)
        stamp = Stamp(len(raw), status.st_mtime_ns, digest)
        sweep(target, disk)
        try:
            _flush_folder(str(Path(target).parent), disk)
        except OSError as problem:
            raise SaveProblem(
                tr("{file} was written, but the disk did not confirm it.", file=name),
                tr("Save again, or save to another disk."),
                stamp,
            ) from problem
    except OSError as problem:
        raise save_problem(name, problem) from problem
    except FileProblem as problem:  # the comparison could not read the file that is there
        raise SaveProblem(problem.reason, tr("Save under another name.")) from problem
    return stamp


def _replaced(
    raw: bytes,
    target: str,
    old: os.stat_result | None,
    disk: Disk,
    *,
    expected: Stamp | None,
    keep_previous: bool,
) -> os.stat_result:
    temporary = new_beside(target)
    in_place = False
    try:
        status = _written(raw, temporary, old, disk)
        if old is not None and keep_previous:
            _keep(target, disk)
        if expected is not None and _identity(_status(target, disk)) != _identity(old):
            raise ChangedOnDisk(Path(target).name)
        disk.replace(temporary, target)
        in_place = True
    finally:
        if not in_place:
            with suppress(OSError):
                disk.unlink(temporary)
    return status


def _written(raw: bytes, path: str, old: os.stat_result | None, disk: Disk) -> os.stat_result:
    """Make a new file with these bytes, flushed, with the rights of the one it will replace."""
    descriptor = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        if old is not None:
            new = disk.fstat(descriptor)
            if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
                with suppress(OSError):  # only root may give a file away
                    disk.fchown(descriptor, old.st_uid, old.st_gid)
            disk.fchmod(descriptor, stat.S_IMODE(old.st_mode))
        rest = memoryview(raw)
        while rest:
            rest = rest[disk.write(descriptor, rest[:_CHUNK]) :]
        disk.fsync(descriptor)
        status = disk.fstat(descriptor)
    except BaseException:
        with suppress(OSError):
            disk.close(descriptor)
        raise
    disk.close(descriptor)
    return status


def _keep(target: str, disk: Disk) -> None:
    """Give the version on disk a second name before its first one goes to the new version."""
    backup = target + BACKUP_MARK
    temporary = new_beside(target)
    try:
        try:
            disk.link(target, temporary)
        except OSError:  # a file system without hard links
            raw, status = _content(target, disk)
            _written(raw, temporary, status, disk)
        disk.replace(temporary, backup)
    except BaseException as problem:
        with suppress(OSError):
            disk.unlink(temporary)
        if not isinstance(problem, (OSError, FileProblem)):
            raise


def _refuse_changed(
    target: str,
    old: os.stat_result | None,
    expected: Stamp,
    digest: str,
    name: str,
    disk: Disk,
) -> None:
    """Refuse unless the file is what `expected` says, or already what we are about to write."""
    if old is None:
        raise ChangedOnDisk(name, is_gone=True)
    found, _ = _content(target, disk)
    if _digest(found) not in (expected.digest, digest):
        raise ChangedOnDisk(name)


def _content(path: str, disk: Disk) -> tuple[bytes, os.stat_result]:
    """All of a regular file of a size that we read, and what the disk says about it.

    Raises:
        FileProblem: in words.
    """
    try:
        _refuse_unreadable(disk.stat(path))  # before opening: a pipe would wait for ever
        descriptor = disk.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            status = disk.fstat(descriptor)
            _refuse_unreadable(status)
            parts = []
            left = MAX_BYTES + 1
            chunk = status.st_size + 1  # all of it at once, unless it grows meanwhile
            while left and (part := disk.read(descriptor, min(left, chunk))):
                parts.append(part)
                left -= len(part)
            status = disk.fstat(descriptor)
        finally:
            disk.close(descriptor)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        raise FileProblem(read_reason(problem)) from problem
    if not left:
        raise too_large()
    return b"".join(parts), status


def _refuse_unreadable(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileProblem(tr("It is a folder, not a file."))
    if not stat.S_ISREG(status.st_mode):
        raise FileProblem(tr("It is a device or a pipe, not a file."))
    if status.st_size > MAX_BYTES:
        raise too_large()


def _refuse_special(target: str, status: os.stat_result, name: str) -> None:
    elsewhere = tr("Choose another name.")
    if stat.S_ISDIR(status.st_mode):
        raise SaveProblem(tr("{file} is a folder.", file=name), elsewhere)
    if not stat.S_ISREG(status.st_mode):
        raise SaveProblem(tr("{file} is a device or a pipe, not a file.", file=name), elsewhere)
    if not os.access(target, os.W_OK):
        if hasattr(os, "statvfs") and os.statvfs(target).f_flag & os.ST_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        raise SaveProblem(tr("{file} is write-protected.", file=name), elsewhere)


def _resolved(path: str) -> str:
    """The file that the path means, links followed, whether or not it is there yet."""
    if "\0" in path:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    try:
        return os.path.realpath(path, strict=True)
    except FileNotFoundError:
        return os.path.realpath(path)


def _status(target: str, disk: Disk) -> os.stat_result | None:
    try:
        return disk.stat(target)
    except FileNotFoundError:
        return None


def _identity(status: os.stat_result | None) -> tuple[int, int, int, int] | None:
    if status is None:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _flush_folder(folder: str, disk: Disk) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and renaming is already durable
        return
    descriptor = disk.open(folder, os.O_RDONLY)
    try:
        disk.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in _NO_FLUSH:  # a file system that does not flush folders
            raise
    finally:
        disk.close(descriptor)


def _stamp(raw: bytes, status: os.stat_result) -> Stamp:
    return Stamp(len(raw), status.st_mtime_ns, _digest(raw))


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()
