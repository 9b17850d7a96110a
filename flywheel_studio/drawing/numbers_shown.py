"""Goal, metrics and unit economics on the paper, where the wheel's style asks for them.

Asked for in the style and not in the window, so that every export shows what the canvas shows.
They stand below the ring, and a factor's metric on its edge.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any, Final

from flywheel_studio.drawing.factor_shapes import rounded_box
from flywheel_studio.drawing.primitives import Primitive, Shape
from flywheel_studio.drawing.text_lines import line_amid
from flywheel_studio.drawing.text_metrics import advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.insight.economics import unit_economics
from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.insight.words import amount, goal_words
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Metric, Wheel

# What stands in a wheel's style as `true` to show the goal, its factors' metrics, the economics.
GOAL: Final = "goal"
METRICS: Final = "metrics"
ECONOMICS: Final = "economics"
_BELOW_RING: Final = 92.0
_PITCH: Final = 32.0
_BESIDE_TITLE: Final = 26.0
_SIZE: Final = 14.0
_TAG_SIZE: Final = 11.5
_TAG_HEIGHT: Final = 19.0
_LONGEST: Final = 90

Marks = tuple[tuple[Primitive, ...], Box] | None


def is_shown(style: dict[str, Any], what: str) -> bool:
    """Whether a wheel's style asks for this."""
    return style.get(what) is True


def wheel_marks(
    flywheel: Flywheel, wheel: Wheel, theme: Theme, title: Box | None = None, outside: float = 0.0
) -> Marks:
    """Goal and economics below the ring; None where nothing is asked for or known.

    `title`: where the wheel's title stands, if it is drawn: they stand beyond it then, since links
    between wheels run on the side that the title leaves free. `outside`: how much further out they
    stand otherwise, for bands round the ring.
    """
    lines = []
    goal = goal_words(wheel.goal)
    if is_shown(wheel.style, GOAL) and goal:
        lines.append(tr("Goal: {goal}", goal=goal))
    if is_shown(wheel.style, ECONOMICS):
        lines += _economics(flywheel)
    if not lines:
        return None
    if title is None:
        top = wheel.y + wheel.radius + _BELOW_RING + outside
    elif title.center.y > wheel.y:
        top = title.bottom + _BESIDE_TITLE
    else:
        top = title.top - _BESIDE_TITLE - _PITCH * (len(lines) - 1)
    primitives: list[Primitive] = []
    boxes: list[Box] = []
    for place, words in enumerate(lines):
        if len(words) > _LONGEST:
            words = words[: _LONGEST - 1].rstrip() + "…"
        at = Point(wheel.x, top + place * _PITCH)
        drawn, area = _pill(words, at, _SIZE, 27.0, theme, theme.ink)
        primitives += drawn
        boxes.append(area)
    return tuple(primitives), reduce(Box.united, boxes)


def metric_words(flywheel: Flywheel, factor: Factor) -> str:
    """What a factor's tag says, in the language of the document; "" where it has none to say."""
    if factor.metric is None:
        return ""
    with speaking(flywheel.header.language):
        return metric_short(factor.metric)


def tag_size(words: str, theme: Theme) -> tuple[float, float]:
    """The width and height of the tag that says these words."""
    return advance(words, _TAG_SIZE, 500, theme.family) * 1.04 + _TAG_HEIGHT, _TAG_HEIGHT


def metric_mark(
    flywheel: Flywheel, factor: Factor, at: Point, theme: Theme, opacity: float
) -> Marks:
    """The tag with where a factor's metric stands and where it should be, its middle at `at`."""
    words = metric_words(flywheel, factor)
    return _pill(words, at, _TAG_SIZE, _TAG_HEIGHT, theme, theme.ink, opacity) if words else None


def metric_short(metric: Metric) -> str:
    """A metric in a few signs: "24 → 48 a month"; "" where nothing is known but its name."""
    values = [metric.baseline if metric.current is None else metric.current, metric.target]
    known = [number(value, 6) for value in values[:1] if value is not None]
    if values[1] is not None:
        known.append(amount(values[1], metric.unit))
        return " → ".join(known)
    return amount(values[0], metric.unit) if values[0] is not None else ""


def _economics(flywheel: Flywheel) -> list[str]:
    found = unit_economics(flywheel.header.economics)
    if found is None:
        return []
    parts = []
    if found.ratio is not None:
        parts.append(tr("Value to cost: {ratio}", ratio=number(found.ratio)))
    if found.payback is not None:
        time = (
            tr("never")
            if math.isinf(found.payback)
            else duration(found.payback, flywheel.header.time_unit)
        )
        parts.append(tr("Paid back after: {time}", time=time))
    return [" · ".join(parts)] if parts else []


def _pill(
    words: str,
    at: Point,
    size: float,
    height: float,
    theme: Theme,
    ink: str,
    opacity: float = 1.0,
) -> tuple[tuple[Primitive, ...], Box]:
    wide = advance(words, size, 500, theme.family)
    box = Box.around(at, wide * 1.04 + height, height)
    return (
        Shape(
            path=rounded_box(box.grown(-0.7), height / 2),
            part="mark",
            fill=theme.paper,
            stroke=theme.plain,
            width=1.4,
            opacity=opacity,
        ),
        line_amid(words, at, size, 500, theme.family, ink, opacity=opacity),
    ), box
