"""What a link's confidence and a factor's score look like, and what a change of them redraws."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.drawing.figure import NO_OVERLAYS, affected, compose, compose_record
from flywheel_studio.drawing.primitives import RecordFigure, Shape
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.drawing.weakest import weakest_factors
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel

CLEAN = theme_named("clean")


@pytest.fixture
def three() -> Flywheel:
    flywheel = Flywheel()
    for place, label in enumerate(("One", "Two", "Three")):
        flywheel = add_factor(flywheel, label=label, x=260.0 * place, y=0.0)
    return connect(flywheel, "one", "two")


def drawn(flywheel: Flywheel, **fields: object) -> RecordFigure:
    (link,) = flywheel.links
    changed = set_link(flywheel, [link], **fields)
    return compose_record(changed, CLEAN, NO_OVERLAYS, "links", link)


def look(figure: RecordFigure) -> tuple[object, ...]:
    """What tells lines apart in print: dashes, round ends, and what lies on the body."""
    shapes = [shape for shape in figure.primitives if isinstance(shape, Shape)]
    body = next(shape for shape in shapes if shape.part == "body")
    return body.dash, body.is_round, sum(shape.part == "mark" for shape in shapes)


def test_each_confidence_of_each_sign_has_a_look_of_its_own(three: Flywheel) -> None:
    looks = {
        look(drawn(three, polarity=sign, confidence=confidence))
        for sign in "+-"
        for confidence in ("strong", "developing", "unproven")
    }
    assert len(looks) == 6


def test_an_unrated_link_and_an_unknown_rating_are_drawn_plain(three: Flywheel) -> None:
    plain = look(drawn(three))
    assert look(drawn(three, confidence="strong")) == plain
    assert look(drawn(three, confidence="hearsay")) == plain


def test_the_lowest_score_is_marked_and_only_that_one(three: Flywheel) -> None:
    scored = set_factor(set_factor(three, ["one", "two"], score=8.0), ["three"], score=3.0)
    assert weakest_factors(scored) == {"three"}
    words = {
        record.id: [part.text for part in record.primitives if not isinstance(part, Shape)]
        for record in compose(scored, CLEAN).records
        if record.owner == "factors"
    }
    assert words == {"one": ["One"], "two": ["Two"], "three": ["Three", "3"]}


def test_equal_scores_and_a_single_one_mark_nothing(three: Flywheel) -> None:
    assert weakest_factors(set_factor(three, ["one"], score=2.0)) == frozenset()
    assert weakest_factors(set_factor(three, ["one", "two", "three"], score=2.0)) == frozenset()


def test_lifting_the_weakest_redraws_the_one_that_is_weakest_now(three: Flywheel) -> None:
    scored = set_factor(set_factor(three, ["one", "two"], score=8.0), ["three"], score=3.0)
    scored = set_factor(scored, ["two"], score=6.0)
    lifted = set_factor(scored, ["three"], score=9.0)
    assert ("factors", "two") in affected(scored, lifted, difference(scored, lifted))
