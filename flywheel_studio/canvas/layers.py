"""The scene and the order in it: layer above layer, and within one the document's own order.

What a record consists of hangs on one root, and all roots lie side by side in the scene, so that Qt's
tree over them finds the few that a step of a drag lays bare without asking the other ten thousand.
Roots that hung on an item for each layer would be asked one by one, in whatever frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRectF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from flywheel_studio.drawing.primitives import PAINT_ORDER, Owner
from flywheel_studio.geometry.plane import Box

# Between two layers there is room for half a million ranks, and above them for what marks them.
_STEP: Final = 1e-6
# The tree halves this area again and again; what lies outside it is found too, only later.
_AT_FIRST: Final = Box(-1_000.0, -1_000.0, 1_000.0, 1_000.0)


def height_of(owner: Owner, rank: int = 0) -> float:
    """The z-value of a record: its layer's, and a little more for each that comes before it."""
    return PAINT_ORDER.index(owner) + rank * _STEP


class Layers:
    """A scene whose top items are the roots of records."""

    def __init__(self, parent: QObject) -> None:
        self.scene = QGraphicsScene(parent)
        self._area = _AT_FIRST
        self._is_outgrown = False
        self._tell_area()

    def add(self, root: QGraphicsItem, owner: Owner) -> None:
        """Put a record on top of its layer."""
        root.setZValue(height_of(owner))
        self.scene.addItem(root)

    def put(self, box: Box) -> None:
        """Note where something is drawn now."""
        if not self._is_outgrown and not self._area.contains(box):
            self._is_outgrown = True

    def fit(self, whole: Callable[[], Box | None]) -> None:
        """Let the tree cover all that is drawn, where it no longer does. `whole`: asks for its box.

        Twice as far each way, so that a drawing that grows does not have its tree planted anew often.
        """
        if not self._is_outgrown:
            return
        self._is_outgrown = False
        if (box := whole()) is not None:
            self._area = box.grown(max(box.width, box.height) / 2)
            self._tell_area()

    def _tell_area(self) -> None:
        left, top, right, bottom = self._area
        self.scene.setSceneRect(QRectF(left, top, right - left, bottom - top))
