"""The SVG writer: a linter of the safe subset, goldens, and hostile words."""

import os
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import theme_named, theme_names
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.svg import MODEL_NAMESPACE, NAMESPACE, svg_bytes
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Header
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.picture_model import model_in_svg
from flywheel_studio.storage.templates import load_template, templates

GOLDEN = Path(__file__).parents[1] / "golden"
ALLOWED = {
    "svg": {"width", "height", "viewBox", "{http://www.w3.org/XML/1998/namespace}lang"},
    "title": set(),
    "desc": set(),
    "metadata": set(),
    "g": {"id"},
    "path": {
        "id", "d", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-dasharray", "stroke-opacity",
    },
    "text": {"x", "y", "font-family", "font-size", "font-weight", "fill", "fill-opacity"},
}  # fmt: skip
NUMBER = r"-?\d+(\.\d{1,2})?"


def figure_of(template, language="en", theme="clean"):
    flywheel = load_template(template, language)
    overlays = Overlays(loops=find_loops(causal_graph(flywheel)).loops)
    return compose(flywheel, theme_named(theme), overlays)


def lint(raw):
    """Fail on anything outside the subset that PowerPoint, browsers and renderers agree on."""
    root = ElementTree.fromstring(raw)
    for element in root.iter():
        space, _, name = element.tag[1:].partition("}")
        if space == MODEL_NAMESPACE:
            continue
        assert space == NAMESPACE
        assert set(element.attrib) <= ALLOWED[name], (name, element.attrib)
        for key, value in element.attrib.items():
            if key in ("fill", "stroke"):
                assert re.fullmatch(r"none|#[0-9A-Fa-f]{6}", value)
            elif key == "d":
                assert re.fullmatch(rf"([MLCZ]|{NUMBER}| )+", value) and value.startswith("M")
            elif key in ("x", "y", "width", "height", "font-size", "stroke-width"):
                assert re.fullmatch(NUMBER, value), (key, value)
        if name == "text":
            assert element.attrib["font-family"].endswith("Arial, Helvetica, sans-serif")
            assert len(element) == 0 and "\n" not in (element.text or "")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    return root


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
def test_templates_draw_as_their_goldens(row, language, theme):
    raw = svg_bytes(figure_of(row.id, language, theme), PictureOptions())
    root = lint(raw)
    width, height = root.attrib["width"], root.attrib["height"]
    assert root.attrib["viewBox"] == f"0 0 {width} {height}"
    golden = GOLDEN / f"{row.id}.{language}.{theme}.svg"
    if os.environ.get("REWRITE_GOLDENS") == "1":
        golden.write_bytes(raw)
    assert golden.read_bytes().decode() == raw.decode()


def test_no_golden_is_left_of_a_template_or_theme_that_is_gone():
    wanted = {
        f"{row.id}.{language}.{theme}.svg"
        for row in templates()
        for language in ("en", "de")
        for theme in theme_names()
    }
    found = {path.name for path in GOLDEN.iterdir() if path.name.split(".")[1] in ("en", "de")}
    assert found == wanted


def test_outlines_hold_no_text():
    root = lint(svg_bytes(figure_of("amazon"), PictureOptions(text="outlines")))
    assert root.find(f".//{{{NAMESPACE}}}text") is None


def test_width_scale_and_dpi_set_the_size():
    figure = figure_of("amazon")
    sizes = {}
    for name, options in {
        "plain": PictureOptions(),
        "scale": PictureOptions(scale=2),
        "dpi": PictureOptions(dpi=192),
        "width": PictureOptions(width=1920),
    }.items():
        sizes[name] = float(lint(svg_bytes(figure, options)).attrib["width"])
    assert sizes["plain"] == pytest.approx(figure.box.width + 32, abs=0.01)
    assert sizes["scale"] == sizes["dpi"] == pytest.approx(2 * sizes["plain"], abs=0.02)
    assert sizes["width"] == 1920


def test_a_transparent_picture_has_no_paper():
    assert b'id="paper"' in svg_bytes(figure_of("amazon"), PictureOptions())
    assert b'id="paper"' not in svg_bytes(figure_of("amazon"), PictureOptions(transparent=True))


def test_the_model_travels_inside_and_comes_back():
    model = encode(load_template("amazon", "de"))
    raw = svg_bytes(figure_of("amazon", "de"), PictureOptions(model=model))
    lint(raw)
    assert model_in_svg(raw).strip() == model.strip()


def test_factors_and_links_can_be_found_by_their_ids():
    raw = svg_bytes(figure_of("amazon"), PictureOptions()).decode()
    flywheel = load_template("amazon", "en")
    for factor in flywheel.factors:
        assert f'<g id="factor-{factor}">' in raw
    for link in flywheel.links:
        assert f'<g id="link-{link}">' in raw
    assert "<desc>" in raw and "Customer experience" in raw


@given(st.text(max_size=60))
def test_any_label_gives_valid_xml_with_its_words_in_it(label):
    hostile = Flywheel(
        header=Header(title=label),
        factors={"a": Factor(id="a", label=label, x=0.0, y=0.0)},
    )
    raw = svg_bytes(compose(hostile, theme_named("clean")), PictureOptions())
    lint(raw)


@pytest.mark.parametrize(
    "label",
    ["<img src=file:///etc/passwd>", "<script>alert(1)</script>", "%n %1 &File", "]]>", "\"'&"],
)
def test_markup_in_a_label_stays_words(label):
    flywheel = Flywheel(factors={"a": Factor(id="a", label=label, x=0.0, y=0.0)})
    root = lint(svg_bytes(compose(flywheel, theme_named("clean")), PictureOptions()))
    drawn = " ".join(text.text for text in root.iter(f"{{{NAMESPACE}}}text"))
    assert drawn.replace(" ", "") == label.replace(" ", "")
