"""What stands for what while a wheel is folded."""

import pytest

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.commands.folding import fold_wheel, move_into_wheel, open_wheel
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import (
    bundle_of,
    is_gear,
    opened,
    shown_items,
    stand_in,
)
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Band, Factor, Link, Note, Wheel
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.storage.codec import decode, encode
from flywheel_studio.storage.templates import load_template


@pytest.fixture
def two_wheels() -> Flywheel:
    """Wheel "a" with a1 and a2, wheel "b" with b1 and b2, four links between and one in each."""
    factors = [
        Factor(id="a1", label="A1", wheel="a", x=0.0, y=-200.0),
        Factor(id="a2", label="A2", wheel="a", x=0.0, y=200.0),
        Factor(id="b1", label="B1", wheel="b", x=900.0, y=-200.0),
        Factor(id="b2", label="B2", wheel="b", x=900.0, y=200.0),
    ]
    links = [
        Link(id="in-a", source="a1", target="a2"),
        Link(id="in-b", source="b1", target="b2"),
        Link(id="ab1", source="a1", target="b1"),
        Link(id="ab2", source="a2", target="b2"),
        Link(id="minus", source="a2", target="b1", polarity="-"),
        Link(id="back", source="b2", target="a1"),
    ]
    return Flywheel(
        wheels={
            "a": Wheel(id="a", title="Amazon", radius=200.0),
            "b": Wheel(id="b", title="Sellers", x=900.0, radius=200.0, style={"title": "below"}),
        },
        factors={factor.id: factor for factor in factors},
        links={link.id: link for link in links},
        bands={"b1": Band(id="b1", wheel="b", label="Attract")},
        texts={"t1": Note(id="t1", wheel="b", text="Hidden"), "t2": Note(id="t2", text="Seen")},
    )


def test_folding_and_opening_gives_the_same_bytes_back(two_wheels):
    before = encode(two_wheels)
    folded = fold_wheel(two_wheels, "b")
    assert encode(folded) != before
    assert encode(open_wheel(folded, "b")) == before
    assert encode(opened(fold_wheel(folded, "a"))) == before


def test_a_folded_wheel_travels_in_the_file(two_wheels):
    folded = fold_wheel(two_wheels, "a")
    read = decode(encode(folded))
    assert read.flywheel == folded and read.findings == ()


def test_what_is_no_plain_true_folds_nothing(two_wheels):
    for word in ("true", 1, [True], {"a": 1}, False, None):
        wheel = Wheel(id="a", style={"folded": word})
        changed = two_wheels.with_records("wheels", [wheel])
        assert stand_in(changed, ("factors", "a1")) == ("factors", "a1")
        assert opened(changed) is changed


@pytest.mark.parametrize("name", ["marketing-portfolio", "hyper-growth-sales", "amazon"])
def test_folding_never_changes_what_analysis_and_momentum_say(name):
    flywheel = load_template(name, "en")
    folded = flywheel
    for wheel in flywheel.wheels:
        folded = fold_wheel(folded, wheel)
    assert find_loops(causal_graph(folded)).loops == find_loops(causal_graph(flywheel)).loops
    runs = [run(dynamics_of(each), until=12.0, every=1.0) for each in (flywheel, folded)]
    assert (runs[0].speed == runs[1].speed).all()


def test_the_folded_wheel_stands_for_what_it_hides(two_wheels):
    folded = fold_wheel(two_wheels, "b")
    hidden = [("factors", "b1"), ("links", "in-b"), ("bands", "b1"), ("texts", "t1")]
    assert {stand_in(folded, item) for item in hidden} == {("wheels", "b")}
    seen = [("factors", "a1"), ("links", "in-a"), ("texts", "t2"), ("wheels", "a"), ("wheels", "b")]
    assert [stand_in(folded, item) for item in seen] == seen


def test_links_to_one_end_with_one_sign_are_drawn_as_one(two_wheels):
    both = fold_wheel(fold_wheel(two_wheels, "a"), "b")
    assert bundle_of(both, "ab2").links == ("ab1", "ab2")
    assert bundle_of(both, "minus").links == ("minus",)
    assert bundle_of(both, "ab1").beside == ("ab1", "minus", "back")
    assert stand_in(both, ("links", "ab2")) == ("links", "ab1")
    one = fold_wheel(two_wheels, "b")
    assert bundle_of(one, "ab1").links == ("ab1",) and bundle_of(one, "in-a") is None
    assert bundle_of(two_wheels, "ab1") is None


def test_links_that_are_drawn_as_one_are_chosen_as_one(two_wheels):
    both = fold_wheel(fold_wheel(two_wheels, "a"), "b")
    assert shown_items(both, [("links", "ab2")]) == {("links", "ab1"), ("links", "ab2")}
    assert shown_items(both, [("factors", "a1"), ("factors", "b2")]) == {
        ("wheels", "a"),
        ("wheels", "b"),
    }


def test_a_link_between_two_wheels_is_a_gear(two_wheels):
    assert [key for key, link in two_wheels.links.items() if is_gear(two_wheels, link)] == [
        "ab1",
        "ab2",
        "minus",
        "back",
    ]
    loose = two_wheels.with_records("factors", [Factor(id="a1", label="A1", x=0.0, y=0.0)])
    assert not is_gear(loose, loose.links["ab1"])


def test_factors_moved_into_a_wheel_take_the_last_slots_of_its_ring(two_wheels):
    moved = move_into_wheel(two_wheels, ["a1"], "b")
    assert moved.factors["a1"].wheel == "b"
    center = Point(900.0, 0.0)
    where = places(moved)
    assert all(abs(where[key].distance(center) - 200.0) < 0.01 for key in ("a1", "b1", "b2"))
    assert move_into_wheel(moved, ["a1"], "b") is moved


def test_there_is_no_folding_of_what_is_not_there(two_wheels):
    for command in (fold_wheel, open_wheel):
        with pytest.raises(CommandProblem):
            command(two_wheels, "nobody")
    with pytest.raises(CommandProblem):
        move_into_wheel(two_wheels, ["a1"], "nobody")
    with pytest.raises(CommandProblem):
        move_into_wheel(two_wheels, ["nobody"], "a")
