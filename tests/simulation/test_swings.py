"""Growth or swings: what a wheel does in the long run, against roots that are known in closed form.

A balancing loop with a dead time, v' = -k·v(t - T), swings wider exactly where k·T > π/2 (Hayes 1950);
its period at that border is 4·T. A ring of n equal factors with one negative link has its rightmost
roots at -f/m + (w/m)·e^(±iπ/n).
"""

from __future__ import annotations

import cmath
import math

import numpy as np
import pytest

from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import Dynamics, dynamics_of
from flywheel_studio.simulation.spectrum import Growth, growth_of

_HALF_PI = math.pi / 2


def late_brake(wheel, strength: float, delay: float, *, friction: float = 0.0, mass: float = 1.0):
    """One factor that brakes itself `delay` later: m·v' = -f·v - strength·v(t - delay)."""
    return dynamics_of(
        wheel(
            [Factor(id="a", label="A", initial=1.0, friction=friction, mass=mass)],
            [Link(id="l", source="a", target="a", polarity="-", weight=strength, delay=delay)],
        )
    )


def rightmost(strength: float, delay: float) -> complex:
    """The rightmost root of z = -k·e^(-zT): W(-kT)/T, found here by Newton from a net of guesses."""
    roots = []
    for real in np.linspace(-4.03, 2.01, 13):
        for imag in np.linspace(0.0, 2.99, 13):
            z = complex(real, imag) / delay
            for _ in range(200):
                late = strength * cmath.exp(-z * delay)
                slope = 1.0 - delay * late
                z = z - (z + late) / slope if slope else complex(math.inf)
                if not abs(z * delay) < 100.0:
                    break
            else:
                if abs(z + strength * cmath.exp(-z * delay)) < 1e-9:
                    roots.append(z)
    return max(roots, key=lambda root: root.real)


@pytest.mark.parametrize("delay", [0.5, 1.0, 3.0, 12.0])
@pytest.mark.parametrize(
    ("product", "way"),
    [
        (0.999 * _HALF_PI, "swings out"),
        (1.001 * _HALF_PI, "swings wider"),
        (2.5, "swings wider"),
        (1.0, "swings out"),
        (0.99 / math.e, "dies out"),
        (0.2, "dies out"),
    ],
)
def test_a_late_brake_swings_wider_from_a_quarter_turn_on(wheel, delay, product, way):
    growth = growth_of(late_brake(wheel, product / delay, delay))
    assert growth.way == way
    root = rightmost(product / delay, delay)
    assert growth.rate == pytest.approx(root.real, rel=1e-9, abs=1e-12)
    if growth.oscillation_period is not None:
        assert growth.oscillation_period == pytest.approx(2 * math.pi / abs(root.imag), rel=1e-9)


def test_at_the_border_it_swings_on_with_a_period_of_four_delays(wheel):
    growth = growth_of(late_brake(wheel, _HALF_PI / 3.0, 3.0))
    assert growth.way == "swings on"
    assert growth.oscillation_period == pytest.approx(12.0, rel=1e-9)
    assert growth.widening == pytest.approx(1.0, abs=1e-7)


@pytest.mark.parametrize(("strength", "delay"), [(1.0, 2.0), (0.7, 3.0), (0.4, 3.0)])
def test_each_swing_of_a_run_is_as_much_wider_as_it_is_told(wheel, strength, delay):
    dynamics = late_brake(wheel, strength, delay)
    growth = growth_of(dynamics)
    period = growth.oscillation_period
    trajectory = run(dynamics, until=8 * period, every=period / 400)
    speed = trajectory.speed[:, 0]
    late = float(speed[-401:].max()) / float(speed[-801:-400].max())
    assert late == pytest.approx(growth.widening, rel=1e-3)
    assert float(speed[-401:].min()) < 0 < float(speed[-401:].max())


@pytest.mark.parametrize(
    ("count", "weight", "friction", "way"),
    [
        (3, 1.2, 0.5, "swings wider"),
        (3, 0.9, 0.5, "swings out"),
        (4, 0.75, 0.5, "swings wider"),
        (4, 0.6, 0.5, "swings out"),
        (2, 1.0, 0.0, "swings on"),
        (2, 1.0, 0.1, "swings out"),
        (2, 0.05, 0.5, "dies out"),
    ],
)
def test_a_ring_with_one_brake_swings_as_its_roots_say(ring, count, weight, friction, way):
    growth = growth_of(
        dynamics_of(ring(count, link={"weight": weight}, negative=[0], friction=friction))
    )
    angle = math.pi / count
    assert growth.way == way
    assert growth.rate == pytest.approx(weight * math.cos(angle) - friction, abs=1e-9)
    assert growth.oscillation_period == pytest.approx(2 * math.pi / (weight * math.sin(angle)))


@pytest.mark.parametrize("seed", range(40))
def test_whether_a_drawing_without_delays_swings_is_told_by_its_eigenvalues(some_wheel, seed):
    dynamics = dynamics_of(some_wheel(seed, has_delays=False))
    size = len(dynamics.factors)
    matrix = np.diag(-dynamics.friction)
    for link in range(len(dynamics.links)):
        matrix[dynamics.target[link], dynamics.source[link]] += dynamics.gain[link]
    roots = np.linalg.eigvals(matrix / dynamics.mass[:, None])
    first = roots[np.argmax(roots.real)]
    growth = growth_of(dynamics)
    is_complex = abs(first.imag) > 1e-6 * abs(roots).max()
    assert size and (growth.oscillation_period is not None) == is_complex
    assert growth.is_growing == (first.real > 1e-9 and not is_complex)


def test_a_ring_that_lifts_grows_and_does_not_swing(ring):
    growing = ring(4, link={"weight": 0.6}, delays={0: 5.0}, friction=0.5)
    assert growth_of(dynamics_of(growing)).way == "grows"
    assert growth_of(dynamics_of(ring(4, link={"weight": 0.5}, friction=0.5))).way == "stands"


def test_what_no_swing_comes_back_of_is_no_swing():
    # Half a period later a hundredth of it is left, as of an overshoot that nobody sees.
    border = 2 * math.log(100)
    assert Growth(-1.0001 * border, 1.0, None).way == "dies out"
    assert Growth(-0.9999 * border, 1.0, None).way == "swings out"


def test_a_swing_beyond_all_numbers_is_that_and_no_mistake():
    assert math.isinf(Growth(10.0, 1000.0, None).widening)
    assert Growth(0.1, None, None).widening == 1.0


def test_a_loop_that_grows_faster_than_another_swings_decides(wheel):
    def both(weight: float) -> Dynamics:
        factors = [Factor(id=key, label=key, friction=0.0) for key in "ab"]
        grows = Link(id="g", source="a", target="a", weight=weight)
        swings = Link(id="s", source="b", target="b", polarity="-", weight=1.0, delay=2.0)
        return dynamics_of(wheel(factors, [grows, swings]))

    # The roots of z = -e^(-2z) furthest to the right lie between the two weights.
    assert 0.08 < rightmost(1.0, 2.0).real < 0.1
    assert growth_of(both(0.1)).way == "grows"
    assert growth_of(both(0.08)).way == "swings wider"
