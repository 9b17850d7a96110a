"""Pushes as they are read aloud."""

from __future__ import annotations

from flywheel_studio.commands.pushes import add_push, add_shove, set_push
from flywheel_studio.insight.push_words import push_name, push_words, short_push_words
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor


def drawn() -> Flywheel:
    drawn = Flywheel(factors={"a": Factor(id="a", label="Paid\ntraffic"), "b": Factor(id="b")})
    drawn = add_push(drawn, "a", 0.3, start=2, duration=4)
    return add_shove(drawn, "b", -1.0, start=5)


def test_a_push_says_on_what_how_strongly_and_when():
    assert push_words(drawn(), "p1") == "Push on Paid traffic, +0.3, from month 2 to month 6"
    endless = set_push(drawn(), ["p1"], duration=None)
    assert push_words(endless, "p1") == "Push on Paid traffic, +0.3, from month 2 on"
    assert push_words(drawn(), "p2") == "Shove on unnamed factor, −1, month 5"


def test_a_push_that_is_named_or_off_says_so():
    named = set_push(drawn(), ["p2"], name="Strike", active=False)
    assert push_words(named, "p2") == "Strike: Shove on unnamed factor, −1, month 5, switched off"
    assert short_push_words(named, named.pushes["p2"]) == "Strike −1"
    assert push_name(named, named.pushes["p2"]) == "Strike"
    assert push_name(named, named.pushes["p1"]) == "Push on Paid traffic"
