"""The headless editor: one open document with its history, selection and saved state.

Everything that edits goes through `perform` or a `Gesture`; both check the invariants before the
document moves, so a bad command raises and nothing has happened. Whether there is something to
save is a comparison with what was saved last, not a flag: undoing back to it is clean again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flywheel_studio.model.change import Change, difference
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import KINDS, Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.signal import Signal
from flywheel_studio.session.clock import CallLater
from flywheel_studio.session.document import Document
from flywheel_studio.session.gesture import Command, Gesture
from flywheel_studio.session.history import History
from flywheel_studio.session.selection import Selection

if TYPE_CHECKING:
    from flywheel_studio.storage.files import Stamp


class Editor:
    """A document being edited.

    Signals (all in the main thread, after the fact):
        changed: the `Change` that the document just made (previews, undo and opening included).
        committed: the editor, when the lasting state moved: a command, the end of a gesture
            that changed something, undo, redo, opening.
        stepped: what a new step is called; undo and redo make none.
        replaced: the editor, when another document was opened in it (after `changed`).
        state_changed: the editor, when undo labels, the unsaved mark, path or findings may differ.
    """

    def __init__(self, flywheel: Flywheel | None = None, *, call_later: CallLater) -> None:
        flywheel = Flywheel() if flywheel is None else flywheel
        self.call_later = call_later
        self.document = Document(flywheel)
        self.history = History()
        self.selection = Selection()
        self.committed: Signal[Editor] = Signal()
        self.stepped: Signal[str] = Signal()
        self.replaced: Signal[Editor] = Signal()
        self.state_changed: Signal[Editor] = Signal()
        self.view: Mapping[str, Any] = flywheel.header.view
        self._path: Path | None = None
        self._stamp: Stamp | None = None
        self._findings: tuple[Finding, ...] = ()
        self._saved: Flywheel | None = flywheel
        self._gesture: Gesture | None = None
        self._known_dirty: tuple[Flywheel, Flywheel | None, bool] | None = None
        self._told: tuple[bool, str | None, str | None] = (False, None, None)
        self.document.changed.connect(self._on_document_changed)

    # -- what there is

    @property
    def changed(self) -> Signal[Change]:
        return self.document.changed

    @property
    def flywheel(self) -> Flywheel:
        """What the paper shows, an open gesture's preview included."""
        return self.document.flywheel

    @property
    def revision(self) -> int:
        return self.document.revision

    @property
    def lasting_flywheel(self) -> Flywheel:
        """The document without the open gesture: what undo, and the recovery log, know."""
        return self._gesture.base if self._gesture else self.document.flywheel

    @property
    def open_gesture(self) -> Gesture | None:
        return self._gesture

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def stamp(self) -> Stamp | None:
        """What the file looked like on disk when it was read or saved last."""
        return self._stamp

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading the file repaired; empty again once the document is saved."""
        return self._findings

    @property
    def saved_flywheel(self) -> Flywheel | None:
        """What was saved or opened last; None where the file holds something else."""
        return self._saved

    @property
    def is_dirty(self) -> bool:
        """Whether saving would write something else than was saved last. `view` never counts."""
        now = self.document.flywheel
        known = self._known_dirty
        if known is None or known[0] is not now or known[1] is not self._saved:
            known = self._known_dirty = (now, self._saved, self.is_unsaved(now))
        return known[2]

    def is_unsaved(self, flywheel: Flywheel) -> bool:
        """Whether a state of this document differs from what was saved last."""
        return self._saved is None or not _same_content(self._saved, flywheel)

    @property
    def undo_label(self) -> str | None:
        """What undo would take back: of the open gesture, if it has changed something."""
        if self._gesture is not None and self._gesture.base is not self.flywheel:
            return self._gesture.label
        return self.history.undo_label

    @property
    def redo_label(self) -> str | None:
        return self.history.redo_label

    # -- editing

    def perform(self, label: str, command: Command) -> Change:
        """Do one undoable thing. Commits an open gesture first. No difference leaves no step.

        Args:
            label: what a person reads after "Undo", e.g. tr("Move {factor}", factor=...).
            command: makes the next flywheel from the current one.

        Raises:
            CommandProblem: it cannot be done, in a sentence for the user. Nothing has happened.
            Broken: the command would leave a flywheel that must not be. Nothing has happened.
        """
        self.commit_gesture()
        before = self.document.flywheel
        after = command(before)
        change = difference(before, after)
        check(after, change)
        if not change.is_empty:
            self.history.record(label, change)
            self.document.apply(change, result=after)
            self._tell_committed()
            self.stepped.emit(label)
        return change

    def gesture(self, label: str) -> Gesture:
        """Begin a gesture. Commits an open one first."""
        self.commit_gesture()
        self._gesture = Gesture(label, self.document, self._on_gesture_closed)
        return self._gesture

    def commit_gesture(self) -> None:
        """Commit the open gesture, if there is one."""
        if self._gesture is not None:
            self._gesture.commit()

    def cancel_gesture(self) -> None:
        """Cancel the open gesture, if there is one."""
        if self._gesture is not None:
            self._gesture.cancel()

    def undo(self) -> str | None:
        """Take back the newest step and return its label; None when there is none.

        An open gesture is committed first: undo in the middle of a drag takes back the drag,
        and redo brings it back.
        """
        self.commit_gesture()
        step = self.history.step_back()
        if step is None:
            return None
        self.document.apply(step.change.inverse())
        self._tell_committed()
        return step.label

    def redo(self) -> str | None:
        """Bring back the step that was undone last; None when there is none."""
        self.commit_gesture()
        step = self.history.step_forward()
        if step is None:
            return None
        self.document.apply(step.change)
        self._tell_committed()
        return step.label

    # -- opening and saving

    def replace(
        self,
        flywheel: Flywheel,
        path: Path | None = None,
        stamp: Stamp | None = None,
        findings: Sequence[Finding] = (),
        *,
        is_changed: bool = False,
    ) -> None:
        """Show another document: history and selection start anew, an open gesture is dropped.

        Args:
            is_changed: it counts as unsaved as it is, like one that was recovered. A document
                that reading had to repair (`findings`) always does.
        """
        if self._gesture is not None:
            self._gesture.cancel()
        self.history.clear()
        self.selection.clear()
        self._path, self._stamp, self._findings = path, stamp, tuple(findings)
        self._saved = None if is_changed or findings else flywheel
        self.view = flywheel.header.view
        self.document.apply(difference(self.document.flywheel, flywheel), result=flywheel)
        self.replaced.emit(self)
        self._tell_committed()

    def to_save(self) -> Flywheel:
        """The document as it belongs into the file, with the view. Commits an open gesture."""
        self.commit_gesture()
        return self._with_view(self.document.flywheel)

    def mark_saved(
        self, path: Path | None, stamp: Stamp | None, flywheel: Flywheel | None = None
    ) -> None:
        """Remember that `flywheel` (default: the current one) is what the file holds now."""
        self._saved = self.document.flywheel if flywheel is None else flywheel
        self._path, self._stamp, self._findings = path, stamp, ()
        self._tell_state()

    def note_on_disk(self, stamp: Stamp) -> None:
        """The file holds what we wrote, though the disk did not confirm it: still unsaved."""
        self._stamp = stamp

    def _with_view(self, flywheel: Flywheel) -> Flywheel:
        if flywheel.header.view == self.view:
            return flywheel
        return replace(flywheel, header=replace(flywheel.header, view=dict(self.view)))

    def _on_document_changed(self, change: Change) -> None:
        self.selection.prune(change, self.flywheel)
        if (self.is_dirty, self.undo_label, self.redo_label) != self._told:
            self._tell_state()

    def _on_gesture_closed(self, gesture: Gesture, change: Change | None) -> None:
        self._gesture = None
        if change is not None and not change.is_empty:
            self.history.record(gesture.label, change)
            self._tell_committed()
            self.stepped.emit(gesture.label)
        else:
            self._tell_state()

    def _tell_committed(self) -> None:
        self.committed.emit(self)
        self._tell_state()

    def _tell_state(self) -> None:
        self._told = (self.is_dirty, self.undo_label, self.redo_label)
        self.state_changed.emit(self)


def _same_content(one: Flywheel, other: Flywheel) -> bool:
    if one is other:
        return True
    for kind in KINDS:
        a, b = one.table(kind), other.table(kind)
        if a is not b and (a != b or tuple(a) != tuple(b)):
            return False
    a_header, b_header = one.header, other.header
    return a_header is b_header or replace(a_header, view={}) == replace(b_header, view={})
