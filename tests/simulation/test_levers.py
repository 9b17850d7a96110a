"""Levers against differences of growth rates."""

from __future__ import annotations

import pytest

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.levers import levers_of
from flywheel_studio.simulation.scenarios import changed
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of


def test_the_levers_of_a_ring_of_equals_share_its_rate(ring):
    # λ = (w − f)/m, and each of n links and factors has an n-th of the derivative.
    found = levers_of(dynamics_of(ring(4, link={"weight": 0.8}, friction=0.5, mass=2)))
    by = {(lever.kind, lever.of): lever for lever in found.levers}
    assert found.is_defined and len(by) == 12
    for i in range(4):
        assert by["weight", f"l{i}"].effect == pytest.approx(0.1 * 0.8 / 2 / 4)
        assert by["friction", f"f{i}"].effect == pytest.approx(-0.1 * 0.5 / 2 / 4)
        assert by["mass", f"f{i}"].effect == pytest.approx(-0.1 * 2 * 0.3 / 4 / 4)
    effects = [abs(lever.effect) for lever in found.levers]
    assert effects == sorted(effects, reverse=True)


@pytest.mark.parametrize("seed", range(14))
def test_levers_are_what_a_small_change_does(some_wheel, seed):
    drawn = some_wheel(seed)
    found = levers_of(dynamics_of(drawn))
    assert found.is_defined
    step = 1e-4
    for lever in found.levers:
        if lever.kind in ("weight", "delay"):
            path, value = (
                f"links.{lever.of}.{lever.kind}",
                getattr(drawn.links[lever.of], lever.kind),
            )
        else:
            path = f"factors.{lever.of}.{lever.kind}"
            value = getattr(drawn.factors[lever.of], lever.kind)
        rates = [
            growth_of(dynamics_of(changed(drawn, {path: value * (1 + share)}))).rate
            for share in (-step, step)
        ]
        assert lever.effect == pytest.approx(
            0.1 * (rates[1] - rates[0]) / (2 * step), abs=1e-6, rel=1e-4
        )


def test_a_single_factor_has_friction_and_mass_for_levers(wheel):
    found = levers_of(dynamics_of(wheel([Factor(id="a", friction=0.6, mass=2)])))
    assert {(lever.kind, round(lever.effect, 12)) for lever in found.levers} == {
        ("friction", -0.03),
        ("mass", 0.03),
    }


def test_two_equal_rings_have_no_levers(ring):
    a, b = ring(3, prefix="a"), ring(3, prefix="b")
    both = Flywheel(factors=a.factors | b.factors, links=a.links | b.links)
    found = levers_of(dynamics_of(both))
    assert not found.is_defined and found.levers == ()


def test_a_double_root_has_no_levers(wheel):
    twice = wheel(
        [Factor(id="a"), Factor(id="b")],
        [
            Link(id="l1", source="a", target="a", weight=2),
            Link(id="l2", source="b", target="a", weight=1),
            Link(id="l3", source="a", target="b", weight=1, polarity="-"),
        ],
    )
    assert not levers_of(dynamics_of(twice)).is_defined


def test_a_wheel_of_nothing_has_no_levers(wheel):
    assert levers_of(dynamics_of(wheel([]))).levers == ()
