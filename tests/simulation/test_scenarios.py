"""Values set for one run, and what cannot be set."""

from __future__ import annotations

import math

import pytest

from flywheel_studio.model import invariants
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import (
    Activity,
    Factor,
    Link,
    Push,
    Scenario,
    ScenarioChange,
    Wheel,
)
from flywheel_studio.simulation.scenarios import (
    BadValue,
    UnknownPath,
    UnknownScenario,
    changed,
    scenario,
)


@pytest.fixture
def drawn() -> Flywheel:
    return Flywheel(
        wheels={"main": Wheel(id="main")},
        factors={
            "traffic": Factor(
                id="traffic", label="Traffic", activities=(Activity(id="a1", strength=0.5),)
            ),
            "sellers": Factor(id="sellers", label="Sellers"),
        },
        links={
            "l1": Link(id="l1", source="traffic", target="sellers"),
            "l2": Link(id="l2", source="sellers", target="traffic", weight_high=0.8),
        },
        pushes={"p1": Push(id="p1", factor="traffic", impulse=1)},
        scenarios={
            "s1": Scenario(
                id="s1",
                name="No way back",
                changes=(
                    ScenarioChange(path="links.l2.active", value=False),
                    ScenarioChange(path="factors.traffic.friction", value=0.2),
                ),
            )
        },
    )


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("factors.traffic.friction", 0.2, lambda fw: fw.factors["traffic"].friction == 0.2),
        ("factors.traffic.friction", "0.2", lambda fw: fw.factors["traffic"].friction == 0.2),
        ("factors.traffic.mass", 3, lambda fw: fw.factors["traffic"].mass == 3),
        ("factors.traffic.score", "7.5", lambda fw: fw.factors["traffic"].score == 7.5),
        ("factors.traffic.capacity", "null", lambda fw: fw.factors["traffic"].capacity is None),
        ("factors.traffic.initial", "-0.5", lambda fw: fw.factors["traffic"].initial == -0.5),
        ("links.l1.weight", "0.9", lambda fw: fw.links["l1"].weight == 0.9),
        ("links.l1.active", "false", lambda fw: fw.links["l1"].active is False),
        ("links.l1.active", False, lambda fw: fw.links["l1"].active is False),
        ("links.l1.polarity", "-", lambda fw: fw.links["l1"].is_negative),
        ("links.l1.delay", " 2 ", lambda fw: fw.links["l1"].delay == 2),
        ("pushes.p1.strength", "1", lambda fw: fw.pushes["p1"].strength == 1),
        ("pushes.p1.duration", None, lambda fw: fw.pushes["p1"].duration is None),
        ("run.until", "12", lambda fw: fw.header.run.until == 12),
        (
            "factors.traffic.activities.a1.active",
            "true",
            lambda fw: fw.factors["traffic"].activities[0].active is True,
        ),
    ],
)
def test_a_path_sets_one_value(drawn, path, value, read):
    assert read(changed(drawn, {path: value}))


def test_the_drawing_itself_stays_as_it_is(drawn):
    after = changed(drawn, {"links.l1.weight": 0.9})
    assert drawn.links["l1"].weight == 0.5
    assert after.factors is drawn.factors and after.links["l2"] is drawn.links["l2"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("factor.traffic.friction", {"factors", "links", "pushes", "run"}),
        ("factors.trafic.friction", {"traffic", "sellers"}),
        ("factors", {"traffic", "sellers"}),
        ("factors.traffic.fricton", {"mass", "friction", "score", "capacity", "initial"}),
        ("factors.traffic.label", {"friction"}),
        ("factors.traffic.friction.x", {"friction"}),
        ("factors.traffic", {"friction"}),
        ("factors.traffic.activities.a9.active", {"a1"}),
        ("factors.traffic.activities.a1.text", {"active", "strength"}),
        ("links.l3.weight", {"l1", "l2"}),
        ("run.title", {"until", "every", "seed"}),
        ("", {"factors"}),
    ],
)
def test_an_unknown_path_names_what_there_is(drawn, path, names):
    with pytest.raises(UnknownPath) as problem:
        changed(drawn, {path: 1})
    assert names <= set(problem.value.names)
    sentence = str(problem.value)
    assert all(name in sentence for name in names) and "\n" not in sentence


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("factors.traffic.friction", -0.1),
        ("factors.traffic.friction", "much"),
        ("factors.traffic.friction", math.nan),
        ("factors.traffic.friction", "nan"),
        ("factors.traffic.friction", math.inf),
        ("factors.traffic.friction", "1e999"),
        ("factors.traffic.friction", 10**400),
        ("factors.traffic.friction", True),
        ("factors.traffic.friction", None),
        ("factors.traffic.friction", [0.5]),
        ("factors.traffic.mass", 0),
        ("factors.traffic.score", 11),
        ("factors.traffic.score", 0),
        ("factors.traffic.capacity", 0),
        ("links.l1.active", "maybe"),
        ("links.l1.active", 1),
        ("links.l1.polarity", "~"),
        ("links.l1.weight", ""),
        ("links.l2.weight_high", 0.1),
        ("links.l2.weight_low", 0.6),
        ("pushes.p1.start", -1),
        ("run.every", 0),
        ("run.seed", 1.5),
    ],
)
def test_a_value_that_does_not_fit_says_what_would(drawn, path, value):
    with pytest.raises(BadValue) as problem:
        changed(drawn, {path: value})
    assert problem.value.path == path and problem.value.expected
    assert str(problem.value).startswith(path)


def test_weights_and_their_bounds_are_checked_together(drawn):
    after = changed(drawn, {"links.l2.weight": 0.9, "links.l2.weight_high": 1})
    assert after.links["l2"].weight == 0.9


def test_a_weight_beyond_its_range_takes_the_nearer_end_along(drawn):
    up = changed(drawn, {"links.l2.weight": 0.9}).links["l2"]
    assert (up.weight, up.weight_low, up.weight_high) == (0.9, None, 0.9)
    invariants.check(changed(drawn, {"links.l2.weight_low": 0.3, "links.l2.weight": 0.4}))
    with pytest.raises(BadValue):
        changed(drawn, {"links.l2.weight": 0.4, "links.l2.weight_low": 0.45})


def test_a_scenario_is_found_by_id_and_by_name(drawn):
    for name in ("s1", "No way back"):
        after = scenario(drawn, name)
        assert not after.links["l2"].active and after.factors["traffic"].friction == 0.2


def test_an_unknown_scenario_names_those_that_exist(drawn):
    with pytest.raises(UnknownScenario) as problem:
        scenario(drawn, "boom")
    assert problem.value.names == ("No way back",) and "No way back" in str(problem.value)
    with pytest.raises(UnknownScenario):
        scenario(Flywheel(), "boom")
