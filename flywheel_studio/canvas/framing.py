"""Which part of the drawing the view shows: all of it, what is selected, or where a hand went.

A view that shows the whole drawing keeps doing so when the window is resized, until somebody
zooms or pans.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final, cast

from flywheel_studio.canvas.camera import NOTCH, Camera
from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.drawing.primitives import Owner
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.session.editor import Editor

# A fit enlarges a small drawing to this at most.
_FIT_MOST: Final = 1.6
_PLAIN_SHEET: Final = Box(-320.0, -240.0, 320.0, 240.0)
_AROUND: Final = 24.0


class Framing:
    """`moves`: whether the view may glide there."""

    def __init__(
        self, editor: Editor, sheet: Sheet, camera: Camera, moves: Callable[[], bool]
    ) -> None:
        self._editor = editor
        self._sheet = sheet
        self._camera = camera
        self._moves = moves
        self._is_fitted = True

    @property
    def is_fitted(self) -> bool:
        """Whether the whole drawing is shown, and stays so."""
        return self._is_fitted

    def let_go(self) -> None:
        """A hand moved the view: it stays where it is from now on."""
        self._is_fitted = False

    def fit(self, animated: bool = True) -> None:
        """Show the whole drawing."""
        self._is_fitted = True
        self._frame(self._sheet.box() or _PLAIN_SHEET, animated)

    def fit_selection(self, animated: bool = True) -> None:
        """Show what is selected; the whole drawing where nothing is."""
        box = self._selected_box()
        if box is None:
            self.fit(animated)
            return
        self._is_fitted = False
        self._frame(box.grown(_AROUND), animated)

    def zoom_by_notches(self, notches: int) -> None:
        """Nearer with more than 0, further with less, about the middle."""
        self._is_fitted = False
        self._camera.zoom_by(NOTCH**notches)

    def zoom_to(self, zoom: float) -> None:
        """Show the middle at a zoom; 1 is 100 %."""
        self._is_fitted = False
        self._camera.zoom_to(zoom)

    def look_at(self, center: Point, zoom: float | None = None) -> None:
        """Put a point of the paper in the middle."""
        self._is_fitted = False
        if zoom is None:
            self._camera.look_at(center)
        else:
            self._camera.look_at(center, zoom)

    def show_selection(self) -> None:
        """Bring all that is selected into view, at the zoom as it is where that has room."""
        box, view = self._selected_box(), self._camera.visible()
        if box is None:
            return
        if box.width > view.width or box.height > view.height:
            self.fit_selection()
        elif self._camera.bring(box, self._sheet.box()):
            self._is_fitted = False

    def show_record(self, owner: Owner, key: str) -> None:
        """Bring a record into view without changing the zoom, where it is out of it."""
        self._sheet.glide.finish()
        figure = self._sheet.seen(owner, key)
        if figure is not None and self._camera.bring(figure.box, self._sheet.box()):
            self._is_fitted = False

    def _selected_box(self) -> Box | None:
        self._sheet.glide.finish()
        boxes = [
            figure.box
            for kind, key in self._editor.selection.items
            if (figure := self._sheet.seen(cast("Owner", kind), key)) is not None
        ]
        return reduce(Box.united, boxes) if boxes else None

    def _frame(self, box: Box, animated: bool) -> None:
        self._camera.frame(box, animated=animated and self._moves(), most=_FIT_MOST)
