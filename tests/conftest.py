"""What every test gets: a home of its own, English, and Hypothesis profiles.

No Qt here: tests/gui/conftest.py chooses Qt's platform before anything imports PySide6.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from flywheel_studio.language.translate import use_language

# As in the program (cli.main): before anything loads NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Machines share their cores: a deadline would measure the neighbours.
settings.register_profile(
    "fast", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("slow", settings.get_profile("fast"), max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder of this session's own: no test reads or writes that of the person who runs it."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("USERPROFILE", str(folder))
        for name in ("CONFIG", "CACHE", "DATA", "STATE"):
            place = folder / name.lower()
            place.mkdir()
            patch.setenv(f"XDG_{name}_HOME", str(place))
        # A window of a test never hands its files to that of another.
        patch.setenv("FLYWHEEL_STUDIO_ALONE", "1")
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        yield folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English, whatever the test before it or the environment speaks."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            patch.delenv(name, raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        use_language("en")
        yield
        use_language("en")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds pyproject.toml."""
    return CHECKOUT
