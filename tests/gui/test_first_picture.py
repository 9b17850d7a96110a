"""What waits for the first picture of a window comes after it, once, and comes without it, too."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from flywheel_studio.app.first_picture import FirstPicture


def test_what_waits_for_the_first_picture_comes_once(qtbot):
    widget, told = QWidget(), []
    qtbot.addWidget(widget)
    FirstPicture(widget, lambda: told.append(1))
    assert told == []
    widget.show()
    qtbot.waitUntil(lambda: told == [1], timeout=1_000)
    widget.repaint()
    assert told == [1]


def test_a_window_that_is_never_painted_does_not_wait_for_ever(qtbot):
    widget, told = QWidget(), []
    qtbot.addWidget(widget)
    FirstPicture(widget, lambda: told.append(1))
    qtbot.waitUntil(lambda: told == [1], timeout=5_000)
    # Painted after all: that is no reason to begin anew.
    with qtbot.waitExposed(widget):
        widget.show()
    widget.repaint()
    assert told == [1]
