"""Whatever bytes arrive, they are a document or a refusal in one sentence: never anything else."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.model.invariants import check
from flywheel_studio.storage.codec import FileProblem, decode, encode
from flywheel_studio.storage.files import loaded

FILES = Path(__file__).resolve().parent.parent / "files"
WHOLE = (FILES / "version-1.flywheel").read_bytes()


def two_kilobytes() -> bytes:
    """A file of about 2 kB with most of what a file can hold."""
    tree = json.loads(WHOLE)
    for key in ("economics", "zzz", "scenarios", "texts", "description"):
        del tree[key]
    raw = json.dumps(tree, ensure_ascii=False).encode()
    assert 1_800 < len(raw) < 3_000
    return raw


def read_or_refuse(raw: bytes) -> bool:
    """Whether it loads. What loads holds the invariants and can be written and read again."""
    try:
        document = decode(raw)
    except FileProblem as problem:
        assert problem.reason
        assert problem.reason.isprintable()
        return False
    check(document.flywheel)
    again = decode(encode(document.flywheel))
    assert again.flywheel == document.flywheel
    assert again.findings == ()
    return True


def test_a_file_cut_off_anywhere_is_refused():
    raw = two_kilobytes()
    assert read_or_refuse(raw)
    assert not any(read_or_refuse(raw[:length]) for length in range(len(raw)))


@pytest.mark.parametrize("flip", [pytest.param(0x01, marks=pytest.mark.slow), 0x20, 0x80, 0xFF])
def test_a_file_with_any_byte_flipped_loads_or_is_refused(flip):
    raw = two_kilobytes()
    loads = 0
    for at in range(len(raw)):
        broken = bytearray(raw)
        broken[at] ^= flip
        loads += read_or_refuse(bytes(broken))
    assert loads < len(raw)


@pytest.mark.slow
def test_a_file_with_any_byte_replaced_by_any_other_loads_or_is_refused():
    raw = two_kilobytes()
    choice = random.Random(7)
    for at in range(len(raw)):
        for value in choice.sample(range(256), 24):
            broken = bytearray(raw)
            broken[at] = value
            read_or_refuse(bytes(broken))


STRANGE: dict[str, Any] = {
    "null": None,
    "bool": True,
    "string": "x",
    "empty": "",
    "list": [],
    "list of lists": [[1]],
    "object": {},
    "object of objects": {"a": {"b": 1}},
    "negative": -1,
    "negative fraction": -0.5,
    "huge": 1e308,
    "huge whole": 10**400,
    "NaN": float("nan"),
    "infinite": float("-inf"),
    "megabyte": "x" * 1_000_000,
}


def slots(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value of a tree."""
    if isinstance(tree, dict):
        inner = [slots(value, (*path, key)) for key, value in tree.items()]
    elif isinstance(tree, list):
        inner = [slots(value, (*path, number)) for number, value in enumerate(tree)]
    else:
        inner = []
    return [path, *(slot for found in inner for slot in found)]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name == "megabyte" else name
        for name in STRANGE
    ],
)
def test_any_field_may_hold_anything(name):
    tree = json.loads(WHOLE)
    for path in slots(tree)[1:]:
        changed = copy.deepcopy(tree)
        owner = changed
        for step in path[:-1]:
            owner = owner[step]
        owner[path[-1]] = STRANGE[name]
        loads = read_or_refuse(json.dumps(changed, ensure_ascii=False).encode())
        assert not (loads and name in ("NaN", "infinite")), path


def test_any_field_may_be_missing():
    tree = json.loads(WHOLE)
    for path in slots(tree)[1:]:
        changed = copy.deepcopy(tree)
        owner = changed
        for step in path[:-1]:
            owner = owner[step]
        del owner[path[-1]]
        loads = read_or_refuse(json.dumps(changed).encode())
        assert loads == (path not in [("format",), ("version",)]), path


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_from_wherever_they_come(raw):
    with pytest.raises(FileProblem):
        loaded(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_random_json_in_every_table_loads_or_is_refused(value):
    for key in ("factors", "links", "wheels", "run", "view", "unknown"):
        tree = {"format": "flywheel-studio", "version": 1, key: value}
        read_or_refuse(json.dumps(tree).encode("utf-8", "surrogatepass"))
        tree[key] = [value]
        read_or_refuse(json.dumps(tree).encode("utf-8", "surrogatepass"))


def test_a_hundred_thousand_factors_load():
    factors = [{"id": f"f{number}", "label": str(number)} for number in range(100_000)]
    raw = json.dumps({"format": "flywheel-studio", "version": 1, "factors": factors}).encode()
    assert len(decode(raw).flywheel.factors) == 100_000


def test_a_hundred_thousand_links_to_nowhere_load_with_as_many_findings():
    links = [{"source": "a", "target": "b"}] * 100_000
    raw = json.dumps({"format": "flywheel-studio", "version": 1, "links": links}).encode()
    assert len(decode(raw).findings) == 100_000


def test_a_label_of_a_megabyte_is_refused():
    factor = {"id": "a", "label": "x" * 1_000_000}
    raw = json.dumps({"format": "flywheel-studio", "version": 1, "factors": [factor]}).encode()
    assert not read_or_refuse(raw)


def test_a_long_chain_and_a_long_circle_of_parents_are_read():
    count = 20_000
    for last in ({}, {"parent": "w0"}):
        wheels = [{"id": f"w{n}", "parent": f"w{n + 1}"} for n in range(count)]
        wheels.append({"id": f"w{count}", **last})
        raw = json.dumps({"format": "flywheel-studio", "version": 1, "wheels": wheels}).encode()
        assert len(decode(raw).findings) == len(last)
