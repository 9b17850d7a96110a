"""Lasting pushes: where they lead, by numbers and by signs, and how much it takes to hold."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.plateau import plateau
from flywheel_studio.simulation.response import (
    break_even_friction,
    break_even_push,
    effects_of_push,
    long_run,
)
from flywheel_studio.simulation.scenarios import changed
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of


def pushed(flywheel, factor, strength):
    still = flywheel.with_records(
        "factors",
        [
            Factor(id=f.id, mass=f.mass, friction=f.friction, score=f.score)
            for f in flywheel.factors.values()
        ],
    )
    push = Push(id="p", factor=factor, strength=strength)
    return type(still)(factors=still.factors, links=still.links, pushes={"p": push})


def test_a_single_factor_settles_at_strength_over_friction(wheel):
    alone = dynamics_of(wheel([Factor(id="a", friction=0.4)]))
    assert long_run(alone, "a", 2.0) == pytest.approx([5.0])
    with pytest.raises(KeyError):
        long_run(alone, "nobody")


@pytest.mark.parametrize("seed", range(12))
def test_the_long_run_is_where_a_long_run_ends(some_wheel, seed):
    drawn = pushed(some_wheel(seed), "f0", 0.7)
    dynamics = dynamics_of(drawn)
    growth = growth_of(dynamics)
    settled = long_run(dynamics, "f0", 0.7)
    if growth.rate >= -1e-9:
        assert settled is None
        return
    until = min(3_000.0, 30 / -growth.rate)
    end = run(dynamics, until=until, every=until).speed[-1]
    assert end == pytest.approx(settled, abs=1e-6 * (1 + np.max(np.abs(settled))))


def test_nothing_settles_in_a_wheel_that_keeps_itself_going(ring):
    for weight in (0.5, 0.7):
        assert long_run(dynamics_of(ring(3, link={"weight": weight})), "f0") is None


def test_signs_alone_say_who_is_lifted_and_who_is_lowered(wheel):
    factors = [Factor(id=name) for name in "abcde"]
    links = [
        Link(id="l1", source="a", target="b"),
        Link(id="l2", source="b", target="c", polarity="-"),
        Link(id="l3", source="a", target="d"),
        Link(id="l4", source="c", target="d"),
    ]
    found = effects_of_push(dynamics_of(wheel(factors, links)), "a")
    assert found == {"a": "lifts", "b": "lifts", "c": "lowers", "d": "does not say"}
    with pytest.raises(KeyError):
        effects_of_push(dynamics_of(wheel(factors, links)), "nobody")


def test_a_brake_on_the_way_does_not_blur_what_its_path_says(wheel):
    # a lifts b, and b is braked by c in turn: the loop makes the lift smaller, never a fall.
    braked = dynamics_of(
        wheel(
            [Factor(id=name) for name in "abc"],
            [
                Link(id="l1", source="a", target="b"),
                Link(id="l2", source="b", target="c"),
                Link(id="l3", source="c", target="b", polarity="-", weight=2),
            ],
        )
    )
    assert effects_of_push(braked, "a") == {"a": "lifts", "b": "lifts", "c": "lifts"}
    assert (long_run(braked, "a") > 0).all()


def test_links_that_bring_nothing_carry_no_sign(wheel):
    idle = wheel(
        [Factor(id="a"), Factor(id="b")],
        [
            Link(id="l1", source="a", target="b"),
            Link(id="l2", source="a", target="b", polarity="-", weight=0),
        ],
    )
    assert effects_of_push(dynamics_of(idle), "a")["b"] == "lifts"


def test_a_drawing_too_dense_to_search_leaves_it_open_and_comes_back(wheel):
    names = [f"f{i}" for i in range(40)]
    dense = wheel(
        [Factor(id=name) for name in names],
        [
            Link(
                id=f"l{i}x{j}",
                source=a,
                target=b,
                polarity="-" if (a, b) == ("f38", "f39") else "+",
            )
            for i, a in enumerate(names)
            for j, b in enumerate(names)
            if a != b
        ],
    )
    assert set(effects_of_push(dynamics_of(dense), "f0").values()) <= {"lifts", "does not say"}


@pytest.mark.parametrize("seed", range(8))
def test_where_no_link_is_negative_every_push_lifts(some_wheel, seed):
    dynamics = dynamics_of(some_wheel(seed, has_negative=False))
    effects = effects_of_push(dynamics, "f0")
    assert set(effects.values()) == {"lifts"}
    settled = long_run(dynamics, "f0")
    if settled is not None:
        reached = [dynamics.factors.index(name) for name in effects]
        assert (settled[reached] > 0).all()


def test_the_break_even_push_holds_the_momentum(wheel, ring):
    fading = ring(3, link={"weight": 0.3}, friction=0.5, mass=2)
    found = break_even_push(dynamics_of(fading), 1.5)
    # Any factor of a ring of equals does: Σ v* = u/(f − w).
    assert found.strength == pytest.approx(1.5 * (0.5 - 0.3) / 2)
    held = pushed(fading, found.factor, found.strength)
    assert run(dynamics_of(held), until=400, every=400).momentum[-1] == pytest.approx(1.5)


def test_the_break_even_push_is_the_least_over_all_factors(wheel):
    # A push on a lifts both; one on b lifts b alone.
    two = wheel([Factor(id="b"), Factor(id="a")], [Link(id="l", source="a", target="b")])
    found = break_even_push(dynamics_of(two), 1.0)
    assert found.factor == "a" and found.strength == pytest.approx(1 / (1 / 0.5 + 0.5 / 0.25))


def test_a_wheel_that_keeps_going_needs_no_push(ring, wheel):
    assert break_even_push(dynamics_of(ring(3)), 1.0).strength == 0
    assert break_even_push(dynamics_of(ring(3, link={"weight": 0.9})), 1.0).strength == 0
    assert break_even_push(dynamics_of(wheel([])), 1.0) is None


def test_the_break_even_friction_of_a_ring_is_its_weight(ring):
    for weight, delays in ((0.8, {}), (0.3, {}), (0.8, {0: 2.0})):
        turning = dynamics_of(ring(4, link={"weight": weight}, friction=0.5, delays=delays))
        assert break_even_friction(turning) == pytest.approx(weight / 0.5, rel=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_at_its_break_even_friction_a_wheel_coasts(some_wheel, seed):
    drawn = some_wheel(seed)
    scale = break_even_friction(dynamics_of(drawn))
    if scale is None:
        return
    changes = {f"factors.{f.id}.friction": f.friction * scale for f in drawn.factors.values()}
    assert abs(growth_of(dynamics_of(changed(drawn, changes))).rate) < 1e-8


def test_without_loops_no_friction_makes_a_wheel_coast(wheel):
    chain = dynamics_of(
        wheel([Factor(id="a"), Factor(id="b")], [Link(id="l", source="a", target="b")])
    )
    assert break_even_friction(chain) is None


def test_a_search_for_friction_can_be_cancelled(some_wheel):
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        break_even_friction(dynamics_of(some_wheel(0)), stop)


def limited(flywheel, capacities, initial=0.0, pushes=()):
    factors = [
        replace(factor, capacity=capacity, initial=initial)
        for factor, capacity in zip(flywheel.factors.values(), capacities, strict=True)
    ]
    return flywheel.with_records("factors", factors).with_records("pushes", list(pushes))


def test_a_ring_under_ceilings_levels_off_at_its_closed_form(ring):
    wheel = limited(ring(4, link={"weight": 0.8}), [3.0] * 4)
    level = plateau(dynamics_of(wheel), np.zeros(4))
    assert level == pytest.approx(np.full(4, 3.0 * (1 - 0.5 / 0.8)), rel=1e-12)
    fading = limited(ring(4, link={"weight": 0.4}), [3.0] * 4)
    assert plateau(dynamics_of(fading), np.zeros(4)) == pytest.approx(np.zeros(4), abs=1e-12)
    half = limited(ring(4, link={"weight": 0.8}), [3.0, None, None, None])
    v = plateau(dynamics_of(half), np.zeros(4))
    assert v[0] * 0.5 == pytest.approx((1 - v[0] / 3) * 0.8 * v[3], rel=1e-12)


def test_factors_that_drive_each_other_without_a_ceiling_have_no_plateau(wheel):
    links = [
        Link(id="l1", source="a", target="b", weight=0.9),
        Link(id="l2", source="b", target="a", weight=0.9),
        Link(id="l3", source="b", target="c"),
    ]
    free = wheel([Factor(id="a"), Factor(id="b"), Factor(id="c", capacity=1.0)], links)
    assert plateau(dynamics_of(free), np.zeros(3)) is None
    assert break_even_push(dynamics_of(free), 50.0).strength == 0


@pytest.mark.parametrize("seed", range(12))
def test_the_plateau_under_a_push_is_where_the_run_ends(some_wheel, seed):
    rng = np.random.default_rng(seed)
    drawn = some_wheel(seed, has_negative=False)
    names = list(drawn.factors)
    wheel = limited(drawn, rng.uniform(0.5, 4.0, len(names)).tolist(), initial=2.0)
    factor = names[int(rng.integers(len(names)))]
    wheel = wheel.with_records("pushes", [Push(id="p", factor=factor, strength=0.4)])
    push = np.array([0.4 if name == factor else 0.0 for name in names])
    level = plateau(dynamics_of(wheel), push)
    ran = run(dynamics_of(wheel), until=600, every=600)
    assert level == pytest.approx(ran.speed[-1], rel=1e-5, abs=1e-6)


def test_the_break_even_push_reckons_with_ceilings(ring):
    wheel = limited(ring(3, link={"weight": 0.4}), [2.0] * 3)
    found = break_even_push(dynamics_of(wheel), 2.4)
    plain = break_even_push(dynamics_of(ring(3, link={"weight": 0.4})), 2.4)
    assert found.strength > 1.2 * plain.strength and not found.leaves_ceilings_out
    push = Push(id="p", factor=found.factor, strength=found.strength)
    held = limited(wheel, [2.0] * 3, initial=0.8, pushes=[push])
    assert run(dynamics_of(held), until=400, every=400).momentum[-1] == pytest.approx(2.4, rel=1e-6)


def test_above_its_plateau_a_self_sustaining_wheel_needs_a_push_too(ring):
    wheel = limited(ring(3, link={"weight": 0.8}), [2.0] * 3)
    level = 3 * 2.0 * (1 - 0.5 / 0.8)
    assert break_even_push(dynamics_of(wheel), 0.9 * level).strength == 0
    assert break_even_push(dynamics_of(wheel), level).strength == 0
    found = break_even_push(dynamics_of(wheel), 1.5 * level)
    push = Push(id="p", factor=found.factor, strength=found.strength)
    held = limited(wheel, [2.0] * 3, initial=1.0, pushes=[push])
    ran = run(dynamics_of(held), until=400, every=400)
    assert found.strength > 0 and ran.momentum[-1] == pytest.approx(1.5 * level, rel=1e-6)


def test_ceilings_beside_brakes_are_left_out_and_that_is_said(wheel):
    braked = wheel(
        [Factor(id="a", capacity=1.0), Factor(id="b")],
        [
            Link(id="l1", source="b", target="a", weight=0.4),
            Link(id="l2", source="a", target="b", polarity="-"),
        ],
    )
    assert break_even_push(dynamics_of(braked), 1.0).leaves_ceilings_out
