"""The box beside the crosshair: the time, the momentum and the factors' speeds at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.momentum.chart.curves import Curves, Measure
from flywheel_studio.panels.parts.wording import moment, signed_percent
from flywheel_studio.panels.style.tokens import Tokens

# So many factors at least; all of them where the room is high enough.
_MOST_ROWS: Final = 9
_MOST_OTHERS: Final = 4
_PAD: Final = 8.0
_AWAY: Final = 14.0
_WIDEST: Final = 300.0


@dataclass(frozen=True)
class Reading:
    """Values at one time. `factors`: (label, colour, percent above today).

    `own`: the same in the unit of each factor's metric, "" where it has none; as many as
    `factors`, or none. `others`: (name, colour, momentum) of the scenarios that are compared.
    `band`: (low, middle, high) of the momentum where it is uncertain.
    """

    time: float
    unit: str
    momentum: float
    factors: tuple[tuple[str, str, float], ...]
    others: tuple[tuple[str, str, float], ...] = ()
    own: tuple[str, ...] = ()
    band: tuple[float, float, float] | None = None

    @property
    def title(self) -> str:
        return moment(float(f"{self.time:.3g}"), self.unit)


def reading_at(
    curves: Curves, time: float, *, hidden: frozenset[str] = frozenset(), measure: str = ""
) -> Reading:
    """What stands on the chart at `time`; the nearest end of the run for a time outside of it."""
    import numpy as np

    time = float(min(max(time, curves.time[0]), curves.time[-1]))
    shown = {
        key: float(np.interp(time, curves.time, curves.speeds[key]))
        for key in curves.in_measure(measure)
        if key not in hidden
    }
    band = curves.band
    is_in_band = band is not None and len(band.time) > 0 and time <= band.time[-1]
    return Reading(
        time=time,
        unit=curves.unit,
        momentum=float(np.interp(time, curves.time, curves.momentum)),
        factors=tuple(
            (curves.labels[key], curves.colors[key], value) for key, value in shown.items()
        ),
        others=tuple(
            (other.name, other.color, float(np.interp(time, other.time, other.momentum)))
            for other in curves.others
            if time <= other.time[-1]
        ),
        own=tuple(measured_words(value, curves.measures.get(key)) for key, value in shown.items()),
        band=(
            float(np.interp(time, band.time, band.low)),
            float(np.interp(time, band.time, band.median)),
            float(np.interp(time, band.time, band.high)),
        )
        if band is not None and is_in_band
        else None,
    )


def measured_words(percents: float, measure: Measure | None) -> str:
    """A speed as what its metric then reads, "1,240 customers"; "" without a metric."""
    if measure is None:
        return ""
    value = measure.baseline * (1.0 + percents / 100.0)
    return f"{number(value)} {measure.unit}".rstrip()


def rows_of(reading: Reading, fit: int = 0) -> tuple[tuple[str, str | None, str], ...]:
    """The lines of the box: (name, colour of the dot or None, value), the liveliest factors first.

    Args:
        fit: so many lines have room. Of the factors 9 are told even where they have not.
    """
    own = reading.own or ("",) * len(reading.factors)
    ranked = sorted(zip(reading.factors, own, strict=True), key=_liveliest_first)
    rows: list[tuple[str, str | None, str]] = [(tr("Momentum"), None, number(reading.momentum))]
    if reading.band is not None:
        low, middle, high = (number(value) for value in reading.band)
        rows.append((tr("half of the runs"), None, tr("above {middle}", middle=middle)))
        rows.append((tr("8 of 10 runs"), None, tr("{low} to {high}", low=low, high=high)))
    rows += [(name, color, number(value)) for name, color, value in reading.others[:_MOST_OTHERS]]
    most = max(_MOST_ROWS, fit - len(rows))
    if len(ranked) > most > _MOST_ROWS:
        most -= 1  # the line that counts the others
    shown = ranked[:most]
    for (label, color, value), measured in shown:
        words = signed_percent(value)
        said = f"{measured} · {words}" if measured else words
        rows.append((label.replace("\n", " "), color, said))
    left = len(ranked) - len(shown)
    if left:
        rows.append((ntr("and {n} more", "and {n} more", left), None, ""))
    return tuple(rows)


def _liveliest_first(row: tuple[tuple[str, str, float], str]) -> float:
    return -abs(row[0][2])


def paint_reading(
    painter: QPainter, reading: Reading, tokens: Tokens, room: QRectF, pointer: QPointF
) -> None:
    """Draw the box beside `pointer`, on whichever side of it there is more of `room`."""
    metrics = QFontMetricsF(painter.font())
    line = metrics.height() + 3.0
    # In a narrow room the box stands above or below the pointer and must leave it free.
    is_wide = room.width() >= 2 * (_WIDEST + _AWAY)
    rows = rows_of(reading, int((room.height() - 2 * _PAD - 1.0) / line) - 1 if is_wide else 0)
    title = reading.title
    values = max((metrics.horizontalAdvance(value) for _, _, value in rows), default=0.0)
    names = max(metrics.horizontalAdvance(name) for name, _, _ in rows) + 14.0
    width = min(_WIDEST, max(names + values + 14.0, metrics.horizontalAdvance(title)) + 2 * _PAD)
    width = min(width, room.width() - 8.0)
    height = line * (len(rows) + 1) + 2 * _PAD - 3.0
    box = box_beside(pointer, width, height, room)
    ground = QColor(tokens.card)
    ground.setAlphaF(0.96)
    painter.setPen(QPen(QColor(tokens.line), 1.0))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    at = QRectF(box.left() + _PAD, box.top() + _PAD - 1.0, box.width() - 2 * _PAD, line)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
    for name, color, value in rows:
        at.translate(0.0, line)
        inset = 0.0
        if color is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawEllipse(QPointF(at.left() + 4.0, at.center().y()), 3.5, 3.5)
            inset = 14.0
        painter.setPen(QColor(tokens.ink))
        reach = at.width() - metrics.horizontalAdvance(value) - inset - 8.0
        said = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(20.0, reach))
        painter.drawText(
            at.adjusted(inset, 0, 0, 0),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            said,
        )
        painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)


def box_beside(pointer: QPointF, width: float, height: float, room: QRectF) -> QRectF:
    """At the right of the pointer, or its left; in a narrow room below it, or above it."""
    left = pointer.x() + _AWAY
    top = pointer.y() - height / 2
    if left + width > room.right():
        left = pointer.x() - _AWAY - width
    if left < room.left():
        top = pointer.y() + _AWAY
        if top + height > room.bottom():
            top = pointer.y() - _AWAY - height
        left = pointer.x() - width / 2
    left = min(max(left, room.left() + 2.0), room.right() - width - 2.0)
    top = max(room.top(), min(max(top, room.top() + 2.0), room.bottom() - height - 2.0))
    return QRectF(left, top, width, height)
