"""Every picture that ships, and pictures that were laid out, under an eye that did not draw them."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.commands.arrange import arrange_on_ring
from flywheel_studio.commands.arrange_graph import arrange_graph
from flywheel_studio.commands.bands import set_stages
from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Close, Figure, Shape, TextLine
from flywheel_studio.drawing.theme import theme_named, theme_names
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.svg import svg_bytes
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Goal, Link, Metric, Wheel
from flywheel_studio.storage.templates import load_template, templates
from tests.drawing.picture_judge import Judged
from tests.drawing.rulers import measured

EVERY = pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])
# All themes stand alike; the others' letters and hand are judged in the slow tier.
THEMES = pytest.mark.parametrize(
    "theme",
    [
        each if each == "clean" else pytest.param(each, marks=pytest.mark.slow)
        for each in theme_names()
    ],
)


def drawn(flywheel: Flywheel, theme: str) -> Figure:
    loops = find_loops(causal_graph(flywheel)).loops
    return compose(flywheel, theme_named(theme), Overlays(loops=loops))


def judged(flywheel: Flywheel, theme: str = "clean") -> Judged:
    return Judged(flywheel, drawn(flywheel, theme), theme_named(theme).wobble)


def with_numbers(flywheel: Flywheel) -> Flywheel:
    """All that can be shown on the paper, shown."""
    metric = Metric(name="Deals", unit="a month", current=24.0, target=48.0)
    factors = [
        replace(factor, metric=metric, score=3.0 + number % 4)
        for number, factor in enumerate(flywheel.factors.values())
    ]
    shown = {"metrics": True, "goal": True, "economics": True}
    wheels = [replace(w, style={**w.style, **shown}) for w in flywheel.wheels.values()]
    return flywheel.with_records("factors", factors).with_records("wheels", wheels)


@THEMES
@LANGUAGES
@EVERY
def test_nothing_in_a_template_is_cut_off_crossed_or_covered(row, language, theme):
    assert judged(load_template(row.id, language), theme).faults() == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["clean", "napkin"])
@LANGUAGES
@EVERY
def test_neither_is_it_with_goals_metrics_and_the_weakest_shown(row, language, theme):
    assert judged(with_numbers(load_template(row.id, language)), theme).faults() == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("rsvg-convert") is None, reason="rsvg-convert is not here")
@LANGUAGES
@EVERY
def test_under_every_word_the_paint_is_of_one_colour(row, language, tmp_path):
    """By pixels: the picture without its words, and what lies where they stand."""
    figure = drawn(load_template(row.id, language), "clean")
    words = [p for p in figure.primitives() if isinstance(p, TextLine) and p.part == "label"]
    bare = replace(
        figure,
        records=tuple(
            replace(r, primitives=tuple(p for p in r.primitives if isinstance(p, Shape)))
            for r in figure.records
        ),
    )
    source, picture = tmp_path / "bare.svg", tmp_path / "bare.png"
    source.write_bytes(svg_bytes(bare, PictureOptions(scale=2.0, padding=16)))
    subprocess.run(["rsvg-convert", source, "-o", picture], check=True)
    pixels = np.asarray(Image.open(picture).convert("RGB"), dtype=int)
    for line in words:
        left, top, right, bottom = (
            round((edge - origin + 16) * 2)
            for edge, origin in zip(
                measured(line)[1], (figure.box.left, figure.box.top) * 2, strict=True
            )
        )
        under = pixels[top:bottom, left:right].reshape(-1, 3)
        assert np.ptp(under, axis=0).max() <= 2, line.text


# A drawing of forty factors takes long to make smaller, and says as much whole.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
LABEL = st.sampled_from(
    ["Traffic", "Customer experience", "A", "Better unit economics", "Kundenzufriedenheit"]
)


@st.composite
def graphs(draw: st.DrawFn) -> Flywheel:
    """What comes out of a list or a table: factors, up to as many links again, no places."""
    count = draw(st.integers(2, 40))
    flywheel = Flywheel(wheels={"main": Wheel(id="main")})
    for number in range(count):
        flywheel = add_factor(flywheel, label=draw(LABEL), x=0.0, y=0.0, id=f"f{number}")
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs = st.lists(
        ends.filter(lambda pair: pair[0] != pair[1]),
        min_size=1,
        max_size=count + count // 3,
        # Twins have to keep apart from each other too, which can take the clear way.
        unique_by=frozenset,
    )
    for source, target in draw(pairs):
        flywheel = connect(flywheel, f"f{source}", f"f{target}", draw(st.sampled_from("++-")))
    return flywheel


# Links of any graph must cross somewhere, and where they crowd a sign may lie on a line.
CROSSED = frozenset(
    frozenset(pair)
    for pair in (
        *((a, b) for a in ("body", "head", "bars") for b in ("body", "head", "bars")),
        *((a, b) for a in ("body", "head", "bars") for b in ("sign", "badge")),
        ("sign", "sign"),
        ("sign", "badge"),
    )
)


def stands_well(flywheel: Flywheel) -> None:
    after = judged(arrange_graph(flywheel))
    assert after.overlaps(CROSSED) == []
    assert after.words_that_do_not_fit() == []
    assert after.crooked_ends() == []


@settings(max_examples=5, deadline=None, phases=NO_SHRINKING)
@given(graphs())
def test_a_graph_that_is_laid_out_stands_clear(flywheel):
    stands_well(flywheel)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(max_examples=120, deadline=None, phases=NO_SHRINKING)
@given(graphs())
def test_a_great_many_graphs_that_are_laid_out_stand_clear(flywheel):
    stands_well(flywheel)


# -- what people draw


def ring_of(*labels: str, hub: str = "") -> Flywheel:
    """Factors f0, f1, … on a ring in this order, each linked to the next."""
    flywheel = Flywheel(wheels={"main": Wheel(id="main")})
    for number, label in enumerate(labels):
        flywheel = add_factor(flywheel, label=label, x=None, y=None, id=f"f{number}")
    for number in range(len(labels)):
        flywheel = connect(flywheel, f"f{number}", f"f{(number + 1) % len(labels)}")
    if hub:
        flywheel = add_factor(flywheel, label=hub, x=None, y=None, id="hub", role="hub")
    return arrange_on_ring(flywheel)


def also(flywheel: Flywheel, *rows: tuple[str, str, str, str, float]) -> Flywheel:
    """With more links: source, target, polarity, words, delay."""
    links = [
        Link(id=f"more{n}", source=a, target=b, polarity=sign, label=words, delay=delay)
        for n, (a, b, sign, words, delay) in enumerate(rows)
    ]
    return flywheel.with_records("links", links)


def told(flywheel: Flywheel, label: str) -> Flywheel:
    """With these words and every strength on the links, every other one delayed."""
    links = [
        replace(link, label=label, weight=0.05 + 0.18 * (n % 6), delay=float(n % 2))
        for n, link in enumerate(flywheel.links.values())
    ]
    return flywheel.with_records("links", links)


LONG = "The willingness of long-standing customers to recommend us to peers in other divisions"
ROUND = ("Strangers", "Qualified prospects", "Customers", "Evangelists of our brand")
DRAWN = {
    "two": ring_of("Supply", "Demand"),
    "one that feeds itself": ring_of("Alone"),
    "letters": ring_of(*"ABCDE"),
    "twelve": ring_of(*(f"Step {n}" for n in range(12))),
    "compounds": ring_of(
        "Kundenzufriedenheitsbefragungsergebnis",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
        "Weiterempfehlungsbereitschaft",
    ),
    "much said": ring_of(LONG, "Short", LONG, "X"),
    "much said in the hub": ring_of("Sales", "Service", "Reviews", hub=LONG),
    "links to themselves": also(
        ring_of("Traffic", "Sales", "Reviews", "Brand"),
        *((f"f{n}", f"f{n}", "+-"[n % 2], "", float(n > 1)) for n in range(4)),
    ),
    "parallel and opposite": also(
        ring_of("Traffic", "Sales", "Reviews"),
        ("f0", "f1", "+", "second way", 0.0),
        ("f1", "f0", "-", "cannibalises", 0.0),
        ("f2", "f2", "-", "saturates", 0.0),
    ),
    "words on links": told(
        ring_of("Traffic", "Sales", "Reviews", "Brand", "Product"), "among people who matter to us"
    ),
    "stages": set_stages(
        ring_of("Awareness of decision makers", "Interest", "Trial", "Purchase", "Word to peers"),
        ["Attract", "Convince", "Close", "Serve", "Delight"],
    ),
    "a band all round": set_stages(told(ring_of(*ROUND), "a demo convinces them"), ["Experience"]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_cut_off_crossed_or_covered_in_what_people_draw(name):
    assert judged(DRAWN[name]).faults() == []


@pytest.mark.parametrize("name", ["stages", "a band all round", "two"])
def test_bands_keep_clear_of_goals_and_metrics_too(name):
    flywheel = DRAWN[name]
    bands = [replace(band, label="All that we do for them") for band in flywheel.bands.values()]
    assert judged(with_numbers(with_goal(flywheel.with_records("bands", bands)))).faults() == []


def with_goal(flywheel: Flywheel) -> Flywheel:
    goal = Goal(text="Win every second tender", metric="Win rate", unit="%", target=50.0)
    return flywheel.with_records(
        "wheels", [replace(w, goal=goal) for w in flywheel.wheels.values()]
    )


# -- the judge itself


def faults_with(figure: Figure, flywheel: Flywheel, owner: str, change) -> list[str]:
    records = tuple(
        replace(r, primitives=tuple(map(change, r.primitives))) if r.owner == owner else r
        for r in figure.records
    )
    return Judged(flywheel, replace(figure, records=records)).faults()


def moved(primitive, dx: float):
    if isinstance(primitive, TextLine):
        return replace(primitive, x=primitive.x + dx)
    return primitive


def test_the_judge_sees_words_that_leave_their_pill_and_words_too_pale():
    flywheel = load_template("amazon", "en")
    figure = drawn(flywheel, "clean")
    found = faults_with(figure, flywheel, "factors", lambda p: moved(p, 40.0))
    assert any("leaves the shape" in fault for fault in found)
    pale = faults_with(figure, flywheel, "factors", lambda p: replace(p, opacity=0.3))
    assert any("contrast" in fault for fault in pale)


def test_the_judge_sees_a_factor_in_the_way_of_a_link_and_a_head_that_is_off():
    flywheel = load_template("amazon", "en")
    traffic = replace(flywheel.factors["lower-prices"], x=205.0, y=-205.0)
    crossed = flywheel.with_records("factors", [traffic])
    assert any("body of links l1" in fault for fault in judged(crossed).faults())


def test_the_judge_sees_a_head_that_is_off_its_link_or_short_of_its_factor():
    flywheel = load_template("b2b-marketing", "en")
    figure = drawn(flywheel, "clean")

    def pushed(primitive, x: float, y: float):
        if primitive.part != "head":
            return primitive
        path = tuple(
            replace(s, to=s.to.plus(Point(x, y))) if not isinstance(s, Close) else s
            for s in primitive.path
        )
        return replace(primitive, path=path)

    found = faults_with(figure, flywheel, "links", lambda p: pushed(p, 2.0, 2.0))
    assert any("beside its curve" in fault for fault in found)
    assert any("the tip of" in fault for fault in found)


def test_two_links_into_one_corner_keep_their_signs_apart():
    flywheel = Flywheel(wheels={"w": Wheel(id="w")})
    for key, x, y in (("a", 0.0, 0.0), ("b", 400.0, -60.0), ("c", 400.0, 80.0)):
        flywheel = add_factor(flywheel, label=key.upper(), x=x, y=y, id=key)
    links = [Link(id="one", source="b", target="a"), Link(id="two", source="c", target="a")]
    flywheel = flywheel.with_records("links", links)
    assert judged(flywheel).faults() == []
