"""What Qt's tree over the records finds is what is there: near, far away, and after it has moved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from flywheel_studio.canvas.layers import height_of
from flywheel_studio.canvas.view import Canvas
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.drawing.primitives import PAINT_ORDER
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor


def a_chain(count: int) -> Flywheel:
    factors = {
        f"f{n}": Factor(id=f"f{n}", label=f"Factor {n}", x=240.0 * (n % 9), y=160.0 * (n // 9))
        for n in range(count)
    }
    links = {
        f"l{n}": Link(id=f"l{n}", source=f"f{n}", target=f"f{n + 1}") for n in range(count - 1)
    }
    return Flywheel(factors=factors, links=links)


@pytest.fixture
def canvases(qtbot: QtBot) -> Callable[[Flywheel], Canvas]:
    def make(flywheel: Flywheel) -> Canvas:
        editor = Editor(flywheel, call_later=ManualClock().call_later)
        canvas = Canvas(editor, ToolBox(editor), theme_named("clean"))
        canvas.reduced_motion = True
        canvas.resize(900, 600)
        qtbot.addWidget(canvas, before_close_func=Canvas.close_paper)
        with qtbot.waitExposed(canvas):
            canvas.show()
        return canvas

    return make


def picture(canvas: Canvas) -> QImage:
    return canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("place", [Point(700.0, 420.0), Point(90_000.0, -70_000.0)])
def test_a_factor_that_was_moved_is_painted_as_in_a_window_that_was_just_opened(
    canvases: Callable[[Flywheel], Canvas], place: Point
) -> None:
    flywheel = a_chain(60)
    canvas = canvases(flywheel)
    gesture = canvas.editor.gesture("Move")
    for step in range(1, 8):
        to = Point(place.x * step / 7, place.y * step / 7)
        gesture.preview(lambda now, to=to: move_factors(now, {"f20": to}))
        picture(canvas)
    gesture.commit()
    fresh = canvases(canvas.editor.flywheel)
    for look in (place, Point(500.0, 300.0)):
        for each in (canvas, fresh):
            each.look_at(look, 1.0)
        seen = picture(canvas)
        assert seen == picture(fresh)
        assert len({seen.pixel(x, 300) for x in range(0, 900, 3)}) > 2, "the paper is empty"


def test_each_layer_lies_above_the_one_before_whatever_it_holds() -> None:
    heights = [height_of(owner, rank) for owner in PAINT_ORDER for rank in (0, 1, 400_000)]
    assert heights == sorted(set(heights))
