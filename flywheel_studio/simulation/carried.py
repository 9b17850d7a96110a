"""How much comes round a loop, from what arrives at its factors alone.

The published scores compare a link with the net change of its target. Where a friction nearly
cancels that (in a slow wheel, on a plateau) every link of a loop scores high, and of two loops the
longer one wins however little comes round it. Shares of what arrives do not know frictions: in steady
growth at rate λ loops that share a factor stand to one another as Π s·w·h·e^{−λd}/(mλ + f), their
gains at that rate, which add up to 1 (Mason's rule for the characteristic equation). So the scores
say which kind of loop drives, and these shares which loop of that kind to name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from flywheel_studio.model.stop import StopToken
from flywheel_studio.simulation.link_parts import per_target
from flywheel_studio.simulation.settings import Floats, Indices

_GATHERED: Final = 4_000_000


def log_carried(
    part: Floats, ends: Indices, columns: Sequence[Sequence[int]], stop: StopToken
) -> Floats:
    """ln of the product, round each loop, of the shares of its links in what arrives; (k, p).

    Args:
        part: (k, L), what each link brings to the acceleration of its target. `ends`: (L,).
        columns: the links of each loop.

    Source: equation 14 of `flywheel_studio.simulation`.
    """
    arriving = log_shares(part, per_target(np.abs(part), ends)[:, ends])
    return log_products(arriving, columns, stop)


def divide_anew(told: Floats, alike: Indices, carried: Floats) -> None:
    """Divide what loops of one kind have together among them by ln shares `carried`, in place."""
    log_share = carried[:, alike]
    largest = log_share.max(axis=1, keepdims=True, initial=-np.inf)
    share = np.exp(log_share - np.where(np.isfinite(largest), largest, 0.0))
    total = share.sum(axis=1, keepdims=True)
    together = told[:, alike].sum(axis=1, keepdims=True)
    told[:, alike] = np.where(
        total > 0, together * share / np.where(total > 0, total, 1.0), told[:, alike]
    )


def log_shares(part: Floats, whole: Floats) -> Floats:
    """ln |part / whole|; −inf where nothing is brought."""
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.log(np.abs(part)) - np.log(whole)
    return np.where(part == 0, -np.inf, shares)


def log_products(sizes: Floats, columns: Sequence[Sequence[int]], stop: StopToken) -> Floats:
    """Sums of `sizes` (k, c) over the columns of each loop, shape (k, p)."""
    lengths = np.array([len(one) for one in columns], dtype=np.intp)
    flat = np.concatenate([np.array(one, dtype=np.intp) for one in columns])
    starts = np.cumsum(lengths) - lengths
    result = np.empty((len(sizes), len(columns)))
    step = max(1, _GATHERED // max(1, len(flat)))
    for first in range(0, len(sizes), step):
        stop.raise_if_set()
        result[first : first + step] = np.add.reduceat(
            sizes[first : first + step, flat], starts, axis=1
        )
    return result
