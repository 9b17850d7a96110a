"""Several wheels on one paper."""

from itertools import pairwise

import pytest

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.bands import add_band
from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.wheels import AREA, move_wheel, wheel_for
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.invariants import check
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


def places_in_wheels(studio: Studio) -> dict[str, tuple[str | None, Point]]:
    """Of each factor its wheel, and where it stands as seen from the middle of that."""
    wheels, where = studio.flywheel.wheels, places(studio.flywheel)
    return {
        key: (factor.wheel, where[key].minus(Point(wheels[factor.wheel].x, wheels[factor.wheel].y)))
        for key, factor in studio.flywheel.factors.items()
    }


def test_everything_dragged_takes_its_wheels_along(two_wheels):
    before, at = places_in_wheels(two_wheels), two_wheels.place("Idea")
    two_wheels.editor.selection.select_all(two_wheels.flywheel)
    two_wheels.drag("Idea", at.plus(Point(-900.0, 300.0)), "ctrl")
    assert two_wheels.place("Idea") == at.plus(Point(-900.0, 300.0))
    assert places_in_wheels(two_wheels) == before
    assert two_wheels.history_labels() == ["Move 6 items"]
    two_wheels.editor.undo()
    assert two_wheels.place("Idea") == at
    assert places_in_wheels(two_wheels) == before


def test_everything_nudged_takes_its_wheels_along(two_wheels):
    before, at = places_in_wheels(two_wheels), two_wheels.place("Idea")
    two_wheels.editor.selection.select_all(two_wheels.flywheel)
    two_wheels.key("Right", "shift").key("Down").wait(600)
    assert two_wheels.place("Idea") == at.plus(Point(10.0, 1.0))
    assert places_in_wheels(two_wheels) == before
    assert two_wheels.history_labels() == ["Move 6 items"]


def test_a_wheel_that_moves_with_its_factors_is_not_held_by_its_own_ring(two_wheels):
    two_wheels.editor.selection.set(("factors", two_wheels.id(name)) for name in ("Idea", "Pilot"))
    at = two_wheels.place("Idea")
    two_wheels.drag("Idea", at.plus(Point(30.0, 3.0)))
    assert two_wheels.flywheel.wheels["w1"].x == FAR.x + 30.0
    assert two_wheels.factor("Idea").wheel == "w1"


def test_all_but_one_of_its_factors_leave_a_wheel_where_it_is(two_wheels):
    names = ("Traffic", "Sellers", "Selection")
    two_wheels.editor.selection.set(("factors", two_wheels.id(name)) for name in names)
    two_wheels.key("Right", "shift").wait(600)
    assert two_wheels.flywheel.wheels["main"].x == 0.0
    assert two_wheels.place("Traffic").x == 10.0
    two_wheels.click("Idea").key("Right").wait(600)
    assert two_wheels.flywheel.wheels["w1"].x == FAR.x


def test_all_factors_of_a_wheel_can_be_put_into_a_folded_one(two_wheels):
    two_wheels.tools.folding.fold("main")
    two_wheels.editor.selection.set(("factors", two_wheels.id(name)) for name in ("Idea", "Pilot"))
    two_wheels.drag("Idea", Point(0.0, 0.0))
    assert {two_wheels.factor(name).wheel for name in ("Idea", "Pilot")} == {"main"}


def test_wheels_are_put_in_line_with_all_that_is_in_them(two_wheels):
    two_wheels.tools.perform("Move", lambda now: move_wheel(now, "w1", Point(0.0, 130.0)))
    before = places_in_wheels(two_wheels)
    two_wheels.editor.selection.set([("wheels", "main"), ("wheels", "w1")])
    assert two_wheels.tools.tidy.align("middle")
    wheels = two_wheels.flywheel.wheels
    assert wheels["main"].y == wheels["w1"].y
    assert places_in_wheels(two_wheels) == before
    assert two_wheels.history_labels()[-1] == "Align"
    # A factor of a wheel that is chosen too goes with its wheel, and by itself nowhere.
    two_wheels.editor.selection.set(
        [("wheels", "main"), ("wheels", "w1"), ("factors", two_wheels.id("Idea"))]
    )
    assert two_wheels.tools.tidy.align("left")
    assert places_in_wheels(two_wheels) == before


def test_wheels_are_spaced_equally(two_wheels):
    two_wheels.tools.add_wheel()
    two_wheels.key("Enter")
    two_wheels.editor.selection.set(("wheels", key) for key in two_wheels.flywheel.wheels)
    assert two_wheels.tools.tidy.distribute("across")
    rings = sorted((w.x - w.radius, w.x + w.radius) for w in two_wheels.flywheel.wheels.values())
    gaps = [after[0] - before[1] for before, after in pairwise(rings)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.01)


def test_several_wheels_are_folded_and_opened_in_one_step(two_wheels):
    chosen = {("wheels", "main"), ("wheels", "w1")}
    two_wheels.editor.selection.set(chosen)
    assert two_wheels.tools.folding.toggle()
    assert folded_wheels(two_wheels.flywheel) == {"main", "w1"}
    assert two_wheels.editor.selection.items == chosen
    assert two_wheels.history_labels() == ["Fold 2 wheels"]
    assert two_wheels.tools.folding.toggle()
    assert not folded_wheels(two_wheels.flywheel)
    assert two_wheels.history_labels()[-1] == "Open 2 wheels"


def test_a_wheel_is_duplicated_with_all_that_is_in_it(two_wheels):
    perform, selection = two_wheels.tools.perform, two_wheels.editor.selection
    perform("Add band", lambda now: add_band(now, "Year one", "w1"))
    perform("Start", lambda now: set_wheel(now, "w1", start=two_wheels.id("Idea")))
    two_wheels.tools.use("select")
    before = two_wheels.flywheel
    selection.set([("wheels", "main"), ("wheels", "w1")])
    two_wheels.key("D", "ctrl")
    now = two_wheels.flywheel
    check(now)
    assert list(now.wheels) == ["main", "w1", "w2", "w3"]
    assert selection.items == {("wheels", "w2"), ("wheels", "w3")}
    assert two_wheels.history_labels()[-1] == "Duplicate"
    old, new = now.wheels["w1"], now.wheels["w3"]
    assert new.title == old.title and now.factors[new.start].label == "Idea"
    assert now.factors[new.start].wheel == "w3" and new.start != old.start
    assert [band.label for band in now.bands.values() if band.wheel == "w3"] == ["Year one"]
    links = len(before.links)
    assert len(now.links) == 2 * links
    middle = places_in_wheels(two_wheels)
    for factor in now.factors_of["w1"]:
        twin = next(f for f in now.factors_of["w3"] if f.label == factor.label)
        assert middle[twin.id][1] == middle[factor.id][1]
    assert now.wheels["w2"].x - now.wheels["w2"].radius > old.x + old.radius
    two_wheels.editor.undo()
    assert two_wheels.flywheel == before


def test_the_only_wheel_and_its_copy_can_be_told_by_their_titles(linked_studio):
    linked_studio.editor.selection.set([("wheels", "main")])
    linked_studio.key("D", "ctrl")
    check(linked_studio.flywheel)
    assert all(wheel.title for wheel in linked_studio.flywheel.wheels.values())


def test_what_cannot_be_duplicated_is_said(linked_studio):
    linked_studio.key("Escape").key("D", "ctrl")
    assert linked_studio.problems == ["Select a factor, a link, a text or a wheel first."]
