"""A band that is turned about its wheel, or stretched by one of its ends."""

from __future__ import annotations

from typing import Final

from flywheel_studio.commands.bands import GAP, stretch_band, turn_band
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_between, angle_of, on_ring
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide
from flywheel_studio.interaction.limits import SNAP_PX, TURN
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel

# An end is taken within half a target of it.
_END_PX: Final = 16.0


class BandDrag:
    """Ends rest at steps of 15° and beside the ends of other bands. Ctrl suspends that."""

    def __init__(self, bench: Bench, band: str, event: PointerEvent) -> None:
        flywheel = bench.editor.flywheel
        record = flywheel.bands[band]
        wheel = flywheel.wheels[record.wheel]
        self._bench = bench
        self._band = band
        self._center = Point(wheel.x, wheel.y)
        self._radius = event.where.distance(self._center)
        self._from = record.from_angle
        self._begin = angle_of(self._center, event.where)
        self._end = self._taken(event, record.from_angle, record.to_angle)
        self._rests = tuple(
            angle
            for other in flywheel.bands.values()
            if other.wheel == record.wheel and other.id != band
            for angle in (other.to_angle + GAP, other.from_angle - GAP)
        )
        self._guides: tuple[Guide, ...] = ()
        self._gesture = bench.editor.gesture(
            tr("Turn band") if self._end == "" else tr("Stretch band")
        )

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        hint = tr("Drag an end to stretch the band, its middle to turn it. Escape gives up.")
        return Feedback(cursor="move", guides=self._guides, hint=hint)

    def move(self, event: PointerEvent) -> None:
        angle = angle_of(self._center, event.where)
        self._guides = ()
        if self._end:
            wanted = self._rest(angle, event)
            self._bench.preview(
                self._gesture, lambda now: stretch_band(now, self._band, self._end, wanted)
            )
            return
        begin = self._rest(self._from + angle - self._begin, event)

        def command(flywheel: Flywheel) -> Flywheel:
            return turn_band(flywheel, self._band, begin - self._from)

        self._bench.preview(self._gesture, command)

    def finish(self) -> None:
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()

    def _taken(self, event: PointerEvent, begin: float, end: float) -> str:
        """The end that the hand is on; "" for the middle."""
        for name, angle in (("from", begin), ("to", end)):
            at = on_ring(self._center, self._radius, angle)
            if at.distance(event.where) * event.zoom <= _END_PX:
                return name
        return ""

    def _rest(self, angle: float, event: PointerEvent) -> float:
        if event.ctrl:
            return angle
        step = round(angle / TURN) * TURN
        if event.shift:
            return step
        nearest = min((step, *self._rests), key=lambda rest: angle_between(rest, angle))
        here, there = (on_ring(self._center, self._radius, each) for each in (angle, nearest))
        if here.distance(there) * event.zoom > SNAP_PX:
            return angle
        self._guides = (Guide(self._center, there),)
        return nearest
