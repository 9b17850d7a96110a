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

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.carried import (
    divide_anew,
    log_carried,
    log_products,
    log_shares,
)
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.link_parts import (
    Moments,
    Motion,
    ends_of,
    link_parts,
    motion_of,
    per_target,
)
from flywheel_studio.simulation.momentum import followed, on_rows, row_times
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices

FRICTION: Final = "friction:"
CEILING: Final = "ceiling:"

# An acceleration below this share of its parts is rounding: they cancel.
_CANCELLED: Final = 1e-13
# Numbers of all scores together: 10,000 loops at the 145 times of a default run are 1.5 million.
_MOST_NUMBERS: Final = 3_000_000
# Times of a run that are scored: five for each pixel of a chart on a large screen.
_MOST_TIMES: Final = 10_000
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
        told: (k, p), `relative` with what drawn loops of one kind have together divided among them
            by how much comes round each: see `carried`.
        motion: how each part turns.
        ran_away_at: as in a run; the times end before it.
    """

    time: Floats
    names: tuple[str, ...]
    is_reinforcing: NDArray[np.bool_]
    component: Indices
    score: Floats
    relative: Floats
    told: Floats
    motion: Motion
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

    def carrying(self, component: int = 0) -> list[tuple[tuple[int, ...], float]]:
        """As `dominant`, by `told` in hundredths: the loops to name when asked what drives it."""
        there = np.flatnonzero(self.component == component)
        return _dominant(np.round(self.told, 2), there, self.is_reinforcing)

    def lifting(self, component: int = 0) -> list[tuple[int, ...]]:
        """Of the drawn loops that reinforce, the fewest that have half of their share together."""
        lifts = np.array([":" not in name for name in self.names]) & self.is_reinforcing
        shares = np.where(lifts & (self.component == component), np.abs(self.told), 0.0)
        total = shares.sum(axis=1, keepdims=True)
        shares = np.round(shares / np.where(total > 0, total, 1.0), 2)
        there = np.flatnonzero(self.component == component)
        return [loops for loops, _ in _dominant(shares, there, self.is_reinforcing)]

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
    moments = Moments(dynamics, course, stop)
    now = moments.at(kept)
    part, ends = link_parts(dynamics, moments, now), ends_of(dynamics)
    log_score = log_products(_log_link_scores(part, ends), columns, stop)
    sign = np.where(is_reinforcing, 1.0, -1.0)
    score = np.exp(np.minimum(log_score, math.log(_LARGEST))) * sign
    where = np.array(component, dtype=np.intp)
    relative = np.zeros_like(score)
    for number in range(len(parts)):
        there = np.flatnonzero(where == number)
        largest = log_score[:, there].max(axis=1, keepdims=True)
        share = np.exp(log_score[:, there] - np.where(np.isfinite(largest), largest, 0.0))
        total = share.sum(axis=1, keepdims=True)
        relative[:, there] = share / np.where(total > 0, total, 1.0) * sign[there]
    carried = log_carried(part[:, :links], dynamics.target, columns[: len(drawn)], stop)
    told = relative.copy()
    for number, reinforces in itertools.product(range(len(parts)), (True, False)):
        alike = (where == number) & (is_reinforcing == reinforces)
        divide_anew(told, np.flatnonzero(alike[: len(drawn)]), carried)
    motion = motion_of(dynamics, now, [part_of == number for number in parts])
    return Dominance(
        kept, tuple(names), is_reinforcing, where, score, relative, told, motion, ran_away_at
    )


def _nothing(rows: Floats, ran_away_at: float | None = None) -> Dominance:
    empty = np.zeros((len(rows), 0))
    none = np.zeros(0, dtype=np.intp)
    still = Motion.nothing()
    return Dominance(rows, (), none.astype(bool), none, empty, empty, empty, still, ran_away_at)


def _log_link_scores(part: Floats, ends: Indices) -> Floats:
    """ln |LS| of links, frictions and ceilings, shape (k, c); −inf for 0.

    Args:
        part: (k, c), what each brings to the acceleration of its target. `ends`: (c,), the targets.
    """
    change, size = per_target(part, ends), per_target(np.abs(part), ends)
    change = np.maximum(np.abs(change), _CANCELLED * size)
    return log_shares(part, change[:, ends])


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
