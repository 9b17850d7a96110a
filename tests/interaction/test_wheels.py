"""Several wheels on one paper."""

import pytest

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.bands import add_band
from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.wheels import AREA, move_wheel, wheel_for
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.storage.codec import decode, encode
from tests.interaction.driver import Studio

TITLE = Hit("wheels", "w1", "label")
FAR = Point(1_000.0, 0.0)


@pytest.fixture
def two_wheels(linked_studio) -> Studio:
    """The ring of four, and to the right of it one with two factors, at (1000, 0)."""
    perform = linked_studio.tools.perform
    linked_studio.tools.add_wheel()
    linked_studio.tools.label_edit.preview("Program")
    linked_studio.key("Enter")
    center = linked_studio.flywheel.wheels["w1"]
    perform("Move", lambda now: move_wheel(now, "w1", FAR.minus(Point(center.x, center.y))))
    for label, angle in (("Idea", 0.0), ("Pilot", 180.0)):
        linked_studio.double_click(on_ring(FAR, center.radius, angle)).type(label).key("Enter")
    linked_studio.editor.history.clear()
    return linked_studio


def test_a_new_wheel_stands_beside_the_others_with_its_title_open(linked_studio):
    linked_studio.tools.add_wheel()
    assert linked_studio.requested[-1] == "w1"
    linked_studio.type("Program").key("Enter")
    wheel = linked_studio.flywheel.wheels["w1"]
    assert wheel.title == "Program" and wheel.x - wheel.radius > 300.0
    assert linked_studio.history_labels() == ["Add wheel"]
    linked_studio.editor.undo()
    assert list(linked_studio.flywheel.wheels) == ["main"]


def test_escape_while_naming_a_new_wheel_leaves_no_trace(linked_studio):
    before = linked_studio.flywheel
    linked_studio.tools.add_wheel()
    linked_studio.key("Escape")
    assert linked_studio.flywheel is before


def test_factors_of_no_wheel_get_one_before_another_is_made():
    studio = Studio(Flywheel())
    studio.double_click(Point(0.0, 0.0)).type("A").key("Enter")
    studio.tools.add_wheel()
    studio.key("Enter")
    assert list(studio.flywheel.wheels) == ["w1", "w2"]
    assert studio.factor("A").wheel == "w1"


def test_a_factor_made_in_the_area_of_a_wheel_belongs_to_it(two_wheels):
    assert two_wheels.factor("Idea").wheel == "w1" and two_wheels.factor("Traffic").wheel == "main"


def test_a_wheel_moves_as_a_whole_by_its_title(two_wheels):
    before = places(two_wheels.flywheel)
    two_wheels.press(TITLE).move_to(Point(50.0, 300.0))
    two_wheels.move_to(Point(two_wheels.at.x + 30.0, two_wheels.at.y), "ctrl").release("ctrl")
    after = places(two_wheels.flywheel)
    by = after["idea"].minus(before["idea"])
    assert by.length > 20.0
    assert after["pilot"].minus(before["pilot"]).distance(by) < 0.002
    wheel = two_wheels.flywheel.wheels["w1"]
    assert Point(wheel.x, wheel.y).minus(FAR).distance(by) < 0.002
    assert after["traffic"] == before["traffic"]
    assert two_wheels.history_labels() == ["Move Program"]


def test_a_wheel_rests_in_line_with_another(two_wheels):
    begin = two_wheels.press(TITLE).at
    two_wheels.move_to(begin.plus(Point(100.0, 60.0))).move_to(begin.plus(Point(100.0, 5.0)))
    assert two_wheels.flywheel.wheels["w1"].y == 0.0 and two_wheels.feedback.guides
    two_wheels.key("Escape")
    assert two_wheels.flywheel.wheels["w1"].x == 1000.0


def test_a_double_click_on_the_title_renames_the_wheel(two_wheels):
    two_wheels.double_click(TITLE).type("Launch").key("Enter")
    assert two_wheels.flywheel.wheels["w1"].title == "Launch"
    assert two_wheels.history_labels() == ["Rename Program"]


def test_put_down_in_another_wheel_a_factor_belongs_to_that_one(two_wheels):
    links = two_wheels.links()
    two_wheels.press("Traffic").move_to(Point(500.0, -300.0)).move_to(FAR).release()
    assert two_wheels.factor("Traffic").wheel == "w1"
    assert two_wheels.links() == links
    assert two_wheels.history_labels() == ["Move Traffic"]
    two_wheels.editor.undo()
    assert two_wheels.factor("Traffic").wheel == "main"


def test_on_the_ring_of_another_wheel_the_others_make_room(two_wheels):
    radius = two_wheels.flywheel.wheels["w1"].radius
    two_wheels.press("Traffic").move_to(Point(500.0, -300.0))
    two_wheels.move_to(on_ring(FAR, radius, 100.0)).release()
    order = ring_order(two_wheels.flywheel, "w1")
    assert [two_wheels.flywheel.factors[key].label for key in order] == ["Idea", "Traffic", "Pilot"]
    assert two_wheels.place("Pilot").distance(on_ring(FAR, radius, 240.0)) < 0.01


def test_the_wheel_that_is_left_no_longer_starts_with_the_factor(two_wheels):
    two_wheels.tools.perform("Start", lambda now: set_wheel(now, "main", start="traffic"))
    two_wheels.press("Traffic").move_to(Point(500.0, -300.0)).move_to(FAR).release()
    assert two_wheels.flywheel.wheels["main"].start is None
    raw = encode(two_wheels.flywheel)
    assert decode(raw).findings == ()


def test_between_the_wheels_a_factor_stays_where_it_belonged(two_wheels):
    two_wheels.drag("Traffic", Point(620.0, -700.0))
    assert two_wheels.factor("Traffic").wheel == "main"
    wheel = two_wheels.flywheel.wheels["main"]
    rim = Point(wheel.x + wheel.radius + AREA, wheel.y)
    assert wheel_for(two_wheels.flywheel, rim, "w1") == "main"


def test_a_wheel_is_deleted_with_what_is_in_it_and_comes_back(two_wheels):
    before = two_wheels.flywheel
    two_wheels.click(TITLE).key("Delete")
    assert "w1" not in two_wheels.flywheel.wheels and "Idea" not in two_wheels.labels()
    assert two_wheels.history_labels() == ["Delete Program"]
    two_wheels.editor.undo()
    assert two_wheels.flywheel == before


def test_what_is_selected_of_a_wheel_says_which_one_is_meant(two_wheels):
    tools, selection = two_wheels.tools, two_wheels.editor.selection
    tools.perform("Add band", lambda now: add_band(now, "Year one", "w1"))
    selection.set_one("bands", next(iter(two_wheels.flywheel.bands)))
    assert tools.add_factor()
    two_wheels.type("Rollout").key("Enter")
    assert two_wheels.factor("Rollout").wheel == "w1"
    selection.clear()
    assert tools.add_factor()
    two_wheels.type("Price").key("Enter")
    assert two_wheels.factor("Price").wheel == "main"
