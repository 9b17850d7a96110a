"""Where on a folded wheel its links begin and end, so that those from one direction run apart.

A factor has few links and each its own neighbour; a folded wheel gathers those of many factors.
What comes from about one direction is spread across the pill, in the order in which it comes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import Item, bundle_of, end_of, folded_wheels
from flywheel_studio.model.placement import places

# Nearer to each other than this, two directions count as one, degrees.
_ALIKE: Final = 32.0
_SPACING: Final = 17.0
# No link aims further from the middle than this, so that it always aims into the pill.
_MOST_X: Final = 58.0
_MOST_Y: Final = 15.0
_KEPT: Final = "_folded_ports"
_NOWHERE: Final = Point(0.0, 0.0)


def port_of(flywheel: Flywheel, end: str, other: str) -> Point:
    """How far from the middle of its folded wheel a link aims, paper units; 0 at a factor.

    Args:
        end, other: the factors at the end that is asked about, and at the other end.
    """
    if not folded_wheels(flywheel):
        return _NOWHERE
    return _ports(flywheel).get((end_of(flywheel, end), end_of(flywheel, other)), _NOWHERE)


def _ports(flywheel: Flywheel) -> Mapping[tuple[Item, Item], Point]:
    known: Mapping[tuple[Item, Item], Point] | None = flywheel.__dict__.get(_KEPT)
    if known is None:
        where = places(flywheel)
        partners: dict[Item, dict[Item, None]] = {}
        for link in flywheel.links.values():
            if bundle_of(flywheel, link.id) is not None:
                ends = end_of(flywheel, link.source), end_of(flywheel, link.target)
                for end, other in (ends, ends[::-1]):
                    if end[0] == "wheels":
                        partners.setdefault(end, {})[other] = None
        found: dict[tuple[Item, Item], Point] = {}
        for end, others in partners.items():
            at = _place(flywheel, end, where)
            angles = {other: _angle(at, _place(flywheel, other, where)) for other in others}
            for group in _alike(angles):
                found.update(((end, other), port) for other, port in _spread(group, angles).items())
        known = flywheel.__dict__[_KEPT] = found
    return known


def _place(flywheel: Flywheel, item: Item, where: Mapping[str, Point]) -> Point:
    if item[0] == "factors":
        return where[item[1]]
    wheel = flywheel.wheels[item[1]]
    return Point(wheel.x, wheel.y)


def _angle(at: Point, there: Point) -> float:
    """Degrees, clockwise from the right, 0 to 360."""
    return math.degrees(math.atan2(there.y - at.y, there.x - at.x)) % 360.0


def _alike(angles: Mapping[Item, float]) -> list[list[Item]]:
    """Groups of about one direction, each in order clockwise."""
    order = sorted(angles, key=lambda item: (angles[item], item))
    gaps = [(angles[order[i]] - angles[order[i - 1]]) % 360.0 for i in range(len(order))]
    # Begun at the widest gap no group runs over the end of the list.
    first = max(range(len(order)), key=lambda i: (gaps[i], -i))
    groups: list[list[Item]] = []
    for step in range(len(order)):
        index = (first + step) % len(order)
        if step == 0 or gaps[index] > _ALIKE:
            groups.append([])
        groups[-1].append(order[index])
    return groups


def _spread(group: list[Item], angles: Mapping[Item, float]) -> dict[Item, Point]:
    """The ports of one group, across its mean direction."""
    if len(group) < 2:
        return {}
    turned = [math.radians(angles[item]) for item in group]
    mean = math.atan2(sum(map(math.sin, turned)), sum(map(math.cos, turned)))
    across = Point(-math.sin(mean), math.cos(mean))
    reach = _SPACING * (len(group) - 1) / 2
    fits = min(
        (most / (reach * abs(part)) for most, part in zip((_MOST_X, _MOST_Y), across, strict=True)
         if abs(part) > 1e-9),
        default=1.0,
    )  # fmt: skip
    step = _SPACING * min(fits, 1.0)
    return {
        item: across.times(step * (number - (len(group) - 1) / 2))
        for number, item in enumerate(group)
    }
