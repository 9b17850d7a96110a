"""The run of the drawing, redone while it is being changed, at most once a frame.

Shoves given from the panel are transient: they belong to the run, not to the document, and
`reset` forgets them. So is a trial: the same wheel at rest, knocked back once. A run that takes
longer than a frame makes the next one wait, so that a slider never stutters because of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from flywheel_studio.commands.knock import stilled
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.session.clock import CallLater, CancelHandle
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.simulation.settings import Dynamics
    from flywheel_studio.simulation.trajectory import Trajectory

FRAME_MS: Final = 16
# After a slow run the main thread stays free for this many times as long as the run took.
_REST: Final = 3.0


class Shove(Struct, frozen=True):
    """A kick given while playing. `impulse`: momentum; `at`: in the document's time unit."""

    factor: str
    impulse: float
    at: float = 0.0


def with_shoves(dynamics: Dynamics, shoves: Iterable[Shove]) -> Dynamics:
    """The same wheel with the shoves of a run; of factors that are gone there are none."""
    for shove in shoves:
        if shove.factor in dynamics.factors:
            dynamics = dynamics.with_shove(shove.factor, shove.impulse, shove.at)
    return dynamics


Run = Callable[[Flywheel, tuple[Shove, ...]], "Trajectory"]


class LiveRun:
    """The newest trajectory, or None until the first and where there is nothing to run.

    Signals: `trajectory_ready` after each run that succeeded; `failed` with what went wrong.
    """

    def __init__(
        self,
        editor: Editor,
        call_later: CallLater | None = None,
        run: Run | None = None,
        seconds: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.trajectory: Trajectory | None = None
        self.shoves: tuple[Shove, ...] = ()
        self.knocked = ""
        """The factor that a trial knocks back; "" while there is none."""
        self.trajectory_ready: Signal[Trajectory] = Signal()
        self.failed: Signal[Exception] = Signal()
        self._editor = editor
        self._call_later = call_later or editor.call_later
        self._run = run or _run
        self._seconds = seconds
        self._cost_ms = 0.0
        self._next: CancelHandle | None = None
        self._still: tuple[Flywheel, Flywheel] | None = None
        editor.changed.connect(self._on_changed)
        editor.replaced.connect(self._on_replaced)

    @property
    def flywheel(self) -> Flywheel:
        """What is run, before its shoves: the drawing, or in a trial the same wheel at rest."""
        drawn = self._editor.flywheel
        if not self.knocked:
            return drawn
        if self._still is None or self._still[0] is not drawn:
            self._still = (drawn, stilled(drawn))
        return self._still[1]

    @property
    def is_pending(self) -> bool:
        """Whether a run is still to come."""
        return self._next is not None

    def shove(self, factor: str, impulse: float, at: float = 0.0) -> None:
        """Kick a factor at a time of the run, and run again from there.

        Raises:
            ValueError: there is no such factor, or a number is not finite, or `at` is negative.
        """
        if factor not in self._editor.flywheel.factors:
            raise ValueError(f"no factor {factor!r}")
        if not (abs(impulse) < float("inf") and 0.0 <= at < float("inf")):
            raise ValueError(f"a shove of {impulse!r} at {at!r}")
        self.shoves = (*self.shoves, Shove(factor, impulse, at))
        self.schedule()

    def knock(self, factor: str, impulse: float) -> None:
        """Run the same wheel at rest with one downward shove, until `reset`.

        Args:
            impulse: of the shove, > 0, in time units.

        Raises:
            ValueError: there is no such factor, or the impulse is not finite.
        """
        self.shoves = ()
        self.shove(factor, -abs(impulse))
        self.knocked = factor

    def reset(self) -> None:
        """Forget the shoves and the trial, and run again."""
        self.shoves, self.knocked = (), ""
        self.schedule()

    def schedule(self) -> None:
        """Run within a frame; later calls before that are the same run."""
        if self._next is None:
            wait = FRAME_MS if self._cost_ms <= FRAME_MS else int(self._cost_ms * _REST)
            self._next = self._call_later(wait, self.run_now)

    def run_now(self) -> None:
        """Run at once, in place of the run that is waiting."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
        if self.knocked not in self._editor.flywheel.factors:
            self.knocked = ""
        flywheel = self.flywheel
        shoves = tuple(shove for shove in self.shoves if shove.factor in flywheel.factors)
        before = self._seconds()
        try:
            trajectory = self._run(flywheel, shoves)
        except (ValueError, ArithmeticError) as problem:
            self.trajectory = None
            self.failed.emit(problem)
            return
        self._cost_ms = (self._seconds() - before) * 1000.0
        self.trajectory = trajectory
        self.trajectory_ready.emit(trajectory)

    def close(self) -> None:
        """Stop listening."""
        self._editor.changed.disconnect(self._on_changed)
        self._editor.replaced.disconnect(self._on_replaced)
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _on_changed(self, change: Change) -> None:
        if change.touches_structure:
            self.schedule()

    def _on_replaced(self, editor: Editor) -> None:
        self.shoves, self.knocked = (), ""
        self.trajectory = None
        self.schedule()


def _run(flywheel: Flywheel, shoves: tuple[Shove, ...]) -> Trajectory:
    from flywheel_studio.simulation.growing import is_onward_dear
    from flywheel_studio.simulation.momentum import run
    from flywheel_studio.simulation.settings import dynamics_of

    dynamics = with_shoves(dynamics_of(flywheel), shoves)
    settings = flywheel.header.run
    # Where a growth rate takes longer than a frame, what is said of the run waits for the analysis.
    is_quick = not is_onward_dear(dynamics)
    return run(dynamics, until=settings.until, every=settings.every, is_judged=is_quick)
