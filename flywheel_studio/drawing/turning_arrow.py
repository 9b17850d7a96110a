"""A circle that turns: an open ring with a head, as in a loop's badge and on a folded wheel."""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.primitives import Close, Line, Move, Part, Shape
from flywheel_studio.geometry.curve import Arc
from flywheel_studio.geometry.plane import Point

_OPEN: Final = math.radians(62)


def turning_arrow(
    center: Point,
    radius: float,
    color: str,
    *,
    turn: float = 1.0,
    scale: float = 1.0,
    opacity: float = 1.0,
    part: Part = "badge",
) -> tuple[Shape, Shape]:
    """The ring and its head. `turn`: 1 clockwise on the paper, -1 the other way."""
    begin = -math.pi / 2 + turn * _OPEN / 2
    arrow_angle = begin + turn * (2 * math.pi - _OPEN)
    ring = Arc(center, radius, begin, turn * (2 * math.pi - _OPEN))
    end = Point(
        center.x + radius * math.cos(arrow_angle), center.y + radius * math.sin(arrow_angle)
    )
    along = ring.tangent(1.0)
    # Tipped inwards a little, since the circle goes on turning under the head.
    along = along.plus(center.minus(end).unit.times(0.22)).unit
    side = along.left
    head = (
        Move(end.plus(along.times(9.5 * scale))),
        Line(end.plus(side.times(6.0 * scale)).minus(along.times(1.5 * scale))),
        Line(end.minus(side.times(6.0 * scale)).minus(along.times(1.5 * scale))),
        Close(),
    )
    return (
        Shape(path=curve_path(ring), part=part, stroke=color, width=2.8 * scale, opacity=opacity),
        Shape(path=head, part=part, fill=color, opacity=opacity),
    )
