"""Pick the loop that a wheel is about: the one whose average link passes on the most.

Loops of very different lengths compete fairly only by gain per link, the n-th root of the gain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.model.flywheel import Flywheel

# As coarse as the growth rate's own line between coasting and growing.
TIE: Final = 1e-9


def main_loop(flywheel: Flywheel, loops: Sequence[Loop], wheel: str | None) -> Loop | None:
    """The reinforcing loop of more than one link within `wheel` that gains most per link.

    "Within" means that all its factors belong to the wheel. Loops within 1e-9 of the greatest
    gain per link are told apart: first the one through the wheel's start, then the one with
    fewest hubs, then the longest, then the first in file order.

    Args:
        loops: as `find_loops` lists them, in that order.
        wheel: id of a wheel; None: the first one. Factors of no wheel count as the first one's.

    Returns:
        None where the wheel holds no such loop.

    Raises:
        KeyError: there is no such wheel.

    Source: section 2 of the momentum model, see `flywheel_studio.simulation`.
    """
    first = flywheel.first_wheel.id if flywheel.first_wheel else None
    if wheel is None:
        wheel = first
    homes = (wheel, None) if wheel == first else (wheel,)
    members = {factor.id for home in homes for factor in flywheel.factors_of.get(home, ())}
    hubs = {factor.id for factor in flywheel.factors.values() if factor.role == "hub"}
    start = flywheel.wheels[wheel].start if wheel is not None else None
    candidates = [
        (_gain_per_link(loop), loop)
        for loop in loops
        if loop.is_reinforcing and len(loop.links) > 1 and members.issuperset(loop.factors)
    ]
    if not candidates:
        return None
    best = max(gain for gain, _ in candidates)
    # Infinite gains tie with one another only: infinity minus anything finite is no tie.
    equals = [loop for gain, loop in candidates if gain == best or best - gain <= TIE]

    def rank(loop: Loop) -> tuple[bool, int, int]:
        return (start not in loop.factors, len(hubs.intersection(loop.factors)), -len(loop.links))

    # `min` keeps the first of equals: the first in file order among loops of one length.
    return min(equals, key=rank)


def _gain_per_link(loop: Loop) -> float:
    return math.pow(loop.gain, 1 / len(loop.links))
