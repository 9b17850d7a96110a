"""What is not saved yet, kept where a crash cannot reach it.

Each open document with unsaved changes has a folder of its own: the snapshot, a `.flywheel` file
like any other, and beside it what it belongs to. A folder whose process is gone is what the next
start finds. Nothing found is ever overwritten or deleted for the user: it is recovered (and lives
on as the snapshot of the recovered document), left for later, or discarded and kept for 14 days.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.disk import DISK, Disk
from flywheel_studio.storage.files import Stamp, read, stamp_of, write_whole
from flywheel_studio.storage.problems import FileProblem, SaveProblem, save_problem
from flywheel_studio.storage.process import Owner, this_process
from flywheel_studio.storage.state_folder import state_folder

KEPT_SECONDS: Final = 14 * 24 * 3600
MOST_ATTEMPTS: Final = 2
SNAPSHOT_NAME: Final = "snapshot.flywheel"
META_NAME: Final = "meta.json"


class Meta(Struct, frozen=True, kw_only=True):
    """What a snapshot belongs to. Times in seconds since 1970."""

    owner: Owner = Owner(0)
    path: str = ""  # of the document's file; "" for one never saved
    base: Stamp | None = None  # what that file looked like
    attempts: int = 0  # openings that nobody has heard back from
    discarded: float | None = None


class Recovered(Struct, frozen=True):
    """A snapshot that was opened. `snapshot` takes over: further changes are kept in its place."""

    flywheel: Flywheel
    findings: tuple[Finding, ...]
    path: Path | None
    base: Stamp | None
    snapshot: Snapshot


class Snapshot:
    """The kept state of one open document."""

    def __init__(
        self,
        folder: Path,
        meta: Meta,
        disk: Disk,
        now: Callable[[], float],
        *,
        meta_is_written: bool = False,
    ) -> None:
        self._folder = folder
        self._meta = meta
        self._disk = disk
        self._now = now
        self._meta_is_written = meta_is_written

    @property
    def folder(self) -> Path:
        return self._folder

    def write(self, flywheel: Flywheel) -> None:
        """Keep this state in place of the one before.

        Raises:
            SaveProblem, FileProblem: it could not be kept; the one before still is.
        """
        raw = encode(flywheel)
        if not self._meta_is_written:
            self._write_meta(self._meta)
        write_whole(self._folder / SNAPSHOT_NAME, raw, disk=self._disk)

    def belongs_to(self, path: Path | None, base: Stamp | None) -> None:
        """Note that the document has another file, or that its file was saved.

        Raises:
            SaveProblem: it could not be noted.
        """
        meta = replace(self._meta, path=_name_of(path), base=base)
        if self._meta_is_written:
            self._write_meta(meta)
        self._meta = meta

    def confirm(self) -> None:
        """The recovered document has opened and is on the screen: its opening was no crash."""
        with suppress(SaveProblem):
            self._write_meta(replace(self._meta, attempts=0))

    def drop(self) -> None:
        """The file holds everything now: nothing is left to recover."""
        _remove(self._folder)
        self._meta_is_written = False

    def discard(self) -> None:
        """The user closed without saving: not offered again, kept for 14 days all the same."""
        if self._meta_is_written:
            with suppress(SaveProblem):
                self._write_meta(replace(self._meta, discarded=self._now()))

    def _write_meta(self, meta: Meta) -> None:
        _write_meta(self._folder, meta, self._disk)
        self._meta = meta
        self._meta_is_written = True


class Leftover:
    """A snapshot whose process ended without saving or discarding it.

    Leaving it alone is "Later": the next start finds it again.
    """

    def __init__(
        self, folder: Path, meta: Meta, changed: float, disk: Disk, now: Callable[[], float]
    ) -> None:
        self.folder = folder
        self.changed = changed  # when it was written, seconds since 1970
        self._meta = meta
        self._disk = disk
        self._now = now

    @property
    def path(self) -> Path | None:
        """The document's file; None for one never saved."""
        return Path(self._meta.path) if self._meta.path else None

    @property
    def file(self) -> Path:
        """The snapshot itself, for the user to look at or copy."""
        return self.folder / SNAPSHOT_NAME

    @property
    def attempts(self) -> int:
        return self._meta.attempts

    @property
    def can_open(self) -> bool:
        """False once opening it has ended the program twice."""
        return self._meta.attempts < MOST_ATTEMPTS

    @property
    def is_from_another_machine(self) -> bool:
        """Whether it may still be open there: the state folder is shared between machines."""
        host = self._meta.owner.host
        return bool(host) and host != this_process().host

    @property
    def base_has_changed(self) -> bool:
        """Whether the document's file is no longer the one that the snapshot grew from."""
        if self.path is None or self._meta.base is None:
            return False
        try:
            now = stamp_of(self.path, disk=self._disk)
        except FileProblem:
            return True
        return now is None or now.digest != self._meta.base.digest

    def recover(self) -> Recovered:
        """Open it. The attempt is counted on the disk before anything is read.

        Raises:
            FileProblem: it is damaged, or was tried too often, or another window has it; kept.
            SaveProblem: the attempt could not be counted; kept.
        """
        meta = _read_meta(self.folder)
        if meta.owner.is_running and meta.owner != this_process():
            raise FileProblem(tr("Another window has recovered it already."))
        if meta.attempts >= MOST_ATTEMPTS:
            raise FileProblem(
                tr("Opening it failed twice. It is kept as {file}.", file=str(self.file))
            )
        self._meta = replace(meta, attempts=meta.attempts + 1, owner=this_process())
        _write_meta(self.folder, self._meta, self._disk)
        try:
            opened = read(self.file, disk=self._disk)
        except FileProblem:
            self._meta = replace(self._meta, owner=meta.owner)
            with suppress(SaveProblem):
                _write_meta(self.folder, self._meta, self._disk)
            raise
        snapshot = Snapshot(self.folder, self._meta, self._disk, self._now, meta_is_written=True)
        return Recovered(opened.flywheel, opened.findings, self.path, self._meta.base, snapshot)

    def discard(self) -> None:
        """The user chose the saved version: not offered again, kept for 14 days.

        Raises:
            SaveProblem: it could not be noted: it will be offered again.
        """
        self._meta = replace(self._meta, discarded=self._now())
        _write_meta(self.folder, self._meta, self._disk)


class Recovery:
    """The folder of all snapshots, shared by all windows of this user."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        disk: Disk = DISK,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.folder = (state_folder() if folder is None else folder) / "recovery"
        self._disk = disk
        self._now = now

    def begin(self, path: Path | None = None, base: Stamp | None = None) -> Snapshot:
        """A place for the unsaved changes of one document; nothing is written yet."""
        meta = Meta(owner=this_process(), path=_name_of(path), base=base)
        return Snapshot(self.folder / os.urandom(8).hex(), meta, self._disk, self._now)

    def leftovers(self) -> tuple[Leftover, ...]:
        """What earlier processes left, newest first."""
        found = []
        for folder in self._folders():
            meta = _read_meta(folder)
            if meta.discarded is not None or meta.owner.is_running:
                continue
            with suppress(OSError):  # no snapshot in it: it ended before the first was whole
                changed = (folder / SNAPSHOT_NAME).stat().st_mtime
                found.append(Leftover(folder, meta, changed, self._disk, self._now))
        return tuple(sorted(found, key=lambda leftover: -leftover.changed))

    def sweep(self) -> None:
        """Remove what was discarded more than 14 days ago, and notes beside no snapshot."""
        for folder in self._folders():
            meta = _read_meta(folder)
            is_old = meta.discarded is not None and self._now() - meta.discarded > KEPT_SECONDS
            if is_old or not (meta.owner.is_running or (folder / SNAPSHOT_NAME).exists()):
                _remove(folder)

    def _folders(self) -> list[Path]:
        try:
            return [folder for folder in sorted(self.folder.iterdir()) if folder.is_dir()]
        except OSError:
            return []


def _name_of(path: Path | None) -> str:
    # A name that is not UTF-8 cannot stand in the note; the snapshot is worth more than its name.
    return "" if path is None else str(path.absolute()).encode("utf-8", "replace").decode("utf-8")


def _read_meta(folder: Path) -> Meta:
    """What stands beside a snapshot; a note that is damaged must not hide the snapshot."""
    try:
        return msgspec.json.decode((folder / META_NAME).read_bytes(), type=Meta)
    except (OSError, ValueError):
        return Meta()


def _write_meta(folder: Path, meta: Meta, disk: Disk) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise save_problem(folder.name, problem) from problem
    write_whole(folder / META_NAME, msgspec.json.encode(meta), disk=disk)


def _remove(folder: Path) -> None:
    """Take away our own files, and the folder once nothing else is in it."""
    for name in (SNAPSHOT_NAME, META_NAME):
        with suppress(OSError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()
