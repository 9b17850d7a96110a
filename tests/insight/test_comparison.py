"""Scenarios beside the drawing, one sentence each."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.scenarios import add_scenario
from flywheel_studio.insight.comparison import compare
from flywheel_studio.insight.numbers import moment, number
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Metric, Push, Scenario, ScenarioChange
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation.scenarios import UnknownScenario


@pytest.fixture
def pushed():
    """A wheel that a lasting push gets going."""
    return Flywheel(
        factors={name: Factor(id=name, label=name.upper()) for name in "ab"},
        links={
            "l1": Link(id="l1", source="a", target="b", weight=0.6),
            "l2": Link(id="l2", source="b", target="a", weight=0.6),
        },
        pushes={"p": Push(id="p", factor="a", strength=0.2)},
    )


def sentence(flywheel, **changes):
    made = add_scenario(flywheel, "Plan", {key.replace("__", "."): v for key, v in changes.items()})
    (only,) = compare(made).scenarios
    return only.sentence


def test_an_earlier_breakthrough_is_told_with_both_moments(pushed):
    made = add_scenario(pushed, "Faster onboarding", {"links.l1.weight": 0.9})
    found = compare(made)
    (only,) = found.scenarios
    was, now = found.base.trajectory.breakthrough, only.course.trajectory.breakthrough
    assert 0 < now < was
    ends = [one.trajectory.final_momentum for one in (only.course, found.base)]
    assert only.sentence == (
        f"With “Faster onboarding” the wheel breaks through in {moment(now, 'month')} "
        f"instead of {moment(was, 'month')}. "
        f"It ends at a momentum of {number(ends[0])} instead of {number(ends[1])}."
    )
    assert (only.id, only.name) == ("faster-onboarding", "Faster onboarding")


def test_the_first_thing_that_differs_is_told(pushed):
    # Without the link the push alone settles at u/f = 0.4; with it, 2·(e^{3.6} − 1).
    assert sentence(pushed, links__l1__active=False) == (
        "With “Plan” the wheel no longer breaks through in this run. "
        "It ends at a momentum of 0.4 instead of 71.2."
    )
    assert sentence(pushed, links__l1__weight=90.0).startswith(
        "With “Plan” the wheel runs away in month "
    )
    # 9·e^{3.6} = 329.4 of what was shoved.
    assert sentence(pushed, pushes__p__active=False, factors__a__initial=9.0) == (
        "With “Plan” the wheel turns mostly by itself from the start. "
        "It ends at a momentum of 329 instead of 71.2."
    )
    assert sentence(pushed, links__l1__weight=0.6) == "With “Plan” nothing changes in this run."
    weak = pushed.with_records("links", [Link(id="l1", source="a", target="b", weight=0.1)])
    assert "; as it stands, not in this run. It ends" in sentence(weak, links__l1__weight=0.6)
    gone = pushed.with_records("pushes", [Push(id="p", factor="a", impulse=1)])
    assert sentence(gone, links__l1__weight=0.1).startswith("With “Plan” the wheel ")


def test_a_push_that_ends_early_is_not_told_as_an_earlier_breakthrough(pushed):
    # Without the push the links are soon the larger share, of much less.
    said = sentence(pushed, pushes__p__duration=0.5)
    assert said.startswith("With “Plan” the wheel has ") and "less momentum" in said


@pytest.fixture
def campaign():
    """Heavy factors that a small push gets going; another, far larger, is planned for month 20."""
    # P' = 0.025·P + u, of which links bring 0.15·P: as much as u at e^{0.025t} = 1 + 1/6.
    return Flywheel(
        factors={name: Factor(id=name, label=name.upper(), mass=4) for name in "ab"},
        links={
            "l1": Link(id="l1", source="a", target="b", weight=0.6),
            "l2": Link(id="l2", source="b", target="a", weight=0.6),
        },
        pushes={
            "p": Push(id="p", factor="a", strength=0.2),
            "q": Push(id="q", factor="b", strength=2e6, start=20, duration=5, active=False),
        },
    )


def test_a_breakthrough_that_does_not_last_is_told_with_its_end(campaign):
    assert sentence(campaign, pushes__q__active=True, pushes__q__start=32).startswith(
        "With “Plan” the wheel turns mostly by itself only from month 6.2 to month 32. "
    )
    shoved = sentence(
        campaign,
        pushes__q__active=True,
        pushes__q__start=32,
        pushes__p__strength=0.0,
        pushes__p__impulse=1.0,
    )
    assert shoved.startswith("With “Plan” the wheel turns mostly by itself only until month 32. ")


def test_a_breakthrough_that_comes_back_is_not_told_as_one_that_does_not_last(campaign):
    # Until the large push ends: with more than six months to come its own links bring less.
    assert sentence(campaign, pushes__q__active=True).startswith(
        "With “Plan” the wheel turns mostly by itself from month 6.2 to month 20, "
        "and again from month 25. It ends at a momentum of "
    )
    shoved = sentence(
        campaign, pushes__q__active=True, pushes__p__strength=0.0, pushes__p__impulse=1.0
    )
    assert shoved.startswith(
        "With “Plan” the wheel turns mostly by itself until month 20, and again from month 25. "
    )


def test_between_a_wheel_that_coasts_and_one_that_grows_the_verdict_is_told(campaign):
    assert sentence(campaign, links__l1__weight=0.5, links__l2__weight=0.5).startswith(
        "With “Plan” the wheel coasts: it neither grows nor fades. It ends at a momentum of 7.2 "
    )


def test_a_goal_comes_earlier(pushed):
    metric = Metric(unit="users", baseline=100, target=250)
    shoved = pushed.with_records("pushes", [Push(id="p", factor="a", impulse=1)])
    aimed = shoved.with_records("factors", [Factor(id="b", label="B", metric=metric)])
    assert sentence(aimed, links__l1__weight=0.7).startswith(
        "With “Plan”, “B” reaches 250 users in month "
    )
    assert " instead of month " in sentence(aimed, links__l1__weight=0.7)


def test_more_and_less_momentum_are_told_in_shares(pushed):
    shoved = pushed.with_records("pushes", [Push(id="p", factor="a", impulse=1)])
    assert sentence(shoved, pushes__p__impulse=1.2) == (
        "With “Plan” the wheel has 20 % more momentum at the end."
    )
    assert sentence(shoved, pushes__p__impulse=0.9) == (
        "With “Plan” the wheel has 10 % less momentum at the end."
    )
    assert sentence(shoved, pushes__p__impulse=3.0) == (
        "With “Plan” the wheel has 3 times the momentum at the end."
    )
    assert sentence(shoved, pushes__p__impulse=-1.0).startswith(
        "With “Plan” the momentum at the end is −"
    )


def test_whether_it_keeps_going_is_told_where_nothing_moves(pushed):
    still = pushed.without("pushes", ["p"])
    assert sentence(still, links__l1__weight=0.1) == (
        "With “Plan” the wheel runs down when nobody pushes."
    )
    down = still.with_records("links", [Link(id="l1", source="a", target="b", weight=0.1)])
    assert sentence(down, links__l1__weight=0.6) == "With “Plan” the wheel keeps itself going."


def test_curves_end_together_whatever_a_scenario_says(pushed):
    found = compare(add_scenario(pushed, "Long", {"run.until": 100}), until=12.0, every=1.0)
    assert found.base.trajectory.time[-1] == 12
    assert found.scenarios[0].course.trajectory.time[-1] == 12


def test_a_scenario_that_does_not_fit_says_why_and_leaves_the_others(pushed):
    broken = Scenario(
        id="s1", name="Old", changes=(ScenarioChange(path="links.x.weight", value=1),)
    )
    made = add_scenario(
        pushed.with_records("scenarios", [broken]), "Fine", {"links.l1.weight": 0.9}
    )
    old, fine = compare(made).scenarios
    assert old.course is None and old.sentence.startswith("“Old” cannot be run: ")
    assert fine.course is not None
    assert [one.id for one in compare(made, ["fine"]).scenarios] == ["fine"]
    with pytest.raises(UnknownScenario):
        compare(made, ["nobody"])


def test_a_comparison_can_be_cancelled(pushed):
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        compare(pushed, stop=stop)
