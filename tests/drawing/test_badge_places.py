"""The place of a badge is the best of all places, though most of them are never measured."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.drawing import badge_places
from flywheel_studio.drawing.badge_places import RADIUS, Obstacles, best_place
from flywheel_studio.geometry.plane import Box, Point

places = st.builds(Point, st.integers(-600, 600), st.integers(-600, 600))
boxes = st.builds(Box.around, places, st.integers(20, 200), st.integers(20, 90))
rims = st.lists(places, min_size=3, max_size=40)


def obstacles_of(points, signs, taken):
    obstacles = Obstacles(taken)
    obstacles.add(points, 4.0)
    obstacles.add(signs, 9.0)
    return obstacles


@given(rims, st.lists(rims, max_size=2), st.lists(places, max_size=4), st.lists(boxes, max_size=6))
def test_no_place_that_was_left_out_is_better(rim, inner, signs, taken):
    obstacles = obstacles_of(rim, signs, taken)
    inner = [np.asarray([*corners, corners[0]], dtype=np.float64) for corners in inner]
    found = best_place(rim, inner, obstacles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(badge_places, "_FIRST_TRIED", 1_000_000)
        assert best_place(rim, inner, obstacles) == found


@given(places, st.lists(places, max_size=9), st.lists(places, max_size=4), st.lists(boxes))
def test_the_room_of_a_place_is_that_to_its_nearest_neighbour(at, points, signs, taken):
    (room,) = obstacles_of(points, signs, taken).room(np.asarray([at], dtype=np.float64))
    nearest = min(
        [math.dist(at, point) - 4.0 for point in points]
        + [math.dist(at, sign) - 9.0 for sign in signs]
        + [
            math.hypot(
                max(box.left - at.x, 0, at.x - box.right), max(box.top - at.y, 0, at.y - box.bottom)
            )
            for box in taken
        ],
        default=math.inf,
    )
    if nearest < 64.0 + RADIUS:
        assert room == pytest.approx(nearest, abs=1e-9)
    else:
        assert room >= 64.0 + RADIUS


def test_the_middle_of_an_empty_ring_is_free():
    ring = [
        Point(300 * math.cos(turn * math.pi / 20), 300 * math.sin(turn * math.pi / 20))
        for turn in range(40)
    ]
    assert best_place(ring, [], obstacles_of(ring, [], [])).length < 1e-9


def test_gaps_in_the_rim_do_not_pull_the_badge_off_the_middle():
    # Points along the links of a ring, with a wider gap where a longer name stands at the top.
    rim = [
        Point(200 * math.sin(math.radians(angle)), -200 * math.cos(math.radians(angle)))
        for angle in range(0, 360, 3)
        if min(angle, 360 - angle) > 28 and abs(angle - 180) > 9
    ]
    place = best_place(rim, [], Obstacles([]))
    # The mean of the points lies 24 below it.
    assert math.hypot(place.x, place.y) < 6.0


def test_a_loop_without_an_area_has_its_badge_on_it():
    rim = [Point(float(x), 0.0) for x in range(0, 101, 10)]
    place = best_place(rim, [], Obstacles([]))
    assert 0.0 <= place.x <= 100.0 and abs(place.y) < 20.0


def test_the_badge_of_a_factor_that_drives_itself_stands_beside_the_link():
    rim = [
        Point(34 * math.sin(math.radians(angle)), -34 * math.cos(math.radians(angle)))
        for angle in range(-110, 111, 10)
    ]
    factor, sign = Box(-80.0, 30.0, 80.0, 90.0), Point(10.0, 10.0)
    place = best_place(rim, [], obstacles_of(rim, [sign], [factor]))
    assert min(math.dist(place, point) for point in rim) - 4.0 >= RADIUS + 10.0
    assert math.dist(place, Point(0.0, 0.0)) < 110.0
