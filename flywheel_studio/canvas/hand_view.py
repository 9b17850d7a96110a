"""What a hand does on the paper: buttons, wheel, fingers and keys, each handed on to who answers it.

A view of the paper is made of this and says what it is about; nothing is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent

from flywheel_studio.canvas.bare_view import BareView
from flywheel_studio.canvas.input import key_event, modifiers_of, pinch_of
from flywheel_studio.drawing.primitives import Owner
from flywheel_studio.interaction.events import KeyEvent

if TYPE_CHECKING:
    from flywheel_studio.canvas.announcer import Announcer
    from flywheel_studio.canvas.camera import Camera
    from flywheel_studio.canvas.pointer import Pointer
    from flywheel_studio.canvas.scene import Sheet
    from flywheel_studio.interaction.toolbox import ToolBox
    from flywheel_studio.session.editor import Editor


class HandView(BareView):
    """Whoever derives from it sets what is declared here.

    Signals:
        context_requested: what is under the pointer (Hit or None), where on the paper (Point),
            and the screen position for a menu (QPoint).
        loop_clicked: the id of a loop whose badge was clicked.
    """

    context_requested = Signal(object, object, QPoint)
    loop_clicked = Signal(str)

    announcer: Announcer
    _editor: Editor
    _toolbox: ToolBox
    _sheet: Sheet
    _camera: Camera
    _pointer: Pointer
    _is_closed: bool

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pointer.press(event, "press")
        # What was hit is what was seen; from here on the hand moves what the document holds.
        self._sheet.glide.finish()
        if event.button() == Qt.MouseButton.LeftButton and not self._pointer.is_panning:
            hit = self._pointer.hit(event.position())
            if hit is not None and hit.part == "badge":
                self.loop_clicked.emit(hit.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event, "double")
        self._sheet.glide.finish()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._pointer.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._pointer.turn_to(modifiers_of(event.modifiers()))
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and is_plain:
            self._pointer.hold_space(True)
            event.accept()
            return
        key = key_event(event)
        event.setAccepted(key is not None and self._toolbox.key(key))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._pointer.turn_to(modifiers_of(event.modifiers()))
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointer.hold_space(False)
        event.ignore()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab walks the paper first; the tools say when it has nothing more to give."""
        backwards = frozenset() if forwards else frozenset({"shift"})
        if self._toolbox.key(KeyEvent("Tab", "", backwards)):  # type: ignore[arg-type]
            return True
        return bool(super().focusNextPrevChild(forwards))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.announcer.take_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._pointer.hold_space(False)
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # What opens now will hear the button go up.
        self._pointer.let_go()
        at = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self._keyboard_place()
        where = self.mapToGlobal(at.toPoint())
        self.context_requested.emit(self._pointer.hit(at), self._camera.paper_at(at), where)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._pointer.is_holding:
            key = event.key() if isinstance(event, QKeyEvent) else None
            if key == Qt.Key.Key_Alt:
                # In the middle of a drag it means a copy; the menu bar would take the keyboard.
                event.accept()
                return True
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
        if (pinch := pinch_of(event, self.viewport())) is not None:
            self._pointer.pinch(*pinch)
            event.accept()
            return True
        if event.type() == QEvent.Type.Leave and not self._is_closed:
            self._pointer.leave()
        return bool(super().viewportEvent(event))

    def _keyboard_place(self) -> QPointF:
        """Where a menu asked for by the keyboard opens: on what is selected, else in the middle."""
        for kind, key in self._editor.selection.items:
            figure = self._sheet.seen(cast("Owner", kind), key)
            if figure is not None:
                return self._camera.pixel_of(figure.handle or figure.box.center)
        return QPointF(self.viewport().rect().center())
