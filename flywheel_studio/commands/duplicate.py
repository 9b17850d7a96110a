"""Copies of what stands on the paper, beside the originals."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from flywheel_studio.commands.values import coordinate
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel, Kind, Record, free_id, readable_id
from flywheel_studio.model.placement import places

OFFSET = Point(10.0, 10.0)

Copies = Mapping[tuple[Kind, str], tuple[Kind, str]]


def duplicate(
    flywheel: Flywheel,
    factors: Collection[str] = (),
    texts: Collection[str] = (),
    links: Collection[str] = (),
    offset: Point = OFFSET,
) -> tuple[Flywheel, Copies]:
    """Copy factors and texts, the links that run between copied factors, and `links` themselves.

    A link that is named without both its factors gets a copy between the same factors.

    Returns:
        the flywheel, and original -> copy as (kind, id) pairs.
    """
    copies: dict[tuple[Kind, str], tuple[Kind, str]] = {}
    new_factors: dict[str, Record] = {}
    where = places(flywheel) if factors else {}
    taken = set(flywheel.factors)
    for factor in flywheel.factors.values():
        if factor.id not in factors:
            continue
        key = readable_id(taken, factor.label, "f")
        taken.add(key)
        at = where[factor.id].plus(offset)
        new_factors[factor.id] = replace(factor, id=key, x=coordinate(at.x), y=coordinate(at.y))
        copies["factors", factor.id] = ("factors", key)
    new_links: list[Record] = []
    taken = set(flywheel.links)
    for link in flywheel.links.values():
        is_inside = link.source in new_factors and link.target in new_factors
        if not is_inside and link.id not in links:
            continue
        key = free_id(taken, "l")
        taken.add(key)
        source, target = link.source, link.target
        if is_inside:
            source, target = new_factors[source].id, new_factors[target].id
        new_links.append(replace(link, id=key, source=source, target=target))
        copies["links", link.id] = ("links", key)
    new_texts: list[Record] = []
    taken = set(flywheel.texts)
    for note in flywheel.texts.values():
        if note.id not in texts:
            continue
        key = free_id(taken, "t")
        taken.add(key)
        x, y = coordinate(note.x + offset.x), coordinate(note.y + offset.y)
        new_texts.append(replace(note, id=key, x=x, y=y))
        copies["texts", note.id] = ("texts", key)
    result = flywheel
    tables: tuple[tuple[Kind, list[Record]], ...] = (
        ("factors", list(new_factors.values())),
        ("links", new_links),
        ("texts", new_texts),
    )
    for kind, records in tables:
        if records:
            result = result.with_records(kind, records)
    return result, copies
