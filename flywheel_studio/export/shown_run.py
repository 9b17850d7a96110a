"""The run that an export shows: the document's own, or what one push does where nothing moves.

A wheel that nobody pushes yet stands still, and a still picture of motion explains nothing. It is
then shoved once at its start, and whoever shows the run says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.simulation.trajectory import Trajectory

# A slide is 1,300 points wide: more rows than this would be thinner than its line.
_ROWS: Final = 240


class ShownRun(Struct, frozen=True, eq=False):
    """A finished run. `pushed`: the factor that was shoved for the occasion, if one was."""

    trajectory: Trajectory
    pushed: str | None


def shown_run(
    flywheel: Flywheel, loops: Sequence[Loop], stop: StopToken = NEVER
) -> ShownRun | None:
    """Run a flywheel as its document says; None where it cannot be run or nothing can move.

    Raises:
        Cancelled: `stop` was set.
    """
    from flywheel_studio.simulation.momentum import RunProblem, run
    from flywheel_studio.simulation.settings import dynamics_of

    if not flywheel.factors:
        return None
    dynamics = dynamics_of(flywheel)
    until = flywheel.header.run.until
    pushed = None
    try:
        trajectory = run(dynamics, until=until, every=until / _ROWS, stop=stop)
        if not trajectory.speed.any():
            pushed = first_factor(flywheel, loops)
            shoved = dynamics.with_shove(pushed, 1.0)
            trajectory = run(shoved, until=until, every=until / _ROWS, stop=stop)
    except RunProblem:
        return None
    return ShownRun(trajectory, pushed)


def link_speeds(flywheel: Flywheel, trajectory: Trajectory) -> dict[str, float]:
    """What each active link carries on average over a run, as a share of what the busiest does.

    Between -1 and 1; below 0 where what it carries shrinks. Empty where nothing moves.
    """
    column = {factor: number for number, factor in enumerate(trajectory.factors)}
    average = trajectory.speed.mean(axis=0)
    carried = {
        link.id: link.weight * float(average[column[link.source]])
        for link in flywheel.links.values()
        if link.active and link.source in column
    }
    most = max(map(abs, carried.values()), default=0.0)
    return {link: amount / most for link, amount in carried.items()} if most > 0.0 else {}


def first_factor(flywheel: Flywheel, loops: Sequence[Loop]) -> str:
    """Where a wheel is begun: its marked start, else the main loop's first factor, else the first.

    Raises:
        StopIteration: there is no factor.
    """
    from flywheel_studio.analysis.main_loop import main_loop

    for wheel in flywheel.wheels.values():
        if wheel.start in flywheel.factors:
            return str(wheel.start)
    main = main_loop(flywheel, loops, None)
    return main.factors[0] if main is not None else next(iter(flywheel.factors))
