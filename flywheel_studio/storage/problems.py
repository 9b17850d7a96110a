"""What can go wrong with a file, each in one sentence that a person can act on."""

from __future__ import annotations

import errno

from flywheel_studio.language.translate import tr
from flywheel_studio.storage.stamp import Stamp


def _printable(words: str) -> str:
    """One line that any screen can show: a file may hold line breaks, escapes and half characters."""
    if words.isprintable():
        return words
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)


class FileProblem(Exception):
    """A file that cannot be read, or a document that cannot be written as one.

    `reason` is one sentence; `place` is where in the file ("factors[3].friction"), "" for all of it.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        self.reason = _printable(reason)
        self.place = _printable(place)
        super().__init__(self.reason)


class SaveProblem(Exception):
    """A save that did not succeed. The file on disk is the old or the new version, whole.

    `stamp` is set in the one case where the new version is already in place and only the last
    flush failed: what the disk shows now is then ours, though the document must stay unsaved.
    """

    def __init__(self, reason: str, next_step: str, stamp: Stamp | None = None) -> None:
        super().__init__(f"{reason} {next_step}".strip())
        self.reason = reason
        self.next_step = next_step
        self.stamp = stamp


class ChangedOnDisk(SaveProblem):
    """Another program changed, replaced or removed the file since it was read. Nothing was written."""

    def __init__(self, name: str, *, is_gone: bool = False) -> None:
        if is_gone:
            reason = tr("{file} was removed or renamed by another program.", file=name)
        else:
            reason = tr("{file} was changed by another program since it was opened.", file=name)
        super().__init__(reason, tr("Save under another name, or overwrite it on purpose."))
        self.is_gone = is_gone


def read_reason(problem: OSError | ValueError) -> str:
    """Why a file could not be read, in a sentence of ours where there is one."""
    number = getattr(problem, "errno", None)
    if number in (errno.ENOENT, errno.ENOTDIR):
        return tr("There is no such file.")
    if number in (errno.EACCES, errno.EPERM):
        return tr("You may not read this file.")
    if number == errno.ELOOP:
        return tr("It is a symbolic link that leads back to itself.")
    if number == errno.ENAMETOOLONG:
        return tr("The name is too long for this disk.")
    if number == errno.EIO:
        return tr("The disk reports an error.")
    return tr("The file cannot be read ({reason}).", reason=_system_words(problem))


def save_problem(name: str, problem: OSError) -> SaveProblem:
    """Why a file could not be written, and what to do about it."""
    number = problem.errno
    elsewhere = tr("Save under another name or in another folder.")
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG):
        return SaveProblem(
            tr("There is no room on the disk for {file}.", file=name),
            tr("Free some space, or save to another disk."),
        )
    if number in (errno.EACCES, errno.EPERM):
        return SaveProblem(tr("You may not write {file} here.", file=name), elsewhere)
    if number == errno.EROFS:
        return SaveProblem(
            tr("The disk that {file} lies on is read-only.", file=name),
            tr("Save to another disk."),
        )
    if number in (errno.ENOENT, errno.ENOTDIR):
        return SaveProblem(tr("The folder of {file} is not there.", file=name), elsewhere)
    if number == errno.ELOOP:
        reason = tr("{file} is a symbolic link that leads back to itself.", file=name)
        return SaveProblem(reason, elsewhere)
    if number == errno.ENAMETOOLONG:
        return SaveProblem(
            tr("The name {file} is too long for this disk.", file=name),
            tr("Choose a shorter name."),
        )
    if number == errno.EIO:
        return SaveProblem(
            tr("The disk reports an error while writing {file}.", file=name),
            tr("Save to another disk."),
        )
    reason = tr("{file} could not be written ({reason}).", file=name, reason=_system_words(problem))
    return SaveProblem(reason, elsewhere)


def _system_words(problem: OSError | ValueError) -> str:
    return getattr(problem, "strerror", None) or str(problem)
