"""Arrowheads on the canvas, by pixels: whole, where they belong, and the gap before them free."""

from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor

from flywheel_studio.canvas.view import Canvas
from flywheel_studio.drawing.link_courses import GAP
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.templates import load_template


@pytest.fixture
def canvas(qtbot):
    clock = ManualClock()
    editor = Editor(load_template("amazon", "en"), call_later=clock.call_later)
    canvas = Canvas(editor, ToolBox(editor), theme_named("clean"))
    canvas.reduced_motion = True
    canvas.resize(1280, 800)
    qtbot.addWidget(canvas)
    canvas.show()
    qtbot.waitExposed(canvas)
    yield canvas
    canvas.close()


def nearness(first: QColor, second: QColor) -> float:
    """How far two colours are apart, 0 for the same."""
    return math.dist(first.getRgb()[:3], second.getRgb()[:3])


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0, 4.0, 8.0])
def test_a_head_is_whole_and_its_gap_free_at_every_zoom(canvas, zoom):
    paper = QColor(theme_named("clean").paper)
    for key in load_template("amazon", "en").links:
        figure = canvas.sheet.figure("links", key)
        head = next(each for each in figure.primitives if each.part == "head")
        tip = head.path[0].to
        base = head.path[1].to.towards(head.path[3].to, 0.5)
        along = tip.minus(base).unit
        canvas.camera.look_at(tip, zoom)
        picture = canvas.viewport().grab().toImage()

        def shade(place: Point, picture=picture) -> QColor:
            pixel = canvas.camera.pixel_of(place)
            return picture.pixelColor(round(pixel.x()), round(pixel.y()))

        ink = QColor(head.fill)
        # All the way from its notch to near its tip it is painted through,
        for share in (0.35, 0.5, 0.65):
            assert nearness(shade(base.towards(tip, share)), ink) < 40, (key, share)
        # and half-way between the tip and the outline there is paper.
        assert nearness(shade(tip.plus(along.times(GAP / 2))), paper) < 60, key
