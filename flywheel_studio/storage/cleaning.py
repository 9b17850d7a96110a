"""Texts of a file that was just read, cleaned before they become records.

Nearly every file needs nothing, and a few searches through its bytes show that; only then are the
texts looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from flywheel_studio.language.translate import tr
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import KINDS, RECORD_TYPES
from flywheel_studio.model.records import Header
from flywheel_studio.model.text import cleaned
from flywheel_studio.storage.schema import schema_of

TEXT_CLEANED: Final = "text-cleaned"

# Escapes that can stand for something other than a quote, a backslash, a slash or a line feed.
_ESCAPES: Final = (b"\\u", b"\\t", b"\\b", b"\\f", b"\\r")
# Characters below U+0300 are composed as they are; their UTF-8 begins with a byte below 0xCC.
_LOW_BYTES: Final = bytes(range(0xCC))


def clean_texts(raw: bytes, tree: dict[str, Any]) -> tuple[Finding, ...]:
    """Clean every text of the format's own tables in `tree`, in place; say which ones changed."""
    if not _may_need_cleaning(raw):
        return ()
    findings: list[Finding] = []
    for place, about, old, new in _cleaned_places(tree):
        if len(old) == len(new) or _without_controls(old):
            message = tr("{place}: letters were composed into their usual form.", place=place)
        else:
            message = tr("{place}: control characters were removed.", place=place)
        kind, key = about
        findings.append(
            Finding(
                code=TEXT_CLEANED,
                severity="warning",
                message=message,
                factors=(key,) if key and kind == "factors" else (),
                links=(key,) if key and kind == "links" else (),
            )
        )
    return tuple(findings)


def _without_controls(text: str) -> bool:
    return all(character == "\n" or character.isprintable() for character in text)


def _may_need_cleaning(raw: bytes) -> bool:
    if b"\x7f" in raw or (b"\\" in raw and any(escape in raw for escape in _ESCAPES)):
        return True
    if raw.isascii():
        return False
    return b"\xc2" in raw or bool(raw.translate(None, _LOW_BYTES))


def _cleaned_places(tree: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str], str, str]]:
    for place, old, new in _in_record("", tree, Header):
        yield place, ("", ""), old, new
    for kind in KINDS:
        table = tree.get(kind)
        if not isinstance(table, list):
            continue
        for number, item in enumerate(table):
            if isinstance(item, dict):
                about = kind, str(item.get("id", ""))
                for place, old, new in _in_record(f"{kind}[{number}]", item, RECORD_TYPES[kind]):
                    yield place, about, old, new


def _in_record(
    place: str, item: dict[str, Any], record_type: type[Struct]
) -> Iterator[tuple[str, str, str]]:
    """(place, before, after) of each text that cleaning changed, within one record."""
    schema = schema_of(record_type)
    prefix = f"{place}." if place else ""
    for name in schema.texts:
        text = item.get(name)
        if isinstance(text, str) and (new := cleaned(text)) != text:
            item[name] = new
            yield prefix + name, text, new
    for name in schema.text_objects:
        yield from _in_container(prefix + name, item.get(name), dict)
    for name in schema.text_lists:
        yield from _in_container(prefix + name, item.get(name), list)
    for name, inner_type in schema.nested:
        if isinstance(inner := item.get(name), dict):
            yield from _in_record(prefix + name, inner, inner_type)
    for name, inner_type in schema.listed:
        if isinstance(inner := item.get(name), list):
            for number, part in enumerate(inner):
                if isinstance(part, dict):
                    yield from _in_record(f"{prefix}{name}[{number}]", part, inner_type)


def _in_container(
    place: str, container: Any, expected: type[Any]
) -> Iterator[tuple[str, str, str]]:
    if not isinstance(container, expected):
        return
    slots: list[tuple[Any, Any]]
    slots = list(container.items() if isinstance(container, dict) else enumerate(container))
    for slot, text in slots:
        if isinstance(text, str) and (new := cleaned(text)) != text:
            container[slot] = new
            yield (f"{place}.{slot}" if expected is dict else f"{place}[{slot}]"), text, new
