"""Whether a wheel keeps itself going, asked often: where its rightmost root lies, roughly.

With delays and negative links all digits of a growth rate take milliseconds to seconds. For its
sign one collocation is enough, as it resolves every root right of 0; where it does not show the
rightmost one clearly, the full search decides.
"""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.characteristic import Part, belt_eigenvalues, part_of, polished
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.course import Flags
from flywheel_studio.simulation.settings import Dynamics
from flywheel_studio.simulation.spectrum import (
    COASTING,
    furthest_right,
    most_points,
    points_for,
    rightmost_root,
)

# Factors of one part from which on its eigenvalues alone take longer than a frame of a window.
_MANY: Final = 150
# Rounds in which quotients close in on a spectral radius, and how near to 1 counts as 1.
_ROUNDS: Final = 400
_BORDER: Final = 1e-9

Onward = Literal["grows", "swings", "neither"]
"""What a push becomes: more and more, swings that are ever wider, or nothing."""

# Of the guesses that one collocation gives, those that are looked at to tell the sign alone, and
# how near the first has to be to a root.
_FEW: Final = 5
_CLEAR: Final = 1e-4


def onward(dynamics: Dynamics, stop: StopToken = NEVER) -> Onward:
    """Whether it grows, swings ever wider or neither, as `growth_of` says, without its digits.

    With delays and negative links the few rightmost guesses decide where they are clear: a fifth of
    the time.

    Raises:
        Cancelled: `stop` was set.
    """
    rightmost = complex(-math.inf)
    for factors in components(dynamics):
        root = _rightmost(part_of(dynamics, factors), stop)
        # Of two as far right the real one leads.
        rightmost = max(root, rightmost, key=lambda one: (one.real, -abs(one.imag)))
    if rightmost.real <= COASTING:
        return "neither"
    return "swings" if rightmost.imag else "grows"


def keeps_turning(dynamics: Dynamics, moving: Flags, stop: StopToken = NEVER) -> bool:
    """Whether a loop among what moves at least keeps its pace near rest: its growth rate is 0 or more.

    What is on no loop only hands on: a chain without friction loses nothing, and turns by nothing
    of its own.

    Args:
        moving: (n,), the factors that move in a run. Loops that rest to the end carry nothing.

    Raises:
        Cancelled: `stop` was set.
    """
    for factors in components(dynamics):
        part = part_of(dynamics, factors)
        is_turning = len(part.gain) > 0 and bool(moving[factors].any())
        if is_turning and _is_kept_up(part, stop):
            return True
    return False


def _is_kept_up(part: Part, stop: StopToken) -> bool:
    """Whether the growth rate of a part is 0 or more.

    Eigenvalues of very many factors take minutes. Where nothing lowers, delays do not matter for the
    sign, which is that of ρ(F⁻¹W) − 1, and ρ lies between the least and the largest quotient of
    Collatz and Wielandt. What that leaves open, and what lowers among so many, counts as kept up.
    """
    if len(part.decay) <= _MANY:
        return _rightmost(part, stop).real >= -COASTING
    if part.has_negative or np.any(part.decay == 0):
        return True
    speed = np.ones(len(part.decay))
    for _ in range(_ROUNDS):
        stop.raise_if_set()
        brought = np.bincount(part.target, part.gain * speed[part.source], len(speed)) / part.decay
        quotients = brought / speed
        if quotients.min() >= 1.0 - _BORDER:
            return True
        if quotients.max() < 1.0 - _BORDER:
            return False
        # Half of what was: a ring alone would only turn round.
        speed = speed + brought
        speed /= speed.max()
    return True


def is_onward_dear(dynamics: Dynamics) -> bool:
    """Whether `onward` takes longer than a frame, and `keeps_turning` may: up to seconds.

    Delays too long for one collocation to resolve, and parts of very many factors.
    """
    parts = [part_of(dynamics, factors) for factors in components(dynamics)]
    return any(
        len(part.decay) > _MANY
        or (_is_searched(part) and points_for(part, 0.0) > most_points(part))
        for part in parts
    )


def search_rows(dynamics: Dynamics) -> int:
    """Rows of the matrices of one collocation of this wheel; 0 where none is needed.

    Their eigenvalues take about as long as the third power of it.
    """
    rows = 0
    for factors in components(dynamics):
        part = part_of(dynamics, factors)
        if _is_searched(part):
            late = len(set(part.source[part.delay > 0].tolist()))
            points = min(points_for(part, 0.0), most_points(part))
            rows = max(rows, len(part.decay) + late * points)
    return rows


def _is_searched(part: Part) -> bool:
    return len(part.gain) > 0 and part.has_delays and part.has_negative


def _rightmost(part: Part, stop: StopToken) -> complex:
    """The rightmost root of a part, with few digits where that is quicker."""
    stop.raise_if_set()
    found = _leading(part) if _is_searched(part) else None
    return rightmost_root(part, stop) if found is None else found


def _leading(part: Part) -> complex | None:
    """The rightmost root if one collocation shows it clearly; it resolves all roots right of 0."""
    points = points_for(part, 0.0)
    if points > most_points(part):
        return None
    guesses = belt_eigenvalues(part, points)
    guesses = guesses[guesses.imag >= -1e-12 * np.abs(guesses).max()]
    guesses = guesses[np.argsort(-guesses.real)][:_FEW]
    roots = polished(part, guesses)
    if not len(roots):
        return None
    root = furthest_right(part, roots)
    is_clear = abs(root - guesses[0]) <= _CLEAR * (abs(root) + abs(guesses[0]))
    return root if is_clear else None
