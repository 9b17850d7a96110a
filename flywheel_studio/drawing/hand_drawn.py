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

# A hand drifts off its way and back about this often, paper units, and trembles faster than that.
_WAVE: Final = 150.0
_TREMBLE: Final = 0.1
_FASTER: Final = 3.7
# Segments are cut to this: a fast wave still bends where it should.
_PIECE: Final = 24.0
# What is small has waves of its own size, and keeps its shape.
_SMALL: Final = {"frame": 90.0, "sign": 26.0, "badge": 40.0, "icon": 40.0, "gear": 40.0}
_CALM: Final = {"sign": 0.5, "badge": 0.6, "mark": 0.8, "gear": 0.4, "icon": 0.35}
# The second stroke round a factor is thinner, and looser.
_AGAIN: Final = 0.55
_LOOSER: Final = 1.4
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
        box=figure.box.grown(wobble * _LOOSER),
    )


def _drawn(
    primitives: tuple[Primitive, ...], anchor: Point, seed: int, wobble: float
) -> Iterator[Primitive]:
    for primitive in primitives:
        if not isinstance(primitive, Shape):
            yield primitive
            continue
        calm = _CALM.get(primitive.part, 1.0)
        wave = _SMALL.get(primitive.part, _WAVE)
        field = _Field(seed, anchor, wobble * calm, wave)
        yield replace(primitive, path=field.bent(primitive.path))
        if primitive.part == "frame" and primitive.stroke is not None:
            again = _Field(seed ^ 0x5F3759DF, anchor, wobble * _LOOSER, wave)
            yield replace(
                primitive,
                path=again.bent(primitive.path),
                fill=None,
                width=primitive.width * _AGAIN,
            )


class _Field:
    """Displacements between -`reach` and `reach`, smooth over the plane round `anchor`.

    `wave`: how far it is from one to the next, paper units.
    """

    def __init__(self, seed: int, anchor: Point, reach: float, wave: float) -> None:
        self._left, self._top = anchor
        self._drift = _Grid(seed, reach * (1.0 - _TREMBLE), wave)
        self._tremble = _Grid(seed ^ 0x2545F491, reach * _TREMBLE, wave / _FASTER)

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
        left = max(1, math.ceil(length / _PIECE - 1e-6))
        at = self._at(ax, ay)
        handle = self._handle(ax, ay, (bx - ax) / left, (by - ay) / left)
        while left:
            # A piece cut off the beginning. Source: de Casteljau.
            share = 1.0 / left
            px, py = ax + (bx - ax) * share, ay + (by - ay) * share
            qx, qy = bx + (cx - bx) * share, by + (cy - by) * share
            cx, cy = cx + (dx - cx) * share, cy + (dy - cy) * share
            rx, ry = px + (qx - px) * share, py + (qy - py) * share
            bx, by = qx + (cx - qx) * share, qy + (cy - qy) * share
            ax, ay = rx + (bx - rx) * share, ry + (by - ry) * share
            end = self._at(ax, ay)
            # One handle for both sides of a joint: there is no kink in it.
            after = self._handle(ax, ay, ax - rx, ay - ry)
            yield Cubic(at.plus(handle), end.minus(after), end)
            at, handle, left = end, after, left - 1

    def _moved(self, point: Point) -> Point:
        return self._at(point.x, point.y)

    def _handle(self, x: float, y: float, dx: float, dy: float) -> Point:
        """What a handle (dx, dy) at a place becomes: the field turns and stretches it a little."""
        ahead, behind = self._at(x + dx, y + dy), self._at(x - dx, y - dy)
        return Point((ahead.x - behind.x) / 2, (ahead.y - behind.y) / 2)

    def _at(self, x: float, y: float) -> Point:
        """Where the field puts a point."""
        u, v = x - self._left, y - self._top
        (ax, ay), (bx, by) = self._drift.at(u, v), self._tremble.at(u, v)
        return Point(x + ax + bx, y + ay + by)


class _Grid:
    """Displacements up to `reach` at the corners of a grid, and between them smoothly."""

    def __init__(self, seed: int, reach: float, side: float) -> None:
        self._seed = seed
        self._reach = reach
        self._per_unit = 1.0 / side
        self._cells: dict[tuple[int, int], tuple[tuple[float, float], ...]] = {}

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Between the displacements of the four corners round a place."""
        u, v = x * self._per_unit, y * self._per_unit
        column, row = math.floor(u), math.floor(v)
        a, b = u - column, v - row
        # Smooth to the second derivative. Source: Perlin, Improving Noise (2002).
        a = a * a * a * (a * (a * 6.0 - 15.0) + 10.0)
        b = b * b * b * (b * (b * 6.0 - 15.0) + 10.0)
        cell = self._cells.get((column, row))
        if cell is None:
            cell = self._cells[column, row] = self._cell(column, row)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = cell
        upper_x, lower_x = x0 + (x1 - x0) * a, x2 + (x3 - x2) * a
        upper_y, lower_y = y0 + (y1 - y0) * a, y2 + (y3 - y2) * a
        return (
            (upper_x + (lower_x - upper_x) * b) * self._reach,
            (upper_y + (lower_y - upper_y) * b) * self._reach,
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
