"""In line, at equal distances, at one size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.commands.align import align, distribute, same_size
from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.texts import add_text
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places

SIZES = {"a": (100.0, 40.0), "b": (160.0, 40.0), "c": (60.0, 80.0)}


def three(spots) -> Flywheel:
    flywheel = Flywheel()
    for key, (x, y) in zip(SIZES, spots, strict=True):
        flywheel = add_factor(flywheel, label=key, x=x, y=y)
    return flywheel


def boxes(flywheel: Flywheel):
    return {
        ("factors", key): Box.around(places(flywheel)[key], *SIZES[key]) for key in flywheel.factors
    }


@pytest.mark.parametrize(
    ("edge", "name"),
    [("left", "left"), ("right", "right"), ("top", "top"), ("bottom", "bottom")],
)
def test_an_edge_is_that_of_the_outermost(edge, name):
    flywheel = three([(0.0, 0.0), (300.0, 50.0), (120.0, 400.0)])
    before = [getattr(box, name) for box in boxes(flywheel).values()]
    after = boxes(align(flywheel, boxes(flywheel), edge))
    wanted = min(before) if edge in ("left", "top") else max(before)
    assert [getattr(box, name) for box in after.values()] == pytest.approx([wanted] * 3)


def test_aligning_centres_leaves_the_other_axis_alone():
    flywheel = three([(0.0, 0.0), (300.0, 50.0), (120.0, 400.0)])
    after = places(align(flywheel, boxes(flywheel), "center"))
    assert len({place.x for place in after.values()}) == 1
    assert [place.y for place in after.values()] == [0.0, 50.0, 400.0]


def test_distributing_leaves_the_outermost_and_makes_the_gaps_equal():
    flywheel = three([(0.0, 0.0), (300.0, 50.0), (700.0, 0.0)])
    after = boxes(distribute(flywheel, boxes(flywheel), "across"))
    a, b, c = (after["factors", key] for key in "abc")
    assert a.center.x == 0.0 and c.center.x == 700.0
    assert b.left - a.right == pytest.approx(c.left - b.right)


SPOT = st.floats(-500.0, 500.0, allow_nan=False, width=16)


@given(st.tuples(*[st.tuples(SPOT, SPOT)] * 3), st.sampled_from(["across", "down"]))
def test_distributing_twice_is_distributing_once(spots, axis):
    flywheel = three(spots)
    once = distribute(flywheel, boxes(flywheel), axis)
    twice = distribute(once, boxes(once), axis)
    for key, place in places(once).items():
        assert place.distance(places(twice)[key]) < 0.01


@given(st.tuples(*[st.tuples(SPOT, SPOT)] * 3), st.sampled_from(["left", "middle", "bottom"]))
def test_aligning_twice_is_aligning_once(spots, edge):
    flywheel = three(spots)
    once = align(flywheel, boxes(flywheel), edge)
    twice = align(once, boxes(once), edge)
    for key, place in places(once).items():
        assert place.distance(places(twice)[key]) < 0.01


def test_texts_are_aligned_too():
    flywheel = add_text(three([(0.0, 0.0), (300.0, 0.0), (600.0, 0.0)]), "Words", 50.0, 80.0)
    where = {("texts", "t1"): Box(50.0, 80.0, 150.0, 100.0), **boxes(flywheel)}
    after = align(flywheel, where, "left")
    assert Point(after.texts["t1"].x, after.texts["t1"].y) == Point(-50.0, 80.0)


def test_one_alone_stays_where_it_is():
    flywheel = three([(0.0, 0.0), (300.0, 0.0), (600.0, 0.0)])
    one = {("factors", "a"): boxes(flywheel)["factors", "a"]}
    assert align(flywheel, one, "left") is flywheel
    assert distribute(flywheel, one, "down") is flywheel


def test_the_same_size_is_that_of_most_and_of_two_the_larger():
    flywheel = three([(0.0, 0.0), (300.0, 0.0), (600.0, 0.0)])
    flywheel = set_factor(flywheel, ["a"], style={"size": "large", "shape": "box"})
    most = same_size(flywheel, ["a", "b", "c"])
    assert most.factors["a"].style == {"size": "medium", "shape": "box"}
    assert most.factors["b"] is flywheel.factors["b"]
    assert same_size(flywheel, ["a", "b"]).factors["b"].style == {"size": "large"}
