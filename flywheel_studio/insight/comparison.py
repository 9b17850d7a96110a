"""Scenarios beside the drawing as it stands: one run each, and what is different, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flywheel_studio.insight.difference import Course as Course
from flywheel_studio.insight.difference import difference as difference
from flywheel_studio.insight.scenario_words import problem_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.momentum import RunProblem, run
from flywheel_studio.simulation.scenarios import BadValue, UnknownPath, scenario
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of


@dataclass(frozen=True, eq=False)
class Compared:
    """One scenario. `course`: None where it cannot be run, which the sentence then says."""

    id: str
    name: str
    course: Course | None
    sentence: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """The drawing as it stands, and its scenarios in file order."""

    base: Course
    scenarios: tuple[Compared, ...]


def compare(
    flywheel: Flywheel,
    scenarios: Sequence[str] | None = None,
    *,
    until: float | None = None,
    every: float | None = None,
    stop: StopToken = NEVER,
) -> Comparison:
    """Run the drawing and scenarios of it over the same time.

    Args:
        scenarios: ids; None: all. `until`, `every`: time units; None: as the document says, also
            where a scenario says otherwise, so that the curves end together.

    Raises:
        RunProblem: the drawing itself cannot be run.
        UnknownScenario: there is none of this id.
        Cancelled: `stop` was set.
    """
    settings = flywheel.header.run
    until = settings.until if until is None else until
    every = settings.every if every is None else every
    base = _course(flywheel, until, every, stop)
    found: list[Compared] = []
    for key in flywheel.scenarios if scenarios is None else scenarios:
        known = flywheel.scenarios.get(key)
        name = known.name or key if known else key
        try:
            course = _course(scenario(flywheel, key), until, every, stop)
        except (UnknownPath, BadValue) as problem:
            reason = problem_words(flywheel, problem)
            sentence = tr("“{name}” cannot be run: {reason}.", name=name, reason=reason)
            found.append(Compared(key, name, None, sentence))
            continue
        except RunProblem as problem:
            sentence = tr("“{name}” cannot be run: {reason}", name=name, reason=str(problem))
            found.append(Compared(key, name, None, sentence))
            continue
        found.append(Compared(key, name, course, difference(name, base, course)))
    return Comparison(base, tuple(found))


def _course(flywheel: Flywheel, until: float, every: float, stop: StopToken) -> Course:
    stop.raise_if_set()
    dynamics = dynamics_of(flywheel)
    trajectory = run(dynamics, until=until, every=every, stop=stop)
    return Course(flywheel, trajectory, growth_of(dynamics, stop))
