"""The wheel turning, frame by frame: beads travel along the links and badges go round.

Each link's beads keep the pace that the run gives it on average, set to the nearest whole number of
periods, and each badge turns a whole number of times: the frame after the last is the first, so
that the film goes round without a jump. What stands still is painted once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from flywheel_studio.drawing.primitives import Primitive, RecordFigure, Shape, TextLine
from flywheel_studio.drawing.pulses import (
    BADGE_SPEED,
    FASTEST,
    REACH,
    RIM,
    SPACING,
    Track,
    badge_direction,
    core_color,
    seen_speeds,
    track_of,
)
from flywheel_studio.export.registry import Picture, PictureOptions
from flywheel_studio.export.shown_run import link_speeds, shown_run
from flywheel_studio.geometry.plane import Box
from flywheel_studio.qt_rendering.fonts import ensure_application, install_fonts
from flywheel_studio.qt_rendering.painter import brush_of, color_of, paint_primitives
from flywheel_studio.qt_rendering.png_pdf import area_of, pixels_of

FRAMES_PER_SECOND: Final = 25
SHORTEST_S: Final = 1.0
LONGEST_S: Final = 60.0
# The busiest link of a run moves at this speed, as in the window.
_BRISK: Final = 1.6
# A link that carries less than this share of the busiest one's stands still to the eye.
_LEAST_SHARE: Final = 0.02


class Beads(Struct, frozen=True, eq=False):
    """The beads of one link: `periods` from bead to bead in the whole film."""

    track: Track
    periods: int
    strength: float
    is_shrinking: bool


class Film:
    """The frames of one picture.

    Painting the still parts needs Qt's fonts and so the main thread; the frames need neither.
    """

    def __init__(
        self, picture: Picture, options: PictureOptions, *, has_even_sides: bool = False
    ) -> None:
        ensure_application()
        install_fonts()
        self._theme = picture.theme
        figure = picture.figure
        self._area = area_of(figure, options)
        self._scale, width, height = pixels_of(self._area, options)
        if has_even_sides:
            width, height = width + width % 2, height + height % 2
        self.width, self.height = width, height
        seconds = min(max(options.seconds, SHORTEST_S), LONGEST_S)
        self.count = max(2, round(seconds * FRAMES_PER_SECOND))
        self.is_transparent = options.transparent
        self._beads = _beads_of(picture, seconds)
        self._turns = max(1, round(seconds * BADGE_SPEED / 360.0))
        self._badges = [record for record in figure.records if record.owner == "loops"]
        behind = [r for r in figure.records if r.owner in ("wheels", "bands", "links")]
        front = [r for r in figure.records if r.owner in ("factors", "texts")]
        paper = None if options.transparent else figure.paper
        self._behind = self._still(_parts_of(behind), paper)
        words = [part for r in self._badges for part in r.primitives if isinstance(part, TextLine)]
        self._front = self._still([*_parts_of(front), *words], None)

    @property
    def box(self) -> Box:
        """What the frames show, paper units."""
        return self._area

    def frames(self) -> Iterator[QImage]:
        """Every frame once, in order."""
        for number in range(self.count):
            yield self.frame(number)

    def frame(self, number: int) -> QImage:
        """The frame of a number; that of `count` is the first again."""
        share = number / self.count
        image = self._behind.copy()
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._place(painter)
            for beads in self._beads:
                self._paint_beads(painter, beads, share)
            painter.resetTransform()
            painter.drawImage(0, 0, self._front)
            self._place(painter)
            for badge in self._badges:
                self._paint_badge(painter, badge, share)
        finally:
            painter.end()
        return image

    def _still(self, parts: list[Primitive], paper: str | None) -> QImage:
        """What does not move, painted once; on `paper`, or on nothing."""
        image = QImage(self.width, self.height, QImage.Format.Format_ARGB32_Premultiplied)
        if image.isNull():
            raise MemoryError("no room for a frame")
        image.fill(Qt.GlobalColor.transparent if paper is None else color_of(paper))
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            self._place(painter)
            paint_primitives(parts, painter)
        finally:
            painter.end()
        return image

    def _place(self, painter: QPainter) -> None:
        painter.scale(self._scale, self._scale)
        painter.translate(-self._area.left, -self._area.top)

    def _paint_beads(self, painter: QPainter, beads: Beads, share: float) -> None:
        track = beads.track
        opacity = track.body.opacity
        painter.setPen(QPen(color_of(track.body.stroke or self._theme.plain, opacity), RIM))
        painter.setBrush(brush_of(core_color(self._theme, beads.is_shrinking), opacity))
        radius = track.radius(beads.strength)
        # Modulo one first: the frame of 1 must be that of 0 to the last bit.
        come = (beads.periods * share) % 1.0 * SPACING
        for place in track.beads(come):
            painter.drawEllipse(QPointF(place.x, place.y), radius, radius)

    def _paint_badge(self, painter: QPainter, badge: RecordFigure, share: float) -> None:
        middle = badge.handle
        if middle is None:
            return
        painter.save()
        painter.translate(middle.x, middle.y)
        painter.rotate(badge_direction(badge) * ((self._turns * share) % 1.0) * 360.0)
        painter.translate(-middle.x, -middle.y)
        paint_primitives([p for p in badge.primitives if isinstance(p, Shape)], painter)
        painter.restore()


def _parts_of(records: list[RecordFigure]) -> list[Primitive]:
    return [part for record in records for part in record.primitives]


def _beads_of(picture: Picture, seconds: float) -> list[Beads]:
    """The beads of every link that carries something, as fast as the run says."""
    shown = shown_run(picture.flywheel, picture.loops)
    if shown is None:
        return []
    speeds = seen_speeds(picture.flywheel, link_speeds(picture.flywheel, shown.trajectory))
    found = []
    for record in picture.figure.records:
        share = speeds.get(record.id, 0.0) if record.owner == "links" else 0.0
        track = track_of(record) if abs(share) >= _LEAST_SHARE else None
        if track is None or not math.isfinite(share):
            continue
        strength = min(_BRISK * abs(share), FASTEST)
        periods = max(1, round(strength * REACH * seconds / SPACING))
        found.append(Beads(track, periods, strength, share < 0.0))
    return found
