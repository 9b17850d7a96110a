"""A wheel that is moved as a whole, by its title."""

from __future__ import annotations

from flywheel_studio.commands.wheels import move_wheel
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide
from flywheel_studio.interaction.label_edit import short
from flywheel_studio.interaction.limits import SNAP_PX
from flywheel_studio.interaction.snapping import Snapping
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr


class WheelDrag:
    """Its middle comes to rest in line with those of other wheels. Ctrl suspends that."""

    def __init__(self, bench: Bench, wheel: str, start: Point) -> None:
        flywheel = bench.editor.flywheel
        record = flywheel.wheels[wheel]
        self._bench = bench
        self._wheel = wheel
        self._start = start
        self._origin = Point(record.x, record.y)
        others = (Point(w.x, w.y) for w in flywheel.wheels.values() if w.id != wheel)
        self._snapping = Snapping(others, None)
        self._guides: tuple[Guide, ...] = ()
        self._gesture = bench.editor.gesture(tr("Move {wheel}", wheel=short(record.title)))
        bench.held = frozenset(factor.id for factor in flywheel.factors_of.get(wheel, ()))

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        hint = tr("The whole wheel moves. Ctrl suspends snapping. Escape gives up.")
        return Feedback(cursor="move", guides=self._guides, hint=hint)

    def move(self, event: PointerEvent) -> None:
        by = event.where.minus(self._start)
        self._guides = ()
        if event.shift:
            by = Point(by.x, 0.0) if abs(by.x) >= abs(by.y) else Point(0.0, by.y)
        elif not event.ctrl:
            place, self._guides = self._snapping.rest(self._origin.plus(by), SNAP_PX / event.zoom)
            by = place.minus(self._origin)
        self._bench.preview(self._gesture, lambda flywheel: move_wheel(flywheel, self._wheel, by))

    def finish(self) -> None:
        self._bench.held = frozenset()
        self._gesture.commit()

    def cancel(self) -> None:
        self._bench.held = frozenset()
        self._gesture.cancel()
