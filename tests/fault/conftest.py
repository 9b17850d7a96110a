"""Disks on which any one call goes wrong."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flywheel_studio.storage.disk import Disk
from flywheel_studio.storage.files import Stamp, save
from flywheel_studio.storage.templates import new_ring


class NthCall(Disk):
    """A disk whose nth call ends in something else than it should; `calls` lists them."""

    def __init__(self, nth: int, fault: BaseException) -> None:
        self.nth = nth
        self.fault = fault
        self.calls: list[str] = []

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name.startswith("_") or name in ("nth", "fault", "calls"):
            return found

        def called(*words: Any) -> Any:
            self.calls.append(name)
            if len(self.calls) == self.nth:
                if name == "close":
                    found(*words)  # a close that fails has closed
                raise self.fault
            return found(*words)

        return called


@pytest.fixture
def failing() -> Callable[..., NthCall]:
    """A disk whose nth call fails."""

    def build(nth: int, number: int = errno.EIO) -> NthCall:
        return NthCall(nth, OSError(number, os.strerror(number)))

    return build


@pytest.fixture
def interrupting() -> Callable[[int], NthCall]:
    """A disk at whose nth call the user presses Ctrl+C."""
    return lambda nth: NthCall(nth, KeyboardInterrupt())


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Stamp]:
    """A file on the disk, and what it looks like: a ring of four."""
    path = tmp_path / "wheel.flywheel"
    return path, save(new_ring(4, "en"), path, expected=None)
