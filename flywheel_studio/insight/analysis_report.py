"""Everything that is known of a drawing without running it, in one report.

The one place where analysis and simulation meet: neither of them knows of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import MAX_LOOPS, Loop, LoopReport, find_loops
from flywheel_studio.analysis.main_loop import main_loop
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import Growth, growth_of


class Analysis(Struct, frozen=True, eq=False):
    """What one drawing says.

    `main_loops`: the main loop of each wheel that has one, in file order (None: of a document
    without wheels).
    """

    loops: LoopReport
    growth: Growth
    main_loops: Mapping[str | None, Loop]
    findings: tuple[Finding, ...] = ()

    @property
    def main_loop(self) -> Loop | None:
        """The main loop of the first wheel that has one."""
        return next(iter(self.main_loops.values()), None)


def analyse(
    flywheel: Flywheel,
    *,
    budget: int = MAX_LOOPS,
    seconds: float | None = None,
    stop: StopToken = NEVER,
    reading_findings: Sequence[Finding] = (),
) -> Analysis:
    """Loops, growth, main loops and findings of `flywheel`.

    Args:
        budget, seconds, stop: bound the search for loops, see `find_loops`.
        reading_findings: what reading the file repaired; they come first among the findings.

    Raises:
        Cancelled: `stop` was set.
    """
    loops = find_loops(causal_graph(flywheel), budget=budget, seconds=seconds, stop=stop)
    stop.raise_if_set()
    growth = growth_of(dynamics_of(flywheel), stop)
    main_loops: dict[str | None, Loop] = {}
    for wheel in flywheel.wheels or (None,):
        stop.raise_if_set()
        found = main_loop(flywheel, loops.loops, wheel)
        if found is not None:
            main_loops[wheel] = found
    return Analysis(loops, growth, main_loops, tuple(reading_findings))
