"""Looks in the properties panel: every kind, several at once, mixed values, one undo step each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from flywheel_studio.commands.bands import add_band, set_stages
from flywheel_studio.commands.document import add_wheel, set_header, set_theme
from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.styles import set_style
from flywheel_studio.commands.texts import add_text
from flywheel_studio.drawing.factor_icons import icon_names
from flywheel_studio.language.translate import use_language
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.properties.looks.form import LookForm
from flywheel_studio.panels.properties.looks.icon_words import icon_words
from flywheel_studio.panels.properties.looks.picture_field import PictureField
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.panels.style.palette import DARK
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.codec import encode
from tests.gui.panels.stands import properties_of

EVERYTHING = [
    ("factors", "traffic"),
    ("links", "l1"),
    ("bands", "b1"),
    ("texts", "t1"),
    ("wheels", "w1"),
]


@dataclass
class Stand:
    panel: PropertiesPanel
    editor: Editor
    bot: QtBot

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.editor.history.labels())

    def style(self, kind: Any, key: str) -> dict[str, Any]:
        return self.editor.flywheel.table(kind)[key].style

    def choose(self, look: LookForm, field: str, value: Any) -> None:
        button = look.field(field).buttons[value]
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def open(self, look: LookForm) -> LookForm:
        if not look.title.isChecked():
            self.bot.mouseClick(look.title, Qt.MouseButton.LeftButton)
        return look


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    flywheel = Flywheel()
    for label in ("Traffic", "Sellers", "Prices"):
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0)
    flywheel = connect(flywheel, "traffic", "sellers")
    flywheel = connect(flywheel, "sellers", "traffic")
    flywheel = add_wheel(add_wheel(flywheel, "One"), "Two", 900.0)
    flywheel = add_band(add_band(flywheel, "Attract"), "Engage")
    flywheel = add_text(add_text(flywheel, "Why", 0.0, 0.0), "How", 0.0, 90.0)
    with properties_of(flywheel, qtbot, 320, 900) as (panel, editor):
        yield Stand(panel, editor, qtbot)


def test_a_factor_takes_shape_colour_filling_size_and_icon(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    look = stand.open(stand.panel.factor_form.look)
    began = encode(stand.editor.flywheel)
    for field, value in (
        ("shape", "box"),
        ("color", 3),
        ("fill", "soft"),
        ("size", "large"),
        ("icon", "cart"),
    ):
        stand.choose(look, field, value)
    assert stand.style("factors", "traffic") == {
        "shape": "box",
        "stroke": 3,
        "fill": "soft",
        "size": "large",
        "icon": "cart",
    }
    assert len(stand.steps) == 5
    for _ in range(5):
        stand.editor.undo()
    assert encode(stand.editor.flywheel) == began
    assert look.field("shape").buttons["pill"].isChecked()


def test_the_theme_s_own_is_not_written_down(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    look = stand.open(stand.panel.factor_form.look)
    stand.choose(look, "shape", "box")
    stand.choose(look, "shape", "pill")
    stand.choose(look, "color", 2)
    stand.choose(look, "color", None)
    stand.choose(look, "size", "medium")
    assert stand.style("factors", "traffic") == {}
    stand.editor.perform("Hub", lambda now: set_factor(now, ["traffic"], role="hub"))
    assert look.field("shape").buttons["circle"].isChecked()
    assert look.field("fill").buttons["full"].isChecked()
    stand.choose(look, "fill", "none")
    assert stand.style("factors", "traffic") == {"fill": "none"}


def test_several_that_differ_light_nothing_and_say_mixed_and_keep_their_values(
    stand: Stand,
) -> None:
    stand.editor.perform("Box", lambda now: set_factor(now, ["traffic"], style={"shape": "box"}))
    before = encode(stand.editor.flywheel)
    stand.editor.selection.set([("factors", "traffic"), ("factors", "sellers")])
    look = stand.open(stand.panel.factor_form.look)
    field: PictureField = look.field("shape")
    assert not any(button.isChecked() for button in field.buttons.values())
    assert any("mixed" in label.text() for label in visible_labels(field.parentWidget()))
    assert field.first_focus().accessibleDescription() == "mixed"
    assert not any("mixed" in x.text() for x in visible_labels(look.field("size").parentWidget()))
    # Walking through every field by the keyboard changes nothing.
    for _ in range(40):
        stand.bot.keyClick(stand.panel.window().focusWidget() or stand.panel, Qt.Key.Key_Tab)
    stand.bot.keyClick(field.first_focus(), Qt.Key.Key_Right)
    assert encode(stand.editor.flywheel) == before
    stand.choose(look, "shape", "circle")
    assert [stand.style("factors", key)["shape"] for key in ("traffic", "sellers")] == [
        "circle",
        "circle",
    ]
    assert stand.steps == ("Box", "Change look")
    assert not any(button.accessibleDescription() for button in field.buttons.values())
    stand.editor.undo()
    assert encode(stand.editor.flywheel) == before


def test_records_of_several_kinds_share_a_colour_in_one_step(stand: Stand) -> None:
    stand.editor.selection.set(EVERYTHING)
    form = stand.panel.mixed_form
    assert not form.isHidden()
    assert form.title.text() == "1 factor, 1 link, 1 band, 1 text, 1 wheel"
    for other in (
        stand.panel.factor_form,
        stand.panel.link_form,
        stand.panel.band_form,
        stand.panel.text_form,
        stand.panel.wheel_form,
    ):
        assert not other.isHidden()
    began = encode(stand.editor.flywheel)
    stand.choose(form.look, "color", 4)
    assert stand.style("factors", "traffic") == {"stroke": 4}
    assert [stand.style(kind, key) for kind, key in EVERYTHING[1:]] == [{"color": 4}] * 4
    assert stand.steps == ("Change colour",)
    look = stand.open(stand.panel.factor_form.look)
    assert look.field("color").buttons[4].isChecked()
    stand.bot.mouseClick(form.look.reset, Qt.MouseButton.LeftButton)
    assert encode(stand.editor.flywheel) == began
    assert form.look.reset.isHidden()


def test_bands_have_words_angles_and_a_wheel(stand: Stand) -> None:
    stand.editor.perform("Stages", lambda now: set_stages(now, ["Attract", "Engage"], "w1"))
    stand.editor.selection.set_one("bands", "b1")
    form = stand.panel.band_form
    field = form.field("from").number
    field.setFocus()
    field.selectAll()
    stand.bot.keyClicks(field, "300")
    stand.bot.keyClick(field, Qt.Key.Key_Return)
    band = stand.editor.flywheel.bands["b1"]
    assert (band.from_angle, band.to_angle) == (300.0, 537.0)
    assert form.field("to").number.text() == "177"
    stand.editor.selection.set([("bands", "b1"), ("bands", "b2")])
    assert form.field("from").number.placeholderText() == "mixed"
    box = form.field("wheel").box
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert {band.wheel for band in stand.editor.flywheel.bands.values()} == {"w2"}
    assert stand.steps == ("Stages", "Stretch band", "Move band")


def test_texts_have_size_letters_alignment_width_and_a_wheel(stand: Stand) -> None:
    stand.editor.selection.set([("texts", "t1"), ("texts", "t2")])
    form = stand.panel.text_form
    for field, value in (("size", "huge"), ("weight", "bold"), ("align", "right"), ("color", 1)):
        stand.choose(form.look, field, value)
    wanted = {"size": "huge", "weight": "bold", "align": "right", "color": 1}
    assert stand.style("texts", "t1") == stand.style("texts", "t2") == wanted
    number = form.field("width").number
    number.setFocus()
    number.selectAll()
    stand.bot.keyClicks(number, "300")
    stand.bot.keyClick(number, Qt.Key.Key_Return)
    assert [note.width for note in stand.editor.flywheel.texts.values()] == [300.0, 300.0]
    assert len(stand.steps) == 5


def test_selected_wheels_are_changed_together(stand: Stand) -> None:
    stand.editor.selection.set([("wheels", "w1"), ("wheels", "w2")])
    form = stand.panel.wheel_form
    assert not form.isHidden() and not form.field("title").isVisible()
    assert not form.field("goal").isVisible()
    owner = form.field("owner").edit
    owner.setFocus()
    stand.bot.keyClicks(owner, "Kim")
    stand.bot.keyClick(owner, Qt.Key.Key_Return)
    assert [wheel.owner for wheel in stand.editor.flywheel.wheels.values()] == ["Kim", "Kim"]
    stand.choose(stand.open(form.look), "title", "below")
    assert stand.style("wheels", "w1") == stand.style("wheels", "w2") == {"title": "below"}
    assert stand.steps == ("Change owner", "Change look")


def test_a_list_of_several_that_differ_is_left_without_a_change(stand: Stand) -> None:
    from flywheel_studio.commands.document import set_wheel

    stand.editor.perform("Stage", lambda now: set_wheel(now, "w1", stage="pilot"))
    stand.editor.selection.set([("wheels", "w1"), ("wheels", "w2")])
    box = stand.panel.wheel_form.field("stage").box
    assert box.lineEdit().placeholderText() == "mixed"
    box.setFocus()
    stand.bot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    stand.panel.wheel_form.field("owner").edit.setFocus()
    assert [wheel.stage for wheel in stand.editor.flywheel.wheels.values()] == ["pilot", ""]
    assert stand.steps == ("Stage",)


def test_swatches_follow_the_theme_and_the_palette_of_the_document(stand: Stand) -> None:
    stand.editor.selection.set_one("links", "l1")
    look = stand.open(stand.panel.link_form.look)
    assert list(look.color.buttons) == [None, 1, 2, 3, 4, 5, 6, 7, 8]
    before = look.color.buttons[1].icon().pixmap(20, 20).toImage()
    stand.editor.perform("Theme", lambda now: set_theme(now, "slate"))
    assert look.color.buttons[1].icon().pixmap(20, 20).toImage() != before
    stand.editor.perform("Palette", lambda now: set_header(now, palette=("#AA0000", "#00AA00")))
    assert list(look.color.buttons) == [None, 1, 2]
    stand.editor.perform("Own", lambda now: set_style(now, "links", ["l1"], color="#123abc"))
    assert list(look.color.buttons) == [None, 1, 2, "#123ABC"]
    assert look.color.buttons["#123ABC"].isChecked()


def test_arrow_keys_walk_among_pictures_and_choose_nothing(stand: Stand) -> None:
    stand.editor.selection.set_one("factors", "traffic")
    look = stand.open(stand.panel.factor_form.look)
    field: PictureField = look.field("shape")
    field.first_focus().setFocus()
    stand.bot.keyClick(field.buttons["pill"], Qt.Key.Key_Right)
    assert field.buttons["box"].hasFocus() and stand.steps == ()
    stand.bot.keyClick(field.buttons["box"], Qt.Key.Key_Space)
    assert stand.style("factors", "traffic") == {"shape": "box"}
    stops = [b for b in field.buttons.values() if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [field.buttons["box"]]


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_fits_into_a_dock_of_320_pixels(qtbot: QtBot, stand: Stand, language: str) -> None:
    use_language(language)
    panel = PropertiesPanel(stand.editor, tokens=DARK)
    panel.resize(320, 500)
    stand.editor.selection.set(EVERYTHING)
    for form in (panel.factor_form, panel.link_form, panel.wheel_form):
        form.look.title.setChecked(True)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: panel.factor_form.look.color.height() > 20)
    inside = panel.findChild(QWidget, "panelBody")
    assert inside.minimumSizeHint().width() <= 310
    for button in panel.factor_form.look.field("icon").buttons.values():
        assert button.geometry().right() <= button.parentWidget().width()
        assert button.geometry().bottom() <= button.parentWidget().height()
        assert min(button.width(), button.height()) >= 24
        assert button.accessibleName()
    panel.detach()
    panel.close()
    panel.deleteLater()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_icon_has_a_word_of_its_own(language: str) -> None:
    use_language(language)
    words = [icon_words(name) for name in icon_names()]
    assert len(set(words)) == len(words) and not set(words) & {"", "data", "bulb"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_word_for_mixed_is_never_cut(stand: Stand, language: str) -> None:
    use_language(language)
    stand.editor.perform("Heavy", lambda now: set_factor(now, ["traffic"], mass=3.0, friction=0.1))
    stand.editor.selection.set([("factors", "traffic"), ("factors", "sellers")])
    for name in ("mass", "friction"):
        number = stand.panel.factor_form.field(name).number
        words = number.fontMetrics().horizontalAdvance(number.placeholderText())
        assert number.placeholderText() and words + 18 <= number.width()


def visible_labels(widget: QWidget) -> list[QLabel]:
    return [label for label in widget.findChildren(QLabel) if label.isVisible()]
