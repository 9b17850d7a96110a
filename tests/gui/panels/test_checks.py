"""The checks: what they say, what hovering lights and shows, and that only a click changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor, rename_factor, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.checks.panel import ChecksPanel
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Stand:
    panel: ChecksPanel
    editor: Editor
    clock: ManualClock
    results: LiveResults
    lit: list[Any] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    chosen: list[Any] = field(default_factory=list)
    wanted: list[Any] = field(default_factory=list)

    def wait(self) -> None:
        self.clock.advance(1_000)

    def edit(self, command: Callable[[Flywheel], Flywheel]) -> None:
        self.editor.perform("edit", command)
        self.wait()

    def codes(self) -> list[str]:
        return [card.diagnosis.finding.code for card in self.panel.cards]


def point_at(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEnterEvent(QPointF(2, 2), QPointF(2, 2), QPointF(2, 2)))


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def chain(*labels: str) -> Flywheel:
    flywheel = Flywheel()
    for place, label in enumerate(labels):
        flywheel = add_factor(flywheel, label=label, x=200.0 * place, y=0.0, id=label.lower())
    ids = [label.lower() for label in labels]
    for source, target in pairwise(ids):
        flywheel = connect(flywheel, source, target)
    return flywheel


@pytest.fixture
def stand_of(qtbot: QtBot) -> Iterator[Callable[[Flywheel], Stand]]:
    stands: list[Stand] = []

    def make(flywheel: Flywheel) -> Stand:
        clock = ManualClock()
        editor = Editor(flywheel, call_later=clock.call_later)
        results = LiveResults(editor, AtOnce())
        panel = ChecksPanel(editor, results)
        stand = Stand(panel, editor, clock, results)
        panel.lit.connect(stand.lit.append)
        panel.told.connect(stand.told.append)
        panel.chosen.connect(stand.chosen.append)
        panel.focus_requested.connect(stand.wanted.append)
        stands.append(stand)
        results.refresh()
        stand.wait()
        panel.resize(320, 700)
        panel.show()
        return stand

    yield make
    for stand in stands:
        stand.panel.detach()
        stand.results.close()
        stand.panel.close()
        stand.panel.deleteLater()


@pytest.fixture
def funnel(stand_of: Callable[[Flywheel], Stand]) -> Stand:
    return stand_of(chain("Attention", "Interest", "Desire", "Action"))


def test_findings_stand_gravest_first(funnel: Stand) -> None:
    order = ["error", "warning", "advice"]
    severities = [card.diagnosis.finding.severity for card in funnel.panel.cards]
    assert severities == sorted(severities, key=order.index)
    assert funnel.codes()[0] == "funnel"
    headline, counts, _ = funnel.panel.words
    assert headline.endswith("things to look at")
    assert counts.startswith("1 error")


def test_pointing_at_a_finding_lights_what_it_is_about(funnel: Stand) -> None:
    card = funnel.panel.card("funnel")
    point_at(card)
    about = {("factors", key) for key in card.diagnosis.finding.factors}
    assert about and about <= funnel.lit[-1]
    leave(card)
    assert funnel.lit[-1] is None


def test_lighting_a_link_lights_both_its_ends(stand_of: Callable[[Flywheel], Stand]) -> None:
    stand = stand_of(connect(chain("One", "Two", "Three", "Four"), "four", "one"))
    card = stand.panel.card("no-reason")
    point_at(card)
    lit = stand.lit[-1]
    for key in card.diagnosis.finding.links:
        link = stand.editor.flywheel.links[key]
        assert {("links", key), ("factors", link.source), ("factors", link.target)} <= lit


def test_pointing_at_fix_it_shows_the_fix_and_leaving_takes_it_back(funnel: Stand) -> None:
    before = funnel.editor.flywheel
    card = funnel.panel.card("funnel")
    point_at(card.fix)
    assert len(funnel.editor.flywheel.links) == len(before.links) + 1
    leave(card.fix)
    assert funnel.editor.flywheel is before
    assert funnel.editor.undo_label is None


def test_a_shown_fix_says_how_growth_changes_and_the_card_stays(funnel: Stand) -> None:
    card = funnel.panel.card("funnel")
    point_at(card.fix)
    funnel.wait()
    assert funnel.panel.card("funnel") is card
    assert "Before: Runs down" in card.effect.text()
    assert "After: " in card.effect.text()
    leave(card.fix)
    assert card.effect.isHidden()


def test_a_click_makes_the_fix_one_step_that_undo_takes_back(funnel: Stand) -> None:
    before = funnel.editor.flywheel
    card = funnel.panel.card("funnel")
    words = card.diagnosis.finding.fix
    point_at(card.fix)
    QTest.mouseClick(card.fix, LEFT)
    funnel.wait()
    assert "funnel" not in funnel.codes()
    (label,) = funnel.editor.history.labels()
    assert words.startswith(label.rstrip("…"))
    assert funnel.told == [words]
    assert "Before: Runs down" in funnel.panel.outcome
    funnel.editor.undo()
    funnel.wait()
    assert funnel.editor.flywheel.links == before.links
    assert funnel.codes()[0] == "funnel"
    assert funnel.panel.outcome == ""


def test_undo_while_a_fix_is_only_shown_keeps_nothing_of_it(funnel: Stand) -> None:
    funnel.edit(lambda fw: rename_factor(fw, "desire", "Wish"))
    shown = funnel.panel.card("funnel")
    links = funnel.editor.flywheel.links
    point_at(shown.fix)
    assert len(funnel.editor.flywheel.links) == len(links) + 1
    funnel.editor.undo()
    assert funnel.editor.flywheel.links == links
    assert funnel.editor.flywheel.factors["desire"].label == "Desire"
    assert funnel.editor.history.labels() == []


def test_saving_while_a_fix_is_only_shown_saves_the_drawing_without_it(funnel: Stand) -> None:
    links = funnel.editor.flywheel.links
    point_at(funnel.panel.card("funnel").fix)
    assert funnel.editor.to_save().links == links


def test_another_document_ends_a_shown_fix_and_the_list_goes_on(funnel: Stand) -> None:
    point_at(funnel.panel.card("funnel").fix)
    other = connect(chain("One", "Two", "Three", "Four"), "four", "one")
    funnel.editor.replace(other)
    assert funnel.editor.flywheel is other
    funnel.wait()
    assert "funnel" not in funnel.codes()
    assert "no-reason" in funnel.codes()


def test_hiding_the_panel_takes_a_shown_fix_back(funnel: Stand) -> None:
    links = funnel.editor.flywheel.links
    point_at(funnel.panel.card("funnel").fix)
    funnel.panel.hide()
    assert funnel.editor.flywheel.links == links
    assert funnel.lit[-1] is None


def test_not_now_is_remembered_in_the_document_and_can_be_brought_back(funnel: Stand) -> None:
    card = funnel.panel.card("funnel")
    key = card.diagnosis.key
    QTest.mouseClick(card.aside, LEFT)
    funnel.wait()
    assert "funnel" not in funnel.codes()
    assert funnel.editor.flywheel.header.dismissed == (key,)
    assert funnel.panel.aside_button.text() == "Show put aside (1)"
    QTest.mouseClick(funnel.panel.aside_button, LEFT)
    assert funnel.codes()[-1] == "funnel"
    QTest.mouseClick(funnel.panel.card("funnel").aside, LEFT)
    funnel.wait()
    assert funnel.editor.flywheel.header.dismissed == ()
    assert funnel.codes()[0] == "funnel"


def test_a_trial_is_held_until_it_is_kept_or_taken_back(
    stand_of: Callable[[Flywheel], Stand],
) -> None:
    ring = connect(chain("One", "Two", "Three", "Four"), "four", "one")
    ring = set_factor(ring, ["one", "two", "three"], score=8.0)
    stand = stand_of(set_factor(ring, ["four"], score=2.0))
    card = stand.panel.card("weakest")
    before = stand.editor.flywheel
    point_at(card.fix)
    QTest.mouseClick(card.fix, LEFT)
    leave(card.fix)
    assert stand.editor.flywheel.factors["four"].score == 8.0
    assert card.fix.text() == "Keep it"
    stand.wait()
    assert "After: " in card.effect.text()
    QTest.mouseClick(card.back, LEFT)
    assert stand.editor.flywheel is before
    assert card.fix.text() == "Try it"
    assert stand.editor.undo_label is None


def test_clicking_a_card_chooses_what_it_is_about(funnel: Stand) -> None:
    card = funnel.panel.card("funnel")
    QTest.mouseClick(card, LEFT, pos=QPoint(4, 4))
    assert funnel.chosen == [card.diagnosis]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert funnel.chosen == [card.diagnosis] * 2


def test_fill_in_asks_for_the_field_that_only_a_person_can_fill(
    stand_of: Callable[[Flywheel], Stand],
) -> None:
    stand = stand_of(connect(chain("One", "Two", "Three", "Four"), "four", "one"))
    card = stand.panel.card("no-reason")
    QTest.mouseClick(card.fill_in, LEFT)
    assert (stand.wanted[0].kind, stand.wanted[0].field) == ("links", "reason")


def test_an_empty_paper_is_not_praised(stand_of: Callable[[Flywheel], Stand]) -> None:
    stand = stand_of(Flywheel())
    assert stand.panel.words[0] == "Nothing to check yet"


def test_a_drawing_with_nothing_amiss_is_told_why(stand_of: Callable[[Flywheel], Stand]) -> None:
    stand = stand_of(connect(chain("One", "Two", "Three", "Four"), "four", "one"))
    for _ in range(40):
        cards = stand.panel.cards
        if not cards:
            break
        QTest.mouseClick(cards[0].aside, LEFT)
        stand.wait()
    headline, _, praise = stand.panel.words
    assert headline == "Well done"
    assert "One → Two → Three → Four → One" in praise
    assert "put aside" in praise


def test_many_findings_of_a_kind_are_folded(stand_of: Callable[[Flywheel], Stand]) -> None:
    drawing = chain("One", "Two", "Three", "Four")
    drawing = connect(drawing, "four", "one")
    for place in range(8):
        drawing = add_factor(drawing, label=f"Alone {place}", x=0.0, y=200.0 + 90 * place)
    stand = stand_of(drawing)
    buttons = stand.panel.findChildren(QPushButton)
    folds = [button for button in buttons if button.text().endswith("more like this")]
    n = len(stand.panel.cards)
    assert folds
    QTest.mouseClick(folds[0], LEFT)
    assert len(stand.panel.cards) > n
