"""Loop badges: R1 or B1 inside an arrow that turns the way its loop does on the paper.

A badge stands as near to the middle of its loop as room allows: clear of factors, links, signs and
other badges. Past `MAX_BADGES` loops the rest go without; the panel lists them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.drawing.factor_shapes import FactorShape, disc
from flywheel_studio.drawing.link_figures import curve_path
from flywheel_studio.drawing.primitives import (
    Close,
    Line,
    Move,
    RecordFigure,
    Shape,
    TextLine,
)
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme, contrast
from flywheel_studio.geometry.curve import Arc
from flywheel_studio.geometry.plane import Box, Point

MAX_BADGES: Final = 12
RADIUS: Final = 24.0
_TEXT_SIZE: Final = 15.0
_OPEN: Final = math.radians(62)
_ROOM: Final = 10.0
_STEP: Final = 14.0
_RINGS: Final = 26


def badge_figures(
    loops: Sequence[Loop],
    shapes: Mapping[str, FactorShape],
    links: Mapping[str, RecordFigure],
    theme: Theme,
    colors: Mapping[str, str],
    opacities: Mapping[str, float],
) -> tuple[RecordFigure, ...]:
    """The badges of the first loops, placed one after the other."""
    factor_boxes = [shape.box for shape in shapes.values()]
    samples = [point for figure in links.values() for point in _samples(figure)]
    signs = [figure.sign for figure in links.values() if figure.sign is not None]
    taken: list[Point] = []
    badges = []
    for loop in loops[:MAX_BADGES]:
        corners = [shapes[factor].center for factor in loop.factors]
        along = [p for link in loop.links if link in links for p in _samples(links[link])]
        if not along:
            along = corners
        place = _free_place(_middle(along), factor_boxes, samples, signs, taken)
        taken.append(place)
        is_clockwise = _signed_area(along) >= 0
        badges.append(
            _badge(loop, place, is_clockwise, theme, colors[loop.id], opacities.get(loop.id, 1.0))
        )
    return tuple(badges)


def readable(color: str, paper: str, ink: str) -> str:
    """The colour, moved towards the ink until words in it reach a contrast of 4.5."""
    for share in range(0, 11):
        mixed = "#" + "".join(
            f"{round(int(color[i : i + 2], 16) * (1 - share / 10) + int(ink[i : i + 2], 16) * share / 10):02X}"
            for i in (1, 3, 5)
        )
        if contrast(mixed, paper) >= 4.5:
            return mixed
    return ink


def _badge(
    loop: Loop, center: Point, is_clockwise: bool, theme: Theme, color: str, opacity: float
) -> RecordFigure:
    turn = 1.0 if is_clockwise else -1.0
    begin = -math.pi / 2 + turn * _OPEN / 2
    arrow_angle = begin + turn * (2 * math.pi - _OPEN)
    radius = RADIUS - 3.0
    ring = Arc(center, radius, begin, turn * (2 * math.pi - _OPEN))
    end = Point(
        center.x + radius * math.cos(arrow_angle), center.y + radius * math.sin(arrow_angle)
    )
    along = ring.tangent(1.0)
    # Tipped inwards a little, since the circle goes on turning under the head.
    along = along.plus(center.minus(end).unit.times(0.22)).unit
    side = along.left
    head = (
        Move(end.plus(along.times(9.5))),
        Line(end.plus(side.times(6.0)).minus(along.times(1.5))),
        Line(end.minus(side.times(6.0)).minus(along.times(1.5))),
        Close(),
    )
    wide = advance(loop.id, _TEXT_SIZE, 700, theme.family)
    return RecordFigure(
        owner="loops",
        id=loop.id,
        title=loop.id,
        primitives=(
            Shape(
                path=curve_path(ring), part="badge", stroke=color, width=2.8, opacity=opacity
            ),
            Shape(path=head, part="badge", fill=color, opacity=opacity),
            TextLine(
                text=loop.id,
                x=center.x - wide / 2,
                y=center.y + _TEXT_SIZE * CAP_HEIGHT / 2,
                size=_TEXT_SIZE,
                weight=700,
                family=theme.family,
                color=readable(color, theme.paper, theme.ink),
                advance=wide,
                part="badge",
                opacity=opacity,
            ),
        ),
        box=Box.around(center, 2 * RADIUS + 6, 2 * RADIUS + 6),
        outline=disc(center, RADIUS),
        handle=center,
    )


def _free_place(
    wanted: Point,
    boxes: Sequence[Box],
    samples: Sequence[Point],
    signs: Sequence[Point],
    taken: Sequence[Point],
) -> Point:
    """The nearest place to `wanted` with room for a badge; `wanted` itself where none is near."""
    reach = RADIUS + _ROOM
    span = _RINGS * _STEP + reach
    near = Box.around(wanted, 2 * span, 2 * span)
    boxes = [box for box in boxes if box.overlaps(near)]
    samples = [point for point in samples if near.holds(point)]
    for ring in range(_RINGS):
        count = max(1, 6 * ring)
        for step in range(count):
            angle = 2 * math.pi * step / count + math.pi / 2
            at = Point(
                wanted.x + ring * _STEP * math.cos(angle),
                wanted.y + ring * _STEP * math.sin(angle),
            )
            around = Box.around(at, 2 * reach, 2 * reach)
            if (
                not any(box.overlaps(around) for box in boxes)
                and all(at.distance(point) >= reach + 2.0 for point in samples)
                and all(at.distance(point) >= reach + 8.0 for point in signs)
                and all(at.distance(point) >= 2 * RADIUS + _ROOM for point in taken)
            ):
                return at
    return wanted


def _samples(figure: RecordFigure) -> list[Point]:
    """Points along a link's outline, close enough together that no badge fits between them."""
    points: list[Point] = []
    at = Point(0.0, 0.0)
    for segment in figure.outline:
        if isinstance(segment, Move):
            points.append(segment.to)
        elif isinstance(segment, Line):
            count = max(2, int(at.distance(segment.to) / 16.0))
            points.extend(at.towards(segment.to, i / count) for i in range(1, count + 1))
        elif not isinstance(segment, Close):
            count = max(3, int(at.distance(segment.to) / 16.0))
            for i in range(1, count + 1):
                s = i / count
                r = 1 - s
                weights = (r * r * r, 3 * r * r * s, 3 * r * s * s, s * s * s)
                corners = (at, segment.first, segment.second, segment.to)
                points.append(
                    Point(
                        sum(w * p.x for w, p in zip(weights, corners, strict=True)),
                        sum(w * p.y for w, p in zip(weights, corners, strict=True)),
                    )
                )
        if not isinstance(segment, Close):
            at = segment.to
    return points


def _middle(points: Iterable[Point]) -> Point:
    xs, ys = zip(*points, strict=True)
    return Point(sum(xs) / len(xs), sum(ys) / len(ys))


def _signed_area(points: Sequence[Point]) -> float:
    """Positive where the points run clockwise on the paper."""
    return sum(
        a.x * b.y - b.x * a.y for a, b in zip(points, [*points[1:], points[0]], strict=True)
    )
