"""The picture of a flywheel: one display list for the window and every export.

`compose` draws all of it. A canvas that follows an editor asks `affected` which records a change
can have moved and calls `compose_record` for those alone; both give the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from flywheel_studio.drawing.factor_shapes import FactorShape, factor_figure, factor_shape
from flywheel_studio.drawing.hand_drawn import hand_drawn
from flywheel_studio.drawing.link_figures import LinkStyle, link_figure
from flywheel_studio.drawing.link_paths import on_the_ring
from flywheel_studio.drawing.looks import drawn_color
from flywheel_studio.drawing.numbers_shown import Marks, metric_mark, wheel_marks
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.paper_marks import band_figure, note_figure, wheel_figure
from flywheel_studio.drawing.primitives import PAINT_ORDER, Figure, Owner, RecordFigure
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.drawing.weakest import weakest_factors, weakest_tag
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB, place_of, places

Key = tuple[Owner, str]

NO_OVERLAYS: Final = Overlays()
_EMPTY_PAPER: Final = Box(-240.0, -180.0, 240.0, 180.0)


def compose(flywheel: Flywheel, theme: Theme, overlays: Overlays = NO_OVERLAYS) -> Figure:
    """The whole picture, in painting order."""
    centers = places(flywheel)
    shapes = {
        factor.id: factor_shape(factor, centers[factor.id], theme)
        for factor in flywheel.factors.values()
    }
    records: dict[Owner, list[RecordFigure]] = {owner: [] for owner in PAINT_ORDER}
    records["wheels"] = [_wheel(flywheel, key, theme) for key in flywheel.wheels]
    records["bands"] = [_band(flywheel, key, theme) for key in flywheel.bands]
    records["links"] = [_link(flywheel, key, shapes, theme, overlays) for key in flywheel.links]
    records["factors"] = [
        _factor(flywheel, key, shapes[key], theme, overlays) for key in flywheel.factors
    ]
    records["texts"] = [note_figure(note, theme) for note in flywheel.texts.values()]
    records["loops"] = list(
        _badges(overlays, shapes, {figure.id: figure for figure in records["links"]}, theme)
    )
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
    flywheel: Flywheel, theme: Theme, overlays: Overlays, owner: Owner, key: str
) -> RecordFigure:
    """One record of the picture (not a badge: those make room for one another).

    Raises: KeyError: the flywheel holds no such record.
    """
    if owner == "factors":
        return _factor(flywheel, key, _shape(flywheel, key, theme), theme, overlays)
    if owner == "links":
        link = flywheel.links[key]
        shapes = {end: _shape(flywheel, end, theme) for end in (link.source, link.target)}
        return _link(flywheel, key, shapes, theme, overlays)
    if owner == "texts":
        return note_figure(flywheel.texts[key], theme)
    if owner == "bands":
        return _band(flywheel, key, theme)
    if owner == "wheels":
        return _wheel(flywheel, key, theme)
    raise KeyError(owner)


def compose_badges(
    flywheel: Flywheel, theme: Theme, overlays: Overlays, links: Mapping[str, RecordFigure]
) -> tuple[RecordFigure, ...]:
    """All badges, from the link figures as they are drawn now.

    Loops that the drawing no longer holds (analysis follows a little later) get none.
    """
    centers = places(flywheel)
    shapes = {
        key: factor_shape(factor, centers[key], theme) for key, factor in flywheel.factors.items()
    }
    return _badges(overlays, shapes, links, theme)


def affected(before: Flywheel, after: Flywheel, change: Change) -> frozenset[Key]:
    """The records whose drawing can differ after a change, badges left out.

    Records that are gone are named too, so that whoever drew them can take them away.
    """
    keys: set[Key] = set()
    for owner in ("wheels", "bands", "links", "factors", "texts"):
        keys.update((owner, key) for key in change.ids(owner))
    touched_wheels = set(change.ids("wheels"))
    if before.header.language != after.header.language:
        keys.update(("wheels", key) for key in after.wheels)
        keys.update(("factors", key) for key in after.factors)
    if (before.header.economics, before.header.time_unit) != (
        after.header.economics,
        after.header.time_unit,
    ):
        keys.update(("wheels", key) for key in after.wheels)
    if touched_wheels:
        keys.update(("wheels", key) for key in after.wheels)
        keys.update(("bands", band.id) for band in after.bands.values())
    for flywheel in (before, after):
        for factor in change.ids("factors"):
            if factor in flywheel.factors:
                keys.update(_emptied(flywheel.factors[factor].wheel, before, after))
                keys.update(("links", link.id) for link in flywheel.links_of[factor])
                keys.update(("links", key) for key in _ring_links(flywheel, factor))
        for link in change.ids("links"):
            if link in flywheel.links:
                ends = {flywheel.links[link].source, flywheel.links[link].target}
                keys.update(
                    ("links", other.id)
                    for other in flywheel.links_of[flywheel.links[link].source]
                    if {other.source, other.target} == ends
                )
        for wheel in touched_wheels:
            for factor_record in flywheel.factors_of.get(wheel, ()):
                keys.add(("factors", factor_record.id))
                keys.update(("links", link.id) for link in flywheel.links_of[factor_record.id])
    if change.ids("factors"):
        weakest = weakest_factors(before) ^ weakest_factors(after)
        keys.update(("factors", key) for key in weakest)
    if _order_matters(before, after, change):
        keys.update(("factors", key) for key in after.factors)
        keys.update(("links", key) for key in after.links)
    return frozenset(keys)


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


def describe(flywheel: Flywheel) -> str:
    """The alternative text of the picture: its factors and, in words, how they drive each other.

    In the language of the document, so that its picture is the same whoever makes it.
    """
    with speaking(flywheel.header.language):
        count = len(flywheel.factors)
        sentences = [
            tr("A flywheel of {count} factors.", count=count)
            if count != 1
            else tr("A flywheel of one factor.")
        ]
        for link in flywheel.links.values():
            if link.active:
                source = flywheel.factors[link.source].label
                target = flywheel.factors[link.target].label
                sentences.append(
                    tr("More of “{source}” makes less of “{target}”.", source=source, target=target)
                    if link.is_negative
                    else tr(
                        "More of “{source}” makes more of “{target}”.", source=source, target=target
                    )
                )
    return " ".join(" ".join(sentence.split()) for sentence in sentences)


def _shape(flywheel: Flywheel, factor: str, theme: Theme) -> FactorShape:
    record = flywheel.factors[factor]
    return factor_shape(record, place_of(flywheel, record), theme)


def _factor(
    flywheel: Flywheel, key: str, shape: FactorShape, theme: Theme, overlays: Overlays
) -> RecordFigure:
    factor = flywheel.factors[key]
    color = overlays.factor_color(key, theme, factor.role == HUB)
    figure = factor_figure(factor, shape, theme, color, overlays.factor_opacity(key))
    if factor.score is not None and key in weakest_factors(flywheel):
        tag, box = weakest_tag(factor.score, shape, theme, overlays.factor_opacity(key))
        figure = replace(figure, primitives=(*figure.primitives, *tag), box=figure.box.united(box))
    with speaking(flywheel.header.language):
        marks = metric_mark(flywheel, factor, shape, theme, overlays.factor_opacity(key))
    return hand_drawn(_with_marks(figure, marks), theme.wobble)


def _link(
    flywheel: Flywheel,
    key: str,
    shapes: Mapping[str, FactorShape],
    theme: Theme,
    overlays: Overlays,
) -> RecordFigure:
    link = flywheel.links[key]
    own = drawn_color(link.style.get("color"), theme)
    color = own or overlays.link_color(key, theme)
    style = LinkStyle(color=color, opacity=overlays.link_opacity(key))
    figure = link_figure(flywheel, link, shapes[link.source], shapes[link.target], theme, style)
    return hand_drawn(figure, theme.wobble)


def _band(flywheel: Flywheel, key: str, theme: Theme) -> RecordFigure:
    band = flywheel.bands[key]
    position = list(flywheel.bands).index(key)
    figure = band_figure(band, flywheel.wheels[band.wheel], position, theme)
    return hand_drawn(figure, theme.wobble)


def _wheel(flywheel: Flywheel, key: str, theme: Theme) -> RecordFigure:
    # What the picture says is said in the document's language, whoever makes it.
    with speaking(flywheel.header.language):
        is_titled = len(flywheel.wheels) > 1
        is_empty = is_titled and not flywheel.factors_of.get(key)
        wheel = flywheel.wheels[key]
        figure = wheel_figure(wheel, is_titled, theme, is_empty=is_empty)
        return _with_marks(figure, wheel_marks(flywheel, wheel, theme))


def _with_marks(figure: RecordFigure, marks: Marks) -> RecordFigure:
    if marks is None:
        return figure
    primitives, box = marks
    # A wheel without a title has an empty box, which is not part of the picture.
    box = figure.box.united(box) if figure.primitives else box
    return replace(figure, primitives=(*figure.primitives, *primitives), box=box)


def _badges(
    overlays: Overlays,
    shapes: Mapping[str, FactorShape],
    links: Mapping[str, RecordFigure],
    theme: Theme,
) -> tuple[RecordFigure, ...]:
    if not overlays.has_badges or not overlays.loops:
        return ()
    from flywheel_studio.drawing.badges import badge_figures

    loops = [
        loop
        for loop in overlays.loops
        if all(link in links for link in loop.links)
        and all(factor in shapes for factor in loop.factors)
    ]
    figures = badge_figures(
        loops,
        shapes,
        links,
        theme,
        {loop.id: overlays.loop_color(loop.id, theme) for loop in loops},
        {loop.id: overlays.loop_opacity(loop.id) for loop in loops},
    )
    return tuple(hand_drawn(figure, theme.wobble) for figure in figures)


def _emptied(wheel: str | None, before: Flywheel, after: Flywheel) -> Iterable[Key]:
    """A wheel whose first factor came or whose last one went: empty, its ring is drawn."""
    if wheel is None or wheel not in after.wheels or before.factors is after.factors:
        return
    if bool(before.factors_of.get(wheel)) != bool(after.factors_of.get(wheel)):
        yield "wheels", wheel


def _ring_links(flywheel: Flywheel, factor: str) -> list[str]:
    """Links along the ring on which a factor stands: it may have come between their ends."""
    record = flywheel.factors[factor]
    wheel = flywheel.wheels.get(record.wheel or "")
    if wheel is None or not on_the_ring(flywheel, record, wheel):
        return []
    members = flywheel.factors_of[record.wheel]
    if any(member.x is None or member.y is None for member in members):
        centers = places(flywheel)
    else:
        centers = {member.id: place_of(flywheel, member) for member in members}
    middle = Point(wheel.x, wheel.y)
    return [
        link.id
        for member in members
        for link in flywheel.links_out(member.id)
        if link.bend is None
        and link.target in centers
        and _is_between(centers[factor], centers[member.id], centers[link.target], middle)
    ]


def _is_between(at: Point, start: Point, end: Point, middle: Point) -> bool:
    """Whether a place may lie on the shorter way round from start to end, seen from the middle."""
    sx, sy, ex, ey = start.x - middle.x, start.y - middle.y, end.x - middle.x, end.y - middle.y
    ax, ay = at.x - middle.x, at.y - middle.y
    turn = sx * ey - sy * ex
    slack = 1e-6 * (sx * sx + sy * sy + ex * ex + ey * ey)
    if abs(turn) <= slack:
        # Opposite each other: either way round is as short.
        return True
    side = 1.0 if turn > 0 else -1.0
    return side * (sx * ay - sy * ax) >= -slack and side * (ax * ey - ay * ex) >= -slack


def _order_matters(before: Flywheel, after: Flywheel, change: Change) -> bool:
    """Whether factors without coordinates can have changed their slots."""
    if not (change.records.get("factors") or change.records.get("wheels") or change.orders):
        return False
    if not any(b is None or a is None for _, b, a in change.pairs("factors")) and not (
        change.orders or any(b.x is None or a.x is None for _, b, a in change.pairs("factors"))
    ):
        return False
    return any(factor.x is None or factor.y is None for factor in after.factors.values()) or any(
        factor.x is None or factor.y is None for factor in before.factors.values()
    )
