"""The open document: the one place that holds the current flywheel.

`apply` is the only way in. Whoever shows something of the document listens to `changed` and
touches the ids that the change names; nobody else keeps a second truth.
"""

from __future__ import annotations

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal


class Document:
    """The current snapshot, its revision number, and the signal that tells of the next one."""

    def __init__(self, flywheel: Flywheel) -> None:
        self._flywheel = flywheel
        self._revision = 0
        self.changed: Signal[Change] = Signal()

    @property
    def flywheel(self) -> Flywheel:
        return self._flywheel

    @property
    def revision(self) -> int:
        """Rises by one with every change, previews and undo included; never falls."""
        return self._revision

    def apply(self, change: Change, *, result: Flywheel | None = None) -> None:
        """Move to the next snapshot and tell everybody, in this thread, before returning.

        Args:
            change: starts from the current flywheel.
            result: the snapshot that it leads to, where the caller has it already.
        """
        self._flywheel = change.apply(self._flywheel) if result is None else result
        self._revision += 1
        self.changed.emit(change)
