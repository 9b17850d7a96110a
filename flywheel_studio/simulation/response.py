"""What a push that goes on for ever leads to, and how much of one it takes.

Known without a run. The long-run response and the break-even friction are of the wheel near rest,
where ceilings play no role; the break-even push reckons with them. Delays matter to none of them
once everything has settled; they decide only whether it settles.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.plateau import has_plateau, plateau
from flywheel_studio.simulation.propagator import coupling
from flywheel_studio.simulation.root_finding import safe_root
from flywheel_studio.simulation.settings import Dynamics, Floats
from flywheel_studio.simulation.spectrum import COASTING, growth_of

Effect = Literal["lifts", "lowers", "does not say"]

# Links looked at in search of a path of one sign: a dense drawing of 12 factors fits into it.
_STEPS: Final = 20_000
# Frictions are tried from a millionth to a million times what they are.
_LEAST_SCALE: Final = 1e-6
_MOST_SCALE: Final = 1e6


@dataclass(frozen=True)
class BreakEvenPush:
    """The least constant push that holds the wheel: `strength` on `factor`, 0 where none is needed.

    `leaves_ceilings_out`: the wheel has ceilings that this does not reckon with.
    """

    factor: str
    strength: float
    leaves_ceilings_out: bool = False


def long_run(
    dynamics: Dynamics, factor: str, strength: float = 1.0, stop: StopToken = NEVER
) -> Floats | None:
    """The speeds (n,) that a constant push on one factor leads to; None where nothing settles.

    Raises:
        KeyError: there is no such factor.
        Cancelled: `stop` was set.

    Source: equation 10 of `flywheel_studio.simulation`, where the growth rate is below 0.
    """
    if factor not in dynamics.factors:
        raise KeyError(factor)
    response = long_runs(dynamics, stop)
    return None if response is None else strength * response[:, dynamics.factors.index(factor)]


def long_runs(dynamics: Dynamics, stop: StopToken = NEVER) -> Floats | None:
    """(F − W(0))⁻¹, shape (n, n): column j is `long_run` of factor j; None where nothing settles.

    Raises:
        Cancelled: `stop` was set.
    """
    if growth_of(dynamics, stop).rate >= -COASTING:
        return None
    matrix = np.diag(dynamics.friction) - coupling(dynamics)
    try:
        response: Floats = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return response if np.all(np.isfinite(response)) else None


def effects_of_push(dynamics: Dynamics, factor: str) -> dict[str, Effect]:
    """What a lasting push on a factor does to each factor that it reaches, by signs alone.

    "Lifts" where every path from the one to the other is positive, "lowers" where every one is
    negative; "does not say" where there are both, and where a dense drawing has more paths than
    can be looked at. A path visits no factor twice. The pushed factor itself is lifted. The signs
    hold for the long run as long as what lies off the paths would settle by itself.

    Raises:
        KeyError: there is no such factor.
    """
    start = dynamics.factors.index(factor) if factor in dynamics.factors else None
    if start is None:
        raise KeyError(factor)
    onward: list[list[tuple[int, bool]]] = [[] for _ in dynamics.factors]
    for source, target, gain in zip(
        dynamics.source.tolist(), dynamics.target.tolist(), dynamics.gain.tolist(), strict=True
    ):
        if gain != 0 and (target, gain < 0) not in onward[source]:
            onward[source].append((target, gain < 0))
    signs = _walks(onward, start)
    found: dict[str, Effect] = {factor: "lifts"}
    for target, walked in sorted(signs.items()):
        if target == start:
            continue
        paths = walked if len(walked) == 1 else _paths(onward, start, target)
        effect: Effect = "does not say"
        if len(paths) == 1:
            effect = "lowers" if True in paths else "lifts"
        found[dynamics.factors[target]] = effect
    return found


def break_even_push(
    dynamics: Dynamics, momentum: float, stop: StopToken = NEVER
) -> BreakEvenPush | None:
    """The least constant push on one factor that holds the momentum where it is, in the long run.

    Args:
        momentum: what is to be held, in time units, > 0.

    Returns:
        Strength 0 where the wheel keeps itself going or coasts (under ceilings: as far as it
        does); the least over all factors otherwise. None where a push on any factor lowers the
        momentum, where it swings without end, or there is no factor.

    Raises:
        Cancelled: `stop` was set.

    Source: the push u with Σ m·v* = P, v* of equation 10 of `flywheel_studio.simulation`; where
        there are ceilings, v* of `plateau`.
    """
    if not dynamics.factors:
        return None
    if has_plateau(dynamics):
        return _holding_plateau(dynamics, momentum, stop)
    leaves_out = len(dynamics.limited) > 0
    growth = growth_of(dynamics, stop)
    if growth.rate >= -COASTING:
        if growth.swings:
            return None
        return BreakEvenPush(dynamics.factors[0], 0.0, leaves_out)
    response = long_runs(dynamics, stop)
    if response is None:
        return None
    carried = dynamics.mass @ response
    best = int(np.argmax(carried))
    if carried[best] <= 0:
        return None
    return BreakEvenPush(dynamics.factors[best], float(momentum / carried[best]), leaves_out)


def _holding_plateau(dynamics: Dynamics, momentum: float, stop: StopToken) -> BreakEvenPush:
    """The same under ceilings: the push whose plateau has that momentum."""

    def excess(place: int, strength: float) -> float:
        stop.raise_if_set()
        push = np.zeros(len(dynamics.factors))
        push[place] = strength
        speed = plateau(dynamics, push)
        return math.inf if speed is None else float(dynamics.mass @ speed) - momentum

    if excess(0, 0.0) >= -COASTING * momentum:
        return BreakEvenPush(dynamics.factors[0], 0.0)
    # So much holds the momentum in the pushed factor alone.
    alone = momentum * dynamics.friction / dynamics.mass
    found = [
        safe_root(partial(excess, place), 0.0, float(most) * (1 + 1e-9))
        for place, most in enumerate(alone)
    ]
    best = int(np.argmin(found))
    return BreakEvenPush(dynamics.factors[best], found[best])


def break_even_friction(dynamics: Dynamics, stop: StopToken = NEVER) -> float | None:
    """By how much all frictions together may be multiplied until the wheel just coasts.

    1.25: it bears a quarter more friction. 0.8: it needs a fifth less. Without negative links this
    is the step gain; with them the wheel may swing there instead of coasting (`rubbed`).

    Returns:
        None where no multiple between a millionth and a million makes it coast: without loops,
        without friction, or where brakes alone decide.

    Raises:
        Cancelled: `stop` was set.

    Source: equations 6 and 9 of `flywheel_studio.simulation`.
    """
    if not len(dynamics.links) or not np.any(dynamics.friction):
        return None
    growth = growth_of(dynamics, stop)
    if growth.step_gain is not None and np.all(dynamics.friction > 0):
        gain = growth.step_gain
        return gain if _LEAST_SCALE <= gain <= _MOST_SCALE else None

    def rate(scale: float) -> float:
        stop.raise_if_set()
        return growth_of(rubbed(dynamics, math.exp(scale))).rate

    return _crossing(rate)


def rubbed(dynamics: Dynamics, scale: float) -> Dynamics:
    """The same wheel with all its frictions multiplied by `scale`."""
    return replace(dynamics, friction=dynamics.friction * scale)


def _crossing(rate: Callable[[float], float]) -> float | None:
    """e^x at the x next to 0 at which a rate crosses 0, or None."""
    here = rate(0.0)
    if abs(here) <= COASTING:
        return 1.0
    direction = 1.0 if here > 0 else -1.0
    limit = math.log(_MOST_SCALE)
    near, step = 0.0, 0.05
    while near < limit:
        far = min(near + step, limit)
        if (rate(direction * far) > 0) != (here > 0):
            low, high = sorted((direction * near, direction * far))
            return math.exp(safe_root(rate, low, high))
        near, step = far, step * 1.6
    return None


def _walks(onward: Sequence[Sequence[tuple[int, bool]]], start: int) -> dict[int, set[bool]]:
    """Factor -> the signs (True: negative) of the walks that lead there."""
    signs: dict[int, set[bool]] = {start: {False}}
    waiting = deque([(start, False)])
    while waiting:
        here, negative = waiting.popleft()
        for target, flips in onward[here]:
            sign = negative ^ flips
            if sign not in signs.setdefault(target, set()):
                signs[target].add(sign)
                waiting.append((target, sign))
    return signs


def _paths(onward: Sequence[Sequence[tuple[int, bool]]], start: int, target: int) -> set[bool]:
    """The signs of the paths to a factor; both where the search ends before it is sure."""
    found: set[bool] = set()
    steps = _STEPS
    path = {start}
    pending = [(start, False, iter(onward[start]))]
    while pending and len(found) < 2:
        here, negative, links = pending[-1]
        link = next(links, None)
        steps -= 1
        if steps <= 0:
            return {False, True}
        if link is None:
            pending.pop()
            path.discard(here)
        elif link[0] == target:
            found.add(negative ^ link[1])
        elif link[0] not in path:
            path.add(link[0])
            pending.append((link[0], negative ^ link[1], iter(onward[link[0]])))
    return found
