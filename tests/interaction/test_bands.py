"""Bands round a wheel: made, named, turned and stretched."""

import pytest

from flywheel_studio.commands.bands import GAP, add_band, set_stages, stretch_band, turn_band
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
