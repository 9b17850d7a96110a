"""An arc or a straight line as a path that can be stroked."""

from __future__ import annotations

from flywheel_studio.drawing.primitives import Cubic, Line, Move, Path, Segment
from flywheel_studio.geometry.curve import Curve, Straight


def curve_path(curve: Curve) -> Path:
    """An open path along a curve."""
    if isinstance(curve, Straight):
        return (Move(curve.start), Line(curve.end))
    pieces = curve.beziers()
    segments: list[Segment] = [Move(pieces[0][0])]
    segments.extend(Cubic(first, second, to) for _, first, second, to in pieces)
    return tuple(segments)
