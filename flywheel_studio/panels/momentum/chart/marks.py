"""Paints what the chart points at: moments of the run, and goals in a metric's own unit."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.panels.momentum.chart.curves import Marker
from flywheel_studio.panels.momentum.chart.layout import Layout, Look, crisp
from flywheel_studio.panels.momentum.chart.panes import Level, Pane
from flywheel_studio.panels.momentum.chart.scale import Scale

# Of a marker's words, in heights of the letters: a name may be long.
_WIDEST_TAG: Final = 13.0
# Cut shorter than this a flag says nothing any more, in the same heights.
_LEAST_TAG: Final = 5.0
# Around its words, and before the line of another, px.
_BESIDE: Final = 14.0
_CLEAR: Final = 4.0
# The piece of its line that a flag flies from, px.
_POLE: Final = 2.0


def paint_levels(painter: QPainter, pane: Pane, area: QRectF) -> None:
    for level in pane.levels:
        share = pane.scale.share_of(level.value)
        if share is not None:
            y = crisp(area.bottom() - share * area.height())
            painter.setPen(QPen(QColor(level.color), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def paint_level_words(
    painter: QPainter, levels: Sequence[Level], scale: Scale, area: QRectF, look: Look
) -> None:
    """Each goal's words at its line, or with an arrow where the line is off the axis."""
    metrics = look.metrics
    taken: list[QRectF] = []
    painter.setFont(look.font)
    for level in levels:
        text = {1: f"{level.text} ↑", -1: f"{level.text} ↓"}.get(level.is_off, level.text)
        share = scale.share_of(level.value)
        if share is None:
            share = 1.0 if level.is_off > 0 else 0.0
        y = area.bottom() - share * area.height()
        width, height = metrics.horizontalAdvance(text) + 8.0, metrics.height()
        box = QRectF(area.left() + 4.0, y - height - 1.0, width, height)
        if box.top() < area.top():
            box.moveTop(y + 2.0)
        while any(box.intersects(other) for other in taken) and box.right() + width < area.right():
            box.translate(width, 0.0)
        taken.append(box)
        ground = QColor(look.tokens.surface)
        ground.setAlphaF(0.8)
        painter.fillRect(box, QBrush(ground))
        painter.setPen(QColor(level.color))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_markers(
    painter: QPainter, layout: Layout, markers: Sequence[Marker], look: Look, pane: Pane
) -> None:
    """A dashed line at each moment, through all fields, and its words where they hide no curve.

    Args:
        pane: what is drawn in the uppermost field, where the words stand.
    """
    axis = layout.axis
    t = look.tokens
    for marker in markers:
        x = crisp(axis.x_of(min(marker.time, axis.end)))
        color = QColor(t.bad if marker.is_warning else t.good)
        painter.setPen(QPen(color, 1.2, Qt.PenStyle.DashLine))
        for area in layout.areas:
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.setFont(look.font)
    taken: list[QRectF] = []
    lines = [axis.x_of(min(marker.time, axis.end)) for marker in markers]
    for marker, x in zip(markers, lines, strict=True):
        tag = tag_of(marker, layout, taken, look, pane, lines)
        if tag is None:
            continue
        taken.append(tag)
        color = QColor(t.bad if marker.is_warning else t.good)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(t.surface, color.name(), 0.12)))
        painter.drawRoundedRect(tag, 4, 4)
        painter.fillRect(QRectF(crisp(x) - _POLE / 2, tag.top(), _POLE, tag.height()), color)
        painter.setPen(color)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, _shown(marker, look, tag.width()))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def tag_of(
    marker: Marker,
    layout: Layout,
    taken: Sequence[QRectF],
    look: Look,
    pane: Pane,
    lines: Sequence[float] = (),
) -> QRectF | None:
    """The flag at a dashed line, below those that are there; None where there is no room left.

    It flies to the right. At the right edge it flies to the left, and is cut short before the line of
    another marker (of `lines`), for it would seem to begin there. A plateau is at the top of its
    field: its words stand under the curve rather than on it.
    """
    area, x = layout.areas[0], layout.axis.x_of(min(marker.time, layout.axis.end))
    width = look.metrics.horizontalAdvance(_shown(marker, look)) + _BESIDE
    left = x
    if left + width > area.right():
        before = max((line for line in lines if line < x - 1.0), default=area.left())
        if x - before - _CLEAR >= _LEAST_TAG * look.tokens.small_px:
            width = min(width, x - before - _CLEAR)
        left = max(area.left(), x - width)
    tag = QRectF(left, area.top() + 3.0, width, look.metrics.height() + 3.0)
    free = []
    while tag.bottom() <= area.bottom():
        if not any(tag.intersects(other) for other in taken):
            free.append(QRectF(tag))
        tag.translate(0.0, tag.height() + 2.0)
    clear = (place for place in free if not _hides(place, pane, area, layout))
    return next(clear, free[0] if free else None)


def _hides(tag: QRectF, pane: Pane, area: QRectF, layout: Layout) -> bool:
    """Whether a curve that is not dashed runs behind the words."""
    import numpy as np

    axis = layout.axis
    begin, end = axis.time_at(tag.left() - 2.0), axis.time_at(tag.right() + 2.0)
    for trace in pane.traces:
        behind = (trace.time >= begin) & (trace.time <= end)
        if trace.is_dashed or not behind.any():
            continue
        y = area.bottom() - pane.scale.shares(trace.values[behind]) * area.height()
        # The curve is whole between its samples: what matters is the span that it takes there.
        y = y[~np.isnan(y)]
        if len(y) and y.min() <= tag.bottom() + 1.0 and y.max() >= tag.top() - 1.0:
            return True
    return False


def _shown(marker: Marker, look: Look, room: float = inf) -> str:
    """The words of a marker, cut short to the width of its flag."""
    widest = min(_WIDEST_TAG * look.tokens.small_px, room - _BESIDE + 1.0)
    return look.metrics.elidedText(marker.text, Qt.TextElideMode.ElideRight, widest)
