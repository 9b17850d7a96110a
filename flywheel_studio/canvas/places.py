"""Which records are near a point of the paper, by a grid, and how near exactly, by their outlines.

A grid instead of Qt's own look-up keeps a hover as cheap at 10,000 factors as at ten, and the
answer in paper units without a scene.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from flywheel_studio.drawing.polylines import polygons
from flywheel_studio.drawing.primitives import Owner, Path
from flywheel_studio.geometry.plane import Box, Point

Key = tuple[Owner, str]

_CELL: Final = 256.0
# A box over more cells than this is kept in a list of its own.
_MANY_CELLS: Final = 64


class Places:
    """The boxes of all records, found by place."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], set[Key]] = {}
        self._wide: set[Key] = set()
        self._boxes: dict[Key, Box] = {}

    def put(self, key: Key, box: Box) -> None:
        """Record where `key` is now."""
        before = self._boxes.get(key)
        if before == box:
            return
        self._boxes[key] = box
        if before is not None:
            if _span(before) == _span(box):
                return
            self._take_out(key, before)
        cells = _cells(box)
        if cells is None:
            self._wide.add(key)
            return
        for cell in cells:
            self._cells.setdefault(cell, set()).add(key)

    def remove(self, key: Key) -> None:
        """Forget `key`, known or not."""
        before = self._boxes.pop(key, None)
        if before is not None:
            self._take_out(key, before)

    def clear(self) -> None:
        self._cells.clear()
        self._wide.clear()
        self._boxes.clear()

    def near(self, area: Box) -> set[Key]:
        """The records whose boxes touch an area."""
        cells = _cells(area)
        if cells is None:
            candidates = set(self._boxes)
        else:
            candidates = set(self._wide)
            for cell in cells:
                candidates |= self._cells.get(cell, set())
        boxes = self._boxes
        return {
            key
            for key in candidates
            if boxes[key].left <= area.right
            and area.left <= boxes[key].right
            and boxes[key].top <= area.bottom
            and area.top <= boxes[key].bottom
        }

    def box(self) -> Box | None:
        """The box round everything; None for empty paper."""
        boxes = self._boxes.values()
        if not boxes:
            return None
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    def _take_out(self, key: Key, box: Box) -> None:
        cells = _cells(box)
        if cells is None:
            self._wide.discard(key)
            return
        for cell in cells:
            keys = self._cells[cell]
            keys.discard(key)
            if not keys:
                del self._cells[cell]


def distance_to(path: Path, point: Point) -> float:
    """How far a point is from a path's line, paper units; infinite for an empty path."""
    nearest = math.inf
    for corners in polygons(path):
        for start, end in pairwise(corners):
            nearest = min(nearest, _distance_to_piece(point, start, end))
    return nearest


def is_inside(path: Path, point: Point) -> bool:
    """Whether a point is inside a closed path (even-odd)."""
    inside = False
    x, y = point
    for corners in polygons(path):
        for start, end in pairwise(corners):
            if (start.y > y) != (end.y > y):
                crossing = start.x + (y - start.y) * (end.x - start.x) / (end.y - start.y)
                if x < crossing:
                    inside = not inside
    return inside


def _span(box: Box) -> tuple[int, int, int, int]:
    """The first and the last column and row of cells that a box touches."""
    left, top, right, bottom = box
    return (
        math.floor(left / _CELL),
        math.floor(top / _CELL),
        math.floor(right / _CELL),
        math.floor(bottom / _CELL),
    )


def _cells(box: Box) -> list[tuple[int, int]] | None:
    left, top, right, bottom = _span(box)
    if (right - left + 1) * (bottom - top + 1) > _MANY_CELLS:
        return None
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _distance_to_piece(point: Point, start: Point, end: Point) -> float:
    dx, dy = end.x - start.x, end.y - start.y
    square = dx * dx + dy * dy
    if square == 0.0:
        return point.distance(start)
    share = ((point.x - start.x) * dx + (point.y - start.y) * dy) / square
    share = min(max(share, 0.0), 1.0)
    return math.hypot(point.x - start.x - share * dx, point.y - start.y - share * dy)
