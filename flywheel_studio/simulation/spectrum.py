"""What a wheel will do, known without running it: growth rate, period of its swing, step gain.

Everything is found part by part (strongly connected), because the whole matrix loses half its
digits where equal rings are chained. Ceilings play no role here: this is the wheel near rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal
from weakref import WeakKeyDictionary

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.characteristic import (
    Complexes,
    Part,
    belt_eigenvalues,
    eigenvalues,
    part_of,
    polished,
)
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.root_finding import safe_root
from flywheel_studio.simulation.settings import Dynamics, Indices

Verdict = Literal["accelerates", "coasts", "runs down"]
Way = Literal["grows", "swings wider", "stands", "swings on", "swings out", "dies out"]

# Growth within this of 0 is none.
COASTING: Final = 1e-9
# A swing that comes back as less than a hundredth of itself, half a period later, is none to be seen.
_UNSEEN: Final = 0.01
# e^700 is near the largest number there is.
_MOST_TURNS: Final = 700.0
# Roots whose imaginary part is below this share of their size are real: a double real root
# comes out as a pair about 1e-8 apart.
REAL: Final = 1e-7
# Rows of the matrix that stands for belts of delay: the eigenvalues of 600 take half a second.
_MOST_ROWS: Final = 600
# Factors in one part from which on a growth rate with delays and negative links can take seconds.
_MANY: Final = 12

_part_roots: WeakKeyDictionary[Dynamics, tuple[tuple[complex, Indices], ...]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Growth:
    """How the wheel goes by itself, near rest.

    `rate`: λ of equation 6, per time unit. `oscillation_period`: in time units, None where the
    rightmost root is real. `step_gain`: R of equation 9, None where a link is negative and where
    it is infinite; `step_gain_is_infinite` tells the second. `climbs`: it coasts in parts one
    behind the other, so that the last grows for ever of what the first hands on (a root 0 of several
    parts that has too few null vectors).
    """

    rate: float
    oscillation_period: float | None
    step_gain: float | None
    step_gain_is_infinite: bool = False
    climbs: bool = False

    @property
    def is_self_sustaining(self) -> bool:
        return self.rate > COASTING

    @property
    def verdict(self) -> Verdict:
        if self.rate > COASTING:
            return "accelerates"
        return "coasts" if self.rate >= -COASTING else "runs down"

    @property
    def swings(self) -> bool:
        """Whether it goes up and down by itself: the rightmost root is complex, and one would see it."""
        period = self.oscillation_period
        return period is not None and self.rate * period / 2 >= math.log(_UNSEEN)

    @property
    def widening(self) -> float:
        """How many times as wide each swing is as the one before, e^(λ·period); inf past all numbers.

        1.0 where it does not swing.
        """
        if not self.swings or self.oscillation_period is None:
            return 1.0
        turns = self.rate * self.oscillation_period
        return math.exp(turns) if turns < _MOST_TURNS else math.inf

    @property
    def way(self) -> Way:
        """What becomes of one push in the long run: the verdict, and whether it swings on the way.

        A growth rate above 0 of a wheel that swings is no growth: its swings grow, downwards as well.
        """
        match self.verdict:
            case "accelerates":
                return "swings wider" if self.swings else "grows"
            case "coasts":
                return "swings on" if self.swings else "stands"
        return "swings out" if self.swings else "dies out"

    @property
    def is_growing(self) -> bool:
        """Whether it grows by itself, and not only its swings."""
        return self.way == "grows"


def growth_at(root: complex) -> Growth:
    """What a rightmost root says by itself; the step gain is left open."""
    period = 2 * math.pi / abs(root.imag) if root.imag else None
    return Growth(float(root.real), period, None)


def growth_of(dynamics: Dynamics, stop: StopToken = NEVER) -> Growth:
    """Growth rate, oscillation period and step gain of a wheel.

    A wheel without factors neither grows nor fades: rate 0.

    Raises:
        Cancelled: `stop` was set.

    Source: equations 6 and 9 of `flywheel_studio.simulation`; the growth rate with delays after
    Euler and Lotka (real root by safe root finding) or, with negative links, Breda, Maset &
    Vermiglio (2005).
    """
    found = part_roots(dynamics, stop)
    if not found:
        return Growth(0.0, None, 0.0)
    rightmost = complex(-math.inf)
    for root, _ in found:
        if _is_further_right(root, rightmost):
            rightmost = root
    parts = [factors for _, factors in found]
    gain = _step_gain(dynamics, parts, stop)
    return replace(
        growth_at(rightmost),
        step_gain=None if gain is None or math.isinf(gain) else gain,
        step_gain_is_infinite=gain is not None and math.isinf(gain),
        climbs=abs(rightmost.real) <= COASTING and _climbs(dynamics, found),
    )


def _climbs(dynamics: Dynamics, found: tuple[tuple[complex, Indices], ...]) -> bool:
    """Whether a way leads from one part with the root 0 to another."""
    coasting = [set(part.tolist()) for root, part in found if abs(root) <= COASTING]
    if len(coasting) < 2:
        return False
    live = dynamics.gain != 0
    onward: dict[int, set[int]] = {}
    for source, target in zip(
        dynamics.source[live].tolist(), dynamics.target[live].tolist(), strict=True
    ):
        onward.setdefault(source, set()).add(target)
    for part in coasting:
        others = set().union(*(other for other in coasting if other is not part))
        seen, front = set(part), list(part)
        while front:
            new = onward.get(front.pop(), set()) - seen
            if new & others:
                return True
            seen |= new
            front += new
    return False


def part_roots(dynamics: Dynamics, stop: StopToken = NEVER) -> tuple[tuple[complex, Indices], ...]:
    """The rightmost root of each strongly connected part, with the part's factors.

    Remembered as long as `dynamics` lives: growth, levers and checks all begin here, and with
    delays and negative links one answer can take seconds.

    Raises:
        Cancelled: `stop` was set.
    """
    stop.raise_if_set()
    found = _part_roots.get(dynamics)
    if found is None:
        roots = []
        for factors in components(dynamics):
            stop.raise_if_set()
            roots.append((rightmost_root(part_of(dynamics, factors), stop), factors))
        found = _part_roots[dynamics] = tuple(roots)
    return found


def is_dear(dynamics: Dynamics) -> bool:
    """Whether a growth rate of this wheel can take seconds, so that few should be asked for.

    Delays and negative links in a part of many factors: 0.02 s at 12 factors, up to 2 s at 20.
    """
    if not dynamics.has_delays or not np.any(dynamics.sign < 0):
        return False
    return max(map(len, components(dynamics)), default=0) > _MANY


def rightmost_root(part: Part, stop: StopToken = NEVER) -> complex:
    """The root of equation 6 with the largest real part, for one strongly connected part.

    Of a pair the one with Im > 0; a real root has Im = 0 exactly.
    """
    if not len(part.gain):
        return complex(-part.decay.min())
    if not part.has_delays:
        return furthest_right(part, eigenvalues(part.rates(0.0)))
    if not part.has_negative:
        return complex(_euler_lotka(part))
    return _rightmost_with_delays(part, stop)


def most_points(part: Part) -> int:
    """Points that a collocation of this part may have at most."""
    late = len(set(part.source[part.delay > 0].tolist()))
    return max(12, (_MOST_ROWS - len(part.decay)) // late)


def _euler_lotka(part: Part) -> float:
    """The real root of `spectral abscissa of M⁻¹(W(z) − F) = z`; the left side falls as z grows.

    That is `ρ((zM + F)⁻¹W(z)) = 1` without its pole at −min f/m: the diagonal matrix that is
    inverted there is moved to the other side, and the Perron root is the same.
    """

    def excess(rate: float) -> float:
        matrix = part.rates(rate)
        if not np.all(np.isfinite(matrix)):
            return math.inf
        return float(np.linalg.eigvals(matrix).real.max()) - rate

    floor = -float(part.decay.min())
    at_rest = excess(0.0)
    if at_rest == 0.0:
        return 0.0
    if at_rest > 0:
        return safe_root(excess, 0.0, max(at_rest * 1.0000001, 1e-300))
    if excess(floor) <= 0:
        return floor
    return safe_root(excess, floor, 0.0)


def _rightmost_with_delays(part: Part, stop: StopToken = NEVER) -> complex:
    """The rightmost root with delays and negative links: collocation, then Newton."""
    span = float(part.delay.max())
    most = most_points(part)
    points = min(most, points_for(part, 0.0))
    best: complex | None = None
    while True:
        stop.raise_if_set()
        guesses = belt_eigenvalues(part, points)
        guesses = guesses[np.argsort(-guesses.real)][: 24 + 4 * len(part.decay)]
        guesses = guesses[guesses.imag >= -1e-12 * np.abs(guesses).max()]
        if points >= most:
            guesses = np.concatenate([guesses, _seeds(_reach(part, 0.0), span)])
        roots = polished(part, guesses)
        root = furthest_right(part, roots) if len(roots) else None
        if root is not None:
            # Not closer: Newton stops a square root of rounding from a double root.
            near = best is not None and abs(root - best) <= 1e-7 * (abs(root) + 1e-3)
            if near and points >= min(most, points_for(part, root.real)):
                return root
        if points >= most:
            found = [one for one in (root, best) if one is not None]
            return max(found, key=lambda one: one.real) if found else complex(-part.decay.min())
        wanted = points + points // 2 if root is None else points_for(part, root.real)
        best, points = root, min(most, max(points + points // 3, wanted))


def _reach(part: Part, rate: float) -> float:
    """No root right of `rate` is further than this from 0."""
    carried = np.abs(part.gain) * np.exp(np.minimum(-rate * part.delay, 50.0))
    arriving = np.bincount(part.target, carried, minlength=len(part.decay))
    return float(np.max(arriving + part.decay))


def points_for(part: Part, rate: float) -> int:
    """Points that resolve every root right of `rate`: half of delay times height, and a dozen."""
    return int(min(1e6, 16 + 0.6 * _reach(part, rate) * float(part.delay.max())))


def _seeds(reach: float, span: float) -> Complexes:
    """A net of guesses along the imaginary axis, as fine as the roots of the longest belt."""
    count = int(min(2_000, 8 + reach * span))
    heights = np.linspace(0.0, reach, count)
    return np.concatenate([heights * 1j, heights * 1j - 1.0 / span])


def furthest_right(part: Part, roots: Complexes) -> complex:
    """Of roots (q,) of a part the one with the largest real part, Im ≥ 0; 0 where that is rounding."""
    size = float(max(np.abs(roots).max(), part.decay.max()))
    roots = np.where(np.abs(roots.imag) <= REAL * size, roots.real + 0j, roots)
    best = complex(-math.inf)
    for root in roots:
        if _is_further_right(complex(root), best):
            best = complex(root)
    return complex(best.real, abs(best.imag))


def _is_further_right(root: complex, than: complex) -> bool:
    """Further right, or as far right and real (rounding does not decide between the two)."""
    near = 1e-12 * (1.0 + abs(root))
    if math.isinf(than.real) or abs(root.real - than.real) > near:
        return root.real > than.real
    return abs(root.imag) < abs(than.imag)


def _step_gain(dynamics: Dynamics, parts: list[Indices], stop: StopToken) -> float | None:
    """R of equation 9; None where a link is negative, inf where a loop has no friction."""
    if np.any(dynamics.sign < 0):
        return None
    greatest = 0.0
    for factors in parts:
        stop.raise_if_set()
        part = part_of(dynamics, factors)
        if not len(part.gain):
            continue
        if np.any(dynamics.friction[factors] == 0):
            return math.inf
        matrix = np.zeros((len(factors), len(factors)))
        np.add.at(matrix, (part.target, part.source), part.gain / part.decay[part.target])
        if not np.all(np.isfinite(matrix)):
            return math.inf
        greatest = max(greatest, float(np.abs(np.linalg.eigvals(matrix)).max()))
    return greatest
