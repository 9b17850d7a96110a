"""What lies over the drawing while one works on it: selection, handles, guides, the half-drawn link.

None of it is in the document or in any export. Lengths are pixels whatever the zoom: pens are
cosmetic, and outlines are worked out again when the zoom changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from flywheel_studio.canvas.handles import side_handles
from flywheel_studio.canvas.layers import height_of
from flywheel_studio.canvas.rubber import rubber_paths
from flywheel_studio.canvas.scene import MARKS_Z, Sheet
from flywheel_studio.commands.wheels import AREA
from flywheel_studio.drawing.factor_shapes import rounded_box
from flywheel_studio.drawing.primitives import PAINT_ORDER, Close, Move, Owner, RecordFigure, Shape
from flywheel_studio.drawing.theme import Theme, contrast
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import Hit
from flywheel_studio.interaction.feedback import NO_FEEDBACK, Feedback, Guide
from flywheel_studio.interaction.paper import connect_handles
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.qt_rendering.painter import NO_PEN, path_of
from flywheel_studio.session.selection import Selected

HANDLE: Final = 10.0
# Smaller than a bend handle: it stands where the head and the sign are.
END: Final = 8.0
# The disc of the control by which a wheel folds or opens.
FOLD: Final = 20.0
_APART: Final = 4.0
_HALO: Final = 5.0
_ACCENTS: Final = ("#1A73E8", "#7FB2FF")
_GUIDES: Final = ("#D6336C", "#FF8FB1")


class Marks:
    """The overlay of one sheet. `refresh` draws it from the selection and a tool's feedback."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        scene = sheet.scene
        self._halo = _path_item(scene, height_of("links") - 0.5)
        self._outline = _path_item(scene, MARKS_Z)
        self._lit = _path_item(scene, MARKS_Z + 1)
        self._guides = _path_item(scene, MARKS_Z + 2)
        self._marquee = _path_item(scene, MARKS_Z + 3)
        self._rubber = _path_item(scene, MARKS_Z + 4)
        self._rubber_head = _path_item(scene, MARKS_Z + 5)
        self._connect = _path_item(scene, MARKS_Z + 6)
        self._bend = _path_item(scene, MARKS_Z + 7)
        self._fold = _path_item(scene, MARKS_Z + 8)
        self._zoom = 1.0
        self._selection: frozenset[Selected] = frozenset()
        self._feedback = NO_FEEDBACK
        self._drawn_feedback: tuple[Feedback, float] | None = None
        self.set_theme(sheet.theme)

    def set_theme(self, theme: Theme) -> None:
        """Take colours that stand out from the paper."""
        self.accent = accent_on(theme.paper)
        accent, paper = self.accent, QColor(theme.paper)
        guide = QColor(_best(_GUIDES, theme.paper))
        self._outline.setPen(_pen(accent, 2.0))
        self._halo.setPen(_pen(_faint(accent, 0.28), 1.0, is_cosmetic=False))
        self._lit.setPen(_pen(accent, 3.0))
        self._lit.setBrush(QBrush(_faint(accent, 0.14)))
        self._guides.setPen(_pen(guide, 1.0))
        self._marquee.setPen(_pen(accent, 1.0))
        self._marquee.setBrush(QBrush(_faint(accent, 0.10)))
        self._rubber.setPen(_pen(accent, 3.0))
        self._rubber_head.setPen(NO_PEN)
        self._rubber_head.setBrush(QBrush(accent))
        self._connect.setPen(_pen(paper, 1.5))
        self._connect.setBrush(QBrush(accent))
        self._fold.setPen(_pen(accent, 2.0))
        self._fold.setBrush(QBrush(paper))
        self._bend.setPen(_pen(accent, 2.0))
        self._bend.setBrush(QBrush(paper))
        self._drawn_feedback = None
        self.refresh()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self.refresh()

    def set_selection(self, items: frozenset[Selected]) -> None:
        self._selection = items
        self._draw_selection()

    def set_feedback(self, feedback: Feedback) -> None:
        self._feedback = feedback
        self._draw_feedback()

    def refresh(self) -> None:
        """Draw it all again: the drawing below, or the zoom, is another one."""
        self._drawn_feedback = None
        self._draw_selection()
        self._draw_feedback()

    def bend_handles(self) -> Iterable[tuple[str, Point]]:
        """The links that show a bend handle, and where."""
        if len(self._selection) != 1:
            return
        for kind, key in self._selection:
            if kind == "links":
                figure = self._sheet.figure("links", key)
                if figure is not None and figure.handle is not None:
                    yield key, figure.handle

    def end_handles(self) -> Iterable[tuple[str, Literal["source", "target"], Point]]:
        """The link that shows its ends, and where; a hand takes them to another factor."""
        for key, _ in self.bend_handles():
            figure = self._sheet.figure("links", key)
            if figure is None or len(figure.outline) < 2:
                continue
            first, last = figure.outline[0], figure.outline[-1]
            if isinstance(first, Move) and not isinstance(last, Close):
                yield key, "source", first.to
                yield key, "target", last.to

    def side_handles(self) -> Iterable[tuple[Hit, Point]]:
        """The ends of the one selected band or the right side of the one selected text."""
        if len(self._selection) != 1:
            return
        for kind, key in self._selection:
            figure = self._sheet.figure(_owner(kind), key) if kind in ("bands", "texts") else None
            if figure is not None:
                yield from side_handles(figure, _APART / self._zoom)

    def connect_handles(self) -> tuple[str, tuple[Point, ...]] | None:
        """The factor that shows connect handles, and where they stand."""
        factor = self._feedback.handles
        figure = None if factor is None else self._sheet.figure("factors", factor)
        if factor is None or figure is None:
            return None
        return factor, connect_handles(figure.box)

    def fold_control(self) -> tuple[str, Point] | None:
        """The wheel that shows the control by which it folds or opens, and where it stands."""
        wheel = self._feedback.fold
        figure = None if wheel is None else self._sheet.figure("wheels", wheel)
        if wheel is None or figure is None or not figure.outline:
            return None
        box = _outline_box(figure)
        if wheel in folded_wheels(self._sheet.flywheel):
            return wheel, Point(
                box.right - FOLD * 0.4 / self._zoom, box.top + FOLD * 0.2 / self._zoom
            )
        return wheel, Point(box.right + FOLD * 0.6 / self._zoom, box.center.y)

    def _fold_path(self) -> QPainterPath:
        """A disc with a chevron: up to fold, down to open."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        shown = self.fold_control()
        if shown is not None:
            wheel, at = shown
            unit = 1.0 / self._zoom
            _add_disc(path, at, FOLD / 2 * unit)
            way = 1.0 if wheel in folded_wheels(self._sheet.flywheel) else -1.0
            tip = at.plus(Point(0.0, 2.2 * way * unit))
            path.moveTo(tip.x - 4.2 * unit, tip.y - 4.2 * way * unit)
            path.lineTo(*tip)
            path.lineTo(tip.x + 4.2 * unit, tip.y - 4.2 * way * unit)
        return path

    def _wheel_area(self, wheel: str) -> QPainterPath:
        """The area of a wheel in which what is put down belongs to it."""
        path, record = QPainterPath(), self._sheet.flywheel.wheels.get(wheel)
        if wheel in folded_wheels(self._sheet.flywheel):
            figure = self._sheet.figure("wheels", wheel)
            return path if figure is None else _around(figure, _APART / self._zoom)
        if record is not None:
            _add_disc(path, Point(record.x, record.y), record.radius + AREA)
        return path

    def _draw_selection(self) -> None:
        outline, halo, bends = QPainterPath(), QPainterPath(), QPainterPath()
        widest = 0.0
        for kind, key in self._selection:
            if kind == "scenarios" or kind == "pushes":
                continue
            figure = self._sheet.seen(_owner(kind), key)
            if figure is None or not figure.outline:
                continue
            if figure.owner in ("links", "bands"):
                halo.addPath(path_of(figure.outline))
                widest = max(widest, _width(figure))
            elif figure.owner == "wheels" and figure.id in folded_wheels(self._sheet.flywheel):
                outline.addPath(_around(figure, _APART / self._zoom))
            elif figure.owner == "wheels":
                # Its box holds its ring while it is empty; what is chosen is the title.
                outline.addPath(path_of(figure.outline))
            else:
                outline.addPath(_around(figure, _APART / self._zoom))
        for _, place in self.bend_handles():
            _add_disc(bends, place, HANDLE / 2 / self._zoom)
        for _, _, place in self.end_handles():
            _add_disc(bends, place, END / 2 / self._zoom)
        for _, place in self.side_handles():
            _add_disc(bends, place, HANDLE / 2 / self._zoom)
        pen = QPen(self._halo.pen())
        pen.setWidthF(widest + 2 * _HALO / self._zoom)
        self._halo.setPen(pen)
        _set(self._halo, halo)
        _set(self._outline, outline)
        _set(self._bend, bends)

    def _draw_feedback(self) -> None:
        if self._drawn_feedback == (self._feedback, self._zoom):
            return
        feedback = self._feedback
        self._drawn_feedback = (feedback, self._zoom)
        lit = QPainterPath()
        for factor in feedback.lit:
            figure = self._sheet.figure("factors", factor)
            if figure is not None and figure.outline:
                lit.addPath(_around(figure, _APART / self._zoom))
        if feedback.lit_wheel is not None:
            lit.addPath(self._wheel_area(feedback.lit_wheel))
        _set(self._lit, lit)
        _set(self._fold, self._fold_path())
        _set(self._guides, _guide_lines(feedback.guides))
        marquee = QPainterPath()
        if feedback.marquee is not None:
            box = feedback.marquee
            marquee.addRect(QRectF(box.left, box.top, box.width, box.height))
        _set(self._marquee, marquee)
        line, head = rubber_paths(feedback.rubber, self._sheet, self._zoom)
        _set(self._rubber, line)
        _set(self._rubber_head, head)
        handles = QPainterPath()
        if (shown := self.connect_handles()) is not None:
            for place in shown[1]:
                _add_disc(handles, place, HANDLE / 2 / self._zoom)
        _set(self._connect, handles)


def accent_on(paper: str) -> QColor:
    """The colour of what is selected: the one that stands out more from this paper."""
    return QColor(_best(_ACCENTS, paper))


def _best(colors: tuple[str, ...], paper: str) -> str:
    return max(colors, key=lambda color: contrast(color, paper))


def _owner(kind: str) -> Owner:
    return next(owner for owner in PAINT_ORDER if owner == kind)


def _path_item(scene: QGraphicsScene, z: float) -> QGraphicsPathItem:
    item = QGraphicsPathItem()
    item.setZValue(z)
    item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
    item.setVisible(False)
    scene.addItem(item)
    return item


def _set(item: QGraphicsPathItem, path: QPainterPath) -> None:
    if path.isEmpty() and not item.isVisible():
        return
    item.setPath(path)
    item.setVisible(not path.isEmpty())


def _pen(color: QColor, width: float, *, is_cosmetic: bool = True) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(is_cosmetic)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _faint(color: QColor, opacity: float) -> QColor:
    faint = QColor(color)
    faint.setAlphaF(opacity)
    return faint


def _around(figure: RecordFigure, gap: float) -> QPainterPath:
    """A closed outline, further out by a gap. Every one of them is a box with round corners."""
    first = figure.outline[0]
    corner = first.to.x - figure.box.left if isinstance(first, Move) else 0.0
    return path_of(rounded_box(figure.box.grown(gap), corner + gap))


def _outline_box(figure: RecordFigure) -> Box:
    """The box of an outline: of a wheel's title, not of its ring."""
    return Box.spanning(s.to for s in figure.outline if not isinstance(s, Close))


def _width(figure: RecordFigure) -> float:
    first = figure.primitives[0] if figure.primitives else None
    return first.width if isinstance(first, Shape) else 0.0


def _add_disc(path: QPainterPath, center: Point, radius: float) -> None:
    path.addEllipse(QPointF(center.x, center.y), radius, radius)


def _guide_lines(guides: tuple[Guide, ...]) -> QPainterPath:
    path = QPainterPath()
    for guide in guides:
        if guide.radius is not None:
            _add_disc(path, guide.start, guide.radius)
        else:
            path.moveTo(*guide.start)
            path.lineTo(*guide.end)
    return path
