"""Goal, metrics and unit economics on the paper, where the wheel's style asks for them.

Asked for in the style and not in the window, so that every export shows what the canvas shows.
They stand below the ring, and a factor's metric on its lower left corner.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any, Final

from flywheel_studio.drawing.factor_shapes import FactorShape, rounded_box
from flywheel_studio.drawing.primitives import Primitive, Shape, TextLine
from flywheel_studio.drawing.text_metrics import CAP_HEIGHT, advance
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.insight.economics import unit_economics
from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.insight.words import amount, goal_words
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Metric, Wheel

# What stands in a wheel's style as `true` to show the goal, its factors' metrics, the economics.
GOAL: Final = "goal"
METRICS: Final = "metrics"
ECONOMICS: Final = "economics"
_BELOW_RING: Final = 92.0
_PITCH: Final = 32.0
_SIZE: Final = 14.0
_TAG_SIZE: Final = 11.5
_TAG_HEIGHT: Final = 19.0
_LONGEST: Final = 90

Marks = tuple[tuple[Primitive, ...], Box] | None


def is_shown(style: dict[str, Any], what: str) -> bool:
    """Whether a wheel's style asks for this."""
    return style.get(what) is True


def wheel_marks(flywheel: Flywheel, wheel: Wheel, theme: Theme) -> Marks:
    """Goal and economics below the ring; None where nothing is asked for or known."""
    lines = []
    goal = goal_words(wheel.goal)
    if is_shown(wheel.style, GOAL) and goal:
        lines.append(tr("Goal: {goal}", goal=goal))
    if is_shown(wheel.style, ECONOMICS):
        lines += _economics(flywheel)
    if not lines:
        return None
    is_below = wheel.style.get("title") == "below" and bool(wheel.title.strip())
    top = wheel.y + wheel.radius + _BELOW_RING + (2 * _PITCH if is_below else 0.0)
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


def metric_mark(
    flywheel: Flywheel, factor: Factor, shape: FactorShape, theme: Theme, opacity: float
) -> Marks:
    """Where a factor's metric stands and where it should be, on its lower left corner."""
    wheel = flywheel.wheels.get(factor.wheel or "") or flywheel.first_wheel
    if wheel is None or not is_shown(wheel.style, METRICS) or factor.metric is None:
        return None
    words = metric_short(factor.metric)
    if not words:
        return None
    # Links point at the middle of a factor; its lower left corner is seldom in their way.
    wide = advance(words, _TAG_SIZE, 500, theme.family) + _TAG_HEIGHT
    at = Point(shape.box.left + max(wide / 2 - 6.0, 0.0), shape.box.bottom + 1.0)
    return _pill(words, at, _TAG_SIZE, _TAG_HEIGHT, theme, theme.ink, opacity)


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
        TextLine(
            text=words,
            x=at.x - wide / 2,
            y=at.y + size * CAP_HEIGHT / 2,
            size=size,
            weight=500,
            family=theme.family,
            color=ink,
            advance=wide,
            opacity=opacity,
        ),
    ), box
