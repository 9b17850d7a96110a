"""Which factors hold their wheel back by how well they are done today, and how that is marked.

The lowest score of a wheel is marked, where some are higher; a wheel in which most share the
lowest has no weakest part. The tag needs no words: a triangle that points down and the score.
"""

from __future__ import annotations

from typing import Final

from flywheel_studio.drawing.factor_shapes import rounded_box
from flywheel_studio.drawing.primitives import Close, Line, Move, Primitive, Shape, TextLine
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel

_SIZE: Final = 12.0
_HEIGHT: Final = 20.0
_PAD: Final = 7.0
_TRIANGLE: Final = 8.0
_GAP: Final = 4.0
_KEPT: Final = "_weakest_factors"


def weakest_factors(flywheel: Flywheel) -> frozenset[str]:
    """The factors with the lowest score of their wheel. Worked out once for each snapshot."""
    known: frozenset[str] | None = flywheel.__dict__.get(_KEPT)
    if known is None:
        scores: dict[str | None, dict[str, float]] = {}
        for factor in flywheel.factors.values():
            if factor.score is not None:
                scores.setdefault(factor.wheel, {})[factor.id] = factor.score
        found: set[str] = set()
        for scored in scores.values():
            least = min(scored.values())
            lowest = {key for key, score in scored.items() if score == least}
            if 2 * len(lowest) <= len(scored):
                found |= lowest
        known = flywheel.__dict__[_KEPT] = frozenset(found)
    return known


def tag_size(score: float, theme: Theme) -> tuple[float, float]:
    """The width and height of the tag that says this score."""
    wide = advance(f"{score:g}", _SIZE, 600, theme.family)
    return 2 * _PAD + _TRIANGLE + _GAP + wide, _HEIGHT


def weakest_tag(
    score: float, center: Point, theme: Theme, opacity: float
) -> tuple[tuple[Primitive, ...], Box]:
    """The tag with its middle at `center`, and the box that it fills."""
    words = f"{score:g}"
    wide = advance(words, _SIZE, 600, theme.family)
    box = Box.around(center, *tag_size(score, theme))
    left, middle = box.left + _PAD, center.y
    triangle = (
        Move(Point(left, middle - _TRIANGLE * 0.42)),
        Line(Point(left + _TRIANGLE, middle - _TRIANGLE * 0.42)),
        Line(Point(left + _TRIANGLE / 2, middle + _TRIANGLE * 0.5)),
        Close(),
    )
    primitives: tuple[Primitive, ...] = (
        Shape(
            path=rounded_box(box.grown(-0.8), _HEIGHT / 2),
            part="mark",
            fill=theme.paper,
            stroke=theme.negative,
            width=1.6,
            opacity=opacity,
        ),
        Shape(path=triangle, part="mark", fill=theme.negative, opacity=opacity),
        TextLine(
            text=words,
            x=left + _TRIANGLE + _GAP,
            y=middle + _SIZE * CAP_HEIGHT / 2,
            size=_SIZE,
            weight=600,
            family=theme.family,
            color=theme.ink,
            advance=wide,
            opacity=opacity,
        ),
    )
    return primitives, box
