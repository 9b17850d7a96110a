"""A straight line on the canvas has the round ends that the exported picture has."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene
from pytestqt.qtbot import QtBot

from flywheel_studio.canvas.record_items import RecordItems
from flywheel_studio.drawing.primitives import Cubic, Line, Move, Path, RecordFigure, Shape
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.qt_rendering.painter import paint_primitives

SIDE = 120
STRAIGHT = (Move(Point(20.0, 30.0)), Line(Point(90.0, 80.0)))
BENT = (Move(Point(20.0, 30.0)), Cubic(Point(40.0, 90.0), Point(60.0, 20.0), Point(90.0, 80.0)))


def a_line(path: Path = STRAIGHT, opacity: float = 1.0, is_round: bool = True) -> RecordFigure:
    body = Shape(path=path, stroke="#2266AA", width=10.0, opacity=opacity, is_round=is_round)
    box = Box(0.0, 0.0, float(SIDE), float(SIDE))
    return RecordFigure(owner="links", id="l", title="", primitives=(body,), box=box)


def blank() -> tuple[QImage, QPainter]:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return image, painter


def exported(figure: RecordFigure) -> QImage:
    image, painter = blank()
    paint_primitives(figure.primitives, painter)
    painter.end()
    return image


def on_canvas(scene: QGraphicsScene) -> QImage:
    image, painter = blank()
    square = QRectF(0, 0, SIDE, SIDE)
    scene.render(painter, square, square)
    painter.end()
    return image


def furthest(one: QImage, other: QImage) -> int:
    """The largest difference between two pixels' reds."""
    return max(
        abs((one.pixel(x, y) >> 16 & 255) - (other.pixel(x, y) >> 16 & 255))
        for x in range(SIDE)
        for y in range(SIDE)
    )


@pytest.fixture
def scene(qtbot: QtBot) -> QGraphicsScene:
    return QGraphicsScene()


def put(scene: QGraphicsScene, figure: RecordFigure) -> RecordItems:
    items = RecordItems(figure, 1.0)
    scene.addItem(items.root)
    return items


@pytest.mark.parametrize("opacity", [1.0, 0.4])
@pytest.mark.parametrize("is_round", [True, False])
def test_it_looks_like_the_exported_one(
    scene: QGraphicsScene, opacity: float, is_round: bool
) -> None:
    figure = a_line(opacity=opacity, is_round=is_round)
    put(scene, figure)
    # Two edges that meet are smoothed a little otherwise than one; the whole way is 221.
    assert furthest(on_canvas(scene), exported(figure)) < 60
    round_end, flat_end = exported(a_line()), exported(a_line(is_round=False))
    assert furthest(round_end, flat_end) > 180, "the measure would not see a missing end"


def test_what_becomes_bent_faded_or_flat_loses_its_dots_and_gets_them_back(
    scene: QGraphicsScene,
) -> None:
    states = [
        a_line(),
        a_line(path=BENT),
        a_line(),
        a_line(opacity=0.4),
        a_line(),
        a_line(is_round=False),
        a_line(),
    ]
    items = put(scene, states[0])
    for before, figure in pairwise(states):
        items.show(figure)
        assert furthest(on_canvas(scene), exported(figure)) < 60, (before, figure)
        body: QGraphicsItem = items.root.childItems()[0]
        assert len(body.childItems()) == (1 if figure == a_line() else 0)


def test_ends_too_small_to_be_seen_are_left_out(scene: QGraphicsScene) -> None:
    items = RecordItems(a_line(), 0.12)
    scene.addItem(items.root)
    dots: QGraphicsItem = items.root.childItems()[0].childItems()[0]
    assert not dots.isVisible()
    items.set_level(0.28)
    assert dots.isVisible()
    assert furthest(on_canvas(scene), exported(a_line())) < 60
    items.set_level(0.0)
    assert not dots.isVisible()
