"""Many runs at once that differ in their weights: the state is (scenarios, factors).

Scenarios run in chunks, and a chunk is handed over as soon as it is done, so that a reader can
cancel between chunks or draw what there is. Weights that nobody is sure of are drawn from a
triangular distribution with a seed that is shown: the same seed draws the same weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation import propagator
from flywheel_studio.simulation.breaking_points import fixed_breaks
from flywheel_studio.simulation.course import BOUND
from flywheel_studio.simulation.momentum import on_rows, row_times, shoves_of
from flywheel_studio.simulation.settings import Dynamics, Floats, pushes_at
from flywheel_studio.simulation.walk import Walk

CHUNK: Final = 500
# Numbers in one chunk's result: 32 MB.
_MOST_NUMBERS: Final = 4_000_000
# Blocks of the exact method are fastest while they stay in the cache (measured: 8 MB).
_CACHED_NUMBERS: Final = 1_000_000
# Windows of a batch, over the largest speed: an order below what is promised.
_SMOOTH: Final = 1e-8
_AT_CORNERS: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Batch:
    """Runs of scenarios `first`, `first` + 1, …, S of them.

    `time` (k,), time units; `speed` (S, k, n), dimensionless; `momentum` (S, k), equation 4.
    `ran_away_at` (S,): the saved time at which a scenario is first out of bounds, inf for never;
    from there on its speeds and momentum are nan.
    """

    first: int
    time: Floats
    speed: Floats
    momentum: Floats
    ran_away_at: Floats


def draw_weights(dynamics: Dynamics, count: int, seed: int) -> Floats:
    """Weights of `count` scenarios, shape (count, L), triangular over (low, weight, high).

    A link without bounds keeps its weight. Each link draws from a stream of its own, so bounds
    given to one leave what the others draw as it is.
    """
    weights = np.repeat(dynamics.weight[None], count, axis=0)
    streams = np.random.SeedSequence(seed).spawn(len(dynamics.links))
    for link, stream in enumerate(streams):
        low, high = float(dynamics.weight_low[link]), float(dynamics.weight_high[link])
        if low < high:
            weight = min(max(float(dynamics.weight[link]), low), high)
            weights[:, link] = np.random.default_rng(stream).triangular(low, weight, high, count)
    return weights


def run_batch(
    dynamics: Dynamics,
    weights: Floats,
    *,
    until: float,
    every: float,
    chunk: int = CHUNK,
    stop: StopToken = NEVER,
) -> Iterator[Batch]:
    """Run one scenario for each row of `weights`, a chunk at a time.

    Args:
        weights: (S, L), in the order of `dynamics.links`, ≥ 0.
        until, every: as in `momentum.run`.
        chunk: most scenarios at a time; long runs and many factors take fewer.
        stop: read within chunks.

    Yields:
        Speeds within 1e-6 of the largest |v| of each scenario; 1e-5 where it crosses a corner of a
        ceiling.

    Raises:
        RunProblem: as `momentum.run`.
        Cancelled: `stop` was set.

    Source: equations 1 to 4 of `flywheel_studio.simulation`.
    """
    rows = row_times(until, every)
    if not len(weights):
        return
    dynamics = on_rows(dynamics, rows)
    with np.errstate(over="ignore", invalid="ignore"):
        is_linear = _is_linear(dynamics, dynamics.gain_of(weights), until)
    most = _CACHED_NUMBERS if is_linear else _MOST_NUMBERS
    size = max(1, min(chunk, most // max(1, len(rows) * len(dynamics.factors))))
    for first in range(0, len(weights), size):
        stop.raise_if_set()
        gain = dynamics.gain_of(weights[first : first + size])
        with np.errstate(over="ignore", invalid="ignore"):
            follow = _exact if is_linear else _windowed
            table = follow(dynamics, gain, rows, stop)
            yield _bounded(first, rows, table, dynamics.mass)


def _is_linear(dynamics: Dynamics, gain: Floats, until: float) -> bool:
    is_live = np.any(gain != 0, axis=0)
    if len(dynamics.factors) > propagator.MAX_FACTORS or np.any(dynamics.delay[is_live] > 0):
        return False
    if np.any(np.isfinite(dynamics.capacity[dynamics.target[is_live]])):
        return False
    norm = np.abs(propagator.rate_matrix(dynamics, np.abs(gain).max(axis=0))).sum(axis=1)
    return bool(np.max(norm, initial=0.0) * until <= propagator.MAX_STIFFNESS)


def _exact(dynamics: Dynamics, gain: Floats, rows: Floats, stop: StopToken) -> Floats:
    """Speeds (S, k, n), and a column of ones, by the matrix exponential."""
    count, n = len(gain), len(dynamics.factors)
    until, spacing = float(rows[-1]), float(rows[1] - rows[0])
    breaks, shoves = fixed_breaks(dynamics, until), shoves_of(dynamics, until)
    pushes = pushes_at(dynamics, np.concatenate([[0.0], breaks])) / dynamics.mass
    pushed = np.flatnonzero(pushes.any(axis=0))
    step = propagator.steps(propagator.rate_matrix(dynamics, gain), pushed)
    table = np.empty((count, len(rows), n + 1))
    state = np.repeat((dynamics.initial + shoves.get(0.0, 0.0))[None], count, axis=0)
    table[:, 0, :n] = state
    table[:, 0, n] = 1.0
    begin = 0.0

    def moved(length: float, force: Floats) -> Floats:
        snapped = spacing if abs(length - spacing) <= 1e-9 * spacing else length
        e, shift = step(snapped, force)
        result: Floats = (e @ state[..., None])[..., 0] + shift
        return result

    ends = breaks.tolist() if len(breaks) and breaks[-1] == until else [*breaks.tolist(), until]
    for force, end in zip(pushes, ends, strict=False):
        stop.raise_if_set()
        first = int(np.searchsorted(rows, begin, side="right"))
        last = int(np.searchsorted(rows, end, side="left"))
        if last > first:
            block = table[:, first:last]
            block[:, 0, :n] = moved(float(rows[first]) - begin, force)
            propagator.fill(block, *step(spacing, force), stop)
            state, begin = block[:, -1, :n], float(rows[last - 1])
        state = moved(end - begin, force)
        if end in shoves:
            state = state + shoves[end]
        begin = end
        if last < len(rows) and rows[last] == end:
            table[:, last, :n] = state
            table[:, last, n] = 1.0
    return table


def _windowed(dynamics: Dynamics, gain: Floats, rows: Floats, stop: StopToken) -> Floats:
    """Speeds (S, k, n), and a column of ones, window by window, which the scenarios share."""
    until = float(rows[-1])
    shoves = shoves_of(dynamics, until)
    breaks = fixed_breaks(dynamics, until)
    tolerance = _AT_CORNERS if len(dynamics.limited) else _SMOOTH
    walk = Walk(dynamics, gain.T, until, breaks, shoves, tolerance)
    table = np.full((len(gain), len(rows), len(dynamics.factors) + 1), np.nan)
    speed = table[:, :, :-1]
    away = walk.drop(~np.all(np.abs(walk.speed) <= BOUND, axis=0))
    done = 0
    while not walk.is_done and not away.all():
        stop.raise_if_set()
        window = walk.step()
        last = int(np.searchsorted(rows, walk.time - walk.tick, side="left"))
        if last > done:
            values = walk.windows.read(window, rows[done:last])
            speed[:, done:last] = np.where(away[:, None, None], np.nan, values.transpose(2, 1, 0))
            done = last
        walk.pass_breaks()
        away |= walk.drop(~np.all(np.abs(walk.speed) <= BOUND, axis=0))
    if done < len(rows):
        speed[~away, done] = walk.speed.T[~away]
    table[:, :, -1] = 1.0
    return table


def _bounded(first: int, rows: Floats, table: Floats, mass: Floats) -> Batch:
    """The batch of a table (S, k, n + 1) whose last column is 1; nan from where it left the bounds."""
    speed = table[:, :, :-1]
    momentum: Floats = table @ np.append(mass, 0.0)
    never = np.full(len(table), np.inf)
    # Two passes without a copy; a nan fails both.
    if np.max(table) <= BOUND and np.min(table) >= -BOUND and np.isfinite(momentum).all():
        return Batch(first, rows, speed, momentum, never)
    inside = np.all(np.abs(speed) <= BOUND, axis=2) & np.isfinite(momentum)
    inside = np.logical_and.accumulate(inside, axis=1)
    kept = inside.sum(axis=1)
    return Batch(
        first,
        rows,
        np.where(inside[..., None], speed, np.nan),
        np.where(inside, momentum, np.nan),
        np.where(kept < len(rows), rows[np.minimum(kept, len(rows) - 1)], never),
    )
