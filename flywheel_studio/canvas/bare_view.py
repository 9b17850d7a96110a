"""A QGraphicsView with all of Qt's own ideas switched off: no bars, no anchors, no drag mode.

What the view shows is the camera's business, and what the mouse does is that of the tools. Qt moves
the picture that is on the screen at each change of either scroll bar; here once for both, and not at
all where everything is painted anew.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget


class BareView(QGraphicsView):
    """Paints a scene smoothly, and hears the mouse also where nothing is pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held_back: QPoint | None = None
        self._paper: QColor | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        # Asking for the one that Qt makes would make Python classes of all widgets first (10 ms).
        self.setViewport(QWidget(self))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 180)

    def set_paper(self, color: QColor) -> None:
        """The colour of the paper.

        Qt fills a viewport before anything is painted on it; a brush of the scene would fill it again,
        and at scales such as 150 % leave out half of its last row of pixels.
        """
        self._paper = color
        palette = self.viewport().palette()
        if palette.color(QPalette.ColorRole.Base) != color:
            palette.setColor(QPalette.ColorRole.Base, color)
            self.viewport().setPalette(palette)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange and self._paper is not None:
            # A style sheet gives the viewport the window's ground when it is first shown.
            self.set_paper(self._paper)
        return bool(super().viewportEvent(event))

    def scroll_to(self, across: int, down: int, *, is_other_zoom: bool) -> None:
        """Show the paper from here, in pixels of the whole; `is_other_zoom`: it was scaled too."""
        mode = self.viewportUpdateMode()
        if is_other_zoom:
            # All is to be painted already: each of the two moves would copy the picture for nothing.
            self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self._held_back = QPoint()
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)
        way, self._held_back = self._held_back, None
        super().scrollContentsBy(way.x(), way.y())
        self.setViewportUpdateMode(mode)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._held_back is not None:
            self._held_back += QPoint(dx, dy)
        else:
            super().scrollContentsBy(dx, dy)
