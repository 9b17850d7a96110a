"""The portfolio: each wheel by itself, beside the wheel that it serves."""

from __future__ import annotations

import pytest

from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.insight.portfolio import Portfolio, portfolio
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Goal, Link, Wheel


@pytest.fixture
def flywheel() -> Flywheel:
    """A top wheel and two programs; one gears in, and its program has a program of its own."""
    wheels = [
        Wheel(id="talks", title="Talks", parent="webinars"),
        Wheel(
            id="top", title="Top\nwheel", owner="Marketing", stage="production", status="spinning",
            purpose="Grow", goal=Goal(text="Orders"),
        ),
        Wheel(id="webinars", title="Webinars", parent="top", owner="Sales"),
        Wheel(id="empty", title="", parent="top"),
    ]  # fmt: skip
    factors = {
        "a": Factor(id="a", label="A", wheel="top", score=7.0),
        "b": Factor(id="b", label="B", wheel="top", score=4.0),
        "c": Factor(id="c", label="C"),
        "x": Factor(id="x", label="X", wheel="webinars"),
        "y": Factor(id="y", label="Y", wheel="webinars"),
        "t": Factor(id="t", label="T", wheel="talks"),
    }
    pairs = ["ab", "bc", "ca", "ba", "xy", "yx", "xa", "bx"]
    return Flywheel(
        wheels={wheel.id: wheel for wheel in wheels},
        factors=factors,
        links={
            pair: Link(
                id=pair,
                source=pair[0],
                target=pair[1],
                weight=0.75 if pair in ("xy", "yx") else 0.25,
            )
            for pair in pairs
        },
    )


def of(flywheel: Flywheel) -> Portfolio:
    return portfolio(flywheel, analyse(flywheel))


def test_wheels_stand_under_the_wheel_that_they_serve(flywheel: Flywheel) -> None:
    rows = of(flywheel).wheels
    assert [(row.title, row.depth, row.serves) for row in rows] == [
        ("Top wheel", 0, ""),
        ("Webinars", 1, "Top wheel"),
        ("Talks", 2, "Webinars"),
        ("wheel empty", 1, "Top wheel"),
    ]


def test_loops_are_told_apart_by_whether_they_stay_in_one_wheel(flywheel: Flywheel) -> None:
    found = of(flywheel)
    top, webinars = found.wheels[:2]
    # Of no wheel means of the first one, which is not the top one here: A-B alone is top's own.
    assert (top.reinforcing, top.balancing) == (1, 0)
    assert (webinars.reinforcing, webinars.gears_out, webinars.gears_in) == (1, 1, 1)
    assert (top.gears_out, top.gears_in) == (2, 2)
    # A-B-C through the wheel of talks, and A-B-X through the webinars.
    assert found.shared == 2
    assert not found.is_cut


def test_growth_is_that_of_each_wheel_alone(flywheel: Flywheel) -> None:
    top, webinars, talks, empty = of(flywheel).wheels
    # Two factors: λ = √(w₁·h₁·w₂·h₂) − f.
    assert webinars.growth is not None
    assert webinars.growth.rate == pytest.approx(0.25)
    assert top.growth is not None
    assert top.growth.rate == pytest.approx((0.25 * 0.4 * 0.25 * 0.7) ** 0.5 - 0.5)
    assert talks.growth is not None
    assert talks.growth.rate == pytest.approx(-0.5)
    assert empty.growth is None
    assert empty.factors == 0


def test_the_weakest_factor_is_the_one_done_worst(flywheel: Flywheel) -> None:
    top, webinars, *_ = of(flywheel).wheels
    assert top.weakest == "b"
    assert webinars.weakest is None
    assert webinars.main_loop is not None
    assert set(webinars.main_loop.factors) == {"x", "y"}


def test_a_paper_without_wheels_has_an_empty_portfolio() -> None:
    assert of(Flywheel(factors={"a": Factor(id="a")})).wheels == ()
