"""Checks of motion: whether it keeps going, what limits it, what stalls it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.insight.checks.motion import most_momentum
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from tests.insight.drawings import codes, drawing, found, mended, said, with_link


def test_a_wheel_that_runs_down_gets_the_lever_that_makes_it_coast() -> None:
    ring = drawing("ab bc ca", link={"weight": 0.45})
    (diagnosis,) = found(ring, "running-down")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.finding.message.startswith("It runs down")
    assert diagnosis.finding.fix == "Lower the friction of “A” from 0.5 to 0.364"
    assert diagnosis.finding.factors == ("a",)
    _, analysis = mended(ring, "running-down")
    assert analysis.growth.verdict == "coasts"


def test_a_wheel_that_coasts_gets_the_strongest_lever_and_then_grows() -> None:
    ring = drawing("ab bc ca")
    assert said(ring, "running-down") == []
    (diagnosis,) = found(ring, "coasting")
    assert diagnosis.finding.severity == "advice"
    assert diagnosis.finding.fix == "Raise the weight of “A” → “B” from 0.5 to 0.55"
    assert diagnosis.finding.links == ("ab",)
    _, analysis = mended(ring, "coasting")
    assert analysis.growth.verdict == "accelerates"


def test_growth_next_to_nothing_coasts_and_a_little_more_is_growth() -> None:
    assert "coasting" in codes(with_link(drawing("ab ba"), "ab", weight=0.5 + 1e-10))
    assert "coasting" not in codes(with_link(drawing("ab ba"), "ab", weight=0.5 + 1e-8))
    assert "running-down" in codes(with_link(drawing("ab ba"), "ab", weight=0.5 - 1e-8))


def test_a_funnel_runs_down_and_no_lever_helps() -> None:
    (diagnosis,) = found(drawing("ab bc"), "running-down")
    assert diagnosis.command is None
    assert diagnosis.finding.fix == ""


def test_growth_without_a_ceiling_goes_on_for_ever() -> None:
    ring = drawing("ab bc ca", link={"weight": 0.75}, factors={"b": {"mass": 3}})
    (diagnosis,) = found(ring, "unlimited")
    assert diagnosis.finding.severity == "advice"
    assert "for ever" in diagnosis.finding.message
    # Steady growth at equal weights: equal belts, so the heavy one carries most.
    assert diagnosis.finding.factors == ("b",)
    after, _ = mended(ring, "unlimited")
    assert after.factors["b"].capacity == 10
    assert "unlimited" not in codes(after)


def test_a_ceiling_limits_only_what_grows_by_way_of_it() -> None:
    ring = drawing("ab bc ca ax", link={"weight": 0.75}, factors={"x": {"capacity": 3}})
    assert "unlimited" in codes(ring)
    two = drawing("ab ba bc cb", link={"weight": 0.75}, factors={"a": {"capacity": 3}})
    assert "unlimited" in codes(two)
    both = drawing("ab ba bc cb", link={"weight": 0.75}, factors={"b": {"capacity": 3}})
    assert "unlimited" not in codes(both)


def test_what_does_not_grow_needs_no_ceiling() -> None:
    assert said(drawing("ab ba"), "unlimited") == []


def test_most_momentum_is_mass_times_speed_in_steady_growth() -> None:
    # λ solves (w/(mλ + f))-products; of two, v_b/v_a = w/(m_b·λ + f): the light one is faster.
    ring = drawing("ab ba", link={"weight": 1.0}, factors={"a": {"mass": 1}, "b": {"mass": 1.5}})
    rate = analyse(ring).growth.rate
    share = 1.5 * 1.0 / (1.5 * rate + 0.5)
    assert share > 1
    assert most_momentum(dynamics_of(ring)) == "b"


@pytest.mark.parametrize(("score", "trips"), [(5, True), (5.1, False)])
def test_three_points_under_the_middle_is_far_below_the_rest(score: float, trips: bool) -> None:
    scores = {"a": {"score": 8}, "b": {"score": 8}, "c": {"score": score}, "d": {"score": 9}}
    ring = drawing("ab bc cd da", factors=scores)
    assert bool(said(ring, "weakest")) is trips


def test_the_weakest_is_lifted_to_eight_for_a_run_beside_todays() -> None:
    scores = {"a": {"score": 9}, "b": {"score": 9}, "c": {"score": 3}}
    ring = drawing("ab bc ca", factors=scores)
    (diagnosis,) = found(ring, "weakest")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.is_trial
    assert "“C” stalls the wheel: it scores 3, where the middle is 9" in diagnosis.finding.message
    after, analysis = mended(ring, "weakest")
    assert after.factors["c"].score == 8
    assert analysis.growth.rate > analyse(ring).growth.rate


def test_a_low_score_that_stalls_nothing_is_left_alone() -> None:
    # S is on no loop; B is on one, but every link into it is a brake, which no score scales.
    scores = {"a": {"score": 9}, "b": {"score": 9}, "c": {"score": 9}, "s": {"score": 2}}
    assert said(drawing("ab bc ca as", factors=scores), "weakest") == []
    scores = {"a": {"score": 9}, "b": {"score": 3}, "c": {"score": 9}}
    assert said(drawing("ab- bc- ca", factors=scores), "weakest") == []


def test_one_score_alone_has_no_rest_to_be_far_below() -> None:
    assert said(drawing("ab ba", factors={"a": {"score": 1}}), "weakest") == []


def late(weight: float, delay: float) -> Flywheel:
    """Two factors, one brake that comes late: λ > 0 is that of swings, whatever the weights."""
    calm = {"friction": 0.2}
    drawn = drawing("ab ba-", factors={"a": calm, "b": calm}, link={"weight": weight})
    return with_link(drawn, "ba", delay=delay)


def test_swings_that_widen_name_the_brake_and_promise_no_capacity() -> None:
    swinging = late(0.6, 6.0)
    (one,) = found(swinging, "unlimited")
    assert one.finding.message.startswith(
        "It does not grow, it swings ever wider. One swing takes "
    )
    assert one.finding.message.endswith(" What brakes it comes too late or too strong: “B” → “A”.")
    assert one.command is None and one.focus is not None
    assert (one.focus.id, one.focus.field, one.finding.links) == ("ba", "delay", ("ba",))
    assert one.finding.fix == "Shorten the delay of “B” → “A” or weaken it"
    assert not found(swinging, "running-down") and not found(swinging, "coasting")


def test_a_ceiling_is_not_said_to_limit_a_swing() -> None:
    swinging = late(0.6, 6.0)
    factor = replace(swinging.factors["a"], capacity=2.0)
    assert said(swinging.with_records("factors", [factor]), "unlimited")


def test_a_swing_that_dies_out_runs_down_and_no_lift_is_sold_that_makes_it_swing() -> None:
    (one,) = found(late(0.3, 2.0), "running-down")
    assert one.finding.message.startswith("It swings and dies out when nobody pushes.")
    assert one.command is None


def test_a_swing_without_end_is_told_at_the_very_border() -> None:
    # v'' + k·v = 0: undamped, so it neither grows nor fades.
    still = {"friction": 0.0}
    drawn = drawing("ab ba-", factors={"a": still, "b": still}, link={"weight": 0.5})
    (one,) = found(drawn, "coasting")
    assert "swings on and on" in one.finding.message and one.command is None


def test_a_low_score_does_not_stall_a_wheel_that_lifting_it_would_make_swing_wider() -> None:
    scored = {key: {"score": 9.0, "friction": 0.2} for key in "abc"}
    scored["b"]["score"] = 3.0
    drawn = with_link(drawing("ab bc ca-", factors=scored, link={"weight": 0.45}), "ca", delay=4.0)
    lifted = drawn.with_records("factors", [replace(drawn.factors["b"], score=8.0)])
    assert growth_of(dynamics_of(lifted)).way == "swings wider"
    assert not found(drawn, "weakest")


def test_what_only_swings_once_its_ceiling_holds_does_not_grow_for_ever() -> None:
    low = {"friction": 0.2}
    drawn = drawing(
        "ab ba aa-",
        factors={"a": {**low, "capacity": 3.0}, "b": low},
        link={"weight": 1.0},
    )
    drawn = with_link(drawn, "aa", weight=0.5, delay=6.0)
    held = drawn.without("links", ["ba"])
    assert growth_of(dynamics_of(drawn)).way == "grows"
    # v' = -0.2·v - 0.5·v(t - 6) alone.
    assert growth_of(dynamics_of(held)).way == "swings wider"
    assert not said(drawn, "unlimited")
