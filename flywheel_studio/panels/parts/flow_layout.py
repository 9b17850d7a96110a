"""A layout that sets its items in rows like words, and asks for the height that this takes."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items keep their size hint, but none grows wider than the row. Low ones stand in its middle.

    `first_grows`: the first takes what the others leave of its row, or a row of its own where that
    is less than its least width. `last_at_end`: the last stands at the end of its row.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        gap: int = 6,
        *,
        first_grows: bool = False,
        last_at_end: bool = False,
    ) -> None:
        super().__init__(parent)
        self._first_grows = first_grows
        self._last_at_end = last_at_end
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), is_trial=True)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        tallest = max((item.minimumSize().height() for item in self._items), default=0)
        widest = max((min(item.minimumSize().width(), 80) for item in self._items), default=0)
        return QSize(widest, tallest)

    def _arrange(self, rect: QRect, is_trial: bool) -> int:
        y = rect.y()
        sized = self._sized(rect.width())
        while sized:
            row = self._row(sized, rect.width())
            sized = sized[len(row) :]
            high, x = max(size.height() for _, size in row), rect.x()
            for item, size in () if is_trial else row:
                if self._last_at_end and not sized and item is row[-1][0]:
                    x = rect.x() + rect.width() - size.width()
                item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self._gap
            y += high + self._gap
        return max(0, y - self._gap - rect.y())

    def _row(
        self, sized: list[tuple[QLayoutItem, QSize]], width: int
    ) -> list[tuple[QLayoutItem, QSize]]:
        """The first of these, as many as stand side by side; one at least."""
        taken = 0
        for count, (_, size) in enumerate(sized):
            taken += size.width() + (self._gap if count else 0)
            if count and taken > width:
                return sized[:count]
        return sized

    def _sized(self, width: int) -> list[tuple[QLayoutItem, QSize]]:
        """The items that are seen, with their sizes in a row of this width."""
        most = QSize(max(width, 1), 10_000)
        found = [
            (item, item.sizeHint().boundedTo(most)) for item in self._items if not item.isEmpty()
        ]
        if self._first_grows and found:
            first, size = found[0]
            left = width - sum(each.width() + self._gap for _, each in found[1:])
            size.setWidth(left if left >= first.minimumSize().width() else most.width())
            size.setWidth(min(size.width(), first.maximumSize().width()))
        return found
