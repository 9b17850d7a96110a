"""What stands below the curves: levers and scenarios, used as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.pushes import add_shove
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.panels.momentum_panel import MomentumPanel
from flywheel_studio.panels.playback import Playback
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun


class Now:
    """A worker that does each job at once."""

    def submit(
        self,
        job: Callable[[StopToken], Any],
        deliver: Callable[[Any], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        deliver(job(NEVER))

    def cancel(self) -> None:
        pass


class Stand:
    """A panel over a ring of three, the first link stronger than the others."""

    def __init__(self, flywheel: Flywheel) -> None:
        self.clock, self.playback = ManualClock(), Playback()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.results = LiveResults(self.editor, Now())
        self.run = LiveRun(self.editor)
        self.panel = MomentumPanel(self.editor, self.results, self.run, self.playback)
        self.answers = self.panel.answers
        self.results.refresh()
        self.run.schedule()
        self.clock.advance(1_000)

    def close(self) -> None:
        self.panel.detach()
        self.run.close()
        self.results.close()
        self.panel.close()
        self.panel.deleteLater()


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    stand = Stand(ring())
    yield stand
    stand.close()


def ring() -> Flywheel:
    flywheel = Flywheel()
    for label in ("Offer", "Demand", "Partners"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    first, second, third = flywheel.factors
    flywheel = connect(flywheel, first, second, weight=0.9)
    flywheel = connect(flywheel, second, third, weight=0.5)
    flywheel = connect(flywheel, third, first, weight=0.5)
    return add_shove(flywheel, first, 1.0)


def test_levers_are_told_in_words_and_the_first_four_are_in_sight(stand: Stand) -> None:
    rows = stand.answers.levers.rows
    assert rows[0].sentence.text().startswith("10 % ")
    assert "lifts growth by" in rows[0].sentence.text()
    points = [row.said.points for row in rows]
    assert points == sorted(points, reverse=True)
    assert [row.isHidden() for row in rows[:5]] == [False] * 4 + [True]
    stand.answers.levers.more.click()
    assert not any(row.isHidden() for row in rows)


def test_the_pointer_on_a_lever_lights_it_on_the_paper(stand: Stand) -> None:
    lit: list[object] = []
    stand.panel.lit.connect(lit.append)
    rows = stand.answers.levers.rows
    row = next(row for row in rows if row.said.lever.kind == "weight")
    link = stand.editor.flywheel.links[row.said.lever.of]
    where = QPointF(4, 4)
    QApplication.sendEvent(row, QEnterEvent(where, where, where))
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert lit == [
        {("links", link.id), ("factors", link.source), ("factors", link.target)},
        None,
    ]


def test_trying_a_lever_makes_one_scenario_that_undo_takes_away(stand: Stand, qtbot: QtBot) -> None:
    stand.panel.resize(340, 900)
    row = stand.answers.levers.rows[0]
    before = stand.editor.flywheel
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    after = stand.editor.flywheel
    (scenario,) = after.scenarios.values()
    assert {one.path: one.value for one in scenario.changes} == dict(row.said.changes)
    assert (after.links, after.factors) == (before.links, before.factors)
    assert not row.button.isEnabled()
    stand.editor.undo()
    assert not stand.editor.flywheel.scenarios
    assert row.button.isEnabled()
