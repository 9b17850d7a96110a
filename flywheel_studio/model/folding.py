"""Which wheels are folded to their titles, and what then stands for what they hold.

Folding is a matter of sight alone (`"folded": true` in a wheel's style): loops, runs and checks
count every record as before. Links that cross the rim of a folded wheel between the same two ends
with the same sign are drawn as one; each of them stays a link of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.model.flywheel import Flywheel, Kind
from flywheel_studio.model.records import Link, Wheel

FOLDED: Final = "folded"
Item = tuple[Kind, str]
_WHEELS: Final = "_folded_wheels"
_BUNDLES: Final = "_folded_bundles"


class Bundle(Struct, frozen=True):
    """Links that are drawn as one, by the first of them.

    `beside`: the bundles between the same two ends in either direction, each by its first link.
    """

    links: tuple[str, ...]
    beside: tuple[str, ...]


def is_folded(wheel: Wheel) -> bool:
    """Whether a wheel is folded to its title; anything but true in its style is not."""
    return wheel.style.get(FOLDED) is True


def folded_wheels(flywheel: Flywheel) -> frozenset[str]:
    """The wheels that are folded. Worked out once for each snapshot."""
    known: frozenset[str] | None = flywheel.__dict__.get(_WHEELS)
    if known is None:
        known = frozenset(wheel.id for wheel in flywheel.wheels.values() if is_folded(wheel))
        flywheel.__dict__[_WHEELS] = known
    return known


def folded_into(flywheel: Flywheel, factor: str) -> str | None:
    """The folded wheel that hides a factor, if one does."""
    folded = folded_wheels(flywheel)
    if not folded:
        return None
    home = flywheel.factors[factor].wheel
    return home if home in folded else None


def is_gear(flywheel: Flywheel, link: Link) -> bool:
    """Whether a link gears one wheel to another."""
    source, target = flywheel.factors[link.source].wheel, flywheel.factors[link.target].wheel
    return source is not None and target is not None and source != target


def bundle_of(flywheel: Flywheel, link: str) -> Bundle | None:
    """The links that are drawn together with this one; None where it touches no folded wheel.

    A link inside a folded wheel is in none either: it is not drawn at all.
    """
    return _bundles(flywheel).get(link) if folded_wheels(flywheel) else None


def drawn_by(flywheel: Flywheel, link: str) -> str:
    """The link that draws this one: itself, or the first of its bundle."""
    bundle = bundle_of(flywheel, link)
    return link if bundle is None else bundle.links[0]


def end_of(flywheel: Flywheel, factor: str) -> Item:
    """What a link at this factor is seen to hold on to: the factor, or its folded wheel."""
    home = folded_into(flywheel, factor)
    return ("factors", factor) if home is None else ("wheels", home)


def stand_in(flywheel: Flywheel, item: Item) -> Item:
    """What is seen of a record: itself, its folded wheel, or the link that is drawn for it."""
    folded = folded_wheels(flywheel)
    if not folded:
        return item
    kind, key = item
    if kind == "links" and key in flywheel.links:
        link = flywheel.links[key]
        source, target = end_of(flywheel, link.source), end_of(flywheel, link.target)
        if source == target and source[0] == "wheels":
            return source
        return "links", drawn_by(flywheel, key)
    home = _home(flywheel, item)
    return ("wheels", home) if home in folded else item


def is_hidden(flywheel: Flywheel, item: Item) -> bool:
    """Whether nothing of a record's own is drawn because a wheel is folded."""
    return stand_in(flywheel, item) != item


def shown_items(flywheel: Flywheel, items: Iterable[Item]) -> frozenset[Item]:
    """What is seen of these records; a bundle is seen whole."""
    if not folded_wheels(flywheel):
        return frozenset(items)
    seen = {stand_in(flywheel, item) for item in items}
    for kind, key in tuple(seen):
        if kind == "links" and (bundle := bundle_of(flywheel, key)) is not None:
            seen.update(("links", link) for link in bundle.links)
    return frozenset(seen)


def first_open_wheel(flywheel: Flywheel) -> Wheel | None:
    """The first wheel that is not folded; None where there is none."""
    folded = folded_wheels(flywheel)
    return next((wheel for wheel in flywheel.wheels.values() if wheel.id not in folded), None)


def opened(flywheel: Flywheel, wheels: Iterable[str] | None = None) -> Flywheel:
    """The flywheel with these wheels open; None: with all of them."""
    wanted = folded_wheels(flywheel) if wheels is None else folded_wheels(flywheel) & set(wheels)
    if not wanted:
        return flywheel
    return flywheel.with_records(
        "wheels", [_without_fold(flywheel.wheels[key]) for key in flywheel.wheels if key in wanted]
    )


def _without_fold(wheel: Wheel) -> Wheel:
    return replace(wheel, style={k: v for k, v in wheel.style.items() if k != FOLDED})


def _home(flywheel: Flywheel, item: Item) -> str | None:
    kind, key = item
    if kind == "factors" and key in flywheel.factors:
        return flywheel.factors[key].wheel
    if kind == "bands" and key in flywheel.bands:
        return flywheel.bands[key].wheel
    if kind == "texts" and key in flywheel.texts:
        return flywheel.texts[key].wheel
    if kind == "pushes" and key in flywheel.pushes:
        return flywheel.factors[flywheel.pushes[key].factor].wheel
    return None


def _bundles(flywheel: Flywheel) -> Mapping[str, Bundle]:
    known: Mapping[str, Bundle] | None = flywheel.__dict__.get(_BUNDLES)
    if known is None:
        together: dict[tuple[Item, Item, bool], list[str]] = {}
        for link in flywheel.links.values():
            source, target = end_of(flywheel, link.source), end_of(flywheel, link.target)
            if source != target and "wheels" in (source[0], target[0]):
                together.setdefault((source, target, link.is_negative), []).append(link.id)
        beside: dict[frozenset[Item], list[str]] = {}
        for (source, target, _), links in together.items():
            beside.setdefault(frozenset((source, target)), []).append(links[0])
        known = {}
        for (source, target, _), links in together.items():
            bundle = Bundle(tuple(links), tuple(beside[frozenset((source, target))]))
            known.update(dict.fromkeys(links, bundle))
        flywheel.__dict__[_BUNDLES] = known
    return known
