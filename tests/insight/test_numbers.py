from __future__ import annotations

import math

import pytest

from flywheel_studio.insight.numbers import duration, each, number, percent
from flywheel_studio.language.translate import use_language


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (1.8, "1.8"),
        (1.005, "1"),
        (2.345, "2.35"),
        (-0.25, "−0.25"),
        (100.0, "100"),
        (12_500.0, "12,500"),
        (999_999.4, "999,999"),
        (0.00012, "0.00012"),
        (3.2e9, "3.2e9"),
        (4e-9, "4e-9"),
        (-7e300, "−7e300"),
        (5e-324, "4.94e-324"),
        (9.9999, "10"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "–"),
    ],
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert number(value) == said.replace("e-", "e−")


def test_german_swaps_the_marks() -> None:
    use_language("de")
    assert number(1.8) == "1,8"
    assert number(12_500) == "12.500"


def test_shares_are_told_in_percent() -> None:
    assert percent(0.072) == "7.2 %"


@pytest.mark.parametrize(
    ("time", "unit", "said"),
    [
        (1.0, "week", "1 week"),
        (8.0, "month", "8 months"),
        (0.5, "quarter", "0.5 quarters"),
        (2.0, "year", "2 years"),
        (3.0, "day", "3 days"),
        (3.0, "sprint", "3 sprint"),
        (3.0, "", "3"),
        (math.inf, "month", "for ever"),
    ],
)
def test_durations_carry_their_unit(time: float, unit: str, said: str) -> None:
    assert duration(time, unit) == said


def test_every_unit_has_its_own_each() -> None:
    assert [each(unit) for unit in ("day", "week", "month", "quarter", "year", "sprint", "")] == [
        "a day",
        "a week",
        "a month",
        "a quarter",
        "a year",
        "per sprint",
        "per time unit",
    ]
