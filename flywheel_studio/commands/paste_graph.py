"""Put factors and links into a drawing by their names: what a pasted text with arrows does.

A factor that stands in the wheel under the same name is used instead of a double, and so is a link
between the same ends with the same sign. What comes in takes room near what it is linked to, or,
where it turns by itself, beside everything. What stands there stays where it is, unless more is
joined to it than there was: then the whole wheel is laid out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from typing import Final

from msgspec.structs import replace

from flywheel_studio.commands.arrange_graph import (
    MOST,
    arrange_graph,
    links_at,
    stand_beside,
    takes_long,
)
from flywheel_studio.commands.clear_routes import with_clear_routes
from flywheel_studio.commands.clipboard import (
    MOST_LINES,
    MOST_PARTS,
    Pasted,
    in_columns,
    wheel_at,
)
from flywheel_studio.commands.factors import add_factor, move_factors
from flywheel_studio.commands.graph_ring import follow_of, turning
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.room import estimated_size
from flywheel_studio.commands.values import text_value
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, Record
from flywheel_studio.model.folding import folded_into
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Link, Wheel
from flywheel_studio.model.routes import automatic_bend
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.model.text import name_key

# Between what stood there and what is put beside it, paper units.
_APART: Final = 120.0
# Factors times links: up to so much, 60 factors and 200 links (3 s), is laid out; more is a tangle
# either way, and stands in columns.
_MOST_WORK: Final = 12_000
_SAME_BEND: Final = 0.01


def paste_graph(
    flywheel: Flywheel, told: Flywheel, view: Box | None = None, *, stop: StopToken = NEVER
) -> tuple[Flywheel, Pasted]:
    """The flywheel with what `told` names, and the factors that are new.

    Where none is new, the ones that it names. It all belongs to the wheel nearest to the middle of
    `view`; places and styles of `told` do not count.

    Raises:
        CommandProblem: there is too much of it, a name is too long, or every wheel is folded.
        Cancelled: `stop` was set.
    """
    _check_size(told)
    middle = view.center if view is not None else Point(0.0, 0.0)
    wheel = wheel_at(flywheel, middle)
    home = wheel.id if wheel is not None else None
    stood = [factor.id for factor in flywheel.factors_of.get(home, ())]
    there: dict[str, str] = {}
    for key in stood:
        there.setdefault(name_key(flywheel.factors[key].label), key)
    renamed: dict[str, str] = {}
    new: list[str] = []
    for factor in told.factors.values():
        label = text_value(factor.label, strip=True)
        known = there.get(name_key(label))
        if known is None:
            flywheel = add_factor(flywheel, label=label, x=middle.x, y=middle.y, wheel=home)
            known = there[name_key(label)] = next(reversed(flywheel.factors))
            new.append(known)
        renamed[factor.id] = known
    flywheel = _linked(flywheel, told.links.values(), renamed)
    flywheel = _laid_out(flywheel, home, stood, new, middle, stop)
    return flywheel, frozenset(("factors", key) for key in (new or renamed.values()))


def pasting_takes_long(flywheel: Flywheel, told: Flywheel) -> bool:
    """Whether `paste_graph` may take longer than a window may stand still."""
    return takes_long(
        len(flywheel.factors) + len(told.factors), len(flywheel.links) + len(told.links)
    )


def _check_size(told: Flywheel) -> None:
    if len(told.factors) > MOST_LINES:
        raise CommandProblem(
            tr(
                "The text names {n} factors; at most {most} can be made at once.",
                n=len(told.factors),
                most=MOST_LINES,
            )
        )
    if len(told.links) > MOST_PARTS:
        raise CommandProblem(
            tr(
                "The clipboard holds {n} parts; at most {most} can be pasted at once.",
                n=len(told.links),
                most=MOST_PARTS,
            )
        )


def _linked(flywheel: Flywheel, links: Iterable[Link], renamed: dict[str, str]) -> Flywheel:
    """With those of these links that are not there yet."""
    there = {(old.source, old.target, old.is_negative) for old in flywheel.links.values()}
    made: list[Link] = []
    number = 0
    for link in links:
        source, target = renamed[link.source], renamed[link.target]
        if (source, target, link.is_negative) in there:
            continue
        there.add((source, target, link.is_negative))
        number += 1
        while f"l{number}" in flywheel.links:
            number += 1
        made.append(
            Link(
                id=f"l{number}",
                source=source,
                target=target,
                polarity=link.polarity,
                label=text_value(link.label, strip=True),
                reason=text_value(link.reason, strip=True),
            )
        )
    return flywheel.with_records("links", made) if made else flywheel


def _laid_out(
    flywheel: Flywheel,
    home: str | None,
    stood: Sequence[str],
    new: Sequence[str],
    middle: Point,
    stop: StopToken,
) -> Flywheel:
    if not new:
        return flywheel
    joining = _joining(flywheel, stood, new)
    if not stood or len(joining) > len(stood):
        laid = _arranged(flywheel, home, [*stood, *new], stop)
        if laid is not None:
            return laid
    if _turns_by_itself(flywheel, new) or len(joining) > MOST:
        joining = []
    if joining:
        flywheel = stand_beside(flywheel, joining, home)
    apart = [key for key in new if key not in joining]
    return _apart(flywheel, apart, middle, stop) if apart else flywheel


def _arranged(
    flywheel: Flywheel, wheel: str | None, factors: Collection[str], stop: StopToken
) -> Flywheel | None:
    """The wheel of these factors laid out; None where that would take too long."""
    work = len(factors) * len(links_at(flywheel, factors))
    if len(factors) > MOST or work > _MOST_WORK:
        return None
    return arrange_graph(flywheel, wheel, stop=stop)


def _turns_by_itself(flywheel: Flywheel, factors: Collection[str]) -> bool:
    """Whether at least three of these factors form loops without any other."""
    follow = follow_of(flywheel, {key: flywheel.factors[key] for key in factors})
    return any(len(turning([key], follow)) > 2 for key in factors)


def _joining(flywheel: Flywheel, stood: Collection[str], new: Sequence[str]) -> list[str]:
    """Those of the new factors that are linked, by whatever way, to one that stood there."""
    reached, waiting = set(stood), list(stood)
    while waiting:
        for link in flywheel.links_of[waiting.pop()]:
            for key in (link.source, link.target):
                if key not in reached and key in new:
                    reached.add(key)
                    waiting.append(key)
    return [key for key in new if key in reached]


def _apart(flywheel: Flywheel, keys: Sequence[str], middle: Point, stop: StopToken) -> Flywheel:
    """Lay these out by themselves and put them, as one, where nothing stands."""
    chosen, wheel = set(keys), Wheel(id="apart")
    alone = Flywheel(
        wheels={wheel.id: wheel},
        factors={key: replace(flywheel.factors[key], wheel=wheel.id) for key in keys},
        links={
            key: link
            for key, link in flywheel.links.items()
            if link.source in chosen and link.target in chosen
        },
    )
    alone = _arranged(alone, wheel.id, keys, stop) or in_columns(alone, keys, middle)
    block = _whole(alone, keys)
    if block is None:
        return flywheel
    others = [key for key in flywheel.factors if key not in chosen and not _hidden(flywheel, key)]
    drawing = _whole(flywheel, others)
    by = middle.minus(block.center)
    if drawing is not None:
        for wheel in flywheel.wheels.values():
            ring = Box.around(Point(wheel.x, wheel.y), 2 * wheel.radius, 2 * wheel.radius)
            drawing = drawing.united(ring)
        by = Point(drawing.right + _APART - block.left, drawing.center.y - block.center.y)
    where = places(alone)
    moved = move_factors(flywheel, {key: where[key].plus(by) for key in keys})
    # The ring of the block is no wheel's: its links follow it by a bend of their own.
    bent: list[Record] = []
    for link in alone.links.values():
        bend = round(automatic_bend(alone, link) if link.bend is None else link.bend, 4)
        if abs(bend - automatic_bend(moved, moved.links[link.id])) > _SAME_BEND:
            bent.append(replace(moved.links[link.id], bend=bend))
    if bent:
        moved = moved.with_records("links", bent)
    crossing = [key for key in links_at(moved, chosen) if key not in alone.links]
    return with_clear_routes(moved, _boxes(moved, [*others, *keys]), crossing)


def _boxes(flywheel: Flywheel, keys: Iterable[str]) -> dict[str, Box]:
    where = places(flywheel)
    return {key: Box.around(where[key], *estimated_size(flywheel.factors[key])) for key in keys}


def _whole(flywheel: Flywheel, keys: Iterable[str]) -> Box | None:
    boxes = list(_boxes(flywheel, keys).values())
    return reduce(Box.united, boxes) if boxes else None


def _hidden(flywheel: Flywheel, key: str) -> bool:
    return folded_into(flywheel, key) is not None
