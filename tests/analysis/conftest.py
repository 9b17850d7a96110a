"""An interpreter of its own, for what depends on what has been imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def fresh_python(checkout: Path) -> Callable[[str], str]:
    """Run a program in a new interpreter and return what it prints."""

    def run(program: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run
