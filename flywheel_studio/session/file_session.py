"""Open, save and close a document without asking anybody anything.

What needs a decision (no name yet, changed on disk, open elsewhere) comes back as an answer; the
window asks the person and calls again with what they chose. A file is read completely before the
document that is open is let go, so a refused file changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.session.autosave import Autosave
from flywheel_studio.session.clock import CallLater
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.files import SUFFIX, Stamp, read, save, stamp_of
from flywheel_studio.storage.half_written import sweep
from flywheel_studio.storage.problems import ChangedOnDisk, FileProblem, SaveProblem
from flywheel_studio.storage.recent import RecentFiles
from flywheel_studio.storage.recovery import Leftover, Recovery, Snapshot

DiskState = Literal["unnamed", "same", "changed", "gone"]


class Lock(Protocol):
    """A file that is ours while it is open."""

    def release(self) -> None: ...


class HeldElsewhere(Struct, frozen=True):
    """The file is open in another window or on another machine; `by` as far as it is known."""

    path: Path
    by: str = ""


class Locks(Protocol):
    """Who has which file open. `force`: the person has decided that nobody has."""

    def acquire(self, path: Path, *, force: bool = False) -> Lock | HeldElsewhere: ...


class Opened(Struct, frozen=True):
    """It is open now. `findings`: what reading mended. `path` None: it came out of a picture."""

    path: Path | None
    findings: tuple[Finding, ...] = ()


class Saved(Struct, frozen=True):
    """The file holds the document, and the disk has confirmed it."""

    path: Path


class NeedsName(Struct, frozen=True):
    """The document has no file yet: ask for one and `save_as`."""


class ChangedElsewhere(Struct, frozen=True):
    """Another program changed or removed the file: ask, then `save(overwrite=True)` or save as."""

    path: Path
    reason: str
    is_gone: bool


class NotSaved(Struct, frozen=True):
    """It did not work, why, and what to do next. The document stays unsaved."""

    reason: str
    next_step: str = ""


SaveAnswer = Saved | NeedsName | ChangedElsewhere | HeldElsewhere | NotSaved


class FileSession:
    """The file that an editor's document belongs to.

    Args:
        recovery: where unsaved states are kept; None keeps none.
        recent: the list of recent files to add to.
        locks: who has which file open; None for nobody else.

    Signals: `recovery_failed`, a sentence, when an unsaved state could not be kept.
    """

    def __init__(
        self,
        editor: Editor,
        *,
        recovery: Recovery | None = None,
        recent: RecentFiles | None = None,
        locks: Locks | None = None,
        call_later: CallLater | None = None,
    ) -> None:
        self.recovery_failed: Signal[str] = Signal()
        self._editor = editor
        self._recovery = recovery
        self._recent = recent
        self._locks = locks
        self._lock: Lock | None = None
        self._has_backup: set[Path] = set()
        self._snapshot: Snapshot | None = None
        self._autosave: Autosave | None = None
        if recovery is not None:
            self._snapshot = recovery.begin(editor.path, editor.stamp)
            self._autosave = Autosave(editor, self._snapshot, call_later)
            self._autosave.failed.connect(self.recovery_failed.emit)

    @property
    def editor(self) -> Editor:
        return self._editor

    @property
    def needs_saving(self) -> bool:
        """Whether closing now would lose something."""
        return self._editor.is_dirty

    @property
    def suggested_name(self) -> str:
        """A file name for the document: its own, or made from its title."""
        if self._editor.path is not None:
            return self._editor.path.name
        title = "".join(
            letter if letter.isalnum() or letter in " -_" else " "
            for letter in self._editor.flywheel.header.title
        )
        return (" ".join(title.split())[:80] or tr("Flywheel")) + SUFFIX

    # -- opening

    def open(self, path: Path, *, despite_lock: bool = False) -> Opened | HeldElsewhere:
        """Open a file in place of the document, whose unsaved changes are the caller's question.

        Raises:
            FileProblem: it cannot be read; the open document stays as it is.
        """
        path = Path(path).absolute()
        opened = read(path)
        if opened.is_picture:
            self._show(opened.flywheel, None, None, opened.findings)
            self._take_lock(None)
            return Opened(None, opened.findings)
        lock = self._acquire(path, force=despite_lock)
        if isinstance(lock, HeldElsewhere):
            return lock
        self._take_lock(lock, is_same=path == self._editor.path)
        sweep(str(path.resolve()))
        self._show(opened.flywheel, path, opened.stamp, opened.findings)
        self._remember(path)
        return Opened(path, opened.findings)

    def new(self, flywheel: Flywheel, *, is_changed: bool = False) -> None:
        """Show a new document that has no file: a template, an import.

        Args:
            is_changed: it counts as unsaved as it is, like a copy of a drawing that is open.
        """
        self._take_lock(None)
        self._show(flywheel, None, None, (), is_changed=is_changed)

    def recover(self, leftover: Leftover) -> Opened:
        """Open what an earlier crash left; it counts as unsaved. Then call `confirm_recovered`.

        Raises:
            FileProblem, SaveProblem: it cannot be opened; it is kept.
        """
        found = leftover.recover()
        self._take_lock(None)
        if found.path is not None:
            lock = self._acquire(found.path, force=False)
            if not isinstance(lock, HeldElsewhere):
                self._take_lock(lock)
        self._finish_snapshot()
        self._snapshot = found.snapshot
        if self._autosave is not None:
            self._autosave.keep_in(found.snapshot)
        self._editor.replace(
            found.flywheel, found.path, found.base, found.findings, is_changed=True
        )
        return Opened(found.path, found.findings)

    def confirm_recovered(self) -> None:
        """The recovered document is on the screen: opening it did not end the program."""
        if self._snapshot is not None:
            self._snapshot.confirm()

    def reload(self) -> Opened | HeldElsewhere:
        """Read the document's file again, giving up what is not saved.

        Raises:
            FileProblem: it cannot be read; the document stays as it is.
            ValueError: the document has no file.
        """
        if self._editor.path is None:
            raise ValueError("a document without a file cannot be read again")
        return self.open(self._editor.path, despite_lock=True)

    # -- saving

    def save(self, *, overwrite: bool = False) -> SaveAnswer:
        """Save the document where it belongs.

        Args:
            overwrite: replace the file even if another program has changed it.
        """
        path = self._editor.path
        if path is None:
            return NeedsName()
        return self._save_to(path, None if overwrite else self._editor.stamp)

    def save_as(self, path: Path, *, despite_lock: bool = False) -> SaveAnswer:
        """Save the document under another name and stay with that.

        An existing file is replaced: asking first is the file dialog's business.
        """
        path = Path(path).absolute()
        if path == self._editor.path:
            return self._save_to(path, None)
        lock = self._acquire(path, force=despite_lock)
        if isinstance(lock, HeldElsewhere):
            return lock
        answer = self._save_to(path, None)
        if isinstance(answer, Saved):
            self._take_lock(lock)
        elif lock is not None:
            lock.release()
        return answer

    def disk_state(self) -> DiskState:
        """What has become of the document's file since it was read or saved last."""
        path, stamp = self._editor.path, self._editor.stamp
        if path is None or stamp is None:
            return "unnamed"
        try:
            now = stamp_of(path)
        except FileProblem:
            return "changed"
        if now is None:
            return "gone"
        return "same" if now.digest == stamp.digest else "changed"

    # -- the end

    def keep_unsaved(self) -> None:
        """Keep the unsaved state at once, for example while the program is being ended."""
        if self._autosave is not None:
            self._autosave.flush()

    def close(self) -> None:
        """Let go of the document. What is unsaved was given up: kept for 14 days, not offered."""
        self._editor.commit_gesture()
        if self._autosave is not None:
            self._autosave.close()
        self._finish_snapshot()
        self._take_lock(None)

    # -- inside

    def _show(
        self,
        flywheel: Flywheel,
        path: Path | None,
        stamp: Stamp | None,
        findings: tuple[Finding, ...],
        *,
        is_changed: bool = False,
    ) -> None:
        self._finish_snapshot()
        if self._recovery is not None and self._autosave is not None:
            self._snapshot = self._recovery.begin(path, stamp)
            self._autosave.keep_in(self._snapshot)
        self._editor.replace(flywheel, path, stamp, findings, is_changed=is_changed)

    def _finish_snapshot(self) -> None:
        """The document goes: keep what was given up, forget what was saved."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is None:
            return
        if self._editor.is_dirty:
            snapshot.discard()
        else:
            snapshot.drop()

    def _save_to(self, path: Path, expected: Stamp | None) -> SaveAnswer:
        flywheel = self._editor.to_save()
        shown = self._editor.flywheel
        try:
            stamp = save(
                flywheel, path, expected=expected, keep_previous=path not in self._has_backup
            )
        except ChangedOnDisk as problem:
            return ChangedElsewhere(path, problem.reason, problem.is_gone)
        except SaveProblem as problem:
            if problem.stamp is not None and path == self._editor.path:
                self._editor.note_on_disk(problem.stamp)
            return NotSaved(problem.reason, problem.next_step)
        except FileProblem as problem:
            return NotSaved(problem.reason)
        self._has_backup.add(path)
        self._editor.mark_saved(path, stamp, shown)
        self._note_saved(path, stamp)
        self._remember(path)
        return Saved(path)

    def _note_saved(self, path: Path, stamp: Stamp) -> None:
        if self._autosave is not None:
            self._autosave.saved()
        if self._snapshot is not None:
            try:
                self._snapshot.belongs_to(path, stamp)
            except SaveProblem as problem:
                self.recovery_failed.emit(str(problem))

    def _remember(self, path: Path) -> None:
        if self._recent is not None:
            self._recent.add(path)

    def _acquire(self, path: Path, *, force: bool) -> Lock | HeldElsewhere | None:
        if self._locks is None or (self._lock is not None and path == self._editor.path):
            return None
        return self._locks.acquire(path, force=force)

    def _take_lock(self, lock: Lock | None, *, is_same: bool = False) -> None:
        if is_same and lock is None:
            return
        if self._lock is not None:
            self._lock.release()
        self._lock = lock
