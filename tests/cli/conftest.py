"""The command line, called in this process: `command("check", file).status`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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

    def call(*words: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        status = main([str(word) for word in words])
        said = capsysbinary.readouterr()
        assert b"Traceback" not in said.err
        return Ran(status, said.out, said.err.decode("utf-8"))

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
