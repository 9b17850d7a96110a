"""Where the fields of the chart lie, in which letters, and the numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from flywheel_studio.insight.axis_numbers import Tick, time_ticks
from flywheel_studio.panels.momentum.chart.panes import Pane
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.style.tokens import Tokens

# Rooms of the momentum and of the factors.
_STRETCH: Final = (4.0, 6.0)
RIGHT: Final = 10.0
TICK: Final = 6.0
_NARROWEST_AXIS: Final = 40.0


@dataclass(frozen=True)
class Look:
    """Colours and letters."""

    tokens: Tokens
    font: QFont

    @property
    def metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font)


@dataclass(frozen=True)
class Layout:
    """Where the fields lie, and the numbers beside them."""

    axis: TimeAxis
    areas: tuple[QRectF, ...]
    ticks: tuple[tuple[Tick, ...], ...]
    time: tuple[Tick, ...]

    @property
    def whole(self) -> QRectF:
        return self.areas[0].united(self.areas[-1])


def look_of(tokens: Tokens, font: QFont) -> Look:
    """The chart's small letters in a widget's font."""
    small = QFont(font)
    small.setPixelSize(tokens.small_px)
    small.setWeight(QFont.Weight.Normal)
    return Look(tokens, small)


def laid_out(panes: Sequence[Pane], end: float, unit: str, size: QSizeF, look: Look) -> Layout:
    """Divide a chart of `size`; the axis at the left is as wide as its widest number."""
    metrics = look.metrics
    line = metrics.height()
    title, below = line + 12.0, 2 * line + 10.0
    room = max(2.0, size.height() - below - len(panes) * title)
    shares = [share / sum(_STRETCH) for share in _STRETCH[: len(panes)]]
    heights = [room * share for share in shares]
    ticks = tuple(
        pane.scale.ticks(max(2, int(height / (2.2 * line))))
        for pane, height in zip(panes, heights, strict=True)
    )
    widest = max(
        (metrics.horizontalAdvance(tick.text) for each in ticks for tick in each), default=0.0
    )
    left = max(_NARROWEST_AXIS, 6.0 * -(-(widest + TICK + 4.0) // 6.0))
    right = max(left + 1.0, size.width() - RIGHT)
    areas, top = [], 0.0
    for height in heights:
        areas.append(QRectF(left, top + title, right - left, height))
        top += title + height
    axis = TimeAxis(left, right, end)
    return Layout(axis, tuple(areas), ticks, along_of(axis, unit, look))


def along_of(axis: TimeAxis, unit: str, look: Look) -> tuple[Tick, ...]:
    """The numbers along the time axis, as many as stand side by side; 0 first."""
    apart = look.metrics.horizontalAdvance("0000") + 14.0
    return time_ticks(axis.end, unit, max(2, int((axis.right - axis.left) / apart)))


def crisp(at: float) -> float:
    """The middle of a pixel: a line of one pixel there is sharp."""
    return int(at) + 0.5
