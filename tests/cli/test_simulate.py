"""`flywheel simulate`: rows, columns, digits, changes for one run, and the summary."""

from __future__ import annotations

import csv
import itertools
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flywheel_studio.cli.main import main
from flywheel_studio.cli.simulate import safe_text
from flywheel_studio.language.translate import speaking

SUMMARY = [
    "until", "breakthrough", "doubling_time", "peak_momentum", "final_momentum", "ran_away_at",
    "dominance",
]  # fmt: skip


def lone(**fields: Any) -> dict[str, Any]:
    """One factor that was shoved to speed 1 and fades with its friction."""
    return {
        "factors": [{"id": "a", "label": "A", **fields}],
        "pushes": [{"id": "p1", "factor": "a", "impulse": 1}],
    }


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_amazon_grows(command: Any, amazon: Path) -> None:
    ran = command("simulate", amazon, "--json")
    assert ran.status == 0
    assert list(ran.json) == SUMMARY
    assert ran.json["until"] == 20
    assert ran.json["final_momentum"] > 10
    assert ran.json["peak_momentum"] == ran.json["final_momentum"]
    assert ran.json["breakthrough"] == 0
    assert ran.json["ran_away_at"] is None
    growth = command("check", amazon, "--json").json["growth_rate"]
    assert ran.json["doubling_time"] == pytest.approx(math.log(2) / growth, rel=0.02)


def test_the_summary_says_which_loops_drive_from_when_to_when(command: Any, amazon: Path) -> None:
    periods = command("simulate", amazon, "--json").json["dominance"]
    assert [list(period) for period in periods] == [["from", "to", "loops", "share"]] * len(periods)
    assert periods[0]["from"] == 0
    assert periods[-1]["to"] == 20
    assert all(a["to"] == b["from"] for a, b in itertools.pairwise(periods))
    assert all(0.5 <= period["share"] <= 1 for period in periods)
    # A shove alone is first eaten by friction; a wheel that grows ends driven by its loops.
    assert periods[0]["loops"] == ["friction:customer-experience"]
    listed = {loop["id"] for loop in command("check", amazon, "--json").json["loops"]}
    assert set(periods[-1]["loops"]) <= listed


def test_a_run_without_loops_or_movement_names_none(
    command: Any, written: Callable[..., Path]
) -> None:
    assert command("simulate", written(**lone()), "--json").json["dominance"] == []
    own = [{"id": "l1", "source": "a", "target": "a"}]
    still = written(factors=[{"id": "a", "label": "A"}], links=own)
    said = command("simulate", still, "--until", 4, "--json").json["dominance"]
    assert said == [{"from": 0, "to": 4, "loops": [], "share": 0}]


def test_the_table_has_fixed_columns_then_one_a_factor_in_file_order(
    command: Any, amazon: Path, tmp_path: Path
) -> None:
    table = tmp_path / "run.csv"
    ran = command("simulate", amazon, "-o", table)
    assert (ran.status, ran.err) == (0, "")
    header = table.read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [
        "time", "momentum", "self_drive", "customer-experience", "traffic", "sellers", "selection",
        "growth", "lower-cost-structure", "lower-prices",
    ]  # fmt: skip


def test_rows_stand_at_every_step_and_at_the_end(command: Any, amazon: Path) -> None:
    ran = command("simulate", amazon, "--until", 1, "--every", 0.3, "-o", "-")
    assert [float(row["time"]) for row in rows_of(ran.out)] == pytest.approx(
        [0, 0.3, 0.6, 0.9, 1.0], abs=1e-15
    )


def test_time_and_step_default_to_those_of_the_document(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(**lone(), run={"until": 3, "every": 1.5})
    out = command("simulate", file, "-o", "-").out
    assert [row["time"] for row in rows_of(out)] == ["0", "1.5", "3"]


def test_a_row_at_a_shove_shows_the_value_just_after_it(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=[{"id": "a", "label": "A", "mass": 4, "friction": 0}],
        pushes=[{"id": "p1", "factor": "a", "impulse": 2, "start": 1}],
    )
    rows = rows_of(command("simulate", file, "--until", 2, "--every", 1, "-o", "-").out)
    assert [float(row["a"]) for row in rows] == pytest.approx([0, 0.5, 0.5])
    assert [float(row["momentum"]) for row in rows] == pytest.approx([0, 2, 2])


def test_numbers_have_a_point_and_come_back_exactly(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(**lone(friction=0.3))
    rows = rows_of(command("simulate", file, "--until", 5, "--every", 1, "-o", "-").out)
    for row in rows:
        assert float(row["a"]) == pytest.approx(math.exp(-0.3 * float(row["time"])), abs=1e-6)
    assert any(len(row["a"].replace("0.", "").lstrip("0")) >= 16 for row in rows)
    assert all(format(float(row["a"]), ".17g") == row["a"] for row in rows)


def test_self_drive_is_empty_where_it_is_undefined(
    command: Any, written: Callable[..., Path]
) -> None:
    rows = rows_of(command("simulate", written(**lone()), "--until", 1, "-o", "-").out)
    assert {row["self_drive"] for row in rows} == {""}


def test_a_factor_named_like_a_fixed_column_is_told_apart(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=[{"id": key, "label": key} for key in ("time", "momentum", "self_drive", "b")]
    )
    header = command("simulate", file, "-o", "-").out.splitlines()[0]
    assert header == ("time,momentum,self_drive,factor:time,factor:momentum,factor:self_drive,b")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("=1+2", "'=1+2"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@cmd", "'@cmd"),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("=a,b", '"\'=a,b"'),
    ],
)
def test_no_text_is_a_cell_that_a_spreadsheet_runs(text: str, cell: str) -> None:
    assert safe_text(text) == cell


def test_a_wheel_that_runs_away_ends_with_its_last_row_in_bounds(
    command: Any, written: Callable[..., Path]
) -> None:
    file = written(
        factors=[{"id": "a", "label": "A", "friction": 0}],
        links=[{"id": "l1", "source": "a", "target": "a", "weight": 10}],
        pushes=[{"id": "p1", "factor": "a", "impulse": 1}],
    )
    ran = command("simulate", file, "--until", 50, "--every", 0.5, "-o", "run.csv", "--json")
    # e^(10 t) passes 1e12 at t = 2.763.
    assert ran.status == 0
    assert ran.json["ran_away_at"] == pytest.approx(math.log(1e12) / 10, abs=0.51)
    rows = rows_of(Path("run.csv").read_text(encoding="utf-8"))
    assert all(abs(float(row["a"])) <= 1e12 for row in rows)
    assert all(math.isfinite(float(row["momentum"])) for row in rows)
    assert "NaN" not in ran.out
    assert "Infinity" not in ran.out
    assert "ran away" in command("simulate", file).out


def test_set_changes_a_value_for_this_run_alone(command: Any, amazon: Path) -> None:
    before = amazon.read_bytes()
    plain = command("simulate", amazon, "--json").json["final_momentum"]
    for change in ("factors.traffic.friction=0.2", "links.l1.weight=0.9"):
        assert command("simulate", amazon, "--json", "--set", change).json["final_momentum"] > plain
    off = command("simulate", amazon, "--json", "--set", "links.l1.active=false").json
    assert off["final_momentum"] < plain
    both = command(
        "simulate", amazon, "--json", "--set", "links.l1.weight=0.9", "--set", "links.l2.weight=0.9"
    )
    assert both.json["final_momentum"] > plain
    assert amazon.read_bytes() == before


def test_a_scenario_is_run_by_name_or_id(command: Any, amazon: Path) -> None:
    plain = command("simulate", amazon, "--json").json["final_momentum"]
    by_name = command("simulate", amazon, "--json", "--scenario", "Booster switched off")
    by_id = command("simulate", amazon, "--json", "--scenario", "booster-off")
    assert by_name.status == 0
    assert by_name.json == by_id.json
    assert by_name.json["final_momentum"] < plain


def test_a_scenario_is_compared_with_the_drawing_in_one_sentence(
    command: Any, amazon: Path
) -> None:
    for name in ("Booster switched off", "booster-off"):
        said = command("simulate", amazon, "--scenario", name).out.splitlines()
        assert said[-1] == (
            "With “Booster switched off” the wheel has 40 % less momentum at the end."
        )
    away = ("--scenario", "booster-off", "--set", "links.l1.weight=900")
    said = command("simulate", amazon, *away).out.splitlines()
    assert said[-1].startswith("With “Booster switched off” the wheel runs away in year ")


def test_a_goal_is_told_with_its_time(command: Any, written: Callable[..., Path]) -> None:
    metric = {"unit": "users", "baseline": 100, "target": 150}
    grows = [{"id": "l1", "source": "a", "target": "a", "weight": 0.6}]
    file = written(
        factors=[{"id": "a", "label": "Reach", "initial": 0.1, "metric": metric}], links=grows
    )
    said = command("simulate", file).out
    assert "“Reach” reaches 150 users in month 16.1." in said


def test_the_summary_for_a_person_says_how_it_goes(command: Any, amazon: Path) -> None:
    said = command("simulate", amazon).out
    assert "from the start" in said
    assert "doubles" in said


def test_a_wheel_that_runs_down_never_breaks_through(
    command: Any, written: Callable[..., Path]
) -> None:
    said = command("simulate", written(**lone()), "--json").json
    assert said["breakthrough"] is None
    assert said["doubling_time"] is None
    assert said["peak_momentum"] == pytest.approx(1)


def test_the_same_table_in_every_locale(
    command: Any, amazon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = command("simulate", amazon, "-o", "-").raw
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert command("simulate", amazon, "-o", "-").raw == plain


def test_products_are_made_in_one_thread_unless_told_otherwise(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    main(["templates", "--quiet"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    main(["templates", "--quiet"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_wheel_that_swings_is_told_to_swing_and_its_json_stays_what_it_was(
    command: Any,
    written: Callable[..., Path],
    language: str,
) -> None:
    # v' = −v(t − 3): swings wider, as 3 is above π/2 (Hayes 1950). At 11 it is on its way up.
    file = written(
        **lone(friction=0.0),
        links=[{"id": "l", "source": "a", "target": "a", "polarity": "-", "weight": 1, "delay": 3}],
    )
    with speaking(language):
        said = command("simulate", file, "--until", "11").out
        told = command("check", file).out
    if language == "en":
        assert "It does not grow, it swings ever wider. One swing takes " in said
        assert "doubles" not in said and "mostly by itself" not in said
        assert "It does not grow, it swings ever wider. One swing takes " in told
        assert "calms the swings" in told and "lifts growth" not in told
    else:
        assert "Es wächst nicht, es schaukelt sich auf. Eine Schwingung dauert " in said
        assert "verdoppelt" not in said and "von selbst" not in said
        assert "beruhigt die Schwingungen" in told and "hebt das Wachstum" not in told
    ran = command("simulate", file, "--until", "11", "--json").json
    assert list(ran) == SUMMARY and ran["doubling_time"] > 0
    checked = command("check", file, "--json").json
    # As documented: whether the rate is above 1e-9; that it swings is said by the period.
    assert checked["self_sustaining"] is True and checked["growth_rate"] > 0
    assert checked["oscillation_period"] == pytest.approx(10.3, rel=0.1)


def test_a_wheel_that_nobody_pushes_says_so(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "plain.flywheel"
    command("new", "-o", file)
    still = command("simulate", file).out
    assert "Nothing pushes it." in still and "by itself" not in still
    shoved = tmp_path / "shoved.flywheel"
    command("new", "--template", "blank-ring", "-o", shoved)
    assert "Nothing pushes it." not in command("simulate", shoved).out


def test_a_funnel_is_never_said_to_turn_by_itself(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "funnel.flywheel"
    command("new", "--template", "funnel", "-o", file)
    said = command("simulate", file).out
    assert "It never comes to turn mostly by itself." in said
    assert command("simulate", file, "--json").json["breakthrough"] is None
