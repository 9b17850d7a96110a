"""What each link, friction and ceiling brings to the acceleration of its target, and how it turns.

Taken from the exact course of a run, just after any moment of it, and with a delay as it arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.model.stop import StopToken
from flywheel_studio.simulation.ceilings import drive_of
from flywheel_studio.simulation.course import Course
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices, pushes_at

# Speeds are known to about 1e-9 of the largest so far. A rate of change below this share of what
# the largest speed could cause is rest: a ring that has come to coast.
_AT_REST: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Motion:
    """How parts of a wheel turn at k times.

    Attributes:
        pace: (k, parts), Σ m·|v|, time units.
        is_rising: (k, parts), whether that grows.
        is_self_driven: (k, parts), whether its links bring at least as much as its pushes.
    """

    pace: Floats
    is_rising: NDArray[np.bool_]
    is_self_driven: NDArray[np.bool_]

    @classmethod
    def nothing(cls) -> Motion:
        """Of no part at no time."""
        none = np.zeros((0, 0))
        return cls(none, none.astype(bool), none.astype(bool))


def motion_of(dynamics: Dynamics, now: Moment, parts: Sequence[NDArray[np.bool_]]) -> Motion:
    """How parts of a wheel turn. `parts`: whether each factor is in it, (n,)."""
    forwards = np.sign(now.speed)
    way = forwards * dynamics.mass
    inside = np.array(parts, dtype=np.float64).T
    drive, push = now.drive * forwards, now.push * forwards
    return Motion(
        (now.speed * way) @ inside,
        (now.rate * way) @ inside > 0,
        np.maximum(drive @ inside, 0.0) >= np.maximum(push @ inside, 0.0),
    )


def ends_of(dynamics: Dynamics) -> Indices:
    """The targets of the L links, n frictions and n ceilings, shape (L + 2n,)."""
    own = np.arange(len(dynamics.factors))
    return np.concatenate([dynamics.target, own, own])


def per_target(part: Floats, ends: Indices) -> Floats:
    """Sums of `part` (k, c) over what ends at each factor, shape (k, n)."""
    result = np.zeros((len(part), int(ends.max(initial=-1)) + 1))
    np.add.at(result.T, ends, part.T)
    return result


def link_parts(dynamics: Dynamics, moments: Moments, now: Moment) -> Floats:
    """∂v̇_i/∂v_j · v̇_j of the L links, n frictions and n ceilings, shape (k, L + 2n).

    In 1 over time units squared; in the order of `ends_of`. `now`: of these `moments`.
    """
    n, links = len(dynamics.factors), len(dynamics.links)
    inflow, speed, rate, times = now.inflow, now.speed, now.rate, now.times
    # A drive of one unit of inflow is the share that the ceiling lets in.
    lets_in = drive_of(np.where(inflow > 0, 1.0, -1.0), speed, dynamics.capacity)
    lets_in = np.abs(lets_in)
    bites = (speed > 0) & (speed < dynamics.capacity)
    brake = np.where(bites, np.maximum(inflow, 0.0) / dynamics.capacity, 0.0)
    part = np.zeros((len(times), links + 2 * n))
    for delay in sorted(set(dynamics.delay.tolist())):
        late = np.flatnonzero(dynamics.delay == delay)
        arriving = rate if delay == 0 else moments.at(times - delay).rate
        target = dynamics.target[late]
        part[:, late] = (
            dynamics.gain[late]
            * lets_in[:, target]
            / dynamics.mass[target]
            * arriving[:, dynamics.source[late]]
        )
    part[:, links : links + n] = -dynamics.friction / dynamics.mass * rate
    part[:, links + n :] = -brake / dynamics.mass * rate
    return part


@dataclass(frozen=True, eq=False)
class Moment:
    """A wheel just after `times` (k,): speeds, and what equations 1 to 3 make of them, each (k, n).

    `rate`: dv/dt; exactly 0 before the start and at rest.
    """

    times: Floats
    speed: Floats
    inflow: Floats
    drive: Floats
    push: Floats
    rate: Floats


class Moments:
    """Reads a course just after any times."""

    def __init__(self, dynamics: Dynamics, course: Course, stop: StopToken) -> None:
        self._dynamics, self._course, self._stop = dynamics, course, stop
        self._tick = 1e-12 * float(max(course.time[-1], 1e-300))
        scale = np.bincount(dynamics.target, np.abs(dynamics.gain), minlength=len(dynamics.factors))
        self._liveliness = (scale + dynamics.friction) / dynamics.mass
        self._largest = np.maximum.accumulate(np.abs(course.speed).max(axis=1))

    def _speed(self, times: Floats) -> Floats:
        self._stop.raise_if_set()
        # A time that means a jump may fall short of it by rounding: its far side is meant.
        there = np.minimum(times + self._tick, self._course.time[-1])
        speed = np.repeat(self._dynamics.initial[None], len(times), axis=0)
        after = there >= 0
        if after.any():
            speed[after] = self._course.read(there[after])[0]
        return speed

    def at(self, times: Floats) -> Moment:
        dynamics = self._dynamics
        speed = self._speed(times)
        inflow = np.zeros((len(times), len(dynamics.factors)))
        for delay in sorted(set(dynamics.delay.tolist())):
            late = np.flatnonzero(dynamics.delay == delay)
            sent = speed if delay == 0 else self._speed(times - delay)
            np.add.at(
                inflow.T,
                dynamics.target[late],
                (sent[:, dynamics.source[late]] * dynamics.gain[late]).T,
            )
        drive = drive_of(inflow, speed, dynamics.capacity)
        push = pushes_at(dynamics, times + self._tick)
        rate = (drive - dynamics.friction * speed + push) / dynamics.mass
        places = np.searchsorted(self._course.time, times + self._tick, side="right") - 1
        largest = self._largest[np.maximum(places, 0)]
        still = np.abs(rate) <= _AT_REST * largest[:, None] * self._liveliness
        rate[still | (times + self._tick < 0)[:, None]] = 0.0
        return Moment(times, speed, inflow, drive, push, rate)
