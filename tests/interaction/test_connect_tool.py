"""Drawing links: with the connect tool, and from the connect handles."""

import pytest

from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import Hit

FAR = Point(600.0, 500.0)


def test_escape_half_way_leaves_no_trace(studio):
    before = studio.flywheel
    studio.tool("connect").press("Traffic").move_to("Sellers").key("Escape")
    assert studio.links() == [] and studio.history_labels() == []
    assert studio.flywheel is before


def test_dragging_from_one_factor_to_another_links_them(studio):
    studio.tool("connect").drag("Traffic", "Sellers")
    assert studio.links() == [("Traffic", "Sellers")]
    assert studio.history_labels() == ["Connect Traffic to Sellers"]
    assert studio.selected() == {"l1"}


def test_the_target_is_lit_before_the_release(studio):
    studio.tool("connect").press("Traffic").move_to("Sellers")
    assert studio.feedback.lit == {"sellers"}
    assert studio.feedback.rubber.target == "sellers"


def test_the_link_on_its_way_keeps_off_the_labels_like_a_drawn_one(studio):
    studio.tool("connect").press("Traffic").move_to("Sellers")
    rubber, paper = studio.feedback.rubber, studio.tools.paper
    assert paper.shape("traffic").distance(rubber.start) == pytest.approx(6.0, abs=0.01)
    assert paper.shape("sellers").distance(rubber.end) == pytest.approx(6.0, abs=0.01)
    studio.move_to(Point(500.0, 500.0))
    assert studio.feedback.rubber.end == Point(500.0, 500.0)


def test_a_link_binds_within_16_pixels_at_every_zoom(studio):
    box = studio.tools.paper.shape("sellers").box
    studio.tool("connect").press("Traffic")
    for zoom in (0.25, 1.0, 4.0):
        studio.zoom = zoom
        studio.move_to(Point(box.right + 15.5 / zoom, box.center.y))
        assert studio.feedback.lit == {"sellers"}, zoom
        studio.move_to(Point(box.right + 16.5 / zoom, box.center.y))
        assert studio.feedback.lit == set(), zoom


def test_dropping_on_empty_paper_makes_a_linked_factor_with_its_label_open(studio):
    studio.tool("connect").drag("Traffic", FAR)
    assert studio.tools.label_edit.is_open and len(studio.requested) == 1
    studio.type("Cash").key("Enter")
    assert studio.links() == [("Traffic", "Cash")]
    assert studio.place("Cash") == FAR
    assert studio.history_labels() == ["Add Cash"]
    assert studio.id("Cash") == "cash"


def test_escape_while_naming_takes_the_dropped_factor_and_its_link_back(studio):
    before = studio.flywheel
    studio.tool("connect").drag("Traffic", FAR).type("Cash").key("Escape")
    assert studio.flywheel is before and studio.history_labels() == []


def test_dropping_near_the_ring_takes_the_next_slot_and_spaces_the_ring_equally(studio):
    studio.tool("connect").drag("Traffic", Point(180.0, -170.0)).type("Visits").key("Enter")
    center = Point(0.0, 0.0)
    assert studio.place("Visits").distance(center) == pytest.approx(
        studio.flywheel.wheels["main"].radius, abs=0.01
    )
    from flywheel_studio.commands.arrange import ring_order

    assert [studio.flywheel.factors[k].label for k in ring_order(studio.flywheel, "main")] == [
        "Traffic", "Visits", "Sellers", "Selection", "Experience",
    ]  # fmt: skip
    assert studio.editor.undo() == "Add Visits"
    assert studio.labels() == ["Traffic", "Sellers", "Selection", "Experience"]


def test_click_and_click_links_too(studio):
    studio.tool("connect").click("Traffic").hover("Sellers")
    assert studio.feedback.lit == {"sellers"}
    studio.click("Sellers")
    assert studio.links() == [("Traffic", "Sellers")]


def test_a_press_and_release_that_never_left_the_factor_links_nothing(studio):
    studio.tool("connect").press("Traffic").move_to(Point(10.0, -240.0)).release()
    assert studio.links() == [] and len(studio.labels()) == 4


def test_out_and_back_links_a_factor_to_itself(studio):
    studio.tool("connect").press("Traffic").move_to(FAR).move_to("Traffic").release()
    assert studio.links() == [("Traffic", "Traffic")]


def test_a_tool_returns_to_select_after_one_use(studio):
    studio.key("L", text="l")
    assert studio.tools.active == "connect"
    studio.drag("Traffic", "Sellers")
    assert studio.tools.active == "select"


def test_choosing_a_tool_twice_keeps_it_in_hand(studio):
    studio.tool("connect").tool("connect")
    assert studio.tools.is_locked
    studio.drag("Traffic", "Sellers").drag("Sellers", "Selection")
    assert studio.links() == [("Traffic", "Sellers"), ("Sellers", "Selection")]
    assert studio.tools.active == "connect"
    studio.key("Escape")
    assert studio.tools.active == "select" and not studio.tools.is_locked


def test_hovering_shows_connect_handles_after_140_ms(studio):
    studio.hover("Traffic").wait(139)
    assert studio.feedback.handles is None
    studio.wait(1)
    assert studio.feedback.handles == "traffic"
    studio.hover(FAR)
    assert studio.feedback.handles is None


def test_hovering_briefly_shows_no_handles(studio):
    studio.hover("Traffic").wait(100).hover(FAR).wait(1000)
    assert studio.feedback.handles is None


def test_dragging_a_connect_handle_links_without_changing_the_tool(studio):
    studio.press(Hit("factors", "traffic", "connect")).move_to("Selection").release()
    assert studio.links() == [("Traffic", "Selection")]
    assert studio.tools.active == "select"


def test_escape_gives_up_a_link_from_a_handle(studio):
    studio.press(Hit("factors", "traffic", "connect")).move_to("Selection").key("Escape")
    studio.release()
    assert studio.links() == [] and studio.feedback.rubber is None


def test_the_source_deleted_half_way_ends_the_drag_quietly(studio):
    from flywheel_studio.commands.factors import delete

    studio.tool("connect").press("Traffic").move_to(FAR)
    studio.editor.perform("Delete", lambda now: delete(now, factors=["traffic"]))
    studio.move_to("Sellers").release()
    assert studio.links() == []
