"""Take a part of a drawing out, and put a part in: what copying and pasting do to a flywheel.

A part is a flywheel of its own, so that it travels in the form of the file. Everything pasted gets
a fresh id, and a link comes along only with both its factors: nothing that was there is touched.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from msgspec.structs import replace

from flywheel_studio.commands.arrange import insert_on_ring, ring_order
from flywheel_studio.commands.factors import add_factor
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.room import estimated_size
from flywheel_studio.commands.values import coordinate
from flywheel_studio.commands.wheels import open_home
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, Kind, Record, readable_id
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Header, Wheel

Pasted = frozenset[tuple[Kind, str]]

# More than a person draws; beyond it a paste would hold up the window.
MOST_PARTS: Final = 2_000
MOST_LINES: Final = 100
# More than this many factors make a ring that is read no more (a wheel of a good story has six).
MOST_ON_RING: Final = 12
_STEP: Final = Point(10.0, 10.0)
_COLUMN: Final = 5
_GAP: Final = 40.0
# "- ", "* ", "• ", "1. ", "2) ": the marks that a list carries in other programs.
_BULLET: Final = re.compile(r"^\s*(?:[-*•–·‣▪]|\d{1,3}[.)])\s+")


def part_of(flywheel: Flywheel, factors: Collection[str], texts: Collection[str] = ()) -> Flywheel:
    """These factors and texts, the links between these factors and the pushes on them.

    Factors carry the places at which they are drawn; of no wheel, the part belongs nowhere yet.
    """
    where = places(flywheel) if factors else {}
    chosen = [factor for factor in flywheel.factors.values() if factor.id in factors]
    return Flywheel(
        header=Header(language=flywheel.header.language),
        factors={
            factor.id: replace(
                factor,
                wheel=None,
                x=coordinate(where[factor.id].x),
                y=coordinate(where[factor.id].y),
            )
            for factor in chosen
        },
        links={
            link.id: link
            for link in flywheel.links.values()
            if link.source in factors and link.target in factors
        },
        pushes={push.id: push for push in flywheel.pushes.values() if push.factor in factors},
        texts={
            note.id: replace(note, wheel=None)
            for note in flywheel.texts.values()
            if note.id in texts
        },
    )


def paste(flywheel: Flywheel, part: Flywheel, view: Box | None = None) -> tuple[Flywheel, Pasted]:
    """The flywheel with a part put in, and what of it a person would point at.

    It goes where it came from, beside anything that stands there already; in the middle of `view`
    where that place is out of sight. Factors join the wheel in whose reach the part lands.

    Raises:
        CommandProblem: the part holds nothing, or more than `MOST_PARTS`.
    """
    count = len(part.factors) + len(part.texts) + len(part.links)
    if not part.factors and not part.texts:
        raise CommandProblem(tr("The clipboard holds nothing that can be pasted here."))
    if count > MOST_PARTS:
        raise CommandProblem(
            tr(
                "The clipboard holds {n} parts; at most {most} can be pasted at once.",
                n=count,
                most=MOST_PARTS,
            )
        )
    places_of_part = places(part)
    spots = [*places_of_part.values(), *(Point(note.x, note.y) for note in part.texts.values())]
    by = _displacement(flywheel, spots, view)
    middle = Box.spanning([spot.plus(by) for spot in spots]).center
    wheel = wheel_at(flywheel, middle)
    renamed: dict[str, str] = {}
    taken = set(flywheel.factors)
    factors: list[Record] = []
    for factor in part.factors.values():
        key = readable_id(taken, factor.label, "f")
        taken.add(key)
        renamed[factor.id] = key
        at = places_of_part[factor.id].plus(by)
        home = wheel.id if wheel is not None else None
        factors.append(replace(factor, id=key, wheel=home, x=coordinate(at.x), y=coordinate(at.y)))
    links = _renumbered(
        flywheel,
        "links",
        (
            replace(link, source=renamed[link.source], target=renamed[link.target])
            for link in part.links.values()
        ),
    )
    pushes = _renumbered(
        flywheel,
        "pushes",
        (replace(push, factor=renamed[push.factor]) for push in part.pushes.values()),
    )
    texts = _renumbered(
        flywheel,
        "texts",
        (
            replace(note, wheel=None, x=coordinate(note.x + by.x), y=coordinate(note.y + by.y))
            for note in part.texts.values()
        ),
    )
    result = flywheel
    tables: tuple[tuple[Kind, Sequence[Record]], ...] = (
        ("factors", factors),
        ("links", links),
        ("pushes", pushes),
        ("texts", texts),
    )
    for kind, records in tables:
        if records:
            result = result.with_records(kind, records)
    pointed: tuple[tuple[Kind, Sequence[Record]], ...] = (("factors", factors), ("texts", texts))
    return result, frozenset((kind, record.id) for kind, records in pointed for record in records)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, without the marks of a list.

    Raises:
        CommandProblem: there are more than `MOST_LINES`.
    """
    lines = tuple(line for raw in text.splitlines() if (line := without_bullet(raw)))
    if len(lines) > MOST_LINES:
        raise CommandProblem(
            tr(
                "The text has {n} lines; at most {most} can become factors at once.",
                n=len(lines),
                most=MOST_LINES,
            )
        )
    return lines


def without_bullet(line: str) -> str:
    """A line of a text without the mark of a list, and without blanks round it."""
    return _BULLET.sub("", line).strip()


def paste_lines(
    flywheel: Flywheel, lines: Sequence[str], view: Box | None = None
) -> tuple[Flywheel, Pasted]:
    """The flywheel with a factor for each line.

    They take the next slots of the ring in reach of `view`, up to `MOST_ON_RING` on it; more than
    that stand in columns in the middle of `view`.

    Raises:
        CommandProblem: there is no line, or one is too long.
    """
    if not lines:
        raise CommandProblem(tr("The clipboard holds nothing that can be pasted here."))
    middle = view.center if view is not None else Point(0.0, 0.0)
    wheel = wheel_at(flywheel, middle)
    home = wheel.id if wheel is not None else None
    fits = len(ring_order(flywheel, home)) + len(lines) <= MOST_ON_RING
    keys: list[str] = []
    for line in lines:
        flywheel = add_factor(flywheel, label=line, x=middle.x, y=middle.y, wheel=home)
        keys.append(next(reversed(flywheel.factors)))
    if fits:
        for key in keys:
            slot = len([other for other in ring_order(flywheel, home) if other != key])
            flywheel = insert_on_ring(flywheel, key, slot)
    else:
        flywheel = in_columns(flywheel, keys, middle)
    return flywheel, frozenset(("factors", key) for key in keys)


def wheel_at(flywheel: Flywheel, point: Point) -> Wheel | None:
    """The open wheel nearest to a point, counted from its ring inwards as nothing; None without any.

    Raises:
        CommandProblem: every wheel is folded; what is put there would not be seen.
    """
    if open_home(flywheel) is None:
        return None

    def away(wheel: Wheel) -> tuple[float, float]:
        distance = point.distance(Point(wheel.x, wheel.y))
        return max(distance - wheel.radius, 0.0), distance

    folded = folded_wheels(flywheel)
    wheels = [wheel for key, wheel in flywheel.wheels.items() if key not in folded]
    return min(wheels, key=away)


def _displacement(flywheel: Flywheel, spots: Sequence[Point], view: Box | None) -> Point:
    box = Box.spanning(spots)
    by = Point(0.0, 0.0)
    if view is not None and not view.grown(-0.1 * view.height).holds(box.center):
        by = view.center.minus(box.center)
    standing = {
        (round(spot.x), round(spot.y))
        for spot in (
            *places(flywheel).values(),
            *(Point(note.x, note.y) for note in flywheel.texts.values()),
        )
    }
    while any((round(spot.x + by.x), round(spot.y + by.y)) in standing for spot in spots):
        by = by.plus(_STEP)
    return by


def _renumbered(flywheel: Flywheel, kind: Kind, records: Iterable[Any]) -> list[Record]:
    prefix = {"links": "l", "pushes": "p", "texts": "t"}[kind]
    taken = set(flywheel.table(kind))
    made: list[Record] = []
    number = 0
    for record in records:
        number += 1
        while f"{prefix}{number}" in taken:
            number += 1
        made.append(replace(record, id=f"{prefix}{number}"))
    return made


def in_columns(flywheel: Flywheel, keys: Sequence[str], middle: Point) -> Flywheel:
    records = [flywheel.factors[key] for key in keys]
    sizes = [estimated_size(record) for record in records]
    columns = max(1, round(math.sqrt(len(keys) / _COLUMN) * 2))
    rows = math.ceil(len(keys) / columns)
    width = max(size[0] for size in sizes) + _GAP
    height = max(size[1] for size in sizes) + _GAP
    left = middle.x - width * (columns - 1) / 2
    top = middle.y - height * (rows - 1) / 2
    placed = [
        replace(
            record,
            x=coordinate(left + width * (number // rows)),
            y=coordinate(top + height * (number % rows)),
        )
        for number, record in enumerate(records)
    ]
    return flywheel.with_records("factors", placed)
