"""Where factors stand that have no coordinates of their own."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, place_of, places
from flywheel_studio.model.records import Factor, Wheel

factors = st.builds(
    Factor,
    wheel=st.sampled_from([None, "a", "b"]),
    role=st.sampled_from(["factor", "factor", HUB]),
    x=st.none() | st.floats(-300, 300),
    y=st.none() | st.floats(-300, 300),
)
flywheels = st.lists(factors, min_size=1, max_size=8).map(
    lambda made: Flywheel(
        wheels={"a": Wheel(id="a", start="f2"), "b": Wheel(id="b", x=900.0)},
        factors={f"f{n}": replace(each, id=f"f{n}") for n, each in enumerate(made)},
    )
)


def fresh(flywheel):
    """The same document without anything that was worked out about it."""
    return Flywheel(wheels=dict(flywheel.wheels), factors=dict(flywheel.factors))


@given(flywheels)
def test_a_loose_factor_stands_on_its_ring_or_as_a_hub_in_the_middle(flywheel):
    where = places(flywheel)
    for key, factor in flywheel.factors.items():
        wheel = flywheel.wheels.get(factor.wheel or "") or Wheel(id="")
        if factor.x is not None and factor.y is not None:
            assert where[key] == Point(factor.x, factor.y)
        else:
            away = where[key].distance(Point(wheel.x, wheel.y))
            assert away == pytest.approx(0.0 if factor.role == HUB else wheel.radius)
        assert place_of(flywheel, factor) == where[key]


def test_they_share_the_ring_from_twelve_o_clock_in_the_order_of_the_file():
    made = {f"f{n}": Factor(id=f"f{n}", wheel="a") for n in range(4)}
    flywheel = Flywheel(wheels={"a": Wheel(id="a", radius=100.0, start="f1")}, factors=made)
    where = places(flywheel)
    for key, (x, y) in {"f1": (0, -100), "f2": (100, 0), "f3": (0, 100), "f0": (-100, 0)}.items():
        assert math.dist(where[key], (x, y)) < 1e-9


@given(flywheels, st.data())
def test_what_was_worked_out_of_one_snapshot_is_not_that_of_the_next(flywheel, data):
    places(flywheel)
    key = data.draw(st.sampled_from(sorted(flywheel.factors)))
    factor = flywheel.factors[key]
    after = data.draw(
        st.sampled_from(
            [
                flywheel.with_records("factors", [replace(factor, wheel="b", x=None)]),
                flywheel.with_records("factors", [replace(factor, x=1.0, y=2.0)]),
                flywheel.without("factors", [key]),
                flywheel.with_records("wheels", [Wheel(id="a", x=50.0, radius=90.0)]),
                flywheel.with_header(title="Other"),
            ]
        )
    )
    assert places(after) == places(fresh(after))
    back = difference(flywheel, after).inverse().apply(after)
    assert places(back) == places(fresh(flywheel))
