"""Scorecard and portfolio as pages, and pages as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.document import set_wheel
from flywheel_studio.commands.factors import rename_factor, set_factor
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.export.report import activities_report, flywheel_report
from flywheel_studio.export.report_markdown import markdown
from flywheel_studio.export.scorecard_report import scorecard_report
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.pages.portfolio import PortfolioPanel
from flywheel_studio.panels.pages.scorecard import ScorecardPanel
from flywheel_studio.qt_rendering.report_pdf import report_pdf
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.storage.templates import load_template

Made = tuple[Any, Editor, ManualClock]


@pytest.fixture
def page_of(qtbot: QtBot) -> Iterator[Callable[..., Made]]:
    made: list[tuple[Any, LiveResults]] = []

    def make(kind: Any, flywheel: Flywheel) -> Made:
        clock = ManualClock()
        editor = Editor(flywheel, call_later=clock.call_later)
        results = LiveResults(editor, AtOnce())
        results.refresh()
        clock.advance(1_000)
        panel = kind(editor, results)
        made.append((panel, results))
        panel.resize(700, 700)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel, editor, clock

    yield make
    for panel, results in made:
        panel.detach()
        results.close()
        panel.close()
        panel.deleteLater()


def test_the_scorecard_counts_what_is_met_and_reads_the_loop_aloud(
    page_of: Callable[..., Made],
) -> None:
    panel, _, _ = page_of(ScorecardPanel, load_template("inbound-content", "en"))
    headline, counts, story = panel.words
    card = panel.card
    assert headline == card.title
    assert counts.endswith(f"{len(card.in_state('met'))} met")
    assert story.endswith("And so it goes round again.")


def test_an_answer_is_saved_with_the_wheel_and_survives_another_edit(
    page_of: Callable[..., Made],
) -> None:
    panel, editor, clock = page_of(ScorecardPanel, load_template("inbound-content", "en"))
    edit = panel.answers.field("passion").first_focus()
    edit.setFocus()
    QTest.keyClicks(edit, "Teaching")
    clock.advance(1_000)
    assert panel.answers.field("passion").first_focus() is edit
    panel.answers.finish()
    (wheel,) = editor.flywheel.wheels.values()
    assert wheel.answers["passion"] == "Teaching"
    editor.undo()
    (wheel,) = editor.flywheel.wheels.values()
    assert "passion" not in wheel.answers
    assert edit.toPlainText() == ""


def test_a_wheel_that_loses_a_rule_is_told_while_the_page_is_open(
    page_of: Callable[..., Made],
) -> None:
    panel, editor, clock = page_of(ScorecardPanel, load_template("inbound-content", "en"))
    before = len(panel.card.in_state("not met"))
    (wheel,) = editor.flywheel.wheels
    editor.perform("edit", lambda fw: set_wheel(fw, wheel, start=None, goal=None))
    clock.advance(1_000)
    assert len(panel.card.in_state("not met")) == before + 2


def test_answers_of_one_document_are_gone_when_another_opens(
    page_of: Callable[..., Made],
) -> None:
    panel, editor, clock = page_of(ScorecardPanel, load_template("inbound-content", "en"))
    panel.answers.field("passion").first_focus().setPlainText("Teaching")
    panel.answers.finish()
    editor.replace(load_template("amazon", "en"))
    assert panel.answers.isHidden()
    clock.advance(1_000)
    assert panel.answers.field("passion").first_focus().toPlainText() == ""
    assert not panel.answers.isHidden()


def test_an_empty_paper_has_no_scorecard(page_of: Callable[..., Made]) -> None:
    panel, _, _ = page_of(ScorecardPanel, Flywheel())
    assert panel.words[0] == "No wheel to judge yet"


def test_the_portfolio_lists_each_wheel_after_the_one_it_serves(
    page_of: Callable[..., Made],
) -> None:
    panel, _, _ = page_of(PortfolioPanel, load_template("marketing-portfolio", "en"))
    titles = [card.findChild(QPushButton, "wheelTitle").text() for card in panel.cards]
    assert titles[0] == "B2B marketing"
    assert panel.words[0] == f"{len(titles)} wheels"
    chosen: list[str] = []
    panel.wheel_chosen.connect(chosen.append)
    QTest.mouseClick(panel.cards[1].findChild(QPushButton, "wheelTitle"), Qt.MouseButton.LeftButton)
    assert chosen == [panel.shown.wheels[1].id]


def test_the_portfolio_follows_the_drawing(page_of: Callable[..., Made]) -> None:
    panel, editor, clock = page_of(PortfolioPanel, load_template("marketing-portfolio", "en"))
    wheel = panel.shown.wheels[1].id
    editor.perform("edit", lambda fw: set_wheel(fw, wheel, owner="Sales", title="A & B"))
    clock.advance(1_000)
    assert panel.shown.wheels[1].owner == "Sales"
    assert panel.cards[1].findChild(QPushButton, "wheelTitle").text() == "A && B"


def test_a_report_as_pdf_is_the_same_each_time_and_shows_typed_markup_as_typed() -> None:
    flywheel = load_template("inbound-content", "en")
    factor = next(iter(flywheel.factors))
    flywheel = rename_factor(flywheel, factor, "<b>Bold</b> *claims*")
    flywheel = set_factor(flywheel, [factor], owner="<img src=x>")
    figure = compose(flywheel, theme_named("clean"))
    for report in (flywheel_report(flywheel), scorecard_report(flywheel)):
        first = report_pdf(report, lambda _wheel: figure)
        assert first.startswith(b"%PDF-")
        assert report_pdf(report, lambda _wheel: figure) == first


def test_a_report_without_a_picture_says_it_in_words() -> None:
    report = activities_report(load_template("inbound-content", "en"))
    assert report_pdf(report).startswith(b"%PDF-")
    assert report_pdf(scorecard_report(Flywheel())).startswith(b"%PDF-")


def test_the_scorecard_as_markdown_holds_answers_escaped() -> None:
    flywheel = load_template("inbound-content", "en")
    (wheel,) = flywheel.wheels
    flywheel = set_wheel(flywheel, wheel, answers={"passion": "*stars* & <tags>"})
    text = markdown(scorecard_report(flywheel, wheel)).decode()
    assert text.startswith("# ")
    assert "\\*stars\\* \\& \\<tags\\>" in text


@pytest.mark.parametrize(("width", "most_lines"), [(700, 1), (300, 3)])
def test_the_questions_of_the_scorecard_take_the_room_there_is(
    page_of: Callable[..., Made], qtbot: QtBot, width: int, most_lines: int
) -> None:
    panel, _, _ = page_of(ScorecardPanel, load_template("inbound-content", "en"))
    panel.resize(width, 700)
    names = panel.answers.findChildren(QLabel, "fieldName")
    assert len(names) >= 7
    qtbot.waitUntil(
        lambda: all(name.height() >= name.heightForWidth(name.width()) for name in names)
    )
    lines = [round(name.height() / name.fontMetrics().lineSpacing()) for name in names]
    assert max(lines) <= most_lines
    assert (max(lines) > 1) == (width == 300)
    assert all(name.geometry().right() <= panel.answers.width() for name in names)
