"""Bands: the stages of a wheel as arcs round its ring.

Bands that overlap run beside one another, the later one further out: drawn over one another, a stage that
begins before the last one ends would look like a third one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from flywheel_studio.drawing.curve_paths import curve_path
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.looks import drawn_color
from flywheel_studio.drawing.primitives import Primitive, RecordFigure, Shape
from flywheel_studio.drawing.text_lines import box_of_line, line_about
from flywheel_studio.drawing.text_metrics import LINE_HEIGHT, advance
from flywheel_studio.drawing.theme import PARTS, Theme, contrast, mixed
from flywheel_studio.geometry.curve import Arc, box_of
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring
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


def room_for_bands(flywheel: Flywheel, wheel: Wheel) -> float:
    """How much further from a ring its title and its goal stand, to be clear of its bands."""
    lanes = [band_lanes(flywheel)[b.id] for b in flywheel.bands.values() if b.wheel == wheel.id]
    return _ROOM + max(lanes) * _LANE if lanes else 0.0


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


def band_figure(flywheel: Flywheel, band: Band, theme: Theme) -> RecordFigure:
    """An arc round a wheel with its label outside the middle of the arc, wherever that is.

    A long label is broken into lines, and none of them reaches back to the arc.
    """
    wheel, lanes = flywheel.wheels[band.wheel], band_lanes(flywheel)
    center, sweep = Point(wheel.x, wheel.y), _sweep(band)
    radius = wheel.radius + _OUTSIDE + lanes[band.id] * _LANE
    arc = Arc(center, radius, math.radians(band.from_angle - 90.0), math.radians(sweep))
    position = list(flywheel.bands).index(band.id)
    color = drawn_color(band.style.get("color"), theme) or theme.loop_color(position + _FIRST_COLOR)
    primitives: list[Primitive] = [
        Shape(path=curve_path(arc), stroke=color, width=_WIDTH, opacity=_softness(color, theme))
    ]
    box = box_of(arc, _WIDTH)
    label = " ".join(band.label.split())
    if label:
        lines = break_lines(label, _LINE, _SIZE, 600, theme.family)
        wide = max(advance(line, _SIZE, 600, theme.family) for line in lines)
        pitch = _SIZE * LINE_HEIGHT
        high = _SIZE + (len(lines) - 1) * pitch
        middle = band.from_angle + sweep / 2
        out = on_ring(Point(0.0, 0.0), 1.0, middle)
        outside = max(
            lanes[other.id]
            for other in flywheel.bands.values()
            if other.wheel == wheel.id and (other is band or _is_near(other, middle))
        )
        clear = radius + (outside - lanes[band.id]) * _LANE
        away = clear + 14.0 + abs(out.x) * wide / 2 + abs(out.y) * high / 2
        at = on_ring(center, away, middle)
        first = at.y + _SIZE * 0.36 - (len(lines) - 1) * pitch / 2
        for number, line in enumerate(lines):
            words = line_about(
                line, at.x, first + number * pitch, _SIZE, 600, theme.family, theme.ink
            )
            primitives.append(words)
            box = box.united(box_of_line(words))
    return RecordFigure(
        owner="bands",
        id=band.id,
        title=band.label,
        primitives=tuple(primitives),
        box=box,
        outline=curve_path(arc),
        handle=arc.point(0.5),
    )


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
