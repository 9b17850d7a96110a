"""The law of ceilings (equation 2): which branch of it holds, and when another takes over.

Inside a window each limited factor keeps one branch, continued smoothly past its corner; where the
branch stops being true is found afterwards on the solved polynomial, and the window ends there. So
a corner costs one root, not a cascade of ever smaller steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.settings import Floats, Indices

FREE: Final = 0
LIMITED: Final = 1
FULL: Final = 2
Laws = NDArray[np.int8]
# A ceiling closer to today's speed than a millionth of the baseline is taken to be that far away:
# its factor would follow its inflow a million times faster than the others.
LEAST_CAPACITY: Final = 1e-6


def drive_of(inflow: Floats, speed: Floats, capacity: Floats) -> Floats:
    """drive of limited factors; all of shape (c, ...), `capacity` broadcast against them."""
    ceiling = np.clip(1.0 - np.maximum(speed, 0.0) / capacity, 0.0, 1.0)
    drive: Floats = np.where(inflow > 0, ceiling * inflow, inflow)
    return drive


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """∂drive/∂inflow and ∂drive/∂v at the nodes, (n, s): the means over many scenarios."""

    to_inflow: Floats
    to_speed: Floats


def sensitivity(limited: Indices, inflow: Floats, speed: Floats, capacity: Floats) -> Sensitivity:
    """How the drive answers, from inflow and speed (n, s, S) and the capacities of `limited`."""
    to_inflow, to_speed = np.ones(inflow.shape[:2]), np.zeros(inflow.shape[:2])
    flow, now, top = inflow[limited], speed[limited], capacity[:, None, None]
    is_lifted = flow > 0
    share = np.clip(1.0 - np.maximum(now, 0.0) / top, 0.0, 1.0)
    to_inflow[limited] = np.where(is_lifted, share, 1.0).mean(axis=2)
    is_limited = is_lifted & (now > 0) & (now < top)
    to_speed[limited] = np.where(is_limited, -flow / top, 0.0).mean(axis=2)
    return Sensitivity(to_inflow, to_speed)


def terms(laws: Laws, capacity: Floats) -> tuple[Floats, Floats]:
    """a and b of `drive = (a + b·v)·inflow` on each branch, shape (c,) each."""
    share: Floats = np.where(laws == FULL, 0.0, 1.0)
    slope: Floats = np.where(laws == LIMITED, -1.0 / capacity, 0.0)
    return share, slope


def drive_by_law(inflow: Floats, speed: Floats, law_terms: tuple[Floats, Floats]) -> Floats:
    """drive (c, q) with the branch given, from inflow and speed (c, q)."""
    share, slope = law_terms
    drive: Floats = (share[:, None] + slope[:, None] * speed) * inflow
    return drive


def laws_at(inflow: Floats, speed: Floats, capacity: Floats) -> Laws:
    """The branch that holds; shapes broadcast."""
    lifted = (inflow > 0) & (speed > 0)
    return np.where(lifted, np.where(speed > capacity, FULL, LIMITED), FREE).astype(np.int8)
