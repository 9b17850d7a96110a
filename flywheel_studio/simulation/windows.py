"""Runs with delays or ceilings, and of many factors: a few large windows of high order.

Each window is a polynomial of degree nine that fulfils equation 3 at nine points. A belt longer
than the window reads finished windows; a shorter one reads the window itself, which the iteration
settles, so a tiny delay never forces tiny steps. State is (factors, points, scenarios): a single
run is a batch of one, and a batch shares its windows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation import ceilings, mean_wheel
from flywheel_studio.simulation.belts import VAST, Belts, Past
from flywheel_studio.simulation.ceilings import Laws
from flywheel_studio.simulation.radau import Complexes, Formula, formula, rows_at
from flywheel_studio.simulation.settings import Dynamics, Floats

# Of the largest speed so far, for the last coefficient of a window's polynomial: leaves errors of
# 1e-8 and less over 12 periods of random wheels, a hundredth of what the model promises.
TOLERANCE: Final = 1e-9
# Quiet factors beside loud ones are followed to this share of the loudest.
_QUIET: Final = 1e-4
# The last change of the iteration, of the tolerance; what is left is a tenth of it at most.
_SETTLED: Final = 1e-2
_MOST_ROUNDS: Final = 50
# Up to here the links are solved for in one go (five inverses of 40 x 40: 0.7 ms); beyond,
# friction alone is, and the links are settled by iteration.
_MOST_COUPLED: Final = 40
_TINY: Final = 1e-300
# A polynomial of degree nine says nothing any more beyond this many of its own widths.
_AHEAD: Final = 1.2


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

    def __init__(
        self, dynamics: Dynamics, gain: Floats, tick: float, tolerance: float = TOLERANCE
    ) -> None:
        """Args: gain: (L, S). tick: times closer than this are the same time."""
        self._tolerance = tolerance
        self._settled = _SETTLED * tolerance
        self.formula: Formula = formula()
        self.scenarios = gain.shape[1]
        n = len(dynamics.factors)
        with np.errstate(over="ignore"):
            self._per_mass = np.minimum(1.0 / dynamics.mass, VAST)[:, None, None]
        self._friction = dynamics.friction[:, None, None]
        with np.errstate(over="ignore"):
            self._decay = np.minimum(self._friction * self._per_mass, VAST)
        is_live = np.any(gain != 0, axis=1)
        self.direct = Belts(dynamics, gain, is_live & (dynamics.delay == 0))
        self.delayed = Belts(dynamics, gain, is_live & (dynamics.delay > 0))
        self.limited = dynamics.limited
        self.capacity = np.maximum(dynamics.capacity[self.limited], ceilings.LEAST_CAPACITY)
        self._tick = tick
        initial = np.repeat(dynamics.initial[:, None], self.scenarios, axis=1)
        self.past = Past(
            initial,
            np.flatnonzero(np.bincount(self.delayed.source, minlength=n)),
            float(np.max(self.delayed.delay, initial=0.0)),
        )
        self._is_coupled = self.scenarios == 1 and n <= _MOST_COUPLED
        # All direct links of a coupled run as one matrix: one product in place of a sum.
        self._web = np.zeros((n, n) if self._is_coupled else (0, 0))
        if self._is_coupled:
            ends = self.direct.target, self.direct.source
            np.add.at(self._web, ends, self.direct.gain[:, 0, 0])
        self._loudest = np.abs(initial)
        self._known: tuple[tuple[float, int], Complexes] | None = None
        self._last: Window | None = None
        self._mean: tuple[float, Floats | None] | None = None

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
        values = self._guess(start, width, speed)
        per_scale = 1.0 / np.maximum(self.scale, np.abs(speed))[:, None, :]
        force = push[:, None, None] * self._per_mass
        integral = width * f.integral
        terms = None if laws is None else ceilings.terms(laws, self.capacity)
        is_linear = self._is_coupled and inner is None and not len(self.limited)
        mend: Callable[[Floats], Floats] | None = None
        before = np.inf
        for round_number in range(_MOST_ROUNDS):
            inflow = self._inflow(values)
            inflow += past
            if inner is not None:
                inflow += self.delayed.arriving(np.matmul(inner, values[self.delayed.source]))
            drive = self._drive(inflow, values, terms)
            if round_number == 1 and is_linear:
                # One round solves a linear window: what follows would mend rounding.
                error = 0.0
            else:
                rate = drive * self._per_mass
                rate -= self._decay * values
                rate += force
                rest = np.matmul(integral, rate)
                rest += begin
                rest -= values
                if mend is None:
                    if not rest.any():
                        break
                    mend = self._corrector(width, inflow, values, laws, is_inner, inner)
                change = mend(rest)
                values = values + change
                size = np.abs(change, out=change)
                size *= per_scale
                error = float(size.max(initial=0.0))
            # What is still to come is a part of the last change, by how fast the changes shrink.
            if error <= self._settled or error * error <= 0.1 * self._settled * before < np.inf:
                break
            if not np.isfinite(error) or (round_number > 6 and error > before):
                # Rounding can hold the change just above the mark; that is settled as well.
                if error <= 100 * self._settled:
                    break
                return None
            before = error
        else:
            return None
        if not np.isfinite(values[:, -1]).all():
            return None
        window = Window(start, width, np.concatenate([begin, values], axis=1), drive, inflow)
        if self.scenarios > 1:
            self._last = window
        return window

    def _guess(self, start: float, width: float, speed: Floats) -> Floats:
        """Values at the nodes to begin with: a batch goes on as its last window did."""
        f, last = self.formula, self._last
        if last is None or width > _AHEAD * last.width:
            return np.repeat(speed[:, None, :], len(f.integral), axis=1)
        shares = (start + width * f.points[1:] - last.start) / last.width
        guess = np.matmul(rows_at(shares, f.points, f.weights), last.speed)
        at_start = np.matmul(
            rows_at(np.array([(start - last.start) / last.width]), f.points, f.weights), last.speed
        )
        result: Floats = guess + (speed[:, None, :] - at_start)
        return result

    def error(self, window: Window) -> float:
        """The last coefficients of the window's polynomials, over what is tolerated."""
        tail = np.abs(np.matmul(self.formula.tail, window.speed))
        size = np.maximum(self.scale, np.abs(window.speed).max(axis=1))
        size = np.maximum(size, _QUIET * size.max(axis=0))
        return float(np.max((tail[:, 1] + 0.1 * tail[:, 0]) / size, initial=0.0)) / self._tolerance

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

    def _inflow(self, values: Floats) -> Floats:
        """What direct links bring at each node, (n, nodes, S)."""
        if self._is_coupled:
            inflow: Floats = np.matmul(self._web, values[:, :, 0])[:, :, None]
            return inflow
        return self.direct.bringing(values)

    def _drive(self, inflow: Floats, values: Floats, terms: tuple[Floats, Floats] | None) -> Floats:
        if not len(self.limited):
            return inflow
        drive = inflow.copy()
        there = self.limited
        if terms is None:
            drive[there] = ceilings.drive_of(
                inflow[there], values[there], self.capacity[:, None, None]
            )
        else:
            drive[there, :, 0] = ceilings.drive_by_law(
                inflow[there, :, 0], values[there, :, 0], terms
            )
        return drive

    def _corrector(
        self,
        width: float,
        inflow: Floats,
        values: Floats,
        laws: Laws | None,
        is_inner: NDArray[np.bool_],
        inner: Floats | None,
    ) -> Callable[[Floats], Floats]:
        """How to mend a rest (n, nodes, S): (I − h·A⊗J)⁻¹ for as much of J as is affordable."""
        if self._is_coupled:
            return partial(self._mend_coupled, self._coupled(width, inflow, values, laws, is_inner))
        f = self.formula
        decay = self._decay[:, 0]
        if self.scenarios > 1:
            shared = self._shared(width, inflow, values, inner)
            if shared is not None:
                return partial(self._mend_shared, shared)
            system = np.eye(len(f.integral)) + width * decay[:, :, None] * f.integral
            return partial(np.matmul, np.linalg.inv(system))
        return partial(self._mend_alone, (1.0 / (1.0 + width * f.values * decay))[:, :, None])

    def _mend_coupled(self, inverse: Complexes, rest: Floats) -> Floats:
        turned = np.matmul(self.formula.inverse, rest).transpose(1, 0, 2)
        solved = np.matmul(inverse, turned).transpose(1, 0, 2)
        change: Floats = np.matmul(self.formula.vectors, solved).real
        return change

    def _shared(
        self, width: float, inflow: Floats, values: Floats, inner: Floats | None
    ) -> Floats | None:
        """One inverse for all scenarios, which differ little from their mean; None: none fits."""
        if len(values) > mean_wheel.MOST_FACTORS:
            return None
        is_steady = inner is None and not len(self.limited)
        if is_steady and self._mean is not None and self._mean[0] == width:
            return self._mean[1]
        inverse = mean_wheel.mean_inverse(
            width * self.formula.integral,
            self._per_mass[:, 0, 0],
            self._friction[:, 0, 0],
            self.direct,
            self.delayed,
            inner,
            ceilings.sensitivity(self.limited, inflow, values, self.capacity)
            if len(self.limited)
            else None,
        )
        if is_steady:
            self._mean = width, inverse
        return inverse

    def _mend_shared(self, inverse: Floats, rest: Floats) -> Floats:
        return mean_wheel.times(inverse, rest.reshape(len(inverse), -1)).reshape(rest.shape)

    def _mend_alone(self, inverse: Complexes, rest: Floats) -> Floats:
        solved = inverse * np.matmul(self.formula.inverse, rest)
        change: Floats = np.matmul(self.formula.vectors, solved).real
        return change

    def _coupled(
        self,
        width: float,
        inflow: Floats,
        values: Floats,
        laws: Laws | None,
        is_inner: NDArray[np.bool_],
    ) -> Complexes:
        """(I − h·λ·J)⁻¹ (e, n, n) for the eigenvalues λ of the formula, J as at the window's start."""
        key = (width, int(is_inner.sum()))
        if self._known is not None and self._known[0] == key and not len(self.limited):
            return self._known[1]
        n = len(inflow)
        jacobian = self._web.copy()
        belts = self.delayed
        if is_inner.any():
            ends = belts.target[is_inner], belts.source[is_inner]
            np.add.at(jacobian, ends, belts.gain[is_inner, 0, 0])
        own = -self._friction[:, 0, 0]
        if len(self.limited):
            flow, speed = inflow[self.limited, -1, 0], values[self.limited, -1, 0]
            if laws is None:
                laws = ceilings.laws_at(flow, speed, self.capacity)
            share, slope = ceilings.terms(laws, self.capacity)
            jacobian[self.limited] *= (share + slope * speed)[:, None]
            own[self.limited] += slope * flow
        jacobian[np.arange(n), np.arange(n)] += own
        jacobian *= self._per_mass[:, 0]
        inverse: Complexes = np.asarray(
            np.linalg.inv(np.eye(n) - width * self.formula.values[:, None, None] * jacobian),
            dtype=np.complex128,
        )
        self._known = key, inverse
        return inverse
