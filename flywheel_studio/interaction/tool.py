"""What every tool is, and what all tools share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.drawing.folded_wheel import folded_name
from flywheel_studio.interaction.events import KeyEvent, PointerEvent
from flywheel_studio.interaction.feedback import Feedback
from flywheel_studio.interaction.label_edit import EditedKind, LabelEdit, Making, short
from flywheel_studio.interaction.paper import Paper
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import opened, stand_in
from flywheel_studio.model.signal import Signal
from flywheel_studio.model.stop import NEVER
from flywheel_studio.session.background import Background
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.gesture import Command, Gesture
from flywheel_studio.session.long_step import LongStep, Work


class Tool(Protocol):
    """A small union of states; every state answers Escape by `cancel`."""

    name: str

    @property
    def feedback(self) -> Feedback: ...

    @property
    def is_idle(self) -> bool:
        """Whether nothing is half-done."""

    def pointer(self, event: PointerEvent) -> None: ...

    def key(self, event: KeyEvent) -> bool:
        """Answer a key; False where the tool has no use for it."""

    def cancel(self) -> None:
        """Give up what is half-done, without a trace."""

    def settle(self) -> None:
        """Finish what is half-done: the tool is about to be put away."""


class Bench:
    """What the tools work with: the editor, the shapes on the paper, the label edit, and a voice.

    Signals: `used` after a tool has done its one thing; `refresh` when a tool's feedback
    changed by itself; `label_edit_requested` with the id; `problem`, a sentence for the user.
    """

    def __init__(self, editor: Editor, background: Background | None = None) -> None:
        self.editor = editor
        self.long_step = LongStep(editor, background)
        self.paper = Paper(editor)
        self.label_edit = LabelEdit(editor)
        self.label_edit_requested: Signal[str] = Signal()
        self.used: Signal[str] = Signal()
        self.refresh: Signal[str] = Signal()
        self.problem: Signal[str] = Signal()
        # The factors that follow the hand right now; the canvas lets all others glide.
        self.held: frozenset[str] = frozenset()

    def perform(self, label: str, command: Command) -> bool:
        """Do it; a problem becomes a sentence for the user. Returns whether it was done."""
        return self.attempt(lambda: self.editor.perform(label, command))

    def perform_long(
        self, label: str, work: Work, *, is_long: bool, then: Callable[[], object]
    ) -> bool:
        """Do what may take long; what does not is done at once, and calls `then` before it returns.

        Returns:
            whether it is done or under way.
        """
        if not is_long:
            if not self.perform(label, lambda now: work(now, NEVER)):
                return False
            then()
            return True
        problems: list[Exception] = []

        def fail(problem: Exception) -> None:
            if not isinstance(problem, CommandProblem):
                raise problem
            problems.append(problem)
            self.problem.emit(str(problem))

        self.long_step.begin(label, work, done=then, fail=fail)
        return not problems

    def preview(self, gesture: Gesture, command: Command) -> bool:
        return self.attempt(lambda: gesture.preview(command))

    def attempt(self, what: Callable[[], object]) -> bool:
        try:
            what()
        except CommandProblem as problem:
            self.problem.emit(str(problem))
            return False
        return True

    def edit_label(
        self, key: str, kind: EditedKind = "factors", *, typed: str | None = None
    ) -> None:
        """Open the words of a record for editing; a folded wheel opens to show them."""
        home = stand_in(self.editor.flywheel, (kind, key))
        if home[0] == "wheels" and home != (kind, key):
            title = folded_name(self.editor.flywheel, home[1])
            step = tr("Open {wheel}", wheel=short(title))
            self.perform(step, lambda now: opened(now, (home[1],)))
        self.label_edit.begin(key, kind, typed=typed)
        self.label_edit_requested.emit(key)

    def make_and_name(
        self, label: str, make: Making, key: str, kind: EditedKind = "factors"
    ) -> None:
        """Make a record and open its words, in one gesture: one step, or no trace.

        Args:
            make: makes the record with a given id.
            key: the id that it has while its words are being typed.
        """

        def made(flywheel: Flywheel, key: str) -> Flywheel:
            # What is made is seen, also where it belongs to a wheel that is folded.
            after = make(flywheel, key)
            home = stand_in(after, (kind, key))
            return after if home[0] == kind else opened(after, (home[1],))

        gesture = self.editor.gesture(label)
        if not self.preview(gesture, lambda flywheel: made(flywheel, key)):
            gesture.cancel()
            return
        self.editor.selection.set_one(kind, key)
        self.label_edit.begin(key, kind, gesture=gesture, made_by=made)
        self.label_edit_requested.emit(key)
