"""What a screen reader hears on a walk by keys alone: no silent field, no list without its row."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QToolButton
from shiboken6 import isValid

from flywheel_studio.app import palette_dialog
from flywheel_studio.app.application import speak
from flywheel_studio.app.color_cell import no_color
from flywheel_studio.app.command_palette import Palette
from flywheel_studio.app.page import Page
from flywheel_studio.app.palette_dialog import PaletteDialog
from flywheel_studio.app.palette_entries import all_entries
from flywheel_studio.app.start_screen import Card
from flywheel_studio.canvas.label_editor import LabelEditor
from flywheel_studio.commands.factors import set_factor
from flywheel_studio.panels.parts import told_rows
from flywheel_studio.panels.parts.line_field import LineField
from flywheel_studio.panels.playback.transport import ScrubSlider
from tests.gui.stand import results_settle, template_window

# A window each, with all its panels.
pytestmark = pytest.mark.slow
KEY = Qt.Key
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def studio(studio):
    speak("en")
    QAccessible.setActive(True)
    yield studio
    QAccessible.setActive(False)
    speak("en")


@pytest.fixture
def window(studio, qtbot):
    window = template_window(studio, qtbot)
    results_settle(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def said(window):
    heard: list[str] = []
    window.canvas.announcer.said.connect(heard.append)
    return heard


def access(widget):
    return QAccessible.queryAccessibleInterface(widget)


def test_an_empty_line_is_not_selected_before_it_is_told(window):
    """Orca takes the selection for the news, and says nothing of the field."""
    window.menus.extras.find()
    window.panels.show_activities()
    bare = [
        each
        for each in window.findChildren(QLineEdit)
        if not isinstance(each, LineField)
        and not isinstance(each.parentWidget(), QComboBox)
        and not each.text()
    ]
    assert bare == []


def test_tab_into_an_empty_line_comes_without_selecting(qtbot, monkeypatch):
    reasons = []
    monkeypatch.setattr(QLineEdit, "focusInEvent", lambda _self, event: reasons.append(event))
    field = LineField()
    qtbot.addWidget(field)
    event = QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    field.focusInEvent(event)
    field.setText("x")
    field.focusInEvent(event)
    assert [each.reason() for each in reasons] == [
        Qt.FocusReason.OtherFocusReason,
        Qt.FocusReason.TabFocusReason,
    ]


def test_the_keyboard_in_a_list_tells_its_row(window, qtbot, monkeypatch):
    told: list[str] = []
    find = told_rows.row_told

    def tell(view):
        # At once: Qt takes a row away with its words.
        row = find(view)
        told.append("" if row is None else row.text(NAME))
        return row

    monkeypatch.setattr(told_rows, "row_told", tell)
    tree, loops = window.panels.outline.tree, window.panels.loops.view
    for view, words in ((tree, "Growth flywheel"), (loops, "R1")):
        window.panels.docks_by_name["outline" if view is tree else "loops"].come()
        qtbot.waitUntil(lambda view=view: view.model().rowCount() > 0 and view.isVisible())
        told.clear()

        def is_heard(view=view, words=words):
            if told and told[-1].startswith(words):
                return True
            # A dock that comes may take the keyboard once more when it has come.
            window.canvas.setFocus()
            view.setFocus(Qt.FocusReason.TabFocusReason)
            return False

        qtbot.waitUntil(is_heard, timeout=5_000)


def test_a_row_without_rows_below_is_not_called_open(window, qtbot):
    tree = window.panels.outline.tree

    def rows():
        return tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)

    qtbot.waitUntil(lambda: any(row.isExpanded() for row in rows()))
    assert not [row.text(0) for row in rows() if row.isExpanded() and not row.childCount()]


def test_a_list_of_factors_says_what_it_is_for(window):
    """On Linux its name is what is chosen in it."""
    window.panels.docks_by_name["momentum"].come()
    factor = window.panels.momentum.push_bar.window().findChildren(QComboBox)
    said = {access(each).text(DESCRIPTION) for each in factor}
    assert {"Factor of the next push", "Factor that is knocked back"} <= said


def test_rows_that_came_late_have_their_place_in_the_order(window, qtbot):
    """Qt puts them at the end, behind all panels and before the tools."""
    levers = window.panels.momentum.answers.levers
    qtbot.waitUntil(lambda: bool(levers.rows), timeout=10_000)
    window.panels.momentum.transport.focus_play()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
    stops, at = [], window.canvas.nextInFocusChain()
    while at is not window.canvas:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible():
            stops.append(window.panels.momentum.isAncestorOf(at))
        at = at.nextInFocusChain()
    # One stretch of the way lies in the panel.
    assert sum(now and not before for before, now in itertools.pairwise([False, *stops])) == 1


def test_playing_pausing_and_every_step_on_are_told(window, said, qtbot):
    """The time in the run is nowhere near the keyboard that plays it."""
    momentum = window.panels.momentum
    momentum.step()
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1].startswith("year 1: Turns forward, momentum ")
    momentum.toggle_playing()
    assert said[-1] == "Playing"
    momentum.toggle_playing()
    qtbot.waitUntil(lambda: said[-1] != "Playing")
    assert said[-1].startswith("Paused, year 1")
    momentum.reset()
    qtbot.waitUntil(lambda: said[-1].startswith("year 0: "))
    assert len(said) == 4


def test_after_another_language_the_run_is_told_in_it(studio, window, said, qtbot):
    """The panels are others then; those before are gone."""
    momentum = window.panels.momentum
    studio.set_language("de")
    results_settle(window, qtbot)
    said.clear()
    assert window.panels.momentum is not momentum
    window.panels.momentum.step()
    qtbot.waitUntil(lambda: bool(said) and said[-1].startswith("Jahr "), timeout=5_000)


def test_the_slider_of_a_run_that_plays_does_not_flood_a_reader(window, qtbot):
    momentum = window.panels.momentum
    slider = momentum.findChild(ScrubSlider)
    moved: list[int] = []
    slider.valueChanged.connect(moved.append)
    playback = window.panels.playback
    playback.play()
    for _ in range(120):
        playback.advance(1 / 60)
    assert 4 <= len(moved) <= 10
    playback.pause()
    playback.step(0.01)
    assert slider.value() == round(playback.playhead / playback.end * slider.maximum())


def test_what_lies_over_the_paper_is_its_child(window):
    """A reader passes over what has a parent that does not know it."""
    tour = window.panels.reader.read_chosen()
    paper, bar = access(window.canvas), access(tour)
    place = paper.indexOfChild(bar)
    assert place >= len(window.canvas.announcer.parts.items())
    assert paper.child(place).object() is tour
    tour.finish()
    assert paper.indexOfChild(bar) == -1


def test_the_field_over_a_label_has_the_focus_before_its_words(window, qtbot, monkeypatch):
    """Words that come first are all that Orca says: "experience selected", and not of what."""
    had_focus: list[bool] = []
    fill = LabelEditor.setPlainText
    monkeypatch.setattr(
        LabelEditor,
        "setPlainText",
        lambda self, words: had_focus.append(self.hasFocus()) or fill(self, words),
    )
    window.canvas.setFocus()
    window.editor.selection.set_one("factors", "traffic")
    QTest.keyClick(window.canvas, KEY.Key_F2)
    assert had_focus == [True]
    assert window.canvas.label_editor.textCursor().selectedText() == "Traffic"


def test_enter_opens_a_template_as_the_space_bar_does(qtbot):
    card = Card("Funnel", "", None)
    qtbot.addWidget(card)
    pressed: list[str] = []
    card.clicked.connect(lambda: pressed.append(card.text()))
    for key in (KEY.Key_Return, KEY.Key_Enter, KEY.Key_Space):
        QTest.keyClick(card, key)
    assert pressed == ["Funnel"] * 3


def test_a_page_is_read_before_its_buttons(window, qtbot):
    """Rows that come while it is open have their place before them too."""
    window.panels.show_activities()
    page = next(each for each in window.findChildren(Page) if each.isVisible())
    qtbot.waitUntil(page.isActiveWindow)
    stops: list[bool] = []
    page.buttons["close"].setFocus()
    for _ in range(30):
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
        stops.append(page.panel.isAncestorOf(QApplication.focusWidget()))
        if QApplication.focusWidget() is page.buttons["close"]:
            break
    buttons = len(page.buttons)
    assert len(stops) > buttons
    assert stops == [True] * (len(stops) - buttons) + [False] * buttons


def test_the_facts_of_the_wheel_are_heard_where_it_is_played(window, qtbot):
    """A label that is called by its caption never says its value."""
    momentum = window.panels.momentum
    facts = momentum.parts.facts
    said = {access(label).text(NAME) for label in facts.findChildren(QLabel)}
    assert {"Main loop", *facts.texts} <= said
    play = momentum.transport.findChild(QToolButton, "play")
    verdict = access(play).text(DESCRIPTION)
    assert verdict.startswith("Keeps itself going. Grows 31.8 % a year. Main loop R1, Gain ")
    assert verdict.endswith(f"Breakthrough {facts.texts[-1]}")


def test_a_slider_says_its_value_and_a_number_what_it_was_stepped_to(window, qtbot):
    """A slider of Qt's tells a reader its steps: 58 for a mass of 1."""
    window.editor.selection.set_one("factors", "traffic")
    field = window.panels.properties.factor_form.field("friction")
    assert access(field.slider).text(DESCRIPTION) == field.number.text() == "0.5"
    field.number.setFocus()
    QTest.keyClick(field.number, KEY.Key_Up)
    assert access(field.slider).text(DESCRIPTION) == field.number.text() != "0.5"
    assert field.number.selectedText() == field.number.text()


def test_what_is_wrong_with_a_number_is_heard_at_its_field(window, qtbot):
    window.editor.selection.set_one("factors", "traffic")
    field = window.panels.properties.factor_form.field("mass")
    number = field.number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "-4")
    assert access(number).text(DESCRIPTION) == number.problem != ""
    QTest.keyClick(number, KEY.Key_Escape)
    assert access(number).text(DESCRIPTION) == ""


def test_a_slider_of_several_values_says_so_and_then_its_own_again(window):
    slider = window.panels.properties.factor_form.field("friction").slider
    first, second = list(window.editor.flywheel.factors)[:2]
    window.toolbox.perform("x", lambda now: set_factor(now, [first], friction=0.9))
    window.editor.selection.set([("factors", first), ("factors", second)])
    assert access(slider).text(DESCRIPTION) == "mixed"
    window.editor.selection.set_one("factors", first)
    assert access(slider).text(DESCRIPTION) == "0.9"


def test_a_code_that_is_no_colour_is_told(window, qtbot, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(palette_dialog, "announce", lambda _widget, words: told.append(words))
    window.menus.extras.colors()
    dialog = next(each for each in window.findChildren(PaletteDialog) if each.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    code = dialog.cells[0].code
    code.selectAll()
    QTest.keyClicks(code, "zz")
    QTest.keyClick(code, KEY.Key_Tab)
    assert told[-1] == no_color() == access(code).text(DESCRIPTION)
    dialog.reject()


def test_a_late_ctrl_does_not_close_the_palette_it_opened(window, qtbot):
    """A screen reader is asked about each key first; a shortcut does not wait for the answer."""
    window.menus.extras.palette()
    palette = next(each for each in window.findChildren(Palette) if each.isVisible())
    qtbot.waitUntil(palette.isActiveWindow)
    beside = window.windowHandle()
    QTest.keyPress(beside, KEY.Key_Control)
    QTest.keyRelease(beside, KEY.Key_Control)
    assert palette.isVisible()
    QTest.keyPress(beside, KEY.Key_F)
    assert not isValid(palette) or not palette.isVisible()


def test_what_a_key_makes_of_a_link_is_told(window, qtbot):
    """The name of the step alone leaves open which sign it has now."""
    told: list[str] = []
    window.canvas.announcer.renamed.connect(told.append)
    window.canvas.setFocus()
    link = next(iter(window.editor.flywheel.links))
    window.editor.selection.set_one("links", link)
    QTest.keyClick(window.canvas, KEY.Key_1)
    assert told[-1].startswith("Customer experience to Traffic, positive, strength 0.25")
    window.menus.extras.turn_sign()
    assert told[-1].startswith("Customer experience to Traffic, negative, strength 0.25")
    window.undo()
    assert "positive" in told[-1]
    assert len(told) == 3


def test_the_palette_leads_to_a_panel_behind_another(window, qtbot):
    """It closed the panel that it was asked for: what lies behind a tab counts as shown."""
    checks = window.panels.checks_dock
    assert checks.visibleRegion().isEmpty()
    entries = all_entries(window, window.panels)
    next(each for each in entries if each.name == "Checks").do()
    qtbot.waitUntil(lambda: checks.isAncestorOf(QApplication.focusWidget() or window))
    assert not checks.visibleRegion().isEmpty()
    next(each for each in entries if each.name == "Checks").do()
    assert checks.isHidden()
