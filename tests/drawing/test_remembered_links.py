"""What is remembered of links from one picture to the next is never an old picture."""

import pytest
from msgspec.structs import replace

from flywheel_studio.drawing import link_courses, link_figures
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Wheel

BESIDE = Flywheel(
    wheels={
        "w": Wheel(id="w", title="One", radius=240.0),
        "v": Wheel(id="v", title="Other", x=900.0),
    },
    factors={
        "a": Factor(id="a", label="Traffic", wheel="w", x=0.0, y=-240.0),
        "b": Factor(id="b", label="Sellers", wheel="w", x=240.0, y=0.0),
        "c": Factor(id="c", label="Cost", wheel="v", x=900.0, y=-240.0),
    },
    links={
        "ab": Link(id="ab", source="a", target="b"),
        "ba": Link(id="ba", source="b", target="a", delay=2.0),
        "bc": Link(id="bc", source="b", target="c"),
    },
)


def drawn(flywheel: Flywheel, theme: str = "clean"):
    fresh = replace(flywheel)  # Nothing that an earlier picture worked out hangs on this one.
    return compose(fresh, theme_named(theme), Overlays()).records


def drawn_for_the_first_time(flywheel: Flywheel, theme: str = "clean"):
    link_figures.link_figure.cache_clear()
    link_courses._course.cache_clear()
    return drawn(flywheel, theme)


@pytest.mark.parametrize("theme", ["clean", "sketch"])
@pytest.mark.parametrize(
    ("kind", "key", "field", "value"),
    [
        ("factors", "b", "x", 300.0),
        ("factors", "b", "label", "Sellers from all over the world"),
        ("factors", "b", "style", {"size": "large"}),
        ("factors", "b", "style", {"shape": "box"}),
        ("links", "ab", "polarity", "-"),
        ("links", "ab", "weight", 0.9),
        ("links", "ab", "delay", 3.0),
        ("links", "ba", "delay", 0.0),
        ("links", "ab", "active", False),
        ("links", "ab", "confidence", "unproven"),
        ("links", "ab", "label", "word of mouth"),
        ("links", "ab", "bend", 0.5),
        ("links", "ab", "style", {"color": "#AA3300"}),
        ("wheels", "w", "style", {"folded": True}),
    ],
)
def test_a_changed_drawing_is_drawn_as_if_for_the_first_time(theme, kind, key, field, value):
    before = drawn(BESIDE, theme)
    changed = BESIDE.with_records(kind, [replace(BESIDE.table(kind)[key], **{field: value})])
    after = drawn(changed, theme)
    assert after == drawn_for_the_first_time(changed, theme)
    assert after != before
    assert drawn(BESIDE, theme) == before


def test_a_link_that_nothing_touched_is_not_drawn_again():
    far = Factor(id="far", label="Far", x=3_000.0, y=3_000.0)
    figures = {each.id: each for each in drawn(BESIDE)}
    again = {each.id: each for each in drawn(BESIDE.with_records("factors", [far]))}
    assert all(again[key] is figures[key] for key in BESIDE.links)
