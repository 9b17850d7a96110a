"""Goals, metrics and scores, set as a person sets them."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.goals import lift_score, set_goal, set_metric
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Factor, Goal, Metric, Wheel


@pytest.fixture
def flywheel() -> Flywheel:
    return Flywheel(
        wheels={"main": Wheel(id="main")},
        factors={"a": Factor(id="a", label="A", wheel="main", score=3.0), "b": Factor(id="b")},
    )


def test_a_goal_is_set_field_by_field_and_is_none_when_nothing_is_left(flywheel: Flywheel) -> None:
    one = set_goal(flywheel, "main", text="Grow", target=100)
    two = set_goal(one, "main", factor="a", metric="orders", unit="a day", by="2027-06-30")
    check(two)
    assert two.wheels["main"].goal == Goal(
        text="Grow", factor="a", metric="orders", unit="a day", target=100.0, by="2027-06-30"
    )
    assert set_goal(two, "main", text="Grow") is two
    emptied = set_goal(two, "main", text="", factor=None, metric="", unit="", target=None, by=None)
    assert emptied.wheels["main"].goal is None


def test_a_metric_likewise(flywheel: Flywheel) -> None:
    one = set_metric(flywheel, "a", name="Orders", baseline=10, current=12.5, date="2026-01-31")
    check(one)
    assert one.factors["a"].metric == Metric(
        name="Orders", baseline=10.0, current=12.5, date="2026-01-31"
    )
    bare = set_metric(one, "a", name="", baseline=None, current=None, date=None)
    assert bare.factors["a"].metric is None


@pytest.mark.parametrize("date", ["tomorrow", "31.12.2026", "2026-02-30", "20261231", "2026-1-1"])
def test_a_date_is_a_date(flywheel: Flywheel, date: str) -> None:
    with pytest.raises(CommandProblem, match="2026-12-31"):
        set_goal(flywheel, "main", by=date)
    with pytest.raises(CommandProblem, match="2026-12-31"):
        set_metric(flywheel, "a", date=date)


def test_what_is_not_there_is_refused(flywheel: Flywheel) -> None:
    with pytest.raises(CommandProblem):
        set_goal(flywheel, "nowhere", text="x")
    with pytest.raises(CommandProblem):
        set_goal(flywheel, "main", factor="nobody")
    with pytest.raises(CommandProblem):
        set_metric(flywheel, "nobody", name="x")
    with pytest.raises(CommandProblem, match="finite"):
        set_goal(flywheel, "main", target=float("inf"))


def test_a_score_is_lifted_never_lowered(flywheel: Flywheel) -> None:
    assert lift_score(flywheel, "a").factors["a"].score == 8
    nine = lift_score(flywheel, "a", 9)
    assert lift_score(nine, "a") is nine
    with pytest.raises(CommandProblem):
        lift_score(flywheel, "b")
    with pytest.raises(CommandProblem):
        lift_score(flywheel, "nobody")
    with pytest.raises(CommandProblem):
        lift_score(flywheel, "a", 11)
