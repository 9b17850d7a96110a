"""The outline: everything on the paper as a tree, and a second way to edit it, by keys alone.

Selecting goes both ways. A row's own name is edited in place (F2); everything else is in the
context menu, which the menu key opens as well. A factor that is moved changes no row, so that
dragging costs nothing here.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QMenu, QTreeWidgetItem, QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.panels.outline.rows import RECORDS, RENAMED, Row, outline_rows, walk
from flywheel_studio.panels.outline.tree import Item, OutlineTree, edited_words, place_of
from flywheel_studio.panels.outline.verbs import OutlineVerbs, Perform
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import wear
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults, Results
from flywheel_studio.session.selection import Selection

_PAUSE_MS: Final = 40
_ADDED: Final = {"add": "factors", "add text": "texts", "add band": "bands"}


class OutlinePanel(QWidget):
    """The tree. `connect_requested` carries the id of the factor that should get a link;
    `loop_chosen` the id of a loop, "" for none; `loop_menu_requested` one, and a
    place on the screen; `loop_name_requested` one that should get a name; `shown` a record to
    bring into view; `complained` a sentence. `move_requested`: the selected factors should go to
    another wheel."""

    connect_requested = Signal(str)
    loop_chosen = Signal(str)
    loop_menu_requested = Signal(str, QPoint)
    loop_name_requested = Signal(str)
    move_requested = Signal()
    shown = Signal(str, str)
    complained = Signal(str)

    def __init__(
        self,
        editor: Editor,
        live_results: LiveResults,
        perform: Perform,
        *,
        tokens: Tokens = LIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._verbs = OutlineVerbs(editor, perform, self.complained.emit)
        self._rows: tuple[Row, ...] = ()
        self._tokens = LIGHT
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self._empty = plain_label("notice", self)
        self._empty.setText(
            tr("What is on the paper is listed here. Insert adds a factor, F2 renames it.")
        )
        self.tree = OutlineTree(self)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.itemSelectionChanged.connect(self._on_chosen)
        self.tree.itemChanged.connect(self._on_item_changed)
        self.tree.asked.connect(self.do)
        self.tree.itemDelegate().closeEditor.connect(self._on_editor_closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self._empty)
        column.addWidget(self.tree, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        editor.changed.connect(self._on_document_changed)
        editor.selection.changed.connect(self._on_selection_changed)
        live_results.results_ready.connect(self._on_results_ready)
        self.set_tokens(tokens)
        self.refresh()

    # -- what others call

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed."""
        return self._rows

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self._tokens = tokens
        wear(
            self,
            tokens,
            f"""
            QTreeWidget#outline {{
                background: {tokens.surface}; color: {tokens.ink}; outline: none;
                border: 1px solid {tokens.surface};
                font-size: {tokens.base_px}px;
            }}
            QTreeWidget#outline::item {{ min-height: 24px; border-radius: 4px; }}
            QTreeWidget#outline::item:hover {{ background: {tokens.hover}; }}
            QTreeWidget#outline::item:selected {{
                background: {tokens.accent_wash}; color: {tokens.accent_text};
            }}
            QTreeWidget#outline:focus {{ border: 1px solid {tokens.accent}; }}
            """,
        )
        self._rows = ()
        self.refresh()

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self._pause.stop()
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.selection.changed.disconnect(self._on_selection_changed)
        self._live_results.results_ready.disconnect(self._on_results_ready)

    def refresh(self) -> None:
        """List what the document holds now."""
        self._pause.stop()
        results = self._live_results.results
        loops = results.loops if results is not None else ()
        findings = results.findings if results is not None else ()
        rows = outline_rows(self._editor.flywheel, loops, findings)
        if rows == self._rows:
            return
        if self.tree.is_editing:
            # Rebuilding would take the words from under the cursor; they commit first.
            self._pause.start()
            return
        self._rows = rows
        self.tree.fill(rows, self._tokens)
        self._empty.setVisible(not rows)
        self._show_selection(self._editor.selection, is_followed=False)

    def item_of(self, kind: str, key: str) -> QTreeWidgetItem | None:
        """The item of a row; None where it is not listed."""
        return self.tree.item((kind, key))

    def do(self, name: str) -> None:
        """Do what a key or the menu asks for, to what is chosen."""
        item = self.tree.currentItem()
        kind, key = place_of(item) if item is not None else ("group", "")
        if name in _ADDED:
            self._add(_ADDED[name], (kind, key))
        elif name == "delete":
            self._delete()
        elif name == "rename" and kind == "loops":
            self.loop_name_requested.emit(key)
        elif name == "rename" and item is not None and kind in RENAMED:
            self.tree.editItem(item)
        elif name == "connect" and kind == "factors":
            self.connect_requested.emit(key)
        elif name == "move" and kind == "factors":
            self.move_requested.emit()
        elif name == "fold" and kind == "wheels":
            self._verbs.fold(key)
        elif kind == "links" and key in self._editor.flywheel.links:
            self._verbs.change_link(name, key)

    def _show_selection(self, selection: Selection, *, is_followed: bool) -> None:
        self.tree.show_chosen(set(selection.items), RECORDS, is_followed=is_followed)

    # -- doing

    def _add(self, kind: str, beside: Item) -> None:
        made = self._verbs.add(kind, beside)
        if made is None:
            return
        self.refresh()
        item = self.tree.item(made)
        if item is None:
            self._verbs.naming.commit()
            return
        self.tree.setCurrentItem(item)
        self.tree.setFocus()
        self.tree.editItem(item)

    def _delete(self) -> None:
        after = self.tree.neighbour()
        if self._verbs.delete(self.tree.chosen()):
            self.refresh()
            self.tree.go_to(after)

    # -- slots

    def _on_chosen(self) -> None:
        if self.tree.is_filling:
            return
        chosen = self.tree.chosen()
        flywheel = self._editor.flywheel
        records = {
            item
            for item in chosen
            if item[0] in RECORDS and item[1] in flywheel.table(item[0])  # type: ignore[arg-type]
        }
        loop = next((key for kind, key in chosen if kind == "loops"), "")
        for kind, key in chosen:
            if kind == "findings":
                records |= self._records_of_finding(int(key))
        self._editor.selection.set(records)  # type: ignore[arg-type]
        self.loop_chosen.emit(loop)
        if len(records) == 1:
            self.shown.emit(*next(iter(records)))

    def _records_of_finding(self, number: int) -> set[Item]:
        results = self._live_results.results
        if results is None or number >= len(results.findings):
            return set()
        finding = results.findings[number]
        flywheel = self._editor.flywheel
        return {("factors", key) for key in finding.factors if key in flywheel.factors} | {
            ("links", key) for key in finding.links if key in flywheel.links
        }

    def _on_item_changed(self, item: QTreeWidgetItem, _column: int) -> None:
        if self.tree.is_filling:
            return
        place = place_of(item)
        row = next((row for row in walk(self._rows) if (row.kind, row.id) == place), None)
        before = "" if row is None else row.words if row.edited is None else row.edited
        # A label of several lines stands here in one: leaving it alone must not join them.
        if edited_words(item) == before:
            return
        self._verbs.rename(place, edited_words(item))
        self._rows = ()
        self._pause.start()

    def _on_editor_closed(self, _field: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        naming = self._verbs.naming
        if naming.is_open:
            if hint == QAbstractItemDelegate.EndEditHint.RevertModelCache:
                naming.cancel()
            else:
                naming.commit()
            self._pause.start()

    def _on_document_changed(self, change: Change) -> None:
        # Where things stand is not said here: a hand that rests in a drag of one of 1,000 factors
        # would wait 100 ms for the same rows.
        is_listed = (
            change.touches_findings
            or change.records.get("texts")
            or change.records.get("bands")
            or change.orders
        )
        if is_listed or change.header is not None:
            self._pause.start()

    def _on_results_ready(self, _results: Results) -> None:
        self._pause.start()

    def _on_selection_changed(self, selection: Selection) -> None:
        if self._pause.isActive() and not self.tree.is_filling:
            self.refresh()
        if not self.tree.is_filling:
            self._show_selection(selection, is_followed=True)

    def _on_menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at) or self.tree.currentItem()
        kind, key = place_of(item) if item is not None else ("group", "")
        if kind == "loops":
            self.loop_menu_requested.emit(key, self.tree.viewport().mapToGlobal(at))
            return
        menu = self.menu_for(kind, key)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def menu_for(self, kind: str, key: str) -> QMenu:
        """The context menu of a row."""
        menu = QMenu(self)
        rows: list[tuple[str, str, str]] = []
        if kind in RENAMED:
            name = tr("Change label") if kind == "links" else tr("Rename")
            rows.append((name, "rename", "F2"))
        flywheel = self._editor.flywheel
        rows += [
            (tr("Add factor"), "add", "Ins"),
            (tr("Add text"), "add text", ""),
            (tr("Add band"), "add band", ""),
        ]
        if kind == "wheels":
            is_folded = key in folded_wheels(flywheel)
            rows.append((tr("Open wheel") if is_folded else tr("Fold wheel"), "fold", ""))
        if kind == "factors":
            rows.append((tr("Connect to…"), "connect", "Ctrl+L"))
            if flywheel.wheels:
                rows.append((tr("Move to wheel…"), "move", "Ctrl+Alt+M"))
        if kind == "links" and key in flywheel.links:
            is_on = flywheel.links[key].active
            rows += [
                (tr("Turn the sign"), "flip", "Ctrl+Shift+L"),
                (tr("Reverse"), "reverse", ""),
                (tr("Switch off") if is_on else tr("Switch on"), "switch", ""),
            ]
        if kind in RECORDS:
            rows.append((tr("Delete"), "delete", "Del"))
        for title, name, shortcut in rows:
            action = QAction(title, menu)
            # Shown beside the words; the tree itself listens for the key.
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._on_action, name))
            menu.addAction(action)
        return menu

    def _on_action(self, name: str, _checked: bool = False) -> None:
        self.do(name)
