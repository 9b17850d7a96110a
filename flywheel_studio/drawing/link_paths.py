"""Which way a link runs: the arc between its two factors, before anything is drawn along it.

The rules by which a link without a bend of its own runs are the model's (`model.routes`).
"""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.geometry.curve import Arc, Curve, bent
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Link
from flywheel_studio.model.routes import automatic_bend as automatic_bend
from flywheel_studio.model.routes import on_the_ring as on_the_ring

_SELF_RADIUS: Final = 30.0
_SELF_TURN: Final = math.radians(48)


def link_curve(flywheel: Flywheel, link: Link, source: FactorShape, target: FactorShape) -> Curve:
    """The curve from centre to centre; both ends are still to be trimmed at the outlines."""
    if link.source == link.target:
        return _self_curve(flywheel, link, source)
    bend = link.bend if link.bend is not None else automatic_bend(flywheel, link)
    return bent(source.center, target.center, bend)


def _self_curve(flywheel: Flywheel, link: Link, shape: FactorShape) -> Curve:
    """A circle that leaves its factor and returns, on the side away from the wheel's middle."""
    factor = flywheel.factors[link.source]
    wheel = flywheel.wheels.get(factor.wheel or "")
    outward = shape.center.minus(Point(wheel.x, wheel.y)) if wheel else Point(0.0, -1.0)
    away = math.atan2(outward.y, outward.x) if outward.length > 1.0 else -math.pi / 2
    loops = [o for o in flywheel.links_of[link.source] if o.source == o.target]
    rank = next(i for i, other in enumerate(loops) if other.id == link.id)
    away += _SELF_TURN * (rank - (len(loops) - 1) / 2)
    radius = _SELF_RADIUS * (1.0 + min(max(link.bend or 0.0, -0.4), 3.0))
    direction = Point(math.cos(away), math.sin(away))
    edge = _edge(shape, direction)
    middle = shape.center.plus(direction.times(edge + radius * 0.62))
    return Arc(middle, radius, away + math.pi, 2 * math.pi)


def _edge(shape: FactorShape, direction: Point) -> float:
    """How far the outline is from the centre in a direction, paper units."""
    near, far = 0.0, shape.box.width + shape.box.height
    for _ in range(40):
        middle = (near + far) / 2
        if shape.distance(shape.center.plus(direction.times(middle))) >= 0.0:
            far = middle
        else:
            near = middle
    return far
