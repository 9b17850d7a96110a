"""What happened in a run, in words, against closed forms."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from flywheel_studio.commands.links import set_link
from flywheel_studio.insight.breakthrough import loss_words, told_spans
from flywheel_studio.insight.milestones import first_crossing, goal_times, milestones_of
from flywheel_studio.insight.run_shape import plateau_of, rest_of
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Goal, Link, Metric, Push, Wheel
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from flywheel_studio.storage.templates import load_template


def own_loop(weight, pushes=(), wheels=(), **factor):
    return Flywheel(
        wheels={wheel.id: wheel for wheel in wheels},
        factors={"a": Factor(id="a", label="Sales", **factor)},
        links={"l": Link(id="l", source="a", target="a", weight=weight)},
        pushes={push.id: push for push in pushes},
    )


def turned(flywheel, until=36.0, every=0.25):
    return run(dynamics_of(flywheel), until=until, every=every)


def told(flywheel, **times):
    found = milestones_of(flywheel, turned(flywheel, **times))
    return {one.kind: one for one in found}


def test_growth_doubles_when_it_should():
    found = told(own_loop(0.6, initial=1))
    assert found["doubled"].time == pytest.approx(math.log(2) / 0.1, abs=1e-3)
    assert found["doubled"].sentence == "By month 6.9 its momentum has doubled."
    assert found["doubling"].time is None
    assert found["doubling"].sentence == "At the end its momentum doubles every 6.93 months."
    assert found["breakthrough"].sentence == "It turns mostly by itself from the start."
    assert "plateau" not in found and "rest" not in found


def test_a_wheel_that_falls_by_itself_is_called_a_doom_loop():
    found = told(own_loop(0.6, initial=-1))["breakthrough"]
    assert found.word == "Doom loop" and found.is_warning
    assert found.sentence == (
        "It turns backwards by itself: a doom loop, until something lifts it."
    )
    # Held up at first by a push, then left alone below today's pace.
    pushed = own_loop(0.6, [Push(id="p", factor="a", strength=-0.3, duration=24)])
    later = told(pushed)["breakthrough"]
    assert later.time > 0 and later.sentence.startswith("From month ")
    assert told(own_loop(0.6, initial=1))["breakthrough"].word == "Breakthrough"


def test_a_limited_wheel_reaches_its_plateau():
    limited = own_loop(0.8, initial=0.01, capacity=2)
    trajectory = turned(limited, until=60)
    level, rate = 2 * (1 - 0.5 / 0.8), 0.3
    # Within 5 % of the level: 1/(1 + (K/v0 − 1)·e^(−rt)) = 0.95.
    exact = math.log((level / 0.01 - 1) / (1 / 0.95 - 1)) / rate
    assert plateau_of(trajectory) == pytest.approx(exact, abs=0.26)
    said = told(limited, until=60)["plateau"]
    assert said.word == "Plateau" and "0.75" in said.sentence
    assert plateau_of(turned(limited, until=20)) is None


def test_a_ring_that_coasts_has_no_plateau_for_it_never_rose():
    assert plateau_of(turned(own_loop(0.5, initial=1))) is None


def test_a_wheel_that_runs_down_comes_to_rest():
    fading = own_loop(0.2, initial=1)
    assert rest_of(turned(fading)) == pytest.approx(math.log(20) / 0.3, abs=0.26)
    assert told(fading)["rest"].is_warning
    assert rest_of(turned(fading, until=11)) is None


def test_many_factors_that_turn_slowly_are_no_wheel_at_rest():
    flywheel = load_template("amazon", "en")
    weak = set_link(flywheel, list(flywheel.links), weight=0.3)
    trajectory = turned(weak, until=20)
    # Each for itself has lost all but a twentieth long before they have together.
    slow = trajectory.time[np.abs(trajectory.speed).max(axis=1) > 0.05][-1]
    together = trajectory.momentum > 0.05
    assert slow < 10 and together[-1]
    assert rest_of(trajectory) is None
    rest = rest_of(turned(weak, until=40))
    assert rest is not None and rest > 20


def test_a_push_brings_the_breakthrough_and_a_knock_the_standstill():
    pushes = [Push(id="p", factor="a", strength=0.1)]
    found = told(own_loop(0.6, pushes))
    assert found["breakthrough"].time > 0
    assert found["breakthrough"].sentence.startswith("Breakthrough in month ")
    knocked = told(own_loop(0.6, [Push(id="p", factor="a", impulse=-0.5, start=2)]))
    assert knocked["standstill"].time == pytest.approx(2 + math.log(2) / 0.1, abs=1e-3)
    assert knocked["standstill"].factor == "a" and knocked["standstill"].is_warning


def test_running_away_ends_the_story():
    found = milestones_of(own_loop(9, initial=1), turned(own_loop(9, initial=1)))
    assert found[-1].kind in ("ran away", "doubling") and any(one.is_warning for one in found)
    assert "The wheel ran away after" in " ".join(one.sentence for one in found)


def test_a_goal_is_reached_when_its_metric_first_crosses_it():
    metric = Metric(name="Customers", unit="people", baseline=200, target=300)
    grows = own_loop(0.6, initial=0.1, metric=metric)
    # baseline·(1 + v) = 300 at v = 1/2.
    (goal,) = goal_times(grows, turned(grows, every=0.01))
    assert goal.time == pytest.approx(math.log(5) / 0.1, abs=1e-4)
    assert told(grows)["goal"].sentence == "“Sales” reaches 300 people in month 16.1."
    missed = own_loop(0.5, initial=0.1, metric=metric)
    assert told(missed)["goal"].sentence == "“Sales” does not reach 300 people in this run."
    assert told(missed)["goal"].time is None and told(missed)["goal"].is_warning
    there = own_loop(0.5, initial=0.6, metric=metric)
    assert told(there)["goal"].sentence == "“Sales” is at 300 people from the start."


def test_a_goal_below_today_is_reached_from_above():
    metric = Metric(unit="days", baseline=10, target=4)
    falls = own_loop(0.6, initial=-0.1, metric=metric)
    (goal,) = goal_times(falls, turned(falls, every=0.01))
    assert goal.time == pytest.approx(math.log(6) / 0.1, abs=1e-4)


def test_the_goal_of_a_wheel_speaks_its_own_unit():
    wheel = Wheel(id="w", goal=Goal(factor="a", target=150, unit="orders"))
    grows = own_loop(0.6, wheels=[wheel], initial=0.1, metric=Metric(baseline=100, target=150))
    (goal,) = goal_times(grows, turned(grows))
    assert (goal.unit, goal.target) == ("orders", 150)


def test_without_a_baseline_no_goal_can_be_read():
    for metric in (Metric(target=300), Metric(baseline=0, target=300), None):
        assert goal_times(own_loop(0.6, metric=metric), turned(own_loop(0.6))) == ()


def test_a_shove_reaches_a_goal_at_once():
    shoved = own_loop(0.5, [Push(id="p", factor="a", impulse=2, start=3.1)])
    assert first_crossing(turned(shoved), "a", 1.0) == pytest.approx(3.1)


def test_a_wheel_that_stands_has_nothing_to_tell():
    assert milestones_of(own_loop(0.5), turned(own_loop(0.5))) == ()


def test_moments_come_in_the_order_of_time():
    metric = Metric(baseline=200, target=300)
    found = milestones_of(
        own_loop(0.6, metric=metric, initial=0.1), turned(own_loop(0.6, metric=metric, initial=0.1))
    )
    times = [one.time for one in found if one.time is not None]
    assert times == sorted(times) and found[-1].time is None


def test_a_doubling_longer_than_the_run_is_not_said_as_one():
    # Growth of 0.25 % a month: 277 months to double, in a run of 96; of 0.2 %: 347.
    slow = told(own_loop(0.5025, initial=1), until=96)["doubling"]
    assert slow.sentence == "At the end its momentum grows by 0.25 % a month."
    slower = told(own_loop(0.502, initial=1), until=96)["doubling"]
    assert slower.sentence == "At the end its momentum hardly grows: 0.2 % a month."
    quick = told(own_loop(0.51, initial=1), until=96)["doubling"]
    assert quick.sentence == "At the end its momentum doubles every 69.3 months."


@pytest.mark.parametrize("weight", [0.5, 0.50005, 0.49])
def test_what_one_would_not_see_grow_is_not_said_to_grow(weight):
    assert "doubling" not in told(own_loop(weight, initial=1), until=96)


def test_a_goal_in_another_unit_than_its_factor_is_not_held_against_it():
    metric = Metric(name="Orders", unit="orders", baseline=100.0)

    def times(unit):
        goal = Wheel(id="w", goal=Goal(factor="a", unit=unit, target=200.0))
        flywheel = own_loop(0.6, wheels=[goal], initial=0.5, metric=metric)
        return [one.target for one in goal_times(flywheel, turned(flywheel))]

    assert times("€") == []
    assert times("Orders ") == times("") == [200.0]


def test_a_loss_is_told_with_what_follows_it():
    ran = run(dynamics_of(Flywheel().with_records("factors", [Factor(id="a")])), until=9, every=1)

    def said(*spans):
        told = replace(
            ran,
            self_turning=spans,
            breakthrough=spans[0][0],
            breakthrough_lost=spans[0][1],
        )
        return loss_words(told, "month")

    assert said((0.0, None)) == ""
    assert said((0.0, 4.0)) == "It loses that again in month 4."
    assert (
        said((0.0, 4.0), (6.0, None)) == "It loses that in month 4 and has it again from month 6."
    )
    assert said((0.0, 4.0), (5.0, 6.0), (8.0, None)).endswith(
        "and finds and loses it again and again."
    )
    assert said((0.0, 4.0), (6.0, 7.0)).endswith("loses it for the last time in month 7.")


def known(flywheel, **times):
    """As `told`, with the growth of the wheel known."""
    found = milestones_of(flywheel, turned(flywheel, **times), growth_of(dynamics_of(flywheel)))
    return {one.kind: one for one in found}


def test_what_a_push_makes_of_a_wheel_near_rest_is_no_doubling():
    pushed = own_loop(0.6, [Push(id="p", factor="a", strength=0.2)])
    # v = 2·(e^{0.1t} − 1); the links bring as much as the push at e^{0.1t} = 7/6, where v is 1/3.
    found = known(pushed)
    assert found["breakthrough"].time == pytest.approx(10 * math.log(7 / 6), abs=1e-6)
    assert found["doubled"].time == pytest.approx(10 * math.log(4 / 3), abs=1e-3)
    assert found["doubled"].sentence == (
        "By month 2.9 its momentum is twice what it was at its breakthrough."
    )
    fading = own_loop(0.4, [Push(id="p", factor="a", strength=0.2)])
    assert "doubled" not in known(fading) and "breakthrough" not in known(fading)


def test_a_shove_is_no_doubling():
    shoves = [Push(id=f"p{at}", factor="a", impulse=1, start=at) for at in (0, 5)]
    # e^{0.5} = 1.65 just before the second shove: it is what brings it past 2.
    assert "doubled" not in known(own_loop(0.6, shoves))


@pytest.mark.parametrize("at", [0.0, 4.1])
def test_a_wheel_that_coasts_keeps_its_pace_and_nothing_else_is_said(at):
    shoved = own_loop(0.5, [Push(id="p", factor="a", impulse=1, start=at)])
    found = known(shoved)
    assert list(found) == ["pace"]
    assert found["pace"].time == at
    assert found["pace"].sentence == (
        "From month 4.1 on it keeps its pace, at a momentum of 1."
        if at
        else "It keeps its pace from the start, at a momentum of 1."
    )
    # The run says when links first bring what friction takes.
    assert turned(shoved).breakthrough == at


def test_a_wheel_that_coasts_breaks_through_what_pushes_it():
    # v = 0.1·t for 12 months; its links bring 0.5·v, as much as the push, from month 2 on.
    pushed = own_loop(0.5, [Push(id="p", factor="a", strength=0.1, duration=12)])
    found = known(pushed)
    assert set(found) == {"breakthrough", "pace"}
    assert found["breakthrough"].time == pytest.approx(2, abs=1e-6)
    # Within 5 % of where it ends.
    assert found["pace"].time == pytest.approx(0.95 * 12, abs=0.26)
    assert "a momentum of 1.2" in found["pace"].sentence


def test_a_wheel_that_coasts_stays_where_it_was_knocked_to():
    knocked = known(own_loop(0.5, [Push(id="p", factor="a", impulse=-0.5, start=2)]))
    assert list(knocked) == ["pace"] and knocked["pace"].is_warning
    assert knocked["pace"].sentence == "From month 2 on it stays down, at a momentum of −0.5."


def test_relapses_that_nobody_would_see_are_swallowed():
    ran = run(dynamics_of(own_loop(0.6, initial=1)), until=100, every=1)

    def said(*spans):
        return told_spans(replace(ran, self_turning=spans))

    assert said() == ()
    assert said((0.0, 3.0), (7.9, None)) == ((0.0, None),)
    assert said((0.0, 30.0), (36.0, None)) == ((0.0, 30.0), (36.0, None))
    # A flash before it is none either; one at the end may last.
    assert said((0.0, 2.0), (20.0, None)) == ((20.0, None),)
    assert said((20.0, 50.0), (98.0, None)) == ((20.0, 50.0), (98.0, None))
    assert said((20.0, 23.0)) == ((20.0, 23.0),)


def test_a_run_that_was_not_judged_breaks_through_nothing_once_its_growth_is_known():
    factors = [Factor(id="a", friction=0.1), Factor(id="b", friction=0.9)]
    chain = Flywheel(
        factors={factor.id: factor for factor in factors},
        links={"l": Link(id="l", source="a", target="b", weight=0.9)},
        pushes={"p": Push(id="p", factor="a", impulse=1)},
    )
    dynamics = dynamics_of(chain)
    unjudged = run(dynamics, until=9, every=0.25, is_judged=False)
    kinds = {one.kind for one in milestones_of(chain, unjudged, growth_of(dynamics))}
    assert unjudged.breakthrough == 0.0
    assert not kinds & {"breakthrough", "lost", "doubled"}
