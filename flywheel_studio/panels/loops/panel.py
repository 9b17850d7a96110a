"""The list of loops. Choosing or hovering one lights it on the paper.

When the search was cut, the panel says so and up to which length the list is complete; where
there is no loop, it says what one is and how to close it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import Theme, theme_of
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import loops_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.loops.loop_list import LOOP_ROLE, MOST_FITTED, LoopCards, LoopModel
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.told_rows import tell_row_soon
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import wear
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults, Results

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop, LoopReport


class LoopList(QListView):
    """A list whose rows are measured again when it gets wider or narrower.

    WORKAROUND: QListView lays out again on a new width only when it wraps (Qt 6.11).
    """

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tell_row_soon(self)


class LoopsPanel(QWidget):
    """`loop_chosen` and `loop_hovered` carry a `Loop`, or None for none; `menu_requested` one and a
    place on the screen."""

    loop_chosen = Signal(object)
    loop_hovered = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(
        self,
        editor: Editor,
        live_results: LiveResults,
        *,
        tokens: Tokens = LIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._chosen: Loop | None = None
        self._hovered: Loop | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self._headline = plain_label("headline", self)
        self._subline = plain_label("subline", self)
        self._empty = plain_label("notice", self)
        self.model = LoopModel()
        self._cards = LoopCards(self)
        self.view = LoopList(self)
        self.view.setObjectName("loops")
        self.view.setAccessibleName(tr("Loops"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._cards)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setMouseTracking(True)
        self.view.verticalScrollBar().setSingleStep(16)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.entered.connect(self._on_entered)
        self.view.viewport().installEventFilter(self)
        self.view.installEventFilter(self)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(2)
        column.addWidget(self._headline)
        column.addWidget(self._subline)
        column.addSpacing(10)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        live_results.results_ready.connect(self._on_results_ready)
        editor.changed.connect(self._on_document_changed)
        editor.replaced.connect(self._on_document_replaced)
        self.set_tokens(tokens)
        self._show(live_results.results)

    @property
    def chosen(self) -> Loop | None:
        """The loop that is lit on the paper."""
        return self._chosen

    @property
    def words(self) -> tuple[str, str, str]:
        """Headline, the line below it, and what is said where there is no loop."""
        return self._headline.text(), self._subline.text(), self._empty.text()

    def choose(self, loop: Loop | None) -> None:
        """Choose a loop, as a click does; None for none."""
        row = None if loop is None else self.model.row_of(loop)
        if row is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
            self._set_chosen(None)
        else:
            self.view.setCurrentIndex(self.model.index(row))
            self._set_chosen(self.model.loops[row])

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self._cards.tokens = tokens
        wear(self, tokens)
        self.view.doItemsLayout()

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self._live_results.results_ready.disconnect(self._on_results_ready)
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport():
            if event.type() == QEvent.Type.Leave:
                self._set_hovered(None)
            elif event.type() == QEvent.Type.MouseButtonPress:
                return self._on_press(event)
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self._chosen is not None
        ):
            self.choose(None)
            return True
        return super().eventFilter(watched, event)

    def _on_press(self, event: QEvent) -> bool:
        """A press on the chosen loop, or beside all of them, chooses none."""
        if event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return False
        index = self.view.indexAt(event.position().toPoint())  # type: ignore[attr-defined]
        loop = index.data(LOOP_ROLE) if index.isValid() else None
        if self._chosen is not None and (loop is None or loop is self._chosen):
            self.choose(None)
            return True
        return False

    def _on_menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if not index.isValid():
            index = self.view.currentIndex()
        if index.isValid():
            loop = index.data(LOOP_ROLE)
            self.choose(loop)
            self.menu_requested.emit(loop, self.view.viewport().mapToGlobal(at))

    def _on_entered(self, index: QModelIndex) -> None:
        self._set_hovered(index.data(LOOP_ROLE))

    def _on_selection_changed(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        rows = self.view.selectionModel().selectedIndexes()
        if rows:
            self._set_chosen(rows[0].data(LOOP_ROLE))

    def _on_results_ready(self, results: Results) -> None:
        self._show(results)

    def _on_document_changed(self, change: Change) -> None:
        if change.header is not None and (
            change.header[0].theme != change.header[1].theme
            or change.header[0].palette != change.header[1].palette
        ):
            self._show(self._live_results.results)

    def _on_document_replaced(self, _editor: Editor) -> None:
        self.choose(None)
        self._show(self._live_results.results)

    def _set_chosen(self, loop: Loop | None) -> None:
        if loop is not self._chosen:
            self._chosen = loop
            self.loop_chosen.emit(loop)

    def _set_hovered(self, loop: Loop | None) -> None:
        if loop is not self._hovered:
            self._hovered = loop
            self.loop_hovered.emit(loop)

    def _show(self, results: Results | None) -> None:
        chosen = self._chosen
        self._set_hovered(None)
        if results is None:
            self.model.set_loops(
                (), self._editor.flywheel, _colors(Overlays(), _theme(self._editor))
            )
            self._headline.setText(tr("Looking for the loops …"))
            self._subline.setText("")
            self._subline.hide()
            self._empty.hide()
            self.view.hide()
            return
        loops = results.loops
        self._cards.is_uniform = len(loops) > MOST_FITTED
        self.view.setUniformItemSizes(self._cards.is_uniform)
        overlays = Overlays(loops=loops)
        self.model.set_loops(loops, results.flywheel, _colors(overlays, _theme(self._editor)))
        row = self.model.row_of(chosen) if chosen is not None else None
        if row is None:
            self._set_chosen(None)
        else:
            # The same loop, but of the newer analysis: those who light it must know its new id.
            self.view.selectionModel().setCurrentIndex(
                self.model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self._set_chosen(loops[row])
        self._say(results.report)

    def _say(self, report: LoopReport) -> None:
        has_loops = report.count > 0
        self.view.setVisible(has_loops)
        self._empty.setVisible(not has_loops)
        if not has_loops:
            self._headline.setText(tr("No loop yet"))
            self._subline.hide()
            self._empty.setText(
                tr(
                    "A loop is a path of links that comes back to where it began. What goes round"
                    " it comes back as more, or as less: that is what keeps a flywheel turning."
                )
                + "\n\n"
                + tr("To close one, draw a link from the last factor back to the first.")
            )
            return
        words = loops_words(report)
        head, _, rest = words.partition("; ")
        self._headline.setText(head[:1].upper() + head[1:])
        reinforcing = int(report.is_reinforcing.sum())
        balancing = report.count - reinforcing
        parts = []
        if reinforcing:
            parts.append(tr("{number} reinforcing", number=number(reinforcing)))
        if balancing:
            parts.append(tr("{number} balancing", number=number(balancing)))
        if rest:
            parts.append(rest)
        self._subline.setText(" · ".join(parts))
        self._subline.setVisible(bool(parts))


def _theme(editor: Editor) -> Theme:
    return theme_of(editor.flywheel.header)


def _colors(overlays: Overlays, theme: Theme) -> partial[str]:
    return partial(overlays.loop_color, theme=theme)
