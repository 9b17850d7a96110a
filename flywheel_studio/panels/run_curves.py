"""From a trajectory to what the chart draws and what is said about it.

At a shove a curve jumps: both sides of the jump are drawn, so that it stands upright and does not
slope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flywheel_studio.insight.numbers import duration
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.curves import Curves, Marker, OtherCurve
from flywheel_studio.panels.wording import moment

if TYPE_CHECKING:
    from flywheel_studio.insight.comparison import Comparison
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
    )


def others_of(comparison: Comparison | None, colors: Mapping[str, str]) -> tuple[OtherCurve, ...]:
    """The scenarios that could be run, as curves."""
    others = []
    for one in comparison.scenarios if comparison is not None else ():
        if one.course is not None and one.id in colors and one.course.trajectory.factors:
            time, speed = one.course.trajectory.curve
            momentum = speed @ one.course.trajectory.mass
            others.append(OtherCurve(one.name, colors[one.id], time, momentum))
    return tuple(others)


def markers_of(trajectory: Trajectory) -> list[Marker]:
    """The moments that the chart points at."""
    markers = []
    if trajectory.breakthrough is not None and trajectory.breakthrough > 0:
        markers.append(Marker(trajectory.breakthrough, tr("Breakthrough")))
    if trajectory.breakthrough_lost is not None:
        markers.append(Marker(trajectory.breakthrough_lost, tr("Loses its drive"), True))
    if trajectory.ran_away_at is not None:
        markers.append(Marker(trajectory.ran_away_at, tr("Ran away"), True))
    return markers


def breakthrough_text(trajectory: Trajectory, unit: str) -> str:
    """When the wheel turns mostly by itself, in a word or two."""
    if trajectory.breakthrough is None:
        return tr("not in this run")
    if trajectory.breakthrough <= 0:
        return tr("from the start")
    return moment(trajectory.breakthrough, unit)


def sentences_of(trajectory: Trajectory, flywheel: Flywheel) -> list[str]:
    """What happened in the run, one sentence each, in the order of time."""
    unit = flywheel.header.time_unit
    said: list[tuple[float, str]] = []
    if not trajectory.speed.any():
        return [tr("Nothing moves yet: push a factor and watch.")]
    if trajectory.breakthrough is not None and trajectory.breakthrough > 0:
        text = tr(
            "Breakthrough in {moment}: from there it turns mostly by itself.",
            moment=moment(trajectory.breakthrough, unit),
        )
        said.append((trajectory.breakthrough, text))
    if trajectory.breakthrough_lost is not None:
        said.append((trajectory.breakthrough_lost, _loss_sentence(trajectory, unit)))
    for key, at in trajectory.standstill.items():
        if key in flywheel.factors:
            text = tr(
                "{factor} comes to a standstill in {moment}.",
                factor=factor_name(flywheel, key),
                moment=moment(at, unit),
            )
            said.append((at, text))
    if trajectory.ran_away_at is not None:
        text = tr(
            "The wheel ran away after {duration}; the run stops there.",
            duration=duration(trajectory.ran_away_at, unit),
        )
        said.append((trajectory.ran_away_at, text))
    return [text for _, text in sorted(said)]


def _loss_sentence(trajectory: Trajectory, unit: str) -> str:
    lost = moment(trajectory.breakthrough_lost or 0.0, unit)
    grows_at_the_end = trajectory.doubling_time is not None
    if trajectory.breakthrough == 0.0 and grows_at_the_end:
        return tr(
            "It turns by itself from the start; in {moment} it slows for a while.", moment=lost
        )
    if trajectory.breakthrough == 0.0:
        return tr("It turns by itself from the start, and loses that in {moment}.", moment=lost)
    if grows_at_the_end:
        return tr("It loses that in {moment}, for a while.", moment=lost)
    return tr("It loses that again in {moment}.", moment=lost)
