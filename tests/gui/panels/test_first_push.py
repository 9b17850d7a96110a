"""A wheel that nobody pushes stands still: the panel says so, and offers the first push."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor, delete, rename_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.pushes import add_shove
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Wheel
from tests.gui.panels.stands import MomentumStand

Shown = Callable[[Flywheel], MomentumStand]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    stands: list[MomentumStand] = []

    def show(flywheel: Flywheel) -> MomentumStand:
        stand = MomentumStand(flywheel)
        stands.append(stand)
        stand.panel.resize(320, 900)
        with qtbot.waitExposed(stand.panel):
            stand.panel.show()
        return stand

    yield show
    for stand in stands:
        stand.close()


def drawn() -> Flywheel:
    flywheel = Flywheel()
    for label in ("Offer", "Demand", "Partners"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    keys = list(flywheel.factors)
    for source, target in zip(keys, [*keys[1:], keys[0]], strict=True):
        flywheel = connect(flywheel, source, target)
    return flywheel


def test_who_draws_a_ring_is_offered_the_push_that_it_waits_for(shown: Shown, qtbot: QtBot) -> None:
    stand = shown(drawn())
    stand.panel.activateWindow()
    qtbot.waitUntil(stand.panel.isActiveWindow)
    offer = stand.panel.parts.first_push
    assert offer.isVisible()
    assert offer.words == "Nobody pushes yet, so nothing turns."
    assert offer.button.text() == offer.button.accessibleName() == "Push Offer"
    stand.playback.play()
    offer.button.setFocus()
    QTest.keyClick(offer.button, Qt.Key.Key_Space)
    stand.settle()
    assert [shove.factor for shove in stand.run.shoves] == ["offer"]
    assert stand.playback.is_playing and not offer.isVisible()
    # The focus does not slip on to "Knock back".
    focused = stand.panel.focusWidget()
    assert focused is not None and focused.objectName() == "play"
    # The drawing is as it was; taking the push back brings the offer back.
    assert not stand.editor.flywheel.pushes and not stand.editor.history.labels()
    stand.panel.push_bar.taken_back.emit()
    stand.settle()
    assert offer.isVisible()


def test_the_push_is_offered_at_the_marked_start_of_the_wheel(shown: Shown) -> None:
    flywheel = drawn()
    third = list(flywheel.factors)[2]
    stand = shown(flywheel.with_records("wheels", [Wheel(id="w", start=third)]))
    offer = stand.panel.parts.first_push
    assert offer.button.text() == "Push Partners"
    stand.editor.perform("x", lambda now: rename_factor(now, third, "A & B"))
    stand.settle()
    assert offer.button.accessibleName() == "Push A & B"
    stand.editor.perform("x", lambda now: delete(now, factors=list(now.factors)))
    stand.settle()
    assert not offer.isVisible()


def test_a_push_that_comes_too_late_is_not_said_to_be_missing(shown: Shown) -> None:
    flywheel = drawn()
    stand = shown(add_shove(flywheel, next(iter(flywheel.factors)), start=99.0))
    assert stand.panel.parts.first_push.words == "No push acts in this run, so nothing turns."
    moved = shown(add_shove(flywheel, next(iter(flywheel.factors))))
    assert not moved.panel.parts.first_push.isVisible()


def test_the_longest_name_does_not_widen_the_panel(shown: Shown) -> None:
    use_language("de")
    stand = shown(
        rename_factor(drawn(), "offer", "Kundenzufriedenheitsverbesserungsprogramm der Firma")
    )
    offer = stand.panel.parts.first_push
    assert offer.button.width() <= offer.width() <= 320 - 2 * 16
    assert offer.button.accessibleName().startswith("Kundenzufriedenheits")
