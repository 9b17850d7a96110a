"""Checks, loops and pages in the whole window: what is lit, selected, asked for and written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from flywheel_studio.commands.factors import delete
from flywheel_studio.panels.checks.card import FindingCard
from tests.gui.stand import Answers, results_settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_template(studio, qtbot):
    def open_it(name: str):
        window = studio.new_window()
        window.files.ask = Answers()
        studio.open_template(name, window)
        results_settle(window, qtbot)
        return window

    return open_it


def point_at(widget):
    QApplication.sendEvent(widget, QEnterEvent(QPointF(2, 2), QPointF(2, 2), QPointF(2, 2)))


def test_the_funnel_is_told_and_one_click_closes_it_with_the_growth_before_and_after(
    open_template, qtbot
):
    window = open_template("funnel")
    checks = window.panels.checks
    window.panels.checks_dock.raise_()
    card = checks.card("funnel")
    point_at(card.fix)
    results_settle(window, qtbot)
    QTest.mouseClick(card.fix, LEFT)
    results_settle(window, qtbot)
    assert window.panels.live_results.results.main_loop is not None
    assert "Before: Runs down." in checks.outcome
    assert "After: Keeps itself going." in checks.outcome
    assert window.toast.words.startswith("Close the ring")
    window.undo()
    results_settle(window, qtbot)
    assert checks.card("funnel") is not None


def test_checks_behind_another_tab_are_laid_out_when_they_come_in_sight(open_template, qtbot):
    window = open_template("funnel")
    assert window.panels.checks.findChildren(FindingCard) == []
    window.panels.checks_dock.raise_()
    qtbot.waitUntil(lambda: window.panels.checks.findChildren(FindingCard) != [])
    window.panels.properties_dock.raise_()
    qtbot.waitUntil(lambda: window.panels.checks.visibleRegion().isEmpty())
    before = len(window.panels.checks.findChildren(FindingCard))
    everything = list(window.editor.flywheel.factors)
    window.editor.perform("Delete", lambda flywheel: delete(flywheel, factors=everything))
    results_settle(window, qtbot)
    assert len(window.panels.checks.findChildren(FindingCard)) == before
    window.panels.checks_dock.raise_()
    qtbot.waitUntil(lambda: len(window.panels.checks.findChildren(FindingCard)) < before)


def test_pointing_at_a_finding_fades_the_rest_of_the_paper(open_template):
    window = open_template("funnel")
    window.panels.checks_dock.raise_()
    card = window.panels.checks.card("funnel")
    point_at(card)
    lit = window.canvas.sheet.overlays.lit_records
    assert lit and all(("factors", key) in lit for key in card.diagnosis.finding.factors)
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert window.canvas.sheet.overlays.lit_records is None


def test_fill_in_opens_the_field_in_the_properties(open_template, qtbot):
    window = open_template("amazon")
    window.panels.checks_dock.raise_()
    card = window.panels.checks.card("no-goal")
    QTest.mouseClick(card.fill_in, LEFT)
    field = window.panels.properties.wheel_form.field("goal").first_focus()
    qtbot.waitUntil(lambda: window.focusWidget() is field, timeout=5_000)


def test_hovering_a_loop_reads_it_in_the_hint_line(open_template):
    window = open_template("amazon")
    loop = window.panels.live_results.results.loops[0]
    before = window.hint_line.text()
    window.panels.loops.loop_hovered.emit(loop)
    assert window.hint_line.text().startswith(f"{loop.id}: “Customer experience” lifts “Traffic”")
    window.panels.loops.loop_hovered.emit(None)
    assert window.hint_line.text() == before


def test_a_loop_is_read_link_by_link_with_the_keys(open_template):
    window = open_template("amazon")
    tour = window.panels.reader.read_chosen()
    loop = window.panels.live_results.results.main_loop
    overlays = window.canvas.sheet.overlays
    assert overlays.lit_records is not None
    assert len([each for each in overlays.lit_records if each[0] == "links"]) == 1
    for _ in loop.links[1:]:
        QTest.keyClick(tour, Qt.Key.Key_Right)
    assert tour.words[1].endswith("The loop is closed.")
    lit = window.canvas.sheet.overlays.lit_records
    assert {key for kind, key in lit if kind == "links"} == set(loop.links)
    QTest.keyClick(tour, Qt.Key.Key_Left)
    assert f"{len(loop.links) - 1} of {len(loop.links)}" in tour.words[0]
    QTest.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.is_open
    assert window.canvas.sheet.overlays.lit_records is None


def test_a_tour_ends_when_its_loop_is_gone(open_template, qtbot):
    window = open_template("amazon")
    tour = window.panels.reader.read_chosen()
    gone = window.panels.live_results.results.main_loop.factors[0]
    window.editor.perform("Delete", lambda flywheel: delete(flywheel, factors=[gone]))
    assert not tour.is_open
    results_settle(window, qtbot)


def test_a_loop_gets_the_name_that_was_asked_for(open_template, qtbot, monkeypatch):
    window = open_template("amazon")
    loop = window.panels.live_results.results.loops[0]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("The engine", True))
    window.panels.reader.ask_name(loop.links[1:] + loop.links[:1])
    names = {each.name for each in window.editor.flywheel.header.loops}
    assert "The engine" in names
    results_settle(window, qtbot)


@pytest.mark.slow
def test_pages_open_from_the_menu_and_write_files(open_template, qtbot, tmp_path):
    window = open_template("inbound-content")
    pages = window.panels.pages
    for name, kinds in (
        ("scorecard", ("pdf", "md")),
        ("activities", ("pdf", "md", "csv")),
        ("portfolio", ("pdf", "md")),
    ):
        page = getattr(pages, name)()
        qtbot.waitUntil(page.isVisible, timeout=5_000)
        for kind in kinds:
            target = tmp_path / f"{name}.{kind}"
            assert pages.exports.write(name, target)
            raw = target.read_bytes()
            assert raw.startswith(b"%PDF-") if kind == "pdf" else len(raw) > 200
    # It is told where it was asked for: the whole report on the scorecard.
    card = pages.scorecard()
    assert pages.exports.write("report", tmp_path / "report.md")
    assert card.toast.isVisible() and card.toast.words == "Exported report.md."
    assert not window.toast.isVisible()
    card.close()
    assert pages.exports.write("report", tmp_path / "again.md")
    assert window.toast.isVisible() and window.toast.words == "Exported again.md."


def test_markdown_is_written_with_its_picture_and_over_no_other_file(open_template, tmp_path):
    window = open_template("inbound-content")
    mine = tmp_path / "plan-picture.svg"
    mine.write_bytes(b"something of mine")
    exports = window.panels.pages.exports
    for _ in range(2):
        assert exports.write("scorecard", tmp_path / "plan.md")
        assert mine.read_bytes() == b"something of mine"
        assert "](plan-picture-2.svg)" in (tmp_path / "plan.md").read_text("utf-8")
    assert sorted(each.name for each in tmp_path.glob("plan*")) == [
        "plan-picture-2.svg",
        "plan-picture.svg",
        "plan.md",
    ]


def test_a_page_that_cannot_be_written_says_so(open_template, tmp_path):
    window = open_template("inbound-content")
    (tmp_path / "taken.md").mkdir()
    assert not window.panels.pages.exports.write("scorecard", tmp_path / "taken.md")
    assert window.toast.words
