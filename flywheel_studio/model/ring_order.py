"""Who stands next to whom on a ring.

Worked out once for each snapshot and carried over to the next one where a few factors were moved:
looking at every factor of a ring for every link on it, or at each step of a drag, took seconds from
some hundred factors on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_of
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, place_of
from flywheel_studio.model.records import Factor, Wheel

# Further off its ring than this a factor no longer counts as standing on it, paper units.
RING_TOLERANCE: Final = 14.0
# Nearer to each other than this two factors stand at one angle of their ring, degrees.
SAME_ANGLE: Final = 1e-6
_KEPT: Final = "_ring_orders"


class RingOrder(Struct):
    """The factors on one ring by their angles, clockwise from twelve o'clock; equal ones by id."""

    stands: list[tuple[float, str]]

    def is_alone_between(self, source: float, target: float, *, clockwise: bool) -> bool:
        """Whether two factors at these angles have nobody between them, going one way round.

        Who stands where the way begins going clockwise is in it: that is one factor, the source.
        """
        if clockwise:
            return self._count(self._first(source), self._first(target)) <= 1
        return self._count(self._after(target), self._first(source)) == 0

    def beside(self, angle: float, but: str) -> set[str]:
        """Those next to an angle on either side and those at it, `but` one."""
        return {key for turn in (1, -1) for key in self._next(angle, turn) if key != but}

    def _next(self, angle: float, turn: int) -> Iterator[str]:
        """Going one way round: those at the angle, and those at the first other one."""
        stands, begin = self.stands, self._first(angle)
        first: float | None = None
        for step in range(len(stands)):
            at, key = stands[(begin + (step if turn > 0 else -1 - step)) % len(stands)]
            away = (at - angle) * turn % 360.0
            if SAME_ANGLE < away < 360.0 - SAME_ANGLE:
                if first is not None and away > first + SAME_ANGLE:
                    return
                first = away if first is None else first
            yield key

    def _first(self, angle: float) -> int:
        return bisect_left(self.stands, (angle, ""))

    def _after(self, angle: float) -> int:
        return bisect_right(self.stands, angle, key=_angle)

    def _count(self, first: int, end: int) -> int:
        return (end - first) % len(self.stands)


def ring_order(flywheel: Flywheel, wheel: Wheel) -> RingOrder:
    """The order on the ring of one of the wheels."""
    known: dict[str, RingOrder] = flywheel.__dict__.setdefault(_KEPT, {})
    order = known.get(wheel.id)
    if order is None:
        order = known[wheel.id] = RingOrder(
            sorted(
                (angle_on(flywheel, factor, wheel), factor.id)
                for factor in flywheel.factors_of[wheel.id]
                if on_the_ring(flywheel, factor, wheel)
            )
        )
    return order


def carry_ring_orders(before: Flywheel, after: Flywheel, change: Change) -> None:
    """Let `after` know the orders that `before` knew, with those moved that `change` moves."""
    known: dict[str, RingOrder] = before.__dict__.get(_KEPT, {})
    kept: dict[str, RingOrder] = after.__dict__.setdefault(_KEPT, {})
    if not known or kept or before.wheels is not after.wheels or change.orders:
        return
    pairs = [(was, now) for _, was, now in change.pairs("factors")]
    if not all(_is_a_move(was, now) for was, now in pairs):
        return
    for key, order in known.items():
        moved = [(was, now) for was, now in pairs if now.wheel == key]
        kept[key] = _moved(order, before, after, after.wheels[key], moved) if moved else order


def on_the_ring(flywheel: Flywheel, factor: Factor, wheel: Wheel) -> bool:
    """Whether a factor stands on its wheel's ring (a hub never does)."""
    if factor.role == HUB:
        return False
    distance = place_of(flywheel, factor).distance(Point(wheel.x, wheel.y))
    return abs(distance - wheel.radius) <= RING_TOLERANCE


def angle_on(flywheel: Flywheel, factor: Factor, wheel: Wheel) -> float:
    """The angle at which a factor stands, seen from the middle of its wheel."""
    return angle_of(Point(wheel.x, wheel.y), place_of(flywheel, factor))


def _moved(
    order: RingOrder,
    before: Flywheel,
    after: Flywheel,
    wheel: Wheel,
    moved: list[tuple[Factor, Factor]],
) -> RingOrder:
    stands = list(order.stands)
    for was, _ in moved:
        if on_the_ring(before, was, wheel):
            del stands[bisect_left(stands, (angle_on(before, was, wheel), was.id))]
    for _, now in moved:
        if on_the_ring(after, now, wheel):
            stand = (angle_on(after, now, wheel), now.id)
            stands.insert(bisect_left(stands, stand), stand)
    return RingOrder(stands)


def _is_a_move(was: Factor | None, now: Factor | None) -> bool:
    """Whether one factor is another only where it stands, so that no other one is moved by it."""
    if was is None or now is None:
        return False
    return (was.wheel, was.role) == (now.wheel, now.role) and None not in (
        was.x,
        was.y,
        now.x,
        now.y,
    )


def _angle(stand: tuple[float, str]) -> float:
    return stand[0]
