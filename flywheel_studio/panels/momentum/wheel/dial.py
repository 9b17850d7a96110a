"""The drawn wheel: a heavy rim, a spoke and a coloured weight for each factor, turning.

It draws what it is told: an angle, a momentum, a speed for each factor. It owns no timer. With
reduced motion the wheel stands and its trails alone say how fast it would turn, and which way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QConicalGradient,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from flywheel_studio.drawing.theme import mixed
from flywheel_studio.insight.numbers import number
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.momentum.wheel.turn import FASTEST_TURNS_PER_SECOND, turns_per_second
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

# More spokes than this are a grey disc, whatever their colours.
MOST_SPOKES: Final = 24
# A trail is at most so many turns long, and never reaches the next weight.
_LONGEST_TRAIL: Final = 0.16
_SIXTEENTHS: Final = 16 * 360
_SMALLEST: Final = 132
_MARGIN: Final = 5.0


@dataclass(frozen=True)
class Spoke:
    """One factor on the wheel: its colour, and its mass in time units."""

    color: str
    mass: float


class WheelDial(QWidget):
    """A square picture of the wheel at one moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._spokes: tuple[Spoke, ...] = ()
        self._speeds: tuple[float, ...] = ()
        self._angle = 0.0
        self._momentum: float | None = None
        self._is_motion_reduced = False
        self._rim: tuple[tuple[object, ...], QPixmap] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(_SMALLEST, _SMALLEST)
        self.setAccessibleName(tr("Wheel"))
        self._say()

    @property
    def angle(self) -> float:
        """Turns; what is drawn, so constant while motion is reduced."""
        return 0.0 if self._is_motion_reduced else self._angle

    @property
    def momentum(self) -> float | None:
        return self._momentum

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def set_motion_reduced(self, is_reduced: bool) -> None:
        self._is_motion_reduced = is_reduced
        self.update()

    def set_spokes(self, spokes: Sequence[Spoke]) -> None:
        """The wheel's factors, clockwise from twelve o'clock. Past `MOST_SPOKES` none is drawn."""
        self._spokes = tuple(spokes[:MOST_SPOKES])
        self.update()

    def show_moment(self, angle: float, momentum: float | None, speeds: Sequence[float]) -> None:
        """Draw the wheel as it is now.

        Args:
            angle: turns, clockwise.
            momentum: of the whole wheel; None when there is no run to show.
            speeds: of each spoke, against today (0).
        """
        shown = tuple(speeds[:MOST_SPOKES])
        if (angle, momentum, shown) != (self._angle, self._momentum, self._speeds):
            self._angle, self._momentum, self._speeds = angle, momentum, shown
            self.update()

    def say(self) -> None:
        """Tell assistive technology what is shown. Not every frame: it would be read aloud."""
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(168, 168)

    def heightForWidth(self, width: int) -> int:
        return max(_SMALLEST, min(width, 320))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        painter.translate(self.width() / 2, self.height() / 2)
        self._paint(painter, side / 2 - _MARGIN)
        painter.end()

    def _say(self) -> None:
        if self._momentum is None:
            text = tr("Nothing is turning")
        elif self._momentum > 0:
            text = tr("Turns forward, momentum {value}", value=number(self._momentum))
        elif self._momentum < 0:
            text = tr("Turns backward, momentum {value}", value=number(self._momentum))
        else:
            text = tr("Stands still")
        self.setAccessibleDescription(text)

    def _paint(self, painter: QPainter, radius: float) -> None:
        thickness = radius * _rim_share(self._spokes)
        middle = radius - thickness / 2
        hub = radius * 0.42
        painter.save()
        painter.rotate(self.angle * 360.0 % 360.0)
        self._paint_rim(painter, radius, thickness)
        self._paint_spokes(painter, hub, radius - thickness)
        self._paint_trails(painter, middle, thickness)
        self._paint_weights(painter, middle, thickness)
        painter.restore()
        self._paint_hub(painter, hub)

    def _paint_rim(self, painter: QPainter, radius: float, thickness: float) -> None:
        """The rim does not change while it turns: a picture of it takes a tenth of the time."""
        key = (radius, thickness, self._tokens, self.devicePixelRatioF())
        if self._rim is None or self._rim[0] != key:
            self._rim = (key, self._painted_rim(radius, thickness))
        side = radius + _MARGIN
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(QPointF(self.width() / 2 - side, self.height() / 2 - side), self._rim[1])
        painter.restore()
        # Three notches at uneven distances: even a wheel without factors is seen to turn.
        notch = QPen(QColor(self._edge()), max(1.5, radius * 0.022))
        notch.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(notch)
        for degrees in (24.0, 143.0, 265.0):
            x, y = _on_circle(degrees / 360.0)
            inside, outside = radius - thickness * 0.72, radius - thickness * 0.28
            painter.drawLine(QPointF(x * inside, y * inside), QPointF(x * outside, y * outside))

    def _painted_rim(self, radius: float, thickness: float) -> QPixmap:
        t = self._tokens
        body = QColor(mixed(t.ink, t.surface, 0.72 if t.is_dark else 0.78))
        edge = QColor(self._edge())
        side = radius + _MARGIN
        ratio = self.devicePixelRatioF()
        picture = QPixmap(math.ceil(2 * side * ratio), math.ceil(2 * side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        shade = QRadialGradient(QPointF(0, 0), radius)
        inner = (radius - thickness) / radius
        shade.setColorAt(inner, edge)
        shade.setColorAt(inner + (1 - inner) * 0.22, body)
        shade.setColorAt(1 - (1 - inner) * 0.22, body)
        shade.setColorAt(1.0, edge)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QBrush(shade), thickness))
        painter.drawEllipse(QPointF(0, 0), radius - thickness / 2, radius - thickness / 2)
        painter.end()
        return picture

    def _edge(self) -> str:
        t = self._tokens
        return mixed(t.ink, t.surface, 0.55 if t.is_dark else 0.62)

    def _paint_spokes(self, painter: QPainter, hub: float, rim: float) -> None:
        t = self._tokens
        rest = QPen(QColor(mixed(t.ink, t.surface, 0.74)), max(1.5, rim * 0.022))
        for index, spoke in enumerate(self._spokes):
            x, y = _on_circle(index / len(self._spokes))
            painter.setPen(rest)
            painter.drawLine(QPointF(x * hub, y * hub), QPointF(x * rim, y * rim))
            speed = self._speeds[index] if index < len(self._speeds) else 0.0
            reach = _spoke_share(speed)
            if reach > 0.01:
                lively = QPen(QColor(spoke.color), max(3.0, rim * 0.05))
                lively.setCapStyle(Qt.PenCapStyle.FlatCap)
                if speed < 0:
                    lively.setDashPattern([0.8, 0.6])
                painter.setPen(lively)
                far = hub + (rim - hub) * reach
                painter.drawLine(QPointF(x * hub, y * hub), QPointF(x * far, y * far))

    def _paint_trails(self, painter: QPainter, middle: float, thickness: float) -> None:
        turns = turns_per_second(self._momentum or 0.0)
        if not self._spokes or abs(turns) < 0.004:
            return
        spacing = 0.8 / len(self._spokes)
        length = min(_LONGEST_TRAIL, spacing) * (abs(turns) / FASTEST_TURNS_PER_SECOND) ** 0.6
        box = QRectF(-middle, -middle, 2 * middle, 2 * middle)
        for index, spoke in enumerate(self._spokes):
            # Qt counts counter-clockwise from three o'clock, we clockwise from twelve.
            at = 0.25 - index / len(self._spokes)
            full, none = QColor(spoke.color), QColor(spoke.color)
            full.setAlphaF(0.7)
            none.setAlphaF(0.0)
            fading = QConicalGradient(QPointF(0, 0), at * 360.0)
            if turns > 0:
                fading.setColorAt(0.0, full)
                fading.setColorAt(length, none)
            else:
                fading.setColorAt(1.0, full)
                fading.setColorAt(1.0 - length, none)
            pen = QPen(QBrush(fading), thickness * 0.62)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            ahead = length if turns > 0 else -length
            painter.drawArc(box, round(at * _SIXTEENTHS), round(ahead * _SIXTEENTHS))

    def _paint_weights(self, painter: QPainter, middle: float, thickness: float) -> None:
        t = self._tokens
        mean = _mean_mass(self._spokes)
        crowd = min(1.0, 12 / max(1, len(self._spokes)))
        painter.setPen(QPen(QColor(t.surface), max(1.5, thickness * 0.09)))
        for index, spoke in enumerate(self._spokes):
            x, y = _on_circle(index / len(self._spokes))
            size = min(1.35, max(0.75, (spoke.mass / mean) ** (1 / 3)))
            side = thickness * 0.44 * size * (0.6 + 0.4 * crowd)
            painter.setBrush(QColor(spoke.color))
            painter.drawEllipse(QPointF(x * middle, y * middle), side, side)

    def _paint_hub(self, painter: QPainter, hub: float) -> None:
        t = self._tokens
        painter.setPen(QPen(QColor(mixed(t.ink, t.surface, 0.74)), max(1.5, hub * 0.06)))
        painter.setBrush(QColor(t.card))
        painter.drawEllipse(QPointF(0, 0), hub, hub)
        text = "–" if self._momentum is None else number(self._momentum)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPixelSize(max(10, round(hub * 0.5)))
        room = hub * 1.7
        width = QFontMetricsF(font).horizontalAdvance(text)
        if width > room:
            font.setPixelSize(max(8, int(font.pixelSize() * room / width)))
        painter.setFont(font)
        painter.setPen(QColor(t.ink))
        painter.drawText(
            QRectF(-hub, -hub * 0.62, 2 * hub, hub), Qt.AlignmentFlag.AlignCenter, text
        )
        caption = tr("momentum")
        small = QFont(self.font())
        small.setPixelSize(max(8, min(t.small_px, round(hub * 0.32))))
        width = QFontMetricsF(small).horizontalAdvance(caption)
        if width > room:
            small.setPixelSize(max(8, int(small.pixelSize() * room / width)))
        painter.setFont(small)
        painter.setPen(QColor(t.muted))
        painter.drawText(
            QRectF(-hub, hub * 0.2, 2 * hub, hub * 0.5), Qt.AlignmentFlag.AlignCenter, caption
        )


def _on_circle(turns: float) -> tuple[float, float]:
    angle = 2 * math.pi * turns
    return math.sin(angle), -math.cos(angle)


def _mean_mass(spokes: Sequence[Spoke]) -> float:
    return sum(spoke.mass for spoke in spokes) / len(spokes) if spokes else 1.0


def _rim_share(spokes: Sequence[Spoke]) -> float:
    """How thick the rim is, as a share of the radius: 0.2 at mass 1, by orders of magnitude."""
    heavy = math.log10(max(1e-6, _mean_mass(spokes)))
    return min(0.3, max(0.14, 0.2 + 0.08 * heavy))


def _spoke_share(speed: float) -> float:
    """How much of its spoke a speed fills: a third at 100 % above today, all of it at 1000 times."""
    return min(1.0, math.asinh(abs(speed)) / 3.0) if math.isfinite(speed) else 1.0
