"""The picture pulled out of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton

from flywheel_studio.app.drag_out import DragOut
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.storage.templates import load_template


def test_what_is_dragged_is_a_picture_and_a_file_of_it(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    figure = compose(load_template("amazon", "en"), theme_named("clean"))
    drag = DragOut(button, lambda: figure, lambda: "Amazon").begin()
    clip = drag.mimeData()
    assert clip.hasImage()
    assert bytes(clip.data("image/svg+xml").data()).startswith(b"<?xml")
    (url,) = clip.urls()
    file = Path(url.toLocalFile())
    assert file.name == "Amazon.png"
    assert abs(QImage(str(file)).width() - 2 * (figure.box.width + 32)) <= 1
    drag.deleteLater()
