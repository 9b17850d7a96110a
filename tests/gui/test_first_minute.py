"""The B2B marketing flywheel from an empty paper in a real window: by mouse, and by keys alone.

Everything is done by pressing, dragging and typing, the name in the file dialog too; the program is
asked only where things stand on the screen, as eyes would see it.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QToolButton

from flywheel_studio.app.command_palette import Palette
from flywheel_studio.app.composition import Studio
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.placement import places
from flywheel_studio.storage.files import read

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton

RING = ["Product marketing", "Thought leadership", "Partner programs", "Demand generation"]
GOAL = "Our goal"


@pytest.fixture
def window(qapp, qtbot, tmp_path, monkeypatch):
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    studio = Studio(qapp)
    # Hands of a machine do not wait for things to come to rest.
    studio.look.set_motion("less")
    window = studio.new_window()
    qtbot.waitUntil(lambda: window.panels is not None, timeout=10_000)
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    yield window
    for each in list(studio.windows):
        # Where a test failed half-way, nobody is there to be asked about what is not saved.
        each.editor.mark_saved(tmp_path / "left.flywheel", None)
        each.close()
    studio.clock.close()
    studio.deleteLater()


# -- hands


def pixel(window, place: Point) -> QPoint:
    return window.canvas.camera.pixel_of(place).toPoint()


def key(window, which, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """To whatever has the focus, as a keyboard does it."""
    target = QApplication.focusWidget() or window.canvas
    QTest.keyClick(target, which, modifiers)


def type_name(window, qtbot, words: str) -> None:
    """Into the label that is open, and Enter."""
    qtbot.waitUntil(lambda: window.canvas.label_editor is not None)
    field = window.canvas.label_editor
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.canvas.label_editor is None)


def choose(window, qtbot, words: str) -> None:
    """In the palette that is open: type and Enter."""
    palette = window.findChild(Palette)
    assert palette is not None
    QTest.keyClicks(palette.field, words)
    QTest.keyClick(palette.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)
    qtbot.wait(0)


def save_as(window, qtbot, path) -> None:
    """Ctrl+S, and in the dialog that opens the name and Enter."""
    seen = []

    def type_into_the_dialog() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and not isinstance(dialog, QFileDialog):
            # What it asks or complains of is not expected: the test fails, and does not hang.
            print(dialog, getattr(dialog, "text", str)())
            dialog.close()
            return
        if dialog is None or not dialog.isVisible():
            return
        field = dialog.findChild(QLineEdit)
        save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
        seen.append(dialog)
        if len(seen) > 80:
            dialog.reject()
        elif (names := QApplication.activePopupWidget()) is not None:
            # The list of names that match takes the first key.
            QTest.keyClick(names, KEY.Key_Escape)
        elif field.text() != str(path) or not save.isEnabled():
            # Typed before the dialog has read its folder, a name counts for nothing.
            field.selectAll()
            QTest.keyClicks(field, str(path))
        else:
            QTest.keyClick(field, KEY.Key_Return)

    hands = QTimer()
    hands.timeout.connect(type_into_the_dialog)
    hands.start(20)
    key(window, KEY.Key_S, CTRL)
    hands.stop()
    assert seen
    qtbot.waitUntil(path.exists)


def drag(window, start: QPoint, end: QPoint) -> None:
    paper = window.canvas.viewport()
    QTest.mouseMove(paper, start)
    QTest.mousePress(paper, LEFT, pos=start)
    for step in range(1, 7):
        QTest.mouseMove(paper, start + (end - start) * step / 6)
    QTest.mouseRelease(paper, LEFT, pos=end)


def double_click(window, at: QPoint) -> None:
    QTest.mouseDClick(window.canvas.viewport(), LEFT, pos=at)
    # QTest leaves the button down.
    QTest.mouseRelease(window.canvas.viewport(), LEFT, pos=at)


def factor(window, label: str) -> str:
    return next(f.id for f in window.editor.flywheel.factors.values() if f.label == label)


def link(window, source: str, target: str) -> str:
    ends = (factor(window, source), factor(window, target))
    links = window.editor.flywheel.links.values()
    return next(each.id for each in links if (each.source, each.target) == ends)


def middle(window, label: str) -> QPoint:
    return pixel(window, places(window.editor.flywheel)[factor(window, label)])


def on_body(window, link_id: str) -> Point:
    """A place on a link between its tail and its bend handle."""
    outline = window.canvas.sheet.figure("links", link_id).outline
    return outline[1].to


def take(window, tool: str) -> None:
    """A tool, by a click in the tool bar."""
    bar = window.menus.tool_bar
    action = next(each for each in bar.actions() if each.data() == tool)
    QTest.mouseClick(bar.widgetForAction(action), LEFT)
    assert window.toolbox.active == tool


def link_by_mouse(window, source: str, target: str) -> None:
    take(window, "connect")
    drag(window, middle(window, source), middle(window, target))


def content(flywheel):
    label = {f.id: " ".join(f.label.split()) for f in flywheel.factors.values()}
    return (
        {(label[f.id], f.role) for f in flywheel.factors.values()},
        sorted((label[x.source], label[x.target], x.polarity) for x in flywheel.links.values()),
    )


def wanted():
    factors = {(name, "factor") for name in RING} | {(GOAL, "hub")}
    ring = list(zip(RING, [*RING[1:], RING[0]], strict=True))
    spokes = [(name, GOAL) for name in RING]
    links = [(a, b, "-" if (a, b) == (RING[3], GOAL) else "+") for a, b in ring + spokes]
    return factors, sorted(links)


def stands_on_a_ring(flywheel) -> bool:
    where = places(flywheel)
    label = {" ".join(f.label.split()): f.id for f in flywheel.factors.values()}
    hub = where[label[GOAL]]
    away = [where[label[name]].distance(hub) for name in RING]
    return max(away) - min(away) < 1.0 and away[0] > 100


# -- the two ways


@pytest.mark.parametrize("zoom", [0.6, 1.0])
def test_a_first_factor_may_stand_anywhere_and_its_ring_comes_into_view(window, qtbot, zoom):
    paper = window.canvas.viewport()
    double_click(window, QPoint(paper.width() // 3, paper.height() - 50))
    type_name(window, qtbot, RING[0])
    window.canvas.camera.zoom_to(zoom)
    before = places(window.editor.flywheel)[factor(window, RING[0])]
    for name in RING[1:]:
        key(window, KEY.Key_Right, CTRL)
        type_name(window, qtbot, name)
        seen = window.canvas.camera.visible()
        for each in window.editor.flywheel.factors:
            assert seen.contains(window.canvas.sheet.figure("factors", each).box)
    # Nobody moved what was put there by hand.
    assert places(window.editor.flywheel)[factor(window, RING[0])] == before


def test_by_mouse_the_b2b_flywheel_stands_in_a_minute(window, qtbot, tmp_path):
    paper = window.canvas.viewport()
    assert "Double-click" in window.canvas.invitation
    beside = QPoint(paper.width() // 2, 40)
    double_click(window, beside)
    type_name(window, qtbot, RING[0])
    for name in RING[1:]:
        key(window, KEY.Key_Right, CTRL)
        type_name(window, qtbot, name)
    window.menus.draw.arrange_on_ring()
    qtbot.waitUntil(lambda: not window.canvas.camera.is_flying)
    link_by_mouse(window, RING[3], RING[0])

    take(window, "place")
    center = (middle(window, RING[0]) + middle(window, RING[2])) / 2
    QTest.mouseClick(paper, LEFT, pos=center)
    type_name(window, qtbot, "Goal")
    QTest.mouseClick(paper, LEFT, pos=middle(window, "Goal") + QPoint(0, -20))
    hub = next(b for b in window.panels.properties.findChildren(QToolButton) if b.text() == "Hub")
    QTest.mouseClick(hub, LEFT)
    double_click(window, middle(window, "Goal"))
    type_name(window, qtbot, GOAL)

    key(window, KEY.Key_K, CTRL)
    choose(window, qtbot, "hub and spokes")
    qtbot.waitUntil(lambda: stands_on_a_ring(window.editor.flywheel))
    qtbot.waitUntil(lambda: not window.canvas.camera.is_flying)
    for name in RING:
        link_by_mouse(window, name, GOAL)

    minus = window.canvas.sheet.figure("links", link(window, RING[3], GOAL))
    QTest.mouseClick(paper, LEFT, pos=pixel(window, minus.sign))
    bent = link(window, RING[1], RING[2])
    QTest.mouseClick(paper, LEFT, pos=pixel(window, on_body(window, bent)))
    assert window.editor.selection.single == ("links", bent)
    handle = window.canvas.sheet.figure("links", bent).handle
    drag(window, pixel(window, handle), pixel(window, handle) + QPoint(30, 30))

    save_as(window, qtbot, tmp_path / "b2b.flywheel")
    saved = read(tmp_path / "b2b.flywheel").flywheel
    assert content(saved) == wanted()
    assert stands_on_a_ring(saved)
    bends = {each.id: each.bend for each in saved.links.values()}
    assert bends[bent] is not None
    assert not window.editor.is_dirty


def test_by_keys_alone_the_same_flywheel_stands(window, qtbot, tmp_path):
    key(window, KEY.Key_Insert)
    type_name(window, qtbot, RING[0])
    for name in RING[1:]:
        key(window, KEY.Key_Right, CTRL)
        type_name(window, qtbot, name)
    key(window, KEY.Key_L, CTRL)
    choose(window, qtbot, RING[0])

    key(window, KEY.Key_Insert)
    type_name(window, qtbot, "Goal")
    key(window, KEY.Key_Return, CTRL)
    # From the label of the properties down to its role, which Right and Space choose.
    for _ in range(8):
        focus = QApplication.focusWidget()
        if isinstance(focus, QToolButton) and focus.text() in ("Factor", "Hub"):
            break
        key(window, KEY.Key_Tab)
    if QApplication.focusWidget().text() != "Hub":
        key(window, KEY.Key_Right)
    if window.editor.flywheel.factors[factor(window, "Goal")].role != "hub":
        key(window, KEY.Key_Space)
    assert window.editor.flywheel.factors[factor(window, "Goal")].role == "hub"
    key(window, KEY.Key_Return, CTRL)
    qtbot.waitUntil(window.canvas.hasFocus)
    key(window, KEY.Key_F2)
    type_name(window, qtbot, GOAL)
    key(window, KEY.Key_K, CTRL)
    choose(window, qtbot, "hub and spokes")
    qtbot.waitUntil(lambda: stands_on_a_ring(window.editor.flywheel))

    for name in RING:
        key(window, KEY.Key_K, CTRL)
        choose(window, qtbot, name)
        qtbot.waitUntil(lambda name=name: factor(window, name) in window.editor.selection.factors)
        key(window, KEY.Key_L, CTRL)
        choose(window, qtbot, GOAL)
    qtbot.waitUntil(lambda: len(window.editor.flywheel.links) == 8)

    def go_to_link(source: str, target: str) -> None:
        """In the outline, by arrow keys."""
        key(window, KEY.Key_O, CTRL | SHIFT)
        tree = window.panels.outline.tree
        ends = ("links", link(window, source, target))
        qtbot.waitUntil(tree.hasFocus)
        key(window, KEY.Key_Home)
        for _ in range(40):
            if window.editor.selection.single == ends:
                break
            QTest.keyClick(tree, KEY.Key_Down)
        assert window.editor.selection.single == ends

    go_to_link(RING[3], GOAL)
    key(window, KEY.Key_L, CTRL | SHIFT)
    key(window, KEY.Key_O, CTRL | SHIFT)
    go_to_link(RING[1], RING[2])
    bent = link(window, RING[1], RING[2])
    key(window, KEY.Key_BracketLeft, CTRL)
    key(window, KEY.Key_BracketLeft, CTRL)

    save_as(window, qtbot, tmp_path / "b2b.flywheel")
    saved = read(tmp_path / "b2b.flywheel").flywheel
    assert content(saved) == wanted()
    assert stands_on_a_ring(saved)
    assert saved.links[bent].bend == pytest.approx(0.16)
