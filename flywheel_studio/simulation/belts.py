"""Links as a run needs them: sums of what arrives, and what was sent a delay ago.

A belt reads the side of a jump that belongs to its moment: what is just before a time here is what
arrives just before that time plus the delay there.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.radau import formula, rows_at
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices

# Absurd gains and masses stop here, so that their products stay numbers.
VAST: Final = 1e100
# A window may be this many times wider than the ones it reads suited; the step control takes that.
_LIVELY: Final = 4.0
# Scenarios from which on a link by itself is enough work for one step of Python.
_WIDE: Final = 64


class Belts:
    """A group of links sorted by target, so that one `reduceat` adds up what arrives.

    Of many scenarios each link is added by itself: `reduceat` takes three times as long there.
    """

    def __init__(self, dynamics: Dynamics, gain: Floats, chosen: NDArray[np.bool_]) -> None:
        places = np.flatnonzero(chosen)
        order = places[np.argsort(dynamics.target[places], kind="stable")]
        self.count = len(order)
        self.factors = len(dynamics.factors)
        self.source: Indices = dynamics.source[order]
        self.delay: Floats = dynamics.delay[order]
        self.gain: Floats = np.clip(gain[order][:, None, :], -VAST, VAST)
        self.target: Indices = dynamics.target[order]
        self.starts = np.flatnonzero(np.diff(self.target, prepend=-1))
        self.targets: Indices = self.target[self.starts]
        self._is_wide = gain.shape[1] >= _WIDE

    def arriving(self, carried: Floats) -> Floats:
        """Σ gain·carried at each factor: (links, q, S) -> (n, q, S)."""
        inflow = np.zeros((self.factors, *carried.shape[1:]))
        if self._is_wide:
            for link, target in enumerate(self.target.tolist()):
                inflow[target] += self.gain[link] * carried[link]
        elif self.count:
            inflow[self.targets] = np.add.reduceat(self.gain * carried, self.starts, axis=0)
        return inflow

    def bringing(self, values: Floats) -> Floats:
        """What links that carry `values` (n, q, S) bring at each factor, (n, q, S)."""
        if not self._is_wide:
            return self.arriving(values[self.source])
        inflow = np.zeros_like(values)
        for link, (source, target) in enumerate(
            zip(self.source.tolist(), self.target.tolist(), strict=True)
        ):
            inflow[target] += self.gain[link] * values[source]
        return inflow


class Past:
    """Finished windows, as far back as the longest belt reaches."""

    def __init__(self, initial: Floats, sources: Indices, longest: float) -> None:
        points = len(formula().points)
        self._column = np.zeros(len(initial), dtype=np.intp)
        self._column[sources] = np.arange(len(sources))
        self._sources = sources
        self._longest = longest
        self._count = 1
        self._start = np.full(16, np.inf)
        self._width = np.ones(16)
        self._calm = np.full(16, np.inf)
        self._values = np.zeros((16, len(sources), points, initial.shape[1]))
        # Before time 0 every belt carries its source's initial speed.
        self._start[0] = -np.inf
        self._values[0] = initial[sources][:, None, :]

    def keep(self, start: float, width: float, values: Floats, calm: float) -> None:
        """Add a window: `values` (n, points, S) on [start, start + width].

        `calm`: how wide a window could have been as far as this one's curves go.
        """
        if self._count == len(self._start):
            self._make_room(start)
        self._start[self._count] = start
        self._width[self._count] = width
        self._calm[self._count] = calm
        self._values[self._count] = values[self._sources]
        self._count += 1

    def read(self, times: Floats, source: Indices, tick: float) -> Floats:
        """Speeds just before `times` (L, q) of factors `source` (L,): (L, q, S)."""
        starts = self._start[: self._count]
        window = np.maximum(np.searchsorted(starts, times - tick, side="left") - 1, 0)
        with np.errstate(invalid="ignore"):
            share = np.clip((times - starts[window]) / self._width[window], 0.0, 1.0)
        rows = rows_at(share, formula().points, formula().weights)
        values = self._values[window, self._column[source][:, None]]
        result: Floats = np.matmul(rows[:, :, None, :], values)[:, :, 0, :]
        return result

    def calm_from(self, time: float, width: float, delays: Floats) -> float:
        """How much of a window [time, time + width] reads nothing livelier than the window suits.

        A pulse that took narrow windows where it began takes them again where it arrives: a wide
        one would step over it and see nothing.
        """
        first = max(int(np.searchsorted(self._start[: self._count], time - self._longest)) - 1, 0)
        starts, calm = self._start[first : self._count], self._calm[first : self._count]
        if not len(starts) or float(calm.min()) * _LIVELY >= width:
            return width
        ends = np.append(starts[1:], np.inf)
        here, there = time - delays[:, None], (time + width) - delays[:, None]
        is_lively = (starts < there) & (ends > here) & (calm * _LIVELY < width)
        if not is_lively.any():
            return width
        until = np.where(is_lively, starts - here, np.inf)
        ahead = float(until.min())
        if ahead > 1e-3 * width:
            return ahead
        now = is_lively & (until <= 1e-3 * width)
        return min(width, float(np.where(now, calm, np.inf).min()) * _LIVELY)

    def forget(self, scenarios: NDArray[np.bool_]) -> None:
        self._values[..., scenarios] = 0.0

    def _make_room(self, now: float) -> None:
        """Drop what no belt reaches any more; double the room if that is not much."""
        first = int(np.searchsorted(self._start[: self._count], now - self._longest)) - 1
        first = max(first, 0)
        kept = slice(first, self._count)
        self._count -= first
        size = len(self._start) * (2 if self._count > len(self._start) // 2 else 1)
        start, width, calm = np.full(size, np.inf), np.ones(size), np.full(size, np.inf)
        values = np.zeros((size, *self._values.shape[1:]))
        start[: self._count] = self._start[kept]
        width[: self._count] = self._width[kept]
        calm[: self._count] = self._calm[kept]
        values[: self._count] = self._values[kept]
        self._start, self._width, self._calm, self._values = start, width, calm, values
