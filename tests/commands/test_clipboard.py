"""What copying and pasting do to a flywheel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.clipboard import (
    MOST_LINES,
    MOST_ON_RING,
    MOST_PARTS,
    lines_of,
    part_of,
    paste,
    paste_lines,
)
from flywheel_studio.commands.factors import add_factor, delete
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import add_shove
from flywheel_studio.commands.texts import add_text
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Wheel
from flywheel_studio.storage.codec import decode, encode

VIEW = Box(-600.0, -400.0, 600.0, 400.0)


@pytest.fixture
def chain() -> Flywheel:
    """Traffic -> Sellers -> Selection on the first wheel, a push, and a text."""
    flywheel = Flywheel(wheels={"main": Wheel(id="main")})
    for number, label in enumerate(("Traffic", "Sellers", "Selection")):
        flywheel = add_factor(flywheel, label=label, x=200.0 * number, y=0.0)
    flywheel = connect(flywheel, "traffic", "sellers", weight=0.75)
    flywheel = connect(flywheel, "sellers", "selection", polarity="-")
    return add_text(add_shove(flywheel, "sellers"), "A note", 0.0, 200.0)


def labels_of(flywheel: Flywheel, pasted) -> list[str]:
    return sorted(flywheel.factors[key].label for kind, key in pasted if kind == "factors")


def test_a_part_takes_along_what_hangs_between_its_factors_and_nothing_else(chain):
    part = part_of(chain, {"traffic", "sellers"})
    assert list(part.links) == ["l1"] and list(part.pushes) == ["p1"] and not part.texts
    check(part)


def test_a_part_travels_in_the_form_of_the_file(chain):
    part = part_of(chain, {"traffic", "sellers"}, {"t1"})
    loaded = decode(encode(part))
    assert loaded.findings == () and encode(loaded.flywheel) == encode(part)


def test_what_was_cut_comes_back_where_it_was_with_its_links_and_pushes(chain):
    part = part_of(chain, set(chain.factors))
    rest = delete(chain, factors=chain.factors)
    back, _ = paste(rest, part, VIEW)
    assert back.factors == chain.factors
    assert back.links == chain.links and back.pushes == chain.pushes


def test_what_is_pasted_on_top_of_itself_stands_beside_it(chain):
    part = part_of(chain, {"traffic"})
    once, first = paste(chain, part, VIEW)
    twice, second = paste(once, part, VIEW)
    where = places(twice)
    assert where["traffic-2"] == Point(10.0, 10.0) and where["traffic-3"] == Point(20.0, 20.0)
    assert first == {("factors", "traffic-2")} and second == {("factors", "traffic-3")}


def test_what_comes_from_out_of_sight_lands_in_the_middle_of_the_view(chain):
    part = part_of(chain, {"traffic", "sellers"})
    far = Box(5_000.0, 5_000.0, 6_000.0, 5_800.0)
    after, pasted = paste(chain, part, far)
    where = places(after)
    assert Box.spanning(where[key] for _, key in pasted).center == far.center


def test_pasted_factors_join_the_nearest_wheel(chain):
    other = Wheel(id="other", x=2_000.0, y=0.0)
    two = chain.with_records("wheels", [other])
    after, _ = paste(two, part_of(chain, {"traffic"}), Box(1_800.0, -200.0, 2_200.0, 200.0))
    assert after.factors["traffic-2"].wheel == "other"


def test_links_never_reach_from_what_is_pasted_to_what_was_there(chain):
    after, pasted = paste(chain, part_of(chain, {"sellers", "selection"}), VIEW)
    new = {key for _, key in pasted}
    for link in after.links.values():
        assert (link.source in new) == (link.target in new)


@given(st.sets(st.sampled_from(["traffic", "sellers", "selection"])), st.integers(1, 4))
def test_pasting_leaves_everything_that_was_there_as_it_was(chosen, times):
    flywheel = Flywheel(wheels={"main": Wheel(id="main")})
    for number, label in enumerate(("Traffic", "Sellers", "Selection")):
        flywheel = add_factor(flywheel, label=label, x=100.0 * number, y=0.0)
    flywheel = connect(connect(flywheel, "traffic", "sellers"), "sellers", "selection")
    part = part_of(flywheel, chosen)
    after = flywheel
    for _ in range(times if chosen else 0):
        after, pasted = paste(after, part, VIEW)
        check(after)
        assert labels_of(after, pasted) == sorted(flywheel.factors[k].label for k in chosen)
    for kind in ("factors", "links"):
        for key, record in flywheel.table(kind).items():
            assert after.table(kind)[key] is record


def test_nothing_and_too_much_are_refused_in_a_sentence(chain):
    with pytest.raises(CommandProblem, match="nothing that can be pasted"):
        paste(chain, Flywheel(), VIEW)
    one = add_factor(Flywheel(), label="x", x=0.0, y=0.0).factors["x"]
    many = Flywheel(factors={f"f{n}": replace(one, id=f"f{n}") for n in range(MOST_PARTS + 1)})
    with pytest.raises(CommandProblem, match="at most 2000"):
        paste(chain, many, VIEW)


def test_lines_become_factors_on_the_ring_in_their_order():
    flywheel, pasted = paste_lines(
        Flywheel(wheels={"main": Wheel(id="main")}), lines_of("Traffic\n\n  Sellers \nSelection")
    )
    order = ring_order(flywheel, "main")
    assert [flywheel.factors[key].label for key in order] == ["Traffic", "Sellers", "Selection"]
    assert places(flywheel)[order[0]] == Point(0.0, -flywheel.wheels["main"].radius)
    assert len(pasted) == 3


def test_lines_join_a_ring_that_stands_and_it_closes_up_to_equal_spacing(chain):
    ring, _ = paste_lines(Flywheel(wheels={"main": Wheel(id="main")}), ["A", "B", "C"])
    more, _ = paste_lines(ring, ["D"])
    assert [more.factors[key].label for key in ring_order(more, "main")] == ["A", "B", "C", "D"]
    where = places(more)
    radius = more.wheels["main"].radius
    assert where["b"].x == pytest.approx(radius, abs=0.01)


def test_more_lines_than_a_ring_can_carry_stand_apart_in_columns():
    flywheel, pasted = paste_lines(Flywheel(), [f"Line {n}" for n in range(MOST_ON_RING + 8)])
    where = list(places(flywheel).values())
    assert len(pasted) == MOST_ON_RING + 8
    assert min(a.distance(b) for a in where for b in where if a is not b) > 50.0


def test_marks_of_a_list_are_not_part_of_a_name():
    text = "• Traffic\n- Sellers\n3. Selection\n4) Experience\n-5 degrees\n2024 plan"
    assert lines_of(text) == (
        "Traffic",
        "Sellers",
        "Selection",
        "Experience",
        "-5 degrees",
        "2024 plan",
    )


def test_a_whole_book_is_refused_in_a_sentence():
    with pytest.raises(CommandProblem, match="101 lines"):
        lines_of("word\n" * (MOST_LINES + 1))
    with pytest.raises(CommandProblem, match="2001 characters"):
        paste_lines(Flywheel(), ["x" * 2001])
