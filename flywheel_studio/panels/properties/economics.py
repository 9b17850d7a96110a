"""Unit economics: five inputs, and at once what a customer costs and brings."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.economics import set_economics
from flywheel_studio.insight.economics import money, unit_economics
from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Economics
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.session.editor import Editor


class EconomicsForm(Form):
    """The document's unit economics, shown while nothing is selected."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.add_section(tr("Unit economics"))
        self._result = plain_label("notice", self)
        self.add_widget(self._result)
        rows = (
            ("marketing_and_sales", tr("Marketing and sales, per time unit"), 1e308),
            ("new_customers", tr("New customers, per time unit"), 1e308),
            ("revenue_per_customer", tr("Revenue per customer and time unit"), 1e308),
            ("gross_margin", tr("Gross margin, 0 to 1"), 1.0),
            ("churn", tr("Share of customers lost per time unit, 0 to 1"), 1.0),
        )
        for key, name, most in rows:
            step = 0.05 if most == 1.0 else 1.0
            field = NumberOnlyField(
                least=0.0, most=most, step=step, is_optional=True, empty_text=tr("not known")
            )
            self._add("economics" if key == "marketing_and_sales" else key, key, name, field)
        self._add("currency", "currency", tr("Currency"), WordField())

    @property
    def words(self) -> str:
        """What the inputs come to; "" where nothing can be said yet."""
        return "" if self._result.isHidden() else self._result.text()

    def show_values(self) -> None:
        super().show_values()
        header = self.editor.flywheel.header
        lines = []
        found = unit_economics(header.economics)
        if found is not None:
            if found.acquisition_cost is not None:
                cost = money(found.acquisition_cost, found.currency)
                lines.append(tr("Acquisition cost: {cost}", cost=cost))
            if found.lifetime_value is not None:
                value = money(found.lifetime_value, found.currency)
                lines.append(tr("Lifetime value: {value}", value=value))
            if found.ratio is not None:
                lines.append(tr("Value to cost: {ratio}", ratio=number(found.ratio)))
            if found.payback is not None:
                time = (
                    tr("never")
                    if math.isinf(found.payback)
                    else duration(found.payback, header.time_unit)
                )
                lines.append(tr("Paid back after: {time}", time=time))
            if found.is_worth_it is False:
                lines.append(tr("A customer brings no more than it costs to win one."))
        self._result.setText("\n".join(lines))
        self._result.setVisible(bool(lines))

    def _add(self, field_key: str, key: str, name: str, field: Field) -> None:
        self.add_field(
            field_key,
            name,
            field,
            partial(self._read, key),
            partial(self._setting, key),
            tr("Change unit economics"),
        )

    def _read(self, key: str) -> list[Any]:
        return [getattr(self.editor.flywheel.header.economics or Economics(), key)]

    def _setting(self, key: str, value: Any) -> Callable[[Flywheel], Flywheel]:
        return partial(set_economics, **{key: value})
