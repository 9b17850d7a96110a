"""The field for each value that a scenario can set: the same as in the properties, with their limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from flywheel_studio.insight.scenario_words import field_of
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import NEGATIVE, POSITIVE
from flywheel_studio.panels.fields.choices import ChoiceField, SwitchField
from flywheel_studio.panels.fields.field import Field
from flywheel_studio.panels.fields.numbers import NumberOnlyField, SliderField

_MOST_WEIGHT: Final = 2.0
_MOST_FRICTION: Final = 2.0
_MOST_MASS: Final = 12.0


def value_field(path: str, parent: QWidget | None = None) -> Field:
    """A field for the value at a path of a scenario."""
    field = field_of(path)
    made = _FIELDS.get(field)
    if field == "strength" and "activities" in path.split("."):
        return NumberOnlyField(parent, least=0.0, step=0.05)
    return made(parent) if made is not None else NumberOnlyField(parent)


def _weight(parent: QWidget | None) -> Field:
    return SliderField(parent, low=0.0, high=_MOST_WEIGHT, least=0.0, step=0.05)


def _bound(parent: QWidget | None) -> Field:
    return NumberOnlyField(
        parent, least=0.0, step=0.05, is_optional=True, empty_text=tr("as the strength")
    )


def _friction(parent: QWidget | None) -> Field:
    return SliderField(parent, low=0.0, high=_MOST_FRICTION, least=0.0, step=0.05)


def _mass(parent: QWidget | None) -> Field:
    return SliderField(parent, low=0.0, high=_MOST_MASS, curve=2.0, above=0.0, step=0.25)


def _score(parent: QWidget | None) -> Field:
    return SliderField(
        parent,
        low=0.0,
        high=10.0,
        above=0.0,
        most=10.0,
        step=1.0,
        is_optional=True,
        empty_text=tr("none"),
    )


def _capacity(parent: QWidget | None) -> Field:
    return NumberOnlyField(
        parent, above=0.0, step=0.5, is_optional=True, empty_text=tr("no ceiling")
    )


def _time(parent: QWidget | None) -> Field:
    return NumberOnlyField(parent, least=0.0, step=0.5)


def _duration(parent: QWidget | None) -> Field:
    return NumberOnlyField(
        parent, least=0.0, step=0.5, is_optional=True, empty_text=tr("without end")
    )


def _number(parent: QWidget | None) -> Field:
    return NumberOnlyField(parent, step=0.1)


def _switch(parent: QWidget | None) -> Field:
    return SwitchField(tr("Switched on"), parent)


def _sign(parent: QWidget | None) -> Field:
    return ChoiceField([(POSITIVE, tr("+  lifts")), (NEGATIVE, tr("−  lowers"))], parent)


_FIELDS: Final[dict[str, Callable[[QWidget | None], Field]]] = {
    "weight": _weight,
    "weight_low": _bound,
    "weight_high": _bound,
    "friction": _friction,
    "mass": _mass,
    "score": _score,
    "capacity": _capacity,
    "initial": _number,
    "impulse": _number,
    "strength": _number,
    "delay": _time,
    "start": _time,
    "duration": _duration,
    "active": _switch,
    "polarity": _sign,
}
