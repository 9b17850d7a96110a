"""What the curve of a run looks like: level at its end, at rest, swinging, or turning backwards.

All of it is seen in the momentum alone, so it holds whatever made it so: pushes, ceilings or loops.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from flywheel_studio.simulation.settings import Floats, Indices
    from flywheel_studio.simulation.trajectory import Trajectory

# Level: within this share of the last value; for at least this share of the run; and less than the
# third share of change in its last tenth.
_LEVEL: Final = 0.05
_STAYS: Final = 0.2
_STILL: Final = 0.02
# It has risen if it began at this share of its last value or lower.
_RISEN: Final = 0.5
# Turns smaller than this share of what the curve spans are none to be seen.
_SEEN: Final = 0.01
# A rise that lasts this many times as long as the half swing before it is no swing any more.
_OUTLASTS: Final = 2.0


def stands_still(trajectory: Trajectory) -> bool:
    """Whether nothing moves from beginning to end, since nobody pushes."""
    return not trajectory.speed.any() and not trajectory.jumps


def plateau_of(trajectory: Trajectory) -> float | None:
    """From when on the momentum is level after a rise; None where it is not."""
    time, momentum = trajectory.time, trajectory.momentum
    if trajectory.ran_away_at is not None or momentum[-1] <= 0:
        return None
    last = float(momentum[-1])
    if np.max(np.abs(momentum[time >= 0.9 * time[-1]] - last)) > _STILL * last:
        return None
    begin = _level_from(time, momentum, last, _LEVEL * last)
    if begin is None or float(momentum[time <= begin].min()) > _RISEN * last:
        return None
    return begin


def level_from(time: Floats, line: Floats) -> float | None:
    """From when on a line above 0 stays where it ends; None where it does not, or sinks to 0."""
    last = float(line[-1])
    if last <= _LEVEL * float(line.max()):
        return None
    if np.max(np.abs(line[time >= 0.9 * time[-1]] - last)) > _STILL * last:
        return None
    if np.max(np.abs(line - last)) <= _LEVEL * last:
        return float(time[0])
    return _level_from(time, line, last, _LEVEL * last)


def pace_from(trajectory: Trajectory) -> float | None:
    """From when on the momentum, up or down, stays where it ends; None where it does not.

    Where a shove brought it there, from the moment of the shove.
    """
    if trajectory.ran_away_at is not None:
        return None
    time, line = trajectory.time, trajectory.momentum * np.sign(trajectory.momentum[-1])
    begin = level_from(time, line)
    if begin is None:
        return None
    row = int(np.searchsorted(time, begin))
    shoves = [at for at, _, _ in trajectory.jumps if (time[row - 1] if row else -1.0) < at <= begin]
    return shoves[-1] if shoves else begin


def rest_of(trajectory: Trajectory) -> float | None:
    """From when on hardly anything moves any more; None where something does to the end.

    What moves is the momentum of all factors, each counted whichever way it turns: many that turn
    slowly are no wheel at rest.
    """
    if trajectory.ran_away_at is not None or not len(trajectory.factors):
        return None
    size = np.abs(trajectory.speed) @ trajectory.mass
    peak = max(
        float(size.max()),
        *(float(np.abs(after) @ trajectory.mass) for _, _, after in trajectory.jumps),
        0.0,
    )
    return _level_from(trajectory.time, size, 0.0, _LEVEL * peak) if peak > 0 else None


def turns_backwards(trajectory: Trajectory) -> bool:
    """Whether what turns by itself falls: a flywheel spins both ways (the doom loop)."""
    if trajectory.breakthrough is None:
        return False
    after = int(np.searchsorted(trajectory.time, trajectory.breakthrough, side="right"))
    return bool(trajectory.momentum[min(after, len(trajectory.momentum) - 1)] < 0)


def swings_at_end(trajectory: Trajectory) -> bool:
    """Whether the momentum still goes up and down when the run ends, whatever the reason.

    A wheel that slowed once and has risen ever since does not.
    """
    time, turns = trajectory.time, _turns(_since_last_jump(trajectory))
    if len(turns) < 2:
        return False
    turns = turns + len(time) - len(_since_last_jump(trajectory))
    before, last = float(time[turns[-2]]), float(time[turns[-1]])
    return float(time[-1]) - last <= _OUTLASTS * (last - before)


def _level_from(time: Floats, line: Floats, level: float, width: float) -> float | None:
    """The time from which a line stays within `width` of a level, if it does so long enough."""
    outside = np.flatnonzero(np.abs(line - level) > width)
    if not len(outside) or outside[-1] + 1 >= len(time):
        return None
    begin = float(time[outside[-1] + 1])
    return begin if float(time[-1]) - begin >= _STAYS * float(time[-1]) else None


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
