"""Folding with a real mouse on a real display, and what a screen reader and the menus make of it."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flywheel_studio.app.command_palette import Palette
from flywheel_studio.app.palette_entries import wheel_entries
from flywheel_studio.canvas.accessible import spoken
from flywheel_studio.canvas.glide import MILLISECONDS
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.primitives import Close
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.folding import folded_wheels
from tests.gui.stand import Answers, panels_stand

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    window.canvas.reduced_motion = True
    window.files.ask = Answers()
    studio.open_template("marketing-portfolio", window)
    panels_stand(window, qtbot)
    window.canvas.fit(animated=False)
    return window


def title(window, wheel: str) -> Point:
    """The middle of a wheel's title, or of the wheel itself where it is folded."""
    outline = window.canvas.sheet.figure("wheels", wheel).outline
    return Box.spanning(s.to for s in outline if not isinstance(s, Close)).center


def pixel(window, where: Point) -> QPoint:
    return window.canvas.camera.pixel_of(where).toPoint()


def hover(window, where: Point, button=Qt.MouseButton.NoButton) -> None:
    paper, at = window.canvas.viewport(), QPointF(pixel(window, where))
    glob = QPointF(paper.mapToGlobal(at))
    QApplication.sendEvent(
        paper, QMouseEvent(QEvent.Type.MouseMove, at, glob, button, button, PLAIN)
    )


def click(window, where: Point) -> None:
    QTest.mouseClick(window.canvas.viewport(), LEFT, PLAIN, pixel(window, where))


def double_click(window, where: Point) -> None:
    click(window, where)
    QTest.mouseDClick(window.canvas.viewport(), LEFT, PLAIN, pixel(window, where))


def is_true(window) -> bool:
    """Whether what is shown is what would be exported."""
    sheet = window.canvas.sheet
    whole = compose(window.editor.flywheel, window.canvas.theme, sheet.overlays)
    return all(
        sheet.figure(record.owner, record.id) == record
        for record in whole.records
        if record.owner != "loops"
    )


def test_the_control_beside_a_title_folds_the_wheel_and_opens_it_again(window):
    canvas = window.canvas
    assert canvas.marks.fold_control() is None
    for is_folded in (True, False):
        hover(window, title(window, "launch"))
        wheel, at = canvas.marks.fold_control()
        assert wheel == "launch"
        assert canvas.hit(QPointF(pixel(window, at))) == Hit("wheels", "launch", "fold")
        # It is still there when the hand arrives.
        hover(window, at)
        assert canvas.marks.fold_control() is not None
        click(window, at)
        assert ("launch" in folded_wheels(window.editor.flywheel)) == is_folded
        assert is_true(window)
    hover(window, Point(0.0, -600.0))
    assert canvas.marks.fold_control() is None


def test_a_double_click_opens_a_folded_wheel_and_renames_an_open_one(window):
    window.toolbox.folding.fold("launch")
    double_click(window, title(window, "launch"))
    assert not folded_wheels(window.editor.flywheel)
    assert window.canvas.label_editor is None
    double_click(window, title(window, "launch"))
    assert window.canvas.label_editor is not None
    window.toolbox.cancel()


def test_what_is_hidden_is_under_no_pointer(window):
    before = {
        key: window.canvas.sheet.figure("factors", key).box.center
        for key in ("first-users", "launch-offer", "reference-stories")
    }
    window.toolbox.folding.fold("launch")
    for place in before.values():
        assert window.canvas.hit(QPointF(pixel(window, place))) is None
    wheel = window.editor.flywheel.wheels["launch"]
    middle = QPointF(pixel(window, Point(wheel.x, wheel.y)))
    assert window.canvas.hit(middle) == Hit("wheels", "launch")


def test_a_factor_dragged_onto_a_folded_wheel_lights_it_and_goes_into_it(window):
    window.toolbox.folding.fold("launch")
    factor = next(iter(window.editor.flywheel.factors_of["partner"])).id
    start = window.canvas.sheet.figure("factors", factor).box.center
    goal = title(window, "launch")
    QTest.mousePress(window.canvas.viewport(), LEFT, PLAIN, pixel(window, start))
    for step in range(1, 9):
        hover(window, start.towards(goal, step / 8), LEFT)
    assert window.toolbox.feedback.lit_wheel == "launch"
    QTest.mouseRelease(window.canvas.viewport(), LEFT, PLAIN, pixel(window, goal))
    assert window.editor.flywheel.factors[factor].wheel == "launch"
    assert is_true(window)
    window.undo()
    assert window.editor.flywheel.factors[factor].wheel == "partner"


def test_a_wheel_folds_and_opens_in_a_glide(window, qtbot):
    canvas = window.canvas
    canvas.reduced_motion = False
    center = window.editor.flywheel.wheels["launch"]
    for fold in (True, False):
        window.toolbox.folding.toggle("launch")
        assert canvas.sheet.glide.goal is not None
        box = canvas.sheet.figure("factors", "first-users").box
        assert box.center.distance(Point(center.x, center.y)) < 150.0
        assert canvas.sheet.figure("factors", "first-users").primitives
        qtbot.waitUntil(lambda: canvas.sheet.glide.goal is None, timeout=20 * MILLISECONDS)
        assert bool(canvas.sheet.figure("factors", "first-users").primitives) != fold
        assert is_true(window)


def test_with_reduced_motion_a_wheel_is_folded_at_once(window):
    window.toolbox.folding.fold("launch")
    assert window.canvas.sheet.glide.goal is None
    assert not window.canvas.sheet.figure("factors", "first-users").primitives


def test_a_screen_reader_finds_the_folded_wheel_and_nothing_that_it_hides(window, qtbot):
    qtbot.waitUntil(lambda: bool(window.canvas.sheet.overlays.loops), timeout=10_000)
    window.toolbox.folding.fold("launch")
    paper = QAccessible.queryAccessibleInterface(window.canvas)
    items = window.canvas.announcer.parts.items()
    assert paper.childCount() == len(items)
    assert ("wheels", "launch") in items and ("wheels", "main") not in items
    assert ("factors", "first-users") not in items
    said = spoken(window.canvas, ("wheels", "launch"))
    assert said.startswith("Product launch, folded, 3 factors, on R")
    assert "gears B2B marketing to Product launch" in spoken(window.canvas, ("links", "l18"))
    assert paper.focusChild().text(QAccessible.Text.Name) == said


def test_what_is_found_inside_a_folded_wheel_is_shown_by_the_wheel(window):
    window.toolbox.folding.fold("launch")
    window.editor.selection.set_one("factors", "first-users")
    window.canvas.actual_size()
    window.canvas.look_at(Point(3_000.0, 0.0), 1.0)
    window.canvas.show_record("factors", "first-users")
    wheel = window.editor.flywheel.wheels["launch"]
    assert window.canvas.camera.visible().holds(Point(wheel.x, wheel.y))
    seen = window.canvas.sheet.seen("factors", "first-users")
    assert seen is window.canvas.sheet.figure("wheels", "launch")


def test_the_menus_fold_open_and_move_to_a_wheel(window):
    rows = window.menus.paper_menu.rows
    menu = window.menus.paper_menu.build(Hit("wheels", "launch", "label"))
    fold = next(action for action in menu.actions() if action.text() == "Fold wheel")
    fold.trigger()
    assert "launch" in folded_wheels(window.editor.flywheel)
    assert ("Open wheel", "Rename") in rows(Hit("wheels", "launch"))
    menu.deleteLater()
    window.editor.selection.set_one("factors", "partner-leads")
    names = [entry.name for entry in wheel_entries(window)]
    assert names == ["B2B marketing", "Product launch", "Webinar series"]
    wheel_entries(window)[1].do()
    assert window.editor.flywheel.factors["partner-leads"].wheel == "launch"
    outline = window.panels.outline
    outline.refresh()
    outline.tree.setCurrentItem(outline.item_of("wheels", "launch"))
    menu = outline.menu_for("wheels", "launch")
    next(action for action in menu.actions() if action.text() == "Open wheel").trigger()
    assert not folded_wheels(window.editor.flywheel)
    menu.deleteLater()


def test_an_empty_wheel_shows_its_ring_and_an_invitation(window):
    assert window.canvas.empty_wheels.words == []
    window.toolbox.select_all()
    window.toolbox.delete_selection()
    assert window.canvas.empty_wheels.words.count("Double-click to add a factor") >= 1
    assert window.canvas.invitation == ""
    wheel = window.editor.flywheel.wheels["main"]
    rim = Point(wheel.x + wheel.radius, wheel.y)
    assert window.canvas.hit(QPointF(pixel(window, rim))) == Hit("wheels", "main")
    window.toolbox.folding.fold("launch")
    assert is_true(window)
    before = len(window.canvas.empty_wheels.words)
    double_click(window, Point(wheel.x, wheel.y))
    window.toolbox.settle()
    assert len(window.canvas.empty_wheels.words) < before


def test_keys_alone_fold_open_and_move_a_factor_to_another_wheel(window, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    window.editor.selection.set_one("factors", "first-users")
    QTest.keyClick(window.canvas, Qt.Key.Key_F, both)
    assert folded_wheels(window.editor.flywheel) == {"launch"}
    assert window.editor.selection.single == ("wheels", "launch")
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    assert not folded_wheels(window.editor.flywheel)
    window.editor.selection.set_one("factors", "first-users")
    QTest.keyClick(window.canvas, Qt.Key.Key_M, both)
    palette = window.findChild(Palette)
    assert palette is not None
    QTest.keyClicks(palette.field, "webinar")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: window.editor.flywheel.factors["first-users"].wheel == "webinar", timeout=5_000
    )
    assert window.editor.undo_label == "Move First users to Webinar series"
