"""Upright axes: from values to shares of a height, and the numbers that stand beside them.

A logarithmic axis has no place for 0 and cannot cross it. One that is straight near 0 (symlog) could,
but its kink looks like something that happened; so what lies beyond 0 is left out, and `panes` says
which. Where nothing is above 0 the axis hangs down from it instead: a fall has its doublings too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flywheel_studio.insight.axis_numbers import Tick, round_values, texts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A metric of 1e300 today times what a wheel grows to is past all numbers; an axis ends before.
_MOST: Final = 1e300
# Room past the last value, as a share of all, so that a curve at the top stays off the edge.
_HEADROOM: Final = 0.06
# A ten-thousandth of the largest value is as good as nothing.
_DECADES: Final = 4.0


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`; decimal logarithms of sizes where it is logarithmic.

    `hangs`: a logarithmic axis of values below 0, the smallest of them at the top.
    """

    low: float
    high: float
    is_logarithmic: bool = False
    hangs: bool = False

    def shares(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """0 at the bottom, 1 at the top, never past them; nan where a value has no place."""
        import numpy as np

        if not self.is_logarithmic:
            return np.clip((values - self.low) / (self.high - self.low), 0.0, 1.0)
        sizes = -values if self.hangs else values
        logs = np.log10(sizes, out=np.full_like(sizes, np.nan), where=sizes > 0)
        shares = (logs - self.low) / (self.high - self.low)
        shares[shares < -1e-9] = np.nan
        shares = np.minimum(shares, 1.0)
        return 1.0 - shares if self.hangs else shares

    def share_of(self, value: float) -> float | None:
        """As `shares`, of one value; None where it is off the axis."""
        if self.is_logarithmic:
            size = -value if self.hangs else value
            if size <= 0:
                return None
            share = (math.log10(size) - self.low) / (self.high - self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        if not -1e-9 <= share <= 1.0 + 1e-9:
            return None
        return 1.0 - share if self.hangs else share

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """At most so many numbers (two at least are tried for), from the bottom up."""
        values = self._logarithmic_ticks(most) if self.is_logarithmic else None
        if values is None:
            low, high = self.low, self.high
            if self.is_logarithmic:
                low, high = 10.0**low, 10.0**high
            values = round_values(low, high, most)
        if self.hangs:
            values = [-value for value in values]
        texts = texts_of(values, is_even=not self.is_logarithmic)
        found = [(self.share_of(value), text) for value, text in zip(values, texts, strict=True)]
        return tuple(Tick(share, text) for share, text in found if share is not None)

    def _logarithmic_ticks(self, most: int) -> list[float] | None:
        """Whole powers of ten, and twos and fives between few of them; None: too few of either."""
        first, last = math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9)
        decades = last - first + 1
        if decades < max(2, most // 3):
            between = [
                digit * 10.0**power
                for power in range(first - 1, last + 1)
                for digit in (1, 2, 5)
                if self.low <= math.log10(digit * 10.0**power) <= self.high
            ]
            if 2 <= len(between) <= most:
                return between
        if decades < 2:
            return None
        step = -(-decades // max(1, most))
        return [10.0**power for power in range(first, last + 1, step)]


def scale_of(
    lines: Sequence[NDArray[np.float64]],
    *,
    is_logarithmic: bool = False,
    with_zero: bool = True,
    values: Sequence[float] = (),
) -> Scale:
    """A scale that shows all of the lines, and the single values besides.

    Args:
        with_zero: keep 0 in sight; otherwise only where the values come close to it.
    """
    if is_logarithmic:
        return _logarithmic_scale(lines, values)
    ends = [float(end) for line in lines if len(line) for end in (line.min(), line.max())]
    ends += values
    low = max(min(ends, default=0.0), -_MOST)
    high = min(max(ends, default=0.0), _MOST)
    if with_zero or low * high <= 0 or min(abs(low), abs(high)) < 0.5 * max(abs(low), abs(high)):
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * _HEADROOM
    if room <= 0.0:
        return Scale(low - 0.1 * max(1.0, abs(low)), high + max(1.0, 0.1 * abs(high)))
    return Scale(low - (room if low != 0 else 0.0), high + (room if high != 0 else 0.0))


def _logarithmic_scale(lines: Sequence[NDArray[np.float64]], values: Sequence[float]) -> Scale:
    """From the least to the largest size, so many decades at most."""
    hangs = any((line < 0).any() for line in lines) and not any((line > 0).any() for line in lines)
    sign = -1.0 if hangs else 1.0
    sizes = [(sign * line)[sign * line > 0] for line in lines]
    ends = [float(end) for line in sizes if len(line) for end in (line.min(), line.max())]
    ends += [sign * value for value in values if sign * value > 0]
    if not ends:
        return Scale(-1.0, 1.0, is_logarithmic=True)
    top = math.log10(min(max(ends), _MOST))
    bottom = max(math.log10(min(ends)), top - _DECADES)
    room = max(top - bottom, 0.2) * _HEADROOM
    return Scale(bottom - room, top + room, is_logarithmic=True, hangs=hangs)
