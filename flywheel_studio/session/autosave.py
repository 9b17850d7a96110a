"""Keep what is not saved yet where a crash cannot reach it, shortly after every change.

The recovery log sees lasting states: half a second after a command, and while a gesture goes on,
the state it began with. A gesture that rests for half a second (somebody thinks over a label), or
goes on for ten, is kept as it shows: typed words are work too. A document that is back at what
its file holds needs nothing kept.
"""

from __future__ import annotations

from typing import Final, Protocol

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.session.clock import CallLater, CancelHandle
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.problems import FileProblem, SaveProblem

AFTER_COMMIT_MS: Final = 500
AFTER_REST_MS: Final = 500
LONGEST_GESTURE_MS: Final = 10_000


class Keeping(Protocol):
    """Where states are kept; a `storage.recovery.Snapshot`."""

    def write(self, flywheel: Flywheel) -> None: ...

    def drop(self) -> None: ...


class Autosave:
    """Writes one editor's unsaved states into `keeping`, from which a crash is recovered.

    Signals: `failed`, a sentence, when a state could not be kept (told once, until one is again).
    """

    def __init__(
        self, editor: Editor, keeping: Keeping, call_later: CallLater | None = None
    ) -> None:
        self.failed: Signal[str] = Signal()
        self._editor = editor
        self._keeping = keeping
        self._call_later = call_later or editor.call_later
        self._commit_wait: CancelHandle | None = None
        self._rest_wait: CancelHandle | None = None
        self._limit_wait: CancelHandle | None = None
        self._kept: Flywheel | None = None
        self._has_failed = False
        editor.changed.connect(self._on_changed)
        editor.committed.connect(self._on_committed)

    @property
    def is_pending(self) -> bool:
        """Whether something waits to be kept."""
        return bool(self._commit_wait or self._rest_wait or self._limit_wait)

    def keep_in(self, keeping: Keeping) -> None:
        """From now on keep the states somewhere else: another document is open."""
        self._stop_waiting()
        self._keeping = keeping
        self._kept = None

    def flush(self) -> None:
        """Keep at once what the paper shows, if it is not saved. For the last moment of a crash."""
        self._stop_waiting()
        self._keep(self._editor.flywheel)

    def saved(self) -> None:
        """The file holds everything now."""
        self._stop_waiting()
        self._drop()

    def close(self) -> None:
        """Stop listening; what is kept stays."""
        self._stop_waiting()
        self._editor.changed.disconnect(self._on_changed)
        self._editor.committed.disconnect(self._on_committed)

    def _on_changed(self, change: Change) -> None:
        if self._editor.open_gesture is None:
            return
        if self._rest_wait is not None:
            self._rest_wait.cancel()
        self._rest_wait = self._call_later(AFTER_REST_MS, self._on_rested)
        if self._limit_wait is None:
            self._limit_wait = self._call_later(LONGEST_GESTURE_MS, self._on_rested)

    def _on_committed(self, editor: Editor) -> None:
        if self._commit_wait is None:
            self._commit_wait = self._call_later(AFTER_COMMIT_MS, self._on_commit_due)

    def _on_commit_due(self) -> None:
        self._commit_wait = None
        if self._editor.open_gesture is None:
            self._stop_waiting()
        self._keep(self._editor.lasting_flywheel)

    def _on_rested(self) -> None:
        for wait in (self._rest_wait, self._limit_wait):
            if wait is not None:
                wait.cancel()
        self._rest_wait = self._limit_wait = None
        self._keep(self._editor.flywheel)

    def _keep(self, flywheel: Flywheel) -> None:
        if flywheel is self._kept:
            return
        if not self._editor.is_unsaved(flywheel):
            self._drop()
            return
        try:
            self._keeping.write(flywheel)
        except (SaveProblem, FileProblem) as problem:
            if not self._has_failed:
                self._has_failed = True
                self.failed.emit(str(problem))
            # Tried again without waiting for another change: the disk may have room again.
            if self._commit_wait is None:
                self._commit_wait = self._call_later(LONGEST_GESTURE_MS, self._on_commit_due)
            return
        self._has_failed = False
        self._kept = flywheel

    def _drop(self) -> None:
        self._kept = None
        self._keeping.drop()

    def _stop_waiting(self) -> None:
        for wait in (self._commit_wait, self._rest_wait, self._limit_wait):
            if wait is not None:
                wait.cancel()
        self._commit_wait = self._rest_wait = self._limit_wait = None
