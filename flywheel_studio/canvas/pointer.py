"""The hand on the paper: what it drags, pans, zooms and scrolls, and what of it the tools hear.

Panning (space, middle button, wheel) and zooming never reach a tool. While a tool drags near the
rim of the view the paper moves under the pointer, and the tool hears of a move each time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView

from flywheel_studio.canvas.camera import NOTCH, Camera
from flywheel_studio.canvas.input import BUTTONS, button_of, hit_at, modifiers_of
from flywheel_studio.interaction.events import Button, Hit, Modifier, PointerEvent, PointerKind

if TYPE_CHECKING:
    from flywheel_studio.canvas.marks import Marks
    from flywheel_studio.canvas.scene import Sheet
    from flywheel_studio.interaction.toolbox import ToolBox

EDGE: Final = 24.0
_EDGE_STEP: Final = 14.0
_FRAME_MILLISECONDS: Final = 16
# A notch of a wheel without pixels of its own moves the paper by this, pixels.
_WHEEL_STEP: Final = 64.0
_NOTCH_UNITS: Final = 120.0


class Pointer(QObject):
    """Signals: `moved_by_hand` when the view was panned or zoomed by hand; `hovered` with the
    Hit under the pointer (or None); `cursor_changed`; `strength_turned` with notches of Alt+wheel.
    """

    moved_by_hand = Signal()
    hovered = Signal(object)
    cursor_changed = Signal()
    strength_turned = Signal(float)

    def __init__(
        self, view: QGraphicsView, camera: Camera, sheet: Sheet, marks: Marks, toolbox: ToolBox
    ) -> None:
        super().__init__(view)
        self._view = view
        self._camera = camera
        self._sheet = sheet
        self._marks = marks
        self._toolbox = toolbox
        self._at = QPointF()
        self._held: Button | None = None
        self._modifiers: frozenset[Modifier] = frozenset()
        self._pan_from: QPointF | None = None
        self._is_space_down = False
        self._edge_timer = QTimer(self)
        self._edge_timer.setInterval(_FRAME_MILLISECONDS)
        self._edge_timer.timeout.connect(self._on_edge)

    def stop(self) -> None:
        """Let go of everything."""
        self._edge_timer.stop()
        self._held = None
        self._pan_from = None
        self._is_space_down = False

    @property
    def is_panning(self) -> bool:
        return self._pan_from is not None

    @property
    def is_holding(self) -> bool:
        """Whether a tool has the hand: a button is down."""
        return self._held is not None

    @property
    def can_pan(self) -> bool:
        """Whether a press would drag the paper."""
        return self._is_space_down

    def hit(self, pixel: QPointF) -> Hit | None:
        """What is under a pixel of the viewport."""
        camera = self._camera
        return hit_at(self._sheet, self._marks, camera.paper_at(pixel), camera.zoom)

    # -- the mouse

    def press(self, event: QMouseEvent, kind: PointerKind) -> None:
        """A button goes down: "press", or "double" for the second time."""
        button = button_of(event.button())
        self._catch_up(event, button)
        self._note(event)
        if button == "middle" or (button == "left" and self._is_space_down):
            self._pan_from = event.position()
            self.cursor_changed.emit()
        elif button is not None and self._held is None:
            self._held = button
            self._tell(kind, button)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves, with a button held or without."""
        self._catch_up(event)
        self._note(event)
        if self._pan_from is not None:
            way = self._at - self._pan_from
            self._pan_from = self._at
            self._camera.pan(way.x(), way.y())
            self.moved_by_hand.emit()
        elif self._held is not None:
            self._tell("move", self._held)
            self._watch_edge()
        else:
            hit = self._tell("hover", "left")
            self.hovered.emit(hit)

    def release(self, event: QMouseEvent) -> None:
        """A button goes up."""
        self._note(event)
        button = button_of(event.button())
        if self._pan_from is not None and (button == "middle" or button == "left"):
            self._pan_from = None
            self.cursor_changed.emit()
        elif button is not None and button == self._held:
            self._held = None
            self._edge_timer.stop()
            self._tell("release", button)

    def wheel(self, event: QWheelEvent) -> None:
        """Pan; with Ctrl zoom towards the pointer; with Alt turn the strength of a link."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        modifiers = event.modifiers()
        event.accept()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            turned = angle.y() or pixels.y()
            if turned:
                self._camera.zoom_by(NOTCH ** (turned / _NOTCH_UNITS), event.position())
                self.moved_by_hand.emit()
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            # With Alt some platforms report a vertical wheel as a horizontal one.
            turned = angle.y() or angle.x()
            if turned:
                self.strength_turned.emit(turned / _NOTCH_UNITS)
        else:
            if not pixels.isNull():
                dx, dy = float(pixels.x()), float(pixels.y())
            else:
                dx, dy = (_WHEEL_STEP * part / _NOTCH_UNITS for part in (angle.x(), angle.y()))
            if modifiers & Qt.KeyboardModifier.ShiftModifier and not dx:
                dx, dy = dy, 0.0
            if dx or dy:
                self._camera.pan(dx, dy)
                self.moved_by_hand.emit()

    def leave(self) -> None:
        """The pointer is somewhere else."""
        if self._held is None and self._pan_from is None:
            camera = self._camera
            where = camera.paper_at(self._at)
            self._toolbox.pointer(PointerEvent("hover", where, None, zoom=camera.zoom))
            self.hovered.emit(None)

    def pinch(self, factor: float, pixel: QPointF) -> None:
        """Zoom by two fingers."""
        if factor > 0.0 and math.isfinite(factor):
            self._camera.zoom_by(factor, pixel)
            self.moved_by_hand.emit()

    def hold_space(self, is_down: bool) -> None:
        """The space bar lends the hand."""
        if is_down != self._is_space_down:
            self._is_space_down = is_down
            self.cursor_changed.emit()

    def turn_to(self, modifiers: frozenset[Modifier]) -> None:
        """Shift, Ctrl or Alt goes down or up: what is dragged follows, though the hand rests."""
        if self._held is not None and modifiers != self._modifiers:
            self._modifiers = modifiers
            self._tell("move", self._held)

    def let_go(self) -> None:
        """End what a held button began, where the pointer was last: somebody else has it now."""
        if self._pan_from is not None:
            self._pan_from = None
            self.cursor_changed.emit()
        if self._held is not None:
            button, self._held = self._held, None
            self._edge_timer.stop()
            self._tell("release", button)

    # -- for the tools

    def _catch_up(self, event: QMouseEvent, pressed: Button | None = None) -> None:
        """Let go of a button that is up: a menu or a window that opened over it took the release.

        `pressed`: the button that goes down now, which cannot be down already.
        """
        down = {name for button, name in BUTTONS.items() if event.buttons() & button} - {pressed}
        is_lost = self._held is not None and self._held not in down
        if is_lost or (self._pan_from is not None and not down & {"middle", "left"}):
            self.let_go()

    def _note(self, event: QMouseEvent) -> None:
        self._at = event.position()
        self._modifiers = modifiers_of(event.modifiers())

    def _tell(self, kind: PointerKind, button: Button) -> Hit | None:
        hit = self.hit(self._at)
        camera = self._camera
        self._toolbox.pointer(
            PointerEvent(
                kind,
                camera.paper_at(self._at),
                hit,
                button,
                self._modifiers,
                camera.zoom,
            )
        )
        return hit

    def _watch_edge(self) -> None:
        if self._held == "left" and self._beyond() != (0.0, 0.0):
            if not self._edge_timer.isActive():
                self._edge_timer.start()
        else:
            self._edge_timer.stop()

    def _beyond(self) -> tuple[float, float]:
        """How far the pointer is into the rim on either axis, -1 to 1."""
        size = self._view.viewport().size()

        def depth(at: float, length: int) -> float:
            if length <= 4 * EDGE:
                return 0.0
            if at < EDGE:
                return max((at - EDGE) / EDGE, -1.0)
            return min(max((at - (length - EDGE)) / EDGE, 0.0), 1.0)

        return depth(self._at.x(), size.width()), depth(self._at.y(), size.height())

    def _on_edge(self) -> None:
        across, down = self._beyond()
        if self._held is None or (across, down) == (0.0, 0.0):
            self._edge_timer.stop()
            return
        self._camera.pan(-across * _EDGE_STEP, -down * _EDGE_STEP)
        self.moved_by_hand.emit()
        self._tell("move", self._held)
