"""Which way a link runs: the arc between its two factors, before anything is drawn along it.

The rules by which a link without a bend of its own runs are the model's (`model.routes`).
"""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.folded_ports import port_of
from flywheel_studio.drawing.gear_paths import clear_bend, gear_bend, is_routed
from flywheel_studio.geometry.curve import Arc, Curve, bent
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import Bundle, bundle_of, end_of
from flywheel_studio.model.placement import place_of
from flywheel_studio.model.records import Link
from flywheel_studio.model.routes import automatic_bend as bend_by_rule

_SELF_RADIUS: Final = 30.0
_SELF_TURN: Final = math.radians(48)
# Bundles between the same two ends run this far apart, as shares of their chord.
_GENTLE: Final = 0.13
_APART: Final = 0.2


def automatic_bend(flywheel: Flywheel, link: Link) -> float:
    """The bend of a link that has none of its own, as it is drawn between its factors."""
    if is_routed(flywheel, link):
        start = place_of(flywheel, flywheel.factors[link.source])
        end = place_of(flywheel, flywheel.factors[link.target])
        return gear_bend(flywheel, link, start, end)
    return bend_by_rule(flywheel, link)


def link_curve(flywheel: Flywheel, link: Link, source: FactorShape, target: FactorShape) -> Curve:
    """The curve from centre to centre; both ends are still to be trimmed at the outlines."""
    if link.source == link.target:
        return _self_curve(flywheel, link, source)
    start, end = source.center, target.center
    bundle = bundle_of(flywheel, link.id)
    if bundle is not None:
        start = start.plus(port_of(flywheel, link.source, link.target))
        end = end.plus(port_of(flywheel, link.target, link.source))
        bend = _bundle_bend(flywheel, link, bundle, start, end)
    else:
        bend = link.bend if link.bend is not None else automatic_bend(flywheel, link)
    return bent(start, end, bend)


def _bundle_bend(flywheel: Flywheel, link: Link, bundle: Bundle, start: Point, end: Point) -> float:
    """How links that end at a folded wheel run: its own bend is for the open wheel alone."""
    beside = bundle.beside
    if len(beside) == 1:
        return clear_bend(flywheel, (link.source, link.target), start, end)
    rank = beside.index(bundle.links[0])
    leaves = end_of(flywheel, link.source)
    way = [end_of(flywheel, flywheel.links[other].source) == leaves for other in beside]
    if all(way):
        return _APART * (rank - (len(beside) - 1) / 2)
    return _GENTLE + _APART * sum(each == way[rank] for each in way[:rank])


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
