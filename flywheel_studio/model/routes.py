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
# Two factors that are alone on their ring are joined clockwise, if not by more of it than this.
_MOST_OF_A_RING: Final = 240.0
# A link past others on their ring keeps so far inside of it, paper units.
_INSIDE_RING: Final = 76.0
_MOST_INSIDE: Final = 0.3


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
    if along is not None:
        # Of two factors on a ring each link has a half of it to itself.
        beside = [o for o in siblings if _is_on_one_side(link, along, o, ring_follow(flywheel, o))]
        if beside[0].id == link.id:
            return along
        rank = beside.index(link)
        # The ring itself is taken: this one runs beside it, further in with every sibling.
        inward = -math.copysign(1.0, along)
        return inward * (_BESIDE_RING + _PARALLEL_STEP * max(rank - 1, 0))
    if len(siblings) > 1:
        if all(other.source == link.source for other in siblings):
            return _PARALLEL_STEP * (rank - (len(siblings) - 1) / 2)
        return _GENTLE + _PARALLEL_STEP * (sum(o.source == link.source for o in siblings[:rank]))
    return _away_from_middle(flywheel, link)


def _is_on_one_side(link: Link, along: float, other: Link, its: float | None) -> bool:
    """Whether two links between the same ends follow the same part of their ring."""
    if its is None:
        return False
    return (along > 0) == (its > 0 if link.source == other.source else its < 0)


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
    order = ring_order(flywheel, wheel)
    clockwise = turn <= (_MOST_OF_A_RING if len(order.stands) == 2 else 180.0 + 1e-6)
    if not order.is_alone_between(begin, end, clockwise=clockwise):
        return None
    return ring_bend(turn) if clockwise else -ring_bend(360.0 - turn)


def _away_from_middle(flywheel: Flywheel, link: Link) -> float:
    """A gentle bulge away from the middle of the wheel; straight to and from a hub.

    Past a few neighbours on the ring it runs flatter, or hollow, so as not to run through them.
    """
    source, target = flywheel.factors[link.source], flywheel.factors[link.target]
    wheel = flywheel.wheels.get(source.wheel or "")
    if wheel is None or HUB in (source.role, target.role) or source.wheel != target.wheel:
        return 0.0
    start, end = place_of(flywheel, source), place_of(flywheel, target)
    left = end.minus(start).unit.left
    outward = start.towards(end, 0.5).minus(Point(wheel.x, wheel.y))
    side = left.x * outward.x + left.y * outward.y
    if abs(side) <= 1.0:
        return _GENTLE
    bulge = _GENTLE
    if on_the_ring(flywheel, source, wheel) and on_the_ring(flywheel, target, wheel):
        flat = (wheel.radius - abs(side) - _INSIDE_RING) / start.distance(end)
        # Much less than there is room for: several from one factor fan out and do not cross.
        bulge = min(flat / 4, _GENTLE) if flat > 0 else max(flat, -_MOST_INSIDE)
    return math.copysign(1.0, side) * bulge
