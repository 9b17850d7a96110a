"""Activities, answers and economics, as people fill them in."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.activities import (
    add_activity,
    remove_activities,
    set_activities,
    set_activity,
)
from flywheel_studio.commands.answers import set_answer
from flywheel_studio.commands.economics import set_economics
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import (
    Activity,
    Economics,
    Factor,
    Link,
    Scenario,
    ScenarioChange,
    Wheel,
)


@pytest.fixture
def flywheel() -> Flywheel:
    return Flywheel(
        wheels={"main": Wheel(id="main", answers={"older": "kept"})},
        factors={
            "a": Factor(
                id="a",
                wheel="main",
                activities=(Activity(id="a1", text="blog"), Activity(id="a2", text="fair")),
            ),
            "b": Factor(id="b", wheel="main", activities=(Activity(id="a1", text="ads"),)),
        },
        links={"ab": Link(id="ab", source="a", target="b")},
        scenarios={
            "s1": Scenario(
                id="s1",
                changes=(
                    ScenarioChange(path="factors.a.activities.a1.active", value=True),
                    ScenarioChange(path="factors.a.friction", value=0.1),
                ),
            )
        },
    )


def texts(flywheel: Flywheel, factor: str) -> list[str]:
    return [activity.text for activity in flywheel.factors[factor].activities]


def test_a_new_activity_stands_last_and_pulls(flywheel: Flywheel) -> None:
    made = add_activity(flywheel, "a", " podcast ", group="Audio")
    check(made)
    assert made.factors["a"].activities[-1] == Activity(
        id="a3", text="podcast", group="Audio", kind="pull"
    )
    with pytest.raises(CommandProblem):
        add_activity(flywheel, "a", "x", id="a1")
    with pytest.raises(CommandProblem):
        add_activity(flywheel, "nobody", "x")


def test_activities_are_ticked_one_by_one_or_together(flywheel: Flywheel) -> None:
    one = set_activity(flywheel, "a", "a1", active=True, strength=0.5, focus=True)
    check(one)
    assert [activity.active for activity in one.factors["a"].activities] == [True, False]
    assert set_activity(one, "a", "a1", active=True) is one
    all_of_them = set_activities(flywheel, [("a", "a1"), ("a", "a2"), ("b", "a1")], active=True)
    assert all(a.active for factor in all_of_them.factors.values() for a in factor.activities)
    with pytest.raises(CommandProblem, match="Strength must be at least 0"):
        set_activity(flywheel, "a", "a1", strength=-1)
    with pytest.raises(CommandProblem):
        set_activity(flywheel, "a", "a9", active=True)


def test_what_scenarios_say_of_an_activity_goes_with_it(flywheel: Flywheel) -> None:
    gone = remove_activities(flywheel, [("a", "a1")])
    check(gone)
    assert texts(gone, "a") == ["fair"]
    assert [change.path for change in gone.scenarios["s1"].changes] == ["factors.a.friction"]
    assert remove_activities(flywheel, [("a", "a2")]).scenarios is flywheel.scenarios


def test_answers_are_kept_and_an_empty_one_is_none(flywheel: Flywheel) -> None:
    answered = set_answer(flywheel, "main", "passion", "Books\nand more")
    check(answered)
    assert answered.wheels["main"].answers == {"older": "kept", "passion": "Books\nand more"}
    assert set_answer(answered, "main", "passion", " \n").wheels["main"].answers == {
        "older": "kept"
    }
    assert set_answer(flywheel, "main", "passion", "") is flywheel
    with pytest.raises(CommandProblem):
        set_answer(flywheel, "nowhere", "passion", "x")
    with pytest.raises(CommandProblem, match="2001"):
        set_answer(flywheel, "main", "passion", "x" * 2_001)


def test_economics_come_and_go_with_their_inputs(flywheel: Flywheel) -> None:
    one = set_economics(flywheel, churn=0.05, marketing_and_sales=1000)
    check(one)
    assert one.header.economics == Economics(churn=0.05, marketing_and_sales=1000.0)
    dollars = set_economics(one, currency="USD")
    bare = set_economics(dollars, churn=None, marketing_and_sales=None)
    assert bare.header.economics == Economics(currency="USD")
    assert set_economics(bare, currency="EUR").header.economics is None
    with pytest.raises(CommandProblem):
        set_economics(flywheel, churn=1.5)
    with pytest.raises(CommandProblem):
        set_economics(flywheel, new_customers=-1.0)
