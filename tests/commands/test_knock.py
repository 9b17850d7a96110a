"""The same wheel, knocked back once."""

from __future__ import annotations

import numpy as np
import pytest

from flywheel_studio.commands.factors import add_factor, set_factor
from flywheel_studio.commands.knock import keep_knock, stilled
from flywheel_studio.commands.links import connect
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.commands.pushes import add_push, add_shove
from flywheel_studio.insight.outlook import knocked
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.invariants import check
from flywheel_studio.model.records import Activity
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.scenarios import scenario
from flywheel_studio.simulation.settings import dynamics_of


@pytest.fixture
def pushed():
    drawn = Flywheel()
    for label in ("Offer", "Demand"):
        drawn = add_factor(drawn, label=label, x=0.0, y=0.0)
    drawn = connect(connect(drawn, "offer", "demand", weight=0.7), "demand", "offer", weight=0.6)
    drawn = set_factor(
        drawn, ["demand"], initial=0.4, activities=(Activity(id="x", active=True, strength=0.2),)
    )
    return add_shove(add_push(drawn, "offer", 0.3, start=2, duration=4), "demand", 1.0, start=5)


def test_a_stilled_wheel_has_nothing_that_moves_it(pushed):
    speeds = run(dynamics_of(stilled(pushed)), until=12, every=0.5).speed
    assert not np.asarray(speeds).any()
    check(stilled(pushed))
    assert stilled(stilled(pushed)) == stilled(pushed)


def test_knocking_the_stilled_wheel_is_the_knock_of_the_outlook(pushed):
    ours = dynamics_of(stilled(pushed)).with_shove("offer", -1.0)
    theirs = knocked(dynamics_of(pushed), "offer", 1.0)
    for a, b in zip(
        (run(one, until=12, every=0.5).speed for one in (ours,)),
        (run(one, until=12, every=0.5).speed for one in (theirs,)),
        strict=True,
    ):
        assert np.array_equal(a, b)


def test_a_knock_that_is_kept_leaves_the_run_of_the_drawing_alone(pushed):
    kept = keep_knock(pushed, "offer", 1.0)
    check(kept)
    before, after = (run(dynamics_of(one), until=12, every=0.5).speed for one in (pushed, kept))
    assert np.array_equal(before, after)
    assert [one.name for one in kept.scenarios.values()] == ["Knock on Offer"]


def test_the_scenario_of_a_knock_is_the_knock(pushed):
    kept = keep_knock(pushed, "offer", 1.0)
    told = run(dynamics_of(scenario(kept, "Knock on Offer")), until=12, every=0.5).speed
    shown = run(knocked(dynamics_of(pushed), "offer", 1.0), until=12, every=0.5).speed
    assert np.allclose(told, shown, rtol=1e-12, atol=1e-15)


def test_two_knocks_on_one_factor_have_two_names(pushed):
    twice = keep_knock(keep_knock(pushed, "offer", 1.0), "offer", 2.0)
    assert [one.name for one in twice.scenarios.values()] == ["Knock on Offer", "Knock on Offer 2"]


def test_nothing_is_kept_of_a_factor_that_is_gone(pushed):
    with pytest.raises(CommandProblem, match="no factor nobody"):
        keep_knock(pushed, "nobody", 1.0)
