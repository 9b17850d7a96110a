"""What was done, step by step, and what can be done again. Unlimited while the document is open.

A step is a label and the `Change` it made; undo applies the inverse. Doing something new after
an undo forgets the steps that were undone.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from flywheel_studio.model.change import Change


class Step(Struct, frozen=True):
    """One undoable step. `label` is what a person reads after "Undo"."""

    label: str
    change: Change


class History:
    """The steps of one document."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def labels(self) -> list[str]:
        """The labels of the steps that undo would take back, oldest first."""
        return [step.label for step in self._done]

    @property
    def undo_label(self) -> str | None:
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        return self._undone[-1].label if self._undone else None

    def record(self, label: str, change: Change) -> None:
        self._done.append(Step(label, change))
        self._undone.clear()

    def step_back(self) -> Step | None:
        """Move the newest step to the undone ones; None when there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step

    def step_forward(self) -> Step | None:
        """Move the step that was undone last back to the done ones; None when there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step

    def rename(self, renamed: Callable[[str], str]) -> None:
        """Give every step another label: that of another language."""
        for steps in (self._done, self._undone):
            steps[:] = [Step(renamed(step.label), step.change) for step in steps]

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
