"""Two factors as one, and a ring that closes: nothing that was said is lost."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.closing import close_ring
from flywheel_studio.commands.merging import merge_factors, merge_neighbours, merge_same
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_of
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.placement import place_of
from flywheel_studio.model.records import (
    Activity,
    Evidence,
    Factor,
    Goal,
    Header,
    Link,
    Metric,
    NamedLoop,
    Push,
    Scenario,
    ScenarioChange,
    Wheel,
)

PLACES = {"a": (0.0, -240.0), "b": (240.0, 0.0), "c": (0.0, 240.0), "d": (-240.0, 0.0)}


@pytest.fixture
def ring() -> Flywheel:
    """A, B, C, D on a ring, with everything about B and C that a merger has to carry along."""
    factors = {
        key: Factor(id=key, label=key.upper(), wheel="main", x=x, y=y)
        for key, (x, y) in PLACES.items()
    }
    factors["b"] = Factor(
        id="b", label="B", wheel="main", x=240.0, y=0.0, note="first",
        activities=(Activity(id="a1", text="blog"),),
    )  # fmt: skip
    factors["c"] = Factor(
        id="c", label="C", wheel="main", x=0.0, y=240.0, note="second", score=7.0,
        metric=Metric(name="orders"), owner="Sales", activities=(Activity(id="a1", text="fair"),),
    )  # fmt: skip
    pairs = ("ab", "bc", "cd", "da")
    return Flywheel(
        header=Header(
            loops=(NamedLoop(links=pairs, name="Whole"),),
            dismissed=("unconnected:c", "no-start:main"),
        ),
        wheels={"main": Wheel(id="main", start="c", goal=Goal(text="Grow", factor="c"))},
        factors=factors,
        links={pair: Link(id=pair, source=pair[0], target=pair[1]) for pair in pairs},
        pushes={"p1": Push(id="p1", factor="c", impulse=1.0)},
        scenarios={
            "s1": Scenario(
                id="s1",
                changes=(
                    ScenarioChange(path="links.bc.weight", value=1),
                    ScenarioChange(path="links.cd.weight", value=1),
                ),
            )
        },
    )


def test_what_points_at_the_factor_that_goes_points_at_the_one_that_stays(ring: Flywheel) -> None:
    merged = merge_factors(ring, "b", "c")
    check(merged)
    assert list(merged.factors) == ["a", "b", "d"]
    assert [(link.source, link.target) for link in merged.links.values()] == [
        ("a", "b"), ("b", "d"), ("d", "a"),
    ]  # fmt: skip
    assert merged.pushes["p1"].factor == "b"
    assert merged.wheels["main"].start == "b"
    assert merged.wheels["main"].goal == Goal(text="Grow", factor="b")
    assert merged.header.loops == (NamedLoop(links=("ab", "cd", "da"), name="Whole"),)
    assert merged.header.dismissed == ("no-start:main",)
    assert [change.path for change in merged.scenarios["s1"].changes] == ["links.cd.weight"]


def test_what_both_say_is_kept(ring: Flywheel) -> None:
    b = merge_factors(ring, "b", "c").factors["b"]
    assert b.note == "first\nsecond"
    assert [(one.id, one.text) for one in b.activities] == [("a1", "blog"), ("a2", "fair")]
    assert (b.score, b.metric, b.owner) == (7.0, Metric(name="orders"), "Sales")
    c = merge_factors(ring, "c", "b").factors["c"]
    assert c.score == 7.0
    assert c.note == "second\nfirst"


def test_a_link_that_says_nothing_more_than_its_twin_goes_and_any_other_stays(
    ring: Flywheel,
) -> None:
    twins = ring.with_records(
        "links",
        [
            Link(id="xb", source="d", target="b", reason="because"),
            Link(id="xc", source="d", target="c"),
            Link(id="yb", source="b", target="a", weight=0.5),
            Link(id="yc", source="c", target="a", weight=0.7),
        ],
    ).with_header(loops=(NamedLoop(links=("da", "ab", "bc", "cd")), NamedLoop(links=("xc", "cd"))))
    merged = merge_factors(twins, "b", "c")
    assert set(merged.links) == {"ab", "cd", "da", "xb", "yb", "yc"}
    # The loop that ran over the link which went runs over its twin.
    assert [loop.links for loop in merged.header.loops] == [("da", "ab", "cd"), ("xb", "cd")]


@pytest.mark.parametrize(
    "fields", [{"reason": "why"}, {"evidence": (Evidence(text="x"),)}, {"delay": 2.0}]
)
def test_a_parallel_link_with_words_or_numbers_of_its_own_stays(
    ring: Flywheel, fields: dict[str, object]
) -> None:
    twins = ring.with_records(
        "links",
        [Link(id="xb", source="d", target="b"), Link(id="xc", source="d", target="c", **fields)],  # type: ignore[arg-type]
    )
    assert {"xb", "xc"} <= set(merge_factors(twins, "b", "c").links)


def test_neighbours_become_one_step_called_by_both_names_and_the_ring_closes_up(
    ring: Flywheel,
) -> None:
    merged = merge_neighbours(ring, "b", "c")
    # C is the start of the wheel: it stays, under both names in the order of the story.
    assert list(merged.factors) == ["a", "c", "d"]
    assert merged.factors["c"].label == "B & C"
    assert ring_order(merged, "main") == ["c", "d", "a"]
    angles = [
        round(angle_of(Point(0, 0), place_of(merged, merged.factors[key])), 1) for key in "cda"
    ]
    assert angles == [0.0, 120.0, 240.0]


def test_three_of_one_name_become_one(ring: Flywheel) -> None:
    merged = merge_same(ring, ["a", "b", "c"])
    check(merged)
    assert list(merged.factors) == ["a", "d"]
    assert [(link.source, link.target) for link in merged.links.values()] == [
        ("a", "d"),
        ("d", "a"),
    ]


@pytest.mark.parametrize(("keep", "gone"), [("a", "a"), ("a", "nobody"), ("nobody", "a")])
def test_nonsense_is_refused_in_a_sentence(ring: Flywheel, keep: str, gone: str) -> None:
    with pytest.raises(CommandProblem):
        merge_factors(ring, keep, gone)


def test_what_is_too_long_for_one_is_refused_and_not_cut(ring: Flywheel) -> None:
    for key in "bc":
        long = Factor(id=key, label=key, wheel="main", note=key * 1_500)
        ring = ring.with_records("factors", [long])
    with pytest.raises(CommandProblem, match="3001"):
        merge_factors(ring, "b", "c")


def test_a_ring_closes_with_one_link_and_only_once(ring: Flywheel) -> None:
    closed = close_ring(ring, "c", "a", "-", "more of it costs")
    assert closed.links["l1"] == Link(
        id="l1", source="c", target="a", polarity="-", reason="more of it costs"
    )
    assert close_ring(closed, "c", "a", "-") is closed
    asleep = ring.with_records(
        "links", [Link(id="ca", source="c", target="a", active=False, reason="so")]
    )
    woken = close_ring(asleep, "c", "a", reason="other")
    assert (woken.links["ca"].active, woken.links["ca"].reason) == (True, "so")
    with pytest.raises(CommandProblem):
        close_ring(ring, "a", "nobody")
