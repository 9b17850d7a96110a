"""What a run leaves behind: saved rows, and what happened on the way.

At a jump (a shove) a saved row shows the value just after it; the value just before stands in
`jumps`, and reading between rows never draws a slope across it. All numbers are finite, except
`self_drive`, which is nan where it is undefined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.settings import Floats

Jump = tuple[float, Floats, Floats]


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A finished run of n factors, saved at k times.

    Attributes:
        factors: ids, in file order.
        mass: (n,), time units.
        time: (k,), rising from 0, in time units; its last entry is the end of the run, or the last
            saved time in bounds where the wheel ran away.
        speed: (k, n), dimensionless, just after a jump at that time.
        momentum: (k,), equation 4. `self_drive`: (k,), equation 5.
        breakthrough: the first time from which the wheel turns mostly by itself (equation 5), 0.0
            for "from the start"; `breakthrough_lost`: the first time after it at which it no
            longer does. `self_turning`: all spans in which it does, (from, until), None for to the
            end; of more than a few the first ones and the last.
        standstill: factor id -> the first time at which its speed is below −1.
        ran_away_at: when a speed passed 1e12, which ends the run.
        doubling_time: equation 11 at the end of the run; None while the momentum does not grow.
        peak_momentum: the largest momentum at a saved time or on either side of a jump.
        jumps: (time, speeds just before (n,), speeds just after (n,)), by time.
    """

    factors: tuple[str, ...]
    mass: Floats
    time: Floats
    speed: Floats
    momentum: Floats
    self_drive: Floats
    breakthrough: float | None
    breakthrough_lost: float | None
    standstill: Mapping[str, float]
    ran_away_at: float | None
    doubling_time: float | None
    peak_momentum: float
    final_momentum: float
    jumps: tuple[Jump, ...]
    self_turning: tuple[tuple[float, float | None], ...] = ()

    def speed_at(self, time: float) -> Floats:
        """Speeds (n,) at any time: linear between saved rows and jumps, held past both ends."""
        times, speeds = self._knots
        after = int(np.searchsorted(times, time, side="right"))
        if after == 0:
            after = 1
            time = float(times[0])
        if after == len(times):
            last: Floats = speeds[-1]
            return last
        share = (time - times[after - 1]) / (times[after] - times[after - 1])
        between: Floats = speeds[after - 1] + share * (speeds[after] - speeds[after - 1])
        return between

    def momentum_at(self, time: float) -> float:
        """The momentum of the whole wheel at any time, as `speed_at`."""
        return float(self.speed_at(time) @ self.mass)

    def momentum_of(self, factors: Sequence[str]) -> Floats:
        """The momentum of some factors (a page of a document), shape (k,) (equation 4)."""
        places = [self.factors.index(factor) for factor in factors]
        momentum: Floats = self.speed[:, places] @ self.mass[places]
        return momentum

    @property
    def curve(self) -> tuple[Floats, Floats]:
        """Times (j,) and speeds (j, n) to draw, j ≥ k: both sides of every jump are in it."""
        return self._knots

    @cached_property
    def _knots(self) -> tuple[Floats, Floats]:
        if not self.jumps:
            return self.time, self.speed
        jumps = [jump for jump in self.jumps if jump[0] <= self.time[-1]]
        moments = np.array([jump[0] for jump in jumps])
        # Not np.isin, which loads the masked arrays of NumPy: fifty milliseconds on the first call.
        nearest = self.time[np.searchsorted(self.time, moments)]
        is_new: NDArray[np.bool_] = nearest != moments
        times = np.concatenate([self.time, moments, moments[is_new]])
        before = [jump[1] for jump in jumps]
        after = [jump[2] for jump, new in zip(jumps, is_new, strict=True) if new]
        speeds = np.concatenate([self.speed, np.reshape([*before, *after], (-1, len(self.mass)))])
        rank = np.concatenate(
            [np.ones(len(self.time)), np.zeros(len(jumps)), np.ones(int(is_new.sum()))]
        )
        order = np.lexsort((rank, times))
        return times[order], speeds[order]
