"""Gain, turn time and sign of many loops at once.

Two traps: a factor without friction makes a gain infinite unless some weight on the loop is 0,
and a product can leave the range of floating-point numbers half way though the result is in it.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from flywheel_studio.analysis.causal_graph import CausalGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]


class Listing(Struct, frozen=True):
    """Loops as numbers: `links`, those of all loops one after the other; `lengths`, how many each.

    One flat array, because loops of fifty lengths would otherwise be fifty small arrays.
    """

    graph: CausalGraph
    links: Places
    lengths: Places

    @property
    def starts(self) -> Places:
        """Where each loop begins in `links`, shape (n,)."""
        ends: Places = self.lengths.cumsum()
        return ends - self.lengths


def gains(listing: Listing) -> Numbers:
    """Loop gains, shape (n,), dimensionless, infinite without friction.

    Source: equation 7 of `flywheel_studio.simulation`.
    """
    import numpy as np

    graph, links, starts = listing.graph, listing.links, listing.starts
    if not len(starts):
        return np.empty(0)
    passed_on = np.array(graph.passed_on, np.float64)
    friction = np.array(graph.friction, np.float64)[np.array(graph.target, np.intp)]
    with np.errstate(all="ignore"):
        share = np.where(graph.negative, -passed_on, passed_on) / friction
        gain: Numbers = np.multiply.reduceat(share[links], starts)
    # What came out as 0, infinite or undefined may be so in truth or only on the way.
    for index in np.flatnonzero(~np.isfinite(gain) | (gain == 0)).tolist():
        own = links[starts[index] : starts[index] + listing.lengths[index]]
        is_negative = sum(graph.negative[link] for link in own.tolist()) % 2 == 1
        gain[index] = _product(passed_on[own].tolist(), friction[own].tolist(), is_negative)
    return gain


def turn_times(listing: Listing) -> Numbers:
    """Turn times, shape (n,), time units, infinite without friction.

    Source: equation 8 of `flywheel_studio.simulation`.
    """
    import numpy as np

    graph = listing.graph
    if not len(listing.lengths):
        return np.empty(0)
    response = np.array(graph.response, np.float64)[np.array(graph.target, np.intp)]
    lag = response + np.array(graph.delay, np.float64)
    times: Numbers = np.add.reduceat(lag[listing.links], listing.starts)
    return times


def reinforcing(listing: Listing) -> NDArray[np.bool_]:
    """Whether each loop holds an even number of negative links, shape (n,)."""
    import numpy as np

    if not len(listing.lengths):
        return np.empty(0, np.bool_)
    negative = np.array(listing.graph.negative, np.int64)
    is_even: NDArray[np.bool_] = np.add.reduceat(negative[listing.links], listing.starts) % 2 == 0
    return is_even


def _product(passed_on: list[float], friction: list[float], is_negative: bool) -> float:
    """`Π passed_on / friction` with its sign, digits and range kept apart on the way."""
    if not all(passed_on):
        return 0.0
    if not all(friction):
        return -math.inf if is_negative else math.inf
    digits, power = 1.0, 0
    for above, below in zip(passed_on, friction, strict=True):
        above_digits, above_power = math.frexp(above)
        below_digits, below_power = math.frexp(below)
        digits, carried = math.frexp(digits * above_digits / below_digits)
        power += carried + above_power - below_power
    size = math.inf if power > sys.float_info.max_exp else math.ldexp(digits, power)
    return -size if is_negative else size
