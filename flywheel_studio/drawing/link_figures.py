"""A link as it is drawn: body, head, sign disc, delay bars and words along its curve.

Both ends keep the same gap from the outlines. The head stands on the curve itself: its axis joins
the tip with the point of the curve one head's length before it.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.factor_shapes import FactorShape, disc
from flywheel_studio.drawing.link_paths import link_curve
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
    TextLine,
)
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import Arc, Curve, Straight, box_of, trim
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Link

GAP: Final = 6.0
THINNEST: Final = 2.0
THICKEST: Final = 10.0
SIGN_RADIUS: Final = 9.0
INACTIVE_OPACITY: Final = 0.3
DEVELOPING: Final = "developing"
UNPROVEN: Final = "unproven"
_NOTCH: Final = 0.22
_LABEL_SIZE: Final = 13.0
_SHORTEST: Final = 4.0


class LinkStyle(Struct, frozen=True, kw_only=True):
    """What the picture as a whole says about a link: its loop's colour, and whether it is faded."""

    color: str
    opacity: float = 1.0


class Head(Struct, frozen=True):
    """A swept-back triangle: its tip, the middle of its base, and half its width."""

    tip: Point
    base: Point
    half_width: float

    def path(self) -> Path:
        along = self.tip.minus(self.base)
        side = along.unit.left.times(self.half_width)
        return (
            Move(self.tip),
            Line(self.base.plus(side)),
            Line(self.base.plus(along.times(_NOTCH))),
            Line(self.base.minus(side)),
            Close(),
        )


def stroke_width(weight: float) -> float:
    """How thick a link of this weight is drawn, 2 to 10 paper units."""
    return THINNEST + (THICKEST - THINNEST) * min(max(weight, 0.0), 1.0)


def dash_of(link: Link, width: float) -> tuple[float, ...]:
    """Dashes for a negative link, dots for an unproven one, both in turn for one that is both."""
    if link.is_negative and link.confidence == UNPROVEN:
        return (2.4 * width, 1.2 * width + 1.0, 0.7 * width, 1.2 * width + 1.0)
    if link.is_negative:
        return (2.4 * width, 1.9 * width + 1.0)
    if link.confidence == UNPROVEN:
        # Next to nothing with round ends is a dot; nothing at all is not drawn by every reader.
        return (0.1, 1.55 * width + 1.5)
    return ()


def head_length(width: float) -> float:
    return 8.0 + 1.9 * width


def link_figure(
    flywheel: Flywheel,
    link: Link,
    source: FactorShape,
    target: FactorShape,
    theme: Theme,
    style: LinkStyle,
) -> RecordFigure:
    """The display list of one link; empty but for its outline where its ends overlap."""
    whole = link_curve(flywheel, link, source, target)
    width = stroke_width(link.weight)
    shares = trim(
        whole,
        lambda point: source.distance(point) - GAP - width / 2,
        lambda point: target.distance(point) - GAP,
    )
    title = _title(flywheel, link)
    visible = whole.part(*shares) if shares else None
    if visible is None or visible.length < _SHORTEST:
        at = whole.point(0.5)
        return RecordFigure(
            owner="links",
            id=link.id,
            title=title,
            primitives=(),
            box=Box.around(at, 1.0, 1.0),
            outline=curve_path(whole),
            handle=at,
        )
    opacity = style.opacity * (1.0 if link.active else INACTIVE_OPACITY)
    full = head_length(width)
    length = min(full, visible.length * 0.6)
    base_share = 1.0 - length / visible.length
    head = Head(visible.point(1.0), visible.point(base_share), (5.0 + 1.15 * width) * length / full)
    body_end = base_share + _NOTCH * 0.6 * length / visible.length
    body = visible.part(0.0, body_end)
    primitives: list[Primitive] = [
        Shape(
            path=curve_path(body),
            part="body",
            stroke=style.color,
            width=width,
            dash=dash_of(link, width),
            is_round=not link.is_negative,
            opacity=opacity,
        ),
        Shape(path=head.path(), part="head", fill=style.color, opacity=opacity),
    ]
    if link.confidence == DEVELOPING:
        primitives.insert(1, _core(visible, base_share, width, theme, opacity))
    if link.delay > 0:
        primitives.extend(_delay_bars(visible, width, style.color, theme, opacity))
    sign = _sign_place(visible, length, width, source, target)
    color = theme.negative if link.is_negative else theme.positive
    primitives.extend(sign_disc(sign, link.is_negative, color, theme.paper, opacity))
    box = box_of(visible, head.half_width + 1.0).united(
        Box.around(sign, 2 * SIGN_RADIUS + 3, 2 * SIGN_RADIUS + 3)
    )
    if link.label:
        words = _label(link.label, visible, width, theme, opacity)
        primitives.append(words)
        box = box.united(
            Box(words.x, words.y - words.size, words.x + words.advance, words.y + words.size * 0.3)
        )
    return RecordFigure(
        owner="links",
        id=link.id,
        title=title,
        primitives=tuple(primitives),
        box=box,
        outline=curve_path(visible),
        handle=whole.point(0.5) if isinstance(whole, Straight) else _top(whole, visible),
        sign=sign,
    )


def _core(visible: Curve, end: float, width: float, theme: Theme, opacity: float) -> Shape:
    """A light line along the body: what is only beginning to show is not filled yet."""
    return Shape(
        path=curve_path(visible.part(0.0, end)),
        part="mark",
        stroke=theme.paper,
        width=max(0.42 * width, 0.8),
        opacity=opacity,
    )


def curve_path(curve: Curve) -> Path:
    """An open path along a curve."""
    if isinstance(curve, Straight):
        return (Move(curve.start), Line(curve.end))
    pieces = curve.beziers()
    segments: list[Segment] = [Move(pieces[0][0])]
    segments.extend(Cubic(first, second, to) for _, first, second, to in pieces)
    return tuple(segments)


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


def _top(whole: Arc, visible: Curve) -> Point:
    """Where the bend handle stands: the top of the arc, or the middle of what can be seen of it."""
    is_self_link = abs(whole.sweep) > 6.28
    return visible.point(0.5) if is_self_link else whole.point(0.5)


def _sign_place(
    visible: Curve, head: float, width: float, source: FactorShape, target: FactorShape
) -> Point:
    """Beside the head on the hollow side of the curve, clear of both outlines."""
    hollow = 1.0 if isinstance(visible, Arc) and visible.sweep < 0 else -1.0
    aside = width / 2 + SIGN_RADIUS + 6.0
    best, best_room = visible.point(0.5), float("-inf")
    for side in (hollow, -hollow):
        back = head + SIGN_RADIUS + 3.0
        while back < max(visible.length * 0.7, head + SIGN_RADIUS):
            share = max(1.0 - back / visible.length, 0.0)
            at = visible.point(share).plus(visible.tangent(share).left.times(side * aside))
            room = min(source.distance(at), target.distance(at)) - SIGN_RADIUS
            if room >= 5.0:
                return at
            if room > best_room:
                best, best_room = at, room
            back += 4.0
    return best


def _delay_bars(
    visible: Curve, width: float, color: str, theme: Theme, opacity: float
) -> tuple[Shape, Shape]:
    """Two short bars across the middle, on a stripe of paper so that they stand out."""
    apart = 2.5 + width * 0.35
    reach = width / 2 + 6.0
    share = 0.46
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


def _label(text: str, visible: Curve, width: float, theme: Theme, opacity: float) -> TextLine:
    """The link's own words, outside its bulge, on one line."""
    words = " ".join(text.split())
    wide = advance(words, _LABEL_SIZE, 500, theme.family)
    bulge = -1.0 if isinstance(visible, Arc) and visible.sweep < 0 else 1.0
    out = visible.tangent(0.5).left.times(bulge)
    # As far out as the words' box reaches in that direction, so that no corner touches the line.
    away = width / 2 + 6.0 + abs(out.x) * wide / 2 + abs(out.y) * _LABEL_SIZE / 2
    middle = visible.point(0.5).plus(out.times(away))
    return TextLine(
        text=words,
        x=middle.x - wide / 2,
        y=middle.y + _LABEL_SIZE * CAP_HEIGHT / 2,
        size=_LABEL_SIZE,
        weight=500,
        family=theme.family,
        color=theme.muted,
        advance=wide,
        opacity=opacity,
    )


def _title(flywheel: Flywheel, link: Link) -> str:
    arrow = "⊣" if link.is_negative else "→"
    source, target = flywheel.factors[link.source], flywheel.factors[link.target]
    return f"{source.label} {arrow} {target.label}"
