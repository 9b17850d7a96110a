"""Bands round a wheel: made, named, turned and stretched."""

import pytest

from flywheel_studio.commands.bands import GAP, add_band, set_stages, stretch_band, turn_band
from flywheel_studio.commands.texts import add_text, set_texts
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from tests.interaction.driver import Studio

RADIUS = 314.0


@pytest.fixture
def staged(studio) -> Studio:
    """The ring of four with a band from 0 to 90 degrees."""
    studio.tools.perform("Band", lambda now: add_band(now, "Attract"))
    studio.editor.history.clear()
    return studio


def band(studio):
    return studio.flywheel.bands["b1"]


def drag(studio, begin: float, *angles: float, modifiers=()) -> None:
    center = Point(0.0, 0.0)
    studio.at = on_ring(center, RADIUS, begin)
    from flywheel_studio.interaction.events import PointerEvent

    def tell(kind: str, angle: float) -> None:
        place = on_ring(center, RADIUS, angle)
        studio.tools.pointer(
            PointerEvent(kind, place, Hit("bands", "b1"), "left", frozenset(modifiers), 1.0)
        )

    tell("press", begin)
    for angle in angles:
        tell("move", angle)
    tell("release", angles[-1])


def test_a_band_is_made_and_named_in_one_step(studio):
    studio.tools.add_band()
    studio.type("Attract").key("Enter")
    assert band(studio).label == "Attract" and band(studio).wheel == "main"
    assert studio.history_labels() == ["Add band"]


def test_the_next_band_begins_where_the_last_one_ends():
    flywheel = add_band(add_band(Flywheel(), "One"), "Two")
    one, two = flywheel.bands.values()
    assert two.from_angle == one.to_angle + GAP and list(flywheel.wheels) == ["w1"]
    check(flywheel)


def test_a_band_takes_the_widest_gap_and_a_full_ring_is_said(staged):
    staged.tools.set_stages()
    before = staged.flywheel
    assert not staged.tools.label_edit.is_open
    staged.tools.add_band()
    assert staged.flywheel is before and "all round the wheel" in staged.problems[-1]
    staged.tools.perform("Shorter", lambda now: stretch_band(now, "b2", "to", 180.0))
    staged.tools.add_band()
    staged.key("Enter")
    assert staged.flywheel.bands["b4"].from_angle == 180.0 + GAP
    assert staged.flywheel.bands["b4"].to_angle == pytest.approx(243.0 - GAP)


def test_three_stages_share_the_ring_and_take_the_place_of_what_was_there(staged):
    assert staged.tools.set_stages()
    bands = list(staged.flywheel.bands.values())
    assert [each.label for each in bands] == ["Attract", "Engage", "Delight"]
    assert {round(each.to_angle - each.from_angle, 3) for each in bands} == {120.0 - GAP}
    staged.editor.undo()
    assert len(staged.flywheel.bands) == 1


def test_the_middle_turns_it_and_its_length_stays(staged):
    length = band(staged).to_angle - band(staged).from_angle
    drag(staged, 40.0, 60.0, 85.0, modifiers=("ctrl",))
    assert band(staged).from_angle == pytest.approx(45.0, abs=0.01)
    assert band(staged).to_angle - band(staged).from_angle == pytest.approx(length)
    assert staged.history_labels() == ["Turn band"]


def test_an_end_stretches_it(staged):
    drag(staged, 84.0, 100.0, 131.0, modifiers=("ctrl",))
    assert band(staged).from_angle == 0.0
    assert band(staged).to_angle == pytest.approx(131.0, abs=0.01)
    assert staged.history_labels() == ["Stretch band"]
    drag(staged, 0.0, 340.0, modifiers=("ctrl",))
    assert band(staged).from_angle == pytest.approx(340.0, abs=0.01)
    assert (band(staged).to_angle - band(staged).from_angle) == pytest.approx(151.0, abs=0.01)


def test_ends_rest_at_steps_of_15_degrees(staged):
    drag(staged, 84.0, 119.4)
    assert band(staged).to_angle == 120.0


def test_escape_puts_a_band_back(staged):
    before = staged.flywheel
    staged.press(Hit("bands", "b1")).move_to(Point(300.0, 60.0)).key("Escape")
    assert staged.flywheel is before


def test_a_double_click_renames_and_delete_removes(staged):
    staged.double_click(Hit("bands", "b1")).type("Win").key("Enter")
    assert band(staged).label == "Win"
    staged.click(Hit("bands", "b1")).key("Delete")
    assert not staged.flywheel.bands


def test_a_band_never_shrinks_to_nothing():
    flywheel = set_stages(Flywheel(), ["One", "Two"])
    first = flywheel.bands["b1"]
    for end in ("from", "to"):
        other = first.to_angle - 1.0 if end == "from" else first.from_angle + 1.0
        after = stretch_band(flywheel, "b1", end, other).bands["b1"]
        assert after.to_angle - after.from_angle == pytest.approx(5.0)
    assert turn_band(flywheel, "b1", 360.0) == flywheel


def test_ends_rest_at_factors_and_half_way_between_them_and_light_them(studio):
    from flywheel_studio.commands.factors import move_factors

    studio.tools.perform("Band", lambda now: add_band(now, "Attract"))
    at = on_ring(Point(0.0, 0.0), 240.0, 97.0)
    studio.tools.perform("Move", lambda now: move_factors(now, {"sellers": at}))
    studio.at = on_ring(Point(0.0, 0.0), RADIUS, 84.0)
    studio.press(Hit("bands", "b1", "to"))
    seen = []
    for angle in (96.2, 138.0, 151.0):
        studio.move_to(on_ring(Point(0.0, 0.0), RADIUS, 84.0))
        studio.move_to(on_ring(Point(0.0, 0.0), RADIUS, angle))
        seen.append((band(studio).to_angle, studio.feedback.lit, len(studio.feedback.guides)))
    studio.release()
    assert seen[0][0] == pytest.approx(97.0) and seen[0][1:] == ({"sellers"}, 1)
    assert seen[1][0] == pytest.approx(138.5) and seen[1][1:] == (frozenset(), 1)
    assert seen[2][0] == 150.0
    assert studio.history_labels()[-1] == "Stretch band"


def test_an_end_that_is_pulled_past_the_other_stops_there(staged):
    begin = band(staged)
    drag(staged, 84.0, 60.0, 20.0, 350.0, 300.0, modifiers=("ctrl",))
    assert (band(staged).from_angle, band(staged).to_angle) == (0.0, 5.0)
    staged.editor.undo()
    assert band(staged) is begin
    drag(staged, 84.0, 180.0, 270.0, 350.0, 40.0, modifiers=("ctrl",))
    assert (band(staged).from_angle, band(staged).to_angle) == (0.0, 360.0)


def test_a_band_is_turned_past_twelve_o_clock(staged):
    drag(staged, 40.0, 10.0, 340.0, modifiers=("ctrl",))
    assert band(staged).from_angle == pytest.approx(300.0)
    assert band(staged).to_angle == pytest.approx(384.0)
    check(staged.flywheel)


def test_arrows_turn_a_band_and_stretch_its_ends_one_step_for_those_in_a_row(staged):
    staged.click(Hit("bands", "b1"))
    staged.key("Right").key("Right").key("Down").wait(700)
    assert (band(staged).from_angle, band(staged).to_angle) == (15.0, 99.0)
    staged.key("Right", "shift").key("Left", "alt").wait(700)
    assert (band(staged).from_angle, band(staged).to_angle) == (10.0, 104.0)
    assert staged.history_labels() == ["Turn band", "Stretch band", "Stretch band"]
    staged.key("Left").key("Escape")
    assert (band(staged).from_angle, band(staged).to_angle) == (10.0, 104.0)
    assert staged.history_labels() == ["Turn band", "Stretch band", "Stretch band"]
    for _ in range(40):
        staged.key("Left", "shift")
    staged.wait(700)
    assert band(staged).to_angle - band(staged).from_angle == pytest.approx(5.0)
    assert "Shift+arrow" in staged.feedback.hint


def test_a_text_is_made_wider_by_its_side_and_by_keys(studio):
    studio.tools.perform("Text", lambda now: add_text(now, "A word or two", 600.0, 0.0))
    side = Hit("texts", "t1", "width")
    studio.at = Point(764.0, 10.0)
    studio.press(side).move_to(Point(800.0, 40.0)).move_to(Point(824.0, 40.0), "ctrl").release()
    assert studio.flywheel.texts["t1"].width == 220.0
    studio.key("Right", "alt").key("Right", "alt").wait(700)
    assert studio.flywheel.texts["t1"].width == 240.0
    studio.press(side).move_to(Point(10.0, 0.0), "ctrl").key("Escape")
    assert studio.flywheel.texts["t1"].width == 240.0
    assert studio.history_labels() == ["Text", "Change width", "Change width"]


def test_a_text_rests_at_the_right_side_of_another(studio):
    studio.tools.perform("Text", lambda now: add_text(now, "One", 600.0, 0.0))
    studio.tools.perform("Text", lambda now: add_text(now, "Two", 650.0, 90.0))
    studio.tools.perform("Wide", lambda now: set_texts(now, ["t1"], width=300.0))
    studio.at = Point(814.0, 90.0)
    studio.press(Hit("texts", "t2", "width")).move_to(Point(901.0, 90.0))
    assert len(studio.feedback.guides) == 1
    studio.release()
    assert studio.flywheel.texts["t2"].width == 250.0


def test_a_text_is_written_without_a_pointer(studio):
    studio.key("T").key("Enter")
    assert studio.tools.label_edit.is_open and studio.tools.active == "select"
    studio.type("Why it works").key("Enter")
    note = studio.flywheel.texts["t1"]
    assert note.text == "Why it works" and note.y > 240.0
    assert studio.history_labels() == ["Add text"]


def test_tab_walks_on_from_the_factors_to_the_bands_and_texts(staged):
    staged.tools.perform("Text", lambda now: add_text(now, "Why", 600.0, 0.0))
    walked = []
    for _ in range(6):
        staged.key("Tab")
        walked.append(staged.editor.selection.single)
    assert [kind for kind, _ in walked] == ["factors"] * 4 + ["bands", "texts"]
    staged.key("Tab", "shift").key("Right").wait(700)
    assert band(staged).from_angle == 5.0


def test_a_key_pressed_past_the_end_does_not_have_to_be_taken_back(studio):
    studio.editor.perform("Text", lambda now: add_text(now, "Why", 0.0, 0.0, id="t1"))
    studio.editor.selection.set_one("texts", "t1")
    for _ in range(30):
        studio.key("Left", "alt")
    assert studio.flywheel.texts["t1"].width == 40.0
    studio.key("Right", "alt").wait(700)
    assert studio.flywheel.texts["t1"].width == 50.0
    assert studio.history_labels() == ["Text", "Change width"]
