"""A drop-down list of the factors. It follows what is selected on the paper until one chooses another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyleOptionComboBox, QWidget

from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.model.change import Change
from flywheel_studio.panels.fields.choices import QuietList
from flywheel_studio.panels.parts.icons import dot
from flywheel_studio.panels.style.palette import LIGHT, factor_colours
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selection

_WIDEST: Final = 260
# With fewer a name says too little: the list then has a row of its own.
_LEAST_LETTERS: Final = 9
# The dot before a name and the sign of the list behind it, with the air around them.
_AROUND: Final = 56


class FactorList(QuietList):
    """`chosen`: the id of the factor that is shown, "" where there is none."""

    def __init__(self, editor: Editor, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._palette: Tokens = LIGHT
        self.setAccessibleName(name)
        # On Linux Qt calls a list without words beside it by what is chosen in it (Qt 6.11).
        self.setAccessibleDescription(name)
        self._name = name
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_WIDEST)
        self.setIconSize(QSize(12, 12))
        self._is_chosen = False
        self.activated.connect(self._on_activated)
        editor.changed.connect(self._on_document_changed)
        editor.selection.changed.connect(self._on_selection_changed)
        self.read()
        self._on_selection_changed(editor.selection)

    @property
    def chosen(self) -> str:
        key = self.currentData()
        return key if key in self._editor.flywheel.factors else ""

    def choose(self, factor: str) -> None:
        """Show a factor, where the drawing has it."""
        row = self.findData(factor)
        if row >= 0:
            self.setCurrentIndex(row)

    def suggest(self, factor: str) -> None:
        """Show a factor for as long as nobody has chosen one."""
        if not self._is_chosen:
            self.choose(factor)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        # With a style sheet Qt cuts a long name off, below the sign of the list.
        room = max(0, self.width() - _AROUND)
        elided = option.fontMetrics.elidedText(
            option.currentText, Qt.TextElideMode.ElideMiddle, room
        )
        option.currentText = elided

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            # What it is for, and the name that it may show only a part of.
            self.setToolTip("\n".join(filter(None, (self.currentText(), self._name))))
        return super().event(event)

    def set_tokens(self, tokens: Tokens) -> None:
        self._palette = tokens
        self.read()

    def detach(self) -> None:
        """Stop listening; call before the list goes away."""
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.selection.changed.disconnect(self._on_selection_changed)

    def read(self) -> None:
        """List the factors as they are now."""
        flywheel, chosen = self._editor.flywheel, self.currentData()
        colors = factor_colours(self._palette, flywheel.factors)
        self.fill(
            [(factor_name(flywheel, key), key) for key in flywheel.factors],
            [dot(colors[key]) for key in flywheel.factors],
        )
        blocker = QSignalBlocker(self)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        blocker.unblock()

    def _on_document_changed(self, change: Change) -> None:
        if change.header is not None or change.touches_words:
            self.read()

    def _on_selection_changed(self, selection: Selection) -> None:
        if chosen := sorted(selection.factors):
            self._is_chosen = True
            self.choose(chosen[0])

    def _on_activated(self, _row: int) -> None:
        self._is_chosen = True
