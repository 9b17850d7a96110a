"""An end of a link goes to another factor; routes, strengths and switching by hand and key."""

from flywheel_studio.commands.links import bend_link
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import Hit

HEAD = Hit("links", "l1", "target")
TAIL = Hit("links", "l1", "source")


def test_the_head_of_a_link_goes_to_another_factor(linked_studio):
    linked_studio.click(Hit("links", "l1"))
    linked_studio.press(HEAD).move_to(Point(60.0, 60.0)).move_to("Selection")
    assert linked_studio.feedback.lit == {"selection"}
    assert linked_studio.links()[0] == ("Traffic", "Selection")
    linked_studio.release()
    assert linked_studio.links()[0] == ("Traffic", "Selection")
    assert linked_studio.history_labels() == ["Connect Traffic to Selection"]
    linked_studio.editor.undo()
    assert linked_studio.links()[0] == ("Traffic", "Sellers")


def test_the_tail_of_a_link_goes_to_another_factor_and_all_else_stays(linked_studio):
    before = linked_studio.flywheel.links["l1"]
    linked_studio.click(Hit("links", "l1")).press(TAIL).move_to(Point(9.0, 9.0))
    linked_studio.move_to("Experience").release()
    after = linked_studio.flywheel.links["l1"]
    assert after.source == "experience" and after.target == before.target
    assert after.weight == before.weight and after.id == before.id


def test_over_empty_paper_the_link_is_what_it_was_and_a_line_follows(linked_studio):
    before = linked_studio.flywheel
    linked_studio.click(Hit("links", "l1")).press(HEAD).move_to(Point(500.0, 500.0))
    assert linked_studio.flywheel is before
    assert linked_studio.feedback.rubber.end == Point(500.0, 500.0)
    linked_studio.release()
    assert linked_studio.flywheel is before and linked_studio.history_labels() == []


def test_escape_puts_the_end_back(linked_studio):
    before = linked_studio.flywheel
    linked_studio.click(Hit("links", "l1")).press(HEAD).move_to(Point(9.0, 9.0))
    linked_studio.move_to("Selection").key("Escape")
    assert linked_studio.flywheel is before and linked_studio.feedback.lit == frozenset()


def test_a_double_click_on_the_bend_resets_the_route(linked_studio):
    linked_studio.tools.perform("Bend", lambda now: bend_link(now, "l1", 0.5))
    linked_studio.double_click(Hit("links", "l1", "bend"))
    assert linked_studio.flywheel.links["l1"].bend is None
    assert linked_studio.history_labels()[-1] == "Reset route"


def test_0_switches_the_selected_links_off_and_on(linked_studio):
    linked_studio.click(Hit("links", "l1")).click(Hit("links", "l2"), "shift").key("0", text="0")
    assert [link.active for link in linked_studio.link_records()] == [False, False, True, True]
    linked_studio.key("0", text="0")
    assert all(link.active for link in linked_studio.link_records())
    assert linked_studio.history_labels() == ["Switch link off", "Switch link on"]


def test_one_that_is_off_among_others_goes_off_with_them(linked_studio):
    linked_studio.click(Hit("links", "l1")).key("0")
    linked_studio.click(Hit("links", "l2"), "shift").key("0")
    assert [link.active for link in linked_studio.link_records()] == [False, False, True, True]


def test_what_is_too_little_to_align_is_said(linked_studio):
    assert not linked_studio.tools.tidy.align("left")
    assert not linked_studio.tools.tidy.distribute("across")
    assert not linked_studio.tools.tidy.reset_route()
    assert not linked_studio.tools.tidy.same_size()
    assert len(linked_studio.problems) == 4


def test_aligning_uses_the_boxes_as_they_are_drawn(linked_studio):
    linked_studio.click("Traffic").click("Experience", "shift")
    assert linked_studio.tools.tidy.align("left")
    paper = linked_studio.tools.paper
    left = [paper.shape(linked_studio.id(n)).box.left for n in ("Traffic", "Experience")]
    assert abs(left[0] - left[1]) < 0.002


def test_near_the_ring_a_link_shows_that_it_will_take_a_slot(linked_studio):
    linked_studio.press(Hit("factors", "traffic", "connect")).move_to(Point(172.0, -172.0))
    assert linked_studio.feedback.guides[0].radius == 240.0
    linked_studio.move_to(Point(60.0, 60.0))
    assert linked_studio.feedback.guides == ()
    linked_studio.key("Escape")
