"""Checks of the story: length, start, reasons, evidence, names, hand-offs."""

from __future__ import annotations

import pytest

from flywheel_studio.insight.checks.diagnosis import Focus
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Evidence, Push
from tests.insight.drawings import codes, drawing, found, mended, said, with_link


def ring(count: int, **options: object) -> Flywheel:
    letters = "abcdefghij"[:count]
    pairs = zip(letters, letters[1:] + letters[:1], strict=True)
    return drawing(" ".join(a + b for a, b in pairs), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "expected"), [(2, "too-few"), (3, "too-few"), (4, ""), (6, ""), (7, "too-many")]
)
def test_four_to_six_factors_are_a_story(count: int, expected: str) -> None:
    found_codes = {"too-few", "too-many"} & set(codes(ring(count)))
    assert found_codes == ({expected} if expected else set())


def test_three_factors_can_do_and_two_are_only_two() -> None:
    assert "that can do" in said(ring(3), "too-few")[0]
    assert "only 2 factors" in said(ring(2), "too-few")[0]


def test_too_many_become_one_fewer_where_the_link_is_weakest() -> None:
    long = with_link(ring(7), "cd", weight=0.3)
    (diagnosis,) = found(long, "too-many")
    assert diagnosis.finding.fix == "Make one of “C” and “D”, the weakest neighbours"
    after, analysis = mended(long, "too-many")
    assert after.factors["c"].label == "C & D"
    assert analysis.main_loop is not None
    assert analysis.main_loop.factors == ("a", "b", "c", "e", "f", "g")
    assert "too-many" not in codes(after)


def test_only_the_main_loop_is_counted() -> None:
    wheel = drawing("ab bc cd de ef fg ga da")
    assert codes(wheel).count("too-many") == 1
    assert said(with_link(wheel, "ef", weight=0.4), "too-many") == []


def test_the_story_starts_where_the_first_push_lands() -> None:
    wheel = drawing("ab bc ca", wheel={"start": None})
    (diagnosis,) = found(wheel, "no-start")
    assert diagnosis.finding.fix == "Let the story start with “A”"
    pushed = wheel.with_records("pushes", [Push(id="p1", factor="b", impulse=1.0)])
    after, _ = mended(pushed, "no-start")
    assert after.wheels["main"].start == "b"
    assert "no-start" not in codes(after)


def test_without_a_push_the_story_starts_at_twelve_o_clock() -> None:
    places = {
        "a": {"x": 240.0, "y": 0.0},
        "b": {"x": 0.0, "y": 240.0},
        "c": {"x": 10.0, "y": -240.0},
    }
    wheel = drawing("ab bc ca", factors=places, wheel={"start": None})
    assert found(wheel, "no-start")[0].finding.fix == "Let the story start with “C”"


def test_a_hub_is_no_start() -> None:
    wheel = drawing("ha ab bh", factors={"h": {"role": "hub"}}, wheel={"start": None})
    assert "“H”" not in found(wheel, "no-start")[0].finding.fix


def test_a_link_without_a_reason_focuses_the_reason() -> None:
    wheel = with_link(drawing("ab bc ca"), "bc", reason=" ")
    (diagnosis,) = found(wheel, "no-reason")
    assert diagnosis.finding.message.startswith("“B” → “C” gives no reason")
    assert diagnosis.finding.links == ("bc",)
    assert diagnosis.focus == Focus("links", "bc", "reason")
    assert diagnosis.command is None
    assert diagnosis.key == "no-reason:bc"
    assert said(drawing("ab bc ca"), "no-reason") == []


def test_many_links_without_a_reason_are_one_sentence() -> None:
    wheel = ring(7, link={"reason": ""})
    (diagnosis,) = found(wheel, "no-reason")
    assert diagnosis.finding.message.startswith("7 links give no reason, “A” → “B” first")
    assert len(diagnosis.finding.links) == 7
    assert len(said(ring(6, link={"reason": ""}), "no-reason")) == 6


def test_a_link_that_is_switched_off_needs_no_reason() -> None:
    assert said(with_link(drawing("ab ba ac?"), "ac", reason=""), "no-reason") == []


def test_evidence_and_confidence_count_on_the_main_loop() -> None:
    proven = {"evidence": (Evidence(text="study"),)}
    wheel = drawing("ab bc ca as", link=proven)
    assert said(wheel, "unproven") == []
    (diagnosis,) = found(with_link(wheel, "bc", evidence=()), "unproven")
    assert diagnosis.finding.links == ("bc",)
    assert diagnosis.focus == Focus("links", "bc", "evidence")
    (rated,) = found(with_link(wheel, "bc", confidence="unproven"), "unproven")
    assert "rated unproven" in rated.finding.message
    assert said(with_link(wheel, "as", evidence=(), confidence="unproven"), "unproven") == []


def test_links_without_evidence_are_told_in_one_sentence() -> None:
    (message,) = said(drawing("ab bc ca"), "unproven")
    assert message.startswith("On the main loop no evidence speaks for 3 links: “A” → “B”, ")


def test_a_hand_off_is_a_link_from_one_owner_to_another() -> None:
    owners = {"a": {"owner": "Sales"}, "b": {"owner": "sales "}, "c": {"owner": "Delivery"}}
    messages = said(drawing("ab bc ca", factors=owners), "cross-owner")
    assert [message.split(":")[0] for message in messages] == [
        "“B” → “C” passes from sales to Delivery",
        "“C” → “A” passes from Delivery to Sales",
    ]
    same = {key: {"owner": "Sales"} for key in "abc"}
    assert said(drawing("ab bc ca", factors=same), "cross-owner") == []


def test_a_factor_without_an_owner_belongs_to_that_of_its_wheel_or_to_nobody() -> None:
    owners = {"a": {"owner": "Sales"}}
    assert said(drawing("ab bc ca", factors=owners), "cross-owner") == []
    marketing = drawing("ab bc ca", factors=owners, wheel={"owner": "Marketing"})
    assert len(said(marketing, "cross-owner")) == 2


@pytest.mark.parametrize("links", ["ab- ba-", "ab- ca ac ba-"])
def test_a_name_with_a_direction_at_a_negative_link_reads_as_a_double_negative(links: str) -> None:
    wheel = drawing(links, factors={"a": {"label": "Lower prices"}})
    (diagnosis,) = found(wheel, "label-has-direction")
    assert "“Lower prices” says more or less already" in diagnosis.finding.message
    assert diagnosis.focus == Focus("factors", "a", "label")
    neutral = drawing(links, factors={"a": {"label": "Prices"}})
    assert said(neutral, "label-has-direction") == []


def test_a_name_with_a_direction_at_positive_links_is_fine() -> None:
    wheel = drawing("ab ba bc- cb-", factors={"a": {"label": "Lower prices"}})
    assert said(wheel, "label-has-direction") == []


def test_two_factors_of_one_name_become_one() -> None:
    names = {"a": {"label": "Traffic"}, "c": {"label": "traffic \n"}}
    wheel = drawing("ab bc cd da", factors=names)
    (diagnosis,) = found(wheel, "duplicate-factor")
    assert diagnosis.finding.severity == "warning"
    assert diagnosis.finding.factors == ("a", "c")
    assert diagnosis.finding.message.startswith("2 factors are called “Traffic”")
    after, _ = mended(wheel, "duplicate-factor")
    assert list(after.factors) == ["a", "b", "d"]
    assert "duplicate-factor" not in codes(after)


def test_unnamed_factors_are_no_duplicates() -> None:
    assert (
        said(drawing("ab ba", factors={"a": {"label": ""}, "b": {"label": ""}}), "duplicate-factor")
        == []
    )
