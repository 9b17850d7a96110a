"""The checklist: what people do for each factor, as one list to filter, group and tick off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

from msgspec import Struct

from flywheel_studio.commands.activities import PULL, PUSH
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.insight.words import in_one_line, kind_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity

Grouping = Literal["factor", "group", "kind", "wheel"]

GROUPINGS: Final[tuple[Grouping, ...]] = ("factor", "group", "kind", "wheel")


class Row(Struct, frozen=True, kw_only=True):
    """One activity with the factor and wheel that it belongs to."""

    wheel: str | None
    wheel_title: str
    factor: str
    factor_name: str
    activity: Activity

    @property
    def place(self) -> tuple[str, str]:
        """(factor, activity): how commands know it."""
        return self.factor, self.activity.id

    @property
    def is_push(self) -> bool:
        return self.activity.kind == PUSH


class Filter(Struct, frozen=True, kw_only=True):
    """Which rows to show; None and "" let everything pass. `text` is looked for in all words."""

    wheel: str | None = None
    factor: str | None = None
    group: str | None = None
    kind: str | None = None
    active: bool | None = None
    focus: bool | None = None
    text: str = ""

    def lets_pass(self, row: Row) -> bool:
        one = row.activity
        kind = PUSH if row.is_push else PULL
        return (
            self.wheel in (None, row.wheel)
            and self.factor in (None, row.factor)
            and self.group in (None, in_one_line(one.group))
            and self.kind in (None, kind)
            and self.active in (None, one.active)
            and self.focus in (None, one.focus)
            and self._has_words(row)
        )

    def _has_words(self, row: Row) -> bool:
        one = row.activity
        said = " ".join((one.text, one.group, one.metric, row.factor_name, row.wheel_title))
        return all(word in said.casefold() for word in self.text.casefold().split())


class Tally(Struct, frozen=True, kw_only=True):
    """How many there are. `strength`: what the active ones push with together, `cost` what they
    cost (None where none of them names a cost)."""

    count: int
    active: int
    focus: int
    pull: int
    push: int
    strength: float
    cost: float | None


def activity_rows(flywheel: Flywheel, wanted: Filter | None = None) -> tuple[Row, ...]:
    """The activities of all factors, by wheel, factor and list order."""
    wanted = wanted or Filter()
    first = flywheel.first_wheel.id if flywheel.first_wheel else None
    order = {wheel: number for number, wheel in enumerate(flywheel.wheels)}
    rows = []
    for factor in flywheel.factors.values():
        home = factor.wheel or first
        wheel = flywheel.wheels.get(home) if home is not None else None
        title = (in_one_line(wheel.title) or wheel.id) if wheel else ""
        name = factor_name(flywheel, factor.id)
        rows += [
            Row(wheel=home, wheel_title=title, factor=factor.id, factor_name=name, activity=one)
            for one in factor.activities
        ]
    rows.sort(key=lambda row: order.get(row.wheel or "", 0))
    return tuple(row for row in rows if wanted.lets_pass(row))


def grouped(rows: Iterable[Row], by: Grouping) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The rows under titles, in the order in which each first comes.

    Two factors or wheels of one name are two: then a title stands twice.
    """
    key, title = _KEYS[by], _TITLES[by]
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return tuple((title(members[0]), tuple(members)) for members in found.values())


def groups(flywheel: Flywheel) -> tuple[str, ...]:
    """The groups that activities of this document name, in the order in which they come."""
    named = (in_one_line(row.activity.group) for row in activity_rows(flywheel))
    return tuple(dict.fromkeys(group for group in named if group))


def tally(rows: Sequence[Row]) -> Tally:
    """Counts and sums of some rows."""
    active = [row.activity for row in rows if row.activity.active]
    costs = [one.cost for one in active if one.cost is not None]
    push = sum(row.is_push for row in rows)
    return Tally(
        count=len(rows),
        active=len(active),
        focus=sum(row.activity.focus for row in rows),
        pull=len(rows) - push,
        push=push,
        strength=sum(one.strength for one in active),
        cost=sum(costs) if costs else None,
    )


def _factor_title(row: Row) -> str:
    return row.factor_name


def _group_title(row: Row) -> str:
    return in_one_line(row.activity.group) or tr("without a group")


def _kind_title(row: Row) -> str:
    return kind_words(PUSH if row.is_push else PULL)


def _wheel_title(row: Row) -> str:
    return row.wheel_title


_KEYS: Final[dict[Grouping, Callable[[Row], str | None]]] = {
    "factor": lambda row: row.factor,
    "group": _group_title,
    "kind": _kind_title,
    "wheel": lambda row: row.wheel,
}
_TITLES: Final[dict[Grouping, Callable[[Row], str]]] = {
    "factor": _factor_title,
    "group": _group_title,
    "kind": _kind_title,
    "wheel": _wheel_title,
}
