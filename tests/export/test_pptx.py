"""Slides: native shapes that hold every word, stay on the slide, and follow when they are moved."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

import pytest
from msgspec.structs import replace
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu

from flywheel_studio.drawing.primitives import Line
from flywheel_studio.drawing.theme import contrast
from flywheel_studio.export.registry import DeckProblem
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Band, Factor, Header, Link, Note, Wheel
from flywheel_studio.storage.templates import load_template, templates

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def words(shape):
    return " ".join(shape.text_frame.text.replace("\v", " ").split())


def connectors(slide):
    return list(slide._element.iter(f"{P}cxnSp"))


def ends(connector):
    """(shape id, site) at both ends of a connector; None where it hangs free."""
    return tuple(
        (int(end.get("id")), int(end.get("idx"))) if end is not None else None
        for end in (connector.find(f".//{A}stCxn"), connector.find(f".//{A}endCxn"))
    )


def two_wheels():
    """Two wheels side by side with a band, a note and a link across."""
    return Flywheel(
        header=Header(title="Two"),
        wheels={
            "w1": Wheel(id="w1", title="Left", x=-320.0, radius=140.0),
            "w2": Wheel(id="w2", title="Right", x=320.0, radius=140.0),
        },
        factors={
            "a": Factor(id="a", label="Alpha", wheel="w1"),
            "b": Factor(id="b", label="Beta", wheel="w1"),
            "c": Factor(id="c", label="Gamma", wheel="w2"),
            "d": Factor(id="d", label="Delta", wheel="w2", style={"shape": "box"}),
        },
        links={
            "l1": Link(id="l1", source="a", target="b"),
            "l2": Link(id="l2", source="b", target="a", polarity="-", label="slowly"),
            "l3": Link(id="l3", source="c", target="d", delay=2.0),
            "l4": Link(id="l4", source="d", target="c"),
            "l5": Link(id="l5", source="b", target="c"),
            "l6": Link(id="l6", source="c", target="c"),
        },
        bands={"x": Band(id="x", wheel="w1", label="Attract")},
        texts={"t": Note(id="t", wheel="w2", text="A note\nof two lines", x=200.0, y=240.0)},
    )


@pytest.mark.parametrize("links", ["exact", "glued"])
@pytest.mark.parametrize("shape", ["16:9", pytest.param("4:3", marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", ["en", pytest.param("de", marks=pytest.mark.slow)])
@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
def test_every_template_opens_with_all_its_words_in_native_shapes_on_the_slide(
    picture_of, slides_of, opened, every_shape, row, language, shape, links
):
    theme = "slate" if language == "de" else "clean"
    picture = picture_of(row.id, theme, language)
    deck = opened(slides_of(picture, shape=shape, links=links))
    (slide,) = deck.slides
    found = list(every_shape(slide))
    said = [words(each) for each in found if each.has_text_frame]
    for factor in picture.flywheel.factors.values():
        assert " ".join(factor.label.split()) in said
    for loop in picture.loops:
        assert loop.id in said
    width, height = deck.slide_width, deck.slide_height
    assert (width, height) == ((12192000, 6858000) if shape == "16:9" else (9144000, 6858000))
    for each in found:
        assert each.left >= 0 and each.top >= 0, each.name
        assert each.left + each.width <= width and each.top + each.height <= height, each.name
        assert each.shape_type != MSO_SHAPE_TYPE.PICTURE
    with zipfile.ZipFile(io.BytesIO(slides_of(picture, shape=shape, links=links))) as package:
        assert not [name for name in package.namelist() if re.search(r"media|\.(png|jpe?g)", name)]
    paper = slide.background.fill.fore_color.rgb
    assert f"#{paper}" == picture.theme.paper.upper()


def test_each_factor_is_one_shape_with_its_fill_border_and_words(
    picture_of, slides_of, opened, every_shape
):
    picture = picture_of("amazon")
    (slide,) = opened(slides_of(picture)).slides
    for factor in picture.flywheel.factors.values():
        (shape,) = (s for s in every_shape(slide) if s.has_text_frame and words(s) == factor.label)
        kind = shape._element.find(f".//{A}prstGeom").get("prst")
        assert kind == ("ellipse" if factor.role == "hub" else "roundRect")
        frame = next(
            part
            for record in picture.figure.records
            if record.id == factor.id and record.owner == "factors"
            for part in record.primitives
        )
        assert f"#{shape.fill.fore_color.rgb}" == frame.fill.upper()
        assert f"#{shape.line.color.rgb}" == frame.stroke.upper()


def test_a_bent_link_is_one_freeform_of_curves_with_its_head(picture_of, slides_of, opened):
    picture = picture_of("amazon")
    (slide,) = opened(slides_of(picture)).slides
    shape = next(s for s in slide.shapes if s.name == "Customer experience → Traffic")
    paths = shape._element.findall(f".//{A}custGeom/{A}pathLst/{A}path")
    assert [(p.get("fill"), p.get("stroke")) for p in paths] == [("none", None), (None, "0")]
    assert paths[0].findall(f"{A}cubicBezTo")
    assert not paths[0].findall(f"{A}lnTo")


def test_a_straight_link_is_a_connector_that_holds_on_to_both_factors(
    picture_of, slides_of, opened, every_shape
):
    picture = picture_of("b2b-marketing")
    (slide,) = opened(slides_of(picture)).slides
    straight = [
        record.id
        for record in picture.figure.records
        if record.owner == "links" and isinstance(record.outline[1], Line)
    ]
    assert straight
    found = connectors(slide)
    assert len(found) == len(straight)
    names = {shape.shape_id: shape.name for shape in every_shape(slide)}
    held = {tuple(names[end[0]] for end in ends(each)) for each in found}
    factors = picture.flywheel.factors
    assert held == {
        tuple(factors[end].label for end in (link.source, link.target))
        for link in map(picture.flywheel.links.__getitem__, straight)
    }
    assert all(each.find(f".//{A}tailEnd") is not None for each in found)


@pytest.mark.parametrize("name", [row.id for row in templates()] + ["two wheels"])
def test_glued_every_link_is_a_connector_with_both_ends_connected_at_its_sites(
    picture_of, slides_of, opened, every_shape, name
):
    picture = picture_of(two_wheels() if name == "two wheels" else name)
    (slide,) = opened(slides_of(picture, links="glued")).slides
    shapes = {shape.shape_id: shape for shape in every_shape(slide)}
    held = []
    for connector in connectors(slide):
        start, end = ends(connector)
        held.append((shapes[start[0]].name, shapes[end[0]].name))
        for (shape, site), tip in zip((start, end), tips(connector), strict=True):
            assert tip == pytest.approx(site_of(shapes[shape], site), abs=9_525)
    labels = {key: factor.label for key, factor in picture.flywheel.factors.items()}
    wanted = [(labels[x.source], labels[x.target]) for x in picture.flywheel.links.values()]
    assert sorted(held) == sorted(wanted)


@pytest.mark.parametrize("name", [row.id for row in templates()])
def test_glued_no_sign_lies_on_a_factor(picture_of, slides_of, opened, every_shape, name):
    (slide,) = opened(slides_of(picture_of(name), links="glued")).slides
    found = list(every_shape(slide))
    labels = {factor.label for factor in picture_of(name).flywheel.factors.values()}
    pills = [shape for shape in found if " ".join(shape.name.split()) in labels]
    signs = [shape for shape in found if shape.name.startswith(("Plus: ", "Minus: "))]
    assert len(pills) >= len(labels) and signs
    for sign in signs:
        for pill in pills:
            x = max(pill.left - sign.left - sign.width, sign.left - pill.left - pill.width)
            y = max(pill.top - sign.top - sign.height, sign.top - pill.top - pill.height)
            # Round corners leave a sign some room beside them, and discs more.
            is_disc = pill._element.find(f".//{A}prstGeom").get("prst") == "ellipse"
            assert max(x, y) > -sign.width / (2 if is_disc else 4), (sign.name, pill.name)


def site_of(shape, number):
    """Where a connection site of a preset is, after ECMA-376's list of preset shapes."""
    x, y = shape.left + shape.width / 2, shape.top + shape.height / 2
    if shape._element.find(f".//{A}prstGeom").get("prst") == "ellipse":
        turn = [(0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1)][number]
        reach = 0.5 if 0 in turn else 0.5**1.5
    else:
        turn, reach = [(0, -1), (-1, 0), (0, 1), (1, 0)][number], 0.5
    return x + turn[0] * shape.width * reach, y + turn[1] * shape.height * reach


def tips(connector):
    """Where a connector begins and ends: corners of its box, flipped and then turned."""
    frame = connector.find(f".//{A}xfrm")
    off, ext = frame.find(f"{A}off"), frame.find(f"{A}ext")
    wide, high = int(ext.get("cx")), int(ext.get("cy"))
    middle = int(off.get("x")) + wide / 2, int(off.get("y")) + high / 2
    turn = int(frame.get("rot", 0)) // 5_400_000
    found = []
    for x, y in ((-wide / 2, -high / 2), (wide / 2, high / 2)):
        x = -x if frame.get("flipH") == "1" else x
        y = -y if frame.get("flipV") == "1" else y
        for _ in range(turn):
            x, y = -y, x
        found.append((middle[0] + x, middle[1] + y))
    return found


def test_an_exact_link_ends_where_it_is_drawn(picture_of, slides_of, opened):
    picture = picture_of("amazon")
    (slide,) = opened(slides_of(picture)).slides
    shapes = {shape.name: shape for shape in slide.shapes}
    place = shapes["Traffic"]
    link = shapes["Customer experience → Traffic"]
    # It comes from above and keeps its gap of 6 paper units, 4 of them at least on the slide.
    gap = place.top - (link.top + link.height)
    assert 4 * 9525 * 0.8 < gap < 9 * 9525


@pytest.mark.parametrize("links", ["exact", "glued"])
def test_everything_says_what_it_is(picture_of, slides_of, opened, every_shape, links):
    picture = picture_of(two_wheels())
    (slide,) = opened(slides_of(picture, links=links)).slides
    for shape in every_shape(slide):
        if not shape.is_placeholder:
            assert shape._element.find(".//{*}cNvPr").get("descr"), shape.name
    said = {shape._element.find(".//{*}cNvPr").get("descr", "") for shape in every_shape(slide)}
    assert "“Beta” lowers “Alpha”." in said
    assert any(words.startswith("B1, balancing loop of 2 links: “Alpha”") for words in said)
    assert "Delay of Gamma → Delta: 2 months" in said


def test_several_wheels_are_a_group_each(picture_of, slides_of, opened, every_shape):
    (slide,) = opened(slides_of(picture_of(two_wheels()))).slides
    groups = {s.name: s for s in slide.shapes if s.name.startswith("Wheel")}
    assert set(groups) == {"Wheel “Left”", "Wheel “Right”"}
    inside = {shape.name for shape in groups["Wheel “Left”"].shapes}
    assert {"Alpha", "Beta", "Alpha → Beta", "Left", "Attract", "B1"} <= inside
    assert "Gamma" not in inside
    assert "Beta → Gamma" in {shape.name for shape in slide.shapes}
    for group in groups.values():
        frame = group._element.find(f"{P}grpSpPr/{A}xfrm")
        assert frame.find(f"{A}off").attrib == frame.find(f"{A}chOff").attrib
        for shape in group.shapes:
            assert shape.left >= group.left and shape.top >= group.top


def test_the_notes_tell_the_loops_in_the_language_of_the_document(picture_of, slides_of, opened):
    said = {}
    for language in ("en", "de"):
        (slide,) = opened(slides_of(picture_of("amazon", language=language))).slides
        said[language] = slide.notes_slide.notes_text_frame.text
    assert "R1: “Customer experience” lifts “Traffic”, which lifts" in said["en"]
    assert "Traffic" in said["de"] and "lifts" not in said["de"]


def test_ids_on_a_slide_are_never_used_twice(picture_of, slides_of, opened):
    (slide,) = opened(slides_of(picture_of(two_wheels()), links="glued")).slides
    ids = [mark.get("id") for mark in slide._element.iter("{*}cNvPr")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("options", [{}, {"links": "glued"}, {"slides": "story"}])
def test_the_same_document_gives_the_same_bytes(picture_of, slides_of, monkeypatch, options):
    first = slides_of(picture_of("amazon"), **options)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert slides_of(picture_of("amazon"), **options) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
        assert "2000-01-01T00:00:00Z" in core and "20" + "2" not in core
        for name in package.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(package.read(name))) as book:
                    assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")


@pytest.mark.parametrize("size", [0, 1, 2, 40])
def test_drawings_of_any_size_fit_the_slide(picture_of, slides_of, opened, every_shape, size):
    factors = {
        f"f{n}": Factor(id=f"f{n}", label=f"Factor {n}", x=300.0 * (n % 8), y=200.0 * (n // 8))
        for n in range(size)
    }
    links = {
        f"l{n}": Link(id=f"l{n}", source=f"f{n}", target=f"f{(n * 7 + 3) % size}")
        for n in range(size if size > 2 else 0)
    }
    flywheel = Flywheel(factors=factors, links=links)
    for way in ("exact", "glued"):
        deck = opened(slides_of(picture_of(flywheel), links=way))
        (slide,) = deck.slides
        for shape in every_shape(slide):
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
    assert sum(s.name.startswith("Factor") and "→" not in s.name for s in slide.shapes) == size


HOSTILE = {
    "markup": "<img src=file:///etc/passwd>",
    "script": "<script>alert(1)</script>",
    "cdata": "]]> & \"'",
    "format": "%n %1 &File {0} _x000D_",
    "override": "\u202eevil\u202c good",
    "emoji": "🚀🇩🇪👩‍👩‍👧",
    "marks": "a" + "\u0301" * 1000,
    "controls": "".join(map(chr, [*range(1, 32), 127, *range(128, 160)])) + "end",
    "arabic": "نمو العملاء",
    "long": "word " * 380,
    "surrogate": "half \ud83d done",
    "noncharacter": "a\ufffeb\uffffc",
    "empty": "",
}


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("slides", ["one", "story"])
def test_hostile_words_stay_words_everywhere(
    picture_of, slides_of, opened, every_shape, label, slides
):
    flywheel = Flywheel(
        header=Header(title=label, description=label),
        wheels={"w": Wheel(id="w", title=label), "v": Wheel(id="v", title=label, x=900.0)},
        factors={
            "a": Factor(id="a", label=label, wheel="w", x=0.0, y=-200.0),
            "b": Factor(id="b", label="B", wheel="w", x=0.0, y=200.0),
        },
        links={
            "l1": Link(id="l1", source="a", target="b", label=label[:200], reason=label),
            "l2": Link(id="l2", source="b", target="a", polarity="-"),
        },
        bands={"x": Band(id="x", wheel="w", label=label[:200])},
        texts={"t": Note(id="t", text=label, x=400.0, y=0.0)},
    )
    deck = opened(slides_of(picture_of(flywheel), slides=slides))
    shape = next(s for s in every_shape(deck.slides[0]) if s.name == said_name(label))
    held = "".join(shape.text_frame.text.split())
    assert held == "".join(without_controls(label).split())


def without_controls(label):
    kept = [c for c in label if c.isprintable() or c in "\n \u202e\u202c\u200d"]
    return unicodedata.normalize("NFC", "".join(kept))


def said_name(label):
    return " ".join(without_controls(label).split()) or "unnamed factor"


@pytest.fixture
def deck_of_a_company():
    """A deck of another house: two slides, its own size, one of them deleted in the middle."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(10_000_000), Emu(7_000_000)
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
    listed = deck.slides._sldIdLst
    deck.part.drop_rel(listed[1].rId)
    listed.remove(listed[1])
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


@pytest.mark.parametrize("size", [(5.0, 2.8), (7.5, 13.3), (10.0, 7.5), (20.0, 5.0)])
def test_in_a_deck_of_any_size_the_title_is_on_the_slide_over_the_drawing(
    picture_of, slides_of, opened, every_shape, size
):
    """Programs that change the size of a deck often leave its layouts as they were."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = (Emu(round(side * 914_400)) for side in size)
    written = io.BytesIO()
    deck.save(written)
    (slide,) = opened(slides_of(picture_of("amazon"), into=written.getvalue())).slides
    title = slide.shapes.title
    assert title.left >= 0 and title.left + title.width <= deck.slide_width
    assert title.top >= 0
    for shape in every_shape(slide):
        if shape.shape_id != title.shape_id:
            assert shape.top >= title.top + title.height, shape.name
            assert shape.top + shape.height <= deck.slide_height


def test_a_story_on_an_upright_slide_has_its_words_over_the_drawing(
    picture_of, slides_of, opened, every_shape
):
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(6_858_000), Emu(12_192_000)
    written = io.BytesIO()
    deck.save(written)
    told = opened(slides_of(picture_of("amazon"), into=written.getvalue(), slides="story")).slides
    boxes = 0
    for slide in told:
        drawn = [s for s in every_shape(slide) if s.name == "Traffic"]
        words = [s for s in slide.shapes if s.name == "Text"]
        if drawn and words:
            boxes += 1
            assert words[0].top + words[0].height <= drawn[0].top
            assert words[0].width > 0.8 * deck.slide_width
            # A quarter more of the slide than beside a column of words.
            assert drawn[0].width > 0.11 * deck.slide_width
    assert boxes > 3


def faintest(slide, every_shape):
    """The least contrast with the paper of the line of each shape of a slide."""
    found = {}
    for shape in every_shape(slide):
        for line in shape._element.findall(f".//{A}ln//{A}srgbClr"):
            seen = contrast(f"#{line.get('val')}", "#FFFFFF")
            found[shape.name] = min(found.get(shape.name, 21.0), seen)
    return found


def test_a_slide_about_a_loop_fades_all_else(picture_of, slides_of, opened, every_shape):
    deck = opened(slides_of(picture_of("amazon"), slides="story"))
    (slide,) = (s for s in deck.slides if s.shapes.title.text == "R2: Price booster")
    seen = faintest(slide, every_shape)
    for lit in ("Growth → Lower cost structure", "Lower prices", "R2", "Customer experience"):
        assert seen[lit] > 3.0, lit
    for faded in ("Traffic → Sellers", "Sellers", "R1"):
        assert seen[faded] < 1.6, faded
    order = [shape.name for shape in slide.shapes]
    assert order.index("Sellers") < order.index("Growth → Lower cost structure")
    whole = [s for s in deck.slides if s.shapes.title.text == "Amazon's growth flywheel"]
    assert max(faintest(whole[0], every_shape).values()) < 2.0
    assert faintest(whole[-1], every_shape)["Sellers"] > 3.0


@pytest.mark.parametrize("options", [{"transparent": True}, {}])
def test_only_on_paper_of_our_own_what_is_faded_is_not_see_through(
    picture_of, slides_of, opened, every_shape, options
):
    deck = opened(slides_of(picture_of("amazon"), slides="story", **options))
    (slide,) = (s for s in deck.slides if s.shapes.title.text == "R2: Price booster")
    marks = list(slide._element.iter(f"{A}alpha"))
    assert bool(marks) == bool(options)


def test_the_words_of_what_is_faded_can_still_be_read(picture_of, slides_of, opened, every_shape):
    deck = opened(slides_of(picture_of("amazon"), slides="story", transparent=True))
    shape = next(s for s in every_shape(deck.slides[0]) if s.name == "Sellers")
    words = shape._element.findall(f".//{A}rPr//{A}alpha")
    assert [int(mark.get("val")) for mark in words] == [45_000] * len(words) and words


def test_while_a_loop_is_told_the_drawing_keeps_its_place(
    picture_of, slides_of, opened, every_shape
):
    deck = opened(slides_of(picture_of("hyper-growth-sales"), slides="story"))
    places = []
    for slide in list(deck.slides)[1:9]:
        (shape,) = (s for s in every_shape(slide) if s.name == "Proof of concept")
        places.append((shape.left, shape.top, shape.width))
    assert len(set(places)) == 1
    (whole,) = (s for s in every_shape(deck.slides[0]) if s.name == "Proof of concept")
    assert places[0][2] > 1.2 * whole.width, "larger than on the finished drawing"


@pytest.mark.parametrize("slides", ["one", "story"])
def test_slides_are_put_at_the_end_of_a_deck_that_keeps_what_it_had(
    picture_of, slides_of, opened, every_shape, deck_of_a_company, slides
):
    raw = slides_of(picture_of("amazon"), into=deck_of_a_company, slides=slides, links="glued")
    deck = opened(raw)
    assert [slide.shapes.title.text for slide in list(deck.slides)[:2]] == ["Slide 0", "Slide 2"]
    added = list(deck.slides)[2:]
    assert len(added) == (1 if slides == "one" else 13)
    assert added[0].shapes.title.text == "Amazon's growth flywheel"
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
        assert package.testzip() is None
    for slide in added:
        for shape in every_shape(slide):
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
        assert not [s for s in slide.placeholders if s.shape_id != slide.shapes.title.shape_id]


def test_in_the_look_of_the_deck_no_colour_and_no_font_is_named_by_value(
    picture_of, slides_of, opened, deck_of_a_company
):
    raw = slides_of(
        picture_of("amazon", "slate"), into=deck_of_a_company, deck_look=True, slides="story"
    )
    for slide in list(opened(raw).slides)[2:]:
        xml = slide._element.xml if hasattr(slide._element, "xml") else ""
        assert "srgbClr" not in xml
        assert "Inter" not in xml
        assert slide._element.find(f"{P}cSld/{P}bg") is None


def test_a_colour_that_was_chosen_for_a_factor_stays_in_the_look_of_the_deck(
    picture_of, slides_of, opened, deck_of_a_company
):
    flywheel = Flywheel(factors={"a": Factor(id="a", label="A", style={"fill": "#12AB34"})})
    raw = slides_of(picture_of(flywheel), into=deck_of_a_company, deck_look=True)
    assert "12AB34" in list(opened(raw).slides)[2]._element.xml


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + bytes(600)],
    ids=["empty", "torn", "pdf", "old or locked"],
)
def test_what_is_no_presentation_is_refused_in_a_sentence(picture_of, slides_of, raw):
    with pytest.raises(DeckProblem, match="no PowerPoint presentation"):
        slides_of(picture_of("blank-ring"), into=raw)


def test_a_zip_of_something_else_and_a_deck_with_macros_are_refused(
    picture_of, slides_of, deck_of_a_company
):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("hello.txt", "hello")
    with pytest.raises(DeckProblem, match="no PowerPoint presentation"):
        slides_of(picture_of("blank-ring"), into=target.getvalue())
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(deck_of_a_company)) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.presentationml."
                    b"presentation.main+xml",
                    b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
                )
            new.writestr(name, part)
    with pytest.raises(DeckProblem, match="macros"):
        slides_of(picture_of("blank-ring"), into=target.getvalue())


def test_torn_decks_are_refused_or_read_and_never_crash(picture_of, slides_of, deck_of_a_company):
    picture = picture_of("blank-ring")
    for cut in range(1, len(deck_of_a_company), len(deck_of_a_company) // 40):
        with pytest.raises(DeckProblem):
            slides_of(picture, into=deck_of_a_company[:cut])


def test_transparent_leaves_the_background_to_the_deck(picture_of, slides_of, opened):
    (slide,) = opened(slides_of(picture_of("amazon", "slate"), transparent=True)).slides
    assert slide._element.find(f"{P}cSld/{P}bg") is None


def test_the_deck_carries_the_theme_in_its_palette(picture_of, slides_of):
    with zipfile.ZipFile(io.BytesIO(slides_of(picture_of("amazon", "slate")))) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
    assert '<a:accent1><a:srgbClr val="FF9E45"/></a:accent1>' in theme
    assert 'typeface="Inter" panose="020B0604020202020204"' in theme


def test_a_very_long_title_is_written_smaller_and_at_last_cut_but_whole_in_the_notes(
    picture_of, slides_of, opened
):
    title = "A very long title indeed " * 70
    flywheel = load_template("amazon", "en").with_header(title=title)
    (slide,) = opened(slides_of(picture_of(flywheel), slides="one")).slides
    shown = slide.shapes.title.text
    assert shown.endswith("…")
    assert len(shown) < len(title)
    assert slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt == 12


def test_what_is_drawn_by_hand_is_drawn_by_hand_on_the_slide(
    picture_of, slides_of, opened, every_shape
):
    """Each factor is a freeform with its words in it, and connectors find its four sites."""
    picture = picture_of("amazon", "napkin")
    for links in ("exact", "glued"):
        (slide,) = opened(slides_of(picture, links=links)).slides
        shapes = {shape.name: shape for shape in every_shape(slide)}
        for factor in picture.flywheel.factors.values():
            shape = shapes[factor.label]
            assert words(shape) == factor.label
            geometry = shape._element.find(f".//{A}custGeom")
            sites = geometry.findall(f"{A}cxnLst/{A}cxn/{A}pos")
            assert len(sites) == 4
    by_id = {shape.shape_id: shape for shape in every_shape(slide)}
    for connector in connectors(slide):
        for (key, site), tip in zip(ends(connector), tips(connector), strict=True):
            shape = by_id[key]
            place = shape._element.findall(f".//{A}cxnLst/{A}cxn/{A}pos")[site]
            at = shape.left + int(place.get("x")), shape.top + int(place.get("y"))
            assert tip == pytest.approx(at, abs=9_525)


def test_the_weakest_factor_keeps_its_tag(picture_of, slides_of, opened, every_shape):
    flywheel = Flywheel(
        factors={
            key: Factor(id=key, label=key.upper(), x=300.0 * n, y=0.0, score=score)
            for n, (key, score) in enumerate({"a": 7.0, "b": 3.0, "c": 8.0}.items())
        }
    )
    (slide,) = opened(slides_of(picture_of(flywheel))).slides
    said = "“B” holds the wheel back: score 3"
    (group,) = (shape for shape in slide.shapes if shape.name == said)
    assert [words(part) for part in group.shapes if part.has_text_frame] == ["", "", "3"]
    (factor,) = (shape for shape in slide.shapes if shape.name == "B")
    assert words(factor) == "B"


def test_lines_in_letters_of_two_kinds_keep_both(picture_of, slides_of, opened, every_shape):
    """A wheel's title stands over a smaller line; each line keeps its size and its place."""
    flywheel = two_wheels()
    wheel = replace(flywheel.wheels["w1"], owner="Sales", stage="pilot", status="spinning")
    picture = picture_of(flywheel.with_records("wheels", [wheel]))
    lines = next(r for r in picture.figure.records if r.id == "w1").primitives
    (slide,) = opened(slides_of(picture)).slides
    shapes = list(every_shape(slide))
    found = [next(s for s in shapes if s.has_text_frame and words(s) == x.text) for x in lines]
    sizes = [s.text_frame.paragraphs[0].runs[0].font.size.pt for s in found]
    assert len(lines) == 2
    assert sizes[0] / sizes[1] == pytest.approx(lines[0].size / lines[1].size, rel=0.01)
    assert found[0].top < found[1].top


@pytest.mark.parametrize("theme", ["clean", "napkin"])
def test_a_factor_and_its_icon_are_one_group_and_connectors_still_hold_on(
    picture_of, slides_of, opened, theme
):
    flywheel = Flywheel(
        factors={
            "a": Factor(id="a", label="Traffic", x=-200.0, y=0.0, style={"icon": "cart"}),
            "b": Factor(id="b", label="Sellers", x=200.0, y=0.0),
        },
        links={"l1": Link(id="l1", source="a", target="b")},
    )
    raw = slides_of(picture_of(flywheel, theme), links="glued")
    (slide,) = opened(raw).slides
    (group,) = (each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.GROUP)
    factor, icon = group.shapes
    assert group.name == factor.name == "Traffic" and icon.name == "Icon of Traffic"
    assert icon._element.find(f".//{A}custGeom") is not None
    body = factor._element.find(f".//{A}bodyPr")
    assert int(body.get("lIns")) > icon.width and int(body.get("tIns")) == 0
    # The words are centred in what is left, and begin where the icon has ended.
    room = factor.width - int(body.get("lIns"))
    assert icon.left + icon.width < factor.left + int(body.get("lIns")) + room / 4
    begin = slide._element.find(f".//{A}stCxn")
    assert int(begin.get("id")) == factor.shape_id


@pytest.mark.parametrize(("align", "said"), [("left", "l"), ("center", "ctr"), ("right", "r")])
def test_a_text_keeps_its_alignment_size_and_colour(picture_of, slides_of, opened, align, said):
    style = {"align": align, "size": "huge", "weight": "bold", "color": 3}
    flywheel = Flywheel(texts={"t": Note(id="t", text="One two three", width=90.0, style=style)})
    picture = picture_of(flywheel)
    (slide,) = opened(slides_of(picture)).slides
    (box,) = (each for each in slide.shapes if each.has_text_frame and "One" in words(each))
    (paragraph,) = box.text_frame.paragraphs
    assert paragraph._p.pPr.get("algn") == said
    run = paragraph.runs[0]
    assert run.font.bold and f"#{run.font.color.rgb}" == picture.theme.loops[2]
