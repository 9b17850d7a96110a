"""The checklist across factors: rows, filters, groups and sums."""

from __future__ import annotations

from typing import Any

import pytest

from flywheel_studio.insight.activities import (
    GROUPINGS,
    Filter,
    activity_rows,
    grouped,
    groups,
    tally,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Factor, Wheel


@pytest.fixture
def flywheel() -> Flywheel:
    wheels = {"top": Wheel(id="top", title="Inbound"), "low": Wheel(id="low")}
    factors = [
        Factor(
            id="z", label="Leads", wheel="low",
            activities=(Activity(id="a1", text="Cold calls", kind="push", active=True, strength=0.5),),
        ),
        Factor(
            id="a", label="Discovery", wheel="top",
            activities=(
                Activity(id="a1", text="Answer questions", group="Forums", active=True, cost=100.0),
                Activity(id="a2", text="Guest posts", group="Blogs", focus=True, metric="visits"),
                Activity(id="a3", text="Old kind", group="Forums", kind="nudge", active=True,
                         strength=0.25, cost=50.0),
            ),
        ),
        Factor(id="b", label="Traffic"),
    ]  # fmt: skip
    return Flywheel(wheels=wheels, factors={factor.id: factor for factor in factors})


def words(rows: Any) -> list[str]:
    return [row.activity.text for row in rows]


def test_rows_come_by_wheel_then_factor_then_list(flywheel: Flywheel) -> None:
    rows = activity_rows(flywheel)
    assert words(rows) == ["Answer questions", "Guest posts", "Old kind", "Cold calls"]
    assert [(row.wheel_title, row.factor_name) for row in rows][::3] == [
        ("Inbound", "Discovery"),
        ("low", "Leads"),
    ]
    assert rows[0].place == ("a", "a1")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(wheel="low"), ["Cold calls"]),
        (Filter(factor="a", active=True), ["Answer questions", "Old kind"]),
        (Filter(group="Forums"), ["Answer questions", "Old kind"]),
        (Filter(group=""), ["Cold calls"]),
        (Filter(kind="push"), ["Cold calls"]),
        # A kind that this version does not know counts as the default one.
        (Filter(kind="pull"), ["Answer questions", "Guest posts", "Old kind"]),
        (Filter(focus=True), ["Guest posts"]),
        (Filter(active=False), ["Guest posts"]),
        (Filter(text="VISITS guest"), ["Guest posts"]),
        (Filter(text="inbound questions"), ["Answer questions"]),
        (Filter(text="nothing such"), []),
    ],
)
def test_a_filter_lets_some_pass(flywheel: Flywheel, wanted: Filter, expected: list[str]) -> None:
    assert words(activity_rows(flywheel, wanted)) == expected


def test_rows_are_grouped_in_the_order_in_which_titles_come(flywheel: Flywheel) -> None:
    rows = activity_rows(flywheel)
    titles = {by: [title for title, _ in grouped(rows, by)] for by in GROUPINGS}
    assert titles == {
        "factor": ["Discovery", "Leads"],
        "group": ["Forums", "Blogs", "without a group"],
        "kind": ["pull", "push"],
        "wheel": ["Inbound", "low"],
    }
    assert sum(len(members) for _, members in grouped(rows, "group")) == len(rows)
    assert groups(flywheel) == ("Forums", "Blogs")


def test_what_is_active_is_counted_and_summed(flywheel: Flywheel) -> None:
    found = tally(activity_rows(flywheel))
    assert (found.count, found.active, found.focus, found.pull, found.push) == (4, 3, 1, 3, 1)
    assert found.strength == pytest.approx(0.75)
    assert found.cost == pytest.approx(150)
    assert tally(activity_rows(flywheel, Filter(wheel="low"))).cost is None


def test_two_factors_of_one_name_are_not_mixed_up() -> None:
    same = {
        key: Factor(id=key, label="Leads", activities=(Activity(id="a1", text=key),))
        for key in "xy"
    }
    rows = activity_rows(Flywheel(factors=same))
    assert [row.place for row in rows] == [("x", "a1"), ("y", "a1")]
    assert len(grouped(rows, "factor")) == 2
