"""From Qt's events to the words of the tools: where the pointer is, in paper units, and on what.

It says what is under the pointer and never what to do about it. Targets are as large as a finger
needs: 8 px round a line, 24 px across for handles and for what is drawn smaller than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from flywheel_studio.canvas.marks import Marks
from flywheel_studio.canvas.places import Key, distance_to, is_inside
from flywheel_studio.canvas.record_items import READABLE_FROM
from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.commands.links import STRENGTHS
from flywheel_studio.drawing.primitives import Line, Move, Owner, RecordFigure
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import Button, Hit, KeyEvent, Modifier
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.records import Link

SLOP: Final = 8.0
TARGET: Final = 24.0

BUTTONS: Final[dict[Qt.MouseButton, Button]] = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}
_KEYS: Final[dict[int, str]] = {
    Qt.Key.Key_Escape.value: "Escape",
    Qt.Key.Key_Return.value: "Enter",
    Qt.Key.Key_Enter.value: "Enter",
    Qt.Key.Key_Delete.value: "Delete",
    Qt.Key.Key_Backspace.value: "Backspace",
    Qt.Key.Key_Tab.value: "Tab",
    Qt.Key.Key_Backtab.value: "Tab",
    Qt.Key.Key_Left.value: "Left",
    Qt.Key.Key_Right.value: "Right",
    Qt.Key.Key_Up.value: "Up",
    Qt.Key.Key_Down.value: "Down",
    Qt.Key.Key_Home.value: "Home",
    Qt.Key.Key_End.value: "End",
    Qt.Key.Key_F2.value: "F2",
}
# From above to below: the kinds that are hit by being inside them.
_AREAS: Final[tuple[Owner, ...]] = ("loops", "texts", "factors")


def hit_at(sheet: Sheet, marks: Marks, where: Point, zoom: float) -> Hit | None:
    """The topmost thing under a point of the paper."""
    grasp = TARGET / 2 / zoom
    if (shown := marks.connect_handles()) is not None:
        factor, handles = shown
        figure = sheet.figure("factors", factor)
        if figure is not None and any(
            _is_on_stalk(where, handle, figure.box, grasp) for handle in handles
        ):
            return Hit("factors", factor, "connect")
    if (fold := marks.fold_control()) is not None and where.distance(fold[1]) <= grasp:
        return Hit("wheels", fold[0], "fold")
    for link, handle in marks.bend_handles():
        if where.distance(handle) <= grasp:
            return Hit("links", link, "bend")
    sides = ((where.distance(place), hit) for hit, place in marks.side_handles())
    distance, side = min(sides, key=lambda each: each[0], default=(grasp + 1.0, None))
    if side is not None and distance <= grasp:
        return side
    near = _near(sheet, where, max(grasp, SLOP / zoom))
    for owner in _AREAS:
        for figure in _topmost_first(sheet, near, owner):
            if is_inside(figure.outline, where):
                return _hit_area(figure)
    folded = folded_wheels(sheet.flywheel)
    for figure in _topmost_first(sheet, near, "wheels") if folded else ():
        if figure.id in folded and is_inside(figure.outline, where):
            return Hit("wheels", figure.id)
    if (end := _end_at(marks, near, where, grasp)) is not None:
        return end
    if zoom >= READABLE_FROM["sign"] and (sign := _sign_at(near, where, grasp)) is not None:
        return Hit("links", sign, "sign")
    for owner in ("links", "bands"):
        if (line := _line_at(near, owner, where, SLOP / zoom)) is not None:
            return Hit(owner, line)
    for figure in _topmost_first(sheet, near, "wheels"):
        if figure.outline and is_inside(figure.outline, where):
            return Hit("wheels", figure.id, "label")
    if (ring := _empty_ring_at(sheet, near, where, SLOP / zoom)) is not None:
        return Hit("wheels", ring)
    return _small_at(near, where, grasp)


def modifiers_of(pressed: Qt.KeyboardModifier) -> frozenset[Modifier]:
    """The modifiers that the tools know."""
    found: set[Modifier] = set()
    if pressed & Qt.KeyboardModifier.ShiftModifier:
        found.add("shift")
    if pressed & Qt.KeyboardModifier.ControlModifier:
        found.add("ctrl")
    if pressed & Qt.KeyboardModifier.AltModifier:
        found.add("alt")
    return frozenset(found)


def button_of(buttons: Qt.MouseButton) -> Button | None:
    """The button for the tools; None for one that they do not know."""
    return next((name for button, name in BUTTONS.items() if buttons & button), None)


def key_event(event: QKeyEvent) -> KeyEvent | None:
    """The key for the tools; None for a modifier alone and the like."""
    modifiers = modifiers_of(event.modifiers())
    key = event.key()
    text = event.text() if event.text().isprintable() else ""
    name = _KEYS.get(key)
    if name is not None:
        return KeyEvent(name, "", modifiers)
    if 0x21 <= key <= 0x7E:
        return KeyEvent(chr(key), text, modifiers)
    return KeyEvent(text.upper(), text, modifiers) if text else None


def strength_key(links: Sequence[Link], notches: float) -> KeyEvent | None:
    """Alt+wheel as the key that sets the next stronger or weaker of the strengths 1 to 4."""
    if not links or not notches:
        return None
    mean = sum(link.weight for link in links) / len(links)
    now = min(range(len(STRENGTHS)), key=lambda step: abs(STRENGTHS[step] - mean))
    wanted = min(max(now + (1 if notches > 0 else -1), 0), len(STRENGTHS) - 1)
    return KeyEvent(str(wanted + 1), str(wanted + 1))


def pinch_of(event: QEvent, viewport: QWidget) -> tuple[float, QPointF] | None:
    """How much two fingers zoom, and about which pixel; None for any other event."""
    if isinstance(event, QGestureEvent):
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture):
            return pinch.scaleFactor(), viewport.mapFromGlobal(pinch.centerPoint())
    if (
        isinstance(event, QNativeGestureEvent)
        and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
    ):
        return 1.0 + event.value(), event.position()
    return None


def _is_on_stalk(where: Point, handle: Point, box: Box, grasp: float) -> bool:
    """Whether a point is on a connect handle or on its way there from the factor's edge.

    Without the way the handles would go out before a hand that zoomed in could reach them. On the
    factor itself it moves: zoomed out, the handles would leave nothing to take it by.
    """
    if box.holds(where):
        return False
    if where.distance(handle) <= grasp:
        return True
    edge = Point(min(max(handle.x, box.left), box.right), min(max(handle.y, box.top), box.bottom))
    return distance_to((Move(edge), Line(handle)), where) <= grasp


def _near(sheet: Sheet, where: Point, reach: float) -> dict[Key, RecordFigure]:
    area = Box.around(where, 2 * reach, 2 * reach)
    found = {}
    for owner, key in sheet.places.near(area):
        figure = sheet.figure(owner, key)
        if figure is not None:
            found[owner, key] = figure
    return found


def _topmost_first(
    sheet: Sheet, near: dict[Key, RecordFigure], owner: Owner
) -> Iterable[RecordFigure]:
    figures = [figure for figure in near.values() if figure.owner == owner and figure.outline]
    return sorted(figures, key=lambda figure: sheet.rank(owner, figure.id), reverse=True)


def _hit_area(figure: RecordFigure) -> Hit:
    if figure.owner == "loops":
        return Hit("loops", figure.id, "badge")
    return Hit(figure.owner, figure.id)


def _sign_at(near: dict[Key, RecordFigure], where: Point, grasp: float) -> str | None:
    signs = [
        (where.distance(figure.sign), figure.id)
        for figure in near.values()
        if figure.sign is not None
    ]
    distance, link = min(signs, default=(grasp + 1.0, ""))
    # Zoomed far out a disc would swallow the link that it stands beside.
    return link if distance <= min(grasp, TARGET / 2) else None


def _end_at(marks: Marks, near: dict[Key, RecordFigure], where: Point, grasp: float) -> Hit | None:
    """An end of the selected link, unless a sign disc is nearer: both stand beside the head."""
    ends = [(where.distance(at), link, end) for link, end, at in marks.end_handles()]
    distance, link, end = min(ends, default=(grasp + 1.0, "", "source"))
    if distance > grasp:
        return None
    signs = (where.distance(figure.sign) for figure in near.values() if figure.sign is not None)
    return None if min(signs, default=grasp + 1.0) < distance else Hit("links", link, end)


def _line_at(near: dict[Key, RecordFigure], owner: Owner, where: Point, slop: float) -> str | None:
    lines = [
        (distance_to(figure.outline, where), figure.id)
        for figure in near.values()
        if figure.owner == owner and figure.primitives
    ]
    distance, line = min(lines, default=(slop + 1.0, ""))
    return line if distance <= slop + 1e-9 else None


def _empty_ring_at(
    sheet: Sheet, near: dict[Key, RecordFigure], where: Point, slop: float
) -> str | None:
    """The empty wheel whose ring is drawn at a point."""
    flywheel = sheet.flywheel
    for owner, key in near:
        wheel = flywheel.wheels.get(key) if owner == "wheels" else None
        if wheel is None or len(flywheel.wheels) < 2 or flywheel.factors_of.get(key):
            continue
        if abs(where.distance(Point(wheel.x, wheel.y)) - wheel.radius) <= slop:
            return key
    return None


def _small_at(near: dict[Key, RecordFigure], where: Point, grasp: float) -> Hit | None:
    """A factor or badge that is drawn smaller than a target, hit beside it."""
    close = [
        (where.distance(figure.box.center), figure)
        for figure in near.values()
        if figure.owner in _AREAS
        and figure.primitives
        and min(figure.box.width, figure.box.height) < 2 * grasp
    ]
    if not close:
        return None
    distance, figure = min(close, key=lambda pair: pair[0])
    return _hit_area(figure) if distance <= grasp else None
