"""Which cursor the paper shows: that of a hand that pans, of a badge, or of the active tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from flywheel_studio.canvas.loop_light import LoopLight
    from flywheel_studio.canvas.pointer import Pointer
    from flywheel_studio.interaction.toolbox import ToolBox

_SHAPES: Final = {
    "arrow": Qt.CursorShape.ArrowCursor,
    "cross": Qt.CursorShape.CrossCursor,
    "hand": Qt.CursorShape.PointingHandCursor,
    "move": Qt.CursorShape.SizeAllCursor,
    "bend": Qt.CursorShape.SizeAllCursor,
    "wide": Qt.CursorShape.SizeHorCursor,
}


class PaperCursor:
    """The cursor over a viewport."""

    def __init__(
        self, viewport: QWidget, pointer: Pointer, loop_light: LoopLight, toolbox: ToolBox
    ) -> None:
        self._viewport = viewport
        self._pointer = pointer
        self._loop_light = loop_light
        self._toolbox = toolbox

    def show(self) -> None:
        """Show the one that belongs to what the pointer can do now."""
        shape = self._wanted()
        if self._viewport.cursor().shape() != shape:
            self._viewport.setCursor(shape)

    def _wanted(self) -> Qt.CursorShape:
        if self._pointer.is_panning:
            return Qt.CursorShape.ClosedHandCursor
        if self._pointer.can_pan:
            return Qt.CursorShape.OpenHandCursor
        if self._loop_light.hovered:
            return Qt.CursorShape.PointingHandCursor
        return _SHAPES[self._toolbox.feedback.cursor]
