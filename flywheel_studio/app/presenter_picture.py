"""The picture of a talk: what each step shows, what of it is faded, and where the camera stands.

The camera frames what is being told, so that its labels can be read from the back of a room; what
was told before lies faded around it and may run out of the picture, up to the words.
Between two steps it glides, and what differs is cross-faded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from flywheel_studio.drawing.figure import bounds
from flywheel_studio.drawing.primitives import Figure, RecordFigure
from flywheel_studio.drawing.pulses import (
    BADGE_SPEED,
    FASTEST,
    RIM,
    STILL,
    Track,
    badge_direction,
    core_color,
    track_of,
)
from flywheel_studio.drawing.theme import Theme
from flywheel_studio.export.chapter import Chapter
from flywheel_studio.export.registry import Picture
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.qt_rendering.painter import paint_primitives

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop

# Labels are 18 units tall, the text beside them 30 and its title 46: larger, a step of two factors
# would shout. In pixels of a screen that is 1,080 tall.
_LARGEST_SCALE: Final = 2.0
_ROOM: Final = 12.0
_MARGIN: Final = 50.0


class Turning:
    """How far the wheel has turned. `speeds` of links; `come`: how far along their beads are."""

    def __init__(self) -> None:
        self.phase = 0.0
        self.speeds: Mapping[str, float] = {}
        self.come: dict[str, float] = {}


class StoryPicture:
    """Paints the steps of one flywheel."""

    def __init__(self, flywheel: Flywheel, theme: Theme, loops: Sequence[Loop]) -> None:
        self._flywheel = flywheel
        self._theme = theme
        self._loops = tuple(loops)
        self._figures: dict[frozenset[tuple[str, str]] | None, Figure] = {}
        self._tracks: dict[str, Track] | None = None

    def frame(self, chapter: Chapter) -> Box:
        """What the camera frames: what stands out of what a step shows, else all that it shows."""
        shown = [record for record in self._figure(chapter).records if _is_shown(chapter, record)]
        lit = chapter.lit
        standing_out = [record for record in shown if lit is not None and lit.holds(record)]
        return bounds(standing_out or shown).grown(_ROOM)

    def scale(self, frame: Box, area: QRectF, unit: float) -> float:
        """Pixels a paper unit. `unit`: of a screen that is 1,080 tall."""
        margin = _MARGIN * unit
        return min(
            (area.width() - 2 * margin) / frame.width,
            (area.height() - 2 * margin) / frame.height,
            _LARGEST_SCALE * unit,
        )

    def paint(
        self,
        painter: QPainter,
        area: QRectF,
        unit: float,
        frame: Box,
        chapter: Chapter,
        before: Chapter | None = None,
        share: float = 1.0,
        turning: Turning | None = None,
    ) -> None:
        """Paint a step into an area.

        Args:
            before: the step that it follows, while one is faded into the other.
            share: how much of that is done, from 0 to 1.
            turning: where the wheel is in motion.
        """
        painter.save()
        painter.setClipRect(area)
        painter.translate(area.center())
        scale = self.scale(frame, area, unit)
        painter.scale(scale, scale)
        painter.translate(-frame.center.x, -frame.center.y)
        old = {} if before is None else self._shown(before)
        new = self._shown(chapter)
        for record in self._figure(chapter).records:
            key = record.owner, record.id
            was, is_now = old.get(key), new.get(key)
            if was is not None and is_now is not None and _look_alike(was, is_now):
                self._paint_record(painter, is_now, 1.0, turning)
                continue
            if was is not None:
                self._paint_record(painter, was, 1.0 - share, None)
            if is_now is not None:
                self._paint_record(painter, is_now, 1.0 if before is None else share, turning)
        painter.restore()
        self._soften(painter, area, _MARGIN * unit)

    def _figure(self, chapter: Chapter) -> Figure:
        keys = None if chapter.lit is None else chapter.lit.keys
        figure = self._figures.get(keys)
        if figure is None:
            figure = self._figures[keys] = Picture(
                flywheel=self._flywheel,
                theme=self._theme,
                loops=self._loops,
                lit=keys,
                fades_into_paper=True,
            ).figure
        return figure

    def _shown(self, chapter: Chapter) -> dict[tuple[str, str], RecordFigure]:
        return {
            (record.owner, record.id): record
            for record in self._figure(chapter).records
            if _is_shown(chapter, record)
        }

    def _paint_record(
        self, painter: QPainter, record: RecordFigure, opacity: float, turning: Turning | None
    ) -> None:
        if opacity <= 0.0:
            return
        painter.setOpacity(opacity)
        if turning is None:
            paint_primitives(record.primitives, painter)
            return
        if record.owner == "loops":
            self._paint_badge(painter, record, turning.phase)
            return
        paint_primitives(record.primitives, painter)
        if record.owner == "links" and record.id in turning.speeds:
            self._paint_beads(painter, record.id, turning)

    def _paint_badge(self, painter: QPainter, record: RecordFigure, phase: float) -> None:
        center = record.handle
        if center is None:
            return
        painter.save()
        painter.translate(center.x, center.y)
        painter.rotate(badge_direction(record) * phase * BADGE_SPEED % 360.0)
        painter.translate(-center.x, -center.y)
        paint_primitives(record.primitives[:2], painter)
        painter.restore()
        paint_primitives(record.primitives[2:], painter)

    def _paint_beads(self, painter: QPainter, link: str, turning: Turning) -> None:
        if self._tracks is None:
            # Only the whole picture turns, with nothing faded.
            self._tracks = {
                record.id: track
                for record in self._figures[None].records
                if record.owner == "links" and (track := track_of(record)) is not None
            }
        track, speed = self._tracks.get(link), turning.speeds[link]
        if track is None or track.body.stroke is None or abs(speed) < STILL:
            return
        radius = track.radius(min(abs(speed), FASTEST))
        painter.setPen(QPen(QColor(track.body.stroke), RIM))
        painter.setBrush(QColor(core_color(self._theme, speed < 0.0)))
        for place in track.beads(turning.come.get(link, 0.0)):
            painter.drawEllipse(QRectF(place.x - radius, place.y - radius, 2 * radius, 2 * radius))

    def _soften(self, painter: QPainter, area: QRectF, depth: float) -> None:
        """Let what runs out of the picture, to the right or below, fade into the paper."""
        clear, paper = QColor(self._theme.paper), QColor(self._theme.paper)
        clear.setAlpha(0)
        right = QRectF(area.right() - depth, area.top(), depth, area.height())
        bottom = QRectF(area.left(), area.bottom() - depth, area.width(), depth)
        for edge, end in ((right, right.topRight()), (bottom, bottom.bottomLeft())):
            gradient = QLinearGradient(edge.topLeft(), end)
            gradient.setColorAt(0.0, clear)
            gradient.setColorAt(1.0, paper)
            painter.fillRect(edge, gradient)


def between(first: Box, second: Box, share: float) -> Box:
    """The box on the way from one to another."""
    low, high = Point(first.left, first.top), Point(first.right, first.bottom)
    low = low.towards(Point(second.left, second.top), share)
    high = high.towards(Point(second.right, second.bottom), share)
    return Box(low.x, low.y, high.x, high.y)


def _is_shown(chapter: Chapter, record: RecordFigure) -> bool:
    return bool(record.primitives) and (chapter.shown is None or chapter.shown.holds(record))


def _look_alike(first: RecordFigure, second: RecordFigure) -> bool:
    return first is second or first.primitives == second.primitives
