"""Bands: the stages of a wheel as arcs round its ring.

Bands that overlap run beside one another, the later one further out: drawn over one another, a stage that
begins before the last one ends would look like a third one. The bands of a wheel run at one distance
from its ring, further out where wide factors or the words of links reach under one of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache, reduce
from typing import Final

from msgspec.structs import replace

from flywheel_studio.drawing.clear_places import metric_overhang
from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.hand_drawn import hand_drawn
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.link_courses import ShapeOf, course_of
from flywheel_studio.drawing.link_marks import label_box
from flywheel_studio.drawing.looks import drawn_color
from flywheel_studio.drawing.primitives import RecordFigure, Shape
from flywheel_studio.drawing.text_lines import box_of_line, line_about
from flywheel_studio.drawing.text_metrics import LINE_HEIGHT, advance
from flywheel_studio.drawing.theme import PARTS, Theme, contrast, mixed
from flywheel_studio.geometry.curve import Arc, box_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import angle_of, on_ring
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Band, Wheel

_OUTSIDE: Final = 74.0
# Broader than the broadest link, and past the colours that the first loops take: a band is no arrow.
_WIDTH: Final = 13.0
_FIRST_COLOR: Final = 2
_LANE: Final = 19.0
_SIZE: Final = 15.0
_ROOM: Final = 40.0
# Longer labels are broken: beside a wheel they would make the picture wider than the wheel is.
_LINE: Final = 170.0
# A label stands clear of what runs outside its band so near to the middle of it, degrees.
_NEAR: Final = 14.0
# Bands that share no more than this follow one another, degrees.
_TOUCH: Final = 0.5
_LANES: Final = "_band_lanes"
_REACHES: Final = "_band_reaches"
# Between a band and what it runs round; a factor so far outside its ring is not led round.
_AIR: Final = 8.0
_OFF_RING: Final = 40.0
# So many places on each quarter of an edge are looked at.
_RIM: Final = 6


def room_for_bands(
    flywheel: Flywheel, wheel: Wheel, theme: Theme, shape_of: ShapeOf | None = None
) -> float:
    """How much further from a ring its title and its goal stand, to be clear of its bands."""
    bands = [band for band in flywheel.bands.values() if band.wheel == wheel.id]
    if not bands:
        return 0.0
    lanes = max(band_lanes(flywheel)[band.id] for band in bands)
    lines = max(len(_lines(band.label, theme)) for band in bands)
    words = max(lines - 1, 0) * _SIZE * LINE_HEIGHT
    return _ROOM + lanes * _LANE + words + _further_out(flywheel, wheel, theme, shape_of)


def band_lanes(flywheel: Flywheel) -> Mapping[str, int]:
    """How many lanes outside the first each band runs. Worked out once for each snapshot."""
    known: dict[str, int] | None = flywheel.__dict__.get(_LANES)
    if known is None:
        known = {}
        for band in flywheel.bands.values():
            taken = {
                known[other.id]
                for other in flywheel.bands.values()
                if other.id in known and other.wheel == band.wheel and _overlap(band, other)
            }
            known[band.id] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        flywheel.__dict__[_LANES] = known
    return known


def band_figure(
    flywheel: Flywheel, band: Band, theme: Theme, shape_of: ShapeOf | None = None
) -> RecordFigure:
    """An arc round a wheel with its label outside the middle of the arc, wherever that is.

    A long label is broken into lines, and none of them reaches back to the arc.

    Args:
        shape_of: the shapes of the wheel's factors, for the arc to keep clear of.
    """
    wheel, lanes = flywheel.wheels[band.wheel], band_lanes(flywheel)
    sweep = _sweep(band)
    outside = _OUTSIDE + _further_out(flywheel, wheel, theme, shape_of)
    position = list(flywheel.bands).index(band.id)
    outmost = max(
        lanes[other.id]
        for other in flywheel.bands.values()
        if other.wheel == wheel.id
        and (other is band or _is_near(other, band.from_angle + sweep / 2))
    )
    return _drawn(
        band.id,
        band.label,
        Point(wheel.x, wheel.y),
        wheel.radius + outside + lanes[band.id] * _LANE,
        band.from_angle,
        sweep,
        (outmost - lanes[band.id]) * _LANE,
        drawn_color(band.style.get("color"), theme) or theme.loop_color(position + _FIRST_COLOR),
        theme,
    )


@lru_cache(maxsize=64)
def _drawn(
    key: str,
    title: str,
    center: Point,
    radius: float,
    begin: float,
    sweep: float,
    beyond: float,
    color: str,
    theme: Theme,
) -> RecordFigure:
    """One band. `beyond`: how much further out bands run outside the middle of it, by its label."""
    arc = Arc(center, radius, math.radians(begin - 90.0), math.radians(sweep))
    figure = RecordFigure(
        owner="bands",
        id=key,
        title=title,
        primitives=(
            Shape(
                path=curve_path(arc), stroke=color, width=_WIDTH, opacity=_softness(color, theme)
            ),
        ),
        box=box_of(arc, _WIDTH),
        outline=curve_path(arc),
        handle=arc.point(0.5),
    )
    lines = _lines(title, theme)
    if lines:
        wide = max(advance(line, _SIZE, 600, theme.family) for line in lines)
        pitch = _SIZE * LINE_HEIGHT
        high = _SIZE + (len(lines) - 1) * pitch
        middle = begin + sweep / 2
        out = on_ring(Point(0.0, 0.0), 1.0, middle)
        away = radius + beyond + 14.0 + abs(out.x) * wide / 2 + abs(out.y) * high / 2
        at = on_ring(center, away, middle)
        first = at.y + _SIZE * 0.36 - (len(lines) - 1) * pitch / 2
        words = tuple(
            line_about(line, at.x, first + number * pitch, _SIZE, 600, theme.family, theme.ink)
            for number, line in enumerate(lines)
        )
        box = reduce(Box.united, map(box_of_line, words), figure.box)
        figure = replace(figure, primitives=(*figure.primitives, *words), box=box)
    return hand_drawn(figure, theme.wobble)


def _lines(label: str, theme: Theme) -> tuple[str, ...]:
    """The label of a band, broken; none where it says nothing."""
    words = " ".join(label.split())
    return break_lines(words, _LINE, _SIZE, 600, theme.family) if words else ()


def _further_out(flywheel: Flywheel, wheel: Wheel, theme: Theme, shape_of: ShapeOf | None) -> float:
    """How much further out than usual all bands of a wheel run, to be clear of what reaches under one.

    Worked out once for each snapshot.
    """
    if shape_of is None:
        return 0.0
    known: dict[tuple[str, str], float] = flywheel.__dict__.setdefault(_REACHES, {})
    key = (wheel.id, theme.family)
    if key not in known:
        known[key] = _found_further_out(flywheel, wheel, theme, shape_of)
    return known[key]


def _found_further_out(flywheel: Flywheel, wheel: Wheel, theme: Theme, shape_of: ShapeOf) -> float:
    center, lanes = Point(wheel.x, wheel.y), band_lanes(flywheel)
    bands = tuple(
        (band.from_angle, _sweep(band), lanes[band.id] * _LANE)
        for band in flywheel.bands.values()
        if band.wheel == wheel.id
    )
    usual = wheel.radius + _OUTSIDE
    return max(
        (
            _reach(center, usual, bands, box, corner)
            for box, corner in _under_bands(flywheel, wheel, theme, shape_of)
        ),
        default=0.0,
    )


@lru_cache(maxsize=512)
def _reach(
    center: Point,
    usual: float,
    bands: tuple[tuple[float, float, float], ...],
    box: Box,
    corner: float,
) -> float:
    """How much further out than usual bands run for one box; remembered while it stands there.

    `bands`: where each begins, how long it is, and how far out its lane is.
    """
    room, further = _WIDTH / 2 + _AIR, 0.0
    if _farthest(center, box, corner) + room <= usual:
        return 0.0
    aside = math.degrees(room / usual)
    for at in _rim(box, corner):
        reach = center.distance(at) + room - usual
        if reach <= further:
            continue
        angle = angle_of(center, at)
        for begin, sweep, lane in bands:
            if reach - lane > further and (angle - begin + aside) % 360.0 <= sweep + 2 * aside:
                further = reach - lane
    return further


def _under_bands(
    flywheel: Flywheel, wheel: Wheel, theme: Theme, shape_of: ShapeOf
) -> Iterator[tuple[Box, float]]:
    """The factors on or near a ring and the words of its links, with how round their corners are."""
    center = Point(wheel.x, wheel.y)
    members = flywheel.factors_of.get(wheel.id, ())
    inside = {factor.id for factor in members}
    for factor in members:
        shape = shape_of(factor.id)
        if center.distance(shape.center) <= wheel.radius + _OFF_RING:
            yield shape.box, shape.measure.corner
            if (tag := metric_overhang(flywheel, factor, theme, shape.box.width)) > 0.0:
                left, top, right, bottom = shape.box
                yield Box(left - tag, top, right + tag, bottom), 0.0
        for link in flywheel.links_out(factor.id):
            if link.label and link.target in inside:
                course = course_of(flywheel, link, theme, shape_of)
                words = label_box(link, course.visible, course.width / 2, theme)
                if words is not None:
                    yield words, 0.0


def _farthest(center: Point, box: Box, corner: float) -> float:
    across = max(abs(box.left - center.x), abs(box.right - center.x)) - corner
    down = max(abs(box.top - center.y), abs(box.bottom - center.y)) - corner
    return math.hypot(across, down) + corner


def _rim(box: Box, corner: float) -> Iterator[Point]:
    """Places along the edge of a box with round corners."""
    middle = box.center
    wide, high = box.width / 2 - corner, box.height / 2 - corner
    for x, y in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
        for step in range(_RIM + 1):
            share = step / _RIM
            turn = share * math.pi / 2
            yield Point(
                middle.x + x * (wide + corner * math.cos(turn)),
                middle.y + y * (high + corner * math.sin(turn)),
            )
            yield Point(middle.x + x * wide * share, middle.y + y * box.height / 2)
            yield Point(middle.x + x * box.width / 2, middle.y + y * high * share)


def _sweep(band: Band) -> float:
    return (band.to_angle - band.from_angle) % 360.0 or 360.0


def _overlap(one: Band, other: Band) -> bool:
    """Whether two bands of a wheel share more than where they meet."""
    after = (other.from_angle - one.from_angle) % 360.0
    before = (one.from_angle - other.from_angle) % 360.0
    return after < _sweep(one) - _TOUCH or before < _sweep(other) - _TOUCH


def _is_near(band: Band, angle: float) -> bool:
    """Whether a band runs by an angle, or near it."""
    return (angle - band.from_angle + _NEAR) % 360.0 <= _sweep(band) + 2 * _NEAR


def _softness(color: str, theme: Theme) -> float:
    """How little of a colour is enough to be seen on the paper."""
    return next(
        share
        for share in (0.55, 0.65, 0.75, 0.85, 0.95, 1.0)
        if share == 1.0 or contrast(mixed(theme.paper, color, share), theme.paper) >= PARTS
    )
