"""The characteristic equation (6) of one strongly connected part of a wheel.

Its matrix `zM + F − W(z)` is divided by the masses throughout: the roots stay, and rates come out
in one unit. With delays there are infinitely many roots; only the rightmost matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.settings import Dynamics, Floats, Indices

Complexes = NDArray[np.complex128]
# exp(690) is the last power of e that leaves room below the largest double.
_MOST_EXPONENT: Final = 690.0


@dataclass(frozen=True, eq=False)
class Part:
    """n factors and their links with one another. `gain` (L,) is s·w·h over the target's mass.

    `decay` (n,) is f/m; rates per time unit. `delay` (L,). `source`, `target` count within the part.
    """

    factors: Indices
    decay: Floats
    source: Indices
    target: Indices
    gain: Floats
    delay: Floats

    @property
    def has_delays(self) -> bool:
        return bool(np.any(self.delay > 0))

    @property
    def has_negative(self) -> bool:
        return bool(np.any(self.gain < 0))

    def rates(self, rate: float) -> Floats:
        """M⁻¹(W(z) − F) at a real rate z, (n, n)."""
        n = len(self.decay)
        matrix = np.zeros((n, n))
        carried = self.gain * np.exp(np.minimum(-rate * self.delay, _MOST_EXPONENT))
        np.add.at(matrix, (self.target, self.source), carried)
        matrix[np.arange(n), np.arange(n)] -= self.decay
        return matrix

    def matrices(self, roots: Complexes) -> tuple[Complexes, Complexes]:
        """The matrix zI + F/M − W(z)/M and its derivative by z, at z (q,): (q, n, n) each."""
        n = len(self.decay)
        delta = np.zeros((len(roots), n, n), dtype=complex)
        slope = np.zeros_like(delta)
        exponent = -roots[:, None] * self.delay
        exponent.real = np.minimum(exponent.real, _MOST_EXPONENT)
        carried = self.gain * np.exp(exponent)
        for link, (source, target) in enumerate(
            zip(self.source.tolist(), self.target.tolist(), strict=True)
        ):
            delta[:, target, source] -= carried[:, link]
            slope[:, target, source] += self.delay[link] * carried[:, link]
        here = np.arange(n)
        delta[:, here, here] += roots[:, None] + self.decay
        slope[:, here, here] += 1.0
        return delta, slope


def part_of(dynamics: Dynamics, factors: Indices) -> Part:
    """The part of these factors (positions in `dynamics.factors`)."""
    place = np.full(len(dynamics.factors), -1)
    place[factors] = np.arange(len(factors))
    inside = (place[dynamics.source] >= 0) & (place[dynamics.target] >= 0) & (dynamics.gain != 0)
    target = dynamics.target[inside]
    with np.errstate(over="ignore"):
        gain = np.clip(dynamics.gain[inside] / dynamics.mass[target], -1e100, 1e100)
        decay = np.minimum(dynamics.friction[factors] / dynamics.mass[factors], 1e100)
    return Part(
        factors=factors,
        decay=decay,
        source=place[dynamics.source[inside]],
        target=place[target],
        gain=gain,
        delay=dynamics.delay[inside],
    )


def eigenvalues(matrix: Floats) -> Complexes:
    """Eigenvalues, with the digits that a defective one loses put back.

    A k-fold eigenvalue without k eigenvectors comes out as a ring of radius eps^(1/k) around it;
    the middle of the ring is exact again. Rings are told by their condition numbers.
    """
    values, vectors = np.linalg.eig(matrix)
    values = values.astype(complex)
    try:
        rows = np.linalg.inv(vectors)
    except np.linalg.LinAlgError:
        condition = np.full(len(values), np.inf)
    else:
        # Of a nilpotent part the inverse is near the largest number there is: its norm is infinite.
        with np.errstate(over="ignore"):
            condition = np.linalg.norm(rows, axis=1) * np.linalg.norm(vectors, axis=0)
    size = float(np.max(np.abs(matrix), initial=0.0))
    doubt = np.minimum(np.finfo(float).eps * size * condition, 1e-3 * size)
    mended = values.copy()
    for index in np.flatnonzero(doubt > 1e-11 * size):
        ring = np.abs(values - values[index]) <= 20 * doubt[index]
        ring &= doubt > 1e-11 * size
        mended[index] = values[ring].mean()
    return mended


def polished(part: Part, roots: Complexes, rounds: int = 30) -> Complexes:
    """Roots of the characteristic equation near the given ones: those that Newton settles on.

    Newton on the determinant: z − 1/trace(Δ⁻¹Δ′).
    """
    roots = roots.astype(complex)
    settled = np.zeros(len(roots), dtype=bool)
    alive = np.ones(len(roots), dtype=bool)
    for _ in range(rounds):
        active = np.flatnonzero(alive & ~settled)
        if not len(active):
            break
        delta, slope = part.matrices(roots[active])
        try:
            trace = np.trace(np.linalg.solve(delta, slope), axis1=1, axis2=2)
        except np.linalg.LinAlgError:
            # One of them is a root to the last bit: look at each alone.
            trace = np.array([_trace(d, s) for d, s in zip(delta, slope, strict=True)])
        with np.errstate(all="ignore"):
            change = np.where(np.isinf(trace), 0.0, 1.0 / trace)
        good = np.isfinite(change)
        alive[active[~good]] = False
        size = np.abs(roots[active]) + 1e-3
        settled[active[good & (np.abs(change) <= 1e-13 * size)]] = True
        roots[active[good]] -= change[good]
        alive[active[good & (np.abs(roots[active]) > 1e6 * size)]] = False
    # A multiple root is approached by halves; what is left of the way is small enough to count.
    return roots[settled | (alive & _is_root(part, roots))]


def _trace(delta: Complexes, slope: Complexes) -> complex:
    try:
        return complex(np.trace(np.linalg.solve(delta, slope)))
    except np.linalg.LinAlgError:
        return complex(np.inf)


def _is_root(part: Part, roots: Complexes) -> NDArray[np.bool_]:
    """Whether the matrix is as good as singular there."""
    finite = np.isfinite(roots)
    delta, slope = part.matrices(np.where(finite, roots, 0.0))
    least = np.linalg.svd(delta, compute_uv=False)[:, -1]
    # Far to the left the matrix is past all numbers, which is no sign of a root.
    with np.errstate(over="ignore"):
        size = np.linalg.norm(delta, axis=(1, 2)) + np.linalg.norm(slope, axis=(1, 2))
    result: NDArray[np.bool_] = finite & np.isfinite(size) & (least <= 1e-12 * size)
    return result


def belt_eigenvalues(part: Part, points: int) -> Complexes:
    """Approximate roots: eigenvalues of the wheel with each belt cut into Chebyshev points.

    Args:
        points: per unit of the longest delay of a source, at most; short belts take fewer.

    Source: Breda, Maset & Vermiglio, SIAM J. Sci. Comput. 27(2), 2005, with one history a source
    instead of one for the whole state.
    """
    n = len(part.decay)
    late = part.delay > 0
    sources = sorted(set(part.source[late].tolist()))
    longest = {j: float(part.delay[late & (part.source == j)].max()) for j in sources}
    span = max(longest.values())
    counts = {j: max(8, int(np.ceil(points * d / span))) for j, d in longest.items()}
    total = n + sum(counts.values())
    matrix = np.zeros((total, total))
    matrix[:n, :n] = part.rates(0.0) if not late.any() else 0.0
    here = np.arange(n)
    matrix[here, here] = -part.decay
    np.add.at(matrix, (part.target[~late], part.source[~late]), part.gain[~late])
    offset = n
    for j, count in counts.items():
        nodes, slope = _chebyshev(count)
        columns = np.concatenate([[j], offset + np.arange(count)])
        matrix[np.ix_(columns[1:], columns)] = slope[1:] * (2.0 / longest[j])
        for link in np.flatnonzero(late & (part.source == j)):
            row = _read(nodes, 1.0 - 2.0 * part.delay[link] / longest[j])
            matrix[part.target[link], columns] += part.gain[link] * row
        offset += count
    return np.linalg.eigvals(matrix).astype(complex)


def _chebyshev(count: int) -> tuple[Floats, Floats]:
    """Chebyshev points from 1 down to −1 and their differentiation matrix (Trefethen 2000)."""
    nodes = np.cos(np.pi * np.arange(count + 1) / count)
    c = np.ones(count + 1)
    c[0] = c[-1] = 2.0
    c *= (-1.0) ** np.arange(count + 1)
    gaps = nodes[:, None] - nodes[None, :] + np.eye(count + 1)
    slope = np.outer(c, 1 / c) / gaps
    slope -= np.diag(slope.sum(axis=1))
    return nodes, slope


def _read(nodes: Floats, place: float) -> Floats:
    """Barycentric row that reads a polynomial on Chebyshev points at one place."""
    weights = (-1.0) ** np.arange(len(nodes))
    weights[0] *= 0.5
    weights[-1] *= 0.5
    gaps = place - nodes
    row: Floats
    if np.any(gaps == 0):
        row = (gaps == 0).astype(float)
    else:
        row = weights / gaps
        row /= row.sum()
    return row
