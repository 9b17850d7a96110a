"""The pushes in a picture of the chart: the same marks, without a free row and without a playhead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.momentum.chart.layout import Look, along_of
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.pushes.ground import paint_given, paint_ground
from flywheel_studio.panels.momentum.pushes.painting import height_of, paint_mark, top_of
from flywheel_studio.panels.momentum.pushes.places import drawn_pushes
from flywheel_studio.panels.momentum.pushes.rows import packed

if TYPE_CHECKING:
    from flywheel_studio.session.live_run import Shove


def paint_pushes(
    painter: QPainter,
    flywheel: Flywheel,
    given: Sequence[Shove],
    axis: TimeAxis,
    top: float,
    width: float,
    look: Look,
    *,
    are_left_out: bool = False,
) -> float:
    """Draw the axis below `top`; returns where it ends."""
    t = look.tokens
    drawn = drawn_pushes(flywheel, given, axis, width, look.metrics, t, are_left_out=are_left_out)
    rows = packed({key: one.place for key, one in drawn.items()})
    height = height_of(max(rows.values(), default=0) + 1, t)
    painter.save()
    painter.translate(0.0, top)
    ticks = along_of(axis, flywheel.header.time_unit, look)
    paint_ground(painter, axis, ticks, height, t)
    for key, one in drawn.items():
        painter.save()
        painter.translate(0.0, top_of(rows[key], t))
        paint = paint_mark if key in flywheel.pushes else paint_given
        paint(painter, one, t, look.font)
        painter.restore()
    painter.restore()
    return top + height
