"""Ten thousand runs with drawn strengths, in the background, for as long as somebody looks.

They are the slowest thing there is here, so they wait until everything that follows an edit is
done, rest between chunks while it is not, and are dropped with the next edit. What is found is
only ever of the drawing as it is: from the first change on there is nothing found.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.model.stop import StopToken
from flywheel_studio.model.weight_range import has_range
from flywheel_studio.session.background import Background
from flywheel_studio.session.clock import CancelHandle
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_run import LiveRun, Shove, with_shoves

if TYPE_CHECKING:
    from flywheel_studio.simulation.trajectory import Trajectory
    from flywheel_studio.simulation.uncertainty import Uncertainty

# Longer than that of the analysis: whoever edits on never pays for it.
PAUSE_MS: Final = 600
RUNS: Final = 10_000
# How often the share that is done is told.
_TELL_MS: Final = 60
_REST_SECONDS: Final = 0.01
# More bands than a chart can tell apart only cost time and memory.
MOST_BANDS: Final = 16

State = Literal["sure", "waiting", "running", "stopped", "done", "failed"]
"""sure: no strength is open, nothing to draw. stopped: by the user, until `start`."""


class LiveUncertainty:
    """`found` while `state` is "done"; `share` (0 to 1) while it is "running"; `problem` if "failed".

    `changed` comes in the main thread with every change of these.
    """

    def __init__(
        self,
        editor: Editor,
        run: LiveRun,
        worker: Background,
        *,
        is_busy: Callable[[], bool] = lambda: False,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        """
        Args:
            is_busy: whether something more urgent is at work; read from the worker's thread too.
            rest: lets the worker's thread wait, seconds.
        """
        self.state: State = "sure"
        self.found: Uncertainty | None = None
        self.flywheel: Flywheel = editor.flywheel
        self.share = 0.0
        self.count = RUNS
        self.problem = ""
        self.changed: Signal[LiveUncertainty] = Signal()
        self._editor = editor
        self._run = run
        self._worker = worker
        self._is_busy = is_busy
        self._rest = rest
        self._is_wanted = False
        self._is_held = False
        self._given = (run.knocked, run.shoves)
        self._done = 0.0
        self._later: CancelHandle | None = None
        self._teller: CancelHandle | None = None
        editor.changed.connect(self._on_changed)
        editor.replaced.connect(self._on_replaced)
        run.trajectory_ready.connect(self._on_trajectory_ready)
        self._begin_anew(0)

    def set_wanted(self, is_wanted: bool) -> None:
        """Somebody looks, or nobody does: runs that nobody sees are not made."""
        if is_wanted == self._is_wanted:
            return
        self._is_wanted = is_wanted
        if not is_wanted:
            self._drop_work()
            if self.state == "running":
                self._turn("waiting")
        elif self.state == "waiting":
            self._schedule(0)

    def start(self) -> None:
        """Run again after `cancel`."""
        self._is_held = False
        self._begin_anew(0)

    def cancel(self) -> None:
        """Stop, and stay stopped, through later edits too, until `start`."""
        if self.state in ("running", "waiting"):
            self._is_held = True
            self._drop_work()
            self._turn("stopped")

    def close(self) -> None:
        """Stop listening and drop what is under way."""
        self._editor.changed.disconnect(self._on_changed)
        self._editor.replaced.disconnect(self._on_replaced)
        self._run.trajectory_ready.disconnect(self._on_trajectory_ready)
        self._drop_work()

    def _on_changed(self, change: Change) -> None:
        if change.touches_structure:
            self._begin_anew(PAUSE_MS)

    def _on_replaced(self, _editor: Editor) -> None:
        self._is_held = False
        self._begin_anew(PAUSE_MS)

    def _on_trajectory_ready(self, _trajectory: Trajectory) -> None:
        if (self._run.knocked, self._run.shoves) != self._given:
            self._begin_anew(PAUSE_MS)

    def _begin_anew(self, after_ms: int) -> None:
        """What was found is out of date."""
        self._drop_work()
        self.found = None
        self._given = (self._run.knocked, self._run.shoves)
        links = self._editor.flywheel.links.values()
        if not any(link.active and has_range(link) for link in links):
            self._turn("sure")
        elif self._is_held:
            self._turn("stopped")
        else:
            self._turn("waiting")
            if self._is_wanted:
                self._schedule(after_ms)

    def _schedule(self, after_ms: int) -> None:
        if self._later is not None:
            self._later.cancel()
        self._later = self._editor.call_later(after_ms, self._on_pause_over)

    def _on_pause_over(self) -> None:
        self._later = None
        if self._is_busy():
            self._schedule(_TELL_MS)
            return
        flywheel = self.flywheel = self._run.flywheel
        shoves = self._given[1]
        self._done = 0.0
        self._turn("running")

        def job(stop: StopToken) -> Uncertainty:
            def tell(share: float) -> None:
                self._done = share
                while self._is_busy() and not stop.is_set:
                    self._rest(_REST_SECONDS)

            return _uncertainty(flywheel, shoves, tell, stop)

        self._teller = self._editor.call_later(_TELL_MS, self._on_time_to_tell)
        self._worker.submit(job, self._deliver, self._on_failure)

    def _on_time_to_tell(self) -> None:
        self._teller = None
        if self.state != "running":
            return
        if self._done != self.share:
            self.share = self._done
            self.changed.emit(self)
        self._teller = self._editor.call_later(_TELL_MS, self._on_time_to_tell)

    def _deliver(self, found: Uncertainty) -> None:
        self.found = found
        self._turn("done")

    def _on_failure(self, problem: Exception) -> None:
        if not isinstance(problem, ValueError | ArithmeticError):
            self._turn("stopped")
            raise problem
        self.problem = str(problem)
        self._turn("failed")

    def _drop_work(self) -> None:
        self._worker.cancel()
        for handle in (self._later, self._teller):
            if handle is not None:
                handle.cancel()
        self._later = self._teller = None

    def _turn(self, state: State) -> None:
        was, self.state = (self.state, self.share), state
        if state != "running" and self._teller is not None:
            self._teller.cancel()
            self._teller = None
        self.share = 0.0
        if was != (state, 0.0) or state in ("done", "failed"):
            self.changed.emit(self)


def _uncertainty(
    flywheel: Flywheel,
    shoves: tuple[Shove, ...],
    progress: Callable[[float], None],
    stop: StopToken,
) -> Uncertainty:
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.uncertainty import uncertainty_of

    dynamics = with_shoves(dynamics_of(flywheel), shoves)
    run = flywheel.header.run
    return uncertainty_of(
        dynamics,
        seed=run.seed,
        until=run.until,
        every=run.every,
        count=RUNS,
        factors=tuple(flywheel.factors)[:MOST_BANDS],
        progress=progress,
        stop=stop,
    )
