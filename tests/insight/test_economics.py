"""Unit economics against sums done by hand, and where something is missing or nothing."""

from __future__ import annotations

import math

import pytest

from flywheel_studio.insight.economics import economics_words, money, unit_economics
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.records import Economics

FULL = {
    "marketing_and_sales": 12_000.0,
    "new_customers": 40.0,
    "revenue_per_customer": 50.0,
    "gross_margin": 0.8,
    "churn": 0.04,
}


def economics(**fields: float | None) -> Economics:
    return Economics(**{**FULL, **fields})  # type: ignore[arg-type]


def test_cost_value_ratio_and_payback() -> None:
    found = unit_economics(economics())
    assert found is not None
    # 12000/40; 50·0.8/0.04; 1000/300; 300/(50·0.8).
    assert found.acquisition_cost == pytest.approx(300)
    assert found.lifetime_value == pytest.approx(1_000)
    assert found.ratio == pytest.approx(10 / 3)
    assert found.payback == pytest.approx(7.5)
    assert found.is_worth_it


@pytest.mark.parametrize("missing", list(FULL))
def test_what_lacks_an_input_is_not_known(missing: str) -> None:
    found = unit_economics(economics(**{missing: None}))
    assert found is not None
    cost = {"marketing_and_sales", "new_customers"}
    assert (found.acquisition_cost is None) is (missing in cost)
    assert (found.lifetime_value is None) is (missing not in cost)
    assert found.ratio is None
    assert found.is_worth_it is None
    assert (found.payback is None) is (missing != "churn")


def test_customers_who_never_leave_are_worth_any_cost() -> None:
    found = unit_economics(economics(churn=0.0))
    assert found is not None
    assert (found.lifetime_value, found.ratio) == (math.inf, math.inf)
    assert found.is_worth_it


def test_nothing_earned_is_worth_nothing_and_never_pays_back() -> None:
    for fields in ({"gross_margin": 0.0}, {"revenue_per_customer": 0.0, "churn": 0.0}):
        found = unit_economics(economics(**fields))
        assert found is not None
        assert (found.lifetime_value, found.ratio, found.payback) == (0, 0, math.inf)
        assert found.is_worth_it is False


def test_money_spent_on_no_customer_is_an_infinite_cost_and_none_on_none_is_nothing_known() -> None:
    spent = unit_economics(economics(new_customers=0.0))
    assert spent is not None
    assert spent.acquisition_cost == math.inf
    assert spent.is_worth_it is False
    forever = unit_economics(economics(new_customers=0.0, churn=0.0))
    assert forever is not None
    assert forever.ratio is None
    nothing = unit_economics(economics(new_customers=0.0, marketing_and_sales=0.0))
    assert nothing is not None
    assert nothing.acquisition_cost is None
    free = unit_economics(economics(marketing_and_sales=0.0))
    assert free is not None
    assert (free.acquisition_cost, free.ratio, free.payback) == (0, math.inf, 0)


def test_without_economics_there_is_nothing_to_tell() -> None:
    assert unit_economics(None) is None
    bare = unit_economics(Economics())
    assert bare is not None
    assert economics_words(bare, "month") == ""


def test_the_words_say_what_is_known() -> None:
    found = unit_economics(economics())
    assert found is not None
    assert economics_words(found, "month") == (
        "Winning a customer costs 300 EUR; a customer brings 1,000 EUR; that is 3.33 times the"
        " cost; the cost is back after 7.5 months."
    )
    never = unit_economics(economics(gross_margin=0.0))
    assert never is not None
    assert "never comes back" in economics_words(never, "month")
    use_language("de")
    assert "300 EUR" in economics_words(found, "month")
    assert "3,33" in economics_words(found, "month")


def test_money_is_written_with_its_currency() -> None:
    assert money(1234.5, "USD") == "1,234 USD" or money(1234.5, "USD") == "1,235 USD"
    assert money(math.inf, "EUR") == "∞ EUR"
    assert money(3, "") == "3"
