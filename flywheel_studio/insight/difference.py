"""What is different with a scenario, in a sentence or two.

The first says the first thing that differs, in the order in which people ask: does it run away, does
it swing without end, when does it break through, when is the goal reached, does it keep itself going,
how far does it get. Where it says something else than that last one, a second says how far.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from flywheel_studio.insight.breakthrough import breakthrough_of, coasts, told_spans
from flywheel_studio.insight.milestones import goal_times
from flywheel_studio.insight.numbers import duration, moment, number, percent
from flywheel_studio.insight.sentences import quoted_name
from flywheel_studio.insight.swings import never_settles, swing_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.simulation.spectrum import Growth
from flywheel_studio.simulation.trajectory import Trajectory

# Moments closer than this share of the run, and momenta closer than this share of each other, are
# told as equal.
_SAME_TIME: Final = 2e-3
_SAME: Final = 5e-3
# Ends that differ by less are not worth a sentence of their own beside another difference.
_WORTH: Final = 0.05
_TIMES: Final = 1.5


@dataclass(frozen=True, eq=False)
class Course:
    """How a drawing or a scenario of it goes."""

    flywheel: Flywheel
    trajectory: Trajectory
    growth: Growth


def difference(name: str, base: Course, other: Course) -> str:
    """What is different with a scenario, in one sentence or two."""
    if told := _runaway(name, base, other) or _swings(name, base, other):
        return told
    told = (
        _coasting(name, base, other)
        or _breakthrough(name, base, other)
        or _goals(name, base, other)
        or _verdict(name, base, other)
    )
    if told:
        return " ".join(filter(None, (told, _ending(base, other))))
    return _momentum(name, base, other) or tr(
        "With “{name}” nothing changes in this run.", name=name
    )


def _runaway(name: str, base: Course, other: Course) -> str:
    was, now = base.trajectory.ran_away_at, other.trajectory.ran_away_at
    unit = base.flywheel.header.time_unit
    if now is not None and was is None:
        return tr(
            "With “{name}” the wheel runs away in {moment}.", name=name, moment=moment(now, unit)
        )
    if was is not None and now is None:
        return tr("With “{name}” the wheel no longer runs away.", name=name)
    return ""


def _swings(name: str, base: Course, other: Course) -> str:
    """What a scenario does to swings without end, or that it begins them."""
    was, now = base.growth, other.growth
    if not (never_settles(was) or never_settles(now)):
        return ""
    if was.way == now.way:
        return _longer_swing(name, base, other)
    unit = base.flywheel.header.time_unit
    match now.way:
        case "swings wider":
            first = tr("With “{name}” the wheel swings ever wider.", name=name)
        case "swings on":
            first = tr("With “{name}” the wheel swings on and on.", name=name)
        case "swings out":
            first = tr("With “{name}” the swings of the wheel die out.", name=name)
        case "grows":
            return tr("With “{name}” the wheel keeps itself going and does not swing.", name=name)
        case "stands":
            return tr("With “{name}” the wheel no longer swings: it coasts.", name=name)
        case _:
            return tr(
                "With “{name}” the wheel no longer swings: it runs down when nobody pushes.",
                name=name,
            )
    return f"{first} {swing_words(now, unit)}"


def _longer_swing(name: str, base: Course, other: Course) -> str:
    was, now = base.growth.oscillation_period, other.growth.oscillation_period
    if was is None or now is None or _is_same(was, now):
        return ""
    unit = base.flywheel.header.time_unit
    return tr(
        "With “{name}” one swing takes {duration} instead of {other}.",
        name=name,
        duration=duration(now, unit),
        other=duration(was, unit),
    )


def _breakthrough(name: str, base: Course, other: Course) -> str:
    if never_settles(base.growth) or never_settles(other.growth):
        # A swing brings it, and takes it back.
        return ""
    was = breakthrough_of(base.trajectory, base.growth)
    now = breakthrough_of(other.trajectory, other.growth)
    unit = base.flywheel.header.time_unit
    if now is not None and not (was is not None and _is_lost(base.trajectory)):
        lost = _loss(name, other.trajectory, unit)
        if lost:
            return lost
    if _is_same_time(was, now, base):
        return ""
    is_later = now is None or (was is not None and now > was)
    if _gets_further(other, base) == is_later and _momentum(name, base, other):
        # Pushes that end early make the links the larger share sooner, of less: what counts is
        # how far it gets.
        return ""
    if now is None:
        return tr("With “{name}” the wheel no longer breaks through in this run.", name=name)
    if now == 0:
        return tr("With “{name}” the wheel turns mostly by itself from the start.", name=name)
    if was is None:
        return tr(
            "With “{name}” the wheel breaks through in {moment}; as it stands, not in this run.",
            name=name,
            moment=moment(now, unit),
        )
    if was == 0:
        return tr(
            "With “{name}” the wheel breaks through only in {moment} instead of from the start.",
            name=name,
            moment=moment(now, unit),
        )
    return tr(
        "With “{name}” the wheel breaks through in {moment} instead of {other}.",
        name=name,
        moment=moment(now, unit),
        other=moment(was, unit),
    )


def _is_lost(trajectory: Trajectory) -> bool:
    """Whether it ever stops turning mostly by itself, as it is told."""
    spans = told_spans(trajectory)
    return bool(spans) and spans[0][1] is not None


def _loss(name: str, trajectory: Trajectory, unit: str) -> str:
    """That a scenario stops turning mostly by itself, and whether it takes that up again."""
    spans = told_spans(trajectory)
    if not _is_lost(trajectory):
        return ""
    begin, lost = spans[0]
    last_begin, last_end = spans[-1]
    first, until = moment(begin, unit), moment(lost or 0.0, unit)
    again = moment(last_begin, unit)
    if last_end is None and begin == 0:
        return tr(
            "With “{name}” the wheel turns mostly by itself until {moment}, and again from {again}.",
            name=name,
            moment=until,
            again=again,
        )
    if last_end is None:
        return tr(
            "With “{name}” the wheel turns mostly by itself from {moment} to {other}, and again "
            "from {again}.",
            name=name,
            moment=first,
            other=until,
            again=again,
        )
    if len(spans) > 1:
        return tr(
            "With “{name}” the wheel turns mostly by itself only at times, the last time until "
            "{moment}.",
            name=name,
            moment=moment(last_end, unit),
        )
    if begin == 0:
        return tr(
            "With “{name}” the wheel turns mostly by itself only until {moment}.",
            name=name,
            moment=until,
        )
    return tr(
        "With “{name}” the wheel turns mostly by itself only from {moment} to {other}.",
        name=name,
        moment=first,
        other=until,
    )


def _coasting(name: str, base: Course, other: Course) -> str:
    """A wheel that coasts breaks through nothing, and loses nothing: that says more than a moment."""
    is_between = coasts(base.growth) != coasts(other.growth)
    return _verdict(name, base, other) if is_between else ""


def _ending(base: Course, other: Course) -> str:
    """How far it gets, beside what else differs; "" where that is about as far."""
    was, now = base.trajectory, other.trajectory
    if was.ran_away_at is not None or now.ran_away_at is not None:
        return ""
    if base.growth.swings or other.growth.swings:
        return ""
    if math.isclose(was.final_momentum, now.final_momentum, rel_tol=_WORTH, abs_tol=1e-9):
        return ""
    return tr(
        "It ends at a momentum of {value} instead of {other}.",
        value=number(now.final_momentum),
        other=number(was.final_momentum),
    )


def _goals(name: str, base: Course, other: Course) -> str:
    unit = base.flywheel.header.time_unit
    times = {
        (goal.factor, goal.target): goal for goal in goal_times(base.flywheel, base.trajectory)
    }
    for goal in goal_times(other.flywheel, other.trajectory):
        before = times.get((goal.factor, goal.target))
        if before is None or _is_same_time(before.time, goal.time, base):
            continue
        factor = quoted_name(other.flywheel, goal.factor)
        value = f"{number(goal.target)} {goal.unit}".rstrip()
        if goal.time is None:
            return tr(
                "With “{name}”, {factor} no longer reaches {value} in this run.",
                name=name,
                factor=factor,
                value=value,
            )
        if before.time is None:
            return tr(
                "With “{name}”, {factor} reaches {value} in {moment}; as it stands, not in this run.",
                name=name,
                factor=factor,
                value=value,
                moment=moment(goal.time, unit),
            )
        return tr(
            "With “{name}”, {factor} reaches {value} in {moment} instead of {other}.",
            name=name,
            factor=factor,
            value=value,
            moment=moment(goal.time, unit),
            other=moment(before.time, unit),
        )
    return ""


def _verdict(name: str, base: Course, other: Course) -> str:
    if base.growth.verdict == other.growth.verdict:
        return ""
    match other.growth.verdict:
        case "accelerates":
            return tr("With “{name}” the wheel keeps itself going.", name=name)
        case "coasts":
            return tr("With “{name}” the wheel coasts: it neither grows nor fades.", name=name)
    return tr("With “{name}” the wheel runs down when nobody pushes.", name=name)


def _momentum(name: str, base: Course, other: Course) -> str:
    was, now = base.trajectory.final_momentum, other.trajectory.final_momentum
    if base.trajectory.ran_away_at is not None and other.trajectory.ran_away_at is not None:
        was, now = other.trajectory.ran_away_at, base.trajectory.ran_away_at
        if _is_same(was, now):
            return ""
        unit = base.flywheel.header.time_unit
        return tr(
            "With “{name}” the wheel runs away in {moment} instead of {other}.",
            name=name,
            moment=moment(was, unit),
            other=moment(now, unit),
        )
    if _is_same(was, now):
        return ""
    if was <= 0 or now <= 0 or base.growth.swings or other.growth.swings:
        return tr(
            "With “{name}” the momentum at the end is {value} instead of {other}.",
            name=name,
            value=number(now),
            other=number(was),
        )
    if now / was >= _TIMES:
        return tr(
            "With “{name}” the wheel has {times} times the momentum at the end.",
            name=name,
            times=number(now / was, 2),
        )
    if now > was:
        return tr(
            "With “{name}” the wheel has {share} more momentum at the end.",
            name=name,
            share=percent(now / was - 1, 2),
        )
    return tr(
        "With “{name}” the wheel has {share} less momentum at the end.",
        name=name,
        share=percent(1 - now / was, 2),
    )


def _gets_further(one: Course, other: Course) -> bool:
    return one.trajectory.final_momentum > other.trajectory.final_momentum


def _is_same_time(was: float | None, now: float | None, base: Course) -> bool:
    if was is None or now is None or (was == 0) != (now == 0):
        return was is now or was == now
    return abs(was - now) <= _SAME_TIME * float(base.trajectory.time[-1])


def _is_same(was: float, now: float) -> bool:
    return math.isclose(was, now, rel_tol=_SAME, abs_tol=1e-12)
