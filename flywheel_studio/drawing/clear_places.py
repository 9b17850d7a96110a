"""Where signs and tags stand round a factor so that they hide no link and not one another.

Looked at is one factor with the links that touch it, nothing further away: what a change redraws
stays a matter of neighbours (`leaning` names them). Worked out once for each snapshot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.link_courses import Course, ShapeOf, course_of
from flywheel_studio.drawing.link_marks import label_box
from flywheel_studio.drawing.links_seen import as_seen
from flywheel_studio.drawing.numbers_shown import METRICS, is_shown, metric_words
from flywheel_studio.drawing.numbers_shown import tag_size as metric_size
from flywheel_studio.drawing.primitives import Owner
from flywheel_studio.drawing.sign_places import Around, Spot, sign_spot
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.drawing.weakest import tag_size as weakest_size
from flywheel_studio.drawing.weakest import weakest_factors
from flywheel_studio.geometry.curve import distance_to
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.model.ring_order import on_the_ring

# A factor with more links than this has no room to give: its signs stand as if alone.
_MOST_LINKS: Final = 40
_KEPT: Final = "_clear_places"
# No head reaches further from its line, and no tag or sign asks for more room.
_HIGHEST: Final = 40.0
_AIR: Final = 3.0
# Along the rim of a factor a tag is tried this far apart; so much of it hangs on the factor.
_SLIDE: Final = 6.0
_HOLD: Final = 34.0
_BESIDE_LINK: Final = 24.0
# What it costs a tag, in units of length, to leave the edge of the factor that it prefers.
_OTHER_EDGE: Final = 50.0
_OVERHANG: Final = 0.6
_INWARD: Final = 3.0
_OUTWARD: Final = 0.6


class Places(Struct, frozen=True):
    """Where things stand round one factor; None for what it does not have.

    Tags by their middles, seen from the factor's; signs beside their links. So all of them have a
    place too where the factor or a link has moved on.
    """

    weakest: Point | None
    metric: Point | None
    signs: dict[str, Spot]


def places_round(flywheel: Flywheel, factor: str, theme: Theme, shape_of: ShapeOf) -> Places:
    """The places round one factor: its tags, and the signs of the links that arrive at it."""
    known: dict[tuple[str, str], Places] = flywheel.__dict__.setdefault(_KEPT, {})
    key = (factor, theme.family)
    if key not in known:
        known[key] = _found(flywheel, flywheel.factors[factor], theme, shape_of)
    return known[key]


def has_tags(flywheel: Flywheel, factor: Factor) -> bool:
    """Whether anything hangs on the edge of a factor."""
    return _has_weakest(flywheel, factor) or _shows_metric(flywheel, factor)


def metric_overhang(flywheel: Flywheel, factor: Factor, theme: Theme, wide: float) -> float:
    """How far beside a factor of this width the tag of its metric reaches, beside links that end
    in the middle of it; 0 where it shows none.
    """
    if not _shows_metric(flywheel, factor):
        return 0.0
    width, _ = metric_size(metric_words(flywheel, factor), theme)
    return max(min(width - min(_HOLD, width / 2), width + _BESIDE_LINK - wide / 2), 0.0)


def leaning(flywheel: Flywheel, links: Iterable[str]) -> Iterator[tuple[Owner, str]]:
    """The factors and links whose places depend on the course of one of these links."""
    ends = {end for key in links if (link := flywheel.links.get(key)) for end in _ends(link)}
    # A tag is large: it looks one link further.
    ends |= {
        other
        for end in tuple(ends)
        for link in flywheel.links_of[end]
        for other in _ends(link)
        if has_tags(flywheel, flywheel.factors[other])
    }
    for end in ends:
        if has_tags(flywheel, flywheel.factors[end]):
            yield "factors", end
        for link in flywheel.links_of[end]:
            if link.target == end:
                yield "links", link.id


def _found(flywheel: Flywheel, factor: Factor, theme: Theme, shape_of: ShapeOf) -> Places:
    links = flywheel.links_of[factor.id]
    near = links[:_MOST_LINKS]
    courses = {link.id: course_of(flywheel, link, theme, shape_of) for link in links}
    shape = shape_of(factor.id)
    others = {end for link in near for end in _ends(link)} - {factor.id}
    pills = [shape_of(other).box for other in others]
    weakest, metric, tags = _tag_places(flywheel, factor, others, theme, shape_of)
    signs: dict[str, Spot] = {}
    taken: list[Point] = []
    for link in links:
        own = courses[link.id]
        if link.target != factor.id or own.visible is None:
            continue
        words = label_box(link, own.visible, own.width, theme)
        beside = [courses[other.id] for other in near if other is not link]
        spot = sign_spot(
            own,
            Around(
                ends=(shape_of(link.source), shape),
                boxes=[*tags, *pills] if words is None else [*tags, *pills, words],
                courses=beside if len(near) < _MOST_LINKS else [],
                signs=taken,
                is_delayed=as_seen(flywheel, link).delay > 0,
            ),
        )
        if spot is not None and (at := spot.on(own)) is not None:
            signs[link.id] = spot
            taken.append(at)
    return Places(
        None if weakest is None else weakest.minus(shape.center),
        None if metric is None else metric.minus(shape.center),
        signs,
    )


def _tag_places(
    flywheel: Flywheel, factor: Factor, others: set[str], theme: Theme, shape_of: ShapeOf
) -> tuple[Point | None, Point | None, list[Box]]:
    """Where the tags of a factor stand, "weakest" and its metric, and the room that they take."""
    if not has_tags(flywheel, factor):
        return None, None, []
    shape, middle = shape_of(factor.id), _middle_of_ring(flywheel, factor)
    ways, pills = _further(flywheel, factor.id, others, theme, shape_of)
    tags: list[Box] = []
    weakest = metric = None
    if _has_weakest(flywheel, factor) and factor.score is not None:
        width, height = weakest_size(factor.score, theme)
        wish = Point(shape.box.right - min(width / 2, shape.box.width / 4), shape.box.top - 1.0)
        weakest = _tag_place(wish, width, height, shape, middle, ways, pills, tags)
        tags.append(Box.around(weakest, width, height))
    if _shows_metric(flywheel, factor):
        width, height = metric_size(metric_words(flywheel, factor), theme)
        wish = Point(shape.box.left + max(width / 2 - 6.0, 0.0), shape.box.bottom + 1.0)
        if _is_round(shape):
            wish = Point(shape.center.x, shape.box.bottom - 2.0)
        metric = _tag_place(wish, width, height, shape, middle, ways, pills, tags)
        tags.append(Box.around(metric, width, height))
    return weakest, metric, tags


def _middle_of_ring(flywheel: Flywheel, factor: Factor) -> Point | None:
    """The middle of the ring on which a factor stands."""
    wheel = flywheel.wheels.get(factor.wheel or "")
    if wheel is None or not on_the_ring(flywheel, factor, wheel):
        return None
    return Point(wheel.x, wheel.y)


def _further(
    flywheel: Flywheel, factor: str, others: set[str], theme: Theme, shape_of: ShapeOf
) -> tuple[list[Course], list[Box]]:
    """The links and factors round one factor, up to one link further away than its own."""
    links = {
        link.id: link for end in (factor, *others) for link in flywheel.links_of[end][:_MOST_LINKS]
    }
    ends = {end for link in links.values() for end in _ends(link)} | others
    ways = [course_of(flywheel, link, theme, shape_of) for link in links.values()]
    return ways, [shape_of(end).box for end in ends - {factor}]


def _tag_place(
    wish: Point,
    width: float,
    height: float,
    shape: FactorShape,
    middle: Point | None,
    ways: Sequence[Course],
    pills: Sequence[Box],
    taken: Sequence[Box],
) -> Point:
    """The place on the edge of a factor nearest to where a tag would stand, clear of the rest.

    `middle`: of the ring on which the factor stands; a tag rather hangs out away from it than in
    among the others.
    """
    edge, out = shape.box, 0.0
    if middle is not None and abs(edge.center.x - middle.x) > edge.width / 4:
        out = math.copysign(1.0, edge.center.x - middle.x)

    def cost(at: Point) -> float:
        left = max(edge.left - 6.0 - (at.x - width / 2), 0.0)
        right = max(at.x + width / 2 - edge.right - 6.0, 0.0)
        over = (left * (1.0 if out < 0 else _INWARD), right * (1.0 if out > 0 else _INWARD))
        return (
            abs(at.x - wish.x) * (_OUTWARD if (at.x - wish.x) * out > 0 else 1.0)
            + _OVERHANG * sum(over)
            + (_OTHER_EDGE if (at.y < edge.center.y) != (wish.y < edge.center.y) else 0.0)
        )

    best, best_room = wish, -math.inf
    for at in sorted({wish, *_along_edge(wish, width, shape)}, key=cost):
        box = Box.around(at, width, height)
        room = min(
            _box_room(box, ways) - _AIR,
            *(_between(box, other) - _AIR for other in (*taken, *pills)),
            0.0,
        )
        if room >= 0.0:
            return at
        if room > best_room:
            best, best_room = at, room
    return best


def _along_edge(wish: Point, width: float, shape: FactorShape) -> Iterator[Point]:
    """Where a tag hangs on the upper and lower edge of a factor, or on the rim of a disc."""
    edge = shape.box
    hold = min(_HOLD, width / 2)
    if _is_round(shape):
        radius, center = edge.width / 2 - 2.0, edge.center
        for turn in range(12, 169, 6):
            x, y = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            # Beside the middle it is the near end of the tag that lies on the rim.
            aside = x * max(width / 2 - hold * 0.6, 0.0)
            for upright in (1.0, -1.0):
                yield Point(center.x + radius * x + aside, center.y + upright * radius * y)
        return
    inset = abs(wish.y - (edge.bottom if wish.y > edge.center.y else edge.top))
    first, last = edge.left - width / 2 + hold, edge.right + width / 2 - hold
    steps = max(1, math.ceil((last - first) / _SLIDE))
    for y in (edge.bottom + inset, edge.top - inset):
        for number in range(steps + 1):
            yield Point(first + (last - first) * number / steps, y)


def _box_room(box: Box, ways: Sequence[Course]) -> float:
    left, top, right, bottom = box
    middle, reach = box.center, math.hypot(box.width, box.height) / 2 + _HIGHEST
    return min(
        (
            math.hypot(max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom)) - half
            for way in ways
            if way.visible is not None and distance_to(way.visible, middle) < reach
            for x, y, half in way.places()
        ),
        default=math.inf,
    )


def _between(first: Box, second: Box) -> float:
    dx = max(first.left - second.right, second.left - first.right)
    dy = max(first.top - second.bottom, second.top - first.bottom)
    return math.hypot(dx, dy) if dx > 0 and dy > 0 else max(dx, dy)


def _has_weakest(flywheel: Flywheel, factor: Factor) -> bool:
    return factor.score is not None and factor.id in weakest_factors(flywheel)


def _shows_metric(flywheel: Flywheel, factor: Factor) -> bool:
    if factor.metric is None:
        return False
    wheel = flywheel.wheels.get(factor.wheel or "") or flywheel.first_wheel
    return (
        wheel is not None
        and is_shown(wheel.style, METRICS)
        and bool(metric_words(flywheel, factor))
    )


def _is_round(shape: FactorShape) -> bool:
    return shape.box.width == shape.box.height and shape.measure.corner * 2 >= shape.box.width


def _ends(link: Link) -> tuple[str, str]:
    return link.source, link.target
