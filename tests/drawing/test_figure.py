"""The picture: what touches what, what fits where, and that parts equal the whole."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.commands.arrange import arrange_on_ring
from flywheel_studio.drawing.badges import RADIUS
from flywheel_studio.drawing.factor_shapes import factor_shape
from flywheel_studio.drawing.figure import (
    affected,
    compose,
    compose_badges,
    compose_record,
)
from flywheel_studio.drawing.link_courses import GAP, stroke_width
from flywheel_studio.drawing.link_marks import SIGN_RADIUS
from flywheel_studio.drawing.link_paths import link_curve
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Cubic, Line, Move, Shape, TextLine
from flywheel_studio.drawing.text_lines import box_of_line
from flywheel_studio.drawing.theme import contrast, theme_named, theme_names
from flywheel_studio.geometry.curve import rounded_distance
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Band, Factor, Link, Note, Wheel
from flywheel_studio.storage.templates import load_template, templates

CLEAN = theme_named("clean")

words = st.text(alphabet="abc défg XYZ\n", max_size=24)
factors = st.builds(
    Factor,
    label=words,
    role=st.sampled_from(["factor", "hub", "stage"]),
    x=st.none() | st.floats(-400, 400),
    y=st.none() | st.floats(-400, 400),
    wheel=st.just("w1"),
)


@st.composite
def flywheels(draw):
    made = {
        f"f{i}": replace(f, id=f"f{i}")
        for i, f in enumerate(draw(st.lists(factors, min_size=1, max_size=6)))
    }
    ends = st.sampled_from(sorted(made))
    links = st.builds(
        Link,
        source=ends,
        target=ends,
        polarity=st.sampled_from("+-"),
        weight=st.floats(0, 2),
        delay=st.sampled_from([0.0, 1.0]),
        bend=st.none() | st.floats(-1, 1),
        active=st.booleans(),
        label=st.sampled_from(["", "why"]),
    )
    joined = {
        f"l{i}": replace(link, id=f"l{i}")
        for i, link in enumerate(draw(st.lists(links, max_size=8)))
    }
    bands = {
        f"b{i}": Band(id=f"b{i}", wheel="w1", label="Stage", from_angle=a, to_angle=a + long)
        for i, (a, long) in enumerate(
            draw(st.lists(st.tuples(st.floats(0, 360), st.floats(20, 360)), max_size=2))
        )
    }
    return Flywheel(wheels={"w1": Wheel(id="w1")}, factors=made, links=joined, bands=bands)


def overlays_of(flywheel):
    return Overlays(loops=find_loops(causal_graph(flywheel)).loops)


def end_points(path):
    ends = [segment.to for segment in path if isinstance(segment, Move | Line | Cubic)]
    return ends[0], ends[-1]


@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
@pytest.mark.parametrize("language", ["en", "de"])
def test_both_ends_of_every_link_keep_the_gap(row, language):
    flywheel = load_template(row.id, language)
    centers = places(flywheel)
    shapes = {k: factor_shape(f, centers[k], CLEAN) for k, f in flywheel.factors.items()}
    for record in compose(flywheel, CLEAN).records:
        if record.owner != "links":
            continue
        link = flywheel.links[record.id]
        start, tip = end_points(record.outline)
        half = stroke_width(link.weight) / 2
        assert shapes[link.source].distance(start) - half == pytest.approx(GAP, abs=0.01)
        assert shapes[link.target].distance(tip) == pytest.approx(GAP, abs=0.01)
        head = next(p for p in record.primitives if p.part == "head")
        assert head.path[0].to.distance(tip) < 1e-6


@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_overlaps_in_the_templates(row, language):
    flywheel = load_template(row.id, language)
    figure = compose(flywheel, CLEAN, overlays_of(flywheel))
    solid = [r for r in figure.records if r.owner in ("factors", "loops") and r.primitives]
    for number, first in enumerate(solid):
        for second in solid[number + 1 :]:
            assert not first.box.overlaps(second.box), (first.id, second.id)
    centers = places(flywheel)
    shapes = {k: factor_shape(f, centers[k], CLEAN) for k, f in flywheel.factors.items()}
    badges = [r for r in figure.records if r.owner == "loops"]
    signs = [(r.id, r.sign) for r in figure.records if r.sign]
    for number, (link, sign) in enumerate(signs):
        for factor, shape in shapes.items():
            assert shape.distance(sign) > SIGN_RADIUS + 2, (link, factor)
        for badge in badges:
            assert badge.handle.distance(sign) > SIGN_RADIUS + RADIUS
        for other_link, other_sign in signs[number + 1 :]:
            assert other_sign.distance(sign) > 2 * SIGN_RADIUS + 1, (link, other_link)


@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_link_runs_through_a_factor_or_a_badge(row, language):
    flywheel = load_template(row.id, language)
    figure = compose(flywheel, CLEAN, overlays_of(flywheel))
    centers = places(flywheel)
    shapes = {k: factor_shape(f, centers[k], CLEAN) for k, f in flywheel.factors.items()}
    badges = [r for r in figure.records if r.owner == "loops"]
    for link in flywheel.links.values():
        curve = link_curve(flywheel, link, shapes[link.source], shapes[link.target])
        for step in range(101):
            at = curve.point(step / 100)
            for factor, shape in shapes.items():
                if factor not in (link.source, link.target):
                    assert shape.distance(at) > 8, (link.id, factor)
            if min(shapes[e].distance(at) for e in (link.source, link.target)) > 0:
                assert all(badge.handle.distance(at) > RADIUS for badge in badges)


@pytest.mark.parametrize("row", templates(), ids=lambda row: row.id)
@pytest.mark.parametrize("language", ["en", "de"])
def test_words_have_eight_percent_of_room_in_their_factor(row, language):
    for record in compose(load_template(row.id, language), CLEAN).records:
        if record.owner == "factors":
            for line in record.primitives:
                if isinstance(line, TextLine):
                    assert line.x - record.box.left > 0.04 * line.advance
                    assert record.box.right - (line.x + line.advance) > 0.04 * line.advance
                    assert record.box.top < line.y - line.size * 0.73
                    assert line.y < record.box.bottom


@given(flywheels())
def test_a_record_drawn_alone_equals_the_record_in_the_picture(flywheel):
    overlays = overlays_of(flywheel)
    figure = compose(flywheel, CLEAN, overlays)
    links = {r.id: r for r in figure.records if r.owner == "links"}
    badges = {r.id: r for r in compose_badges(flywheel, CLEAN, overlays, links)}
    for record in figure.records:
        if record.owner == "loops":
            assert badges[record.id] == record
        else:
            assert compose_record(flywheel, CLEAN, overlays, record.owner, record.id) == record


@given(flywheels(), st.data())
def test_affected_names_every_record_that_a_change_redraws(flywheel, data):
    after = flywheel
    for _ in range(data.draw(st.integers(1, 3))):
        what = data.draw(st.sampled_from(["move", "rename", "delete", "bend", "wheel", "slot"]))
        factor = after.factors[data.draw(st.sampled_from(sorted(after.factors)))]
        if what == "move":
            after = after.with_records(
                "factors", [replace(factor, x=data.draw(st.floats(-300, 300)), y=0.0)]
            )
        elif what == "slot":
            after = after.with_records("factors", [replace(factor, x=None, y=None)])
        elif what == "rename":
            after = after.with_records("factors", [replace(factor, label="A rather long new name")])
        elif what == "wheel":
            after = after.with_records("wheels", [replace(after.wheels["w1"], x=50.0)])
        elif what == "bend" and after.links:
            link = after.links[data.draw(st.sampled_from(sorted(after.links)))]
            after = after.with_records("links", [replace(link, bend=0.5)])
        elif what == "delete" and after.links:
            after = after.without("links", [data.draw(st.sampled_from(sorted(after.links)))])
    was = {(r.owner, r.id): r for r in compose(flywheel, CLEAN).records}
    now = {(r.owner, r.id): r for r in compose(after, CLEAN).records}
    differing = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    assert differing <= affected(flywheel, after, difference(flywheel, after))


@given(flywheels())
def test_every_number_in_the_picture_is_finite_and_inside_its_box(flywheel):
    figure = compose(flywheel, CLEAN, overlays_of(flywheel))
    for record in figure.records:
        assert all(math.isfinite(edge) for edge in record.box)
        for primitive in record.primitives:
            if isinstance(primitive, Shape):
                for segment in primitive.path:
                    if isinstance(segment, Move | Line | Cubic):
                        assert record.box.grown(primitive.width / 2 + 0.01).holds(segment.to)


def test_parallel_and_opposite_links_run_apart():
    flywheel = Flywheel(
        wheels={"w": Wheel(id="w")},
        factors={
            "a": Factor(id="a", wheel="w", label="A", x=0.0, y=-240.0),
            "b": Factor(id="b", wheel="w", label="B", x=240.0, y=0.0),
        },
        links={
            "l1": Link(id="l1", source="a", target="b"),
            "l2": Link(id="l2", source="a", target="b"),
            "l3": Link(id="l3", source="b", target="a"),
        },
    )
    handles = [r.handle for r in compose(flywheel, CLEAN).records if r.owner == "links"]
    for number, first in enumerate(handles):
        for second in handles[number + 1 :]:
            assert first.distance(second) > 20


def on_a_ring(count: int, label: str = "Traffic") -> Flywheel:
    """Factors f0, f1, … on a ring, from twelve o'clock, each linked to the next."""
    flywheel = Flywheel(wheels={"w": Wheel(id="w")})
    factors = [Factor(id=f"f{i}", wheel="w", label=label) for i in range(count)]
    links = [Link(id=f"l{i}", source=f"f{i}", target=f"f{(i + 1) % count}") for i in range(count)]
    made = flywheel.with_records("factors", factors).with_records("links", links)
    return arrange_on_ring(made, "w")


@pytest.mark.parametrize("turn", [180.0, 150.0, 220.0])
def test_two_factors_on_a_ring_make_a_whole_circle(turn):
    flywheel = on_a_ring(2)
    at = on_ring(Point(0.0, 0.0), 240.0, turn)
    flywheel = flywheel.with_records("factors", [replace(flywheel.factors["f1"], x=at.x, y=at.y)])
    for record in compose(flywheel, CLEAN).records:
        if record.owner == "links":
            begin, end = end_points(record.outline)
            assert record.handle.length == pytest.approx(240.0, abs=0.5)
            # Clockwise both: the one down on the right, the other up on the left.
            assert begin.x * end.y - begin.y * end.x > 0 or turn != 180.0
    first, second = (r.handle for r in compose(flywheel, CLEAN).records if r.owner == "links")
    assert first.x > 100 and second.x < -100


@pytest.mark.parametrize("count", [6, 8, 9, 10])
def test_a_link_past_a_neighbour_on_the_ring_does_not_run_behind_it(count):
    flywheel = on_a_ring(count)
    centers = places(flywheel)
    shapes = {k: factor_shape(f, centers[k], CLEAN) for k, f in flywheel.factors.items()}
    for begin in range(count):
        over = Link(id="over", source=f"f{begin}", target=f"f{(begin + 2) % count}")
        crossed = flywheel.with_records("links", [over])
        curve = link_curve(crossed, over, shapes[over.source], shapes[over.target])
        between = shapes[f"f{(begin + 1) % count}"]
        assert min(between.distance(curve.point(step / 50)) for step in range(51)) > 5.0


def test_links_that_fan_out_of_a_factor_do_not_cross():
    flywheel = on_a_ring(9)
    fan = [Link(id=f"o{i}", source="f0", target=f"f{i}") for i in range(2, 8)]
    flywheel = flywheel.with_records("links", fan)
    centers = places(flywheel)
    shapes = {k: factor_shape(f, centers[k], CLEAN) for k, f in flywheel.factors.items()}
    curves = [link_curve(flywheel, o, shapes[o.source], shapes[o.target]) for o in fan]
    for reach in (90.0, 140.0, 190.0):
        at = [
            next(
                p
                for s in range(400)
                if (p := curve.point(s / 400)).distance(curve.point(0)) > reach
            )
            for curve in curves
        ]
        across = [point.x for point in at]
        assert across == sorted(across, reverse=True)
        assert min(a - b for a, b in pairwise(across)) > 6.0


def test_the_sign_of_a_link_to_itself_stands_clear_of_its_head():
    for weight, polarity in ((0.05, "+"), (0.5, "-"), (0.9, "+")):
        own = Link(id="l", source="a", target="a", polarity=polarity, weight=weight)
        flywheel = Flywheel(
            wheels={"w": Wheel(id="w")},
            factors={"a": Factor(id="a", wheel="w", label="A", x=0.0, y=-240.0)},
            links={"l": own},
        )
        record = next(r for r in compose(flywheel, CLEAN).records if r.owner == "links")
        head = next(p for p in record.primitives if p.part == "head")
        corners = [segment.to for segment in head.path if isinstance(segment, Move | Line)]
        assert min(record.sign.distance(corner) for corner in corners) > SIGN_RADIUS + 2.0


def boxes_of_words(figure, owner: str) -> list[Box]:
    return [
        box_of_line(line)
        for record in figure.records
        if record.owner == owner
        for line in record.primitives
        if isinstance(line, TextLine)
    ]


def test_badges_keep_off_the_words_of_links_and_of_notes():
    flywheel = on_a_ring(3)
    second = [
        Link(id="m", source="f0", target="f1", label="a second way to it"),
        Link(id="n", source="f1", target="f0", polarity="-", label="cannibalises"),
        Link(id="o", source="f2", target="f2", polarity="-", label="saturates"),
    ]
    note = Note(id="t", text="What we tell everybody", x=-60.0, y=-20.0)
    flywheel = flywheel.with_records("links", second).with_records("texts", [note])
    figure = compose(flywheel, CLEAN, overlays_of(flywheel))
    badges = [record.handle for record in figure.records if record.owner == "loops"]
    words = [*boxes_of_words(figure, "links"), *boxes_of_words(figure, "texts")]
    assert len(badges) > 3 and len(words) > 3
    for badge in badges:
        for box in words:
            away = rounded_distance(badge, box, 0.0)
            assert away > RADIUS + 1.0


def test_long_words_of_a_link_are_broken_and_keep_off_its_line_and_its_bars():
    label = "word of mouth among the people who matter to those that decide"
    flywheel = on_a_ring(6)
    links = [
        replace(link, label=label if number % 2 else "loyal", delay=2.0, weight=0.8)
        for number, link in enumerate(flywheel.links.values())
    ]
    flywheel = flywheel.with_records("links", links)
    for record in compose(flywheel, CLEAN).records:
        if record.owner != "links":
            continue
        lines = [p for p in record.primitives if isinstance(p, TextLine)]
        assert " ".join(line.text for line in lines) == flywheel.links[record.id].label
        bars = next(p for p in record.primitives if p.part == "mark" and p.is_round)
        ends = [segment.to for segment in bars.path]
        for line in lines:
            box = box_of_line(line)
            assert box.width <= 200.0 and record.box.contains(box)
            assert min(rounded_distance(end, box, 0.0) for end in ends) > 2.0
            assert min(rounded_distance(s.to, box, 0.0) for s in record.outline) > 5.0


def with_bands(flywheel: Flywheel, *ends: tuple[float, float]) -> Flywheel:
    bands = [
        Band(id=f"b{n}", wheel="w", label="Stage", from_angle=a, to_angle=b)
        for n, (a, b) in enumerate(ends)
    ]
    return flywheel.with_records("bands", bands)


@pytest.mark.parametrize("ends", [(0.0, 360.0), (60.0, 120.0), (83.0, 140.0), (180.0, 300.0)])
def test_a_band_runs_clear_of_wide_factors_and_of_the_words_of_links(ends):
    flywheel = on_a_ring(4, "Evangelists of a brand that they trust")
    links = [replace(x, label="it convinces them at last") for x in flywheel.links.values()]
    flywheel = with_bands(flywheel.with_records("links", links), ends)
    figure = compose(flywheel, CLEAN)
    records = {(record.owner, record.id): record for record in figure.records}
    band = records["bands", "b0"]
    arc = [segment.to for segment in band.outline if isinstance(segment, Move | Cubic)]
    radius = arc[0].length
    begin, sweep = ends[0], ends[1] - ends[0]
    way = [on_ring(Point(0.0, 0.0), radius, begin + sweep * n / 200) for n in range(201)]
    centers = places(flywheel)
    for key, factor in flywheel.factors.items():
        shape = factor_shape(factor, centers[key], CLEAN)
        assert min(map(shape.distance, way)) > 12.0, key
    for box in boxes_of_words(figure, "links"):
        assert min(rounded_distance(at, box, 0.0) for at in way) > 11.0
    # One distance for all: a second band, over narrow ones, runs on the same circle.
    more = compose(with_bands(flywheel, ends, (ends[1] + 1.0, ends[0] + 359.0)), CLEAN)
    if sweep < 300.0:
        first, second = (r for r in more.records if r.owner == "bands")
        assert first.outline[0].to.length == pytest.approx(second.outline[0].to.length)


def test_a_band_keeps_its_usual_place_where_nothing_is_in_its_way():
    flywheel = with_bands(on_a_ring(4), (0.0, 360.0))
    far = replace(flywheel.factors["f1"], x=380.0, y=0.0, label="Moved out of the wheel by hand")
    for each in (flywheel, flywheel.with_records("factors", [far])):
        band = next(r for r in compose(each, CLEAN).records if r.owner == "bands")
        assert band.outline[0].to.length == pytest.approx(240.0 + 74.0)


def test_the_title_of_a_wheel_stands_over_bands_that_run_further_out():
    titled = {"w": Wheel(id="w", title="Marketing"), "v": Wheel(id="v", title="Sales", x=900.0)}
    flywheel = on_a_ring(4, "Evangelists of a brand that they trust")
    flywheel = with_bands(flywheel.with_records("wheels", titled.values()), (0.0, 360.0))
    records = {(r.owner, r.id): r for r in compose(flywheel, CLEAN).records}
    assert records["wheels", "w"].box.bottom < records["bands", "b0"].outline[0].to.y - 8.0
    wider = replace(flywheel.factors["f1"], label="Evangelists whom everybody trusts\n" * 3)
    after = flywheel.with_records("factors", [wider])
    named = affected(flywheel, after, difference(flywheel, after))
    assert {("bands", "b0"), ("wheels", "w")} <= named
    german = replace(flywheel, header=replace(flywheel.header, language="de"))
    assert ("bands", "b0") in affected(flywheel, german, difference(flywheel, german))


def test_two_self_links_stand_apart():
    flywheel = Flywheel(
        wheels={"w": Wheel(id="w")},
        factors={"a": Factor(id="a", wheel="w", label="A", x=0.0, y=-240.0)},
        links={
            "l1": Link(id="l1", source="a", target="a"),
            "l2": Link(id="l2", source="a", target="a", polarity="-"),
        },
    )
    first, second = (r for r in compose(flywheel, CLEAN).records if r.owner == "links")
    assert first.handle.distance(second.handle) > 20
    assert first.primitives and second.primitives


@pytest.mark.parametrize("name", theme_names())
def test_colours_of_a_theme_can_be_told_from_its_paper(name):
    theme = theme_named(name)
    for color in (*theme.loops, theme.plain, theme.positive, theme.negative):
        assert contrast(color, theme.paper) >= 3.0
    for color in (theme.ink, theme.muted):
        assert contrast(color, theme.paper) >= 4.5
        assert contrast(color, theme.surface) >= 4.5
    for fill in theme.loops:
        assert contrast(theme.ink_on(fill), fill) >= 4.5


def test_an_unknown_theme_shape_or_size_draws_as_the_default():
    assert theme_named("from-the-future") == theme_named("clean")
    plain = Factor(id="a", label="A", x=0.0, y=0.0)
    odd = replace(plain, style={"shape": "blob", "size": 7, "fill": "red"}, role="whatever")
    draw = [
        compose(Flywheel(factors={"a": factor}), CLEAN).records[0].primitives
        for factor in (plain, odd)
    ]
    assert draw[0] == draw[1]


def test_a_lit_loop_fades_the_rest():
    flywheel = load_template("amazon", "en")
    overlays = overlays_of(flywheel)
    lit = overlays.loops[0]
    figure = compose(flywheel, CLEAN, replace(overlays, lit=lit.id))
    for record in figure.records:
        if record.owner == "links" or record.owner == "factors":
            mine = record.id in (*lit.links, *lit.factors)
            assert all((p.opacity == 1.0) == mine for p in record.primitives)


def test_an_empty_paper_has_a_size():
    figure = compose(Flywheel(), CLEAN)
    assert figure.box.width > 100 and figure.box.height > 100
