"""The story of a wheel: link by link with its reason, until it closes; then its momentum."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.export.chapter import NOTHING
from flywheel_studio.export.shown_run import shown_run
from flywheel_studio.export.story import MOST_LINK_STEPS, loop_title, story_of, told_whole
from flywheel_studio.language.translate import speaking
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Evidence, Factor, Header, Link, NamedLoop, Run, Wheel
from flywheel_studio.storage.templates import load_template


def loops_of(flywheel):
    return find_loops(causal_graph(flywheel)).loops


def story(flywheel):
    return story_of(flywheel, loops_of(flywheel))


def ring(size, **more):
    factors = {f"f{n}": Factor(id=f"f{n}", label=f"F{n}") for n in range(size)}
    links = {
        f"l{n}": Link(id=f"l{n}", source=f"f{n}", target=f"f{(n + 1) % size}") for n in range(size)
    }
    return Flywheel(factors=factors, links=links, **more)


def test_amazon_is_told_from_its_start_round_both_loops_and_ends_with_its_momentum():
    flywheel = load_template("amazon", "en")
    chapters = story(flywheel)
    assert [chapter.fresh for chapter in chapters] == [
        (), ("l1",), ("l2",), ("l3",), ("l4",), (), ("l5",), ("l6",), ("l7",), ("l8",), (), (), (),
    ]  # fmt: skip
    assert chapters[1].shown.factors == {"customer-experience", "traffic"}
    assert chapters[1].title == "Customer experience → Traffic"
    assert chapters[1].text == ("A better experience brings visitors back and brings new ones.",)
    assert chapters[5].title == "R1: Selection wheel"
    assert chapters[5].shown.loops == {"R1"}
    assert chapters[5].text[0].startswith("“Customer experience” lifts “Traffic”, which")
    assert chapters[11].shown is None
    assert chapters[12].curve is not None


def test_it_opens_with_its_title_and_all_of_the_wheel_faint():
    flywheel = load_template("amazon", "en")
    opening = story(flywheel)[0]
    assert opening.title == "Amazon's growth flywheel"
    assert opening.shown.factors == set(flywheel.factors)
    assert opening.shown.links == set(flywheel.links)
    assert opening.lit == NOTHING
    assert opening.notes.endswith("It begins with “Customer experience”.")


def test_an_opening_shows_the_first_paragraph_and_its_notes_hold_all_of_them():
    flywheel = ring(3, header=Header(title="T", description="One line.\n\nWhat only\n I say."))
    opening = story(flywheel)[0]
    assert opening.text == ("One line.",)
    assert opening.notes.splitlines()[:3] == ["One line.", "What only", "I say."]


def test_while_a_loop_is_told_it_alone_stands_out():
    flywheel = load_template("amazon", "en")
    chapters = story(flywheel)
    second = next(loop for loop in loops_of(flywheel) if "lower-prices" in loop.factors)
    for chapter in chapters[6:11]:
        assert chapter.lit.loops == {second.id}
        assert chapter.lit.factors == set(second.factors)
        assert chapter.lit.links == set(second.links)
        assert not chapter.shown.links <= chapter.lit.links, "what was told before stays, faded"
    assert chapters[11].lit is None and chapters[11].title == chapters[0].title


def test_a_story_that_starts_outside_of_its_loop_first_tells_the_way_there():
    flywheel = ring(3)
    flywheel = flywheel.with_records("factors", [Factor(id="a", label="A"), Factor(id="b")])
    ways = [Link(id="ab", source="a", target="b"), Link(id="bf", source="b", target="f1")]
    flywheel = flywheel.with_records("links", ways).with_records(
        "wheels", [Wheel(id="w", start="a")]
    )
    chapters = story(flywheel)
    assert [chapter.fresh for chapter in chapters[1:6]] == [
        ("ab",), ("bf",), ("l1",), ("l2",), ("l0",),
    ]  # fmt: skip
    assert {"a", "b"} <= chapters[1].lit.factors


def test_a_loop_that_touches_nothing_told_so_far_has_a_slide_to_itself():
    flywheel = ring(3, wheels={"w": Wheel(id="w", start="f0")})
    far = [Factor(id=f"g{n}", label=f"G{n}") for n in range(2)]
    back = [Link(id="m0", source="g0", target="g1"), Link(id="m1", source="g1", target="g0")]
    flywheel = flywheel.with_records("factors", far).with_records("links", back)
    steps = {key: chapter for chapter in story(flywheel) for key in chapter.fresh}
    places = [set(steps[key].stage.factors) for key in ("l0", "m0")]
    assert places == [{"f0", "f1", "f2"}, {"g0", "g1"}]


def test_a_loop_across_two_wheels_leaves_out_the_others():
    flywheel = load_template("marketing-portfolio", "en")
    (closing,) = (c for c in story(flywheel) if c.title == "R5: Webinars and leadership")
    seen = {flywheel.factors[key].wheel for key in closing.stage.factors}
    assert seen == {"main", "webinar"}
    assert {"R3", "R4", "R5"} <= closing.stage.loops
    assert {flywheel.factors[key].wheel for key in closing.shown.factors} > seen


def test_the_momentum_says_no_growth_that_its_curve_refutes():
    told = story(load_template("hyper-growth-sales", "en"))[-1]
    assert told.curve is not None
    assert "until ceilings slow it" in told.text[0]
    assert any("grows no further" in words for words in told.text)
    assert told.curve.momentum[-1] == pytest.approx(told.curve.momentum[-10], rel=0.02)


def test_each_step_shows_what_the_one_before_showed_and_its_own_links_with_their_ends():
    flywheel = load_template("amazon", "en")
    shown = [chapter.shown for chapter in story(flywheel)[1:] if chapter.shown is not None]
    for before, after in pairwise(shown):
        assert before.factors <= after.factors
        assert before.links <= after.links
        assert before.loops <= after.loops
    for step in shown:
        for key in step.links:
            link = flywheel.links[key]
            assert {link.source, link.target} <= step.factors


@st.composite
def drawings(draw):
    size = draw(st.integers(1, 7))
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    pairs = draw(st.lists(ends, max_size=14))
    factors = {f"f{n}": Factor(id=f"f{n}", label=f"F{n}") for n in range(size)}
    links = {
        f"l{n}": Link(
            id=f"l{n}",
            source=f"f{a}",
            target=f"f{b}",
            polarity=draw(st.sampled_from("+-")),
            active=draw(st.booleans()),
        )
        for n, (a, b) in enumerate(pairs)
    }
    return Flywheel(factors=factors, links=links)


@given(drawings())
def test_every_link_of_any_drawing_is_told_once_and_the_whole_is_shown_before_the_end(flywheel):
    chapters = story(flywheel)
    told = [link for chapter in chapters for link in chapter.fresh]
    assert sorted(told) == sorted(flywheel.links)
    pictures = [chapter for chapter in chapters if chapter.curve is None]
    assert pictures[-1].shown is None
    assert sum(chapter.shown is None for chapter in pictures) == 1


def test_a_very_long_wheel_has_a_bounded_story():
    chapters = story(ring(400))
    steps = [chapter for chapter in chapters if chapter.fresh]
    assert len(steps) <= MOST_LINK_STEPS
    assert sum(len(chapter.fresh) for chapter in steps) == 400
    assert steps[0].title == "From “F0” to “F7”"


def test_what_is_on_no_loop_comes_at_once_and_the_loop_has_the_last_word():
    flywheel = ring(3)
    flywheel = flywheel.with_records("factors", [Factor(id="x", label="X"), Factor(id="y")])
    flywheel = flywheel.with_records("links", [Link(id="lx", source="f0", target="x")])
    chapters = [chapter for chapter in story(flywheel) if chapter.curve is None]
    assert chapters[-2].fresh == ("lx",)
    assert chapters[-2].lit.factors == {"f0", "x", "y"}
    assert chapters[-1].text[0].endswith("which lifts “F0” again.")


def test_the_notes_hold_reason_and_evidence():
    flywheel = ring(2)
    proof = Evidence(text="Doubled in a year", source="Report", date="2024")
    link = Link(id="l0", source="f0", target="f1", reason="they talk", evidence=(proof,))
    chapters = story(flywheel.with_records("links", [link]))
    assert chapters[1].notes.splitlines() == [
        "“F0” lifts “F1”.",
        "They talk.",
        "Doubled in a year (Report, 2024)",
    ]


def test_a_step_without_a_reason_says_what_its_link_does():
    flywheel = ring(2)
    link = Link(id="l1", source="f1", target="f0", polarity="-")
    first, second = story(flywheel.with_records("links", [link]))[1:3]
    assert (first.title, first.text) == ("F0 → F1", ("“F0” lifts “F1”.",))
    assert (second.title, second.text) == ("F1 → F0 ↓", ("“F1” lowers “F0”.",))


def test_a_loop_keeps_its_name_wherever_the_name_begins_it():
    named = NamedLoop(links=("l2", "l0", "l1"), name="The ring")
    flywheel = ring(3, header=Header(loops=(named,)))
    (loop,) = loops_of(flywheel)
    assert loop_title(flywheel, loop) == "R1: The ring"
    assert loop_title(ring(3), loop) == "R1: the wheel closes"


def test_the_story_is_told_in_the_language_that_is_spoken():
    flywheel = load_template("amazon", "de")
    with speaking("de"):
        chapters = story(flywheel)
    words = " ".join(chapter.notes for chapter in chapters)
    assert "stärkt" in words and "lifts" not in words


def test_a_wheel_that_nobody_pushes_is_pushed_once_at_its_start_and_that_is_said():
    flywheel = ring(3, wheels={"w": Wheel(id="w", start="f1")})
    shown = shown_run(flywheel, loops_of(flywheel))
    assert shown.pushed == "f1"
    assert shown.trajectory.speed[0].tolist() == [0.0, 1.0, 0.0]
    assert "Shown after one push on “F1”." in story(flywheel)[-1].text


def test_a_wheel_that_is_pushed_runs_as_its_document_says():
    flywheel = load_template("amazon", "en")
    shown = shown_run(flywheel, loops_of(flywheel))
    assert shown.pushed is None
    assert shown.trajectory.time[-1] == pytest.approx(flywheel.header.run.until)


def test_a_run_of_any_length_is_a_curve_of_a_few_hundred_points():
    flywheel = ring(3, header=Header(run=Run(until=1e6, every=1e-3)))
    shown = shown_run(flywheel, loops_of(flywheel))
    assert 200 < len(shown.trajectory.time) < 400


def test_an_empty_paper_has_a_story_of_one_step():
    (chapter,) = story(Flywheel())
    assert chapter == told_whole(Flywheel(), ())
