"""What happened in a run, as moments to mark on a chart and sentences to read.

A plateau is a claim about the end of the run only: it levelled off and stayed level while one looked.
A goal is a value of a factor's metric, which reads baseline·(1 + v).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from flywheel_studio.insight.breakthrough import (
    breakthrough_of,
    coasts,
    loss_of,
    loss_words,
    told_spans,
)
from flywheel_studio.insight.numbers import duration, each, moment, number, percent
from flywheel_studio.insight.run_shape import (
    pace_from,
    plateau_of,
    rest_of,
    stands_still,
    swings_at_end,
    turns_backwards,
)
from flywheel_studio.insight.sentences import quoted_name
from flywheel_studio.insight.swings import range_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory

MilestoneKind = Literal[
    "breakthrough", "lost", "doubled", "doubling", "swings", "plateau", "pace", "rest",
    "standstill", "ran away", "goal",
]  # fmt: skip

# Growth of a hundredth in as long as the run takes is there to be seen.
_SEEN: Final = 0.01
# A wheel that would need so many runs to double hardly grows.
_HARDLY: Final = 3.0


@dataclass(frozen=True)
class Milestone:
    """One moment. `time`: None for what holds at the end, or does not come in this run.

    `word`: for a mark on the chart, in two or three words. `sentence`: the same in full.
    `factor`: whose moment it is; None for the whole wheel's.
    """

    kind: MilestoneKind
    time: float | None
    word: str
    sentence: str
    factor: str | None = None
    is_warning: bool = False


@dataclass(frozen=True)
class Target:
    """A value that a factor's metric shall reach, and what it reads today."""

    factor: str
    target: float
    unit: str
    baseline: float


@dataclass(frozen=True)
class GoalTime:
    """When a factor reaches its target: `time` None where it does not in this run, 0 at once."""

    factor: str
    target: float
    unit: str
    time: float | None


def milestones_of(
    flywheel: Flywheel, trajectory: Trajectory, growth: Growth | None = None
) -> tuple[Milestone, ...]:
    """What happened, in the order of time; what has no time last.

    Args:
        growth: of the wheel that ran, where it is known. One that swings is told neither to double
            nor to break through; one that coasts keeps its pace and reaches no plateau.
    """
    if stands_still(trajectory):
        return ()
    found = [*_of_the_wheel(flywheel, trajectory, growth), *_of_factors(flywheel, trajectory)]
    end = float(trajectory.time[-1])
    # Stable: what happens at the same time keeps the order above.
    return tuple(
        sorted(found, key=lambda one: end + 1.0 + abs(end) if one.time is None else one.time)
    )


def targets_of(flywheel: Flywheel) -> tuple[Target, ...]:
    """The values to reach: goals of wheels, then targets of factors, in file order, each once.

    Only a factor whose metric has a baseline other than 0 can be read in the units of its goal, and
    a goal of a wheel in another unit than its factor's metric is none of its values.
    """
    targets: dict[tuple[str, float], str] = {}
    for wheel in flywheel.wheels.values():
        goal = wheel.goal
        if goal is not None and goal.factor is not None and goal.target is not None:
            targets.setdefault((goal.factor, goal.target), goal.unit)
    for factor in flywheel.factors.values():
        if factor.metric is not None and factor.metric.target is not None:
            targets.setdefault((factor.id, factor.metric.target), factor.metric.unit)
    found = []
    for (key, target), unit in targets.items():
        named = flywheel.factors.get(key)
        if named is None or named.metric is None or not named.metric.baseline:
            continue
        own = named.metric.unit
        # A goal in euros says nothing of a factor that is counted in orders.
        if not unit.strip() or not own.strip() or _alike(unit, own):
            found.append(Target(key, target, unit or own, named.metric.baseline))
    return tuple(found)


def goal_times(flywheel: Flywheel, trajectory: Trajectory) -> tuple[GoalTime, ...]:
    """When goals are reached, in the order of `targets_of`."""
    found: list[GoalTime] = []
    for one in targets_of(flywheel):
        if one.factor in trajectory.factors:
            # More of a loss is less: past the target is away from today's value.
            time = first_crossing(trajectory, one.factor, one.target / one.baseline - 1.0)
            found.append(GoalTime(one.factor, one.target, one.unit, time))
    return tuple(found)


def first_crossing(trajectory: Trajectory, factor: str, speed: float) -> float | None:
    """When a factor's speed first is `speed` or beyond, seen from 0 (today); None for never."""
    time, speeds = trajectory.curve
    line = speeds[:, trajectory.factors.index(factor)]
    beyond = line >= speed if speed >= 0 else line <= speed
    if not beyond.any():
        return None
    at = int(np.argmax(beyond))
    if at == 0 or time[at] == time[at - 1]:
        return float(time[at])
    share = (speed - line[at - 1]) / (line[at] - line[at - 1])
    return float(time[at - 1] + share * (time[at] - time[at - 1]))


def pace_words(trajectory: Trajectory, unit: str, growth: Growth | None = None) -> str:
    """How fast the momentum grows at the end; "" where one would not see it grow, or it swings.

    A doubling is said only where it is no longer than the run: "doubles every 274 months" at the end
    of 96 is a number about a time that nobody has looked at.
    """
    doubling, end = trajectory.doubling_time, float(trajectory.time[-1])
    if doubling is None or not 0.0 < doubling < float("inf") or _swings(trajectory, growth):
        return ""
    if doubling <= end:
        return tr("At the end its momentum doubles every {time}.", time=duration(doubling, unit))
    rate = float(np.log(2)) / doubling
    if rate * end < _SEEN:
        return ""
    often, share = each(unit), percent(float(np.expm1(rate)), 2)
    if doubling > _HARDLY * end:
        return tr(
            "At the end its momentum hardly grows: {share} {each_unit}.",
            share=share,
            each_unit=often,
        )
    return tr("At the end its momentum grows by {share} {each_unit}.", share=share, each_unit=often)


def _alike(unit: str, other: str) -> bool:
    return unit.split() == other.split() or unit.strip().casefold() == other.strip().casefold()


def _swings(trajectory: Trajectory, growth: Growth | None) -> bool:
    return (growth is not None and growth.swings) or swings_at_end(trajectory)


def _breakthrough(trajectory: Trajectory, time: float, unit: str) -> Milestone:
    word, at = tr("Breakthrough"), moment(time, unit)
    if turns_backwards(trajectory):
        word = tr("Doom loop")
        if time > 0:
            text = tr(
                "From {moment} on it turns backwards by itself: a doom loop, until something lifts it.",
                moment=at,
            )
        else:
            text = tr("It turns backwards by itself: a doom loop, until something lifts it.")
        return Milestone("breakthrough", time, word, text, is_warning=True)
    if time > 0:
        text = tr("Breakthrough in {moment}: from then on it turns mostly by itself.", moment=at)
    else:
        text = tr("It turns mostly by itself from the start.")
    return Milestone("breakthrough", time, word, text)


def _of_the_wheel(
    flywheel: Flywheel, trajectory: Trajectory, growth: Growth | None
) -> Iterator[Milestone]:
    unit = flywheel.header.time_unit
    began = breakthrough_of(trajectory, growth)
    if began is not None:
        yield _breakthrough(trajectory, began, unit)
        lost = loss_of(trajectory)
        if lost is not None:
            text = loss_words(trajectory, unit)
            yield Milestone("lost", lost, tr("Loses its drive"), text, is_warning=True)
    yield from _growth(trajectory, unit, growth)
    if trajectory.ran_away_at is not None:
        text = tr(
            "The wheel ran away after {duration}: its numbers grow past all measure, and the run ends there.",
            duration=duration(trajectory.ran_away_at, unit),
        )
        yield Milestone("ran away", trajectory.ran_away_at, tr("Ran away"), text, is_warning=True)


def _doubling(trajectory: Trajectory, growth: Growth | None) -> tuple[float, float] | None:
    """From when until when its momentum has doubled for the first time, mostly by itself.

    While it is pushed up from near rest it doubles many times, which says something of the push.
    """
    began = breakthrough_of(trajectory, growth)
    if began is None or _swings(trajectory, growth) or coasts(growth):
        return None
    base, until = trajectory.momentum_at(began), told_spans(trajectory)[0][1]
    times, speeds = trajectory.curve
    momentum = speeds @ trajectory.mass
    twice = np.flatnonzero((times > began) & (momentum >= 2 * base))
    if base <= 0 or not len(twice):
        return None
    at = int(twice[0])
    before, below = max((float(times[at - 1]), float(momentum[at - 1])), (began, base))
    if before == times[at]:
        # A shove brought it there.
        return None
    share = (2 * base - below) / (float(momentum[at]) - below)
    time = before + share * (float(times[at]) - before)
    return (began, time) if until is None or time <= until else None


def _growth(trajectory: Trajectory, unit: str, growth: Growth | None) -> Iterator[Milestone]:
    doubling = _doubling(trajectory, growth)
    if doubling is not None:
        began, time = doubling
        if began > 0:
            text = tr(
                "By {moment} its momentum is twice what it was at its breakthrough.",
                moment=moment(time, unit),
            )
        else:
            text = tr("By {moment} its momentum has doubled.", moment=moment(time, unit))
        yield Milestone("doubled", time, tr("Doubled"), text)
    kept = pace_from(trajectory) if coasts(growth) else None
    if kept is not None:
        yield _pace(trajectory, kept, unit)
        return
    level, rest = plateau_of(trajectory), rest_of(trajectory)
    if level is not None:
        text = tr(
            "From {moment} on it grows no further, at a momentum of {value}.",
            moment=moment(level, unit),
            value=number(trajectory.final_momentum),
        )
        yield Milestone("plateau", level, tr("Plateau"), text)
    elif rest is not None:
        text = tr("From {moment} on hardly anything moves.", moment=moment(rest, unit))
        yield Milestone("rest", rest, tr("At rest"), text, is_warning=True)
    elif swings_at_end(trajectory):
        yield Milestone("swings", None, tr("Swings"), range_words(trajectory, unit))
    pace = pace_words(trajectory, unit, growth)
    if pace and level is None:
        yield Milestone("doubling", None, tr("Doubling time"), pace)


def _pace(trajectory: Trajectory, time: float, unit: str) -> Milestone:
    """A wheel that coasts keeps what it was given, up or down."""
    value, at = number(trajectory.final_momentum), moment(time, unit)
    if trajectory.final_momentum < 0:
        text = tr(
            "From {moment} on it stays down, at a momentum of {value}.", moment=at, value=value
        )
        return Milestone("pace", time, tr("Stays down"), text, is_warning=True)
    if time > 0:
        text = tr(
            "From {moment} on it keeps its pace, at a momentum of {value}.", moment=at, value=value
        )
    else:
        text = tr("It keeps its pace from the start, at a momentum of {value}.", value=value)
    return Milestone("pace", time, tr("Keeps its pace"), text)


def _of_factors(flywheel: Flywheel, trajectory: Trajectory) -> Iterator[Milestone]:
    unit = flywheel.header.time_unit
    for key, at in trajectory.standstill.items():
        if key in flywheel.factors:
            text = tr(
                "{factor} comes to a standstill in {moment}.",
                factor=quoted_name(flywheel, key),
                moment=moment(at, unit),
            )
            yield Milestone("standstill", at, tr("Standstill"), text, key, is_warning=True)
    for goal in goal_times(flywheel, trajectory):
        name = quoted_name(flywheel, goal.factor)
        value = f"{number(goal.target)} {goal.unit}".rstrip()
        if goal.time is None:
            text = tr("{factor} does not reach {value} in this run.", factor=name, value=value)
        elif goal.time == 0:
            text = tr("{factor} is at {value} from the start.", factor=name, value=value)
        else:
            text = tr(
                "{factor} reaches {value} in {moment}.",
                factor=name,
                value=value,
                moment=moment(goal.time, unit),
            )
        yield Milestone(
            "goal", goal.time, tr("Goal"), text, goal.factor, is_warning=goal.time is None
        )
