"""The axis under the curves on which pushes lie: placed, dragged, stretched and walked by keys.

It lines up with the chart, pixel by pixel: the chart says where a time lies. On empty ground a
drag draws a push and a double click sets a shove. Each gesture is one step to undo, and the run
follows while it is under way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from flywheel_studio.insight.push_words import push_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.momentum.chart.layout import along_of, look_of
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.pushes.drag import PushDrag
from flywheel_studio.panels.momentum.pushes.edit import PushEdit
from flywheel_studio.panels.momentum.pushes.ground import ground_picture, paint_playhead
from flywheel_studio.panels.momentum.pushes.keys import PushKeys
from flywheel_studio.panels.momentum.pushes.mark import PushMark
from flywheel_studio.panels.momentum.pushes.menu import open_menu
from flywheel_studio.panels.momentum.pushes.painting import (
    Drawn,
    height_of,
    row_height,
    top_of,
    words_font,
)
from flywheel_studio.panels.momentum.pushes.places import drawn_pushes
from flywheel_studio.panels.momentum.pushes.rows import Part, packed
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.session.live_run import Shove


class PushAxis(QWidget):
    """`chosen` carries the id of the push that is current, "" for none; `opened` one whose fields
    are asked for; `told` what to say about the push under the pointer or the focus."""

    chosen = Signal(str)
    opened = Signal(str)
    told = Signal(str)

    def __init__(
        self, editor: Editor, factor: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.edit = PushEdit(editor)
        self.drag = PushDrag(self.edit, self._axis_now, self._every, factor)
        self.marks: dict[str, PushMark] = {}
        self.current = ""
        self._editor = editor
        self._factor = factor
        self._keys = PushKeys(self)
        self._tokens: Tokens = LIGHT
        self._axis = TimeAxis(46.0, 200.0, max(editor.flywheel.header.run.until, 1e-9))
        self._rows: dict[str, int] = {}
        self._given: tuple[Shove, ...] = ()
        self._drawn: dict[str, Drawn] = {}
        self._picture: QPixmap | None = None
        self._playhead = 0.0
        self._is_faint = False
        self.setAccessibleName(tr("Pushes in time"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        editor.changed.connect(self._on_document_changed)
        self.refresh()

    # -- what others call

    @property
    def axis(self) -> TimeAxis:
        return self._axis

    @property
    def can_add(self) -> bool:
        """Whether there is a factor to push."""
        return bool(self._factor())

    @property
    def rows(self) -> dict[str, int]:
        """The row of each push, from the top."""
        return dict(self._rows)

    def set_axis(self, axis: TimeAxis) -> None:
        """Where the times of the chart lie."""
        if axis != self._axis:
            self._axis = axis
            self._lay_out()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for mark in self.marks.values():
            mark.set_tokens(tokens)
        self.refresh()

    def set_playhead(self, time: float) -> None:
        if time != self._playhead:
            for at in (self._playhead, time):
                self.update(QRect(round(self._axis.x_of(at)) - 3, 0, 7, self.height()))
            self._playhead = time

    def set_given(self, shoves: Sequence[Shove]) -> None:
        """Shoves of the run that the drawing does not hold: shown, not edited here."""
        if tuple(shoves) != self._given:
            self._given = tuple(shoves)
            self._lay_out()

    def set_faint(self, is_faint: bool) -> None:
        """Draw the pushes as they are drawn when they are switched off."""
        if is_faint != self._is_faint:
            self._is_faint = is_faint
            self._lay_out()

    def choose(self, key: str, *, with_focus: bool = False) -> None:
        """Make a push the current one; "" for none."""
        if key not in self.marks:
            key = ""
        was, self.current = self.current, key
        for each in self.marks:
            self.marks[each].set_current(each == (key or next(iter(self.ordered()), "")))
        if key and with_focus:
            self.marks[key].setFocus(Qt.FocusReason.OtherFocusReason)
        if key != was:
            self.chosen.emit(key)

    def ordered(self) -> list[str]:
        """The pushes in the order of the arrow keys: by time."""
        pushes = self._editor.flywheel.pushes
        return sorted(self.marks, key=lambda key: pushes[key].start if key in pushes else 0.0)

    def add_shove(self, time: float) -> None:
        """A shove on the chosen factor."""
        self._added(self.edit.add_shove(self._factor(), time) if self.can_add else "")

    def add_push(self, time: float) -> None:
        """A push of the usual length on the chosen factor."""
        self._added(self.edit.add_push(self._factor(), time) if self.can_add else "")

    def open(self, key: str) -> None:
        """Ask for the fields of a push."""
        self.choose(key)
        self.opened.emit(key)

    def delete(self, key: str) -> None:
        """Delete a push; the focus goes on to its neighbour."""
        order = self.ordered()
        place = order.index(key) if key in order else 0
        self.edit.delete(key)
        left = self.ordered()
        if left:
            self.choose(left[min(place, len(left) - 1)], with_focus=True)

    def words_of(self, key: str) -> str:
        """A push in words."""
        return push_words(self._editor.flywheel, key)

    def detach(self) -> None:
        """Stop listening; call before the axis goes away."""
        self._editor.changed.disconnect(self._on_document_changed)

    def refresh(self) -> None:
        """Read the pushes again."""
        pushes = self._editor.flywheel.pushes
        for key in [key for key in self.marks if key not in pushes]:
            mark = self.marks.pop(key)
            mark.hide()
            mark.deleteLater()
            self._rows.pop(key, None)
        for key in pushes:
            if key not in self.marks:
                self.marks[key] = self._new_mark(key)
        self._lay_out(moving=self.drag.holds)
        self.choose(self.current)

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.can_add:
            self.drag.press("", "body", event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            is_free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            key = self.drag.to(event.position(), is_free)
            if key and key != self.current:
                self._added(key)
            self._tell(key)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._finish()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.drag.cancel()
            self.add_shove(self.drag.time_at(event.position().x()))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        open_menu(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, axis = self._tokens, self._axis
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            given: dict[int, list[Drawn]] = {}
            for key, drawn in self._drawn.items():
                if key not in self.marks and key in self._rows:
                    given.setdefault(self._rows[key], []).append(drawn)
            unit = self._editor.flywheel.header.time_unit
            ticks = along_of(axis, unit, look_of(t, self.font()))
            font = words_font(self.font(), t)
            self._picture = ground_picture(self.size(), ratio, axis, ticks, given, t, font)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_playhead(painter, axis.x_of(min(self._playhead, axis.end)), self.height(), t)
        painter.end()

    # -- inside

    def _new_mark(self, key: str) -> PushMark:
        mark = PushMark(key, self)
        mark.set_tokens(self._tokens)
        mark.setAccessibleDescription(
            tr(
                "Enter: fields. Shift and arrows: move, strength. Ctrl and arrows: stretch. "
                "Space: on or off. Delete: delete."
            )
        )
        mark.pressed_on.connect(self._on_pressed)
        mark.dragged_to.connect(self._on_dragged)
        mark.let_go.connect(self._on_let_go)
        mark.opened.connect(self.open)
        mark.keyed.connect(self._on_keyed)
        mark.key_let_go.connect(self._keys.let_go)
        mark.entered.connect(self._on_entered)
        mark.left.connect(self._on_left)
        mark.show()
        return mark

    def _lay_out(self, *, moving: str = "") -> None:
        flywheel, t = self._editor.flywheel, self._tokens
        metrics = QFontMetricsF(words_font(self.font(), t))
        found = self._drawn = drawn_pushes(
            flywheel,
            self._given,
            self._axis,
            self.width(),
            metrics,
            t,
            are_left_out=self._is_faint,
        )
        kept = self._rows if moving or self.edit.is_open else None
        self._rows = packed({key: one.place for key, one in found.items()}, kept, moving)
        for key, mark in self.marks.items():
            if key not in found:
                continue  # deleted a moment ago; `refresh` follows
            mark.show_push(found[key])
            said = push_words(flywheel, key)
            mark.setAccessibleName(said)
            mark.setToolTip(said)
            left, right = int(mark.place.left), int(mark.place.right) + 1
            mark.setGeometry(left, top_of(self._rows[key], t), right - left, row_height(t))
        # One row stays free: there is always ground to draw on.
        self.setFixedHeight(height_of(max(self._rows.values(), default=-1) + 2, t))
        self._picture = None
        self.update()

    def _every(self) -> float:
        return self._editor.flywheel.header.run.every

    def _axis_now(self) -> TimeAxis:
        return self._axis

    def _added(self, key: str) -> None:
        if key:
            self.choose(key, with_focus=True)

    def _finish(self) -> None:
        if self.drag.finish():
            self._lay_out()

    def _tell(self, key: str) -> None:
        if key in self.marks:
            self.told.emit(self.words_of(key))

    def cancel(self) -> bool:
        """Give up the gesture under way. Returns whether there was one."""
        return self.drag.cancel()

    # -- slots

    def _on_document_changed(self, change: Change) -> None:
        if change.records.get("pushes") or change.touches_words or change.header is not None:
            self.refresh()

    def _on_pressed(self, key: str, part: Part, at: QPointF) -> None:
        self.drag.press(key, part, at)
        self.choose(key, with_focus=True)

    def _on_dragged(self, key: str, at: QPointF, is_free: bool) -> None:
        self._tell(self.drag.to(at, is_free) and key)

    def _on_let_go(self, _key: str) -> None:
        self._finish()

    def _on_keyed(self, key: str, event: QKeyEvent) -> None:
        self._keys.press(key, event)
        if event.isAccepted() and key in self.marks and self.marks[key].hasFocus():
            self._tell(key)

    def _on_entered(self, key: str) -> None:
        if key in self._editor.flywheel.pushes:
            self.told.emit(self.words_of(key))
            if self.marks[key].hasFocus():
                self.choose(key)

    def _on_left(self, _key: str) -> None:
        self._keys.leave()
        focused = next((each for each in self.marks if self.marks[each].hasFocus()), "")
        self.told.emit(self.words_of(focused) if focused else "")
