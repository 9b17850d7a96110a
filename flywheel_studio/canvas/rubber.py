"""The link that is being drawn: a line and a head as large as a real one."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QPainterPath

from flywheel_studio.canvas.scene import Sheet
from flywheel_studio.commands.links import connect
from flywheel_studio.drawing.figure import compose_record
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import Shape
from flywheel_studio.interaction.feedback import Rubber
from flywheel_studio.qt_rendering.painter import path_of

# What a link is called that is not in the document yet.
_COMING: Final = "coming-link"


def rubber_paths(
    rubber: Rubber | None, sheet: Sheet, zoom: float
) -> tuple[QPainterPath, QPainterPath]:
    """Its line and its head; back on its own factor, those of the circle that it would be."""
    if rubber is None:
        return QPainterPath(), QPainterPath()
    if rubber.target != rubber.source:
        return _straight(rubber, zoom)
    flywheel = connect(sheet.flywheel, rubber.source, rubber.source, id=_COMING)
    figure = compose_record(flywheel, sheet.theme, Overlays(), "links", _COMING)
    shapes = {
        each.part: path_of(each.path) for each in figure.primitives if isinstance(each, Shape)
    }
    return shapes.get("body", QPainterPath()), shapes.get("head", QPainterPath())


def _straight(rubber: Rubber, zoom: float) -> tuple[QPainterPath, QPainterPath]:
    line, head = QPainterPath(), QPainterPath()
    along = rubber.end.minus(rubber.start)
    reach = min(16.0 / min(zoom, 1.0), along.length)
    if reach <= 0.0:
        return line, head
    direction = along.unit
    side = direction.left.times(reach * 0.5)
    foot = rubber.end.minus(direction.times(reach))
    line.moveTo(*rubber.start)
    line.lineTo(*rubber.end.minus(direction.times(reach * 0.7)))
    head.moveTo(*rubber.end)
    head.lineTo(*foot.plus(side))
    head.lineTo(*foot.plus(direction.times(reach * 0.22)))
    head.lineTo(*foot.minus(side))
    head.closeSubpath()
    return line, head
