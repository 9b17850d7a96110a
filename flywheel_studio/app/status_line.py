"""The line below the paper: what can be done next, and how large the drawing is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton

from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.canvas.view import Canvas


class StatusLine:
    """`hint`: where the words stand. The zoom beside them shows the whole drawing."""

    def __init__(self, bar: QStatusBar, canvas: Canvas) -> None:
        self._canvas = canvas
        bar.setSizeGripEnabled(False)
        self.hint = QLabel()
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setObjectName("hint")
        self.hint.setMinimumWidth(80)
        bar.addWidget(self.hint, 1)
        self._zoom = QToolButton()
        self._zoom.clicked.connect(self._on_clicked)
        bar.addPermanentWidget(self._zoom)
        canvas.zoom_changed.connect(self._show_zoom)
        self.say_anew()

    def say_anew(self) -> None:
        """Say it in the language that is spoken now."""
        self._zoom.setToolTip(tr("Show the whole drawing"))
        self._zoom.setAccessibleName(tr("Zoom"))
        self._show_zoom(self._canvas.zoom)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(tr("{percent} %", percent=round(zoom * 100)))

    def _on_clicked(self) -> None:
        self._canvas.fit()
