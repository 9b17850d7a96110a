"""A link as it is drawn: body, head, sign disc, delay bars and words along its curve.

Both ends keep the same gap from the outlines. The head stands on the curve itself: its axis joins
the tip with the point of the curve one head's length before it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.gear_marks import count_mark, gear_marks
from flywheel_studio.drawing.hand_drawn import hand_drawn
from flywheel_studio.drawing.link_courses import HALF_WAY, Course
from flywheel_studio.drawing.link_marks import (
    SIGN_RADIUS,
    core_line,
    delay_bars,
    link_words,
    sign_disc,
)
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
    Curve,
    Straight,
    box_of,
)
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import bundle_of
from flywheel_studio.model.records import Link

INACTIVE_OPACITY: Final = 0.3
DEVELOPING: Final = "developing"
UNPROVEN: Final = "unproven"
_NOTCH: Final = 0.22
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
    reach, middle = width / 2, course.cogs if course.cogs is not None else HALF_WAY
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
        words = link_words(link.label, visible, reach, theme, opacity, is_delayed=link.is_delayed)
        primitives.extend(words)
        for line in words:
            box = box.united(box_of_line(line))
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
