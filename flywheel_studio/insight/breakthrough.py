"""The breakthrough in words: from when on the wheel turns mostly by itself, and what becomes of it.

A run knows this to the last digit, with every loss on the way. A person is told less: a relapse, or
a flash of turning by itself, that is too short to be seen on a curve is swallowed, and a wheel that
swings or runs down, or that coasts since a shove, broke through nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from flywheel_studio.insight.numbers import moment
from flywheel_studio.insight.run_shape import swings_at_end
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.simulation.course import Span
    from flywheel_studio.simulation.spectrum import Growth
    from flywheel_studio.simulation.trajectory import Trajectory

# Shorter than this share of the run is not told: a month in three years, in which a shove goes
# round for the first time, is no relapse.
_SHORT: Final = 0.05


def told_spans(trajectory: Trajectory) -> tuple[Span, ...]:
    """When it turns mostly by itself, as it is told: (from, until), None for to the end."""
    shortest = _SHORT * float(trajectory.time[-1])
    joined: list[Span] = []
    for begin, end in trajectory.self_turning:
        if joined and joined[-1][1] is not None and begin - joined[-1][1] < shortest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    # What began late may last: only what is over is known to have been short.
    lasting = [(begin, end) for begin, end in joined if end is None or end - begin >= shortest]
    return tuple(lasting or joined)


def breaks_through(trajectory: Trajectory, growth: Growth | None = None) -> bool:
    """Whether a breakthrough is worth the word.

    Not where a swing brought it and takes it back, where all runs down, and where a wheel that
    coasts was only shoved: it keeps what it got.

    Args:
        growth: of the wheel that ran, where it is known.
    """
    if trajectory.breakthrough is None:
        return False
    if growth is None:
        return True
    if growth.swings or growth.verdict == "runs down":
        return False
    return not (coasts(growth) and _was_only_shoved(trajectory))


def breakthrough_of(trajectory: Trajectory, growth: Growth | None = None) -> float | None:
    """The moment of the breakthrough as it is told; 0 for from the start, None where none is told."""
    return told_spans(trajectory)[0][0] if breaks_through(trajectory, growth) else None


def coasts(growth: Growth | None) -> bool:
    """Whether it is known to keep every pace it is given: no swing, no growth, no fading."""
    return growth is not None and growth.way == "stands" and not growth.climbs


def loss_of(trajectory: Trajectory) -> float | None:
    """The loss that counts: the last where nothing follows it, else the first; None without one."""
    spans = told_spans(trajectory)
    if not spans:
        return None
    return spans[-1][1] if spans[-1][1] is not None else spans[0][1]


def loss_words(trajectory: Trajectory, unit: str) -> str:
    """That the wheel stops turning mostly by itself, and whether it takes that up again."""
    spans = told_spans(trajectory)
    if not spans or spans[0][1] is None:
        return ""
    first = moment(spans[0][1], unit)
    if len(spans) == 1:
        if trajectory.doubling_time is not None and not swings_at_end(trajectory):
            return tr("It loses that in {moment}, for a while.", moment=first)
        return tr("It loses that again in {moment}.", moment=first)
    begin, end = spans[-1]
    if end is not None:
        last = moment(end, unit)
        return tr(
            "It loses that in {moment}, finds it again, and loses it for the last time in {last}.",
            moment=first,
            last=last,
        )
    again = moment(begin, unit)
    if len(spans) == 2:
        return tr(
            "It loses that in {moment} and has it again from {again}.", moment=first, again=again
        )
    return tr("It loses that in {moment}, and finds and loses it again and again.", moment=first)


def _was_only_shoved(trajectory: Trajectory) -> bool:
    """Whether no push went on before the breakthrough: self-drive is 1 there, or undefined."""
    before = trajectory.time <= (trajectory.breakthrough or 0.0)
    return not bool(np.any(trajectory.self_drive[before] < 1.0))
