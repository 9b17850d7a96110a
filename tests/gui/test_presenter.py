"""Presenter mode: a talk by keys alone, and the wheel turning at its end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.app.presenter import Presenter
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor
from flywheel_studio.qt_rendering.fonts import install_fonts
from flywheel_studio.storage.templates import load_template


@pytest.fixture
def present(qapp, qtbot):
    install_fonts()
    shown = []

    def begin(flywheel, **options) -> Presenter:
        loops = find_loops(causal_graph(flywheel)).loops
        presenter = Presenter(flywheel, theme_named("clean"), loops, **options)
        presenter.resize(1280, 720)
        presenter.show()
        qtbot.waitExposed(presenter)
        shown.append(presenter)
        return presenter

    yield begin
    for presenter in shown:
        if isValid(presenter):
            presenter.close()


def darkness(presenter: Presenter) -> float:
    """The share of pixels that are black."""
    picture = presenter.grab().toImage().scaled(64, 36)
    dark = sum(picture.pixelColor(x, y).lightness() < 10 for x in range(64) for y in range(36))
    return dark / (64 * 36)


def ink(presenter: Presenter) -> int:
    """How many pixels differ from the paper."""
    picture = presenter.grab().toImage()
    paper = picture.pixelColor(2, 2)
    return sum(
        picture.pixelColor(x, y) != paper
        for x in range(0, picture.width() * 6 // 10, 3)
        for y in range(0, picture.height(), 3)
    )


def test_a_clicker_goes_through_the_story_and_the_wheel_turns_at_the_end(present, qtbot):
    presenter = present(load_template("amazon", "en"), is_motion_reduced=False)
    assert presenter.step == 0 and not presenter.is_turning
    drawn = [ink(presenter)]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(presenter, key)
        qtbot.waitUntil(lambda: ink(presenter) > drawn[-1], timeout=3_000)
        drawn.append(ink(presenter))
    assert presenter.step == 4
    QTest.keyClick(presenter, Qt.Key.Key_PageUp)
    assert presenter.step == 3
    QTest.keyClick(presenter, Qt.Key.Key_End)
    assert presenter.step == presenter.count - 1
    assert presenter.is_turning
    before = presenter.grab().toImage()
    qtbot.waitUntil(lambda: presenter.grab().toImage() != before, timeout=3_000)
    QTest.keyClick(presenter, Qt.Key.Key_Home)
    assert presenter.step == 0 and not presenter.is_turning


def test_b_makes_the_screen_black_and_the_next_key_brings_it_back(present):
    presenter = present(load_template("b2b-marketing", "de"), is_motion_reduced=True)
    QTest.keyClick(presenter, Qt.Key.Key_B)
    assert darkness(presenter) == 1.0
    QTest.keyClick(presenter, Qt.Key.Key_Right)
    assert presenter.step == 1
    assert darkness(presenter) < 0.5


def test_escape_ends_the_talk(present, qtbot):
    presenter = present(load_template("amazon", "en"))
    with qtbot.waitSignal(presenter.closed):
        QTest.keyClick(presenter, Qt.Key.Key_Escape)


def test_with_reduced_motion_nothing_moves(present):
    presenter = present(load_template("amazon", "en"), is_motion_reduced=True)
    QTest.keyClick(presenter, Qt.Key.Key_End)
    assert presenter.step == presenter.count - 1
    assert not presenter.is_turning


def test_a_single_factor_can_be_presented(present):
    flywheel = Flywheel(factors={"a": Factor(id="a", label="<b>Alone</b>", x=0.0, y=0.0)})
    presenter = present(flywheel, is_motion_reduced=True)
    QTest.keyClick(presenter, Qt.Key.Key_End)
    assert presenter.step == presenter.count - 1
    assert ink(presenter) > 0
