"""A wheel that is folded to its title: a pill with a turning mark, its name and what it holds.

Its width leaves room for the loops' count whether they are known yet or not, so that links do not
move when analysis follows. Links that cross its rim end at its outline, as at a factor's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flywheel_studio.drawing.factor_shapes import FactorShape, Measure, rounded_box
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Owner, Primitive, RecordFigure, Shape
from flywheel_studio.drawing.text_lines import line_amid
from flywheel_studio.drawing.text_metrics import LINE_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.drawing.turning_arrow import turning_arrow
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.language.translate import ntr, speaking, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import folded_into, folded_wheels, stand_in

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

_SIZE: Final = 20.0
_SMALL: Final = 14.0
_WIDEST: Final = 230.0
_MARK: Final = 15.0
_BESIDE_MARK: Final = 14.0
_PAD: Final = 24.0
_PAD_UP: Final = 15.0
_BORDER: Final = 3.0
# The second outline says that there is more than one thing inside.
_RIM: Final = 5.0
_RIM_WIDTH: Final = 1.6
_ROOM: Final = 1.08
_MOST_COUNTED: Final = 99


def folded_name(flywheel: Flywheel, wheel: str) -> str:
    """What a folded wheel is called: its title, that of the document, or simply a wheel."""
    record = flywheel.wheels[wheel]
    return " ".join(record.title.split()) or " ".join(flywheel.header.title.split()) or tr("Wheel")


def folded_shape(flywheel: Flywheel, wheel: str, theme: Theme) -> FactorShape:
    """The shape of a folded wheel, in the language of the document."""
    with speaking(flywheel.header.language):
        lines = break_lines(folded_name(flywheel, wheel), _WIDEST, _SIZE, 700, theme.family)
        counted = _counted(flywheel, wheel, _MOST_COUNTED)
    text = max(advance(line, _SIZE, 700, theme.family) for line in lines)
    text = max(text, advance(counted, _SMALL, 500, theme.family)) * _ROOM
    height = 2 * _PAD_UP + len(lines) * _SIZE * LINE_HEIGHT + _SMALL * LINE_HEIGHT + 2 * _RIM
    width = 2 * _PAD + 2 * _MARK + _BESIDE_MARK + text + 2 * _RIM
    record = flywheel.wheels[wheel]
    measure = Measure(width, height, min(height / 2, 46.0), lines, _SIZE, 700, _BORDER)
    return FactorShape(measure, Box.around(Point(record.x, record.y), width, height))


def folded_figure(
    flywheel: Flywheel, wheel: str, shape: FactorShape, theme: Theme, overlays: Overlays
) -> RecordFigure:
    """The display list of a folded wheel."""
    members = [factor.id for factor in flywheel.factors_of.get(wheel, ())]
    inside = _loops_inside(set(members), overlays)
    with speaking(flywheel.header.language):
        counted = _counted(flywheel, wheel, len(inside))
        name = folded_name(flywheel, wheel)
    opacity = max(map(overlays.factor_opacity, members), default=overlays.rest_opacity)
    color = _color(members, inside, theme, overlays)
    measure, box = shape.measure, shape.box
    inner = box.grown(-_RIM)
    edge = inner.grown(-_BORDER / 2)
    primitives: list[Primitive] = [
        Shape(
            path=rounded_box(box.grown(-_RIM_WIDTH / 2), measure.corner - _RIM_WIDTH / 2),
            part="mark",
            stroke=color,
            width=_RIM_WIDTH,
            opacity=opacity * 0.6,
        ),
        Shape(
            path=rounded_box(edge, measure.corner - _RIM - _BORDER / 2),
            part="frame",
            fill=theme.surface,
            stroke=color,
            width=_BORDER,
            opacity=opacity,
        ),
    ]
    at = Point(inner.left + _PAD + _MARK - 2.0, box.center.y)
    primitives += turning_arrow(at, _MARK - 1.5, color, scale=0.85, opacity=opacity, part="mark")
    pitch = measure.size * LINE_HEIGHT
    words = [(line, measure.size, measure.weight, theme.ink) for line in measure.lines]
    words.append((counted, _SMALL, 500, theme.muted))
    left, right = at.x + _MARK + _BESIDE_MARK, inner.right - _PAD
    y = inner.top + _PAD_UP
    for text, size, weight, ink in words:
        step = pitch if size == measure.size else _SMALL * LINE_HEIGHT
        middle = Point((left + right) / 2, y + step / 2)
        primitives.append(line_amid(text, middle, size, weight, theme.family, ink, opacity=opacity))
        y += step
    return RecordFigure(
        owner="wheels",
        id=wheel,
        title=name,
        primitives=tuple(primitives),
        box=box,
        outline=rounded_box(box, measure.corner),
        handle=shape.center,
    )


def folded_shape_of(flywheel: Flywheel, factor: str, theme: Theme) -> FactorShape | None:
    """The shape in which a factor is hidden; None where it is drawn itself."""
    wheel = folded_into(flywheel, factor)
    return None if wheel is None else folded_shape(flywheel, wheel, theme)


def _counted(flywheel: Flywheel, wheel: str, loops: int) -> str:
    count = len(flywheel.factors_of.get(wheel, ()))
    parts = [ntr("{n} factor", "{n} factors", count)]
    if loops > _MOST_COUNTED:
        parts.append(tr("over {n} loops", n=_MOST_COUNTED))
    elif loops:
        parts.append(ntr("{n} loop", "{n} loops", loops))
    return " · ".join(parts)


def _loops_inside(members: set[str], overlays: Overlays) -> list[Loop]:
    return [loop for loop in overlays.loops if members.issuperset(loop.factors)]


def _color(members: list[str], inside: list[Loop], theme: Theme, overlays: Overlays) -> str:
    """That of its first loop, else of the first loop through it."""
    if inside:
        return overlays.loop_color(inside[0].id, theme)
    colors = (overlays.factor_color(key, theme) for key in members)
    return next((color for color in colors if color != theme.plain), theme.plain)


def hidden_figure(flywheel: Flywheel, owner: Owner, key: str, title: str) -> RecordFigure | None:
    """A record of which nothing is drawn because a wheel is folded; None where it is drawn."""
    if owner == "loops" or not folded_wheels(flywheel):
        return None
    kind, seen = stand_in(flywheel, (owner, key))
    if (kind, seen) == (owner, key):
        return None
    if kind == "links":
        # Drawn by another link, it is wherever that one is: at its first end.
        seen = folded_into(flywheel, flywheel.links[key].source) or (
            folded_into(flywheel, flywheel.links[key].target) or ""
        )
    wheel = flywheel.wheels[seen]
    return RecordFigure(
        owner=owner,
        id=key,
        title=title,
        primitives=(),
        box=Box.around(Point(wheel.x, wheel.y), 0.0, 0.0),
    )
