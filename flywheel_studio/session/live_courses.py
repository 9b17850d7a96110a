"""What the run's loops do and how scenarios compare, kept up to date in the background.

A step behind the run on purpose: while a slider is dragged only the run itself is redone, and this
follows when the drawing has been left alone for a moment. A failure here leaves the run as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.model.stop import StopToken
from flywheel_studio.session.background import Background
from flywheel_studio.session.clock import CancelHandle
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults, Results
from flywheel_studio.session.live_run import LiveRun, Shove, with_shoves

if TYPE_CHECKING:
    from flywheel_studio.insight.comparison import Comparison
    from flywheel_studio.insight.dominance import Drive
    from flywheel_studio.simulation.trajectory import Trajectory

PAUSE_MS: Final = 150
_OFF: Final = "scenarios_not_shown"


class Courses(Struct, frozen=True, eq=False):
    """`flywheel`: what they are of. `drive`: None where no loop is known yet.

    `comparison`: None where nothing is compared, or the drawing cannot be run. `is_cut`: whether
    the drawing has more loops than are known, so that others may drive it. `holds`: what keeps it
    where it is, in sentences.
    """

    flywheel: Flywheel
    drive: Drive | None = None
    comparison: Comparison | None = None
    is_cut: bool = False
    holds: tuple[str, ...] = ()


class LiveCourses:
    """The newest `Courses`, or None until the first. `ready` in the main thread.

    `compared`: ids of the scenarios that are run beside the drawing, in file order. Which ones
    are not is kept with the view of the document, and never counts as a change of it.
    """

    def __init__(
        self, editor: Editor, results: LiveResults, run: LiveRun, worker: Background
    ) -> None:
        self.courses: Courses | None = None
        self.ready: Signal[Courses | None] = Signal()
        self._editor = editor
        self._results = results
        self._run = run
        self._worker = worker
        self._pause: CancelHandle | None = None
        self._is_working = False
        editor.changed.connect(self._on_changed)
        editor.replaced.connect(self._on_replaced)
        results.results_ready.connect(self._on_results_ready)
        run.trajectory_ready.connect(self._on_trajectory_ready)

    @property
    def is_pending(self) -> bool:
        """Whether newer ones are still to come."""
        return self._pause is not None or self._is_working

    @property
    def compared(self) -> tuple[str, ...]:
        off = self._off
        return tuple(key for key in self._editor.flywheel.scenarios if key not in off)

    @property
    def _off(self) -> frozenset[str]:
        kept = self._editor.view.get(_OFF)
        # Whatever a file says there that is no list of words is not ours.
        return frozenset(filter(_is_word, kept)) if isinstance(kept, list) else frozenset()

    def set_compared(self, scenario: str, is_compared: bool) -> None:
        """Run a scenario beside the drawing, or leave it out."""
        known = self._editor.flywheel.scenarios
        off = {key for key in self._off if key in known} - {scenario}
        if not is_compared:
            off.add(scenario)
        self._editor.view = {**self._editor.view, _OFF: sorted(off)}
        self.refresh()

    def refresh(self, after_ms: int = 0) -> None:
        """Work it out again; calls before the pause is over are one."""
        self._worker.cancel()
        self._is_working = False
        if self._pause is not None:
            self._pause.cancel()
        self._pause = self._editor.call_later(after_ms, self._on_pause_over)

    def close(self) -> None:
        """Stop listening and drop what is under way."""
        self._editor.changed.disconnect(self._on_changed)
        self._editor.replaced.disconnect(self._on_replaced)
        self._results.results_ready.disconnect(self._on_results_ready)
        self._run.trajectory_ready.disconnect(self._on_trajectory_ready)
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        self._worker.cancel()

    def _on_changed(self, change: Change) -> None:
        if change.records.get("scenarios") or change.orders.get("scenarios"):
            self.refresh(PAUSE_MS)

    def _on_replaced(self, _editor: Editor) -> None:
        self.courses = None
        self.ready.emit(None)
        self.refresh(PAUSE_MS)

    def _on_results_ready(self, _results: Results) -> None:
        self.refresh(PAUSE_MS)

    def _on_trajectory_ready(self, _trajectory: Trajectory) -> None:
        self.refresh(PAUSE_MS)

    def _on_pause_over(self) -> None:
        self._pause = None
        flywheel, results = self._run.flywheel, self._results.results
        shoves, compared = self._run.shoves, self.compared
        # What holds the wheel is asked of the drawing, also while a trial is shown.
        drawn = self._editor.flywheel
        given = () if self._run.knocked else shoves
        if not flywheel.factors:
            self._deliver(Courses(flywheel))
            return

        def job(stop: StopToken) -> Courses:
            courses = _courses(flywheel, results, shoves, compared, stop)
            return replace(courses, holds=_holds(drawn, results, given, stop))

        self._is_working = True
        self._worker.submit(job, self._deliver, self._on_failure)

    def _deliver(self, courses: Courses) -> None:
        self._is_working = False
        self.courses = courses
        self.ready.emit(courses)

    def _on_failure(self, problem: Exception) -> None:
        self._is_working = False
        if not isinstance(problem, ValueError | ArithmeticError):
            raise problem
        # The run has the same reason to fail, and says it.
        self._deliver(Courses(self._editor.flywheel))


def _courses(
    flywheel: Flywheel,
    results: Results | None,
    shoves: tuple[Shove, ...],
    compared: tuple[str, ...],
    stop: StopToken,
) -> Courses:
    from flywheel_studio.commands.pushes import add_shoves
    from flywheel_studio.insight.comparison import compare
    from flywheel_studio.insight.dominance import drive_of
    from flywheel_studio.simulation.settings import dynamics_of

    drive, is_cut = None, False
    # Loops of an older drawing may name links that are gone.
    if results is not None and not _differ(results.flywheel, flywheel):
        dynamics = with_shoves(dynamics_of(flywheel), shoves)
        # All that are known: 10,000 loops along a run of 180 times are scored in a second.
        is_cut = results.report.is_truncated
        drive = drive_of(
            flywheel, results.loops, main=results.main_loop, dynamics=dynamics, stop=stop
        )
    # As the drawing's own, so that all curves get them.
    pushed = add_shoves(flywheel, shoves)
    comparison = compare(pushed, compared, stop=stop) if compared else None
    return Courses(flywheel, drive, comparison, is_cut)


def _holds(
    flywheel: Flywheel, results: Results | None, shoves: tuple[Shove, ...], stop: StopToken
) -> tuple[str, ...]:
    """The friction that the wheel bears, and the push that holds the momentum it begins with."""
    from flywheel_studio.insight.outlook import friction_words, frictionless_words, hold_words
    from flywheel_studio.simulation.response import break_even_friction, break_even_push, rubbed
    from flywheel_studio.simulation.settings import dynamics_of
    from flywheel_studio.simulation.spectrum import growth_of

    if not flywheel.links:
        return ()
    dynamics = with_shoves(dynamics_of(flywheel), shoves)
    begins = dynamics.shove_time == 0
    momentum = float(dynamics.mass @ dynamics.initial + dynamics.shove_impulse[begins].sum())
    # The loop may be of an older drawing.
    main = results.main_loop.factors if results is not None and results.main_loop else ()
    scale = break_even_friction(dynamics, stop)
    border = None if scale is None else growth_of(rubbed(dynamics, scale), stop)
    said = [
        frictionless_words(flywheel, [key for key in main if key in flywheel.factors]),
        friction_words(scale, growth_of(dynamics, stop), border),
    ]
    if momentum > 0:
        said.append(hold_words(flywheel, break_even_push(dynamics, momentum, stop)))
    return tuple(filter(None, said))


def _is_word(value: object) -> bool:
    return isinstance(value, str)


def _differ(one: Flywheel, other: Flywheel) -> bool:
    """Whether loops can differ: factors or links that came, went, turned or were switched."""
    return one.factors.keys() != other.factors.keys() or (
        one.links is not other.links
        and {key: (a.source, a.target, a.polarity, a.active) for key, a in one.links.items()}
        != {key: (a.source, a.target, a.polarity, a.active) for key, a in other.links.items()}
    )
