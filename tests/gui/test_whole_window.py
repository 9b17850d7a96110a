"""Full screen, several windows, and pictures that are dropped onto a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea

from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.svg import svg_bytes
from flywheel_studio.geometry.plane import Point
from flywheel_studio.language.translate import use_language
from flywheel_studio.qt_rendering.png_pdf import png_bytes
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.templates import load_template
from tests.gui.stand import Answers, panels_stand, template_window

KEY = Qt.Key


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    panels_stand(window, qtbot)
    window.files.ask = Answers()
    return window


def dropped(window, *paths, text=None, at=None, action=Qt.DropAction.CopyAction) -> bool:
    """Drag files or words over a window and let them go; whether the window would take them.

    They come by way of the window's handle, as from another program.
    """
    carried = QMimeData()
    if paths:
        carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text is not None:
        carried.setText(text)
    where = at if at is not None else window.rect().center()
    about = (action, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    handle = window.windowHandle()
    for event in (QDragEnterEvent(where, *about), QDragMoveEvent(where, *about)):
        QApplication.sendEvent(handle, event)
        if not event.isAccepted():
            return False
    falls = QDropEvent(QPointF(where), *about)
    QApplication.sendEvent(handle, falls)
    # Who offers it would take “move” as leave to delete it.
    assert falls.dropAction() != Qt.DropAction.MoveAction
    # What falls is taken up once the program it comes from goes on.
    QApplication.sendPostedEvents()
    QTest.qWait(1)
    return falls.isAccepted()


def written(window, kind: str, folder):
    """A picture of Amazon's flywheel that carries its model."""
    flywheel = load_template("amazon", "en")
    window.files.session.new(flywheel)
    options = PictureOptions(model=encode(flywheel))
    raw = {"svg": svg_bytes, "png": png_bytes}[kind](window.figure(), options)
    path = folder / f"amazon.{kind}"
    path.write_bytes(raw)
    return path, flywheel


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_that_is_dropped_opens_as_its_flywheel(window, studio, tmp_path, kind):
    path, flywheel = written(window, kind, tmp_path)
    assert dropped(window, path)
    shown = studio.windows[-1]
    assert shown.editor.flywheel.factors == flywheel.factors
    assert shown.editor.flywheel.links == flywheel.links
    # Saving asks for a name: the picture is not replaced by a document.
    assert shown.editor.path is None


def test_a_picture_of_something_else_says_so(window, tmp_path):
    path = tmp_path / "cat.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert dropped(window, path)
    assert window.files.ask.asked
    assert "holds no flywheel" in str(window.files.ask.asked[0])


def test_a_broken_file_opens_no_window_behind_what_is_said(window, studio, tmp_path):
    window.editor.perform("Title", lambda now: now.with_header(title="Mine"))
    path = tmp_path / "bad.flywheel"
    path.write_text("{")
    assert dropped(window, path)
    assert studio.windows == [window]
    assert "bad.flywheel" in str(window.files.ask.asked[0])


def test_what_is_no_flywheel_is_not_taken(window, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("x")
    assert not dropped(window, path)


def test_a_file_dropped_on_a_field_is_opened_and_not_written_into_it(window, studio, tmp_path):
    window.editor.perform("Title", lambda now: now.with_header(title="Mine"))
    path = tmp_path / "one.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    field = window.panels.properties.findChild(QPlainTextEdit)
    before = field.toPlainText()
    assert dropped(window, path, at=field.mapTo(window, field.rect().center()))
    assert field.toPlainText() == before
    assert studio.windows[-1].editor.path == path


def test_a_file_dropped_on_a_floating_panel_is_opened_too(window, studio, tmp_path, qtbot):
    window.editor.perform("Title", lambda now: now.with_header(title="Mine"))
    path = tmp_path / "one.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    dock = window.panels.docks_by_name["properties"]
    dock.setFloating(True)
    qtbot.waitUntil(lambda: dock.isWindow() and dock.isVisible())
    field = window.panels.properties.findChild(QPlainTextEdit)
    assert dropped(dock, path, at=field.mapTo(dock, field.rect().center()))
    assert "file" not in field.toPlainText()
    assert studio.windows[-1].editor.path == path


def test_a_file_that_is_offered_to_be_moved_stays_where_it_is(window, studio, tmp_path):
    path = tmp_path / "one.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    assert dropped(window, path, action=Qt.DropAction.MoveAction)
    assert studio.windows[-1].editor.path == path


def test_of_many_files_only_those_that_hold_flywheels_are_tried(window, studio, tmp_path):
    path = tmp_path / "one.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    other = tmp_path / "notes.txt"
    other.write_text("x")
    assert dropped(window, other, path)
    assert not window.files.ask.asked
    assert studio.windows[-1].editor.path == path


def test_words_dropped_on_the_paper_become_factors_there(studio, qtbot):
    window = template_window(studio, qtbot, "marketing-portfolio")
    flywheel = window.editor.flywheel
    wheel = flywheel.wheels["webinar"]
    pixel = window.canvas.camera.pixel_of(Point(wheel.x, wheel.y)).toPoint()
    at = window.canvas.viewport().mapTo(window, pixel)
    assert dropped(window, text="Slides\nClips", at=at)
    now = window.editor.flywheel
    new = [factor for key, factor in now.factors.items() if key not in flywheel.factors]
    assert {factor.label for factor in new} == {"Slides", "Clips"}
    assert {factor.wheel for factor in new} == {"webinar"}
    window.undo()
    assert window.editor.flywheel.factors == flywheel.factors


def test_two_files_that_are_dropped_stand_in_two_windows(window, studio, tmp_path):
    paths = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.flywheel"
        path.write_bytes(encode(load_template("amazon", "en")))
        paths.append(path)
    assert dropped(window, *paths)
    assert sorted(each.editor.path for each in studio.windows) == paths
    # Once more: each is shown where it is already.
    assert dropped(window, *paths)
    assert len(studio.windows) == 2


def test_full_screen_comes_and_goes_with_its_key_and_keeps_the_docks(window, qtbot):
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    width = window.width()
    QTest.keyClick(window.canvas, KEY.Key_F11)
    qtbot.waitUntil(lambda: window.isFullScreen() and window.width() > width)
    assert window.panels.docks_by_name["momentum"].isVisible()
    QTest.keyClick(window.canvas, KEY.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen() and window.width() == width)


def test_each_window_has_a_document_of_its_own(window, studio, qtbot):
    QTest.keyClick(window.canvas, KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    other = studio.windows[-1]
    assert other is not window
    qtbot.waitUntil(lambda: other.panels is not None, timeout=20_000)
    other.files.ask = Answers()
    studio.open_template("amazon", other)
    assert not window.editor.flywheel.factors
    other.close()
    assert studio.windows == [window]


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_panel_is_cut_off_in_the_smallest_window(window, studio, qtbot, language):
    window.close()
    use_language(language)
    try:
        small = studio.new_window()
        small.files.ask = Answers()
        studio.open_template("amazon", small)
        small.resize(small.minimumSize())
        qtbot.waitUntil(lambda: small.panels is not None, timeout=20_000)
        qtbot.waitUntil(small.panels.momentum.chart.isVisible, timeout=20_000)
        assert small.layout().minimumSize().width() <= small.width()
        for dock in small.panels.docks:
            for area in dock.findChildren(QScrollArea):
                if area.isVisible():
                    need = area.widget().minimumSizeHint().width()
                    assert need <= area.viewport().width(), dock.objectName()
    finally:
        use_language("en")
