"""Bends that lead links round the pills of other factors.

A link keeps the route that the layout gives it by itself wherever that is clear; only where it
would run through a foreign pill does it get a bend of its own, the gentlest one that is clear.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec.structs import replace

from flywheel_studio.geometry.curve import bent, enters
from flywheel_studio.geometry.plane import Box
from flywheel_studio.model.flywheel import Flywheel, Record
from flywheel_studio.model.records import Link
from flywheel_studio.model.routes import automatic_bend

# Gentlest first. Beyond one chord's height a link no longer reads as going from one to the other.
BENDS: Final = tuple(
    sign * size
    for size in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.36, 0.42, 0.5, 0.6, 0.75, 0.9, 1.1)
    for sign in ((1.0, -1.0) if size else (1.0,))
)
# Between a link's middle line and a pill: half its width of at most 10, and some air.
AIR: Final = 8.0
# Two links of one pair of factors that differ by less lie on each other.
_APART: Final = 0.14


def with_clear_routes(
    flywheel: Flywheel, boxes: Mapping[str, Box], links: Collection[str]
) -> Flywheel:
    """The flywheel with bends for those of these links that would run through a foreign pill.

    Args:
        boxes: the pills, paper units; a link between factors without one is left alone.
    """
    fresh = [
        replace(flywheel.links[key], bend=None)
        for key in links
        if flywheel.links[key].bend is not None
    ]
    if fresh:
        flywheel = flywheel.with_records("links", fresh)
    taken: dict[frozenset[str], list[float]] = {}
    changed: list[Record] = []
    for key in links:
        link = flywheel.links[key]
        if link.source == link.target or not {link.source, link.target} <= boxes.keys():
            continue
        pair = frozenset((link.source, link.target))
        own = automatic_bend(flywheel, link)
        chosen = own
        if pills_in_the_way(link, own, boxes):
            chosen = _clearest(link, own, boxes, taken.get(pair, []))
            if chosen != own:
                changed.append(replace(link, bend=round(chosen, 4)))
        side = 1.0 if link.source == min(pair) else -1.0
        taken.setdefault(pair, []).append(side * chosen)
    return flywheel.with_records("links", changed) if changed else flywheel


def pills_in_the_way(link: Link, bend: float, boxes: Mapping[str, Box], air: float = AIR) -> int:
    """How many pills other than its own a link with this bend runs through."""
    start, end = boxes[link.source].center, boxes[link.target].center
    curve = bent(start, end, bend)
    # No point of an arc is further from its chord than the arc is high.
    reach = abs(bend) * start.distance(end) + air
    left, right = min(start.x, end.x) - reach, max(start.x, end.x) + reach
    top, bottom = min(start.y, end.y) - reach, max(start.y, end.y) + reach
    return sum(
        enters(curve, box.grown(air))
        for key, box in boxes.items()
        if left < box.right
        and box.left < right
        and top < box.bottom
        and box.top < bottom
        and key not in (link.source, link.target)
    )


def _clearest(link: Link, own: float, boxes: Mapping[str, Box], taken: Collection[float]) -> float:
    side = 1.0 if link.source == min(link.source, link.target) else -1.0
    best, best_count = own, pills_in_the_way(link, own, boxes)
    for bend in BENDS:
        if any(abs(side * bend - other) < _APART for other in taken):
            continue
        count = pills_in_the_way(link, bend, boxes)
        if count < best_count:
            best, best_count = bend, count
            if not count:
                break
    return best
