"""What a text with arrows does to a drawing: nothing twice, nothing moved that need not be."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.paste_graph import paste_graph
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.room import estimated_size
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interop.arrow_text import read_arrows
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Wheel

EMPTY = Flywheel(wheels={"main": Wheel(id="main")})
RING = "Traffic -> Sellers -> Selection -> Experience -> Traffic"


def pasted(flywheel: Flywheel, text: str, view: Box | None = None) -> Flywheel:
    after, _ = paste_graph(flywheel, read_arrows(text).flywheel, view)
    check(after)
    return after


def overlaps(flywheel: Flywheel) -> list[tuple[str, str]]:
    where = places(flywheel)
    boxes = {k: Box.around(where[k], *estimated_size(f)) for k, f in flywheel.factors.items()}
    return [(a, b) for a, b in combinations(boxes, 2) if boxes[a].overlaps(boxes[b])]


def links_of(flywheel: Flywheel) -> list[tuple[str, str, str]]:
    return [(link.source, link.polarity, link.target) for link in flywheel.links.values()]


def test_on_an_empty_paper_the_longest_strong_loop_stands_on_the_ring():
    after = pasted(EMPTY, f"{RING}\nTraffic -> Complaints (-)\nComplaints -| Traffic")
    order = ring_order(after, "main")
    assert order == ["traffic", "sellers", "selection", "experience"]
    assert places(after)["traffic"] == Point(0.0, -after.wheels["main"].radius)
    assert ("traffic", "-", "complaints") in links_of(after)
    assert not overlaps(after)


def test_a_factor_of_the_same_name_is_used_and_a_link_is_not_doubled():
    before = pasted(EMPTY, RING)
    after, new = paste_graph(
        before, read_arrows("TRAFFIC -> sellers\ntraffic -> Loyalty -> Experience").flywheel
    )
    assert list(after.factors) == [*before.factors, "loyalty"] and len(after.links) == 6
    assert new == {("factors", "loyalty")}
    for kind in ("factors", "links", "wheels"):
        for key, record in before.table(kind).items():
            assert after.table(kind)[key] is record
    assert not overlaps(after)


def test_a_link_with_the_other_sign_is_another_link():
    after = pasted(pasted(EMPTY, RING), "Traffic -| Sellers")
    assert ("traffic", "-", "sellers") in links_of(after)
    assert ("traffic", "+", "sellers") in links_of(after)


def test_where_nothing_is_new_nothing_changes_and_what_is_named_is_pointed_at():
    before = pasted(EMPTY, RING)
    after, named = paste_graph(before, read_arrows("Sellers -> Selection").flywheel)
    assert after is before
    assert named == {("factors", "sellers"), ("factors", "selection")}


def test_only_the_wheel_in_sight_is_looked_through_for_names():
    two = replace(pasted(EMPTY, RING))
    two = two.with_records("wheels", [Wheel(id="other", x=2_000.0)])
    after = pasted(two, "Traffic -> Sellers", Box(1_800.0, -200.0, 2_200.0, 200.0))
    assert after.factors["traffic-2"].wheel == after.factors["sellers-2"].wheel == "other"
    assert after.links["l5"].source == "traffic-2"


def test_what_turns_by_itself_stands_beside_everything():
    before = pasted(EMPTY, RING)
    after = pasted(before, "Users -> Data -> Product -> Users\nProduct -> Traffic")
    where = places(after)
    assert min(where[key].x for key in ("users", "data", "product")) > max(
        where[key].x for key in before.factors
    )
    assert all(after.factors[key] is record for key, record in before.factors.items())
    assert not overlaps(after)


def test_where_more_is_joined_than_stood_there_all_of_it_is_laid_out():
    before = pasted(EMPTY, "Traffic -> Sellers")
    after = pasted(before, "Sellers -> Selection -> Experience -> Growth -> Traffic")
    assert len(ring_order(after, "main")) == 5 and not overlaps(after)


def test_without_a_wheel_there_is_a_drawing_all_the_same():
    after = pasted(Flywheel(), RING)
    assert len(after.factors) == 4 and not overlaps(after)


def test_more_than_can_be_laid_out_stands_in_columns():
    chain = "\n".join(f"Factor {n} -> Factor {n + 1}" for n in range(80))
    after = pasted(pasted(EMPTY, RING), chain)
    assert len(after.factors) == 85 and not overlaps(after)


def test_too_much_is_refused_in_a_sentence():
    chain = " -> ".join(f"F{n}" for n in range(101))
    with pytest.raises(CommandProblem, match="101 factors; at most 100"):
        paste_graph(EMPTY, read_arrows(chain).flywheel)
    with pytest.raises(CommandProblem, match="2001 characters"):
        paste_graph(EMPTY, read_arrows("x" * 2001 + " -> y").flywheel)
    folded = EMPTY.with_records("wheels", [Wheel(id="main", style={"folded": True})])
    with pytest.raises(CommandProblem, match="folded"):
        paste_graph(folded, read_arrows("A -> B").flywheel)


NAMES = st.sampled_from("ABCDEFGHIJ")
TEXTS = st.lists(
    st.tuples(NAMES, st.sampled_from(["->", "-|"]), NAMES), min_size=1, max_size=14
).map(lambda rows: "\n".join(" ".join(row) for row in rows))


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_text_upon_text_names_and_links_everything_once_and_nothing_lies_on_anything(texts):
    flywheel = EMPTY
    for text in texts:
        flywheel = pasted(flywheel, text)
    labels = [factor.label for factor in flywheel.factors.values()]
    assert sorted(labels) == sorted(
        {word for text in texts for word in text.split() if word.isalpha()}
    )
    assert len(set(links_of(flywheel))) == len(flywheel.links)
    assert len(flywheel.links) == len({line for text in texts for line in text.splitlines()})
    assert not overlaps(flywheel)
