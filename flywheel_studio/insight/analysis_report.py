"""Everything that is known of a drawing without running it, in one report.

The one place where analysis and simulation meet: neither of them knows of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import MAX_LOOPS, Loop, LoopReport, find_loops
from flywheel_studio.analysis.main_loop import main_loop
from flywheel_studio.insight.checks.diagnosis import Diagnosed, Diagnosis, of_reading
from flywheel_studio.insight.checks.examined import Examined
from flywheel_studio.insight.checks.table import apart, diagnose
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.levers import Levers, levers_of
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import Growth, growth_of


class Analysis(Struct, frozen=True, eq=False):
    """What one drawing says.

    `main_loops`: the main loop of each wheel that has one, in file order (None: of a document
    without wheels). `levers`: what would change the growth rate most. `diagnosed`: what the rules
    of a good flywheel find, with what can be done about it.
    """

    loops: LoopReport
    growth: Growth
    main_loops: Mapping[str | None, Loop]
    levers: Levers = Levers((), is_defined=False)
    diagnosed: Diagnosed = Diagnosed()

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        """What is amiss and was not put aside, gravest first."""
        return self.diagnosed.shown

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of `diagnoses`, plain."""
        return tuple(diagnosis.finding for diagnosis in self.diagnosed.shown)

    def diagnosed_with(self, reading: Sequence[Finding], dismissed: Sequence[str]) -> Diagnosed:
        """`diagnosed` and what reading repaired, for an analysis that did not know of it."""
        if not reading:
            return self.diagnosed
        known = (*self.diagnosed.shown, *self.diagnosed.put_aside)
        return apart([*map(of_reading, reading), *known], dismissed)

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
    """Loops, growth, main loops, levers and findings of `flywheel`.

    Args:
        budget, seconds, stop: bound the search for loops, see `find_loops`.
        reading_findings: what reading the file repaired; of equally grave findings they come
            first.

    Raises:
        Cancelled: `stop` was set.
    """
    causal = causal_graph(flywheel)
    loops = find_loops(causal, budget=budget, seconds=seconds, stop=stop)
    stop.raise_if_set()
    dynamics = dynamics_of(flywheel)
    growth = growth_of(dynamics, stop)
    levers = levers_of(dynamics, stop)
    main_loops: dict[str | None, Loop] = {}
    for wheel in flywheel.wheels or (None,):
        stop.raise_if_set()
        found = main_loop(flywheel, loops.loops, wheel)
        if found is not None:
            main_loops[wheel] = found
    examined = Examined(flywheel, causal, loops, dynamics, growth, main_loops, stop)
    return Analysis(loops, growth, main_loops, levers, diagnose(examined, reading_findings))
