"""Lets factors glide to where the document has put them; what a hand holds is there at once.

The document changes in one step. What is shown meanwhile is a flywheel of its own, with the places
in between, so that links, bands and badges follow by the same rules as ever. On a ring a factor
glides along it. A wheel that folds draws its ring together first, one that opens spreads it out.
Nothing of this is ever saved, exported or undone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, QTimer

from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_of, on_ring
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import FOLDED, is_folded
from flywheel_studio.model.placement import place_of
from flywheel_studio.model.records import Factor, Wheel

MILLISECONDS: Final = 280
_FRAME: Final = 16
# A frame of 12 gliding factors with their links takes 5 ms of a processor, of 24 all 16 of a frame.
# More stand there at once, and so does the rest of a glide that stutters on a busy machine.
MOST: Final = 20
_STUTTER: Final = 50
_FELT: Final = 0.5
_ON_RING: Final = 14.0


class Leg(Struct, frozen=True):
    """One factor's way. With a `center` it runs along a ring, `turn` degrees from `angle`."""

    began: int
    start: Point
    end: Point
    center: Point | None = None
    angle: float = 0.0
    turn: float = 0.0

    def at(self, share: float) -> Point:
        if self.center is None:
            return self.start.towards(self.end, share)
        near, far = self.start.distance(self.center), self.end.distance(self.center)
        return on_ring(self.center, near + (far - near) * share, self.angle + self.turn * share)


class Glide(QObject):
    """What glides now. `show` is called with each flywheel to be shown, the last one the true one.

    `may_move` says whether things may move by themselves; `held` names what a hand holds.
    """

    def __init__(self, show: Callable[[Flywheel], None], parent: QObject) -> None:
        super().__init__(parent)
        self.may_move: Callable[[], bool] = _never
        self.held: Callable[[], frozenset[str]] = _nobody
        self._show = show
        self._goal: Flywheel | None = None
        self._legs: dict[str, Leg] = {}
        self._wheels: dict[str, tuple[int, Wheel]] = {}
        # When a wheel began to fold (True) or to open.
        self._folds: dict[str, tuple[int, bool]] = {}
        self._clock = QElapsedTimer()
        self._clock.start()
        self._easing = QEasingCurve(QEasingCurve.Type.InOutCubic)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._on_frame)

    @property
    def goal(self) -> Flywheel | None:
        """The flywheel at the end of the way; None where nothing glides."""
        return self._goal

    def begin(self, shown: Flywheel, goal: Flywheel, change: Change) -> Flywheel | None:
        """The document has changed: what to show now.

        Args:
            change: from the document before to `goal`.

        Returns:
            a flywheel with places in between; None where `goal` itself is to be shown.
        """
        now = self._clock.elapsed()
        held = self.held() if self.may_move() else None
        if held is None:
            self.stop()
            return None
        self._legs = {
            key: leg for key, leg in self._legs.items() if key in goal.factors and key not in held
        }
        self._wheels = {key: way for key, way in self._wheels.items() if key in goal.wheels}
        for key, before, after in change.pairs("wheels"):
            if before is None or after is None or _ring_of(before) == _ring_of(after):
                continue
            if {factor.id for factor in goal.factors_of.get(key, ())} <= held:
                self._wheels.pop(key, None)
            else:
                self._wheels[key] = (now, shown.wheels.get(key, before))
        self._folds = {key: way for key, way in self._folds.items() if key in goal.wheels}
        for key, before, after in change.pairs("wheels"):
            if before is not None and after is not None and is_folded(before) != is_folded(after):
                self._fold(shown, goal, key, now)
        for key, before, after in change.pairs("factors"):
            if before is None or after is None or key in held or key not in shown.factors:
                self._legs.pop(key, None)
            elif (before.x, before.y) != (after.x, after.y):
                self._set_out(shown, goal, key, now)
        if not self._legs or len(self._legs) > MOST:
            self.stop()
            return None
        self._goal = goal
        self._timer.start()
        return self._between(goal, now)

    def finish(self) -> None:
        """Everything is where it belongs, at once."""
        goal = self._goal
        self.stop()
        if goal is not None:
            self._show(goal)

    def stop(self) -> None:
        self._timer.stop()
        self._legs.clear()
        self._wheels.clear()
        self._folds.clear()
        self._goal = None

    def _set_out(self, shown: Flywheel, goal: Flywheel, key: str, now: int) -> None:
        before, after = shown.factors[key], goal.factors[key]
        start, end = place_of(shown, before), place_of(goal, after)
        if start.distance(end) < _FELT:
            self._legs.pop(key, None)
            return
        wheel = goal.wheels.get(after.wheel or "")
        was = shown.wheels.get(after.wheel or "")
        is_still = wheel is not None and was is not None and (was.x, was.y) == (wheel.x, wheel.y)
        if (
            wheel is None
            or was is None
            or not (is_still and _is_on(was, start) and _is_on(wheel, end))
        ):
            self._legs[key] = Leg(now, start, end)
            return
        center = Point(wheel.x, wheel.y)
        angle = angle_of(center, start)
        turn = (angle_of(center, end) - angle + 180.0) % 360.0 - 180.0
        self._legs[key] = Leg(now, start, end, center, angle, turn)

    def _fold(self, shown: Flywheel, goal: Flywheel, key: str, now: int) -> None:
        wheel, was = goal.wheels[key], shown.wheels.get(key, goal.wheels[key])
        center = Point(wheel.x, wheel.y)
        for factor in goal.factors_of.get(key, ()):
            if factor.id not in shown.factors:
                continue  # new in the same step: it comes where it belongs
            here = center if is_folded(was) else place_of(shown, shown.factors[factor.id])
            end = center if is_folded(wheel) else place_of(goal, factor)
            self._legs[factor.id] = Leg(now, here, end)
        self._folds[key] = (now, is_folded(wheel))

    def _between(self, goal: Flywheel, now: int) -> Flywheel:
        factors: list[Factor] = []
        for key, leg in self._legs.items():
            at = leg.at(self._share(leg.began, now))
            factors.append(replace(goal.factors[key], x=at.x, y=at.y))
        shown = goal.with_records("factors", factors)
        wheels: list[Wheel] = []
        for key, (began, was) in self._wheels.items():
            share, there = self._share(began, now), goal.wheels[key]
            at = Point(was.x, was.y).towards(Point(there.x, there.y), share)
            radius = was.radius + (there.radius - was.radius) * share
            wheels.append(replace(there, x=at.x, y=at.y, radius=radius))
        for key, (began, is_folding) in self._folds.items():
            share = self._share(began, now)
            if share < 1.0:
                wheel = shown.wheels[key]
                style = {name: value for name, value in wheel.style.items() if name != FOLDED}
                left = 1.0 - share if is_folding else share
                wheels.append(replace(wheel, style=style, radius=max(wheel.radius * left, 1.0)))
        return shown.with_records("wheels", wheels) if wheels else shown

    def _share(self, began: int, now: int) -> float:
        return float(self._easing.valueForProgress(min((now - began) / MILLISECONDS, 1.0)))

    def _on_frame(self) -> None:
        now, goal = self._clock.elapsed(), self._goal
        legs = {key: leg for key, leg in self._legs.items() if now - leg.began < MILLISECONDS}
        if goal is None or not legs:
            self.finish()
            return
        self._legs = legs
        self._show(self._between(goal, now))
        if self._clock.elapsed() - now > _STUTTER:
            self.finish()


def _is_on(wheel: Wheel, place: Point) -> bool:
    return abs(place.distance(Point(wheel.x, wheel.y)) - wheel.radius) <= _ON_RING


def _ring_of(wheel: Wheel) -> tuple[float, float, float]:
    return wheel.x, wheel.y, wheel.radius


def _never() -> bool:
    return False


def _nobody() -> frozenset[str]:
    return frozenset()
