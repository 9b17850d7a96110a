"""Motion on the paper: pulses that travel along the links, and badges that turn.

It is view state: set from a finished run at a playhead, never in the document, and gone without a
trace. Each link keeps how far its pulses have come, so that a change of speed never makes them
jump.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsScene

from flywheel_studio.canvas.places import along
from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.drawing.primitives import PAINT_ORDER, Cubic, Line, Move, RecordFigure, Shape
from flywheel_studio.geometry.plane import Point

# At speed 1, paper units per unit of phase. A ring link of Amazon is crossed in about three.
REACH: Final = 110.0
_SPACING: Final = 84.0
# A bead on the link: paler than it and a little wider, so that it never looks like a dash.
_WIDER: Final = 2.2
_RIM: Final = 2.0
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
        self._tracks: dict[str, tuple[RecordFigure, list[float], list[Point]]] = {}
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
        shown = 0
        for link, speed in sorted(speeds.items(), key=lambda pair: -abs(pair[1])):
            if not math.isfinite(speed) or abs(speed) < 1e-3 or shown >= _MOST:
                continue
            strength = min(abs(speed), 3.0)
            come = (self._come.get(link, 0.0) + strength * REACH * gone_by) % _SPACING
            self._come[link] = come
            if self._is_readable:
                shown = self._show_link(link, come, strength, speed < 0.0, shown)
        self._hide_from(shown)

    def _show_link(
        self, link: str, come: float, strength: float, is_shrinking: bool, shown: int
    ) -> int:
        figure = self._sheet.figure("links", link)
        body = None if figure is None else _body(figure)
        if figure is None or body is None or body.stroke is None:
            return shown
        track = self._tracks.get(link)
        if track is None or track[0] is not figure:
            corners = along(body.path)
            track = (figure, [far for far, _ in corners], [corner for _, corner in corners])
            self._tracks[link] = track
        _, fars, corners_only = track
        radius = max(body.width / 2, 1.5) * (0.8 + 0.2 * min(strength, 1.0)) + _WIDER
        theme = self._sheet.theme
        core = QBrush(QColor(theme.negative if is_shrinking else theme.paper))
        rim = QPen(QColor(body.stroke), _RIM)
        far = come
        while far < fars[-1] and shown < _MOST:
            item = self._item(shown)
            place = _at(fars, corners_only, far)
            item.setRect(QRectF(place.x - radius, place.y - radius, 2 * radius, 2 * radius))
            item.setBrush(core)
            item.setPen(rim)
            item.setOpacity(body.opacity)
            item.setVisible(True)
            shown += 1
            far += _SPACING
        return shown

    def _item(self, number: int) -> QGraphicsEllipseItem:
        if number == len(self._pool):
            item = QGraphicsEllipseItem()
            item.setZValue(PAINT_ORDER.index("links") + 0.5)
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
            turn = 0.0 if phase is None else _direction(items.figure) * phase * 60.0
            items.turn(turn % 360.0)


def _body(figure: RecordFigure) -> Shape | None:
    first = figure.primitives[0] if figure.primitives else None
    return first if isinstance(first, Shape) and first.part == "body" else None


def _at(fars: list[float], corners: list[Point], far: float) -> Point:
    """The point this far along a track."""
    index = min(max(bisect_left(fars, far), 1), len(fars) - 1)
    before, after = fars[index - 1], fars[index]
    share = (far - before) / (after - before) if after > before else 0.0
    return corners[index - 1].towards(corners[index], share)


def _direction(badge: RecordFigure) -> float:
    """Which way a badge's arrow runs: 1 clockwise on the paper, -1 the other way."""
    ring = badge.primitives[0] if badge.primitives else None
    if not isinstance(ring, Shape) or badge.handle is None or len(ring.path) < 2:
        return 1.0
    first, second = ring.path[0], ring.path[1]
    if not isinstance(first, Move) or not isinstance(second, Cubic | Line):
        return 1.0
    arm, way = first.to.minus(badge.handle), second.to.minus(first.to)
    return 1.0 if arm.x * way.y - arm.y * way.x >= 0.0 else -1.0
