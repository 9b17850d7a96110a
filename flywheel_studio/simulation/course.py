"""A run as the integrators hand it over, and what it takes to tell what happened on the way.

A course begins just after what happens at 0. It is a chain of samples, close enough together to see
everything happen, each with a smooth piece up to the next. Two samples with the same time are the
two sides of a jump or of a push that starts or ends. Times of events are found on the pieces, so
they are as exact as the run itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation.settings import Floats, Indices

BOUND: Final = 1e12
STANDSTILL: Final = -1.0
# Speeds are known to about 1e-9 of the largest so far: below this share the balance of drive and
# friction would be a balance of rounding errors.
_AT_REST: Final = 1e-8
# Drive and friction that agree to this share are equal: a ring that coasts has both alike.
_EQUAL: Final = 1e-9
# 17^-9 of a piece, below the spacing of doubles.
_POINTS: Final = 16
_ROUNDS: Final = 9
_CLOSER: Final = 64

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Course:
    """Samples of a run of n factors at j times.

    `time` (j,), never falling; `speed` (j, n); `drive` (j,): Σ drive_i; `push` (j,): Σ u_i, which
    holds from a sample to the next. `piece(i)` returns, for times between samples i and i + 1,
    (speeds (q, n), Σ drive (q,)); it is the same for all samples with the same `owner` (j,).
    """

    time: Floats
    speed: Floats
    drive: Floats
    push: Floats
    owner: Indices
    piece: Callable[[int], Callable[[Floats], tuple[Floats, Floats]]]

    def read(self, times: Floats) -> tuple[Floats, Floats, Floats]:
        """(speeds (q, n), Σ drive (q,), Σ push (q,)) just after rising times in the course."""
        places = np.searchsorted(self.time, times, side="right") - 1
        speed, drive = self.speed[places], self.drive[places]
        between = np.flatnonzero(self.time[places] != times)
        if len(between):
            starts = np.flatnonzero(np.diff(self.owner[places[between]], prepend=-1))
            for group in np.split(between, starts[1:]):
                speed[group], drive[group] = self.piece(int(places[group[0]]))(times[group])
        return speed, drive, self.push[places]


# Each end of a span is searched for to the last digit: half a millisecond.
_MOST_SPANS: Final = 8
Claim = Callable[[Floats, Floats, Floats], Flags]


def first_true(course: Course, holds: Claim, start: int, flags: Flags) -> tuple[float, int] | None:
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
    return _turn(course, holds, index - 1, float(course.time[index - 1])), index


def _turn(course: Course, holds: Claim, index: int, low: float, high: float | None = None) -> float:
    """When a claim turns true between `low` and `high` (the next sample), after sample `index`."""
    high = float(course.time[index + 1]) if high is None else high
    piece = course.piece(index)
    push = np.full(_POINTS, course.push[index])
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
    return high


Span = tuple[float, float | None]
"""From when to when; None: to the end of the run."""


def self_turning(course: Course, mass: Floats, friction: Floats) -> tuple[Span, ...]:
    """The spans in which the wheel turns mostly by itself (equation 5), in order.

    Of very many, only the first few and the last.
    """
    floor = _AT_REST * np.maximum.accumulate(np.abs(course.speed) @ friction)
    if not len(floor) or floor[-1] == 0.0:
        return ()

    def conditions(speed: Floats, drive: Floats, push: Floats, least: Floats) -> Flags:
        sign = np.sign(speed @ mass)
        friction_takes, links_bring = sign * (speed @ friction), sign * drive
        links_bring = links_bring + _EQUAL * np.abs(links_bring)
        result: Flags = np.array(
            [friction_takes > least, links_bring >= friction_takes, links_bring >= sign * push]
        )
        return result

    def claim(index: int, wanted: bool) -> Claim:
        def holds(speed: Floats, drive: Floats, push: Floats) -> Flags:
            least = np.full(len(drive), floor[index])
            result: Flags = conditions(speed, drive, push, least).all(axis=0) == wanted
            return result

        return holds

    single = conditions(course.speed, course.drive, course.push, floor)
    flags: Flags = np.all(single, axis=0)
    gained = first_true(course, claim(_first(flags), True), 0, flags)
    spans: list[Span] = []
    brief = _brief(course, single, claim, len(flags) if gained is None else gained[1])
    if brief is not None:
        spans.append(brief)
    begins = np.flatnonzero(flags[1:] & ~flags[:-1]) + 1
    while gained is not None:
        time, start = gained
        lost = first_true(course, claim(start + _first(~flags[start:]), False), start, ~flags)
        spans.append((time, None if lost is None else lost[0]))
        later = begins[begins > start]
        if lost is None or not len(later):
            break
        index = int(later[-1] if len(spans) >= _MOST_SPANS else later[0])
        gained = first_true(course, claim(index, True), index - 1, flags)
    return tuple(spans)


def _first(flags: Flags) -> int:
    found = np.flatnonzero(flags)
    return int(found[0]) if len(found) else 0


def _brief(
    course: Course, single: Flags, claim: Callable[[int, bool], Claim], before: int
) -> tuple[float, float] | None:
    """A breakthrough that came and went between two samples: one condition goes as another comes."""
    fails = ~np.all(single, axis=0)
    either = np.all(single[:, :-1] | single[:, 1:], axis=0) & fails[:-1] & fails[1:]
    either &= np.diff(course.time) > 0
    for index in np.flatnonzero(either[: max(before - 1, 0)]).tolist():
        low, high = float(course.time[index]), float(course.time[index + 1])
        inner = np.linspace(low, high, _CLOSER + 2)[1:-1]
        push = np.full(_CLOSER, course.push[index])
        hits = np.flatnonzero(claim(index, True)(*course.piece(index)(inner), push))
        if len(hits):
            first, last = int(hits[0]), int(hits[0])
            while last + 1 in hits:
                last += 1
            before_it = float(inner[first - 1]) if first else low
            after_it = float(inner[last + 1]) if last + 1 < _CLOSER else high
            return (
                _turn(course, claim(index, True), index, before_it, float(inner[first])),
                _turn(course, claim(index, False), index, float(inner[last]), after_it),
            )
    return None


def standstills(course: Course) -> dict[int, float]:
    """The first time at which each factor's speed is below −1, by position."""
    times: dict[int, float] = {}
    below = course.speed < STANDSTILL
    for factor in np.flatnonzero(below.any(axis=0)):

        def holds(speed: Floats, _drive: Floats, _push: Floats, factor: int = int(factor)) -> Flags:
            result: Flags = speed[:, factor] < STANDSTILL
            return result

        found = first_true(course, holds, 0, below[:, factor])
        if found is not None:
            times[int(factor)] = found[0]
    return times
