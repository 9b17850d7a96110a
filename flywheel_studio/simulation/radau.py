"""The Radau IIA collocation formula that a window of a run is solved with.

Nine nodes in (0, 1], the last at 1: order 17 at the end of a window and 10 inside it, where delayed
links and saved rows read it. L-stable, so a factor of tiny mass simply follows its inflow.

Source: Hairer & Wanner, Solving Ordinary Differential Equations II (1996), section IV.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.settings import Floats

NODES: Final = 9

Complexes = NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Formula:
    """`points` (s+1,): 0 and the nodes. `integral` (s, s): the Runge-Kutta matrix A.

    A = Re(`vectors`·diag(`values`)·`inverse`), with one of each pair of eigenvalues: shapes (s, e),
    (e,), (e, s), e = 5 of 9. `tail` (2, s+1): from values at the points to
    the last two Legendre coefficients. `weights` (s+1,), `inner_weights` (s,): barycentric, with
    and without the point 0. `at_start` (s,): from values at the nodes to the value at 0.
    """

    points: Floats
    integral: Floats
    values: Complexes
    vectors: Complexes
    inverse: Complexes
    tail: Floats
    weights: Floats
    inner_weights: Floats
    at_start: Floats


@cache
def formula() -> Formula:
    s = NODES
    # The nodes are the roots of P_s − P_(s−1) on [−1, 1], moved to [0, 1]: 1, and the eigenvalues of
    # the Jacobi matrix of the weight 1 − x, whose polynomials (P_k − P_(k+1))/(1 − x) are.
    k = np.arange(s - 1)
    off = np.sqrt(k[1:] * (k[1:] + 1.0)) / (2 * k[1:] + 1)
    jacobi = np.diag(-1.0 / ((2 * k + 1) * (2 * k + 3))) + np.diag(off, 1) + np.diag(off, -1)
    roots = np.append(np.linalg.eigvalsh(jacobi), 1.0)
    points = np.concatenate([[0.0], (roots + 1) / 2])
    weights = _barycentric(points)
    # The derivative matrix on all points; A inverts its part on the nodes.
    gaps = points[:, None] - points[None, :]
    np.fill_diagonal(gaps, 1.0)
    slope_matrix = weights[None, :] / weights[:, None] / gaps
    np.fill_diagonal(slope_matrix, 0.0)
    np.fill_diagonal(slope_matrix, -slope_matrix.sum(axis=1))
    integral = np.linalg.inv(slope_matrix[1:, 1:])
    values, vectors = np.linalg.eig(integral)
    inverse = np.linalg.inv(vectors)
    # The other half of each pair adds the conjugate of the same.
    half = values.imag >= 0
    vectors = vectors[:, half] * np.where(values[half].imag > 0, 2.0, 1.0)
    values, inverse = values[half], inverse[half]
    tail: Floats = np.asarray(np.linalg.inv(_legendre(2 * points - 1, s))[-2:], dtype=np.float64)
    inner = _barycentric(points[1:])
    at_start = inner / (0.0 - points[1:])
    return Formula(
        points, integral, values, vectors, inverse, tail, weights, inner, at_start / at_start.sum()
    )


def rows_at(shares: Floats, points: Floats, weights: Floats) -> Floats:
    """Interpolation rows (..., len(points)) that read a window at shares (...,) of its width."""
    gaps = shares[..., None] - points
    hit = gaps == 0.0
    if hit.any():
        rows = weights / np.where(hit, 1.0, gaps)
        rows[hit.any(axis=-1)] = 0.0
        rows[hit] = 1.0
    else:
        rows = weights / gaps
    result: Floats = rows / rows.sum(axis=-1, keepdims=True)
    return result


def _legendre(places: Floats, degree: int) -> Floats:
    """P_0 … P_degree at places (q,), shape (q, degree + 1), by their recurrence."""
    values = [np.ones_like(places), places]
    for k in range(1, degree):
        values.append(((2 * k + 1) * places * values[k] - k * values[k - 1]) / (k + 1))
    return np.stack(values, axis=1)


def _barycentric(points: Floats) -> Floats:
    gaps = points[:, None] - points[None, :]
    np.fill_diagonal(gaps, 1.0)
    weights = 1.0 / gaps.prod(axis=1)
    result: Floats = weights / np.max(np.abs(weights))
    return result
