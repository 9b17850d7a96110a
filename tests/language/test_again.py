"""What was said in one language, said in another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.language.again import said_again
from flywheel_studio.language.translate import ntr, speaking, tr

NAMES = st.text(min_size=1, max_size=30).filter(lambda text: "\0" not in text)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Add wheel", "Rad hinzufügen"),
        ("Move Traffic", "Traffic verschieben"),
        ("Rename Cost {per} head", "Cost {per} head umbenennen"),
        ("Delete 3 items", "3 Elemente löschen"),
    ],
)
def test_the_name_of_a_step_goes_there_and_back(english: str, german: str) -> None:
    assert said_again(english, "en", "de") == german
    assert said_again(german, "de", "en") == english


def test_what_fits_no_form_stays_as_it_is() -> None:
    assert said_again("Zorp", "en", "de") == "Zorp"
    assert said_again("", "en", "de") == ""


def test_the_same_language_says_the_same() -> None:
    assert said_again("Move Traffic", "en", "en") == "Move Traffic"


@given(name=NAMES)
def test_any_name_comes_through(name: str) -> None:
    with speaking("de"):
        german = tr("Rename {factor}", factor=name)
    assert name in said_again(german, "de", "en")


@given(n=st.integers(0, 500))
def test_a_count_finds_its_plural(n: int) -> None:
    english = ntr("Delete {n} item", "Delete {n} items", n)
    with speaking("de"):
        german = ntr("Delete {n} item", "Delete {n} items", n)
    assert said_again(english, "en", "de") == german
