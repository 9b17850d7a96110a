"""The step that keeps a wheel turning, held to closed forms and to a search by brute force."""

from __future__ import annotations

import random

import pytest

from flywheel_studio.insight.lift import Lift, lift_to_rest, strongest_lift
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from tests.insight.drawings import drawing, with_link


def lift_of(flywheel: Flywheel) -> Lift | None:
    return lift_to_rest(flywheel, dynamics_of(flywheel))


def strongest_of(flywheel: Flywheel) -> Lift | None:
    return strongest_lift(flywheel, dynamics_of(flywheel))


def rate_of(flywheel: Flywheel) -> float:
    return growth_of(dynamics_of(flywheel)).rate


def random_wheel(seed: int, *, delays: bool = False) -> Flywheel:
    """Six factors that all drive one another in some way, and that run down."""
    dice = random.Random(seed)
    factors = {
        key: Factor(
            id=key,
            mass=dice.uniform(0.5, 3),
            friction=dice.uniform(0.4, 0.9),
            score=dice.choice([None, 4.0, 7.0]),
        )
        for key in "abcdef"
    }
    pairs = [*zip("abcdef", "bcdefa", strict=True), ("b", "e"), ("d", "a"), ("f", "c")]
    links = {
        f"l{n}": Link(
            id=f"l{n}",
            source=source,
            target=target,
            weight=dice.uniform(0.1, 0.4),
            delay=dice.choice([0.0, 1.5]) if delays else 0.0,
        )
        for n, (source, target) in enumerate(pairs)
    }
    return Flywheel(factors=factors, links=links)


def least_change_by_search(flywheel: Flywheel) -> float:
    """The least relative change of any weight, friction or score that lifts growth to 0."""
    best = float("inf")
    places: list[tuple[str, str, float, float]] = []
    for key, link in flywheel.links.items():
        places.append(("weight", key, link.weight, 1e4))
    for key, factor in flywheel.factors.items():
        places.append(("friction", key, factor.friction, -1.0))
        if factor.score is not None:
            places.append(("score", key, factor.score, 10 / factor.score - 1))
    for kind, of, old, most in places:

        def rate(change: float, kind: str = kind, of: str = of, old: float = old) -> float:
            return rate_of(Lift(kind, of, old, old * (1 + change)).apply(flywheel))  # type: ignore[arg-type]

        near, far = 0.0, min(most, 100.0)
        if rate(far * (1 - 1e-12)) < 0:
            continue
        for _ in range(40):
            middle = (near + far) / 2
            near, far = (middle, far) if rate(middle) < 0 else (near, middle)
        best = min(best, abs(far))
    return best


def test_one_weak_link_of_a_ring_is_raised_to_what_its_friction_takes() -> None:
    # w1·w2·w3 = f³ at rest: 0.25·0.5·0.5 needs one weight doubled, or one friction halved.
    ring = with_link(drawing("ab bc ca"), "bc", weight=0.25)
    lift = lift_of(ring)
    assert lift == Lift("friction", "a", 0.5, 0.25)
    assert rate_of(lift.apply(ring)) == pytest.approx(0, abs=1e-12)


def test_a_score_below_ten_is_made_up_for_by_the_least_change() -> None:
    # A gets nine tenths of what it should: a tenth less friction does it, or a ninth more of
    # the weight or the score.
    ring = drawing("ab ba", factors={"a": {"score": 9}})
    assert lift_of(ring) == Lift("friction", "a", 0.5, 0.45)


@pytest.mark.slow
@pytest.mark.parametrize("delays", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_the_lift_is_the_least_change_and_brings_growth_to_nothing(seed: int, delays: bool) -> None:
    wheel = random_wheel(seed, delays=delays)
    assert rate_of(wheel) < -1e-3
    lift = lift_of(wheel)
    assert lift is not None
    assert abs(lift.change) == pytest.approx(least_change_by_search(wheel), rel=1e-6)
    assert -1e-9 <= rate_of(lift.apply(wheel)) < 1e-7


def test_with_a_brake_the_lift_still_leaves_it_at_rest() -> None:
    wheel = drawing("ab bc ca cb-", link={"weight": 0.4})
    lift = lift_of(wheel)
    assert lift is not None
    growth = growth_of(dynamics_of(lift.apply(wheel)))
    assert growth.verdict == "coasts"
    assert growth.oscillation_period is None


@pytest.mark.parametrize("links", ["ab bc", "ab bc ca-", "aa-"])
def test_what_has_no_reinforcing_loop_cannot_be_lifted(links: str) -> None:
    assert lift_of(drawing(links)) is None


def test_a_score_is_lifted_no_higher_than_ten() -> None:
    # The gain is (0.5·0.3/0.5)·(0.1/0.5) = 0.06: ten would make it 0.2.
    ring = with_link(drawing("ab ba", factors={"b": {"score": 3}}), "ba", weight=0.1)
    lift = lift_of(ring)
    assert lift is not None
    assert lift.kind != "score"


def test_lifting_to_rest_keeps_the_range_of_an_uncertain_weight() -> None:
    ring = drawing("ab ba", link={"weight": 0.4, "weight_low": 0.3, "weight_high": 0.42})
    weight = Lift("weight", "ab", 0.4, 0.625)
    assert weight.apply(ring).links["ab"].weight_high == 0.625


def test_the_strongest_lift_of_a_ring_that_coasts_is_a_tenth_of_its_first_weight() -> None:
    ring = drawing("ab bc ca")
    assert strongest_of(ring) == Lift("weight", "ab", 0.5, 0.55)


def test_the_strongest_lift_is_the_one_with_the_largest_effect() -> None:
    # B is slow: what acts on the loop acts less there than a quick factor's own weight would.
    wheel = drawing("ab ba ac ca", link={"weight": 0.35})
    best = strongest_of(wheel)
    assert best is not None
    gained = rate_of(best.apply(wheel)) - rate_of(wheel)
    for key, link in wheel.links.items():
        other = Lift("weight", key, link.weight, link.weight * 1.1)
        assert rate_of(other.apply(wheel)) - rate_of(wheel) <= gained + 2e-3


def test_equal_rings_side_by_side_have_a_lift_too() -> None:
    wheel = drawing("ab ba cd dc")
    lift = strongest_of(wheel)
    assert lift is not None
    assert lift.of == "ab"
    assert rate_of(lift.apply(wheel)) > 1e-3


def test_without_a_loop_no_lift_is_strongest() -> None:
    assert strongest_of(drawing("ab", factors={"a": {"friction": 0}})) is None


def test_what_would_only_make_a_wheel_swing_lifts_nothing():
    # Without friction v'' + k·v = 0 is at the border; the least dead time makes it swing wider.
    calm = {key: {"friction": 0.0} for key in "ab"}
    drawn = drawing("ab ba-", factors=calm, link={"delay": 0.1})
    assert growth_of(dynamics_of(drawn)).way == "swings wider"
    assert strongest_lift(drawn, dynamics_of(drawn)) is None
