"""What is drawn for one record, as built-in Qt items under one root.

Items of Python classes would be painted through Python: 37 ms instead of 10 for 1,000 factors.
These are plain path and text items, changed in place where a record's next figure has the same
kinds of primitives (a drag), and made anew otherwise. They hold nothing that the figure does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsSimpleTextItem,
)

from flywheel_studio.canvas.straight_lines import flat_pen, is_plain_line, set_ends, show_ends
from flywheel_studio.drawing.primitives import Part, Primitive, RecordFigure, Shape, TextLine
from flywheel_studio.geometry.plane import Box
from flywheel_studio.qt_rendering.fonts import indent_of, line_font, stretch_of
from flywheel_studio.qt_rendering.painter import NO_PEN, brush_of, path_of, pen_of

# Below this zoom a part is too small to read and is left out: letters of 18 px are 4 px high
# there, sign discs 5 px, heads 3 px.
READABLE_FROM: Final[Mapping[Part, float]] = {
    "label": 0.22,
    "icon": 0.22,
    "sign": 0.28,
    "mark": 0.28,
    "gear": 0.2,
    "badge": 0.12,
    "head": 0.12,
}
# The round ends of a line: the thickest is two pixels wide there.
ENDS_FROM: Final = 0.22
_Item = QGraphicsPathItem | QGraphicsSimpleTextItem

LEVELS: Final = tuple(sorted({0.0, ENDS_FROM, *READABLE_FROM.values()}))


def level_of(zoom: float) -> float:
    """The level of detail at a zoom: the largest readability bound that it reaches."""
    return max(level for level in LEVELS if level <= zoom)


class RecordItems:
    """The items of one record; `root` carries them and says where they are."""

    __slots__ = ("_hides_words", "_items", "_level", "_turned", "figure", "root")

    def __init__(self, figure: RecordFigure, level: float) -> None:
        self.figure = figure
        self._level = level
        self._hides_words = False
        self._turned = 0.0
        # Without pen and brush it paints nothing; with its rectangle Qt skips what is off-screen.
        self.root = QGraphicsRectItem()
        self.root.setPen(NO_PEN)
        self.root.setFlag(QGraphicsItem.GraphicsItemFlag.ItemContainsChildrenInShape)
        self._items: list[_Item] = []
        self._place_root()
        self._build()

    def show(self, figure: RecordFigure) -> None:
        """Draw the record's next figure; nothing happens where it is the same."""
        before, self.figure = self.figure, figure
        if before is figure or before == figure:
            return
        if before.box != figure.box:
            self._place_root()
        old, new = before.primitives, figure.primitives
        if len(old) == len(new) and all(
            type(a) is type(b) and a.part == b.part for a, b in zip(old, new, strict=True)
        ):
            for item, was, now in zip(self._items, old, new, strict=True):
                if was != now:
                    _draw(item, now, was, has_ends=self._has_ends)
        else:
            self._clear()
            self._build()
        if self._turned:
            self._turn_items()

    def set_level(self, level: float) -> None:
        """Show what is readable at a level of detail and hide the rest."""
        before, self._level = self._level, level
        low, high = sorted((before, level))
        for item, primitive in zip(self._items, self.figure.primitives, strict=True):
            bound = READABLE_FROM.get(primitive.part, 0.0)
            if low < bound <= high:
                item.setVisible(self._is_shown(primitive))
            if low < ENDS_FROM <= high and is_plain_line(primitive):
                show_ends(item, self._has_ends)

    def parts(self) -> Iterator[tuple[Part, bool]]:
        """Each part and whether it is shown."""
        for item, primitive in zip(self._items, self.figure.primitives, strict=True):
            yield primitive.part, item.isVisible()

    def set_label_visible(self, is_visible: bool) -> None:
        """Hide the words while they are being edited in place."""
        self._hides_words = not is_visible
        for item, primitive in zip(self._items, self.figure.primitives, strict=True):
            if primitive.part == "label":
                item.setVisible(self._is_shown(primitive))

    def turn(self, degrees: float) -> None:
        """Turn all but the words about the middle, as a loop's badge does; 0 puts it upright."""
        if self.figure.handle is None or degrees == self._turned:
            return
        was_upright, self._turned = self._turned == 0.0, degrees
        if was_upright or degrees == 0.0:
            self._place_root()
        self._turn_items()

    def _turn_items(self) -> None:
        middle = self.figure.handle
        if middle is None:
            return
        for item in self._items:
            if isinstance(item, QGraphicsPathItem):
                item.setTransformOriginPoint(middle.x, middle.y)
                item.setRotation(self._turned)

    def remove(self) -> None:
        """Take the items off the paper."""
        self.root.scene().removeItem(self.root)
        self._items.clear()

    @property
    def _has_ends(self) -> bool:
        return self._level >= ENDS_FROM

    def _is_shown(self, primitive: Primitive) -> bool:
        if self._hides_words and primitive.part == "label":
            return False
        return self._level >= READABLE_FROM.get(primitive.part, 0.0)

    def _place_root(self) -> None:
        left, top, right, bottom = self.figure.box
        if self._turned and (middle := self.figure.handle) is not None:
            # What turns stays within the circle round its box.
            reach = math.hypot(
                max(right - middle.x, middle.x - left), max(bottom - middle.y, middle.y - top)
            )
            left, top, right, bottom = Box.around(middle, 2 * reach, 2 * reach)
        # Antialiasing and glyph overhang reach past the box.
        self.root.setRect(QRectF(left - 2, top - 2, right - left + 4, bottom - top + 4))

    def _build(self) -> None:
        for primitive in self.figure.primitives:
            item = _item(primitive, self.root, has_ends=self._has_ends)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            if not self._is_shown(primitive):
                item.setVisible(False)
            self._items.append(item)

    def _clear(self) -> None:
        for item in self._items:
            item.scene().removeItem(item)
        self._items.clear()


def _item(primitive: Primitive, parent: QGraphicsItem, *, has_ends: bool) -> _Item:
    is_line = isinstance(primitive, TextLine)
    item: _Item = QGraphicsSimpleTextItem(parent) if is_line else QGraphicsPathItem(parent)
    _draw(item, primitive, has_ends=has_ends)
    return item


def _draw(
    item: _Item, primitive: Primitive, before: Primitive | None = None, *, has_ends: bool
) -> None:
    """Make an item look like a primitive of its own kind.

    `before`: what it looks like now. `has_ends`: whether the ends of a line can be seen.
    """
    if isinstance(item, QGraphicsPathItem) and isinstance(primitive, Shape):
        was, is_plain = before if isinstance(before, Shape) else None, is_plain_line(primitive)
        was_plain = was is not None and is_plain_line(was)
        # Most of what changes in a drag only lies elsewhere.
        if was is None or was_plain != is_plain or not _is_like(primitive, was):
            item.setPen(flat_pen(primitive) if is_plain else pen_of(primitive))
            item.setBrush(brush_of(primitive.fill, primitive.opacity))
        item.setPath(path_of(primitive.path))
        if is_plain or was_plain:
            set_ends(item, primitive if is_plain else None, is_shown=has_ends)
    elif isinstance(item, QGraphicsSimpleTextItem) and isinstance(primitive, TextLine):
        _write(item, primitive)


def _is_like(shape: Shape, other: Shape) -> bool:
    """Whether two shapes have the same pen and brush."""
    return (
        shape.stroke == other.stroke
        and shape.fill == other.fill
        and shape.opacity == other.opacity
        and shape.width == other.width
        and shape.dash == other.dash
        and shape.is_round == other.is_round
    )


def _write(item: QGraphicsSimpleTextItem, line: TextLine) -> None:
    placed = line_font(line.family, line.size, line.weight)
    across = placed.scale * stretch_of(line)
    if item.font() != placed.font:
        item.setFont(placed.font)
    if item.text() != line.text:
        item.setText(line.text)
    item.setBrush(brush_of(line.color, line.opacity))
    item.setPos(line.x + indent_of(line), line.y - placed.ascent * placed.scale)
    is_plain = across == 1.0 and placed.scale == 1.0
    item.setTransform(QTransform() if is_plain else QTransform.fromScale(across, placed.scale))
