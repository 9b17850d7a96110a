"""The picture of a flywheel: one display list for the window and every export.

`compose` draws all of it. A canvas that follows an editor asks `affected` which records a change
can have moved and calls `compose_record` for those alone; both give the same records.

What a folded wheel hides is a record with nothing drawn, in the middle of the folded wheel; so is
a link that another one is drawn for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from flywheel_studio.drawing.affected import affected as affected
from flywheel_studio.drawing.alternative_text import describe
from flywheel_studio.drawing.bands import band_figure, room_for_bands
from flywheel_studio.drawing.clear_places import has_tags, places_round
from flywheel_studio.drawing.factor_shapes import FactorShape, factor_figure, factor_shape
from flywheel_studio.drawing.folded_wheel import (
    folded_figure,
    folded_shape,
    folded_shape_of,
    hidden_figure,
)
from flywheel_studio.drawing.hand_drawn import hand_drawn
from flywheel_studio.drawing.link_courses import ShapeOf, course_of
from flywheel_studio.drawing.link_figures import LinkStyle, link_figure, link_look
from flywheel_studio.drawing.looks import drawn_color
from flywheel_studio.drawing.numbers_shown import Marks, metric_mark, wheel_marks
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.paper_marks import note_figure, wheel_figure
from flywheel_studio.drawing.primitives import (
    PAINT_ORDER,
    Close,
    Figure,
    Owner,
    RecordFigure,
    TextLine,
)
from flywheel_studio.drawing.text_lines import box_of_line
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.drawing.weakest import weakest_tag
from flywheel_studio.geometry.plane import Box
from flywheel_studio.language.translate import speaking
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import drawn_by, folded_wheels, stand_in
from flywheel_studio.model.placement import HUB, place_of, places
from flywheel_studio.model.records import Factor

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

NO_OVERLAYS: Final = Overlays()
_SHAPES: Final = "_shapes"
_EMPTY_PAPER: Final = Box(-240.0, -180.0, 240.0, 180.0)


def compose(flywheel: Flywheel, theme: Theme, overlays: Overlays = NO_OVERLAYS) -> Figure:
    """The whole picture, in painting order."""
    shapes = shapes_of(flywheel, theme)
    records: dict[Owner, list[RecordFigure]] = {owner: [] for owner in PAINT_ORDER}
    records["wheels"] = [_wheel(flywheel, key, theme, overlays) for key in flywheel.wheels]
    records["bands"] = [_band(flywheel, key, shapes.__getitem__, theme) for key in flywheel.bands]
    records["links"] = [
        _link(flywheel, key, shapes.__getitem__, theme, overlays) for key in flywheel.links
    ]
    records["factors"] = [
        _factor(flywheel, key, shapes.__getitem__, theme, overlays) for key in flywheel.factors
    ]
    records["texts"] = [_note(flywheel, key, theme) for key in flywheel.texts]
    links = {figure.id: figure for figure in records["links"]}
    records["loops"] = list(_badges(flywheel, overlays, shapes, links, theme))
    everything = tuple(record for owner in PAINT_ORDER for record in records[owner])
    return Figure(
        records=everything,
        box=bounds(everything),
        paper=theme.paper,
        title=flywheel.header.title,
        description=describe(flywheel),
        language=flywheel.header.language,
    )


def compose_record(
    flywheel: Flywheel,
    theme: Theme,
    overlays: Overlays,
    owner: Owner,
    key: str,
    rested: Flywheel | None = None,
) -> RecordFigure:
    """One record of the picture (not a badge: those make room for one another).

    Args:
        rested: round what it holds too, signs and tags stand as they do there instead of looking
            for room, until a hand rests.

    Raises:
        KeyError: the flywheel holds no such record.
    """
    if owner in ("factors", "links"):
        shape_of = _shapes_in(flywheel, theme)
        draw = _factor if owner == "factors" else _link
        return draw(flywheel, key, shape_of, theme, overlays, rested)
    if owner == "texts":
        return _note(flywheel, key, theme)
    if owner == "bands":
        return _band(flywheel, key, _shapes_in(flywheel, theme), theme)
    if owner == "wheels":
        return _wheel(flywheel, key, theme, overlays)
    raise KeyError(owner)


def compose_badges(
    flywheel: Flywheel, theme: Theme, overlays: Overlays, links: Mapping[str, RecordFigure]
) -> tuple[RecordFigure, ...]:
    """All badges, from the link figures as they are drawn now.

    Loops that the drawing no longer holds (analysis follows a little later) get none.
    """
    return _badges(flywheel, overlays, shapes_of(flywheel, theme), links, theme)


def shapes_of(flywheel: Flywheel, theme: Theme) -> dict[str, FactorShape]:
    """The shape of every factor, and for one that is hidden that of its folded wheel."""
    centers = places(flywheel)
    folded = {key: folded_shape(flywheel, key, theme) for key in folded_wheels(flywheel)}
    return {
        key: folded.get(factor.wheel or "") or factor_shape(factor, centers[key], theme)
        for key, factor in flywheel.factors.items()
    }


def bounds(records: Iterable[RecordFigure]) -> Box:
    """The box of all that is drawn; a plain sheet where nothing is."""
    boxes = [record.box for record in records if record.primitives]
    if not boxes:
        return _EMPTY_PAPER
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _shapes_in(flywheel: Flywheel, theme: Theme) -> ShapeOf:
    return partial(_shape, flywheel, theme=theme)


def _shape(flywheel: Flywheel, factor: str, theme: Theme) -> FactorShape:
    # A step of a drag asks for a few of them, and for each a few times.
    known: dict[tuple[str, str], FactorShape] = flywheel.__dict__.setdefault(_SHAPES, {})
    shape = known.get((factor, theme.family))
    if shape is None:
        record = flywheel.factors[factor]
        shape = folded_shape_of(flywheel, factor, theme) or factor_shape(
            record, place_of(flywheel, record), theme
        )
        known[factor, theme.family] = shape
    return shape


def _factor(
    flywheel: Flywheel,
    key: str,
    shape_of: ShapeOf,
    theme: Theme,
    overlays: Overlays,
    rested: Flywheel | None = None,
) -> RecordFigure:
    factor, shape = flywheel.factors[key], shape_of(key)
    if (hidden := hidden_figure(flywheel, "factors", key, factor.label)) is not None:
        return hidden
    color = overlays.factor_color(key, theme, factor.role == HUB)
    opacity = overlays.factor_opacity(key)
    figure = factor_figure(factor, shape, theme, color, opacity)
    if has_tags(flywheel, factor):
        if rested is not None and _has_only_moved(rested, factor):
            places = places_round(rested, key, theme, _shapes_in(rested, theme))
        else:
            places = places_round(flywheel, key, theme, shape_of)
        if places.weakest is not None and factor.score is not None:
            at = shape.center.plus(places.weakest)
            figure = _with_marks(figure, weakest_tag(factor.score, at, theme, opacity))
        if places.metric is not None:
            at = shape.center.plus(places.metric)
            mark = metric_mark(flywheel, factor, at, theme, opacity)
            figure = _with_marks(figure, mark)
    return hand_drawn(figure, theme.wobble)


def _link(
    flywheel: Flywheel,
    key: str,
    shape_of: ShapeOf,
    theme: Theme,
    overlays: Overlays,
    rested: Flywheel | None = None,
) -> RecordFigure:
    link, look = flywheel.links[key], link_look(flywheel, flywheel.links[key])
    if (hidden := hidden_figure(flywheel, "links", key, look.title)) is not None:
        return hidden
    own = drawn_color(link.style.get("color"), theme)
    color = own or overlays.link_color(key, theme)
    style = LinkStyle(color=color, opacity=overlays.link_opacity(key))
    way, spot = course_of(flywheel, link, theme, shape_of), None
    if rested is not None and rested.links.get(key) is link:
        there = places_round(rested, link.target, theme, _shapes_in(rested, theme))
        spot = there.signs.get(key)
    if spot is None:
        spot = places_round(flywheel, link.target, theme, shape_of).signs.get(key)
    return link_figure(look, way, None if spot is None else spot.on(way), theme, style)


def _has_only_moved(since: Flywheel, factor: Factor) -> bool:
    was = since.factors.get(factor.id)
    return was is not None and replace(was, x=factor.x, y=factor.y) == factor


def _note(flywheel: Flywheel, key: str, theme: Theme) -> RecordFigure:
    note = flywheel.texts[key]
    hidden = hidden_figure(flywheel, "texts", key, note.text)
    return note_figure(note, theme) if hidden is None else hidden


def _band(flywheel: Flywheel, key: str, shape_of: ShapeOf, theme: Theme) -> RecordFigure:
    band = flywheel.bands[key]
    if (hidden := hidden_figure(flywheel, "bands", key, band.label)) is not None:
        return hidden
    return band_figure(flywheel, band, theme, shape_of)


def _wheel(flywheel: Flywheel, key: str, theme: Theme, overlays: Overlays) -> RecordFigure:
    if key in folded_wheels(flywheel):
        shape = folded_shape(flywheel, key, theme)
        return hand_drawn(folded_figure(flywheel, key, shape, theme, overlays), theme.wobble)
    # What the picture says is said in the document's language, whoever makes it.
    with speaking(flywheel.header.language):
        wheel, figure = flywheel.wheels[key], _titled(flywheel, key, theme)
        title = figure.box if figure.primitives else None
        marks = wheel_marks(flywheel, wheel, theme, title, _outside(flywheel, key, theme))
        return _with_marks(figure, marks)


def _titled(flywheel: Flywheel, key: str, theme: Theme) -> RecordFigure:
    """A wheel's title, and its ring while it is empty."""
    wheel, is_titled = flywheel.wheels[key], len(flywheel.wheels) > 1
    is_empty = is_titled and not flywheel.factors_of.get(key)
    outside = _outside(flywheel, key, theme)
    with speaking(flywheel.header.language):
        return wheel_figure(wheel, is_titled, theme, is_empty=is_empty, outside=outside)


def _outside(flywheel: Flywheel, wheel: str, theme: Theme) -> float:
    """How much further out than its ring its bands reach."""
    return room_for_bands(flywheel, flywheel.wheels[wheel], theme, _shapes_in(flywheel, theme))


def _with_marks(figure: RecordFigure, marks: Marks) -> RecordFigure:
    if marks is None:
        return figure
    primitives, box = marks
    # A wheel without a title has an empty box, which is not part of the picture.
    box = figure.box.united(box) if figure.primitives else box
    return replace(figure, primitives=(*figure.primitives, *primitives), box=box)


def _badges(
    flywheel: Flywheel,
    overlays: Overlays,
    shapes: Mapping[str, FactorShape],
    links: Mapping[str, RecordFigure],
    theme: Theme,
) -> tuple[RecordFigure, ...]:
    if not overlays.has_badges or not overlays.loops:
        return ()
    from flywheel_studio.drawing.badges import badge_figures

    loops = [
        seen
        for loop in overlays.loops
        if all(link in links and link in flywheel.links for link in loop.links)
        and all(factor in shapes for factor in loop.factors)
        and (seen := _as_seen(flywheel, loop)) is not None
    ]
    figures = badge_figures(
        loops,
        shapes,
        links,
        theme,
        {loop.id: overlays.loop_color(loop.id, theme) for loop in loops},
        {loop.id: overlays.loop_opacity(loop.id) for loop in loops},
        [
            *(
                box
                for key in flywheel.wheels
                if (box := _title_box(flywheel, key, theme)) is not None
            ),
            *(
                box_of_line(line)
                for key in flywheel.texts
                for line in _note(flywheel, key, theme).primitives
                if isinstance(line, TextLine)
            ),
        ],
    )
    return tuple(hand_drawn(figure, theme.wobble) for figure in figures)


def _title_box(flywheel: Flywheel, wheel: str, theme: Theme) -> Box | None:
    """Where the title of a wheel stands, or the folded wheel; None where it has none."""
    if wheel in folded_wheels(flywheel):
        return folded_shape(flywheel, wheel, theme).box
    if len(flywheel.wheels) < 2:
        return None
    outline = _titled(flywheel, wheel, theme).outline
    return Box.spanning(s.to for s in outline if not isinstance(s, Close)) if outline else None


def _as_seen(flywheel: Flywheel, loop: Loop) -> Loop | None:
    """A loop by the links that are drawn for it; None where a folded wheel hides too much of it."""
    if not folded_wheels(flywheel):
        return loop
    seen = [drawn_by(flywheel, link) for link in loop.links]
    drawn = tuple(key for key in seen if stand_in(flywheel, ("links", key)) == ("links", key))
    return replace(loop, links=drawn) if len(drawn) > 1 else None
