"""Whether a wheel keeps itself going, asked of many wheels: where its rightmost root lies, roughly.

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
from flywheel_studio.simulation.settings import Dynamics
from flywheel_studio.simulation.spectrum import (
    COASTING,
    furthest_right,
    most_points,
    points_for,
    rightmost_root,
)

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
        stop.raise_if_set()
        part = part_of(dynamics, factors)
        is_late = len(part.gain) > 0 and part.has_delays and part.has_negative
        found = _leading(part) if is_late else None
        root = rightmost_root(part, stop) if found is None else found
        # Of two as far right the real one leads.
        rightmost = max(root, rightmost, key=lambda one: (one.real, -abs(one.imag)))
    if rightmost.real <= COASTING:
        return "neither"
    return "swings" if rightmost.imag else "grows"


def is_onward_dear(dynamics: Dynamics) -> bool:
    """Whether `onward` can take seconds: delays too long for one collocation to resolve."""
    parts = (part_of(dynamics, factors) for factors in components(dynamics))
    return any(
        points_for(part, 0.0) > most_points(part)
        for part in parts
        if len(part.gain) and part.has_delays and part.has_negative
    )


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
