"""What is dropped onto a window: files are opened, words are drawn where they land.

Qt asks the innermost widget first, so that the paper would refuse a file and a field of text would
write its address down as words. What comes from outside is looked at before Qt hands it on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from flywheel_studio.geometry.plane import Box
from flywheel_studio.storage.picture_model import FILE_SUFFIXES

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame

_DRAGGED: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Drops(QObject):
    """Takes what is dropped onto one window. What it does not know goes on to Qt."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window)
        self._window = window

    def watch(self, part: QWidget) -> None:
        """Begin, or go on: what was hidden, or a dock that floats now, may have another handle.

        Args:
            part: the window, or a dock of it.
        """
        handle = part.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def watch_dock(self, dock: QDockWidget) -> None:
        """Watch a dock whenever it floats: it is a window of its own then."""
        dock.topLevelChanged.connect(partial(self._on_floated, dock))
        self.watch(dock)

    def _on_floated(self, dock: QDockWidget, _is_afloat: bool) -> None:
        self.watch(dock)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGGED or not isinstance(event, QDropEvent):
            return False
        clip = event.mimeData()
        at = event.position()
        if _holds_files(clip):
            paths = _paths(clip)
            is_taken = bool(paths) and self._is_welcome(event)
            then = partial(self._open, paths)
        elif watched is self._window.windowHandle() and self._is_over_paper(at.toPoint()):
            is_taken = clip.hasText() and not clip.hasUrls() and self._is_welcome(event)
            then = partial(self._draw, clip.text(), at)
        else:
            return False
        if is_taken:
            event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(is_taken)
        if is_taken and event.type() == QEvent.Type.Drop:
            if event.dropAction() != Qt.DropAction.CopyAction:
                # Only to be moved: who holds it would take our thanks as leave to delete it.
                event.setDropAction(Qt.DropAction.IgnoreAction)
            # Later: a question would hold up the program that it comes from.
            QTimer.singleShot(0, self, then)
        return True

    def _is_welcome(self, event: QDropEvent) -> bool:
        """Not what is pulled out of this program itself, and nothing while it asks something."""
        return event.source() is None and QApplication.activeModalWidget() is None

    def _is_over_paper(self, at: QPoint) -> bool:
        return self._window.childAt(at) is self._window.canvas.viewport()

    def _open(self, paths: list[str]) -> None:
        window, studio = self._window, self._window.studio
        for path in paths:
            studio.open_path(path, window if window in studio.windows else None)

    def _draw(self, words: str, at: QPointF) -> None:
        window = self._window
        canvas = window.canvas
        view = canvas.camera.visible()
        place = canvas.camera.paper_at(canvas.viewport().mapFrom(window, at))
        around = Box.around(place, view.width, view.height)
        if window.toolbox.paste_text(words, around, canvas.show_selection):
            window.activateWindow()
            canvas.setFocus()


def _holds_files(clip: QMimeData) -> bool:
    return any(url.isLocalFile() for url in clip.urls())


def _paths(clip: QMimeData) -> list[str]:
    """The files that this program can read, each once."""
    local = (url.toLocalFile() for url in clip.urls() if url.isLocalFile())
    return list(dict.fromkeys(path for path in local if path.lower().endswith(FILE_SUFFIXES)))
