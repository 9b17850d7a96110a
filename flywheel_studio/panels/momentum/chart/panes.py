"""What stands in the two fields of the chart: momentum above, the factors below, each on its axis.

The factors are either shares of today, all on one axis, or what their metrics read. Metrics of
different units never share an axis: one unit is chosen, and only its factors are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.momentum.chart.curves import Curves
from flywheel_studio.panels.momentum.chart.scale import Scale, scale_of
from flywheel_studio.panels.parts.wording import moment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flywheel_studio.simulation.uncertainty import Band

# More bands on one axis lie over each other.
MOST_FACTOR_BANDS: Final = 3
# A goal this many times as far off as anything that is drawn would press the curves flat.
_FAR: Final = 2.0
_MOST_NAMES: Final = 3
# At the start almost every factor is at exactly 0; so long, in shares of the run, is not worth words.
_AT_ONCE: Final = 0.01


@dataclass(frozen=True)
class Trace:
    """One curve. `color`: None for the accent of the window."""

    name: str
    color: str | None
    time: NDArray[np.float64]
    values: NDArray[np.float64]
    is_dashed: bool = False
    is_filled: bool = False


@dataclass(frozen=True)
class Level:
    """A line across: a goal. `is_off`: it lies beyond the axis, which is 1 for above, -1 for below."""

    value: float
    text: str
    color: str
    is_off: int = 0


@dataclass(frozen=True)
class Pane:
    """One field. `bands`: (colour or None for the accent, how uncertain that trace is)."""

    title: str
    traces: tuple[Trace, ...]
    scale: Scale
    levels: tuple[Level, ...] = ()
    bands: tuple[tuple[str | None, Band], ...] = ()
    empty: str = ""


def panes_of(
    curves: Curves | None,
    *,
    hidden: frozenset[str] = frozenset(),
    measure: str = "",
    is_logarithmic: bool = False,
) -> tuple[Pane, Pane]:
    """The upper and the lower field.

    Args:
        measure: name of the measure that is chosen; "" for percent above today.
    """
    if curves is None:
        empty = Scale(0.0, 1.0)
        return Pane(tr("Momentum"), (), empty), Pane(_title(""), (), empty)
    return (
        _momentum_pane(curves, is_logarithmic),
        _factors_pane(curves, hidden, measure, is_logarithmic),
    )


def words_for_absent(panes: Iterable[Pane], end: float, unit: str) -> str:
    """Which curves a logarithmic axis leaves out, and when; "" where it leaves out nothing."""
    import numpy as np

    at_first: list[float] = []
    found: list[str] = []
    for pane in panes:
        for trace in pane.traces if pane.scale.is_logarithmic else ():
            name = " ".join(trace.name.split())
            is_late = trace.time > _AT_ONCE * end
            absent = np.flatnonzero(np.isnan(pane.scale.shares(trace.values)) & is_late)
            if not len(absent):
                continue
            is_whole = len(absent) == absent[-1] - absent[0] + 1
            is_from_the_start = absent[0] == np.argmax(is_late)
            is_to_the_end = absent[-1] == len(trace.values) - 1
            if is_whole and is_from_the_start and is_to_the_end:
                found.append(tr("{name} all the time", name=name))
            elif is_whole and is_from_the_start:
                at_first.append(float(trace.time[absent[-1]]))
            elif is_whole and is_to_the_end:
                since = moment(float(trace.time[absent[0]]), unit)
                found.append(tr("{name} from {moment} on", name=name, moment=since))
            else:
                found.append(tr("{name} for a while", name=name))
    left = len(found) - _MOST_NAMES
    if left > 0:
        found[_MOST_NAMES:] = [ntr("{n} more", "{n} more", left)]
    if at_first:
        until = moment(max(at_first), unit)
        words = ntr(
            "{n} curve at first, until {moment}",
            "{n} curves at first, the last until {moment}",
            len(at_first),
            moment=until,
        )
        found.append(words)
    if not found:
        return ""
    return tr(
        "A logarithmic axis can neither show 0 nor cross it. Left out: {absent}.",
        absent="; ".join(found),
    )


def words_for_others(curves: Curves | None, measure: str) -> str:
    """How many factors are measured in something else than the measure that is chosen."""
    if curves is None or not measure:
        return ""
    left = len(curves.speeds) - len(curves.in_measure(measure))
    if not left:
        return ""
    return ntr(
        "{n} factor is not measured in this and is left out.",
        "{n} factors are not measured in this and are left out.",
        left,
    )


def _momentum_pane(curves: Curves, is_logarithmic: bool) -> Pane:
    bands = ((None, curves.band),) if curves.band is not None and len(curves.band.time) else ()
    # A fill under the curve would hide the lower edge of the band.
    is_filled = not is_logarithmic and not bands
    own = Trace(tr("Momentum"), None, curves.time, curves.momentum, is_filled=is_filled)
    others = [
        Trace(other.name, other.color, other.time, other.momentum, is_dashed=True)
        for other in curves.others
    ]
    traces = (own, *others)
    lines = [trace.values for trace in traces]
    lines += [edge for _, band in bands for edge in (band.low, band.high)]
    scale = scale_of(lines, is_logarithmic=is_logarithmic)
    empty = _emptiness(traces) if is_logarithmic else ""
    return Pane(tr("Momentum"), traces, scale, bands=bands, empty=empty)


def _factors_pane(
    curves: Curves, hidden: frozenset[str], measure: str, is_logarithmic: bool
) -> Pane:
    shown = [key for key in curves.in_measure(measure) if key not in hidden]
    traces = tuple(
        Trace(
            curves.labels[key],
            curves.colors[key],
            curves.time,
            curves.measures[key].of(curves.speeds[key]) if measure else curves.speeds[key],
        )
        for key in shown
    )
    bands = tuple(_factor_bands(curves, shown, measure))
    lines = [trace.values for trace in traces]
    lines += [edge for _, band in bands for edge in (band.low, band.high)]
    targets = [
        (target, curves.colors[key])
        for key in shown
        if measure
        for target in curves.measures[key].targets
    ]
    plain = scale_of(lines, is_logarithmic=is_logarithmic, with_zero=not measure)
    near = [target for target, _ in targets if _is_near(target, plain)]
    scale = scale_of(lines, is_logarithmic=is_logarithmic, with_zero=not measure, values=near)
    levels = tuple(_level(target, color, scale) for target, color in targets)
    empty = _emptiness(traces) if is_logarithmic else ""
    if not shown:
        empty = tr("All curves are hidden.")
    return Pane(_title(measure), traces, scale, levels, bands=bands, empty=empty)


def _factor_bands(
    curves: Curves, shown: Sequence[str], measure: str
) -> Iterator[tuple[str | None, Band]]:
    """How uncertain the factors are, where few enough are shown to tell their bands apart."""
    for key in shown if len(shown) <= MOST_FACTOR_BANDS else ():
        band = curves.factor_bands.get(key)
        if band is None or not len(band.time):
            continue
        low, median, high = (100.0 * edge for edge in (band.low, band.median, band.high))
        if measure:
            low, median, high = (curves.measures[key].of(edge) for edge in (low, median, high))
        yield curves.colors[key], replace(band, low=low, median=median, high=high)


def _title(measure: str) -> str:
    return (
        tr("Factors in {unit}", unit=measure) if measure else tr("Factors: speed against today, %")
    )


def _is_near(target: float, scale: Scale) -> bool:
    if scale.is_logarithmic:
        size = -target if scale.hangs else target
        return size > 0 and scale.low - 1.0 <= math.log10(size) <= scale.high + 1.0
    room = _FAR * (scale.high - scale.low)
    return scale.low - room <= target <= scale.high + room


def _level(target: float, color: str, scale: Scale) -> Level:
    text = tr("Goal {value}", value=number(target))
    if scale.share_of(target) is not None:
        return Level(target, text, color)
    top = scale.high
    if scale.is_logarithmic:
        top = -(10.0**scale.low) if scale.hangs else 10.0**top
    return Level(target, text, color, is_off=1 if target > top else -1)


def _emptiness(traces: Sequence[Trace]) -> str:
    if not traces or any(trace.values.any() for trace in traces):
        return ""
    return tr("Everything is at 0 here.")
