"""Wheels that fold to their titles: by hand, by keys, and what that does to everything else."""

import pytest

from flywheel_studio.commands.arrange import arrange_hub_and_spokes, arrange_on_ring, ring_order
from flywheel_studio.commands.arrange_graph import arrange_graph
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.commands.wheels import move_wheel
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.events import Hit, KeyEvent
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.placement import places
from flywheel_studio.storage.codec import encode
from tests.interaction.driver import Studio

CONTROL = Hit("wheels", "w1", "fold")
PILL = Hit("wheels", "w1")
TITLE = Hit("wheels", "w1", "label")
FAR = Point(1_000.0, 0.0)
EMPTY = Point(500.0, 500.0)


@pytest.fixture
def two_wheels(linked_studio) -> Studio:
    """The ring of four, and at (1000, 0) "Program" with "Idea" that leads to "Pilot"; both geared."""
    studio = linked_studio
    studio.tools.add_wheel()
    studio.type("Program").key("Enter")
    center = studio.flywheel.wheels["w1"]
    by = FAR.minus(Point(center.x, center.y))
    studio.tools.perform("Move", lambda now: move_wheel(now, "w1", by))
    for label, angle in (("Idea", 0.0), ("Pilot", 180.0)):
        studio.double_click(on_ring(FAR, center.radius, angle)).type(label).key("Enter")
    for source, target in (("Idea", "Pilot"), ("Sellers", "Idea"), ("Sellers", "Pilot")):
        studio.tool("connect").press(source).move_to(EMPTY).move_to(target).release()
    studio.editor.selection.clear()
    studio.editor.history.clear()
    return studio


@pytest.fixture
def folded(two_wheels) -> Studio:
    two_wheels.click(CONTROL)
    two_wheels.editor.selection.clear()
    two_wheels.editor.history.clear()
    return two_wheels


def is_folded(studio: Studio) -> bool:
    return "w1" in folded_wheels(studio.flywheel)


def test_the_control_folds_and_opens_and_each_is_one_step(two_wheels):
    before = encode(two_wheels.flywheel)
    two_wheels.hover(TITLE)
    assert two_wheels.feedback.fold == "w1"
    two_wheels.click(CONTROL)
    assert is_folded(two_wheels) and two_wheels.selected() == {"w1"}
    two_wheels.hover(CONTROL)
    assert two_wheels.feedback.hint == "Click to open “Program”."
    two_wheels.click(CONTROL)
    assert two_wheels.history_labels() == ["Fold Program", "Open Program"]
    assert encode(two_wheels.flywheel) == before
    two_wheels.editor.undo()
    assert is_folded(two_wheels)
    two_wheels.editor.undo()
    assert encode(two_wheels.flywheel) == before


def test_two_clicks_on_the_control_do_it_once(two_wheels):
    two_wheels.double_click(CONTROL)
    assert two_wheels.history_labels() == ["Fold Program"]


def test_a_double_click_or_enter_opens_a_folded_wheel(folded):
    folded.double_click(PILL)
    assert not is_folded(folded) and folded.history_labels() == ["Open Program"]
    folded.editor.undo()
    folded.click(PILL).key("Enter")
    assert not is_folded(folded) and not folded.tools.label_edit.is_open


def test_f2_renames_a_folded_wheel_and_leaves_it_folded(folded):
    folded.click(PILL).key("F2").type("Launch").key("Enter")
    assert folded.flywheel.wheels["w1"].title == "Launch" and is_folded(folded)


def test_without_a_pointer_the_wheel_of_the_selected_factor_folds(two_wheels):
    two_wheels.click("Idea")
    assert two_wheels.tools.folding.toggle()
    assert is_folded(two_wheels) and two_wheels.selected() == {"w1"}
    two_wheels.editor.selection.clear()
    assert not two_wheels.tools.folding.toggle()
    assert two_wheels.problems == ["Select a wheel or one of its factors first."]


def test_a_folded_wheel_moves_with_all_that_it_holds(folded):
    before = places(folded.flywheel)
    folded.press(PILL).move_to(Point(1_100.0, 300.0))
    folded.move_to(Point(1_140.0, 333.0), "ctrl").release("ctrl")
    after = places(folded.flywheel)
    by = after["idea"].minus(before["idea"])
    assert by.length > 50.0 and after["pilot"].minus(before["pilot"]).distance(by) < 0.002
    assert after["traffic"] == before["traffic"]
    assert folded.history_labels() == ["Move Program"]


def test_arrow_keys_move_a_wheel_with_all_that_it_holds(folded):
    before = places(folded.flywheel)
    folded.click(PILL).key("Right").key("Right", "shift")
    folded.wait(2_000)
    assert places(folded.flywheel)["idea"].minus(before["idea"]) == Point(11.0, 0.0)
    assert folded.flywheel.wheels["w1"].x == 1_011.0
    assert folded.history_labels() == ["Move Program"]


def test_hidden_records_are_not_selected_by_a_marquee_or_select_all(folded):
    folded.press(Point(-900.0, -900.0)).move_to(Point(1_900.0, 900.0)).release()
    everything = folded.editor.selection.items
    assert ("wheels", "w1") in everything
    assert not {("factors", "idea"), ("factors", "pilot"), ("links", "l5")} & everything
    folded.key("Escape").key("A", "ctrl")
    assert folded.editor.selection.items == everything


def test_what_is_selected_together_moves_together(folded):
    before = places(folded.flywheel)
    folded.click("Sellers").click(PILL, "shift")
    folded.press(PILL).move_to(Point(1_050.0, 40.0)).release()
    after = places(folded.flywheel)
    by = after["sellers"].minus(before["sellers"])
    assert by.length > 20.0 and after["idea"].minus(before["idea"]).distance(by) < 0.002


def test_tab_stops_once_at_a_folded_wheel(folded):
    seen = []
    while folded.tools.key(KeyEvent("Tab")) and len(seen) < 20:
        seen.append(folded.editor.selection.single)
    assert seen.count(("wheels", "w1")) == 1 and len(seen) == 5
    assert all(item[1] not in ("idea", "pilot") for item in seen)


def test_alt_arrow_follows_a_link_into_a_folded_wheel_and_back(folded):
    folded.click("Sellers").key("Right", "alt")
    assert folded.selected() == {"w1"}
    folded.key("Left", "alt")
    assert folded.selected() == {"Sellers"}


def test_links_drawn_as_one_are_chosen_weighed_and_deleted_as_one(folded):
    folded.click(Hit("links", "l6"))
    assert folded.editor.selection.links == {"l6", "l7"}
    folded.key("4", text="4")
    assert {folded.flywheel.links[key].weight for key in ("l6", "l7")} == {1.0}
    sign = folded.flywheel.links["l6"].polarity
    folded.click(Hit("links", "l6", "sign"))
    assert folded.flywheel.links["l6"].polarity == sign
    folded.click(Hit("links", "l6"), "ctrl")
    assert folded.editor.selection.is_empty
    folded.click(Hit("links", "l6")).key("Delete")
    assert not {"l6", "l7"} & set(folded.flywheel.links)


def test_put_down_on_a_folded_wheel_a_factor_goes_into_it(folded):
    folded.press("Traffic").move_to(Point(500.0, -300.0)).move_to(FAR)
    assert folded.feedback.lit_wheel == "w1" and "Program" in folded.feedback.hint
    assert folded.factor("Traffic").wheel == "main"
    folded.release()
    assert folded.factor("Traffic").wheel == "w1" and folded.selected() == {"w1"}
    assert [folded.flywheel.factors[key].label for key in ring_order(folded.flywheel, "w1")] == [
        "Idea",
        "Pilot",
        "Traffic",
    ]
    assert folded.history_labels() == ["Move Traffic to Program"]
    folded.editor.undo()
    assert folded.factor("Traffic").wheel == "main"


def test_where_a_folded_wheel_had_its_ring_nothing_belongs_to_it(folded):
    spot = on_ring(FAR, 180.0, 90.0)
    folded.double_click(spot).type("Loose").key("Enter")
    assert folded.factor("Loose").wheel == "main"
    folded.drag("Loose", on_ring(FAR, 180.0, 120.0))
    assert folded.factor("Loose").wheel == "main"


def test_dragged_over_another_wheel_a_factor_lights_it(two_wheels):
    two_wheels.press("Traffic").move_to(Point(500.0, -300.0))
    assert two_wheels.feedback.lit_wheel is None
    two_wheels.move_to(FAR)
    assert two_wheels.feedback.lit_wheel == "w1"
    assert two_wheels.feedback.hint == "Let go here and it belongs to “Program”."
    two_wheels.key("Escape")
    assert two_wheels.feedback.lit_wheel is None


def test_by_name_factors_move_into_a_wheel_open_or_folded(two_wheels):
    two_wheels.click("Traffic").click("Sellers", "shift")
    assert two_wheels.tools.folding.move_into("w1")
    assert two_wheels.history_labels() == ["Move 2 factors to Program"]
    assert two_wheels.factor("Traffic").wheel == two_wheels.factor("Sellers").wheel == "w1"
    two_wheels.editor.selection.clear()
    assert not two_wheels.tools.folding.move_into("main")
    assert two_wheels.problems == ["Select the factors to move first."]


def test_a_link_dropped_on_a_folded_wheel_is_refused_in_words(folded):
    before = folded.flywheel
    folded.press(Hit("factors", "traffic", "connect")).move_to(EMPTY).move_to(FAR).release()
    assert folded.flywheel is before
    assert folded.problems == ["Open “Program” to link to one of its factors."]


def test_with_every_wheel_folded_nothing_is_made_that_would_not_be_seen(folded):
    folded.tools.folding.toggle("main")
    before = folded.flywheel
    folded.double_click(EMPTY)
    folded.tools.add_factor()
    assert not folded.tools.paste_text("One\nTwo", Box.around(EMPTY, 400.0, 300.0))
    assert folded.flywheel is before and len(folded.problems) == 3


def test_a_new_factor_goes_into_the_first_wheel_that_is_open(folded):
    folded.click(PILL).tools.add_factor()
    folded.type("New").key("Enter")
    assert folded.factor("New").wheel == "main"


def test_the_words_of_a_hidden_factor_are_edited_in_the_open_wheel(folded):
    folded.editor.selection.set_one("factors", "idea")
    folded.key("F2").type("Better idea").key("Enter")
    assert not is_folded(folded) and "Better idea" in folded.labels()


def test_what_folds_away_leaves_the_selection_to_its_wheel(two_wheels):
    two_wheels.click("Idea").click("Traffic", "shift")
    two_wheels.tools.folding.fold("w1")
    two_wheels.tools.folding.open("w1")
    two_wheels.click("Idea").click("Traffic", "shift")
    two_wheels.editor.undo()
    assert is_folded(two_wheels) and two_wheels.selected() == {"w1", "Traffic"}


def test_a_folded_wheel_is_deleted_with_what_is_in_it_and_comes_back(folded):
    before = folded.flywheel
    folded.click(PILL).key("Delete")
    assert "Idea" not in folded.labels() and folded.history_labels() == ["Delete Program"]
    folded.editor.undo()
    assert folded.flywheel == before


def test_the_first_wheel_gets_a_title_with_the_second(studio):
    studio.tools.add_wheel()
    studio.type("Second").key("Enter")
    assert [wheel.title for wheel in studio.flywheel.wheels.values()] == ["First wheel", "Second"]
    studio.editor.undo()
    assert [wheel.title for wheel in studio.flywheel.wheels.values()] == [""]


def test_arranging_is_about_the_chosen_wheel_and_never_about_a_hidden_one(two_wheels):
    two_wheels.tools.perform("Mess", lambda now: move_factors(now, {"idea": Point(1_060.0, 20.0)}))
    traffic = two_wheels.place("Traffic")
    two_wheels.click("Pilot").tools.arrange("Arrange", arrange_on_ring)
    assert abs(two_wheels.place("Idea").distance(FAR) - 180.0) < 0.01
    assert two_wheels.place("Traffic") == traffic
    two_wheels.tools.folding.fold("w1")
    before = places(two_wheels.flywheel)
    assert two_wheels.tools.arrange("Arrange", arrange_hub_and_spokes)
    after = places(two_wheels.flywheel)
    assert after["idea"] == before["idea"] and after["pilot"] == before["pilot"]
    two_wheels.tools.folding.fold("main")
    assert not two_wheels.tools.arrange("Arrange", arrange_on_ring)
    assert two_wheels.problems == ["Every wheel is folded. Open one to arrange it."]


def test_laying_out_makes_room_for_a_folded_wheel(two_wheels):
    two_wheels.tools.perform("Near", lambda now: move_wheel(now, "w1", Point(-1_000.0, -240.0)))
    two_wheels.tools.folding.fold("w1")
    two_wheels.editor.selection.clear()
    two_wheels.double_click(Point(0.0, 0.0)).type("Inside").key("Enter")
    two_wheels.tools.arrange("Lay out", arrange_graph)
    pill = two_wheels.tools.paper.folded_at(two_wheels.place("Inside"), 10.0)
    assert pill is None
