"""Signs and tags make room for one another, and a change names all of them that it moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flywheel_studio.commands.factors import move_factors
from flywheel_studio.drawing.figure import affected, compose
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


@pytest.mark.parametrize("template", ["amazon", "customer-journey", "hyper-growth-sales"])
@settings(max_examples=12, deadline=None)
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
