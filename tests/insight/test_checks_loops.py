"""Checks of what loops say: brakes, forks, names, and searches that were cut."""

from __future__ import annotations

from typing import Any

import pytest

from flywheel_studio.insight.checks.diagnosis import Focus
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import NamedLoop
from tests.insight.drawings import codes, drawing, found, mended, said, with_link


def named(flywheel: Flywheel, *loops: tuple[str, str, str]) -> Flywheel:
    """With named loops: (links, name, kind)."""
    return flywheel.with_header(
        loops=tuple(NamedLoop(links=tuple(l.split()), name=n, kind=k) for l, n, k in loops)  # noqa: E741
    )


def test_a_balancing_loop_through_the_main_loop_is_a_brake_to_be_named() -> None:
    wheel = drawing("ab bc ca bx xa-")
    (diagnosis,) = found(wheel, "brake")
    assert diagnosis.finding.severity == "advice"
    assert diagnosis.finding.message.startswith("“X” brakes “A” on a balancing loop")
    assert "(B1)" in diagnosis.finding.message
    assert diagnosis.finding.links == ("ab", "bx", "xa")
    assert diagnosis.focus == Focus("loops", "ab:bx:xa", "name")


def test_a_brake_whose_limit_has_a_name_is_known() -> None:
    wheel = named(
        drawing("ab bc ca bx xa-"), ("xa ab bx", "Budget", ""), ("ab bc ca", "Growth", "")
    )
    assert {"brake", "said-otherwise"}.isdisjoint(codes(wheel))


def test_a_balancing_loop_beside_the_main_loop_brakes_nothing() -> None:
    assert said(drawing("ab bc ca xy yx-"), "brake") == []
    assert said(drawing("ab bc ca bx xa"), "brake") == []


def test_a_brake_that_many_loops_share_is_told_once() -> None:
    assert len(said(drawing("ab bc cd da ac bd dx xa-"), "brake")) == 1


def test_parallel_paths_of_opposite_sign_leave_it_to_the_weights() -> None:
    wheel = drawing("ab bd ac cd- da")
    (diagnosis,) = found(wheel, "mixed-sign")
    assert diagnosis.key == "mixed-sign:a:d"
    assert diagnosis.finding.severity == "advice"
    assert diagnosis.finding.message == (
        "“A” lifts “D” by way of “B” and lowers it by way of “C”: the drawing does not say which"
        " wins, and by the weights neither does."
    )
    assert set(diagnosis.finding.links) == {"ab", "bd", "ac", "cd"}


@pytest.mark.parametrize(
    ("key", "fields", "words"),
    [
        ("ab", {"weight": 0.6}, "by the weights it is lifted"),
        ("cd", {"weight": 0.6}, "by the weights it is lowered"),
    ],
)
def test_the_heavier_path_wins(key: str, fields: dict[str, Any], words: str) -> None:
    assert words in said(with_link(drawing("ab bd ac cd- da"), key, **fields), "mixed-sign")[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"friction": 0.6}, "lowered"), ({"score": 9}, "lowered"), ({"friction": 0}, "lifted")],
)
def test_friction_and_scores_on_the_way_decide_too(fields: dict[str, Any], words: str) -> None:
    (message,) = said(drawing("ab bd ac cd- da", factors={"b": fields}), "mixed-sign")
    assert message.endswith(f"by the weights it is {words}.")


def test_all_ways_between_the_two_count_not_only_those_that_are_named() -> None:
    # One way lifts by 1; two lower by 0.6 each.
    wheel = drawing("ab bd ac cd- ae ed- da")
    for key in ("ac", "ae"):
        wheel = with_link(wheel, key, weight=0.3)
    (message,) = said(wheel, "mixed-sign")
    assert message.endswith("by the weights it is lowered.")


def test_a_link_beside_a_path_is_a_parallel_path() -> None:
    (message,) = said(drawing("ab bc ac- ca"), "mixed-sign")
    assert "lifts “C” by way of “B” and lowers it directly" in message


def test_two_links_of_opposite_sign_are_parallel_paths() -> None:
    (diagnosis,) = found(drawing("ab ab- ba"), "mixed-sign")
    assert "directly and lowers it directly" in diagnosis.finding.message


def test_paths_that_agree_or_meet_on_the_way_are_no_fork() -> None:
    assert said(drawing("ab bd ac cd da"), "mixed-sign") == []
    assert said(drawing("ab- bd ac cd- da"), "mixed-sign") == []
    # From A both ways lead over B: the fork is B's alone.
    assert [one.key for one in found(drawing("ab bd bc cd-"), "mixed-sign")] == ["mixed-sign:b:d"]


def test_more_forks_than_a_person_reads_are_cut_and_said_so() -> None:
    targets = "bcdefghijklmno"
    wheel = drawing(" ".join(f"a{key} a{key}-" for key in targets))
    messages = said(wheel, "mixed-sign")
    assert len(messages) == 13
    assert "the first 12" in messages[-1]


def test_a_loop_called_balancing_whose_signs_reinforce_is_said_otherwise() -> None:
    wheel = named(drawing("ab ba"), ("ba ab", "Growth", "balancing"))
    (diagnosis,) = found(wheel, "said-otherwise")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.finding.message.startswith("“Growth” (R1) is said to be balancing")
    after, _ = mended(wheel, "said-otherwise")
    assert after.header.loops[0].kind == "reinforcing"
    assert after.header.loops[0].name == "Growth"
    assert "said-otherwise" not in codes(after)


@pytest.mark.parametrize("kind", ["reinforcing", "", "spiral"])
def test_a_loop_called_what_it_is_or_nothing_is_in_order(kind: str) -> None:
    assert said(named(drawing("ab ba"), ("ab ba", "Growth", kind)), "said-otherwise") == []


def test_some_loops_with_a_name_and_others_without_are_counted() -> None:
    two = drawing("ab ba ac ca")
    (diagnosis,) = found(named(two, ("ab ba", "First", "")), "said-otherwise")
    assert diagnosis.finding.message == "1 of 2 loops carries a name; the others have none."
    assert diagnosis.focus == Focus("loops", "ac:ca", "name")
    both = named(two, ("ab ba", "First", ""), ("ca ac", "Second", ""))
    assert said(both, "said-otherwise") == []
    assert said(two, "said-otherwise") == []


def test_a_name_for_what_is_no_loop_any_more_is_passed_over() -> None:
    wheel = named(drawing("ab bc"), ("ab bc", "Was a loop", "reinforcing"))
    assert said(wheel, "said-otherwise") == []


def test_a_search_that_was_cut_says_up_to_where_it_is_complete() -> None:
    names = "abcdefghij"
    dense = drawing(" ".join(one + other for one in names for other in names if one != other))
    (message,) = said(dense, "cut-short")
    assert "at least 10000 loops; complete up to 5 links" in message
    assert said(drawing("ab ba"), "cut-short") == []
