"""Cut, copy and paste as a person does them."""

import pytest

from flywheel_studio.commands.links import flip_polarity
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.interaction.events import Hit
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.storage.codec import encode
from tests.interaction.driver import Studio, ring_of_four

VIEW = Box(-600.0, -400.0, 600.0, 400.0)


def test_what_is_cut_and_pasted_comes_back_in_two_steps(linked_studio):
    linked_studio.click("Traffic").click("Sellers", "shift")
    raw = linked_studio.tools.cut()
    assert linked_studio.labels() == ["Selection", "Experience"]
    assert linked_studio.tools.paste(raw, VIEW)
    assert linked_studio.selected() == {"Traffic", "Sellers"}
    assert linked_studio.place("Traffic") == Point(0.0, -240.0)
    assert ("Traffic", "Sellers") in linked_studio.links()
    assert linked_studio.history_labels() == ["Cut 2 items", "Paste"]


def test_a_copy_is_pasted_into_another_window(linked_studio):
    linked_studio.key("A", "ctrl")
    raw = linked_studio.tools.copied()
    other = Studio(Flywheel())
    assert other.tools.paste(raw, VIEW)
    assert sorted(other.links()) == sorted(linked_studio.links())
    assert other.place("Traffic") == Point(0.0, -240.0)
    assert linked_studio.history_labels() == []


def test_with_nothing_selected_a_sentence_says_so(studio):
    assert studio.tools.copied() is None and studio.tools.cut() is None
    assert studio.problems == ["Select a factor or a text first."] * 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b"[" * 100_000,
        b'{"format": "flywheel-studio", "version": 99}',
        b'{"format": "flywheel-studio", "version": 1, "factors": [{"id": "a", "x": 1e999}]}',
        b'{"format": "flywheel-studio", "version": 1, "factors": [{"id": "a\\n", "label": ""}]}',
        b'{"format": "other", "version": 1}',
        b" " * (17 * 2**20),
        encode(Flywheel()),
    ],
    ids=["empty", "binary", "torn", "deep", "newer", "infinite", "id", "other", "large", "nothing"],
)
def test_hostile_content_is_refused_in_one_sentence(studio, raw):
    before = studio.flywheel
    assert not studio.tools.paste(raw, VIEW)
    assert studio.flywheel is before and studio.history_labels() == []
    (sentence,) = studio.problems
    assert sentence.endswith((".", ")")) and "\n" not in sentence and len(sentence) < 300


def test_the_text_of_a_file_is_pasted_as_what_it_is():
    studio, source = Studio(Flywheel()), ring_of_four(linked=True)
    assert studio.tools.paste_text(encode(source).decode(), VIEW)
    assert studio.labels() == ["Traffic", "Sellers", "Selection", "Experience"]


def test_lines_of_text_become_factors_in_one_step(studio):
    studio.editor.replace(Flywheel())
    assert studio.tools.paste_text("Traffic\r\n\tSellers\n", VIEW)
    assert studio.labels() == ["Traffic", "Sellers"] and studio.history_labels() == ["Paste"]
    assert studio.selected() == {"Traffic", "Sellers"}
    studio.editor.undo()
    assert studio.flywheel == Flywheel()


@pytest.mark.parametrize("text", ["", " \n\t\n", "a\n" * 101, "x" * 2001, "half \ud800"])
def test_text_that_cannot_become_factors_is_refused_in_a_sentence(studio, text):
    before = studio.flywheel
    assert not studio.tools.paste_text(text, VIEW)
    assert studio.flywheel is before and len(studio.problems) == 1


def test_a_text_with_arrows_is_drawn_in_one_step(studio):
    studio.editor.replace(Flywheel())
    assert studio.tools.paste_text("Traffic -> Sellers → Selection\n- Selection -| traffic;", VIEW)
    assert studio.labels() == ["Traffic", "Sellers", "Selection"]
    assert studio.links() == [
        ("Traffic", "Sellers"),
        ("Sellers", "Selection"),
        ("Selection", "Traffic"),
    ]
    assert [link.polarity for link in studio.flywheel.links.values()] == ["+", "+", "-"]
    assert studio.selected() == {"Traffic", "Sellers", "Selection"}
    assert studio.history_labels() == ["Paste"] and studio.problems == []
    studio.editor.undo()
    assert studio.flywheel == Flywheel()


def test_what_cannot_be_read_is_said_and_the_rest_is_drawn(linked_studio):
    assert linked_studio.tools.paste_text("Sellers -> Loyalty\nA -> ?? -> B", VIEW)
    assert linked_studio.tools.paste_text("Sellers -> Loyalty", VIEW)
    assert linked_studio.problems == [
        "1 line could not be read: A -> ?? -> B",
        "All that the text names is on the paper already.",
    ]
    assert linked_studio.labels().count("Loyalty") == 1
    assert linked_studio.history_labels() == ["Paste"]
    assert linked_studio.selected() == {"Sellers", "Loyalty"}


def test_text_without_arrows_makes_a_factor_of_each_line_as_ever(linked_studio):
    assert linked_studio.tools.paste_text("Sellers\nSpend - save\nA ->", VIEW)
    assert linked_studio.labels()[-3:] == ["Sellers", "Spend - save", "A ->"]


def test_what_is_copied_as_text_makes_the_same_drawing_in_another_window(linked_studio):
    studio = linked_studio
    assert Studio(Flywheel()).tools.copied_text() is None
    link = next(iter(studio.flywheel.links))
    studio.tools.perform("Flip", lambda now: flip_polarity(now, link))
    text = studio.key("A", "ctrl").tools.copied_text()
    other = Studio(Flywheel())
    assert other.tools.paste_text(text, VIEW)
    assert sorted(other.labels()) == sorted(studio.labels())
    signs = [
        sorted(
            (
                each.flywheel.factors[link.source].label,
                link.polarity,
                each.flywheel.factors[link.target].label,
            )
            for link in each.flywheel.links.values()
        )
        for each in (studio, other)
    ]
    assert signs[0] == signs[1]


def test_pasting_while_a_label_is_open_keeps_the_label(studio):
    studio.click("Traffic")
    raw = studio.tools.copied()
    studio.key("F2").type("Visits")
    studio.tools.paste(raw, VIEW)
    assert studio.labels()[0] == "Visits" and studio.labels()[-1] == "Traffic"
    assert studio.history_labels() == ["Rename Traffic", "Paste"]


def test_a_style_goes_from_one_factor_to_several_in_one_step_and_to_another_window(studio):
    from flywheel_studio.commands.factors import set_factor

    studio.tools.perform("Style", lambda now: set_factor(now, ["traffic"], style={"shape": "box"}))
    assert studio.tools.paste_look(None) == 0
    raw = studio.click("Traffic").tools.copied_look()
    studio.click("Sellers").click("Selection", "shift")
    assert studio.tools.paste_look(raw) == 2
    shapes = [f.style.get("shape") for f in studio.flywheel.factors.values()]
    assert shapes == ["box", "box", "box", None]
    assert studio.history_labels() == ["Style", "Paste style"]
    other = Studio(ring_of_four())
    assert other.click("Traffic").tools.paste_look(raw) == 1
    assert other.factor("Traffic").style == {"shape": "box"}
    assert studio.problems == ["Copy the style of something first."]


def test_a_style_goes_to_its_own_kind_and_a_sentence_says_so(linked_studio):
    linked_studio.click("Traffic").click("Sellers", "shift")
    assert linked_studio.tools.copied_look() is None
    raw = linked_studio.click(Hit("links", "l1")).tools.copied_look()
    before = linked_studio.flywheel
    assert linked_studio.click("Traffic").tools.paste_look(raw) == 0
    assert linked_studio.tools.paste_look(b"x" * 5000) == linked_studio.tools.paste_look(b"{") == 0
    assert linked_studio.flywheel is before
    assert linked_studio.problems == [
        "Select one thing to copy its style.",
        "The copied style is that of a link: select the links that take it.",
        "The clipboard holds too much to paste.",
        "The clipboard holds no style that can be pasted here.",
    ]
