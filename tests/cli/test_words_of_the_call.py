"""Words that are off end in status 2 and one line that says what would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import flywheel_studio
from flywheel_studio.cli.main import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "COMMAND"),
        ("fly", "'templates', 'new', 'check'"),
        ("check", "FILE"),
        (
            "check FILE --slides story",
            "unrecognized arguments: --slides story (see flywheel check --help)",
        ),
        ("new --force -o new.flywheel", "(see flywheel new --help)"),
        ("--frob", "(see flywheel --help)"),
        ("check FILE --fail-on now", "never"),
        ("simulate FILE --until 0", "above 0"),
        ("simulate FILE --every nan", "above 0"),
        ("simulate FILE --until soon", "above 0"),
        ("simulate FILE --every 1e-9", "1,000,000"),
        ("simulate FILE --set links.l1.weight", "PATH=VALUE"),
        ("simulate FILE --set links.l1.wait=1", "weight"),
        ("simulate FILE --set links.l99.weight=1", "l1"),
        ("simulate FILE --set boxes.l1.weight=1", "links"),
        ("simulate FILE --set links.l1.weight=heavy", "number"),
        ("simulate FILE --set links.l1.weight=-1", "0 or more"),
        ("simulate FILE --set links.l1.weight=Infinity", "0 or more"),
        ("simulate FILE --set links.l1.active=perhaps", "true or false"),
        ("simulate FILE --scenario Moon", "Booster switched off"),
        ("simulate FILE -o - --json", "standard output"),
        ("export FILE", "-o"),
        ("export FILE -o picture.bmp", "svg, png, pdf"),
        ("export FILE -o picture", "svg, png, pdf"),
        ("export FILE -o picture.svg --format bmp", "svg, png, pdf"),
        ("export FILE -o -", "--format"),
        ("export FILE -o picture.svg --theme neon", "clean, napkin, slate"),
        ("export FILE -o picture.svg --wheel moon", "main"),
        ("export FILE -o picture.png --width 0", "1 to"),
        ("export FILE -o picture.png --width 40.5", "1 to"),
        ("export FILE -o picture.png --scale -1", "above 0"),
        ("export FILE -o picture.png --width 100 --scale 2", "--width"),
        ("export FILE -o picture.pdf --width 100", "svg, png"),
        ("export FILE -o picture.svg --dpi 100", "png"),
        ("export FILE -o picture.png --text outlines", "svg"),
        ("export FILE -o picture.pdf --no-model", "svg, png"),
        ("export FILE -o picture.svg --slides one", "--slides"),
        ("export FILE -o picture.svg --into deck.pptx", "--into"),
        ("export FILE -o picture.svg --links glued", "--links"),
        ("new", "-o"),
        ("new --template moon -o new.flywheel", "amazon"),
        ("new --spokes 1 -o new.flywheel", "2 to"),
        ("new --spokes four -o new.flywheel", "2 to"),
        ("new --spokes 5 --template amazon -o new.flywheel", "--spokes"),
        ("new --language fr -o new.flywheel", "de"),
        ("convert FILE", "OUT"),
        ("convert FILE other.xml", ".flywheel"),
        ("convert other.xml other.flywheel", ".flywheel"),
        ("open -", "standard input"),
        ("check FILE --js", "--js"),
    ],
)
def test_words_that_are_off_say_so_in_one_line(
    command: Any, amazon: Path, words: str, said: str
) -> None:
    ran = command(*(str(amazon) if word == "FILE" else word for word in words.split()))
    assert ran.status == 2
    assert len(ran.lines_of_trouble) == 1
    assert said in ran.err
    assert ran.raw == b""
    assert [file.name for file in amazon.parent.iterdir()] == ["amazon.flywheel"]


def test_the_line_names_the_command_that_explains(command: Any) -> None:
    assert "flywheel simulate --help" in command("simulate").err


def test_version_and_help_are_results(command: Any) -> None:
    version = command("--version")
    assert (version.status, version.out) == (0, f"flywheel {flywheel_studio.__version__}\n")
    for words in (["--help"], ["check", "--help"], ["export", "--help"]):
        helped = command(*words)
        assert helped.status == 0
        assert helped.out.startswith("usage: flywheel")
        assert helped.err == ""


def test_quiet_and_debug_stand_before_or_after_the_command(command: Any, amazon: Path) -> None:
    for words in (["--quiet", "check", amazon], ["check", amazon, "--quiet"]):
        assert command(*words).status == 0


def test_german_words_for_a_german(
    command: Any, monkeypatch: pytest.MonkeyPatch, checkout: Path
) -> None:
    catalogue = checkout / "resources" / "translations" / "de" / "LC_MESSAGES" / "flywheel.mo"
    if not catalogue.exists():
        pytest.skip("the catalogue is not compiled")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    ran = command("check")
    assert ran.status == 2
    assert "required" not in ran.err
    assert "show this help" not in command("--help").out


def test_the_window_program_knows_no_template_that_does_not_exist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from flywheel_studio.cli.main import open_window

    assert open_window(["--template", "moon"]) == 2
    assert "amazon" in capsys.readouterr().err


def test_debug_shows_where(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--debug", "check", str(tmp_path / "none.flywheel")]) == 3
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.splitlines()[-1].startswith("flywheel: ")


def test_an_unforeseen_error_is_one_line(
    command: Any, amazon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flywheel_studio.insight import analysis_report

    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nnought")

    monkeypatch.setattr(analysis_report, "analyse", breaks)
    ran = command("check", amazon)
    assert ran.status == 3
    assert len(ran.lines_of_trouble) == 1
    assert "--debug" in ran.err


def test_an_interrupted_command_ends_with_130(
    command: Any, amazon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flywheel_studio.insight import analysis_report

    def interrupts(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(analysis_report, "analyse", interrupts)
    ran = command("check", amazon)
    assert (ran.status, len(ran.lines_of_trouble)) == (130, 1)
