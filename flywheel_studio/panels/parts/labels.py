"""Plain words, a name on a button, and the thin line between them: none is as wide as what it says.

Qt takes the longest word for the least width of a label. A dock does not scroll sideways, so one
long word would push everything beside and below it out of sight.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QWidget,
)

from flywheel_studio.panels.parts.wrapping import wrapped

# In letters of the label: a word this long is never broken.
_LEAST_LETTERS: Final = 8
_HIGHEST: Final = 100_000
# Of a name on a button, in letters of usual width.
_MOST_LETTERS: Final = 33
_NARROWEST_NAME: Final = 44
# Qt's own distance between the sign of a button and its words.
_BESIDE_ICON: Final = 4


class Words(QLabel):
    """Wrapped plain words. One that is wider than the label is broken where the line ends."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        # What a layout asks again and again, until the words or their letters are others.
        self._widest: int | None = None
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self.wordWrap():
            hint.setWidth(min(hint.width(), _LEAST_LETTERS * self.fontMetrics().averageCharWidth()))
        return hint

    def setText(self, text: str) -> None:
        self._forget()
        super().setText(text)

    def setWordWrap(self, wraps: bool) -> None:
        self._forget()
        super().setWordWrap(wraps)

    def changeEvent(self, event: QEvent) -> None:
        self._forget()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The air round the words counts too, and may be another one.
        self._heights.clear()
        super().resizeEvent(event)

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._height_for(width)
        return height

    def _height_for(self, width: int) -> int:
        around = self._around()
        if not self._breaks(width - around.width()):
            return super().heightForWidth(width)
        lines = "\n".join(self._lines(width - around.width()))
        room = QRect(0, 0, width, _HIGHEST)
        flags = Qt.AlignmentFlag.AlignLeft
        return self.fontMetrics().boundingRect(room, flags, lines).height() + around.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        if not self._breaks(room.width()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.drawFrame(painter)
        option = QStyleOption()
        option.initFrom(self)
        lines = "\n".join(self._lines(room.width()))
        self.style().drawItemText(
            painter, room, self.alignment().value, option.palette, self.isEnabled(), lines,
            self.foregroundRole(),
        )  # fmt: skip
        painter.end()

    def _around(self) -> QSize:
        """What the edge and the air inside it take."""
        return self.size() - self.contentsRect().size()

    def _lines(self, room: int) -> list[str]:
        return wrapped(self.text(), self.font(), max(1, room))

    def _breaks(self, room: int) -> bool:
        """Whether a word is wider than the room."""
        if not self.wordWrap():
            return False
        if self._widest is None:
            metrics = self.fontMetrics()
            words = self.text().split()
            self._widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        return self._widest > room

    def _forget(self) -> None:
        self._widest = None
        self._heights = {}


class NameButton(QPushButton):
    """A button with somebody's words: as many letters as it has room for, all of them in its tip.

    `tip`: what else the tip says.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tip = ""
        self.name = ""
        # A button usually holds on to the width of its words.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Bear other words."""
        self.name = " ".join(name.split())
        self.setText(self.name.replace("&", "&&"))

    def set_tip(self, tip: str) -> None:
        """Say this in the tip, below the name where that is cut short."""
        if tip != self.tip:
            self.tip = tip
            self._show_tip()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        metrics = self.fontMetrics()
        most = _MOST_LETTERS * metrics.averageCharWidth()
        over = metrics.horizontalAdvance(self.name) - most
        return hint - QSize(max(0, over), 0)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _NARROWEST_NAME), hint.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        part = QStyle.SubElement.SE_PushButtonContents
        room = self.style().subElementRect(part, option, self).width()
        if not option.icon.isNull():
            room -= option.iconSize.width() + _BESIDE_ICON
        middle = Qt.TextElideMode.ElideMiddle
        option.text = self.fontMetrics().elidedText(self.name, middle, room).replace("&", "&&")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tip()

    def _show_tip(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        cut = "" if option.text == self.text() else self.name
        self.setToolTip("\n".join(filter(None, (cut, self.tip))))


def plain_label(name: str, parent: QWidget) -> Words:
    """A label for whole sentences: wrapped, and never read as markup. `name` is its style."""
    label = Words("", parent)
    label.setObjectName(name)
    return label


def rule(parent: QWidget) -> QFrame:
    """A thin line across."""
    line = QFrame(parent)
    line.setObjectName("rule")
    return line
