"""Values that people typed or dragged, made fit for a record, or refused in one sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.language.translate import tr
from flywheel_studio.model.records import MAX_COORDINATE, MAX_TEXT
from flywheel_studio.model.text import cleaned, has_surrogate

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)

_COORDINATES: Final = frozenset({"x", "y", "radius", "width"})
# 0.001 of 1/96 inch: the grid of the file format.
_DECIMALS: Final = 3


def text_value(text: str, *, strip: bool = False) -> str:
    """A text as the model takes it.

    Raises:
        CommandProblem: it is too long, or holds half a character. Nothing is cut silently.
    """
    if has_surrogate(text):
        raise CommandProblem(tr("This text holds half a character and cannot be saved."))
    text = cleaned(text)
    if strip:
        text = text.strip()
    if len(text) > MAX_TEXT:
        raise CommandProblem(
            tr(
                "This text has {n} characters; at most {most} are possible.",
                n=len(text),
                most=MAX_TEXT,
            )
        )
    return text


def coordinate(value: float) -> float:
    """A coordinate on the grid of the file, within the paper."""
    if not math.isfinite(value):
        raise CommandProblem(tr("A place on the paper must be a number."))
    return round(max(-MAX_COORDINATE, min(MAX_COORDINATE, value)), _DECIMALS) + 0.0


def with_fields(record: AnyRecord, fields: Mapping[str, Any]) -> AnyRecord:
    """The record with these fields; itself where they are what they were.

    Raises:
        CommandProblem: a value is out of range or of the wrong kind.
        AttributeError: there is no such field: a defect of the caller.
    """
    changed: dict[str, Any] = {}
    for name, value in fields.items():
        fit = _fit(name, value)
        was = getattr(record, name)
        if fit != was or type(fit) is not type(was):
            changed[name] = fit
            _check(type(record), name, fit)
    return replace(record, **changed) if changed else record


def _fit(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return text_value(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and name != "seed":
        value = float(value)
    if isinstance(value, float):
        return coordinate(value) if name in _COORDINATES else value + 0.0
    return value


def _check(record_type: type[msgspec.Struct], name: str, value: Any) -> None:
    annotation = _annotation(record_type, name)
    if isinstance(value, float) and not math.isfinite(value):
        raise CommandProblem(tr("{field} must be a finite number.", field=field_name(name)))
    try:
        msgspec.convert(msgspec.to_builtins(value), annotation)
    except msgspec.ValidationError:
        raise CommandProblem(_sentence(record_type, name, value)) from None


def _sentence(record_type: type[msgspec.Struct], name: str, value: Any) -> str:
    field = field_name(name)
    if isinstance(value, float):
        limits = _limits(record_type, name)
        if limits is not None:
            if limits.gt is not None and value <= limits.gt:
                return tr("{field} must be above {limit}.", field=field, limit=f"{limits.gt:g}")
            if limits.ge is not None and value < limits.ge:
                return tr("{field} must be at least {limit}.", field=field, limit=f"{limits.ge:g}")
            if limits.le is not None and value > limits.le:
                return tr("{field} must be at most {limit}.", field=field, limit=f"{limits.le:g}")
    return tr("{field} cannot be {value}.", field=field, value=repr(value)[:60])


def _annotation(record_type: type[msgspec.Struct], name: str) -> Any:
    for field in msgspec.structs.fields(record_type):
        if field.name == name:
            return field.type
    raise AttributeError(f"{record_type.__name__} has no {name!r}")


def _limits(record_type: type[msgspec.Struct], name: str) -> msgspec.inspect.FloatType | None:
    found: Any = msgspec.inspect.type_info(_annotation(record_type, name))
    if isinstance(found, msgspec.inspect.UnionType):
        found = next(
            (one for one in found.types if isinstance(one, msgspec.inspect.FloatType)), None
        )
    if isinstance(found, msgspec.inspect.FloatType):
        return found
    return None


def field_name(name: str) -> str:
    """What a person calls a field."""
    names = {
        "mass": tr("Mass"),
        "friction": tr("Friction"),
        "score": tr("Score"),
        "capacity": tr("Ceiling"),
        "initial": tr("Initial speed"),
        "weight": tr("Weight"),
        "weight_low": tr("Lowest weight"),
        "weight_high": tr("Highest weight"),
        "delay": tr("Delay"),
        "bend": tr("Bend"),
        "polarity": tr("Sign"),
        "impulse": tr("Shove"),
        "strength": tr("Strength"),
        "start": tr("Start"),
        "duration": tr("Duration"),
        "until": tr("Length of the run"),
        "every": tr("Step of the run"),
        "radius": tr("Radius"),
        "width": tr("Width"),
    }
    return names.get(name, name)
