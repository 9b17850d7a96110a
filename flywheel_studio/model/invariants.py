"""What must hold in every flywheel that the program itself makes.

Reading is tolerant and repairs; this is not: it stands between a command and the document, and
a command that breaks it is a defect of the program. With a change, only what the change touches
is looked at, so that dragging one factor of a thousand costs no more than dragging one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import ID_PATTERN, KINDS, RECORD_TYPES, Flywheel, Kind
from flywheel_studio.model.records import (
    NEGATIVE,
    POSITIVE,
    Band,
    Factor,
    Header,
    Link,
    Note,
    Push,
    Scenario,
    Wheel,
)
from flywheel_studio.model.text import cleaned, has_surrogate


class Broken(ValueError):
    """An invariant does not hold. `place` says where ("links.l1.target")."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


def check(flywheel: Flywheel, change: Change | None = None) -> None:
    """See that types, ranges, ids and references hold.

    Args:
        change: what led to `flywheel`; only what it touches, and what may point at the records
            that it removed, is looked at.

    Raises:
        Broken: names the first place that is wrong.
    """
    for kind in KINDS:
        table = flywheel.table(kind)
        keys = table if change is None else change.ids(kind)
        for key in keys:
            if key in table:
                _check_record(flywheel, kind, key, table[key])
    if change is None or change.header is not None:
        _check_fields("document", flywheel.header, Header)
    if change is None or change.header is not None or _removes(change, "links"):
        _check_named_loops(flywheel)
    if change is not None:
        _check_referrers(flywheel, change)
    if change is None or any(change.ids("wheels")):
        _check_parents(flywheel)


def scenario_target(path: str) -> tuple[Kind | None, str]:
    """The record that a scenario's path ("links.l1.weight") is about.

    Returns:
        (None, "") for a path into the document itself ("run.until").
    """
    kind, _, rest = path.partition(".")
    for known in KINDS:
        if kind == known:
            return known, rest.partition(".")[0]
    return None, ""


def _check_record(flywheel: Flywheel, kind: Kind, key: str, record: Any) -> None:
    place = f"{kind}.{key}"
    if type(record) is not RECORD_TYPES[kind]:
        raise Broken(place, f"a {type(record).__name__} among the {kind}")
    if record.id != key:
        raise Broken(f"{place}.id", f"is {record.id!r}")
    if not ID_PATTERN.fullmatch(key):
        raise Broken(f"{place}.id", "not letters, digits, - and _")
    _check_fields(place, record, RECORD_TYPES[kind])
    if isinstance(record, Factor):
        _check_factor(place, record)
    elif isinstance(record, Link):
        _check_link(place, record)
    for name, target_kind, target in _references(record):
        if target not in flywheel.table(target_kind):
            raise Broken(f"{place}.{name}", f"there is no {target!r} among the {target_kind}")


def _check_factor(place: str, factor: Factor) -> None:
    ids = [activity.id for activity in factor.activities]
    for number, key in enumerate(ids):
        if not ID_PATTERN.fullmatch(key):
            raise Broken(f"{place}.activities[{number}].id", f"is {key!r}")
    if len(set(ids)) < len(ids):
        raise Broken(f"{place}.activities", "an id given twice")


def _check_link(place: str, link: Link) -> None:
    if link.polarity not in (POSITIVE, NEGATIVE):
        raise Broken(f"{place}.polarity", f"is {link.polarity!r}")
    if link.weight_low is not None and link.weight_low > link.weight:
        raise Broken(f"{place}.weight_low", "is above weight")
    if link.weight_high is not None and link.weight_high < link.weight:
        raise Broken(f"{place}.weight_high", "is below weight")


def _check_fields(place: str, record: Any, expected: type[Any]) -> None:
    """Types and ranges, by the annotations of the records; texts as the model takes them."""
    try:
        plain = _plain(place, record)
        msgspec.convert(plain, expected)
    except msgspec.ValidationError as problem:
        raise Broken(place, str(problem)) from None


def _plain(place: str, record: Any) -> dict[str, Any]:
    """A record as dictionaries, its texts checked on the way.

    `msgspec.to_builtins` would do the same and copy the open dictionaries too, for every
    preview of a drag.
    """
    result: dict[str, Any] = {}
    for name, key in _fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, str):
            _check_text(f"{place}.{name}", value)
        elif isinstance(value, msgspec.Struct):
            value = _plain(f"{place}.{name}", value)
        elif isinstance(value, tuple):
            value = [
                _plain(f"{place}.{name}[{number}]", item)
                if isinstance(item, msgspec.Struct)
                else item
                for number, item in enumerate(value)
            ]
        result[key] = value
    return result


def _check_text(place: str, text: str) -> None:
    if has_surrogate(text):
        raise Broken(place, "half a character")
    if cleaned(text) != text:
        raise Broken(place, "control characters, or not in composed form")


_field_names: Final[dict[type[Any], tuple[tuple[str, str], ...]]] = {}


def _fields(record_type: type[Any]) -> tuple[tuple[str, str], ...]:
    known = _field_names.get(record_type)
    if known is None:
        known = tuple(
            (field.name, field.encode_name) for field in msgspec.structs.fields(record_type)
        )
        _field_names[record_type] = known
    return known


def _references(record: Any) -> Iterator[tuple[str, Kind, str]]:
    """(field, kind, id) of every record that this one points at."""
    yield from _REFERENCES[type(record)](record)


def _of_wheel(wheel: Wheel) -> Iterator[tuple[str, Kind, str]]:
    if wheel.parent is not None:
        yield "parent", "wheels", wheel.parent
    if wheel.start is not None:
        yield "start", "factors", wheel.start
    if wheel.goal is not None and wheel.goal.factor is not None:
        yield "goal.factor", "factors", wheel.goal.factor


def _of_factor(factor: Factor) -> Iterator[tuple[str, Kind, str]]:
    if factor.wheel is not None:
        yield "wheel", "wheels", factor.wheel


def _of_link(link: Link) -> Iterator[tuple[str, Kind, str]]:
    yield "source", "factors", link.source
    yield "target", "factors", link.target


def _of_push(push: Push) -> Iterator[tuple[str, Kind, str]]:
    yield "factor", "factors", push.factor


def _of_band(band: Band) -> Iterator[tuple[str, Kind, str]]:
    yield "wheel", "wheels", band.wheel


def _of_note(note: Note) -> Iterator[tuple[str, Kind, str]]:
    if note.wheel is not None:
        yield "wheel", "wheels", note.wheel


def _of_scenario(scenario: Scenario) -> Iterator[tuple[str, Kind, str]]:
    for number, change in enumerate(scenario.changes):
        kind, key = scenario_target(change.path)
        if kind is not None:
            yield f"changes[{number}].path", kind, key


_REFERENCES: Final[Mapping[type[Any], Callable[[Any], Iterator[tuple[str, Kind, str]]]]] = {
    Wheel: _of_wheel,
    Factor: _of_factor,
    Link: _of_link,
    Push: _of_push,
    Band: _of_band,
    Note: _of_note,
    Scenario: _of_scenario,
}


def _check_referrers(flywheel: Flywheel, change: Change) -> None:
    """Nothing may point at a record that the change removed."""
    gone = {kind for kind in KINDS if _removes(change, kind)}
    if not gone:
        return
    for kind in KINDS:
        for key, record in flywheel.table(kind).items():
            for name, target_kind, target in _references(record):
                if target_kind in gone and target not in flywheel.table(target_kind):
                    raise Broken(f"{kind}.{key}.{name}", f"points at {target!r}, which is gone")


def _check_named_loops(flywheel: Flywheel) -> None:
    for number, loop in enumerate(flywheel.header.loops):
        for link in loop.links:
            if link not in flywheel.links:
                raise Broken(f"loops[{number}].links", f"there is no {link!r} among the links")


def _check_parents(flywheel: Flywheel) -> None:
    for wheel in flywheel.wheels.values():
        seen = {wheel.id}
        parent = wheel.parent
        while parent is not None:
            if parent in seen:
                raise Broken(f"wheels.{wheel.id}.parent", "a circle of parents")
            seen.add(parent)
            parent = flywheel.wheels[parent].parent


def _removes(change: Change, kind: Kind) -> bool:
    return any(after is None for _, _, after in change.pairs(kind))
