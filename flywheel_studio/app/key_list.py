"""Keys and what they do, as lists that look like a printed table: one row at a time for a screen reader.

A page of labels would be read as one long string, and in the order of its cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.parts.told_rows import tell_row_soon
from flywheel_studio.panels.style.tokens import Tokens

_KEY: Final = Qt.ItemDataRole.UserRole
_BESIDE: Final = 24
_BETWEEN: Final = 6
_ABOVE_TITLE: Final = 12
_EDGE: Final = 6
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Group(Struct, frozen=True):
    """Keys that belong together, each with what it does."""

    title: str
    rows: tuple[tuple[str, str], ...]


class KeyList(QListWidget):
    """Some groups, as wide and as high as their words."""

    def __init__(
        self, groups: Sequence[Group], tokens: Tokens, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setAccessibleName(tr("Keys"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget#keys { background: transparent; border: none; }")
        for group in groups:
            title = QListWidgetItem(group.title, self)
            title.setData(_KEY, "")
            for key, meaning in group.rows:
                row = QListWidgetItem(meaning, self)
                row.setData(_KEY, key)
                words = tr("{key}: {meaning}", key=key, meaning=meaning)
                row.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        rows = [row for group in groups for row in group.rows]
        self._painter = _KeyRows(rows, tokens, self)
        self.setItemDelegate(self._painter)
        self.setFixedHeight(self.needed.height())
        self.setMinimumWidth(self.needed.width())
        self.setCurrentRow(0)

    @property
    def needed(self) -> QSize:
        """The room that every word takes."""
        heights = (
            self._painter.height(self.item(row).data(_KEY), row) for row in range(self.count())
        )
        return QSize(self._painter.width, sum(heights))

    def sizeHint(self) -> QSize:
        return self.needed

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tell_row_soon(self)


class _KeyRows(QStyledItemDelegate):
    """Paints a title, or a key and its meaning side by side."""

    def __init__(self, rows: Sequence[tuple[str, str]], tokens: Tokens, view: KeyList) -> None:
        super().__init__(view)
        self._tokens = tokens
        font = QFont(view.font())
        font.setPixelSize(tokens.base_px)
        self._plain, self._bold, self._title = font, QFont(font), QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._title.setWeight(QFont.Weight.DemiBold)
        self._title.setPixelSize(tokens.small_px)
        self._row = QFontMetrics(font).height() + _BETWEEN
        keys, meanings = QFontMetrics(self._bold), QFontMetrics(font)
        self._key_width = max((keys.horizontalAdvance(key) for key, _ in rows), default=0)
        widest = max((meanings.horizontalAdvance(words) for _, words in rows), default=0)
        self.width = self._key_width + _BESIDE + widest + 2 * _EDGE + 2

    def height(self, key: str, row: int) -> int:
        """Of one row; a title has air above it."""
        return self._row + (_ABOVE_TITLE if not key and row else 0)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(self.width, self.height(index.data(_KEY), index.row()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens, key = self._tokens, index.data(_KEY)
        view = self.parent()
        assert isinstance(view, KeyList)
        area = QRect(option.rect)
        area.setTop(area.bottom() + 1 - self._row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if view.hasFocus() and index.row() == view.currentRow():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_wash))
            painter.drawRoundedRect(area, 5, 5)
        area.adjust(_EDGE, 0, -_EDGE, 0)
        painter.setFont(self._bold if key else self._title)
        painter.setPen(QColor(tokens.ink if key else tokens.muted))
        painter.drawText(area, _LEFT, key or index.data())
        if key:
            area.setLeft(area.left() + self._key_width + _BESIDE)
            painter.setFont(self._plain)
            painter.drawText(area, _LEFT, index.data())
        painter.restore()
