"""`flywheel check`: what it prints, and when it ends with 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KEYS = [
    "title", "factors", "links", "loops", "loops_complete", "loops_complete_to", "growth_rate",
    "oscillation_period", "step_gain", "self_sustaining", "levers", "long_run", "findings",
]  # fmt: skip
LOOP_KEYS = ["id", "kind", "factors", "links", "gain", "turn_time", "name"]
FINDING_KEYS = ["code", "severity", "message", "factors", "links", "fix"]


def factors(*ids: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": key, "label": key.upper(), **fields} for key in ids]


def links(*pairs: str, **fields: Any) -> list[dict[str, Any]]:
    """Links from words: "ab" leads from a to b; "ab-" is negative."""
    return [
        {
            "id": f"l{n}",
            "source": pair[0],
            "target": pair[1],
            **({"polarity": "-"} if pair.endswith("-") else {}),
            **fields,
        }
        for n, pair in enumerate(pairs, 1)
    ]


def test_amazon_has_two_reinforcing_loops_and_grows(command: Any, amazon: Path) -> None:
    ran = command("check", amazon, "--json")
    said = ran.json
    assert (ran.status, ran.err) == (0, "")
    assert list(said) == KEYS
    assert said["title"] == "Amazon's growth flywheel"
    assert (said["factors"], said["links"]) == (7, 8)
    assert [(loop["id"], loop["kind"]) for loop in said["loops"]] == [
        ("R1", "reinforcing"),
        ("R2", "reinforcing"),
    ]
    assert all(list(loop) == LOOP_KEYS for loop in said["loops"])
    assert said["growth_rate"] > 0
    assert said["self_sustaining"] is True
    assert said["loops_complete"] is True
    assert said["loops_complete_to"] is None
    assert said["findings"] == [] or all(list(f) == FINDING_KEYS for f in said["findings"])


def test_gain_turn_time_and_growth_of_a_plain_ring(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=factors("a", "b", "c", "d", mass=2, friction=0.25),
        links=links("ab", "bc", "cd", "da", weight=0.75),
    )
    said = command("check", file, "--json").json
    (loop,) = said["loops"]
    # Closed forms: every w/f is 3; λ = (w − f)/m; R = G^(1/n); a lag of m/f a factor.
    assert loop["gain"] == pytest.approx(3**4, rel=1e-12)
    assert loop["turn_time"] == pytest.approx(4 * 2 / 0.25, rel=1e-12)
    assert said["growth_rate"] == pytest.approx(0.25, rel=1e-9)
    assert said["step_gain"] == pytest.approx(3, rel=1e-9)
    assert said["oscillation_period"] is None


def test_what_is_infinite_is_null(command: Any, written: Callable[..., Path]) -> None:
    file = written(factors=factors("a", "b", friction=0), links=links("ab", "ba"))
    said = command("check", file, "--json").json
    assert said["loops"][0]["gain"] is None
    assert said["loops"][0]["turn_time"] is None
    assert said["step_gain"] is None


def test_a_negative_link_leaves_no_step_gain_and_may_swing(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(factors=factors("a", "b", friction=0.1), links=links("ab", "ba-", weight=1))
    said = command("check", file, "--json").json
    assert said["loops"][0]["id"] == "B1"
    assert said["step_gain"] is None
    # v'' + 0.2 v' + 1.01 v = 0: the roots are −0.1 ± i.
    assert said["growth_rate"] == pytest.approx(-0.1, rel=1e-6)
    assert said["oscillation_period"] == pytest.approx(2 * 3.141592653589793, rel=1e-6)


def test_loops_are_numbered_by_length_then_file_order_each_kind_for_itself(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=factors("a", "b", "c"),
        links=links("bc", "cb", "ca", "ab", "aa-", "ba-"),
    )
    loops = command("check", file, "--json").json["loops"]
    assert {loop["id"]: "".join(loop["factors"]) for loop in loops} == {
        "B1": "a",
        "B2": "ab",
        "R1": "bc",
        "R2": "abc",
    }


def test_a_loop_that_someone_named_keeps_its_name(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=factors("a", "b"),
        links=links("ab", "ba"),
        loops=[{"links": ["l2", "l1"], "name": "To and fro", "kind": "reinforcing"}],
    )
    assert command("check", file, "--json").json["loops"][0]["name"] == "To and fro"


def test_a_search_that_is_cut_says_up_to_where_it_is_complete(
    command: Any, written: Callable[..., Path]
) -> None:
    names = "abcdefghij"
    pairs = [one + other for one in names for other in names if one != other]
    file = written(factors=factors(*names), links=links(*pairs))
    ran = command("check", file, "--json")
    said = ran.json
    assert said["loops_complete"] is False
    # 10 nodes: 45 loops of two, 240 of three, 1,260, 6,048; those of six pass 10,000.
    assert said["loops_complete_to"] == 5
    assert command("check", file, "--json").raw == ran.raw
    told = command("check", file).out.splitlines()
    assert len(told) < 60
    assert "5 links" in told[0]
    assert any("--json" in line for line in told)


@pytest.mark.parametrize(
    ("fail_on", "status"), [(None, 0), ("error", 0), ("warning", 1), ("never", 0)]
)
def test_a_warning_of_reading_counts_for_fail_on(
    command: Any, written: Callable[..., Path], fail_on: str | None, status: int
) -> None:
    file = written(factors=factors("a"), links=links("ab"))
    words = [] if fail_on is None else ["--fail-on", fail_on]
    ran = command("check", file, "--json", *words)
    assert ran.status == status
    assert ran.json["findings"][0]["code"] == "missing-end"
    assert list(ran.json["findings"][0]) == FINDING_KEYS
    assert command("check", file, *words).status == status
    assert "warning: " in command("check", file).out


def test_the_words_for_a_person_name_loops_and_growth(command: Any, amazon: Path) -> None:
    ran = command("check", amazon)
    assert ran.status == 0
    assert ran.out.startswith("Amazon's growth flywheel: 7 factors, 8 links, 2 loops\n")
    assert "year" in ran.out
    assert "R1 Selection wheel: " in ran.out
    assert "R2 Price booster: " in ran.out


def test_an_empty_paper_is_no_error(command: Any, written: Callable[..., Path]) -> None:
    ran = command("check", written(), "--json")
    assert ran.status == 0
    assert (ran.json["factors"], ran.json["loops"]) == (0, [])
    assert ran.json["self_sustaining"] is False
    assert command("check", written()).status == 0


def test_standard_input_is_a_file_like_any_other(command: Any, amazon: Path) -> None:
    piped = command("check", "-", "--json", stdin=amazon.read_bytes())
    assert piped.status == 0
    assert piped.raw == command("check", amazon, "--json").raw
    refused = command("check", "-", stdin=b"{}")
    assert refused.status == 3
    assert refused.err.startswith("flywheel: standard input: ")


def test_json_has_all_digits_and_no_escapes(command: Any, written: Callable[..., Path]) -> None:
    file = written(
        title="Schwungräder", factors=factors("a", "b"), links=links("ab", "ba", weight=0.1 + 0.2)
    )
    ran = command("check", file, "--json")
    assert "Schwungräder" in ran.out
    assert ran.json["loops"][0]["gain"] == pytest.approx((0.1 + 0.2) ** 2 / 0.25, rel=1e-15)
    assert json.loads(ran.raw)["growth_rate"] == pytest.approx(-0.2 + 1e-17, abs=1e-12)


def test_a_funnel_is_an_error_with_the_step_that_closes_it(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(factors=factors("a", "b", "c"), links=links("ab", "bc"))
    ran = command("check", file, "--json")
    assert ran.status == 1
    first = ran.json["findings"][0]
    assert (first["code"], first["severity"]) == ("funnel", "error")
    assert (first["factors"], first["links"]) == (["a", "b", "c"], ["l1", "l2"])
    assert first["fix"].startswith("Close the ring: link “C” back to “A”")
    assert command("check", file, "--fail-on", "never").status == 0
    told = command("check", file).out.splitlines()
    at = next(row for row, line in enumerate(told) if line.startswith("error: This is a funnel"))
    assert told[at + 1].startswith("  → Close the ring")


def test_json_tells_what_a_lasting_push_leads_to(
    command: Any, written: Callable[..., Path]
) -> None:
    drawn = links("ab", "bc", "ac", weight=0.25)
    drawn[2]["polarity"] = "-"
    file = written(factors=factors("a", "b", "c"), links=drawn)
    told = command("check", file, "--json").json["long_run"]
    assert [list(one) for one in told] == [["push", "effects", "speeds"]] * 3
    # c is lifted by way of b and lowered at once: the signs alone do not say which is more.
    assert told[0]["effects"] == {"a": "lifts", "b": "lifts", "c": "does not say"}
    assert told[0]["speeds"] == pytest.approx({"a": 2.0, "b": 1.0, "c": -0.5})
    assert told[2] == {"push": "c", "effects": {"c": "lifts"}, "speeds": {"c": 2.0}}
    # A wheel that grows never settles; what it does is known by its signs all the same.
    growing = written(factors=factors("a", "b"), links=links("ab", "ba", weight=0.75))
    told = command("check", growing, "--json").json["long_run"]
    assert told[0] == {"push": "a", "effects": {"a": "lifts", "b": "lifts"}, "speeds": None}


def test_a_rate_under_ceilings_is_that_of_the_beginning(
    command: Any, written: Callable[..., Path]
) -> None:
    said = "That is its pace at the beginning, until ceilings slow it."
    for weight, capacity, is_said in ((0.75, 2.0, True), (0.75, None, False), (0.25, 2.0, False)):
        drawn = factors("a", "b")
        if capacity:
            drawn[0]["capacity"] = capacity
        file = written(factors=drawn, links=links("ab", "ba", weight=weight))
        assert (said in command("check", file).out.splitlines()) is is_said


def test_levers_come_largest_first(command: Any, written: Callable[..., Path]) -> None:
    file = written(factors=factors("a", "b"), links=links("ab", "ba", weight=0.75))
    levers = command("check", file, "--json").json["levers"]
    assert all(list(lever) == ["kind", "of", "effect"] for lever in levers)
    sizes = [abs(lever["effect"]) for lever in levers]
    assert sizes == sorted(sizes, reverse=True)
    # λ = √(w₁·w₂) − f: a tenth of w₁ moves it by w/20 to first order.
    weight = next(lever for lever in levers if (lever["kind"], lever["of"]) == ("weight", "l1"))
    assert weight["effect"] == pytest.approx(0.75 / 20, rel=1e-9)


def test_what_the_user_put_aside_is_left_out_and_counted(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=factors("a", "b", "x"), links=links("ab", "ba"), dismissed=["unconnected:x"]
    )
    assert "unconnected" not in {
        f["code"] for f in command("check", file, "--json").json["findings"]
    }
    assert command("check", file).out.rstrip().endswith("1 finding is put aside")


def test_the_strongest_levers_are_told_to_a_person(command: Any, amazon: Path) -> None:
    said = command("check", amazon).out
    assert said.count(" lifts growth by ") == 3
    assert "10 % more of " in said
    assert " points a year." in said


def test_equal_rings_say_why_there_are_no_levers(
    command: Any, written: Callable[..., Path]
) -> None:
    links = [{"id": f"l{key}", "source": key, "target": key} for key in "ab"]
    file = written(factors=[{"id": key, "label": key} for key in "ab"], links=links)
    assert "no single lever" in command("check", file).out
    assert command("check", file, "--json").json["levers"] == []
