"""The tree of the outline: shows rows, remembers which are folded, and tells which keys ask for what.

It is built anew from its rows, which happens rarely: a factor that is moved changes none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleStateChangeEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.outline.rows import RENAMED, Row
from flywheel_studio.panels.parts.told_rows import row_told, tell_row_soon
from flywheel_studio.panels.style.tokens import Tokens

Item = tuple[str, str]
"""A row: its kind and its id."""

_KIND: Final = Qt.ItemDataRole.UserRole
_ID: Final = Qt.ItemDataRole.UserRole + 1
_EDITED: Final = Qt.ItemDataRole.UserRole + 2
_ASKED: Final = {
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Backspace: "delete",
    Qt.Key.Key_Insert: "add",
    Qt.Key.Key_F2: "rename",
}
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class _Naming(QStyledItemDelegate):
    """Edits the words of a row that can be edited, and shows the whole row."""

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(index.data(_EDITED))

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if not isinstance(editor, QLineEdit) or editor.text() == index.data(_EDITED):
            return
        # Taken first: a change of the row fills the field anew.
        words, is_whole_row = editor.text(), index.data(_EDITED) == index.data()
        if is_whole_row:
            model.setData(index, words)
        model.setData(index, words, _EDITED)


class OutlineTree(QTreeWidget):
    """`asked` carries the name of what a key asks for: "add", "delete" or "rename".

    While it fills itself `is_filling` is set: what it tells then was done by nobody.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_filling = False
        self._items: dict[Item, QTreeWidgetItem] = {}
        self._folded: set[Item] = set()
        self.setObjectName("outline")
        self.setAccessibleName(tr("Outline"))
        self.setHeaderHidden(True)
        self.setItemDelegate(_Naming(self))
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.itemExpanded.connect(self._on_expanded)
        self.itemCollapsed.connect(self._on_collapsed)

    @property
    def is_editing(self) -> bool:
        """Whether a name is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def item(self, place: Item) -> QTreeWidgetItem | None:
        """The item of a row; None where it is not listed."""
        return self._items.get(place)

    def chosen(self) -> list[Item]:
        """The rows that are selected."""
        return [place_of(item) for item in self.selectedItems()]

    def fill(self, rows: Iterable[Row], tokens: Tokens) -> None:
        """Show these rows; what was folded, current and scrolled to stays so."""
        self.is_filling = True
        current = self.currentItem()
        place = place_of(current) if current is not None else None
        scrolled = self.verticalScrollBar().value()
        self.clear()
        self._items.clear()
        faint = QBrush(QColor(tokens.muted))
        for row in rows:
            self._add(self.invisibleRootItem(), row, faint)
        for key, item in self._items.items():
            if item.childCount():
                item.setExpanded(key not in self._folded)
        if place is not None and place in self._items:
            self.setCurrentItem(self._items[place])
        self.is_filling = False
        self.verticalScrollBar().setValue(scrolled)

    def show_chosen(self, wanted: set[Item], kinds: Iterable[str], *, is_followed: bool) -> None:
        """Select these rows of these kinds; what else is selected stays so while they agree."""
        self.is_filling = True
        listed = {place for place in wanted if place in self._items}
        present = {place for place in self.chosen() if place[0] in kinds}
        if present != listed:
            self.clearSelection()
            for place in listed:
                self._items[place].setSelected(True)
            if listed and is_followed:
                first = self._items[min(listed)]
                self.scrollToItem(first)
                if not self.hasFocus():
                    self.setCurrentItem(first, 0, self.selectionModel().SelectionFlag.NoUpdate)
        self.is_filling = False

    def neighbour(self) -> Item | None:
        """Where the keyboard goes on after what is chosen was deleted."""
        item = self.currentItem()
        if item is None:
            return None
        parent = item.parent() or self.invisibleRootItem()
        at = parent.indexOfChild(item)
        for other in (at + 1, at - 1):
            if 0 <= other < parent.childCount():
                return place_of(parent.child(other))
        return None if item.parent() is None else place_of(item.parent())

    def go_to(self, place: Item | None) -> None:
        """Make a row the current one, where it is listed."""
        if place is not None and place in self._items:
            self.setCurrentItem(self._items[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tell_row_soon(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _ASKED.get(Qt.Key(event.key())) if event.modifiers() in _PLAIN else None
        if name is None:
            super().keyPressEvent(event)
            return
        self.asked.emit(name)
        event.accept()

    def _add(self, parent: QTreeWidgetItem, row: Row, faint: QBrush) -> None:
        item = QTreeWidgetItem(parent, [row.words])
        item.setData(0, _KIND, row.kind)
        item.setData(0, _ID, row.id)
        item.setData(0, _EDITED, row.words if row.edited is None else row.edited)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, row.said or row.words)
        item.setToolTip(0, row.said or row.words)
        if row.kind in RENAMED:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        if row.is_faint or row.kind == "group":
            item.setForeground(0, faint)
        self._items[row.kind, row.id] = item
        for inner in row.rows:
            self._add(item, inner, faint)

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        if not self.is_filling:
            self._folded.discard(place_of(item))
            self._tell_folding()

    def _on_collapsed(self, item: QTreeWidgetItem) -> None:
        if not self.is_filling:
            self._folded.add(place_of(item))
            self._tell_folding()

    def _tell_folding(self) -> None:
        """Qt tells a screen reader nothing of it (Qt 6.11)."""
        if QAccessible.isActive() and (row := row_told(self)) is not None:
            changed = QAccessible.State()
            changed.expanded = True
            QAccessible.updateAccessibility(QAccessibleStateChangeEvent(row, changed))


def edited_words(item: QTreeWidgetItem) -> str:
    """The words of an item's row that are edited here."""
    return str(item.data(0, _EDITED))


def place_of(item: QTreeWidgetItem | None) -> Item:
    """The kind and the id of an item's row."""
    assert item is not None
    return str(item.data(0, _KIND)), str(item.data(0, _ID))
