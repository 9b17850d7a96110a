"""A wheel that swings: in words, and seen in the curve of a run.

A swing is no growth. On its way up its momentum doubles every few weeks, and half a swing later all of it is
lost again: so what only a wheel that grows may be told is not told of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from flywheel_studio.insight.numbers import duration, moment, number, percent
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.simulation.settings import Floats, Indices
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory

# A swing this many times as wide as the last is beyond picturing; one this near to it is as wide.
_MOST_TIMES: Final = 1e4
_ALIKE: Final = 0.005
# Turns smaller than this share of what the curve spans are none to be seen.
_SEEN: Final = 0.01
# A rise that lasts this many times as long as the half swing before it is no swing any more.
_STILL: Final = 2.0


def never_settles(growth: Growth) -> bool:
    """Whether it swings for ever, ever wider or as wide as it began."""
    return growth.way in ("swings wider", "swings on")


def swing_words(growth: Growth, unit: str) -> str:
    """How long a swing takes and how wide the next one is; "" where it does not swing."""
    if not growth.swings or growth.oscillation_period is None:
        return ""
    time = duration(growth.oscillation_period, unit)
    times = growth.widening
    if growth.way == "swings on":
        return tr("One swing takes {duration} and is as wide as the one before.", duration=time)
    if times > _MOST_TIMES:
        return tr("One swing takes {duration} and is far wider than the one before.", duration=time)
    if times >= 1.0 + _ALIKE:
        return tr(
            "One swing takes {duration} and is {times} times as wide as the one before.",
            duration=time,
            times=number(times),
        )
    if times > 1.0:
        return tr(
            "One swing takes {duration} and is hardly wider than the one before.", duration=time
        )
    if times > 1.0 - _ALIKE:
        return tr(
            "One swing takes {duration} and is hardly narrower than the one before.", duration=time
        )
    return tr(
        "One swing takes {duration} and has {share} of the width of the one before.",
        duration=time,
        share=percent(times, 2),
    )


def swings_at_end(trajectory: Trajectory) -> bool:
    """Whether the momentum still goes up and down when the run ends, whatever the reason.

    A wheel that slowed once and has risen ever since does not.
    """
    time, turns = trajectory.time, _turns(_since_last_jump(trajectory))
    if len(turns) < 2:
        return False
    turns = turns + len(time) - len(_since_last_jump(trajectory))
    before, last = float(time[turns[-2]]), float(time[turns[-1]])
    return float(time[-1]) - last <= _STILL * (last - before)


def range_words(trajectory: Trajectory, unit: str) -> str:
    """Between which momenta a run swings."""
    low, high = int(np.argmin(trajectory.momentum)), int(np.argmax(trajectory.momentum))
    return tr(
        "Its momentum swings: {high} in {moment}, {low} in {other}.",
        high=number(float(trajectory.momentum[high])),
        moment=moment(float(trajectory.time[high]), unit),
        low=number(float(trajectory.momentum[low])),
        other=moment(float(trajectory.time[low]), unit),
    )


def _since_last_jump(trajectory: Trajectory) -> Floats:
    """The momentum from the last shove on."""
    if not trajectory.jumps:
        return trajectory.momentum
    first = int(np.searchsorted(trajectory.time, trajectory.jumps[-1][0]))
    return trajectory.momentum[first:]


def _turns(line: Floats) -> Indices:
    """Where a line turns, up to down or down to up, by more than a share of what it spans."""
    if len(line) < 3:
        return np.zeros(0, dtype=np.intp)
    least = _SEEN * float(line.max() - line.min())
    steps = np.sign(np.diff(line))
    moving = np.flatnonzero(steps)
    flips = moving[1:][np.diff(steps[moving]) != 0]
    if not len(flips) or not math.isfinite(least):
        return np.zeros(0, dtype=np.intp)
    found: list[int] = []
    extreme, is_up = 0, None
    for place in [*flips.tolist(), len(line) - 1]:
        change = float(line[place] - line[extreme])
        if is_up is None:
            if abs(change) > least:
                extreme, is_up = place, change > 0
        elif (change > 0) == is_up:
            extreme = place
        elif abs(change) > least:
            found.append(extreme)
            extreme, is_up = place, change > 0
    return np.array(found, dtype=np.intp)
