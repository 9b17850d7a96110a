"""Paints the two fields of the chart and their one time axis, on a screen, a picture or an SVG.

Nothing is clipped: the writer of SVG knows no clipping, so every curve is cut to its field before it
is painted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.insight.axis_numbers import Tick
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.momentum.chart.curves import Marker, thinned
from flywheel_studio.panels.momentum.chart.layout import RIGHT, TICK, Layout, Look, crisp
from flywheel_studio.panels.momentum.chart.marks import (
    paint_level_words,
    paint_levels,
    paint_markers,
)
from flywheel_studio.panels.momentum.chart.panes import Pane, Trace
from flywheel_studio.panels.momentum.chart.scale import Scale
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.parts.wording import units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flywheel_studio.simulation.uncertainty import Band

_LINE: Final = 1.6
_MAIN_LINE: Final = 1.8
# Of more curves than a legend names only the crowd is seen; lines of 1 px are painted five times as
# fast, so that a frame holds them while a slider is dragged.
_THIN_LINE: Final = 1.0
_MOST_WIDE: Final = 16
# A curve is straight between points so many apart where it strays less than this from them, in
# pixels. A line wider than 1 px costs 2.3 ms for 1,000 points, and 0.4 for the 130 that are left.
_APART: Final = 8
_STRAYS: Final = 0.1


def paint_chart(
    painter: QPainter,
    panes: Sequence[Pane],
    layout: Layout,
    markers: Sequence[Marker],
    unit: str,
    look: Look,
) -> None:
    """Everything that stays while the run plays."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pane, area, ticks in zip(panes, layout.areas, layout.ticks, strict=True):
        _paint_ground(painter, pane, area, ticks, look)
    _paint_time(painter, layout, unit, look)
    for pane, area in zip(panes, layout.areas, strict=True):
        for color, band in pane.bands:
            _paint_band(painter, band, color, pane.scale, area, layout.axis, look)
        paint_levels(painter, pane, area)
        width = _LINE if len(pane.traces) <= _MOST_WIDE else _THIN_LINE
        for trace in reversed(pane.traces):
            _paint_trace(painter, trace, pane.scale, area, layout.axis, look, width)
        paint_level_words(painter, pane.levels, pane.scale, area, look)
        if pane.empty:
            painter.setPen(QColor(look.tokens.muted))
            painter.setFont(look.font)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, pane.empty)
    if panes:
        paint_markers(painter, layout, markers, look, panes[0])


def _paint_ground(
    painter: QPainter, pane: Pane, area: QRectF, ticks: Sequence[Tick], look: Look
) -> None:
    t = look.tokens
    faint = QPen(QColor(mixed(t.surface, t.line, 0.8)), 1.0)
    painter.setFont(look.font)
    line = look.metrics.height()
    for tick in ticks:
        y = crisp(area.bottom() - tick.share * area.height())
        painter.setPen(faint)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(t.muted))
        box = QRectF(0.0, y - line / 2, area.left() - TICK, line)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.text
        )
    zero = None if pane.scale.is_logarithmic else pane.scale.share_of(0.0)
    if zero is not None:
        y = crisp(area.bottom() - zero * area.height())
        painter.setPen(QPen(QColor(mixed(t.line, t.muted, 0.5)), 1.0))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    bold = QFont(look.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(t.muted))
    title = QFontMetricsF(bold).elidedText(pane.title, Qt.TextElideMode.ElideRight, area.right())
    painter.drawText(QPointF(0.0, area.top() - 8.0), title)


def _paint_time(painter: QPainter, layout: Layout, unit: str, look: Look) -> None:
    t, metrics, axis = look.tokens, look.metrics, layout.axis
    line = metrics.height()
    painter.setFont(look.font)
    base = layout.areas[-1].bottom()
    for tick in layout.time:
        x = axis.left + tick.share * (axis.right - axis.left)
        painter.setPen(QPen(QColor(t.line), 1.0))
        for area in layout.areas:
            end = area.bottom() + (4.0 if area is layout.areas[-1] else 0.0)
            painter.drawLine(QPointF(crisp(x), end - 4.0), QPointF(crisp(x), end))
        width = metrics.horizontalAdvance(tick.text)
        left = min(x - width / 2, axis.right + RIGHT - 1.0 - width)
        painter.setPen(QColor(t.muted))
        painter.drawText(QPointF(left, base + 6.0 + metrics.ascent()), tick.text)
    painter.setPen(QColor(t.muted))
    box = QRectF(0.0, base + 7.0 + line, axis.right, line)
    title = tr("Time in {units}", units=units(unit))
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine, title)


def _paint_band(
    painter: QPainter,
    band: Band,
    ink: str | None,
    scale: Scale,
    area: QRectF,
    axis: TimeAxis,
    look: Look,
) -> None:
    if len(band.time) < 2:
        return
    import numpy as np

    color = QColor(ink or look.tokens.accent)
    fill = QColor(color)
    fill.setAlphaF(0.18 if ink is None else 0.1)
    # A band that reaches 0 goes to the edge of a logarithmic axis, it does not end there.
    edge_of_zero = 1.0 if scale.hangs else 0.0
    low = np.nan_to_num(scale.shares(band.low), nan=edge_of_zero)
    high = np.nan_to_num(scale.shares(band.high), nan=edge_of_zero)
    edge = list(_points(band.time, high, area, axis))
    edge += reversed(list(_points(band.time, low, area, axis)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(dashed_pen(color, 1.4))
    for run in _runs(band.time, scale.shares(band.median)):
        painter.drawPolyline(QPolygonF(list(_points(*run, area, axis))))


def _paint_trace(
    painter: QPainter,
    trace: Trace,
    scale: Scale,
    area: QRectF,
    axis: TimeAxis,
    look: Look,
    width: float,
) -> None:
    color = QColor(trace.color or look.tokens.accent)
    time, values = thinned(trace.time, trace.values, round(area.width()))
    shares = scale.shares(values)
    inside = time <= axis.end * (1.0 + 1e-9)
    time, shares = time[inside], shares[inside]
    if trace.is_filled and len(time) > 1:
        zero = area.bottom() - (scale.share_of(0.0) or 0.0) * area.height()
        points = list(_points(*_straightened(time, shares, area.height()), area, axis))
        points = [QPointF(points[0].x(), zero), *points, QPointF(points[-1].x(), zero)]
        fill = QColor(color)
        fill.setAlphaF(0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(points))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = _MAIN_LINE if trace.color is None else width
    painter.setPen(dashed_pen(color, width) if trace.is_dashed else _pen(color, width))
    for run_time, run_shares in _runs(time, shares):
        points = list(_points(*_straightened(run_time, run_shares, area.height()), area, axis))
        painter.drawPolyline(QPolygonF(points))


def _runs(
    time: NDArray[np.float64], shares: NDArray[np.float64]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """The pieces of a curve between what cannot be drawn."""
    import numpy as np

    is_there = ~np.isnan(shares)
    if is_there.all():
        yield time, shares
        return
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_there, [False]]).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first > 1:
            yield time[first:last], shares[first:last]


def _straightened(
    time: NDArray[np.float64], shares: NDArray[np.float64], height: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same line with fewer points where it is as good as straight."""
    import numpy as np

    count = len(time)
    if count < 4 * _APART:
        return time, shares
    kept = np.zeros(count, dtype=bool)
    kept[::_APART] = True
    kept[-1] = True
    strays = np.abs(np.interp(time, time[kept], shares[kept]) - shares) * height > _STRAYS
    chunk = np.arange(count) // _APART
    bent = np.zeros(int(chunk[-1]) + 1, dtype=bool)
    bent[chunk[strays]] = True
    kept |= bent[chunk]
    return time[kept], shares[kept]


def _points(
    time: NDArray[np.float64], shares: NDArray[np.float64], area: QRectF, axis: TimeAxis
) -> Iterator[QPointF]:
    x: Any = axis.left + (axis.right - axis.left) / axis.end * time
    y: Any = area.bottom() - area.height() * shares
    return map(QPointF, x.tolist(), y.tolist())


def dashed_pen(color: QColor, width: float) -> QPen:
    """How scenarios and the middle of a band are drawn."""
    pen = _pen(color, width)
    pen.setDashPattern([4.0, 3.0])
    return pen


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen
