"""Holding, friction, doubt, pushes and knocks, in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from flywheel_studio.commands.factors import set_factor
from flywheel_studio.insight.outlook import (
    chance_words,
    friction_words,
    frictionless_words,
    hold_words,
    knock_sentences,
    knocked,
    push_sentences,
    uncertainty_sentences,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Factor, Link, Push
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.response import (
    BreakEvenPush,
    break_even_friction,
    break_even_push,
    effects_of_push,
)
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from flywheel_studio.simulation.uncertainty import uncertainty_of


def pair(weight, **link):
    return Flywheel(
        factors={
            "a": Factor(id="a", label="Traffic", initial=0.4,
                        activities=(Activity(id="x", active=True, strength=0.3),)),
            "b": Factor(id="b", label="Sellers"),
        },
        links={
            "l1": Link(id="l1", source="a", target="b", weight=weight, **link),
            "l2": Link(id="l2", source="b", target="a", weight=weight),
        },
        pushes={"p": Push(id="p", factor="a", impulse=1)},
    )  # fmt: skip


def doom(flywheel):
    dynamics = knocked(dynamics_of(flywheel), "a")
    return knock_sentences(flywheel, "a", growth_of(dynamics), run(dynamics, until=36, every=0.25))


def test_a_knock_turns_the_same_wheel_downward():
    good = pair(0.7)
    quiet = good.with_records("factors", [replace(good.factors["a"], initial=0, activities=())])
    up = run(dynamics_of(quiet), until=10, every=1)
    down = run(knocked(dynamics_of(good), "a"), until=10, every=1)
    assert np.allclose(down.speed, -up.speed)
    with pytest.raises(KeyError):
        knocked(dynamics_of(good), "nobody")


def test_a_knock_is_told_by_what_the_wheel_makes_of_it():
    first, *stands = doom(pair(0.7))
    assert first == (
        "One knock on “Traffic”, and the same wheel turns downward by itself: "
        "what is lost doubles every 3.47 months."
    )
    assert [words.split()[0] for words in stands] == ["“Traffic”", "“Sellers”"]
    assert all("comes to a standstill in month " in words for words in stands)
    assert doom(pair(0.5)) == (
        "One knock on “Traffic”, and the wheel stays down: it neither recovers nor falls on.",
    )
    assert doom(pair(0.2)) == ("The wheel gets over a knock on “Traffic” by itself.",)


def test_many_standstills_are_told_by_the_first_and_the_last():
    ring = Flywheel(
        factors={f"f{i}": Factor(id=f"f{i}", label=f"F{i}") for i in range(6)},
        links={
            f"l{i}": Link(id=f"l{i}", source=f"f{i}", target=f"f{(i + 1) % 6}", weight=0.8)
            for i in range(6)
        },
    )
    dynamics = knocked(dynamics_of(ring), "f0")
    said = knock_sentences(ring, "f0", growth_of(dynamics), run(dynamics, until=36, every=0.25))
    assert len(said) == 5 and said[-1].startswith("3 more follow, the last in month ")


def test_what_holds_the_wheel_is_told():
    fading = pair(0.3)
    push = break_even_push(dynamics_of(fading), 1.0)
    # Σ v* = u/(f − w).
    assert hold_words(fading, push).startswith("A lasting push of 0.2 on “Traffic” holds it ")
    assert hold_words(fading, BreakEvenPush("a", 0.0)) == "It needs no push to keep what it has."
    left_out = hold_words(fading, BreakEvenPush("a", 0.0, leaves_ceilings_out=True))
    assert left_out.endswith("Ceilings are left out of this.")
    assert hold_words(fading, None) == "No push on a single factor holds this wheel."


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (0.6, "It bears 20 % more friction before it runs down."),
        (1.5, "It bears 3 times its friction before it runs down."),
        (0.5, "Its friction is just what it bears: a little more and it runs down."),
        (0.4, "With 20 % less friction it would keep itself going."),
    ],
)
def test_how_much_friction_it_bears_is_told(weight, words):
    assert friction_words(break_even_friction(dynamics_of(pair(weight)))) == words
    assert friction_words(None) == ""


def test_factors_without_friction_are_named():
    drawn = pair(0.5)
    assert frictionless_words(drawn, tuple(drawn.factors)) == ""
    free = set_factor(drawn, list(drawn.factors)[:1], friction=0.0)
    assert frictionless_words(free, tuple(free.factors)).startswith("“Traffic” has no friction: ")
    free = set_factor(drawn, list(drawn.factors), friction=0.0)
    assert " have no friction: " in frictionless_words(free, tuple(free.factors))


def test_doubt_is_told_in_sentences():
    doubted = pair(0.5, weight_low=0.2, weight_high=0.9)
    found = uncertainty_of(dynamics_of(doubted), seed=7, until=12, every=1, count=1_000)
    chance, end = uncertainty_sentences(doubted, found)
    assert chance.startswith("Of 1,000 wheels with strengths drawn from their ranges ")
    assert end.startswith("In month 12 eight of ten have a momentum from ")
    wild = pair(0.5, weight_low=0.2, weight_high=90)
    away = uncertainty_of(dynamics_of(wild), seed=7, until=40, every=1, count=200)
    assert uncertainty_sentences(wild, away)[-1].endswith(" of the runs ran away before their end.")


def test_a_chance_has_words_that_rise_with_it():
    said = [chance_words(share) for share in (0, 0.02, 0.2, 0.5, 0.7, 0.95, 1)]
    assert len(set(said)) == 7
    assert "does not" in said[0] and said[3].endswith("or it may not.")
    assert said[5].startswith("Very likely") and "all but certain" in said[6]
    # Of 40 that all grow three might not, with 95 % confidence: (1 − 3/40)^40 is about e^−3.
    assert chance_words(1.0, 40).startswith("Very likely")
    assert "very unlikely" in chance_words(0.0, 40)
    assert "all but certain" in chance_words(1.0, 10_000)


def test_of_how_many_wheels_it_is_said_is_said():
    doubted = pair(0.5, weight_low=0.2, weight_high=0.9)
    found = uncertainty_of(dynamics_of(doubted), seed=7, until=12, every=1, count=100)
    few = dataclasses.replace(found, chance_count=40, chance=0.5)
    assert uncertainty_sentences(doubted, few)[0] == (
        "Of 40 wheels, looked at closely out of 100, 50 % keep themselves going."
    )


def test_what_a_push_does_is_told_by_signs():
    drawn = pair(0.3).with_records(
        "factors", [Factor(id=name, label=name.upper()) for name in "cde"]
    ).with_records(
        "links",
        [
            Link(id="l3", source="b", target="c", polarity="-"),
            Link(id="l4", source="a", target="d"),
            Link(id="l5", source="c", target="d"),
        ],
    )  # fmt: skip
    dynamics = dynamics_of(drawn)
    assert push_sentences(drawn, "a", effects_of_push(dynamics, "a")) == (
        "A lasting push on “Traffic” lifts “Sellers”.",
        "A lasting push on “Traffic” lowers “C”.",
        (
            "What a lasting push on “Traffic” does to “D” the drawing does not say: "
            "there are ways of both signs."
        ),
    )
    assert push_sentences(drawn, "e", effects_of_push(dynamics, "e")) == (
        "A lasting push on “E” reaches no other factor.",
    )
    many = {"a": "lifts", **dict.fromkeys(["b", "c", "d", "e"], "lifts")}
    assert "“Sellers”, “C”, “D” and “E”" in push_sentences(drawn, "a", many)[0]
