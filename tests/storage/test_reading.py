"""What is refused, in which words, and what is loaded with a finding."""

from __future__ import annotations

import json
from typing import Any
from unicodedata import normalize

import msgspec
import pytest

from flywheel_studio.model.invariants import check
from flywheel_studio.storage.codec import MAX_RECORDS, FileProblem, decode, encode
from flywheel_studio.storage.json_text import MAX_BYTES, MAX_DEPTH

A = {"id": "a", "label": "A"}
B = {"id": "b", "label": "B"}


def refusal(raw: bytes) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        decode(raw)
    assert "\n" not in caught.value.reason
    assert caught.value.reason.endswith(".")
    return caught.value


def codes(raw: bytes) -> list[str]:
    loaded = decode(raw)
    check(loaded.flywheel)
    assert decode(encode(loaded.flywheel)) == type(loaded)(loaded.flywheel, ())
    return [finding.code for finding in loaded.findings]


# -- JSON


def test_a_file_of_more_than_64_mib_is_refused_unread():
    assert "64 MiB" in refusal(b" " * (MAX_BYTES + 1)).reason


def nested(depth: int) -> bytes:
    inner = "[" * (depth - 1) + "]" * (depth - 1)
    return f'{{"format": "flywheel-studio", "version": 1, "more": {inner}}}'.encode()


def test_nesting_is_read_to_a_depth_of_64_and_no_further():
    decode(nested(MAX_DEPTH))
    assert "64 levels" in refusal(nested(MAX_DEPTH + 1)).reason


@pytest.mark.parametrize("bracket", [b"[", b'{"a":'])
def test_a_hundred_thousand_brackets_are_refused_as_too_deep(bracket):
    assert "64 levels" in refusal(bracket * 100_000).reason


def test_depth_is_judged_before_the_text_and_brackets_in_texts_do_not_count():
    assert "64 levels" in refusal(b"[" * 65 + b"\xff").reason
    assert "UTF-8" in refusal(b'["' + b"[" * 65 + b'\\"\xff').reason


def test_a_byte_order_mark_is_skipped(raw):
    assert decode(b"\xef\xbb\xbf" + raw()) == decode(raw())


def test_text_that_is_not_utf_8_is_refused_with_its_line():
    problem = refusal(b'{\n  "title": "\xff"\n}')
    assert problem.reason == "The file is not UTF-8 text (line 2)."


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b" \r\n"])
def test_nothing_at_all_is_called_empty(raw):
    assert refusal(raw).reason == "The file is empty."


@pytest.mark.parametrize("raw", [b"{", b"[1,]", b"nul", b"{}{}", b"{'a': 1}", b"\0", b"01"])
def test_what_is_not_json_is_refused_with_line_and_column(raw):
    assert "not JSON (line 1, column" in refusal(raw).reason


def test_a_line_break_inside_a_text_is_not_json():
    assert "not JSON (line" in refusal(b'{"format": "fly\nwheel"}').reason


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"format": "x", "format": "flywheel-studio", "version": 1}', "format"),
        (
            '{"format": "flywheel-studio", "version": 1, "factors": [{"id": "a", "id": "b"}]}',
            "factors[0].id",
        ),
        (
            '{"format": "flywheel-studio", "version": 1, "mine": {"x" : 1, "x"\n: 1}}',
            "mine.x",
        ),
        ('{"format": "flywheel-studio", "version": 1, "mine": {"x" : ": a", "x": 1}}', "mine.x"),
    ],
)
def test_a_key_given_twice_in_one_object_is_refused(text, place):
    problem = refusal(text.encode())
    assert problem.place == place
    assert problem.reason == f"{place} is given twice."


def test_colons_in_texts_do_not_look_like_keys(raw):
    factor = {"id": "a", "label": '": ": x": y : z', "note": 'http://a.b:80 \\": '}
    assert decode(raw(factors=[factor])).flywheel.factors["a"].label == factor["label"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_a_number_that_is_not_finite_is_refused_with_its_place(raw, number):
    text = raw(factors=[{**A, "friction": "HERE"}]).decode().replace('"HERE"', number)
    problem = refusal(text.encode())
    assert problem.place == "factors[0].friction"
    assert problem.reason == "factors[0].friction must be a finite number."


@pytest.mark.parametrize("half", ["\\ud800", "\\udc00x", "\\udc00\\ud800", "\\uD83C "])
def test_half_a_character_is_refused_with_its_place(raw, half):
    text = raw(factors=[{"id": "a", "label": "HERE"}]).decode().replace("HERE", half)
    assert refusal(text.encode()).place == "factors[0].label"


def test_half_a_character_in_a_key_is_refused_and_can_be_said(raw):
    problem = refusal(raw(mine={"HERE": 1}).decode().replace("HERE", "\\ud800").encode())
    problem.reason.encode()


def test_a_pair_of_escapes_is_one_character(raw):
    text = raw(title="HERE").decode().replace("HERE", "\\ud83c\\udf00")
    assert decode(text.encode()).flywheel.header.title == "🌀"


def test_a_number_with_five_thousand_digits_is_refused(raw):
    text = raw(factors=[{**A, "mass": "HERE"}]).decode().replace('"HERE"', "1" * 5_000)
    refusal(text.encode())


# -- format and version


@pytest.mark.parametrize("text", ["[]", "1", "null", '"flywheel-studio"', "{}", '{"version": 1}'])
def test_json_that_is_something_else_is_refused_by_its_format(text):
    assert "not a flywheel" in refusal(text.encode()).reason


@pytest.mark.parametrize("value", ["FLYWHEEL-STUDIO", 1, None, ["flywheel-studio"]])
def test_another_format_is_refused(raw, value):
    assert refusal(raw(format=value)).place == "format"


@pytest.mark.parametrize("value", [0, -1, 1.5, "1", None, True, [1]])
def test_a_version_is_a_whole_number_from_one(raw, value):
    assert refusal(raw(version=value)).place == "version"


@pytest.mark.parametrize("value", [2, 99, 10**30])
def test_a_newer_version_is_refused_kindly_before_anything_else_is_looked_at(raw, value):
    problem = refusal(raw(version=value, factors="in a form of the future"))
    assert problem.place == "version"
    assert "newer version" in problem.reason
    assert "up to version 1" in problem.reason


def test_a_missing_version_is_refused():
    assert refusal(b'{"format": "flywheel-studio"}').place == "version"


# -- types and ranges


def place_of(raw: Any, **parts: Any) -> str:
    return refusal(raw(**parts)).place


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("factors", "mass", 0),
        ("factors", "mass", -1),
        ("factors", "capacity", 0),
        ("factors", "friction", -0.1),
        ("factors", "friction", None),
        ("factors", "friction", "0.5"),
        ("factors", "friction", True),
        ("factors", "score", 0),
        ("factors", "score", 10.1),
        ("factors", "x", 1_000_000.1),
        ("factors", "y", -2e6),
        ("factors", "x", 1e308),
        ("factors", "label", None),
        ("factors", "label", 5),
        ("factors", "label", "x" * 2_001),
        ("factors", "style", []),
        ("factors", "activities", {}),
        ("factors", "metric", "visits"),
        ("links", "weight", -0.5),
        ("links", "delay", -1),
        ("links", "active", 1),
        ("links", "polarity", "−"),
        ("links", "polarity", ""),
        ("links", "evidence", None),
        ("links", "source", 1),
        ("links", "weight_low", 0.6),
        ("links", "weight_high", 0.4),
        ("pushes", "start", -1),
        ("pushes", "duration", -1),
        ("wheels", "radius", 0),
        ("wheels", "answers", {"q": 1}),
        ("bands", "from_angle", "north"),
        ("texts", "width", -1),
        ("scenarios", "changes", [1]),
    ],
)
def test_a_value_of_the_wrong_type_or_out_of_range_is_refused_with_its_place(raw, kind, key, value):
    record = {"id": "x", "label": "X", "source": "a", "target": "a", "factor": "a", "wheel": "w"}
    problem = refusal(raw(**{kind: [{"id": "first"}, record | {key: value}]}))
    assert problem.place.startswith(f"{kind}[1].{key}")
    assert problem.reason.startswith(f"{problem.place} must be ")


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"title": None}, "title"),
        ({"factors": {}}, "factors"),
        ({"factors": None}, "factors"),
        ({"factors": [A, []]}, "factors[1]"),
        ({"links": [None]}, "links[0]"),
        ({"palette": ["red"]}, "palette[0]"),
        ({"run": None}, "run"),
        ({"run": {"until": 0}}, "run.until"),
        ({"run": {"seed": 1.5}}, "run.seed"),
        ({"view": []}, "view"),
        ({"dismissed": [1]}, "dismissed[0]"),
        ({"economics": {"churn": 1.01}}, "economics.churn"),
        ({"loops": [{"links": [1]}]}, "loops[0].links[0]"),
        ({"wheels": [{"id": "w", "goal": {"target": "many"}}]}, "wheels[0].goal.target"),
        ({"wheels": [{"id": "w", "answers": {"a": "", "b": None}}]}, "wheels[0].answers.b"),
        (
            {"factors": [{**A, "activities": [{"id": "a1"}, {"id": "a2", "strength": -1}]}]},
            "factors[0].activities[1].strength",
        ),
        ({"links": [{"id": "l1", "evidence": [{"text": []}]}]}, "links[0].evidence[0].text"),
    ],
)
def test_a_refusal_names_the_place_however_deep(raw, parts, place):
    assert place_of(raw, **parts) == place


def test_a_refusal_says_what_was_expected_and_what_stands_there(raw):
    assert refusal(raw(factors=[A, B, {**A, "id": "c", "friction": -1}])).reason == (
        "factors[2].friction must be a number of at least 0, not -1."
    )
    assert refusal(raw(title="x" * 2_001)).reason == (
        "title must be a text of at most 2,000 characters, not a text of 2001 characters."
    )
    assert refusal(raw(links=[{"id": "l", "polarity": "x"}])).reason == (
        "links[0].polarity must be “+” or “-”, not “x”."
    )


@pytest.mark.parametrize(
    "key", ["", "-a", "_a", "a b", "ä", "a" * 65, "a\n", "a.b", "main/x", "a\x00"]
)
@pytest.mark.parametrize("kind", ["factors", "wheels", "links"])
def test_an_id_of_the_wrong_form_is_refused(raw, kind, key):
    assert place_of(raw, **{kind: [{"id": key, "label": ""}]}) == f"{kind}[0].id"


def test_an_id_given_twice_among_its_kind_is_refused_and_across_kinds_is_not(raw):
    assert place_of(raw, factors=[A, B, A]) == "factors[2].id"
    twins = [{"id": "a1", "text": "t"}, {"id": "a1", "text": "u"}]
    assert place_of(raw, factors=[{**A, "activities": twins}]) == "factors[0].activities[1].id"
    assert codes(raw(wheels=[{"id": "a"}], factors=[A])) == []


def test_more_parts_than_the_limit_are_refused():
    tree = {"format": "flywheel-studio", "version": 1, "factors": [{}] * (MAX_RECORDS + 1)}
    assert "200,000" in refusal(msgspec.json.encode(tree)).reason


# -- ids given


def test_records_without_an_id_get_the_first_free_one_in_file_order(raw):
    ends = {"source": "a", "target": "a"}
    links = [ends, {**ends, "id": "l1"}, ends, {**ends, "id": "l3"}, ends]
    document = decode(raw(factors=[A], links=links)).flywheel
    assert list(document.links) == ["l2", "l1", "l4", "l3", "l5"]
    assert codes(raw(factors=[A], links=links)) == []


def test_every_kind_of_record_gets_an_id_of_its_kind(raw):
    document = decode(
        raw(
            wheels=[{}],
            factors=[{"label": "A", "activities": [{"text": "t"}]}],
            pushes=[{"factor": "f1"}],
            bands=[{"wheel": "w1"}],
            texts=[{"text": "t"}],
            scenarios=[{"name": "s"}],
        )
    ).flywheel
    assert [*document.wheels, *document.factors, *document.pushes] == ["w1", "f1", "p1"]
    assert [*document.bands, *document.texts, *document.scenarios] == ["b1", "t1", "s1"]
    assert document.factors["f1"].activities[0].id == "a1"


# -- references


def test_links_and_pushes_without_their_factor_are_left_out_with_a_finding(raw):
    links = [
        {"id": "l1", "source": "a", "target": "gone"},
        {"id": "l2", "source": "a", "target": "b"},
        {"id": "l3"},
    ]
    pushes = [{"id": "p1", "factor": "gone"}, {"id": "p2", "factor": "a"}]
    loaded = decode(raw(factors=[A, B], links=links, pushes=pushes))
    assert list(loaded.flywheel.links) == ["l2"]
    assert list(loaded.flywheel.pushes) == ["p2"]
    assert [finding.code for finding in loaded.findings] == ["missing-end"] * 3
    assert {finding.severity for finding in loaded.findings} == {"warning"}
    assert loaded.findings[0].message == "Link l1 was left out: there is no factor “gone”."
    assert loaded.findings[0].factors == ("a",)


def test_a_factors_unknown_wheel_becomes_the_first(raw):
    made = raw(wheels=[{"id": "one"}, {"id": "two"}], factors=[{**A, "wheel": "gone"}, B])
    assert codes(made) == ["missing-reference"]
    assert [factor.wheel for factor in decode(made).flywheel.factors.values()] == ["one", "one"]


def test_a_factors_wheel_is_dropped_where_there_is_no_wheel_at_all(raw):
    made = raw(factors=[{**A, "wheel": "gone"}])
    assert codes(made) == ["missing-reference"]
    assert decode(made).flywheel.factors["a"].wheel is None


@pytest.mark.parametrize(
    "parts",
    [
        {"wheels": [{"id": "w", "start": "gone"}]},
        {"wheels": [{"id": "w", "parent": "gone"}]},
        {"wheels": [{"id": "w", "goal": {"text": "g", "factor": "gone"}}]},
        {"wheels": [{"id": "w"}], "bands": [{"id": "b", "wheel": "gone", "label": "B"}]},
        {"bands": [{"id": "b", "wheel": "gone", "label": "B"}]},
        {"texts": [{"id": "t", "text": "T", "wheel": "gone"}]},
        {"scenarios": [{"id": "s", "changes": [{"path": "links.l9.weight", "value": 1}]}]},
        {"loops": [{"links": ["l9"], "name": "N"}]},
    ],
)
def test_an_unknown_reference_is_dropped_with_a_finding(raw, parts):
    assert codes(raw(**parts)) == ["missing-reference"]


def test_a_goal_keeps_its_words_when_its_factor_is_unknown(raw):
    wheel = {"id": "w", "goal": {"text": "more", "factor": "gone", "target": 5}}
    goal = decode(raw(wheels=[wheel])).flywheel.wheels["w"].goal
    assert goal is not None
    assert (goal.text, goal.target, goal.factor) == ("more", 5, None)


def test_a_scenario_keeps_the_changes_that_lead_somewhere(raw):
    changes = [
        {"path": "factors.a.mass", "value": 2},
        {"path": "factors.gone.mass", "value": 2},
        {"path": "run.until", "value": 5},
    ]
    loaded = decode(raw(factors=[A], scenarios=[{"id": "s", "name": "S", "changes": changes}]))
    paths = [change.path for change in loaded.flywheel.scenarios["s"].changes]
    assert paths == ["factors.a.mass", "run.until"]


@pytest.mark.parametrize(
    "parents", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b", "d": "a"}]
)
def test_a_circle_of_parents_is_cut_once(raw, parents):
    wheels = [{"id": key} | ({"parent": parents[key]} if key in parents else {}) for key in "abcd"]
    assert codes(raw(wheels=wheels)) == ["missing-reference"]


def test_links_to_the_same_factor_and_parallel_links_are_welcome(raw):
    ends = {"source": "a", "target": "a"}
    assert codes(raw(factors=[A], links=[{"id": "l1", **ends}, {"id": "l2", **ends}])) == []


def test_what_is_only_drawn_by_default_is_kept(raw):
    made = raw(
        theme="neon",
        wheels=[{"id": "w", "layout": "spiral", "stage": "dream", "status": "odd"}],
        factors=[{**A, "role": "king", "style": {"shape": "star"}}],
        links=[{"id": "l1", "source": "a", "target": "a", "confidence": "sure"}],
        loops=[{"links": ["l1"], "kind": "sideways"}],
    )
    assert codes(made) == []
    assert encode(decode(made).flywheel) == made


# -- texts


def test_control_characters_leave_a_text_with_a_finding(raw):
    every = "".join(map(chr, range(0x20))) + "\x7f\x80\x9f\ufdd0\ufffe\uffff\U0010ffff"
    made = raw(factors=[{"id": "a", "label": f"x{every}y"}])
    loaded = decode(made)
    assert codes(made) == ["text-cleaned"]
    assert loaded.flywheel.factors["a"].label == "x \n\ny"
    assert loaded.findings[0].factors == ("a",)


@pytest.mark.parametrize("character", ["\x85", "\x9f", "\ufdd0", "\ufffe", "\U0001ffff", "\x7f"])
def test_an_unescaped_control_character_is_found_too(raw, character):
    made = raw(title=f"a{character}b")
    assert codes(made) == ["text-cleaned"]
    assert decode(made).flywheel.header.title == "ab"


def test_decomposed_letters_are_composed(raw):
    made = raw(title="Gro\u0308\u00dfe")
    assert codes(made) == ["text-cleaned"]
    assert decode(made).flywheel.header.title == "Gr\u00f6\u00dfe"


def test_the_length_of_a_text_is_judged_after_cleaning(raw):
    assert codes(raw(title="e\u0301" * 2_000)) == ["text-cleaned"]
    assert place_of(raw, title="\u0958" * 2_000) == "title"  # composes into two each


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        ({"dismissed": ["a\tb"]}, 1),
        ({"wheels": [{"id": "w", "answers": {"q": "a\tb"}, "goal": {"text": "a\tb"}}]}, 2),
        ({"factors": [{**A, "activities": [{"id": "x", "text": "a\tb"}]}]}, 1),
        ({"factors": [{**A, "metric": {"name": "a\tb"}}]}, 1),
        ({"scenarios": [{"id": "s", "name": "S", "changes": [{"path": "x", "value": "a\tb"}]}]}, 1),
        ({"factors": [{**A, "style": {"icon": "a\tb"}, "unknown": "a\tb"}], "mine": "a\tb"}, 0),
    ],
)
def test_texts_are_cleaned_wherever_they_stand_and_unknown_keys_are_left_alone(raw, parts, count):
    assert codes(raw(**parts)) == ["text-cleaned"] * count


@pytest.mark.parametrize("text", ["Größe", "«Ça»", "漢字", "🌀", "a\nb", "עִבְרִית", "x" * 2_000])
def test_ordinary_text_of_any_language_is_left_alone(raw, text):
    text = normalize("NFC", text)
    assert codes(raw(title=text)) == []
    assert decode(raw(title=text)).flywheel.header.title == text


def test_reading_does_not_depend_on_the_layout_of_the_text(raw):
    made = raw(factors=[A, B], links=[{"id": "l1", "source": "a", "target": "b", "weight": 0.75}])
    tree = json.loads(made)
    flat = json.dumps(tree, separators=(",", ":")).encode()
    wide = json.dumps(tree, separators=(" , ", "\t:\n"), indent=7).encode()
    assert decode(flat) == decode(wide) == decode(made)
