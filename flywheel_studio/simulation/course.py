"""A run as the integrators hand it over, and what it takes to tell what happened on the way.

A course is a chain of samples, close enough together to see everything happen, each with a smooth
piece up to the next. Two samples with the same time are the two sides of a jump or of a push that
starts or ends. Times of events are found on the pieces, so they are as exact as the run itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.settings import Floats

BOUND: Final = 1e12
STANDSTILL: Final = -1.0
# Speeds are known to about 1e-9 of the largest so far: below this share the balance of drive and
# friction would be a balance of rounding errors.
_AT_REST: Final = 1e-8
# Drive and friction that agree to this share are equal: a ring that coasts has both alike.
_EQUAL: Final = 1e-9
# Two rounds of 16 points per digit pair: 17^-9 of a piece, below the spacing of doubles.
_POINTS: Final = 16
_ROUNDS: Final = 9


@dataclass(frozen=True, eq=False)
class Course:
    """Samples of a run of n factors at j times.

    `time` (j,), never falling; `speed` (j, n); `drive` (j,): Σ drive_i; `push` (j,): Σ u_i, which
    holds from a sample to the next. `piece(i)` returns, for times between samples i and i + 1,
    (speeds (q, n), Σ drive (q,)).
    """

    time: Floats
    speed: Floats
    drive: Floats
    push: Floats
    piece: Callable[[int], Callable[[Floats], tuple[Floats, Floats]]]

    def read(self, times: Floats) -> tuple[Floats, Floats, Floats]:
        """(speeds (q, n), Σ drive (q,), Σ push (q,)) just after rising times in the course."""
        places = np.searchsorted(self.time, times, side="right") - 1
        speed, drive = self.speed[places], self.drive[places]
        between = np.flatnonzero(self.time[places] != times)
        if len(between):
            starts = np.flatnonzero(np.diff(places[between], prepend=-1))
            for group in np.split(between, starts[1:]):
                speed[group], drive[group] = self.piece(int(places[group[0]]))(times[group])
        return speed, drive, self.push[places]


def first_true(course: Course, holds: Callable[[Floats, Floats, Floats], NDArray[np.bool_]],
               start: int, flags: NDArray[np.bool_]) -> tuple[float, int] | None:
    """When a claim about the state first holds, and the sample from which it does.

    Args:
        holds: (speeds (q, n), Σ drive (q,), Σ push (q,)) -> claims (q,).
        start: the sample to begin at.
        flags: the claim at every sample, shape (j,).
    """
    found = np.flatnonzero(flags[start:])
    if not len(found):
        return None
    index = start + int(found[0])
    if index == start or course.time[index] == course.time[index - 1]:
        return float(course.time[index]), index
    piece = course.piece(index - 1)
    low, high = float(course.time[index - 1]), float(course.time[index])
    push = np.full(_POINTS, course.push[index - 1])
    for _ in range(_ROUNDS):
        inner = np.linspace(low, high, _POINTS + 2)[1:-1]
        hits = np.flatnonzero(holds(*piece(inner), push))
        first = int(hits[0]) if len(hits) else _POINTS
        low, high = (
            float(inner[first - 1]) if first else low,
            float(inner[first]) if first < _POINTS else high,
        )
        if high - low <= 4 * np.spacing(high):
            break
    return high, index


def breakthrough(
    course: Course, mass: Floats, friction: Floats
) -> tuple[float | None, float | None]:
    """When the wheel first turns mostly by itself, and when it first loses that (equation 5)."""
    loss = course.speed @ friction
    movement = float(np.max(np.maximum.accumulate(np.abs(loss)), initial=0.0))
    floor = _AT_REST * np.maximum.accumulate(np.abs(course.speed) @ friction)

    def turns(speed: Floats, drive: Floats, push: Floats, least: Floats) -> NDArray[np.bool_]:
        sign = np.sign(speed @ mass)
        friction_takes = sign * (speed @ friction)
        links_bring = sign * drive
        margin = links_bring + _EQUAL * np.abs(links_bring)
        result: NDArray[np.bool_] = (
            (friction_takes > least)
            & (margin >= friction_takes)
            & (margin >= sign * push)
        )
        return result

    if movement == 0.0:
        return None, None
    flags = turns(course.speed, course.drive, course.push, floor)

    def at(index: int, wanted: bool) -> tuple[float, int] | None:
        def holds(speed: Floats, drive: Floats, push: Floats) -> NDArray[np.bool_]:
            least = np.full(len(drive), floor[here])
            return turns(speed, drive, push, least) == wanted

        found = np.flatnonzero(flags[index:] == wanted)
        here = index + int(found[0]) if len(found) else index
        return first_true(course, holds, index, flags == wanted)

    gained = at(0, True)
    if gained is None:
        return None, None
    lost = at(gained[1], False)
    return gained[0], None if lost is None else lost[0]


def standstills(course: Course) -> dict[int, float]:
    """The first time at which each factor's speed is below −1, by position."""
    times: dict[int, float] = {}
    below = course.speed < STANDSTILL
    for factor in np.flatnonzero(below.any(axis=0)):

        def holds(
            speed: Floats, _drive: Floats, _push: Floats, factor: int = int(factor)
        ) -> NDArray[np.bool_]:
            result: NDArray[np.bool_] = speed[:, factor] < STANDSTILL
            return result

        found = first_true(course, holds, 0, below[:, factor])
        if found is not None:
            times[int(factor)] = found[0]
    return times
