"""A link as it is drawn: body, head, sign disc, delay bars and words along its curve.

Both ends keep the same gap from the outlines. The head stands on the curve itself: its axis joins
the tip with the point of the curve one head's length before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.gear_marks import RADIUS as COG_RADIUS
from flywheel_studio.drawing.gear_marks import cogs_share, count_mark, gear_marks
from flywheel_studio.drawing.hand_drawn import hand_drawn
from flywheel_studio.drawing.link_marks import (
    SIGN_RADIUS,
    core_line,
    delay_bars,
    link_words,
    sign_disc,
)
from flywheel_studio.drawing.link_paths import link_curve
from flywheel_studio.drawing.links_seen import as_seen, link_title
from flywheel_studio.drawing.primitives import (
    Close,
    Line,
    Move,
    Path,
    Primitive,
    RecordFigure,
    Shape,
)
from flywheel_studio.drawing.text_lines import box_of_line
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import (
    Arc,
    Curve,
    Straight,
    box_of,
    rounded_distance,
    trim,
)
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import bundle_of, is_gear
from flywheel_studio.model.records import Link

GAP: Final = 6.0
THINNEST: Final = 2.0
THICKEST: Final = 10.0
INACTIVE_OPACITY: Final = 0.3
DEVELOPING: Final = "developing"
UNPROVEN: Final = "unproven"
_NOTCH: Final = 0.22
# A sign is tried every so far from the head; so many steps back before on the other side too.
_STEP_BACK: Final = 4.0
_STEPS_ASIDE: Final = 10
_FURTHEST_BACK: Final = 240.0
_SHORTEST: Final = 4.0
# Where bars and cogs stand, as shares of what can be seen of the way.
_HALF_WAY: Final = 0.46
_BESIDE_COGS: Final = 0.24
_HEAD_PARTS: Final = 4
# A drag asks again and again for the links round what moves; 12 more are new at each step.
_REMEMBERED: Final = 1024


class LinkStyle(Struct, frozen=True, kw_only=True):
    """What the picture as a whole says about a link: its loop's colour, and whether it is faded."""

    color: str
    opacity: float = 1.0


class LinkLook(Struct, frozen=True, kw_only=True):
    """What a link looks like, wherever it runs: itself, or all that are drawn by it as one.

    `count`: how many those are; `is_bundle`: whether a folded wheel may draw more than one by it.
    """

    id: str
    title: str
    label: str
    confidence: str
    is_negative: bool
    is_active: bool
    is_delayed: bool
    count: int = 1
    is_bundle: bool = False


class Course(Struct, frozen=True, dict=True):
    """The way of a link: from middle to middle, and what of it can be seen (None: nothing).

    `head`: how long its head is; `half_head`: half of how wide. `cogs`: where on it cogs stand,
    as a share of what can be seen; None for a link inside one wheel.
    """

    whole: Curve
    visible: Curve | None
    width: float
    head: float = 0.0
    half_head: float = 0.0
    cogs: float | None = None

    @cached_property
    def head_places(self) -> list[tuple[float, float, float]]:
        """Places along its head, from the tip back, with how far it reaches from each."""
        if self.visible is None:
            return []
        places = []
        for part in range(_HEAD_PARTS + 1):
            x, y = self.visible.point(
                max(1.0 - self.head * part / _HEAD_PARTS / self.visible.length, 0.0)
            )
            places.append((x, y, max(self.half_head * part / _HEAD_PARTS, self.width / 2)))
        return places

    @property
    def bars(self) -> float:
        """Where on it the bars of a delay stand: half-way, or clear of cogs."""
        if self.cogs is None:
            return _HALF_WAY
        return self.cogs - _BESIDE_COGS if self.cogs > 0.4 else self.cogs + _BESIDE_COGS

    def bars_room(self, at: Point, share: float) -> float:
        """How far a place is from the bars of a delay that stand at a share of the way."""
        if self.visible is None:
            return float("inf")
        across = self.visible.tangent(share).left.times(self.width / 2 + 6.0)
        middle = self.visible.point(share)
        bars = (middle.minus(across), middle, middle.plus(across))
        return min(at.distance(bar) for bar in bars) - 4.0 - self.width * 0.35


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


def dash_of(link: LinkLook, width: float) -> tuple[float, ...]:
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
    """How long the head of a link is, from the width of its body, paper units."""
    return 8.0 + 1.9 * width


def course(flywheel: Flywheel, link: Link, source: FactorShape, target: FactorShape) -> Course:
    """The way of a link between two shapes, the same gap from both."""
    whole = link_curve(flywheel, link, source, target)
    width = stroke_width(as_seen(flywheel, link).weight)
    found = _course(
        whole, width, source.box, source.measure.corner, target.box, target.measure.corner
    )
    if found.visible is None or not is_gear(flywheel, link):
        return found
    return replace(found, cogs=cogs_share(flywheel, link, found.visible))


@lru_cache(maxsize=_REMEMBERED)
def _course(
    whole: Curve,
    width: float,
    source: Box,
    source_corner: float,
    target: Box,
    target_corner: float,
) -> Course:
    shares = trim(
        whole,
        lambda point: rounded_distance(point, source, source_corner) - GAP - width / 2,
        lambda point: rounded_distance(point, target, target_corner) - GAP,
    )
    visible = whole.part(*shares) if shares else None
    if visible is None or visible.length < _SHORTEST:
        return Course(whole, None, width)
    full = head_length(width)
    length = min(full, visible.length * 0.6)
    return Course(whole, visible, width, length, (5.0 + 1.15 * width) * length / full)


def link_look(flywheel: Flywheel, link: Link) -> LinkLook:
    """What a link looks like in its flywheel."""
    bundle, seen = bundle_of(flywheel, link.id), as_seen(flywheel, link)
    return LinkLook(
        id=link.id,
        title=link_title(flywheel, link),
        label=seen.label,
        confidence=seen.confidence,
        is_negative=seen.is_negative,
        is_active=seen.active,
        is_delayed=seen.delay > 0,
        count=1 if bundle is None else len(bundle.links),
        is_bundle=bundle is not None,
    )


@lru_cache(maxsize=_REMEMBERED)
def link_figure(
    link: LinkLook, course: Course, sign: Point | None, theme: Theme, style: LinkStyle
) -> RecordFigure:
    """The display list of one link, drawn by the theme's hand.

    Empty but for its outline where its ends overlap. `sign`: where its sign stands; None only
    where nothing of it is seen.
    """
    return hand_drawn(_steady(link, course, sign, theme, style), theme.wobble)


def _steady(
    link: LinkLook, course: Course, sign: Point | None, theme: Theme, style: LinkStyle
) -> RecordFigure:
    whole, visible, width = course.whole, course.visible, course.width
    if visible is None or sign is None:
        at = whole.point(0.5)
        return RecordFigure(
            owner="links",
            id=link.id,
            title=link.title,
            primitives=(),
            box=Box.around(at, 1.0, 1.0),
            outline=curve_path(whole),
            handle=at,
        )
    opacity = style.opacity * (1.0 if link.is_active else INACTIVE_OPACITY)
    length = course.head
    base_share = 1.0 - length / visible.length
    head = Head(visible.point(1.0), visible.point(base_share), course.half_head)
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
        primitives.insert(1, core_line(visible, base_share, width, theme, opacity))
    if link.is_delayed:
        primitives.extend(delay_bars(visible, course.bars, width, style.color, theme, opacity))
    reach, middle = width / 2, course.cogs if course.cogs is not None else _HALF_WAY
    if course.cogs is not None:
        cogs, reach = gear_marks(visible, middle, style.color, theme, opacity)
        primitives.extend(cogs)
    color = theme.negative if link.is_negative else theme.positive
    primitives.extend(sign_disc(sign, link.is_negative, color, theme.paper, opacity))
    aside = max(head.half_width + 1.0, width / 2 + 8.0 if link.is_delayed else 0.0)
    box = box_of(visible, aside).united(Box.around(sign, 2 * SIGN_RADIUS + 3, 2 * SIGN_RADIUS + 3))
    if course.cogs is not None:
        box = box.united(Box.around(visible.point(middle), 5.0 * reach, 5.0 * reach))
    if link.count > 1:
        counted, around = count_mark(link.count, visible, middle, reach, theme, opacity)
        primitives.append(counted)
        box = box.united(around)
    if link.label:
        words = link_words(link.label, visible, reach, theme, opacity)
        primitives.append(words)
        box = box.united(box_of_line(words))
    return RecordFigure(
        owner="links",
        id=link.id,
        title=link.title,
        primitives=tuple(primitives),
        box=box,
        outline=curve_path(visible),
        handle=None if link.is_bundle else _handle(whole, visible),
        sign=sign,
    )


def _handle(whole: Curve, visible: Curve) -> Point:
    """Where the bend handle stands: the top of the arc, or the middle of what can be seen of it."""
    if isinstance(whole, Straight):
        return whole.point(0.5)
    is_self_link = abs(whole.sweep) > 6.28
    return visible.point(0.5) if is_self_link else whole.point(0.5)


def sign_places(course: Course) -> Iterator[Point]:
    """Where the sign of a link may stand, the best first.

    Beside the head on the hollow side of the curve; then further back and on the other side. At
    least one place: the first that is tried.
    """
    visible, head = course.visible, course.head
    if visible is None:
        return
    hollow = 1.0 if isinstance(visible, Arc) and visible.sweep < 0 else -1.0
    aside = course.width / 2 + SIGN_RADIUS + 6.0
    first = head + SIGN_RADIUS + 3.0
    last = min(max(visible.length * 0.7, head + SIGN_RADIUS), first + _FURTHEST_BACK)
    for step in range(max(1, math.ceil((last - first) / _STEP_BACK)) + _STEPS_ASIDE):
        for side, number in ((hollow, step), (-hollow, step - _STEPS_ASIDE)):
            back = first + number * _STEP_BACK
            if number == 0 or (number > 0 and back < last):
                share = max(1.0 - back / visible.length, 0.0)
                out = visible.tangent(share).left.times(side * aside)
                yield visible.point(share).plus(out)


def marks_room(flywheel: Flywheel, link: Link, course: Course, at: Point) -> float:
    """How far a place is from what stands on the link itself: the bars of a delay, and cogs."""
    room = float("inf")
    if course.visible is None:
        return room
    if as_seen(flywheel, link).delay > 0:
        room = course.bars_room(at, course.bars)
    if course.cogs is not None:
        room = min(room, at.distance(course.visible.point(course.cogs)) - 2.2 * COG_RADIUS)
    return room
