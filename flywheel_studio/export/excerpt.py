"""A part of a document as a document of its own: one wheel, or what is selected.

What pointed at the rest is gone, so that a slide about one wheel never gives away the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from flywheel_studio.commands.factors import delete
from flywheel_studio.drawing.link_paths import automatic_bend
from flywheel_studio.export.registry import Picture
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_into, opened
from flywheel_studio.model.placement import places


def wheel_alone(flywheel: Flywheel, wheel: str | None) -> Flywheel:
    """The document with this wheel alone, open; None: with what belongs to no wheel.

    Raises:
        KeyError: there is no such wheel.
    """
    if wheel is not None and wheel not in flywheel.wheels:
        raise KeyError(wheel)
    return delete(
        opened(flywheel, () if wheel is None else (wheel,)),
        factors=[key for key, factor in flywheel.factors.items() if factor.wheel != wheel],
        texts=[key for key, text in flywheel.texts.items() if text.wheel != wheel],
        bands=[key for key, band in flywheel.bands.items() if band.wheel != wheel],
        wheels=[key for key in flywheel.wheels if key != wheel],
    )


def selected_alone(
    flywheel: Flywheel, factors: Collection[str], links: Collection[str], texts: Collection[str]
) -> Flywheel:
    """The document with these records alone, the ends of the links, and the links between them.

    Everything stays where it is drawn: factors that their ring places are given coordinates, and
    links their bends. A folded wheel at which one of the links ends is there with all it holds.
    """
    kept = set(factors)
    for key in links:
        kept.update((flywheel.links[key].source, flywheel.links[key].target))
    folded = {wheel for key in kept if (wheel := folded_into(flywheel, key)) is not None}
    kept.update(factor.id for wheel in folded for factor in flywheel.factors_of[wheel])
    shown = {
        key: link
        for key, link in flywheel.links.items()
        if key in links or {link.source, link.target} <= set(factors)
    }
    centers = places(flywheel)
    bends = {key: automatic_bend(flywheel, link) for key, link in shown.items()}
    pinned = flywheel.with_records(
        "factors",
        [replace(flywheel.factors[key], x=centers[key].x, y=centers[key].y) for key in kept],
    ).with_records(
        "links",
        [replace(x, bend=bends[x.id] if x.bend is None else x.bend) for x in shown.values()],
    )
    wheels = {flywheel.factors[key].wheel for key in kept}
    wheels |= {flywheel.texts[key].wheel for key in texts}
    return delete(
        pinned,
        factors=[key for key in flywheel.factors if key not in kept],
        links=[key for key in flywheel.links if key not in shown],
        texts=[key for key in flywheel.texts if key not in texts],
        bands=list(flywheel.bands),
        wheels=[key for key in flywheel.wheels if key not in wheels],
    )


def picture_of(part: Flywheel, like: Picture) -> Picture:
    """The picture of a part, dressed as the whole: a link keeps the colour of its loop."""
    return replace(like, flywheel=part)


def pages_of(picture: Picture) -> Iterator[Picture]:
    """One picture a wheel, in file order, and one of what belongs to no wheel, if anything does."""
    flywheel = picture.flywheel
    loose = any(factor.wheel is None for factor in flywheel.factors.values()) or any(
        text.wheel is None for text in flywheel.texts.values()
    )
    pages: list[str | None] = [*flywheel.wheels, *([None] if loose else [])]
    if len(pages) < 2:
        yield picture
        return
    for page in pages:
        yield picture_of(wheel_alone(flywheel, page), picture)
