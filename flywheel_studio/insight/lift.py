"""The one number that, changed least, makes a wheel that runs down keep turning.

Near rest the wheel keeps turning once `F − W(0)` is singular, and that matrix depends on each
single weight, friction and score in a straight line. So the value at which its determinant
crosses 0 is known in closed form for all of them at once (the matrix determinant lemma), whatever
the delays and masses. With negative links the wheel may swing or grow before that: so every
answer is tried out, and only one that leaves it turning, not swinging, is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from flywheel_studio.commands.factors import set_factor
from flywheel_studio.commands.links import set_link
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.levers import levers_of
from flywheel_studio.simulation.settings import Dynamics, Floats, Indices, dynamics_of
from flywheel_studio.simulation.spectrum import COASTING, growth_of, is_dear

LiftKind = Literal["weight", "friction", "score"]

# Closed-form answers are right at once where no link is negative; a few more are tried elsewhere.
_TRIED: Final = 8
_TRIED_IF_DEAR: Final = 1
# So close to 0 counts as lifted to it: ten digits of a value are kept.
_NEAR: Final = 1e-7
_DIGITS: Final = 10
_MOST_CHANGE: Final = 1e6


@dataclass(frozen=True)
class Lift:
    """Set the `kind` of the link or factor `of` from `old` to `new`."""

    kind: LiftKind
    of: str
    old: float
    new: float

    @property
    def change(self) -> float:
        """The relative change: 0.1 is a tenth more."""
        return self.new / self.old - 1

    def apply(self, flywheel: Flywheel) -> Flywheel:
        """The flywheel with the new value; the command of the fix."""
        if self.kind == "weight":
            return set_link(flywheel, [self.of], weight=self.new)
        if self.kind == "friction":
            return set_factor(flywheel, [self.of], friction=self.new)
        return set_factor(flywheel, [self.of], score=self.new)


def lift_to_rest(flywheel: Flywheel, dynamics: Dynamics, stop: StopToken = NEVER) -> Lift | None:
    """The lift that brings the growth rate of a wheel that runs down to 0, changing least.

    Weights, frictions and scores are looked at. Masses and delays alone never reach 0 where
    growth is real. Equal changes are decided for weights first, then by file order.

    Args:
        dynamics: of `flywheel`.

    Returns:
        None where no single value does it: no reinforcing loop, or every answer out of range.

    Raises:
        Cancelled: `stop` was set.
    """
    lifts = sorted(_in_closed_form(dynamics), key=_least_change)
    tried = lifts[: _TRIED_IF_DEAR if is_dear(dynamics) else _TRIED]
    return next((lift for lift in tried if _turns_at_rest(flywheel, lift, stop)), None)


def strongest_lift(flywheel: Flywheel, dynamics: Dynamics, stop: StopToken = NEVER) -> Lift | None:
    """The weight, friction or score that, better by a tenth, raises the growth rate most.

    Returns:
        None where none of them raises it, or where what it raises is a swing.
    """
    link_order = {key: number for number, key in enumerate(dynamics.links)}
    factor_order = {key: number for number, key in enumerate(dynamics.factors)}
    lifts = []
    levers = levers_of(dynamics, stop)
    for lever in levers.levers:
        lift = _tenth_better(flywheel, lever.kind, lever.of, lever.effect)
        if lift is not None:
            # Rounded, so that equal effects are not told apart by the last bits.
            effect = float(f"{abs(lever.effect):.6g}")
            is_weight = lift.kind == "weight"
            place = (link_order if is_weight else factor_order)[lift.of]
            lifts.append((-effect, not is_weight, place, lift))
    if lifts:
        best = min(lifts, key=lambda one: one[:3])[3]
    elif not levers.is_defined and (link := _first_on_a_loop(dynamics)) is not None:
        # Equal rings side by side have no slope in common; a link of the first one lifts it.
        best = Lift("weight", link, flywheel.links[link].weight, _better(flywheel, link))
    else:
        return None
    grown = growth_of(dynamics_of(best.apply(flywheel)), stop)
    is_better = grown.rate > growth_of(dynamics, stop).rate and not grown.swings
    return best if is_better else None


def _least_change(lift: Lift) -> tuple[float, bool]:
    # Rounded, so that equal changes are not told apart by the last bit.
    return (float(f"{abs(lift.change):.9g}"), lift.kind != "weight")


def _in_closed_form(dynamics: Dynamics) -> Iterator[Lift]:
    """Where `det(F − W(0)) = 0` along each single value, part by part."""
    for factors in components(dynamics):
        place = np.full(len(dynamics.factors), -1)
        place[factors] = np.arange(len(factors))
        inside = np.flatnonzero(
            (place[dynamics.source] >= 0) & (place[dynamics.target] >= 0) & (dynamics.gain != 0)
        )
        if not len(inside):
            continue
        inverse = _inverse(dynamics, factors, place, inside)
        if inverse is None:
            continue
        with np.errstate(all="ignore"):
            yield from _of_part(dynamics, factors, place, inside, inverse)


def _inverse(
    dynamics: Dynamics, factors: Indices, place: Indices, inside: Indices
) -> Floats | None:
    matrix: Floats = np.diag(dynamics.friction[factors]).astype(np.float64)
    target, source = place[dynamics.target[inside]], place[dynamics.source[inside]]
    np.add.at(matrix, (target, source), -dynamics.gain[inside])
    try:
        inverse: Floats = np.linalg.inv(matrix).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    return inverse if np.all(np.isfinite(inverse)) else None


def _of_part(
    dynamics: Dynamics,
    factors: Indices,
    place: Indices,
    inside: Indices,
    inverse: Floats,
) -> Iterator[Lift]:
    for link in inside.tolist():
        source, target = place[dynamics.source[link]], place[dynamics.target[link]]
        back = dynamics.gain[link] * inverse[source, target]
        yield from _lift("weight", dynamics.links[link], dynamics.weight[link], 1 / back)
    for at, factor in enumerate(factors.tolist()):
        name = dynamics.factors[factor]
        back = -dynamics.friction[factor] * inverse[at, at]
        yield from _lift("friction", name, dynamics.friction[factor], 1 / back)
        if not dynamics.is_scored[factor]:
            continue
        back = sum(
            dynamics.gain[link] * inverse[place[dynamics.source[link]], at]
            for link in inside.tolist()
            if dynamics.target[link] == factor and dynamics.gain[link] > 0
        )
        score = 10 * dynamics.score[factor]
        yield from _lift("score", name, score, 1 / back if back else math.inf)


def _lift(kind: LiftKind, of: str, old: float, change: float) -> Iterator[Lift]:
    """The lift by a relative change, if the value that comes out is one that there can be."""
    if not math.isfinite(change) or abs(change) > _MOST_CHANGE or change <= -1 or not old:
        return
    new = _rounded(float(old) * (1 + float(change)), is_up=change > 0)
    if new == old or new <= 0 or (kind == "score" and new > 10):
        return
    yield Lift(kind, of, float(old), new)


def _rounded(value: float, *, is_up: bool) -> float:
    """Ten significant digits, never short of what is needed."""
    if not value or not math.isfinite(value):
        return value
    step = 10.0 ** (math.floor(math.log10(abs(value))) - _DIGITS + 1)
    steps = math.ceil(value / step - 1e-3) if is_up else math.floor(value / step + 1e-3)
    return float(f"{steps * step:.{_DIGITS}g}")


def _turns_at_rest(flywheel: Flywheel, lift: Lift, stop: StopToken) -> bool:
    growth = growth_of(dynamics_of(lift.apply(flywheel)), stop)
    return -COASTING <= growth.rate <= _NEAR and growth.oscillation_period is None


def _first_on_a_loop(dynamics: Dynamics) -> str | None:
    """The first positive link, in file order, within a part that holds a loop."""
    place: dict[int, int] = {}
    for number, factors in enumerate(components(dynamics)):
        place.update(dict.fromkeys(factors.tolist(), number))
    for link, name in enumerate(dynamics.links):
        source, target = int(dynamics.source[link]), int(dynamics.target[link])
        if place[source] == place[target] and dynamics.gain[link] > 0:
            return name
    return None


def _better(flywheel: Flywheel, link: str) -> float:
    return _tidy(flywheel.links[link].weight * 1.1)


def _tenth_better(flywheel: Flywheel, kind: str, of: str, effect: float) -> Lift | None:
    """A weight, friction or score changed by a tenth in the way that raises growth."""
    if not effect:
        return None
    better = 1.1 if effect > 0 else 0.9
    match kind:
        case "weight":
            old = flywheel.links[of].weight
            return Lift("weight", of, old, _tidy(old * better))
        case "friction":
            old = flywheel.factors[of].friction
            return Lift("friction", of, old, _tidy(old * better))
        case "score":
            score = flywheel.factors[of].score
            if score is None or score >= 10 or better < 1:
                return None
            return Lift("score", of, score, min(10.0, _tidy(score * better)))
    return None


def _tidy(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
