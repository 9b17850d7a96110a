"""Checks of shape: each with a drawing that trips it and the nearest that does not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Wheel
from tests.insight.drawings import GOAL, codes, drawing, found, mended, said


def test_a_chain_to_an_end_is_a_funnel_and_closing_it_makes_one_reinforcing_loop() -> None:
    chain = drawing("ab bc cd")
    (diagnosis,) = found(chain, "funnel")
    assert diagnosis.finding.severity == "error"
    assert "“A” to “D”" in diagnosis.finding.message
    assert "drives nothing" in diagnosis.finding.message
    assert diagnosis.finding.factors == ("a", "b", "c", "d")
    assert diagnosis.finding.links == ("ab", "bc", "cd")
    after, analysis = mended(chain, "funnel")
    assert [(loop.kind, loop.factors) for loop in analysis.loops.loops] == [
        ("reinforcing", ("a", "b", "c", "d"))
    ]
    assert "funnel" not in codes(after)
    closing = after.links["l1"]
    assert (closing.source, closing.target) == ("d", "a")
    assert closing.reason == "satisfied customers bring new ones"


def test_the_closing_link_gives_its_reason_in_the_documents_language() -> None:
    after, _ = mended(drawing("ab bc", header={"language": "de"}), "funnel")
    assert after.links["l1"].reason == "zufriedene Kunden bringen neue"


def test_a_ring_is_no_funnel() -> None:
    assert said(drawing("ab bc cd da"), "funnel") == []


def test_a_funnel_with_an_odd_number_of_negative_links_closes_with_a_negative_one() -> None:
    after, analysis = mended(drawing("ab bc-"), "funnel")
    assert list(after.links.values())[-1].is_negative
    assert [loop.kind for loop in analysis.loops.loops] == ["reinforcing"]


def test_a_closing_link_that_was_switched_off_is_switched_on_with_its_reason() -> None:
    after, _ = mended(drawing("ab bc ca?"), "funnel")
    assert list(after.links) == ["ab", "bc", "ca"]
    assert after.links["ca"].active
    assert after.links["ca"].reason == "because"


def test_a_funnel_with_a_brake_is_a_funnel_still_and_one_with_a_flywheel_in_it_is_none() -> None:
    assert "funnel" in codes(drawing("ab bc ba-"))
    assert "funnel" not in codes(drawing("ab bc ba"))


def test_a_funnel_begins_at_the_start_of_the_wheel_and_ends_furthest_from_it() -> None:
    chain = drawing("xb ab bc cd be", wheel={"start": "a"})
    assert found(chain, "funnel")[0].finding.factors == ("a", "b", "c", "d")


def test_in_a_funnel_it_is_not_said_of_each_factor_that_it_is_on_no_loop() -> None:
    assert not {"not-on-a-loop", "not-everything-gains"} & set(codes(drawing("ab bc")))


def test_factors_without_a_link_among_them_are_no_loop_and_no_chain() -> None:
    (diagnosis,) = found(drawing("", alone="ab"), "no-loop")
    assert diagnosis.finding.severity == "error"
    assert said(drawing("ab"), "no-loop") == []


@pytest.mark.parametrize("alone", ["", "a"])
def test_a_paper_with_nothing_or_one_factor_on_it_is_only_a_beginning(alone: str) -> None:
    empty = drawing("", alone=alone, wheel={"start": None})
    assert codes(empty) == []


def test_a_loop_whose_signs_are_odd_only_steers() -> None:
    (diagnosis,) = found(drawing("ab bc-  ca"), "only-balancing")
    assert diagnosis.finding.severity == "warning"
    assert "A → B → C → A" in diagnosis.finding.message
    assert said(drawing("ab bc- ca-"), "only-balancing") == []


def test_one_reinforcing_loop_beside_balancing_ones_is_enough() -> None:
    assert said(drawing("ab ba- ac ca"), "only-balancing") == []


def test_a_spoke_gives_nothing_back_until_it_is_linked_back() -> None:
    wheel = drawing("ab bc ca bs")
    (diagnosis,) = found(wheel, "not-on-a-loop")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.finding.factors == ("s",)
    assert "“S” gives nothing back" in diagnosis.finding.message
    after, analysis = mended(wheel, "not-on-a-loop")
    # Beside the link that leaves the factor which drives it.
    assert after.links["l1"].source == "s"
    assert after.links["l1"].target == "c"
    assert [loop.kind for loop in analysis.loops.loops] == ["reinforcing"] * 2
    assert "not-on-a-loop" not in codes(after)


def test_a_chain_off_the_wheel_is_linked_back_from_its_end() -> None:
    wheel = drawing("ab bc ca bs st")
    assert [one.finding.factors for one in found(wheel, "not-on-a-loop")] == [("s",), ("t",)]
    after, _ = mended(wheel, "not-on-a-loop")
    assert (after.links["l1"].source, after.links["l1"].target) == ("t", "c")
    assert "not-on-a-loop" not in codes(after)


def test_a_factor_that_nothing_drives_gets_a_link_from_the_wheel() -> None:
    wheel = drawing("ab bc ca xd db-")
    messages = said(wheel, "not-on-a-loop")
    assert [message.split(":")[0] for message in messages] == [
        "Nothing on a loop drives “X”",
        "Nothing on a loop drives “D”",
    ]
    after, analysis = mended(wheel, "not-on-a-loop")
    # Beside the link that enters what it drives, and so that the loop reinforces.
    assert (after.links["l1"].source, after.links["l1"].target) == ("a", "x")
    assert after.links["l1"].is_negative
    assert all(loop.is_reinforcing for loop in analysis.loops.loops)
    assert "not-on-a-loop" not in codes(after)


def test_a_hub_and_the_factor_of_the_goal_may_just_receive() -> None:
    spoke = "ab bc ca bs"
    assert said(drawing(spoke, factors={"s": {"role": "hub"}}), "not-on-a-loop") == []
    goal = {"goal": replace(GOAL, factor="s")}
    assert said(drawing(spoke, wheel=goal), "not-on-a-loop") == []
    undriven = drawing("ab bc ca sb", factors={"s": {"role": "hub"}})
    assert len(said(undriven, "not-on-a-loop")) == 1


def test_a_factor_between_two_loops_gears_them_and_is_no_spoke() -> None:
    assert said(drawing("ab ba bg gc cd dc"), "not-on-a-loop") == []


def test_a_factor_whose_only_link_is_switched_off_is_on_no_loop_but_not_without_link() -> None:
    wheel = drawing("ab ba ax?")
    assert said(wheel, "unconnected") == []
    assert "is on no loop" in said(wheel, "not-on-a-loop")[0]


def test_a_factor_without_a_link_is_named() -> None:
    (diagnosis,) = found(drawing("ab ba", alone="x"), "unconnected")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.finding.factors == ("x",)
    assert diagnosis.key == "unconnected:x"
    assert said(drawing("ab ba xb"), "unconnected") == []


def test_pushing_a_spoke_lifts_nothing() -> None:
    (diagnosis,) = found(drawing("ab bc ca bs"), "not-everything-gains")
    assert diagnosis.finding.factors == ("s",)
    assert "does not lift “A”, “B” and “C”: no path" in diagnosis.finding.message
    assert said(drawing("ab bc ca bs sc"), "not-everything-gains") == []


def test_what_nothing_drives_is_told_in_one_sentence_for_all_who_cannot_lift_it() -> None:
    (diagnosis,) = found(drawing("ab bc ca da"), "not-everything-gains")
    assert diagnosis.finding.factors == ("a", "b", "c")
    assert "does not lift “D”" in diagnosis.finding.message


def test_an_entry_that_was_put_aside_as_meant_need_not_be_lifted() -> None:
    aside = drawing("ab bc ca da", header={"dismissed": ("not-on-a-loop:d",)})
    assert said(aside, "not-everything-gains") == []


def test_a_path_of_the_other_sign_may_lower_what_it_leads_to() -> None:
    (diagnosis,) = found(drawing("ab bc ca ac-"), "not-everything-gains")
    # A lowers C at once; only C drives A, so B lowers nothing but by way of A, which is C again.
    assert diagnosis.finding.factors == ("a",)
    assert "“C”" in diagnosis.finding.message
    assert "more turns into less" in diagnosis.finding.message
    assert said(drawing("ab bc ca ac"), "not-everything-gains") == []


def test_going_once_more_round_a_brake_is_no_path_of_the_other_sign() -> None:
    # X brakes itself: every walk through it can be of either sign, every path is positive.
    assert said(drawing("ab bc ca bb-"), "not-everything-gains") == []


def test_factors_that_may_lower_one_another_are_told_together() -> None:
    (message,) = said(drawing("ab ba ab- ba-"), "not-everything-gains")
    assert message.startswith("Pushing “A” and “B” may lower one another: ")


def test_each_wheel_is_looked_at_for_itself_and_named() -> None:
    wheels = {key: Wheel(id=key, title=key.upper(), start=key, goal=GOAL) for key in "vw"}
    ring = drawing("ab ba")
    flywheel = Flywheel(
        wheels={"main": ring.wheels["main"], "w": wheels["w"]},
        factors={
            **ring.factors,
            "x": Factor(id="x", label="X", wheel="w"),
            "w": Factor(id="w", label="W", wheel="w"),
        },
        links=ring.links,
    )
    (diagnosis,) = found(flywheel, "no-loop")
    assert diagnosis.wheel == "w"
    assert diagnosis.key == "no-loop:w"
    assert diagnosis.finding.message.startswith("W: ")
    assert diagnosis.finding.factors == ("x", "w")


def test_a_search_that_was_cut_claims_no_absence_of_loops() -> None:
    names = "abcdefghij"
    dense = drawing(" ".join(one + other for one in names for other in names if one != other))
    assert analyse(dense).loops.is_truncated
    assert not {"funnel", "no-loop", "only-balancing", "goal-off-loop"} & set(codes(dense))
