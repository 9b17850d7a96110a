"""Gain, turn time and sign of many loops at once.

Two traps: a factor without friction makes a gain infinite unless some weight on the loop is 0,
and a product can leave the range of floating-point numbers half way though the result is in it.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from flywheel_studio.analysis.causal_graph import CausalGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Rows = NDArray[np.int32]


class Listing(Struct, frozen=True):
    """Loops as numbers of links: one array for each length, lengths rising, shape (loops, length)."""

    graph: CausalGraph
    rows: Sequence[Rows]


def gains(listing: Listing) -> Numbers:
    """Loop gains `Π s·w·h / f`, shape (n,), dimensionless, infinite without friction.

    Source: section 2 of the momentum model, see `flywheel_studio.simulation`.
    """
    import numpy as np

    graph = listing.graph
    passed_on = np.array(graph.passed_on, np.float64)
    friction = np.array(graph.friction, np.float64)[np.array(graph.target, np.intp)]
    sign = np.where(graph.negative, -1.0, 1.0)
    with np.errstate(all="ignore"):
        share = sign * passed_on / friction
        found = [share[rows].prod(axis=1) for rows in listing.rows]
    gain = np.concatenate([np.empty(0), *found])
    # What came out as 0, infinite or undefined may be so in truth or only on the way.
    doubtful = np.flatnonzero(~np.isfinite(gain) | (gain == 0))
    if len(doubtful):
        all_rows = _row_of(listing)
        for index in doubtful.tolist():
            row = all_rows(index)
            gain[index] = _product(passed_on[row], friction[row], bool(sign[row].prod() < 0))
    return gain


def turn_times(listing: Listing) -> Numbers:
    """Turn times `Σ (m/f + d)`, shape (n,), time units, infinite without friction.

    Source: section 2 of the momentum model, see `flywheel_studio.simulation`.
    """
    import numpy as np

    graph = listing.graph
    response = np.array(graph.response, np.float64)[np.array(graph.target, np.intp)]
    lag = response + np.array(graph.delay, np.float64)
    return np.concatenate([np.empty(0), *(lag[rows].sum(axis=1) for rows in listing.rows)])


def reinforcing(listing: Listing) -> NDArray[np.bool_]:
    """Whether each loop holds an even number of negative links, shape (n,)."""
    import numpy as np

    negative = np.array(listing.graph.negative, np.bool_)
    found = [np.count_nonzero(negative[rows], axis=1) % 2 == 0 for rows in listing.rows]
    return np.concatenate([np.empty(0, np.bool_), *found])


def _row_of(listing: Listing) -> Callable[[int], Rows]:
    """A function that gives the links of the loop with a number."""
    firsts = [0]
    for rows in listing.rows:
        firsts.append(firsts[-1] + len(rows))

    def row(index: int) -> Rows:
        group = bisect_right(firsts, index) - 1
        links: Rows = listing.rows[group][index - firsts[group]]
        return links

    return row


def _product(passed_on: Numbers, friction: Numbers, is_negative: bool) -> float:
    """`Π passed_on / friction` with its sign, range kept apart from digits on the way."""
    if not passed_on.all():
        return 0.0
    digits, powers = 1.0, 0
    if friction.all():
        for above, below in zip(passed_on.tolist(), friction.tolist(), strict=True):
            (above_digits, above_power), (below_digits, below_power) = (
                math.frexp(above),
                math.frexp(below),
            )
            digits, power = math.frexp(digits * above_digits / below_digits)
            powers += power + above_power - below_power
    else:
        powers = sys.float_info.max_exp + 1
    try:
        size = math.ldexp(digits, powers)
    except OverflowError:
        size = math.inf
    return -size if is_negative else size
