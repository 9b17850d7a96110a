""" "How sure is this?" in the momentum panel, used as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.document import set_run
from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect, give_range, set_link
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import StopToken
from flywheel_studio.panels.momentum.chart.table import chart_csv
from flywheel_studio.panels.momentum.panel import MomentumPanel
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.style.palette import DARK
from flywheel_studio.session import live_uncertainty
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.session.live_uncertainty import LiveUncertainty


class ByHand:
    """A worker whose job is done when the test says so."""

    def __init__(self) -> None:
        self.token = StopToken()
        self.job: tuple[Any, Any] | None = None

    def submit(self, job: Any, deliver: Any, fail: Any = None) -> None:
        self.token, self.job = StopToken(), (job, deliver)

    def cancel(self) -> None:
        self.token.set()
        self.job = None

    def work(self) -> None:
        assert self.job is not None
        (job, deliver), self.job = self.job, None
        deliver(job(self.token))


class Stand:
    def __init__(self, flywheel: Flywheel, bot: QtBot) -> None:
        self.bot = bot
        self.clock, self.worker = ManualClock(), ByHand()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.results = LiveResults(self.editor, AtOnce())
        self.run = LiveRun(self.editor)
        self.live = LiveUncertainty(self.editor, self.run, self.worker)
        self.panel = MomentumPanel(
            self.editor, self.results, self.run, Playback(), uncertainty=self.live
        )
        self.section = self.panel.parts.uncertainty
        self.results.refresh()
        self.run.schedule()
        self.clock.advance(1_000)

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def finish(self) -> None:
        self.clock.advance(1_000)
        self.worker.work()

    def do(self, command: Callable[[Flywheel], Flywheel]) -> None:
        self.editor.perform("x", command)

    def band(self) -> Any:
        return self.panel.chart._band

    def close(self) -> None:
        self.panel.detach()
        self.live.close()
        self.run.close()
        self.results.close()
        self.panel.close()
        self.panel.deleteLater()


@pytest.fixture
def stand(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    monkeypatch.setattr(live_uncertainty, "RUNS", 400)
    flywheel = Flywheel()
    for label in "ABC":
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0, id=label.lower())
    for source, target in ("ab", "bc", "ca"):
        flywheel = connect(flywheel, source, target)
    flywheel = set_factor(flywheel, ["a"], initial=1.0)
    made = Stand(set_run(flywheel, until=12.0, every=0.5), qtbot)
    made.panel.resize(320, 2_400)
    with qtbot.waitExposed(made.panel):
        made.panel.show()
    made.panel.activateWindow()
    qtbot.waitUntil(made.panel.isActiveWindow)
    yield made
    made.close()


def test_without_a_range_it_says_how_to_give_one_and_one_click_gives_all(stand: Stand) -> None:
    assert "Give a link a range in its properties" in stand.section.words
    assert not stand.section.bar.isVisible() and not stand.section.seed.isVisible()
    stand.click(stand.section.give)
    assert {link.weight_low for link in stand.editor.flywheel.links.values()} == {0.4}
    assert not stand.section.give.isVisible() and stand.section.bar.isVisible()
    stand.finish()
    assert "The wheel may keep itself going, or it may not." in stand.section.words
    stand.editor.undo()
    assert stand.section.give.isVisible() and stand.band() is None


def test_the_band_is_drawn_and_never_out_of_date(stand: Stand) -> None:
    stand.do(lambda now: give_range(now, ["l1", "l2"], 0.5))
    assert stand.band() is None
    stand.finish()
    band = stand.band()
    assert band is not None and band.low[-1] < band.median[-1] < band.high[-1]
    assert "In month 12 eight of ten have a momentum from" in stand.section.words
    stand.do(lambda now: set_link(now, ["l3"], weight=0.6))
    assert stand.band() is None
    assert "eight of ten" not in stand.section.words and "keep" not in stand.section.words
    stand.finish()
    assert stand.band().median[-1] > band.median[-1]


def test_bands_of_factors_are_drawn_where_few_enough_are_shown(stand: Stand) -> None:
    chart = stand.panel.chart
    stand.do(lambda now: add_factor(now, label="D", x=0.0, y=0.0, id="d"))
    stand.do(lambda now: give_range(now, ["l1", "l2"], 0.5))
    stand.finish()
    assert not chart.plot.panes[1].bands
    assert "Hide curves" in stand.section.words
    chart.show_factor("d", False)
    bands = dict(chart.plot.panes[1].bands)
    assert len(bands) == 3 and None not in bands
    assert "Hide curves" not in stand.section.words
    curves = chart.curves
    assert curves is not None
    band = curves.factor_bands["b"]
    assert band.low[-1] < curves.speeds["b"][-1] / 100 < band.high[-1]
    table = chart_csv(curves).decode()
    assert "B, %: 90 % of the runs are below" in table.splitlines()[0]
    stand.do(lambda now: set_link(now, ["l3"], weight=0.6))
    assert not chart.plot.panes[1].bands


def test_a_panel_built_anew_shows_what_was_found(stand: Stand) -> None:
    stand.do(lambda now: give_range(now, ["l1"], 0.5))
    stand.finish()
    other = MomentumPanel(
        stand.editor, stand.results, stand.run, Playback(), uncertainty=stand.live
    )
    try:
        assert other.chart.curves is not None and stand.live.found is not None
        assert other.chart.curves.band is stand.live.found.momentum
        assert other.parts.uncertainty.words == stand.section.words
    finally:
        other.detach()
        other.close()
        other.deleteLater()


def test_it_is_stopped_and_run_again(stand: Stand) -> None:
    stand.do(lambda now: give_range(now, ["l1"], 0.2))
    stand.clock.advance(1_000)
    assert "0 % of" in stand.section.words and "runs" in stand.section.words
    stand.click(stand.section.cancel)
    assert "Stopped." in stand.section.words and not stand.section.bar.isVisible()
    stand.click(stand.section.again)
    stand.finish()
    assert stand.band() is not None


def test_the_seed_is_shown_typed_and_undone(stand: Stand) -> None:
    stand.do(lambda now: give_range(now, ["l1"], 0.5))
    stand.finish()
    first = stand.band().high[-1]
    line = stand.section.seed.findChild(QLineEdit)
    assert line is not None and line.text() == "1"
    line.setFocus()
    line.selectAll()
    stand.bot.keyClicks(line, "7.5")
    stand.bot.keyClick(line, Qt.Key.Key_Return)
    problem = stand.section.seed.findChild(QLabel, "problem")
    assert problem is not None and problem.text() == "The seed is a whole number."
    line.selectAll()
    stand.bot.keyClicks(line, "7")
    stand.bot.keyClick(line, Qt.Key.Key_Return)
    assert stand.editor.flywheel.header.run.seed == 7 and problem.text() == ""
    assert stand.editor.history.labels()[-1] == "Change seed"
    stand.finish()
    assert stand.band().high[-1] != first
    stand.editor.undo()
    stand.finish()
    assert stand.band().high[-1] == first and line.text() == "1"
    stand.click(stand.section.other)
    assert stand.editor.flywheel.header.run.seed == 2


def test_a_hidden_panel_makes_no_runs(stand: Stand) -> None:
    stand.panel.hide()
    stand.do(lambda now: give_range(now, ["l1"], 0.2))
    stand.clock.advance(5_000)
    assert stand.worker.job is None
    stand.panel.show()
    stand.finish()
    assert stand.band() is not None


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_fits_a_narrow_dock_with_a_name_for_everything(stand: Stand, language: str) -> None:
    use_language(language)
    made = Stand(give_range(stand.editor.flywheel, ["l1"], 0.2), stand.bot)
    try:
        made.panel.set_tokens(DARK)
        made.panel.resize(320, 2_400)
        with stand.bot.waitExposed(made.panel):
            made.panel.show()
        made.clock.advance(1_000)
        for state in ("running", "done"):
            if state == "done":
                made.worker.work()
            stand.bot.wait(1)
            assert made.live.state == state
            for kind in (QAbstractButton, QLineEdit, QProgressBar, QLabel):
                for widget in made.section.findChildren(kind):
                    if widget.isVisible():
                        right = widget.mapTo(made.panel, widget.rect().topRight()).x()
                        assert right <= 320 - 8, (widget, right)
                        text = getattr(widget, "text", str)()
                        assert widget.accessibleName() or text
    finally:
        made.close()
        use_language("en")
