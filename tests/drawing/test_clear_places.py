"""Signs and tags make room for one another, and a change names all of them that it moves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.commands.factors import delete, move_factors
from flywheel_studio.drawing.figure import affected, compose, shapes_of
from flywheel_studio.drawing.link_courses import course_of
from flywheel_studio.drawing.link_marks import SIGN_RADIUS
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Metric
from flywheel_studio.storage.templates import load_template

CLEAN = theme_named("clean")


def measured(template: str) -> Flywheel:
    """A template with a metric and a score on every factor, all of them shown."""
    flywheel = load_template(template, "en")
    metric = Metric(name="Deals", unit="a month", current=24.0, target=48.0)
    factors = [
        replace(factor, metric=metric, score=3.0 + number % 4)
        for number, factor in enumerate(flywheel.factors.values())
    ]
    wheels = [replace(w, style={**w.style, "metrics": True}) for w in flywheel.wheels.values()]
    return flywheel.with_records("factors", factors).with_records("wheels", wheels)


@pytest.mark.parametrize(
    "template",
    ["amazon", "customer-journey", pytest.param("hyper-growth-sales", marks=pytest.mark.slow)],
)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_every_sign_and_tag_that_a_change_moves_is_named(template, data):
    before = measured(template)
    if data.draw(st.booleans()):
        factor = data.draw(st.sampled_from(sorted(before.factors)))
        place = Point(data.draw(st.floats(-400, 400)), data.draw(st.floats(-400, 400)))
        after = move_factors(before, {factor: place})
    else:
        after = before.without("links", [data.draw(st.sampled_from(sorted(before.links)))])
    was = {(r.owner, r.id): r for r in compose(before, CLEAN).records}
    now = {(r.owner, r.id): r for r in compose(after, CLEAN).records}
    moved = {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    assert moved <= affected(before, after, difference(before, after))


@pytest.mark.parametrize(
    "template",
    ["amazon", "customer-journey", pytest.param("hyper-growth-sales", marks=pytest.mark.slow)],
)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_what_one_snapshot_hands_to_the_next_is_true_there(template, data):
    shown = measured(template)
    compose(shown, CLEAN)
    for _ in range(3):
        match data.draw(st.sampled_from(["factor", "bend", "wheel", "fold", "delete"])):
            case "factor":
                factor = data.draw(st.sampled_from(sorted(shown.factors)))
                place = Point(data.draw(st.floats(-400, 400)), data.draw(st.floats(-400, 400)))
                changed = move_factors(shown, {factor: place})
            case "bend":
                link = shown.links[data.draw(st.sampled_from(sorted(shown.links)))]
                changed = shown.with_records(
                    "links", [replace(link, bend=data.draw(st.floats(-1, 1)))]
                )
            case "wheel":
                wheel = shown.wheels[data.draw(st.sampled_from(sorted(shown.wheels)))]
                changed = shown.with_records("wheels", [replace(wheel, x=wheel.x + 40.0)])
            case "fold":
                wheel = shown.wheels[data.draw(st.sampled_from(sorted(shown.wheels)))]
                changed = shown.with_records(
                    "wheels", [replace(wheel, style={**wheel.style, "folded": True})]
                )
            case _:
                gone = data.draw(st.sampled_from(sorted(shown.links)))
                changed = delete(shown, links=[gone])
        affected(shown, changed, difference(shown, changed))
        fresh = replace(changed)  # Nothing was worked out for this one yet.
        assert compose(changed, CLEAN).records == compose(fresh, CLEAN).records
        assert compose(shown, CLEAN).records == compose(replace(shown), CLEAN).records
        if not changed.links:
            return
        shown = changed


@pytest.mark.parametrize("template", ["amazon", "b2b-marketing", "hyper-growth-sales"])
@given(x=st.floats(-30, 30), y=st.floats(-30, 30), room=st.floats(0, 40))
def test_a_place_is_clear_of_a_link_where_it_has_the_room(template, x, y, room):
    flywheel = load_template(template, "en")
    shapes = shapes_of(flywheel, CLEAN)
    for link in flywheel.links.values():
        course = course_of(flywheel, link, CLEAN, shapes.__getitem__)
        assert course.visible is not None
        at = course.visible.point(0.9).plus(Point(x, y))
        if abs(course.room(at) - room) > 1e-9:
            assert course.is_clear(at, room) == (course.room(at) > room)


@pytest.mark.parametrize("template", ["amazon", "b2b-marketing", "hyper-growth-sales"])
def test_every_sign_of_a_template_has_its_room(template):
    flywheel = load_template(template, "en")
    shapes = shapes_of(flywheel, CLEAN)
    signs = {r.id: r.sign for r in compose(flywheel, CLEAN).records if r.owner == "links"}
    for link in flywheel.links.values():
        at = signs[link.id]
        assert at is not None
        for end in (link.source, link.target):
            assert shapes[end].distance(at) >= SIGN_RADIUS
        for other in flywheel.links_of[link.target]:
            if other.id != link.id:
                course = course_of(flywheel, other, CLEAN, shapes.__getitem__)
                # Along its whole way, looked at place by place.
                reached = min(math.hypot(x - at.x, y - at.y) - r for x, y, r in course.places())
                assert reached >= SIGN_RADIUS
