"""The picture while wheels are folded, and links that gear one wheel to another."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.commands.folding import fold_wheel
from flywheel_studio.drawing.figure import affected, compose, compose_badges, compose_record
from flywheel_studio.drawing.folded_wheel import folded_shape
from flywheel_studio.drawing.link_courses import GAP
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Cubic, Line, Move, Shape, TextLine
from flywheel_studio.drawing.pulses import seen_speeds, track_of
from flywheel_studio.drawing.theme import theme_named, theme_names
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import bundle_of, is_gear, is_hidden, opened
from flywheel_studio.model.records import Band, Factor, Link, Note, Wheel
from flywheel_studio.storage.templates import load_template

CLEAN = theme_named("clean")
WHEELS = ("w1", "w2", "w3")


@st.composite
def several_wheels(draw):
    factors = st.builds(
        Factor,
        label=st.sampled_from(["A", "Traffic", "A rather long name"]),
        role=st.sampled_from(["factor", "hub"]),
        x=st.none() | st.floats(-900, 900),
        y=st.none() | st.floats(-400, 400),
        wheel=st.sampled_from([*WHEELS, None]),
    )
    made = {
        f"f{i}": replace(f, id=f"f{i}")
        for i, f in enumerate(draw(st.lists(factors, min_size=2, max_size=7)))
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
    )
    joined = {
        f"l{i}": replace(x, id=f"l{i}") for i, x in enumerate(draw(st.lists(links, max_size=9)))
    }
    flywheel = Flywheel(
        wheels={
            key: Wheel(id=key, title=draw(st.sampled_from(["", key])), x=600.0 * i, radius=180.0)
            for i, key in enumerate(WHEELS)
        },
        factors=made,
        links=joined,
        bands={"b1": Band(id="b1", wheel="w1", label="Attract")},
        texts={"t1": Note(id="t1", wheel="w2", text="Note", x=5.0), "t2": Note(id="t2", text="On")},
    )
    for wheel in draw(st.sets(st.sampled_from(WHEELS))):
        flywheel = fold_wheel(flywheel, wheel)
    return flywheel


def overlays_of(flywheel):
    return Overlays(loops=tuple(find_loops(causal_graph(flywheel)).loops))


def records_of(figure, owner):
    return {record.id: record for record in figure.records if record.owner == owner}


@given(several_wheels(), st.sampled_from(theme_names()))
def test_a_record_drawn_alone_equals_the_record_in_the_picture(flywheel, name):
    overlays, theme = overlays_of(flywheel), theme_named(name)
    figure = compose(flywheel, theme, overlays)
    badges = {
        r.id: r for r in compose_badges(flywheel, theme, overlays, records_of(figure, "links"))
    }
    for record in figure.records:
        if record.owner == "loops":
            assert badges[record.id] == record
        else:
            assert compose_record(flywheel, theme, overlays, record.owner, record.id) == record


@given(several_wheels(), st.data())
def test_affected_names_every_record_that_a_change_redraws(flywheel, data):
    after = flywheel
    for _ in range(data.draw(st.integers(1, 3))):
        what = data.draw(
            st.sampled_from(
                ["move", "rename", "join", "fold", "open", "title", "weight", "off", "drop",
                 "delete", "push", "language"]
            )
        )  # fmt: skip
        factor = after.factors[data.draw(st.sampled_from(sorted(after.factors)))]
        wheel = after.wheels[data.draw(st.sampled_from(WHEELS))]
        link = data.draw(st.sampled_from(sorted(after.links))) if after.links else None
        if what == "move":
            after = after.with_records(
                "factors", [replace(factor, x=data.draw(st.floats(-300, 900)), y=0.0)]
            )
        elif what == "rename":
            after = after.with_records("factors", [replace(factor, label="Another name")])
        elif what == "join":
            after = after.with_records("factors", [replace(factor, wheel=wheel.id)])
        elif what == "fold":
            after = fold_wheel(after, wheel.id)
        elif what == "open":
            after = opened(after, [wheel.id])
        elif what == "title":
            after = after.with_records("wheels", [replace(wheel, title="A longer title")])
        elif what == "push":
            after = after.with_records("wheels", [replace(wheel, x=wheel.x + 50.0)])
        elif what == "language":
            after = after.with_header(language="de", title="Wachstum")
        elif what == "delete" and len(after.factors) > 1:
            gone = [x.id for x in after.links_of[factor.id]]
            after = after.without("links", gone).without("factors", [factor.id])
        elif what == "weight" and link:
            after = after.with_records("links", [replace(after.links[link], weight=1.7)])
        elif what == "off" and link:
            after = after.with_records("links", [replace(after.links[link], active=False)])
        elif what == "drop" and link:
            after = after.without("links", [link])
    was = {(r.owner, r.id): r for r in compose(flywheel, CLEAN).records}
    now = {(r.owner, r.id): r for r in compose(after, CLEAN).records}
    differing = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    assert differing <= affected(flywheel, after, difference(flywheel, after))


@given(several_wheels())
def test_nothing_is_drawn_of_what_is_hidden(flywheel):
    for record in compose(flywheel, CLEAN, overlays_of(flywheel)).records:
        if record.owner != "loops" and is_hidden(flywheel, (record.owner, record.id)):
            assert record.primitives == () and record.outline == ()
            assert all(math.isfinite(edge) for edge in record.box)


@given(several_wheels())
def test_every_link_is_drawn_once_alone_or_in_its_bundle(flywheel):
    links = records_of(compose(flywheel, CLEAN), "links")
    for key in flywheel.links:
        bundle = bundle_of(flywheel, key)
        if bundle is not None:
            assert [each for each in bundle.links if links[each].outline] == [bundle.links[0]]


@pytest.fixture
def portfolio():
    return load_template("marketing-portfolio", "en")


def test_a_link_ends_at_the_outline_of_a_folded_wheel(portfolio):
    folded = fold_wheel(portfolio, "launch")
    shape = folded_shape(folded, "launch", CLEAN)
    links = records_of(compose(folded, CLEAN), "links")
    ends = [s.to for s in links["l18"].outline if isinstance(s, Move | Line | Cubic)]
    assert shape.distance(ends[-1]) == pytest.approx(GAP, abs=0.05)
    assert links["l18"].handle is None and links["l18"].sign is not None


def test_a_folded_wheel_says_what_it_holds(portfolio):
    folded = fold_wheel(portfolio, "main")
    wheels = records_of(compose(folded, CLEAN, overlays_of(folded)), "wheels")
    words = [part.text for part in wheels["main"].primitives if isinstance(part, TextLine)]
    assert words == ["B2B marketing", "5 factors · 1 loop"]
    german = folded.with_header(language="de")
    wheels = records_of(compose(german, CLEAN, overlays_of(german)), "wheels")
    assert "5 Faktoren" in [p.text for p in wheels["main"].primitives if isinstance(p, TextLine)][1]


def test_a_folded_wheel_is_as_large_before_its_loops_are_known(portfolio):
    folded = fold_wheel(portfolio, "main")
    bare, known = compose(folded, CLEAN), compose(folded, CLEAN, overlays_of(folded))
    assert records_of(bare, "wheels")["main"].box == records_of(known, "wheels")["main"].box
    for key, link in records_of(bare, "links").items():
        assert link.outline == records_of(known, "links")[key].outline


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_words_of_a_folded_wheel_stand_inside_it(name, language):
    folded = load_template("marketing-portfolio", language)
    for wheel in folded.wheels:
        folded = fold_wheel(folded, wheel)
    figure = compose(folded, theme_named(name), overlays_of(folded))
    for record in records_of(figure, "wheels").values():
        for line in record.primitives:
            if isinstance(line, TextLine):
                assert record.box.left + 40.0 < line.x
                assert line.x + line.advance * 1.04 < record.box.right - 15.0


def test_loops_of_a_folded_wheel_have_no_badge_but_those_that_leave_it_do(portfolio):
    folded = fold_wheel(portfolio, "launch")
    overlays = overlays_of(folded)
    inside = {f.id for f in folded.factors_of["launch"]}
    badges = records_of(compose(folded, CLEAN, overlays), "loops")
    for loop in overlays.loops:
        assert (loop.id in badges) == (not inside.issuperset(loop.factors))


def test_a_lit_factor_lights_its_folded_wheel(portfolio):
    folded = fold_wheel(portfolio, "launch")
    lit = Overlays(lit_records=frozenset({("factors", "launch-offer")}))
    wheels = records_of(compose(folded, CLEAN, lit), "wheels")
    frame = next(p for p in wheels["launch"].primitives if p.part == "frame")
    assert frame.opacity == 1.0
    other = Overlays(lit_records=frozenset({("factors", "registrations")}))
    wheels = records_of(compose(folded, CLEAN, other), "wheels")
    frame = next(p for p in wheels["launch"].primitives if p.part == "frame")
    assert frame.opacity < 0.5


def test_links_between_wheels_carry_cogs_and_no_others_do(portfolio):
    links = records_of(compose(portfolio, CLEAN), "links")
    for key, link in portfolio.links.items():
        cogs = [p for p in links[key].primitives if p.part == "gear"]
        assert bool(cogs) == is_gear(portfolio, link)
        for cog in cogs:
            assert isinstance(cog, Shape)
            for segment in cog.path:
                if isinstance(segment, Move | Line | Cubic):
                    assert links[key].box.holds(segment.to)


def test_a_bundle_says_how_many_links_it_is():
    flywheel = Flywheel(
        wheels={"a": Wheel(id="a", title="A"), "b": Wheel(id="b", title="B", x=900.0)},
        factors={
            key: Factor(id=key, label=key, wheel=key[0], x=900.0 * (key[0] == "b"), y=y)
            for key, y in (("a1", -200.0), ("a2", 200.0), ("b1", 0.0))
        },
        links={
            "l1": Link(id="l1", source="a1", target="b1", weight=0.2),
            "l2": Link(id="l2", source="a2", target="b1", weight=0.9, active=False),
        },
    )
    folded = fold_wheel(flywheel, "a")
    links = records_of(compose(folded, CLEAN), "links")
    assert "×2" in [p.text for p in links["l1"].primitives if isinstance(p, TextLine)]
    assert links["l2"].primitives == ()
    # Only what is on counts for how strong it looks.
    assert links["l1"].primitives[0].width == pytest.approx(2.0 + 8.0 * 0.2)
    assert seen_speeds(folded, {"l1": 0.2, "l2": -0.7}) == {"l1": -0.7}
    assert track_of(links["l1"]) is not None and track_of(links["l2"]) is None


def test_a_gear_runs_clear_of_the_factors_of_both_its_wheels():
    factors = {
        "a1": Factor(id="a1", label="From", wheel="a", x=-240.0, y=0.0),
        "a2": Factor(id="a2", label="In the way", wheel="a", x=240.0, y=0.0),
        "b1": Factor(id="b1", label="To", wheel="b", x=900.0, y=0.0),
    }
    flywheel = Flywheel(
        wheels={"a": Wheel(id="a"), "b": Wheel(id="b", x=1100.0)},
        factors=factors,
        links={"l1": Link(id="l1", source="a1", target="b1")},
    )
    figure = compose(flywheel, CLEAN)
    box = records_of(figure, "factors")["a2"].box
    course = records_of(figure, "links")["l1"].outline
    assert any(isinstance(segment, Cubic) for segment in course)
    track = track_of(records_of(figure, "links")["l1"])
    assert not any(box.holds(place) for place in track.corners)
