"""What no command may leave behind, and that a check after a change sees as much as a full one."""

import math

import pytest

from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import Broken, check
from flywheel_studio.model.records import (
    Activity,
    Band,
    Factor,
    Goal,
    Header,
    Link,
    NamedLoop,
    Note,
    Push,
    Run,
    Scenario,
    ScenarioChange,
    Wheel,
)

SOUND = Flywheel(
    header=Header(title="Sound", loops=(NamedLoop(links=("l1",)),)),
    wheels={"w1": Wheel(id="w1", start="a", goal=Goal(factor="b"))},
    factors={
        "a": Factor(id="a", label="A", wheel="w1", activities=(Activity(id="a1"),)),
        "b": Factor(id="b", label="B"),
    },
    links={"l1": Link(id="l1", source="a", target="b")},
    pushes={"p1": Push(id="p1", factor="a")},
    bands={"b1": Band(id="b1", wheel="w1")},
    texts={"t1": Note(id="t1", wheel="w1", text="Words")},
    scenarios={"s1": Scenario(id="s1", changes=(ScenarioChange(path="links.l1.weight"),))},
)

BAD_RECORDS = [
    ("wheels", Wheel(id="w1", radius=0.0), "wheels.w1"),
    ("wheels", Wheel(id="w1", parent="w9"), "wheels.w1.parent"),
    ("wheels", Wheel(id="w1", parent="w1"), "wheels.w1.parent"),
    ("wheels", Wheel(id="w1", start="z"), "wheels.w1.start"),
    ("wheels", Wheel(id="w1", goal=Goal(factor="z")), "wheels.w1.goal.factor"),
    ("factors", Factor(id="a", wheel="w9"), "factors.a.wheel"),
    ("factors", Factor(id="a", mass=0.0), "factors.a"),
    ("factors", Factor(id="a", friction=-0.1), "factors.a"),
    ("factors", Factor(id="a", score=10.5), "factors.a"),
    ("factors", Factor(id="a", capacity=0.0), "factors.a"),
    ("factors", Factor(id="a", initial=math.nan), "factors.a"),
    ("factors", Factor(id="a", x=1e6 + 1), "factors.a"),
    ("factors", Factor(id="a", y=math.inf), "factors.a"),
    ("factors", Factor(id="a", label=None), "factors.a"),
    ("factors", Factor(id="a", label="x" * 2001), "factors.a"),
    ("factors", Factor(id="a", label="bell\x07"), "factors.a.label"),
    ("factors", Factor(id="a", label="e\u0301"), "factors.a.label"),
    ("factors", Factor(id="a", label="half \ud83d"), "factors.a.label"),
    ("factors", Factor(id="a", activities=(Activity(id="x"), Activity(id="x"))), "activities"),
    ("factors", Factor(id="a", activities=(Activity(id="x", strength=-1.0),)), "factors.a"),
    ("factors", Factor(id="a b"), "factors.a b.id"),
    ("factors", Factor(id=""), "factors."),
    ("links", Link(id="l1", source="z", target="b"), "links.l1.source"),
    ("links", Link(id="l1", source="a", target="z"), "links.l1.target"),
    ("links", Link(id="l1", source="a", target="b", polarity="x"), "links.l1.polarity"),
    ("links", Link(id="l1", source="a", target="b", weight=-1.0), "links.l1"),
    ("links", Link(id="l1", source="a", target="b", weight_low=0.6), "links.l1.weight_low"),
    ("links", Link(id="l1", source="a", target="b", weight_high=0.4), "links.l1.weight_high"),
    ("links", Link(id="l1", source="a", target="b", delay=math.inf), "links.l1"),
    ("pushes", Push(id="p1", factor="z"), "pushes.p1.factor"),
    ("pushes", Push(id="p1", factor="a", start=-1.0), "pushes.p1"),
    ("bands", Band(id="b1", wheel="w9"), "bands.b1.wheel"),
    ("texts", Note(id="t1", wheel="w9"), "texts.t1.wheel"),
    ("texts", Note(id="t1", width=0.0), "texts.t1"),
    ("scenarios", Scenario(id="s1", changes=(ScenarioChange(path="links.l9.weight"),)), "s1"),
]


def test_a_sound_flywheel_passes():
    check(SOUND)
    check(Flywheel())
    check(SOUND, difference(Flywheel(), SOUND))


@pytest.mark.parametrize(("kind", "record", "place"), BAD_RECORDS)
def test_a_bad_record_is_named_by_the_full_check_and_by_that_of_the_change(kind, record, place):
    broken = SOUND.with_records(kind, [record])
    for change in (None, difference(SOUND, broken)):
        with pytest.raises(Broken) as caught:
            check(broken, change)
        assert place in caught.value.place


@pytest.mark.parametrize(
    ("kind", "key"), [("factors", "a"), ("factors", "b"), ("links", "l1"), ("wheels", "w1")]
)
def test_removing_a_record_that_something_points_at_is_seen(kind, key):
    broken = SOUND.without(kind, [key])
    for change in (None, difference(SOUND, broken)):
        with pytest.raises(Broken):
            check(broken, change)


@pytest.mark.parametrize(
    "header",
    [
        Header(loops=(NamedLoop(links=("l9",)),)),
        Header(run=Run(until=0.0)),
        Header(palette=("red",)),
        Header(title="\x00"),
    ],
)
def test_a_bad_header_is_seen(header):
    broken = Flywheel(header=header)
    for change in (None, difference(Flywheel(), broken)):
        with pytest.raises(Broken):
            check(broken, change)


def test_a_circle_of_parents_is_seen():
    wheels = {
        "a": Wheel(id="a", parent="b"),
        "b": Wheel(id="b", parent="c"),
        "c": Wheel(id="c", parent="a"),
    }
    with pytest.raises(Broken, match="circle"):
        check(Flywheel(wheels=wheels))


def test_a_record_under_another_key_or_of_another_kind_is_seen():
    with pytest.raises(Broken):
        check(Flywheel(factors={"a": Factor(id="b")}))
    with pytest.raises(Broken):
        check(Flywheel(factors={"a": Link(id="a")}))


def test_a_check_after_a_change_does_not_look_at_what_it_did_not_touch():
    """An old wound does not forbid every other edit."""
    wounded = Flywheel(factors={"a": Factor(id="a", mass=-1.0), "b": Factor(id="b")})
    moved = wounded.with_records("factors", [Factor(id="b", x=5.0)])
    check(moved, difference(wounded, moved))
    with pytest.raises(Broken):
        check(moved)
