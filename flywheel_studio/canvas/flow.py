"""Motion on the paper: pulses that travel along the links, and badges that turn.

It is view state: set from a finished run at a playhead, never in the document, and gone without a
trace. Each link keeps how far its pulses have come, so that a change of speed never makes them
jump.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsScene

from flywheel_studio.canvas.layers import height_of
from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.drawing.primitives import RecordFigure
from flywheel_studio.drawing.pulses import (
    BADGE_SPEED,
    FASTEST,
    RIM,
    STILL,
    Track,
    badge_direction,
    come_on,
    core_color,
    seen_speeds,
    track_of,
)

# Below this zoom a pulse is no more than a speck.
_FROM_ZOOM: Final = 0.25
# More than this in all would cost a frame; the fastest links come first.
_MOST: Final = 400


class Flow:
    """The pulses of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._pool: list[QGraphicsEllipseItem] = []
        self._come: dict[str, float] = {}
        self._tracks: dict[str, tuple[RecordFigure, Track | None]] = {}
        self._phase = 0.0
        self._is_readable = True
        self._turned = False

    def set_zoom(self, zoom: float) -> None:
        self._is_readable = zoom >= _FROM_ZOOM
        if not self._is_readable:
            self._hide_from(0)

    def set(self, speeds: Mapping[str, float] | None, phase: float) -> None:
        """Show pulses moving at these speeds; None takes them away.

        Args:
            speeds: of each link's flow, dimensionless: 1 is brisk, 0 stands still and shows
                nothing, below 0 is shrinking and has its core in the colour of a minus.
            phase: rises with time while playing (a unit is a second); only its growth counts.
        """
        gone_by = phase - self._phase
        self._phase = phase
        if not speeds:
            self._come.clear()
            self._tracks.clear()
            self._hide_from(0)
            self._turn_badges(None)
            return
        self._turn_badges(phase)
        speeds = seen_speeds(self._sheet.flywheel, speeds)
        shown = 0
        for link, speed in sorted(speeds.items(), key=lambda pair: -abs(pair[1])):
            if not math.isfinite(speed) or abs(speed) < STILL or shown >= _MOST:
                continue
            strength = min(abs(speed), FASTEST)
            come = come_on(self._come.get(link, 0.0), speed, gone_by)
            self._come[link] = come
            if self._is_readable:
                shown = self._show_link(link, come, strength, speed < 0.0, shown)
        self._hide_from(shown)

    def _show_link(
        self, link: str, come: float, strength: float, is_shrinking: bool, shown: int
    ) -> int:
        figure = self._sheet.figure("links", link)
        if figure is None:
            return shown
        known = self._tracks.get(link)
        if known is None or known[0] is not figure:
            known = self._tracks[link] = (figure, track_of(figure))
        track = known[1]
        if track is None or track.body.stroke is None:
            return shown
        radius = track.radius(strength)
        core = QBrush(QColor(core_color(self._sheet.theme, is_shrinking)))
        rim = QPen(QColor(track.body.stroke), RIM)
        for place in track.beads(come):
            if shown >= _MOST:
                break
            item = self._item(shown)
            item.setRect(QRectF(place.x - radius, place.y - radius, 2 * radius, 2 * radius))
            item.setBrush(core)
            item.setPen(rim)
            item.setOpacity(track.body.opacity)
            item.setVisible(True)
            shown += 1
        return shown

    def _item(self, number: int) -> QGraphicsEllipseItem:
        if number == len(self._pool):
            item = QGraphicsEllipseItem()
            item.setZValue(height_of("links") + 0.5)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            scene: QGraphicsScene = self._sheet.scene
            scene.addItem(item)
            self._pool.append(item)
        return self._pool[number]

    def _hide_from(self, number: int) -> None:
        for item in self._pool[number:]:
            item.setVisible(False)

    def _turn_badges(self, phase: float | None) -> None:
        if phase is None and not self._turned:
            return
        self._turned = phase is not None
        for items in self._sheet.items("loops"):
            turn = 0.0 if phase is None else badge_direction(items.figure) * phase * BADGE_SPEED
            items.turn(turn % 360.0)
