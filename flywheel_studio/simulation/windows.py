"""Runs with delays or ceilings, and of many factors: a few large windows of high order.

Each window is a polynomial of degree nine that fulfils equation 3 at nine points. A belt longer
than the window reads finished windows; a shorter one reads the window itself, which the iteration
settles, so a tiny delay never forces tiny steps. State is (factors, points, scenarios): a single
run is a batch of one, and a batch shares its windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation import ceilings
from flywheel_studio.simulation.ceilings import Laws
from flywheel_studio.simulation.radau import Formula, formula, rows_at
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices

# Of the largest speed so far, for the last coefficient of a window's polynomial: leaves errors of
# 1e-8 and less over the templates' runs, a hundredth of what the model promises.
TOLERANCE: Final = 1e-9
# Quiet factors beside loud ones are followed to this share of the loudest.
_QUIET: Final = 1e-4
# The last change of the iteration, of the same; what is left is a tenth of it at most.
_SETTLED: Final = 1e-11
_MOST_ROUNDS: Final = 50
# Up to here one matrix a node is inverted (9 of 40 x 40: 3 ms); beyond, friction alone is
# implicit and the links are settled by iteration.
_MOST_COUPLED: Final = 40
_TINY: Final = 1e-300
# Absurd gains and masses stop here, so that their products stay numbers.
_VAST: Final = 1e100


class Belts:
    """A group of links sorted by target, so that one `reduceat` adds up what arrives."""

    def __init__(self, dynamics: Dynamics, gain: Floats, chosen: NDArray[np.bool_]) -> None:
        places = np.flatnonzero(chosen)
        order = places[np.argsort(dynamics.target[places], kind="stable")]
        self.count = len(order)
        self.factors = len(dynamics.factors)
        self.source: Indices = dynamics.source[order]
        self.delay: Floats = dynamics.delay[order]
        self.gain: Floats = np.clip(gain[order][:, None, :], -_VAST, _VAST)
        self.target: Indices = dynamics.target[order]
        self.targets, self.starts = np.unique(self.target, return_index=True)

    def arriving(self, carried: Floats) -> Floats:
        """Σ gain·carried at each factor: (links, q, S) -> (n, q, S)."""
        inflow = np.zeros((self.factors, *carried.shape[1:]))
        if self.count:
            inflow[self.targets] = np.add.reduceat(self.gain * carried, self.starts, axis=0)
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
        self._values = np.zeros((16, len(sources), points, initial.shape[1]))
        # Before time 0 every belt carries its source's initial speed.
        self._start[0] = -np.inf
        self._values[0] = initial[sources][:, None, :]

    def keep(self, start: float, width: float, values: Floats) -> None:
        """Add a window: `values` (n, points, S) on [start, start + width]."""
        if self._count == len(self._start):
            self._make_room(start)
        self._start[self._count] = start
        self._width[self._count] = width
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

    def forget(self, scenarios: NDArray[np.bool_]) -> None:
        self._values[..., scenarios] = 0.0

    def _make_room(self, now: float) -> None:
        """Drop what no belt reaches any more; double the room if that is not much."""
        first = int(np.searchsorted(self._start[: self._count], now - self._longest)) - 1
        first = max(first, 0)
        kept = slice(first, self._count)
        self._count -= first
        size = len(self._start) * (2 if self._count > len(self._start) // 2 else 1)
        start, width = np.full(size, np.inf), np.ones(size)
        values = np.zeros((size, *self._values.shape[1:]))
        start[: self._count] = self._start[kept]
        width[: self._count] = self._width[kept]
        values[: self._count] = self._values[kept]
        self._start, self._width, self._values = start, width, values


@dataclass(frozen=True, eq=False)
class Window:
    """A solved window from `start` on: `speed` (n, points, S), `drive` and `inflow` (n, nodes, S)."""

    start: float
    width: float
    speed: Floats
    drive: Floats
    inflow: Floats


class Windows:
    """Solves one window at a time. S scenarios differ in the gains of their links."""

    def __init__(self, dynamics: Dynamics, gain: Floats, tick: float) -> None:
        """Args: gain: (L, S). tick: times closer than this are the same time."""
        self.formula: Formula = formula()
        self.scenarios = gain.shape[1]
        n = len(dynamics.factors)
        with np.errstate(over="ignore"):
            self._per_mass = np.minimum(1.0 / dynamics.mass, _VAST)[:, None, None]
        self._friction = dynamics.friction[:, None, None]
        is_live = np.any(gain != 0, axis=1)
        self.direct = Belts(dynamics, gain, is_live & (dynamics.delay == 0))
        self.delayed = Belts(dynamics, gain, is_live & (dynamics.delay > 0))
        self.limited = dynamics.limited
        self.capacity = np.maximum(dynamics.capacity[self.limited], ceilings.LEAST_CAPACITY)
        self._tick = tick
        initial = np.repeat(dynamics.initial[:, None], self.scenarios, axis=1)
        self.past = Past(
            initial,
            np.unique(self.delayed.source),
            float(np.max(self.delayed.delay, initial=0.0)),
        )
        self._is_coupled = self.scenarios == 1 and n <= _MOST_COUPLED
        self._loudest = np.abs(initial)
        self._known: tuple[tuple[float, int], NDArray[np.complex128]] | None = None

    @property
    def scale(self) -> Floats:
        """What errors are measured by, (n, S): a factor's largest speed so far, or nearly none."""
        loudest: Floats = np.maximum(self._loudest, _QUIET * self._loudest.max(axis=0))
        return np.maximum(loudest, _TINY)

    def note(self, speed: Floats) -> None:
        """Take speeds (n, q, S) into account for `scale`."""
        self._loudest = np.maximum(self._loudest, np.abs(speed).max(axis=1))

    def solve(
        self, start: float, width: float, speed: Floats, push: Floats, laws: Laws | None
    ) -> Window | None:
        """The window [start, start + width] from `speed` (n, S) under constant pushes (n,).

        Args:
            laws: the branch of each limited factor, or None for the law with its corners.

        Returns:
            None where the iteration does not settle: the window is too wide.
        """
        f = self.formula
        past, inner, is_inner = self._arrivals(start, width, speed)
        begin = speed[:, None, :]
        values = np.repeat(begin, len(f.integral), axis=1)
        scale = np.maximum(self.scale, np.abs(speed))[:, None, :]
        push = push[:, None, None]
        inverse: NDArray[np.complex128] | None = None
        before = np.inf
        for round_number in range(_MOST_ROUNDS):
            inflow = self.direct.arriving(values[self.direct.source]) + past
            if inner is not None:
                inflow += self.delayed.arriving(np.matmul(inner, values[self.delayed.source]))
            drive = self._drive(inflow, values, laws)
            rate = (drive - self._friction * values + push) * self._per_mass
            rest = begin + width * np.matmul(f.integral, rate) - values
            if not rest.any():
                return Window(start, width, np.concatenate([begin, values], axis=1), drive, inflow)
            if inverse is None:
                inverse = self._inverse(width, inflow, values, laws, is_inner)
            change = self._correction(inverse, rest)
            values = values + change
            error = float(np.max(np.abs(change) / scale, initial=0.0))
            if error <= _SETTLED:
                whole = np.concatenate([begin, values], axis=1)
                return Window(start, width, whole, drive, inflow)
            if not np.isfinite(error) or (round_number > 6 and error > before):
                # Rounding can hold the change just above the mark; that is settled as well.
                if error <= 100 * _SETTLED:
                    whole = np.concatenate([begin, values], axis=1)
                    return Window(start, width, whole, drive, inflow)
                return None
            before = error
        return None

    def error(self, window: Window) -> float:
        """The last coefficients of the window's polynomials, over what is tolerated."""
        tail = np.abs(np.matmul(self.formula.tail, window.speed))
        size = np.maximum(self.scale, np.abs(window.speed).max(axis=1))
        size = np.maximum(size, _QUIET * size.max(axis=0))
        return float(np.max((tail[:, 1] + 0.1 * tail[:, 0]) / size, initial=0.0)) / TOLERANCE

    def read(self, window: Window, times: Floats) -> Floats:
        """Speeds (n, q, S) of a window at times (q,)."""
        f = self.formula
        rows = rows_at((times - window.start) / window.width, f.points, f.weights)
        result: Floats = np.matmul(rows, window.speed)
        return result

    def forget(self, scenarios: NDArray[np.bool_]) -> None:
        """Take scenarios (S,) out: what was on their belts is gone, their speeds count no more."""
        self.past.forget(scenarios)
        self._loudest[:, scenarios] = 0.0

    def inflow_after(self, time: float, speed: Floats) -> Floats:
        """Σ s·w·h·v (n, S) just after `time`, where `speed` (n, S) is the state."""
        belts = self.delayed
        inflow = self.direct.arriving(speed[self.direct.source][:, None, :])
        if belts.count:
            # Just after: what left a belt's source a hair later than what arrives at `time`.
            moments = (time - belts.delay + 3 * self._tick)[:, None]
            inflow = inflow + belts.arriving(self.past.read(moments, belts.source, self._tick))
        return inflow[:, 0]

    def drive_of(self, inflow: Floats, speed: Floats) -> Floats:
        """drive (n, S) of equation 2."""
        return self._drive(inflow[:, None, :], speed[:, None, :], None)[:, 0]

    def _arrivals(
        self, start: float, width: float, speed: Floats
    ) -> tuple[Floats, Floats | None, NDArray[np.bool_]]:
        """What delayed belts bring: from before, and rows that read the window itself."""
        belts, f = self.delayed, self.formula
        if not belts.count:
            return np.zeros((belts.factors, 1, 1)), None, np.zeros(0, dtype=bool)
        times = (start + width * f.points[1:]) - belts.delay[:, None]
        carried = self.past.read(np.minimum(times, start), belts.source, self._tick)
        is_inner = times > start + self._tick
        if not is_inner.any():
            return belts.arriving(carried), None, np.zeros(belts.count, dtype=bool)
        rows = rows_at(np.clip((times - start) / width, 0.0, 1.0), f.points, f.weights)
        rows[~is_inner] = 0.0
        carried = np.where(
            is_inner[..., None], rows[..., :1] * speed[belts.source][:, None, :], carried
        )
        return belts.arriving(carried), rows[..., 1:], belts.delay < width / 2

    def _drive(self, inflow: Floats, values: Floats, laws: Laws | None) -> Floats:
        if not len(self.limited):
            return inflow
        drive = inflow.copy()
        there = self.limited
        if laws is None:
            drive[there] = ceilings.drive_of(
                inflow[there], values[there], self.capacity[:, None, None]
            )
        else:
            drive[there, :, 0] = ceilings.drive_by_law(
                inflow[there, :, 0], values[there, :, 0], self.capacity[:, None], laws
            )
        return drive

    def _inverse(
        self,
        width: float,
        inflow: Floats,
        values: Floats,
        laws: Laws | None,
        is_inner: NDArray[np.bool_],
    ) -> NDArray[np.complex128]:
        """(I − h·λ·J)⁻¹ for each eigenvalue λ of the formula: (e, n, n), or (n, e, 1)."""
        f = self.formula
        per_mass = self._per_mass[:, 0, 0]
        if not self._is_coupled:
            decay = (self._friction * self._per_mass)[:, 0]
            return (1.0 / (1.0 + width * f.values * decay))[:, :, None]
        key = (width, int(is_inner.sum()))
        if self._known is not None and self._known[0] == key and not len(self.limited):
            return self._known[1]
        n = len(per_mass)
        jacobian = np.zeros((n, n))
        np.add.at(jacobian, (self.direct.target, self.direct.source), self.direct.gain[:, 0, 0])
        if is_inner.any():
            belts = self.delayed
            np.add.at(
                jacobian,
                (belts.target[is_inner], belts.source[is_inner]),
                belts.gain[is_inner, 0, 0],
            )
        own = -self._friction[:, 0, 0]
        if len(self.limited) and laws is not None:
            there, first = self.limited, values[self.limited, 0, 0]
            share = np.where(
                laws == ceilings.FREE,
                1.0,
                np.where(laws == ceilings.LIMITED, 1.0 - first / self.capacity, 0.0),
            )
            jacobian[there] *= share[:, None]
            own = own.copy()
            own[there] -= np.where(
                laws == ceilings.LIMITED, inflow[there, 0, 0] / self.capacity, 0.0
            )
        jacobian[np.arange(n), np.arange(n)] += own
        jacobian *= per_mass[:, None]
        inverse: NDArray[np.complex128] = np.asarray(
            np.linalg.inv(np.eye(n) - width * f.values[:, None, None] * jacobian),
            dtype=np.complex128,
        )
        self._known = key, inverse
        return inverse

    def _correction(self, inverse: NDArray[np.complex128], rest: Floats) -> Floats:
        f = self.formula
        turned = np.matmul(f.inverse, rest)
        if self._is_coupled:
            solved = np.matmul(inverse, turned.transpose(1, 0, 2)).transpose(1, 0, 2)
        else:
            solved = inverse * turned
        change: Floats = np.matmul(f.vectors, solved).real
        return change
