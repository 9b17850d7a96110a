"""Full screen, several windows, and pictures that are dropped onto a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.svg import svg_bytes
from flywheel_studio.language.translate import use_language
from flywheel_studio.qt_rendering.png_pdf import png_bytes
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.templates import load_template
from tests.gui.stand import Answers, panels_stand

KEY = Qt.Key


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    panels_stand(window, qtbot)
    window.files.ask = Answers()
    return window


def dropped(window, *paths) -> bool:
    """Drag files over a window and let them go; whether the window would take them."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    about = (
        Qt.DropAction.CopyAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enters = QDragEnterEvent(window.rect().center(), *about)
    enters.ignore()
    QApplication.sendEvent(window, enters)
    if enters.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), *about))
    return enters.isAccepted()


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


def test_what_is_no_flywheel_is_not_taken(window, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("x")
    assert not dropped(window, path)


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
