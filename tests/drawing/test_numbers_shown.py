"""Goal, metrics and economics on the paper: only where asked, and redrawn when they change."""

from __future__ import annotations

import pytest

from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.economics import set_economics
from flywheel_studio.commands.goals import set_goal, set_metric
from flywheel_studio.drawing.figure import affected, compose
from flywheel_studio.drawing.numbers_shown import metric_short
from flywheel_studio.drawing.primitives import TextLine
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.model.change import difference
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Metric
from flywheel_studio.storage.templates import load_template

CLEAN = theme_named("clean")


@pytest.fixture
def measured() -> Flywheel:
    flywheel = load_template("amazon", "en")
    wheel = next(iter(flywheel.wheels))
    flywheel = set_goal(flywheel, wheel, text="Grow", metric="orders", target=100.0)
    flywheel = set_metric(flywheel, "traffic", current=24.0, target=48.0, unit="a day")
    return set_economics(
        flywheel, marketing_and_sales=1000.0, new_customers=10.0, revenue_per_customer=50.0,
        gross_margin=0.5, churn=0.05,
    )  # fmt: skip


def said(flywheel: Flywheel) -> list[str]:
    records = compose(flywheel, CLEAN).records
    return [part.text for each in records for part in each.primitives if isinstance(part, TextLine)]


def asking(flywheel: Flywheel, *what: str) -> Flywheel:
    return set_wheel(flywheel, next(iter(flywheel.wheels)), style=dict.fromkeys(what, True))


def test_nothing_is_shown_that_nobody_asked_for(measured: Flywheel) -> None:
    assert not [words for words in said(measured) if "Goal" in words or "48" in words]


def test_what_is_asked_for_is_shown_and_inside_the_picture(measured: Flywheel) -> None:
    shown = asking(measured, "goal", "metrics", "economics")
    words = said(shown)
    assert "Goal: Grow: orders, target 100" in words
    assert "24 → 48 a day" in words
    # 1000 / 10 = 100 to win one; 50 · 0.5 / 0.05 = 500; 100 / 25 = 4.
    assert "Value to cost: 5 · Paid back after: 4 years" in words
    assert compose(shown, CLEAN).box.bottom > compose(measured, CLEAN).box.bottom


def test_changing_the_economics_redraws_the_wheel(measured: Flywheel) -> None:
    shown = asking(measured, "economics")
    changed = set_economics(shown, churn=0.1)
    wheel = next(iter(shown.wheels))
    assert ("wheels", wheel) in affected(shown, changed, difference(shown, changed))


def test_asking_for_metrics_redraws_the_factors(measured: Flywheel) -> None:
    shown = asking(measured, "metrics")
    assert ("factors", "traffic") in affected(measured, shown, difference(measured, shown))


def test_a_metric_is_told_as_far_as_it_is_known() -> None:
    assert metric_short(Metric(name="Orders")) == ""
    assert metric_short(Metric(baseline=3.0, unit="a day")) == "3 a day"
    assert metric_short(Metric(baseline=3.0, current=5.0, target=9.0)) == "5 → 9"
    assert metric_short(Metric(target=9.0, unit="%")) == "9 %"
