"""Where the badge of a loop stands: the roomiest place inside the loop, its middle preferred.

Some 2,400 places are in question, each between hundreds of points to keep clear of. The most
promising are measured first, and the rest not at all once none of them can be better: the answer
is that of measuring all, and a badge follows every step of a drag.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.geometry.plane import Box, Point

Floats = NDArray[np.float64]

RADIUS: Final = 24.0
_ROOM: Final = 10.0
_STEP: Final = 12.0
# The grid has so many places each way; fewer where the drawing is so large that trying them all
# against all of it would hold the window up: for 1,000 factors 75 s.
_FINEST: Final = 48
_COARSEST: Final = 6
_MOST_TRIED: Final = 2_400_000
_ENOUGH: Final = 64.0
_PULL: Final = 0.22
_OUTSIDE: Final = 400.0
_SHARED: Final = 60.0
_CROWDED: Final = 1000.0
# A loop of a factor to itself has no room inside for a badge and a sign: its badge stands beside it.
_SMALL: Final = 4 * RADIUS
_BESIDE: Final = 4 * RADIUS
# Measured at once; every further turn takes twice as many.
_FIRST_TRIED: Final = 32


class Obstacles:
    """What badges keep clear of: boxes, and points with the room that each one takes."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
        self._points: dict[float, Floats] = {}

    def __len__(self) -> int:
        return len(self._boxes) + sum(map(len, self._points.values()))

    def add(self, points: Sequence[Point], margin: float) -> None:
        """Keep clear of these points too, by so much more."""
        known = self._points.get(margin, np.empty((0, 2)))
        self._points[margin] = np.concatenate([known, np.asarray(points).reshape(-1, 2)])

    def room(self, at: Floats) -> Floats:
        """How far each place, shape (n, 2), is from the nearest obstacle.

        What is further than a badge can ask for may be left out, up to inf where nothing is near.
        """
        reach = _ENOUGH + RADIUS + max(self._points, default=0.0)
        low, high = at.min(axis=0) - reach, at.max(axis=0) + reach
        x, y = at[:, :1], at[:, 1:]
        left, top, right, bottom = _near(self._boxes, low, high).T
        across = np.maximum(np.maximum(left - x, x - right), 0.0)
        down = np.maximum(np.maximum(top - y, y - bottom), 0.0)
        room = _shortest(across, down)
        for margin, points in self._points.items():
            px, py = _near(points, low, high).T
            room = np.minimum(room, _shortest(px - x, py - y) - margin)
        return room


def _near(shapes: Floats, low: Floats, high: Floats) -> Floats:
    """The points or boxes, one a row, that reach into a box."""
    return shapes[((shapes[:, -2:] >= low) & (shapes[:, :2] <= high)).all(axis=1)]


def _shortest(across: Floats, down: Floats) -> Floats:
    """The least length in each row; inf where there is none. Takes its arguments apart."""
    # The root of a sum of squares is the same on every machine; not so numpy's hypot, which also
    # takes three times as long.
    across *= across
    down *= down
    across += down
    shortest: Floats = np.sqrt(across.min(axis=1, initial=np.inf))
    return shortest


def best_places(rims: Mapping[str, Sequence[Point]], obstacles: Obstacles) -> dict[str, Point]:
    """A place for the badge of each loop, found one after the other, by the corners of the loops.

    A badge that has its place is an obstacle to the next ones, and its loop one to stay out of.
    """
    found: dict[str, Point] = {}
    inner: list[Floats] = []
    for key, rim in rims.items():
        found[key] = best_place(rim, inner, obstacles)
        obstacles.add([found[key]], RADIUS)
        inner.append(_closed(rim))
    return found


def best_place(corners: Sequence[Point], inner: Sequence[Floats], obstacles: Obstacles) -> Point:
    """The roomiest place inside a loop, the middle preferred, and outside the `inner` loops.

    On a grid over the loop's area: the room round a badge counts up to `_ENOUGH`, every unit of
    distance from the middle costs `_PULL` of it. Beside a loop that is too small for a badge the
    nearest place with room will do.

    Args:
        inner: closed polygons, shape (n, 2) each.
    """
    box = Box.spanning(corners)
    middle = _middle(corners, box.center)
    parts = min(_FINEST, max(_COARSEST, math.isqrt(_MOST_TRIED // max(len(obstacles), 1))))
    step = max(_STEP, box.width / parts, box.height / parts)
    is_small = max(box.width, box.height) < _SMALL
    beyond, enough = (_BESIDE, _ROOM) if is_small else (0.0, _ENOUGH)
    columns = int((box.width / 2 + beyond) / step) + 1
    rows = int((box.height / 2 + beyond) / step) + 1
    x: Floats = middle.x + step * np.arange(-columns, columns + 1, dtype=np.float64)
    y: Floats = middle.y + step * np.arange(-rows, rows + 1, dtype=np.float64)
    at = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    pull = _PULL * _shortest(at[:, :1] - middle.x, at[:, 1:] - middle.y)
    fines = [_OUTSIDE * ~_inside(x, y, _closed(corners))]
    fines += [_SHARED * _inside(x, y, rim) for rim in inner]

    def value(room: Floats | float, where: NDArray[np.intp] | slice) -> Floats:
        worth: Floats = np.minimum(room, enough) - pull[where]
        for fine in fines:
            worth = worth - fine[where]
        return worth

    most = value(np.inf, slice(None))
    order = np.argsort(-most, kind="stable")
    best, found, tried, count = -np.inf, 0, 0, _FIRST_TRIED
    # Of equal places the first of the grid is taken, as if all had been measured.
    while tried < len(order) and most[order[tried]] >= best:
        where = np.sort(order[tried : tried + count])
        room = obstacles.room(at[where]) - RADIUS
        worth = value(room, where) - _CROWDED * (room < _ROOM)
        top = int(np.argmax(worth))
        if (-worth[top], where[top]) < (-best, found):
            best, found = worth[top], int(where[top])
        tried, count = tried + count, 2 * count
    return Point(float(at[found, 0]), float(at[found, 1]))


def _closed(corners: Sequence[Point]) -> Floats:
    """A polygon that ends where it begins, shape (n + 1, 2)."""
    return np.asarray([*corners, corners[0]], dtype=np.float64)


def _inside(x: Floats, y: Floats, polygon: Floats) -> NDArray[np.bool_]:
    """Which places of the grid of `x` and `y` lie inside a closed polygon, by the even-odd rule.

    Returns:
        One for each place, row by row; shape (len(y) * len(x),).
    """
    is_above = polygon[:, 1:] > y
    edges, rows = np.nonzero(is_above[:-1] != is_above[1:])
    (ax, ay), (bx, by) = polygon[edges].T, polygon[edges + 1].T
    crossings = (bx - ax) * (y[rows] - ay) / (by - ay) + ax
    inside = np.zeros((len(y), len(x)), dtype=np.bool_)
    np.logical_xor.at(inside, rows, x < crossings[:, None])
    return inside.reshape(-1)


def _middle(corners: Sequence[Point], instead: Point) -> Point:
    """The middle of the area inside; `instead` where there is hardly any.

    Not the mean of the corners: those have gaps where factors stand, and wider ones at longer
    names, which would pull the badge of a plain ring off its centre.
    """
    x, y = _closed(corners).T - np.array([[instead.x], [instead.y]])
    crosses = x[:-1] * y[1:] - x[1:] * y[:-1]
    doubled = float(crosses.sum())
    if abs(doubled) < 1.0:
        return instead
    share = 1.0 / (3.0 * doubled)
    return Point(
        instead.x + float(((x[:-1] + x[1:]) * crosses).sum()) * share,
        instead.y + float(((y[:-1] + y[1:]) * crosses).sum()) * share,
    )
