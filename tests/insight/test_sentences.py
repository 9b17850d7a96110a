from __future__ import annotations

import math
from typing import Any

import pytest

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.insight.directions import says_direction
from flywheel_studio.insight.sentences import (
    factor_name,
    gain_words,
    growth_words,
    link_headline,
    link_sentence,
    loop_name,
    loop_ring,
    loop_sentence,
    loops_words,
    turn_words,
)
from flywheel_studio.insight.swings import swing_words
from flywheel_studio.language.translate import speaking
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.spectrum import Growth


def ring(*labels: str, negative: tuple[int, ...] = (), **fields: Any) -> Flywheel:
    """A ring of factors with these labels; the links numbered in `negative` are negative."""
    count = len(labels)
    return Flywheel(
        factors={
            f"f{at}": Factor(id=f"f{at}", label=label, **fields) for at, label in enumerate(labels)
        },
        links={
            f"l{at}": Link(
                id=f"l{at}",
                source=f"f{at}",
                target=f"f{(at + 1) % count}",
                polarity="-" if at in negative else "+",
            )
            for at in range(count)
        },
    )


def told(flywheel: Flywheel) -> str:
    (loop,) = find_loops(causal_graph(flywheel)).loops
    return loop_sentence(flywheel, loop)


def growth(rate: float, period: float | None = None) -> Growth:
    return Growth(rate=rate, oscillation_period=period, step_gain=None)


def test_a_reinforcing_loop_comes_back_to_its_beginning() -> None:
    assert told(ring("Traffic", "Sellers", "Selection")) == (
        "“Traffic” lifts “Sellers”, which lifts “Selection”, which lifts “Traffic” again."
    )


def test_after_a_negative_link_the_story_goes_on_with_less() -> None:
    assert told(ring("Production", "Mass", "Scrutiny", negative=(2,))) == (
        "“Production” lifts “Mass”, which lifts “Scrutiny”, which brings “Production” back down."
    )
    assert told(ring("Mass", "Scrutiny", "Production", negative=(1,))) == (
        "“Mass” lifts “Scrutiny”, which lowers “Production”, "
        "and less of that brings “Mass” back down."
    )
    assert told(ring("Friction", "Speed", "Wear", negative=(0, 1))) == (
        "“Friction” lowers “Speed”, and less of that lifts “Wear”, which lifts “Friction” again."
    )
    assert told(ring("Price", "Demand", "Rivals", negative=(0, 2))) == (
        "“Price” lowers “Demand”, and less of that lowers “Rivals”, "
        "and less of that lifts “Price” again."
    )


@pytest.mark.parametrize("label", ["Sellers", "Lower prices", "Pilot", "Business case proven"])
def test_no_verb_has_to_agree_with_a_label(label: str) -> None:
    for other in ("Sellers", "Trust"):
        if other == label:
            continue
        for negative in ((), (0,)):
            flywheel = ring(label, other, negative=negative)
            for said in (told(flywheel), link_sentence(flywheel, "l0")):
                assert f"“{label}”" in said and f"“{other}”" in said
                assert label not in said.replace(f"“{label}”", "")
                assert " more " not in said.lower()


def test_a_loop_of_one_is_told_in_one_clause() -> None:
    assert told(ring("Talk")) == "“Talk” lifts itself."
    assert told(ring("Heat", negative=(0,))) == "“Heat” lowers itself."


def test_a_long_loop_leaves_its_middle_out() -> None:
    sentence = told(ring(*(f"Step {at}" for at in range(40))))
    assert sentence.startswith("“Step 0” lifts “Step 1”, which")
    assert ", and so on by way of 29 more, which lifts “Step 38”" in sentence
    assert sentence.endswith("which lifts “Step 39”, which lifts “Step 0” again.")
    assert len(sentence) < 500


@pytest.mark.parametrize("count", range(1, 30))
def test_every_length_tells_all_its_factors_or_how_many_it_leaves_out(count: int) -> None:
    sentence = told(ring(*(f"Step{at}." for at in range(count))))
    named = sum(f"Step{at}." in sentence for at in range(count))
    left_out = (
        0 if " by way of " not in sentence else int(sentence.split("by way of ")[1].split()[0])
    )
    assert named + left_out == count


def test_labels_are_names_never_formats_and_always_one_line() -> None:
    assert told(ring("{0} a{b}", "c\nd")) == (
        "“{0} a{b}” lifts “c d”, which lifts “{0} a{b}” again."
    )


def test_a_factor_without_a_label_is_called_so() -> None:
    flywheel = ring(" \n ", "b")
    assert factor_name(flywheel, "f0") == "unnamed factor"


def test_a_link_reads_as_a_sentence() -> None:
    flywheel = ring("Traffic", "Queue", negative=(1,))
    assert link_sentence(flywheel, "l0") == "“Traffic” lifts “Queue”."
    assert link_sentence(flywheel, "l1") == "“Queue” lowers “Traffic”."


def test_a_link_has_a_heading_of_arrows() -> None:
    flywheel = ring("Traffic", "Queue", negative=(1,))
    assert link_headline(flywheel, "l0") == "Traffic → Queue"
    assert link_headline(flywheel, "l1") == "Queue → Traffic ↓"


def test_in_german_a_loop_is_told_alike() -> None:
    with speaking("de"):
        assert told(ring("Preise", "Nachfrage", "Angebot", negative=(0,))) == (
            "„Preise“ schwächt „Nachfrage“, und weniger davon schwächt „Angebot“, "
            "und weniger davon schwächt im Gegenzug „Preise“."
        )
        assert told(ring("Verkäufer", "Auswahl")) == (
            "„Verkäufer“ stärkt „Auswahl“, das stärkt wieder „Verkäufer“."
        )
        assert told(ring("Vertrauen")) == "„Vertrauen“ stärkt sich selbst."


def test_a_loop_has_a_short_form_and_a_name() -> None:
    flywheel = ring("Traffic", "Sellers", negative=(0,))
    (loop,) = find_loops(causal_graph(flywheel)).loops
    assert loop_ring(flywheel, loop) == "Traffic → Sellers → Traffic"
    assert loop_name(loop) == "B1, balancing loop of 2 links"


def test_gain_and_turn_time_in_words() -> None:
    flywheel = ring("a", "b", friction=0.25, mass=1.0)
    (loop,) = find_loops(causal_graph(flywheel)).loops
    assert gain_words(loop) == "one unit comes back as 4 after one turn"
    assert turn_words(loop, "month") == "one turn takes 8 months"
    (free,) = find_loops(causal_graph(ring("a", friction=0))).loops
    assert gain_words(free) == "without friction on it, one unit comes back without limit"
    assert turn_words(free, "month") == "without friction on it, one turn never ends"


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (math.log(1.12), "It keeps itself going and grows 12 % a month."),
        (2e-9, "It keeps itself going and grows ever so slightly."),
        (5e4, "It keeps itself going and grows beyond all measure."),
        (-2e-9, "It runs down ever so slowly when nobody pushes."),
        (
            math.log(0.95),
            "It runs down: it loses 5 % a month when nobody pushes.",
        ),
        (
            0.0,
            "It coasts: pushed once, it keeps turning and neither grows nor fades.",
        ),
    ],
)
def test_growth_in_words(rate: float, said: str) -> None:
    assert growth_words(growth(rate), "month") == said


def test_a_swing_is_told_only_where_there_is_one() -> None:
    assert swing_words(growth(0.1), "year") == ""
    assert swing_words(growth(0.1, 6.0), "year") == (
        "One swing takes 6 years and is 1.82 times as wide as the one before."
    )


def test_how_many_loops_and_how_far_to_trust_that() -> None:
    graph = causal_graph(ring("a", "b"))
    assert loops_words(find_loops(graph)) == "1 loop"
    assert loops_words(find_loops(graph, budget=0)) == "at least 0 loops; complete up to 1 link"
    assert loops_words(find_loops(causal_graph(Flywheel()))) == "no loop"


@pytest.mark.parametrize(
    "label", ["Lower prices", "better margins", "Günstigere Preise", "Mehr Umsatz", "Besserer Ruf"]
)
def test_names_that_say_a_direction(label: str) -> None:
    assert says_direction(label)


@pytest.mark.parametrize("label", ["Traffic", "Morele", "Lesson plans", "Weiterbildung", "", "Low"])
def test_names_that_say_none(label: str) -> None:
    assert not says_direction(label)
