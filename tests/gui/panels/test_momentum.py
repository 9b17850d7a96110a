"""The momentum panel, driven as a person would, on a real run of a real drawing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.document import set_header, set_run
from flywheel_studio.commands.factors import add_factor, delete, rename_factor, set_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.commands.pushes import add_shove
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.momentum.panel import MomentumPanel
from flywheel_studio.panels.momentum.pushes.bar import MOST_CHIPS
from flywheel_studio.panels.parts.labels import NameButton
from flywheel_studio.panels.playback.playback import SECONDS_FOR_A_RUN, Playback
from flywheel_studio.panels.style.palette import DARK, LIGHT, tokens_for
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.storage.templates import load_template


@dataclass
class Stand:
    """A panel with everything that it listens to."""

    panel: MomentumPanel
    editor: Editor
    clock: ManualClock
    results: LiveResults
    run: LiveRun
    playback: Playback

    def settle(self) -> None:
        self.clock.advance(1_000)

    @property
    def words(self) -> list[str]:
        labels = self.panel.findChildren(QLabel)
        return [label.text() for label in labels if not label.isHidden() and label.text()]


@pytest.fixture
def stand_of(qtbot: QtBot) -> Iterator[Callable[[Flywheel], Stand]]:
    stands: list[Stand] = []

    def make(flywheel: Flywheel) -> Stand:
        clock, playback = ManualClock(), Playback()
        editor = Editor(flywheel, call_later=clock.call_later)
        results, run = LiveResults(editor, AtOnce()), LiveRun(editor)
        panel = MomentumPanel(editor, results, run, playback)
        stand = Stand(panel, editor, clock, results, run, playback)
        stands.append(stand)
        results.refresh()
        run.schedule()
        stand.settle()
        panel.resize(340, 900)
        with qtbot.waitExposed(panel):
            panel.show()
        return stand

    yield make
    for stand in stands:
        stand.panel.detach()
        stand.run.close()
        stand.results.close()
        stand.panel.close()
        stand.panel.deleteLater()


@pytest.fixture
def stand(stand_of: Callable[[Flywheel], Stand]) -> Stand:
    return stand_of(ring(4, 0.6))


def ring(n: int, weight: float, *, shove: float = 1.0) -> Flywheel:
    flywheel = Flywheel()
    for i in range(n):
        flywheel = add_factor(flywheel, label=f"Part {i + 1}", x=0.0, y=0.0)
    keys = list(flywheel.factors)
    for i, key in enumerate(keys):
        flywheel = connect(flywheel, key, keys[(i + 1) % n], weight=weight)
    return add_shove(flywheel, keys[0], shove) if shove else flywheel


# In a process of its own: what has been collected before is not the same in every run.
BUSY_WINDOW = """
import gc, threading
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from flywheel_studio.commands.factors import add_factor
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.momentum.panel import MomentumPanel
from flywheel_studio.panels.parts.labels import NameButton
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun

app = QApplication([])
gc.disable()

class Idle:
    def cancel(self):
        pass

def turn():
    editor = Editor(add_factor(Flywheel(), label="A", x=0, y=0), call_later=ManualClock().call_later)
    run = LiveRun(editor)
    panel = MomentumPanel(editor, LiveResults(editor, Idle()), run, Playback())
    run.run_now()
    panel.show()
    panel.grab()
    app.processEvents()
    editor.perform("x", lambda flywheel: flywheel.without("factors", ["a"]))
    run.run_now()
    app.processEvents()
    panel.detach()
    panel.close()
    panel.deleteLater()

for _ in range(2):
    turn()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    collector = threading.Thread(target=gc.collect)
    collector.start()
    collector.join()
    app.processEvents()
print("drawn")
"""


def test_what_a_closed_panel_leaves_can_be_collected_in_any_thread(checkout: Path) -> None:
    """Python's collector runs in whatever thread allocates; a widget deleted there is a crash."""
    told = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", BUSY_WINDOW],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, "drawn\n"), told.stderr[-3_000:]


def test_a_growing_ring_is_said_to_keep_itself_going(stand: Stand) -> None:
    # λ = w − f = 0.1 at mass 1: e^0.1 − 1 = 10.5 %.
    assert stand.words[:2] == ["Keeps itself going", "Grows 10.5 % a month"]
    # Gain (0.6 / 0.5)^4 = 2.0736; four factors of mass 1 and friction 0.5 take 2 each.
    assert stand.panel.facts.texts == ("R1", "2.07", "8 months", "from the start")


def test_a_default_ring_coasts(stand_of: Callable[[Flywheel], Stand]) -> None:
    assert stand_of(ring(3, 0.5)).words[0] == "Coasts"


def test_a_weak_ring_runs_down(stand_of: Callable[[Flywheel], Stand]) -> None:
    words = stand_of(ring(3, 0.4)).words
    # 1 − e^−0.1 = 9.5 %.
    assert words[:2] == ["Runs down", "Loses 9.52 % a month when nobody pushes"]


def test_an_empty_drawing_says_what_to_do(stand_of: Callable[[Flywheel], Stand]) -> None:
    clock, playback = ManualClock(), Playback()
    editor = Editor(call_later=clock.call_later)
    panel = MomentumPanel(editor, LiveResults(editor, AtOnce()), LiveRun(editor), playback)
    said = [label.text() for label in panel.findChildren(QLabel)]
    assert "Nothing to turn yet" in said
    panel.toggle_playing()
    assert not playback.is_playing
    panel.detach()
    panel.deleteLater()


def test_playing_turns_the_wheel_by_the_integral_of_the_momentum(stand: Stand) -> None:
    stand.panel.toggle_playing()
    trajectory = stand.run.trajectory
    assert trajectory is not None
    frames = 240
    for _ in range(frames):
        stand.playback.advance(6.0 / frames)
    fine = np.linspace(0.0, stand.playback.playhead, 20_001)
    speed = 0.36 * np.arcsinh([trajectory.momentum_at(t) for t in fine])
    turns = float(np.trapezoid(np.minimum(speed, 2.0), fine)) * SECONDS_FOR_A_RUN / 36.0
    assert stand.panel.dial.angle == pytest.approx(turns, rel=1e-3)


def test_scrubbing_leaves_the_wheel_where_it_stands(stand: Stand) -> None:
    stand.panel.toggle_playing()
    stand.playback.advance(3.0)
    angle = stand.panel.dial.angle
    assert angle != 0.0
    stand.playback.scrub(30.0)
    stand.playback.scrub(2.0)
    assert stand.panel.dial.angle == angle


def test_a_new_run_leaves_the_wheel_where_it_stands(stand: Stand) -> None:
    stand.panel.toggle_playing()
    stand.playback.advance(3.0)
    angle, playhead = stand.panel.dial.angle, stand.playback.playhead
    link = next(iter(stand.editor.flywheel.links))
    stand.editor.perform("x", lambda flywheel: set_link(flywheel, [link], weight=0.9))
    stand.clock.advance(16)
    assert (stand.panel.dial.angle, stand.playback.playhead) == (angle, playhead)
    assert stand.playback.is_playing


def test_a_click_on_a_chip_shoves_at_the_playhead_and_plays_on(stand: Stand, qtbot: QtBot) -> None:
    stand.playback.scrub(9.0)
    first = next(iter(stand.editor.flywheel.factors))
    before = stand.run.trajectory
    assert before is not None
    qtbot.mouseClick(stand.panel.push_bar.chip(first), Qt.MouseButton.LeftButton)
    stand.clock.advance(16)
    after = stand.run.trajectory
    assert after is not None
    assert [(shove.factor, shove.impulse, shove.at) for shove in stand.run.shoves] == [
        (first, 1.0, 9.0)
    ]
    assert after.momentum_at(8.9) == pytest.approx(before.momentum_at(8.9))
    assert after.momentum_at(9.0) == pytest.approx(before.momentum_at(9.0) + 1.0)
    assert stand.playback.is_playing
    assert stand.playback.playhead == 9.0
    assert not stand.editor.is_dirty


def test_the_fields_of_a_push_come_into_sight(stand: Stand, qtbot: QtBot) -> None:
    stand.panel.resize(320, 420)
    form, scroll = stand.panel.parts.pushes.form, stand.panel.findChild(QScrollArea)
    assert scroll is not None
    stand.panel.parts.pushes.axis.open(next(iter(stand.editor.flywheel.pushes)))

    def is_seen() -> bool:
        top = form.mapTo(scroll.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + form.height() <= scroll.viewport().height()

    qtbot.waitUntil(is_seen)


def test_beside_the_wheel_the_curves_stay_in_sight(stand: Stand, qtbot: QtBot) -> None:
    stand.panel.resize(1000, 640)
    scroll, side = stand.panel.findChild(QScrollArea), stand.panel.parts.chart_side
    assert scroll is not None
    bar, seen = scroll.verticalScrollBar(), scroll.viewport()

    def bottom() -> int:
        return side.mapTo(seen, QPoint(0, side.height())).y()

    qtbot.waitUntil(lambda: bar.maximum() > side.height() - seen.height() + 100)
    for _ in range(2):
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda: 0 < bottom() <= seen.height() + 20)
        # What lays the panel out anew leaves them where they are.
        stand.panel.parts.notice.setText("One more thing to say")
        QApplication.processEvents()
    assert bottom() > seen.height() - 120
    bar.setValue(0)
    assert side.y() == stand.panel.parts.headline.parentWidget().y()
    stand.panel.resize(340, 640)
    qtbot.waitUntil(lambda: side.y() > stand.panel.parts.transport.y())


def test_a_trial_is_called_one_for_as_long_as_it_is_shown(stand: Stand) -> None:
    knock, headline = stand.panel.parts.knock, stand.panel.parts.headline
    before = (headline.text(), stand.panel.parts.subline.text())
    knock.start.click()
    stand.settle()
    assert headline.text() == "Knocked back"
    said = "A trial: one knock on “Part 1”. The drawing stays as it is."
    assert stand.panel.parts.subline.text() == said
    knock.end.click()
    stand.settle()
    assert (headline.text(), stand.panel.parts.subline.text()) == before


def test_the_rate_of_a_wheel_with_ceilings_is_that_of_its_beginning(stand: Stand) -> None:
    subline = stand.panel.parts.subline
    assert subline.text() == "Grows 10.5 % a month"
    stand.editor.perform("x", lambda flywheel: set_factor(flywheel, ["part-1"], capacity=2.0))
    stand.settle()
    assert subline.text() == "Grows 10.5 % a month until ceilings slow it"


def test_a_wheel_that_swings_says_how_long_a_swing_takes(stand: Stand) -> None:
    stand.editor.perform("x", lambda flywheel: set_link(flywheel, ["l1"], polarity="-"))
    stand.settle()
    # λ = 0.6·e^(±iπ/4) − 0.5: a swing takes 2π / (0.6·√½).
    # Each is e^((0.6·√½ − 0.5)·14.81) as wide as the one before.
    assert stand.panel.parts.headline.text() == "Swings and dies out"
    assert stand.panel.parts.subline.text().splitlines() == [
        "Up and down in turn, until it is at rest",
        "One swing takes 14.8 months and has 33 % of the width of the one before.",
    ]


def test_a_wheel_that_swings_ever_wider_is_not_told_to_grow(stand: Stand) -> None:
    stand.editor.perform("x", lambda wheel: set_link(wheel, ["l1"], polarity="-", weight=4.8))
    stand.settle()
    parts = stand.panel.parts
    # The ring of equal strength: (4.8·0.6³)^¼ = 1.009; λ = 1.009·√½ − 0.5 and 2π/(1.009·√½).
    assert parts.headline.text() == "Swings ever wider"
    assert parts.subline.text().splitlines() == [
        "Up and down in turn, each time further",
        "One swing takes 8.81 months and is 6.56 times as wide as the one before.",
    ]
    assert parts.facts.texts[3] == "none: it swings"
    told = " ".join(stand.words)
    assert not {"doubles", "doubled", "Keeps"} & set(told.split())
    assert "Its momentum swings: " in parts.notice.text()
    levers = parts.answers.levers
    assert levers.rows and all("calms the swings" in row.said.sentence for row in levers.rows)
    factor = next(iter(stand.editor.flywheel.factors))
    parts.pushes.factor.suggest(factor)
    assert "the wheel swings, and goes down as well as up" in parts.pushes.effects
    stand.editor.undo()
    stand.settle()
    assert parts.headline.text() == "Keeps itself going"
    assert parts.facts.texts[3] != "none: it swings"


def test_a_knock_back_turns_the_wheel_backwards(
    stand_of: Callable[[Flywheel], Stand], qtbot: QtBot
) -> None:
    stand = stand_of(ring(4, 0.6, shove=0.0))
    assert "Nobody pushes yet, so nothing turns." in stand.words
    stand.panel.push_bar.wrong.click()
    first = next(iter(stand.editor.flywheel.factors))
    qtbot.mouseClick(stand.panel.push_bar.chip(first), Qt.MouseButton.LeftButton)
    stand.clock.advance(16)
    stand.playback.advance(2.0)
    assert stand.panel.dial.angle < 0.0
    assert stand.panel.dial.momentum is not None
    assert stand.panel.dial.momentum < 0.0


def test_a_push_at_the_end_begins_again(stand: Stand) -> None:
    stand.playback.scrub(36.0)
    stand.panel.push(next(iter(stand.editor.flywheel.factors)))
    stand.clock.advance(16)
    assert stand.run.shoves[0].at == 0.0
    assert stand.playback.is_playing


def test_reset_takes_the_pushes_back(stand: Stand) -> None:
    stand.panel.push(next(iter(stand.editor.flywheel.factors)))
    stand.clock.advance(16)
    stand.playback.advance(1.0)
    stand.panel.reset()
    stand.clock.advance(16)
    assert stand.run.shoves == ()
    assert (stand.playback.playhead, stand.playback.is_playing) == (0.0, False)


def test_one_step_is_one_time_unit(stand: Stand) -> None:
    stand.panel.step()
    assert stand.playback.playhead == pytest.approx(1.0)


def test_the_clock_runs_only_while_something_plays(stand: Stand, qtbot: QtBot) -> None:
    clock = stand.panel.clock
    assert not clock.is_running
    stand.panel.toggle_playing()
    assert clock.is_running
    qtbot.waitUntil(lambda: stand.playback.playhead > 0.2, timeout=5_000)
    stand.panel.toggle_playing()
    assert not clock.is_running


def test_reduced_motion_shows_the_run_without_turning(stand: Stand) -> None:
    stand.panel.set_motion_reduced(True)
    stand.panel.toggle_playing()
    stand.playback.advance(3.0)
    assert stand.panel.dial.angle == 0.0
    assert stand.panel.dial.momentum is not None
    assert stand.panel.dial.momentum > 1.0


def test_the_plot_shows_both_sides_of_a_jump(stand: Stand) -> None:
    stand.playback.scrub(9.0)
    stand.panel.push(next(iter(stand.editor.flywheel.factors)))
    stand.clock.advance(16)
    plot = stand.panel.chart.plot
    just_before, at = plot.reading_at(8.999), plot.reading_at(9.001)
    assert just_before is not None
    assert at is not None
    assert at.momentum - just_before.momentum == pytest.approx(1.0, abs=0.01)


def test_the_legend_hides_a_curve_and_the_crosshair_leaves_it_out(stand: Stand) -> None:
    plot = stand.panel.chart.plot
    first = next(iter(stand.editor.flywheel.factors))
    stand.panel.chart.show_factor(first, False)
    reading = plot.reading_at(5.0)
    assert reading is not None
    assert [name for name, _, _ in reading.factors] == ["Part 2", "Part 3", "Part 4"]
    stand.panel.chart.show_factor(first, True)
    reading = plot.reading_at(5.0)
    assert reading is not None
    assert len(reading.factors) == 4


def test_a_press_on_the_curves_moves_the_playhead(stand: Stand, qtbot: QtBot) -> None:
    plot = stand.panel.chart.plot
    middle = QPoint(plot.width() // 2, plot.height() // 2)
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=middle)
    assert 10.0 < stand.playback.playhead < 26.0


def test_breakthrough_and_run_away_are_said_in_words(
    stand_of: Callable[[Flywheel], Stand],
) -> None:
    stand = stand_of(set_run(ring(4, 3.0), until=200.0))
    trajectory = stand.run.trajectory
    assert trajectory is not None
    assert trajectory.ran_away_at is not None
    assert any("The wheel ran away after" in word for word in stand.words)
    assert stand.playback.end == trajectory.time[-1] <= trajectory.ran_away_at


def test_labels_are_never_read_as_markup(stand_of: Callable[[Flywheel], Stand]) -> None:
    flywheel = ring(2, 0.6)
    first = next(iter(flywheel.factors))
    flywheel = rename_factor(flywheel, first, "<b>Fat</b> & <img src=x>")
    flywheel = set_header(flywheel, time_unit="<i>sprint</i>")
    stand = stand_of(flywheel)
    assert stand.panel.push_bar.chip(first).text().startswith("<b>Fat</b> &&")
    for label in stand.panel.findChildren(QLabel):
        if "<" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_renamed_factor_has_its_new_name_at_once(stand: Stand) -> None:
    first = next(iter(stand.editor.flywheel.factors))
    stand.editor.perform("x", lambda flywheel: rename_factor(flywheel, first, "Renamed"))
    assert stand.panel.push_bar.chip(first).text() == "Renamed"


def test_a_deleted_factor_leaves_the_panel_whole(stand: Stand) -> None:
    stand.panel.toggle_playing()
    first = next(iter(stand.editor.flywheel.factors))
    stand.panel.push(first)
    stand.editor.perform("x", lambda flywheel: delete(flywheel, factors=[first]))
    stand.playback.advance(0.5)
    stand.settle()
    stand.playback.advance(0.5)
    keys = list(stand.editor.flywheel.factors)
    stand.editor.perform("x", lambda flywheel: delete(flywheel, factors=keys))
    stand.settle()
    assert "Nothing to turn yet" in stand.words
    assert not stand.playback.is_playing


def test_another_document_starts_from_the_beginning(stand: Stand) -> None:
    stand.panel.toggle_playing()
    stand.playback.advance(3.0)
    stand.editor.replace(set_run(ring(3, 0.4), until=12.0))
    stand.settle()
    assert (stand.playback.playhead, stand.playback.end) == (0.0, 12.0)
    assert stand.words[0] == "Runs down"


def test_the_run_follows_while_a_slider_is_dragged(stand: Stand) -> None:
    first = next(iter(stand.editor.flywheel.factors))
    gesture = stand.editor.gesture("Change friction")
    runs: list[float] = []
    stand.run.trajectory_ready.connect(lambda run: runs.append(run.final_momentum))
    for friction in (0.6, 0.8, 1.0):
        gesture.preview(lambda fw, friction=friction: set_factor(fw, [first], friction=friction))
        stand.clock.advance(16)
    gesture.cancel()
    assert len(runs) == 3
    assert runs == sorted(runs, reverse=True)


def test_more_factors_than_chips_are_found_by_name(stand_of: Callable[[Flywheel], Stand]) -> None:
    stand = stand_of(ring(30, 0.5))
    pushed: list[str] = []
    stand.panel.push_bar.pushed.connect(lambda factor, direction: pushed.append(factor))
    more = stand.panel.push_bar.more
    assert more.count() == 1 + 30 - MOST_CHIPS
    more.activated.emit(2)
    assert pushed == [list(stand.editor.flywheel.factors)[MOST_CHIPS + 1]]


@pytest.mark.parametrize("width", [290, 320, 420, 900, 2200])
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_nothing_is_cut_off_at_any_width(
    stand: Stand, qtbot: QtBot, width: int, tokens: Any
) -> None:
    stand.panel.set_tokens(tokens)
    stand.panel.resize(width, 500)
    qtbot.wait(1)
    for part in (stand.panel.transport, stand.panel.facts, stand.panel.push_bar):
        left = part.mapTo(stand.panel, QPoint(0, 0)).x()
        assert left >= 8
        assert left + part.width() <= width - 8
        assert part.width() >= part.minimumSizeHint().width()


@pytest.mark.parametrize("width", [340, 1100])
def test_nothing_stands_on_the_curves(
    stand_of: Callable[[Flywheel], Stand], qtbot: QtBot, width: int
) -> None:
    """The legend of many factors and words about the axis are lines that take room."""
    stand = stand_of(ring(14, 0.6))
    chart = stand.panel.chart
    stand.panel.resize(width, 700)
    stand.panel.chart_bar.logarithmic.click()
    qtbot.waitUntil(lambda: chart.plot.width() < width)
    qtbot.waitUntil(lambda: chart.below[0].y() >= chart.plot.geometry().bottom())
    assert chart.plot.height() >= chart.plot.minimumHeight()
    tops = [widget.y() for widget in chart.below if not widget.isHidden()]
    assert tops == sorted(tops)
    legend = [
        button for button in chart.findChildren(NameButton) if button.objectName() == "legend"
    ]
    lowest = max(button.mapTo(chart, button.rect().bottomLeft()).y() for button in legend)
    assert chart.plot.geometry().bottom() < lowest < tops[0]


def test_the_panel_speaks_german(stand_of: Callable[[Flywheel], Stand]) -> None:
    use_language("de")
    stand = stand_of(ring(3, 0.55))
    assert "," in stand.panel.facts.texts[1]


def test_the_size_of_text_follows_the_system() -> None:
    assert tokens_for(False, 20).base_px == 20
    assert tokens_for(True, 500).base_px == 28


def test_a_loop_without_friction_is_told_in_words(qtbot: QtBot) -> None:
    flywheel = load_template("amazon", "en")
    main = next(iter(flywheel.factors))
    free = set_factor(flywheel, [main], friction=0.0)
    clock = ManualClock()
    editor = Editor(free, call_later=clock.call_later)
    results, run = LiveResults(editor, AtOnce()), LiveRun(editor)
    panel = MomentumPanel(editor, results, run, Playback())
    try:
        results.refresh()
        run.schedule()
        clock.advance(1_000)
        said = [label.text() for label in panel.facts.findChildren(QLabel)]
        assert "without limit" in said and "for ever" in said and "∞" not in "".join(said)
        assert "has no friction: what comes round the main loop" in panel.parts.knock.holds
    finally:
        panel.detach()
        run.close()
        results.close()
        panel.close()
        panel.deleteLater()
