"""What differs between two snapshots: the undo entry and the notification in one.

A `Change` knows both sides, so that its inverse is itself turned round; nobody writes undo code.
Records are compared by identity, which is why commands reuse the ones that they leave alone.
The order of a table is part of it: undoing a deletion puts the record back where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.model.flywheel import KINDS, Flywheel, Kind, Record, Since, knowing_links
from flywheel_studio.model.records import Header

Pair = tuple[Record | None, Record | None]

_MOTION_FIELDS = frozenset({"x", "y", "label", "note", "owner", "style", "extra", "metric"})
_LOOK_FIELDS = frozenset({"label", "reason", "bend", "style", "confidence", "evidence", "extra"})

_PLACE_FIELDS: Final[Mapping[Kind, frozenset[str]]] = {
    "wheels": frozenset({"layout", "x", "y", "radius", "style", "extra"}),
    "factors": frozenset({"x", "y", "style", "extra"}),
    "links": frozenset({"bend", "style", "extra"}),
}
_HEADER_LOOK_FIELDS: Final = frozenset(
    {"title", "description", "language", "theme", "palette", "view", "extra"}
)


class Change(Struct, frozen=True):
    """The difference from one snapshot to the next.

    `records`: for each kind, id -> (before, after); None stands for "is not there".
    `orders`: for each kind whose order plain insertion would not give, the ids (before, after).
    `header`: (before, after), or None where it is the same.
    """

    records: Mapping[Kind, Mapping[str, Pair]]
    orders: Mapping[Kind, tuple[tuple[str, ...], tuple[str, ...]]]
    header: tuple[Header, Header] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.records and not self.orders and self.header is None

    def ids(self, kind: Kind) -> Iterable[str]:
        return self.records.get(kind, {}).keys()

    def pairs(self, kind: Kind) -> Iterator[tuple[str, Any, Any]]:
        """(id, before, after) of every record of this kind that differs."""
        for key, (before, after) in self.records.get(kind, {}).items():
            yield key, before, after

    def inverse(self) -> Change:
        return Change(
            records={
                kind: {key: (after, before) for key, (before, after) in pairs.items()}
                for kind, pairs in self.records.items()
            },
            orders={kind: (after, before) for kind, (before, after) in self.orders.items()},
            header=None if self.header is None else (self.header[1], self.header[0]),
        )

    def apply(self, flywheel: Flywheel) -> Flywheel:
        """The snapshot after this change. `flywheel` must be the one it starts from."""
        tables: dict[str, Any] = {}
        for kind in {**self.records, **self.orders}:
            tables[kind] = _applied(flywheel.table(kind), self.records.get(kind, {}))
            if kind in self.orders:
                tables[kind] = {key: tables[kind][key] for key in self.orders[kind][1]}
        if self.header is not None:
            tables["header"] = self.header[1]
        return knowing_links(flywheel, replace(flywheel, **tables))

    @property
    def touches_structure(self) -> bool:
        """Whether loops, gains, growth or the run can differ: not so for places and colours."""
        if self.records.get("pushes"):
            return True
        if any(_matters(b, a, _MOTION_FIELDS) for _, b, a in self.pairs("factors")):
            return True
        if any(_matters(b, a, _LOOK_FIELDS) for _, b, a in self.pairs("links")):
            return True
        if any((b and b.start) != (a and a.start) for _, b, a in self.pairs("wheels")):
            return True
        return self.header is not None and self.header[0].run != self.header[1].run

    @property
    def touches_findings(self) -> bool:
        """Whether anything that loops, numbers or sentences about the drawing can differ.

        More than `touches_structure` (names, reasons, goals count), still not places and looks.
        """
        if self.records.get("pushes") or self.records.get("scenarios"):
            return True
        if any(
            _matters(before, after, _PLACE_FIELDS[kind])
            for kind in _PLACE_FIELDS
            for _, before, after in self.pairs(kind)
        ):
            return True
        if self.header is None:
            return False
        return _matters(*self.header, _HEADER_LOOK_FIELDS)

    @property
    def touches_words(self) -> bool:
        """Whether a name that sentences quote differs."""
        return any(
            before is None or after is None or before.label != after.label
            for _, before, after in self.pairs("factors")
        )


def difference(before: Flywheel, after: Flywheel) -> Change:
    """What turns `before` into `after`."""
    records: dict[Kind, Mapping[str, Pair]] = {}
    orders: dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for kind in KINDS:
        old, new = before.table(kind), after.table(kind)
        if old is new:
            continue
        if (one := _only(before.since, after.since, old, new)) is not None:
            if old[one] != new[one]:
                records[kind] = {one: (old[one], new[one])}
            continue
        if len(old) == len(new) and list(old) == list(new):
            # The common case, a drag above all: nothing came, went or changed places.
            differing = compress(new.items(), map(is_not, old.values(), new.values()))
            changed = {key: (old[key], record) for key, record in differing if old[key] != record}
            if changed:
                records[kind] = changed
            continue
        pairs: dict[str, Pair] = {}
        for key, record in new.items():
            was = old.get(key)
            if was is not record and was != record:
                pairs[key] = (was, record)
        if len(new) - sum(was is None for was, _ in pairs.values()) < len(old):
            for key, record in old.items():
                if key not in new:
                    pairs[key] = (record, None)
        if pairs:
            records[kind] = pairs
        flipped = {key: (now, was) for key, (was, now) in pairs.items()}
        keys_before, keys_after = tuple(old), tuple(new)
        if (
            tuple(_applied(old, pairs)) != keys_after
            or tuple(_applied(new, flipped)) != keys_before
        ):
            orders[kind] = (keys_before, keys_after)
    header = None if before.header == after.header else (before.header, after.header)
    return Change(records, orders, header)


def _only(
    before: Since | None, after: Since | None, old: Mapping[str, Record], new: Mapping[str, Record]
) -> str | None:
    """The id of the only record in which two tables can differ; None: one has to look.

    Both steps of a drag are made of what it began with, so that one looks at neither's ten thousand.
    """
    origin_old, key_old = (
        (before.before, before.key) if before and before.after is old else (old, None)
    )
    origin_new, key_new = (after.before, after.key) if after and after.after is new else (new, None)
    if origin_new is old:
        return key_new
    if origin_old is new:
        return key_old
    return key_new if origin_old is origin_new and key_old == key_new else None


def _applied(table: Mapping[str, Record], pairs: Mapping[str, Pair]) -> dict[str, Record]:
    result = dict(table)
    for key, (_, after) in pairs.items():
        if after is None:
            result.pop(key, None)
        else:
            result[key] = after
    return result


def _matters(before: Struct | None, after: Struct | None, harmless: frozenset[str]) -> bool:
    if before is None or after is None:
        return True
    return any(
        getattr(before, name) != getattr(after, name)
        for name in before.__struct_fields__
        if name not in harmless
    )
