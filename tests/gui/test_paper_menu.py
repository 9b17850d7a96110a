"""What a right click on the paper offers, and an end of a link taken to another factor by hand."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from flywheel_studio.geometry.plane import Point
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.placement import places
from tests.gui.stand import Answers, panels_stand

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(studio, qtbot):
    window = studio.new_window()
    window.canvas.reduced_motion = True
    window.files.ask = Answers()
    studio.open_template("amazon", window)
    panels_stand(window, qtbot)
    return window


def names(menu) -> list[str]:
    return [
        action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()
    ]


@pytest.mark.parametrize(
    ("hit", "first", "last"),
    [
        (Hit("factors", "traffic"), "Rename", "Align"),
        (Hit("links", "l1"), "Flip sign", "Delete"),
        (Hit("texts", "t1"), "Rename", "Align"),
        (None, "Paste", "Lay out everything"),
    ],
)
def test_every_row_that_is_named_is_there(window, hit, first, last):
    menu = window.menus.paper_menu.build(hit)
    wanted = [name for group in window.menus.paper_menu.rows(hit) for name in group]
    assert names(menu) == wanted
    assert names(menu)[0] == first and names(menu)[-1] == last
    menu.deleteLater()


def test_a_right_click_selects_what_is_under_it_and_its_rows_act_on_that(window, qtbot):
    place = window.canvas.camera.pixel_of(places(window.editor.flywheel)["traffic"]).toPoint()
    window.canvas.context_requested.emit(
        window.canvas.hit(place.toPointF()), None, window.mapToGlobal(QPoint(50, 50))
    )
    assert window.editor.selection.factors == {"traffic"}
    menu = window.menus.paper_menu.build(Hit("factors", "traffic"))
    next(action for action in menu.actions() if action.text() == "Delete\tDel").trigger()
    assert "traffic" not in window.editor.flywheel.factors
    menu.deleteLater()
    for child in window.children():
        if child.metaObject().className() == "QMenu" and child.isVisible():
            child.close()


def test_a_right_click_on_what_is_gone_by_then_opens_the_menu_of_the_paper(window):
    window.canvas.context_requested.emit(Hit("factors", "gone"), None, QPoint(50, 50))
    (menu,) = (each for each in window.findChildren(QMenu) if each.isVisible())
    assert names(menu)[0] == "Paste"
    menu.close()


def test_the_sign_of_a_link_flips_from_its_menu(window):
    link = next(iter(window.editor.flywheel.links))
    menu = window.menus.paper_menu.build(Hit("links", link))
    menu.actions()[0].trigger()
    assert window.editor.flywheel.links[link].polarity == "-"
    menu.deleteLater()


def test_a_hand_takes_the_head_of_a_selected_link_to_another_factor(window):
    canvas, editor = window.canvas, window.editor
    link = next(k for k in editor.flywheel.links.values() if k.target == "sellers")
    editor.selection.set_one("links", link.id)
    (_, _, tail), (_, end, head) = canvas.marks.end_handles()
    assert end == "target"
    start = canvas.camera.pixel_of(head).toPoint()
    assert canvas.hit(start.toPointF()) == Hit("links", link.id, "target")
    assert canvas.hit(canvas.camera.pixel_of(tail)) == Hit("links", link.id, "source")
    goal = canvas.camera.pixel_of(places(editor.flywheel)["selection"]).toPoint()
    paper = canvas.viewport()
    QTest.mousePress(paper, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(paper, start + (goal - start) * step / 5)
    QTest.mouseRelease(paper, LEFT, pos=goal)
    assert editor.flywheel.links[link.id].target == "selection"
    assert editor.flywheel.links[link.id].source == link.source


def test_unselected_links_have_no_ends_to_take(window):
    assert list(window.canvas.marks.end_handles()) == []


def test_the_title_of_a_wheel_is_typed_where_it_stands_and_moves_it(window, qtbot):
    canvas, editor = window.canvas, window.editor
    window.toolbox.add_wheel()
    field = canvas.label_editor
    line = next(
        part for part in canvas.sheet.figure("wheels", "w1").primitives if hasattr(part, "text")
    )
    place = canvas.camera.pixel_of(Point(line.x + line.advance / 2, line.y))
    assert abs(field.geometry().center().x() - place.x()) < 4
    assert abs(field.geometry().bottom() - place.y()) < 14
    QTest.keyClicks(field, "Program")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert editor.flywheel.wheels["w1"].title == "Program"
    # The focus comes back to the paper without walking on to the next factor.
    assert editor.selection.items == {("wheels", "w1")}
    title = canvas.sheet.figure("wheels", "w1")
    start = canvas.camera.pixel_of(Point(line.x + line.advance / 2, line.y - 6)).toPoint()
    assert canvas.hit(start.toPointF()) == Hit("wheels", "w1", "label")
    before = editor.flywheel.wheels["w1"]
    paper = canvas.viewport()
    QTest.mousePress(paper, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(paper, start + QPoint(-8 * step, 12 * step))
    QTest.mouseRelease(paper, LEFT, pos=start + QPoint(-40, 60))
    after = editor.flywheel.wheels["w1"]
    assert after.y > before.y + 20 and after.x < before.x
    assert canvas.sheet.figure("wheels", "w1").box != title.box
