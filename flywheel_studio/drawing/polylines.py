"""Paths as corners: what can be walked along, measured and hit.

Curves become straight pieces, so many that nobody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flywheel_studio.drawing.primitives import Close, Cubic, Move, Path
from flywheel_studio.geometry.plane import Point

_STEPS: Final = 10


def polygons(path: Path, steps: int = _STEPS) -> list[list[Point]]:
    """The subpaths of a path as corners; curves in `steps` straight pieces."""
    found: list[list[Point]] = []
    for segment in path:
        if isinstance(segment, Move):
            found.append([segment.to])
        elif isinstance(segment, Close):
            found[-1].append(found[-1][0])
        elif isinstance(segment, Cubic):
            found[-1].extend(_on_cubic(found[-1][-1], segment, steps))
        else:
            found[-1].append(segment.to)
    return found


def along(path: Path, steps: int = 24) -> list[tuple[float, Point]]:
    """Corners of an open path with how far along each stands, paper units."""
    found: list[tuple[float, Point]] = []
    for corners in polygons(path, steps):
        for corner in corners:
            far = found[-1][0] + found[-1][1].distance(corner) if found else 0.0
            found.append((far, corner))
    return found


def _on_cubic(start: Point, cubic: Cubic, steps: int) -> Iterator[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = start, cubic.first, cubic.second, cubic.to
    for step in range(1, steps + 1):
        t = step / steps
        s = 1.0 - t
        a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        yield Point(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy)
