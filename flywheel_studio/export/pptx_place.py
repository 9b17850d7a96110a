"""Places on a slide, in EMU (914,400 to the inch), and how paper units become them.

Also where on it a drawing goes, and how large: what says how small its words will be asks here too.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from flywheel_studio.geometry.plane import Box, Point

EMU_PER_POINT: Final = 12_700
# A paper unit is 1/96 inch.
EMU_PER_UNIT: Final = 9_525
# Width and height of a slide of our own, by its shape.
SIZES: Final = {"16:9": (12_192_000, 6_858_000), "4:3": (9_144_000, 6_858_000)}
# PowerPoint takes letters from 1 to 4,000 points.
_SMALLEST_SIZE: Final = 100
_LARGEST_SIZE: Final = 400_000
# Labels are 18 units tall; past this a drawing of three factors would shout.
_LARGEST_SCALE: Final = 2.2 * EMU_PER_UNIT
# What the words of a story take of the room, and what is left free beside them.
_COLUMN: Final = 0.3
_GAP: Final = 0.025


class Placing(NamedTuple):
    """From paper units to the slide: `scale` in EMU a unit, then moved."""

    scale: float
    left: float
    top: float

    def point(self, point: Point) -> tuple[int, int]:
        return round(self.left + point.x * self.scale), round(self.top + point.y * self.scale)

    def area(self, box: Box) -> Area:
        x, y = self.point(Point(box.left, box.top))
        right, bottom = self.point(Point(box.right, box.bottom))
        return Area(x, y, right - x, bottom - y)

    def box(self, area: Area) -> Box:
        """An area of the slide in paper units."""
        left, top = (area.x - self.left) / self.scale, (area.y - self.top) / self.scale
        return Box(left, top, left + area.width / self.scale, top + area.height / self.scale)

    def length(self, length: float) -> int:
        return round(length * self.scale)

    def size(self, em: float) -> int:
        """A letter size in hundredths of a point."""
        size = round(em * self.scale / EMU_PER_POINT * 100)
        return min(max(size, _SMALLEST_SIZE), _LARGEST_SIZE)


class Area(NamedTuple):
    """A place on a slide, EMU."""

    x: int
    y: int
    width: int
    height: int

    def united(self, other: Area) -> Area:
        x, y = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        bottom = max(self.y + self.height, other.y + other.height)
        return Area(x, y, right - x, bottom - y)


def fitted(box: Box, room: Area) -> Placing:
    """The placing that centres a box in an area, as large as it goes."""
    scale = min(room.width / box.width, room.height / box.height, _LARGEST_SCALE)
    center = box.center
    return Placing(
        scale,
        room.x + room.width / 2 - center.x * scale,
        room.y + room.height / 2 - center.y * scale,
    )


def beside_column(room: Area) -> tuple[Area, Area]:
    """The column for the words of a story, and the room for the drawing beside it.

    On a slide that is higher than wide the words stand over the drawing.
    """
    if room.height > room.width:
        column = room._replace(height=round(room.height * _COLUMN))
        top = room.y + column.height + round(room.height * _GAP)
        return column, room._replace(y=top, height=room.y + room.height - top)
    column = room._replace(width=round(room.width * _COLUMN))
    left = room.x + column.width + round(room.width * _GAP)
    return column, room._replace(x=left, width=room.x + room.width - left)
