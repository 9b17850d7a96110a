"""Places on a slide, in EMU (914,400 to the inch), and how paper units become them."""

from __future__ import annotations

from typing import Final, NamedTuple

from flywheel_studio.geometry.plane import Box, Point

EMU_PER_POINT: Final = 12_700
# A paper unit is 1/96 inch.
EMU_PER_UNIT: Final = 9_525
# PowerPoint takes letters from 1 to 4,000 points.
_SMALLEST_SIZE: Final = 100
_LARGEST_SIZE: Final = 400_000


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
