"""Files that are broken, missing or in the way: status 3, one line, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = {
    "format": "flywheel-studio",
    "version": 1,
    "title": "Good",
    "factors": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
    "links": [{"id": "l1", "source": "a", "target": "b"}],
}


def changed(**parts: Any) -> bytes:
    return json.dumps({**GOOD, **parts}).encode()


BROKEN = {
    "empty": b"",
    "not-json": b"{",
    "not-utf-8": b'{"format": "\xff"}',
    "not-an-object": b"[]",
    "another-format": b'{"format": "other", "version": 1}',
    "no-format": b"{}",
    "newer": changed(version=2),
    "version-is-text": changed(version="1"),
    "key-twice": b'{"format": "flywheel-studio", "format": "flywheel-studio", "version": 1}',
    "nan": changed(factors=[{"id": "a", "label": "A", "mass": float("nan")}]),
    "infinite": changed(factors=[{"id": "a", "label": "A", "mass": float("inf")}]),
    "out-of-range": changed(factors=[{"id": "a", "label": "A", "friction": -1}]),
    "wrong-type": changed(factors={"a": 1}),
    "null": changed(title=None),
    "id-twice": changed(factors=[{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]),
    "id-of-wrong-form": changed(factors=[{"id": "-a b", "label": "A"}]),
    "polarity": changed(links=[{"id": "l1", "source": "a", "target": "b", "polarity": "x"}]),
    "surrogate": b'{"format": "flywheel-studio", "version": 1, "title": "\\ud800"}',
    "too-long": changed(title="x" * 2_001),
    "too-deep": b'{"format": "flywheel-studio", "version": 1, "x": '
    + b"[" * 200
    + b"]" * 200
    + b"}",
    "brackets": b"[" * 100_000,
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_one_line_that_names_it(command: Any, tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "broken.flywheel"
    file.write_bytes(raw)
    for words in (
        ["check", file],
        ["simulate", file, "-o", "run.csv"],
        ["export", file, "-o", "picture.svg"],
        ["convert", file, "other.flywheel"],
        ["convert", file, file],
    ):
        ran = command(*words)
        assert ran.status == 3
        assert len(ran.lines_of_trouble) == 1
        assert ran.err.startswith(f"flywheel: {file}: ")
        assert ran.raw == b""
    assert file.read_bytes() == raw
    assert [other.name for other in tmp_path.iterdir()] == ["broken.flywheel"]


def test_an_empty_file_is_called_empty(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "empty.flywheel"
    for raw in (b"", b"\xef\xbb\xbf", b" \n"):
        file.write_bytes(raw)
        assert command("check", file).err == f"flywheel: {file}: The file is empty.\n"


def test_the_line_names_the_place_once_and_what_was_expected(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "broken.flywheel"
    file.write_bytes(
        changed(factors=[GOOD["factors"][0], {"id": "b", "label": "B", "friction": -1}])
    )
    err = command("check", file).err
    assert err.count("factors[1].friction") == 1


def test_a_file_that_is_not_there(command: Any, tmp_path: Path) -> None:
    for place in (tmp_path / "none.flywheel", tmp_path, tmp_path / "no" / "folder.flywheel"):
        ran = command("check", place)
        assert (ran.status, len(ran.lines_of_trouble)) == (3, 1)
        assert str(place) in ran.err


def test_a_name_cannot_write_a_second_line_or_control_the_terminal(command: Any) -> None:
    ran = command("check", "a\nb\x1b[31m\u202e.flywheel")
    assert ran.status == 3
    assert len(ran.lines_of_trouble) == 1
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err


def test_a_name_that_no_file_can_have(command: Any) -> None:
    for name in ("x" * 300 + ".flywheel", "a\0b.flywheel", ""):
        for words in (["check", name], ["new", "-o", name]):
            ran = command(*words)
            assert (ran.status, len(ran.lines_of_trouble)) == (3, 1)


def test_convert_rewrites_in_canonical_form_also_in_place(
    command: Any, amazon: Path, tmp_path: Path
) -> None:
    canonical = amazon.read_bytes()
    loose = tmp_path / "loose.flywheel"
    loose.write_text(json.dumps(json.loads(canonical)), encoding="utf-8")
    assert command("convert", loose, "tidy.flywheel").status == 0
    assert Path("tidy.flywheel").read_bytes() == canonical
    assert command("convert", loose, loose).status == 0
    assert loose.read_bytes() == canonical
    piped = command("convert", "-", "-", stdin=loose.read_bytes())
    assert piped.raw == canonical


def test_convert_keeps_the_drawing_that_it_replaces(
    command: Any, amazon: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.flywheel"
    loose = json.dumps(json.loads(amazon.read_bytes())).encode()
    other.write_bytes(loose)
    link = tmp_path / "link.flywheel"
    link.symlink_to(other)
    assert command("convert", link, link).status == 0  # in place, through a link
    assert link.is_symlink()
    assert other.read_bytes() == amazon.read_bytes()
    assert Path(f"{other}~").read_bytes() == loose
    other.write_bytes(loose)
    assert command("new", "-o", "plain.flywheel").status == 0
    assert command("convert", "plain.flywheel", link).status == 0
    assert Path(f"{other}~").read_bytes() == loose


def test_a_result_of_another_kind_keeps_the_drawing_that_it_replaces(
    command: Any, amazon: Path
) -> None:
    drawn = amazon.read_bytes().replace(b"Traffic", b"Visits")
    amazon.write_bytes(drawn)
    assert command("new", "-o", "plain.flywheel").status == 0
    for words in (("simulate",), ("export", "--format", "svg")):
        assert command(*words, "plain.flywheel", "-o", amazon).status == 0
        assert Path(f"{amazon}~").read_bytes() == drawn
        amazon.write_bytes(drawn)


@pytest.mark.parametrize(
    "words",
    [
        ("export", "FILE", "-o", "TO", "--format", "svg"),
        ("export", "FILE", "-o", "TO", "--format", "pptx"),
        ("export", "FILE", "-o", "TO", "--format", "pptx", "--slides", "story"),
        ("simulate", "FILE", "-o", "TO"),
        ("simulate", "FILE", "-o", "TO", "--json"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("spelling", ["as it is", "another way", "a link", "a second name"])
def test_no_result_goes_over_the_drawing_that_it_is_made_from(
    command: Any, amazon: Path, words: tuple[str, ...], spelling: str
) -> None:
    to = Path("other.xmile")
    if spelling == "a link":
        to.symlink_to(amazon)
    elif spelling == "a second name":
        os.link(amazon, to)
    else:
        to = amazon if spelling == "as it is" else Path("..", amazon.parent.name, amazon.name)
    before = (amazon.read_bytes(), amazon.stat().st_mtime_ns)
    ran = command(*({"FILE": amazon, "TO": to}.get(word, word) for word in words))
    assert (ran.status, ran.raw) == (2, b"")
    assert ran.err == (f"flywheel: {to} is the drawing itself: write the result to another file\n")
    assert (amazon.read_bytes(), amazon.stat().st_mtime_ns) == before
    assert not Path(f"{amazon}~").exists()


def test_convert_does_not_change_the_format_of_its_own_source(command: Any, amazon: Path) -> None:
    before = amazon.read_bytes()
    link = Path("model.xmile")
    link.symlink_to(amazon)
    assert command("convert", amazon, link).status == 2
    assert amazon.read_bytes() == before
    assert command("export", amazon, "-o", "picture.svg").status == 0
    picture = Path("picture.svg").read_bytes()
    Path("picture.flywheel").symlink_to("picture.svg")
    assert command("convert", "picture.svg", "picture.flywheel").status == 2
    assert command("export", "picture.svg", "-o", "picture.svg", "--no-model").status == 2
    assert Path("picture.svg").read_bytes() == picture


def test_no_result_goes_over_the_drawing_that_is_piped_in(
    checkout: Path, amazon: Path, tmp_path: Path
) -> None:
    before = amazon.read_bytes()
    with amazon.open("rb") as source:
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "flywheel_studio"),
                *("export", "-", "-o", amazon, "--format", "svg"),
            ],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(checkout)},
            stdin=source,
            capture_output=True,
            timeout=60,
        )
    assert (ran.returncode, amazon.read_bytes()) == (2, before)


def test_convert_writes_the_model_for_other_programs(command: Any, tmp_path: Path) -> None:
    assert command("new", "--template", "amazon", "-o", "a.flywheel").status == 0
    assert command("convert", "a.flywheel", "a.xmile").status == 0
    written = (tmp_path / "a.xmile").read_text(encoding="utf-8")
    assert written.startswith('<?xml version="1.0"')
    assert '<stock name="Traffic">' in written


def test_convert_keeps_what_it_does_not_know(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "later.flywheel"
    file.write_bytes(changed(future={"a": [1, 2]}))
    assert command("convert", file, file).status == 0
    assert json.loads(file.read_bytes())["future"] == {"a": [1, 2]}


def test_what_was_mended_is_told_unless_quiet(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "dangling.flywheel"
    file.write_bytes(changed(links=[{"id": "l1", "source": "a", "target": "gone"}]))
    ran = command("convert", file, "mended.flywheel")
    assert ran.status == 0
    assert ran.err.startswith(f"{file}: ")
    assert command("--quiet", "convert", file, "mended.flywheel").err == ""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read and write all")
def test_a_file_that_may_not_be_read(command: Any, amazon: Path) -> None:
    amazon.chmod(0)
    assert command("check", amazon).status == 3


def test_an_output_is_written_whole_or_not_at_all(
    command: Any, amazon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Path("run.csv")
    table.write_bytes(b"what was there")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = command("simulate", amazon, "-o", table)
    assert (ran.status, len(ran.lines_of_trouble)) == (3, 1)
    assert "run.csv" in ran.err
    assert table.read_bytes() == b"what was there"
    assert sorted(file.name for file in Path().iterdir()) == ["amazon.flywheel", "run.csv"]


def test_a_csv_replaces_the_one_before(command: Any, amazon: Path) -> None:
    Path("run.csv").write_bytes(b"x" * 1_000_000)
    assert command("simulate", amazon, "-o", "run.csv").status == 0
    assert Path("run.csv").read_text(encoding="utf-8").startswith("time,momentum,self_drive,")


def test_reading_never_touches_the_file(
    command: Any, written: Callable[..., Path], amazon: Path
) -> None:
    before = (amazon.read_bytes(), amazon.stat().st_mtime_ns)
    for words in (["check"], ["simulate"]):
        assert command(*words, amazon).status == 0
    assert (amazon.read_bytes(), amazon.stat().st_mtime_ns) == before
