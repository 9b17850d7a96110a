"""Where a time lies across the chart: one mapping for the curves and whatever stands under them.

Pixels count from the left edge of the chart; what is put below the chart has the same edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHORTEST: Final = 1e-9


@dataclass(frozen=True)
class TimeAxis:
    """`left` and `right`: pixels of time 0 and of `end`, in time units."""

    left: float
    right: float
    end: float = 1.0

    def x_of(self, time: float) -> float:
        """The pixel of a time; outside of the axis for a time outside of the run."""
        return self.left + (self.right - self.left) * time / max(self.end, SHORTEST)

    def time_at(self, x: float) -> float:
        """The time at a pixel, within the run."""
        share = (x - self.left) / max(1.0, self.right - self.left)
        return min(max(share, 0.0), 1.0) * self.end
