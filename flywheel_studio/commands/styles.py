"""How records look, as a person changes it: set, put back, copied from one to others.

A style holds what differs from the theme's own look and nothing else: to set a value back is to
take its key out. Keys that are no part of a look (the icon of a factor, what a wheel shows) say
something, and stay where they are when a look is pasted or put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel, Kind, Record

# The keys of a style that make up the look of a record.
LOOKS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "factors": ("shape", "size", "fill", "stroke"),
    "links": ("color",),
    "bands": ("color",),
    "texts": ("size", "weight", "align", "color"),
    "wheels": ("color", "title"),
}
# By which key the look of a record names its colour.
COLOR_KEYS: Final[Mapping[Kind, str]] = {
    "factors": "stroke",
    "links": "color",
    "bands": "color",
    "texts": "color",
    "wheels": "color",
}
_LONGEST: Final = 40
_LAST_PLACE: Final = 1_000


class Look(Struct, frozen=True):
    """How a record of this kind looks: of its style what differs from the theme's own."""

    kind: Kind
    style: dict[str, Any] = {}


def set_style(flywheel: Flywheel, kind: Kind, ids: Iterable[str], **values: object) -> Flywheel:
    """Set keys in the styles of records; None takes a key out. Everything else in them stays.

    Raises:
        CommandProblem: there is no such record.
    """
    changed: list[Record] = []
    for key in ids:
        record = _styled(flywheel, kind, key)
        # A key that was there keeps its place, so that a diff shows the value alone.
        style = {
            name: values.get(name, value)
            for name, value in {**record.style, **values}.items()
            if values.get(name, value) is not None
        }
        if style != record.style:
            changed.append(replace(record, style=style))
    return flywheel.with_records(kind, changed) if changed else flywheel


def set_color(flywheel: Flywheel, items: Iterable[tuple[Kind, str]], color: object) -> Flywheel:
    """Give records of several kinds one colour; None: each the theme's own."""
    for kind, ids in _by_kind(items).items():
        if kind in COLOR_KEYS:
            flywheel = set_style(flywheel, kind, ids, **{COLOR_KEYS[kind]: color})
    return flywheel


def reset_look(flywheel: Flywheel, items: Iterable[tuple[Kind, str]]) -> Flywheel:
    """Let records look as the theme draws them."""
    for kind, ids in _by_kind(items).items():
        if kind in LOOKS:
            flywheel = set_style(flywheel, kind, ids, **dict.fromkeys(LOOKS[kind]))
    return flywheel


def has_own_look(flywheel: Flywheel, kind: Kind, key: str) -> bool:
    """Whether anything of a record's look differs from the theme's own."""
    return any(name in _styled(flywheel, kind, key).style for name in LOOKS.get(kind, ()))


def look_of(flywheel: Flywheel, kind: Kind, key: str) -> Look:
    """How a record looks.

    Raises:
        CommandProblem: there is no such record.
    """
    style = _styled(flywheel, kind, key).style
    return Look(kind, {name: style[name] for name in LOOKS[kind] if _is_plain(style.get(name))})


def paste_look(flywheel: Flywheel, look: Look, ids: Iterable[str]) -> Flywheel:
    """Let these records of the look's kind look like that; everything else in their styles stays."""
    values = dict.fromkeys(LOOKS[look.kind]) | {
        name: value
        for name, value in look.style.items()
        if name in LOOKS[look.kind] and _is_plain(value)
    }
    return set_style(flywheel, look.kind, ids, **values)


def look_bytes(look: Look) -> bytes:
    """A look as it travels over a clipboard."""
    return msgspec.json.encode({"format": "flywheel-studio-look", "version": 1} | _plain(look))


def look_from(raw: bytes) -> Look:
    """The look that `look_bytes` wrote, read as strictly as anything that others can write.

    Raises:
        CommandProblem: it is none.
    """
    try:
        look = msgspec.json.decode(raw, type=Look)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        look = None
    if look is None or look.kind not in LOOKS or not all(map(_is_plain, look.style.values())):
        raise CommandProblem(tr("The clipboard holds no style that can be pasted here."))
    return look


def _by_kind(items: Iterable[tuple[Kind, str]]) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    for kind, key in items:
        found.setdefault(kind, []).append(key)
    return found


def _plain(look: Look) -> dict[str, Any]:
    return {"kind": look.kind, "style": look.style}


def _is_plain(value: object) -> bool:
    """A word, a colour, or a place in the palette."""
    if isinstance(value, str):
        return len(value) <= _LONGEST and value.isprintable()
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LAST_PLACE


def _styled(flywheel: Flywheel, kind: Kind, key: str) -> Any:
    record = flywheel.table(kind).get(key) if kind in LOOKS else None
    if record is None:
        raise CommandProblem(tr("There is nothing with the name {id}.", id=key))
    return record
