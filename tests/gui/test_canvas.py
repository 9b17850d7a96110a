"""The canvas with a real mouse on a real display: what a person sees and does on the paper."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsPathItem, QGraphicsScene
from pytestqt.qtbot import QtBot

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import Loop, find_loops
from flywheel_studio.canvas.camera import MAX_ZOOM, MIN_ZOOM
from flywheel_studio.canvas.view import Canvas
from flywheel_studio.commands.factors import move_factors
from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.primitives import RecordFigure, TextLine
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.geometry.ring import on_ring
from flywheel_studio.interaction.events import Hit
from flywheel_studio.interaction.toolbox import ToolBox
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import places
from flywheel_studio.qt_rendering.png_pdf import png_bytes
from flywheel_studio.resource_files import resource
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.codec import decode

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
CTRL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


class Desk:
    """A canvas on the display with everything behind it, and a hand."""

    def __init__(self, flywheel: Flywheel, theme: str = "clean") -> None:
        self.clock = ManualClock()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.toolbox = ToolBox(self.editor)
        self.canvas = Canvas(self.editor, self.toolbox, theme_named(theme))
        self.canvas.reduced_motion = True
        self.canvas.resize(1280, 800)

    def place(self, where: Point | str) -> QPoint:
        if isinstance(where, str):
            where = self.drawn(where).box.center
        return self.canvas.camera.pixel_of(where).toPoint()

    def drawn(self, key: str) -> RecordFigure:
        for owner in ("factors", "links", "texts", "loops"):
            if (figure := self.canvas.sheet.figure(owner, key)) is not None:
                return figure
        raise AssertionError(f"nothing is drawn of {key}")

    def hover(self, where: Point | str) -> None:
        self._move(self.place(where), Qt.MouseButton.NoButton)

    def press(self, where: Point | str, button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self.canvas.viewport(), button, PLAIN, self.place(where))

    def move(self, where: Point | str | QPoint, button: Qt.MouseButton = LEFT) -> None:
        self._move(where if isinstance(where, QPoint) else self.place(where), button)

    def release(self, where: Point | str, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseRelease(self.canvas.viewport(), button, PLAIN, self.place(where))

    def drag(self, start: Point | str, end: Point | str) -> None:
        begin, goal = QPointF(self.place(start)), QPointF(self.place(end))
        self.press(start)
        for step in range(1, 6):
            self._move((begin + (goal - begin) * step / 5).toPoint(), LEFT)
        QTest.mouseRelease(self.canvas.viewport(), LEFT, PLAIN, goal.toPoint())

    def click(self, where: Point | str, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.mouseClick(self.canvas.viewport(), LEFT, modifiers, self.place(where))

    def double_click(self, where: Point | str) -> None:
        QTest.mouseDClick(self.canvas.viewport(), LEFT, PLAIN, self.place(where))
        QTest.mouseRelease(self.canvas.viewport(), LEFT, PLAIN, self.place(where))

    def wheel(self, notches: float, at: QPointF, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        self._send_wheel(QPoint(), QPoint(0, round(120 * notches)), at, modifiers)

    def swipe(self, dx: int, dy: int) -> None:
        self._send_wheel(QPoint(dx, dy), QPoint(8 * dx, 8 * dy), QPointF(600, 400), PLAIN)

    def handles(self) -> tuple[Point, ...]:
        shown = self.canvas.marks.connect_handles()
        return () if shown is None else shown[1]

    def factor(self, label: str) -> str:
        return next(f.id for f in self.editor.flywheel.factors.values() if f.label == label)

    def labels(self) -> list[str]:
        return [factor.label for factor in self.editor.flywheel.factors.values()]

    def _move(self, pixel: QPoint, button: Qt.MouseButton) -> None:
        viewport = self.canvas.viewport()
        QApplication.sendEvent(
            viewport,
            QMouseEvent(
                QMouseEvent.Type.MouseMove,
                QPointF(pixel),
                QPointF(viewport.mapToGlobal(pixel)),
                Qt.MouseButton.NoButton,
                button,
                PLAIN,
            ),
        )

    def _send_wheel(
        self, pixels: QPoint, angle: QPoint, at: QPointF, modifiers: Qt.KeyboardModifier
    ) -> None:
        viewport = self.canvas.viewport()
        QApplication.sendEvent(
            viewport,
            QWheelEvent(
                at,
                QPointF(viewport.mapToGlobal(at.toPoint())),
                pixels,
                angle,
                Qt.MouseButton.NoButton,
                modifiers,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )


def template(name: str) -> Flywheel:
    return decode(resource("templates", f"{name}.flywheel").read_bytes()).flywheel


@pytest.fixture
def amazon() -> Flywheel:
    return template("amazon.en")


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[Callable[[Flywheel], Desk]]:
    made: list[Desk] = []

    def make(flywheel: Flywheel) -> Desk:
        desk = Desk(flywheel)
        made.append(desk)
        with qtbot.waitExposed(desk.canvas):
            desk.canvas.show()
        desk.canvas.activateWindow()
        desk.canvas.setFocus()
        qtbot.waitUntil(desk.canvas.hasFocus)
        return desk

    yield make
    for desk in made:
        desk.canvas.close_paper()
        desk.canvas.close()
        desk.canvas.deleteLater()


@pytest.fixture
def desk(desks: Callable[[Flywheel], Desk], amazon: Flywheel) -> Desk:
    return desks(amazon)


@pytest.fixture
def loops(amazon: Flywheel) -> tuple[Loop, ...]:
    return find_loops(causal_graph(amazon)).loops


# -- what it shows


def records_on(canvas: Canvas) -> dict[tuple[str, str], RecordFigure]:
    return {(f.owner, f.id): f for f in canvas.sheet.figures()}


def difference(first: QImage, second: QImage) -> tuple[float, int]:
    """Mean difference of the grey values, and how many pixels differ by over a third."""
    assert first.size() == second.size()
    grey = QImage.Format.Format_Grayscale8
    first, second = first.convertToFormat(grey), second.convertToFormat(grey)
    total = far = 0
    wide = first.width()
    for y in range(first.height()):
        # A scan line is padded to four bytes with whatever was there.
        lines = bytes(first.constScanLine(y))[:wide], bytes(second.constScanLine(y))[:wide]
        for a, b in zip(*lines, strict=True):
            if a != b:
                total += abs(a - b)
                far += abs(a - b) > 85
    return total / (first.width() * first.height()), far


@pytest.mark.parametrize("theme", ["clean", "slate"])
def test_at_100_percent_the_canvas_shows_what_the_png_holds(
    desk: Desk, loops: tuple[Loop, ...], theme: str
) -> None:
    desk.canvas.set_theme(theme_named(theme))
    desk.canvas.set_loops(loops)
    figure = compose(desk.editor.flywheel, theme_named(theme), Overlays(loops=loops))
    picture = QImage.fromData(png_bytes(figure, PictureOptions(padding=16.0)))
    desk.canvas.look_at(figure.box.center, 1.0)
    # Whole pixels of the canvas are whole paper units; the picture begins at the padding's edge.
    corner = desk.canvas.camera.pixel_of(Point(figure.box.left - 16.0, figure.box.top - 16.0))
    target = picture.rect().translated(corner.toPoint())
    assert corner == QPointF(target.topLeft())
    mean, far = difference(picture, desk.canvas.viewport().grab(target).toImage())
    # Baselines are rounded to 1/64 px on one of the two ways, which moves some letters' edges.
    assert mean < 0.1
    assert far == 0


def test_after_any_edit_the_canvas_holds_what_a_whole_figure_would(
    desk: Desk, loops: tuple[Loop, ...]
) -> None:
    desk.canvas.set_loops(loops)
    traffic = desk.factor("Traffic")
    desk.drag("growth", Point(40.0, 150.0))
    desk.double_click(Point(-400.0, 200.0))
    QTest.keyClicks(desk.canvas.label_editor, "Brand")
    QTest.keyClick(desk.canvas.label_editor, Qt.Key.Key_Return)
    desk.click(traffic)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Delete)
    desk.editor.undo()
    whole = compose(desk.editor.flywheel, theme_named("clean"), Overlays(loops=loops))
    assert records_on(desk.canvas) == {(f.owner, f.id): f for f in whole.records}


def test_paint_order_is_that_of_the_document_also_after_undoing_a_deletion(desk: Desk) -> None:
    first = next(iter(desk.editor.flywheel.factors))
    before = [desk.canvas.sheet.rank("factors", key) for key in desk.editor.flywheel.factors]
    desk.click(first)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Delete)
    desk.editor.undo()
    after = [desk.canvas.sheet.rank("factors", key) for key in desk.editor.flywheel.factors]
    assert after == before == sorted(before)


def test_what_is_deleted_leaves_no_item_behind(desk: Desk) -> None:
    scene: QGraphicsScene = desk.canvas.scene()
    before = len(scene.items())
    desk.double_click(Point(-420.0, 220.0))
    QTest.keyClicks(desk.canvas.label_editor, "Brand")
    QTest.keyClick(desk.canvas.label_editor, Qt.Key.Key_Return)
    assert len(scene.items()) > before
    desk.editor.undo()
    assert len(scene.items()) == before


def test_an_empty_paper_invites(desks: Callable[[Flywheel], Desk]) -> None:
    desk = desks(Flywheel())
    assert desk.canvas.invitation == "Double-click to place the first factor"
    desk.double_click(Point(0.0, 0.0))
    assert desk.canvas.invitation == ""
    QTest.keyClick(desk.canvas.label_editor, Qt.Key.Key_Escape)
    assert desk.canvas.invitation != ""


def test_a_lit_loop_stands_out_and_the_rest_fades(desk: Desk, loops: tuple[Loop, ...]) -> None:
    desk.canvas.set_loops(loops)
    desk.canvas.light_loop(loops[0])
    for link in desk.editor.flywheel.links:
        opacity = desk.drawn(link).primitives[0].opacity
        assert (opacity == 1.0) is (link in loops[0].links)
    desk.canvas.light_loop(None)
    assert all(desk.drawn(link).primitives[0].opacity == 1.0 for link in desk.editor.flywheel.links)


def test_what_is_lit_is_drawn_as_a_picture_with_the_same_lit_draws_it(
    desk: Desk, loops: tuple[Loop, ...]
) -> None:
    """Badges keep their places while it changes, so that it costs less than a frame."""
    flywheel = desk.editor.flywheel
    desk.canvas.set_loops(loops)
    first = frozenset({("loops", loops[0].id), *(("links", link) for link in loops[0].links)})
    for records in (first, frozenset({("loops", loops[-1].id)}), None):
        desk.canvas.light_records(records)
        overlays = Overlays(loops=loops, lit_records=records)
        wanted = compose(flywheel, desk.canvas.sheet.theme, overlays).records
        assert records_on(desk.canvas) == {(each.owner, each.id): each for each in wanted}


def test_a_click_on_a_badge_names_its_loop_and_hovering_lights_it(
    desk: Desk, loops: tuple[Loop, ...], qtbot: QtBot
) -> None:
    desk.canvas.set_loops(loops)
    with qtbot.waitSignal(desk.canvas.loop_hovered) as hovered:
        desk.hover("R2")
    assert hovered.args == ["R2"]
    outside = set(desk.editor.flywheel.links) - set(loops[1].links)
    assert all(desk.drawn(link).primitives[0].opacity < 0.5 for link in outside)
    with qtbot.waitSignal(desk.canvas.loop_clicked) as clicked:
        desk.click("R2")
    assert clicked.args == ["R2"]
    desk.hover(Point(-400.0, -300.0))
    assert all(desk.drawn(link).primitives[0].opacity == 1.0 for link in outside)


def test_far_away_words_and_signs_are_left_out_and_come_back(desk: Desk) -> None:
    def shown(part: str) -> set[bool]:
        owners = ("factors", "links")
        return {
            visible
            for owner in owners
            for items in desk.canvas.sheet.items(owner)
            for name, visible in items.parts()
            if name == part
        }

    assert shown("label") == shown("sign") == {True}
    desk.canvas.look_at(Point(0.0, 0.0), 0.25)
    assert (shown("label"), shown("sign")) == ({True}, {False})
    desk.canvas.look_at(Point(0.0, 0.0), 0.1)
    assert shown("label") == shown("sign") == shown("head") == {False}
    assert shown("body") == {True}
    desk.canvas.look_at(Point(0.0, 0.0), 1.0)
    assert shown("label") == shown("sign") == shown("head") == {True}


def test_themes_swap_without_a_change_to_the_document(desk: Desk) -> None:
    before = desk.editor.flywheel
    desk.canvas.set_theme(theme_named("slate"))
    corner = desk.canvas.grab().toImage().pixelColor(2, 2)
    assert corner.name().upper() == theme_named("slate").paper.upper()
    assert desk.editor.flywheel is before
    assert not desk.editor.is_dirty


@pytest.mark.parametrize("theme", ["clean", "napkin", "slate"])
def test_the_paper_reaches_every_edge_in_the_colour_of_the_theme(desk: Desk, theme: str) -> None:
    desk.canvas.set_theme(theme_named(theme))
    desk.canvas.look_at(Point(9_000.0, 9_000.0), 1.0)
    image = desk.canvas.viewport().grab().toImage()
    paper = QColor(theme_named(theme).paper).rgb()
    for x in (0, image.width() // 2, image.width() - 1):
        for y in (0, image.height() // 2, image.height() - 1):
            assert image.pixel(x, y) == paper


def test_pulses_move_on_with_the_phase_and_go_without_a_trace(desk: Desk) -> None:
    def picture() -> bytes:
        # Held by a name: the bits go with their image, and reading them after it is a crash.
        image = desk.canvas.grab().toImage()
        return bytes(image.constBits())

    still = picture()
    speeds = dict.fromkeys(desk.editor.flywheel.links, 0.7)
    desk.canvas.set_flow(speeds, 0.0)
    first = picture()
    desk.canvas.set_flow(speeds, 0.25)
    second = picture()
    desk.canvas.set_flow(None, 0.5)
    assert len({still, first, second}) == 3
    assert picture() == still
    assert not desk.editor.is_dirty


# -- where it looks


def test_a_notch_with_ctrl_zooms_towards_the_pointer_and_back_to_where_it_was(desk: Desk) -> None:
    desk.canvas.look_at(Point(0.0, 0.0), 1.0)
    at = QPointF(911.0, 257.0)
    under = desk.canvas.camera.paper_at(at)
    for _ in range(12):
        desk.wheel(1, at, CTRL)
    assert desk.canvas.zoom == pytest.approx(1.1**12)
    assert desk.canvas.camera.pixel_of(under) == at or (
        (desk.canvas.camera.pixel_of(under) - at).manhattanLength() <= 1.0
    )
    for _ in range(12):
        desk.wheel(-1, at, CTRL)
    assert desk.canvas.zoom == 1.0
    assert (desk.canvas.camera.pixel_of(under) - at).manhattanLength() <= 1.0


def test_zoom_stays_between_10_and_800_percent(desk: Desk) -> None:
    for notches, bound in ((100, MAX_ZOOM), (-200, MIN_ZOOM)):
        for _ in range(abs(notches)):
            desk.wheel(notches / abs(notches), QPointF(640, 400), CTRL)
        assert desk.canvas.zoom == pytest.approx(bound)


@pytest.mark.parametrize("move", ["pan", "pan along one side", "zoom", "zoom and pan"])
def test_what_was_moved_on_the_screen_is_what_a_full_painting_gives(desk: Desk, move: str) -> None:
    """A move copies what is on the screen already, so only a look at the screen can judge it."""

    def on_screen() -> QImage:
        QApplication.processEvents()
        return desk.canvas.screen().grabWindow(desk.canvas.viewport().winId()).toImage()

    before = on_screen()
    if "zoom" in move:
        desk.canvas.camera.zoom_by(1.3, QPointF(400, 300))
    if "pan" in move:
        desk.canvas.camera.pan(57, 0 if "one side" in move else -31)
    seen = on_screen()
    desk.canvas.viewport().repaint()

    assert seen == on_screen()
    assert seen != before


def test_the_wheel_pans_and_a_touchpad_pans_by_its_pixels(desk: Desk) -> None:
    desk.canvas.look_at(Point(0.0, 0.0), 1.0)
    desk.wheel(1, QPointF(640, 400))
    assert desk.canvas.camera.center.y < 0.0
    desk.canvas.look_at(Point(0.0, 0.0), 1.0)
    desk.swipe(30, -12)
    assert desk.canvas.camera.center == Point(-30.0, 12.0)
    desk.swipe(0, 0)
    assert desk.canvas.camera.center == Point(-30.0, 12.0)


@pytest.mark.parametrize("way", ["middle", "space"])
def test_the_middle_button_and_space_drag_the_paper(desk: Desk, way: str) -> None:
    button = MIDDLE if way == "middle" else LEFT
    if way == "space":
        QTest.keyPress(desk.canvas, Qt.Key.Key_Space)
    before = desk.canvas.camera.center
    at = desk.place("growth")
    QTest.mousePress(desk.canvas.viewport(), button, PLAIN, at)
    desk.move(at + QPoint(60, 40), button)
    QTest.mouseRelease(desk.canvas.viewport(), button, PLAIN, at + QPoint(60, 40))
    if way == "space":
        QTest.keyRelease(desk.canvas, Qt.Key.Key_Space)
    moved = desk.canvas.camera.center.minus(before).times(desk.canvas.zoom)
    assert moved.x == pytest.approx(-60.0, abs=1e-6)
    assert moved.y == pytest.approx(-40.0, abs=1e-6)
    assert desk.editor.history.labels() == []
    assert desk.editor.selection.is_empty


def test_fit_shows_everything_and_keeps_doing_so_until_the_hand_moves_the_paper(
    desk: Desk, qtbot: QtBot
) -> None:
    def sees_all() -> bool:
        seen = desk.canvas.camera.visible()
        return all(seen.contains(figure.box) for figure in desk.canvas.sheet.figures())

    desk.canvas.look_at(Point(5_000.0, 0.0), 4.0)
    assert not sees_all()
    desk.canvas.fit(animated=False)
    assert sees_all()
    desk.canvas.resize(620, 500)
    qtbot.waitUntil(sees_all)
    center = desk.canvas.camera.center
    desk.wheel(1, QPointF(300, 200), CTRL)
    zoom, center = desk.canvas.zoom, desk.canvas.camera.center
    desk.canvas.resize(700, 560)
    qtbot.waitUntil(lambda: desk.canvas.viewport().width() == 700)
    assert desk.canvas.zoom == zoom
    assert desk.canvas.camera.center.distance(center) * zoom <= 1.5


def test_fit_flies_there_and_a_reduced_motion_jumps(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.look_at(Point(900.0, 0.0), 3.0)
    desk.canvas.fit()
    jumped = desk.canvas.zoom
    desk.canvas.reduced_motion = False
    desk.canvas.look_at(Point(900.0, 0.0), 3.0)
    desk.canvas.fit()
    if desk.canvas.camera.is_flying:
        assert desk.canvas.zoom > jumped
        qtbot.waitUntil(lambda: not desk.canvas.camera.is_flying, timeout=3_000)
    assert desk.canvas.zoom == pytest.approx(jumped)


def test_zoom_to_the_selection_shows_it_large(desk: Desk) -> None:
    desk.click("growth")
    desk.canvas.zoom_to_selection(animated=False)
    assert desk.canvas.zoom > 1.2
    assert desk.canvas.camera.center.distance(desk.drawn("growth").box.center) < 2.0


# -- what the hand does


def test_a_click_selects_and_a_click_on_the_paper_lets_go(desk: Desk) -> None:
    desk.click("traffic")
    assert desk.editor.selection.items == {("factors", "traffic")}
    desk.click("growth", SHIFT)
    assert desk.editor.selection.factors == {"traffic", "growth"}
    desk.click(Point(-420.0, -300.0))
    assert desk.editor.selection.is_empty


def test_a_factor_is_dragged_and_its_links_follow(desk: Desk) -> None:
    links = [link.id for link in desk.editor.flywheel.links_of["growth"]]
    before = [desk.drawn(link).outline for link in links]
    start = desk.drawn("growth").box.center
    desk.drag("growth", start.plus(Point(-31.0, 57.0)))
    assert desk.drawn("growth").box.center.distance(start.plus(Point(-31.0, 57.0))) < 9.0
    assert all(desk.drawn(link).outline != was for link, was in zip(links, before, strict=True))
    assert len(desk.editor.history.labels()) == 1


def test_a_link_is_hit_within_8_pixels_and_not_beyond(desk: Desk) -> None:
    figure = desk.drawn(next(iter(desk.editor.flywheel.links)))
    assert figure.handle is not None
    for zoom in (0.5, 1.0, 3.0):
        desk.canvas.look_at(figure.handle, zoom)
        middle = desk.canvas.camera.pixel_of(figure.handle)
        center = Point(0.0, 0.0)
        out = figure.handle.minus(center).unit
        for pixels, expected in ((0.0, True), (7.0, True), (10.5, False)):
            pixel = middle + QPointF(out.x * pixels, out.y * pixels)
            hit = desk.canvas.hit(pixel)
            assert (hit == Hit("links", figure.id)) is expected, (zoom, pixels)


def test_a_bend_handle_shows_on_the_selected_link_and_bends_it(desk: Desk) -> None:
    link = next(iter(desk.editor.flywheel.links))
    handle = desk.drawn(link).handle
    assert handle is not None
    assert desk.canvas.hit(desk.canvas.camera.pixel_of(handle)) == Hit("links", link)
    desk.click(handle)
    assert desk.canvas.hit(desk.canvas.camera.pixel_of(handle)) == Hit("links", link, "bend")
    desk.drag(handle, handle.plus(Point(60.0, -60.0)))
    assert desk.editor.flywheel.links[link].bend is not None


def test_a_click_on_the_sign_flips_it(desk: Desk) -> None:
    link = next(iter(desk.editor.flywheel.links))
    sign = desk.drawn(link).sign
    assert sign is not None
    desk.click(sign)
    assert desk.editor.flywheel.links[link].is_negative


def test_handles_appear_after_a_while_and_a_link_is_pulled_out_of_one(desk: Desk) -> None:
    desk.hover("sellers")
    assert desk.handles() == ()
    desk.clock.advance(140)
    handles = desk.handles()
    assert len(handles) == 4
    top = min(handles, key=lambda point: point.y)
    desk.drag(top, "growth")
    new = list(desk.editor.flywheel.links.values())[-1]
    assert (new.source, new.target) == ("sellers", "growth")


def test_a_link_on_its_way_back_to_its_own_factor_is_seen(desk: Desk) -> None:
    desk.toolbox.use("connect")
    desk.press("traffic")
    desk.move(desk.drawn("traffic").box.center.plus(Point(150.0, 90.0)))
    desk.move("traffic")
    box = desk.drawn("traffic").box
    around = desk.canvas.marks._rubber.path().boundingRect()
    # The circle that it would be, beside the factor, and no line across it.
    assert around.width() > 20.0 and around.height() > 20.0
    assert not box.contains(Box(around.left(), around.top(), around.right(), around.bottom()))
    desk.release("traffic")
    assert [link for link in desk.editor.flywheel.links.values() if link.source == link.target]


def test_handles_can_be_reached_at_any_zoom(desk: Desk) -> None:
    desk.canvas.look_at(desk.drawn("sellers").box.center, 4.0)
    desk.hover("sellers")
    desk.clock.advance(140)
    box = desk.drawn("sellers").box
    handle = max(desk.handles(), key=lambda point: point.x)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 1.0):
        desk.hover(Point(box.right, handle.y).towards(handle, share))
        assert len(desk.handles()) == 4, share


def test_a_marquee_selects_what_it_contains(desk: Desk) -> None:
    box = desk.drawn("sellers").box.grown(14.0)
    desk.drag(Point(box.left, box.bottom), Point(box.right, box.top))
    assert desk.editor.selection.factors == {"sellers"}


def test_dragging_at_the_rim_moves_the_paper_along(desk: Desk, qtbot: QtBot) -> None:
    desk.canvas.look_at(Point(0.0, 0.0), 1.0)
    desk.press("growth")
    start = desk.canvas.camera.center
    desk.move(QPoint(1274, 400))
    desk.move(QPoint(1276, 400))
    qtbot.waitUntil(lambda: desk.canvas.camera.center.x > start.x + 60.0)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(desk.canvas.viewport(), LEFT, PLAIN, QPoint(640, 400))
    assert desk.editor.history.labels() == []


def test_a_modifier_counts_at_once_while_the_hand_rests(desk: Desk) -> None:
    key = desk.factor("Growth")
    start = desk.drawn(key).box.center
    above = desk.drawn(desk.factor("Sellers")).box.center
    goal = Point(above.x + 5.0, start.y + 40.0)
    desk.canvas.setFocus()
    desk.press(key)
    desk._move(desk.place(Point(goal.x, goal.y - 10.0)), LEFT)
    desk._move(desk.place(goal), LEFT)

    def at() -> float:
        return places(desk.editor.flywheel)[key].x

    assert at() == above.x
    QTest.keyPress(desk.canvas, Qt.Key.Key_Control)
    assert at() > above.x
    QTest.keyRelease(desk.canvas, Qt.Key.Key_Control, CTRL)
    assert at() == above.x
    QTest.keyPress(desk.canvas, Qt.Key.Key_Alt)
    assert desk.labels().count("Growth") == 2
    QTest.keyRelease(desk.canvas, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    assert desk.labels().count("Growth") == 1
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)


def test_escape_during_a_drag_leaves_no_trace(desk: Desk) -> None:
    before = desk.editor.flywheel
    desk.press("growth")
    desk.move(Point(0.0, 200.0))
    desk.move(Point(10.0, 220.0))
    assert desk.editor.flywheel is not before
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    desk.release(Point(10.0, 220.0))
    assert desk.editor.flywheel is before
    assert desk.editor.history.labels() == []


def test_a_right_click_asks_for_a_menu_about_what_is_there(desk: Desk, qtbot: QtBot) -> None:
    asked: list[object] = []
    desk.canvas.context_requested.connect(lambda hit, where, at: asked.append(hit))
    viewport = desk.canvas.viewport()
    QTest.mousePress(viewport, RIGHT, PLAIN, desk.place("traffic"))
    QTest.mouseRelease(viewport, RIGHT, PLAIN, desk.place("traffic"))
    if not asked:
        from PySide6.QtGui import QContextMenuEvent

        at = desk.place("traffic")
        QApplication.sendEvent(
            viewport,
            QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at), PLAIN),
        )
    assert asked == [Hit("factors", "traffic")]


@pytest.mark.parametrize("button", [RIGHT, Qt.MouseButton.MiddleButton, LEFT])
def test_the_paper_hears_the_mouse_after_a_menu_that_took_the_release(
    desk: Desk, button: Qt.MouseButton
) -> None:
    viewport, where = desk.canvas.viewport(), desk.place("growth")
    QTest.mousePress(viewport, button, PLAIN, where)
    # What opened over the paper hears the button go up; the paper never does.
    desk._move(where + QPoint(3, 3), Qt.MouseButton.NoButton)
    before = desk.editor.flywheel
    desk.click("traffic")
    assert desk.editor.selection.factors == {"traffic"}
    desk.drag("traffic", desk.drawn("traffic").box.center.plus(Point(40.0, 60.0)))
    assert desk.editor.flywheel.factors["traffic"] != before.factors["traffic"]


def test_a_press_without_a_move_after_a_lost_release_begins_anew(desk: Desk) -> None:
    viewport, where = desk.canvas.viewport(), QPointF(desk.place("traffic"))
    QTest.mousePress(viewport, RIGHT, PLAIN, desk.place("growth"))
    for kind, held in (
        (QMouseEvent.Type.MouseButtonPress, LEFT),
        (QMouseEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        at = QPointF(viewport.mapToGlobal(where.toPoint()))
        QApplication.sendEvent(viewport, QMouseEvent(kind, where, at, LEFT, held, PLAIN))
    assert desk.editor.selection.factors == {"traffic"}


def test_alt_and_the_wheel_set_the_strength_of_a_link(desk: Desk) -> None:
    link = next(iter(desk.editor.flywheel.links))
    handle = desk.drawn(link).handle
    assert handle is not None
    desk.click(handle)
    before = desk.editor.flywheel.links[link].weight
    for _ in range(4):
        desk.wheel(-1, QPointF(600, 400), Qt.KeyboardModifier.AltModifier)
    assert desk.editor.flywheel.links[link].weight < before


# -- words


def test_double_click_types_and_enter_keeps_it_as_one_step(desk: Desk) -> None:
    desk.double_click("traffic")
    field = desk.canvas.label_editor
    assert field is not None
    assert field.hasFocus()
    assert field.toPlainText() == "Traffic"
    QTest.keyClicks(field, "Visitors")
    assert desk.editor.flywheel.factors["traffic"].label == "Visitors"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.canvas.label_editor is None
    assert desk.canvas.hasFocus()
    assert len(desk.editor.history.labels()) == 1


def test_shift_enter_breaks_the_line(desk: Desk) -> None:
    desk.double_click("traffic")
    field = desk.canvas.label_editor
    QTest.keyClicks(field, "Web")
    QTest.keyClick(field, Qt.Key.Key_Return, SHIFT)
    QTest.keyClicks(field, "traffic")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.editor.flywheel.factors["traffic"].label == "Web\ntraffic"


def test_escape_while_typing_leaves_no_trace(desk: Desk) -> None:
    before = desk.editor.flywheel
    desk.double_click("traffic")
    QTest.keyClicks(desk.canvas.label_editor, "x")
    QTest.keyClick(desk.canvas.label_editor, Qt.Key.Key_Escape)
    assert desk.canvas.label_editor is None
    assert desk.editor.flywheel is before
    assert desk.editor.history.labels() == []


def test_a_click_elsewhere_keeps_what_was_typed(desk: Desk) -> None:
    desk.double_click("traffic")
    QTest.keyClicks(desk.canvas.label_editor, "Visits")
    desk.click(Point(-420.0, -300.0))
    assert desk.canvas.label_editor is None
    assert "Visits" in desk.labels()
    assert len(desk.editor.history.labels()) == 1


def test_ctrl_z_while_typing_undoes_typing_only(desk: Desk) -> None:
    desk.drag("growth", Point(60.0, 160.0))
    place = desk.drawn("growth").box
    desk.double_click("traffic")
    field = desk.canvas.label_editor
    QTest.keyClicks(field, "Visits")
    for _ in range(20):
        QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.toPlainText() == "Traffic"
    assert desk.canvas.label_editor is field
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.drawn("growth").box == place
    assert len(desk.editor.history.labels()) == 1


def test_just_typing_over_a_selected_factor_begins_with_that_letter(desk: Desk) -> None:
    desk.click("traffic")
    QTest.keyClick(desk.canvas, Qt.Key.Key_Q)
    field = desk.canvas.label_editor
    assert field is not None
    QTest.keyClicks(field, "ueue")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.editor.flywheel.factors["traffic"].label.casefold() == "queue"


def test_pasted_markup_is_plain_words(desk: Desk) -> None:
    from PySide6.QtCore import QMimeData

    mime = QMimeData()
    mime.setHtml("<b>Fat</b> <img src='file:///etc/hostname'>")
    mime.setText("<b>Fat</b>")
    QApplication.clipboard().setMimeData(mime)
    desk.double_click("traffic")
    field = desk.canvas.label_editor
    field.paste()
    assert field.toPlainText() == "<b>Fat</b>"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.editor.flywheel.factors["traffic"].label == "<b>Fat</b>"


def test_the_field_breaks_lines_where_the_drawing_does(desk: Desk) -> None:
    desk.double_click("traffic")
    field = desk.canvas.label_editor
    words = "Customers who come back and bring others"
    QTest.keyClicks(field, words)
    drawn = [part.text for part in desk.drawn("traffic").primitives if hasattr(part, "advance")]
    layout = field.document().firstBlock().layout()
    typed = [
        words[line.textStart() : line.textStart() + line.textLength()].strip()
        for line in (layout.lineAt(number) for number in range(layout.lineCount()))
    ]
    assert typed == drawn
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_undo_closes_the_field(desk: Desk) -> None:
    desk.double_click("traffic")
    QTest.keyClicks(desk.canvas.label_editor, "Visits")
    desk.editor.undo()
    assert desk.canvas.label_editor is None
    assert "Traffic" in desk.labels()


# -- what must not happen


def test_some_hundred_paints_leave_the_count_of_none_flat(desk: Desk) -> None:
    import sys

    def paint(times: int) -> None:
        for number in range(times):
            desk.editor.perform(
                "Move",
                lambda now, n=number: move_factors(
                    now, {"growth": Point(50.0 + n % 7, 40.0 + n % 5)}
                ),
            )
            desk.canvas.viewport().repaint()

    paint(20)
    before = sys.getrefcount(None)
    paint(300)
    # The history itself holds references to None, at most some a step; a thief takes thousands.
    assert abs(sys.getrefcount(None) - before) < 10 * 300


def test_painting_alone_takes_no_reference_to_none(desk: Desk) -> None:
    import sys

    for _ in range(20):
        desk.canvas.viewport().repaint()
    before = sys.getrefcount(None)
    for _ in range(300):
        desk.canvas.viewport().repaint()
    assert abs(sys.getrefcount(None) - before) < 30


def test_the_paper_has_a_name_for_those_who_do_not_see_it(desk: Desk) -> None:
    assert desk.canvas.accessibleName() == "Paper"


def test_a_closed_canvas_hears_nothing_of_the_editor(
    desks: Callable[[Flywheel], Desk], amazon: Flywheel
) -> None:
    desk = desks(amazon)
    desk.double_click("traffic")
    desk.canvas.close_paper()
    desk.canvas.close_paper()
    desk.editor.perform("Move", lambda now: move_factors(now, {"growth": Point(0.0, 0.0)}))
    desk.editor.selection.set_one("factors", "growth")
    desk.toolbox.edit_label("growth")
    assert desk.canvas.label_editor is None


def test_words_stay_hidden_under_the_field_at_any_zoom(desk: Desk) -> None:
    desk.double_click("traffic")
    (items,) = (
        items for items in desk.canvas.sheet.items("factors") if items.figure.id == "traffic"
    )
    for zoom in (1.0, 0.1, 1.0, 4.0):
        desk.canvas.look_at(Point(0.0, 0.0), zoom)
        assert [shown for part, shown in items.parts() if part == "label"] == [False]
    QTest.keyClick(desk.canvas.label_editor, Qt.Key.Key_Escape)
    assert [shown for part, shown in items.parts() if part == "label"] == [True]


def test_the_field_follows_its_label_when_the_paper_moves(desk: Desk) -> None:
    desk.double_click("traffic")
    field = desk.canvas.label_editor
    for zoom in (1.0, 2.0, 0.7):
        desk.canvas.look_at(desk.drawn("traffic").box.center.plus(Point(40.0, 10.0)), zoom)
        middle = desk.canvas.camera.pixel_of(desk.drawn("traffic").box.center)
        assert (QPointF(field.geometry().center()) - middle).manhattanLength() <= 3.0
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_note_is_typed_where_it_stands(desk: Desk) -> None:
    QTest.keyClick(desk.canvas, Qt.Key.Key_T)
    desk.click(Point(-420.0, 200.0))
    field = desk.canvas.label_editor
    assert field is not None
    QTest.keyClicks(field, "a note")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [note.text for note in desk.editor.flywheel.texts.values()] == ["a note"]


def test_a_factor_drawn_small_is_still_moved_by_its_middle(desk: Desk) -> None:
    desk.canvas.look_at(desk.drawn("traffic").box.center, 0.2)
    links = len(desk.editor.flywheel.links)
    desk.hover("traffic")
    desk.clock.advance(140)
    assert desk.handles()
    desk.drag("traffic", desk.drawn("traffic").box.center.plus(Point(400.0, 0.0)))
    assert desk.editor.undo_label == "Move Traffic"
    assert len(desk.editor.flywheel.links) == links


def test_handles_go_when_the_pointer_leaves_the_paper(desk: Desk) -> None:
    desk.hover("sellers")
    desk.clock.advance(140)
    assert desk.handles()
    QApplication.sendEvent(desk.canvas.viewport(), QEvent(QEvent.Type.Leave))
    assert desk.handles() == ()


def test_tab_walks_the_ring_and_leaves_the_paper_after_the_last_factor(desk: Desk) -> None:
    seen = []
    for _ in desk.editor.flywheel.factors:
        QTest.keyClick(desk.canvas, Qt.Key.Key_Tab)
        seen.append(desk.editor.selection.single)
    assert {key for _, key in filter(None, seen)} == set(desk.editor.flywheel.factors)
    assert seen[0] == ("factors", "customer-experience")


def test_a_badge_turns_with_the_flow_and_stands_upright_after_it(
    desk: Desk, loops: tuple[Loop, ...]
) -> None:
    desk.canvas.set_loops(loops)
    upright = desk.canvas.grab().toImage()
    desk.canvas.set_flow({"l1": 1.0}, 0.0)
    desk.canvas.set_flow({"l1": 1.0}, 1.0)
    assert desk.canvas.grab().toImage() != upright
    desk.canvas.set_flow(None, 1.0)
    assert desk.canvas.grab().toImage() == upright


def test_a_turned_badge_keeps_together_when_its_place_changes(
    desk: Desk, loops: tuple[Loop, ...]
) -> None:
    desk.canvas.set_loops(loops)
    desk.canvas.set_flow({"l1": 1.0}, 0.0)
    desk.canvas.set_flow({"l1": 1.0}, 1.0)
    before = desk.drawn("R1").handle
    desk.drag("sellers", desk.drawn("sellers").box.center.plus(Point(-90.0, -150.0)))
    after = desk.drawn("R1").handle
    assert before is not None and after is not None and after.distance(before) > 5.0
    moved = desk.canvas.grab().toImage()
    # Painted whole, nothing is left behind; turned anew, it is as if it had always stood there.
    desk.canvas.viewport().update()
    assert desk.canvas.grab().toImage() == moved
    (items,) = (each for each in desk.canvas.sheet.items("loops") if each.figure.id == "R1")
    inside = items.root.rect()
    for item in items.root.childItems():
        assert inside.contains(item.mapRectToParent(item.boundingRect()))
        if isinstance(item, QGraphicsPathItem):
            assert item.transformOriginPoint() == QPointF(after.x, after.y)
            assert item.rotation() != 0.0


def test_tab_keeps_what_is_typed_and_walks_on_on_the_paper(desk: Desk) -> None:
    desk.click("customer-experience")
    QTest.keyClick(desk.canvas, Qt.Key.Key_F2)
    QTest.keyClicks(desk.canvas.label_editor, "Delight")
    QTest.keyClick(desk.canvas.label_editor, Qt.Key.Key_Tab)
    assert desk.canvas.label_editor is None
    assert "Delight" in desk.labels()
    assert desk.canvas.hasFocus()
    assert desk.editor.selection.single == ("factors", "traffic")


def test_a_closed_paper_lights_nothing(desk: Desk) -> None:
    desk.canvas.light_records({("factors", "traffic")})
    desk.canvas.close_paper()
    desk.canvas.light_records(None)
    desk.canvas.light_loop(None)


def test_the_ends_of_a_selected_band_have_handles_that_a_hand_can_take(desk):
    from flywheel_studio.commands.bands import add_band

    desk.toolbox.perform("Band", lambda now: add_band(now, "A stage with a long name"))
    key = next(reversed(desk.editor.flywheel.bands))
    desk.canvas.fit(animated=False)
    desk.editor.selection.set_one("bands", key)
    ends = dict(desk.canvas.marks.side_handles())
    assert {hit.part for hit in ends} == {"from", "to"}
    for hit, place in ends.items():
        pixel = desk.canvas.camera.pixel_of(place)
        for dx, dy in ((0, 0), (11, 0), (0, -11)):
            assert desk.canvas.hit(pixel + QPointF(dx, dy)) == hit
    band = desk.editor.flywheel.bands[key]
    wheel = desk.editor.flywheel.wheels[band.wheel]
    middle, radius = (
        Point(wheel.x, wheel.y),
        ends[Hit("bands", key, "to")].distance(Point(wheel.x, wheel.y)),
    )
    desk.drag(ends[Hit("bands", key, "to")], on_ring(middle, radius, band.to_angle + 31.0))
    after = desk.editor.flywheel.bands[key]
    assert after.from_angle == band.from_angle
    assert after.to_angle == pytest.approx(band.to_angle + 31.0, abs=4.0)
    assert desk.editor.undo() == "Stretch band"
    QTest.keyClick(desk.canvas, Qt.Key.Key_Right)
    assert desk.editor.flywheel.bands[key].from_angle == band.from_angle + 5.0
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert desk.editor.flywheel.bands[key] == band


def test_the_right_side_of_a_selected_text_has_a_handle_for_its_width(desk):
    from flywheel_studio.commands.texts import add_text

    desk.toolbox.perform("Text", lambda now: add_text(now, "Words that say why", 420.0, 0.0))
    key = next(reversed(desk.editor.flywheel.texts))
    desk.canvas.fit(animated=False)
    assert not list(desk.canvas.marks.side_handles())
    desk.editor.selection.set_one("texts", key)
    ((hit, place),) = desk.canvas.marks.side_handles()
    assert desk.canvas.hit(desk.canvas.camera.pixel_of(place)) == hit
    desk.drag(place, Point(place.x + 80.0, place.y + 10.0))
    assert desk.editor.flywheel.texts[key].width == pytest.approx(240.0, abs=6.0)
    assert desk.editor.undo_label == "Change width"


def test_words_beside_an_icon_are_edited_where_they_stand(desk):
    from flywheel_studio.commands.factors import set_factor

    key = next(iter(desk.editor.flywheel.factors))
    desk.toolbox.perform("Icon", lambda now: set_factor(now, [key], style={"icon": "star"}))
    desk.toolbox.edit_label(key)
    field = desk.canvas.label_editor
    words = [part for part in desk.drawn(key).primitives if isinstance(part, TextLine)]
    middle = desk.canvas.camera.pixel_of(Point(words[0].x + words[0].advance / 2, 0.0))
    assert field.geometry().center().x() == pytest.approx(middle.x(), abs=3)
    desk.toolbox.cancel()


def test_a_text_is_written_with_keys_alone_and_seen(desk):
    QTest.keyClick(desk.canvas, Qt.Key.Key_T)
    QTest.keyClick(desk.canvas, Qt.Key.Key_Return)
    field = desk.canvas.label_editor
    assert field is not None and desk.canvas.viewport().rect().intersects(field.geometry())
    QTest.keyClicks(field, "Why it works")
    QTest.keyClick(field, Qt.Key.Key_Return)
    ((key, note),) = desk.editor.flywheel.texts.items()
    assert note.text == "Why it works" and desk.editor.selection.single == ("texts", key)
    at = note.x
    QTest.keyClick(desk.canvas, Qt.Key.Key_Right, SHIFT)
    assert desk.editor.flywheel.texts[key].x == at + 10.0
    QTest.keyClick(desk.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.editor.flywheel.texts[key].width == 170.0
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_D, CTRL)
    assert len(desk.editor.flywheel.texts) == 2


def test_a_styled_text_is_moved_and_edited_by_hand_where_it_stands(desk):
    from flywheel_studio.commands.texts import add_text, set_texts

    style = {"size": "huge", "align": "right"}
    desk.toolbox.perform("Text", lambda now: add_text(now, "Why", 420.0, 0.0))
    desk.toolbox.perform("Style", lambda now: set_texts(now, ["t1"], style=style, width=220.0))
    desk.canvas.fit(animated=False)
    desk.drag("t1", Point(560.0, 120.0))
    note = desk.editor.flywheel.texts["t1"]
    assert note.x > 430.0 and note.y > 60.0 and note.style == style
    QTest.mouseDClick(desk.canvas.viewport(), LEFT, PLAIN, desk.place("t1"))
    field = desk.canvas.label_editor
    assert field is not None
    (line,) = (part for part in desk.drawn("t1").primitives if isinstance(part, TextLine))
    begin = desk.canvas.camera.pixel_of(Point(line.x, line.y))
    cursor = field.cursorForPosition(field.viewport().rect().topLeft())
    assert field.x() + field.cursorRect(cursor).left() == pytest.approx(begin.x(), abs=6)
    assert field.fontMetrics().height() > 20
    QTest.keyClicks(field, "Because")
    QTest.mouseClick(desk.canvas.viewport(), LEFT, PLAIN, desk.place(Point(0.0, 0.0)))
    assert desk.editor.flywheel.texts["t1"].text == "Because"
