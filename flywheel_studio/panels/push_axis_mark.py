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
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.panels.push_axis_rows import Part, Place
from flywheel_studio.panels.style import LIGHT, Tokens

ROW: Final = 28
_BAR: Final = 20.0
_ROUND: Final = 5.0
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
        self.place = Place(0, 24, 0, 24, 0, 0, False)
        self._tokens: Tokens = LIGHT
        self._color = LIGHT.muted
        self._words = ""
        self._is_up = True
        self._is_active = True
        self._is_current = False
        self._under: Part | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Mouse and keys go to the axis: only assistive technology clicks.
        self.clicked.connect(self._on_clicked)

    def show_push(
        self, place: Place, words: str, color: str, *, is_up: bool, is_active: bool
    ) -> None:
        """Show a push where it lies now. `words`: what stands beside it."""
        self.place, self._words, self._color = place, words, color
        self._is_up, self._is_active = is_up, is_active
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
        t, place = self._tokens, self.place
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.x(), 0)
        if self.hasFocus() or self.underMouse():
            ring = QRectF(self.x() + 0.7, 0.7, self.width() - 1.4, ROW - 1.4)
            painter.setPen(QPen(QColor(t.accent), 1.4) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(ring, _ROUND, _ROUND)
        if place.is_lasting and not place.is_beyond:
            self._paint_bar(painter)
        elif not place.is_beyond:
            self._paint_shove(painter)
        self._paint_words(painter)
        painter.end()

    def _on_clicked(self) -> None:
        self.opened.emit(self.key)

    def _paint_bar(self, painter: QPainter) -> None:
        t, place = self._tokens, self.place
        color = QColor(self._color)
        box = QRectF(place.begin, (ROW - _BAR) / 2, max(2.0, place.end - place.begin), _BAR)
        shape = _bar(box, place.is_open)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_active:
            painter.setBrush(QColor(mixed(t.surface, self._color, 0.30)))
            painter.drawPath(shape)
            if not self._is_up:
                faint = QColor(color)
                faint.setAlphaF(0.45)
                brush = painter.brush()
                brush.setColor(faint)
                brush.setStyle(Qt.BrushStyle.BDiagPattern)
                painter.setBrush(brush)
                painter.drawPath(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.SolidLine if self._is_active else Qt.PenStyle.DashLine
        painter.setPen(QPen(color, 2.0 if self._is_current else 1.3, style))
        painter.drawPath(shape)
        if box.width() >= 16:
            side = min(9.0, box.width() / 2)
            paint_arrow(painter, QPointF(box.left() + side, ROW / 2), 6.0, color, self._is_up)
        if self._under in ("start", "end") or self.hasFocus():
            painter.setPen(QPen(QColor(t.ink), 1.4))
            for x, part in ((box.left(), "start"), (box.right(), "end")):
                if self._under == part or (self.hasFocus() and self._under is None):
                    painter.drawLine(QPointF(x, ROW / 2 - 6), QPointF(x, ROW / 2 + 6))

    def _paint_shove(self, painter: QPainter) -> None:
        width = 3.0 if self._is_current else 2.2
        at = QPointF(self.place.begin, ROW / 2)
        paint_arrow(painter, at, 10.0, QColor(self._color), self._is_up, width, self._is_active)

    def _paint_words(self, painter: QPainter) -> None:
        t, place = self._tokens, self.place
        font = words_font(self.font(), t)
        painter.setFont(font)
        painter.setPen(QColor(t.ink if self._is_active else t.muted))
        metrics = QFontMetricsF(font)
        if place.is_beyond:
            self._paint_beyond(painter)
        said = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, place.room + 0.5)
        if place.room < metrics.averageCharWidth() * 3:
            return
        box = QRectF(place.words, 0, place.room + 2, ROW)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)

    def _paint_beyond(self, painter: QPainter) -> None:
        """It begins after the end of the run: a sign that points there."""
        pen = QPen(QColor(self._color), 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = self.place.right - 12, ROW / 2
        painter.drawPolyline([QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5)])
        painter.setPen(QColor(self._tokens.muted))

    def _set_under(self, part: Part | None) -> None:
        if part == self._under:
            return
        self._under = part
        shape = Qt.CursorShape.OpenHandCursor
        if part in ("start", "end"):
            shape = Qt.CursorShape.SizeHorCursor
        self.setCursor(shape)
        self.update()


def words_font(font: QFont, tokens: Tokens) -> QFont:
    """The font of the words beside a mark."""
    small = QFont(font)
    small.setPixelSize(tokens.small_px + 1)
    return small


def _bar(box: QRectF, is_open: bool) -> QPainterPath:
    """Round at both ends; at the right cut like a torn strip where it goes on."""
    path = QPainterPath()
    round_ = min(_ROUND, box.width() / 2)
    if not is_open or box.width() < 2 * _ROUND:
        path.addRoundedRect(box, round_, round_)
        return path
    tip = min(6.0, box.width() / 2)
    path.moveTo(box.right() - tip, box.top())
    path.lineTo(box.right(), box.center().y())
    path.lineTo(box.right() - tip, box.bottom())
    path.lineTo(box.left() + round_, box.bottom())
    path.quadTo(box.left(), box.bottom(), box.left(), box.bottom() - round_)
    path.lineTo(box.left(), box.top() + round_)
    path.quadTo(box.left(), box.top(), box.left() + round_, box.top())
    path.closeSubpath()
    return path


def paint_arrow(
    painter: QPainter,
    middle: QPointF,
    reach: float,
    color: QColor,
    is_up: bool,
    width: float = 2.0,
    is_solid: bool = True,
) -> None:
    """An upright arrow, `2 * reach` high."""
    up = -1.0 if is_up else 1.0
    tip = QPointF(middle.x(), middle.y() + up * reach)
    wing = reach * 0.55
    style = Qt.PenStyle.SolidLine if is_solid else Qt.PenStyle.DotLine
    pen = QPen(color, width, style)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLine(QPointF(middle.x(), middle.y() - up * reach), tip)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.drawPolyline(
        [
            QPointF(tip.x() - wing, tip.y() - up * wing),
            tip,
            QPointF(tip.x() + wing, tip.y() - up * wing),
        ]
    )
