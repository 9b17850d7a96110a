"""A dock with a quiet title: its name, and a cross that closes it.

Dragging the title still moves the dock, and a double click still floats it: the title lets those
events through to Qt. Afloat it has an edge of its own, since no window manager gives it one.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.style.tokens import Tokens


class Dock(QDockWidget):
    """Holds one panel. `name` tells it from the others when the window's state is restored.

    Make the panel with the dock as its parent: what changes its parent is styled again with all
    that is in it.
    """

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self._edge = QColor()
        bar = QWidget(self)
        bar.setObjectName("dockTitle")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        label = QLabel(title, bar)
        label.setObjectName("section")
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._cross = QToolButton(bar)
        self._cross.setObjectName("round")
        self._cross.setIconSize(QSize(12, 12))
        self._cross.setFixedSize(26, 26)
        self._cross.setToolTip(tr("Close; the View menu brings it back"))
        self._cross.setAccessibleName(tr("Close {panel}", panel=title))
        self._cross.clicked.connect(self.close)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 6, 8, 0)
        row.addWidget(label, 1)
        row.addWidget(self._cross)
        self.setTitleBarWidget(bar)

    def dress(self, tokens: Tokens) -> None:
        """Take the colours of the window's mode."""
        self._cross.setIcon(_cross(tokens.muted))
        self._edge = QColor(tokens.field_line)
        self.update()

    def come(self) -> None:
        """Be seen and, afloat, be the window that has the keys."""
        self.show()
        self.raise_()
        if self.isFloating():
            self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isFloating():
            # The style sheet keeps a pixel free for it, and Qt paints it only for titles of its own.
            painter = QPainter(self)
            painter.setPen(QPen(self._edge, 1.0))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()


def _cross(color: str) -> QIcon:
    pixmap = QPixmap(36, 36)
    pixmap.setDevicePixelRatio(3)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(color), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(2.5, 2.5), QPointF(9.5, 9.5))
    painter.drawLine(QPointF(9.5, 2.5), QPointF(2.5, 9.5))
    painter.end()
    return QIcon(pixmap)
