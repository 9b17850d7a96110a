"""Where commands speak: one line of trouble, and a bar once a second has passed."""

from __future__ import annotations

import io
import threading

import pytest

from flywheel_studio.cli import console
from flywheel_studio.cli.console import Console, finite, one_line


class Terminal(io.StringIO):
    """Standard error on a terminal; `was_drawn` is set once something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.was_drawn = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        count = super().write(text)
        self.was_drawn.set()
        return count


class Pipe(Terminal):
    """Standard error into a file."""

    def isatty(self) -> bool:
        return False


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console that shows progress at once."""
    monkeypatch.setattr(console, "PATIENCE_S", 0.0)


def test_what_takes_long_shows_a_bar_on_a_terminal_and_clears_it(
    impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Console().progress("Looking for loops"):
        assert terminal.was_drawn.wait(10)
    drawn = terminal.getvalue()
    assert "\r[" in drawn
    assert "Looking for loops" in drawn
    assert "\n" not in drawn
    assert drawn.endswith(" \r")


def test_the_bar_is_filled_as_far_as_the_work_says(
    impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Console().progress("Drawing") as told:
        told(0.5)
        terminal.was_drawn.clear()
        assert terminal.was_drawn.wait(10)
    assert "[############------------] Drawing" in terminal.getvalue()


def test_elsewhere_it_is_one_line(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Pipe()
    monkeypatch.setattr("sys.stderr", pipe)
    with Console().progress("Drawing"):
        assert pipe.was_drawn.wait(10)
    assert pipe.getvalue() == "Drawing …\n"


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Console().progress("Drawing"):
        pass
    assert terminal.getvalue() == ""


def test_quiet_shows_no_progress_and_no_remarks(
    impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    quiet = Console(is_quiet=True)
    quiet.remark("something was mended")
    with quiet.progress("Drawing"):
        assert threading.active_count() >= 1
    assert terminal.getvalue() == ""


def test_the_bar_goes_away_when_the_work_fails(
    impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt), Console().progress("Drawing"):
        assert terminal.was_drawn.wait(10)
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith(" \r")
    assert threading.active_count() == before


def test_one_line_spells_out_what_would_control_a_terminal() -> None:
    assert one_line("a\nb\tc") == "a b c"
    assert one_line("\x1b[31m") == "\\x1b[31m"
    assert one_line("\u202eabc") == "\\u202eabc"
    assert one_line("Verkäufer – 売り手 🙂") == "Verkäufer – 売り手 🙂"
    assert one_line("\udcff") == "\\udcff"


def test_what_is_not_finite_is_none() -> None:
    assert finite(None) is None
    assert finite(float("inf")) is None
    assert finite(float("nan")) is None
    assert finite(1) == 1.0
