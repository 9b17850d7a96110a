"""`flywheel export`: pictures of every format, of one wheel, and what they carry inside."""

from __future__ import annotations

import io
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from flywheel_studio.cli.export import FORMATS, THEMES
from flywheel_studio.cli.main import main
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.codec import decode
from flywheel_studio.storage.picture_model import model_in_png, model_in_svg

SVG = "{http://www.w3.org/2000/svg}"


def png_size(raw: bytes) -> tuple[int, int]:
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", raw[16:24])
    return width, height


@pytest.fixture
def two_wheels(written: Callable[..., Path]) -> Path:
    """Two rings of two that gear into each other."""
    return written(
        "gears.flywheel",
        wheels=[{"id": "top"}, {"id": "side", "title": "Campaign", "x": 700, "parent": "top"}],
        factors=[
            {"id": "a", "label": "Alpha"},
            {"id": "b", "label": "Beta"},
            {"id": "c", "label": "Gamma", "wheel": "side"},
            {"id": "d", "label": "Delta", "wheel": "side"},
        ],
        links=[
            {"id": "l1", "source": "a", "target": "b"},
            {"id": "l2", "source": "b", "target": "a"},
            {"id": "l3", "source": "c", "target": "d"},
            {"id": "l4", "source": "d", "target": "c"},
            {"id": "l5", "source": "d", "target": "a"},
        ],
        pushes=[{"id": "p1", "factor": "a", "impulse": 1}],
        loops=[{"links": ["l1", "l2"], "name": "Top"}, {"links": ["l3", "l4"], "name": "Side"}],
        scenarios=[{"id": "s1", "name": "S", "changes": [{"path": "links.l1.weight", "value": 1}]}],
    )


@pytest.mark.parametrize(
    ("name", "begins"), [("a.svg", b"<?xml"), ("a.PNG", b"\x89PNG"), ("a.pdf", b"%PDF")]
)
def test_the_suffix_names_the_format_and_no_display_is_needed(
    program: Any, amazon: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    ran = program("export", amazon, "-o", name)
    assert (ran.status, ran.raw, ran.err) == (0, b"", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_help_lists_every_format_and_theme(capsys: pytest.CaptureFixture[str]) -> None:
    assert {row.id for row in exporters()} | {"mp4"} == set(FORMATS)
    assert set(THEMES) == set(theme_names())
    assert main(["export", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert ", ".join(FORMATS) in said
    assert ", ".join(THEMES) in said


def test_format_wins_over_the_suffix(command: Any, amazon: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.txt"
    assert command("export", amazon, "-o", picture, "--format", "svg").status == 0
    assert picture.read_bytes().startswith(b"<?xml")


def test_a_picture_may_go_to_standard_output(command: Any, amazon: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    command("export", amazon, "-o", picture)
    ran = command("export", "-", "-o", "-", "--format", "svg", stdin=amazon.read_bytes())
    assert ran.raw == picture.read_bytes()


def test_the_svg_shows_every_label_and_both_loops(command: Any, amazon: Path) -> None:
    root = ET.fromstring(command("export", amazon, "-o", "-", "--format", "svg").raw)
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for word in ("Customer experience", "Traffic", "Sellers", "Selection", "Growth", "R1", "R2"):
        assert word in words
    assert root.findtext(f"{SVG}title") == "Amazon's growth flywheel"


def test_outlines_leave_no_text(command: Any, amazon: Path) -> None:
    ran = command("export", amazon, "-o", "-", "--format", "svg", "--text", "outlines")
    assert b"<text" not in ran.raw


def test_transparent_leaves_the_paper_out(command: Any, amazon: Path) -> None:
    words = ("export", amazon, "-o", "-", "--format", "svg")
    assert b'id="paper"' in command(*words).raw
    assert b'id="paper"' not in command(*words, "--transparent").raw


def test_the_theme_is_the_files_unless_said(command: Any, written: Callable[..., Path]) -> None:
    parts = {"factors": [{"id": "a", "label": "A"}]}
    file, unknown = written(theme="slate", **parts), written("x.flywheel", theme="neon", **parts)

    def picture(of: Path, *words: str) -> bytes:
        raw: bytes = command("export", of, "-o", "-", "--format", "svg", "--no-model", *words).raw
        return raw

    assert picture(file) == picture(unknown, "--theme", "slate")
    assert picture(unknown) == picture(file, "--theme", "clean")
    assert picture(file) != picture(unknown)


def test_size_is_given_by_width_scale_or_dpi(program: Any, amazon: Path, tmp_path: Path) -> None:
    def size(*words: object) -> tuple[int, int]:
        picture = tmp_path / "picture.png"
        assert program("export", amazon, "-o", picture, *words).status == 0
        return png_size(picture.read_bytes())

    plain = size()
    assert size("--width", 1920)[0] == 1920
    for words in (("--scale", 2), ("--dpi", 192)):
        assert size(*words) == pytest.approx((2 * plain[0], 2 * plain[1]), abs=2)


def test_the_model_travels_inside_unless_told_otherwise(
    command: Any, program: Any, amazon: Path, tmp_path: Path
) -> None:
    for name, export, model_in in (
        ("picture.svg", command, model_in_svg),
        ("picture.png", program, model_in_png),
    ):
        picture = tmp_path / name
        export("export", amazon, "-o", picture)
        model = model_in(picture.read_bytes())
        assert model is not None
        assert decode(model) == decode(amazon.read_bytes())
        assert command("convert", picture, "again.flywheel").status == 0
        assert Path("again.flywheel").read_bytes() == amazon.read_bytes()
        export("export", amazon, "-o", picture, "--no-model")
        assert model_in(picture.read_bytes()) is None


def test_one_wheel_shows_and_carries_that_wheel_alone(command: Any, two_wheels: Path) -> None:
    words = ("export", two_wheels, "-o", "-", "--format", "svg")
    whole = command(*words).out
    assert all(label in whole for label in ("Alpha", "Beta", "Gamma", "Delta"))
    ran = command(*words, "--wheel", "side")
    assert ran.status == 0
    shown = re.sub("<metadata>.*</metadata>", "", ran.out, flags=re.DOTALL)
    assert "Gamma" in shown
    assert "Delta" in shown
    assert "Alpha" not in ran.out
    assert "Beta" not in ran.out
    model = model_in_svg(ran.raw)
    assert model is not None
    inside = decode(model)
    assert inside.findings == ()
    assert set(inside.flywheel.wheels) == {"side"}
    assert set(inside.flywheel.factors) == {"c", "d"}
    assert set(inside.flywheel.links) == {"l3", "l4"}


@pytest.mark.parametrize(
    "name",
    [
        "picture.svg",
        "picture.png",
        "picture.pdf",
        "picture.pptx",
        pytest.param("picture.gif", marks=pytest.mark.slow),
    ],
)
def test_the_same_file_gives_the_same_bytes_in_every_locale(
    program: Any, amazon: Path, tmp_path: Path, name: str
) -> None:
    assert program("export", amazon, "-o", "one-" + name).status == 0
    assert program("export", amazon, "-o", "two-" + name, LC_ALL="de_DE.UTF-8").status == 0
    one, two = (tmp_path / f"{number}-{name}" for number in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_what_was_there_stays_when_the_picture_cannot_be_made(
    program: Any, amazon: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"what was there")
    for words in (("--scale", 1e6), ("--dpi", 1e9)):
        ran = program("export", amazon, "-o", picture, *words)
        assert (ran.status, len(ran.lines_of_trouble)) == (2, 1)
        assert "pixels" in ran.err
    assert program("export", tmp_path / "none.flywheel", "-o", picture).status == 3
    assert picture.read_bytes() == b"what was there"


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_an_empty_paper_can_be_drawn(program: Any, written: Callable[..., Path], kind: str) -> None:
    assert program("export", written(), "-o", f"picture.{kind}").status == 0


def test_the_alternative_text_is_in_the_language_of_the_document(
    command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    said = {}
    for language in ("en", "de"):
        command("new", "--template", "amazon", "--language", language, "-o", "a.flywheel")
        root = ET.fromstring(command("export", "a.flywheel", "-o", "-", "--format", "svg").raw)
        said[language] = root.findtext(f"{SVG}desc") or ""
    assert said["en"].startswith("A flywheel of 7 factors.")
    assert said["de"]
    assert "flywheel" not in said["de"]


def test_slides_are_made_without_qt_and_of_the_kind_that_was_asked(
    command: Any, amazon: Path, tmp_path: Path
) -> None:
    counts = {}
    for slides in ("one", "story"):
        file = tmp_path / f"{slides}.pptx"
        ran = command(
            "--quiet", "export", amazon, "-o", file, "--slides", slides, "--links", "glued"
        )
        assert (ran.status, ran.raw, ran.err) == (0, b"", "")
        counts[slides] = len(Presentation(str(file)).slides)
    assert counts == {"one": 1, "story": 13}


def test_slides_go_to_the_end_of_a_deck_which_may_be_the_output(
    command: Any, amazon: Path, tmp_path: Path
) -> None:
    deck = tmp_path / "deck.pptx"
    command("export", amazon, "-o", deck)
    for count in (2, 3):
        assert command("export", amazon, "-o", deck, "--into", deck).status == 0
        assert len(Presentation(str(deck)).slides) == count


def test_what_is_no_deck_is_refused_and_unharmed(
    command: Any, amazon: Path, tmp_path: Path
) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(b"my only copy")
    ran = command("export", amazon, "-o", deck, "--into", deck)
    assert (ran.status, len(ran.lines_of_trouble)) == (3, 1)
    assert "no PowerPoint presentation" in ran.err
    assert str(deck) in ran.err
    assert deck.read_bytes() == b"my only copy"
    missing = command("export", amazon, "-o", "x.pptx", "--into", "missing.pptx")
    assert (missing.status, len(missing.lines_of_trouble)) == (3, 1)
    assert not Path("x.pptx").exists()


@pytest.mark.parametrize(
    "words", [("--links", "glued"), ("--slides", "story"), ("--into", "deck.pptx")]
)
def test_words_for_slides_mean_nothing_to_a_picture(
    command: Any, amazon: Path, words: tuple[str, str]
) -> None:
    ran = command("export", amazon, "-o", "picture.svg", *words)
    assert (ran.status, len(ran.lines_of_trouble)) == (2, 1)
    assert "only for: pptx" in ran.err


@pytest.mark.parametrize(("kind", "begins"), [("gif", b"GIF89a"), ("apng", b"\x89PNG")])
def test_a_film_of_the_turning_wheel(
    program: Any, amazon: Path, tmp_path: Path, kind: str, begins: bytes
) -> None:
    ran = program("export", amazon, "-o", f"film.{kind}", "--width", 200)
    assert (ran.status, ran.raw, ran.err) == (0, b"", "")
    raw = (tmp_path / f"film.{kind}").read_bytes()
    assert raw.startswith(begins)
    with Image.open(io.BytesIO(raw)) as film:
        assert (film.width, film.n_frames) == (200, 150)  # type: ignore[attr-defined]


def test_a_film_that_needs_a_package_says_which(
    command: Any, amazon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flywheel_studio.qt_rendering.exporters.find_spec", lambda name: None)
    ran = command("export", amazon, "-o", "film.mp4")
    assert (ran.status, len(ran.lines_of_trouble)) == (2, 1)
    assert "imageio-ffmpeg" in ran.err


def test_words_too_small_to_read_are_told_beside_the_result(
    command: Any, two_wheels: Path, written: Callable[..., Path]
) -> None:
    far = written(
        "far.flywheel",
        wheels=[{"id": "w1"}, {"id": "w2", "x": 3000}],
        factors=[
            {"id": "a", "label": "Alpha", "wheel": "w1", "x": 0, "y": 0},
            {"id": "b", "label": "Beta", "wheel": "w2", "x": 3000, "y": 0},
        ],
    )
    for name, place in (("far.pptx", "on the slide"), ("far.svg", "fills a slide")):
        ran = command("export", far, "-o", name)
        assert (ran.status, ran.raw, len(ran.lines_of_trouble)) == (0, b"", 1)
        assert place in ran.err
        assert re.search(r" [3-6](\.\d)? pt", ran.err)
        assert "--wheel" in ran.err
        assert Path(name).exists()
        assert command("export", far, "-o", name, "--wheel", "w1").err == ""
        assert command("--quiet", "export", far, "-o", name).err == ""
        assert command("export", two_wheels, "-o", name, "--wheel", "side").err == ""
