"""Text as the model takes it."""

from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.model.text import cleaned, has_surrogate


def test_control_characters_go_and_line_breaks_stay():
    assert cleaned("a\x00b\x1fc\x7fd\x9fe") == "abcde"
    assert cleaned("one\ntwo\r\nthree\rfour") == "one\ntwo\nthree\nfour"
    assert cleaned("tab\there") == "tab here"


def test_characters_that_are_none_go():
    assert cleaned("a\ufffeb\uffffc\ufdd0d\U0010fffee") == "abcde"


def test_letters_are_composed_and_nothing_else_happens_to_words():
    assert cleaned("Cafe\u0301") == "Café"
    for words in (
        "Größe",
        "日本語",
        "👩‍👩‍👧 family",
        "\u202eright to left",
        "a\u00a0b",
        "x\u2028y",
    ):
        assert cleaned(words) == words


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert cleaned(cleaned(text)) == cleaned(text)


def test_half_a_character_is_recognised():
    assert has_surrogate("\ud83d") and not has_surrogate("👍")
