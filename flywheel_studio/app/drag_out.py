"""Drag the picture out of the window: press on the export button and pull it into a slide or a folder.

What is dragged is the picture itself (PNG and SVG) and a PNG file, since file managers and mail
programs take files and slide programs take pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication

if TYPE_CHECKING:
    from flywheel_studio.drawing.primitives import Figure

_SHOWN_WIDTH: Final = 180


class DragOut(QObject):
    """Turns a drag that begins on `button` into one of the picture.

    Args:
        figure: what to draw, asked for when a drag begins.
        stem: the name of the file without its suffix.
    """

    def __init__(
        self, button: QAbstractButton, figure: Callable[[], Figure], stem: Callable[[], str]
    ) -> None:
        super().__init__(button)
        self._button = button
        self._figure = figure
        self._stem = stem
        self._pressed: QPoint | None = None
        self._folder: QTemporaryDir | None = None
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._pressed = event.position().toPoint() if is_left else None
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed = None
        elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
            gone = (event.position().toPoint() - self._pressed).manhattanLength()
            if gone >= QApplication.startDragDistance():
                self._pressed = None
                # Not a click any more.
                self._button.setDown(False)
                self.begin().exec(Qt.DropAction.CopyAction)
                return True
        return False

    def begin(self) -> QDrag:
        """The drag, with everything in it, not yet on its way."""
        # Not loaded before the first picture is dragged: the window opens sooner.
        from flywheel_studio.app.clipboard import picture_clip
        from flywheel_studio.export.registry import PictureOptions
        from flywheel_studio.qt_rendering.png_pdf import png_bytes

        figure = self._figure()
        clip = picture_clip(figure)
        if self._folder is None:
            self._folder = QTemporaryDir()
        file = Path(self._folder.path()) / f"{self._stem()}.png"
        raw = png_bytes(figure, PictureOptions(scale=2.0))
        file.write_bytes(raw)
        clip.setUrls([QUrl.fromLocalFile(str(file))])
        drag = QDrag(self._button)
        drag.setMimeData(clip)
        small = QImage.fromData(raw).scaledToWidth(
            _SHOWN_WIDTH, Qt.TransformationMode.SmoothTransformation
        )
        drag.setPixmap(QPixmap.fromImage(small))
        drag.setHotSpot(QPoint(_SHOWN_WIDTH // 2, small.height() // 2))
        return drag
