"""What would change the growth rate most: its derivative by every parameter, times a tenth of it.

Only parameters of the part that sets the growth rate have an effect, so only they are listed.
Where two roots coincide (two equal rings side by side) no single derivative exists; that is said
instead of dividing by almost nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.characteristic import Complexes
from flywheel_studio.simulation.settings import Dynamics, Indices
from flywheel_studio.simulation.spectrum import growth_at, part_roots

LeverKind = Literal["weight", "delay", "friction", "mass", "score"]

_SHARE: Final = 0.1
# Rates of two parts that are closer than this are one rate twice.
_SAME: Final = 1e-9
# Below this share of its largest possible size the normaliser N counts as 0: a double root comes
# out with N around the square root of rounding, 1e-8.
_SIMPLE: Final = 1e-6


@dataclass(frozen=True)
class Lever:
    """One parameter of a link or factor `of` (its id).

    `effect`: change of the growth rate for a 10 % change of the parameter, per time unit.
    `derivative`: by the parameter itself; for a score by h = score/10.
    """

    kind: LeverKind
    of: str
    effect: float
    derivative: float


@dataclass(frozen=True)
class Levers:
    """The levers, largest effect first; none where `is_defined` is false (a multiple root).

    `of_swings`: the rate that they change is that of swings, so that one would rather lower it.
    """

    levers: tuple[Lever, ...]
    is_defined: bool
    of_swings: bool = False


def levers_of(dynamics: Dynamics, stop: StopToken = NEVER) -> Levers:
    """The levers of the growth rate.

    Raises:
        Cancelled: `stop` was set.

    Source: equation 12 of `flywheel_studio.simulation`; of a complex root the real part.
    """
    found = part_roots(dynamics, stop)
    if not found:
        return Levers((), is_defined=True)
    root, factors = max(found, key=lambda one: one[0].real)
    others = [one for one, other in found if other is not factors]
    near = _SAME * (1 + abs(root))
    if any(abs(other.real - root.real) <= near for other in others):
        return Levers((), is_defined=False)
    return replace(_levers(dynamics, factors, root), of_swings=growth_at(root).swings)


def _levers(dynamics: Dynamics, factors: Indices, root: complex) -> Levers:
    place = np.full(len(dynamics.factors), -1)
    place[factors] = np.arange(len(factors))
    inside = np.flatnonzero(
        (place[dynamics.source] >= 0) & (place[dynamics.target] >= 0) & (dynamics.gain != 0)
    )
    target, source = place[dynamics.target[inside]], place[dynamics.source[inside]]
    mass, friction = dynamics.mass[factors], dynamics.friction[factors]
    delay, gain = dynamics.delay[inside], dynamics.gain[inside]
    late = np.exp(-root * delay)
    matrix: Complexes = np.diag(root * mass + friction).astype(complex)
    slope: Complexes = np.diag(mass).astype(complex)
    np.add.at(matrix, (target, source), -gain * late)
    np.add.at(slope, (target, source), delay * gain * late)
    left, sizes, right = np.linalg.svd(matrix)
    x, y = right[-1].conj(), left[:, -1].conj()
    normaliser = y @ slope @ x
    if abs(normaliser) <= _SIMPLE * float(np.linalg.norm(slope, 2)):
        return Levers((), is_defined=False)
    if len(sizes) > 1 and sizes[-2] <= _SIMPLE * sizes[0]:
        return Levers((), is_defined=False)
    y = y / normaliser
    carried = y[target] * x[source] * late
    by_gain = carried * gain
    weight = dynamics.weight[inside]
    found: list[Lever] = []

    def add(kind: LeverKind, of: str, derivative: complex, value: float) -> None:
        if value:
            slope_of = float(derivative.real)
            found.append(Lever(kind, of, _SHARE * value * slope_of, slope_of))

    for place_of, link in enumerate(inside.tolist()):
        name = dynamics.links[link]
        add("weight", name, by_gain[place_of] / weight[place_of], float(weight[place_of]))
        add("delay", name, -root * by_gain[place_of], float(delay[place_of]))
    lifted = gain > 0
    for place_of, factor in enumerate(factors.tolist()):
        name, own = dynamics.factors[factor], y[place_of] * x[place_of]
        add("friction", name, -own, float(friction[place_of]))
        add("mass", name, -root * own, float(mass[place_of]))
        if dynamics.is_scored[factor]:
            arriving = complex((carried * weight)[lifted & (target == place_of)].sum())
            add("score", name, arriving, float(dynamics.score[factor]))
    found = [lever for lever in found if math.isfinite(lever.effect)]
    return Levers(tuple(sorted(found, key=lambda lever: -abs(lever.effect))), is_defined=True)
