"""Pushes moved and stretched on their time axis."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import (
    add_push,
    add_shove,
    end_of,
    is_lasting,
    move_push,
    set_strength,
    stretch_push,
    turn_into_push,
    turn_into_shove,
    turn_round,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Factor


@pytest.fixture
def pushed():
    drawn = Flywheel(factors={"a": Factor(id="a")})
    return add_shove(add_push(drawn, "a", 0.3, start=2, duration=4), "a", -1.0, start=5)


def test_a_push_moves_with_its_length_and_not_before_the_start(pushed):
    moved = move_push(pushed, "p1", 7.5).pushes["p1"]
    assert (moved.start, moved.duration) == (7.5, 4.0)
    assert move_push(pushed, "p1", -3).pushes["p1"].start == 0
    assert move_push(pushed, "p1", 2.0) is pushed


def test_a_push_is_stretched_at_either_end(pushed):
    def span(start, end):
        push = stretch_push(pushed, "p1", start, end).pushes["p1"]
        return push.start, push.duration

    assert span(2, 9) == (2, 7)
    assert span(9, 2) == (2, 7)
    assert span(-4, 3) == (0, 3)
    assert span(1, None) == (1, None)
    check(stretch_push(pushed, "p1", 9, 9))


def test_a_shove_has_no_length(pushed):
    shove = stretch_push(pushed, "p2", 3, 8).pushes["p2"]
    assert (shove.start, shove.duration, shove.impulse) == (3, None, -1)


def test_times_that_are_none_and_pushes_that_are_gone_are_refused(pushed):
    for time in (math.nan, math.inf):
        with pytest.raises(CommandProblem):
            move_push(pushed, "p1", time)
        with pytest.raises(CommandProblem):
            stretch_push(pushed, "p1", 0, time)
    with pytest.raises(CommandProblem, match="no push p9"):
        move_push(pushed, "p9", 1)


def test_a_push_that_becomes_a_shove_gives_the_same_in_all_and_goes_back(pushed):
    shoved = turn_into_shove(pushed, "p1")
    shove = shoved.pushes["p1"]
    assert (shove.impulse, shove.strength, shove.duration) == (1.2, 0.0, None)
    assert not is_lasting(shove)
    assert turn_into_push(shoved, "p1", 4.0).pushes["p1"] == pushed.pushes["p1"]
    assert turn_into_shove(shoved, "p1") is shoved


def test_a_push_without_an_end_becomes_a_shove_of_one_time_unit(pushed):
    endless = stretch_push(pushed, "p1", 2, None)
    assert end_of(endless.pushes["p1"]) is None
    assert turn_into_shove(endless, "p1").pushes["p1"].impulse == 0.3


def test_a_shove_is_not_spread_over_no_time(pushed):
    with pytest.raises(CommandProblem, match="last for some time"):
        turn_into_push(pushed, "p2", 0.0)


def test_strength_is_that_of_the_kind_and_never_0(pushed):
    assert set_strength(pushed, "p1", -0.2).pushes["p1"].strength == -0.2
    assert set_strength(pushed, "p2", 2).pushes["p2"].impulse == 2.0
    with pytest.raises(CommandProblem, match="does nothing"):
        set_strength(pushed, "p1", 0.0)
    with pytest.raises(CommandProblem, match="finite"):
        set_strength(pushed, "p1", math.nan)


def test_a_push_is_turned_round_and_back(pushed):
    turned = turn_round(pushed, "p2")
    assert turned.pushes["p2"].impulse == 1.0
    assert turn_round(turned, "p2") == pushed


def test_a_push_of_no_strength_keeps_its_length(pushed):
    weak = pushed.with_records("pushes", [replace(pushed.pushes["p1"], strength=0.0)])
    assert is_lasting(weak.pushes["p1"])
    assert end_of(stretch_push(weak, "p1", 1, 3).pushes["p1"]) == 3
