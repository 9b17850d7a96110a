"""One push on its axis: a bar while it lasts, an arrow for a shove, up or down.

A widget of its own, so that it is focused, named and read aloud like any button. What its mouse
and keys mean is decided by the axis that holds it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from flywheel_studio.panels.momentum.pushes.painting import ROUND, Drawn, paint_mark, words_font
from flywheel_studio.panels.momentum.pushes.rows import Part, Place
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

OWN_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2,
        Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape,
    }
)  # fmt: skip


class PushMark(QAbstractButton):
    """`pressed_on`, `dragged_to` and `let_go` carry a place on the axis; `keyed` a key event."""

    pressed_on = Signal(str, object, QPointF)
    dragged_to = Signal(str, QPointF, bool)
    let_go = Signal(str)
    opened = Signal(str)
    keyed = Signal(str, object)
    key_let_go = Signal(str, object)
    entered = Signal(str)
    left = Signal(str)

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.drawn = Drawn(Place(0, 24, 0, 24, 0, 0, False), "", LIGHT.muted)
        self._tokens: Tokens = LIGHT
        self._is_current = False
        self._under: Part | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Mouse and keys go to the axis: only assistive technology clicks.
        self.clicked.connect(self._on_clicked)

    @property
    def place(self) -> Place:
        """Where it lies on the axis."""
        return self.drawn.place

    def show_push(self, drawn: Drawn) -> None:
        """Show a push where it lies now."""
        self.drawn = drawn
        self.update()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def set_current(self, is_current: bool) -> None:
        """Whether Tab comes to this one of all marks, and its fields are shown."""
        if is_current != self._is_current:
            self._is_current = is_current
            self.update()
        # The others are reached by the arrow keys.
        policy = Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)

    # -- Qt

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in OWN_KEYS
        ):
            # Delete means this push here, not what is selected on the paper.
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = self.mapToParent(event.position())
            self.pressed_on.emit(self.key, self.place.part_at(at.x()), at)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.mapToParent(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            is_free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.dragged_to.emit(self.key, at, is_free)
        else:
            self._set_under(self.place.part_at(at.x()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.let_go.emit(self.key)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.key)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.keyed.emit(self.key, event)
        if not event.isAccepted():
            QWidget.keyPressEvent(self, event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.key_let_go.emit(self.key, event)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit(self.key)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._set_under(None)
        self.left.emit(self.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self.key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(self.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            ring = QRectF(self.rect()).adjusted(0.7, 0.7, -0.7, -0.7)
            painter.setPen(QPen(QColor(t.accent), 1.4) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(ring, ROUND, ROUND)
        painter.translate(-self.x(), 0)
        grips: frozenset[Part] = frozenset()
        if self._under in ("start", "end"):
            grips = frozenset({self._under})
        elif self.hasFocus() and self._under is None:
            grips = frozenset({"start", "end"})
        font = words_font(self.font(), t)
        paint_mark(painter, self.drawn, t, font, is_current=self._is_current, grips=grips)
        painter.end()

    def _on_clicked(self) -> None:
        self.opened.emit(self.key)

    def _set_under(self, part: Part | None) -> None:
        if part == self._under:
            return
        self._under = part
        shape = Qt.CursorShape.OpenHandCursor
        if part in ("start", "end"):
            shape = Qt.CursorShape.SizeHorCursor
        self.setCursor(shape)
        self.update()
