"""Looks as they are drawn: colours that can be read, icons beside words, labels of bands, notes."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.commands.room import estimated_size
from flywheel_studio.drawing.bands import band_figure
from flywheel_studio.drawing.factor_icons import GRID, icon_names, icon_shape
from flywheel_studio.drawing.factor_shapes import SHAPES, SIZES, factor_figure, factor_shape
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.looks import FILLS, drawn_color, palette_place
from flywheel_studio.drawing.paper_marks import NOTE_SIZES, note_figure
from flywheel_studio.drawing.polylines import polygons
from flywheel_studio.drawing.primitives import Close, Cubic, Shape, TextLine
from flywheel_studio.drawing.theme import PARTS, WORDS, contrast, dressed, theme_named, theme_names
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Band, Factor, Link, Note, Wheel

THEMES = [theme_named(name) for name in theme_names()]
HEXES = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)
CLEAN = theme_named("clean")


def drawn(style: dict, theme=CLEAN, role: str = "factor", label: str = "Lower prices"):
    factor = Factor(id="f", label=label, role=role, style=style)
    shape = factor_shape(factor, Point(0.0, 0.0), theme)
    return shape, factor_figure(factor, shape, theme, theme.loops[0])


def words(figure) -> list[TextLine]:
    return [part for part in figure.primitives if isinstance(part, TextLine)]


def shapes(figure, part: str) -> list[Shape]:
    return [each for each in figure.primitives if isinstance(each, Shape) and each.part == part]


def corners(shape: Shape) -> list[Point]:
    points: list[Point] = []
    for segment in shape.path:
        if isinstance(segment, Cubic):
            points += [segment.first, segment.second]
        if not isinstance(segment, Close):
            points.append(segment.to)
    return points


@given(
    fill=st.one_of(HEXES, st.sampled_from(FILLS), st.integers(1, 12), st.none()),
    stroke=st.one_of(HEXES, st.integers(1, 12), st.none()),
    role=st.sampled_from(["factor", "hub"]),
    palette=st.one_of(st.none(), st.lists(HEXES, min_size=1, max_size=8).map(tuple)),
    theme=st.sampled_from(THEMES),
)
def test_letters_can_be_read_on_every_filling_and_borders_be_seen(
    fill, stroke, role, palette, theme
):
    theme = theme if palette is None else dressed(theme, palette)
    style = {key: value for key, value in (("fill", fill), ("stroke", stroke)) if value is not None}
    _, figure = drawn(style, theme, role)
    frame = shapes(figure, "frame")[0]
    assert all(contrast(line.color, frame.fill) >= WORDS for line in words(figure))
    if stroke is not None:
        assert contrast(frame.stroke, theme.paper) >= PARTS


@given(color=st.one_of(HEXES, st.integers(1, 99)), theme=st.sampled_from(THEMES))
def test_the_words_of_notes_and_titles_can_be_read_in_every_colour(color, theme):
    note = note_figure(Note(id="t1", text="Why", style={"color": color}), theme)
    assert contrast(words(note)[0].color, theme.paper) >= WORDS


def test_a_place_in_the_palette_follows_the_theme_and_starts_again():
    for theme in THEMES:
        count = len(theme.loops)
        assert drawn_color(2, theme) == drawn_color(2 + count, theme) == theme.loops[1]
    two = dressed(CLEAN, ("#AA0000", "#0000AA"))
    assert [palette_place(place, two) for place in (1, 2, 3, 40)] == [1, 2, 1, 2]


@pytest.mark.parametrize("value", [0, -1, True, 2.5, "red", "#12", "#GGGGGG", [], {}, None])
def test_a_colour_that_is_none_draws_as_the_theme_s_own(value):
    _, plain = drawn({})
    _, odd = drawn({"stroke": value, "fill": value, "shape": value, "size": value, "icon": value})
    assert odd == plain


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_lines_within_its_square(name):
    shape = icon_shape(name, Point(100.0, 50.0), GRID, "#000000")
    assert shape.fill is None and shape.stroke == "#000000"
    box = Box.spanning(corners(shape)).grown(shape.width / 2)
    assert Box.around(Point(100.0, 50.0), GRID, GRID).contains(box)
    assert max(box.width, box.height) > 0.7 * GRID
    assert abs(box.center.x - 100.0) < 1.5 and abs(box.center.y - 50.0) < 1.5


@pytest.mark.parametrize("role", ["factor", "hub"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("label", ["", "Go", "Lower prices", "Customers who come back and stay"])
def test_an_icon_stands_beside_the_words_inside_the_shape(role, shape, size, label):
    style = {"shape": shape, "size": size, "icon": "cart"}
    measured, figure = drawn(style, role=role, label=label)
    (icon,) = shapes(figure, "icon")
    around = Box.spanning(corners(icon)).grown(icon.width / 2)
    inside = [Point(x, y) for x in (around.left, around.right) for y in (around.top, around.bottom)]
    for line in words(figure):
        box = Box(line.x, line.y - 0.73 * line.size, line.x + line.advance, line.y)
        assert not box.overlaps(around)
        inside += [Point(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    assert all(measured.distance(point) <= -measured.measure.border for point in inside)
    factor = Factor(id="f", label=label, role=role, style=style)
    width, height = estimated_size(factor)
    assert width >= measured.box.width * 0.98 and height >= measured.box.height * 0.98


@pytest.mark.parametrize("count", [3, 8, 20, 60])
def test_every_line_of_a_hub_with_many_words_is_inside_its_disc(count):
    measured, figure = drawn({}, role="hub", label="willing customers " * count)
    for line in words(figure):
        for x in (line.x, line.x + line.advance):
            for y in (line.y - 0.73 * line.size, line.y + 0.22 * line.size):
                assert measured.distance(Point(x, y)) < -measured.measure.border
    # Not a column in the middle of a disc.
    assert max(line.advance for line in words(figure)) > 0.45 * measured.box.width


def test_a_hub_that_is_told_to_be_a_pill_is_one():
    measured, _ = drawn({"shape": "pill"}, role="hub")
    disc, _ = drawn({}, role="hub")
    assert disc.box.width == disc.box.height and measured.box.width > measured.box.height


def test_a_link_and_a_band_take_the_colour_of_their_style():
    wheel = Wheel(id="w")
    flywheel = Flywheel(
        wheels={"w": wheel},
        factors={"a": Factor(id="a", wheel="w"), "b": Factor(id="b", wheel="w")},
        links={"l1": Link(id="l1", source="a", target="b", style={"color": 3})},
        bands={"b1": Band(id="b1", wheel="w", style={"color": "#7A4BA8"})},
    )
    figures = {(each.owner, each.id): each for each in compose(flywheel, CLEAN).records}
    link = figures["links", "l1"]
    assert shapes(link, "body")[0].stroke == shapes(link, "head")[0].fill == CLEAN.loops[2]
    assert shapes(figures["bands", "b1"], "body")[0].stroke == "#7A4BA8"


@given(
    begin=st.floats(-400.0, 400.0, allow_nan=False),
    length=st.floats(5.0, 360.0, allow_nan=False),
    label=st.sampled_from(["Attract", "Delight every customer", "A long way to say it " * 4]),
)
def test_the_label_of_a_band_keeps_off_its_arc_and_inside_the_picture(begin, length, label):
    wheel = Wheel(id="w", radius=180.0)
    band = Band(id="b1", wheel="w", label=label, from_angle=begin, to_angle=begin + length)
    figure = band_figure(Flywheel(wheels={"w": wheel}, bands={"b1": band}), band, CLEAN)
    radius = wheel.radius + 74.0
    middle = on_ring(Point(0.0, 0.0), radius, begin + ((length - 1e-9) % 360.0 + 1e-9) / 2)
    lines = words(figure)
    assert " ".join(line.text for line in lines) == " ".join(label.split())
    for line in lines:
        box = Box(
            line.x, line.y - 0.75 * line.size, line.x + line.advance, line.y + 0.2 * line.size
        )
        assert figure.box.contains(box)
        near = Point(min(max(0.0, box.left), box.right), min(max(0.0, box.top), box.bottom))
        assert math.hypot(*near) > radius + 4.0
        assert line.advance <= 190.0
    center = Point(lines[0].x + lines[0].advance / 2, lines[0].y)
    assert center.x * middle.x + center.y * middle.y > 0.0


def _arcs(*ends):
    """The outlines of bands from and to these angles, as points round the middle."""
    bands = {
        f"b{n}": Band(id=f"b{n}", wheel="w", label=f"Stage {n}", from_angle=a, to_angle=b)
        for n, (a, b) in enumerate(ends)
    }
    flywheel = Flywheel(wheels={"w": Wheel(id="w", radius=180.0)}, bands=bands)
    figures = [band_figure(flywheel, band, CLEAN) for band in bands.values()]
    return [next(iter(polygons(figure.outline))) for figure in figures]


@given(st.lists(st.tuples(st.integers(0, 359), st.integers(5, 350)), min_size=2, max_size=5))
def test_bands_that_overlap_run_beside_one_another(bands):
    arcs = _arcs(*((float(begin), float(begin + length)) for begin, length in bands))
    degrees = [{each % 360 for each in range(a, a + length)} for a, length in bands]
    for first, second in itertools.combinations(range(len(bands)), 2):
        if len(degrees[first] & degrees[second]) > 1:
            # Thirteen wide each: their middles keep more than that apart.
            assert min(a.distance(b) for a in arcs[first] for b in arcs[second]) > 13.0


def test_bands_that_follow_one_another_share_a_lane():
    radii = [math.hypot(*arc[0]) for arc in _arcs((0, 120), (120, 240), (240, 360))]
    assert radii == pytest.approx([254.0] * 3)
    assert [round(math.hypot(*arc[0])) for arc in _arcs((0, 130), (120, 240))] == [254, 273]
    assert [round(math.hypot(*arc[0])) for arc in _arcs((300, 20), (0, 60), (30, 90))] == [
        254,
        273,
        254,
    ]


@pytest.mark.parametrize("size", NOTE_SIZES)
@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_a_note_is_lettered_as_its_style_says_within_its_box(size, align, share):
    style = {"size": size, "weight": "bold", "align": align}
    note = Note(id="t1", text="Words that say why this matters", x=20.0, y=30.0, width=150.0)
    plain = note_figure(note, CLEAN)
    styled = note_figure(Note(**{**_fields(note), "style": style}), CLEAN)
    assert {line.size for line in words(styled)} == {NOTE_SIZES[size]}
    assert {line.weight for line in words(styled)} == {700}
    for line in words(styled):
        assert line.x == pytest.approx(20.0 + (styled.box.width - line.advance) * share)
        assert styled.box.left <= line.x
        assert line.x + line.advance <= styled.box.right + 0.01
    assert words(plain)[0].weight == 400


def _fields(note: Note) -> dict:
    return {"id": note.id, "text": note.text, "x": note.x, "y": note.y, "width": note.width}
