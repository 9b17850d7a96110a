"""The scorecard: what is met, what is not, and what only people can answer."""

from __future__ import annotations

from msgspec.structs import replace

from flywheel_studio.commands.answers import set_answer
from flywheel_studio.commands.document import dismiss
from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.insight.checks.table import CHECKS
from flywheel_studio.insight.scorecard import (
    JUDGED_CODES,
    Scorecard,
    questions,
    scorecard,
    scorecards,
    story_words,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Evidence, Factor, Link, Wheel
from tests.insight.drawings import GOAL, drawing


def card_of(flywheel: Flywheel, wheel: str = "main") -> Scorecard:
    card = scorecard(flywheel, analyse(flywheel), wheel)
    assert card is not None
    return card


def states(card: Scorecard) -> dict[str, str]:
    return {rule.id: rule.state for rule in card.rules}


def good_wheel() -> Flywheel:
    """Nothing is amiss, though not everything is filled in."""
    return drawing(
        "ab bc cd da",
        link={"weight": 0.6, "evidence": (Evidence(text="seen"),)},
        factors={"a": {"capacity": 3}},
        wheel={"goal": replace(GOAL, factor="a")},
    )


def test_every_check_but_the_one_of_the_search_stands_for_a_rule() -> None:
    assert {check.code for check in CHECKS} - JUDGED_CODES == {"cut-short"}
    assert {check.code for check in CHECKS} >= JUDGED_CODES


def test_a_rule_is_met_not_met_or_waits_for_what_it_could_be_judged_by() -> None:
    found = states(card_of(good_wheel()))
    waiting = {"even", "worth-it", "pulls", "one-hand"}
    assert {key for key, state in found.items() if state == "to be answered"} == waiting
    assert {state for key, state in found.items() if key not in waiting} == {"met"}
    assert "gears-in" not in found


def test_what_speaks_against_a_rule_stands_with_it() -> None:
    card = card_of(drawing("ab bc"))
    closes = next(rule for rule in card.rules if rule.id == "closes")
    assert closes.state == "not met"
    assert [one.finding.code for one in closes.diagnoses] == ["funnel"]
    assert closes in card.in_state("not met")
    # There is no main loop to judge by.
    assert states(card)["length"] == "to be answered"


def test_a_finding_put_aside_still_counts() -> None:
    aside = dismiss(drawing("ab ba", alone="x"), "unconnected:x")
    assert states(card_of(aside))["all-on-it"] == "not met"


def test_questions_carry_the_answers_of_their_wheel() -> None:
    card = card_of(set_answer(good_wheel(), "main", "passion", " Books "))
    assert [question.id for question in card.questions] == [key for key, _ in questions()]
    answered = {question.id: question.answer for question in card.questions}
    assert answered["passion"] == "Books"
    assert len(card.open_questions) == len(questions()) - 1


def test_the_main_loop_is_read_aloud_from_its_start_in_the_words_of_its_reasons() -> None:
    wheel = drawing("ab bc ca", wheel={"start": "b"})
    wheel = wheel.with_records(
        "links",
        [
            replace(wheel.links["ab"], reason="visitors bring sellers"),
            replace(wheel.links["bc"], reason=" does choice\nbring visitors?"),
            replace(wheel.links["ca"], reason=""),
        ],
    )
    card = card_of(wheel)
    assert [(step.link, step.sentence) for step in card.story] == [
        ("bc", "Does choice bring visitors?"),
        ("ca", "“C” lifts “A”."),
        ("ab", "Visitors bring sellers."),
    ]
    assert story_words(card.story) == (
        "Does choice bring visitors? “C” lifts “A”. Visitors bring sellers."
        " And so it goes round again."
    )


def test_without_a_main_loop_there_is_no_story() -> None:
    card = card_of(drawing("ab bc"))
    assert card.story == ()
    assert story_words(card.story) == ""


def test_each_wheel_has_a_page_of_its_own() -> None:
    ring = good_wheel()
    both = Flywheel(
        wheels={**ring.wheels, "program": Wheel(id="program", title="Webinars", parent="main")},
        factors={
            **ring.factors,
            **{key: Factor(id=key, label=key, wheel="program") for key in "xy"},
        },
        links={**ring.links, "xy": Link(id="xy", source="x", target="y", reason="so")},
    )
    cards = scorecards(both, analyse(both))
    assert [(card.wheel, card.title) for card in cards] == [
        ("main", "main"),
        ("program", "Webinars"),
    ]
    top, program = map(states, cards)
    assert (top["closes"], program["closes"]) == ("met", "not met")
    assert (top["goal"], program["goal"]) == ("met", "not met")
    assert program["gears-in"] == "not met"
    assert scorecard(both, analyse(both), "nowhere") is None


def test_a_document_without_wheels_has_a_page_too() -> None:
    ring = good_wheel()
    bare = Flywheel(
        factors={key: replace(factor, wheel=None) for key, factor in ring.factors.items()},
        links=ring.links,
    )
    (card,) = scorecards(bare, analyse(bare))
    assert card.wheel is None
    assert states(card)["closes"] == "met"
    assert states(card)["goal"] == "to be answered"
    assert len(card.open_questions) == len(questions())


def test_a_wheel_that_swings_ever_wider_does_not_keep_itself_going() -> None:
    swinging = drawing("aa-", link={"weight": 1.0, "delay": 3.0}, alone="b")
    (going,) = [rule for rule in card_of(swinging).rules if rule.id == "keeps-going"]
    assert going.state == "not met"
    assert [one.finding.code for one in going.diagnoses] == ["unlimited"]
    assert states(card_of(swinging))["limits-known"] != "not met"
    growing = drawing("aa", link={"weight": 1.0, "delay": 3.0}, alone="b")
    assert states(card_of(growing))["keeps-going"] == "met"
