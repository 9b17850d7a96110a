"""How exact growth rates and levers are, on random wheels: eigenvalues, the equation itself, differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.levers import levers_of
from flywheel_studio.simulation.scenarios import changed, value_at
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of


def characteristic(dynamics, z):
    """zM + F − W(z), straight from equation 6."""
    matrix = np.diag(z * dynamics.mass + dynamics.friction).astype(complex)
    for link in range(len(dynamics.links)):
        h = dynamics.score[dynamics.target[link]] if dynamics.sign[link] > 0 else 1.0
        carried = dynamics.sign[link] * dynamics.weight[link] * h
        matrix[dynamics.target[link], dynamics.source[link]] -= carried * np.exp(
            -z * dynamics.delay[link]
        )
    return matrix


@pytest.mark.parametrize("seed", range(40))
def test_without_delays_the_rate_is_the_largest_eigenvalue(some_wheel, seed):
    dynamics = dynamics_of(some_wheel(seed, has_delays=False))
    rates = -characteristic(dynamics, 0.0).real / dynamics.mass[:, None]
    largest = np.linalg.eigvals(rates).real.max()
    assert growth_of(dynamics).rate == pytest.approx(largest, abs=1e-9)


@pytest.mark.parametrize("has_negative", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_with_delays_the_rate_satisfies_the_characteristic_equation(some_wheel, seed, has_negative):
    dynamics = dynamics_of(some_wheel(seed, has_negative=has_negative))
    growth = growth_of(dynamics)
    swing = 2 * math.pi / growth.oscillation_period if growth.oscillation_period else 0.0
    matrix = characteristic(dynamics, complex(growth.rate, swing))
    # The determinant as a share of the largest that rows of this size could have (Hadamard).
    sizes = np.abs(matrix).sum(axis=1) + dynamics.friction
    assert abs(np.linalg.det(matrix / sizes[:, None])) < 1e-10


def test_without_friction_everything_is_still_exact(wheel):
    free = wheel(
        [Factor(id="a", friction=0), Factor(id="b", friction=0, mass=2)],
        [
            Link(id="l1", source="a", target="b", weight=0.5),
            Link(id="l2", source="b", target="a", weight=0.9),
        ],
    )
    growth = growth_of(dynamics_of(free))
    assert growth.rate == pytest.approx(math.sqrt(0.5 * 0.9 / 2), abs=1e-12)
    assert growth.step_gain is None and growth.step_gain_is_infinite
    # λ² = w₁w₂/(m₁m₂): a tenth more weight lifts λ by a twentieth of itself; frictions of 0 have
    # nothing to take a tenth of.
    levers = levers_of(dynamics_of(free)).levers
    assert {lever.kind for lever in levers} == {"weight", "mass"}
    assert [abs(lever.effect) for lever in levers] == pytest.approx([0.05 * growth.rate] * 4)


def test_equal_rings_side_by_side_say_that_levers_are_not_defined(ring):
    one, other = ring(3, prefix="a"), ring(3, prefix="b")
    both = type(one)(factors=one.factors | other.factors, links=one.links | other.links)
    assert not levers_of(dynamics_of(both)).is_defined


@pytest.mark.parametrize("seed", range(20, 34))
def test_levers_are_differences_to_a_millionth(some_wheel, seed):
    drawn = some_wheel(seed, has_delays=seed % 2 == 0)
    found = levers_of(dynamics_of(drawn))
    if not found.is_defined:
        return

    def rate(path, value):
        return growth_of(dynamics_of(changed(drawn, {path: value}))).rate

    for lever in found.levers:
        kind = "links" if lever.kind in ("weight", "delay") else "factors"
        path = f"{kind}.{lever.of}.{lever.kind}"
        value = value_at(drawn, path)

        def slope(share, path=path, value=value):
            ends = rate(path, value * (1 + share)), rate(path, value * (1 - share))
            return (ends[0] - ends[1]) / (2 * share)

        # Two differences, and their error of second order taken out.
        exact = (4 * slope(1e-4) - slope(2e-4)) / 3
        assert lever.effect == pytest.approx(0.1 * exact, abs=1e-6)
