"""Loop badges: R1 or B1 inside an arrow that turns the way its loop does on the paper.

A badge stands as near to the middle of its loop as room allows: clear of factors, links with their
signs and words, and other badges. Past `MAX_BADGES` loops the rest go without; the panel lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.drawing.badge_places import RADIUS, Obstacles, best_places
from flywheel_studio.drawing.factor_shapes import FactorShape, disc
from flywheel_studio.drawing.link_marks import SIGN_RADIUS
from flywheel_studio.drawing.primitives import (
    Close,
    Line,
    Move,
    RecordFigure,
    TextLine,
)
from flywheel_studio.drawing.text_lines import box_of_line, line_amid
from flywheel_studio.drawing.theme import Theme, contrast, mixed
from flywheel_studio.drawing.turning_arrow import turning_arrow
from flywheel_studio.geometry.plane import Box, Point

MAX_BADGES: Final = 12
_TEXT_SIZE: Final = 15.0
# Of the room beside a link that its own width takes.
_LINK_MARGIN: Final = 4.0


def badge_figures(
    loops: Sequence[Loop],
    shapes: Mapping[str, FactorShape],
    links: Mapping[str, RecordFigure],
    theme: Theme,
    colors: Mapping[str, str],
    opacities: Mapping[str, float],
    others: Sequence[Box] = (),
) -> tuple[RecordFigure, ...]:
    """The badges of the first loops, placed one after the other.

    `others`: what else they keep clear of.
    """
    sampled = {key: _samples(figure) for key, figure in links.items()}
    words = [
        box_of_line(line)
        for figure in links.values()
        for line in figure.primitives
        if isinstance(line, TextLine)
    ]
    obstacles = Obstacles([*(shape.box for shape in shapes.values()), *words, *others])
    obstacles.add([point for points in sampled.values() for point in points], _LINK_MARGIN)
    signs = [figure.sign for figure in links.values() if figure.sign is not None]
    obstacles.add(signs, SIGN_RADIUS)
    shown = loops[:MAX_BADGES]
    rims = {loop.id: [point for link in loop.links for point in sampled[link]] for loop in shown}
    areas = {key: _signed_area(rim) for key, rim in rims.items()}
    # The smallest first: a loop inside another has fewer places to choose from.
    places = best_places(dict(sorted(rims.items(), key=lambda rim: abs(areas[rim[0]]))), obstacles)
    return tuple(
        _badge(
            loop,
            places[loop.id],
            areas[loop.id] >= 0,
            theme,
            colors[loop.id],
            opacities.get(loop.id, 1.0),
        )
        for loop in shown
    )


def readable(color: str, paper: str, ink: str) -> str:
    """The colour, moved towards the ink until words in it reach a contrast of 4.5."""
    for share in range(11):
        mixture = mixed(color, ink, share / 10)
        if contrast(mixture, paper) >= 4.5:
            return mixture
    return ink


def _badge(
    loop: Loop, center: Point, is_clockwise: bool, theme: Theme, color: str, opacity: float
) -> RecordFigure:
    return RecordFigure(
        owner="loops",
        id=loop.id,
        title=loop.id,
        primitives=(
            *turning_arrow(
                center,
                RADIUS - 3.0,
                color,
                turn=1.0 if is_clockwise else -1.0,
                opacity=opacity,
            ),
            line_amid(
                loop.id,
                center,
                _TEXT_SIZE,
                700,
                theme.family,
                readable(color, theme.paper, theme.ink),
                part="badge",
                opacity=opacity,
            ),
        ),
        box=Box.around(center, 2 * RADIUS + 6, 2 * RADIUS + 6),
        outline=disc(center, RADIUS),
        handle=center,
    )


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
            # In plain numbers: this is done for every link at every step of a drag.
            (ax, ay), (bx, by), (cx, cy) = at, segment.first, segment.second
            dx, dy = segment.to
            count = max(3, int(at.distance(segment.to) / 16.0))
            for i in range(1, count + 1):
                s = i / count
                r = 1 - s
                a, b, c, d = r * r * r, 3 * r * r * s, 3 * r * s * s, s * s * s
                points.append(
                    Point(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy)
                )
        if not isinstance(segment, Close):
            at = segment.to
    return points


def _signed_area(points: Sequence[Point]) -> float:
    """Positive where the points run clockwise on the paper."""
    return sum(a.x * b.y - b.x * a.y for a, b in zip(points, [*points[1:], points[0]], strict=True))
