"""Choosing, moving, bending and the keys of the select tool."""

import pytest

from flywheel_studio.commands.links import give_range
from flywheel_studio.commands.texts import add_text
from flywheel_studio.geometry.curve import bent
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import Hit


def test_a_click_selects_and_a_click_on_empty_paper_lets_go(studio):
    studio.click("Traffic")
    assert studio.selected() == {"Traffic"}
    studio.click(Point(600.0, 600.0))
    assert studio.selected() == set()
    assert studio.history_labels() == []


@pytest.mark.parametrize("modifier", ["shift", "ctrl"])
def test_shift_and_ctrl_extend_and_take_away(studio, modifier):
    studio.click("Traffic").click("Sellers", modifier)
    assert studio.selected() == {"Traffic", "Sellers"}
    studio.click("Traffic", modifier)
    assert studio.selected() == {"Sellers"}


def test_a_marquee_selects_what_it_contains(linked_studio):
    linked_studio.press(Point(-400.0, -400.0)).move_to(Point(400.0, -150.0))
    assert linked_studio.feedback.marquee == Box(-400.0, -400.0, 400.0, -150.0)
    linked_studio.release()
    assert linked_studio.selected() == {"Traffic"}
    assert linked_studio.feedback.marquee is None


def test_a_marquee_with_alt_selects_what_it_touches(linked_studio):
    linked_studio.drag(Point(-400.0, -400.0), Point(0.0, -240.0), "alt")
    assert "Traffic" in linked_studio.selected()


def test_escape_in_a_marquee_restores_the_selection(studio):
    studio.click("Sellers").press(Point(-400.0, -400.0), "shift")
    studio.move_to(Point(400.0, 400.0), "shift")
    assert len(studio.selected()) == 4
    studio.key("Escape").release()
    assert studio.selected() == {"Sellers"}


def test_a_drag_starts_after_four_pixels_at_every_zoom(studio):
    for zoom in (0.5, 1.0, 2.0):
        studio.zoom = zoom
        studio.press("Traffic").move_to(Point(3.9 / zoom, -240.0)).release()
        assert studio.history_labels() == []


def test_dragging_moves_and_is_one_step(studio):
    studio.press("Traffic").move_to(Point(50.0, -300.0)).move_to(Point(90.0, -330.0)).release()
    assert studio.place("Traffic") == Point(90.0, -330.0)
    assert studio.history_labels() == ["Move Traffic"]
    studio.editor.undo()
    assert studio.place("Traffic") == Point(0.0, -240.0)


def test_all_selected_factors_move_together(studio):
    studio.click("Traffic").click("Sellers", "shift")
    studio.drag("Traffic", Point(40.0, -140.0), "ctrl")
    # Pressing with Ctrl on a selected factor and dragging still moves both.
    assert studio.place("Traffic") == Point(40.0, -140.0)
    assert studio.place("Sellers") == Point(280.0, 100.0)
    assert studio.history_labels() == ["Move 2 items"]


def test_escape_half_way_puts_back_exactly_what_was_there(studio):
    before = studio.flywheel
    studio.press("Traffic").move_to(Point(90.0, -300.0)).key("Escape")
    assert studio.flywheel is before
    studio.move_to(Point(200.0, 200.0)).release()
    assert studio.flywheel is before and studio.history_labels() == []


def test_undo_in_the_middle_of_a_drag_takes_back_the_drag_and_redo_brings_it_back(studio):
    studio.press("Traffic").move_to(Point(90.0, -330.0))
    assert studio.editor.undo() == "Move Traffic"
    studio.move_to(Point(400.0, 400.0)).release()
    assert studio.place("Traffic") == Point(0.0, -240.0)
    assert studio.editor.redo() == "Move Traffic"
    assert studio.place("Traffic") == Point(90.0, -330.0)


def test_a_factor_snaps_to_its_ring_and_ctrl_suspends_it(studio):
    studio.press("Traffic").move_to(Point(100.0, -224.0))
    assert studio.place("Traffic").distance(Point(0.0, 0.0)) == pytest.approx(240.0, abs=1e-3)
    assert studio.feedback.guides[0].radius == 240.0
    studio.move_to(Point(100.0, -224.0), "ctrl")
    assert studio.place("Traffic") == Point(100.0, -224.0)
    assert studio.feedback.guides == ()


def test_a_factor_snaps_in_line_with_another(studio):
    studio.press("Traffic").move_to(Point(233.0, -180.0)).release()
    assert studio.place("Traffic") == Point(240.0, -180.0)


def test_shift_keeps_to_steps_of_15_degrees(studio):
    studio.drag("Traffic", Point(100.0, -330.0), "shift")
    # 42 degrees up to the right become 45, as far as the hand went that way: 190 / sqrt 2.
    assert studio.place("Traffic") == Point(95.0, -335.0)


def test_shift_on_the_ring_keeps_to_its_slots(studio):
    studio.press("Traffic").move_to(Point(150.0, -190.0), "shift")
    assert studio.place("Traffic").distance(Point(0.0, -240.0)) < 1e-9
    studio.move_to(Point(190.0, -150.0), "shift")
    assert studio.place("Traffic").distance(Point(240.0, 0.0)) < 1e-9


def test_a_text_rests_in_line_with_other_texts_and_with_factors(studio):
    for x, y in ((400.0, -100.0), (700.0, 60.0)):
        studio.tools.perform("Note", lambda now, x=x, y=y: add_text(now, "Words", x, y))
    second = list(studio.flywheel.texts)[1]
    grip, hit = Point(705.0, 65.0), Hit("texts", second)
    studio.click(hit)

    def dragged(by: Point, *modifiers) -> Point:
        studio.at = grip
        studio.press(hit).move_to(grip.plus(by), *modifiers)
        note = studio.flywheel.texts[second]
        studio.key("Escape").release()
        return Point(note.x, note.y)

    assert dragged(Point(-304.0, 50.0)).x == 400.0
    assert dragged(Point(-304.0, 50.0), "ctrl").x == 396.0
    middle = studio.tools.paper.text_box(second).center
    down = studio.place("Selection").y - middle.y
    assert dragged(Point(-150.0, down + 4.0)).y == 60.0 + down


def test_alt_drags_a_copy(studio):
    studio.drag("Traffic", Point(500.0, -400.0), "alt")
    assert studio.labels().count("Traffic") == 2
    assert studio.flywheel.factors["traffic"].x == 0.0
    assert studio.editor.selection.items == {("factors", "traffic-2")}
    assert studio.history_labels() == ["Duplicate"]


def test_alt_counts_while_it_is_held_whenever_it_went_down(studio):
    goal = Point(500.0, -400.0)
    studio.press("Traffic").move_to(Point(300.0, -400.0)).move_to(goal, "alt")
    assert studio.labels().count("Traffic") == 2
    assert studio.flywheel.factors["traffic"].x == 0.0
    studio.move_to(goal)
    assert studio.labels().count("Traffic") == 1
    studio.move_to(goal, "alt").release("alt")
    assert studio.editor.selection.items == {("factors", "traffic-2")}
    assert studio.history_labels() == ["Duplicate"]
    studio.drag("Sellers", Point(600.0, 0.0), "alt")
    studio.press("Selection").move_to(Point(0.0, 600.0), "alt").move_to(Point(0.0, 600.0)).release()
    assert studio.labels().count("Selection") == 1
    assert studio.place("Selection") == Point(0.0, 600.0)
    assert studio.history_labels()[-1] == "Move Selection"


def test_arrow_presses_that_follow_closely_are_one_step(studio):
    studio.click("Traffic").key("Right").key("Right").wait(599).key("Down", "shift").wait(600)
    assert studio.place("Traffic") == Point(2.0, -230.0)
    studio.key("Left")
    studio.click("Sellers")
    assert studio.history_labels() == ["Move Traffic", "Move Traffic"]
    studio.editor.undo()
    studio.editor.undo()
    assert studio.place("Traffic") == Point(0.0, -240.0)


def test_delete_takes_the_links_along(linked_studio):
    linked_studio.click("Traffic").key("Delete")
    assert linked_studio.links() == [("Sellers", "Selection"), ("Selection", "Experience")]
    assert linked_studio.history_labels() == ["Delete Traffic"]
    assert linked_studio.selected() == set()


def _bend_to(studio, height_px: float) -> None:
    """Drag the handle of Sellers -> Selection to a height over its chord, to the left of travel."""
    link = studio.link("Sellers", "Selection")
    start, end = studio.place("Sellers"), studio.place("Selection")
    left = end.minus(start).unit.left
    goal = start.towards(end, 0.5).plus(left.times(height_px / studio.zoom))
    studio.press(Hit("links", link.id, "bend")).move_to(start).move_to(goal).release()


def test_the_bend_handle_bends_and_the_curve_goes_through_the_pointer(linked_studio):
    _bend_to(linked_studio, 60.0)
    start, end = linked_studio.place("Sellers"), linked_studio.place("Selection")
    bend = linked_studio.link("Sellers", "Selection").bend
    assert bend == pytest.approx(60.0 / start.distance(end), abs=1e-4)
    left = end.minus(start).unit.left
    apex = start.towards(end, 0.5).plus(left.times(60.0))
    assert bent(start, end, bend).point(0.5).distance(apex) < 0.05
    assert linked_studio.history_labels() == ["Bend link"]


@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.0])
def test_within_8_pixels_of_its_chord_a_link_is_straight(linked_studio, zoom):
    linked_studio.zoom = zoom
    _bend_to(linked_studio, 7.9)
    assert linked_studio.link("Sellers", "Selection").bend == 0.0
    _bend_to(linked_studio, -8.1)
    assert linked_studio.link("Sellers", "Selection").bend < 0.0


def test_escape_while_bending_leaves_no_trace(linked_studio):
    before = linked_studio.flywheel
    linked_studio.press(Hit("links", "l1", "bend")).move_to(Point(300.0, -300.0)).key("Escape")
    assert linked_studio.flywheel is before


def test_a_click_on_the_sign_flips_it(linked_studio):
    linked_studio.click(Hit("links", "l2", "sign"))
    assert linked_studio.flywheel.links["l2"].polarity == "-"
    linked_studio.click(Hit("links", "l2", "sign"))
    assert linked_studio.flywheel.links["l2"].polarity == "+"
    assert linked_studio.history_labels() == ["Flip sign", "Flip sign"]


def test_1_to_4_set_the_strength_of_the_selected_links(linked_studio):
    linked_studio.click(Hit("links", "l1")).click(Hit("links", "l2"), "shift")
    for key, weight in (("1", 0.25), ("2", 0.5), ("3", 0.75), ("4", 1.0)):
        linked_studio.key(key, text=key)
        weights = [link.weight for link in linked_studio.link_records()]
        assert weights == [weight, weight, 0.5, 0.5]


def test_a_strength_set_by_key_keeps_its_range_and_takes_an_end_along(linked_studio):
    linked_studio.editor.perform("Range", lambda now: give_range(now, ["l1"], 0.2))
    linked_studio.click(Hit("links", "l1"))
    for key, ends in (("2", (0.4, 0.6)), ("4", (0.4, 1.0)), ("1", (0.25, 1.0))):
        linked_studio.key(key, text=key)
        link = linked_studio.flywheel.links["l1"]
        assert (link.weight_low, link.weight_high) == ends
    linked_studio.editor.undo()
    linked_studio.editor.undo()
    link = linked_studio.flywheel.links["l1"]
    assert (link.weight_low, link.weight, link.weight_high) == (0.4, 0.5, 0.6)


def test_ctrl_d_copies_beside_and_selects_the_copies(linked_studio):
    linked_studio.click("Traffic").click("Sellers", "shift").key("D", "ctrl")
    assert linked_studio.flywheel.factors["traffic-2"].x == 10.0
    assert linked_studio.flywheel.factors["traffic-2"].y == -230.0
    assert linked_studio.links()[-1] == ("Traffic", "Sellers")
    assert linked_studio.flywheel.links["l5"].source == "traffic-2"
    assert linked_studio.editor.selection.factors == {"traffic-2", "sellers-2"}


def test_ctrl_a_selects_everything_on_the_paper(linked_studio):
    linked_studio.key("A", "ctrl")
    assert len(linked_studio.selected()) == 8


def test_ctrl_arrow_adds_the_next_factor_of_the_ring_already_linked(linked_studio):
    linked_studio.click("Traffic").key("Right", "ctrl").type("Visits").key("Enter")
    assert linked_studio.links()[-1] == ("Traffic", "Visits")
    assert linked_studio.history_labels() == ["Add Visits"]
    radius = linked_studio.flywheel.wheels["main"].radius
    # Equal spacing, the start still at twelve o'clock: 72 degrees further.
    assert linked_studio.place("Visits").x == pytest.approx(radius * 0.9510565, abs=0.01)
    assert linked_studio.place("Traffic").x == pytest.approx(0.0, abs=0.01)


def test_tab_walks_the_ring_clockwise_from_twelve_and_then_leaves_the_paper(studio):
    seen = []
    for _ in range(4):
        studio.key("Tab")
        seen += studio.selected()
    assert seen == ["Traffic", "Sellers", "Selection", "Experience"]
    from flywheel_studio.interaction.events import KeyEvent

    assert not studio.tools.key(KeyEvent("Tab"))
    studio.key("Tab", "shift")
    assert studio.selected() == {"Selection"}


def test_alt_arrow_follows_links(linked_studio):
    linked_studio.click("Traffic").key("Right", "alt")
    assert linked_studio.selected() == {"Sellers"}
    linked_studio.key("Down", "alt")
    assert linked_studio.selected() == {"Selection"}


def test_a_press_on_the_right_button_does_nothing_by_itself(studio):
    from flywheel_studio.interaction.events import PointerEvent

    hit = Hit("factors", "traffic")
    for kind in ("press", "move", "release"):
        studio.tools.pointer(PointerEvent(kind, Point(99.0, 99.0), hit, "right"))
    assert studio.selected() == set() and studio.history_labels() == []


def test_a_factor_that_is_undone_under_the_hand_is_not_selected_by_letting_go(studio):
    studio.double_click(Point(500.0, 500.0)).key("Enter")
    made = next(reversed(studio.flywheel.factors))
    studio.press(Hit("factors", made))
    studio.editor.undo()
    studio.release()
    assert made not in studio.flywheel.factors
    assert not studio.editor.selection.items
