"""Where words break: evenly, after hyphens, and inside only where there is no other way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.text_metrics import advance

SIZE, WIDTH = 18.0, 169.2


def broken(text, width=WIDTH):
    return break_lines(text, width, SIZE, 600)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Customer experience", ("Customer", "experience")),
        ("Kosten\nsenken", ("Kosten", "senken")),
        ("Kundenzufriedenheit", ("Kundenzufriedenheit",)),
        (
            "Kundenzufriedenheitsverbesserungsprogramm",
            ("Kundenzufriedenheits-", "verbesserungsprogramm"),
        ),
        (
            "Wirtschaftlichkeitsberechnungsverordnung",
            ("Wirtschaftlichkeits-", "berechnungsverordnung"),
        ),
        ("B2B-Marketing-Qualified-Leads", ("B2B-Marketing-", "Qualified-Leads")),
        ("Sales/Marketing/Customer-Success", ("Sales/Marketing/", "Customer-Success")),
        ("word-of-mouth", ("word-of-mouth",)),
        ("", ("",)),
    ],
)
def test_labels_break_where_a_reader_would(text, lines):
    assert tuple(broken(text)) == lines
    assert "".join(broken(text)).replace("-", "").replace(" ", "") == "".join(text.split()).replace(
        "-", ""
    )


@given(st.text(max_size=120), st.floats(40.0, 400.0))
def test_nothing_is_lost_and_only_hyphens_are_added(text, width):
    joined = iter("".join("".join(line.split()) for line in broken(text, width)))
    for character in "".join(text.split()):
        # What is not of the text is a hyphen at the end of a line.
        assert next(one for one in joined if one == character or one != "-") == character
    assert set(joined) <= {"-"}


@given(st.text("abcdefgh-/ ", max_size=80), st.floats(60.0, 400.0))
def test_no_line_is_over_twice_as_wide(text, width):
    for line in broken(text, width):
        assert advance(line, SIZE, 600) <= 2.0 * width + advance("w-", SIZE, 600)


def test_scripts_without_capitals_get_no_hyphens():
    assert "-" not in "".join(broken("日本語" * 20))


def test_no_piece_begins_with_an_accent():
    lines = broken("e\u0301" * 60)
    assert len(lines) > 1 and all(line[0] == "e" for line in lines)


def test_what_the_bundled_fonts_lack_takes_the_room_that_fonts_give_it():
    assert advance("顧客満足、", 20.0, 600) == 100.0
    assert advance("🚀", 20.0, 600) == 25.0
