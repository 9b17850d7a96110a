"""Run a flywheel and tell what happened: equations 1 to 5 of `simulation`, solved.

Two ways lead through a run, and the caller sees no difference: without delays and ceilings the
matrix exponential is exact and takes a thousand rows in a millisecond; everything else goes window
by window. Both hit every jump and every corner and keep the two sides of a jump apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from flywheel_studio.language.translate import tr
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation import propagator, stepping
from flywheel_studio.simulation.breaking_points import fixed_breaks
from flywheel_studio.simulation.course import (
    BOUND,
    Course,
    first_true,
    self_turning,
    standstills,
)
from flywheel_studio.simulation.growing import keeps_turning
from flywheel_studio.simulation.settings import Dynamics, Floats
from flywheel_studio.simulation.trajectory import Jump, Trajectory
from flywheel_studio.simulation.walk import RunProblem as RunProblem

MOST_ROWS: Final = 1_000_000
# Growth slower than this is none (the same mark as the verdict on the growth rate).
_COASTS: Final = 1e-9


def run(
    dynamics: Dynamics,
    *,
    until: float,
    every: float,
    stop: StopToken = NEVER,
    is_judged: bool = True,
) -> Trajectory:
    """Let the wheel turn from 0 to `until`.

    Args:
        until: the end, in time units, > 0.
        every: rows are saved at 0, every, 2·every, … and at `until`, in time units, > 0.
        stop: read between windows.
        is_judged: whether a wheel that runs down is told to have no breakthrough; without it
            equation 5 alone is looked at, where asking for its growth rate would take too long.

    Returns:
        Speeds within 1e-6 of the largest |v| of the exact solution. A wheel whose speed passes
        1e12 ends there, with its last row in bounds; the row at 0 is always saved, and where the
        start itself is out of bounds it shows the speeds before the shove, at most 1e12.

    Raises:
        RunProblem: more than a million rows, a run that is too fast to follow, or times that are
            not above 0.
        Cancelled: `stop` was set.

    Source: equations 1 to 5 and 11 of `flywheel_studio.simulation`.
    """
    rows = row_times(until, every)
    dynamics = on_rows(dynamics, rows)
    if not dynamics.factors:
        return _empty(rows)
    with np.errstate(over="ignore", invalid="ignore"):
        course, ran_away_at = followed(dynamics, rows, stop)
        if not len(course.time):
            return _away_at_once(dynamics)
    told = _told(dynamics, course, rows, shoves_of(dynamics, until), ran_away_at)
    if is_judged and told.self_turning:
        moving = np.any(course.speed != 0, axis=0)
        if not keeps_turning(dynamics, moving, stop):
            return replace(told, breakthrough=None, breakthrough_lost=None, self_turning=())
    return told


def followed(
    dynamics: Dynamics, rows: Floats, stop: StopToken = NEVER
) -> tuple[Course, float | None]:
    """The course of a run, within its bounds, and when it left them.

    Args:
        dynamics: with at least one factor, and its times `on_rows`.

    Returns:
        A course without samples where the start itself is out of bounds.

    Raises:
        RunProblem, Cancelled: as `run`.
    """
    until = float(rows[-1])
    shoves = shoves_of(dynamics, until)
    start = dynamics.initial + shoves.get(0.0, 0.0)
    if not _in_bounds(np.array([dynamics.initial, start]), dynamics.mass).all():
        nothing = np.zeros(0)
        return Course(
            nothing, np.zeros((0, len(start))), nothing, nothing, np.zeros(0, np.intp), _no_piece
        ), 0.0
    follow = propagator.follow if propagator.suits(dynamics, until) else stepping.follow
    return _cut(follow(dynamics, rows, fixed_breaks(dynamics, until), shoves, stop), dynamics.mass)


def _no_piece(index: int) -> Callable[[Floats], tuple[Floats, Floats]]:
    raise IndexError(index)


def row_times(until: float, every: float) -> Floats:
    """Saved times: 0, every, 2·every, … and `until`, shape (k,), k ≥ 2.

    Raises:
        RunProblem: not finite and above 0, or more than a million rows.
    """
    if not (0 < until < math.inf and 0 < every < math.inf):
        raise RunProblem(tr("A run needs an end and a step above 0."))
    if until / every > MOST_ROWS:
        raise RunProblem(
            tr(
                "A run to {until} every {every} has more than a million rows.",
                until=f"{until:g}",
                every=f"{every:g}",
            )
        )
    steps = until / every
    count = math.ceil(steps - 1e-9 * max(1.0, steps))
    return np.append(np.arange(max(count, 1)) * every, until)


def on_rows(dynamics: Dynamics, rows: Floats) -> Dynamics:
    """The same wheel, with times that mean a row exactly on it (0.1 + 0.2 means 0.3)."""

    def snapped(times: Floats) -> Floats:
        if not len(times):
            return times
        near = np.clip(np.searchsorted(rows, times), 1, len(rows) - 1)
        nearest = np.where(times - rows[near - 1] < rows[near] - times, rows[near - 1], rows[near])
        return np.where(np.abs(times - nearest) <= 1e-12 * rows[-1], nearest, times)

    return replace(
        dynamics,
        push_start=snapped(dynamics.push_start),
        push_end=snapped(dynamics.push_end),
        shove_time=snapped(dynamics.shove_time),
    )


def shoves_of(dynamics: Dynamics, until: float) -> dict[float, Floats]:
    """Time -> what shoves add to the speeds (n,) there."""
    shoves: dict[float, Floats] = {}
    for factor, impulse, time in zip(
        dynamics.shove_factor.tolist(),
        dynamics.shove_impulse.tolist(),
        dynamics.shove_time.tolist(),
        strict=True,
    ):
        if time <= until and impulse:
            added = shoves.setdefault(time, np.zeros(len(dynamics.factors)))
            with np.errstate(over="ignore", invalid="ignore"):
                added[factor] += np.float64(impulse) / dynamics.mass[factor]
    return shoves


def _in_bounds(speed: Floats, mass: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which states (k, n) are: every |v| at most 1e12, and a momentum that is a number."""
    total = speed @ mass
    within: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = np.all(
        np.abs(speed) <= BOUND, axis=1
    ) & np.isfinite(total)
    return within


def _cut(course: Course, mass: Floats) -> tuple[Course, float | None]:
    """The course up to where the wheel ran away, and when that was."""
    outside = ~_in_bounds(course.speed, mass)
    found = first_true(course, lambda v, _d, _u: ~_in_bounds(v, mass), 0, outside)
    if found is None:
        return course, None
    time, index = found
    kept = slice(0, index)
    return replace(
        course,
        time=course.time[kept],
        speed=course.speed[kept],
        drive=course.drive[kept],
        push=course.push[kept],
        owner=course.owner[kept],
    ), time


def _told(
    dynamics: Dynamics,
    course: Course,
    rows: Floats,
    shoves: dict[float, Floats],
    ran_away_at: float | None,
) -> Trajectory:
    mass, friction = dynamics.mass, dynamics.friction
    kept = rows if ran_away_at is None else rows[rows < ran_away_at]
    speed, drive, push = course.read(kept)
    momentum = speed @ mass
    jumps = _jumps(dynamics, course, shoves, ran_away_at)
    sides = [float(side @ mass) for _, before, after in jumps for side in (before, after)]
    rate = float(drive[-1] - speed[-1] @ friction + push[-1])
    doubling = None
    if momentum[-1] > 0 and rate > _COASTS * momentum[-1]:
        doubling = float(math.log(2) * momentum[-1] / rate)
    spans = self_turning(course, mass, friction)
    return Trajectory(
        factors=dynamics.factors,
        mass=mass,
        time=kept,
        speed=speed,
        momentum=momentum,
        self_drive=_self_drive(momentum, drive, push),
        breakthrough=spans[0][0] if spans else None,
        breakthrough_lost=spans[0][1] if spans else None,
        standstill={dynamics.factors[factor]: time for factor, time in standstills(course).items()},
        ran_away_at=ran_away_at,
        doubling_time=doubling,
        peak_momentum=float(max(np.max(momentum), *sides, -math.inf)),
        final_momentum=float(momentum[-1]),
        jumps=jumps,
        self_turning=spans,
    )


def _self_drive(momentum: Floats, drive: Floats, push: Floats) -> Floats:
    """Equation 5 at each row, nan where it is undefined."""
    sign = np.sign(momentum)
    links, pushes = np.maximum(sign * drive, 0.0), np.maximum(sign * push, 0.0)
    total = links + pushes
    share: Floats = np.full(len(momentum), np.nan)
    np.divide(links, total, out=share, where=total > 0)
    return share


def _jumps(
    dynamics: Dynamics, course: Course, shoves: dict[float, Floats], ran_away_at: float | None
) -> tuple[Jump, ...]:
    jumps: list[Jump] = []
    for time in sorted(shoves):
        if ran_away_at is not None and time >= ran_away_at:
            break
        after = int(np.argmin(np.abs(course.time - time)))
        # The last of the samples at this time is the one after the jump, the first the one before.
        moment = course.time[after]
        first = int(np.searchsorted(course.time, moment, side="left"))
        last = int(np.searchsorted(course.time, moment, side="right")) - 1
        before = dynamics.initial if time == 0 else course.speed[first]
        jumps.append((time, before, course.speed[last]))
    return tuple(jumps)


def _away_at_once(dynamics: Dynamics) -> Trajectory:
    speed = np.clip(dynamics.initial, -BOUND, BOUND)[None]
    mass = dynamics.mass
    momentum = np.clip(speed @ mass, -np.finfo(float).max, np.finfo(float).max)
    return Trajectory(
        factors=dynamics.factors,
        mass=mass,
        time=np.zeros(1),
        speed=speed,
        momentum=momentum,
        self_drive=np.full(1, np.nan),
        breakthrough=None,
        breakthrough_lost=None,
        standstill={},
        ran_away_at=0.0,
        doubling_time=None,
        peak_momentum=float(momentum[0]),
        final_momentum=float(momentum[0]),
        jumps=(),
    )


def _empty(rows: Floats) -> Trajectory:
    nothing = np.zeros(len(rows))
    return Trajectory(
        factors=(),
        mass=np.zeros(0),
        time=rows,
        speed=np.zeros((len(rows), 0)),
        momentum=nothing,
        self_drive=np.full(len(rows), np.nan),
        breakthrough=None,
        breakthrough_lost=None,
        standstill={},
        ran_away_at=None,
        doubling_time=None,
        peak_momentum=0.0,
        final_momentum=0.0,
        jumps=(),
    )
