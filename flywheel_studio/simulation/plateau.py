"""Where a wheel with ceilings comes to rest under a constant push, without running it.

Only for wheels whose links all lift: there the largest speeds at which nothing changes are one
well-defined answer, which Newton's method reaches from above without a step back. Delays play no
role once everything has settled.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from flywheel_studio.simulation.propagator import coupling
from flywheel_studio.simulation.settings import Dynamics, Floats

# Each step solves a system of this size, and an answer takes some hundred steps for each factor.
MOST_FACTORS: Final = 40
_MOST_STEPS: Final = 200
_SETTLED: Final = 1e-13


def has_plateau(dynamics: Dynamics) -> bool:
    """Whether ceilings can be reckoned with here: some matter, all links lift, all factors rub."""
    return bool(
        len(dynamics.limited)
        and len(dynamics.factors) <= MOST_FACTORS
        and np.all(dynamics.gain >= 0)
        and np.all(dynamics.friction > 0)
        and np.all(dynamics.capacity[dynamics.limited] > 0)
    )


def plateau(dynamics: Dynamics, push: Floats) -> Floats | None:
    """The largest speeds (n,) at which nothing changes any more, under constant pushes (n,) ≥ 0.

    Returns:
        None where factors without a ceiling keep each other growing.

    Source: equations 2 and 3 of `flywheel_studio.simulation` with dv/dt = 0. Solved for v_i at a
        given inflow, v = (inflow + u)/(f + inflow/c) is rising and concave in the inflow, so that
        Newton's method falls monotonically onto the largest solution (Ortega & Rheinboldt 1970,
        section 13.3).
    """
    links, friction = coupling(dynamics), dynamics.friction
    is_limited = np.zeros(len(friction), dtype=bool)
    is_limited[dynamics.limited] = True
    capacity = np.where(is_limited, dynamics.capacity, np.inf)
    alone = push / friction
    # A push that holds a factor above its ceiling leaves nothing for the links to lift.
    is_full = alone >= capacity
    speed = np.where(is_limited, np.maximum(capacity, alone), 0.0)
    free = np.flatnonzero(~is_limited)
    if len(free):
        own = np.diag(friction[free]) - links[np.ix_(free, free)]
        brought = links[np.ix_(free, np.flatnonzero(is_limited))] @ speed[is_limited] + push[free]
        gain = links[np.ix_(free, free)] / friction[free, None]
        if np.max(np.abs(np.linalg.eigvals(gain)), initial=0.0) >= 1.0:
            return None
        speed[free] = np.linalg.solve(own, brought)
    for _ in range(_MOST_STEPS):
        inflow = links @ speed
        rubs = friction + inflow / capacity
        target = np.where(is_full, alone, (inflow + push) / rubs)
        slope = np.where(is_full, 0.0, (friction - push / capacity) / rubs**2)
        step = np.linalg.solve(np.eye(len(speed)) - slope[:, None] * links, target - speed)
        speed = np.maximum(speed + step, 0.0)
        if np.all(np.abs(step) <= _SETTLED * (1.0 + speed)):
            break
    return speed
