"""The numbers beside an axis: round ones, and as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import current_language, tr

# Of a number on an axis: 25 and 250 read as well as 20 and 200.
_NICE: Final = (1.0, 2.0, 2.5, 5.0)
# A year reads better in twelves than in tens.
_CALENDAR: Final[dict[str, tuple[int, ...]]] = {
    "day": (1, 2, 7, 14, 28, 56, 91, 182, 364),
    "week": (1, 2, 4, 13, 26, 52, 104, 260, 520),
    "month": (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200),
    "quarter": (1, 2, 4, 8, 12, 20, 40, 80, 200, 400),
}


@dataclass(frozen=True)
class Tick:
    """`share`: 0 at the beginning of the axis, 1 at its end."""

    share: float
    text: str


def time_ticks(end: float, unit: str, most: int) -> tuple[Tick, ...]:
    """The numbers along the time axis, 0 first."""
    return _time_ticks(end, unit, most, current_language())


@lru_cache(maxsize=32)
def _time_ticks(end: float, unit: str, most: int, _language: str) -> tuple[Tick, ...]:
    """Kept, because what lies below the chart asks for them in every frame of a run."""
    steps = _CALENDAR.get(unit, ())
    step = next((step for step in steps if end / step <= most), 0.0) if end >= 2 else 0.0
    values = (
        [step * n for n in range(int(end / step + 1e-9) + 1)]
        if step
        else round_values(0.0, end, most)
    )
    texts = texts_of(values)
    return tuple(Tick(value / end, text) for value, text in zip(values, texts, strict=True))


def round_values(low: float, high: float, most: int) -> list[float]:
    """Multiples of the smallest nice number that gives at most one more than `most` of them."""
    power = 10.0 ** (math.floor(math.log10((high - low) / max(1, most))) - 1)
    while True:
        for nice in _NICE:
            step = nice * power
            first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
            if last - first <= most:
                return [step * n for n in range(first, last + 1)]
        power *= 10.0


def texts_of(values: Sequence[float], *, is_even: bool = True) -> list[str]:
    """The numbers in words, all with as many places as their steps need; large ones in millions."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 1e12 or not is_even or len(values) < 2:
        return [number(float(f"{value:.3g}")) for value in values]
    step = abs(values[1] - values[0])
    scale = 1e9 if largest >= 1e9 else 1e6 if largest >= 1e6 else 1.0
    places = max(0, math.ceil(-math.log10(step / scale) - 1e-9))
    # A step of 2.5 has one place more than its power of ten.
    if round(step / scale, places) != round(step / scale, places + 2):
        places += 1
    said = [number(round(value / scale, places), 9) for value in values]
    if scale == 1e9:
        return [tr("{number} bn", number=text) if text != "0" else text for text in said]
    if scale == 1e6:
        return [tr("{number} m", number=text) if text != "0" else text for text in said]
    return said
