"""Which way a link runs that has no bend of its own: the rules, without shapes or strokes.

Neighbours on a ring are joined along the ring itself. Everything here depends only on the link,
its two factors, their wheel and the links beside it, so that moving a factor moves few links. The
drawing follows these rules, and a layout command asks them what it will get.
"""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.geometry.curve import ring_bend
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, place_of
from flywheel_studio.model.records import Link
from flywheel_studio.model.ring_order import angle_on, on_the_ring, ring_order

_GENTLE: Final = 0.13
_PARALLEL_STEP: Final = 0.24
_BESIDE_RING: Final = 0.10


def automatic_bend(flywheel: Flywheel, link: Link) -> float:
    """The bend of a link that has none of its own, as a share of its chord; 0 for a self-link."""
    if link.source == link.target:
        return 0.0
    siblings = [
        other
        for other in flywheel.links_of[link.source]
        if {other.source, other.target} == {link.source, link.target}
    ]
    rank = next(i for i, other in enumerate(siblings) if other.id == link.id)
    along = ring_follow(flywheel, link)
    first_along = next((o.id for o in siblings if ring_follow(flywheel, o) is not None), None)
    if along is not None:
        if first_along == link.id:
            return along
        # The ring itself is taken: this one runs beside it, further in with every sibling.
        inward = -math.copysign(1.0, along)
        return inward * (_BESIDE_RING + _PARALLEL_STEP * max(rank - 1, 0))
    if len(siblings) > 1:
        if all(other.source == link.source for other in siblings):
            return _PARALLEL_STEP * (rank - (len(siblings) - 1) / 2)
        return _GENTLE + _PARALLEL_STEP * (sum(o.source == link.source for o in siblings[:rank]))
    return _away_from_middle(flywheel, link)


def ring_follow(flywheel: Flywheel, link: Link) -> float | None:
    """The bend that lays a link on its ring; None unless it joins neighbours on one ring."""
    source, target = flywheel.factors[link.source], flywheel.factors[link.target]
    wheel = flywheel.wheels.get(source.wheel or "")
    if wheel is None or source.wheel != target.wheel or source.id == target.id:
        return None
    if not (on_the_ring(flywheel, source, wheel) and on_the_ring(flywheel, target, wheel)):
        return None
    begin, end = angle_on(flywheel, source, wheel), angle_on(flywheel, target, wheel)
    turn = (end - begin) % 360.0
    if turn < 1.0 or turn > 359.0:
        return None
    clockwise = turn <= 180.0 + 1e-6
    if not ring_order(flywheel, wheel).is_alone_between(begin, end, clockwise=clockwise):
        return None
    return ring_bend(turn) if clockwise else -ring_bend(360.0 - turn)


def _away_from_middle(flywheel: Flywheel, link: Link) -> float:
    """A gentle bulge away from the middle of the wheel; straight to and from a hub."""
    source, target = flywheel.factors[link.source], flywheel.factors[link.target]
    wheel = flywheel.wheels.get(source.wheel or "")
    if wheel is None or HUB in (source.role, target.role) or source.wheel != target.wheel:
        return 0.0
    start, end = place_of(flywheel, source), place_of(flywheel, target)
    left = end.minus(start).unit.left
    outward = start.towards(end, 0.5).minus(Point(wheel.x, wheel.y))
    side = left.x * outward.x + left.y * outward.y
    return math.copysign(_GENTLE, side) if abs(side) > 1.0 else _GENTLE
