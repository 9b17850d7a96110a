"""How a link runs from one wheel to another: clear of the factors and titles of both.

Straight where nothing is in the way, otherwise by the gentlest arc that passes. So it depends on
every factor of its two wheels; `gears_of` names the links to be drawn again when one moves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from flywheel_studio.commands.room import estimated_size
from flywheel_studio.geometry.curve import bent
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_into, folded_wheels, is_gear
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Link
from flywheel_studio.model.routes import automatic_bend as bend_by_rule

# Tried in this order; the first that is clear is taken, else the one that offends least.
_BENDS: Final = (0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32, 0.46, -0.46, 0.62, -0.62, 0.8, -0.8)
# What a link with others beside it adds to the bend that keeps it apart from them.
_MORE: Final = (0.0, 0.09, 0.18, 0.28, 0.4, 0.55)
_STEPS: Final = 28
_CLEARANCE: Final = 9.0
# In a larger drawing links between wheels run straight: nothing of it could be followed anyway.
_MOST_FACTORS: Final = 300
# A letter of a title is about so wide, and a title stands so far over its ring, paper units.
_TITLE_LETTER: Final = 12.0
_TITLE_HEIGHT: Final = 30.0
_TITLE_OVER: Final = 85.0
_KEPT: Final = "_ways_of_gears"
Ends = frozenset[str]


def gear_bend(flywheel: Flywheel, link: Link, start: Point, end: Point) -> float:
    """The bend of a link between wheels that has none of its own.

    Args:
        start: the middle of what it leaves: a factor, or the folded wheel that hides it.
        end: the middle of what it reaches.
    """
    siblings = [
        other
        for other in flywheel.links_of[link.source]
        if {other.source, other.target} == {link.source, link.target}
    ]
    ends = {link.source, link.target}
    if len(siblings) > 1:
        # On its own side of the chord it stays apart from those beside it.
        least = bend_by_rule(flywheel, link)
        beside = tuple(least + math.copysign(more, least) for more in _MORE) if least else (0.0,)
        return clear_bend(flywheel, ends, start, end, beside)
    return clear_bend(flywheel, ends, start, end)


def clear_bend(
    flywheel: Flywheel,
    ends: Iterable[str],
    start: Point,
    end: Point,
    bends: Sequence[float] = _BENDS,
) -> float:
    """The gentlest bend that runs clear of the wheels of two factors, and of these wheels' titles.

    Args:
        bends: those to choose from, the gentlest first.
    """
    if len(flywheel.factors) > _MOST_FACTORS:
        return bends[0]
    ends = frozenset(ends)
    wheels = {flywheel.factors[key].wheel for key in ends}
    around = _around(flywheel)
    boxes = [box for wheel in wheels for key, box in around.get(wheel, ()) if key not in ends]
    best, least = bends[0], float("inf")
    for bend in bends:
        curve = bent(start, end, bend)
        points = [curve.point(step / _STEPS) for step in range(1, _STEPS)]
        reach = Box.spanning(points)
        near = [box for box in boxes if box.overlaps(reach.grown(1.0))]
        cost = 2.0 * abs(bend)
        for x, y in points:
            for left, top, right, bottom in near:
                if left <= x <= right and top <= y <= bottom:
                    cost += 1.0
                    break
            if cost >= least:
                break
        else:
            best, least = bend, cost
            if cost == 2.0 * abs(bend):
                return bend
    return best


def gears_of(flywheel: Flywheel, wheels: Iterable[str | None]) -> list[str]:
    """The links between one of these wheels and another one."""
    wanted = set(wheels) - {None}
    if not wanted or len(flywheel.wheels) < 2:
        return []
    factors = flywheel.factors
    return [
        link.id
        for link in flywheel.links.values()
        if factors[link.source].wheel != factors[link.target].wheel
        and (factors[link.source].wheel in wanted or factors[link.target].wheel in wanted)
    ]


def is_routed(flywheel: Flywheel, link: Link) -> bool:
    """Whether a link finds its way by itself between wheels."""
    return link.bend is None and is_gear(flywheel, link)


def _around(flywheel: Flywheel) -> dict[str | None, list[tuple[str, Box]]]:
    """What a link must not run through, for each wheel: boxes, each with its factor's id."""
    known: dict[str | None, list[tuple[str, Box]]] | None = flywheel.__dict__.get(_KEPT)
    if known is None:
        known = {}
        where = places(flywheel)
        for factor in flywheel.factors.values():
            if folded_into(flywheel, factor.id) is None:
                box = Box.around(where[factor.id], *estimated_size(factor)).grown(_CLEARANCE)
                known.setdefault(factor.wheel, []).append((factor.id, box))
        for wheel in flywheel.wheels.values():
            title = " ".join(wheel.title.split())
            if title and wheel.id not in folded_wheels(flywheel):
                over = wheel.radius + _TITLE_OVER
                y = wheel.y + over if wheel.style.get("title") == "below" else wheel.y - over
                box = Box.around(Point(wheel.x, y), len(title) * _TITLE_LETTER, _TITLE_HEIGHT)
                known.setdefault(wheel.id, []).append(("", box))
        flywheel.__dict__[_KEPT] = known
    return known
