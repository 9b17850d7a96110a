"""What drives a wheel, in sentences."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from msgspec.structs import replace

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.insight.dominance import MOST_SPANS, drive_of, drive_sentences, driver_words
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.storage.templates import load_template, templates


def drawn(factors, links=(), pushes=(), until=36.0):
    flywheel = Flywheel(
        factors={factor.id: factor for factor in factors},
        links={link.id: link for link in links},
        pushes={push.id: push for push in pushes},
    )
    run = type(flywheel.header.run)(until=until)
    return flywheel.with_header(run=run)


def drive(flywheel, **options):
    return drive_of(flywheel, find_loops(causal_graph(flywheel)).loops, **options)


@pytest.fixture
def saturating():
    """Word of mouth that a brake answers later: R1 drives, then B1 takes over."""
    return drawn(
        [
            Factor(id="a", label="Users", friction=0.05),
            Factor(id="b", label="Support load", mass=4, friction=0.3),
        ],
        [
            Link(id="l1", source="a", target="a", weight=0.45),
            Link(id="l2", source="a", target="b", weight=0.5, delay=4),
            Link(id="l3", source="b", target="a", weight=3, polarity="-"),
        ],
        [Push(id="p1", factor="a", impulse=0.05)],
        until=24,
    )


def test_a_loop_drives_it_and_then_another_takes_over(saturating):
    found = drive(saturating)
    said = drive_sentences(saturating, found)
    assert said[0].startswith("Until month ")
    assert "R1 drives it; then B1 takes over." in said[0]
    assert found.spans[0].loops == ("R1",) and found.spans[1].loops == ("B1",)
    assert found.at(0.1) is found.spans[0] and found.at(99) is found.spans[-1]


def test_a_ceiling_is_told_by_its_factor():
    own = [Link(id="l1", source="a", target="a", weight=0.8)]
    limited = drawn([Factor(id="a", label="Sales", initial=0.01, capacity=2)], own, until=40)
    said = " ".join(drive_sentences(limited, drive(limited)))
    assert "R1 drives it" in said
    assert "friction takes over" in said or "the ceiling of “Sales” takes over" in said


def test_friction_that_wins_is_told_as_one():
    fading = drawn(
        [Factor(id="a", initial=1), Factor(id="b", initial=1)],
        [
            Link(id="l1", source="a", target="b", weight=0.2),
            Link(id="l2", source="b", target="a", weight=0.2),
        ],
    )
    assert drive_sentences(fading, drive(fading)) == (
        "Friction holds it back all the way; no loop gets going.",
    )


def test_a_wheel_that_stands_says_that_nothing_moves(saturating):
    still = saturating.without("pushes", ["p1"])
    found = drive(still)
    assert [span.kind for span in found.spans] == ["rest"]
    assert drive_sentences(still, found) == ("Nothing moves, so no loop drives it.",)


def test_a_drawing_without_loops_says_nothing():
    chain = drawn([Factor(id="a", initial=1)])
    found = drive(chain)
    assert found.spans == () and found.at(1) is None and drive_sentences(chain, found) == ()


def test_a_story_has_few_spans_without_gaps(saturating):
    for delay in (0.5, 2.0, 6.0):
        swinging = saturating.with_records(
            "links",
            [
                Link(id="l1", source="a", target="a", weight=0.3),
                Link(id="l3", source="b", target="a", weight=1.4, polarity="-", delay=delay),
            ],
        )
        spans = drive(swinging, until=60.0).spans
        assert 1 <= len(spans) <= MOST_SPANS
        assert spans[0].begin == 0 and spans[-1].end == 60
        assert all(a.end == b.begin for a, b in itertools.pairwise(spans))
        assert all(math.isfinite(span.share) for span in spans)


def test_a_run_of_very_many_rows_tells_the_same_story_soon(saturating):
    coarse, fine = drive(saturating), drive(saturating, every=24 / 100_000)
    assert len(fine.dominance.time) <= 10_001 and fine.dominance.time[-1] == 24
    assert fine.spans[0].end == pytest.approx(coarse.spans[0].end, abs=0.3)
    assert [span.loops for span in fine.spans][:2] == [span.loops for span in coarse.spans][:2]


def test_a_shove_given_while_playing_is_in_the_story(saturating):
    still = saturating.without("pushes", ["p1"])
    shoved = drive(still, dynamics=dynamics_of(still).with_shove("a", 1.0, 10.0))
    assert shoved.spans[0].kind == "rest" and shoved.spans[0].end == pytest.approx(10, abs=0.3)
    assert drive_sentences(still, shoved)[0].startswith("Until month 10 nothing moves; then ")


def test_the_part_of_the_loop_that_is_meant_is_told():
    two = drawn(
        [Factor(id="a", initial=1), Factor(id="b")],
        [Link(id="l1", source="a", target="a"), Link(id="l2", source="b", target="b", weight=0.9)],
        [Push(id="p", factor="b", impulse=1)],
    )
    loops = find_loops(causal_graph(two)).loops
    assert drive_of(two, loops, main=loops[1]).spans[-1].loops == (loops[1].id,)
    assert drive_of(two, loops, main=loops[0]).spans[-1].kind == "steady"


def test_a_loop_is_named_that_the_wheel_would_miss():
    """On a slow wheel the published scores favour the longest loop, however little it brings."""
    flywheel = load_template("hyper-growth-sales", "en")
    named = {loop for span in drive(flywheel).spans for loop in span.loops}
    report = {loop.id: loop for loop in find_loops(causal_graph(flywheel)).loops}
    until = flywheel.header.run.until

    def end_without(loop):
        others = {link for other in report.values() if other.id != loop for link in other.links}
        own = next(link for link in report[loop].links if link not in others)
        cut = flywheel.with_records("links", [replace(flywheel.links[own], active=False)])
        return run(dynamics_of(cut), until=until, every=1.0).final_momentum

    whole = run(dynamics_of(flywheel), until=until, every=1.0).final_momentum
    assert "R3" in named
    assert end_without("R3") < 0.1 * whole
    assert end_without("R4") > 0.9 * whole
    assert "R4" not in named


def test_a_wheel_that_coasts_keeps_its_pace():
    ring = drawn(
        [Factor(id="a", initial=1), Factor(id="b", initial=1)],
        [Link(id="l1", source="a", target="b"), Link(id="l2", source="b", target="a")],
    )
    assert drive_sentences(ring, drive(ring)) == (
        "It keeps its pace all the way: what lifts it and what slows it are even.",
    )
    shoved = ring.with_records("factors", [Factor(id="a"), Factor(id="b")])
    shoved = shoved.with_records("pushes", [Push(id="p", factor="a", impulse=1, start=6)])
    (said,) = drive_sentences(shoved, drive(shoved))
    assert said == "Until month 6 nothing moves; then it keeps its pace."


def test_what_only_a_push_lifts_is_told_to_be_driven_by_it():
    pushed = drawn(
        [Factor(id="a", label="Sales", friction=0.1)],
        [Link(id="l1", source="a", target="a", weight=0.02)],
        [Push(id="p", factor="a", strength=1.0)],
        until=10,
    )
    assert drive_sentences(pushed, drive(pushed)) == (
        "The push drives it all the way; no loop gets going.",
    )


@pytest.mark.parametrize("template", [each.id for each in templates()])
def test_what_speeds_up_is_not_told_to_be_held_back_by_friction(template):
    flywheel = load_template(template, "en")
    found = drive(flywheel)
    for span in found.spans:
        if span.kind == "friction":
            motion, time = found.dominance.motion, found.dominance.time
            begin, end = np.searchsorted(time, (span.begin, span.end))
            pace = motion.pace[begin : end + 1, found.component]
            assert pace[-1] < pace[0]


def test_where_a_run_levels_off_nothing_drives_it_further():
    ceiling = drawn(
        [Factor(id="a", label="Users", capacity=10, initial=0.1)],
        [Link(id="l1", source="a", target="a", weight=1.5)],
    )
    spans = drive(ceiling).spans
    assert spans[-1].kind == "steady"
    assert spans[-1].end == pytest.approx(36)
    last = drive_sentences(ceiling, drive(ceiling))[-1]
    assert last.endswith("it keeps its pace.")
    assert driver_words(ceiling, spans[-1]) == "steady pace"


def test_many_loops_are_named_in_short(saturating):
    span = drive(saturating).spans[0]
    many = type(span)(0, 1, "reinforcing", ("R1", "R2", "R3", "R4", "R5"), 0.6)
    assert driver_words(saturating, many) == "R1, R2 and 3 more"
    assert driver_words(saturating, type(span)(0, 1, "ceiling", ("a", "b"), 0.6)) == (
        "the ceilings of “Users” and “Support load”"
    )


def test_the_story_is_told_in_german_too(saturating):
    use_language("de")
    said = drive_sentences(saturating, drive(saturating))
    assert "Monat" in said[0] and "Until" not in said[0]
