"""Runs without delays and ceilings, exactly: the matrix exponential from row to row.

Between two breaking points the pushes are constant, so one matrix takes the wheel from any sample
to the next, and its powers take whole blocks of samples at once: a thousand rows cost ten products.
Blocks end where a power would grow past a million; beyond that a mode that nobody excited would
surface as rounding noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.course import BOUND, Course
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices, pushes_at

# Above these the exponential loses slow rates beside fast ones (squaring keeps eps times the norm),
# and dense matrices lose to windows: 64 factors take 7 ms, 100 take 20 to 260 where the threads of
# the matrix library compete for busy cores, and 55 by windows.
MAX_FACTORS: Final = 64
MAX_STIFFNESS: Final = 1e6
MAX_SAMPLES: Final = 60_000

# Samples per time in which the wheel can change e-fold: a breakthrough that lasts less than an
# eighth of that may pass unseen.
_SAMPLES: Final = 8
_LARGEST_POWER: Final = 1e6
# Padé coefficients and the norm up to which degree 13 is exact to double precision: Higham,
# SIAM J. Matrix Anal. Appl. 26(4), 2005, table 2.3.
_PADE: Final = (
    64764752532480000.0, 32382376266240000.0, 7771770303897600.0, 1187353796428800.0,
    129060195264000.0, 10559470521600.0, 670442572800.0, 33522128640.0, 1323241920.0,
    40840800.0, 960960.0, 16380.0, 182.0, 1.0,
)  # fmt: skip
_PADE_NORM: Final = 5.371920351148152


def expm(matrix: Floats) -> Floats:
    """The exponential of square matrices, shape (..., n, n), by scaling and squaring.

    Source: Higham, SIAM J. Matrix Anal. Appl. 26(4), 2005, algorithm 2.3 at degree 13.
    """
    norm = float(np.max(np.sum(np.abs(matrix), axis=-2), initial=0.0))
    squarings = max(0, math.ceil(math.log2(norm / _PADE_NORM))) if norm > 0 else 0
    a = matrix / 2.0**squarings
    one = np.eye(matrix.shape[-1])
    b = _PADE
    a2 = a @ a
    a4 = a2 @ a2
    a6 = a2 @ a4
    odd = a @ (
        a6 @ (b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * one
    )
    even = (
        a6 @ (b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * one
    )
    result: Floats = np.asarray(np.linalg.solve(even - odd, even + odd), dtype=np.float64)
    for _ in range(squarings):
        result = result @ result
    return result


def coupling(dynamics: Dynamics, gain: Floats | None = None) -> Floats:
    """W(0) of equation 6, shape (..., n, n), for link gains of shape (..., L)."""
    gains = dynamics.gain if gain is None else gain
    n = len(dynamics.factors)
    matrix = np.zeros((*gains.shape[:-1], n, n))
    for link, (source, target) in enumerate(
        zip(dynamics.source.tolist(), dynamics.target.tolist(), strict=True)
    ):
        matrix[..., target, source] += gains[..., link]
    return matrix


def rate_matrix(dynamics: Dynamics, gain: Floats | None = None) -> Floats:
    """A = M⁻¹(W(0) − F) of `v̇ = Av + M⁻¹u`, shape (..., n, n), per time unit."""
    matrix = coupling(dynamics, gain)
    diagonal = np.arange(len(dynamics.factors))
    matrix[..., diagonal, diagonal] -= dynamics.friction
    result: Floats = matrix / dynamics.mass[:, None]
    return result


def steps(matrix: Floats, pushed: Indices) -> Callable[[float, Floats], tuple[Floats, Floats]]:
    """One step of `v̇ = Av + force`, for rate matrices (..., n, n).

    Args:
        pushed: the factors on which a force can act, (q,); it is 0 on all others.

    Returns:
        (length h, force (n,)) -> (e^{Ah} (..., n, n), ∫₀ʰ e^{Aτ}dτ·force (..., n)); the
        exponentials are remembered.
    """
    n, q = matrix.shape[-1], len(pushed)
    known: dict[float, tuple[Floats, Floats]] = {}

    def step(length: float, force: Floats) -> tuple[Floats, Floats]:
        if length not in known:
            both = np.zeros((*matrix.shape[:-2], n + q, n + q))
            both[..., :n, :n] = matrix * length
            both[..., pushed, n + np.arange(q)] = length
            exponential = expm(both)
            known[length] = exponential[..., :n, :n], exponential[..., :n, n:]
        e, phi = known[length]
        return e, phi @ force[pushed]

    return step


def suits(dynamics: Dynamics, until: float) -> bool:
    """Whether the exact propagator applies and keeps its digits."""
    if dynamics.has_delays or len(dynamics.limited) or len(dynamics.factors) > MAX_FACTORS:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        norm = float(np.max(np.sum(np.abs(rate_matrix(dynamics)), axis=1), initial=0.0))
    return bool(norm * until <= MAX_STIFFNESS)


def follow(
    dynamics: Dynamics,
    rows: Floats,
    breaks: Floats,
    shoves: dict[float, Floats],
    stop: StopToken = NEVER,
) -> Course:
    """Run from 0 to the last row, with samples at every row and on both sides of every break.

    Args:
        rows: (k,) saved times, evenly spaced but for the last gap.
        breaks: (b,) times > 0 at which something starts, ends or is shoved, in rising order; those
            that mean a row are exactly equal to it.
        shoves: time -> what is added to the speeds (n,), keys out of `breaks` and 0.

    Returns:
        A course that ends at the first sample out of bounds at the latest.
    """
    n = len(dynamics.factors)
    matrix = rate_matrix(dynamics)
    grid = _grid(rows, float(np.max(np.sum(np.abs(matrix), axis=1), initial=0.0)))
    spacing = float(grid[1] - grid[0])
    ends = breaks if len(breaks) and breaks[-1] == grid[-1] else np.append(breaks, grid[-1])
    pushes = pushes_at(dynamics, np.concatenate([[0.0], ends])) / dynamics.mass
    step = steps(matrix, np.flatnonzero(pushes.any(axis=0)))
    times: list[Floats] = []
    states: list[Floats] = []
    pieces: list[int] = []
    state = dynamics.initial
    if 0.0 in shoves:
        state = state + shoves[0.0]
    begin = 0.0
    for number, end in enumerate(ends.tolist()):
        stop.raise_if_set()
        first = int(np.searchsorted(grid, begin, side="right"))
        last = int(np.searchsorted(grid, end, side="left"))
        inner = grid[first:last]
        constant = pushes[number]
        parts = [state[None]]
        if len(inner):
            # Grid points differ by rounding from `spacing` times a number; a step of that is none.
            e, shift = step(_snapped(float(inner[0]) - begin, spacing), constant)
            block = np.empty((len(inner), n + 1))
            block[0, :n] = e @ state + shift
            fill(block, *step(spacing, constant), stop)
            parts.append(block[:, :n])
        rest = end - (float(inner[-1]) if len(inner) else begin)
        e, shift = step(_snapped(rest, spacing), constant)
        parts.append((e @ parts[-1][-1] + shift)[None])
        times.append(np.concatenate([[begin], inner, [end]]))
        states.append(np.concatenate(parts))
        pieces.append(len(inner) + 2)
        state = parts[-1][0]
        if not _is_in_bounds(states[-1]):
            break
        if end in shoves:
            state = state + shoves[end]
        begin = end
    else:
        if begin in shoves:
            times.append(np.array([begin]))
            states.append(state[None])
            pieces.append(1)
    time, speed = np.concatenate(times), np.concatenate(states)
    number_of = np.repeat(np.arange(len(pieces)), pieces).clip(0, len(pushes) - 1)
    column = coupling(dynamics).sum(axis=0)
    forces = pushes[number_of]

    def piece(index: int) -> Callable[[Floats], tuple[Floats, Floats]]:
        return _taylor(
            matrix, speed[index], forces[index], column, float(time[index]), float(time[index + 1])
        )

    owner = np.arange(len(time))
    return Course(time, speed, speed @ column, forces @ dynamics.mass, owner, piece)


def _grid(rows: Floats, norm: float) -> Floats:
    """The rows, with points between them where the wheel moves faster than they are apart."""
    spacing = float(rows[1] - rows[0])
    parts = max(1, min(math.ceil(spacing * norm * _SAMPLES), MAX_SAMPLES // len(rows)))
    if parts == 1:
        return rows
    is_even = len(rows) < 3 or abs(rows[-1] - rows[-2] - spacing) <= 1e-9 * spacing
    even = rows[:-1] if is_even else rows[:-2]
    last = float(even[-1]) + np.arange(parts) * (spacing / parts)
    gaps = even[:-1, None] + np.arange(parts) * (spacing / parts)
    tail = last if is_even else np.append(last, _between(rows[-2], rows[-1], spacing / parts))
    return np.concatenate([gaps.ravel(), tail, rows[-1:]])


def _between(begin: float, end: float, spacing: float) -> Floats:
    """`begin`, and evenly spaced points after it that stop short of `end`."""
    count = math.ceil((end - begin) / spacing * (1 - 1e-9))
    return np.asarray(begin + np.arange(count) * spacing, dtype=np.float64)


def _snapped(length: float, spacing: float) -> float:
    return spacing if abs(length - spacing) <= 1e-9 * spacing else length


def fill(block: Floats, e: Floats, shift: Floats, stop: StopToken = NEVER) -> None:
    """Fill in states one step apart, by doubling.

    Args:
        block: (..., count, n + 1), changed in place. `block[..., 0, :n]` is the first state; the
            last column becomes 1.
        e: (..., n, n) and `shift` (..., n): one step takes x to e·x + shift.

    States past the bound of a run may come out as anything, never before it.
    """
    count, n = block.shape[-2], block.shape[-1] - 1
    power = np.zeros((*e.shape[:-2], n + 1, n + 1))
    power[..., :n, :n] = e
    power[..., :n, n] = shift
    power[..., n, n] = 1.0
    block[..., n] = 1.0
    done, stride = 1, 1
    with np.errstate(over="ignore", invalid="ignore"):
        while done < count:
            stop.raise_if_set()
            take = min(stride, count - done)
            seen = block[..., done - stride : done - stride + take, :]
            block[..., done : done + take, :] = seen @ power.swapaxes(-1, -2)
            done += take
            if not np.any(np.all(np.abs(block[..., done - 1, :n]) <= BOUND, axis=-1)):
                block[..., done:, :] = block[..., done - 1 : done, :]
                return
            if stride == done - take and np.max(np.abs(power)) <= _LARGEST_POWER:
                power = power @ power
                stride *= 2


def _is_in_bounds(states: Floats) -> bool:
    return bool(np.all(np.abs(states[-1]) <= BOUND))


def _taylor(
    matrix: Floats, state: Floats, force: Floats, column: Floats, begin: float, end: float
) -> Callable[[Floats], tuple[Floats, Floats]]:
    """The exact solution between two samples as its Taylor series about the first."""
    terms = [state, matrix @ state + force]
    span = end - begin
    norm = max(float(np.max(np.sum(np.abs(matrix), axis=1), initial=0.0)) * span, 1e-3)
    for order in range(2, min(200, 24 + math.ceil(4 * norm))):
        terms.append(matrix @ terms[-1] / order)
    coefficients = np.array(terms)

    def at(times: Floats) -> tuple[Floats, Floats]:
        powers = np.vander(times - begin, len(coefficients), increasing=True)
        speeds = powers @ coefficients
        return speeds, speeds @ column

    return at
