"""Choose what a scenario should change: a record by its name, then one of its values.

A loop is switched off by one link, the one that the fewest other loops go through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.insight.loop_off import loop_title
from flywheel_studio.insight.scenario_words import Target, field_words, targets
from flywheel_studio.insight.sentences import loop_ring
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.choices import QuietList
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.line_field import LineField
from flywheel_studio.session.selection import Selection

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

# A list of more loops than this is found by nobody; the panel of loops has them all.
MOST_LOOPS = 40
_OFF = "loop"


class ChangeAdder(QWidget):
    """`asked` carries a path to add; `loop_asked` the links of a loop to switch off."""

    asked = Signal(str)
    loop_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets: tuple[Target, ...] = ()
        self.record = _SearchedList(tr("What to change: link, factor, loop or push"), self)
        self.value = QuietList(self)
        self.value.setAccessibleName(tr("Which of its values"))
        self.value.setMinimumSize(QSize(80, 28))
        self.value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add = QPushButton(tr("Add change"), self)
        self.add.setObjectName("chip")
        self.add.clicked.connect(self._on_add)
        self.record.currentIndexChanged.connect(self._on_record_changed)
        below = FlowLayout(first_grows=True)
        below.addWidget(self.value)
        below.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.record)
        column.addLayout(below)

    def read(self, flywheel: Flywheel, loops: Sequence[Loop]) -> None:
        """Offer what the drawing holds now; what is chosen stays chosen."""
        found = targets(flywheel)
        known = [loop for loop in loops if all(key in flywheel.links for key in loop.links)]
        ringed = tuple(
            Target(f"{_OFF}.{loop.id}", _loop_words(flywheel, loop), (_OFF,), loop.links)
            for loop in known[:MOST_LOOPS]
        )
        links = tuple(one for one in found if one.record.startswith("links."))
        offered = (*links, *ringed, *found[len(links) :])
        if offered == self._targets:
            return
        chosen, value = self.record.currentData(), self.value.currentData()
        self._targets = offered
        self.record.fill((target.name, target.record) for target in offered)
        blocker = QSignalBlocker(self.record)
        self.record.setCurrentIndex(max(0, self.record.findData(chosen)))
        blocker.unblock()
        self._read_values(value)
        self.setVisible(bool(offered))

    def follow(self, selection: Selection) -> None:
        """Offer what is selected on the paper."""
        for kind, keys in (("links", selection.links), ("factors", selection.factors)):
            if keys:
                row = self.record.findData(f"{kind}.{min(keys)}")
                if row >= 0:
                    self.record.setCurrentIndex(row)
                return

    def _target(self) -> Target | None:
        row = self.record.currentIndex()
        return self._targets[row] if 0 <= row < len(self._targets) else None

    def _read_values(self, chosen: object = None) -> None:
        target = self._target()
        self.value.clear()
        for field in target.fields if target is not None else ():
            words = tr("Switch off as a whole") if field == _OFF else field_words(field)
            self.value.addItem(words, field)
        self.value.setCurrentIndex(max(0, self.value.findData(chosen)))

    def _on_record_changed(self, _row: int) -> None:
        self._read_values(self.value.currentData())

    def _on_add(self) -> None:
        target, field = self._target(), self.value.currentData()
        if target is None or field is None:
            return
        if field == _OFF:
            self.loop_asked.emit(target.links)
        else:
            self.asked.emit(f"{target.record}.{field}")


def _loop_words(flywheel: Flywheel, loop: Loop) -> str:
    """By its name, as in "R2: Price booster"; one without a name by its factors."""
    title = loop_title(flywheel, loop)
    return f"{loop.id}: {loop_ring(flywheel, loop) if title == loop.id else title}"


class _SearchedList(QuietList):
    """A list in which one may type a part of a name. What is no name goes back to what was chosen."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = LineField(self)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMinimumSize(QSize(80, 28))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(name)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self._line.setAccessibleName(name)
        self._line.editingFinished.connect(self._on_editing_finished)
        self.currentIndexChanged.connect(self._on_index_changed)

    def fill(self, rows: Iterable[tuple[str, Any]], icons: Sequence[QIcon] = ()) -> None:
        super().fill(rows, icons)
        if (completer := self.completer()) is not None:
            completer.setModel(self.model())

    def _on_index_changed(self, _row: int) -> None:
        # The beginning of a long name tells more than its end.
        self._line.setCursorPosition(0)

    def _on_editing_finished(self) -> None:
        row = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        if row >= 0:
            self.setCurrentIndex(row)
        self.setEditText(self.itemText(self.currentIndex()))
        self._line.setCursorPosition(0)
