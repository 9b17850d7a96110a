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


def places(flywheel: Flywheel) -> Mapping[str, Point]:
    """The centre of every factor."""
    found: dict[str, Point] = {}
    for wheel_id, members in flywheel.factors_of.items():
        loose = [factor for factor in members if factor.x is None or factor.y is None]
        for factor in members:
            if factor.x is not None and factor.y is not None:
                found[factor.id] = Point(factor.x, factor.y)
        if loose:
            found.update(_ring_places(flywheel.wheels.get(wheel_id or ""), members, loose))
    return {factor: found[factor] for factor in flywheel.factors}


def place_of(flywheel: Flywheel, factor: Factor) -> Point:
    """The centre of one factor; quick where it has coordinates of its own."""
    if factor.x is not None and factor.y is not None:
        return Point(factor.x, factor.y)
    members = flywheel.factors_of[factor.wheel]
    wheel = flywheel.wheels.get(factor.wheel or "")
    return _ring_places(wheel, members, [factor])[factor.id]


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
