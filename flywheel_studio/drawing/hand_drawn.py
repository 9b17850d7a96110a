"""Lines as a hand draws them: bent a little off their way, the same little way every time.

Each record has a field of small displacements of its own, made from its id alone and carried along
with it. So a factor that is moved keeps its strokes, a link keeps its heads and bars together, and
every frame and every export shows the same drawing. Words, outlines that links end at, and what a
pointer hits stay as they were.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from flywheel_studio.drawing.primitives import (
    Close,
    Cubic,
    Line,
    Move,
    Path,
    Primitive,
    RecordFigure,
    Segment,
    Shape,
)
from flywheel_studio.geometry.plane import Point

# A hand leaves its way and comes back to it about this often, paper units.
_WAVE: Final = 34.0
_PER_UNIT: Final = 1.0 / _WAVE
# Segments are cut to this: half a wave still bends where it should.
_PIECE: Final = 20.0
# A sign disc is small and must stay a disc.
_CALM: Final = {"sign": 0.4, "head": 0.7, "badge": 0.6, "mark": 0.7, "gear": 0.4, "icon": 0.35}
# The second, thinner stroke round a factor.
_AGAIN: Final = 0.55
_MASK: Final = 0xFFFFFFFF


def hand_drawn(figure: RecordFigure, wobble: float) -> RecordFigure:
    """The figure with its shapes drawn by hand.

    Args:
        wobble: how far a line leaves its way at most, paper units; 0 for a steady hand.
    """
    if wobble <= 0.0 or not figure.primitives:
        return figure
    anchor = _anchor(figure)
    if anchor is None:
        return figure
    seed = zlib.crc32(f"{figure.owner}/{figure.id}".encode())
    return replace(
        figure,
        primitives=tuple(_drawn(figure.primitives, anchor, seed, wobble)),
        box=figure.box.grown(wobble),
    )


def _drawn(
    primitives: tuple[Primitive, ...], anchor: Point, seed: int, wobble: float
) -> Iterator[Primitive]:
    for primitive in primitives:
        if not isinstance(primitive, Shape):
            yield primitive
            continue
        calm = _CALM.get(primitive.part, 1.0)
        field = _Field(seed, anchor, wobble * calm)
        yield replace(primitive, path=field.bent(primitive.path))
        if primitive.part == "frame" and primitive.stroke is not None:
            again = _Field(seed ^ 0x5F3759DF, anchor, wobble * 1.4)
            yield replace(
                primitive,
                path=again.bent(primitive.path),
                fill=None,
                width=primitive.width * _AGAIN,
            )


class _Field:
    """Displacements between -`reach` and `reach`, smooth over the plane round `anchor`."""

    def __init__(self, seed: int, anchor: Point, reach: float) -> None:
        self._seed = seed
        self._left, self._top = anchor
        self._reach = reach
        self._cells: dict[tuple[int, int], tuple[tuple[float, float], ...]] = {}

    def bent(self, path: Path) -> Path:
        """The path with every point displaced; its corners stay corners."""
        segments: list[Segment] = []
        at = begin = Point(0.0, 0.0)
        for segment in path:
            if isinstance(segment, Move):
                at = begin = segment.to
                segments.append(Move(self._moved(at)))
            elif isinstance(segment, Close):
                if at.distance(begin) > 1e-6:
                    segments.extend(self._line(at, begin))
                segments.append(segment)
                at = begin
            elif isinstance(segment, Line):
                segments.extend(self._line(at, segment.to))
                at = segment.to
            else:
                segments.extend(self._cubic(at, segment))
                at = segment.to
        return tuple(segments)

    def _line(self, start: Point, end: Point) -> Iterator[Segment]:
        whole = Cubic(start.towards(end, 1 / 3), start.towards(end, 2 / 3), end)
        return self._cubic(start, whole)

    def _cubic(self, start: Point, cubic: Cubic) -> Iterator[Segment]:
        # In plain numbers: a drawing of 1,000 factors has 100,000 of these pieces.
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = start, cubic.first, cubic.second, cubic.to
        length = (
            math.hypot(bx - ax, by - ay)
            + math.hypot(cx - bx, cy - by)
            + math.hypot(dx - cx, dy - cy)
        )
        moved = self._at
        for left in range(max(1, math.ceil(length / _PIECE - 1e-6)), 0, -1):
            if left == 1:
                yield Cubic(moved(bx, by), moved(cx, cy), moved(dx, dy))
                return
            # A piece cut off the beginning. Source: de Casteljau.
            share = 1.0 / left
            px, py = ax + (bx - ax) * share, ay + (by - ay) * share
            qx, qy = bx + (cx - bx) * share, by + (cy - by) * share
            cx, cy = cx + (dx - cx) * share, cy + (dy - cy) * share
            rx, ry = px + (qx - px) * share, py + (qy - py) * share
            bx, by = qx + (cx - qx) * share, qy + (cy - qy) * share
            ax, ay = rx + (bx - rx) * share, ry + (by - ry) * share
            yield Cubic(moved(px, py), moved(rx, ry), moved(ax, ay))

    def _moved(self, point: Point) -> Point:
        return self._at(point.x, point.y)

    def _at(self, x: float, y: float) -> Point:
        """Where the field puts a point: between the displacements of the four corners round it."""
        u = (x - self._left) * _PER_UNIT
        v = (y - self._top) * _PER_UNIT
        column, row = math.floor(u), math.floor(v)
        a, b = u - column, v - row
        a, b = a * a * (3.0 - 2.0 * a), b * b * (3.0 - 2.0 * b)
        cell = self._cells.get((column, row))
        if cell is None:
            cell = self._cells[column, row] = self._cell(column, row)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = cell
        upper_x, lower_x = x0 + (x1 - x0) * a, x2 + (x3 - x2) * a
        upper_y, lower_y = y0 + (y1 - y0) * a, y2 + (y3 - y2) * a
        return Point(
            x + (upper_x + (lower_x - upper_x) * b) * self._reach,
            y + (upper_y + (lower_y - upper_y) * b) * self._reach,
        )

    def _cell(self, column: int, row: int) -> tuple[tuple[float, float], ...]:
        return (
            _corner(self._seed, column, row),
            _corner(self._seed, column + 1, row),
            _corner(self._seed, column, row + 1),
            _corner(self._seed, column + 1, row + 1),
        )


def _corner(seed: int, column: int, row: int) -> tuple[float, float]:
    """The displacement at a corner of the grid, -1 to 1 across and down."""
    mixed = _mixed(seed ^ _mixed(column & _MASK) ^ _mixed((row * 7919 + 17) & _MASK))
    return (mixed & 0xFFFF) / 0x7FFF - 1.0, (mixed >> 16 & 0xFFFF) / 0x7FFF - 1.0


def _anchor(figure: RecordFigure) -> Point | None:
    """What the strokes are carried along with: a factor's middle, where a link begins."""
    if figure.owner != "links":
        return figure.box.center
    first = next((shape for shape in figure.primitives if isinstance(shape, Shape)), None)
    begin = first.path[0] if first is not None and first.path else None
    return begin.to if isinstance(begin, Move) else None


def _mixed(value: int) -> int:
    """Scatters the bits of a 32-bit number. Source: the finalizer of MurmurHash3."""
    value &= _MASK
    value = (value ^ value >> 16) * 0x85EBCA6B & _MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & _MASK
    return value ^ value >> 16
