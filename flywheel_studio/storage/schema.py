"""The tables of the file format, read off the records: names, defaults, and what may stand where.

Nothing is written down twice: order, types and ranges come from `model.records`. What the records
cannot say, such as which keys are written even when they hold their default, stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import Struct, inspect
from msgspec.structs import FieldInfo, fields

from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import KINDS
from flywheel_studio.model.records import (
    Activity,
    Band,
    Evidence,
    Factor,
    Header,
    Link,
    NamedLoop,
    Note,
    Push,
    Scenario,
    ScenarioChange,
    Wheel,
)

# The key under which msgspec takes a record's unknown keys; never written as such.
EXTRA: Final[str] = next(field.encode_name for field in fields(Wheel) if field.name == "extra")

DOCUMENT_KEYS: Final = (
    "title", "description", "language", "time_unit", "theme", "palette",
    "wheels", "factors", "links", "pushes", "bands", "texts", "loops", "scenarios",
    "economics", "run", "dismissed", "view",
)  # fmt: skip
HEADER_KEYS: Final = frozenset(
    field.encode_name for field in fields(Header) if field.encode_name != EXTRA
)
KNOWN_AT_TOP: Final = HEADER_KEYS | set(KINDS) | {"format", "version"}

# Keys that have no default in the format: written even where the value is empty.
_ALWAYS: Final[dict[type[Struct], frozenset[str]]] = {
    Header: frozenset({"title"}),
    Wheel: frozenset({"id"}),
    Factor: frozenset({"id", "label"}),
    Activity: frozenset({"id", "text"}),
    Link: frozenset({"id", "source", "target"}),
    Evidence: frozenset({"text"}),
    Push: frozenset({"id", "factor"}),
    Band: frozenset({"id", "wheel", "label"}),
    Note: frozenset({"id", "text"}),
    NamedLoop: frozenset({"links"}),
    Scenario: frozenset({"id", "name"}),
    ScenarioChange: frozenset({"path", "value"}),
}
_COORDINATES: Final = ("x", "y")
WRITTEN: Final = object()  # equals no value, so that the key is always written


class RecordSchema(Struct, frozen=True):
    """One table of the format."""

    names: tuple[str, ...]  # in file order, EXTRA last
    defaults: tuple[Any, ...]
    known: frozenset[str]
    rounded: tuple[tuple[str, Any], ...]  # coordinates and their defaults
    texts: tuple[str, ...]  # keys whose value is a text that people read
    text_lists: tuple[str, ...]
    text_objects: tuple[str, ...]
    nested: tuple[tuple[str, type[Struct]], ...]  # one record
    listed: tuple[tuple[str, type[Struct]], ...]  # a list of records


@cache
def schema_of(record_type: type[Struct]) -> RecordSchema:
    """The table that this type of record stands for."""
    always = _ALWAYS.get(record_type, frozenset())
    known = [field for field in fields(record_type) if field.encode_name != EXTRA]
    kinds = {field.encode_name: _plain_type(field.type) for field in known}
    return RecordSchema(
        names=(*kinds, EXTRA),
        defaults=(
            *(WRITTEN if field.encode_name in always else _default(field) for field in known),
            {},
        ),
        known=frozenset(kinds),
        rounded=tuple(
            (field.encode_name, _default(field))
            for field in known
            if field.encode_name in _COORDINATES
        ),
        texts=tuple(
            name
            for name, kind in kinds.items()
            # The value that a scenario sets may be a name.
            if _is_text(kind) or isinstance(kind, inspect.AnyType)
        ),
        text_lists=tuple(
            name
            for name, kind in kinds.items()
            if isinstance(kind, inspect.VarTupleType) and _is_text(kind.item_type)
        ),
        text_objects=tuple(
            name
            for name, kind in kinds.items()
            if isinstance(kind, inspect.DictType) and _is_text(kind.value_type)
        ),
        nested=tuple(
            (name, kind.cls) for name, kind in kinds.items() if isinstance(kind, inspect.StructType)
        ),
        listed=tuple(
            (name, kind.item_type.cls)
            for name, kind in kinds.items()
            if isinstance(kind, inspect.VarTupleType)
            and isinstance(kind.item_type, inspect.StructType)
        ),
    )


def refused_place(
    problem: msgspec.ValidationError, value: Any, expected: Any
) -> tuple[str, Any, str]:
    """Where in `value` the first wrong value stands, what stands there, and what should.

    Args:
        problem: what `msgspec.convert(value, expected)` raised.

    Returns:
        A place that begins with "." or "[" (or is empty), the value found, words for the expected.
    """
    _, _, path = str(problem).partition(" - at `$")
    path = path.removesuffix("`")
    kind = inspect.type_info(expected)
    place = ""
    for word in re.findall(r"\.[^.\[]+|\[[^\]]*\]", path):
        step, kind = word, _without_none(kind)
        if isinstance(kind, inspect.DictType):
            step, value = _first_wrong(value, kind.value_type)
            kind = kind.value_type
        elif isinstance(kind, inspect.StructType):
            value = value[step[1:]]
            kind = next(field.type for field in kind.fields if field.encode_name == step[1:])
        else:
            value = value[int(step[1:-1])]
            kind = getattr(kind, "item_type", kind)
        place += step
    return place, value, _words(kind)


def found_words(value: Any) -> str:
    """What stands in the file, short enough for a sentence."""
    if isinstance(value, dict):
        return tr("an object")
    if isinstance(value, list):
        return tr("a list")
    if isinstance(value, str):
        if len(value) > 40:
            return tr("a text of {n} characters", n=len(value))
        return f"“{value}”"
    if isinstance(value, int) and abs(value) >= 10**20:
        return tr("a number of {n} digits", n=len(f"{abs(value):x}") * 6 // 5)
    return msgspec.json.encode(value).decode()


def _default(field: FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def _plain_type(annotation: Any) -> inspect.Type:
    return _without_none(inspect.type_info(annotation))


def _without_none(kind: inspect.Type) -> inspect.Type:
    if isinstance(kind, inspect.UnionType):
        return next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _is_text(kind: inspect.Type) -> bool:
    kind = _without_none(kind)
    return isinstance(kind, inspect.StrType) and kind.max_length is not None


def _first_wrong(values: dict[str, Any], kind: inspect.Type) -> tuple[str, Any]:
    for key, value in values.items():
        limit = getattr(kind, "max_length", None)
        if not isinstance(value, str) or (limit is not None and len(value) > limit):
            return f".{key}", value
    raise AssertionError("msgspec refused a value that fits")


def _words(kind: inspect.Type) -> str:
    """What a value of this kind is, for the sentence "… must be …"."""
    if isinstance(kind, inspect.UnionType):
        return tr("{expected} or null", expected=_words(_without_none(kind)))
    for known, words in _KIND_WORDS:
        if isinstance(kind, known):
            return words(kind)
    return tr("a value")


def _text_words(kind: Any) -> str:
    if kind.pattern is not None:
        return tr("a colour such as #1f6fb2")
    if kind.max_length is not None:
        return tr("a text of at most {limit} characters", limit=f"{kind.max_length:,}")
    return tr("a text")


def _number_words(kind: Any) -> str:
    least, above, most = kind.ge, kind.gt, kind.le
    is_open = most is None or most > 1e300
    if above is not None:
        if is_open:
            return tr("a number above {least}", least=f"{above:g}")
        return tr(
            "a number above {least} and at most {most}", least=f"{above:g}", most=f"{most:.10g}"
        )
    if least is None or least < -1e300:
        return tr("a finite number")
    if is_open:
        return tr("a number of at least {least}", least=f"{least:g}")
    return tr("a number from {least} to {most}", least=f"{least:.10g}", most=f"{most:.10g}")


_KIND_WORDS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (inspect.StrType, _text_words),
    (inspect.FloatType, _number_words),
    (inspect.IntType, lambda _: tr("a whole number")),
    (inspect.BoolType, lambda _: tr("true or false")),
    (inspect.DictType, lambda _: tr("an object")),
    (inspect.StructType, lambda _: tr("an object")),
    (inspect.VarTupleType, lambda _: tr("a list")),
    (inspect.ListType, lambda _: tr("a list")),
)
