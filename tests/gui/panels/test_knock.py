"""What if it goes wrong: a trial that leaves the drawing alone until it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor, delete
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.pushes import add_push
from flywheel_studio.insight.outlook import knocked
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor
from flywheel_studio.panels.momentum.outlook.knock import KnockSection
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from tests.gui.panels.stands import MomentumStand


class Stand(MomentumStand):
    @property
    def knock(self) -> KnockSection:
        return self.panel.parts.knock


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    flywheel = Flywheel()
    for label in ("Offer", "Demand", "Partners"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    keys = list(flywheel.factors)
    for i, key in enumerate(keys):
        flywheel = connect(flywheel, key, keys[(i + 1) % 3], weight=0.7)
    stand = Stand(add_push(flywheel, "offer", 0.3, start=2, duration=4))
    stand.panel.resize(340, 900)
    with qtbot.waitExposed(stand.panel):
        stand.panel.show()
    yield stand
    stand.close()


def test_the_wheel_is_knocked_back_from_rest_and_played(stand: Stand) -> None:
    before = stand.editor.flywheel
    stand.editor.selection.set_one("factors", "demand")
    stand.knock.start.click()
    stand.settle()
    told = stand.run.trajectory
    assert told is not None
    wanted = knocked(dynamics_of(before), "demand", 1.0)
    settings = before.header.run
    assert np.array_equal(told.speed, run(wanted, until=settings.until, every=settings.every).speed)
    assert stand.playback.is_playing
    assert stand.editor.flywheel is before
    assert stand.editor.history.labels() == []


def test_a_factor_of_the_main_loop_is_offered_until_one_is_chosen(stand: Stand) -> None:
    def with_a_stranger(now: Flywheel) -> Flywheel:
        tables = {"stranger": replace(now.factors["offer"], id="stranger", label="Stranger")}
        return now_with_first(now, tables)

    stand.editor.perform("x", with_a_stranger)
    stand.settle()
    assert next(iter(stand.editor.flywheel.factors)) == "stranger"
    fresh = KnockSection(stand.editor, stand.results, stand.run, stand.panel.courses)
    stand.results.refresh()
    stand.settle()
    assert fresh.factor.chosen == "offer"
    fresh.factor.choose("stranger")
    fresh.factor.activated.emit(0)
    stand.results.refresh()
    stand.settle()
    assert fresh.factor.chosen == "stranger"
    fresh.detach()
    fresh.deleteLater()


def now_with_first(now: Flywheel, tables: dict[str, Factor]) -> Flywheel:
    return replace(now, factors={**tables, **now.factors})


def test_what_the_knock_does_is_said(stand: Stand) -> None:
    stand.knock.start.click()
    stand.settle()
    # λ = 0.7 − 0.5 = 0.2: ln 2 / 0.2 = 3.47 months.
    assert stand.knock.words.startswith(
        "One knock on “Offer”, and the same wheel turns downward by itself: "
        "what is lost doubles every 3.47 months."
    )
    assert "comes to a standstill" in stand.knock.words


def test_what_holds_the_wheel_is_asked_of_the_drawing_during_a_trial(stand: Stand) -> None:
    before = stand.knock.holds
    assert "more friction" in before
    stand.knock.start.click()
    stand.settle()
    assert stand.knock.holds == before


def test_the_pushes_of_the_drawing_are_left_out_and_it_is_said(stand: Stand) -> None:
    stand.knock.start.click()
    stand.settle()
    pushes = stand.panel.parts.pushes
    assert pushes.words == "Left out while the knock is shown."
    stand.knock.end.click()
    stand.settle()
    assert pushes.words.startswith("Drag")
    assert stand.run.shoves == ()
    assert not stand.knock.start.isHidden()


def test_a_knock_is_kept_as_a_scenario_in_one_step(stand: Stand) -> None:
    before = stand.editor.flywheel
    stand.knock.start.click()
    stand.settle()
    stand.knock.keep.click()
    stand.settle()
    after = stand.editor.flywheel
    assert [one.name for one in after.scenarios.values()] == ["Knock on Offer"]
    assert stand.run.knocked == ""
    (told,) = stand.panel.answers.other_curves
    assert told.momentum[-1] < 0
    stand.editor.undo()
    assert stand.editor.flywheel == before


def test_the_knock_begins_and_ends_by_keys(stand: Stand) -> None:
    stand.knock.start.setFocus()
    QTest.keyClick(stand.knock.start, Qt.Key.Key_Space)
    assert stand.run.knocked == "offer"
    QTest.keyClick(stand.knock.end, Qt.Key.Key_Space)
    assert stand.run.knocked == ""


def test_back_to_the_start_ends_the_trial(stand: Stand) -> None:
    stand.knock.start.click()
    stand.settle()
    stand.panel.reset()
    stand.settle()
    assert stand.run.knocked == ""
    assert stand.knock.words == "" or stand.knock._said.isHidden()


def test_deleting_the_factor_ends_the_trial(stand: Stand) -> None:
    stand.knock.start.click()
    stand.settle()
    stand.editor.perform("x", lambda flywheel: delete(flywheel, factors=["offer"]))
    stand.settle()
    assert stand.run.knocked == ""
    assert not stand.knock.start.isHidden()
    stand.knock.start.click()
    stand.settle()
    assert stand.knock.words.startswith("The wheel gets over a knock on “Demand” by itself.")


def test_an_edit_while_the_knock_is_shown_is_knocked_too(stand: Stand) -> None:
    stand.knock.start.click()
    stand.settle()
    link = next(iter(stand.editor.flywheel.links))
    stand.editor.perform("x", lambda flywheel: flywheel.without("links", [link]))
    stand.settle()
    trajectory = stand.run.trajectory
    assert trajectory is not None
    assert trajectory.momentum[0] == pytest.approx(-1.0)
    assert "gets over" in stand.knock.words


def test_pushes_given_while_playing_are_kept_in_one_step(stand: Stand) -> None:
    stand.playback.scrub(3.0)
    stand.panel.push("demand")
    stand.settle()
    stand.panel.push("demand", -1)
    stand.settle()
    stand.panel.push_bar._keep.click()
    stand.settle()
    kept = [
        (push.factor, push.impulse, push.start)
        for push in list(stand.editor.flywheel.pushes.values())[1:]
    ]
    assert kept == [("demand", 1.0, 3.0), ("demand", -1.0, 3.0)]
    assert stand.run.shoves == ()
    stand.editor.undo()
    assert list(stand.editor.flywheel.pushes) == ["p1"]
