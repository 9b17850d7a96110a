"""Bytes to a tree of dictionaries and lists, strictly: what every reader would understand alike.

msgspec parses (and refuses NaN, numbers past the range of a double and half characters); the
standard library's slower parser is asked only where a refusal has to name its place. A key given
twice is found by counting: a file holds at least one colon for each key, so as many colons as keys
in the tree prove that none was dropped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

import msgspec

from flywheel_studio.language.translate import tr
from flywheel_studio.model.text import has_surrogate
from flywheel_studio.storage.problems import FileProblem

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_DEPTH: Final = 64

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ALL_BUT_MARKS: Final = bytes(set(range(256)) - set(b"{[:"))
_COLON_AFTER: Final = (b'":', b" :", b"\n:", b"\t:", b"\r:")


class _Repeated(dict[str, Any]):
    """An object in which a key stood twice."""

    key: str = ""


def parse(raw: bytes) -> Any:
    """The JSON value in `raw`, dictionaries in file order.

    Raises:
        FileProblem: too large, nested too deeply, not UTF-8, not JSON, a key given twice, a number
            that is not finite or a text with half a character, checked in this order.
    """
    if len(raw) > MAX_BYTES:
        raise too_large()
    body = raw.removeprefix(_BYTE_ORDER_MARK)
    if not body.strip():
        raise FileProblem(tr("The file is empty."))
    try:
        if not body.isascii():
            body.decode("utf-8")
        tree = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise _refusal(body) from None
    marks = body.translate(None, _ALL_BUT_MARKS)
    keys, depth = _extent(tree, marks.count(b"{") + marks.count(b"["))
    if depth > MAX_DEPTH:
        raise _too_deep()
    if marks.count(b":") != keys and sum(map(body.count, _COLON_AFTER)) != keys:
        _refuse_repeated_keys(_slowly_parsed(body.decode("utf-8")))
    return tree


def too_large() -> FileProblem:
    """The refusal of a file that is not even looked into."""
    return FileProblem(tr("The file is larger than {limit} MiB.", limit=MAX_BYTES // 2**20))


def places(tree: Any) -> Iterator[tuple[str, Any]]:
    """Every value of a tree with its place ("factors[3].friction"), parents first, in file order."""
    pending: list[tuple[str, Any]] = [("", tree)]
    while pending:
        place, value = pending.pop()
        yield place, value
        if isinstance(value, dict):
            inside = [
                (f"{place}.{key}" if place else str(key), item) for key, item in value.items()
            ]
        elif isinstance(value, list):
            inside = [(f"{place}[{number}]", item) for number, item in enumerate(value)]
        else:
            continue
        pending.extend(reversed(inside))


def _extent(tree: Any, brackets: int) -> tuple[int, int]:
    """(keys in all objects, depth of nesting), level by level: nothing here recurses.

    Args:
        brackets: opening ones in the file, at least as many as there are objects and lists. Once
            that many are found there is no deeper level to look for.
    """
    keys = depth = 0
    level: list[Any] = [tree] if type(tree) is dict or type(tree) is list else []
    while level:
        depth += 1
        brackets -= len(level)
        objects = [item for item in level if type(item) is dict]
        keys += sum(map(len, objects))
        if not brackets:
            break
        inside: list[Any] = [item.values() for item in objects]
        if len(objects) < len(level):
            inside += [item for item in level if type(item) is list]
        level = [
            value
            for value in chain.from_iterable(inside)
            if type(value) is dict or type(value) is list
        ]
    return keys, depth


def _too_deep() -> FileProblem:
    return FileProblem(tr("The file is nested more than {limit} levels deep.", limit=MAX_DEPTH))


def _refusal(body: bytes) -> FileProblem:
    """Why msgspec refused it, in the order that file-format promises."""
    if _nesting(body) > MAX_DEPTH:
        return _too_deep()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        return FileProblem(tr("The file is not UTF-8 text (line {line}).", line=line))
    try:
        tree = _slowly_parsed(text)
        _refuse_repeated_keys(tree)
    except FileProblem as problem:
        return problem
    for place, value in places(tree):
        if isinstance(value, float) and not math.isfinite(value):
            return FileProblem(
                tr("{place} must be a finite number.", place=place or tr("The document")), place
            )
        words = (value, *value) if isinstance(value, dict) else (value,)
        if any(isinstance(word, str) and has_surrogate(word) for word in words):
            return FileProblem(
                tr("{place} holds half a character.", place=place or tr("The document")), place
            )
    return FileProblem(tr("The file is not JSON."))


def _slowly_parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as problem:
        raise FileProblem(
            tr(
                "The file is not JSON (line {line}, column {column}).",
                line=problem.lineno,
                column=problem.colno,
            )
        ) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:  # an integer of more digits than Python cares to read
        raise FileProblem(tr("The file holds a number that is out of range.")) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    seen: set[str] = set()
    repeated = _Repeated(result)
    for key, _ in pairs:
        if key in seen:
            repeated.key = key
            break
        seen.add(key)
    return repeated


def _refuse_repeated_keys(tree: Any) -> None:
    for place, value in places(tree):
        if isinstance(value, _Repeated):
            where = f"{place}.{value.key}" if place else value.key
            raise FileProblem(tr("{place} is given twice.", place=where), where)


def _nesting(body: bytes) -> int:
    """How deep brackets nest outside texts, in a file that may be anything."""
    deepest = depth = 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_text = False
        elif byte == 0x22:
            in_text = True
        elif byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return depth
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
