"""The axis of pushes under the curves, used by mouse and by keys as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.document import set_run
from flywheel_studio.commands.factors import add_factor, delete, move_factors, rename_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.commands.pushes import add_push, add_shove
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Push
from flywheel_studio.panels.momentum.chart.layout import look_of
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.pushes.menu import push_menu
from flywheel_studio.panels.momentum.pushes.painting import words_font
from flywheel_studio.panels.momentum.pushes.rows import TARGET, grain, on_grain, packed, place_of
from flywheel_studio.panels.momentum.pushes.section import PushSection
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.style.palette import DARK, LIGHT, tokens_for
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_run import LiveRun, Shove

AXIS = TimeAxis(40.0, 400.0, 36.0)  # 10 pixels a month
WIDTH = 408


class Stand:
    """The section over a drawing, at ten pixels a month."""

    def __init__(self, flywheel: Flywheel) -> None:
        self.clock, self.playback = ManualClock(), Playback()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.section = PushSection(self.editor, self.playback)
        self.axis = self.section.axis

    @property
    def pushes(self) -> dict[str, Push]:
        return self.editor.flywheel.pushes

    @property
    def steps(self) -> list[str]:
        return self.editor.history.labels()

    def drag(
        self,
        widget: QWidget,
        begin: QPoint,
        *to: QPoint,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        release: bool = True,
    ) -> None:
        """Press, move and let go; all places are pixels of the axis."""
        QTest.mousePress(widget, LEFT, held, widget.mapFrom(self.axis, begin))
        for at in to:
            QTest.mouseMove(widget, widget.mapFrom(self.axis, at))
            self.last = at
        if release:
            QTest.mouseRelease(widget, LEFT, held, widget.mapFrom(self.axis, to[-1]))


LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def hold(widget: QWidget, held: Qt.KeyboardModifier, *keys: Qt.Key) -> None:
    """Keys while others are held; QTest would let go of Shift after each."""
    for key in keys:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, held))


def x_of(month: float) -> int:
    return round(AXIS.x_of(month))


@pytest.fixture
def stand_of(qtbot: QtBot) -> Iterator[Callable[[Flywheel], Stand]]:
    stands: list[Stand] = []

    def make(flywheel: Flywheel) -> Stand:
        stand = Stand(flywheel)
        stands.append(stand)
        stand.section.setFixedWidth(WIDTH)
        with qtbot.waitActive(stand.section):
            stand.section.show()
            stand.section.activateWindow()
        stand.section.set_axis(AXIS)
        return stand

    yield make
    for stand in stands:
        stand.section.detach()
        stand.section.close()
        stand.section.deleteLater()


@pytest.fixture
def stand(stand_of: Callable[[Flywheel], Stand]) -> Stand:
    return stand_of(
        add_shove(add_push(drawn(), "offer", 0.3, start=4, duration=10), "demand", 1, 20)
    )


def drawn() -> Flywheel:
    flywheel = Flywheel()
    for label in ("Offer", "Demand"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    return connect(connect(flywheel, "offer", "demand"), "demand", "offer")


def row_of(stand: Stand, key: str) -> int:
    return stand.axis.marks[key].geometry().center().y()


# -- where they lie


pushes = st.builds(
    Push,
    id=st.just("p"),
    factor=st.just("a"),
    impulse=st.sampled_from([0.0, 1.0, -2.0]),
    strength=st.sampled_from([0.0, 0.3, -0.3]),
    start=st.floats(0, 60),
    duration=st.none() | st.floats(0, 60),
)


@given(st.lists(st.tuples(pushes, st.floats(0, 300)), max_size=12))
def test_no_push_overlaps_another_and_each_is_large_enough_to_hit(
    drawn: list[tuple[Push, float]],
) -> None:
    places = {
        str(number): place_of(push, AXIS, words, WIDTH)
        for number, (push, words) in enumerate(drawn)
    }
    rows = packed(places)
    for key, place in places.items():
        assert place.right - place.left >= TARGET
        assert place.left >= 0
        assert place.right <= WIDTH
        for other, there in places.items():
            if key != other and rows[key] == rows[other]:
                assert place.right <= there.left or there.right <= place.left
    assert sorted(set(rows.values())) == list(range(len(set(rows.values()))))


@given(pushes, st.floats(0, 300))
def test_ends_and_middle_can_each_be_grabbed(push: Push, words: float) -> None:
    place = place_of(push, AXIS, words, WIDTH)
    if place.is_lasting and not place.is_beyond:
        parts = [place.part_at(x + 0.5) for x in range(int(place.left) - 1, int(place.right) + 1)]
        assert min(parts.count("start"), parts.count("end")) >= TARGET - 2
        assert parts.count("body") >= TARGET - 2


def test_what_is_dragged_gives_way_and_the_others_keep_their_rows() -> None:
    places = {
        key: place_of(Push(id=key, factor="a", impulse=1.0, start=start), AXIS, 30, WIDTH)
        for key, start in {"a": 3.0, "b": 3.5, "c": 3.2}.items()
    }
    rows = packed(places, {"a": 1, "b": 0, "c": 0}, moving="c")
    assert (rows["a"], rows["b"]) == (1, 0)
    assert rows["c"] == 2


def test_a_drawn_push_leaves_the_others_in_their_rows(stand: Stand) -> None:
    before = stand.axis.rows
    y = stand.axis.height() - 10
    stand.drag(stand.axis, QPoint(x_of(2), y), QPoint(x_of(12), y), release=False)
    assert {key: stand.axis.rows[key] for key in before} == before
    assert stand.section.words.startswith("Push on Offer, +0.2, from month 2 to month 12")
    QTest.mouseRelease(stand.axis, LEFT)


def test_the_words_of_the_focused_push_stay_when_the_pointer_leaves_it(stand: Stand) -> None:
    mark = stand.axis.marks["p1"]
    mark.setFocus()
    QApplication.sendEvent(mark, QEvent(QEvent.Type.Leave))
    assert stand.section.words.startswith("Push on Offer")


def test_times_are_rounded_to_the_step_of_the_run_or_to_what_pixels_tell_apart() -> None:
    assert grain(0.25, 0.1) == 0.25
    assert grain(0.01, 0.13) == pytest.approx(0.2)
    assert on_grain(7.3, 0.1) == 7.3


def test_a_mark_lies_where_the_chart_has_its_time(stand: Stand) -> None:
    bar, shove = stand.axis.marks["p1"], stand.axis.marks["p2"]
    assert (bar.place.begin, bar.place.end) == (x_of(4), x_of(14))
    assert bar.x() == x_of(4)
    assert shove.place.begin == x_of(20)
    stand.section.set_axis(TimeAxis(40.0, 400.0, 72.0))
    assert (bar.place.begin, bar.place.end) == (60, 110)


# -- the mouse


def test_a_double_click_sets_a_shove_on_the_chosen_factor(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "demand")
    at = QPoint(x_of(7), stand.axis.height() - 10)
    QTest.mouseClick(stand.axis, LEFT, pos=at)
    QTest.mouseDClick(stand.axis, LEFT, pos=at)
    made = stand.pushes["p3"]
    assert (made.factor, made.impulse, made.start) == ("demand", 1.0, 7.0)
    assert stand.steps == ["Add shove"]
    assert stand.axis.current == "p3"
    stand.editor.undo()
    assert list(stand.pushes) == ["p1", "p2"]


def test_a_drag_on_empty_ground_draws_a_push(stand: Stand) -> None:
    low = stand.axis.height() - 10
    stand.drag(stand.axis, QPoint(x_of(25), low), QPoint(x_of(20), low), QPoint(x_of(16), low))
    made = stand.pushes["p3"]
    assert (made.factor, made.strength, made.start, made.duration) == ("offer", 0.2, 16.0, 9.0)
    assert stand.steps == ["Add push"]


def test_a_push_drawn_to_the_end_has_no_end(stand: Stand) -> None:
    low = stand.axis.height() - 10
    stand.drag(stand.axis, QPoint(x_of(30), low), QPoint(x_of(36) + 3, low))
    assert stand.pushes["p3"].duration is None


def test_dragging_moves_a_push_with_its_length_in_one_step(stand: Stand) -> None:
    mark, y = stand.axis.marks["p1"], row_of(stand, "p1")
    seen: list[float] = []
    stand.editor.changed.connect(lambda _change: seen.append(stand.pushes["p1"].start))
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(11), y), QPoint(x_of(15), y))
    assert seen == [6.0, 10.0]
    assert (stand.pushes["p1"].start, stand.pushes["p1"].duration) == (10.0, 10.0)
    assert stand.steps == ["Move push"]
    assert "from month 10 to month 20" in mark.accessibleName()
    stand.editor.undo()
    assert stand.pushes["p1"].start == 4.0


def test_the_run_follows_while_a_push_is_dragged(stand: Stand) -> None:
    run = LiveRun(stand.editor, seconds=lambda: 0.0)
    run.run_now()
    assert run.trajectory is not None
    before = run.trajectory.momentum_at(5.0)
    mark, y = stand.axis.marks["p1"], row_of(stand, "p1")
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(15), y), release=False)
    stand.clock.advance(1_000)
    assert run.trajectory.momentum_at(5.0) < before
    assert stand.steps == []
    QTest.mouseRelease(mark, LEFT)
    run.close()


def test_escape_while_dragging_leaves_no_trace(stand: Stand) -> None:
    before = stand.editor.flywheel
    mark, y = stand.axis.marks["p1"], row_of(stand, "p1")
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(15), y), release=False)
    assert stand.pushes["p1"].start == 10.0
    QTest.keyClick(mark, Qt.Key.Key_Escape)
    assert stand.editor.flywheel is before
    QTest.mouseMove(mark, mark.mapFrom(stand.axis, QPoint(x_of(20), y)))
    QTest.mouseRelease(mark, LEFT)
    assert stand.editor.flywheel is before
    assert stand.steps == []


def test_undo_in_the_middle_of_a_drag_ends_the_drag(stand: Stand) -> None:
    mark, y = stand.axis.marks["p1"], row_of(stand, "p1")
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(15), y), release=False)
    stand.editor.undo()
    QTest.mouseMove(mark, mark.mapFrom(stand.axis, QPoint(x_of(20), y)))
    QTest.mouseRelease(mark, LEFT)
    assert stand.pushes["p1"].start == 4.0
    assert stand.steps == []


@pytest.mark.parametrize(
    ("grabbed", "to", "start", "duration"),
    [
        (4.5, 2.5, 2.0, 12.0),
        (4.5, 40.0, 13.75, 0.25),
        (13.5, 20.5, 4.0, 17.0),
        (13.5, 1.0, 4.0, 0.25),
        (13.5, 36.3, 4.0, None),
    ],
)
def test_a_push_is_stretched_at_both_ends(
    stand: Stand, grabbed: float, to: float, start: float, duration: float | None
) -> None:
    mark, y = stand.axis.marks["p1"], row_of(stand, "p1")
    stand.drag(mark, QPoint(x_of(grabbed), y), QPoint(x_of(to), y))
    assert (stand.pushes["p1"].start, stand.pushes["p1"].duration) == (start, duration)
    assert stand.steps == ["Stretch push"]


def test_dragging_upright_changes_the_strength(stand: Stand) -> None:
    mark, y = stand.axis.marks["p1"], row_of(stand, "p1")
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(9), y - 12))
    assert stand.pushes["p1"].strength == 0.4
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(9), y + 48))
    assert stand.pushes["p1"].strength == 0.05  # 0 would be no push
    stand.drag(mark, QPoint(x_of(9), y), QPoint(x_of(9), y + 18))
    assert stand.pushes["p1"].strength == -0.1
    assert stand.steps == ["Change strength of push"] * 3


def test_with_alt_times_are_not_rounded(stand: Stand) -> None:
    mark, y = stand.axis.marks["p2"], row_of(stand, "p2")
    QTest.mousePress(mark, LEFT, pos=mark.mapFrom(stand.axis, QPoint(x_of(20), y)))
    stand.axis.drag.to(QPoint(x_of(20) + 11, y).toPointF(), is_free=True)
    QTest.mouseRelease(mark, LEFT)
    assert stand.pushes["p2"].start == pytest.approx(21.1)


# -- the keys


def test_tab_comes_to_one_push_and_arrows_walk_between_them(stand: Stand) -> None:
    reached = [
        key
        for key, mark in stand.axis.marks.items()
        if mark.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert reached == ["p1"]
    stand.axis.marks["p1"].setFocus()
    QTest.keyClick(stand.axis.marks["p1"], Qt.Key.Key_Right)
    assert stand.axis.marks["p2"].hasFocus()
    assert stand.section.words == "Shove on Demand, +1, month 20"
    QTest.keyClick(stand.axis.marks["p2"], Qt.Key.Key_Home)
    assert stand.axis.marks["p1"].hasFocus()
    assert stand.axis.current == "p1"


def test_a_held_shift_moves_by_steps_of_the_run_as_one_step(stand: Stand) -> None:
    mark = stand.axis.marks["p1"]
    mark.setFocus()
    hold(mark, SHIFT, *[Qt.Key.Key_Right] * 3)
    assert stand.pushes["p1"].start == 4.75
    QTest.keyRelease(mark, Qt.Key.Key_Shift)
    assert stand.steps == ["Move push"]
    stand.editor.undo()
    assert stand.pushes["p1"].start == 4.0


def test_ctrl_stretches_the_end_and_with_shift_the_beginning(stand: Stand) -> None:
    mark = stand.axis.marks["p1"]
    mark.setFocus()
    hold(mark, CTRL, Qt.Key.Key_Right)
    assert stand.pushes["p1"].duration == 10.25
    hold(mark, CTRL | SHIFT, Qt.Key.Key_Left)
    assert (stand.pushes["p1"].start, stand.pushes["p1"].duration) == (3.75, 10.5)
    QTest.keyRelease(mark, Qt.Key.Key_Control)
    assert stand.steps == ["Stretch push"]


def test_shift_and_up_go_past_0_to_the_other_side(stand: Stand) -> None:
    mark = stand.axis.marks["p1"]
    mark.setFocus()
    hold(mark, SHIFT, *[Qt.Key.Key_Down] * 7)
    QTest.keyRelease(mark, Qt.Key.Key_Shift)
    assert stand.pushes["p1"].strength == pytest.approx(-0.1)
    assert stand.steps == ["Change strength of push"]


def test_space_switches_a_push_off_and_delete_takes_it_away(stand: Stand) -> None:
    mark = stand.axis.marks["p1"]
    mark.setFocus()
    QTest.keyClick(mark, Qt.Key.Key_Space)
    assert not stand.pushes["p1"].active
    assert mark.accessibleName().endswith("switched off")
    QTest.keyClick(mark, Qt.Key.Key_Delete)
    assert list(stand.pushes) == ["p2"]
    assert stand.axis.marks["p2"].hasFocus()
    assert stand.steps == ["Switch push off", "Delete push"]


def test_a_push_is_placed_at_the_playhead_without_a_mouse(stand: Stand) -> None:
    stand.playback.set_run(36.0, 36.0)
    stand.playback.scrub(9.0)
    stand.section.push.setFocus()
    QTest.keyClick(stand.section.push, Qt.Key.Key_Space)
    made = stand.pushes["p3"]
    assert (made.start, made.duration) == (9.0, 6.0)
    assert stand.axis.marks["p3"].hasFocus()
    stand.section.shove.click()
    assert stand.pushes["p4"].impulse == 1.0


# -- what a push leads to


def test_it_is_said_what_a_lasting_push_on_the_chosen_factor_leads_to(stand: Stand) -> None:
    assert stand.section.effects == "A lasting push on “Offer” lifts “Demand”."
    stand.section.factor.choose("demand")
    assert stand.section.effects == "A lasting push on “Demand” lifts “Offer”."
    stand.editor.perform("x", lambda flywheel: set_link(flywheel, ["l2"], polarity="-"))
    assert stand.section.effects == "A lasting push on “Demand” lowers “Offer”."
    stand.editor.perform("x", lambda flywheel: delete(flywheel, links=["l1", "l2"]))
    assert stand.section.effects == ""


def test_moving_a_factor_does_not_ask_again_what_a_push_leads_to(stand: Stand, monkeypatch) -> None:
    asked: list[str] = []

    def effects_of_push(_dynamics: object, factor: str) -> dict[str, str]:
        asked.append(factor)
        return {}

    monkeypatch.setattr("flywheel_studio.simulation.response.effects_of_push", effects_of_push)
    first, second = list(stand.editor.flywheel.factors)[:2]
    stand.editor.perform("Move", lambda now: move_factors(now, {first: Point(7.0, 7.0)}))
    assert asked == []
    stand.editor.perform("Rename", lambda now: rename_factor(now, second, "Asked"))
    assert asked


# -- the fields


def test_enter_opens_the_fields_and_escape_goes_back(stand: Stand) -> None:
    mark = stand.axis.marks["p1"]
    mark.setFocus()
    QTest.keyClick(mark, Qt.Key.Key_Return)
    form = stand.section.form
    assert not form.isHidden()
    assert form.fields["factor"].first_focus().hasFocus()
    QTest.keyClick(form.fields["factor"].first_focus(), Qt.Key.Key_Escape)
    assert form.isHidden()
    assert mark.hasFocus()


def test_each_field_is_one_step(stand: Stand) -> None:
    stand.axis.opened.emit("p1")
    fields = stand.section.form.fields
    fields["factor"].box.setCurrentIndex(1)
    fields["factor"].box.activated.emit(1)
    fields["strength"].number.entered.emit(-0.5)
    fields["start"].number.entered.emit(6.0)
    fields["end"].number.entered.emit(None)
    fields["name"].edit.setPlainText("Fair")
    fields["name"].committed.emit()
    push = stand.pushes["p1"]
    assert (push.factor, push.strength, push.start, push.duration, push.name) == (
        "demand", -0.5, 6.0, None, "Fair",
    )  # fmt: skip
    assert stand.steps == [
        "Push another factor", "Change strength of push", "Move push", "Stretch push", "Name push",
    ]  # fmt: skip


def test_a_push_becomes_a_shove_and_back(stand: Stand) -> None:
    stand.axis.opened.emit("p1")
    kind = stand.section.form.fields["kind"]
    kind.buttons[False].click()
    assert (stand.pushes["p1"].impulse, stand.pushes["p1"].strength) == (3.0, 0.0)
    assert stand.section.form.fields["end"].isHidden()
    kind.buttons[True].click()
    assert (stand.pushes["p1"].impulse, stand.pushes["p1"].strength) == (0.0, 0.5)
    assert not stand.section.form.fields["end"].isHidden()


def test_what_cannot_be_is_said_and_nothing_happens(stand: Stand) -> None:
    stand.axis.opened.emit("p1")
    form = stand.section.form
    before = stand.editor.flywheel
    form.fields["end"].number.entered.emit(3.0)
    assert form.problem == "A push must end after it begins."
    form.fields["strength"].number.entered.emit(0.0)
    assert form.problem == "A push of 0 does nothing: switch it off or delete it."
    assert stand.editor.flywheel == before


def test_the_menu_offers_what_keys_do(stand: Stand) -> None:
    titles = [action.text() for action in push_menu(stand.axis, "p1", 0.0).actions()]
    assert titles == ["Edit…", "Turn into a shove", "Turn round", "Switch off", "", "Delete"]
    empty = [action.text() for action in push_menu(stand.axis, "", 12.0).actions()]
    assert empty == ["Shove here", "Push from here"]
    push_menu(stand.axis, "", 12.0).actions()[0].trigger()
    assert stand.pushes["p3"].start == 12.0


def test_the_menu_key_opens_the_menu_of_the_focused_push(stand: Stand) -> None:
    mark = stand.axis.marks["p2"]
    mark.setFocus()
    at = mark.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, mark.mapToGlobal(at))
    QApplication.sendEvent(mark, event)
    (menu,) = [each for each in stand.axis.findChildren(QMenu) if each.isVisible()]
    assert menu.actions()[1].text() == "Turn into a push"
    menu.close()


# -- what else there is


def test_deleting_a_factor_takes_its_marks_and_fields_away(stand: Stand) -> None:
    stand.axis.opened.emit("p1")
    stand.editor.perform("x", lambda flywheel: delete(flywheel, factors=["offer"]))
    assert list(stand.axis.marks) == ["p2"]
    assert stand.section.form.isHidden()
    stand.editor.undo()
    assert set(stand.axis.marks) == {"p1", "p2"}


def test_a_name_that_changes_is_read_at_once(stand: Stand) -> None:
    stand.editor.perform("x", lambda flywheel: rename_factor(flywheel, "offer", "Range"))
    assert stand.axis.marks["p1"].accessibleName().startswith("Push on Range")
    assert stand.section.factor.itemText(0) == "Range"


def test_shoves_given_while_playing_have_rows_of_their_own(stand: Stand) -> None:
    stand.section.set_given([Shove("offer", -1.0, 20.0)])
    assert stand.axis.rows["given:0"] != stand.axis.rows["p2"]
    stand.section.grab()


def test_pushes_past_the_end_of_the_run_stay_in_reach(stand: Stand) -> None:
    stand.editor.perform("x", lambda flywheel: set_run(flywheel, until=12.0))
    stand.section.set_axis(TimeAxis(40.0, 400.0, 12.0))
    mark = stand.axis.marks["p2"]
    assert mark.place.is_beyond
    assert mark.geometry().right() <= 401
    assert stand.axis.marks["p1"].place.is_open
    stand.section.set_tokens(DARK)
    stand.section.grab()


def test_a_picture_of_the_chart_has_the_pushes_under_their_times(stand: Stand) -> None:
    image = QImage(500, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    look = look_of(LIGHT, stand.section.font())
    bottom = stand.section.paint_on_paper(painter, AXIS, 0.0, 420.0, look)
    painter.end()
    assert 30 < bottom < 120
    title = look.metrics.height() + 4
    rows = range(round(title), round(bottom))
    edge = LIGHT.factors[0]
    drawn = {x for x in range(500) for y in rows if image.pixelColor(x, y).name().lower() == edge}
    assert min(drawn) == pytest.approx(x_of(4), abs=2)
    assert max(drawn) == pytest.approx(x_of(14), abs=2)


def test_a_picture_without_pushes_has_no_axis_of_them(
    stand_of: Callable[[Flywheel], Stand],
) -> None:
    stand = stand_of(drawn())
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    look = look_of(LIGHT, stand.section.font())
    assert stand.section.paint_on_paper(painter, AXIS, 7.0, 420.0, look) == 7.0
    painter.end()


def test_rows_grow_with_the_letters(stand: Stand) -> None:
    before = stand.axis.marks["p1"].height()
    stand.section.set_tokens(tokens_for(is_dark=False, base_px=28))
    mark = stand.axis.marks["p1"]
    assert mark.height() > before
    assert mark.height() >= words_font(mark.font(), tokens_for(False, 28)).pixelSize() * 1.3


def test_without_a_factor_there_is_nothing_to_push(
    stand_of: Callable[[Flywheel], Stand],
) -> None:
    stand = stand_of(drawn())
    stand.editor.perform("x", lambda flywheel: delete(flywheel, factors=["offer", "demand"]))
    assert stand.section.isHidden()
    stand.axis.add_shove(3.0)
    assert not stand.pushes
    assert stand.axis.height() >= TARGET
