"""A gesture: many previews, one undo step, or no trace at all.

It remembers the snapshot it began with and runs every preview's command *from there*, so that a
drag neither drifts nor has a second truth. Dragging, typing a label and moving a slider are all
gestures. Anything else that happens to the document meanwhile (another command, another gesture,
undo, save) commits the open gesture first; only `cancel` gives it up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flywheel_studio.model.change import Change, difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.signal import Signal

if TYPE_CHECKING:
    from flywheel_studio.session.document import Document

Command = Callable[[Flywheel], Flywheel]


class Gesture:
    """One half-done edit. Made by `Editor.gesture`; over after `commit` or `cancel`.

    Signals: `committing` while it is still open, for a last preview or a better label; `ended`
    when it is over, however.
    """

    def __init__(
        self, label: str, document: Document, close: Callable[[Gesture, Change | None], None]
    ) -> None:
        self.label = label
        self.base = document.flywheel
        self.committing: Signal[Gesture] = Signal()
        self.ended: Signal[Gesture] = Signal()
        self._document = document
        self._close = close
        self._is_open = True
        self._was_committed = False

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def was_committed(self) -> bool:
        """Whether it ended by `commit` (also when that made no difference)."""
        return self._was_committed

    def preview(self, command: Command) -> Change:
        """Show what `command` makes of the snapshot that the gesture began with.

        Returns:
            What changed on the paper since the last preview; possibly empty.

        Raises:
            CommandProblem: the command could not; the paper shows the last good preview.
            Broken: the command would break an invariant; likewise.
            ValueError: the gesture is over.
        """
        if not self._is_open:
            raise ValueError(f"the gesture {self.label!r} is over")
        wanted = command(self.base)
        # What is shown has passed this check already: only what differs from it is new.
        change = difference(self._document.flywheel, wanted)
        check(wanted, change)
        if not change.is_empty:
            self._document.apply(change, result=wanted)
        return change

    def commit(self) -> Change:
        """Keep what is shown, as one step; an empty difference leaves no step.

        Returns:
            The whole difference; empty also when the gesture was over already.
        """
        if not self._is_open:
            return difference(self.base, self.base)
        self.committing.emit(self)
        self._is_open = False
        self._was_committed = True
        change = difference(self.base, self._document.flywheel)
        self._close(self, change)
        self.ended.emit(self)
        return change

    def cancel(self) -> None:
        """Put back exactly the snapshot that the gesture began with."""
        if not self._is_open:
            return
        self._is_open = False
        change = difference(self._document.flywheel, self.base)
        if not change.is_empty:
            self._document.apply(change, result=self.base)
        self._close(self, None)
        self.ended.emit(self)
