"""The command line: `command("check", file)` in this process, `program(...)` as one of its own.

Pictures that Qt paints need the second: they make an application, and tests/gui wants its own.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flywheel_studio.cli import console
from flywheel_studio.cli.main import main


@dataclass(frozen=True)
class Ran:
    """How a call ended and what it said."""

    status: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def lines_of_trouble(self) -> list[str]:
        return self.err.splitlines()


Command = Callable[..., Ran]


@pytest.fixture
def command(
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Command:
    """Call `flywheel` with these words, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    # A busy machine may take over a second, and then progress is shown: test_console looks at that.
    monkeypatch.setattr(console, "PATIENCE_S", 600.0)

    def call(*words: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        applications = has_application()
        status = main([str(word) for word in words])
        said = capsysbinary.readouterr()
        assert has_application() == applications, "call `program` for what Qt paints"
        assert b"Traceback" not in said.err
        return Ran(status, said.out, said.err.decode("utf-8"))

    return call


def has_application() -> bool:
    """Whether this process has a Qt application."""
    gui = sys.modules.get("PySide6.QtGui")
    return gui is not None and gui.QGuiApplication.instance() is not None


@pytest.fixture
def program(checkout: Path, tmp_path: Path) -> Command:
    """Start `flywheel` with these words, in a folder of its own, without a display, quietly."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

    def call(*words: object, **environment: str) -> Ran:
        inherited = {key: value for key, value in os.environ.items() if key not in hidden}
        ran = subprocess.run(
            [sys.executable, "-m", "flywheel_studio", "--quiet", *map(str, words)],
            cwd=tmp_path,
            env=inherited | {"PYTHONPATH": str(checkout)} | environment,
            capture_output=True,
            timeout=60,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode("utf-8"))

    return call


@pytest.fixture
def amazon(command: Command, tmp_path: Path) -> Path:
    """The Amazon template as a person gets it."""
    file = tmp_path / "amazon.flywheel"
    assert command("new", "--template", "amazon", "-o", file).status == 0
    return file


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a `.flywheel` from its parts: `written(factors=[...], links=[...])`."""

    def write(name: str = "drawn.flywheel", **parts: Any) -> Path:
        document = {"format": "flywheel-studio", "version": 1, "title": "Drawn", **parts}
        file = tmp_path / name
        file.write_text(json.dumps(document), encoding="utf-8")
        return file

    return write
