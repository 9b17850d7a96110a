"""`flywheel open` and `flywheel-studio`: what reaches the window. The window itself: tests/gui."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flywheel_studio.cli.main import open_window

Opened = list[tuple[list[Path], str | None]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What the window was asked to show; it is closed at once."""
    calls: Opened = []

    def run(files: list[Path], template: str | None) -> int:
        calls.append((files, template))
        return 0

    monkeypatch.setitem(sys.modules, "flywheel_studio.app.composition", SimpleNamespace(run=run))
    return calls


def test_open_shows_the_files_in_a_window(command: Any, opened: Opened) -> None:
    assert command("open").status == 0
    assert command("open", "a.flywheel", "b c.flywheel").status == 0
    assert opened == [([], None), ([Path("a.flywheel"), Path("b c.flywheel")], None)]


def test_the_window_program_takes_files_or_a_template(opened: Opened) -> None:
    assert open_window(["a.flywheel"]) == 0
    assert open_window(["--template", "amazon"]) == 0
    assert opened == [([Path("a.flywheel")], None), ([], "amazon")]


def test_the_status_of_the_window_is_that_of_the_program(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["flywheel_studio.app.composition"], "run", lambda *_: 3)
    assert open_window([]) == 3


def test_a_window_program_without_streams_says_nothing_and_lives(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What pythonw on Windows gives a program of the graphical kind.
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    assert open_window([]) == 0
    assert open_window(["--template", "moon"]) == 2
