"""Checks of purpose: goals, economics, pull and push, programs that gear in."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from flywheel_studio.insight.checks.diagnosis import Focus
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Economics, Factor, Goal, Link, Wheel
from tests.insight.drawings import GOAL, codes, drawing, found, said


def ring(goal: Goal | None = GOAL, **options: Any) -> Flywheel:
    return drawing("ab bc ca", wheel={"goal": goal}, **options)


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (None, "No goal is set"),
        (Goal(factor="a"), "No goal is set"),
        (Goal(text="Grow"), "no metric and no target"),
        (Goal(text="Grow", target=3.0), "no metric"),
        (Goal(text="Grow", metric="orders"), "no target"),
    ],
)
def test_a_goal_is_something_that_can_be_measured(goal: Goal | None, words: str) -> None:
    (diagnosis,) = found(ring(goal), "no-goal")
    assert words in diagnosis.finding.message
    assert diagnosis.focus == Focus("wheels", "main", "goal")
    assert diagnosis.finding.severity == "advice"


def test_a_goal_with_metric_and_target_will_do_and_a_target_may_be_nothing() -> None:
    assert said(ring(), "no-goal") == []
    assert said(ring(Goal(metric="complaints", target=0.0)), "no-goal") == []


@pytest.mark.parametrize(
    "goal", [Goal(text="Orders; margin"), Goal(text="• Orders\n• Margin"), Goal(metric="a;b;")]
)
def test_a_goal_that_lists_several_is_too_many(goal: Goal) -> None:
    assert "names 2 things" in said(ring(goal), "many-goals")[0]


def test_one_goal_may_have_a_long_text() -> None:
    assert said(ring(replace(GOAL, text="More orders, and happy customers\n")), "many-goals") == []


def test_two_hubs_are_two_goals() -> None:
    hubs = {"a": {"role": "hub"}, "b": {"role": "hub"}}
    (diagnosis,) = found(ring(factors=hubs), "many-goals")
    assert diagnosis.finding.factors == ("a", "b")
    assert said(ring(factors={"a": {"role": "hub"}}), "many-goals") == []


def test_the_goals_factor_belongs_on_a_reinforcing_loop() -> None:
    def with_goal_at(key: str) -> Flywheel:
        return drawing("ab bc ca bs bx xb-", wheel={"goal": replace(GOAL, factor=key)})

    assert said(with_goal_at("a"), "goal-off-loop") == []
    for key in ("s", "x"):
        (diagnosis,) = found(with_goal_at(key), "goal-off-loop")
        assert diagnosis.finding.severity == "warning"
        assert diagnosis.finding.factors == (key,)


def economics(**fields: float) -> Flywheel:
    given = {
        "marketing_and_sales": 1_000.0,
        "new_customers": 10.0,
        "revenue_per_customer": 20.0,
        "gross_margin": 0.5,
        "churn": 0.1,
    }
    return ring(header={"economics": Economics(**{**given, **fields})})  # type: ignore[arg-type]


def test_a_customer_who_brings_no_more_than_he_costs_is_a_warning() -> None:
    # Value 20·0.5/0.1 = 100, cost 1000/10 = 100.
    (diagnosis,) = found(economics(), "economics")
    assert diagnosis.finding.severity == "warning"
    assert "just what winning one costs" in diagnosis.finding.message
    assert diagnosis.focus == Focus("document", "", "economics")
    assert "100 EUR and costs 125 EUR" in said(economics(new_customers=8.0), "economics")[0]
    assert said(economics(new_customers=10.1), "economics") == []
    assert said(economics(churn=0.0), "economics") == []


def test_without_all_the_numbers_nothing_is_said_of_economics() -> None:
    assert said(ring(), "economics") == []
    assert said(ring(header={"economics": Economics(churn=0.1)}), "economics") == []


def activities(*kinds: str) -> Flywheel:
    made = tuple(
        Activity(id=f"a{n}", text="x", kind=kind.strip("?"), active="?" not in kind)
        for n, kind in enumerate(kinds)
    )
    return ring(factors={"a": {"activities": made}})


def test_more_than_half_of_what_is_done_pushes() -> None:
    (diagnosis,) = found(activities("push", "push", "pull"), "push-heavy")
    assert diagnosis.finding.message.startswith("2 of 3 active activities push")
    assert diagnosis.finding.factors == ("a",)
    assert said(activities("push", "pull"), "push-heavy") == []
    assert said(activities("push?", "push", "pull"), "push-heavy") == []
    assert said(activities("push?"), "push-heavy") == []


def portfolio(*gears: str) -> Flywheel:
    """A wheel of A, B and a program of X, Y that serves it."""
    wheels = {
        "top": Wheel(id="top", title="Top", goal=GOAL, start="a"),
        "program": Wheel(id="program", title="Webinars", parent="top", goal=GOAL, start="x"),
    }
    homes = {"a": "top", "b": "top", "x": "program", "y": "program"}
    pairs = ("ab", "ba", "xy", "yx", *gears)
    return Flywheel(
        wheels=wheels,
        factors={key: Factor(id=key, label=key.upper(), wheel=home) for key, home in homes.items()},
        links={pair: Link(id=pair, source=pair[0], target=pair[1], reason="so") for pair in pairs},
    )


def test_a_program_that_gears_into_nothing_is_named() -> None:
    (diagnosis,) = found(portfolio(), "program-off-wheel")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.finding.message.startswith("“Webinars” gears into nothing")
    assert diagnosis.wheel == "program"
    assert said(portfolio("ax"), "program-off-wheel") != []
    assert said(portfolio("xa"), "program-off-wheel") == []


def test_a_wheel_that_serves_no_other_needs_no_gear() -> None:
    flywheel = portfolio()
    free = flywheel.with_records("wheels", [replace(flywheel.wheels["program"], parent=None)])
    assert "program-off-wheel" not in codes(free)
