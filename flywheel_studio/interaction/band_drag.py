"""A band that is turned about its wheel, or stretched by one of its ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from flywheel_studio.commands.bands import GAP, LEAST, stretch_band, turn_band
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_between, angle_of, on_ring
from flywheel_studio.interaction.events import PointerEvent
from flywheel_studio.interaction.feedback import Feedback, Guide
from flywheel_studio.interaction.limits import SNAP_PX, TURN
from flywheel_studio.interaction.tool import Bench
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, places
from flywheel_studio.model.records import Wheel

# An end is taken within half a target of it, also while its handle does not show.
_END_PX: Final = 16.0
_FULL: Final = 360.0
# Nearer to the middle than this share of the ring, a factor stands at no angle of it.
_INSIDE: Final = 0.3
_SAME: Final = 0.5  # degrees


class BandDrag:
    """Ends rest at factors and half-way between them, at steps of 15° and beside other bands.

    Shift keeps to the steps, Ctrl suspends all of it. An end that is pulled past the other stops
    there: a band never jumps round the wheel.
    """

    def __init__(self, bench: Bench, band: str, event: PointerEvent) -> None:
        flywheel = bench.editor.flywheel
        record = flywheel.bands[band]
        wheel = flywheel.wheels[record.wheel]
        self._bench = bench
        self._band = band
        self._center = Point(wheel.x, wheel.y)
        self._radius = event.where.distance(self._center)
        self._from = record.from_angle
        self._length = (record.to_angle - record.from_angle) % _FULL or _FULL
        self._at = angle_of(self._center, event.where)
        self._turned = 0.0
        self._end = self._taken(event)
        self._factors = dict(_factor_angles(flywheel, wheel))
        self._rests = (
            *self._factors.values(),
            *_between(self._factors.values()),
            *(
                angle
                for other in flywheel.bands.values()
                if other.wheel == record.wheel and other.id != band
                for angle in (other.to_angle + GAP, other.from_angle - GAP)
            ),
        )
        self._guides: tuple[Guide, ...] = ()
        self._lit: frozenset[str] = frozenset()
        self._gesture = bench.editor.gesture(
            tr("Turn band") if self._end == "" else tr("Stretch band")
        )

    @property
    def is_alive(self) -> bool:
        return self._gesture.is_open

    @property
    def feedback(self) -> Feedback:
        hint = tr("It rests at factors and between them. Ctrl suspends that, Escape gives up.")
        return Feedback(cursor="bend", guides=self._guides, lit=self._lit, hint=hint)

    def move(self, event: PointerEvent) -> None:
        angle = angle_of(self._center, event.where)
        # Followed step by step: past half a turn an angle alone does not say which way it came.
        self._turned += _signed(angle - self._at)
        self._at = angle
        self._guides, self._lit = (), frozenset()
        end, turned = self._end, self._turned
        if not end:
            by = self._rest(self._from + turned, event)
            if not self._guides:
                by = self._rest(self._from + self._length + turned, event)
            self._preview(lambda now: turn_band(now, self._band, turned + by))
            return
        wanted = self._from + (self._length if end == "to" else 0.0) + turned
        turned += self._rest(wanted, event)
        length = self._length + (turned if end == "to" else -turned)
        length = min(max(length, LEAST), _FULL)
        angle = self._from + length if end == "to" else self._from + self._length - length
        self._preview(lambda now: stretch_band(now, self._band, end, angle))

    def finish(self) -> None:
        self._gesture.commit()

    def cancel(self) -> None:
        self._gesture.cancel()

    def _preview(self, command: Callable[[Flywheel], Flywheel]) -> None:
        self._bench.preview(self._gesture, command)

    def _taken(self, event: PointerEvent) -> str:
        """The end that the hand is on; "" for the middle."""
        if event.under is not None and event.under.part in ("from", "to"):
            return event.under.part
        for name, angle in (("from", self._from), ("to", self._from + self._length)):
            at = on_ring(self._center, self._radius, angle)
            if at.distance(event.where) * event.zoom <= _END_PX:
                return name
        return ""

    def _rest(self, angle: float, event: PointerEvent) -> float:
        """How far on the nearest rest is, degrees; 0 where nothing pulls."""
        if event.ctrl:
            return 0.0
        step = round(angle / TURN) * TURN
        rests = (step,) if event.shift else (step, *self._rests)
        nearest = min(rests, key=lambda rest: angle_between(rest, angle))
        here, there = (on_ring(self._center, self._radius, each) for each in (angle, nearest))
        if not event.shift and here.distance(there) * event.zoom > SNAP_PX:
            return 0.0
        self._guides = (Guide(self._center, there),)
        self._lit = frozenset(
            key for key, at in self._factors.items() if angle_between(at, nearest) < _SAME
        )
        return _signed(nearest - angle)


def _factor_angles(flywheel: Flywheel, wheel: Wheel) -> Iterator[tuple[str, float]]:
    """At which angle each factor of a wheel stands; the ones in the middle stand at none."""
    where = places(flywheel)
    center = Point(wheel.x, wheel.y)
    for factor in flywheel.factors_of.get(wheel.id, ()):
        at = where[factor.id]
        if factor.role != HUB and at.distance(center) > _INSIDE * wheel.radius:
            yield factor.id, angle_of(center, at)


def _between(angles: Iterable[float]) -> Iterator[float]:
    """Half-way between each two that follow each other: where one stage ends and the next begins."""
    around = sorted(angles)
    for number, angle in enumerate(around):
        following = around[(number + 1) % len(around)]
        yield angle + ((following - angle) % _FULL or _FULL) / 2


def _signed(angle: float) -> float:
    """An angle between -180 and 180 degrees."""
    return (angle + 180.0) % _FULL - 180.0
