"""The list of loops: what it says, and that choosing lights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from flywheel_studio.analysis.loops import Loop, LoopReport
from flywheel_studio.commands.document import set_theme
from flywheel_studio.commands.factors import add_factor, rename_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import StopToken
from flywheel_studio.panels.loops.loop_list import (
    COLOR_ROLE,
    FIGURES_ROLE,
    LOOP_ROLE,
    SENTENCE_ROLE,
    LoopCards,
)
from flywheel_studio.panels.loops.panel import LoopsPanel
from flywheel_studio.qt_rendering.fonts import install_fonts
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults


@dataclass
class Stand:
    panel: LoopsPanel
    editor: Editor
    clock: ManualClock
    results: LiveResults
    chosen: list[Loop | None] = field(default_factory=list)
    hovered: list[Loop | None] = field(default_factory=list)

    def edit(self, command: Callable[[Flywheel], Flywheel]) -> None:
        self.editor.perform("edit", command)
        self.clock.advance(1_000)

    def said(self, row: int, role: int) -> Any:
        return self.panel.model.index(row).data(role)

    def where(self, row: int) -> QPoint:
        return self.panel.view.visualRect(self.panel.model.index(row)).center()


@pytest.fixture
def stand_of(qtbot: QtBot) -> Iterator[Callable[..., Stand]]:
    stands: list[Stand] = []

    def make(flywheel: Flywheel, analyse: Any = None) -> Stand:
        clock = ManualClock()
        editor = Editor(flywheel, call_later=clock.call_later)
        results = LiveResults(editor, AtOnce(), analyse=analyse)
        panel = LoopsPanel(editor, results)
        stand = Stand(panel, editor, clock, results)
        panel.loop_chosen.connect(stand.chosen.append)
        panel.loop_hovered.connect(stand.hovered.append)
        stands.append(stand)
        results.refresh()
        clock.advance(1_000)
        panel.resize(340, 600)
        with qtbot.waitExposed(panel):
            panel.show()
        return stand

    yield make
    for stand in stands:
        stand.panel.detach()
        stand.results.close()
        stand.panel.close()
        stand.panel.deleteLater()


def pair() -> Flywheel:
    """Two factors with a reinforcing pair of links and a balancing one."""
    flywheel = Flywheel()
    for label in ("Traffic", "Sellers"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    flywheel = connect(flywheel, "traffic", "sellers", weight=0.75)
    flywheel = connect(flywheel, "sellers", "traffic", weight=0.75)
    return connect(flywheel, "sellers", "traffic", "-", 0.25)


def test_each_loop_says_its_sentence_gain_and_turn_time(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    ids = [stand.said(row, Qt.ItemDataRole.DisplayRole) for row in range(2)]
    assert sorted(ids) == ["B1", "R1"]
    row = ids.index("R1")
    assert stand.said(row, SENTENCE_ROLE) == (
        "“Traffic” lifts “Sellers”, which lifts “Traffic” again."
    )
    # (0.75 / 0.5)² = 2.25; two factors of mass 1 and friction 0.5 take 2 each.
    assert stand.said(row, FIGURES_ROLE) == "Gain 2.25 · one turn takes 4 months"
    assert stand.panel.words[:2] == ("2 loops", "1 reinforcing · 1 balancing")


def test_a_loop_has_the_colour_that_it_has_on_the_paper(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    results = stand.results.results
    assert results is not None
    for name in ("clean", "slate"):
        if stand.editor.flywheel.header.theme != name:
            stand.edit(lambda flywheel, name=name: set_theme(flywheel, name))
        overlays = Overlays(loops=results.loops)
        for row, loop in enumerate(results.loops):
            assert stand.said(row, COLOR_ROLE) == overlays.loop_color(loop.id, theme_named(name))


def test_a_click_chooses_and_a_second_one_lets_go(
    stand_of: Callable[..., Stand], qtbot: QtBot
) -> None:
    stand = stand_of(pair())
    loops = stand.panel.model.loops
    viewport = stand.panel.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=stand.where(1))
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=stand.where(0))
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=stand.where(0))
    assert stand.chosen == [loops[1], loops[0], None]


def test_a_click_beside_the_cards_lets_go(stand_of: Callable[..., Stand], qtbot: QtBot) -> None:
    stand = stand_of(pair())
    viewport = stand.panel.view.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=stand.where(0))
    below = QPoint(40, viewport.height() - 10)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=below)
    assert stand.chosen[-1] is None


def test_arrow_keys_choose_and_escape_lets_go(stand_of: Callable[..., Stand], qtbot: QtBot) -> None:
    stand = stand_of(pair())
    view = stand.panel.view
    view.setFocus()
    assert stand.chosen == []
    stand.panel.choose(stand.panel.model.loops[0])
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert stand.chosen == [*stand.panel.model.loops, None]


def test_hovering_lights_and_leaving_ends_it(stand_of: Callable[..., Stand], qtbot: QtBot) -> None:
    stand = stand_of(pair())
    stand.panel.view.entered.emit(stand.panel.model.index(1))
    assert stand.hovered == [stand.panel.model.loops[1]]
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    QApplication.sendEvent(stand.panel.view.viewport(), QEvent(QEvent.Type.Leave))
    assert stand.hovered[-1] is None


def test_a_chosen_loop_stays_chosen_through_an_edit(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    reinforcing = next(loop for loop in stand.panel.model.loops if loop.is_reinforcing)
    stand.panel.choose(reinforcing)
    stand.edit(lambda flywheel: set_link(flywheel, ["l1"], weight=0.9))
    assert stand.panel.chosen is not None
    assert stand.panel.chosen.links == reinforcing.links
    assert stand.panel.chosen.gain == pytest.approx(0.9 * 0.75 / 0.25)
    rows = stand.panel.view.selectionModel().selectedIndexes()
    assert [index.data(LOOP_ROLE) for index in rows] == [stand.panel.chosen]


def test_a_chosen_loop_that_is_broken_is_let_go(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    stand.panel.choose(stand.panel.model.loops[0])
    stand.edit(lambda flywheel: set_link(flywheel, ["l1"], active=False))
    assert stand.chosen[-1] is None
    assert stand.panel.words[0] == "No loop yet"


def test_without_a_loop_it_says_what_one_is_and_how_to_close_it(
    stand_of: Callable[..., Stand],
) -> None:
    stand = stand_of(Flywheel())
    headline, _, advice = stand.panel.words
    assert headline == "No loop yet"
    assert "comes back to where it began" in advice
    assert "draw a link from the last factor back to the first" in advice
    assert stand.panel.view.isHidden()


def test_a_cut_search_says_so_and_ten_thousand_cards_are_one_list(
    stand_of: Callable[..., Stand], qtbot: QtBot
) -> None:
    flywheel = Flywheel()
    for i in range(9):
        flywheel = add_factor(flywheel, label=f"Part {i}", x=0.0, y=0.0)
    keys = list(flywheel.factors)
    for source in keys:
        for target in keys:
            if source != target:
                flywheel = connect(flywheel, source, target)
    stand = stand_of(flywheel)
    assert stand.panel.model.rowCount() == 10_000
    said = " ".join(stand.panel.words[:2])
    assert said.startswith("At least 10")
    assert "complete up to 5 links" in said
    assert len(stand.panel.findChildren(object)) < 100
    last = stand.panel.model.index(9_999)
    stand.panel.view.scrollTo(last)
    assert stand.panel.view.visualRect(last).isValid()


def test_a_renamed_factor_is_named_anew(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    stand.edit(lambda flywheel: rename_factor(flywheel, "traffic", "Visits"))
    assert "“Visits” lifts" in stand.said(0, SENTENCE_ROLE)


def test_an_infinite_gain_is_said_in_words(stand_of: Callable[..., Stand]) -> None:
    loop = Loop(
        id="R1",
        kind="reinforcing",
        factors=("traffic", "sellers"),
        links=("l1", "l2"),
        gain=float("inf"),
        turn_time=float("inf"),
    )

    def analyse(flywheel: Flywheel, stop: StopToken) -> Any:
        return SimpleNamespace(loops=LoopReport((loop,)), growth=None, main_loop=loop, findings=())

    stand = stand_of(pair(), analyse)
    assert stand.said(0, FIGURES_ROLE) == "No friction on it: no limit to its gain"


def test_the_model_keeps_the_rules_of_models(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    tester = QAbstractItemModelTester(
        stand.panel.model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    stand.edit(lambda flywheel: set_link(flywheel, ["l3"], active=False))
    assert stand.panel.model.rowCount() == 1
    assert stand.panel.model.rowCount(stand.panel.model.index(0)) == 0
    assert stand.panel.model.data(QModelIndex()) is None
    tester.deleteLater()


def test_cards_are_as_high_as_their_sentence_after_resizing(
    stand_of: Callable[..., Stand], qtbot: QtBot
) -> None:
    stand = stand_of(pair())
    view, model = stand.panel.view, stand.panel.model
    for width in (250, 600, 320):
        stand.panel.resize(width, 600)
        qtbot.wait(1)
        first, second = (view.visualRect(model.index(row)) for row in (0, 1))
        assert second.top() == first.bottom() + 1
        assert first.width() == view.viewport().width()


def test_every_loop_has_an_accessible_name(stand_of: Callable[..., Stand]) -> None:
    stand = stand_of(pair())
    names = [stand.said(row, Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert any(name.startswith("R1, reinforcing loop of 2 links. “Traffic”") for name in names)


@pytest.mark.parametrize(
    "label", ["😀", "Growth 🚀🚀 now", "👩‍👩‍👧 Families", "🇩🇪 Berlin", "النمو"]
)
def test_a_sentence_with_an_emoji_loses_and_breaks_no_word(
    stand_of: Callable[..., Stand], label: str
) -> None:
    stand = stand_of(rename_factor(pair(), "traffic", label))
    cards = stand.panel.view.itemDelegate()
    assert isinstance(cards, LoopCards)
    sentence = str(stand.said(0, SENTENCE_ROLE))
    assert label in sentence
    for room in (120, 180, 260, 900):
        lines = cards.wrapped(sentence, room)
        assert " ".join(lines) == sentence
        assert (len(lines) == 1) == (room == 900)


def test_the_figures_of_a_loop_are_never_cut_where_two_lines_hold_them(qapp: Any) -> None:
    install_fonts()
    said = "Verstärkung 3,38 · Umlauf 11 Monate"
    before, cards = qapp.font(), LoopCards()
    cut = []
    try:
        qapp.setFont(QFont("Inter"))
        font = QFont("Inter")
        for small_px in (10, 11, 12, 13):
            cards.tokens = replace(cards.tokens, small_px=small_px)
            font.setPixelSize(small_px + 1)
            wide = QFontMetrics(font).horizontalAdvance(said)
            for room in range(wide - 3, wide + 4):
                lines = cards.figures(SimpleNamespace(data=lambda _: said), room)
                metrics = QFontMetrics(font)
                shown = [metrics.elidedText(x, Qt.TextElideMode.ElideRight, room) for x in lines]
                cut += [(small_px, room)] * (shown != lines)
    finally:
        qapp.setFont(before)
    assert not cut
