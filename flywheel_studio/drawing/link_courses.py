"""The way of a link between two shapes: what of it can be seen, its head, and what stands on it.

Both ends keep the same gap from the outlines. A way is worked out once for each snapshot, and the
next snapshot takes over those that a change leaves alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.gear_marks import cogs_share
from flywheel_studio.drawing.link_paths import link_curve
from flywheel_studio.drawing.links_seen import as_seen
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.curve import Curve, distance_to, is_far_from, outside_box, trim
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import is_gear
from flywheel_studio.model.records import Link

ShapeOf = Callable[[str], FactorShape]

GAP: Final = 6.0
THINNEST: Final = 2.0
THICKEST: Final = 10.0
# Where bars and cogs stand, as shares of what can be seen of the way.
HALF_WAY: Final = 0.46
_BESIDE_COGS: Final = 0.24
_SHORTEST: Final = 4.0
_HEAD_PARTS: Final = 4
# As an obstacle a way is looked at this far apart, paper units.
_SAMPLED: Final = 5.0
# A drag asks again and again for the links round what moves; 12 more are new at each step.
_REMEMBERED: Final = 1024
_KEPT: Final = "_courses"


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

    def places(self) -> Iterator[tuple[float, float, float]]:
        """Places all along what can be seen of it, with how far it reaches from each."""
        if self.visible is None:
            return
        count = max(2, math.ceil(self.visible.length / _SAMPLED))
        for number in range(count + 1):
            x, y = self.visible.point(number / count)
            yield x, y, self.width / 2
        yield from self.head_places

    def room(self, at: Point) -> float:
        """How far a place is from its body and its head; negative on them."""
        if self.visible is None:
            return math.inf
        return min(
            distance_to(self.visible, at) - self.width / 2,
            *(math.hypot(x - at.x, y - at.y) - reach for x, y, reach in self.head_places),
        )

    def is_clear(self, at: Point, room: float) -> bool:
        """Whether a place has at least this much room from it: `self.room(at) >= room`, sooner."""
        if self.visible is None:
            return True
        widest = max(self.half_head, self.width / 2)
        return is_far_from(self.visible, at, room + widest) or self.room(at) >= room

    @property
    def bars(self) -> float:
        """Where on it the bars of a delay stand: half-way, or clear of cogs."""
        if self.cogs is None:
            return HALF_WAY
        return self.cogs - _BESIDE_COGS if self.cogs > 0.4 else self.cogs + _BESIDE_COGS

    def bars_room(self, at: Point, share: float) -> float:
        """How far a place is from the bars of a delay that stand at a share of the way."""
        if self.visible is None:
            return math.inf
        across = self.visible.tangent(share).left.times(self.width / 2 + 6.0)
        middle = self.visible.point(share)
        bars = (middle.minus(across), middle, middle.plus(across))
        return min(at.distance(bar) for bar in bars) - 4.0 - self.width * 0.35


def stroke_width(weight: float) -> float:
    """How thick a link of this weight is drawn, 2 to 10 paper units."""
    return THINNEST + (THICKEST - THINNEST) * min(max(weight, 0.0), 1.0)


def head_length(width: float) -> float:
    """How long the head of a link is, from the width of its body, paper units."""
    return 8.0 + 1.9 * width


def course_of(flywheel: Flywheel, link: Link, theme: Theme, shape_of: ShapeOf) -> Course:
    """The way of a link, worked out once for each snapshot: both its ends ask for it."""
    courses: dict[str, dict[str, Course]] = flywheel.__dict__.setdefault(_KEPT, {})
    known = courses.setdefault(theme.family, {})
    found = known.get(link.id)
    if found is None:
        found = _between(flywheel, link, shape_of(link.source), shape_of(link.target))
        known[link.id] = found
    return found


def carry_courses(before: Flywheel, after: Flywheel, changed: Collection[str]) -> None:
    """Let `after` take over the ways that `before` knew, but for those that have changed.

    `before` forgets them, so that a history of a thousand snapshots does not keep a thousand
    copies; whoever asks it again finds them anew.
    """
    if _KEPT not in before.__dict__ or _KEPT in after.__dict__:
        return
    # Copies: somebody else may be drawing `before` meanwhile, and writes down what he finds.
    courses: dict[str, dict[str, Course]] = before.__dict__.pop(_KEPT)
    after.__dict__[_KEPT] = {family: known.copy() for family, known in courses.items()}
    for known in after.__dict__[_KEPT].values():
        for link in changed:
            known.pop(link, None)


def _between(flywheel: Flywheel, link: Link, source: FactorShape, target: FactorShape) -> Course:
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
        outside_box(whole, source, source_corner, GAP + width / 2),
        outside_box(whole, target, target_corner, GAP),
    )
    visible = whole.part(*shares) if shares else None
    if visible is None or visible.length < _SHORTEST:
        return Course(whole, None, width)
    full = head_length(width)
    length = min(full, visible.length * 0.6)
    return Course(whole, visible, width, length, (5.0 + 1.15 * width) * length / full)
