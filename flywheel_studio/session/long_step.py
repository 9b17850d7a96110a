"""One step that takes longer than a person waits for, worked out beside the editing.

The drawing can be read, played and edited meanwhile; an edit overtakes the step, which is then
given up and said so. A step that is done is one undoable thing like every other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.model.stop import StopToken
from flywheel_studio.session.background import AtOnce, Background
from flywheel_studio.session.editor import Editor

Work = Callable[[Flywheel, StopToken], Flywheel]

# Before this nobody waits: no word of it is shown.
PATIENCE_MS: Final = 150


class LongStep:
    """At most one at a time; another one overtakes it.

    Signals: `changed` when a step begins or ends; `overtaken`, with its label, when an edit or
    another step came before its end.
    """

    def __init__(self, editor: Editor, background: Background | None = None) -> None:
        self._editor = editor
        self._background = AtOnce() if background is None else background
        self._label: str | None = None
        self.changed: Signal[LongStep] = Signal()
        self.overtaken: Signal[str] = Signal()
        editor.changed.connect(self._on_document_changed)
        editor.replaced.connect(self._on_replaced)

    @property
    def label(self) -> str | None:
        """What is being worked out; None at rest."""
        return self._label

    def begin(
        self,
        label: str,
        work: Work,
        *,
        done: Callable[[], object],
        fail: Callable[[Exception], None],
    ) -> None:
        """Work out the next flywheel from the one there is now, then do it as one step.

        Args:
            label: what a person reads after "Undo".
            done: called in the main thread once it is done, also where it changed nothing.
            fail: gets what `work` raised, in the main thread.
        """
        self._overtake()
        self._editor.commit_gesture()
        base = self._editor.flywheel

        def on_worked_out(result: Flywheel) -> None:
            if self._editor.open_gesture is not None:
                # The hand is at something else by now, though nothing of it is to be seen yet.
                self._overtake()
                return
            self._end()
            self._editor.perform(label, lambda _now: result)
            done()

        def on_failed(problem: Exception) -> None:
            self._end()
            fail(problem)

        self._label = label
        self.changed.emit(self)
        self._background.submit(lambda stop: work(base, stop), on_worked_out, on_failed)

    def cancel(self) -> None:
        """Give up the step, without a trace."""
        if self._label is not None:
            self._background.cancel()
            self._end()

    def _overtake(self) -> None:
        label = self._label
        if label is not None:
            self.cancel()
            self.overtaken.emit(label)

    def _end(self) -> None:
        self._label = None
        self.changed.emit(self)

    def _on_document_changed(self, _change: Change) -> None:
        self._overtake()

    def _on_replaced(self, _editor: Editor) -> None:
        self.cancel()
