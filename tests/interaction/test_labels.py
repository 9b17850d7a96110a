"""Words typed in place: on the way in, half-way out, and what the history says about them."""

import pytest

from flywheel_studio.geometry.plane import Point

EMPTY = Point(600.0, 400.0)


def test_a_double_click_on_empty_paper_makes_a_factor_and_asks_for_its_name(studio):
    studio.double_click(EMPTY)
    assert studio.requested == ["new-factor"] and studio.tools.label_edit.selects_all
    studio.type("Cash").key("Enter")
    assert studio.place("Cash") == EMPTY
    assert studio.history_labels() == ["Add Cash"]
    assert studio.selected() == {"Cash"}
    assert studio.editor.undo() == "Add Cash"
    assert "Cash" not in studio.labels()


def test_escape_takes_back_the_factor_that_was_not_named(studio):
    before = studio.flywheel
    studio.double_click(EMPTY).type("Ca").key("Escape")
    assert studio.flywheel is before and studio.history_labels() == []
    assert studio.selected() == set()


def test_clicking_elsewhere_keeps_the_factor_with_what_was_typed(studio):
    studio.double_click(EMPTY).type("Cash").click("Traffic")
    assert studio.history_labels() == ["Add Cash"] and studio.id("Cash") == "cash"


def test_a_save_in_the_middle_of_naming_gives_the_readable_id_too(studio):
    studio.double_click(EMPTY).type("Cash")
    assert "cash" in studio.editor.to_save().factors
    assert not studio.tools.label_edit.is_open
    assert studio.history_labels() == ["Add Cash"]


@pytest.mark.parametrize("key", ["F2", "Enter"])
def test_keys_open_the_label_of_the_selected_factor(studio, key):
    studio.click("Traffic").key(key)
    assert studio.tools.label_edit.text == "Traffic" and studio.tools.label_edit.selects_all
    studio.type("Visits").key("Enter")
    assert studio.history_labels() == ["Rename Traffic"]
    assert studio.flywheel.factors["traffic"].label == "Visits"


def test_a_double_click_opens_the_label(studio):
    studio.double_click("Traffic")
    assert studio.requested == ["traffic"]


def test_just_typing_replaces_the_label(studio):
    studio.click("Traffic").key("Q", text="q")
    assert studio.tools.active == "select"
    assert studio.tools.label_edit.text == "q" and not studio.tools.label_edit.selects_all
    studio.type("visits").key("Enter")
    assert studio.flywheel.factors["traffic"].label == "visits"


def test_typing_shows_at_once_and_escape_leaves_no_trace(studio):
    before = studio.flywheel
    studio.click("Traffic").key("F2").type("Tra").type("Trade")
    assert studio.flywheel.factors["traffic"].label == "Trade"
    studio.key("Escape")
    assert studio.flywheel is before and studio.history_labels() == []


def test_committing_the_same_words_leaves_no_step(studio):
    studio.click("Traffic").key("F2").type("Trade").type("Traffic").key("Enter")
    assert studio.history_labels() == []


def test_undo_while_typing_takes_back_the_typing_and_keeps_it_for_redo(studio):
    studio.click("Traffic").key("F2").type("Trade")
    assert studio.editor.undo() == "Rename Traffic"
    assert not studio.tools.label_edit.is_open
    assert studio.flywheel.factors["traffic"].label == "Traffic"
    studio.editor.redo()
    assert studio.flywheel.factors["traffic"].label == "Trade"


def test_the_end_is_told_however_it_comes(studio):
    ended = []
    studio.tools.label_edit.ended.connect(ended.append)
    studio.click("Traffic").key("F2").key("Escape")
    studio.click("Sellers").key("F2").key("Enter")
    studio.click("Selection").key("F2")
    studio.editor.undo()
    assert ended == ["traffic", "sellers", "selection"]


def test_a_line_break_stays_and_control_characters_do_not(studio):
    studio.click("Traffic").key("F2").type("More\r\nfree\ttraffic\x07 ").key("Enter")
    assert studio.flywheel.factors["traffic"].label == "More\nfree traffic"


def test_a_label_that_is_too_long_is_refused_in_a_sentence_and_the_last_good_one_stays(studio):
    studio.click("Traffic").key("F2").type("Trade")
    edit = studio.tools.label_edit
    assert not edit.preview("x" * 2001)
    assert "2001" in edit.problem and "2000" in edit.problem
    studio.key("Enter")
    assert studio.flywheel.factors["traffic"].label == "Trade"


def test_shortcuts_take_tools_only_while_no_factor_is_selected(studio):
    studio.key("F", text="f")
    assert studio.tools.active == "place"
    studio.click(EMPTY).type("Cash").key("Enter")
    assert studio.tools.active == "select" and studio.place("Cash") == EMPTY


def test_the_text_tool_puts_words_on_the_paper(studio):
    studio.key("T", text="t").click(EMPTY).type("Not to scale").key("Enter")
    assert studio.flywheel.texts["t1"].text == "Not to scale"
    studio.editor.undo()
    assert studio.flywheel.texts == {}


def test_a_label_with_markup_stays_what_was_typed(studio):
    studio.click("Traffic").key("F2").type("<img src=file:x> &Go %n").key("Enter")
    assert studio.flywheel.factors["traffic"].label == "<img src=file:x> &Go %n"


@pytest.mark.parametrize(
    ("letter", "tool"), [("l", "connect"), ("f", "place"), ("t", "text"), ("v", "select")]
)
def test_the_letter_of_a_tool_takes_it_while_a_factor_is_selected(studio, letter, tool):
    studio.click("Traffic").key(letter.upper(), text=letter)
    assert studio.tools.active == tool
    assert studio.labels()[0] == "Traffic" and not studio.tools.label_edit.is_open


def test_pressing_l_and_dragging_links_what_was_just_named(studio):
    studio.double_click(EMPTY).type("Cash").key("Enter").key("L", text="l")
    studio.drag("Cash", "Sellers")
    assert studio.links() == [("Cash", "Sellers")]


@pytest.mark.parametrize("name", ["traffic", "flow", "lift", "value", "tools", "ltv"])
def test_a_name_may_begin_with_the_letters_of_tools(studio, name):
    studio.click("Traffic")
    for letter in name:
        if studio.tools.label_edit.is_open:
            studio.type(studio.tools.label_edit.text + letter)
        else:
            studio.key(letter.upper(), text=letter)
    if not studio.tools.label_edit.is_open:
        # Of nothing but letters of tools: each took its tool.
        assert set(name) <= set("fltv")
        return
    studio.key("Enter")
    assert name in studio.labels() and studio.tools.active == "select"


def test_a_capital_letter_is_typing_whichever_it_is(studio):
    studio.click("Traffic").key("L", "shift", text="L")
    assert studio.tools.label_edit.text == "L"


def test_a_letter_after_a_press_is_no_part_of_a_name(studio):
    studio.click("Traffic").key("L", text="l").click("Sellers").click("Selection")
    studio.click("Traffic").key("A", text="a")
    assert studio.tools.label_edit.text == "a"
