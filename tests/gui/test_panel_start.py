"""Panels come into a window that is already there: nothing of Qt is made in another thread."""

import json
import subprocess
import sys

import pytest

from flywheel_studio.app.panel_start import CORE, RUN, WIDGETS


def loaded_after(*modules: str) -> set[str]:
    """What a new Python has loaded once it has imported these."""
    code = (
        "import importlib, json, sys\n"
        "for name in json.loads(sys.argv[1]): importlib.import_module(name)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, json.dumps(modules)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return set(json.loads(run.stdout))


def test_what_the_thread_loads_knows_nothing_of_qt():
    assert not {name for name in loaded_after(*CORE, *RUN) if name.startswith("PySide6")}


@pytest.mark.slow
def test_the_thread_loads_all_that_is_large():
    core = loaded_after(*CORE)
    panels = loaded_after("flywheel_studio.app.main_window", "flywheel_studio.app.window_panels")
    missed = {name for name in panels - core if name.startswith(("numpy", "networkx"))}
    assert "numpy" in core and not missed


@pytest.mark.slow
def test_the_widgets_are_those_of_the_panels_and_no_others():
    panels = loaded_after("flywheel_studio.app.main_window", "flywheel_studio.app.window_panels")
    assert loaded_after("flywheel_studio.app.main_window", *WIDGETS) == panels
    assert set(WIDGETS) <= panels


def test_the_panels_of_a_new_window_stand_soon(studio, qtbot):
    window = studio.new_window()
    studio.open_template("amazon", window)
    qtbot.waitUntil(lambda: window.panels is not None, timeout=20_000)
    assert window.panels.live_results is not None


def test_a_window_that_closes_while_its_panels_load_leaves_nothing_behind(studio):
    window = studio.new_window()
    studio.open_template("amazon", window)
    assert window.panels is None
    assert window.close()
