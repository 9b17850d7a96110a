"""How large the smallest words of a picture will be on a slide, and a word of warning.

A wheel of ten factors that reads well on the screen may have letters of 6 points on a slide. Counted
are names, titles and notes; the signs of links and the badges of loops are pictures more than words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal

from flywheel_studio.drawing.figure import bounds
from flywheel_studio.drawing.primitives import RecordFigure, TextLine
from flywheel_studio.export.pptx_place import (
    EMU_PER_POINT,
    SIZES,
    Area,
    beside_column,
    fitted,
)
from flywheel_studio.export.registry import Exporter, Picture, PictureOptions
from flywheel_studio.geometry.plane import Box
from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import tr
from flywheel_studio.model.folding import opened

if TYPE_CHECKING:
    from pptx.presentation import Presentation

# From whether a slide has a title to the room that its drawing has.
Rooms = Callable[[bool], Area]

# What handouts on making slides agree on as the least that a room can read, points.
LEAST: Final = 12.0


def small_words_warning(
    exporter: Exporter,
    picture: Picture,
    options: PictureOptions,
    way: str,
    rooms: Rooms | None = None,
) -> str:
    """A sentence where words will be too small to be read on a slide; else "".

    Args:
        way: how to export one wheel alone, for a drawing of several.
        rooms: of the presentation that slides are put into; None for one of our own.
    """
    is_slides = "slides" in exporter.takes
    if is_slides:
        size = smallest_on_slides(picture, options, rooms or own_rooms(options.shape))
    else:
        size = smallest_on_full_slide(_pages(exporter, picture, options), options)
    # Rounded down: what is said must be less than the least.
    size = math.floor(size * 10 + 1e-6) / 10 if math.isfinite(size) else size
    if size >= LEAST:
        return ""
    has_wheels = len(picture.flywheel.wheels) > 1
    advice = way if has_wheels else tr("bring the factors closer together")
    said = {"size": number(size), "least": number(LEAST), "advice": advice}
    if is_slides:
        return tr(
            "The smallest words will be {size} pt on the slide, and few in a room can read less"
            " than {least} pt: {advice}.",
            **said,
        )
    return tr(
        "Where this picture fills a slide its smallest words will be {size} pt, and few in a room"
        " can read less than {least} pt: {advice}.",
        **said,
    )


def own_rooms(shape: Literal["16:9", "4:3"]) -> Rooms:
    """The rooms of a presentation of our own."""
    from flywheel_studio.export.pptx_deck import own_areas

    title, body = own_areas(*SIZES[shape])
    return lambda has_title: body if has_title else title.united(body)


def rooms_of(deck: Presentation) -> Rooms:
    """The rooms of somebody's presentation."""
    from flywheel_studio.export.pptx_deck import page_of

    with_title, without = (page_of(deck, has_title=is_so).content for is_so in (True, False))
    return lambda has_title: with_title if has_title else without


def smallest_on_slides(picture: Picture, options: PictureOptions, rooms: Rooms) -> float:
    """The smallest words of the drawings on native slides, points; infinite where there are none."""
    return min(_sizes_on_slides(picture, options, rooms), default=math.inf)


def smallest_on_full_slide(pictures: Iterable[Picture], options: PictureOptions) -> float:
    """The smallest words of pictures that each fill a slide of 16:9, points."""
    slide = Area(0, 0, *SIZES["16:9"])
    sizes = []
    for picture in pictures:
        box = picture.figure.box.grown(options.padding)
        scale = min(slide.width / box.width, slide.height / box.height)
        sizes.append(_smallest(picture.figure.records) * scale / EMU_PER_POINT)
    return min(sizes, default=math.inf)


def _sizes_on_slides(picture: Picture, options: PictureOptions, rooms: Rooms) -> Iterator[float]:
    if options.slides == "one":
        has_title = bool(picture.flywheel.header.title.strip())
        yield _points(picture.figure.records, picture.figure.box, rooms(has_title))
        return
    from msgspec.structs import replace

    from flywheel_studio.export.story import story_of

    picture = replace(picture, flywheel=opened(picture.flywheel))
    figure = picture.figure
    for chapter in story_of(picture.flywheel, picture.loops):
        if chapter.curve is None:
            stage = chapter.stage
            records = [each for each in figure.records if stage is None or stage.holds(each)]
            box = figure.box if stage is None else bounds(records)
            _, room = beside_column(rooms(bool(chapter.title)))
            yield _points(records, box, room)


def _points(records: Iterable[RecordFigure], box: Box, room: Area) -> float:
    return _smallest(records) * fitted(box, room).scale / EMU_PER_POINT


def _smallest(records: Iterable[RecordFigure]) -> float:
    """The smallest letters among the words, paper units; infinite where there are no words."""
    return min(
        (
            part.size
            for record in records
            for part in record.primitives
            if isinstance(part, TextLine) and part.part == "label" and part.text.strip()
        ),
        default=math.inf,
    )


def _pages(exporter: Exporter, picture: Picture, options: PictureOptions) -> Iterable[Picture]:
    if "pages" not in exporter.takes or options.pages == "one":
        return (picture,)
    from flywheel_studio.export.excerpt import pages_of

    return pages_of(picture)
