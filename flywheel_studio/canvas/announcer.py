"""What is said to a screen reader as it happens: what is selected, undone, found, taken in hand.

A single thing that is selected is told as the focus, so that a reader says its name and can go on
from there; everything else is an announcement. Nothing is told while no reader listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from flywheel_studio.canvas.accessible import LISTED, Item, Paper, PaperParts, install, spoken
from flywheel_studio.insight.spoken_selection import spoken_selection
from flywheel_studio.model.folding import stand_in
from flywheel_studio.model.signal import Signal

if TYPE_CHECKING:
    from flywheel_studio.session.editor import Editor
    from flywheel_studio.session.selection import Selection


class Announcer:
    """`said` carries every announcement, `renamed` what is selected is called after a step; `parts` is
    what a reader finds on the paper."""

    def __init__(self, canvas: Paper) -> None:
        install()
        self.canvas = canvas
        self.parts = PaperParts(canvas)
        self._was_empty = True
        # What was selected last, and what it was called then.
        self._told: tuple[Item, str] | None = None
        canvas.editor.committed.connect(self._on_committed)
        self.said: Signal[str] = Signal()
        self.renamed: Signal[str] = Signal()

    def close(self) -> None:
        """The paper goes."""
        self.canvas.editor.committed.disconnect(self._on_committed)
        self.parts.close()

    def say(self, words: str) -> None:
        """Announce a sentence, wherever the focus is."""
        if not words or self.canvas.is_closed or not QAccessible.isActive():
            return
        event = QAccessibleAnnouncementEvent(cast("QWidget", self.canvas), words)
        QAccessible.updateAccessibility(event)
        self.said.emit(words)

    def take_focus(self) -> None:
        """The keyboard has come to the paper: a reader hears what is selected, and not only where."""
        if QAccessible.isActive():
            # Qt tells of the paper itself once it has come.
            QTimer.singleShot(0, self._tell_single)

    def _tell_single(self) -> None:
        if not self.canvas.is_closed and self.canvas.hasFocus():
            selection = self.canvas.editor.selection
            if selection.single is not None:
                self.tell_selection(selection)

    def tell_selection(self, selection: Selection) -> None:
        """What is selected has changed."""
        if not QAccessible.isActive() or self.canvas.is_closed:
            return
        flywheel, single = self.canvas.editor.flywheel, selection.single
        was_empty, self._was_empty = self._was_empty, selection.is_empty
        if single is not None and single[0] in LISTED:
            item = stand_in(flywheel, single)
            part = self.parts.part(item)
            if part.isValid():
                self._told = item, spoken(self.canvas, item)
                QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.Focus))
        elif not selection.is_empty:
            self.say(spoken_selection(flywheel, selection.items))
        elif not was_empty:
            # A step that puts something in another's place takes it away first.
            QTimer.singleShot(0, self._tell_nothing)

    def _on_committed(self, _editor: Editor) -> None:
        """A key has turned a sign, made a link stronger: say what it has become."""
        if self._told is None or not QAccessible.isActive() or not self.canvas.hasFocus():
            return
        item, name = self._told
        if self.canvas.editor.selection.single != item or not self.parts.part(item).isValid():
            return
        now = spoken(self.canvas, item)
        if now != name:
            self._told = item, now
            event = QAccessibleEvent(self.parts.part(item), QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(event)
            self.renamed.emit(now)

    def _tell_nothing(self) -> None:
        if not self.canvas.is_closed and self.canvas.editor.selection.is_empty:
            self.say(spoken_selection(self.canvas.editor.flywheel, frozenset()))
