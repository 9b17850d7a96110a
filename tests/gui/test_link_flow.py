"""Pulses on the paper follow the playhead, with movement and without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from flywheel_studio.app.motion import LinkFlow
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.storage.templates import load_template


class Paper:
    """Keeps what it is told to show."""

    def __init__(self) -> None:
        self.told: list[tuple[Mapping[str, float] | None, float]] = []

    def set_flow(self, speeds: Mapping[str, float] | None, phase: float) -> None:
        self.told.append((speeds, phase))


@pytest.mark.parametrize("is_reduced", [False, True])
def test_pulses_say_what_links_carry_and_stand_still_with_reduced_motion(
    qtbot: QtBot, is_reduced: bool
) -> None:
    paper, playback = Paper(), Playback()
    editor = Editor(load_template("amazon", "en"), call_later=ManualClock().call_later)
    run = LiveRun(editor)
    flow = LinkFlow(cast("Any", paper), editor, run, playback, is_reduced)
    run.run_now()
    playback.set_run(20.0, 20.0)
    playback.play()
    playback.advance(0.5)
    playback.advance(4.0)
    (early, began), (late, went_on) = paper.told[-2:]
    assert early is not None and late is not None
    assert late["l1"] > early["l1"] > 0.0
    assert (went_on > began) != is_reduced
    playback.pause()
    assert paper.told[-1][0] is None
    flow.close()
    run.close()
