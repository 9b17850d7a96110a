"""Older versions become today's in single steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from flywheel_studio.storage import migrations
from flywheel_studio.storage.migrations import CURRENT_VERSION, STEPS, migrated
from flywheel_studio.storage.problems import FileProblem

FILES = Path(__file__).resolve().parent.parent / "files"


def test_there_is_a_step_for_every_version_before_this_one():
    assert tuple(STEPS) == tuple(range(1, CURRENT_VERSION))


def test_there_is_a_file_of_every_version_and_of_no_other():
    names = {path.name for path in FILES.glob("version-*.flywheel")}
    assert names == {f"version-{number}.flywheel" for number in range(1, CURRENT_VERSION + 1)}


def test_steps_are_taken_one_after_the_other_from_where_the_file_is(monkeypatch):
    steps = {
        1: lambda tree: {**tree, "version": 2, "taken": [*tree["taken"], 1]},
        2: lambda tree: {**tree, "version": 3, "taken": [*tree["taken"], 2]},
    }
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "CURRENT_VERSION", 3)
    for version, taken in ((1, [1, 2]), (2, [2]), (3, [])):
        tree = {"format": "flywheel-studio", "version": version, "taken": []}
        assert migrated(tree) == {"format": "flywheel-studio", "version": 3, "taken": taken}
        assert tree["version"] == version  # a step makes a new document
    with pytest.raises(FileProblem, match="up to version 3"):
        migrated({"format": "flywheel-studio", "version": 4})
