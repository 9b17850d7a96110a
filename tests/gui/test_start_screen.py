"""The start screen over an empty paper: in nobody's way, and gone with the first mark."""

from __future__ import annotations

import json
import shutil

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flywheel_studio.app.start_screen import Card
from flywheel_studio.language.translate import use_language
from flywheel_studio.resource_files import resource
from flywheel_studio.storage.templates import templates
from tests.gui.stand import panels_stand

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_window(studio, qtbot):
    def open_it():
        window = studio.new_window()
        panels_stand(window, qtbot)
        window.canvas.setFocus()
        return window

    return open_it


def cards(window) -> dict[str, Card]:
    return {card.text(): card for card in window.start_screen.findChildren(Card)}


def test_every_template_is_there_and_gets_its_picture(open_window, qtbot):
    window = open_window()
    shown = cards(window)
    assert set(shown) == {row.title("en") for row in templates()}
    qtbot.waitUntil(lambda: all(not card._image.isNull() for card in shown.values()))


def test_a_double_click_beside_the_cards_makes_a_factor_and_the_screen_goes(open_window, qtbot):
    window = open_window()
    screen = window.start_screen
    assert screen.isVisible()
    card = next(iter(cards(window).values()))
    gap = card.mapTo(screen.viewport(), QPoint(card.width() + 4, 20))
    under = screen.viewport().childAt(gap) or screen.viewport()
    assert not isinstance(under, Card)
    spot = under.mapFrom(screen.viewport(), gap)
    QTest.mouseDClick(under, LEFT, pos=spot)
    assert len(window.editor.flywheel.factors) == 1
    qtbot.waitUntil(lambda: window.canvas.label_editor is not None)
    assert not screen.isVisible()


def test_a_tool_in_hand_moves_the_screen_aside_and_escape_brings_it_back(open_window):
    window = open_window()
    QTest.keyClick(window.canvas, Qt.Key.Key_F)
    assert not window.start_screen.isVisible()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.start_screen.isVisible()


def test_the_invitation_stands_above_the_cards(open_window):
    window = open_window()
    invitation = window.start_screen._invitation
    free = invitation.contentsRect()
    assert free.bottom() <= window.start_screen.geometry().top()
    assert invitation.geometry() == window.canvas.viewport().rect()


@pytest.mark.parametrize("before", ["light", "dark"])
def test_the_first_paper_is_white_in_a_dark_window(studio, open_window, before):
    studio.look.set_appearance(before)
    window = open_window()
    studio.look.set_appearance("dark")
    QApplication.processEvents()
    ground = window.canvas.viewport().grab().toImage().pixelColor(3, 3)
    assert ground.name() == window.canvas.theme.paper.lower() == "#ffffff"


def test_a_card_opens_its_template_in_this_window(open_window, studio):
    window = open_window()
    QTest.mouseClick(cards(window)["Amazon's growth flywheel"], LEFT)
    assert "traffic" in window.editor.flywheel.factors
    assert studio.windows == [window]


def test_recent_files_and_the_last_session_are_offered(open_window, studio, tmp_path, monkeypatch):
    files = []
    for name in ("one", "two"):
        files.append(tmp_path / f"{name}.flywheel")
        shutil.copy(resource("templates", "amazon.en.flywheel"), files[-1])
    window = open_window()
    for path in files:
        studio.open_path(path, window)
    assert studio.last_session.paths() == tuple(files)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    studio.quit()
    assert not studio.windows
    studio._is_quitting = False
    assert studio.last_session.paths() == tuple(files)

    window = open_window()
    shown = cards(window)
    assert {"one", "two", "Open the last session"} <= set(shown)
    QTest.mouseClick(shown["Open the last session"], LEFT)
    assert [each.editor.path for each in studio.windows] == files


def test_a_recent_file_that_cannot_be_read_has_a_card_without_a_picture(
    open_window, studio, tmp_path, qtbot
):
    broken = tmp_path / "broken.flywheel"
    broken.write_text("no flywheel")
    studio.recent.add(broken)
    window = open_window()
    qtbot.waitUntil(lambda: not window.start_screen._thumbnails._orders)
    assert cards(window)["broken"]._image.isNull()


def test_a_session_list_that_is_damaged_is_no_session(studio):
    studio.last_session._file.parent.mkdir(parents=True, exist_ok=True)
    studio.last_session._file.write_text(json.dumps({"not": "a list"}))
    assert studio.last_session.paths() == ()


@pytest.mark.parametrize("width", [1280, 2500])
def test_on_a_large_screen_the_pictures_are_larger_and_no_name_is_cut(open_window, qtbot, width):
    use_language("de")
    try:
        window = open_window()
        window.resize(width, 1300 if width > 2000 else 800)
        qtbot.waitUntil(lambda: window.width() == width)
        shown = list(cards(window).values())
        wanted = 264 if width > 2000 else 176
        qtbot.waitUntil(lambda: {card.width() for card in shown} == {wanted})
        qtbot.waitUntil(lambda: {card._image.width() for card in shown} == {wanted})
        screen = window.start_screen
        assert screen.geometry().right() <= window.canvas.viewport().width()
        if width > 2000:
            room = wanted - 4
            assert all(card.fontMetrics().horizontalAdvance(card.text()) <= room for card in shown)
        window.resize(1280, 800)
        qtbot.waitUntil(lambda: {card._image.width() for card in shown} == {176})
    finally:
        use_language("en")
