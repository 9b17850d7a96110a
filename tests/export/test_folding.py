"""Folded wheels and geared ones in the files that a drawing is exported to."""

import os
from pathlib import Path

import pytest

from flywheel_studio.commands.folding import fold_wheel
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.export.excerpt import pages_of, selected_alone, wheel_alone
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.svg import svg_bytes
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.storage.templates import load_template

GOLDEN = Path(__file__).parents[1] / "golden"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FOLDS = {"one-folded": ("launch",), "all-folded": ("main", "launch", "partner", "webinar")}


def folded(name: str, language: str = "en"):
    flywheel = load_template("marketing-portfolio", language)
    for wheel in FOLDS[name]:
        flywheel = fold_wheel(flywheel, wheel)
    return flywheel


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("name", FOLDS)
def test_folded_wheels_draw_as_their_goldens(picture_of, name, theme):
    raw = svg_bytes(picture_of(folded(name), theme).figure, PictureOptions())
    golden = GOLDEN / f"marketing-portfolio.{name}.{theme}.svg"
    if os.environ.get("REWRITE_GOLDENS") == "1":
        golden.write_bytes(raw)
    assert golden.read_bytes().decode() == raw.decode()


def test_nothing_hidden_is_written_into_the_svg(picture_of):
    raw = svg_bytes(picture_of(folded("one-folded")).figure, PictureOptions()).decode()
    assert "First users" not in raw.split("</desc>")[1]
    assert "Product launch" in raw


@pytest.mark.parametrize("links", ["exact", "glued"])
@pytest.mark.parametrize("theme", ["clean", "napkin"])
def test_a_folded_wheel_is_one_group_on_a_slide_and_links_hold_on_to_it(
    picture_of, slides_of, opened, every_shape, links, theme
):
    raw = slides_of(picture_of(folded("all-folded"), theme), links=links)
    (slide,) = opened(raw).slides
    groups = [s for s in slide.shapes if s.name == "Wheel “Product launch”"]
    assert len(groups) == 1
    inside = {shape.shape_id for shape in groups[0].shapes}
    held = {
        int(end.get("id"))
        for shape in every_shape(slide)
        for end in shape._element.iter(f"{A}stCxn", f"{A}endCxn")
    }
    known = {shape.shape_id for shape in every_shape(slide)}
    assert held <= known
    if links == "glued":
        assert len(inside & held) == 1
    words = [s.text_frame.text for s in groups[0].shapes if s.has_text_frame]
    assert "Product launch" in words
    labels = " ".join(s.name for s in every_shape(slide))
    assert "gears B2B marketing to Product launch" in labels


def test_a_story_is_told_with_its_wheels_open(picture_of, slides_of, opened, every_shape):
    raw = slides_of(picture_of(folded("all-folded")), slides="story")
    last = opened(raw).slides[-2]
    names = {shape.name for shape in every_shape(last)}
    assert "First users" in names or any("First users" in name for name in names)


def test_a_page_of_one_wheel_shows_it_open(picture_of):
    flywheel = folded("all-folded")
    alone = wheel_alone(flywheel, "launch")
    assert not folded_wheels(alone) and len(alone.factors) == 3
    for page in pages_of(picture_of(flywheel)):
        assert not folded_wheels(page.flywheel)


def test_what_is_selected_brings_its_folded_wheel_whole(picture_of):
    flywheel = folded("one-folded")
    part = selected_alone(flywheel, (), ("l18",), ())
    assert folded_wheels(part) == {"launch"} and len(part.factors_of["launch"]) == 3
    figure = picture_of(part).figure
    drawn = {(r.owner, r.id) for r in figure.records if r.primitives}
    assert ("wheels", "launch") in drawn and ("links", "l18") in drawn
