"""What dragging and keys do to a push: one gesture of the editor each, so one step to undo.

Every preview starts from the push as it was when the gesture began. Escape, and whatever else ends
the gesture meanwhile, leaves no half-made push.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from flywheel_studio.commands.factors import delete
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import (
    add_push,
    add_shove,
    end_of,
    is_lasting,
    move_push,
    set_push,
    set_strength,
    strength_of,
    stretch_push,
    turn_into_push,
    turn_into_shove,
    turn_round,
)
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import free_id
from flywheel_studio.model.records import Push
from flywheel_studio.model.tidy import tidy

if TYPE_CHECKING:
    from flywheel_studio.session.editor import Editor
    from flywheel_studio.session.gesture import Command, Gesture

# Of the speed of a factor with the default friction 0.5 it makes 40 %.
NEW_STRENGTH: Final = 0.2
NEW_IMPULSE: Final = 1.0
STRENGTH_STEP: Final = 0.05
IMPULSE_STEP: Final = 0.1
# A shove that becomes a push lasts for this share of the run.
_SHARE_OF_RUN: Final = 6.0


class PushEdit:
    """Edits the pushes of one document."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._gesture: Gesture | None = None
        self.problem = ""

    @property
    def is_open(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None and self._gesture.is_open

    def push(self, key: str) -> Push | None:
        """As the paper shows it now."""
        return self._editor.flywheel.pushes.get(key)

    def before(self, key: str) -> Push | None:
        """As it was when the gesture began."""
        gesture = self._gesture
        if gesture is not None and gesture.is_open:
            return gesture.base.pushes.get(key)
        return self.push(key)

    # -- while something is dragged, or a key is held

    def move(self, key: str, start: float) -> None:
        self._preview(tr("Move push"), partial(move_push, push=key, start=start))

    def stretch(self, key: str, start: float, end: float | None) -> None:
        self._preview(tr("Stretch push"), partial(stretch_push, push=key, start=start, end=end))

    def strengthen(self, key: str, steps: int) -> None:
        """So many steps more or less than before the gesture; never 0."""
        push = self.before(key)
        if push is None or (steps == 0 and not self.is_open):
            return
        step = STRENGTH_STEP if is_lasting(push) else IMPULSE_STEP
        was = strength_of(push)
        value = tidy(was + steps * step)
        if value == 0:
            value = step if was > 0 else -step
        self._preview(
            tr("Change strength of push"), partial(set_strength, push=key, strength=value)
        )

    def strengthen_on(self, key: str, steps: int) -> None:
        """So many steps more or less than now, past 0 to the other side."""
        push, before = self.push(key), self.before(key)
        if push is None or before is None:
            return
        step = STRENGTH_STEP if is_lasting(push) else IMPULSE_STEP
        done = round((strength_of(push) - strength_of(before)) / step)
        if abs(strength_of(push) + steps * step) < step / 2:
            steps *= 2
        self.strengthen(key, done + steps)

    def draw(self, factor: str, start: float, end: float | None) -> str:
        """A new push from one time to another. Returns its id."""
        gesture = self._gesture
        base = gesture.base if gesture is not None and gesture.is_open else self._editor.flywheel
        duration = None if end is None else end - start
        self._preview(
            tr("Add push"),
            partial(add_push, factor=factor, strength=NEW_STRENGTH, start=start, duration=duration),
        )
        return free_id(base.pushes, "p")

    def commit(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None and gesture.is_open:
            gesture.commit()

    def cancel(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None and gesture.is_open:
            gesture.cancel()

    # -- at one stroke

    def add_shove(self, factor: str, start: float) -> str:
        """A shove. Returns its id, "" where it cannot be."""
        key = free_id(self._editor.flywheel.pushes, "p")
        command = partial(add_shove, factor=factor, impulse=NEW_IMPULSE, start=start)
        return key if self._perform(tr("Add shove"), command) else ""

    def add_push(self, factor: str, start: float) -> str:
        """A push for a part of the run. Returns its id, "" where it cannot be."""
        key = free_id(self._editor.flywheel.pushes, "p")
        command = partial(
            add_push,
            factor=factor,
            strength=NEW_STRENGTH,
            start=start,
            duration=self.usual_duration,
        )
        return key if self._perform(tr("Add push"), command) else ""

    @property
    def usual_duration(self) -> float:
        """How long a push lasts unless somebody says so, in time units."""
        run = self._editor.flywheel.header.run
        steps = max(1, round(run.until / _SHARE_OF_RUN / run.every))
        return tidy(steps * run.every)

    def switch(self, key: str) -> None:
        push = self.push(key)
        if push is not None:
            label = tr("Switch push off") if push.active else tr("Switch push on")
            self._perform(label, partial(set_push, pushes=[key], active=not push.active))

    def turn_kind(self, key: str) -> None:
        """A shove becomes a push, a push a shove."""
        push = self.push(key)
        if push is None:
            return
        if is_lasting(push):
            self._perform(tr("Turn into a shove"), partial(turn_into_shove, push=key))
        else:
            command = partial(turn_into_push, push=key, duration=self.usual_duration)
            self._perform(tr("Turn into a push"), command)

    def turn_round(self, key: str) -> None:
        self._perform(tr("Turn push round"), partial(turn_round, push=key))

    def delete(self, key: str) -> None:
        self._perform(tr("Delete push"), partial(delete, pushes=[key]))

    def shift(self, key: str, steps: int) -> None:
        """Move by so many steps of the run."""
        push = self.push(key)
        if push is not None:
            self.move(key, self._stepped(push.start, steps))

    def shift_end(self, key: str, steps: int, *, is_start: bool) -> None:
        """Move one end by so many steps of the run; no push gets shorter than one step."""
        push = self.push(key)
        if push is None or not is_lasting(push):
            return
        end, every = end_of(push), self._editor.flywheel.header.run.every
        if is_start:
            start = self._stepped(push.start, steps)
            if end is None or start <= end - every * 0.999:
                self.stretch(key, start, end)
            return
        until = self._editor.flywheel.header.run.until
        if end is None:
            if steps > 0:
                return
            end = until
        new = self._stepped(end, steps)
        if new >= push.start + every * 0.999:
            self.stretch(key, push.start, None if new > until >= end else new)

    def _stepped(self, time: float, steps: int) -> float:
        every = self._editor.flywheel.header.run.every
        return max(0.0, tidy(time + steps * every))

    def _preview(self, label: str, command: Command) -> None:
        gesture = self._gesture
        if gesture is None or not gesture.is_open or gesture.label != label:
            gesture = self._gesture = self._editor.gesture(label)
        try:
            gesture.preview(command)
        except ValueError as problem:
            self.problem = str(problem)
        else:
            self.problem = ""

    def _perform(self, label: str, command: Command) -> bool:
        try:
            self._editor.perform(label, command)
        except CommandProblem as problem:
            self.problem = str(problem)
            return False
        self.problem = ""
        return True
