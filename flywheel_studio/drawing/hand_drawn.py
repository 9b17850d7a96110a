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
# Segments are cut to this: half a wave still bends where it should.
_PIECE: Final = 20.0
# A sign disc is small and must stay a disc.
_CALM: Final = {"sign": 0.4, "head": 0.7, "badge": 0.6, "mark": 0.7}
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
        self._anchor = anchor
        self._reach = reach
        self._corners: dict[tuple[int, int], tuple[float, float]] = {}

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
        length = (
            start.distance(cubic.first)
            + cubic.first.distance(cubic.second)
            + cubic.second.distance(cubic.to)
        )
        rest = cubic
        for left in range(max(1, math.ceil(length / _PIECE)), 0, -1):
            piece, after = _split(start, rest, 1.0 / left)
            yield Cubic(*(self._moved(point) for point in (piece.first, piece.second, piece.to)))
            start, rest = piece.to, after

    def _moved(self, point: Point) -> Point:
        u = (point.x - self._anchor.x) / _WAVE
        v = (point.y - self._anchor.y) / _WAVE
        column, row = math.floor(u), math.floor(v)
        a, b = _eased(u - column), _eased(v - row)
        x = y = 0.0
        for dx, share_x in ((0, 1.0 - a), (1, a)):
            for dy, share_y in ((0, 1.0 - b), (1, b)):
                cx, cy = self._corner(column + dx, row + dy)
                x += share_x * share_y * cx
                y += share_x * share_y * cy
        return Point(point.x + x * self._reach, point.y + y * self._reach)

    def _corner(self, column: int, row: int) -> tuple[float, float]:
        key = (column, row)
        if key not in self._corners:
            mixed = _mixed(self._seed ^ _mixed(column & _MASK) ^ _mixed((row * 7919 + 17) & _MASK))
            self._corners[key] = (
                (mixed & 0xFFFF) / 0x7FFF - 1.0,
                (mixed >> 16 & 0xFFFF) / 0x7FFF - 1.0,
            )
        return self._corners[key]


def _split(start: Point, cubic: Cubic, share: float) -> tuple[Cubic, Cubic]:
    """A cubic cut in two. Source: de Casteljau."""
    if share >= 1.0:
        return cubic, cubic
    a = start.towards(cubic.first, share)
    b = cubic.first.towards(cubic.second, share)
    c = cubic.second.towards(cubic.to, share)
    ab, bc = a.towards(b, share), b.towards(c, share)
    middle = ab.towards(bc, share)
    return Cubic(a, ab, middle), Cubic(bc, c, cubic.to)


def _anchor(figure: RecordFigure) -> Point | None:
    """What the strokes are carried along with: a factor's middle, where a link begins."""
    if figure.owner != "links":
        return figure.box.center
    first = next((shape for shape in figure.primitives if isinstance(shape, Shape)), None)
    begin = first.path[0] if first is not None and first.path else None
    return begin.to if isinstance(begin, Move) else None


def _eased(share: float) -> float:
    return share * share * (3.0 - 2.0 * share)


def _mixed(value: int) -> int:
    """Scatters the bits of a 32-bit number. Source: the finalizer of MurmurHash3."""
    value &= _MASK
    value = (value ^ value >> 16) * 0x85EBCA6B & _MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & _MASK
    return value ^ value >> 16
