"""Findings put aside and brought back."""

from __future__ import annotations

from flywheel_studio.commands.document import bring_back, dismiss
from flywheel_studio.model.flywheel import Flywheel


def test_a_finding_put_aside_and_brought_back_leaves_no_trace():
    aside = dismiss(dismiss(Flywheel(), "no-goal:w1"), "no-start:w1")
    assert aside.header.dismissed == ("no-goal:w1", "no-start:w1")
    assert bring_back(aside, "no-goal:w1").header.dismissed == ("no-start:w1",)


def test_bringing_back_what_was_not_put_aside_changes_nothing():
    aside = dismiss(Flywheel(), "no-goal:w1")
    assert bring_back(aside, "no-start:w1") is aside
