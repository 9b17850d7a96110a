"""Setting values for one run: `factors.traffic.friction=0.2`, or a scenario's list of such changes.

The flywheel that comes back is a snapshot like any other and is never saved. Only values that a run
reads can be set; a value given as text ("0.2", "false", "null") is read as the type of its field,
because that is how the command line brings it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, get_type_hints

import msgspec
from msgspec.structs import replace

from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.model.records import (
    NEGATIVE,
    POSITIVE,
    Activity,
    Factor,
    Link,
    Push,
    Run,
)
from flywheel_studio.model.weight_range import with_ends_taken_along

_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "factors": ("mass", "friction", "score", "capacity", "initial"),
    "links": ("polarity", "weight", "weight_low", "weight_high", "delay", "active"),
    "pushes": ("impulse", "strength", "start", "duration", "active"),
}
_RECORDS: Final[dict[Kind, type[Any]]] = {"factors": Factor, "links": Link, "pushes": Push}
_ACTIVITIES: Final = "activities"
_ACTIVITY_FIELDS: Final = ("active", "strength")
_RUN: Final = "run"
_RUN_FIELDS: Final = ("until", "every", "seed")
# Types with their ranges: the annotations of the records are the one place that states them.
_TYPES: Final = {
    record: get_type_hints(record, include_extras=True)
    for record in (Factor, Link, Push, Activity, Run)
}


def changed(flywheel: Flywheel, changes: Mapping[str, Any]) -> Flywheel:
    """The flywheel with single values set.

    Args:
        changes: path -> value. Paths are `factors.ID.FIELD`, `links.ID.FIELD`, `pushes.ID.FIELD`,
            `factors.ID.activities.ID.FIELD` and `run.FIELD`; a value may also be text. A weight
            beyond its own range takes the nearer end of it along.

    Raises:
        UnknownPath: nothing has this path; `names` are those that exist at the place that fails.
        BadValue: the value is not of the field's type or out of its range.
    """
    for path, value in changes.items():
        flywheel = _set(flywheel, path, value)
    for path in changes:
        flywheel = _with_fitting_range(flywheel, path, changes)
    return flywheel


def value_at(flywheel: Flywheel, path: str) -> Any:
    """What the drawing has at a path.

    Raises:
        UnknownPath: nothing has this path.
    """
    first, *rest = path.split(".")
    place: Any = flywheel.header.run
    if first != _RUN:
        kind = next((kind for kind in _FIELDS if kind == first), None)
        if kind is None:
            raise UnknownPath(path, (*_FIELDS, _RUN))
        table: Mapping[str, Any] = flywheel.table(kind)
        if not rest or rest[0] not in table:
            raise UnknownPath(path, tuple(table))
        place, rest = table[rest[0]], rest[1:]
        if kind == "factors" and rest[:1] == [_ACTIVITIES]:
            activities = {activity.id: activity for activity in place.activities}
            if len(rest) < 2 or rest[1] not in activities:
                raise UnknownPath(path, tuple(activities))
            place, rest = activities[rest[1]], rest[2:]
            return getattr(place, _only(path, rest, _ACTIVITY_FIELDS))
        return getattr(place, _only(path, rest, _FIELDS[kind]))
    return getattr(place, _only(path, rest, _RUN_FIELDS))


def scenario(flywheel: Flywheel, name: str) -> Flywheel:
    """The flywheel as a scenario of it, given by name or id, changes it.

    Raises:
        UnknownScenario: there is none of this name; `names` lists those that exist.
        UnknownPath, BadValue: one of its changes does not fit the drawing.
    """
    found = flywheel.scenarios.get(name)
    if found is None:
        found = next((one for one in flywheel.scenarios.values() if one.name == name), None)
    if found is None:
        raise UnknownScenario(
            name, tuple(one.name or one.id for one in flywheel.scenarios.values())
        )
    return changed(flywheel, {change.path: change.value for change in found.changes})


def fitting(flywheel: Flywheel, path: str, value: Any) -> Any:
    """A value of a scenario as the drawing takes it: of the field's own type, "0.5" as 0.5.

    Raises:
        UnknownPath: nothing has this path.
        BadValue: the value is not of the field's type or out of its range.
    """
    return value_at(_set(flywheel, path, value), path)


def _set(flywheel: Flywheel, path: str, value: Any) -> Flywheel:
    first, *rest = path.split(".")
    if first == _RUN:
        field = _only(path, rest, _RUN_FIELDS)
        run = replace(flywheel.header.run, **{field: _value(Run, field, path, value)})
        return flywheel.with_header(run=run)
    kind = next((kind for kind in _FIELDS if kind == first), None)
    if kind is None:
        raise UnknownPath(path, (*_FIELDS, _RUN))
    table: Mapping[str, Any] = flywheel.table(kind)
    if not rest or rest[0] not in table:
        raise UnknownPath(path, tuple(table))
    record = table[rest[0]]
    if kind == "factors" and len(rest) > 1 and rest[1] == _ACTIVITIES:
        return flywheel.with_records(kind, [_with_activity(record, path, rest[2:], value)])
    names = (*_FIELDS[kind], _ACTIVITIES) if kind == "factors" else _FIELDS[kind]
    if len(rest) != 2 or rest[1] not in _FIELDS[kind]:
        raise UnknownPath(path, names)
    field = rest[1]
    return flywheel.with_records(
        kind, [replace(record, **{field: _value(_RECORDS[kind], field, path, value)})]
    )


def _with_activity(factor: Factor, path: str, rest: list[str], value: Any) -> Factor:
    names = tuple(activity.id for activity in factor.activities)
    if not rest or rest[0] not in names:
        raise UnknownPath(path, names)
    field = _only(path, rest[1:], _ACTIVITY_FIELDS)
    new = _value(Activity, field, path, value)
    return replace(
        factor,
        activities=tuple(
            replace(activity, **{field: new}) if activity.id == rest[0] else activity
            for activity in factor.activities
        ),
    )


def _only(path: str, rest: list[str], names: tuple[str, ...]) -> str:
    if len(rest) != 1 or rest[0] not in names:
        raise UnknownPath(path, names)
    return rest[0]


def _value(record: type[Any], field: str, path: str, value: Any) -> Any:
    try:
        converted = msgspec.convert(
            value.strip() if isinstance(value, str) and field != "polarity" else value,
            _TYPES[record][field],
            strict=not isinstance(value, str),
        )
    except (msgspec.ValidationError, OverflowError):
        raise BadValue(path, _expected(record, field)) from None
    if field == "polarity" and converted not in (POSITIVE, NEGATIVE):
        raise BadValue(path, _expected(record, field))
    return converted


def _expected(record: type[Any], field: str) -> str:
    if field == "active":
        return tr("true or false")
    if field == "polarity":
        return tr('"+" or "-"')
    if field == "seed":
        return tr("a whole number")
    if field == "score":
        return tr("a number above 0 and at most 10, or null")
    if field == "capacity":
        return tr("a number above 0, or null")
    if field in ("weight_low", "weight_high", "duration"):
        return tr("a number of 0 or more, or null")
    if field in ("mass", "until", "every"):
        return tr("a number above 0")
    if field in ("initial", "impulse") or (field == "strength" and record is Push):
        return tr("a finite number")
    return tr("a number of 0 or more")


def _with_fitting_range(flywheel: Flywheel, path: str, changes: Mapping[str, Any]) -> Flywheel:
    """A weight that is set takes the ends of its range along; an end that is set must fit."""
    parts = path.split(".")
    if parts[0] != "links" or not parts[2].startswith("weight"):
        return flywheel
    link = flywheel.links[parts[1]]
    low = link.weight if link.weight_low is None else link.weight_low
    high = link.weight if link.weight_high is None else link.weight_high
    place = f"links.{parts[1]}"
    is_off = (low > link.weight and f"{place}.weight_low" in changes) or (
        high < link.weight and f"{place}.weight_high" in changes
    )
    if is_off:
        raise BadValue(
            path,
            tr(
                "weight_low ≤ weight ≤ weight_high, which are {low}, {weight} and {high}",
                low=f"{low:g}",
                weight=f"{link.weight:g}",
                high=f"{high:g}",
            ),
        )
    new = with_ends_taken_along(link)
    return flywheel if new is link else flywheel.with_records("links", [new])


def _listed(names: Iterable[str], most: int = 40) -> str:
    names = list(names)
    shown = ", ".join(names[:most])
    return f"{shown}, …" if len(names) > most else shown


class UnknownPath(ValueError):
    """Nothing in the drawing has this path. `names`: what exists where it fails."""

    def __init__(self, path: str, names: tuple[str, ...]) -> None:
        self.path, self.names = path, names
        super().__init__(
            tr("There is no {path}. There is: {names}", path=path, names=_listed(names))
            if names
            else tr("There is no {path}, and nothing of its kind.", path=path)
        )


class BadValue(ValueError):
    """The value does not fit its field. `expected`: what would, in words."""

    def __init__(self, path: str, expected: str) -> None:
        self.path, self.expected = path, expected
        super().__init__(tr("{path} must be {expected}.", path=path, expected=expected))


class UnknownScenario(ValueError):
    """The drawing has no scenario of this name. `names`: those that it has."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        self.name, self.names = name, names
        super().__init__(
            tr("There is no scenario {name}. There is: {names}", name=name, names=_listed(names))
            if names
            else tr("There is no scenario {name}; the drawing has none.", name=name)
        )
