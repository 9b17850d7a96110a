"""How typed letters find names."""

from __future__ import annotations

import pytest

from flywheel_studio.app.fuzzy import match


def best(typed: str, *names: str) -> str:
    fits = [(fit.score, name) for name in names if (fit := match(typed, name)) is not None]
    return max(fits)[1]


def test_letters_that_begin_words_count_more_than_letters_within():
    assert best("ar", "Clear", "Arrange on a ring") == "Arrange on a ring"
    assert best("aor", "A floor", "Arrange on a ring") == "Arrange on a ring"


def test_accents_case_and_blanks_do_not_count():
    assert match("uber", "Über uns") is not None
    assert match("ON RING", "on  ring") is not None


@pytest.mark.parametrize("typed", ["xyz", "gnirra"])
def test_letters_out_of_order_do_not_fit(typed):
    assert match(typed, "Arrange on a ring") is None


def test_letters_strewn_over_a_name_do_not_fit():
    assert match("arr", "Customer experience, Traffic, Sellers, Numbers") is None


def test_the_places_are_those_of_the_letters_that_were_meant():
    name = "Arrange on a ring"
    fit = match("aor", name)
    assert "".join(name[place] for place in fit.places).lower() == "aor"


def test_nothing_typed_fits_everything():
    assert match("", "Anything") == (0.0, ())
