"""Levers as sentences, ranked, and each as a scenario that does what it says."""

from __future__ import annotations

import math

import pytest

from flywheel_studio.commands.scenarios import add_scenario
from flywheel_studio.insight.levers import levers_words, points_words, said_levers
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.levers import Levers, levers_of
from flywheel_studio.simulation.scenarios import scenario
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of


@pytest.fixture
def partners():
    return Flywheel(
        factors={
            "p": Factor(id="p", label="Partners", mass=2.0),
            "d": Factor(id="d", label="Demand", score=6.0),
        },
        links={
            "l1": Link(id="l1", source="p", target="d", weight=0.9, delay=1, weight_high=0.95),
            "l2": Link(id="l2", source="d", target="p", weight=1.1),
            "l3": Link(id="l3", source="d", target="d", weight=0.1, polarity="-"),
        },
    )


def said(flywheel):
    dynamics = dynamics_of(flywheel)
    return said_levers(flywheel, levers_of(dynamics), growth_of(dynamics).rate)


def test_a_lever_says_what_ten_percent_of_it_does_to_growth(partners):
    found = {(one.lever.kind, one.lever.of): one for one in said(partners)}
    lever = found["weight", "l1"]
    rate = growth_of(dynamics_of(partners)).rate
    points = 100 * (math.expm1(rate + lever.lever.effect) - math.expm1(rate))
    assert lever.points == pytest.approx(points)
    assert lever.sentence == (
        f"10 % more of “Partners” → “Demand” lifts growth by {points:.1f} points a month."
    )
    assert lever.factors == ("p", "d") and lever.links == ("l1",)
    assert found["friction", "p"].sentence.startswith("10 % less friction on “Partners” lifts ")
    assert found["weight", "l3"].sentence.startswith("10 % less of “Demand” → “Demand” lifts ")
    assert found["score", "d"].sentence.startswith("A score 10 % higher for “Demand” lifts ")
    assert found["delay", "l1"].is_more is False
    assert found["mass", "p"].factors == ("p",) and found["mass", "p"].links == ()


def test_levers_are_ranked_and_every_one_of_them_helps(partners):
    found = said(partners)
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    before = growth_of(dynamics_of(partners)).rate
    for number, one in enumerate(found):
        trying = add_scenario(partners, one.name, one.changes, id=f"s{number}")
        after = growth_of(dynamics_of(scenario(trying, one.name))).rate
        assert after - before == pytest.approx(abs(one.lever.effect), rel=0.25)


def test_trying_a_weight_beyond_its_bound_moves_the_bound(partners):
    lever = next(
        one for one in said(partners) if one.lever.of == "l1" and one.lever.kind == "weight"
    )
    assert lever.changes == {"links.l1.weight": 0.99}
    assert lever.name == "Partners → Demand +10 %"


def test_a_score_is_lifted_to_ten_at_most(partners):
    def score_lever(score):
        drawn = partners.with_records("factors", [Factor(id="d", label="Demand", score=score)])
        return [one.changes for one in said(drawn) if one.lever.kind == "score"]

    assert score_lever(9.5) == [{"factors.d.score": 10.0}]
    assert score_lever(10.0) == []


def test_equal_parts_have_no_levers_and_it_is_said_why():
    assert said_levers(Flywheel(), Levers((), is_defined=False), 0.1) == ()
    assert "no single lever" in levers_words(Levers((), is_defined=False))
    assert levers_words(Levers((), is_defined=True)) == ""


def test_a_wheel_that_coasts_is_not_told_of_masses(partners):
    ring = Flywheel(
        factors={name: Factor(id=name) for name in "ab"},
        links={
            "l1": Link(id="l1", source="a", target="b", delay=1),
            "l2": Link(id="l2", source="b", target="a"),
        },
    )
    assert {one.lever.kind for one in said(ring)} == {"weight", "friction"}


def test_one_point_is_one_point():
    assert points_words(1.0, "month") == "1 point a month"
    assert points_words(0.9, "sprint") == "0.9 points per sprint"


@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_a_lever_of_a_wheel_that_swings_calms_it(strength):
    swinging = Flywheel(
        factors={key: Factor(id=key, label=key.upper(), friction=0.1) for key in "ab"},
        links={
            "l1": Link(id="l1", source="a", target="b", weight=strength),
            "l2": Link(id="l2", source="b", target="a", weight=0.8, delay=2.0, polarity="-"),
        },
    )
    before = growth_of(dynamics_of(swinging))
    assert before.swings
    found = said(swinging)
    assert {"weight", "delay"} <= {one.lever.kind for one in found}
    for number, one in enumerate(found):
        assert one.calms and "calms the swings by" in one.sentence
        assert "growth" not in one.sentence
        tried = scenario(add_scenario(swinging, one.name, one.changes, id=f"s{number}"), one.name)
        after = growth_of(dynamics_of(tried)).rate
        assert after - before.rate == pytest.approx(-abs(one.lever.effect), rel=0.3)
    delay = next(one for one in found if one.lever.kind == "delay")
    assert delay.sentence.startswith("10 % less delay on “B” → “A” calms the swings by ")
