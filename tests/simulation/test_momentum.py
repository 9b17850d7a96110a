"""Runs against closed forms and against another method."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from scipy.linalg import expm

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Activity, Factor, Link, Push
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation import propagator, walk
from flywheel_studio.simulation.growing import keeps_turning
from flywheel_studio.simulation.momentum import RunProblem, row_times, run
from flywheel_studio.simulation.settings import dynamics_of

ACCURACY = 1e-6
AT_A_CORNER = 1e-5


def off_by(trajectory, exact):
    exact = np.asarray(exact)
    return np.max(np.abs(trajectory.speed - exact)) / np.max(np.abs(exact))


@pytest.fixture(params=["exact", "windows"])
def method(request, monkeypatch):
    """Every claim about plain wheels holds on both ways through a run."""
    if request.param == "windows":
        monkeypatch.setattr(propagator, "suits", lambda *_: False)
    return request.param


# Closed forms -------------------------------------------------------------------------------


def test_a_single_factor_loses_its_speed_to_friction(wheel, method):
    fading = dynamics_of(wheel([Factor(id="a", mass=2, friction=0.3, initial=1.5)]))
    result = run(fading, until=20, every=0.25)
    assert off_by(result, 1.5 * np.exp(-0.15 * result.time)[:, None]) < ACCURACY


def test_a_constant_push_settles_at_strength_over_friction(wheel, method):
    pushed = wheel(
        [Factor(id="a", mass=2, friction=0.3)], (), [Push(id="p", factor="a", strength=0.6)]
    )
    result = run(dynamics_of(pushed), until=200, every=1)
    assert off_by(result, 2 * (1 - np.exp(-0.15 * result.time))[:, None]) < ACCURACY
    assert result.speed[-1, 0] == pytest.approx(2, abs=1e-9)


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.75])
def test_a_ring_of_equals_moves_at_weight_less_friction_over_mass(ring, method, weight):
    turning = dynamics_of(ring(5, link={"weight": weight}, mass=1.5, initial=1))
    result = run(turning, until=30, every=0.5)
    exact = np.exp((weight - 0.5) / 1.5 * result.time)
    assert off_by(result, np.repeat(exact[:, None], 5, axis=1)) < ACCURACY


@pytest.mark.parametrize("seed", range(4))
def test_a_linear_wheel_follows_the_matrix_exponential(some_wheel, method, seed):
    drawn = some_wheel(seed, has_delays=False)
    a = dynamics_of(drawn)
    plain = dynamics_of(type(drawn)(wheels=drawn.wheels, factors=drawn.factors, links=drawn.links))
    n = len(a.factors)
    matrix = np.zeros((n, n))
    for source, target, gain in zip(a.source, a.target, a.gain, strict=True):
        matrix[target, source] += gain
    matrix = (matrix - np.diag(a.friction)) / a.mass[:, None]
    result = run(plain, until=12, every=0.5)
    exact = [expm(matrix * t) @ a.initial for t in result.time]
    assert off_by(result, exact) < ACCURACY


def test_a_limited_ring_of_equals_is_the_logistic_curve(ring):
    w, f, m, c, v0 = 0.8, 0.5, 1.3, 2.0, 0.05
    limited = ring(4, link={"weight": w}, friction=f, mass=m, capacity=c, initial=v0)
    result = run(dynamics_of(limited), until=60, every=0.5)
    rate, level = (w - f) / m, c * (1 - f / w)
    exact = level / (1 + (level / v0 - 1) * np.exp(-rate * result.time))
    assert off_by(result, np.repeat(exact[:, None], 4, axis=1)) < ACCURACY


@pytest.mark.parametrize("delay", [1.0, 0.3, 2.7])
def test_a_delayed_self_link_follows_the_method_of_steps(wheel, delay):
    a = 0.7
    own = wheel(
        [Factor(id="a", friction=0, initial=1)],
        [Link(id="l", source="a", target="a", weight=a, delay=delay)],
    )
    result = run(dynamics_of(own), until=9, every=0.125)
    # v(t) = Σ a^k (t − (k−1)d)^k / k! over the k with (k−1)d ≤ t, for the history v = 1.
    exact = [
        sum(
            a**k * (t - (k - 1) * delay) ** k / math.factorial(k)
            for k in range(60)
            if k == 0 or t - (k - 1) * delay > 0
        )
        for t in result.time
    ]
    assert off_by(result, np.array(exact)[:, None]) < ACCURACY


def test_without_friction_and_links_momentum_never_changes(wheel, method):
    free = wheel(
        [Factor(id=f"f{i}", friction=0, mass=1 + i, initial=0.3 * i - 0.5) for i in range(4)]
    )
    result = run(dynamics_of(free), until=36, every=0.25)
    assert np.ptp(result.momentum) <= 1e-12 * np.max(np.abs(result.momentum))


def test_a_delayed_ring_grows_at_the_rate_of_its_characteristic_equation(ring):
    slow = ring(4, link={"weight": 0.75}, delays={0: 3.0}, initial=1)
    result = run(dynamics_of(slow), until=300, every=1)
    rate = np.log(result.momentum[-1] / result.momentum[-11]) / 10
    assert rate == pytest.approx(0.163464271107, abs=1e-10)


# Another method -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(100, 108))
def test_random_wheels_agree_with_another_method(some_wheel, solved_elsewhere, seed):
    drawn = some_wheel(seed)
    result = run(dynamics_of(drawn), until=8, every=0.25)
    assert off_by(result, solved_elsewhere(drawn, result.time)) < ACCURACY


@pytest.mark.parametrize("seed", range(200, 206))
def test_random_limited_wheels_agree_with_another_method(some_wheel, solved_elsewhere, seed):
    drawn = some_wheel(seed, has_delays=seed % 2 == 0, has_ceilings=True)
    result = run(dynamics_of(drawn), until=8, every=0.25)
    assert off_by(result, solved_elsewhere(drawn, result.time)) < AT_A_CORNER


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1060))
def test_many_random_wheels_agree_with_another_method(some_wheel, solved_elsewhere, seed):
    drawn = some_wheel(seed, has_ceilings=seed % 3 == 0)
    result = run(dynamics_of(drawn), until=12, every=0.25)
    accuracy = AT_A_CORNER if seed % 3 == 0 else ACCURACY
    assert off_by(result, solved_elsewhere(drawn, result.time)) < accuracy


@pytest.mark.parametrize("seed", range(300, 330))
def test_both_ways_through_a_run_agree(some_wheel, monkeypatch, seed):
    drawn = dynamics_of(some_wheel(seed, has_delays=False))
    until, every = 5 + seed % 7 * 1.3, 0.05 + seed % 5 * 0.37
    exact = run(drawn, until=until, every=every)
    monkeypatch.setattr(propagator, "suits", lambda *_: False)
    windows = run(drawn, until=until, every=every)
    assert np.array_equal(exact.time, windows.time)
    assert off_by(windows, exact.speed) < 1e-7
    for moment in ("breakthrough", "breakthrough_lost"):
        one, other = getattr(exact, moment), getattr(windows, moment)
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other, abs=1e-5)
    assert exact.standstill == pytest.approx(windows.standstill, abs=1e-5)
    assert np.allclose(exact.self_drive, windows.self_drive, atol=1e-4, equal_nan=True)


# Rows, jumps, breaking points ---------------------------------------------------------------


def test_rows_stand_at_multiples_of_the_step_and_at_the_end():
    assert row_times(1, 0.25).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert row_times(1, 0.3).tolist() == [0, 0.3, 0.6, 0.8999999999999999, 1]
    assert row_times(0.3, 0.1).tolist() == [0, 0.1, 0.2, 0.3]
    assert row_times(1, 5).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("until", "every"), [(0, 1), (1, 0), (-1, 1), (math.inf, 1), (1, math.nan), (1e9, 1e-3)]
)
def test_times_that_make_no_run_are_refused_in_one_sentence(wheel, until, every):
    with pytest.raises(RunProblem) as problem:
        run(dynamics_of(wheel([Factor(id="a")])), until=until, every=every)
    assert str(problem.value).endswith(".") and "\n" not in str(problem.value)


def test_a_row_at_a_shove_shows_the_value_just_after_it(wheel, method):
    shoved = wheel(
        [Factor(id="a", mass=2, initial=1)], (), [Push(id="p", factor="a", impulse=3, start=0.3)]
    )
    result = run(dynamics_of(shoved), until=0.6, every=0.1)
    before = math.exp(-0.25 * 0.3)
    assert result.speed[3, 0] == pytest.approx(before + 1.5, rel=1e-9)
    ((time, was, then),) = result.jumps
    assert time == pytest.approx(0.3) and was[0] == pytest.approx(before, rel=1e-9)
    assert then[0] - was[0] == pytest.approx(1.5, rel=1e-12)


def test_a_shove_at_0_and_one_at_the_end_are_part_of_the_run(wheel, method):
    pushes = [Push(id="p", factor="a", impulse=1), Push(id="q", factor="a", impulse=1, start=2)]
    result = run(dynamics_of(wheel([Factor(id="a")], (), pushes)), until=2, every=0.5)
    assert result.speed[0, 0] == 1
    assert result.speed[-1, 0] == pytest.approx(1 + math.exp(-1), rel=1e-9)
    assert [jump[0] for jump in result.jumps] == [0, 2]
    assert result.jumps[0][1][0] == 0


def test_reading_between_rows_never_draws_a_slope_across_a_jump(wheel, method):
    shoved = wheel(
        [Factor(id="a", friction=0)], (), [Push(id="p", factor="a", impulse=1, start=0.4)]
    )
    result = run(dynamics_of(shoved), until=2, every=1)
    assert result.speed_at(0.39)[0] == pytest.approx(0, abs=1e-12)
    assert result.speed_at(0.4)[0] == pytest.approx(1)
    assert result.momentum_at(0.7) == pytest.approx(1)
    assert result.speed_at(-1)[0] == 0 and result.speed_at(9)[0] == pytest.approx(1)
    times, speeds = result.curve
    assert times.tolist() == [0, 0.4, 0.4, 1, 2]
    assert speeds[:, 0] == pytest.approx([0, 0, 1, 1, 1])


def test_a_shove_arrives_whole_after_the_delay(wheel):
    late = wheel(
        [Factor(id="a", friction=0), Factor(id="b", friction=0)],
        [Link(id="l", source="a", target="b", weight=1, delay=1.1)],
        [Push(id="p", factor="a", impulse=1, start=0.37)],
    )
    result = run(dynamics_of(late), until=3, every=0.1)
    exact = np.maximum(result.time - 1.47, 0)
    assert np.max(np.abs(result.speed[:, 1] - exact)) < 1e-12


def test_a_tiny_delay_takes_no_tiny_steps(ring):
    near, none = (
        run(dynamics_of(ring(3, delays={0: d}, initial=1)), until=36, every=1) for d in (1e-9, 0.0)
    )
    assert np.max(np.abs(near.speed - none.speed)) < 1e-7


def test_a_factor_of_tiny_mass_follows_its_inflow(wheel):
    quick = wheel(
        [Factor(id="a", initial=1), Factor(id="b", mass=1e-7)],
        [Link(id="l", source="a", target="b", weight=0.5, delay=0.5)],
    )
    result = run(dynamics_of(quick), until=6, every=0.25)
    exact = np.where(result.time <= 0.5, 1.0, np.exp(-0.5 * (result.time - 0.5)))
    exact[0] = 0.0
    assert np.max(np.abs(result.speed[:, 1] - exact)) < 1e-5


def test_a_narrow_pulse_is_seen_each_time_it_comes_round(wheel):
    # On its k-th lap the spike of a shove is (w·τ/m)^k/k!·e^{−fτ/m}, τ = t − k: a ten-thousandth of
    # the delay wide, where windows between two arrivals are half of it.
    m, f, w = 1e-4, 0.5, 0.6
    sharp = wheel(
        [Factor(id="a", mass=m, friction=f)],
        [Link(id="l", source="a", target="a", weight=w, delay=1.0)],
        [Push(id="p", factor="a", impulse=m)],
    )
    result = run(dynamics_of(sharp), until=12, every=1e-4)
    lap = np.floor(result.time + 1e-9)
    since = np.maximum(result.time - lap, 0) / m
    exact = (w * since) ** lap / [math.factorial(int(k)) for k in lap] * np.exp(-f * since)
    assert np.max(exact[-10_000:]) > 0.5
    assert off_by(result, exact[:, None]) < ACCURACY


@pytest.mark.parametrize("capacity", [1e-3, 1e-6, 1e-12, 1e-300])
def test_a_ceiling_of_almost_nothing_holds_its_factor_there(wheel, capacity):
    held = wheel(
        [Factor(id="a", initial=1, friction=0), Factor(id="b", capacity=capacity)],
        [Link(id="l", source="a", target="b")],
    )
    result = run(dynamics_of(held), until=12, every=1)
    # (1 − v/c)·w = f·v at rest: v = w·c/(f·c + w).
    assert result.speed[-1, 1] == pytest.approx(capacity / (1 + capacity), rel=1e-6, abs=2e-6)


def test_a_wheel_too_quick_to_follow_is_refused_in_one_sentence(wheel, monkeypatch):
    monkeypatch.setattr(walk, "MOST_WINDOWS", 50)
    swinging = wheel(
        [Factor(id="a", friction=0, initial=1, mass=0.01)],
        [Link(id="l", source="a", target="a", polarity="-", weight=1.6, delay=0.01)],
    )
    with pytest.raises(RunProblem, match="too fast"):
        run(dynamics_of(swinging), until=500, every=1)


def test_active_activities_are_constant_pushes_from_0(wheel, method):
    activities = (
        Activity(id="a1", active=True, strength=0.3),
        Activity(id="a2", active=False, strength=5),
        Activity(id="a3", active=True, strength=0.2),
    )
    busy = run(dynamics_of(wheel([Factor(id="a", activities=activities)])), until=9, every=1)
    assert off_by(busy, (1 - np.exp(-0.5 * busy.time))[:, None]) < ACCURACY


def test_what_is_inactive_takes_no_part(wheel):
    quiet = wheel(
        [Factor(id="a"), Factor(id="b", initial=1)],
        [Link(id="l", source="b", target="a", active=False)],
        [Push(id="p", factor="a", strength=1, impulse=1, active=False)],
    )
    assert not run(dynamics_of(quiet), until=5, every=1).speed[:, 0].any()


def test_pushes_lift_past_a_ceiling_and_brakes_work_at_it(wheel):
    raised = wheel(
        [Factor(id="a", capacity=1), Factor(id="b", initial=1, friction=0)],
        [Link(id="l", source="b", target="a", weight=1)],
        [Push(id="p", factor="a", strength=2)],
    )
    assert run(dynamics_of(raised), until=60, every=1).speed[-1, 0] == pytest.approx(4, abs=1e-6)
    braked = wheel(
        [Factor(id="a", capacity=1, initial=3), Factor(id="b", initial=1, friction=0)],
        [Link(id="l", source="b", target="a", weight=1, polarity="-")],
    )
    assert run(dynamics_of(braked), until=60, every=1).speed[-1, 0] == pytest.approx(-2, abs=1e-6)


def test_a_wheel_without_factors_is_a_run_of_nothing(wheel):
    result = run(dynamics_of(wheel([])), until=2, every=1)
    assert result.speed.shape == (3, 0) and result.final_momentum == 0


def test_a_run_can_be_cancelled(ring, method):
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        run(dynamics_of(ring(3, initial=1)), until=5, every=1, stop=stop)


def test_a_live_shove_is_one_more_shove(ring):
    plain = dynamics_of(ring(3))
    shoved = run(plain.with_shove("f1", 2.0, 1.5), until=5, every=0.5)
    stored = run(
        dynamics_of(ring(3, pushes=[Push(id="p", factor="f1", impulse=2, start=1.5)])),
        until=5,
        every=0.5,
    )
    assert np.array_equal(shoved.speed, stored.speed)
    with pytest.raises(KeyError):
        plain.with_shove("nobody", 1.0)


# What happened on the way -------------------------------------------------------------------


def test_a_self_sustaining_wheel_that_was_only_shoved_breaks_through_from_the_start(ring, method):
    shoved = ring(4, link={"weight": 0.6}, pushes=[Push(id="p", factor="f0", impulse=1)])
    result = run(dynamics_of(shoved), until=20, every=0.5)
    assert result.breakthrough == 0.0
    assert result.breakthrough_lost is None
    assert result.doubling_time == pytest.approx(math.log(2) / 0.1, rel=1e-6)
    assert result.self_drive[0] == 1.0


def test_a_ring_that_coasts_keeps_its_breakthrough_and_never_doubles(ring, method):
    shoved = ring(4, pushes=[Push(id="p", factor="f0", impulse=1)])
    result = run(dynamics_of(shoved), until=200, every=1)
    assert result.breakthrough == 0.0 and result.breakthrough_lost is None
    assert result.doubling_time is None
    assert result.final_momentum == pytest.approx(1, rel=1e-9)


def test_a_wheel_that_runs_down_never_breaks_through(ring, method):
    weak = ring(4, link={"weight": 0.4}, pushes=[Push(id="p", factor="f0", impulse=1)])
    result = run(dynamics_of(weak), until=40, every=0.5)
    assert result.breakthrough is None and result.doubling_time is None
    assert result.peak_momentum == 1.0


FAR_CARRIED = [Factor(id="a", friction=0.1), Factor(id="b", friction=0.9)]


def test_what_was_pushed_in_is_no_breakthrough_on_its_way_out(wheel, method):
    # At first the link brings 0.9·v of what friction takes 0.1 of; but (0.1 + z)(0.9 + z) = 0.045
    # has no root above 0: the wheel runs down.
    def back_by(weight):
        there = Link(id="l", source="a", target="b", weight=0.9)
        back = Link(id="k", source="b", target="a", weight=weight)
        shove = Push(id="p", factor="a", impulse=1)
        return dynamics_of(wheel(FAR_CARRIED, [there, back], [shove]))

    weak = back_by(0.05)
    assert run(weak, until=40, every=1, is_judged=False).breakthrough == 0.0
    told = run(weak, until=40, every=1)
    assert (told.breakthrough, told.breakthrough_lost, told.self_turning) == (None, None, ())
    # From 0.1 · 0.9 on it comes back as much.
    assert run(back_by(0.1), until=40, every=1).breakthrough == 0.0


@pytest.mark.parametrize("friction", [0.9, 0.0])
def test_without_a_loop_nothing_breaks_through(wheel, method, friction):
    chain = [FAR_CARRIED[0], Factor(id="b", friction=friction)]
    link = Link(id="l", source="a", target="b", weight=0.9)
    pushed = wheel(chain, [link], [Push(id="p", factor="a", impulse=1)])
    assert run(dynamics_of(pushed), until=9, every=1, is_judged=False).breakthrough == 0.0
    assert run(dynamics_of(pushed), until=9, every=1).breakthrough is None


def test_a_loop_that_rests_carries_no_breakthrough(wheel, method):
    aside = [Factor(id="c")]
    links = [
        Link(id="l", source="a", target="b", weight=0.9),
        Link(id="own", source="c", target="c", weight=0.9),
    ]
    shove = Push(id="p", factor="a", impulse=1)
    pushed = dynamics_of(wheel([*FAR_CARRIED, *aside], links, [shove]))
    assert run(pushed, until=9, every=1).breakthrough is None
    assert run(pushed.with_shove("c", 1.0), until=9, every=1).breakthrough == 0.0


def test_a_ceiling_takes_no_breakthrough_away(wheel, method):
    # On its plateau the growth rate would be below 0; that near rest counts.
    limited = wheel(
        [Factor(id="a", capacity=1.0, initial=0.01)],
        [Link(id="l", source="a", target="a", weight=0.8)],
    )
    told = run(dynamics_of(limited), until=90, every=1)
    assert told.breakthrough == 0.0
    assert told.speed[-1, 0] == pytest.approx(1 - 0.5 / 0.8, rel=1e-4)


def test_breakthrough_comes_when_the_links_bring_what_the_push_does(wheel, method):
    # v = (u/a)(e^{at} − 1) with a = w − f: the link brings w·v, which reaches u at
    # t = ln(1 + a/w)/a, and is above f·v always.
    w, f, u = 0.8, 0.5, 0.3
    pushed = wheel(
        [Factor(id="a", friction=f)],
        [Link(id="l", source="a", target="a", weight=w)],
        [Push(id="p", factor="a", strength=u)],
    )
    result = run(dynamics_of(pushed), until=10, every=0.5)
    assert result.breakthrough == pytest.approx(math.log(1 + (w - f) / w) / (w - f), abs=1e-7)
    at = np.argmax(result.time > result.breakthrough)
    assert result.self_drive[at - 1] < 0.5 <= result.self_drive[at]


def test_losing_the_breakthrough_is_reported(wheel, method):
    # A push as strong as the drive of that moment starts at 4 and takes over at once.
    overtaken = wheel(
        [Factor(id="a")],
        [Link(id="l", source="a", target="a", weight=0.6)],
        [Push(id="p", factor="a", impulse=1), Push(id="q", factor="a", strength=50, start=4)],
    )
    result = run(dynamics_of(overtaken), until=5, every=0.5)
    assert result.breakthrough == 0.0 and result.breakthrough_lost == pytest.approx(4, abs=1e-12)


def test_a_breakthrough_that_comes_back_is_reported_with_every_loss(wheel, method):
    # v = e^{0.1t} by itself; the links bring 0.6·v, which a push of 50 drowns until it ends.
    def pushed(*times):
        return wheel(
            [Factor(id="a")],
            [Link(id="l", source="a", target="a", weight=0.6)],
            [
                Push(id="p", factor="a", impulse=1),
                *(
                    Push(id=f"q{n}", factor="a", strength=1e4, start=time, duration=0.01)
                    for n, time in enumerate(times)
                ),
            ],
        )

    twice = run(dynamics_of(pushed(4, 8)), until=10, every=0.5)
    expected = [(0, 4), (4.01, 8), (8.01, None)]
    assert len(twice.self_turning) == 3
    for (begin, end), (wanted, to) in zip(twice.self_turning, expected, strict=True):
        assert begin == pytest.approx(wanted, abs=1e-9)
        assert end == (None if to is None else pytest.approx(to, abs=1e-9))
    assert (twice.breakthrough, twice.breakthrough_lost) == twice.self_turning[0]
    many = run(dynamics_of(pushed(*range(1, 21))), until=25, every=0.5)
    assert len(many.self_turning) == 9
    assert many.self_turning[-1] == (pytest.approx(20.01, abs=1e-9), None)


def test_self_drive_is_undefined_where_nothing_drives(wheel, method):
    result = run(dynamics_of(wheel([Factor(id="a", initial=1)])), until=3, every=1)
    assert np.isnan(result.self_drive).all() and result.breakthrough is None


def test_standstill_is_the_first_time_below_minus_one(wheel, method):
    sinking = wheel(
        [Factor(id="a", friction=0), Factor(id="b")], (), [Push(id="p", factor="a", strength=-0.3)]
    )
    result = run(dynamics_of(sinking), until=9, every=1)
    assert result.standstill == {"a": pytest.approx(1 / 0.3, abs=1e-9)}
    assert result.speed[-1, 0] == pytest.approx(-2.7)


def test_a_wheel_that_runs_away_ends_with_its_last_row_in_bounds(ring, method):
    wild = ring(3, link={"weight": 2.5}, initial=1)
    result = run(dynamics_of(wild), until=100, every=0.5)
    assert result.ran_away_at == pytest.approx(math.log(1e12) / 2, abs=1e-6)
    assert result.time[-1] == 13.5 and np.max(np.abs(result.speed)) <= 1e12
    assert np.isfinite(result.momentum).all() and math.isfinite(result.peak_momentum)


@pytest.mark.parametrize("mass", [1.0, 1e-300, 1e300])
@pytest.mark.parametrize("initial", [0.0, 1e13, 1e308])
@pytest.mark.parametrize("impulse", [1e13, -1e308])
def test_nothing_infinite_is_ever_saved(wheel, mass, initial, impulse):
    absurd = wheel(
        [Factor(id="a", mass=mass, initial=initial), Factor(id="b", mass=mass)],
        [Link(id="l", source="a", target="b", weight=1e300)],
        [Push(id="p", factor="a", impulse=impulse, start=0.0 if initial else 1.0)],
    )
    result = run(dynamics_of(absurd), until=4, every=1)
    assert np.isfinite(result.speed).all() and np.isfinite(result.momentum).all()
    assert len(result.time) >= 1 and np.max(np.abs(result.speed)) <= 1e12
    assert math.isfinite(result.peak_momentum) and math.isfinite(result.final_momentum)


def test_a_page_has_the_momentum_of_its_factors(wheel):
    two = wheel([Factor(id="a", mass=2, initial=1, friction=0), Factor(id="b", initial=1)])
    result = run(dynamics_of(two), until=2, every=1)
    assert result.momentum_of(["a"]) == pytest.approx([2, 2, 2])


def test_a_ring_of_ten_thousand_factors_runs(ring):
    shoved = ring(10_000, link={"weight": 0.6}, pushes=[Push(id="p", factor="f0", impulse=1)])
    result = run(dynamics_of(shoved), until=10, every=1)
    assert result.final_momentum == pytest.approx(math.exp(1), rel=1e-6)
    assert result.breakthrough is not None


@pytest.mark.parametrize(("weight", "turns"), [(0.49, False), (0.5, True), (0.6, True)])
@pytest.mark.parametrize("count", [12, 400])
def test_a_ring_of_any_size_breaks_through_if_it_at_least_coasts(ring, count, weight, turns):
    shoved = ring(count, link={"weight": weight}, delays={0: 2.0}, initial=1)
    result = run(dynamics_of(shoved), until=10, every=1)
    assert (result.breakthrough is not None) == turns


def test_very_many_factors_of_unequal_frictions_are_judged_as_their_eigenvalue_says():
    rng = np.random.default_rng(4)
    for scale in (0.9, 1.1):
        count = 200
        links = {}
        for n in range(count):
            for other in {(n + 1) % count, int(rng.integers(count))} - {n}:
                weight = float(rng.uniform(0.2, 0.6))
                key = f"l{n}-{other}"
                links[key] = Link(id=key, source=f"f{n}", target=f"f{other}", weight=weight)
        friction = rng.uniform(0.3, 1.0, count)
        matrix = np.zeros((count, count))
        for link in links.values():
            matrix[int(link.target[1:]), int(link.source[1:])] = link.weight
        radius = np.abs(np.linalg.eigvals(matrix / friction[:, None])).max()
        factors = {
            f"f{n}": Factor(id=f"f{n}", initial=1, friction=float(friction[n] * radius / scale))
            for n in range(count)
        }
        dynamics = dynamics_of(Flywheel(factors=factors, links=links))
        assert keeps_turning(dynamics, np.ones(count, dtype=bool)) == (scale > 1)


def test_rows_of_a_run_do_not_depend_on_how_many_are_saved(some_wheel):
    drawn = dynamics_of(some_wheel(7))
    coarse, fine = (run(drawn, until=6, every=every) for every in (1.5, 0.125))
    assert np.allclose(coarse.speed, fine.speed[::12], rtol=0, atol=1e-9)


def test_a_first_run_imports_nothing_heavy_but_numpy():
    code = """
import sys
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
import numpy
own = Link(id="l", source="a", target="a", delay=1.0, polarity="-")
drawn = Flywheel(factors={"a": Factor(id="a", initial=1, capacity=2)}, links={"l": own})
before = set(sys.modules)
run(dynamics_of(drawn), until=5, every=1)
growth_of(dynamics_of(drawn))
late = {name for name in set(sys.modules) - before if not name.startswith("flywheel_studio")}
heavy = {name for name in sys.modules if name.split(".")[0] in ("scipy", "networkx", "PySide6")}
print(sorted(late | heavy))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
