"""What a screen reader says of several things that are selected: "3 factors selected: A, B, C"."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel, Kind

# Nobody listens to a longer list.
_MOST_NAMED: Final = 6
_KINDS: Final[tuple[Kind, ...]] = ("wheels", "factors", "links", "texts", "bands", "pushes")


def spoken_selection(flywheel: Flywheel, items: Collection[tuple[Kind, str]]) -> str:
    """How many things of which kind, and what they are called, in the order of the document."""
    if not items:
        return tr("Nothing selected")
    counts = {kind: sum(1 for each, _ in items if each == kind) for kind in _KINDS}
    told = [counted(kind, n) for kind, n in counts.items() if n]
    head = tr("{things} selected", things=", ".join(told))
    names = [
        _name(flywheel, kind, key)
        for kind in _KINDS
        for key in flywheel.table(kind)
        if (kind, key) in items
    ]
    shown = [name for name in names if name][:_MOST_NAMED]
    if not shown:
        return head
    more = len(items) - len(shown)
    listed = ", ".join(shown)
    if more > 0:
        rest = ntr("and {n} more", "and {n} more", more)
        return tr("{head}: {names} {rest}", head=head, names=listed, rest=rest)
    return tr("{head}: {names}", head=head, names=listed)


def counted(kind: Kind, n: int) -> str:
    """So many records of a kind: "3 factors"."""
    match kind:
        case "wheels":
            return ntr("{n} wheel", "{n} wheels", n)
        case "factors":
            return ntr("{n} factor", "{n} factors", n)
        case "links":
            return ntr("{n} link", "{n} links", n)
        case "texts":
            return ntr("{n} text", "{n} texts", n)
        case "bands":
            return ntr("{n} band", "{n} bands", n)
        case _:
            return ntr("{n} push", "{n} pushes", n)


def _name(flywheel: Flywheel, kind: Kind, key: str) -> str:
    """What a record is called; a link by its ends."""
    match kind:
        case "factors":
            return factor_name(flywheel, key)
        case "links":
            link = flywheel.links[key]
            return tr(
                "{source} to {target}",
                source=factor_name(flywheel, link.source),
                target=factor_name(flywheel, link.target),
            )
        case "wheels":
            words = flywheel.wheels[key].title
        case "texts":
            words = flywheel.texts[key].text
        case "bands":
            words = flywheel.bands[key].label
        case _:
            words = ""
    return " ".join(words.split())
