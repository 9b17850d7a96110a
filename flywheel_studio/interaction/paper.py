"""Where things are on the paper, asked by the tools: shapes, what is near, what is inside.

Shapes are measured by the drawing itself, so that a link binds to what the canvas shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.figure import shapes_of
from flywheel_studio.drawing.folded_wheel import folded_shape
from flywheel_studio.drawing.link_paths import link_curve
from flywheel_studio.drawing.paper_marks import note_figure
from flywheel_studio.drawing.theme import theme_of
from flywheel_studio.geometry.curve import box_of
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.folding import (
    folded_into,
    folded_wheels,
    is_hidden,
    shown_items,
    stand_in,
)
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.selection import Selected

# Clear of the outline, so that a handle never hides a word; paper units.
HANDLE_DISTANCE: Final = 14.0
# Half the width of a new text; its distance from the drawing, past the bands.
_NOTE_HALF: Final = 80.0
_BELOW: Final = 110.0


class Paper:
    """The editor's current drawing, as shapes."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._known: tuple[Flywheel, dict[str, FactorShape]] | None = None

    def shape(self, factor: str) -> FactorShape:
        return self._shapes()[factor]

    def nearest_factor(self, point: Point, within: float) -> str | None:
        """The factor whose outline is nearest, at most `within` paper units away (0 inside)."""
        best, best_distance = None, within
        flywheel = self._editor.flywheel
        for key, shape in self._shapes().items():
            if folded_into(flywheel, key) is not None:
                continue
            distance = max(shape.distance(point), 0.0)
            # Of two that hold the point, the later one lies on top.
            if distance <= best_distance:
                best, best_distance = key, distance
        return best

    def folded_at(self, point: Point, within: float = 0.0) -> str | None:
        """The folded wheel at a point, at most `within` paper units away."""
        flywheel = self._editor.flywheel
        theme = theme_of(flywheel.header)
        for key in folded_wheels(flywheel):
            if folded_shape(flywheel, key, theme).distance(point) <= within:
                return key
        return None

    def records_in(self, box: Box, *, overlapping: bool = False) -> set[Selected]:
        """Factors, links, texts and folded wheels in `box`; with `overlapping`, that it touches."""
        matches = box.overlaps if overlapping else box.contains
        found = {item for item, around in self._boxes() if matches(around)}
        return set(shown_items(self._editor.flywheel, found))

    def below(self) -> Point:
        """Where a text stands clear of the drawing: below it, in the middle."""
        boxes = [box for _, box in self._boxes()]
        if not boxes:
            return Point(-_NOTE_HALF, 0.0)
        left, right = min(box.left for box in boxes), max(box.right for box in boxes)
        bottom = max(box.bottom for box in boxes)
        return Point(round((left + right) / 2 - _NOTE_HALF), round(bottom + _BELOW))

    def text_box(self, text: str) -> Box:
        """Where a text is drawn."""
        flywheel = self._editor.flywheel
        return note_figure(flywheel.texts[text], theme_of(flywheel.header)).box

    def wheel_box(self, wheel: str) -> Box:
        """Where a wheel is: its ring, or what is drawn of it while it is folded."""
        flywheel = self._editor.flywheel
        if wheel in folded_wheels(flywheel):
            return folded_shape(flywheel, wheel, theme_of(flywheel.header)).box
        record = flywheel.wheels[wheel]
        return Box.around(Point(record.x, record.y), 2 * record.radius, 2 * record.radius)

    def _boxes(self) -> Iterator[tuple[Selected, Box]]:
        flywheel, shapes = self._editor.flywheel, self._shapes()
        theme = theme_of(flywheel.header)
        for key, shape in shapes.items():
            # A hidden one has the shape of its folded wheel, and is that wheel to whoever looks.
            yield stand_in(flywheel, ("factors", key)), shape.box
        for key in folded_wheels(flywheel):
            yield ("wheels", key), folded_shape(flywheel, key, theme).box
        for link in flywheel.links.values():
            if is_hidden(flywheel, ("links", link.id)):
                continue
            curve = link_curve(flywheel, link, shapes[link.source], shapes[link.target])
            yield ("links", link.id), box_of(curve)
        for note in flywheel.texts.values():
            if is_hidden(flywheel, ("texts", note.id)):
                continue
            yield ("texts", note.id), note_figure(note, theme).box

    def _shapes(self) -> dict[str, FactorShape]:
        flywheel = self._editor.flywheel
        if self._known is None or self._known[0] is not flywheel:
            theme = theme_of(flywheel.header)
            self._known = (flywheel, shapes_of(flywheel, theme))
        return self._known[1]


def connect_handles(box: Box) -> tuple[Point, Point, Point, Point]:
    """Where a factor's connect handles stand: right, below, left, above its box."""
    middle = box.center
    return (
        Point(box.right + HANDLE_DISTANCE, middle.y),
        Point(middle.x, box.bottom + HANDLE_DISTANCE),
        Point(box.left - HANDLE_DISTANCE, middle.y),
        Point(middle.x, box.top - HANDLE_DISTANCE),
    )
