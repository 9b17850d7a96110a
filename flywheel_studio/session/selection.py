"""What is selected: (kind, id) pairs, in no history and in no file.

Records that vanish, by whatever way, leave the selection by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import KINDS, Flywheel, Kind
from flywheel_studio.model.folding import is_folded, shown_items, stand_in
from flywheel_studio.model.signal import Signal

Selected = tuple[Kind, str]


class Selection:
    """The selected records. `changed` carries the selection itself, after every real change."""

    def __init__(self) -> None:
        self._items: frozenset[Selected] = frozenset()
        self.changed: Signal[Selection] = Signal()

    @property
    def items(self) -> frozenset[Selected]:
        return self._items

    @property
    def is_empty(self) -> bool:
        return not self._items

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, item: object) -> bool:
        return item in self._items

    def ids(self, kind: Kind) -> frozenset[str]:
        return frozenset(key for kind_, key in self._items if kind_ == kind)

    @property
    def factors(self) -> frozenset[str]:
        return self.ids("factors")

    @property
    def links(self) -> frozenset[str]:
        return self.ids("links")

    @property
    def single(self) -> Selected | None:
        """The selected record, where exactly one is."""
        return next(iter(self._items)) if len(self._items) == 1 else None

    def set(self, items: Iterable[Selected]) -> None:
        """Select exactly these."""
        wanted = frozenset(items)
        if wanted != self._items:
            self._items = wanted
            self.changed.emit(self)

    def set_one(self, kind: Kind, key: str) -> None:
        self.set([(kind, key)])

    def add(self, items: Iterable[Selected]) -> None:
        self.set(self._items | frozenset(items))

    def toggle(self, kind: Kind, key: str) -> None:
        self.set(self._items ^ {(kind, key)})

    def clear(self) -> None:
        self.set(())

    def select_all(self, flywheel: Flywheel) -> None:
        """Every factor, link and text: what stands on the paper and can be taken away from it.

        A folded wheel stands for what it hides.
        """
        kinds: tuple[Kind, ...] = ("factors", "links", "texts")
        seen = (stand_in(flywheel, (kind, key)) for kind in kinds for key in flywheel.table(kind))
        self.set(shown_items(flywheel, seen))

    def prune(self, change: Change, flywheel: Flywheel) -> None:
        """Let go of the records that `change` removed, and of those that it folded away."""
        gone = {
            (kind, key) for kind in KINDS for key, _, after in change.pairs(kind) if after is None
        }
        kept = self._items - gone
        if any(
            after is not None and is_folded(after) and not (before and is_folded(before))
            for _, before, after in change.pairs("wheels")
        ):
            kept = shown_items(flywheel, kept)
        self.set(kept)
