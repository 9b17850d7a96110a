"""A ring that is alive: one factor travels along it and the others make room."""

import math

import pytest

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring

CENTER = Point(0.0, 0.0)


def at(angle: float, radius: float = 240.0) -> Point:
    return on_ring(CENTER, radius, angle)


def order(studio) -> list[str]:
    return [studio.flywheel.factors[key].label for key in ring_order(studio.flywheel, "main")]


def gaps(studio) -> list[float]:
    places = [studio.place(label) for label in order(studio)]
    angles = [math.degrees(math.atan2(place.x, -place.y)) for place in places]
    return [(b - a) % 360.0 for a, b in zip(angles, angles[1:] + angles[:1], strict=True)]


def test_along_the_ring_the_neighbours_make_room_and_all_is_one_step(studio):
    studio.press("Traffic").move_to(at(30)).move_to(at(60)).move_to(at(100)).release()
    assert order(studio) == ["Sellers", "Traffic", "Selection", "Experience"]
    assert gaps(studio) == pytest.approx([90.0] * 4, abs=0.01)
    assert studio.history_labels() == ["Move Traffic"]
    studio.editor.undo()
    assert studio.place("Traffic") == Point(0.0, -240.0)
    assert studio.place("Sellers") == Point(240.0, 0.0)


def test_before_it_has_passed_half_way_nobody_else_moves(studio):
    studio.press("Traffic").move_to(at(40))
    assert studio.place("Traffic").distance(at(40)) < 1e-2
    assert studio.place("Sellers") == Point(240.0, 0.0)
    studio.move_to(at(50))
    assert studio.place("Sellers").distance(at(0)) < 1e-2


def test_put_back_where_it_was_it_leaves_no_step(studio):
    studio.press("Traffic").move_to(at(100)).move_to(at(2)).release()
    assert studio.history_labels() == []


def test_off_the_ring_the_others_stand_where_they_stood(studio):
    studio.press("Traffic").move_to(at(100)).move_to(Point(100.0, 100.0))
    assert studio.place("Sellers") == Point(240.0, 0.0)
    assert studio.place("Traffic") == Point(100.0, 100.0)


def test_ctrl_leaves_the_others_where_they_are(studio):
    studio.press("Traffic").move_to(at(100), "ctrl").release("ctrl")
    assert studio.place("Sellers") == Point(240.0, 0.0)
    assert studio.place("Traffic").distance(at(100)) < 1e-2


def test_escape_on_the_ring_leaves_no_trace(studio):
    before = studio.flywheel
    studio.press("Traffic").move_to(at(100)).key("Escape")
    assert studio.flywheel is before and studio.tools.held == frozenset()


def test_a_factor_from_inside_is_let_in_between_two(studio):
    studio.tools.perform("Move", lambda now: move_factors(now, {"traffic": Point(20.0, 20.0)}))
    studio.tools.perform(
        "Even",
        lambda now: move_factors(
            now, {"sellers": at(0), "selection": at(120), "experience": at(240)}
        ),
    )
    studio.drag("Traffic", at(60))
    assert order(studio) == ["Sellers", "Traffic", "Selection", "Experience"]
    assert gaps(studio) == pytest.approx([90.0] * 4, abs=0.01)
    assert studio.place("Sellers").distance(at(0)) < 1e-2


def test_a_ring_placed_by_hand_lets_nobody_in_by_itself(studio):
    studio.tools.perform("Move", lambda now: move_factors(now, {"traffic": Point(20.0, 20.0)}))
    studio.drag("Traffic", at(45))
    assert studio.place("Sellers") == Point(240.0, 0.0)


def test_the_start_keeps_its_place_when_others_travel(studio):
    studio.tools.perform("Start", lambda now: set_wheel(now, "main", start="traffic"))
    studio.drag("Sellers", at(200))
    assert order(studio) == ["Traffic", "Selection", "Sellers", "Experience"]
    assert studio.place("Traffic").distance(at(0)) < 1e-2


def test_only_what_the_hand_holds_is_held(studio):
    studio.press("Traffic").move_to(at(100))
    assert studio.tools.held == {"traffic"}
    studio.release()
    assert studio.tools.held == frozenset()


def test_a_ring_closes_up_when_a_factor_is_deleted_and_opens_again_on_undo(linked_studio):
    linked_studio.click("Sellers").key("Delete")
    assert gaps(linked_studio) == pytest.approx([120.0] * 3, abs=0.01)
    assert linked_studio.place("Traffic").distance(at(0)) < 1e-2
    assert linked_studio.history_labels() == ["Delete Sellers"]
    linked_studio.editor.undo()
    assert linked_studio.place("Selection") == Point(0.0, 240.0)


def test_when_the_top_of_the_ring_goes_the_next_one_takes_its_place(studio):
    studio.click("Traffic").key("Delete")
    assert order(studio)[0] == "Sellers" and studio.place("Sellers").distance(at(0)) < 1e-2


def test_a_ring_placed_by_hand_keeps_its_gap(studio):
    studio.tools.perform("Move", lambda now: move_factors(now, {"traffic": at(10)}))
    studio.click("Sellers").key("Delete")
    assert studio.place("Selection") == Point(0.0, 240.0)


def test_on_the_ring_a_factor_rests_half_way_between_two_others(studio):
    studio.tools.perform("Move", lambda now: move_factors(now, {"selection": at(150)}))
    studio.click("Traffic").click("Experience", "shift")
    # Two are held: the ring does not give way, but it pulls.
    studio.press("Traffic").move_to(at(119))
    assert studio.place("Traffic").distance(at(120)) < 1e-2
    assert len(studio.feedback.guides) == 2
    assert studio.feedback.guides[1].start == CENTER


def test_a_factor_rests_at_the_distance_that_two_others_keep(studio):
    studio.tools.perform(
        "Row",
        lambda now: move_factors(
            now, {"sellers": Point(400.0, 500.0), "selection": Point(600.0, 500.0)}
        ),
    )
    studio.press("Traffic").move_to(Point(805.0, 497.0))
    assert studio.place("Traffic") == Point(800.0, 500.0)
    assert len(studio.feedback.guides) == 4
    studio.move_to(Point(503.0, 503.0))
    assert studio.place("Traffic") == Point(500.0, 500.0)


def test_on_a_ring_placed_by_hand_the_others_wait_until_the_hand_goes_along_it(studio):
    studio.tools.perform("Move", lambda now: move_factors(now, {"sellers": at(60)}))
    studio.press("Traffic").move_to(at(0, 255.0)).move_to(at(5))
    assert studio.place("Sellers").distance(at(60)) < 1e-2
    studio.move_to(at(10)).release()
    assert gaps(studio) == pytest.approx([90.0] * 4, abs=0.01)
