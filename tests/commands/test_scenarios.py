"""Scenarios are made, changed and taken, and a change that does not fit is refused."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.factors import delete
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.scenarios import (
    add_scenario,
    change_in_scenario,
    cut_of,
    drop_from_scenario,
    duplicate_scenario,
    remove_scenario,
    rename_scenario,
    set_scenario_note,
    switch_off_loop,
    take_scenario,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Activity, Factor, Link
from flywheel_studio.simulation.scenarios import UnknownPath, scenario, value_at


@pytest.fixture
def drawn():
    return Flywheel(
        factors={
            "a": Factor(id="a", activities=(Activity(id="x", strength=2.0),)),
            "b": Factor(id="b", score=4.0),
        },
        links={
            "l1": Link(id="l1", source="a", target="b", weight_low=0.2, weight_high=0.8),
            "l2": Link(id="l2", source="b", target="a"),
        },
    )


def changes_of(flywheel, key):
    return {change.path: change.value for change in flywheel.scenarios[key].changes}


def test_a_scenario_is_added_with_its_changes(drawn):
    made = add_scenario(drawn, "Faster onboarding", {"links.l2.weight": 0.9}, note="hire two")
    only = made.scenarios["faster-onboarding"]
    assert (only.name, only.note) == ("Faster onboarding", "hire two")
    assert changes_of(made, only.id) == {"links.l2.weight": 0.9}
    assert scenario(made, "Faster onboarding").links["l2"].weight == 0.9
    assert made.links is drawn.links
    check(made)


def test_nameless_scenarios_are_numbered_and_a_name_is_given_once(drawn):
    made = add_scenario(add_scenario(drawn))
    assert [one.name for one in made.scenarios.values()] == ["Scenario 1", "Scenario 2"]
    twice = add_scenario(add_scenario(drawn, "Fast"), " Fast ")
    assert [one.name for one in twice.scenarios.values()] == ["Fast", "Fast 2"]
    copied = duplicate_scenario(twice, "fast")
    assert [one.name for one in copied.scenarios.values()] == ["Fast", "Fast 2", "Fast 3"]
    check(copied)


def test_a_value_is_set_replaced_in_its_place_and_dropped(drawn):
    made = add_scenario(drawn, "S", {"links.l2.weight": 0.9, "factors.a.friction": 0.1}, id="s")
    made = change_in_scenario(made, "s", "links.l2.weight", "0.7")
    made = change_in_scenario(made, "s", "factors.a.activities.x.active", "true")
    assert list(changes_of(made, "s").items()) == [
        ("links.l2.weight", 0.7),
        ("factors.a.friction", 0.1),
        ("factors.a.activities.x.active", True),
    ]
    made = drop_from_scenario(made, "s", ["factors.a.friction"])
    assert list(changes_of(made, "s")) == ["links.l2.weight", "factors.a.activities.x.active"]
    assert drop_from_scenario(made, "s", ["factors.b.friction"]) is made
    check(made)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("links.l9.weight", 1.0),
        ("links.l1.bend", 1.0),
        ("links.l1.weight", -1.0),
        ("links.l1.weight_low", 0.9),
        ("factors.b.score", 11),
        ("links.l1.active", "perhaps"),
        ("wheels.main.x", 1),
    ],
)
def test_a_change_that_does_not_fit_is_refused_in_one_sentence(drawn, path, value):
    made = add_scenario(drawn, id="s")
    for command in (
        lambda: change_in_scenario(made, "s", path, value),
        lambda: add_scenario(drawn, "S", {path: value}),
    ):
        with pytest.raises(CommandProblem) as problem:
            command()
        assert "\n" not in str(problem.value) and str(problem.value)


def test_a_weight_beyond_its_range_takes_the_nearer_end_along(drawn):
    made = add_scenario(drawn, "S", {"links.l1.weight": 0.9}, id="s")
    assert changes_of(made, "s") == {"links.l1.weight": 0.9}
    taken = take_scenario(made, "s").links["l1"]
    assert (taken.weight_low, taken.weight, taken.weight_high) == (0.2, 0.9, 0.9)


def test_a_scenario_that_no_longer_fits_can_still_be_mended(drawn):
    made = add_scenario(drawn, "S", {"links.l1.weight_high": 0.55}, id="s")
    stronger = Link(id="l1", source="a", target="b", weight=0.6, weight_low=0.4, weight_high=0.7)
    narrow = made.with_records("links", [stronger])
    with pytest.raises(CommandProblem):
        take_scenario(narrow, "s")
    mended = change_in_scenario(narrow, "s", "factors.a.friction", 0.2)
    mended = change_in_scenario(mended, "s", "links.l1.weight_high", 0.65)
    assert take_scenario(mended, "s").links["l1"].weight_high == 0.65


def test_renaming_and_notes(drawn):
    made = add_scenario(add_scenario(drawn, "One"), "Two")
    assert rename_scenario(made, "one", "Better").scenarios["one"].name == "Better"
    assert rename_scenario(made, "one", "One") is made
    assert set_scenario_note(made, "two", "why").scenarios["two"].note == "why"
    for name in ("", "  ", "Two"):
        with pytest.raises(CommandProblem):
            rename_scenario(made, "one", name)


def test_a_scenario_is_removed_alone(drawn):
    made = add_scenario(add_scenario(drawn, "One"), "Two")
    assert list(remove_scenario(made, "one").scenarios) == ["two"]


def test_a_loop_is_switched_off_by_the_link_that_the_fewest_others_need(drawn):
    assert cut_of(["l1", "l2"]) == "l2"
    assert cut_of(["l1", "l2"], [["l2", "l1"], ["l2", "l3"]]) == "l1"
    made = switch_off_loop(add_scenario(drawn, "S", id="s"), "s", ["l1", "l2"], [["l2"]])
    assert changes_of(made, "s") == {"links.l1.active": False}
    with pytest.raises(CommandProblem):
        cut_of([])
    with pytest.raises(CommandProblem):
        switch_off_loop(made, "s", ["gone"])


def test_taking_a_scenario_makes_it_the_drawing(drawn):
    made = add_scenario(drawn, "S", {"links.l2.active": False, "factors.b.score": 8}, id="s")
    taken = take_scenario(made, "s")
    assert not taken.links["l2"].active and taken.factors["b"].score == 8.0
    assert "s" in taken.scenarios
    check(taken)


def test_a_scenario_that_is_not_there_is_named(drawn):
    for command in (
        lambda: rename_scenario(drawn, "s", "x"),
        lambda: remove_scenario(drawn, "s"),
        lambda: take_scenario(drawn, "s"),
        lambda: duplicate_scenario(drawn, "s"),
        lambda: change_in_scenario(drawn, "s", "links.l1.weight", 1),
    ):
        with pytest.raises(CommandProblem, match="no scenario s"):
            command()
    with pytest.raises(CommandProblem):
        add_scenario(add_scenario(drawn, id="s"), id="s")


def test_deleting_a_link_takes_it_out_of_scenarios(drawn):
    made = add_scenario(drawn, "S", {"links.l2.weight": 0.9, "factors.a.mass": 2}, id="s")
    assert changes_of(delete(made, links=["l2"]), "s") == {"factors.a.mass": 2.0}


def test_what_the_drawing_has_at_a_path(drawn):
    assert value_at(drawn, "links.l1.weight") == 0.5
    assert value_at(drawn, "factors.a.activities.x.strength") == 2.0
    assert value_at(drawn, "run.until") == 36.0
    for path in ("links.l9.weight", "links.l1", "factors.a.activities.y.active", "x", "run.x"):
        with pytest.raises(UnknownPath):
            value_at(drawn, path)
