"""The box beside the crosshair: the time, the momentum and the factors' speeds at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.panels.style import Tokens
from flywheel_studio.panels.wording import moment, signed_percent

_MOST_ROWS: Final = 9
_MOST_OTHERS: Final = 4
_PAD: Final = 8.0
_AWAY: Final = 14.0
_WIDEST: Final = 230.0


@dataclass(frozen=True)
class Reading:
    """Values at one time. `factors`: (label, colour, percent above today).

    `own`: the same in the unit of each factor's metric, "" where it has none; as many as
    `factors`, or none. `others`: (name, colour, momentum) of the scenarios that are compared.
    """

    time: float
    unit: str
    momentum: float
    factors: tuple[tuple[str, str, float], ...]
    others: tuple[tuple[str, str, float], ...] = ()
    own: tuple[str, ...] = ()


def measured_words(percent: float, metric: tuple[float, str] | None) -> str:
    """A speed as what its metric then reads, "1,240 customers"; "" without a metric."""
    if metric is None:
        return ""
    baseline, unit = metric
    return f"{number(baseline * (1.0 + percent / 100.0))} {unit}".rstrip()


def rows_of(reading: Reading) -> tuple[tuple[str, str | None, str], ...]:
    """The lines of the box: (name, colour of the dot or None, value), the liveliest factors first."""
    own = reading.own or ("",) * len(reading.factors)
    ranked = sorted(zip(reading.factors, own, strict=True), key=lambda row: -abs(row[0][2]))
    shown = ranked[:_MOST_ROWS]
    rows: list[tuple[str, str | None, str]] = [(tr("Momentum"), None, number(reading.momentum))]
    rows += [(name, color, number(value)) for name, color, value in reading.others[:_MOST_OTHERS]]
    for (label, color, value), measured in shown:
        words = signed_percent(value)
        said = f"{measured} · {words}" if measured else words
        rows.append((label.replace("\n", " "), color, said))
    left = len(ranked) - len(shown)
    if left:
        rows.append((ntr("and {n} more", "and {n} more", left), None, ""))
    return tuple(rows)


def paint_reading(
    painter: QPainter, reading: Reading, tokens: Tokens, room: QRectF, pointer: QPointF
) -> None:
    """Draw the box beside `pointer`, on whichever side of it there is more of `room`."""
    metrics = QFontMetricsF(painter.font())
    line = metrics.height() + 3.0
    rows = rows_of(reading)
    title = moment(float(f"{reading.time:.3g}"), reading.unit)
    values = max((metrics.horizontalAdvance(value) for _, _, value in rows), default=0.0)
    names = max(metrics.horizontalAdvance(name) for name, _, _ in rows) + 14.0
    width = min(_WIDEST, max(names + values + 14.0, metrics.horizontalAdvance(title)) + 2 * _PAD)
    width = min(width, room.width() - 8.0)
    height = line * (len(rows) + 1) + 2 * _PAD - 3.0
    left = pointer.x() + _AWAY
    if left + width > room.right():
        left = pointer.x() - _AWAY - width
    left = min(max(left, room.left() + 2.0), room.right() - width - 2.0)
    top = min(max(pointer.y() - height / 2, room.top() + 2.0), room.bottom() - height - 2.0)
    box = QRectF(left, max(room.top(), top), width, height)
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
