"""Which loop drives a wheel at each moment of a run: Loops That Matter.

Scores are taken in their limit (infinitely short steps), from the exact course of a run, so they
need no step size and read a delayed belt as it arrives. The factors are the stocks. Beside the loops
of the drawing every factor has one or two balancing loops of its own that nobody draws: its
friction, and its ceiling while it holds back what lifts. At rest everything is 0: the method
explains movement, and says nothing about what to push.

Source: Schoenberg, Davidsen & Eberlein, System Dynamics Review 36(2), 2020; the corrected
flow-to-stock score: System Dynamics Review 39(2), 2023.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.ceilings import drive_of
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.course import Course
from flywheel_studio.simulation.momentum import followed, on_rows, row_times
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices, pushes_at

FRICTION: Final = "friction:"
CEILING: Final = "ceiling:"

# Speeds are known to about 1e-9 of the largest so far. A rate of change below this share of what
# the largest speed could cause is rest: a ring that has come to coast.
_AT_REST: Final = 1e-6
# An acceleration below this share of its parts is rounding: they cancel.
_CANCELLED: Final = 1e-13
# Numbers of all scores together: 10,000 loops at the 145 times of a default run are 1.5 million.
_MOST_NUMBERS: Final = 3_000_000
# Times of a run that are scored: five for each pixel of a chart on a large screen.
_MOST_TIMES: Final = 10_000
_GATHERED: Final = 4_000_000
_LARGEST: Final = 1e300
_HALF: Final = 0.5 - 1e-9


def link_score(partial_change: float, change: float, source_change: float) -> float:
    """The score of one link over one finite step.

    Args:
        partial_change: Δ_x z, the change of the target from that of this source alone.
        change: Δz, its whole change. `source_change`: Δx.

    Source: Schoenberg, Davidsen & Eberlein (2020), equation 1; 0 where nothing changed.
    """
    if change == 0 or source_change == 0:
        return 0.0
    return math.copysign(abs(partial_change / change), partial_change * source_change)


def flow_score(flow_change: float, net_change: float, *, is_inflow: bool) -> float:
    """The score of the link from a flow to its stock over one finite step.

    Args:
        flow_change: the change of the flow. `net_change`: that of the sum of all flows of the stock.

    Source: System Dynamics Review 39(2), 2023; 0 where nothing changed.
    """
    if net_change == 0:
        return 0.0
    return abs(flow_change / net_change) * (1.0 if is_inflow else -1.0)


@dataclass(frozen=True)
class Period:
    """From `begin` to `end` these loops drive, the strongest first; none while nothing moves.

    `share`: what they have together of all loops of their part, the mean over the period, 0 to 1.
    """

    begin: float
    end: float
    loops: tuple[str, ...]
    share: float


@dataclass(frozen=True, eq=False)
class Dominance:
    """Scores of p loops at k times.

    Attributes:
        time: (k,), rising, time units.
        names: of the loops: as given, then "friction:ID" and "ceiling:ID" of factors.
        is_reinforcing: (p,). `component`: (p,), the strongly connected part of each, counted from 0
            in the order of the first of its loops.
        score: (k, p), dimensionless, never negative on a reinforcing loop and never positive on a
            balancing one; at most 1e300. `relative`: (k, p), score over the sum of all |score| of the
            part, −1 to 1; all 0 while nothing moves.
        ran_away_at: as in a run; the times end before it.
    """

    time: Floats
    names: tuple[str, ...]
    is_reinforcing: NDArray[np.bool_]
    component: Indices
    score: Floats
    relative: Floats
    ran_away_at: float | None = None

    @property
    def components(self) -> int:
        return int(self.component.max(initial=-1)) + 1

    def dominant(self, component: int = 0) -> list[tuple[tuple[int, ...], float]]:
        """The dominant loops at each time: (positions in `names`, their share together).

        Dominant is the smallest set of loops of one kind that together reach half; no loops
        and share 0 while nothing moves.
        """
        return self._dominant[component]

    def leading(self, component: int = 0) -> Indices:
        """The loop with the greatest share at each time, shape (k,); −1 while nothing moves."""
        found = [loops[0] if loops else -1 for loops, _ in self._dominant[component]]
        return np.array(found, dtype=np.intp)

    def periods(self, component: int = 0) -> tuple[Period, ...]:
        """The run as periods with the same dominant loops, without gaps.

        A period ends at the saved time at which others take over; the last time alone makes none.
        """
        dominant = self._dominant[component]
        found: list[Period] = []
        begin = 0
        last = len(self.time) - 1
        for row in range(1, last + 1):
            if row < last and set(dominant[row][0]) == set(dominant[begin][0]):
                continue
            loops = dominant[begin][0]
            share = float(np.mean([share for _, share in dominant[begin:row]]))
            names = tuple(self.names[loop] for loop in loops)
            found.append(Period(float(self.time[begin]), float(self.time[row]), names, share))
            begin = row
        return tuple(found)

    def at(self, time: float, component: int = 0) -> Period | None:
        """The period that a time lies in; the last one at the end; None without any."""
        periods = self.periods(component)
        return next((one for one in periods if time < one.end), periods[-1] if periods else None)

    @cached_property
    def _dominant(self) -> list[list[tuple[tuple[int, ...], float]]]:
        return [
            _dominant(self.relative, np.flatnonzero(self.component == part), self.is_reinforcing)
            for part in range(self.components)
        ]


def dominance_of(
    dynamics: Dynamics,
    loops: Sequence[tuple[str, Sequence[str]]],
    *,
    until: float,
    every: float,
    stop: StopToken = NEVER,
) -> Dominance:
    """The scores of some loops, and of friction and ceilings, along a run.

    Args:
        loops: (name, ids of its links in order). Loops through links that are not active are left
            out. Shares are shares of the loops given, so give all there are.
        until, every: as in `momentum.run`. Of more than 10,000 times, and with very many loops, only
            every second, third, … is kept.

    Raises:
        RunProblem, Cancelled: as `momentum.run`.

    Source: equation 13 of `flywheel_studio.simulation`.
    """
    rows = row_times(until, every)
    dynamics = on_rows(dynamics, rows)
    known = {link: column for column, link in enumerate(dynamics.links)}
    drawn = [
        (name, [known[link] for link in links])
        for name, links in loops
        if links and all(link in known for link in links)
    ]
    part_of = np.zeros(len(dynamics.factors), dtype=np.intp)
    for number, factors in enumerate(components(dynamics)):
        part_of[factors] = number
    parts = {int(part_of[dynamics.target[columns[0]]]): None for _, columns in drawn}
    own = [factor for factor in range(len(dynamics.factors)) if int(part_of[factor]) in parts]
    held = [factor for factor in own if factor in set(dynamics.limited.tolist())]
    columns = [columns for _, columns in drawn]
    links = len(dynamics.links)
    columns += [[links + factor] for factor in own]
    columns += [[links + len(dynamics.factors) + factor] for factor in held]
    names = [name for name, _ in drawn]
    names += [f"{FRICTION}{dynamics.factors[factor]}" for factor in own]
    names += [f"{CEILING}{dynamics.factors[factor]}" for factor in held]
    order = {part: number for number, part in enumerate(parts)}
    component = [order[int(part_of[dynamics.target[c[0]]])] for _, c in drawn]
    component += [order[int(part_of[factor])] for factor in (*own, *held)]
    signs = np.concatenate([dynamics.sign, -np.ones(2 * len(dynamics.factors))])
    is_reinforcing = np.array([np.prod(signs[c]) > 0 for c in columns], dtype=bool)
    if not drawn:
        return _nothing(rows)
    with np.errstate(over="ignore", invalid="ignore"):
        course, ran_away_at = followed(dynamics, rows, stop)
    if not len(course.time):
        return _nothing(rows[:1], ran_away_at)
    kept = rows if ran_away_at is None else rows[rows < ran_away_at]
    most = max(2, min(_MOST_TIMES, _MOST_NUMBERS // len(columns)))
    stride = -(-len(kept) // most)
    kept = kept if stride <= 1 else np.append(kept[:-1:stride], kept[-1])
    sizes = _log_link_scores(dynamics, course, kept, stop)
    log_score = _log_products(sizes, columns, stop)
    sign = np.where(is_reinforcing, 1.0, -1.0)
    score = np.exp(np.minimum(log_score, math.log(_LARGEST))) * sign
    where = np.array(component, dtype=np.intp)
    relative = np.zeros_like(score)
    for part in range(len(parts)):
        there = np.flatnonzero(where == part)
        largest = log_score[:, there].max(axis=1, keepdims=True)
        share = np.exp(log_score[:, there] - np.where(np.isfinite(largest), largest, 0.0))
        total = share.sum(axis=1, keepdims=True)
        relative[:, there] = share / np.where(total > 0, total, 1.0) * sign[there]
    return Dominance(kept, tuple(names), is_reinforcing, where, score, relative, ran_away_at)


def _nothing(rows: Floats, ran_away_at: float | None = None) -> Dominance:
    empty = np.zeros((len(rows), 0))
    none = np.zeros(0, dtype=np.intp)
    return Dominance(rows, (), none.astype(bool), none, empty, empty, ran_away_at)


def _log_link_scores(dynamics: Dynamics, course: Course, times: Floats, stop: StopToken) -> Floats:
    """ln |LS| of the L links, n frictions and n ceilings, shape (k, L + 2n); −inf for 0."""
    n, links = len(dynamics.factors), len(dynamics.links)
    now = _Moments(dynamics, course, stop)
    inflow, speed, rate = now.inflow(times), now.speed(times), now.rate(times)
    # A drive of one unit of inflow is the share that the ceiling lets in.
    lets_in = drive_of(np.where(inflow > 0, 1.0, -1.0), speed, dynamics.capacity)
    lets_in = np.abs(lets_in)
    bites = (speed > 0) & (speed < dynamics.capacity)
    brake = np.where(bites, np.maximum(inflow, 0.0) / dynamics.capacity, 0.0)
    part = np.zeros((len(times), links + 2 * n))
    for delay in sorted(set(dynamics.delay.tolist())):
        late = np.flatnonzero(dynamics.delay == delay)
        arriving = rate if delay == 0 else now.rate(times - delay)
        target = dynamics.target[late]
        part[:, late] = (
            dynamics.gain[late]
            * lets_in[:, target]
            / dynamics.mass[target]
            * arriving[:, dynamics.source[late]]
        )
    part[:, links : links + n] = -dynamics.friction / dynamics.mass * rate
    part[:, links + n :] = -brake / dynamics.mass * rate
    ends = np.concatenate([dynamics.target, np.arange(n), np.arange(n)])
    change, parts = np.zeros((len(times), n)), np.zeros((len(times), n))
    np.add.at(change.T, ends, part.T)
    np.add.at(parts.T, ends, np.abs(part).T)
    change = np.maximum(np.abs(change), _CANCELLED * parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(np.abs(part)) - np.log(change)[:, ends]
    return np.where(part == 0, -np.inf, scores)


class _Moments:
    """Speeds, inflows and rates of change just after any times of a course, each (k, n)."""

    def __init__(self, dynamics: Dynamics, course: Course, stop: StopToken) -> None:
        self._dynamics, self._course, self._stop = dynamics, course, stop
        self._tick = 1e-12 * float(max(course.time[-1], 1e-300))
        scale = np.bincount(dynamics.target, np.abs(dynamics.gain), minlength=len(dynamics.factors))
        self._liveliness = (scale + dynamics.friction) / dynamics.mass
        self._largest = np.maximum.accumulate(np.abs(course.speed).max(axis=1))

    def speed(self, times: Floats) -> Floats:
        self._stop.raise_if_set()
        # A time that means a jump may fall short of it by rounding: its far side is meant.
        there = np.minimum(times + self._tick, self._course.time[-1])
        speed = np.repeat(self._dynamics.initial[None], len(times), axis=0)
        after = there >= 0
        if after.any():
            speed[after] = self._course.read(there[after])[0]
        return speed

    def inflow(self, times: Floats) -> Floats:
        """Equation 1."""
        dynamics = self._dynamics
        inflow = np.zeros((len(times), len(dynamics.factors)))
        for delay in sorted(set(dynamics.delay.tolist())):
            late = np.flatnonzero(dynamics.delay == delay)
            carried = self.speed(times - delay)[:, dynamics.source[late]] * dynamics.gain[late]
            np.add.at(inflow.T, dynamics.target[late], carried.T)
        return inflow

    def rate(self, times: Floats) -> Floats:
        """dv/dt of equations 2 and 3; exactly 0 before the start and at rest."""
        dynamics = self._dynamics
        speed, inflow = self.speed(times), self.inflow(times)
        drive = drive_of(inflow, speed, dynamics.capacity)
        push = pushes_at(dynamics, times + self._tick)
        rate = (drive - dynamics.friction * speed + push) / dynamics.mass
        places = np.searchsorted(self._course.time, times + self._tick, side="right") - 1
        largest = self._largest[np.maximum(places, 0)]
        still = np.abs(rate) <= _AT_REST * largest[:, None] * self._liveliness
        rate[still | (times + self._tick < 0)[:, None]] = 0.0
        return rate


def _log_products(sizes: Floats, columns: Sequence[Sequence[int]], stop: StopToken) -> Floats:
    """Sums of `sizes` (k, c) over the columns of each loop, shape (k, p)."""
    lengths = np.array([len(one) for one in columns], dtype=np.intp)
    flat = np.concatenate([np.array(one, dtype=np.intp) for one in columns])
    starts = np.cumsum(lengths) - lengths
    result = np.empty((len(sizes), len(columns)))
    step = max(1, _GATHERED // max(1, len(flat)))
    for first in range(0, len(sizes), step):
        stop.raise_if_set()
        result[first : first + step] = np.add.reduceat(
            sizes[first : first + step, flat], starts, axis=1
        )
    return result


def _dominant(
    relative: Floats, there: Indices, is_reinforcing: NDArray[np.bool_]
) -> list[tuple[tuple[int, ...], float]]:
    found: list[tuple[tuple[int, ...], float]] = []
    kinds = [there[is_reinforcing[there]], there[~is_reinforcing[there]]]
    for row in np.abs(relative):
        chosen: tuple[tuple[int, ...], float] = ((), 0.0)
        for kind in kinds:
            if float(row[kind].sum()) < _HALF:
                continue
            # Equal shares keep the order of the loops.
            order = kind[np.argsort(-np.round(row[kind], 12), kind="stable")]
            total = np.cumsum(row[order])
            count = int(np.searchsorted(total, _HALF)) + 1
            if not chosen[0] or count < len(chosen[0]):
                chosen = tuple(order[:count].tolist()), float(total[count - 1])
        found.append(chosen)
    return found
