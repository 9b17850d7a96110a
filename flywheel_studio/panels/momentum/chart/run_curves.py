"""From a trajectory to what the chart draws and what is said about it.

At a shove a curve jumps: both sides of the jump are drawn, so that it stands upright and does not
slope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.sentences import quoted_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.momentum.chart.curves import Curves, Marker, Measure, OtherCurve
from flywheel_studio.panels.parts.wording import moment

if TYPE_CHECKING:
    from flywheel_studio.insight.comparison import Comparison
    from flywheel_studio.insight.milestones import Milestone
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory


def curves_of(
    trajectory: Trajectory,
    flywheel: Flywheel,
    colors: Mapping[str, str],
    others: Sequence[OtherCurve] = (),
) -> Curves:
    """The curves of a run, speeds in percent above today, and those of scenarios beside it."""
    factors = flywheel.factors
    time, speed = trajectory.curve
    # A factor may have gone since the run; the next run, a frame away, will not know it.
    known = [(row, key) for row, key in enumerate(trajectory.factors) if key in factors]
    return Curves(
        time=time,
        momentum=speed @ trajectory.mass,
        speeds={key: speed[:, row] * 100.0 for row, key in known},
        labels={key: factors[key].label for _, key in known},
        colors={key: colors[key] for _, key in known},
        unit=flywheel.header.time_unit,
        end=float(trajectory.time[-1]),
        others=tuple(others),
        measures=measures_of(flywheel, [key for _, key in known]),
    )


def measures_of(flywheel: Flywheel, factors: Sequence[str]) -> dict[str, Measure]:
    """What these factors are measured in; only with a value today that is not 0 can it be drawn."""
    from flywheel_studio.insight.milestones import targets_of

    targets: dict[str, list[float]] = {}
    for goal in targets_of(flywheel):
        targets.setdefault(goal.factor, []).append(goal.target)
    found = {}
    for key in factors:
        metric = flywheel.factors[key].metric
        if metric is not None and metric.baseline:
            name = metric.unit.strip() or metric.name.strip() or flywheel.factors[key].label
            found[key] = Measure(
                metric.baseline,
                metric.unit.strip(),
                " ".join(name.split()),
                tuple(targets.get(key, ())),
            )
    return found


def others_of(comparison: Comparison | None, colors: Mapping[str, str]) -> tuple[OtherCurve, ...]:
    """The scenarios that could be run, as curves."""
    others = []
    for one in comparison.scenarios if comparison is not None else ():
        if one.course is not None and one.id in colors and one.course.trajectory.factors:
            time, speed = one.course.trajectory.curve
            momentum = speed @ one.course.trajectory.mass
            others.append(OtherCurve(one.name, colors[one.id], time, momentum))
    return tuple(others)


# Standstills that are told one by one.
_MOST_STILLS: Final = 2
# Moments that a line on the chart would only crowd: what factors do is in the sentences.
_MARKED: Final = frozenset(
    {"breakthrough", "lost", "doubled", "plateau", "pace", "rest", "ran away", "goal"}
)


def markers_of(
    trajectory: Trajectory, flywheel: Flywheel, growth: Growth | None = None
) -> list[Marker]:
    """The moments that the chart points at. `growth`: of the wheel, where it is known already."""
    from flywheel_studio.insight.milestones import milestones_of

    markers = []
    for one in milestones_of(flywheel, trajectory, growth):
        if one.kind not in _MARKED or one.time is None or one.time <= 0:
            continue
        if one.kind == "lost" and _regains(trajectory):
            # Beside "Keeps itself going" a lost drive would read as a contradiction.
            markers.append(Marker(one.time, tr("Slower for a while")))
        elif one.kind == "goal" and one.factor in flywheel.factors:
            label = " ".join(flywheel.factors[one.factor].label.split())
            markers.append(Marker(one.time, tr("Goal: {factor}", factor=label)))
        else:
            markers.append(Marker(one.time, one.word, one.is_warning))
    return markers


def breakthrough_text(trajectory: Trajectory, unit: str, growth: Growth | None = None) -> str:
    """When the wheel turns mostly by itself, in a word or two."""
    if growth is not None and growth.way == "dies out":
        # In a longer run neither: "not in this run" would leave that open.
        return tr("none: it runs down")
    if trajectory.breakthrough is None:
        return tr("not in this run")
    from flywheel_studio.insight.breakthrough import breakthrough_of, coasts
    from flywheel_studio.insight.run_shape import turns_backwards

    began = breakthrough_of(trajectory, growth)
    if began is None:
        if growth is not None and growth.swings:
            return tr("none: it swings")
        return tr("none: it coasts") if coasts(growth) else tr("not in this run")
    if turns_backwards(trajectory):
        return tr("none: it turns backwards")
    return moment(began, unit) if began > 0 else tr("from the start")


def sentences_of(
    trajectory: Trajectory, flywheel: Flywheel, growth: Growth | None = None
) -> list[str]:
    """What happened in the run, one sentence each, in the order of time.

    Where nothing moves there is none: that, and what to do, stands beside the wheel.
    """
    from flywheel_studio.insight.milestones import milestones_of

    said = []
    milestones = milestones_of(flywheel, trajectory, growth)
    stills = [one for one in milestones if one.kind == "standstill"]
    for one in milestones:
        if one.kind == "standstill" and len(stills) > _MOST_STILLS:
            if one is stills[0]:
                said.append(_stills_sentence(stills, flywheel))
        elif one.kind == "lost":
            said.append(_loss_sentence(trajectory, flywheel.header.time_unit))
        elif one.kind != "breakthrough" or one.time != 0.0 or one.is_warning:
            # "From the start" stands among the facts already.
            said.append(one.sentence)
    return said


def _stills_sentence(stills: Sequence[Milestone], flywheel: Flywheel) -> str:
    """Many factors that stop, in one sentence."""
    unit, first, last = flywheel.header.time_unit, stills[0], stills[-1]
    return tr(
        "{n} factors come to a standstill: first {first} in {moment}, last {last} in {end}.",
        n=len(stills),
        first=quoted_name(flywheel, first.factor or ""),
        moment=moment(first.time or 0.0, unit),
        last=quoted_name(flywheel, last.factor or ""),
        end=moment(last.time or 0.0, unit),
    )


def _regains(trajectory: Trajectory) -> bool:
    """Whether the wheel grows at the end of the run."""
    from flywheel_studio.insight.run_shape import swings_at_end

    return trajectory.doubling_time is not None and not swings_at_end(trajectory)


def _loss_sentence(trajectory: Trajectory, unit: str) -> str:
    from flywheel_studio.insight.breakthrough import loss_words, told_spans

    said, spans = loss_words(trajectory, unit), told_spans(trajectory)
    if spans[0][0] > 0:
        return said
    # "From the start" stands among the facts only: what is lost is said along.
    lost = moment(spans[0][1] or 0.0, unit)
    if len(spans) > 2 or (spans[-1][1] is not None and len(spans) > 1):
        return tr("It turns by itself from the start. {sentence}", sentence=said)
    if len(spans) == 2:
        return tr(
            "It turns by itself from the start; from {moment} to {again} it slows.",
            moment=lost,
            again=moment(spans[1][0], unit),
        )
    if _regains(trajectory):
        return tr(
            "It turns by itself from the start; in {moment} it slows for a while.", moment=lost
        )
    return tr("It turns by itself from the start, and loses that in {moment}.", moment=lost)
