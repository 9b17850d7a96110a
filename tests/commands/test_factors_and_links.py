"""Commands make the next flywheel, leave the last one alone, and refuse nonsense in a sentence."""

import math

import pytest

from flywheel_studio.commands.document import add_wheel, set_run, set_wheel
from flywheel_studio.commands.duplicate import duplicate
from flywheel_studio.commands.factors import (
    add_factor,
    delete,
    move_factors,
    rename_factor,
    set_factor,
)
from flywheel_studio.commands.links import (
    bend_link,
    connect,
    flip_polarity,
    give_range,
    reverse_link,
    set_link,
    switch_link,
)
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import add_push, add_shove, set_push
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import (
    Band,
    Factor,
    Goal,
    Header,
    Link,
    NamedLoop,
    Note,
    Push,
    Scenario,
    ScenarioChange,
    Wheel,
)


@pytest.fixture
def wheel():
    """a -> b -> c -> a, and something of every kind that points at a."""
    return Flywheel(
        header=Header(
            loops=(NamedLoop(links=("l1", "l2", "l3"), name="All"), NamedLoop(links=("l4",))),
            dismissed=("no-reason:l1", "too-few:a:b", "no-goal:c"),
        ),
        wheels={
            "w1": Wheel(id="w1", start="a", goal=Goal(text="Grow", factor="a")),
            "w2": Wheel(id="w2", parent="w1"),
        },
        factors={key: Factor(id=key, label=key.upper(), wheel="w1") for key in "abc"},
        links={
            "l1": Link(id="l1", source="a", target="b"),
            "l2": Link(id="l2", source="b", target="c"),
            "l3": Link(id="l3", source="c", target="a"),
            "l4": Link(id="l4", source="b", target="b"),
        },
        pushes={"p1": Push(id="p1", factor="a"), "p2": Push(id="p2", factor="b")},
        bands={"b1": Band(id="b1", wheel="w1")},
        texts={"t1": Note(id="t1", wheel="w1", text="Words"), "t2": Note(id="t2", text="Loose")},
        scenarios={
            "s1": Scenario(
                id="s1",
                changes=(
                    ScenarioChange(path="factors.a.friction", value=0.1),
                    ScenarioChange(path="links.l1.weight", value=0.1),
                    ScenarioChange(path="pushes.p1.impulse", value=2),
                    ScenarioChange(path="factors.b.friction", value=0.2),
                    ScenarioChange(path="run.until", value=12),
                ),
            )
        },
    )


def test_deleting_a_factor_takes_with_it_whatever_points_at_it(wheel):
    after = delete(wheel, factors=["a"])
    check(after)
    assert list(after.links) == ["l2", "l4"] and list(after.pushes) == ["p2"]
    assert after.wheels["w1"].start is None
    assert after.wheels["w1"].goal == Goal(text="Grow", factor=None)
    assert [loop.links for loop in after.header.loops] == [("l4",)]
    assert [change.path for change in after.scenarios["s1"].changes] == [
        "factors.b.friction",
        "run.until",
    ]
    assert after.header.dismissed == ("no-goal:c",)


def test_what_a_deletion_leaves_alone_is_the_very_same(wheel):
    after = delete(wheel, factors=["a"])
    assert after.factors["b"] is wheel.factors["b"]
    assert after.links["l2"] is wheel.links["l2"]
    assert after.wheels["w2"] is wheel.wheels["w2"]
    assert after.texts is wheel.texts and after.bands is wheel.bands


def test_deleting_a_wheel_takes_what_stands_in_it(wheel):
    after = delete(wheel, wheels=["w1"])
    check(after)
    assert not after.factors and not after.links and not after.pushes and not after.bands
    assert list(after.texts) == ["t2"] and after.wheels["w2"].parent is None


def test_deleting_nothing_is_no_change(wheel):
    assert delete(wheel, factors=["nobody"], links=["l9"]) is wheel


def test_a_new_factor_has_an_id_made_from_its_name_and_stands_on_the_grid():
    one = add_factor(Flywheel(), label=" Customer experience ", x=1.23456, y=-0.0)
    factor = one.factors["customer-experience"]
    assert (factor.label, factor.x, factor.y) == ("Customer experience", 1.235, 0.0)
    assert math.copysign(1.0, factor.y) == 1.0
    two = add_factor(one, label="Customer experience", x=0, y=0)
    assert list(two.factors) == ["customer-experience", "customer-experience-2"]
    assert list(add_factor(two, label="顧客", x=0, y=0).factors)[-1] == "f1"
    check(two)


def test_a_new_factor_joins_the_first_wheel(wheel):
    assert add_factor(wheel, label="D", x=0, y=0).factors["d"].wheel == "w1"
    assert add_factor(wheel, label="D", x=0, y=0, wheel="w2").factors["d"].wheel == "w2"
    with pytest.raises(CommandProblem, match="w9"):
        add_factor(wheel, label="D", x=0, y=0, wheel="w9")


def test_the_first_wheel_takes_the_factors_that_had_none():
    loose = add_factor(Flywheel(), label="A", x=0, y=0)
    assert add_wheel(loose, "Wheel").factors["a"].wheel == "w1"


def test_setting_what_is_set_already_is_no_change(wheel):
    assert set_factor(wheel, ["a"], friction=0.5, label="A") is wheel
    assert move_factors(move_factors(wheel, {"a": Point(1, 2)}), {"a": Point(1, 2)}).factors[
        "a"
    ] == Factor(id="a", label="A", wheel="w1", x=1.0, y=2.0)
    assert set_link(wheel, ["l1"], weight=0.5) is wheel
    assert set_run(wheel, until=36) is wheel
    assert rename_factor(wheel, "a", "A ") is wheel


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mass": 0.0}, "Mass must be above 0."),
        ({"friction": -0.1}, "Friction must be at least 0."),
        ({"score": 11.0}, "Score must be at most 10."),
        ({"capacity": 0}, "Ceiling must be above 0."),
        ({"initial": math.nan}, "Initial speed must be a finite number."),
        ({"friction": math.inf}, "Friction must be a finite number."),
        ({"label": "x" * 2001}, "2001"),
        ({"label": "\ud800"}, "half a character"),
        ({"friction": "much"}, "Friction cannot be"),
        ({"wheel": "w9"}, "w9"),
    ],
)
def test_a_value_out_of_range_is_refused_in_one_sentence(wheel, fields, words):
    with pytest.raises(CommandProblem, match=r"\A[^\n]*\Z") as caught:
        set_factor(wheel, ["a"], **fields)
    assert words in str(caught.value)


def test_whole_numbers_are_numbers(wheel):
    assert set_factor(wheel, ["a"], friction=1).factors["a"].friction == 1.0
    check(set_factor(wheel, ["a", "b"], capacity=3, score=5))


def test_connecting_gives_the_first_free_id_and_refuses_missing_ends(wheel):
    assert list(connect(wheel, "a", "c").links)[-1] == "l5"
    assert list(connect(delete(wheel, links=["l2"]), "a", "c").links)[-1] == "l2"
    for ends in (("a", "z"), ("z", "a")):
        with pytest.raises(CommandProblem, match="z"):
            connect(wheel, *ends)
    with pytest.raises(CommandProblem):
        connect(wheel, "a", "b", polarity="x")
    with pytest.raises(CommandProblem):
        connect(wheel, "a", "b", weight=-1)


def test_parallel_links_and_links_to_itself_are_allowed(wheel):
    check(connect(connect(wheel, "a", "a"), "a", "b", "-", 0.7))


def test_reversing_twice_is_nothing_and_keeps_the_bend_on_its_side(wheel):
    bent = bend_link(wheel, "l1", 0.25)
    turned = reverse_link(bent, "l1")
    assert (turned.links["l1"].source, turned.links["l1"].bend) == ("b", -0.25)
    assert reverse_link(turned, "l1") == bent
    assert bend_link(bent, "l1", None).links["l1"].bend is None


def test_flipping_and_switching(wheel):
    assert flip_polarity(wheel, "l1").links["l1"].is_negative
    assert flip_polarity(flip_polarity(wheel, "l1"), "l1") == wheel
    off = switch_link(wheel, ["l1", "l2"], active=False)
    assert [link.active for link in off.links.values()] == [False, False, True, True]


def test_a_weight_takes_its_own_range_along_but_a_bad_range_is_refused(wheel):
    ranged = set_link(wheel, ["l1"], weight_low=0.4, weight_high=0.6)
    moved = set_link(ranged, ["l1"], weight=0.9)
    assert (moved.links["l1"].weight_low, moved.links["l1"].weight_high) == (0.4, 0.9)
    check(moved)
    with pytest.raises(CommandProblem, match="above the likely one"):
        set_link(wheel, ["l1"], weight_low=0.8)
    with pytest.raises(CommandProblem, match="below the likely one"):
        set_link(wheel, ["l1"], weight_high=0.4)


def test_a_range_is_given_as_a_share_of_each_weight_and_taken_away_again(wheel):
    uneven = set_link(wheel, ["l2"], weight=0.7)
    ranged = give_range(uneven, ["l1", "l2"], 0.2)
    ends = [(link.weight_low, link.weight_high) for link in ranged.links.values()]
    assert ends[:2] == [(0.4, 0.6), (0.56, 0.84)] and ends[2] == (None, None)
    check(ranged)
    assert give_range(ranged, ["l1", "l2"], 0.2) is ranged
    assert give_range(ranged, ["l1", "l2"], None) == uneven
    with pytest.raises(CommandProblem, match="share"):
        give_range(set_link(wheel, ["l1"], weight=0.0), ["l1"], 0.2)


def test_pushes(wheel):
    shoved = add_shove(wheel, "a", 2.0, start=3)
    assert shoved.pushes["p3"] == Push(id="p3", factor="a", impulse=2.0, start=3.0)
    pushed = add_push(shoved, "b", 0.3, duration=12)
    assert pushed.pushes["p4"].duration == 12.0
    assert set_push(pushed, ["p4"], active=False).pushes["p4"].active is False
    with pytest.raises(CommandProblem):
        add_shove(wheel, "z")
    with pytest.raises(CommandProblem, match="Start"):
        set_push(wheel, ["p1"], start=-1)


def test_a_wheel_cannot_serve_itself(wheel):
    with pytest.raises(CommandProblem, match="itself"):
        set_wheel(wheel, "w1", parent="w2")


def test_copies_keep_the_links_among_them(wheel):
    after, copies = duplicate(wheel, factors=["a", "b"], texts=["t2"])
    check(after)
    assert copies["factors", "a"] == ("factors", "a-2")
    added = [after.links[key] for key in after.links if key not in wheel.links]
    assert {(link.source, link.target) for link in added} == {("a-2", "b-2"), ("b-2", "b-2")}
    assert after.texts["t3"].x == 10.0 and after.pushes is wheel.pushes
