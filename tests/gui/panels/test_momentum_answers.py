"""What stands below the curves: levers and scenarios, used as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.document import set_header
from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.commands.pushes import add_push, add_shove
from flywheel_studio.commands.scenarios import add_scenario
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Metric
from flywheel_studio.panels.momentum.answers import MomentumAnswers
from flywheel_studio.panels.momentum.chart.picture import FINER, WIDTH
from flywheel_studio.panels.momentum.chart.reading import rows_of
from flywheel_studio.panels.momentum.chart.run_curves import markers_of, sentences_of
from flywheel_studio.panels.momentum.chart.table import chart_csv
from flywheel_studio.panels.style.palette import DARK, LIGHT
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.storage.templates import load_template
from tests.gui.panels.stands import MomentumStand

SVG = "http://www.w3.org/2000/svg"


class Stand(MomentumStand):
    """A panel over a ring of three, the first link stronger than the others."""

    @property
    def answers(self) -> MomentumAnswers:
        return self.panel.answers


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


def tried(stand: Stand, name: str = "Bold", weight: float = 1.5) -> str:
    link = next(iter(stand.editor.flywheel.links))
    changes = {f"links.{link}.weight": weight, f"links.{link}.weight_high": None}
    stand.editor.perform("x", lambda flywheel: add_scenario(flywheel, name, changes))
    stand.clock.advance(1_000)
    return list(stand.editor.flywheel.scenarios)[-1]


def test_a_scenario_is_told_in_a_sentence_and_drawn_beside_the_run(stand: Stand) -> None:
    scenario = tried(stand)
    row = stand.answers.scenarios.rows[scenario]
    assert "“Bold”" in row.sentence.text()
    (other,) = stand.answers.other_curves
    trajectory = stand.run.trajectory
    assert trajectory is not None
    assert other.name == "Bold"
    assert list(other.momentum[:2]) == list((trajectory.curve[1] @ trajectory.mass)[:2])
    assert other.momentum[-1] > trajectory.momentum[-1]


def test_a_scenario_gets_the_pushes_that_were_given_to_the_run(stand: Stand) -> None:
    tried(stand)
    stand.panel.push(next(iter(stand.editor.flywheel.factors)))
    stand.clock.advance(1_000)
    (other,) = stand.answers.other_curves
    trajectory = stand.run.trajectory
    assert trajectory is not None
    assert trajectory.curve[1][-1].sum() > 0
    assert other.momentum[0] == pytest.approx((trajectory.curve[1] @ trajectory.mass)[0])


def test_a_scenario_that_is_switched_off_leaves_the_chart(stand: Stand) -> None:
    scenario = tried(stand)
    row = stand.answers.scenarios.rows[scenario]
    row.switch.click()
    stand.clock.advance(1_000)
    assert stand.answers.other_curves == ()
    assert row.sentence.isHidden()
    assert scenario in stand.editor.flywheel.scenarios
    row.switch.click()
    stand.clock.advance(1_000)
    assert len(stand.answers.other_curves) == 1


def test_a_scenario_is_renamed_in_its_place_and_escape_takes_it_back(
    stand: Stand, qtbot: QtBot
) -> None:
    scenario = tried(stand)
    row = stand.answers.scenarios.rows[scenario]
    row.rename()
    row.field.clear()
    qtbot.keyClicks(row.field, "Bolder")
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert stand.editor.flywheel.scenarios[scenario].name == "Bold"
    row.rename()
    row.field.clear()
    qtbot.keyClicks(row.field, "Bolder")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert stand.editor.flywheel.scenarios[scenario].name == "Bolder"
    assert row.switch.text() == "Bolder"


def test_a_name_that_is_taken_is_said_in_one_sentence(stand: Stand) -> None:
    tried(stand, "Other")
    scenario = tried(stand)
    stand.answers.scenarios.rows[scenario].renamed.emit(scenario, "Other")
    assert stand.answers.problem == "There is another scenario called Other."
    assert stand.editor.flywheel.scenarios[scenario].name == "Bold"


def test_a_scenario_is_deleted_and_undo_brings_it_back(stand: Stand) -> None:
    scenario = tried(stand)
    stand.answers.scenarios.rows[scenario].actions_by_name["remove"].trigger()
    stand.clock.advance(1_000)
    assert not stand.answers.scenarios.rows
    assert stand.answers.other_curves == ()
    stand.editor.undo()
    stand.clock.advance(1_000)
    assert list(stand.answers.scenarios.rows) == [scenario]


def test_what_was_tried_on_the_drawing_is_set_aside_in_one_step(stand: Stand) -> None:
    before = stand.editor.flywheel
    link = next(iter(before.links))
    aside = stand.answers.scenarios.aside
    assert aside.isHidden()
    stand.editor.perform("x", lambda flywheel: set_link(flywheel, [link], weight=0.2))
    assert not aside.isHidden()
    aside.click()
    assert stand.editor.flywheel.links == before.links
    (made,) = stand.editor.flywheel.scenarios.values()
    assert [(one.path, one.value) for one in made.changes] == [(f"links.{link}.weight", 0.2)]
    stand.editor.undo()
    assert stand.editor.flywheel.links[link].weight == 0.2
    assert not stand.editor.flywheel.scenarios


def test_what_drives_the_run_is_said_and_drawn(stand: Stand) -> None:
    drive = stand.panel.drive
    assert not drive.isHidden()
    assert "R1" in drive.words
    assert drive.band.span_at(drive.band.width() - 20) is not None


def test_the_loop_that_drives_is_lit_on_the_paper_while_the_run_plays(stand: Stand) -> None:
    lit: list[object] = []
    stand.panel.lit.connect(lit.append)
    stand.playback.scrub(20.0)
    assert lit == []
    stand.panel.toggle_playing()
    flywheel = stand.editor.flywheel
    everything = {("loops", "R1")} | {("links", key) for key in flywheel.links}
    assert lit == [everything | {("factors", key) for key in flywheel.factors}]
    stand.panel.toggle_playing()
    assert lit[1:] == [None]


def test_loops_that_are_not_known_are_said_not_to_count(stand: Stand) -> None:
    drive, courses = stand.panel.drive, stand.panel.courses.courses
    assert courses is not None
    assert "shortest" not in drive.words
    drive.set_drive(stand.editor.flywheel, courses.drive, {}, {}, counted=10_000)
    assert "more loops than the 10,000 shortest" in drive.words


def test_every_known_loop_of_a_dense_drawing_counts(stand: Stand) -> None:
    """Seven factors, all linked both ways, have 2,365 loops; the long ones count as well."""
    flywheel = Flywheel()
    for n in range(7):
        flywheel = add_factor(flywheel, label=f"Part {n}", x=0.0, y=0.0)
    for source in list(flywheel.factors):
        for target in list(flywheel.factors):
            if source != target:
                flywheel = connect(flywheel, source, target, weight=0.2)
    flywheel = add_shove(flywheel, next(iter(flywheel.factors)), 1.0)
    stand.editor.perform("x", lambda _: flywheel)
    stand.clock.advance(2_000)
    courses = stand.panel.courses.courses
    assert courses is not None
    assert courses.drive is not None
    drawn = [name for name in courses.drive.dominance.names if ":" not in name]
    assert len(drawn) == 2_365
    assert not courses.is_cut


def test_the_pointer_or_the_focus_on_the_band_lights_the_loop_there(shown: Stand) -> None:
    lit: list[object] = []
    shown.panel.lit.connect(lit.append)
    band = shown.panel.drive.band
    at = QPointF(shown.panel.chart.time_axis.x_of(30.0), 10.0)
    plain = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, at, plain, plain, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(band, move)
    QApplication.sendEvent(band, QEvent(QEvent.Type.Leave))
    assert shown.playback.playhead == 0.0
    assert [isinstance(one, frozenset) and ("loops", "R1") in one for one in lit] == [True, False]
    shown.playback.scrub(20.0)
    band.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(band, Qt.Key.Key_Right)
    assert shown.playback.playhead == pytest.approx(20.9)
    assert "R1" in band.accessibleDescription()
    QTest.keyClick(band, Qt.Key.Key_End)
    assert shown.playback.playhead == pytest.approx(36.0)
    band.clearFocus()
    assert lit[-1] is None


def test_without_a_loop_nothing_is_said_to_drive(stand: Stand) -> None:
    link = next(iter(stand.editor.flywheel.links))
    stand.editor.perform("x", lambda flywheel: set_link(flywheel, [link], active=False))
    stand.clock.advance(2_000)
    assert stand.panel.drive.isHidden()


def test_a_press_on_the_band_moves_the_playhead(stand: Stand, qtbot: QtBot) -> None:
    band, axis = stand.panel.drive.band, stand.panel.chart.time_axis
    qtbot.mouseClick(band, Qt.MouseButton.LeftButton, pos=QPoint(round(axis.x_of(18.0)), 10))
    assert stand.playback.playhead == pytest.approx(18.0, abs=0.1)


def test_moments_of_the_run_are_marked_and_said(stand: Stand) -> None:
    trajectory = stand.run.trajectory
    assert trajectory is not None
    marked = [one.text for one in markers_of(trajectory, stand.editor.flywheel)]
    assert "Doubled" in marked
    said = " ".join(sentences_of(trajectory, stand.editor.flywheel))
    assert "its momentum has doubled." in said
    assert "At the end its momentum doubles every" in said


def test_a_shove_that_goes_round_for_the_first_time_is_no_relapse() -> None:
    flywheel = load_template("b2b-marketing", "en")
    run_settings = flywheel.header.run
    trajectory = run(dynamics_of(flywheel), until=run_settings.until, every=run_settings.every)
    assert trajectory.breakthrough_lost is not None
    assert not any("lows" in one.text for one in markers_of(trajectory, flywheel))
    assert not any("lows" in one for one in sentences_of(trajectory, flywheel))


def test_a_wheel_that_grows_is_never_said_to_have_lost_its_drive() -> None:
    """For six months a large push does what it did by itself, and will do again."""
    flywheel = ring()
    flywheel = set_link(flywheel, list(flywheel.links), weight=0.6)
    first = next(iter(flywheel.factors))
    flywheel = add_push(add_shove(flywheel, first), first, 1e3, start=10.0, duration=6.0)
    flywheel = set_factor(flywheel, list(flywheel.factors), mass=8.0)
    trajectory = run(dynamics_of(flywheel), until=36.0, every=0.25)
    markers = markers_of(trajectory, flywheel)
    assert "Slower for a while" in [one.text for one in markers]
    assert not any(one.is_warning for one in markers)
    assert "It turns by itself from the start; from month 10 to month 16 it slows." in sentences_of(
        trajectory, flywheel
    )


def test_many_standstills_are_one_sentence() -> None:
    flywheel = load_template("amazon", "en")
    first = next(iter(flywheel.factors))
    fallen = add_shove(flywheel.without("pushes", list(flywheel.pushes)), first, -1.0)
    said = sentences_of(run(dynamics_of(fallen), until=20.0, every=0.1), fallen)
    stills = [sentence for sentence in said if "standstill" in sentence]
    assert len(stills) == 1
    assert stills[0].startswith("7 factors come to a standstill: ")


def test_a_weak_wheel_comes_to_rest_with_a_warning() -> None:
    flywheel = ring()
    first = next(iter(flywheel.links))
    flywheel = set_link(flywheel, [first], active=False)
    trajectory = run(dynamics_of(flywheel), until=36.0, every=0.1)
    (marker,) = [one for one in markers_of(trajectory, flywheel) if one.text == "At rest"]
    assert marker.is_warning


@pytest.fixture
def shown(stand: Stand, qtbot: QtBot) -> Stand:
    stand.panel.resize(340, 900)
    with qtbot.waitExposed(stand.panel):
        stand.panel.show()
    return stand


def test_on_a_logarithmic_axis_the_crosshair_reads_the_same_values(shown: Stand) -> None:
    plot = shown.panel.chart.plot
    before = plot.reading_at(12.0)
    shown.panel.chart_bar.logarithmic.click()
    shown.panel.grab()
    assert plot.reading_at(12.0) == before
    # A wheel that is knocked back has nothing above 0 to draw there, and that is no error.
    shown.run.shove(next(iter(shown.editor.flywheel.factors)), -5.0)
    shown.clock.advance(1_000)
    shown.panel.grab()


def test_a_click_on_the_legend_hides_a_curve_and_shows_it_again(shown: Stand, qtbot: QtBot) -> None:
    chart = shown.panel.chart
    first, label = next((key, one.label) for key, one in shown.editor.flywheel.factors.items())
    buttons = {button.accessibleName(): button for button in chart.findChildren(QPushButton)}
    button = buttons[f"Curve of {label}"]
    for hidden in ({first}, set()):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert chart.hidden == hidden
        assert button.isChecked() != bool(hidden)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert chart.hidden == {first}


def test_dashed_curves_are_named_above_the_chart(shown: Stand, qtbot: QtBot) -> None:
    key, plot = shown.panel.chart.key, shown.panel.chart.plot
    assert (key.names, key.isVisible()) == ((), False)
    tried(shown)
    assert key.names == ("Bold",)
    assert key.isVisible()
    qtbot.waitUntil(lambda: 10 < key.height() < plot.y() - key.y())
    scenario = next(iter(shown.editor.flywheel.scenarios))
    shown.answers.scenarios.rows[scenario].switch.click()
    shown.clock.advance(1_000)
    assert (key.names, key.isVisible()) == ((), False)


def test_the_numbers_are_saved_with_the_scenarios_and_without_hidden_curves(
    shown: Stand, tmp_path: Path
) -> None:
    tried(shown, "=Bold")
    first, *others = shown.editor.flywheel.factors
    shown.panel.chart.show_factor(first, False)
    bar = shown.panel.chart_bar
    bar.ask_file = lambda *_: str(tmp_path / "numbers")
    bar.actions_by_name["save numbers"].trigger()
    header, *rows = (tmp_path / "numbers.csv").read_text("utf-8").splitlines()
    assert header.split(",")[1:3] == ["Momentum", "Momentum: =Bold"]
    assert len(header.split("above today")) == len(others) + 1
    trajectory = shown.run.trajectory
    assert trajectory is not None
    times = [float(row.split(",")[0]) for row in rows]
    assert times == sorted(set(times))
    assert float(rows[0].split(",")[1]) == pytest.approx(1.0)
    assert float(rows[-1].split(",")[1]) == pytest.approx(trajectory.momentum[-1], rel=1e-9)
    assert bar.told == "Exported numbers.csv."


def test_the_picture_is_copied_and_saved(shown: Stand, tmp_path: Path) -> None:
    """On light paper, twice as fine as a screen, whatever the window looks like."""
    shown.panel.set_tokens(DARK)
    bar = shown.panel.chart_bar
    bar.actions_by_name["copy picture"].trigger()
    copied = QApplication.clipboard().image()
    assert copied.width() == FINER * WIDTH
    assert copied.pixelColor(2, 2).name() == LIGHT.card
    bar.ask_file = lambda *_: str(tmp_path / "curves.png")
    bar.actions_by_name["save picture"].trigger()
    saved = QImage(str(tmp_path / "curves.png"))
    assert saved.size() == copied.size()
    bar.ask_file = lambda *_: str(tmp_path / "missing" / "curves.png")
    bar.actions_by_name["save picture"].trigger()
    assert not (tmp_path / "missing").exists()
    assert bar.told != "Exported curves.png."


def test_the_picture_says_its_title_and_names_its_curves(shown: Stand, tmp_path: Path) -> None:
    tried(shown)
    shown.editor.perform("x", lambda flywheel: set_header(flywheel, title="Our wheel"))
    first, *others = shown.editor.flywheel.factors.values()
    shown.panel.chart.show_factor(first.id, False)
    bar = shown.panel.chart_bar
    bar.ask_file = lambda *_: str(tmp_path / "curves")
    bar.actions_by_name["save svg"].trigger()
    root = parse(tmp_path / "curves.svg").getroot()
    assert root.get("viewBox", "").startswith(f"0 0 {WIDTH} ")
    words = [" ".join("".join(node.itertext()).split()) for node in root.iter(f"{{{SVG}}}text")]
    assert words[0] == "Our wheel"
    assert {factor.label for factor in others} | {"Bold", "Momentum"} <= set(words)
    assert first.label not in words


def test_a_factor_with_a_metric_is_read_in_its_own_unit(shown: Stand) -> None:
    first = next(iter(shown.editor.flywheel.factors))
    metric = Metric(name="Orders", unit="orders", baseline=200.0)
    shown.editor.perform("x", lambda flywheel: set_factor(flywheel, [first], metric=metric))
    shown.clock.advance(1_000)
    shown.panel.courses.refresh()
    shown.clock.advance(1_000)
    plot = shown.panel.chart.plot
    reading = plot.reading_at(0.001)
    assert reading is not None
    # Shoved by 1 at mass 1: twice today's pace.
    assert reading.own == ("400 orders", "", "")
    assert rows_of(reading)[1][2] == "400 orders · +100 %"
    curves = shown.panel.chart.curves
    assert curves is not None
    header, row = chart_csv(curves).decode().splitlines()[:2]
    assert '"Offer, orders"' in header
    assert "400" in row.split(",")


def test_what_holds_the_wheel_is_said(stand: Stand) -> None:
    # Gain per link (0.9 · 0.5 · 0.5)^(1/3) / 0.5 = 1.216: it bears 22 % more friction.
    assert "It bears 22 % more friction before it runs down." in stand.panel.parts.knock.holds
    link = next(iter(stand.editor.flywheel.links))
    stand.editor.perform("x", lambda flywheel: set_link(flywheel, [link], weight=0.2))
    stand.clock.advance(2_000)
    assert "push" in stand.panel.parts.knock.holds
    assert "bears" not in stand.panel.parts.knock.holds
