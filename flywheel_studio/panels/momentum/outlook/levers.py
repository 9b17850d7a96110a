"""The levers in words, the strongest first: what to change, what it brings, and a way to try it.

The pointer or the focus on a lever lights its link or factor on the paper. Trying one changes nothing
of the drawing: it becomes a scenario to compare.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.parts.labels import plain_label

if TYPE_CHECKING:
    from flywheel_studio.insight.levers import SaidLever

# What one reads at a glance; the rest is one click away.
SHOWN: Final = 4
# Beyond these the effects are small, and a drawing of a thousand links would be a thousand rows.
MOST: Final = 12

Records = frozenset[tuple[str, str]]


class LeverRow(QFrame):
    """One lever. `entered` and `left` follow the pointer and the focus."""

    entered = Signal(object)
    left = Signal()
    tried = Signal(object)

    def __init__(self, said: SaidLever, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = said
        self._is_under = False
        self.setObjectName("row")
        self.sentence = plain_label("message", self)
        self.sentence.setText(said.sentence)
        self.button = QPushButton(self)
        self.button.setObjectName("chip")
        self.button.installEventFilter(self)
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 6, 5)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.set_tried(False)

    @property
    def records(self) -> Records:
        """What lights up on the paper."""
        links = {("links", key) for key in self.said.links}
        return frozenset(links | {("factors", key) for key in self.said.factors})

    def set_tried(self, is_tried: bool) -> None:
        """Whether there is a scenario of this lever already."""
        self.button.setEnabled(not is_tried)
        self.button.setText(tr("Tried") if is_tried else tr("Try it"))
        self.button.setToolTip(
            tr("There is a scenario of it already")
            if is_tried
            else tr("Make a scenario of it and compare; the drawing stays as it is")
        )
        said = f"{self.button.text()}: {self.said.sentence}"
        self.button.setAccessibleName(said)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._is_under = True
        self.entered.emit(self.records)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._is_under = False
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.records)
        elif event.type() == QEvent.Type.FocusOut and not self._is_under:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _on_clicked(self) -> None:
        self.tried.emit(self.said)


class LeversList(QWidget):
    """`lit` carries the records to light up, or None; `tried` a `SaidLever`."""

    lit = Signal(object)
    tried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[LeverRow] = []
        self._said: tuple[SaidLever, ...] = ()
        self._tried: list[Mapping[str, object]] = []
        self._is_open = False
        self._title = section_label(tr("What lifts growth the most"), self)
        self._empty = plain_label("caption", self)
        self._more = QPushButton(self)
        self._more.setObjectName("more")
        self._more.clicked.connect(self._on_more_clicked)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._empty)
        column.addLayout(self._rows)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_rows()

    @property
    def more(self) -> QPushButton:
        return self._more

    def set_levers(self, said: Sequence[SaidLever], empty: str = "") -> None:
        """Show these levers.

        Args:
            said: ranked.
            empty: what to say where there is none; "" hides the list then.
        """
        said = tuple(said[:MOST])
        self.setVisible(bool(said) or bool(empty))
        self._empty.setText(empty)
        self._empty.setVisible(not said and bool(empty))
        if said == self._said:
            return
        self._said = said
        calms = any(one.calms for one in said)
        self._title.setText(
            tr("What calms the swings the most") if calms else tr("What lifts growth the most")
        )
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self.lit.emit(None)
        for one in said:
            row = LeverRow(one, self)
            row.entered.connect(self.lit)
            row.left.connect(self._on_left)
            row.tried.connect(self.tried)
            self._rows.addWidget(row)
            self.rows.append(row)
        self._show_rows()
        self._show_tried()

    def set_tried(self, changes: Collection[Mapping[str, object]]) -> None:
        """The changes of the scenarios that exist."""
        self._tried = list(changes)
        self._show_tried()

    def _show_tried(self) -> None:
        for row in self.rows:
            row.set_tried(dict(row.said.changes) in self._tried)

    def _show_rows(self) -> None:
        for place, row in enumerate(self.rows):
            row.setVisible(self._is_open or place < SHOWN)
        left = len(self.rows) - SHOWN
        self._more.setVisible(left > 0)
        self._more.setText(
            tr("Show fewer") if self._is_open else ntr("Show {n} more", "Show {n} more", left)
        )

    def _on_left(self) -> None:
        self.lit.emit(None)

    def _on_more_clicked(self) -> None:
        self._is_open = not self._is_open
        self._show_rows()
