"""A flywheel as the bytes of a `.flywheel` file and back.

Reading is strict about what a value may be and tolerant about what points where: a wrong type is
refused in one sentence, a link to nowhere is left out with a finding. Typed decoders drop keys that
they do not know, so the file is first read into plain dictionaries, and what no table knows moves
into the record's `extra`. Writing the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import attrgetter
from typing import Any, Final, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import (
    ID_PATTERN,
    ID_PREFIXES,
    KINDS,
    RECORD_TYPES,
    Flywheel,
)
from flywheel_studio.model.records import NEGATIVE, POSITIVE, Factor, Header, Link
from flywheel_studio.storage.cleaning import clean_texts
from flywheel_studio.storage.json_text import parse
from flywheel_studio.storage.migrations import CURRENT_VERSION, FORMAT, migrated
from flywheel_studio.storage.problems import FileProblem as FileProblem
from flywheel_studio.storage.references import with_references_mended
from flywheel_studio.storage.rows import DECIMALS as DECIMALS
from flywheel_studio.storage.rows import rows
from flywheel_studio.storage.schema import (
    DOCUMENT_KEYS,
    EXTRA,
    HEADER_KEYS,
    KNOWN_AT_TOP,
    found_words,
    refused_place,
    schema_of,
)

MAX_RECORDS: Final = 200_000
_ACTIVITY_PREFIX: Final = "a"
_CHECKED_OF_LINKS: Final = frozenset({"polarity", "weight_low", "weight_high"})
_ID_OF: Final = attrgetter("id")
_ALL_IDS: Final = re.compile(rf"(?:{ID_PATTERN.pattern}\n)*+")
# A line of indented JSON that ends so holds a number: line breaks in texts are escaped.
_POINT_ZERO: Final = re.compile(rb"\.0(?=,?\n)")
_NEGATIVE_ZERO: Final = re.compile(rb" -0\.0(?=,?\n)")


class Loaded(Struct, frozen=True):
    """A document that was read, and what reading had to mend."""

    flywheel: Flywheel
    findings: tuple[Finding, ...] = ()


def encode(flywheel: Flywheel) -> bytes:
    """The canonical bytes of a document, as file-format describes them.

    Raises:
        FileProblem: a value that JSON cannot hold, which no command lets in.
    """
    with _collector_paused():
        raw = _indented(_tree(flywheel))
    if b"-0.0" in raw:
        raw = _NEGATIVE_ZERO.sub(b" 0", raw)
    return _POINT_ZERO.sub(b"", raw)


def decode(raw: bytes) -> Loaded:
    """The document in `raw`, whole and in order, with a finding for each thing that was mended.

    Raises:
        FileProblem: names the place and what was expected there. Nothing is guessed.
    """
    with _collector_paused():
        tree = migrated(parse(raw))
        findings = clean_texts(raw, tree)
        flywheel = Flywheel(header=_header(tree), **_tables(tree))
        flywheel, mended = with_references_mended(flywheel)
        return Loaded(flywheel, findings + mended)


def same_document(first: Flywheel, second: Flywheel) -> bool:
    """Whether the two would be the same file: equal but for what writing settles."""
    if first == second:
        return all(list(first.table(kind)) == list(second.table(kind)) for kind in KINDS)
    first, second = settled(first), settled(second)
    return first == second and all(
        list(first.table(kind)) == list(second.table(kind)) for kind in KINDS
    )


def settled(flywheel: Flywheel) -> Flywheel:
    """The document as reading it back would give it: places rounded, no factor without a wheel."""
    home = next(iter(flywheel.wheels), None)
    tables: dict[str, Any] = {}
    for kind in KINDS:
        if schema_of(cast("type[Struct]", RECORD_TYPES[kind])).rounded:
            tables[kind] = {
                key: _settled_record(record, home) for key, record in flywheel.table(kind).items()
            }
    return replace(flywheel, **tables)


def _settled_record(record: Any, home: str | None) -> Any:
    changes: dict[str, Any] = {}
    for name in ("x", "y"):
        value = getattr(record, name)
        if value is not None and round(value, DECIMALS) != value:
            changes[name] = round(value, DECIMALS)
    if type(record) is Factor and record.wheel is None and home is not None:
        changes["wheel"] = home
    return replace(record, **changes) if changes else record


# -- writing


def _tree(flywheel: Flywheel) -> dict[str, Any]:
    tree: dict[str, Any] = {"format": FORMAT, "version": CURRENT_VERSION}
    (header,) = rows([flywheel.header], Header)
    unknown = {key: value for key, value in header.items() if key not in HEADER_KEYS}
    home = next(iter(flywheel.wheels), None)
    for key in DOCUMENT_KEYS:
        if key in HEADER_KEYS:
            if key in header:
                tree[key] = header[key]
        elif table := flywheel.table(key):  # type: ignore[arg-type]
            tree[key] = rows(table.values(), RECORD_TYPES[key], home)  # type: ignore[index]
    tree.update((key, value) for key, value in unknown.items() if key not in KNOWN_AT_TOP)
    return tree


def _indented(tree: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n"
    except (UnicodeError, TypeError, ValueError, OverflowError, RecursionError) as problem:
        raise FileProblem(
            tr("The document holds a value that cannot be written: {reason}.", reason=str(problem))
        ) from problem


# -- reading


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Collecting garbage while 100,000 lasting objects are made takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _header(tree: dict[str, Any]) -> Header:
    found = {key: value for key, value in tree.items() if key in HEADER_KEYS}
    _set_unknown_aside([found], Header)
    unknown = {key: value for key, value in tree.items() if key not in KNOWN_AT_TOP}
    if unknown:
        found[EXTRA] = unknown
    header: Header = _converted("", found, Header)
    return header


def _tables(tree: dict[str, Any]) -> dict[str, Any]:
    counted = sum(len(tree[kind]) for kind in KINDS if isinstance(tree.get(kind), list))
    if counted > MAX_RECORDS:
        raise FileProblem(
            tr(
                "The file holds more than {limit} factors, links and other parts.",
                limit=f"{MAX_RECORDS:,}",
            )
        )
    tables: dict[str, Any] = {}
    for kind in KINDS:
        table = tree.get(kind, [])
        record_type = RECORD_TYPES[kind]
        if not isinstance(table, list):
            raise _wrong(kind, tr("a list"), table)
        if not set(map(type, table)) <= {dict}:
            number = next(n for n, row in enumerate(table) if type(row) is not dict)
            raise _wrong(f"{kind}[{number}]", tr("an object"), table[number])
        _fill_ids(table, ID_PREFIXES[kind])
        keys = _set_unknown_aside(table, record_type)
        if kind == "factors":
            home = next(iter(tables["wheels"]), None)
            if home is not None:
                for row in table:
                    row.setdefault("wheel", home)
        records = _converted(kind, table, list[record_type])  # type: ignore[valid-type]
        tables[kind] = _by_id(kind, records)
        if kind == "links" and not keys.isdisjoint(_CHECKED_OF_LINKS):
            _check_links(records)
        elif kind == "factors" and "activities" in keys:
            for number, factor in enumerate(records):
                if factor.activities:
                    _by_id(f"factors[{number}].activities", factor.activities)
    return tables


def _fill_ids(rows: list[dict[str, Any]], prefix: str) -> None:
    """Give the first free id, in file order, to each record that came without one."""
    with suppress(KeyError):
        _ = [row["id"] for row in rows]
        return
    taken = {row["id"] for row in rows if isinstance(row.get("id"), str)}
    number = 0
    for row in rows:
        if "id" not in row:
            number += 1
            while f"{prefix}{number}" in taken:
                number += 1
            row["id"] = f"{prefix}{number}"


def _set_unknown_aside(rows: Sequence[dict[str, Any]], record_type: type[Struct]) -> set[str]:
    """Move the keys that the format does not know into each record's extra, at every level.

    What has the wrong type is left for the conversion to refuse.

    Returns:
        The keys that occur in any of the rows.
    """
    schema = schema_of(record_type)
    keys: set[str] = set().union(*rows)
    if not keys <= schema.known:
        strange = keys - schema.known
        for row in rows:
            if not strange.isdisjoint(row):
                row[EXTRA] = {key: row.pop(key) for key in tuple(row) if key in strange}
    for name, inner_type in schema.nested:
        if name in keys:
            inner = [row[name] for row in rows if isinstance(row.get(name), dict)]
            _set_unknown_aside(inner, inner_type)
    for name, inner_type in schema.listed:
        if name in keys:
            for row in rows:
                if isinstance(row.get(name), list):
                    inner = [item for item in row[name] if isinstance(item, dict)]
                    if "id" in schema_of(inner_type).known:
                        _fill_ids(inner, _ACTIVITY_PREFIX)
                    _set_unknown_aside(inner, inner_type)
    return keys


def _converted(place: str, value: Any, expected: Any) -> Any:
    try:
        return msgspec.convert(value, expected)
    except msgspec.ValidationError as problem:
        where, found, words = refused_place(problem, value, expected)
        raise _wrong(f"{place}{where}".removeprefix("."), words, found) from None


def _by_id(place: str, records: Sequence[Any]) -> dict[str, Any]:
    """The records under their ids.

    Raises:
        FileProblem: an id of the wrong form or given twice.
    """
    table = dict(zip(map(_ID_OF, records), records, strict=True))
    if len(table) == len(records):
        ids = "\n".join([*table, ""])  # judged in one go; an id with a line break counts as two
        if _ALL_IDS.fullmatch(ids) and ids.count("\n") == len(table):
            return table
    table = {}
    matches = ID_PATTERN.fullmatch
    for number, record in enumerate(records):
        key = record.id
        if not matches(key):
            expected = tr("up to 64 letters, digits, - and _, beginning with a letter or digit")
            raise _wrong(f"{place}[{number}].id", expected, key)
        if key in table:
            where = f"{place}[{number}].id"
            raise FileProblem(tr("{place} is “{id}” once more.", place=where, id=key), where)
        table[key] = record
    return table


def _check_links(links: list[Link]) -> None:
    for number, link in enumerate(links):
        if link.polarity != POSITIVE and link.polarity != NEGATIVE:
            raise _wrong(f"links[{number}].polarity", tr("“+” or “-”"), link.polarity)
        if link.weight_low is not None and link.weight_low > link.weight:
            expected = tr("at most the weight, {weight}", weight=found_words(link.weight))
            raise _wrong(f"links[{number}].weight_low", expected, link.weight_low)
        if link.weight_high is not None and link.weight_high < link.weight:
            expected = tr("at least the weight, {weight}", weight=found_words(link.weight))
            raise _wrong(f"links[{number}].weight_high", expected, link.weight_high)


def _wrong(place: str, expected: str, found: Any) -> FileProblem:
    reason = tr(
        "{place} must be {expected}, not {found}.",
        place=place,
        expected=expected,
        found=found_words(found),
    )
    return FileProblem(reason, place)
