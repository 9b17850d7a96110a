"""Arcs, trimming and rings against the geometry they claim."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.geometry.curve import (
    Arc,
    bend_through,
    bent,
    distance_to,
    enters,
    is_far_from,
    is_outside,
    outside_box,
    ring_bend,
    rounded_distance,
    trim,
)
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import angle_of, on_ring, slot_angles

coordinates = st.floats(-500, 500)
points = st.builds(Point, coordinates, coordinates)
bends = st.floats(-2, 2).filter(lambda bend: abs(bend) > 0.01)


@given(points, points, bends)
def test_an_arc_joins_its_ends_and_rises_by_its_bend_to_the_left(start, end, bend):
    chord = start.distance(end)
    if chord < 1.0:
        return
    arc = bent(start, end, bend)
    assert arc.point(0.0).distance(start) < 1e-6 * (1 + chord)
    assert arc.point(1.0).distance(end) < 1e-6 * (1 + chord)
    rise = arc.point(0.5).minus(start.towards(end, 0.5))
    left = end.minus(start).unit.left
    assert rise.x * left.x + rise.y * left.y == pytest.approx(bend * chord, rel=1e-6, abs=1e-6)
    assert bend_through(start, end, arc.point(0.5)) == pytest.approx(bend, rel=1e-6, abs=1e-6)


def test_positive_bend_is_up_when_travelling_to_the_right():
    assert bent(Point(0, 0), Point(100, 0), 0.2).point(0.5) == pytest.approx((50, -20))


@given(st.floats(10, 170), st.floats(0, 360), st.floats(50, 400))
def test_ring_bend_lies_on_the_ring(angle, begin, radius):
    center = Point(12.0, -7.0)
    arc = bent(
        on_ring(center, radius, begin), on_ring(center, radius, begin + angle), ring_bend(angle)
    )
    for share in (0.1, 0.3, 0.5, 0.9):
        assert arc.point(share).distance(center) == pytest.approx(radius, rel=1e-9)
    assert arc.length == pytest.approx(math.radians(angle) * radius, rel=1e-9)


@given(points, points, bends)
def test_beziers_stay_on_the_circle(start, end, bend):
    if start.distance(end) < 1.0:
        return
    arc = bent(start, end, bend)
    assert isinstance(arc, Arc)
    for a, b, c, d in arc.beziers():
        for s in (0.25, 0.5, 0.8):
            r = 1 - s
            x = r**3 * a.x + 3 * r * r * s * b.x + 3 * r * s * s * c.x + s**3 * d.x
            y = r**3 * a.y + 3 * r * r * s * b.y + 3 * r * s * s * c.y + s**3 * d.y
            assert Point(x, y).distance(arc.center) == pytest.approx(arc.radius, rel=5e-6)


def test_distance_to_a_box_with_round_corners():
    box = Box(-50, -20, 50, 20)
    assert rounded_distance(Point(60, 0), box, 20) == pytest.approx(10)
    assert rounded_distance(Point(0, -25), box, 20) == pytest.approx(5)
    assert rounded_distance(Point(0, 0), box, 20) == pytest.approx(-20)
    corner = Point(30 + 30 / math.sqrt(2), 30 / math.sqrt(2))
    assert rounded_distance(corner, box, 20) == pytest.approx(10)


def test_a_trimmed_curve_begins_and_ends_where_it_is_told():
    arc = bent(Point(0, 0), Point(300, 40), 0.3)
    first, last = trim(
        arc,
        lambda share: arc.point(share).distance(Point(0, 0)) - 40,
        lambda share: arc.point(share).distance(Point(300, 40)) - 25,
    )
    assert arc.point(first).distance(Point(0, 0)) == pytest.approx(40, abs=1e-4)
    assert arc.point(last).distance(Point(300, 40)) == pytest.approx(25, abs=1e-4)


def test_nothing_is_left_of_a_curve_inside_its_shapes():
    arc = bent(Point(0, 0), Point(30, 0), 0.0)
    assert trim(arc, lambda s: -1.0, lambda s: 1.0) is None
    assert trim(arc, lambda s: arc.point(s).x - 20, lambda s: 20 - arc.point(s).x - 5) is None


@given(st.integers(1, 24))
def test_slots_start_at_twelve_and_run_clockwise(count):
    angles = slot_angles(count)
    assert angles[0] == 0.0
    assert all(b - a == pytest.approx(360 / count) for a, b in itertools.pairwise(angles))
    for angle in angles:
        assert angle_of(Point(3, 4), on_ring(Point(3, 4), 100, angle)) % 360 == pytest.approx(
            angle % 360, abs=1e-6
        )


@given(points, points, st.floats(-1, 1), st.floats(10, 120), st.floats(10, 60))
def test_a_curve_is_cut_where_it_leaves_the_shape(start, end, bend, width, height):
    curve, box = bent(start, end, bend), Box.around(start, width, height)

    def outside(share):
        return rounded_distance(curve.point(share), box, min(width, height) / 2) - 6.0

    cut = trim(curve, outside_box(curve, box, min(width, height) / 2, 6.0), lambda share: 1.0)
    if cut is None:
        return
    assert abs(outside(cut[0])) < 1e-6
    assert all(outside(cut[0] * n / 40) < 0.0 for n in range(40))


@given(points, points, st.floats(-1, 1), points, st.floats(10, 120), st.floats(10, 60))
def test_a_curve_is_as_far_outside_a_box_as_its_points_are(start, end, bend, middle, width, height):
    curve, box = bent(start, end, bend), Box.around(middle, width, height)
    for corner in (0.0, 5.0, min(width, height) / 2):
        outside = outside_box(curve, box, corner, 4.0)
        for share in (0.0, 0.2, 0.5, 0.9, 1.0):
            away = rounded_distance(curve.point(share), box, corner) - 4.0
            assert outside(share) == pytest.approx(away, abs=1e-6)


def test_an_edge_that_jumps_is_found_too():
    straight = bent(Point(0, 0), Point(100, 0), 0.0)
    first, last = trim(
        straight, lambda s: -1.0 if s < 0.3 else 9.0, lambda s: -9.0 if s > 0.8 else 1.0
    )
    assert (first, last) == (pytest.approx(0.3, abs=1e-4), pytest.approx(0.8, abs=1e-4))


@given(points, points, bends, points)
def test_the_distance_to_a_curve_is_that_of_its_nearest_place(start, end, bend, place):
    if start.distance(end) < 1.0:
        return
    for curve in (bent(start, end, bend), bent(start, end, 0.0)):
        steps = 400
        found = min(curve.point(step / steps).distance(place) for step in range(steps + 1))
        assert distance_to(curve, place) <= found + 1e-6
        assert found - distance_to(curve, place) <= curve.length / steps


@given(points, points, st.floats(-2, 2), st.floats(0, 1), st.floats(-60, 60))
def test_a_place_beside_a_curve_is_square_to_it_on_the_left(start, end, bend, share, offset):
    curve = bent(start, end, bend)
    away = curve.beside(share, offset).minus(curve.point(share))
    along = curve.tangent(share)
    size = 1.0 + abs(offset) + curve.length
    if along.length > 0.5:
        assert away.x * along.x + away.y * along.y == pytest.approx(0.0, abs=1e-6 * size)
        assert away.x * along.left.x + away.y * along.left.y == pytest.approx(
            offset, abs=1e-6 * size
        )


@given(points, points, st.floats(-2, 2), points, st.floats(0, 300))
def test_what_is_far_from_the_whole_circle_is_far_from_its_arc(start, end, bend, place, distance):
    curve = bent(start, end, bend)
    if is_far_from(curve, place, distance):
        assert distance_to(curve, place) > distance * (1 - 1e-9) - 1e-6


def test_a_place_far_away_is_known_to_be_far_without_a_second_look():
    assert is_far_from(bent(Point(0, 0), Point(100, 0), 0.0), Point(50, 40), 30)
    assert is_far_from(bent(Point(0, 0), Point(100, 0), 0.3), Point(50, 130), 30)
    assert not is_far_from(bent(Point(0, 0), Point(100, 0), 0.0), Point(50, 20), 30)


@given(points, points, st.floats(0, 80), st.floats(0, 40), points)
def test_outside_by_a_distance_is_what_the_distance_says(center, size, corner, distance, place):
    box = Box.around(center, abs(size.x) + 1.0, abs(size.y) + 1.0)
    corner = min(corner, box.width / 2, box.height / 2)
    away = rounded_distance(place, box, corner)
    if abs(away - distance) > 1e-6:
        assert is_outside(place, box, corner, distance) == (away > distance)


@given(points, points, st.floats(-1.2, 1.2), points, st.floats(5.0, 300.0), st.floats(5.0, 120.0))
def test_a_curve_enters_a_box_exactly_where_one_of_its_places_is_in_it(
    start, end, bend, at, width, height
):
    curve = bent(start, end, bend)
    box = Box.around(at, width, height)
    places = [curve.point(step / 500) for step in range(501)]
    step = curve.length / 500
    if any(box.grown(-1e-6).holds(place) for place in places):
        assert enters(curve, box)
    elif not any(box.grown(step + 1e-6).holds(place) for place in places):
        assert not enters(curve, box)


def test_a_curve_whose_circle_but_not_itself_is_in_a_box_stays_out_of_it():
    half = bent(Point(-100.0, 0.0), Point(100.0, 0.0), 0.5)
    assert enters(half, Box(-10.0, -110.0, 10.0, -90.0))
    assert not enters(half, Box(-10.0, 90.0, 10.0, 110.0))
    assert not enters(half, Box(-40.0, -40.0, 40.0, 40.0))
    assert enters(half, Box(-200.0, -200.0, 200.0, 200.0))
