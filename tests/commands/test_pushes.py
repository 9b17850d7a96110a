"""Pushes moved and stretched on their time axis."""

from __future__ import annotations

import math

import pytest

from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import add_push, add_shove, move_push, stretch_push
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
