"""What a run needs to know of a flywheel, as arrays: the numbers of equations 1 to 3.

Inactive links, pushes and activities are left out here and nowhere else, so everything in
`simulation` agrees on what takes part. An active activity with a strength is a constant push from
time 0; a push that has both an impulse and a strength is a shove and a push.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.model.flywheel import Flywheel

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Dynamics:
    """The wheel as arrays: n factors and L active links, both in file order.

    `source`, `target` (L,) are positions in `factors`; `sign` (L,) is ±1; `weight`, `weight_low`,
    `weight_high` (L,) are dimensionless and the bounds equal the weight where none were given;
    `delay` (L,) in time units. `mass` (n,) in time units; `friction`, `score`, `initial` (n,)
    dimensionless; `score` is h = score/10, 1 where `is_scored` is false; `capacity` (n,) is inf
    where there is none. Pushes (p,) act from `push_start` to `push_end` (inf: for ever) with
    `push_strength` on `push_factor`; shoves (q,) add `shove_impulse`/mass at `shove_time`.
    """

    factors: tuple[str, ...]
    links: tuple[str, ...]
    source: Indices
    target: Indices
    sign: Floats
    weight: Floats
    weight_low: Floats
    weight_high: Floats
    delay: Floats
    mass: Floats
    friction: Floats
    score: Floats
    is_scored: NDArray[np.bool_]
    capacity: Floats
    initial: Floats
    push_factor: Indices
    push_strength: Floats
    push_start: Floats
    push_end: Floats
    shove_factor: Indices
    shove_impulse: Floats
    shove_time: Floats

    @cached_property
    def gain(self) -> Floats:
        """s·w·h of each link, shape (L,): what it brings of its source's speed (equation 1)."""
        return self.gain_of(self.weight)

    def gain_of(self, weight: Floats) -> Floats:
        """s·w·h for other weights, shape (..., L)."""
        return self.sign * weight * np.where(self.sign > 0, self.score[self.target], 1.0)

    @cached_property
    def limited(self) -> Indices:
        """The factors whose ceiling can matter: a capacity, and a link that could lift them."""
        limited = np.isfinite(self.capacity)
        limited &= np.bincount(self.target[self.gain != 0], minlength=len(self.factors)) > 0
        return np.flatnonzero(limited)

    @property
    def has_delays(self) -> bool:
        return bool(np.any(self.delay[self.gain != 0] > 0))

    def with_shove(self, factor: str, impulse: float, start: float = 0.0) -> Dynamics:
        """The same wheel with one more shove.

        Args:
            impulse: adds impulse/mass to the speed of `factor`, in time units.
            start: when, in time units from the start of the run, ≥ 0.

        Raises:
            KeyError: there is no such factor.
        """
        if factor not in self.factors:
            raise KeyError(factor)
        return replace(
            self,
            shove_factor=np.append(self.shove_factor, self.factors.index(factor)),
            shove_impulse=np.append(self.shove_impulse, float(impulse)),
            shove_time=np.append(self.shove_time, float(start)),
        )


def dynamics_of(flywheel: Flywheel) -> Dynamics:
    """The numbers of a flywheel that take part in a run.

    Source: section "The model" of `flywheel_studio.simulation`.
    """
    factors = tuple(flywheel.factors.values())
    place = {factor.id: index for index, factor in enumerate(factors)}
    links = tuple(link for link in flywheel.links.values() if link.active)
    pushes: list[tuple[int, float, float, float]] = []
    shoves: list[tuple[int, float, float]] = []
    for index, factor in enumerate(factors):
        pushes.extend(
            (index, activity.strength, 0.0, np.inf)
            for activity in factor.activities
            if activity.active and activity.strength
        )
    for push in flywheel.pushes.values():
        if not push.active:
            continue
        end = np.inf if push.duration is None else push.start + push.duration
        if push.strength and end > push.start:
            pushes.append((place[push.factor], push.strength, push.start, end))
        if push.impulse:
            shoves.append((place[push.factor], push.impulse, push.start))
    return Dynamics(
        factors=tuple(factor.id for factor in factors),
        links=tuple(link.id for link in links),
        source=_indices(place[link.source] for link in links),
        target=_indices(place[link.target] for link in links),
        sign=_floats(-1.0 if link.is_negative else 1.0 for link in links),
        weight=_floats(link.weight for link in links),
        weight_low=_floats(
            link.weight if link.weight_low is None else link.weight_low for link in links
        ),
        weight_high=_floats(
            link.weight if link.weight_high is None else link.weight_high for link in links
        ),
        delay=_floats(link.delay for link in links),
        mass=_floats(factor.mass for factor in factors),
        friction=_floats(factor.friction for factor in factors),
        score=_floats(1.0 if factor.score is None else factor.score / 10 for factor in factors),
        is_scored=np.array([factor.score is not None for factor in factors], dtype=bool),
        capacity=_floats(
            np.inf if factor.capacity is None else factor.capacity for factor in factors
        ),
        initial=_floats(factor.initial for factor in factors),
        push_factor=_indices(push[0] for push in pushes),
        push_strength=_floats(push[1] for push in pushes),
        push_start=_floats(push[2] for push in pushes),
        push_end=_floats(push[3] for push in pushes),
        shove_factor=_indices(shove[0] for shove in shoves),
        shove_impulse=_floats(shove[1] for shove in shoves),
        shove_time=_floats(shove[2] for shove in shoves),
    )


def pushes_at(dynamics: Dynamics, times: Sequence[float] | Floats) -> Floats:
    """u_i just after each time, shape (k, n)."""
    pushes = np.zeros((len(times), len(dynamics.factors)))
    moments = np.asarray(times, dtype=float)
    for factor, strength, start, end in zip(
        dynamics.push_factor,
        dynamics.push_strength,
        dynamics.push_start,
        dynamics.push_end,
        strict=True,
    ):
        pushes[(moments >= start) & (moments < end), factor] += strength
    return pushes


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _indices(values: Iterable[int]) -> Indices:
    return np.array(list(values), dtype=np.intp)
