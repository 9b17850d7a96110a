"""What a wheel does when nobody is sure of its weights: ten thousand runs, summed up as a band.

Every link with a `weight_low` or `weight_high` draws its weight for each run from a triangular
distribution; the seed is fixed and shown, so the same drawing gives the same band. A run that runs away
counts as beyond every number from there on, and the band ends before it would have to show that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.batch import CHUNK, draw_weights, run_batch
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.growing import Onward, onward, search_rows
from flywheel_studio.simulation.momentum import row_times
from flywheel_studio.simulation.propagator import rate_matrix
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices
from flywheel_studio.simulation.spectrum import COASTING, REAL, growth_of

RUNS: Final = 10_000
LOW_SHARE: Final = 0.1
HIGH_SHARE: Final = 0.9
# Rows that a band keeps: more than a chart has pixels for would only fill the memory.
_MOST_ROWS: Final = 400
_MOST_FACTOR_ROWS: Final = 100
# With delays and brakes each wheel is looked at by itself, by the eigenvalues of a matrix: 2 ms at 75
# rows, which is room for all 10,000 of a wheel of 16 factors, and 0.5 s at 600. Of larger ones only the
# first are, in about as long; of those with delays past one such matrix at least these few.
_SEARCH: Final = RUNS * 75**3
_LEAST_SEARCHED: Final = 40
# How often to tell what of them is done.
_TELL: Final = 20
# Of the time that a result takes, what the runs take; growth rates are the rest.
_RUNS_SHARE: Final = 0.9
_RUNS_SHARE_SEARCHED: Final = 0.6


@dataclass(frozen=True, eq=False)
class Band:
    """`time` (j,), time units; `low`, `median`, `high` (j,): 10, 50 and 90 % of the runs are below.

    Always finite: where a tenth of the runs or more ran away, the band ends before that.
    """

    time: Floats
    low: Floats
    median: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Many runs of one wheel with drawn weights.

    Attributes:
        seed, count: what draws them again.
        bands: of the momentum (None) and of the speed of each factor asked for (its id).
        chance: the share of the drawn wheels that keep themselves going (growth rate above 0, and
            no swing), 0 to 1, out of the first `chance_count` of them: all, but where delays and
            brakes make each take long.
        ran_away: the share of the runs that ran away before their end.
        swinging: the share of the same wheels that swing ever wider.
    """

    seed: int
    count: int
    bands: Mapping[str | None, Band]
    chance: float
    chance_count: int
    ran_away: float
    swinging: float = 0.0

    @property
    def momentum(self) -> Band:
        return self.bands[None]


def is_uncertain(dynamics: Dynamics) -> bool:
    """Whether any active link has bounds that leave its weight open."""
    return bool(np.any(dynamics.weight_low < dynamics.weight_high))


def uncertainty_of(
    dynamics: Dynamics,
    *,
    seed: int,
    until: float,
    every: float,
    count: int = RUNS,
    factors: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
    stop: StopToken = NEVER,
) -> Uncertainty:
    """Run the wheel `count` times with drawn weights.

    Args:
        seed: of the draws, ≥ 0 (a negative one counts as its absolute value).
        until, every: as in `momentum.run`; of more than 400 rows some are left out.
        factors: ids whose speeds get a band beside the momentum.
        progress: gets the share that is done, 0 to 1, after each chunk.
        stop: read within chunks.

    Raises:
        RunProblem: as `momentum.run`.
        KeyError: there is no such factor.
        Cancelled: `stop` was set.

    Source: equations 1 to 4 and 6 of `flywheel_studio.simulation`.
    """
    places = [_place(dynamics, factor) for factor in factors]
    weights = draw_weights(dynamics, count, abs(seed))
    rows = row_times(until, every)
    kept, few = _spread(len(rows), _MOST_ROWS), _spread(len(rows), _MOST_FACTOR_ROWS)
    momentum = np.empty((count, len(kept)))
    # Seven digits are more than a band of a factor shows, and half the memory.
    speeds = np.empty((len(places), count, len(few)), dtype=np.float32)
    away = np.full(count, np.inf)
    runs_share = _RUNS_SHARE_SEARCHED if search_rows(dynamics) else _RUNS_SHARE
    for batch in run_batch(dynamics, weights, until=until, every=every, stop=stop):
        there = slice(batch.first, batch.first + len(batch.momentum))
        momentum[there] = _beyond(batch.momentum)[:, kept]
        for row, place in enumerate(places):
            speeds[row, there] = _beyond(batch.speed[:, :, place])[:, few]
        away[there] = batch.ran_away_at
        if progress is not None:
            progress(runs_share * (batch.first + len(batch.momentum)) / count)
    bands: dict[str | None, Band] = {None: _band(rows[kept], momentum, stop)}
    for factor, table in zip(factors, speeds, strict=True):
        bands[factor] = _band(rows[few], table, stop)

    def tell(share: float) -> None:
        if progress is not None:
            progress(runs_share + (1.0 - runs_share) * share)

    chance, swinging, of = _chances(dynamics, weights, tell, stop)
    tell(1.0)
    ran_away = float(np.mean(np.isfinite(away))) if count else 0.0
    return Uncertainty(seed, count, bands, chance, of, ran_away, swinging)


def ways_onward(dynamics: Dynamics, weights: Floats, stop: StopToken = NEVER) -> Iterator[Onward]:
    """For each row of `weights` (S, L): whether that wheel grows, swings ever wider, or neither.

    Where no link is negative, delays do not matter: the growth rate is above 0 exactly where the
    largest eigenvalue of the wheel without them is, and nothing swings. Without delays it is that
    eigenvalue. Otherwise each wheel's rightmost root is searched for.

    Raises:
        Cancelled: `stop` was set.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        gain = dynamics.gain_of(weights)
    is_live = np.any(gain != 0, axis=0)
    is_late = bool(np.any(dynamics.delay[is_live] > 0))
    if is_late and np.any(dynamics.sign[is_live] < 0):
        for row in weights:
            stop.raise_if_set()
            yield onward(replace(dynamics, weight=row), stop)
        return
    # By part: equal rings in a chain lose their digits as one matrix.
    parts = components(replace(dynamics, weight=weights.max(axis=0, initial=0.0)))
    for first in range(0, len(weights), CHUNK):
        stop.raise_if_set()
        matrices = rate_matrix(dynamics, gain[first : first + CHUNK])
        largest = np.full(len(matrices), -np.inf)
        swings = np.zeros(len(matrices), dtype=np.bool_)
        for factors in parts:
            part = matrices[:, factors[:, None], factors]
            roots = np.linalg.eigvals(part)
            leading = roots[np.arange(len(roots)), roots.real.argmax(axis=1)]
            is_further = leading.real > largest
            largest = np.where(is_further, leading.real, largest)
            turns = np.abs(leading.imag) > REAL * np.abs(roots).max(axis=1)
            swings = np.where(is_further, turns, swings)
        for is_up, is_swing in zip((largest > COASTING).tolist(), swings.tolist(), strict=True):
            yield ("swings" if is_swing else "grows") if is_up else "neither"


def _chances(
    dynamics: Dynamics, weights: Floats, tell: Callable[[float], None], stop: StopToken
) -> tuple[float, float, int]:
    """The shares that grow and that swing ever wider, and of how many."""
    if not len(weights) or not dynamics.factors:
        return 0.0, 0.0, len(weights)
    if not is_uncertain(dynamics):
        way = growth_of(dynamics, stop).way
        return float(way == "grows"), float(way == "swings wider"), len(weights)
    if rows := search_rows(dynamics):
        weights = weights[: max(_LEAST_SEARCHED, _SEARCH // rows**3)]
    found: list[Onward] = []
    for each in ways_onward(dynamics, weights, stop):
        found.append(each)
        if rows and len(found) % _TELL == 0:
            tell(len(found) / len(weights))
    return found.count("grows") / len(found), found.count("swings") / len(found), len(found)


def _beyond(values: Floats) -> Floats:
    """Runs (S, k) with what comes after running away as ±inf, by the side on which it left."""
    lost = np.isnan(values)
    if not lost.any():
        return values
    last = np.maximum(np.argmax(lost, axis=1) - 1, 0)
    side = np.sign(values[np.arange(len(values)), last])
    return np.where(lost, np.where(side < 0, -np.inf, np.inf)[:, None], values)


def _band(time: Floats, table: NDArray[np.floating], stop: StopToken) -> Band:
    """Quantiles of runs (S, j), each the value of a run (no mean of two, which infinity would spoil)."""
    if not len(table):
        nothing = np.zeros(0)
        return Band(nothing, nothing, nothing, nothing)
    places = [round(share * (len(table) - 1)) for share in (LOW_SHARE, 0.5, HIGH_SHARE)]
    found = np.empty((3, table.shape[1]))
    for column in range(table.shape[1]):
        stop.raise_if_set()
        found[:, column] = np.partition(table[:, column], places)[places]
    inside = np.isfinite(found).all(axis=0)
    end = len(time) if inside.all() else int(np.argmin(inside))
    low, median, high = found[:, :end]
    return Band(time[:end], low, median, high)


def _spread(count: int, most: int) -> Indices:
    """At most about so many of `count` rows, evenly, and always the last."""
    kept = np.arange(0, count, -(-count // most))
    return kept if kept[-1] == count - 1 else np.append(kept, count - 1)


def _place(dynamics: Dynamics, factor: str) -> int:
    if factor not in dynamics.factors:
        raise KeyError(factor)
    return dynamics.factors.index(factor)
