"""Loop badges: R1 or B1 inside an arrow that turns the way its loop does on the paper.

A badge stands as near to the middle of its loop as room allows: clear of factors, links, signs and
other badges. Past `MAX_BADGES` loops the rest go without; the panel lists them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.analysis.loops import Loop
from flywheel_studio.drawing.factor_shapes import FactorShape, disc
from flywheel_studio.drawing.link_figures import SIGN_RADIUS
from flywheel_studio.drawing.primitives import (
    Close,
    Line,
    Move,
    RecordFigure,
    TextLine,
)
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme, contrast, mixed
from flywheel_studio.drawing.turning_arrow import turning_arrow
from flywheel_studio.geometry.plane import Box, Point

MAX_BADGES: Final = 12
RADIUS: Final = 24.0
_TEXT_SIZE: Final = 15.0
_ROOM: Final = 10.0
_STEP: Final = 12.0
# The grid has so many places each way; fewer where the drawing is so large that trying them all
# against all of it would hold the window up: 1,000 factors once took 75 s.
_FINEST: Final = 48
_COARSEST: Final = 6
_MOST_TRIED: Final = 2_400_000
_ENOUGH: Final = 64.0
_PULL: Final = 0.22
_OUTSIDE: Final = 400.0
_SHARED: Final = 60.0
_CROWDED: Final = 1000.0


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
    sampled = {key: _samples(figure) for key, figure in links.items()}
    samples = [point for points in sampled.values() for point in points]
    signs = [figure.sign for figure in links.values() if figure.sign is not None]
    shown = loops[:MAX_BADGES]
    rims = {loop.id: [point for link in loop.links for point in sampled[link]] for loop in shown}
    areas = {key: _signed_area(rim) for key, rim in rims.items()}
    places: dict[str, Point] = {}
    # The smallest first: a loop inside another has fewer places to choose from.
    for loop in sorted(shown, key=lambda loop: abs(areas[loop.id])):
        inner = [rims[key] for key in places]
        places[loop.id] = _best_place(
            rims[loop.id], inner, factor_boxes, samples, signs, list(places.values())
        )
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
    wide = advance(loop.id, _TEXT_SIZE, 700, theme.family)
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


def _best_place(
    corners: Sequence[Point],
    inner: Sequence[Sequence[Point]],
    boxes: Sequence[Box],
    samples: Sequence[Point],
    signs: Sequence[Point],
    taken: Sequence[Point],
) -> Point:
    """The roomiest place inside a loop, the middle preferred, and outside the `inner` loops.

    Tried on a grid over the loop's area: the room round a badge counts up to `_ENOUGH`, every unit
    of distance from the middle costs `_PULL` of it.
    """
    middle = _middle(corners)
    box = Box.spanning(corners)
    obstacles = len(samples) + len(signs) + len(taken) + len(boxes)
    parts = min(_FINEST, max(_COARSEST, math.isqrt(_MOST_TRIED // max(obstacles, 1))))
    step = max(_STEP, box.width / parts, box.height / parts)
    columns, rows = int(box.width / step / 2) + 1, int(box.height / step / 2) + 1
    x = middle.x + step * np.arange(-columns, columns + 1)
    y = middle.y + step * np.arange(-rows, rows + 1)
    at = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    room = np.full(len(at), np.inf)
    for points, margin in ((samples, 4.0), (signs, SIGN_RADIUS), (taken, RADIUS)):
        if points:
            away = at[:, None, :] - np.asarray(points)[None, :, :]
            room = np.minimum(room, np.hypot(away[..., 0], away[..., 1]).min(axis=1) - margin)
    if boxes:
        edges = np.asarray(boxes)
        dx = np.maximum(np.maximum(edges[:, 0] - at[:, :1], at[:, :1] - edges[:, 2]), 0.0)
        dy = np.maximum(np.maximum(edges[:, 1] - at[:, 1:], at[:, 1:] - edges[:, 3]), 0.0)
        room = np.minimum(room, np.hypot(dx, dy).min(axis=1))
    room -= RADIUS
    distance = np.hypot(at[:, 0] - middle.x, at[:, 1] - middle.y)
    value = np.minimum(room, _ENOUGH) - _PULL * distance
    value -= _OUTSIDE * ~_inside(at, np.asarray(corners))
    for rim in inner:
        value -= _SHARED * _inside(at, np.asarray(rim))
    value -= _CROWDED * (room < _ROOM)
    best = at[int(np.argmax(value))]
    return Point(float(best[0]), float(best[1]))


def _inside(at: NDArray[np.float64], corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points lie inside a polygon, by the even-odd rule."""
    inside = np.zeros(len(at), dtype=np.bool_)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if ay == by:
            continue
        crosses = (ay > at[:, 1]) != (by > at[:, 1])
        inside ^= crosses & (at[:, 0] < (bx - ax) * (at[:, 1] - ay) / (by - ay) + ax)
    return inside


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
    return sum(a.x * b.y - b.x * a.y for a, b in zip(points, [*points[1:], points[0]], strict=True))
