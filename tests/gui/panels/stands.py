"""Panels by themselves, as the tests of several files use them: nothing runs in a thread, no time passes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.momentum.panel import MomentumPanel
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun


class MomentumStand:
    """A momentum panel over a drawing, analysed and run."""

    def __init__(self, flywheel: Flywheel) -> None:
        self.clock, self.playback = ManualClock(), Playback()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.results, self.run = LiveResults(self.editor, AtOnce()), LiveRun(self.editor)
        self.panel = MomentumPanel(self.editor, self.results, self.run, self.playback)
        self.results.refresh()
        self.run.schedule()
        self.settle()

    def settle(self) -> None:
        """Whatever waits for a pause has its turn."""
        self.clock.advance(1_000)

    def close(self) -> None:
        self.panel.detach()
        self.run.close()
        self.results.close()
        self.panel.close()
        self.panel.deleteLater()


@contextmanager
def properties_of(
    flywheel: Flywheel, qtbot: QtBot, width: int, height: int
) -> Iterator[tuple[PropertiesPanel, Editor]]:
    """A properties panel of a drawing, in front of everything."""
    editor = Editor(flywheel, call_later=ManualClock().call_later)
    panel = PropertiesPanel(editor)
    panel.resize(width, height)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel, editor
    panel.detach()
    panel.close()
    panel.deleteLater()
