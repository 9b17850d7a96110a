"""Presenter mode: a talk by keys alone, and the wheel turning at its end."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from shiboken6 import isValid

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.app.presenter import TEXT, Presenter
from flywheel_studio.app.presenter_picture import StoryPicture
from flywheel_studio.drawing.factor_shapes import factor_shape
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.export.story import story_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Factor
from flywheel_studio.qt_rendering.fonts import install_fonts
from flywheel_studio.storage.templates import load_template


@pytest.fixture
def present(qapp, qtbot):
    install_fonts()
    shown = []

    def begin(flywheel, **options) -> Presenter:
        loops = loops_of(flywheel)
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
    """How many pixels of the picture differ from the paper."""
    picture = presenter.grab().toImage()
    paper = picture.pixelColor(2, 2)
    return sum(
        picture.pixelColor(x, y) != paper
        for x in range(0, picture.width() * 6 // 10, 3)
        for y in range(0, picture.height(), 3)
    )


def darkest(presenter: Presenter) -> int:
    """The lightness of the darkest pixel of the picture, from 0 to 255."""
    picture = presenter.grab().toImage()
    return min(
        picture.pixelColor(x, y).lightness()
        for x in range(picture.width() * 6 // 10)
        for y in range(picture.height())
    )


def loops_of(flywheel: Flywheel):
    return find_loops(causal_graph(flywheel)).loops


@pytest.mark.slow
def test_a_clicker_goes_through_the_story_and_the_wheel_turns_at_the_end(present, qtbot):
    presenter = present(load_template("amazon", "en"), is_motion_reduced=False)
    assert presenter.step == 0 and not presenter.is_turning
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return):
        shown = presenter.grab().toImage()
        QTest.keyClick(presenter, key)
        assert presenter.is_gliding
        qtbot.waitUntil(lambda: not presenter.is_gliding, timeout=3_000)
        assert presenter.grab().toImage() != shown
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
    assert not presenter.is_turning and not presenter.is_gliding


def test_a_talk_opens_with_all_of_the_wheel_faint(present):
    presenter = present(load_template("amazon", "en"), is_motion_reduced=True)
    assert darkest(presenter) > 80
    assert ink(presenter) > 1_000
    QTest.keyClick(presenter, Qt.Key.Key_Right)
    assert darkest(presenter) < 80


def test_the_camera_glides_and_a_second_key_takes_it_from_where_it_is(present, qtbot):
    presenter = present(load_template("amazon", "en"))
    first = presenter.frame
    QTest.keyClick(presenter, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: presenter.frame != first, timeout=3_000)
    on_the_way = presenter.frame
    QTest.keyClick(presenter, Qt.Key.Key_Left)
    assert abs(presenter.frame.left - on_the_way.left) < 0.5 * abs(first.left)
    qtbot.waitUntil(lambda: not presenter.is_gliding, timeout=3_000)
    assert presenter.frame == first


def test_on_an_upright_screen_the_words_shrink_rather_than_the_picture(present):
    presenter = present(load_template("amazon", "en"), is_motion_reduced=True)
    presenter.resize(800, 1280)
    presenter.go(presenter.count - 1)
    assert presenter.pixels_a_unit * presenter.frame.width > 0.8 * 800


# Of a wheel of wheels the steps that show all of it are as large as the screen allows.
@pytest.mark.parametrize(
    ("template", "least"), [("amazon", 0.6), ("inbound-content", 0.5), ("hyper-growth-sales", 0.36)]
)
def test_labels_can_be_read_beside_the_words_about_them(present, template, least):
    flywheel = load_template(template, "en")
    presenter = present(flywheel, is_motion_reduced=True)
    letters = min(
        factor_shape(factor, Point(0.0, 0.0), theme_named("clean")).measure.size
        for factor in flywheel.factors.values()
    )
    for step in range(presenter.count):
        presenter.go(step)
        assert presenter.pixels_a_unit * letters > least * TEXT * presenter.height() / 1080, step


def test_a_step_about_a_loop_fades_all_else(qapp):
    install_fonts()
    flywheel = load_template("amazon", "en")
    loops = loops_of(flywheel)
    picture = StoryPicture(flywheel, theme_named("clean"), loops)
    told = [c for c in story_of(flywheel, loops) if c.title == "R2: Price booster"]
    place = places(flywheel)["selection"]
    frame = Box.around(place, 200.0, 100.0)
    darkest = []
    for chapter in (*told, replace(told[0], lit=None)):
        image = QImage(400, 200, QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        picture.paint(painter, QRectF(0, 0, 400, 200), 1.0, frame, chapter)
        painter.end()
        darkest.append(
            min(image.pixelColor(x, y).lightness() for x in range(150, 250) for y in range(80, 120))
        )
    assert darkest[0] > 100 > darkest[1]


def test_a_single_factor_can_be_presented(present):
    flywheel = Flywheel(factors={"a": Factor(id="a", label="<b>Alone</b>", x=0.0, y=0.0)})
    presenter = present(flywheel, is_motion_reduced=True)
    QTest.keyClick(presenter, Qt.Key.Key_End)
    assert presenter.step == presenter.count - 1
    assert ink(presenter) > 0


def test_a_screen_reader_hears_each_step_and_the_black_screen(present):
    presenter = present(load_template("amazon", "en"))
    assert presenter.accessibleName().startswith(
        f"1 of {presenter.count}. Amazon's growth flywheel. "
    )
    QTest.keyClick(presenter, Qt.Key.Key_Right)
    told = presenter.accessibleName()
    assert told.startswith(f"2 of {presenter.count}. Customer experience → Traffic. A better ")
    QTest.keyClick(presenter, Qt.Key.Key_B)
    assert presenter.accessibleName() == f"2 of {presenter.count}. The screen is black."
    QTest.keyClick(presenter, Qt.Key.Key_B)
    assert presenter.accessibleName() == told
