"""The keys of the axis of pushes. What a held Shift or Ctrl does is one step, until it is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from flywheel_studio.panels.momentum.pushes.drag import PushDrag
    from flywheel_studio.panels.momentum.pushes.edit import PushEdit

_ALONG: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_UPWARD: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_HELD: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control)


class Axis(Protocol):
    """What the keys ask of the axis."""

    @property
    def edit(self) -> PushEdit: ...

    @property
    def drag(self) -> PushDrag: ...

    def ordered(self) -> list[str]: ...

    def choose(self, key: str, *, with_focus: bool = False) -> None: ...

    def open(self, key: str) -> None: ...

    def delete(self, key: str) -> None: ...

    def cancel(self) -> bool: ...


class PushKeys:
    """Arrows walk, Shift moves and strengthens, Ctrl stretches the end, both the beginning."""

    def __init__(self, axis: Axis) -> None:
        self._axis = axis

    def press(self, key: str, event: QKeyEvent) -> None:
        """Do what a key asks for; the event is accepted where it asks for something here."""
        axis, edit = self._axis, self._axis.edit
        pressed = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        event.accept()
        if pressed in _ALONG and shift and not ctrl:
            edit.shift(key, _ALONG[pressed])
        elif pressed in _ALONG and ctrl:
            edit.shift_end(key, _ALONG[pressed], is_start=shift)
        elif pressed in _UPWARD and shift:
            edit.strengthen_on(key, _UPWARD[pressed])
        elif pressed in _ALONG or pressed in _UPWARD:
            self._walk(key, _ALONG.get(pressed, 0) - _UPWARD.get(pressed, 0))
        elif pressed in (Qt.Key.Key_Home, Qt.Key.Key_End):
            order = axis.ordered()
            axis.choose(order[0 if pressed == Qt.Key.Key_Home else -1], with_focus=True)
        elif pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            edit.commit()
            axis.open(key)
        elif pressed == Qt.Key.Key_Space:
            edit.switch(key)
        elif pressed in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            axis.delete(key)
        elif pressed != Qt.Key.Key_Escape or not axis.cancel():
            event.ignore()

    def let_go(self, _key: str, event: QKeyEvent) -> None:
        """Letting go of Shift or Ctrl ends the step."""
        if event.key() in _HELD and not event.isAutoRepeat():
            self.leave()

    def leave(self) -> None:
        """The focus goes elsewhere: what was done by keys is meant."""
        if not self._axis.drag.is_under_way:
            self._axis.edit.commit()

    def _walk(self, key: str, by: int) -> None:
        order = self._axis.ordered()
        place = order.index(key) + by
        if 0 <= place < len(order):
            self._axis.choose(order[place], with_focus=True)
