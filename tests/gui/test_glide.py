"""Factors glide to where the document has put them; the document itself never waits."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.canvas.glide import MILLISECONDS, MOST
from flywheel_studio.canvas.view import Canvas
from flywheel_studio.commands.arrange import arrange_on_ring, insert_on_ring
from flywheel_studio.commands.factors import add_factor, delete, move_factors
from flywheel_studio.commands.folding import fold_wheel
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.ring_slots import closed_up
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.geometry.plane import Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.model.records import Wheel
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor

CENTER = Point(0.0, 0.0)


def ring(count: int, radius: float = 240.0) -> Flywheel:
    flywheel = Flywheel(wheels={"main": Wheel(id="main", radius=radius)})
    for number in range(count):
        place = on_ring(CENTER, radius, 360.0 * number / count)
        flywheel = add_factor(flywheel, label=f"F{number}", x=place.x, y=place.y)
    keys = list(flywheel.factors)
    for source, target in zip(keys, keys[1:] + keys[:1], strict=True):
        flywheel = connect(flywheel, source, target)
    return flywheel


class Desk:
    def __init__(self, flywheel: Flywheel) -> None:
        self.clock = ManualClock()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.toolbox = ToolBox(self.editor)
        self.canvas = Canvas(self.editor, self.toolbox, theme_named("clean"))
        self.canvas.resize(1000, 800)

    def shown(self, key: str) -> Point:
        figure = self.canvas.sheet.figure("factors", key)
        assert figure is not None
        return figure.box.center

    def is_at_rest(self) -> bool:
        return self.canvas.sheet.glide.goal is None

    def is_true(self) -> bool:
        """Whether what is shown is what would be exported."""
        whole = compose(self.editor.flywheel, self.canvas.theme, self.canvas.sheet.overlays)
        return all(
            self.canvas.sheet.figure(record.owner, record.id) == record for record in whole.records
        )


@pytest.fixture
def open_desk(qtbot):
    desks: list[Desk] = []

    def open_it(flywheel: Flywheel) -> Desk:
        desk = Desk(flywheel)
        desks.append(desk)
        qtbot.addWidget(desk.canvas)
        desk.canvas.show()
        qtbot.waitExposed(desk.canvas)
        return desk

    yield open_it
    for desk in desks:
        desk.canvas.close_paper()


def test_deleting_a_factor_closes_the_ring_little_by_little(open_desk, qtbot):
    desk = open_desk(ring(5))
    before = desk.shown("f1")
    desk.editor.perform("Delete", lambda now: closed_up(now, delete(now, factors=["f2"])))
    goal = places(desk.editor.flywheel)["f1"]
    assert goal.distance(before) > 20.0
    assert desk.shown("f1").distance(before) < 5.0
    seen: list[Point] = []
    desk.canvas.sheet.drawn.connect(lambda: seen.append(desk.shown("f1")))
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.shown("f1").distance(goal) < 0.01 and desk.is_true()
    # Along the ring, not across it.
    assert len(seen) > 1
    assert all(abs(place.distance(CENTER) - 240.0) < 0.5 for place in seen)


def test_undo_glides_back(open_desk, qtbot):
    desk = open_desk(ring(5))
    desk.editor.perform("Move", lambda now: move_factors(now, {"f1": Point(500.0, 0.0)}))
    desk.canvas.sheet.glide.finish()
    desk.editor.undo()
    assert desk.shown("f1").distance(Point(500.0, 0.0)) < 60.0 and not desk.is_at_rest()
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.is_true()


def test_a_factor_that_comes_in_the_step_that_folds_its_wheel_is_hidden_with_it(open_desk, qtbot):
    desk = open_desk(ring(3))
    desk.editor.perform(
        "Add and fold",
        lambda now: fold_wheel(add_factor(now, label="New", x=50.0, y=0.0, wheel="main"), "main"),
    )
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.is_true()


def test_a_badge_arrives_with_its_loop(open_desk, qtbot):
    desk = open_desk(ring(5))
    desk.canvas.set_loops(find_loops(causal_graph(desk.editor.flywheel)).loops)
    away = Point(900.0, 500.0)
    desk.editor.perform(
        "Move",
        lambda now: move_factors(now, {key: at.plus(away) for key, at in places(now).items()}),
    )
    assert not desk.is_at_rest()
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    badge = desk.canvas.sheet.figure("loops", "R1")
    assert badge is not None and badge.box.center.distance(away) < 60.0
    assert desk.is_true()


def test_with_reduced_motion_everything_is_there_at_once(open_desk):
    desk = open_desk(ring(5))
    desk.canvas.reduced_motion = True
    desk.editor.perform("Delete", lambda now: closed_up(now, delete(now, factors=["f2"])))
    assert desk.is_at_rest() and desk.is_true()


def test_a_crowd_is_there_at_once(open_desk):
    desk = open_desk(ring(MOST + 2, 3000.0))
    desk.editor.perform(
        "Move",
        lambda now: move_factors(
            now, {key: place.plus(Point(50, 0)) for key, place in places(now).items()}
        ),
    )
    assert desk.is_at_rest() and desk.is_true()


def test_what_the_hand_holds_is_under_the_hand_and_the_others_glide(open_desk, qtbot):
    desk = open_desk(ring(4))
    camera, paper = desk.canvas.camera, desk.canvas.viewport()

    def pixel(place: Point):
        return camera.pixel_of(place).toPoint()

    QTest.mousePress(
        paper, Qt.MouseButton.LeftButton, pos=pixel(places(desk.editor.flywheel)["f0"])
    )
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    def move(place: Point) -> None:
        at = QPointF(pixel(place))
        QApplication.sendEvent(
            paper,
            QMouseEvent(
                QEvent.Type.MouseMove,
                at,
                QPointF(paper.mapToGlobal(at.toPoint())),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            ),
        )

    move(on_ring(CENTER, 240.0, 20.0))
    hand = on_ring(CENTER, 240.0, 60.0)
    move(hand)
    assert desk.shown("f0").distance(hand) < 2.0
    assert desk.shown("f1").distance(Point(240.0, 0.0)) < 10.0
    assert places(desk.editor.flywheel)["f1"].distance(Point(0.0, -240.0)) < 0.01
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.shown("f1").distance(Point(0.0, -240.0)) < 0.01
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=pixel(hand))
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.is_true() and len(desk.editor.history.labels()) == 1


def test_a_document_that_is_opened_stands_where_it_stands(open_desk):
    desk = open_desk(ring(4))
    desk.editor.replace(ring(5))
    assert desk.is_at_rest() and desk.is_true()


def test_a_record_that_goes_while_it_glides_is_gone(open_desk, qtbot):
    desk = open_desk(ring(5))
    desk.editor.perform("Delete", lambda now: closed_up(now, delete(now, factors=["f2"])))
    desk.editor.perform("Delete", lambda now: delete(now, factors=["f1"]))
    assert desk.canvas.sheet.figure("factors", "f1") is None
    desk.editor.undo()
    desk.editor.undo()
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.is_true()


def test_a_fit_frames_where_everything_will_stand(open_desk):
    desk = open_desk(ring(4))
    desk.editor.perform("Move", lambda now: move_factors(now, {"f1": Point(2000.0, 0.0)}))
    assert not desk.is_at_rest()
    desk.canvas.fit(animated=False)
    assert desk.canvas.camera.visible().holds(Point(2000.0, 0.0))
    desk.canvas.sheet.glide.finish()


def test_a_ring_that_grows_takes_its_links_along(open_desk, qtbot):
    flywheel = ring(4, 100.0)
    for number in range(6):
        flywheel = add_factor(flywheel, label=f"A longer name {number}", x=0.0, y=0.0)
    desk = open_desk(flywheel)
    desk.editor.perform("Arrange", arrange_on_ring)
    desk.editor.perform("Insert", lambda now: insert_on_ring(now, "f1", 4))
    qtbot.waitUntil(desk.is_at_rest, timeout=5 * MILLISECONDS)
    assert desk.is_true()
