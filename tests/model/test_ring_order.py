"""Who stands next to whom on a ring, against looking at everybody for every question."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Wheel
from flywheel_studio.model.ring_order import (
    angle_on,
    carry_ring_orders,
    on_the_ring,
    ring_order,
)
from flywheel_studio.model.routes import ring_follow

WHEEL = Wheel(id="w", x=30.0, y=-20.0, radius=200.0)
# Few angles, so that some stand at one place; and some stand off the ring.
stands = st.tuples(st.sampled_from(range(0, 360, 30)), st.sampled_from([200.0, 205.0, 90.0]))
rings = st.lists(stands, min_size=2, max_size=7)


def factor(number: int, stand: tuple[int, float]) -> Factor:
    at = on_ring(Point(WHEEL.x, WHEEL.y), stand[1], stand[0])
    return Factor(id=f"f{number}", wheel="w", x=at.x, y=at.y)


def ring(stands: list[tuple[int, float]]) -> Flywheel:
    factors = [factor(number, stand) for number, stand in enumerate(stands)]
    return Flywheel(wheels={"w": WHEEL}, factors={each.id: each for each in factors})


def is_followed(flywheel: Flywheel, source: Factor, target: Factor) -> bool:
    """Whether nobody stands between two on the shorter way round, by looking at everybody."""
    if not all(on_the_ring(flywheel, end, WHEEL) for end in (source, target)):
        return False
    begin = angle_on(flywheel, source, WHEEL)
    turn = (angle_on(flywheel, target, WHEEL) - begin) % 360.0
    if not 1.0 <= turn <= 359.0:
        return False
    clockwise = turn <= 180.0 + 1e-6
    for other in flywheel.factors.values():
        if other not in (source, target) and on_the_ring(flywheel, other, WHEEL):
            passed = (angle_on(flywheel, other, WHEEL) - begin) % 360.0
            if (passed < turn) if clockwise else (passed > turn):
                return False
    return True


@given(rings)
def test_a_link_follows_its_ring_where_nobody_stands_between_its_ends(stands):
    flywheel = ring(stands)
    factors = list(flywheel.factors.values())
    for source in factors:
        for target in factors:
            if source is not target:
                link = Link(id="l", source=source.id, target=target.id)
                followed = ring_follow(flywheel, link) is not None
                assert followed == is_followed(flywheel, source, target)


@given(rings)
def test_those_beside_a_factor_are_the_nearest_on_either_side_and_those_at_its_place(stands):
    flywheel = ring(stands)
    on_it = [each for each in flywheel.factors.values() if on_the_ring(flywheel, each, WHEEL)]
    for each in on_it:
        here = angle_on(flywheel, each, WHEEL)
        ways = {
            other.id: (angle_on(flywheel, other, WHEEL) - here) % 360.0
            for other in on_it
            if other is not each
        }
        apart = [way for way in ways.values() if 1e-6 < way < 360.0 - 1e-6]
        near = {key for key, way in ways.items() if not 1e-6 < way < 360.0 - 1e-6}
        if apart:
            first, last = min(apart) + 1e-6, max(apart) - 1e-6
            near |= {key for key, way in ways.items() if way <= first or way >= last}
        assert ring_order(flywheel, WHEEL).beside(here, but=each.id) == near


@given(rings, st.lists(st.tuples(st.integers(0, 6), stands), min_size=1, max_size=5))
def test_an_order_that_was_carried_over_is_the_one_found_anew(stands, moves):
    shown = ring(stands)
    ring_order(shown, WHEEL)
    for number, stand in moves:
        moved = factor(number % len(stands), stand)
        after = shown.with_records("factors", [moved])
        carry_ring_orders(shown, after, difference(shown, after))
        assert ring_order(after, WHEEL) == ring_order(replace(after), WHEEL)
        shown = after


def test_an_order_is_found_anew_where_more_than_places_changed():
    before = ring([(0, 200.0), (90, 200.0), (180, 200.0)])
    ring_order(before, WHEEL)
    loose = replace(before.factors["f1"], x=None, y=None)
    hub = replace(before.factors["f1"], role="hub")
    for after in (
        before.with_records("factors", [loose]),
        before.with_records("factors", [hub]),
        before.without("factors", ["f1"]),
        before.with_records("wheels", [replace(WHEEL, radius=90.0)]),
    ):
        carry_ring_orders(before, after, difference(before, after))
        wheel = after.wheels["w"]
        assert ring_order(after, wheel) == ring_order(replace(after), wheel)
