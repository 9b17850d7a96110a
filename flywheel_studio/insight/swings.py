"""A wheel that swings, in words.

A swing is no growth. On its way up its momentum doubles every few weeks, and half a swing later all of it is
lost again: so what only a wheel that grows may be told is not told of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.numbers import duration, moment, number, percent
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory

# A swing this many times as wide as the last is beyond picturing; one this near to it is as wide.
_MOST_TIMES: Final = 1e4
_ALIKE: Final = 0.005


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


def range_words(trajectory: Trajectory, unit: str) -> str:
    """Between which momenta a run swings."""
    low, high = int(trajectory.momentum.argmin()), int(trajectory.momentum.argmax())
    return tr(
        "Its momentum swings: {high} in {moment}, {low} in {other}.",
        high=number(float(trajectory.momentum[high])),
        moment=moment(float(trajectory.time[high]), unit),
        low=number(float(trajectory.momentum[low])),
        other=moment(float(trajectory.time[low]), unit),
    )
