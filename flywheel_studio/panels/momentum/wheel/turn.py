"""How far the drawn wheel has turned: momentum added up over played time.

The angle is a running sum, not a function of the playhead. That is why scrubbing, a new run or a
dragged slider never make the wheel jump: they change how fast it goes on turning, never where
it stands.
"""

from __future__ import annotations

import math
from typing import Final

# A wheel that was shoved once (momentum 1) takes about three seconds for a turn.
_TURNS_PER_SECOND: Final = 0.36
# With up to twelve spokes at 60 frames a second a faster wheel would seem to stand or run back.
FASTEST_TURNS_PER_SECOND: Final = 2.0


def turns_per_second(momentum: float) -> float:
    """How fast the wheel is shown to turn: in proportion at first, then by orders of magnitude.

    Odd, so a wheel that runs down from today's pace turns backwards, and strictly increasing up
    to `FASTEST_TURNS_PER_SECOND`. Without the bend a wheel that grows a thousandfold would stand
    still at first and be a blur at last.
    """
    if not math.isfinite(momentum):
        return 0.0 if math.isnan(momentum) else math.copysign(FASTEST_TURNS_PER_SECOND, momentum)
    turns = _TURNS_PER_SECOND * math.asinh(momentum)
    return max(-FASTEST_TURNS_PER_SECOND, min(FASTEST_TURNS_PER_SECOND, turns))


class WheelTurn:
    """The angle of the drawn wheel, in turns, clockwise."""

    def __init__(self) -> None:
        self._angle = 0.0

    @property
    def angle(self) -> float:
        """Turns since the panel opened; only the fraction shows."""
        return self._angle

    def advance(self, seconds: float, before: float, after: float) -> None:
        """Turn on for `seconds` of played time.

        Args:
            before, after: the momentum at both ends of that time.
        """
        self._angle += seconds * 0.5 * (turns_per_second(before) + turns_per_second(after))
