"""Which part of the paper the view shows, and how large: zoom, pan and fit.

The anchor of a zoom is worked out here: Qt's AnchorUnderMouse jumps when scroll bars clip or the
scene grows. While the pointer rests, the same point of the paper stays under it however many
notches follow, because it is remembered and not read back from whole pixels.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QSize, QVariantAnimation, Signal
from PySide6.QtGui import QTransform

from flywheel_studio.canvas.bare_view import BareView
from flywheel_studio.geometry.plane import Box, Point

MIN_ZOOM: Final = 0.1
MAX_ZOOM: Final = 8.0
NOTCH: Final = 1.1
FIT_MILLISECONDS: Final = 280
# What a fit leaves free round the drawing, pixels; of it never more than this share of the view.
FIT_MARGIN: Final = 40.0
_MARGIN_SHARE: Final = 0.1
# What a part brings into view with it may make the labels smaller by this much.
_NEARLY: Final = 0.6


class Camera(QObject):
    """Moves a view over the paper. `zoom_changed` carries pixels per paper unit; 1 is 100 %."""

    zoom_changed = Signal(float)
    moved = Signal()

    def __init__(self, view: BareView) -> None:
        super().__init__(view)
        self._view = view
        self._zoom = 1.0
        self._anchor: tuple[QPointF, Point] | None = None
        self._flight = QVariantAnimation(self)
        self._flight.setDuration(FIT_MILLISECONDS)
        self._flight.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.valueChanged.connect(self._on_flight)
        self._leg: tuple[Box, Box] | None = None

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def is_flying(self) -> bool:
        return self._leg is not None

    def paper_at(self, pixel: QPointF) -> Point:
        """The point of the paper under a pixel of the viewport."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        return Point(
            (pixel.x() + across.value()) / self._zoom, (pixel.y() + down.value()) / self._zoom
        )

    def pixel_of(self, place: Point) -> QPointF:
        """The pixel of the viewport at which a point of the paper is."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        return QPointF(place.x * self._zoom - across.value(), place.y * self._zoom - down.value())

    @property
    def center(self) -> Point:
        return self.paper_at(self._middle())

    def center_of(self, size: QSize) -> Point:
        """What was in the middle when the viewport had another size."""
        return self.paper_at(QPointF(size.width() / 2, size.height() / 2))

    def visible(self) -> Box:
        """The part of the paper in view."""
        size = self._view.viewport().size()
        a = self.paper_at(QPointF(0.0, 0.0))
        b = self.paper_at(QPointF(size.width(), size.height()))
        return Box(a.x, a.y, b.x, b.y)

    def look_at(self, center: Point, zoom: float | None = None) -> None:
        """Put a point of the paper in the middle, at a zoom (else the current one)."""
        self.stop()
        self._anchor = None
        self._show(self._middle(), center, self._zoom if zoom is None else zoom)

    def bring(self, box: Box, whole: Box | None) -> bool:
        """Show a part that is out of view, at the zoom as it is; whether the view had to move.

        With it comes the whole drawing where that has room, and where it has nearly room, from a
        little further away: who adds to a ring sees the ring.
        """
        view = self.visible()
        if view.contains(box):
            return False
        around = box if whole is None else whole.united(box).grown(FIT_MARGIN / 2 / self._zoom)
        has_room = around.width <= view.width and around.height <= view.height
        if whole is not None and not has_room:
            all_of_it = self._framing(whole.united(box), self._zoom)
            if view.width >= _NEARLY * all_of_it.width:
                self.stop()
                self._anchor = None
                self._show_box(all_of_it)
                return True
        self.look_at(around.center if has_room else box.center)
        return True

    def zoom_by(self, factor: float, pixel: QPointF | None = None) -> None:
        """Zoom, keeping what is under `pixel` (default: the middle) where it is."""
        self.zoom_to(self._zoom * factor, pixel)

    def zoom_to(self, zoom: float, pixel: QPointF | None = None) -> None:
        self.stop()
        pixel = self._middle() if pixel is None else pixel
        if self._anchor is None or self._anchor[0] != pixel:
            self._anchor = (pixel, self.paper_at(pixel))
        self._show(pixel, self._anchor[1], zoom)

    def pan(self, dx: float, dy: float) -> None:
        """Move the paper by pixels: positive to the right and down."""
        self.stop()
        self._anchor = None
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        self._view.scroll_to(
            across.value() - round(dx), down.value() - round(dy), is_other_zoom=False
        )
        self.moved.emit()

    def frame(self, box: Box, *, animated: bool, most: float = 1.0) -> None:
        """Show a whole box, enlarged to `most` at most."""
        self.stop()
        self._anchor = None
        goal = self._framing(box, most)
        if not animated or not self._view.isVisible():
            self._show_box(goal)
            return
        self._leg = (self.visible(), goal)
        self._flight.start()

    def stop(self) -> None:
        """End a flight where it is."""
        if self._leg is not None:
            self._leg = None
            self._flight.stop()

    def _middle(self) -> QPointF:
        size = self._view.viewport().size()
        return QPointF(size.width() / 2, size.height() / 2)

    def _framing(self, box: Box, most: float) -> Box:
        """The visible part that frames `box`: as large as the viewport at its zoom."""
        size = self._view.viewport().size()
        width, height = max(size.width(), 1), max(size.height(), 1)
        margin = min(FIT_MARGIN, _MARGIN_SHARE * min(width, height))
        zoom = min(
            (width - 2 * margin) / max(box.width, 1.0),
            (height - 2 * margin) / max(box.height, 1.0),
            most,
        )
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        return Box.around(box.center, width / zoom, height / zoom)

    def _show_box(self, box: Box) -> None:
        zoom = self._view.viewport().width() / box.width
        self._show(self._middle(), box.center, zoom)

    def _show(self, pixel: QPointF, place: Point, zoom: float) -> None:
        """Show `place` at `pixel`."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        # Fifty notches up and down again must end at 100 %, not at 99.99999.
        if abs(zoom - 1.0) < 1e-6:
            zoom = 1.0
        has_changed = zoom != self._zoom
        self._zoom = zoom
        if has_changed:
            self._view.setTransform(QTransform.fromScale(zoom, zoom))
        self._view.scroll_to(
            math.floor(place.x * zoom - pixel.x() + 0.5),
            math.floor(place.y * zoom - pixel.y() + 0.5),
            is_other_zoom=has_changed,
        )
        if has_changed:
            self.zoom_changed.emit(zoom)
        self.moved.emit()

    def _on_flight(self, share: float) -> None:
        if self._leg is None:
            return
        start, goal = self._leg
        # Widths by ratio, so that the zoom feels even; the middle in step with the widths.
        width = start.width * (goal.width / start.width) ** share
        change = goal.width - start.width
        way = share if abs(change) < 1e-6 * goal.width else (width - start.width) / change
        self._show_box(
            Box.around(
                start.center.towards(goal.center, way), width, width * goal.height / goal.width
            )
        )
        if share >= 1.0:
            self._leg = None
