"""Where each factor stands: its own coordinates, or the slot that its wheel's layout gives it.

Factors without coordinates share their wheel's ring in file order from its start at twelve
o'clock; hubs without coordinates stand in the middle.
"""

from __future__ import annotations

from collections.abc import Mapping

from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring, slot_angles
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import DEFAULT_RADIUS, Factor, Wheel

HUB = "hub"
_KEPT = "_loose_places"


def places(flywheel: Flywheel) -> Mapping[str, Point]:
    """The centre of every factor."""
    return {factor.id: place_of(flywheel, factor) for factor in flywheel.factors.values()}


def place_of(flywheel: Flywheel, factor: Factor) -> Point:
    """The centre of one of the factors of `flywheel`."""
    if factor.x is not None and factor.y is not None:
        return Point(factor.x, factor.y)
    return _loose_places(flywheel)[factor.id]


def _loose_places(flywheel: Flywheel) -> Mapping[str, Point]:
    """The centres of those without coordinates. Worked out once for each snapshot."""
    known: Mapping[str, Point] | None = flywheel.__dict__.get(_KEPT)
    if known is None:
        found: dict[str, Point] = {}
        for wheel, members in flywheel.factors_of.items():
            loose = [factor for factor in members if factor.x is None or factor.y is None]
            if loose:
                found.update(_ring_places(flywheel.wheels.get(wheel or ""), members, loose))
        known = flywheel.__dict__[_KEPT] = found
    return known


def _ring_places(
    wheel: Wheel | None, members: tuple[Factor, ...], loose: list[Factor]
) -> Mapping[str, Point]:
    center = Point(wheel.x, wheel.y) if wheel else Point(0.0, 0.0)
    radius = wheel.radius if wheel else DEFAULT_RADIUS
    ring = [factor for factor in members if factor.role != HUB]
    start = next((i for i, f in enumerate(ring) if wheel and f.id == wheel.start), 0)
    ring = ring[start:] + ring[:start]
    angles = dict(zip((factor.id for factor in ring), slot_angles(len(ring)), strict=True))
    return {
        factor.id: center if factor.role == HUB else on_ring(center, radius, angles[factor.id])
        for factor in loose
    }
