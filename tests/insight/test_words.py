"""The file's own words and numbers as a person reads them."""

from __future__ import annotations

import pytest

from flywheel_studio.insight.words import (
    confidence_words,
    goal_words,
    kind_words,
    metric_words,
    stage_words,
    status_words,
)
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.records import Goal, Metric


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (None, ""),
        (Goal(), ""),
        (Goal(text="Grow\nfast"), "Grow fast"),
        (
            Goal(text="Grow", metric="orders", target=12_500.0, unit="a day"),
            "Grow: orders, target 12,500 a day",
        ),
        (Goal(metric="orders", target=100.0, by="2027-06-30"), "orders, target 100, by 2027-06-30"),
        (Goal(text="Grow", by="2027-06-30"), "Grow: by 2027-06-30"),
        (Goal(target=3.0), "target 3"),
    ],
)  # fmt: skip
def test_a_goal_in_one_line(goal: Goal | None, words: str) -> None:
    assert goal_words(goal) == words


def test_a_metric_in_one_line() -> None:
    full = Metric(
        name="Orders", unit="a day", baseline=10.0, current=12.0, target=20.0, date="2026-01-31"
    )
    assert (
        metric_words(full) == "Orders: baseline 10 a day, now 12 a day, target 20 a day, 2026-01-31"
    )
    assert metric_words(Metric(name="Orders")) == "Orders"
    assert metric_words(Metric(current=0.5)) == "now 0.5"
    assert metric_words(None) == metric_words(Metric()) == ""


def test_known_words_are_translated_and_others_stand_as_they_were_written() -> None:
    use_language("de")
    assert stage_words("pilot") == "Pilot"
    assert status_words("died") != "died"
    assert kind_words("push") != "push"
    assert confidence_words("strong") == "stark"
    assert stage_words("half\ndone") == "half done"
    for words in (stage_words, status_words, kind_words, confidence_words):
        assert words("") == ""
        assert words("of another version") == "of another version"
