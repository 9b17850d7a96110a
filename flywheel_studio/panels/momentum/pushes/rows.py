"""Where pushes lie on their axis: pixels taken by each, and rows in which none overlaps another.

A narrow bar takes more room than it is drawn with, so that what one aims at is never smaller
than a finger's width of pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flywheel_studio.commands.pushes import end_of, is_lasting
from flywheel_studio.model.records import Push
from flywheel_studio.model.tidy import tidy
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis

Part = Literal["body", "start", "end"]

# What is aimed at, in pixels: a mark, and the zone in which its end is grabbed.
TARGET: Final = 24
# From here on both ends are grabbed inside the bar.
_WIDE: Final = 3 * TARGET
_GAP: Final = 4
_LABEL_GAP: Final = 4


@dataclass(frozen=True)
class Place:
    """Pixels from the left edge of the axis.

    `left` to `right` is what it takes; `begin` to `end` is drawn (one pixel for a shove); the
    words stand from `words` on, `room` pixels of them; `grip` to `grip_end` is grabbed, at its ends
    to stretch. `is_open`: it goes on past the end of the run. `is_beyond`: it begins after
    that, so that only its words are in sight.
    """

    left: float
    right: float
    begin: float
    end: float
    words: float
    room: float
    is_lasting: bool
    is_open: bool = False
    is_beyond: bool = False
    grip: float = 0.0
    grip_end: float = 0.0

    def part_at(self, x: float) -> Part:
        """What a press at `x` takes hold of."""
        if not self.is_lasting or self.is_beyond:
            return "body"
        if x <= self.grip + TARGET:
            return "start"
        return "end" if x >= self.grip_end - TARGET else "body"


def place_of(push: Push, axis: TimeAxis, words: float, width: float) -> Place:
    """Where a push lies.

    Args:
        words: how wide its words are, in pixels.
        width: of the whole axis, its margins included.
    """
    begin, end = axis.x_of(push.start), end_of(push)
    if push.start > axis.end:
        room = min(words, axis.right - axis.left - TARGET)
        left = axis.right - TARGET - room
        return Place(
            left, axis.right, axis.right, axis.right, left, room, is_lasting(push), is_beyond=True
        )
    if not is_lasting(push):
        left = min(max(begin - TARGET / 2, 0.0), width - TARGET)
        right = left + TARGET
        return _worded(left, right, begin, begin, words, axis, is_lasting=False)
    is_open = end is None or end > axis.end
    stop = axis.right if end is None or is_open else axis.x_of(end)
    if stop - begin >= _WIDE:
        left, right = begin, stop
        inside = stop - begin - 2 * TARGET
        outside = max(axis.right - stop, begin - axis.left) - _LABEL_GAP
        if words <= inside or (outside < words and outside < inside):
            middle = begin + TARGET
            return Place(
                left, right, begin, stop, middle, inside, True, is_open, False, left, right
            )
    else:
        middle = (begin + stop) / 2
        half = max(TARGET, stop - begin) / 2 + TARGET
        left = min(max(middle - half, 0.0), width - 2 * half)
        right = left + 2 * half
    return _worded(left, right, begin, stop, words, axis, is_lasting=True, is_open=is_open)


def packed(
    places: Mapping[str, Place], kept: Mapping[str, int] | None = None, moving: str = ""
) -> dict[str, int]:
    """A row for each, from 0 at the top, such that none overlaps another.

    Args:
        kept: rows that are held on to as far as they are free.
        moving: the one that gives way to all others.
    """
    kept = kept or {}
    # What is new gives way as well: the others stay where the eye has them.
    late = {key for key in places if key == moving or (kept and key not in kept)}
    order = sorted(places, key=lambda key: (key in late, kept.get(key, 0), places[key].left))
    taken: list[list[Place]] = []
    rows: dict[str, int] = {}
    for key in order:
        place = places[key]
        wanted = kept.get(key)
        candidates = [*([] if wanted is None else [wanted]), *range(len(taken) + 1)]
        row = next(row for row in candidates if _is_free(taken, row, place))
        while len(taken) <= row:
            taken.append([])
        taken[row].append(place)
        rows[key] = row
    return rows


def grain(every: float, per_pixel: float) -> float:
    """What a dragged time is rounded to: the step of the run, or the pixels' where it is finer.

    Args:
        every: step of the run. per_pixel: time of one pixel. Both in time units, > 0.
    """
    if every >= per_pixel:
        return every
    power = 10.0 ** math.floor(math.log10(per_pixel))
    return next(power * step for step in (1.0, 2.0, 5.0, 10.0) if power * step >= per_pixel)


def on_grain(time: float, step: float) -> float:
    """The nearest multiple of a step, without the rounding of tenths."""
    return tidy(round(time / step) * step)


def _worded(
    left: float,
    right: float,
    begin: float,
    end: float,
    words: float,
    axis: TimeAxis,
    *,
    is_lasting: bool,
    is_open: bool = False,
) -> Place:
    """With its words at the right, or at the left where they do not fit there."""
    grip, grip_end = left, right
    after, before = axis.right - right - _LABEL_GAP, left - axis.left - _LABEL_GAP
    if words <= after or after >= before:
        room = max(0.0, min(words, after))
        start, right = right + _LABEL_GAP, right + _LABEL_GAP + room
    else:
        room = max(0.0, min(words, before))
        start = left - _LABEL_GAP - room
        left = start
    return Place(left, right, begin, end, start, room, is_lasting, is_open, False, grip, grip_end)


def _is_free(taken: Sequence[Sequence[Place]], row: int, place: Place) -> bool:
    if row >= len(taken):
        return True
    return all(
        place.right + _GAP <= other.left or other.right + _GAP <= place.left for other in taken[row]
    )
