"""The flywheels that ship with the program: what each must show, on the file itself."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Close, Cubic, Figure, Line, Move, Shape, TextLine
from flywheel_studio.drawing.primitives import Path as Outline
from flywheel_studio.drawing.theme import theme_named, theme_names
from flywheel_studio.export.story import story_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.insight.words import goal_words
from flywheel_studio.language.translate import speaking
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.resource_files import resource
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.scenarios import scenario
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from flywheel_studio.storage.codec import decode, encode

FOLDER = resource("templates")
IDS = sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.flywheel")})
LANGUAGES = ("en", "de")
FILES = [f"{template}.{language}" for template in IDS for language in LANGUAGES]
TEXT_KEYS = frozenset(
    {"title", "description", "label", "reason", "name", "note", "purpose", "text", "group", "owner"}
)
# Words that are the same in both languages.
SHARED_WORDS = frozenset({"Traffic", "Pilot", "Leads"})
# Texts inside a goal or a metric.
TEXT_PATHS = frozenset({"goal.metric", "goal.unit", "metric.name", "metric.unit"})


def raw_of(name: str) -> bytes:
    return Path(FOLDER, f"{name}.flywheel").read_bytes()


def flywheel_of(name: str) -> Flywheel:
    return decode(raw_of(name)).flywheel


def figure_of(name: str, theme: str) -> Figure:
    flywheel = flywheel_of(name)
    loops = find_loops(causal_graph(flywheel)).loops
    return compose(flywheel, theme_named(theme), Overlays(loops=loops))


def without_texts(value: Any, above: str = "") -> Any:
    """The tree with every text that a person reads blanked, its place kept."""
    if isinstance(value, list):
        return [without_texts(item, above) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: "…"
        if isinstance(item, str) and (key in TEXT_KEYS or f"{above}.{key}" in TEXT_PATHS)
        else without_texts(item, key)
        for key, item in value.items()
        if key != "language"
    }


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str) and key in TEXT_KEYS:
                yield item
            elif key != "style":
                yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


def along(path: Outline) -> Iterator[Point]:
    """Points along a drawn path, a few units apart."""
    here = Point(0.0, 0.0)
    for segment in path:
        if isinstance(segment, Move):
            yield segment.to
        elif isinstance(segment, Line):
            yield from (here.towards(segment.to, share / 100) for share in range(101))
        elif isinstance(segment, Cubic):
            corners = (here, segment.first, segment.second, segment.to)
            for share in (number / 100 for number in range(101)):
                level = list(corners)
                while len(level) > 1:
                    level = [a.towards(b, share) for a, b in itertools.pairwise(level)]
                yield level[0]
        if not isinstance(segment, Close):
            here = segment.to


def drives(flywheel: Flywheel) -> nx.DiGraph[str]:
    """Who lifts whom, link by link; none of the links may be negative."""
    assert not any(link.is_negative for link in flywheel.links.values())
    return nx.DiGraph([(link.source, link.target) for link in flywheel.links.values()])


@pytest.mark.parametrize("name", FILES)
def test_it_is_in_canonical_form_and_reads_without_a_finding(name: str) -> None:
    loaded = decode(raw_of(name))
    assert loaded.findings == ()
    assert encode(loaded.flywheel) == raw_of(name)


@pytest.mark.parametrize("template", IDS)
def test_the_languages_differ_in_texts_alone(template: str) -> None:
    english, german = (json.loads(raw_of(f"{template}.{language}")) for language in LANGUAGES)
    assert without_texts(english) == without_texts(german)
    assert "language" not in english
    assert german["language"] == "de"
    words = set(texts_of(english)) & set(texts_of(german))
    assert words <= SHARED_WORDS, "not translated"


@pytest.mark.parametrize("name", FILES)
def test_every_link_has_a_reason_and_the_document_a_title_and_a_description(name: str) -> None:
    flywheel = flywheel_of(name)
    assert flywheel.header.title
    assert flywheel.header.description
    if name.startswith("blank-"):
        # What is to be named has no reasons yet, and the checks ask for them.
        assert not any(link.reason for link in flywheel.links.values())
        return
    assert all(link.reason for link in flywheel.links.values())
    reasons = [link.reason for link in flywheel.links.values()]
    assert len(set(reasons)) == len(reasons)


# How a text speaks to whoever fills a template in, in English and German.
ASKING = re.compile(
    r"replace (?:the|its|them)|fill in|tick activities|ask (?:what|of)|name the|enter your|your own"
    r"|close the ring|to be named|say (?:why|at)|(?:ersetzen|tragen|haken|fragen|geben|sagen|schließen) Sie"
    r"|sagen, warum|noch Namen",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", FILES)
def test_no_slide_and_no_speaker_note_says_what_the_author_should_do(name: str) -> None:
    flywheel = flywheel_of(name)
    with speaking(flywheel.header.language):
        chapters = story_of(flywheel, find_loops(causal_graph(flywheel)).loops)
    said = [words for c in chapters for words in (c.title, *c.text, c.notes)]
    assert [words for words in said if ASKING.search(words)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", [
    "b2b-marketing", "blank-hub-and-spokes", "blank-ring", "customer-journey", "funnel",
    "hyper-growth-sales", "inbound-content", "marketing-portfolio",
])  # fmt: skip
def test_what_the_author_should_do_stands_in_the_note_of_a_factor(
    template: str, language: str
) -> None:
    flywheel = flywheel_of(f"{template}.{language}")
    assert any(ASKING.search(factor.note) for factor in flywheel.factors.values())


@pytest.mark.parametrize("template", IDS)
def test_one_shove_at_time_0_on_the_factor_its_story_starts_with(template: str) -> None:
    flywheel = flywheel_of(f"{template}.en")
    shoves = [push for push in flywheel.pushes.values() if push.impulse > 0]
    assert [(push.start, push.factor) for push in shoves] == [
        (0, next(iter(flywheel.wheels.values())).start)
    ]


@pytest.mark.parametrize("template", IDS)
def test_played_it_turns_and_stays_in_bounds(template: str) -> None:
    flywheel = flywheel_of(f"{template}.en")
    settings = flywheel.header.run
    trajectory = run(dynamics_of(flywheel), until=settings.until, every=settings.every)
    assert trajectory.ran_away_at is None
    assert trajectory.final_momentum > 0


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("name", FILES)
def test_every_factor_has_its_place_and_nothing_overlaps(name: str, theme: str) -> None:
    flywheel = flywheel_of(name)
    assert all(f.x is not None and f.y is not None for f in flywheel.factors.values())
    figure = figure_of(name, theme)
    boxes = {record.id: record.box for record in figure.records if record.owner == "factors"}
    for one, other in itertools.combinations(boxes, 2):
        assert not boxes[one].grown(8).overlaps(boxes[other]), (one, other)
    for record in figure.records:
        if record.owner == "loops":
            assert not any(record.box.overlaps(box) for box in boxes.values())
        if record.owner == "links":
            assert record.primitives, f"{record.id} has no room to be drawn"
            assert record.sign is not None
            for box in boxes.values():
                assert not box.grown(4).holds(record.sign)
    signs = [record.sign for record in figure.records if record.sign is not None]
    for one, other in itertools.combinations(signs, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 20
    # A slide is 16:9 or 4:3; what is far from square leaves half of it empty.
    assert 0.6 < figure.box.width / figure.box.height < 2.4


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("name", FILES)
def test_words_beside_the_factors_touch_nothing_that_is_drawn(name: str, theme: str) -> None:
    figure = figure_of(name, theme)
    words = [
        (
            record,
            Box(line.x, line.y - 0.73 * line.size, line.x + line.advance, line.y + 0.2 * line.size),
        )
        for record in figure.records
        if record.owner not in ("factors", "loops")
        for line in record.primitives
        if isinstance(line, TextLine)
    ]
    for record, box in words:
        for other in figure.records:
            if other.owner in ("factors", "loops"):
                assert not box.grown(3).overlaps(other.box), (record.id, other.id)
            if other.sign is not None:
                assert not box.grown(10).holds(other.sign), (record.id, other.id)
            if other.owner == "links":
                body = next(shape for shape in other.primitives if shape.part == "body")
                assert isinstance(body, Shape)
                room = box.grown(body.width / 2 + 2)
                assert not any(room.holds(at) for at in along(other.outline)), (record.id, other.id)
    for (one, box), (other, second) in itertools.combinations(words, 2):
        if one is not other:
            assert not box.grown(2).overlaps(second), (one.id, other.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_amazon_has_exactly_two_loops_that_reinforce_and_meet_in_the_experience(
    language: str,
) -> None:
    loops = find_loops(causal_graph(flywheel_of(f"amazon.{language}"))).loops
    assert [(loop.id, loop.factors) for loop in loops] == [
        ("R1", ("customer-experience", "traffic", "sellers", "selection")),
        (
            "R2",
            ("customer-experience", "traffic", "growth", "lower-cost-structure", "lower-prices"),
        ),
    ]


def test_in_amazon_push_anything_and_everything_gains() -> None:
    flywheel = flywheel_of("amazon.en")
    graph = drives(flywheel)
    assert len(flywheel.factors) == 7
    assert nx.is_strongly_connected(graph)
    assert set(graph) == set(flywheel.factors)


def test_amazon_keeps_itself_going_and_grows_more_slowly_without_its_booster() -> None:
    flywheel = flywheel_of("amazon.en")
    whole = growth_of(dynamics_of(flywheel))
    (booster_off,) = flywheel.scenarios
    slower = scenario(flywheel, booster_off)
    off = growth_of(dynamics_of(slower))
    assert whole.is_self_sustaining
    assert 0 < off.rate < 0.95 * whole.rate
    loops = find_loops(causal_graph(slower)).loops
    assert [loop.factors[1:3] for loop in loops] == [("traffic", "sellers")]
    until, every = flywheel.header.run.until, flywheel.header.run.every
    ends = [
        run(dynamics_of(one), until=until, every=every).final_momentum for one in (flywheel, slower)
    ]
    assert ends[1] < 0.7 * ends[0]


def test_amazon_carries_the_known_labels() -> None:
    labels = {language: flywheel_of(f"amazon.{language}").factors for language in LANGUAGES}
    assert [factor.label for factor in labels["en"].values()] == [
        "Customer experience", "Traffic", "Sellers", "Selection", "Growth",
        "Lower cost structure", "Lower prices",
    ]  # fmt: skip
    assert [factor.label for factor in labels["de"].values()] == [
        "Nutzererlebnis", "Traffic", "Verkäufer", "Auswahl", "Wachstum",
        "Bessere Kostenstruktur", "Günstigere Preise",
    ]  # fmt: skip
    assert [key for key, f in labels["en"].items() if f.role == "hub"] == ["growth"]


def test_b2b_marketing_is_one_loop_round_a_goal_that_waits_to_be_filled_in() -> None:
    flywheel = flywheel_of("b2b-marketing.en")
    (loop,) = find_loops(causal_graph(flywheel)).loops
    assert loop.is_reinforcing
    assert loop.factors == (
        "product-marketing", "thought-leadership", "partner-programs", "demand-generation",
    )  # fmt: skip
    (hub,) = [factor for factor in flywheel.factors.values() if factor.role == "hub"]
    (wheel,) = flywheel.wheels.values()
    assert wheel.goal is not None
    assert wheel.goal.factor == hub.id
    assert wheel.goal.text
    assert wheel.goal.metric
    assert all(factor.metric and factor.metric.name for factor in flywheel.factors.values())
    assert {link.source for link in flywheel.links_in(hub.id)} == set(loop.factors)
    assert growth_of(dynamics_of(flywheel)).is_self_sustaining


def test_the_blank_ring_coasts() -> None:
    flywheel = flywheel_of("blank-ring.en")
    (loop,) = find_loops(causal_graph(flywheel)).loops
    assert loop.is_reinforcing
    assert len(flywheel.factors) == len(loop.factors) == 4
    growth = growth_of(dynamics_of(flywheel))
    assert growth.verdict == "coasts"
    trajectory = run(dynamics_of(flywheel), until=36, every=1)
    # Mass 1 each and equal frictions: the shove's momentum is kept.
    assert trajectory.momentum == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("file", FILES)
def test_a_goal_to_fill_in_reads_as_one_line(file: str) -> None:
    """The scorecard puts the metric behind the goal and a colon."""
    flywheel = flywheel_of(file)
    for wheel in flywheel.wheels.values():
        assert goal_words(wheel.goal).count(": ") <= 1, goal_words(wheel.goal)
