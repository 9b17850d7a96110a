"""The bytes that a document becomes, and that they are the same everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from flywheel_studio.model.flywheel import KINDS, RECORD_TYPES, Flywheel
from flywheel_studio.model.records import (
    Activity,
    Band,
    Factor,
    Header,
    Link,
    Metric,
    Note,
    Push,
    Run,
    Wheel,
)
from flywheel_studio.model.text import cleaned
from flywheel_studio.storage import rows
from flywheel_studio.storage.codec import FileProblem, decode, encode, same_document, settled
from flywheel_studio.storage.migrations import CURRENT_VERSION
from flywheel_studio.storage.schema import DOCUMENT_KEYS, HEADER_KEYS, schema_of
from flywheel_studio.storage.templates import load_template, new_ring, templates

FILES = Path(__file__).resolve().parent.parent / "files"


def flywheel(**factor: Any) -> Flywheel:
    return Flywheel(
        wheels={"main": Wheel(id="main")},
        factors={"a": Factor(id="a", label="A", wheel="main", **factor)},
    )


def written(document: Flywheel) -> Any:
    return json.loads(encode(document))


@pytest.mark.parametrize("version", range(1, CURRENT_VERSION + 1))
def test_every_version_of_the_format_has_a_file_that_reads_without_a_finding(version):
    assert decode((FILES / f"version-{version}.flywheel").read_bytes()).findings == ()


def test_a_file_with_every_field_of_this_version_is_written_back_byte_for_byte():
    raw = (FILES / f"version-{CURRENT_VERSION}.flywheel").read_bytes()
    assert encode(decode(raw).flywheel) == raw


def test_the_file_of_this_version_holds_every_key_that_a_record_has():
    tree = json.loads((FILES / f"version-{CURRENT_VERSION}.flywheel").read_bytes())
    assert set(tree) >= set(DOCUMENT_KEYS) | {"format", "version"}
    for kind in KINDS:
        found = set().union(*tree[kind])
        assert found >= schema_of(RECORD_TYPES[kind]).known, kind


@pytest.mark.parametrize(
    ("template", "language"),
    [(template.id, language) for template in templates() for language in template.languages],
)
def test_a_template_is_written_back_byte_for_byte(checkout, template, language):
    raw = (checkout / "resources/templates" / f"{template}.{language}.flywheel").read_bytes()
    assert encode(decode(raw).flywheel) == raw


def test_an_empty_document_is_three_keys_and_a_line_break():
    assert encode(Flywheel()) == (
        b'{\n  "format": "flywheel-studio",\n  "version": 1,\n  "title": ""\n}\n'
    )


def test_the_bytes_are_those_of_any_json_writer_with_an_indent_of_two():
    raw = (FILES / f"version-{CURRENT_VERSION}.flywheel").read_bytes()
    assert raw == (json.dumps(json.loads(raw), indent=2, ensure_ascii=False) + "\n").encode()


def test_defaults_are_left_out_but_ids_and_labels_stay():
    assert written(flywheel(mass=1.0, friction=float("0.5"), role="factor"))["factors"] == [
        {"id": "a", "label": "A"}
    ]
    assert written(flywheel(mass=2.0))["factors"][0] == {"id": "a", "label": "A", "mass": 2}


def test_an_empty_label_is_written():
    document = Flywheel(factors={"a": Factor(id="a")})
    assert written(document)["factors"] == [{"id": "a", "label": ""}]


@pytest.mark.parametrize("kind", KINDS)
def test_no_default_of_any_record_is_written(kind):
    record_type = RECORD_TYPES[kind]
    record = record_type(id="a")
    document = Flywheel(**{kind: {"a": record}})
    always = {"id", "label", "text", "source", "target", "factor", "wheel", "name"}
    assert set(written(document)[kind][0]) <= always
    for field in fields(record_type):
        assert field.name == "extra" or field.encode_name == field.name


def test_a_factor_of_the_first_wheel_does_not_name_it_and_one_of_another_does():
    document = Flywheel(
        wheels={"main": Wheel(id="main"), "other": Wheel(id="other")},
        factors={
            "a": Factor(id="a", label="A", wheel="main"),
            "b": Factor(id="b", label="B", wheel="other"),
        },
    )
    first, second = written(document)["factors"]
    assert "wheel" not in first
    assert second["wheel"] == "other"
    assert decode(encode(document)).flywheel == document


def test_numbers_lose_their_point_zero_and_texts_keep_it():
    odd = {
        "whole": [1.0, -3.0, 0.0],
        "minus": [-0.0, {"last": -0.0}],
        "huge": 1e300,
        "-0.0,": "1.0",
        "text": "from -0.0,\nto 2.0\n",
    }
    raw = encode(Flywheel(header=Header(title="-0.0", extra={"odd": odd}))).decode()
    assert '"whole": [\n      1,\n      -3,\n      0\n    ]' in raw
    assert '"minus": [\n      0,\n      {\n        "last": 0\n      }\n    ]' in raw
    assert '"huge": 1e300' in raw
    assert '"-0.0,": "1.0"' in raw
    assert r'"from -0.0,\nto 2.0\n"' in raw
    assert '"title": "-0.0"' in raw


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (240.0, "240"),
        (-240.0, "-240"),
        (0.1234567, "0.123"),
        (-0.0004, "0"),
        (-0.0, "0"),
        (0.0005, "0.001"),
        (1e6, "1000000"),
        (12.5, "12.5"),
    ],
)
def test_coordinates_are_rounded_to_a_thousandth_and_whole_ones_have_no_point(value, text):
    assert f'"x": {text}\n'.encode() in encode(flywheel(x=value))


@pytest.mark.parametrize(
    ("value", "text"), [(1e-9, "1e-9"), (3.0, "3"), (0.1 + 0.2, "0.30000000000000004")]
)
def test_other_numbers_keep_every_digit(value, text):
    raw = encode(flywheel(mass=value))
    assert f'"mass": {text}\n'.encode() in raw
    assert decode(raw).flywheel.factors["a"].mass == value


def test_text_that_looks_like_a_number_with_a_point_is_left_alone():
    label = "grows by 2.0\n3.0,\nmain"
    raw = encode(replace(flywheel(), factors={"a": Factor(id="a", label=label, wheel="main")}))
    assert decode(raw).flywheel.factors["a"].label == label


def test_what_utf_8_can_say_is_not_escaped():
    raw = encode(Flywheel(header=Header(title='Größe 漢字 🌀 " \\ / \n')))
    assert '"title": "Größe 漢字 🌀 \\" \\\\ / \\n"'.encode() in raw


def test_unknown_keys_come_after_the_known_ones_in_the_order_of_reading(raw):
    document = decode(raw(zebra=1, apple={"deep": [1, {"x": None}]}, description="D")).flywheel
    assert list(written(document)) == [
        "format",
        "version",
        "title",
        "description",
        "zebra",
        "apple",
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"wheels": [{"id": "w", "goal": {"text": "g", "new": 1}, "new": 2}]},
        {"factors": [{"id": "a", "label": "A", "metric": {"name": "m", "new": [1]}, "new": {}}]},
        {"factors": [{"id": "a", "label": "A", "activities": [{"id": "a1", "text": "t", "n": 1}]}]},
        {"run": {"until": 12, "new": "kept"}},
        {"economics": {"new": "kept"}},
        {"loops": [{"links": [], "new": 1}]},
        {"scenarios": [{"id": "s", "name": "S", "changes": [{"path": "x", "value": 1, "n": 2}]}]},
        {"big": 123456789012345678901234567890},
    ],
)
def test_unknown_keys_survive_at_every_level(raw, parts):
    before = raw(**parts)
    assert encode(decode(before).flywheel) == before


@pytest.mark.parametrize("key", ["\x7fextra", "\x00extra", "extra", "ключ", ""])
def test_an_unknown_key_may_have_any_name(raw, key):
    before = raw(factors=[{"id": "a", "label": "A", key: {"kept": 1}}], **{key: "top"})
    tree = json.loads(encode(decode(before).flywheel))
    assert tree == json.loads(before)


def test_free_objects_are_kept_as_they_are(raw):
    style = {"shape": "circle", "fill": "#fff", "size": 1.5, "own": [1, {"a": None}]}
    before = raw(factors=[{"id": "a", "label": "A", "style": style}], view={"zoom": 1.5, "d": []})
    assert encode(decode(before).flywheel) == before


def test_records_stay_in_the_order_in_which_they_were_made():
    document = Flywheel(factors={key: Factor(id=key, label=key) for key in ("z", "a", "m")})
    assert [factor["id"] for factor in written(document)["factors"]] == ["z", "a", "m"]


def test_what_json_cannot_say_is_refused_rather_than_changed():
    with pytest.raises(FileProblem):
        encode(Flywheel(header=Header(title="\ud800")))
    not_a_number = encode(flywheel(mass=float("nan")))
    with pytest.raises(FileProblem):
        decode(not_a_number)


def test_documents_are_the_same_where_writing_settles_the_difference():
    rough = Flywheel(
        wheels={"main": Wheel(id="main", x=0.00001)},
        factors={"a": Factor(id="a", label="A", x=1.23456789)},
        texts={"t": Note(id="t", text="T", y=9.87654321)},
    )
    again = decode(encode(rough)).flywheel
    assert again != rough
    assert same_document(again, rough)
    assert settled(rough) == again
    assert not same_document(again, replace(rough, texts={}))


def test_the_order_of_records_is_part_of_the_document():
    first = Flywheel(factors={key: Factor(id=key, label=key) for key in ("a", "b")})
    second = Flywheel(factors={key: Factor(id=key, label=key) for key in ("b", "a")})
    assert not same_document(first, second)


def test_every_kind_of_record_reads_back_equal():
    document = Flywheel(
        header=Header(title="T", run=Run(until=12.0), palette=("#000000",)),
        wheels={"w": Wheel(id="w", answers={"q": "a"})},
        factors={"a": Factor(id="a", label="A", wheel="w", score=10.0)},
        links={"l": Link(id="l", source="a", target="a", polarity="-", weight_low=0.0)},
        pushes={"p": Push(id="p", factor="a", duration=0.0)},
        bands={"b": Band(id="b", wheel="w", label="B")},
    )
    assert decode(encode(document)).flywheel == document


def test_a_new_ring_reads_back_equal_in_both_languages():
    for language, word in (("en", "Factor 3"), ("de", "Faktor 3"), ("fr", "Factor 3")):
        ring = new_ring(7, language)
        assert decode(encode(ring)).flywheel == ring
        assert [factor.label for factor in ring.factors.values()][2] == word


@pytest.mark.parametrize("locale", ["de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "C"])
def test_the_locale_does_not_show_in_the_bytes(locale, checkout):
    program = (
        "import locale, sys\n"
        "try: locale.setlocale(locale.LC_ALL, '')\n"
        "except locale.Error: pass\n"
        "from pathlib import Path\n"
        "from flywheel_studio.language.translate import use_language\n"
        "from flywheel_studio.storage.codec import decode, encode\n"
        "use_language('system')\n"
        "sys.stdout.buffer.write(encode(decode(Path(sys.argv[1]).read_bytes()).flywheel))\n"
    )
    path = FILES / f"version-{CURRENT_VERSION}.flywheel"
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale}
    result = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, env=environment, cwd=checkout
    )
    assert result.stderr == b""
    assert result.stdout == path.read_bytes()


def test_templates_load_in_the_language_asked_for_or_english():
    assert load_template("amazon", "de").header.language == "de"
    assert load_template("amazon", "de_AT").header.language == "de"
    assert load_template("amazon", "fr").header.language == "en"


def test_the_keys_of_the_document_are_all_listed_once():
    assert len(DOCUMENT_KEYS) == len(set(DOCUMENT_KEYS))
    assert set(DOCUMENT_KEYS) == HEADER_KEYS | set(KINDS)


def documents() -> st.SearchStrategy[Flywheel]:
    """Documents whose records hold anything that the model allows."""
    words = st.text("aé漢 \n.,0", max_size=8).map(cleaned)
    number = st.floats(0.001, 9.0) | st.sampled_from([0.5, 1.0, 2.0, 1e-9, 1e15])
    coordinate = st.none() | st.floats(-1e6, 1e6) | st.sampled_from([0.0, -0.0, 0.0004])
    free = st.dictionaries(st.text("abc", max_size=3), st.integers() | words | st.lists(words))
    factor = st.builds(
        Factor,
        label=words,
        wheel=st.sampled_from(["main", "other"]),
        role=st.sampled_from(["factor", "hub"]),
        x=coordinate,
        y=coordinate,
        mass=number,
        score=st.none() | st.floats(0.001, 10.0),
        metric=st.none() | st.builds(Metric, name=words, current=st.none() | number, extra=free),
        activities=st.lists(st.builds(Activity, id=st.just("a1"), text=words), max_size=1).map(
            tuple
        ),
        style=free,
        extra=free.map(lambda extra: {f"x-{key}": value for key, value in extra.items()}),
    )
    wheels = {key: Wheel(id=key) for key in ("main", "other")}
    return st.lists(factor, max_size=4).map(
        lambda factors: Flywheel(
            wheels=wheels,
            factors={f"f{n}": replace(factor, id=f"f{n}") for n, factor in enumerate(factors)},
        )
    )


@given(documents(), st.sampled_from([2, 100]))
def test_any_document_reads_back_as_it_was_settled(document, many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "_MANY", many)
        raw = encode(document)
    assert raw == encode(document)  # small and large tables are written alike
    loaded = decode(raw)
    assert loaded.findings == ()
    assert loaded.flywheel == settled(document)
    assert encode(loaded.flywheel) == raw
    assert same_document(loaded.flywheel, document)


def test_a_table_of_many_records_is_written_like_one_of_few(monkeypatch):
    factors = {
        f"f{n}": Factor(
            id=f"f{n}",
            label="" if n % 3 else "x",
            wheel="main",
            x=None if n % 5 else n / 7,
            mass=1.0 + n % 2,
            metric=Metric(name="m") if n % 11 == 0 else None,
            activities=(Activity(id="a1", text="t", active=bool(n % 2)),) * (n % 13 == 0),
        )
        for n in range(300)
    }
    document = Flywheel(wheels={"main": Wheel(id="main")}, factors=factors)
    at_once = encode(document)
    monkeypatch.setattr(rows, "_MANY", 1_000)
    assert encode(document) == at_once
    assert decode(at_once).flywheel == settled(document)
