"""The mark of a link that gears one wheel to another: two cogs that mesh, on its way.

They stand in line with the link on a rim of paper. Where several links are drawn as one, a number
beside the cogs says how many.
"""

from __future__ import annotations

import math
from typing import Final

from flywheel_studio.drawing.factor_shapes import disc
from flywheel_studio.drawing.primitives import Close, Line, Move, Path, Segment, Shape, TextLine
from flywheel_studio.drawing.text_lines import line_amid
from flywheel_studio.drawing.text_metrics import advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import Curve
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.records import Link

RADIUS: Final = 10.5
_TEETH: Final = 8
_ROOT: Final = 0.7
_HOLE: Final = 0.3
# Half of a tooth at its foot and at its tip, as shares of the pitch.
_FOOT: Final = 0.30
_TIP: Final = 0.17
_RIM: Final = 4.0
_COUNT_SIZE: Final = 13.0
# Tried in this order, as shares of what can be seen of the way.
_SHARES: Final = (0.46, 0.52, 0.4, 0.58, 0.34, 0.64, 0.28, 0.7)
_CLEAR_OF_RING: Final = 26.0
# A link is at least so many cogs long to carry them at full size.
_ROOMY: Final = 7.0


def gear_marks(
    visible: Curve, share: float, color: str, theme: Theme, opacity: float
) -> tuple[tuple[Shape, ...], float]:
    """Two cogs at a share of the way, and how far they reach to either side of it.

    Their rim of paper never fades: a link that shines through faded cogs makes them look smudged.
    """
    scale = min(1.0, visible.length / (_ROOMY * 2 * RADIUS))
    radius = RADIUS * scale
    # The teeth of one reach into the gaps of the other.
    apart = radius * (1.0 + _ROOT) / 2
    middle, along = visible.point(share), visible.tangent(share)
    heading = math.atan2(along.y, along.x)
    pitch = 2 * math.pi / _TEETH
    first, second = middle.minus(along.times(apart)), middle.plus(along.times(apart))
    cogs = (_cog(first, radius, heading), _cog(second, radius, heading + math.pi + pitch / 2))
    return (
        *(
            Shape(
                path=cog,
                part="gear",
                fill=theme.paper,
                stroke=theme.paper,
                width=_RIM * scale,
            )
            for cog in cogs
        ),
        *(Shape(path=cog, part="gear", fill=color, opacity=opacity) for cog in cogs),
        *(
            Shape(path=disc(center, radius * _HOLE), part="gear", fill=theme.paper)
            for center in (first, second)
        ),
    ), radius + _RIM / 2


def cogs_share(flywheel: Flywheel, link: Link, visible: Curve) -> float:
    """Where on the way of a link between wheels its cogs stand: in the middle, outside both rings.

    Inside a ring they would stand among its factors and links; with no room outside, where they
    are furthest from being inside.
    """
    rings = [
        flywheel.wheels[home]
        for end in (link.source, link.target)
        if (home := flywheel.factors[end].wheel) is not None and home not in folded_wheels(flywheel)
    ]
    best, best_room = _SHARES[0], float("-inf")
    for share in _SHARES:
        at = visible.point(share)
        room = min(
            (at.distance(Point(wheel.x, wheel.y)) - wheel.radius for wheel in rings),
            default=_CLEAR_OF_RING,
        )
        if room >= _CLEAR_OF_RING:
            return share
        if room > best_room + 1.0:
            best, best_room = share, room
    return best


def count_mark(
    count: int, visible: Curve, share: float, reach: float, theme: Theme, opacity: float
) -> tuple[TextLine, Box]:
    """How many links are drawn as one, on the hollow side of the way."""
    words = f"×{count}"
    wide = advance(words, _COUNT_SIZE, 700, theme.family)
    bulges_left = getattr(visible, "sweep", 1.0) < 0
    side = visible.tangent(share).left.times(1.0 if bulges_left else -1.0)
    away = reach + 4.0 + abs(side.x) * wide / 2 + abs(side.y) * _COUNT_SIZE / 2
    at = visible.point(share).plus(side.times(away))
    line = line_amid(
        words, at, _COUNT_SIZE, 700, theme.family, theme.ink, opacity=opacity, part="gear"
    )
    return line, Box.around(at, wide + 2.0, _COUNT_SIZE * 1.4)


def _cog(center: Point, radius: float, heading: float) -> Path:
    """A cog with a tooth that points along `heading`, radians."""
    pitch = 2 * math.pi / _TEETH
    segments: list[Segment] = []
    for tooth in range(_TEETH):
        middle = heading + tooth * pitch
        for turn, reach in ((-_FOOT, _ROOT), (-_TIP, 1.0), (_TIP, 1.0), (_FOOT, _ROOT)):
            angle = middle + turn * pitch
            corner = center.plus(Point(math.cos(angle), math.sin(angle)).times(radius * reach))
            segments.append(Line(corner) if segments else Move(corner))
    return (*segments, Close())
