"""Titles of wheels: where they stand, and what they say of a wheel's owner, stage and status."""

import pytest
from msgspec.structs import replace

from flywheel_studio.drawing.figure import affected, compose, compose_record
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import TextLine
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Header, Wheel

CLEAN = theme_named("clean")


def paper(language="en", **of_second):
    second = Wheel(id="b", title="Second", x=900.0, radius=100.0, **of_second)
    return Flywheel(
        header=Header(language=language),
        wheels={"a": Wheel(id="a", title="First"), "b": second},
    )


def words_of(flywheel, wheel="b"):
    record = next(r for r in compose(flywheel, CLEAN).records if r.id == wheel)
    return [line for line in record.primitives if isinstance(line, TextLine)]


def test_a_title_stands_over_its_ring_or_below_it():
    (above,) = words_of(paper())
    (below,) = words_of(paper(style={"title": "below"}))
    assert above.text == below.text == "Second"
    assert above.y < -100 - 40
    assert below.y - below.size > 100 + 40
    for line in (above, below):
        assert line.x + line.advance / 2 == pytest.approx(900)


@pytest.mark.parametrize("style", [{}, {"title": "below"}])
def test_a_wheel_says_its_stage_its_owner_and_its_status_under_its_title(style):
    wheel = {"stage": "handed over", "owner": "partner\nfirm", "status": "plateaued"}
    title, standing = words_of(paper(style=style, **wheel))
    assert title.text == "Second"
    assert standing.text == "handed over · partner firm · plateaued"
    assert standing.y > title.y
    assert abs(standing.y) > 100 + 40


def test_what_this_version_does_not_know_is_left_out():
    assert len(words_of(paper(stage="orbit", status="glowing"))) == 1
    (_, standing) = words_of(paper(stage="orbit", status="died"))
    assert standing.text == "died"


def test_a_paper_with_one_wheel_needs_no_title():
    alone = Flywheel(wheels={"a": Wheel(id="a", title="First", stage="pilot")})
    assert compose(alone, CLEAN).records[0].primitives == ()


def test_a_wheel_speaks_the_language_of_its_document():
    german = paper("de", stage="production", status="spinning", owner="Vertrieb")
    said = words_of(german)[1].text
    assert said == "Produktivbetrieb · Vertrieb · dreht sich"
    use_language("de")
    english = paper(stage="production", status="spinning", owner="sales")
    assert words_of(english)[1].text == "production · sales · spinning"
    after = replace(english, header=Header(language="de"))
    assert ("wheels", "b") in affected(english, after, difference(english, after))
    alone = compose_record(after, CLEAN, Overlays(), "wheels", "b")
    assert alone in compose(after, CLEAN).records
