"""`flywheel templates` and `flywheel new`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flywheel_studio.cli.new import LEAST_SPOKES, MOST_SPOKES
from flywheel_studio.storage.templates import MENU_ORDER, new_ring


def test_templates_lists_id_title_and_languages(command: Any) -> None:
    rows = {row["id"]: row for row in command("templates", "--json").json}
    assert tuple(rows) == MENU_ORDER
    assert all(set(row) == {"id", "title", "languages"} for row in rows.values())
    assert rows["amazon"]["title"] == "Amazon's growth flywheel"
    assert set(rows["amazon"]["languages"]) == {"en", "de"}
    told = command("templates").out
    assert all(template in told for template in rows)
    assert "Amazon's growth flywheel" in told


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("template", MENU_ORDER)
def test_a_new_file_is_the_template_byte_for_byte(
    command: Any, tmp_path: Path, checkout: Path, template: str, language: str
) -> None:
    file = tmp_path / "new.flywheel"
    ran = command("new", "--template", template, "--language", language, "-o", file)
    assert (ran.status, ran.raw, ran.err) == (0, b"", "")
    shipped = checkout / "resources" / "templates" / f"{template}.{language}.flywheel"
    assert file.read_bytes() == shipped.read_bytes()


def test_a_new_file_is_english_unless_said(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    labels = [f["label"] for f in command("new", "--template", "amazon", "-o", "-").json["factors"]]
    assert "Customer experience" in labels


@pytest.mark.parametrize(("words", "spokes"), [((), 4), (("--spokes", 7), 7), (("--spokes", 2), 2)])
def test_without_a_template_it_is_a_plain_ring_that_coasts(
    command: Any, tmp_path: Path, words: tuple[object, ...], spokes: int
) -> None:
    file = tmp_path / "ring.flywheel"
    assert command("new", *words, "-o", file).status == 0
    said = command("check", file, "--json").json
    assert (said["factors"], said["links"], len(said["loops"])) == (spokes, spokes, 1)
    assert said["loops"][0]["kind"] == "reinforcing"
    assert abs(said["growth_rate"]) <= 1e-9
    assert said["self_sustaining"] is False


def test_the_limits_of_a_ring_are_those_of_the_document() -> None:
    assert len(new_ring(MOST_SPOKES, "en").factors) == MOST_SPOKES
    assert len(new_ring(LEAST_SPOKES, "en").factors) == LEAST_SPOKES
    for spokes in (LEAST_SPOKES - 1, MOST_SPOKES + 1):
        with pytest.raises(ValueError, match="ring"):
            new_ring(spokes, "en")


def test_an_existing_file_is_replaced(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "new.flywheel"
    file.write_bytes(b"what was there")
    assert command("new", "-o", file).status == 0
    assert json.loads(file.read_bytes())["format"] == "flywheel-studio"


def test_the_file_that_it_replaces_stays_beside_it_and_is_named(
    command: Any, tmp_path: Path
) -> None:
    file, backup = tmp_path / "mine.flywheel", tmp_path / "mine.flywheel~"
    file.write_bytes(b"a year of work")
    ran = command("new", "-o", file)
    assert backup.read_bytes() == b"a year of work"
    assert len(ran.lines_of_trouble) == 1
    assert str(backup) in ran.err
    again = command("new", "-o", file)
    assert (again.err, backup.read_bytes()) == ("", b"a year of work")


def test_what_nobody_has_drawn_on_pushes_out_no_drawing(command: Any, tmp_path: Path) -> None:
    file, backup = tmp_path / "mine.flywheel", tmp_path / "mine.flywheel~"
    assert command("new", "-o", file).status == 0
    drawn = file.read_bytes().replace(b"Factor 1", b"Traffic")
    file.write_bytes(drawn)
    for words in (("--template", "amazon"), ("--spokes", 7), ("--language", "de"), ()):
        assert command("new", *words, "-o", file).status == 0
        assert backup.read_bytes() == drawn
    changed = file.read_bytes().replace(b"Factor 1", b"Sellers")
    file.write_bytes(changed)
    assert command("new", "-o", file).status == 0
    assert backup.read_bytes() == changed


def test_a_new_file_may_go_to_standard_output(command: Any) -> None:
    ran = command("new", "-o", "-")
    assert ran.status == 0
    assert ran.json["format"] == "flywheel-studio"


def test_a_file_that_cannot_be_written_is_status_3(command: Any, tmp_path: Path) -> None:
    for place in (tmp_path / "no" / "such" / "folder.flywheel", tmp_path):
        ran = command("new", "-o", place)
        assert ran.status == 3
        assert len(ran.lines_of_trouble) == 1
        assert str(place) in ran.err
    assert list(tmp_path.iterdir()) == []
