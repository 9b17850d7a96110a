"""The slots of a ring that is alive: one factor travels, the others make room at equal spacing.

The slots are those on which the ring stands already, so that a factor that is put back where it
was leaves everything where it was. The factors keep their order round the ring.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from flywheel_studio.commands.arrange import ring_order
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import angle_between, angle_of, on_ring
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, places

# Nearer to its slot than this a factor counts as standing on it; degrees.
_EVEN: Final = 1.5
# A fuller ring is a crowd: its factors do not give way one by one.
_MOST: Final = 60


class RingSlots(Struct, frozen=True):
    """The ring on which `factor` travels. `others` stand at `angles`, clockwise from twelve.

    `is_even`: nobody moves before the factor has passed half of the way to a neighbour.
    """

    factor: str
    center: Point
    radius: float
    first_angle: float
    others: tuple[str, ...]
    angles: tuple[float, ...]
    is_even: bool

    @property
    def count(self) -> int:
        return len(self.others) + 1

    def angle(self, slot: int) -> float:
        """Degrees."""
        return (self.first_angle + 360.0 * slot / self.count) % 360.0

    def nearest(self, point: Point) -> int:
        """The slot nearest to the direction of a point."""
        turned = (angle_of(self.center, point) - self.first_angle) % 360.0
        return round(turned * self.count / 360.0) % self.count

    def places(self, slot: int) -> Mapping[str, Point]:
        """Where everyone stands when the factor takes a slot: the others move as little as can be."""
        free = [(slot + step) % self.count for step in range(1, self.count)]
        count = len(self.others)
        best = min(
            range(count),
            key=lambda shift: sum(
                angle_between(self.angle(taken), self.angles[(shift + number) % count])
                for number, taken in enumerate(free)
            ),
            default=0,
        )
        to = {self.factor: on_ring(self.center, self.radius, self.angle(slot))}
        for number, taken in enumerate(free):
            other = self.others[(best + number) % count]
            to[other] = on_ring(self.center, self.radius, self.angle(taken))
        return to


def ring_slots(flywheel: Flywheel, factor: str) -> RingSlots | None:
    """The ring on which a factor can travel; None for a hub, a crowd, or one alone on its ring.

    A factor that stands elsewhere gets a slot of its own, where the ring is evenly spaced.
    """
    record = flywheel.factors[factor]
    order = ring_order(flywheel, record.wheel)
    others = tuple(key for key in order if key != factor)
    if record.role == HUB or not others or len(others) >= _MOST:
        return None
    wheel = flywheel.wheels.get(record.wheel or "")
    is_on_it = factor in order
    if wheel is None or (not is_on_it and not is_even(flywheel, order)):
        return None
    center = Point(wheel.x, wheel.y)
    where = places(flywheel)
    angles = tuple(angle_of(center, where[key]) for key in others)
    anchor = wheel.start if wheel.start in others else others[0]
    rank = order.index(anchor)
    count = len(others) + 1
    return RingSlots(
        factor=factor,
        center=center,
        radius=wheel.radius,
        first_angle=(angles[others.index(anchor)] - 360.0 * rank / count) % 360.0,
        others=others,
        angles=angles,
        is_even=is_even(flywheel, order),
    )


def take_slot(flywheel: Flywheel, slots: RingSlots, slot: int) -> Flywheel:
    """The flywheel with the travelling factor on a slot and the others on theirs."""
    return move_factors(flywheel, slots.places(slot))


def is_even(flywheel: Flywheel, order: Collection[str]) -> bool:
    """Whether these factors of one ring, in their order, are equally spaced round it."""
    if len(order) < 2:
        return True
    where = places(flywheel)
    first = flywheel.factors[next(iter(order))]
    wheel = flywheel.wheels.get(first.wheel or "")
    center = Point(wheel.x, wheel.y) if wheel is not None else Point(0.0, 0.0)
    begin = angle_of(center, where[first.id])
    step = 360.0 / len(order)
    return all(
        angle_between(angle_of(center, where[key]), begin + step * number) <= _EVEN
        for number, key in enumerate(order)
    )


def closed_up(before: Flywheel, after: Flywheel) -> Flywheel:
    """`after`, with every ring from which factors have gone evenly spaced again.

    Only a ring that was even before is: what a person placed by hand stays. Where one stood at
    twelve o'clock, the next one in the story stands there then.
    """
    for wheel in after.wheels.values():
        was = ring_order(before, wheel.id)
        now = [key for key in was if key in after.factors]
        if len(now) == len(was) or len(now) < 2 or not is_even(before, was):
            continue
        center = Point(wheel.x, wheel.y)
        where = places(before)
        begin = angle_of(center, where[was[0]])
        if angle_between(begin, 0.0) > _EVEN:
            begin = angle_of(center, where[now[0]])
        step = 360.0 / len(now)
        after = move_factors(
            after,
            {
                key: on_ring(center, wheel.radius, begin + step * number)
                for number, key in enumerate(now)
            },
        )
    return after
