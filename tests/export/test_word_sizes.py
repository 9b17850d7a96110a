"""What is said beforehand of the smallest words is what stands in the file."""

from __future__ import annotations

import io
import math

import pytest
from pptx import Presentation
from pptx.util import Emu

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.export.excerpt import picture_of as part_of
from flywheel_studio.export.excerpt import wheel_alone
from flywheel_studio.export.pptx_deck import opened_deck
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.word_sizes import (
    own_rooms,
    rooms_of,
    small_words_warning,
    smallest_on_full_slide,
    smallest_on_slides,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.templates import templates

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ROWS = {row.id: row for row in exporters()}


def written_sizes(slide, loops):
    """The sizes of all words of the drawing in points, read from the file."""
    around = {"Text", *(shape.name for shape in slide.placeholders)}
    shapes = [shape for shape in slide.shapes if shape.name not in around and not shape.has_chart]
    return [
        int(run.find(f"{A}rPr").get("sz")) / 100
        for shape in shapes
        for run in shape._element.iter(f"{A}r")
        if run.findtext(f"{A}t") not in loops and run.findtext(f"{A}t").strip()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("slides", ["one", "story"])
@pytest.mark.parametrize("shape", ["16:9", "4:3"])
@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
def test_the_smallest_words_said_are_the_smallest_in_the_file(
    picture_of, slides_of, opened, row, shape, slides
):
    picture = picture_of(row.id)
    loops = {loop.id for loop in picture.loops}
    deck = opened(slides_of(picture, shape=shape, slides=slides))
    written = min(size for slide in deck.slides for size in written_sizes(slide, loops))
    said = smallest_on_slides(picture, PictureOptions(slides=slides), own_rooms(shape))
    assert said == pytest.approx(written, abs=0.006)


def test_in_the_deck_of_somebody_else_its_own_room_counts(picture_of, slides_of, opened):
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(5_000_000), Emu(9_000_000)
    target = io.BytesIO()
    deck.save(target)
    picture = picture_of("amazon")
    (slide,) = opened(slides_of(picture, into=target.getvalue())).slides
    written = min(written_sizes(slide, {"R1", "R2"}))
    rooms = rooms_of(opened_deck(target.getvalue()))
    assert smallest_on_slides(picture, PictureOptions(), rooms) == pytest.approx(written, abs=0.006)
    assert written < 0.75 * smallest_on_slides(picture, PictureOptions(), own_rooms("16:9"))


def test_a_drawing_takes_the_height_of_its_slide(picture_of, slides_of, opened):
    deck = opened(slides_of(picture_of("amazon")))
    title, *shapes = deck.slides[0].shapes
    top, bottom = min(s.top for s in shapes), max(s.top + s.height for s in shapes)
    assert bottom - top >= 0.83 * deck.slide_height
    assert top >= title.top + title.height
    assert bottom <= deck.slide_height - Emu(220_000)


def test_a_picture_is_judged_as_it_fills_a_slide(picture_of):
    picture = picture_of("amazon")
    area = picture.figure.box.grown(16.0)
    # A slide is 960 x 540 points; the second line of the wheel is lettered in 15 units.
    wanted = 15.0 * min(960 / area.width, 540 / area.height)
    assert smallest_on_full_slide([picture], PictureOptions()) == pytest.approx(wanted)
    tight = smallest_on_full_slide([picture], PictureOptions(padding=0.0))
    assert tight > wanted


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "pptx", "gif"])
def test_only_what_is_too_small_to_read_is_warned_of_with_its_size(picture_of, kind):
    portfolio, funnel = picture_of("marketing-portfolio"), picture_of("funnel")
    said = small_words_warning(ROWS[kind], portfolio, PictureOptions(), "take one wheel")
    size = (
        smallest_on_slides(portfolio, PictureOptions(), own_rooms("16:9"))
        if kind == "pptx"
        else smallest_on_full_slide([portfolio], PictureOptions())
    )
    assert f" {math.floor(10 * size) / 10:g} pt" in said
    assert said.endswith("12 pt: take one wheel.")
    assert small_words_warning(ROWS[kind], funnel, PictureOptions(), "take one wheel") == ""


def test_one_wheel_is_told_what_else_helps_and_one_of_a_portfolio_is_large_enough(picture_of):
    portfolio = picture_of("marketing-portfolio")
    for wheel in portfolio.flywheel.wheels:
        part = part_of(wheel_alone(portfolio.flywheel, wheel), portfolio)
        assert small_words_warning(ROWS["pptx"], part, PictureOptions(), "") == ""
    said = small_words_warning(ROWS["pptx"], picture_of("amazon"), PictureOptions(), "")
    assert said.endswith("bring the factors closer together.")


def test_pages_of_a_document_are_judged_one_by_one(picture_of):
    portfolio = picture_of("marketing-portfolio")
    pdf = ROWS["pdf"]
    assert small_words_warning(pdf, portfolio, PictureOptions(), "take one wheel")
    assert not small_words_warning(pdf, portfolio, PictureOptions(pages="wheels"), "take one")


def test_without_words_there_is_nothing_to_warn_of(picture_of):
    flywheel = add_factor(Flywheel(), label="", x=0.0, y=0.0)
    for kind in ("pptx", "svg"):
        for slides in ("one", "story"):
            options = PictureOptions(slides=slides)
            assert small_words_warning(ROWS[kind], picture_of(flywheel), options, "") == ""
            empty = picture_of(Flywheel())
            assert small_words_warning(ROWS[kind], empty, options, "") == ""
