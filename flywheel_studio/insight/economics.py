"""Unit economics: what it costs to win a customer, what one brings, and when that has paid back.

Everything is per the document's time unit. What lacks an input is None; what is divided by nothing
is infinite (customers who never leave bring value for ever), and nothing divided by nothing is None.
"""

from __future__ import annotations

import math

from msgspec import Struct

from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import Economics


class UnitEconomics(Struct, frozen=True, kw_only=True):
    """Money in `currency`; `payback` in the document's time unit; `ratio` dimensionless."""

    currency: str
    acquisition_cost: float | None = None
    lifetime_value: float | None = None
    ratio: float | None = None
    payback: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether value and cost can be compared."""
        return self.acquisition_cost is not None and self.lifetime_value is not None

    @property
    def is_worth_it(self) -> bool | None:
        """Whether a customer is worth more than it costs to win one; None where unknown."""
        if self.acquisition_cost is None or self.lifetime_value is None:
            return None
        return self.lifetime_value > self.acquisition_cost


def unit_economics(economics: Economics | None) -> UnitEconomics | None:
    """Acquisition cost, lifetime value, their ratio and the payback time; None without inputs.

    Acquisition cost = marketing_and_sales / new_customers; lifetime value =
    revenue_per_customer · gross_margin / churn; ratio = value / cost; payback =
    cost / (revenue_per_customer · gross_margin).
    """
    if economics is None:
        return None
    cost = _quotient(economics.marketing_and_sales, economics.new_customers)
    earned = (
        None
        if economics.revenue_per_customer is None or economics.gross_margin is None
        else economics.revenue_per_customer * economics.gross_margin
    )
    # Nothing earned is worth nothing, however long customers stay.
    value = 0.0 if earned == 0 else _quotient(earned, economics.churn)
    return UnitEconomics(
        currency=economics.currency,
        acquisition_cost=cost,
        lifetime_value=value if economics.churn is not None else None,
        ratio=_quotient(value, cost) if economics.churn is not None else None,
        payback=0.0 if cost == 0 else _quotient(cost, earned),
    )


def money(value: float, currency: str) -> str:
    """An amount as a person reads it: "1,200 EUR", "∞ EUR"."""
    return f"{number(value)} {currency}".rstrip()


def economics_words(found: UnitEconomics, unit: str) -> str:
    """What is known of them, in one line: "A customer costs 500 EUR to win and brings …"."""
    parts = []
    if found.acquisition_cost is not None:
        parts.append(
            tr(
                "winning a customer costs {cost}",
                cost=money(found.acquisition_cost, found.currency),
            )
        )
    if found.lifetime_value is not None:
        parts.append(
            tr("a customer brings {value}", value=money(found.lifetime_value, found.currency))
        )
    if found.ratio is not None:
        parts.append(tr("that is {ratio} times the cost", ratio=number(found.ratio)))
    if found.payback is not None:
        if math.isinf(found.payback):
            parts.append(tr("the cost never comes back"))
        else:
            parts.append(tr("the cost is back after {time}", time=duration(found.payback, unit)))
    words = "; ".join(parts)
    return words[:1].upper() + words[1:] + "." if words else ""


def _quotient(above: float | None, below: float | None) -> float | None:
    if above is None or below is None:
        return None
    if math.isinf(above) and math.isinf(below):
        return None
    if below == 0:
        return math.inf if above else None
    return above / below
