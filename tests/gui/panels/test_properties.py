"""The properties panel: one undo step each, bad input in one sentence, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
)
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect, set_link
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.choices import ChoiceField, ListField, SwitchField
from flywheel_studio.panels.fields.field import Field, WordField
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.fields.numbers import NumberOnlyField, SliderField
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.panels.properties.wheel import stages, statuses
from flywheel_studio.panels.style.palette import DARK
from flywheel_studio.session.editor import Editor
from tests.gui.panels.stands import properties_of


@dataclass
class Stand:
    panel: PropertiesPanel
    editor: Editor
    bot: QtBot

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.editor.history.labels())

    def factor(self, key: str = "traffic") -> Any:
        return self.editor.flywheel.factors[key]

    def link(self, key: str = "l1") -> Any:
        return self.editor.flywheel.links[key]

    def field(self, name: str) -> Any:
        for form in (self.panel.factor_form, self.panel.link_form, self.panel.document_form):
            if not form.isHidden():
                return form.field(name)
        raise AssertionError("no form is shown")

    def type_number(self, line: QLineEdit, text: str) -> None:
        line.setFocus()
        line.selectAll()
        self.bot.keyClicks(line, text)
        self.bot.keyClick(line, Qt.Key.Key_Return)

    def problem(self) -> str:
        labels = self.panel.findChildren(QLabel, "problem")
        return " ".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    flywheel = Flywheel()
    for label in ("Traffic", "Sellers", "Prices"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    flywheel = connect(flywheel, "traffic", "sellers")
    flywheel = connect(flywheel, "sellers", "traffic", "-", 0.75)
    with properties_of(flywheel, qtbot, 340, 760) as (panel, editor):
        yield Stand(panel, editor, qtbot)


def forms(stand: Stand) -> tuple[Form, ...]:
    panel = stand.panel
    every = (panel.document_form, panel.factor_form, panel.link_form)
    return tuple(form for form in every if not form.isHidden())


def test_what_is_selected_decides_what_is_shown(stand: Stand) -> None:
    panel, selection = stand.panel, stand.editor.selection
    assert forms(stand) == (panel.document_form,)
    selection.set_one("factors", "traffic")
    assert forms(stand) == (panel.factor_form,)
    selection.set([("factors", "traffic"), ("links", "l1")])
    assert forms(stand) == (panel.factor_form, panel.link_form)
    selection.set_one("links", "l1")
    assert forms(stand) == (panel.link_form,)


def test_dragging_a_slider_previews_and_is_one_undo_step(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    field: SliderField = stand.field("friction")
    slider, bot = field.slider, stand.bot
    seen: list[float] = []
    stand.editor.changed.connect(lambda change: seen.append(stand.factor().friction))
    y = slider.height() // 2
    handle = slider.width() // 4  # 0.5 of 0 to 2
    bot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(handle, y))
    for x in range(handle, slider.width() - 20, 12):
        bot.mouseMove(slider, QPoint(x, y))
        slider.setSliderPosition(slider.minimum() + x)
    assert stand.steps == ()
    assert len(seen) > 3
    bot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 20, y))
    assert stand.steps == ("Change friction",)
    assert stand.factor().friction == seen[-1] > 0.5
    stand.editor.undo()
    assert stand.factor().friction == 0.5
    assert field.number.text() == "0.5"


def test_escape_in_the_middle_of_a_drag_puts_it_back(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    field: SliderField = stand.field("weight")
    field.slider.setFocus()
    field.slider.setSliderDown(True)
    field.slider.setSliderPosition(180)
    assert stand.link().weight > 1.0
    stand.bot.keyClick(field.slider, Qt.Key.Key_Escape)
    assert stand.link().weight == 0.5
    assert stand.steps == ()
    assert field.slider.value() == 50


def test_arrow_keys_on_a_slider_are_one_step_a_press(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    slider = stand.field("weight").slider
    slider.setFocus()
    stand.bot.keyClick(slider, Qt.Key.Key_Right)
    stand.bot.keyClick(slider, Qt.Key.Key_Right)
    assert stand.steps == ("Change strength", "Change strength")
    assert stand.link().weight == pytest.approx(0.54)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("text", ["0.35", "0,35", " 0.35 "])
def test_point_and_comma_are_both_read(stand: Stand, language: str, text: str) -> None:
    use_language(language)
    stand.editor.selection.set_one("factors", "traffic")
    stand.type_number(stand.field("friction").number, text)
    assert stand.factor().friction == 0.35
    assert stand.field("friction").number.text() == ("0,35" if language == "de" else "0.35")


def test_a_number_out_of_range_is_one_sentence_and_changes_nothing(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    line = stand.field("friction").number
    stand.type_number(line, "-1")
    assert stand.problem() == "This must be at least 0."
    assert (stand.factor().friction, stand.steps) == (0.5, ())
    stand.type_number(line, "abc")
    assert stand.problem() == "This is not a number."
    stand.field("owner").first_focus().setFocus()
    assert line.text() == "0.5"
    assert stand.problem() == ""


def test_nothing_means_none_only_where_that_is_allowed(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    stand.type_number(stand.field("capacity").number, "3")
    assert stand.factor().capacity == 3.0
    line = stand.field("capacity").number
    line.clear()
    stand.bot.keyClick(line, Qt.Key.Key_Backspace)
    line.setModified(True)
    stand.bot.keyClick(line, Qt.Key.Key_Return)
    assert stand.factor().capacity is None
    friction = stand.field("friction").number
    friction.setFocus()
    friction.selectAll()
    stand.bot.keyClick(friction, Qt.Key.Key_Backspace)
    stand.bot.keyClick(friction, Qt.Key.Key_Return)
    assert stand.problem() == "A number is needed here."
    assert stand.factor().friction == 0.5


def test_up_and_down_step_a_number(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    line = stand.field("delay").number
    line.setFocus()
    stand.bot.keyClick(line, Qt.Key.Key_Up)
    stand.bot.keyClick(line, Qt.Key.Key_Up)
    stand.bot.keyClick(line, Qt.Key.Key_Down)
    assert stand.link().delay == 0.5
    stand.bot.keyClick(line, Qt.Key.Key_PageDown)
    assert stand.link().delay == 0.0


def test_a_mass_never_steps_to_nothing(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    line = stand.field("mass").number
    line.setFocus()
    for _ in range(20):
        stand.bot.keyClick(line, Qt.Key.Key_Down)
    assert 0.0 < stand.factor().mass < 0.25
    assert stand.field("mass").value_at(0) > 0.0


def test_typing_a_label_shows_at_once_and_is_one_step(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("label").edit
    edit.setFocus()
    edit.selectAll()
    stand.bot.keyClicks(edit, "More ")
    assert stand.factor().label == "More"
    assert edit.toPlainText() == "More "
    stand.bot.keyClicks(edit, "visits")
    assert stand.steps == ()
    stand.bot.keyClick(edit, Qt.Key.Key_Return)
    assert stand.steps == ("Rename",)
    assert stand.factor().label == "More visits"
    assert edit.toPlainText() == "More visits"


def test_shift_enter_breaks_a_label_and_escape_takes_back(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("label").edit
    edit.setFocus()
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    stand.bot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    stand.bot.keyClicks(edit, "here")
    assert stand.factor().label == "Traffic\nhere"
    stand.bot.keyClick(edit, Qt.Key.Key_Escape)
    assert stand.factor().label == "Traffic"
    assert edit.toPlainText() == "Traffic"
    assert stand.steps == ()


def test_leaving_a_field_commits_it(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("owner").edit
    edit.setFocus()
    stand.bot.keyClicks(edit, "Sales")
    stand.field("note").first_focus().setFocus()
    assert stand.factor().owner == "Sales"
    assert stand.steps == ("Change owner",)


def test_selecting_something_else_commits_to_what_was_edited(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("owner").edit
    edit.setFocus()
    stand.bot.keyClicks(edit, "Sales")
    stand.editor.selection.set_one("factors", "sellers")
    assert stand.factor("traffic").owner == "Sales"
    assert stand.factor("sellers").owner == ""
    assert edit.toPlainText() == ""
    assert stand.steps == ("Change owner",)


def test_undo_in_the_middle_of_typing_shows_what_is_there(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("owner").edit
    edit.setFocus()
    stand.bot.keyClicks(edit, "Sales")
    stand.editor.undo()
    assert stand.factor().owner == ""
    assert edit.toPlainText() == ""
    stand.bot.keyClicks(edit, "x")
    assert stand.factor().owner == "x"


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_field(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("note").edit
    edit.setFocus()
    edit.insertPlainText("x" * 2_001)
    assert "2001 characters; at most 2000" in stand.problem()
    assert stand.factor().note == ""
    assert len(edit.toPlainText()) == 2_001
    edit.textCursor().deletePreviousChar()
    assert stand.problem() == ""
    assert len(stand.factor().note) == 2_000


def test_several_that_differ_say_so_and_change_together(stand: Stand) -> None:
    stand.editor.perform("x", lambda fw: set_factor(fw, ["sellers"], friction=0.9, role="hub"))
    stand.editor.selection.set([("factors", "traffic"), ("factors", "sellers")])
    friction, role = stand.field("friction"), stand.field("role")
    assert friction.number.text() == ""
    assert friction.number.placeholderText() == "mixed"
    assert not any(button.isChecked() for button in role.buttons.values())
    stand.type_number(friction.number, "0,2")
    assert {stand.factor(key).friction for key in ("traffic", "sellers")} == {0.2}
    assert stand.factor("prices").friction == 0.5
    assert stand.steps[1:] == ("Change friction",)
    stand.bot.mouseClick(role.buttons["hub"], Qt.MouseButton.LeftButton)
    assert {stand.factor(key).role for key in ("traffic", "sellers")} == {"hub"}


def test_leaving_a_mixed_field_changes_nothing(stand: Stand) -> None:
    stand.editor.perform("x", lambda fw: set_factor(fw, ["sellers"], friction=0.9))
    stand.editor.selection.set([("factors", "traffic"), ("factors", "sellers")])
    line = stand.field("friction").number
    line.setFocus()
    stand.bot.keyClick(line, Qt.Key.Key_Return)
    stand.field("owner").first_focus().setFocus()
    assert (stand.factor("traffic").friction, stand.factor("sellers").friction) == (0.5, 0.9)


def test_strength_words_set_the_weight_and_follow_it(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    words: ChoiceField = stand.field("words")
    assert words.buttons[0.5].isChecked()
    stand.bot.mouseClick(words.buttons[1.0], Qt.MouseButton.LeftButton)
    assert stand.link().weight == 1.0
    stand.type_number(stand.field("weight").number, "0.6")
    assert not any(button.isChecked() for button in words.buttons.values())


def test_the_sign_and_the_switch(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    sign: ChoiceField = stand.field("polarity")
    stand.bot.mouseClick(sign.buttons["-"], Qt.MouseButton.LeftButton)
    assert stand.link().polarity == "-"
    switch: SwitchField = stand.field("active")
    stand.bot.mouseClick(switch.box, Qt.MouseButton.LeftButton)
    assert stand.link().active is False
    assert stand.steps == ("Change sign", "Switch link")


def test_a_mixed_switch_is_switched_on_first(stand: Stand) -> None:
    stand.editor.perform("x", lambda fw: set_link(fw, ["l2"], active=False))
    stand.editor.selection.set([("links", "l1"), ("links", "l2")])
    switch: SwitchField = stand.field("active")
    assert switch.box.checkState() == Qt.CheckState.PartiallyChecked
    stand.bot.mouseClick(switch.box, Qt.MouseButton.LeftButton)
    assert (stand.link("l1").active, stand.link("l2").active) == (True, True)


@pytest.mark.parametrize("role", ["stage", "satellite"])
def test_a_role_that_is_drawn_as_a_factor_is_kept_and_called_one(stand: Stand, role: str) -> None:
    stand.editor.perform("x", lambda fw: set_factor(fw, ["traffic"], role=role))
    stand.editor.selection.set_one("factors", "traffic")
    lit = [word for word, button in stand.field("role").buttons.items() if button.isChecked()]
    assert lit == ["factor"]
    assert stand.factor().role == role


def test_the_document_fields(stand: Stand) -> None:
    form = stand.panel.document_form
    title: Any = form.field("title")
    title.edit.setFocus()
    stand.bot.keyClicks(title.edit, "Wheel")
    stand.bot.keyClick(title.edit, Qt.Key.Key_Return)
    until: Any = form.field("until")
    stand.type_number(until.number, "48")
    theme: Any = form.field("theme")
    theme.box.activated.emit(theme.box.findData("slate"))
    header = stand.editor.flywheel.header
    assert (header.title, header.run.until, header.theme) == ("Wheel", 48.0, "slate")
    assert stand.steps == ("Rename flywheel", "Change length of the run", "Change theme")


def test_a_time_unit_of_ones_own_is_typed(stand: Stand) -> None:
    field: Any = stand.panel.document_form.field("time_unit")
    line = field.box.lineEdit()
    line.setFocus()
    line.selectAll()
    stand.bot.keyClicks(line, "sprint")
    stand.bot.keyClick(line, Qt.Key.Key_Return)
    assert stand.editor.flywheel.header.time_unit == "sprint"
    line.selectAll()
    stand.bot.keyClicks(line, "Week")
    stand.bot.keyClick(line, Qt.Key.Key_Return)
    assert stand.editor.flywheel.header.time_unit == "week"


def test_a_deleted_record_leaves_the_form(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("owner").edit
    edit.setFocus()
    stand.bot.keyClicks(edit, "Sales")
    stand.editor.perform(
        "Delete", lambda fw: fw.without("links", ["l1", "l2"]).without("factors", ["traffic"])
    )
    assert forms(stand) == (stand.panel.document_form,)


def test_another_document_while_typing_drops_the_edit(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    edit = stand.field("owner").edit
    edit.setFocus()
    stand.bot.keyClicks(edit, "Sales")
    stand.editor.replace(Flywheel())
    assert stand.steps == ()
    assert forms(stand) == (stand.panel.document_form,)


def test_every_field_has_an_accessible_name(stand: Stand) -> None:
    stand.editor.selection.set([("factors", "traffic"), ("links", "l1")])
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QSlider)
    for kind in kinds:
        for widget in stand.panel.findChildren(kind):
            if not widget.objectName().startswith("qt_") and widget.parent() is not None:
                owner = widget.parent() if isinstance(widget.parent(), QComboBox) else widget
                assert owner.accessibleName() or widget.accessibleName(), widget


def test_tab_goes_through_the_fields_in_reading_order(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    stand.panel.focus_first_field()
    seen: list[int] = []
    for _ in range(12):
        focus = stand.panel.focusWidget()
        assert focus is not None
        seen.append(focus.mapTo(stand.panel.link_form, QPoint(0, 0)).y())
        if focus is stand.field("label").first_focus():
            break
        stand.bot.keyClick(focus, Qt.Key.Key_Tab)
    # A number beside its slider may begin a pixel higher.
    assert all(after >= before - 4 for before, after in pairwise(seen))
    assert len(seen) > 8


@pytest.mark.parametrize("width", [260, 292, 320, 420])
def test_nothing_is_cut_off_at_any_width(stand: Stand, width: int) -> None:
    stand.editor.selection.set([("factors", "traffic"), ("links", "l1")])
    stand.panel.set_tokens(DARK)
    stand.panel.resize(width, 500)
    stand.bot.wait(1)
    fields: list[Field] = []
    for kind in (SliderField, ChoiceField, NumberOnlyField, WordField, SwitchField, ListField):
        fields += stand.panel.findChildren(kind)
    assert len(fields) > 15
    for field in fields:
        if field.isVisible():
            left = field.mapTo(stand.panel, QPoint(0, 0)).x()
            assert left >= 8
            assert left + field.width() <= width - 8


def test_a_label_with_markup_stays_text(stand: Stand) -> None:
    stand.editor.perform("x", lambda fw: set_factor(fw, ["traffic"], label="<b>Fat</b>"))
    stand.editor.selection.set_one("links", "l1")
    shown = [label for label in stand.panel.findChildren(QLabel) if "<b>" in label.text()]
    assert shown
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in shown)


def test_dragging_reads_only_its_own_records(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    reads: list[Callable[..., None]] = []
    form = stand.panel.link_form
    original = form.show_values
    form.show_values = lambda: (reads.append(original), original())[1]  # type: ignore[method-assign]
    stand.editor.perform("x", lambda fw: set_link(fw, ["l2"], weight=0.1))
    assert reads == []
    stand.editor.perform("x", lambda fw: set_link(fw, ["l1"], weight=0.1))
    assert len(reads) == 1


def test_another_form_begins_at_its_top_and_the_same_one_stays(stand: Stand) -> None:
    bar = stand.panel.findChild(QScrollArea).verticalScrollBar()
    stand.panel.resize(320, 200)
    stand.editor.selection.set_one("factors", "traffic")
    stand.bot.waitUntil(lambda: bar.maximum() > 60)
    bar.setValue(50)
    stand.editor.selection.set_one("factors", "sellers")
    assert bar.value() == 50
    stand.editor.selection.set_one("links", "l1")
    assert bar.value() == 0


def test_what_a_wheel_leaves_open_is_said_in_words_that_fit_every_gender() -> None:
    """In German "none" fits a stage and neither a status nor a target."""
    use_language("de")
    try:
        assert stages()[0] == ("", "nicht gesetzt") == statuses()[0]
    finally:
        use_language("en")
