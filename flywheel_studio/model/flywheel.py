"""One immutable snapshot of a whole document, and the questions it can answer about itself.

Tables keep the order in which records were made. They are plain dictionaries for speed and are
never mutated: `with_records` and `without` build the next snapshot and reuse every record and
every table that they leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, cast, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from flywheel_studio.model.records import (
    Band,
    Factor,
    Header,
    Link,
    Note,
    Push,
    Scenario,
    Wheel,
)

Kind = Literal["wheels", "factors", "links", "pushes", "bands", "texts", "scenarios"]
Record = Wheel | Factor | Link | Push | Band | Note | Scenario

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
RECORD_TYPES: Final[dict[Kind, type[Any]]] = {
    "wheels": Wheel,
    "factors": Factor,
    "links": Link,
    "pushes": Push,
    "bands": Band,
    "texts": Note,
    "scenarios": Scenario,
}
ID_PREFIXES: Final[dict[Kind, str]] = {
    "wheels": "w",
    "factors": "f",
    "links": "l",
    "pushes": "p",
    "bands": "b",
    "texts": "t",
    "scenarios": "s",
}
_SINCE: Final = "_since"
ID_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Since(NamedTuple):
    """Of the one record that a snapshot has in another's place: the two tables, and its id."""

    before: Mapping[str, Record]
    after: Mapping[str, Record]
    key: str


class Flywheel(Struct, frozen=True, kw_only=True, dict=True):
    """A document at one moment."""

    header: Header = Header()
    wheels: dict[str, Wheel] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    pushes: dict[str, Push] = field(default_factory=dict)
    bands: dict[str, Band] = field(default_factory=dict)
    texts: dict[str, Note] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)

    def table(self, kind: Kind) -> Mapping[str, Record]:
        return cast("Mapping[str, Record]", getattr(self, kind))

    @property
    def since(self) -> Since | None:
        """What it was made of with one record put in another's place; None: made otherwise."""
        found: Since | None = self.__dict__.get(_SINCE)
        return found

    @property
    def first_wheel(self) -> Wheel | None:
        return next(iter(self.wheels.values()), None)

    @cached_property
    def links_of(self) -> Mapping[str, tuple[Link, ...]]:
        """Links that touch each factor, in file order; a self-link is listed once."""
        touching: dict[str, list[Link]] = {factor: [] for factor in self.factors}
        for link in self.links.values():
            touching[link.source].append(link)
            if link.target != link.source:
                touching[link.target].append(link)
        return {factor: tuple(links) for factor, links in touching.items()}

    @cached_property
    def factors_of(self) -> Mapping[str | None, tuple[Factor, ...]]:
        """The factors of each wheel (None: of no wheel), in file order."""
        members: dict[str | None, list[Factor]] = {wheel: [] for wheel in self.wheels}
        for factor in self.factors.values():
            members.setdefault(factor.wheel, []).append(factor)
        return {wheel: tuple(factors) for wheel, factors in members.items()}

    def links_out(self, factor: str) -> Iterator[Link]:
        return (link for link in self.links_of[factor] if link.source == factor)

    def links_in(self, factor: str) -> Iterator[Link]:
        return (link for link in self.links_of[factor] if link.target == factor)

    def with_records(self, kind: Kind, records: Iterable[Record]) -> Flywheel:
        """The snapshot with `records` put in place of those with the same ids, new ones last."""
        before = self.table(kind)
        table = dict(before)
        key = ""
        count = 0
        for record in records:
            key, count = record.id, count + 1
            table[key] = record
        after = replace(self, **{kind: table})
        # As many as there were are the same ones: nobody left.
        is_same = len(table) == len(before)
        if is_same and count == 1:
            after.__dict__[_SINCE] = Since(before, table, key)
        return knowing_links(self, after, same_factors=is_same)

    def without(self, kind: Kind, ids: Collection[str]) -> Flywheel:
        """The snapshot without these records. What points at them is the caller's business."""
        gone = set(ids)
        table = {key: record for key, record in self.table(kind).items() if key not in gone}
        return replace(self, **{kind: table}) if len(table) < len(self.table(kind)) else self

    def with_header(self, **fields: Any) -> Flywheel:
        after = replace(self, header=replace(self.header, **fields))
        return knowing_links(self, after, same_factors=True)


def knowing_links(before: Flywheel, after: Flywheel, *, same_factors: bool = False) -> Flywheel:
    """`after`, with what `before` worked out about links where that still holds.

    A drag makes a snapshot a frame; working it out again took most of a step from 1,000 factors on.

    Args:
        same_factors: it is known that both have factors of the same ids.
    """
    if (
        "links_of" in before.__dict__
        and after.links is before.links
        and (same_factors or after.factors.keys() == before.factors.keys())
    ):
        after.__dict__["links_of"] = before.links_of
    return after


def blank() -> Flywheel:
    """A new paper: one wheel with nothing on it, so that what is drawn has a ring to stand on."""
    return Flywheel(wheels={"main": Wheel(id="main")})


def free_id(taken: Collection[str], prefix: str) -> str:
    """The first of prefix1, prefix2, … that is not taken."""
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def readable_id(taken: Collection[str], label: str, prefix: str) -> str:
    """An id made from the words of a label ("Customer experience" -> customer-experience).

    Falls back to `free_id` where the label holds no ASCII letters or digits.
    """
    words = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-")[:48].strip("-")
    if not words:
        return free_id(taken, prefix)
    if words not in taken:
        return words
    number = 2
    while f"{words}-{number}" in taken:
        number += 1
    return f"{words}-{number}"
