"""What stands on a link or beside it: the sign in its disc, the bars of a delay, its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.factor_shapes import disc
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.primitives import Line, Move, Segment, Shape, TextLine
from flywheel_studio.drawing.text_lines import box_of_line, line_amid
from flywheel_studio.drawing.text_metrics import LINE_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import Arc, Curve
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.records import Link

SIGN_RADIUS: Final = 9.0
# So far the bars of a delay reach out beside the body of their link.
BAR_REACH: Final = 6.0
_SIZE: Final = 13.0
# Longer words of a link are broken: over and under its line, and beside it, where they would make
# the picture wider than the wheel is.
_LINE: Final = 186.0
_LINE_BESIDE: Final = 124.0


def sign_disc(
    center: Point, is_negative: bool, color: str, paper: str, opacity: float
) -> tuple[Shape, Shape]:
    """The disc with a plus or a minus, drawn as strokes so that no font is needed."""
    arm = SIGN_RADIUS * 0.48
    bars: list[Segment] = [
        Move(Point(center.x - arm, center.y)),
        Line(Point(center.x + arm, center.y)),
    ]
    if not is_negative:
        bars += [Move(Point(center.x, center.y - arm)), Line(Point(center.x, center.y + arm))]
    return (
        Shape(
            path=disc(center, SIGN_RADIUS - 0.8),
            part="sign",
            fill=paper,
            stroke=color,
            width=1.6,
            opacity=opacity,
        ),
        Shape(path=tuple(bars), part="sign", stroke=color, width=1.8, opacity=opacity),
    )


def core_line(visible: Curve, end: float, width: float, theme: Theme, opacity: float) -> Shape:
    """A light line along the body: what is only beginning to show is not filled yet."""
    return Shape(
        path=curve_path(visible.part(0.0, end)),
        part="mark",
        stroke=theme.paper,
        width=max(0.42 * width, 0.8),
        opacity=opacity,
    )


def delay_bars(
    visible: Curve, share: float, width: float, color: str, theme: Theme, opacity: float
) -> tuple[Shape, Shape]:
    """Two short bars across the way, on a stripe of paper so that they stand out."""
    apart = 2.5 + width * 0.35
    reach = width / 2 + BAR_REACH
    bars: list[Segment] = []
    for offset in (-apart, apart):
        at = visible.point(min(max(share + offset / visible.length, 0.0), 1.0))
        across = visible.tangent(share).left.times(reach)
        bars += [Move(at.plus(across)), Line(at.minus(across))]
    stripe = visible.part(
        max(share - apart / visible.length, 0.0), min(share + apart / visible.length, 1.0)
    )
    return (
        Shape(
            path=curve_path(stripe),
            part="mark",
            stroke=theme.paper,
            width=width + 1.5,
            is_round=False,
            opacity=opacity,
        ),
        Shape(
            path=tuple(bars), part="mark", stroke=color, width=2.6, is_round=True, opacity=opacity
        ),
    )


def label_box(link: Link, visible: Curve | None, width: float, theme: Theme) -> Box | None:
    """The room that a link's own words take; None where it has none."""
    if not link.label or visible is None:
        return None
    lines = link_words(link.label, visible, width, theme, 1.0, is_delayed=link.delay > 0)
    box = box_of_line(lines[0])
    return box if len(lines) == 1 else box.united(box_of_line(lines[-1])).united(_widest(lines))


def link_words(
    text: str, visible: Curve, reach: float, theme: Theme, opacity: float, *, is_delayed: bool
) -> tuple[TextLine, ...]:
    """The link's own words, outside its bulge; many of them on lines of one length.

    `is_delayed`: bars reach out from it where they stand.
    """
    bulge = -1.0 if isinstance(visible, Arc) and visible.sweep < 0 else 1.0
    out = visible.tangent(0.5).left.times(bulge)
    line = _LINE_BESIDE if abs(out.x) > 0.5 else _LINE
    words = break_lines(" ".join(text.split()), line, _SIZE, 500, theme.family)
    wide = max(advance(line, _SIZE, 500, theme.family) for line in words)
    pitch = _SIZE * LINE_HEIGHT
    high = _SIZE + (len(words) - 1) * pitch
    # As far out as the words' box reaches in that direction, so that no corner touches the line.
    away = reach + 6.0 + abs(out.x) * wide / 2 + abs(out.y) * high / 2
    if is_delayed:
        away += BAR_REACH
    middle = visible.point(0.5).plus(out.times(away))
    first = middle.y - (len(words) - 1) * pitch / 2
    return tuple(
        line_amid(
            each,
            Point(middle.x, first + number * pitch),
            _SIZE,
            500,
            theme.family,
            theme.muted,
            opacity=opacity,
        )
        for number, each in enumerate(words)
    )


def _widest(lines: Sequence[TextLine]) -> Box:
    return box_of_line(max(lines, key=lambda line: line.advance))
