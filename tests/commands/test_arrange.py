"""Order on the ring: twelve o'clock, clockwise, apart, and one slot further."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.commands.arrange import (
    add_next_on_ring,
    arrange_hub_and_spokes,
    arrange_on_ring,
    distribute_on_ring,
    ring_order,
    ring_slot,
)
from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.drawing.factor_shapes import factor_shape
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_of, on_ring
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Wheel
from flywheel_studio.storage.templates import load_template


def scattered(labels, *, x=100.0, y=-50.0, start=None):
    flywheel = Flywheel(wheels={"w1": Wheel(id="w1", x=x, y=y)})
    for number, label in enumerate(labels):
        flywheel = add_factor(flywheel, label=label, x=7.0 * number, y=3.0 * number)
    return flywheel.with_records("wheels", [Wheel(id="w1", x=x, y=y, start=start)])


def angles(flywheel):
    wheel = flywheel.wheels["w1"]
    return {
        key: angle_of(Point(wheel.x, wheel.y), point) for key, point in places(flywheel).items()
    }


def test_the_longest_loop_from_the_start_is_the_order_of_the_ring():
    flywheel = scattered("ABCDE", start="c")
    for source, target in ("ca", "ae", "eb", "bc", "ba", "cb", "bd"):
        flywheel = connect(flywheel, source, target)
    arranged = arrange_on_ring(flywheel)
    check(arranged)
    assert ring_order(arranged, "w1") == ["c", "a", "e", "b", "d"]
    found = angles(arranged)
    for slot, key in enumerate(["c", "a", "e", "b", "d"]):
        assert abs((found[key] - 72.0 * slot + 180.0) % 360.0 - 180.0) < 0.01


def test_without_links_the_order_is_that_of_the_file():
    arranged = arrange_on_ring(scattered("ABCDE"))
    assert ring_order(arranged, "w1") == list("abcde")
    assert places(arranged)["a"] == Point(100.0, -50.0 - arranged.wheels["w1"].radius)


def test_hubs_go_to_the_middle():
    flywheel = set_factor(scattered("ABCDE"), ["c"], role="hub")
    arranged = arrange_on_ring(flywheel)
    assert places(arranged)["c"] == Point(100.0, -50.0)
    assert ring_order(arranged, "w1") == list("abde")
    two = arrange_on_ring(set_factor(flywheel, ["d"], role="hub"))
    assert not _overlaps(two)


def _overlaps(flywheel):
    theme, where = theme_named("clean"), places(flywheel)
    boxes = [factor_shape(f, where[k], theme).box for k, f in flywheel.factors.items()]
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a.grown(6.0).overlaps(b.grown(6.0))
    ]


@given(
    st.integers(1, 40),
    st.sampled_from(
        ["Traffic", "Customer experience", "Lower cost structure for everyone", "W" * 30]
    ),
    st.booleans(),
)
def test_pills_stand_apart_however_many_they_are(count, label, has_hub):
    flywheel = scattered([label] * count)
    if has_hub:
        flywheel = set_factor(flywheel, [next(iter(flywheel.factors))], role="hub")
    arranged = arrange_on_ring(flywheel)
    check(arranged)
    assert not _overlaps(arranged)
    assert arranged.wheels["w1"].radius >= 240.0


def test_a_small_ring_keeps_its_radius():
    assert arrange_on_ring(scattered("ABCD")).wheels["w1"].radius == 240.0


def test_arranging_twice_is_arranging_once():
    once = arrange_on_ring(scattered(["A long label"] * 14))
    assert arrange_on_ring(once) == once


def test_chosen_factors_stand_in_the_given_order_and_the_rest_stays():
    flywheel = scattered("ABCDE")
    arranged = arrange_on_ring(flywheel, factors=["d", "b", "a"])
    assert ring_order(arranged, "w1")[:3] == ["d", "b", "a"]
    assert arranged.factors["e"] is flywheel.factors["e"]


def test_hub_and_spokes_puts_the_most_linked_in_the_middle():
    flywheel = scattered("ABCDE")
    for spoke in "abce":
        flywheel = connect(flywheel, "d", spoke)
    arranged = arrange_hub_and_spokes(flywheel)
    check(arranged)
    assert arranged.factors["d"].role == "hub"
    assert places(arranged)["d"] == Point(100.0, -50.0)
    assert arranged.wheels["w1"].layout == "hub-and-spoke"


def test_distributing_keeps_the_order_in_which_they_stand():
    flywheel = arrange_on_ring(scattered("ABCD"))
    moved = set_factor(flywheel, ["b"], x=120.0, y=-289.0)
    spread = distribute_on_ring(moved, list("abcd"))
    assert ring_order(spread, "w1") == list("abcd")
    gaps = sorted(angles(spread).values())
    assert all(math.isclose(b - a, 90.0, abs_tol=0.05) for a, b in pairwise(gaps))


def test_distributing_nothing_in_particular_leaves_what_is_off_the_ring_alone():
    flywheel = arrange_on_ring(scattered("ABCD"))
    wheel = flywheel.wheels["w1"]
    place = on_ring(Point(wheel.x, wheel.y), wheel.radius, 40.0)
    moved = set_factor(flywheel, ["b"], x=place.x, y=place.y)
    moved = set_factor(moved, ["d"], x=30.0, y=20.0)
    spread = distribute_on_ring(moved)
    assert places(spread)["d"] == Point(30.0, 20.0)
    assert ring_order(spread, "w1") == list("abc")
    gaps = sorted(value for key, value in angles(spread).items() if key != "d")
    assert all(math.isclose(b - a, 120.0, abs_tol=0.05) for a, b in pairwise(gaps))


def test_what_is_distributed_makes_room_among_what_stands_on_the_ring():
    flywheel = arrange_on_ring(scattered("ABCD"))
    moved = set_factor(flywheel, ["d"], x=-60.0, y=0.0)
    spread = distribute_on_ring(moved, ["d"])
    assert ring_order(spread, "w1") == list("abcd")
    gaps = sorted(angles(spread).values())
    assert all(math.isclose(b - a, 90.0, abs_tol=0.05) for a, b in pairwise(gaps))
    assert not _overlaps(spread)


def test_distributing_keeps_every_factor_on_the_ring_of_its_own_wheel():
    flywheel = load_template("marketing-portfolio", "en")
    spread = distribute_on_ring(flywheel)
    for wheel in flywheel.wheels:
        assert set(ring_order(spread, wheel)) == set(ring_order(flywheel, wheel))
    both = distribute_on_ring(flywheel, ["first-users", "questions"])
    assert "first-users" in ring_order(both, "launch")
    assert "questions" in ring_order(both, "webinar")


def test_the_next_on_the_ring_is_linked_and_the_others_glide():
    flywheel = arrange_on_ring(scattered("ABC"))
    after = add_next_on_ring(flywheel, "a", "New")
    check(after)
    assert ring_order(after, "w1") == ["a", "new", "b", "c"]
    assert [(k.source, k.target) for k in after.links.values()] == [("a", "new")]
    assert not _overlaps(after)


def test_an_empty_ring_comes_to_the_factor_that_gets_its_next():
    flywheel = scattered("A")
    flywheel = set_factor(flywheel, ["a"], x=35.0, y=-150.0)
    after = add_next_on_ring(flywheel, "a", "New")
    check(after)
    assert ring_order(after, "w1") == ["a", "new"]
    assert places(after)["a"] == Point(35.0, -150.0)
    assert not _overlaps(after)
    third = add_next_on_ring(after, "new", "Newer")
    assert ring_order(third, "w1") == ["a", "new", "newer"]
    assert places(third)["a"] == Point(35.0, -150.0)


def test_the_next_after_a_hub_takes_the_last_slot():
    flywheel = arrange_on_ring(set_factor(scattered("ABC"), ["a"], role="hub"))
    assert ring_order(add_next_on_ring(flywheel, "a", "New"), "w1") == ["b", "c", "new"]


def test_a_point_between_two_slots_means_the_slot_between_them():
    flywheel = arrange_on_ring(scattered("ABCD"))
    assert ring_slot(flywheel, "w1", Point(300.0, -200.0)) == 1
    assert ring_slot(flywheel, "w1", Point(-100.0, -200.0)) == 4


def test_a_document_without_wheels_can_be_arranged_too():
    flywheel = Flywheel()
    for label in "ABC":
        flywheel = add_factor(flywheel, label=label, x=0, y=0)
    arranged = arrange_on_ring(flywheel)
    check(arranged)
    assert places(arranged)["a"] == Point(0.0, -240.0)


def test_unknown_names_are_refused():
    with pytest.raises(CommandProblem):
        arrange_on_ring(scattered("AB"), wheel_id="w9")
    with pytest.raises(CommandProblem):
        distribute_on_ring(scattered("AB"), ["z"])
