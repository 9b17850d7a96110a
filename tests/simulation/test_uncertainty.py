"""Many runs with drawn weights, against the quantiles of the distribution they are drawn from."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation import uncertainty
from flywheel_studio.simulation.batch import draw_weights
from flywheel_studio.simulation.growing import is_onward_dear, onward, search_rows
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from flywheel_studio.simulation.uncertainty import is_uncertain, uncertainty_of, ways_onward

LOW, LIKELY, HIGH = 0.2, 0.5, 0.9


def below(share):
    """The weight below which this share of a triangular distribution lies."""
    span, turn = HIGH - LOW, (LIKELY - LOW) / (HIGH - LOW)
    if share < turn:
        return LOW + math.sqrt(share * span * (LIKELY - LOW))
    return HIGH - math.sqrt((1 - share) * span * (HIGH - LIKELY))


@pytest.fixture
def own_loop(wheel):
    """One factor that drives itself with a weight nobody is sure of."""

    def make(**link):
        return wheel(
            [Factor(id="a", friction=0.5, initial=1)],
            [
                Link(
                    id="l", source="a", target="a", weight=LIKELY,
                    weight_low=LOW, weight_high=HIGH, **link,
                )
            ],
        )  # fmt: skip

    return make


def test_the_band_holds_the_quantiles_of_what_was_drawn(own_loop):
    found = uncertainty_of(dynamics_of(own_loop()), seed=1, until=6, every=0.5, factors=["a"])
    assert (found.seed, found.count, found.ran_away) == (1, 10_000, 0)
    band = found.momentum
    assert np.array_equal(band.time, np.arange(13) * 0.5)
    for line, share in ((band.low, 0.1), (band.median, 0.5), (band.high, 0.9)):
        # v = e^((w − f)t) rises with w. Sampling error of a quantile: 4 of its standard errors.
        exact = np.exp((below(share) - 0.5) * band.time)
        density = (below(share + 0.01) - below(share - 0.01)) / 0.02
        error = 4 * density * math.sqrt(share * (1 - share) / 10_000)
        assert np.all(np.abs(np.log(line / exact)) <= error * band.time + 1e-9)
    assert np.allclose(found.bands["a"].median, band.median, rtol=1e-6, atol=0)


def test_the_bands_of_factors_of_a_long_run_have_fewer_rows_and_both_ends(own_loop):
    found = uncertainty_of(
        dynamics_of(own_loop()), seed=1, until=50, every=0.05, count=60, factors=["a"]
    )
    momentum, factor = found.momentum.time, found.bands["a"].time
    assert 300 < len(momentum) <= 402 and 80 < len(factor) <= 102
    assert (momentum[0], factor[0], momentum[-1], factor[-1]) == (0, 0, 50, 50)
    assert found.bands["a"].high[-1] == pytest.approx(found.momentum.high[-1], rel=1e-6)


def test_the_chance_that_it_keeps_going_is_that_of_its_weight_being_above_friction(own_loop):
    found = uncertainty_of(dynamics_of(own_loop()), seed=3, until=1, every=1)
    exact = (HIGH - 0.5) ** 2 / ((HIGH - LOW) * (HIGH - LIKELY))
    assert found.chance == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 10_000))
    assert found.chance_count == 10_000


def test_the_same_seed_gives_the_same_band_and_another_gives_another(own_loop):
    def median(seed):
        return uncertainty_of(
            dynamics_of(own_loop()), seed=seed, until=4, every=1, count=300
        ).momentum.median

    assert np.array_equal(median(1), median(1))
    assert not np.array_equal(median(1), median(2))
    assert np.array_equal(median(7), median(-7))


def told(growth):
    """What a growth rate says of going on."""
    if not growth.is_self_sustaining:
        return "neither"
    return "grows" if growth.oscillation_period is None else "swings"


@pytest.mark.parametrize("kind", [{}, {"has_negative": False}, {"has_delays": False}])
@pytest.mark.parametrize("seed", range(5))
def test_keeping_going_is_what_each_wheel_alone_does(some_wheel, seed, kind):
    drawn = some_wheel(seed, **kind)
    links = [
        Link(
            id=link.id, source=link.source, target=link.target, polarity=link.polarity,
            delay=link.delay, weight=link.weight, weight_low=0.0, weight_high=2 * link.weight,
        )
        for link in drawn.links.values()
    ]  # fmt: skip
    dynamics = dynamics_of(drawn.with_records("links", links))
    weights = draw_weights(dynamics, 20, seed=5)
    alone = [told(growth_of(replace(dynamics, weight=row))) for row in weights]
    assert list(ways_onward(dynamics, weights)) == alone


@pytest.mark.parametrize("seed", range(60))
def test_whether_it_grows_or_swings_is_what_its_growth_says(some_wheel, seed):
    dynamics = dynamics_of(some_wheel(seed))
    for scale in (0.4, 1.0, 2.5):
        drawn = replace(dynamics, weight=scale * dynamics.weight)
        assert onward(drawn) == told(growth_of(drawn))


def test_delays_too_long_to_resolve_are_asked_of_fewer_wheels(wheel):
    links = [
        Link(id="l1", source="a", target="b", delay=400.0, weight_low=0.4),
        Link(id="l2", source="b", target="a", polarity="-", delay=390.0),
        Link(id="l3", source="a", target="c", delay=1.0),
        Link(id="l4", source="c", target="a", delay=1.0),
    ]
    far = wheel([Factor(id=key) for key in "abc"], links)
    near = wheel(
        [Factor(id=key) for key in "abc"],
        [msgspec.structs.replace(link, delay=1.0) for link in links],
    )
    assert is_onward_dear(dynamics_of(far)) and not is_onward_dear(dynamics_of(near))
    assert search_rows(dynamics_of(far)) > 10 * search_rows(dynamics_of(near)) > 0
    assert search_rows(dynamics_of(wheel([Factor(id=key) for key in "abc"], links[:1]))) == 0


def braked_by(wheel):
    return wheel(
        [Factor(id="a", initial=1)],
        [
            Link(id="l1", source="a", target="a", weight=0.6, weight_low=0.3, weight_high=0.9),
            Link(id="l2", source="a", target="a", weight=0.1, delay=1, polarity="-"),
        ],
    )


def test_with_delays_and_brakes_all_wheels_are_looked_at(wheel):
    shares = []
    found = uncertainty_of(
        dynamics_of(braked_by(wheel)), seed=1, until=2, every=1, count=600, progress=shares.append
    )
    assert found.count == found.chance_count == 600
    assert 0 < found.chance < 1
    # Looking takes time: it is told as well.
    assert shares == sorted(shares) and len(shares) > 20 and shares[-1] == 1


def test_of_wheels_that_take_long_the_first_are_looked_at(wheel, monkeypatch):
    dynamics = dynamics_of(braked_by(wheel))
    monkeypatch.setattr(uncertainty, "_SEARCH", 50 * search_rows(dynamics) ** 3)
    few = uncertainty_of(dynamics, seed=1, until=2, every=1, count=60)
    first = uncertainty_of(dynamics, seed=1, until=2, every=1, count=50)
    assert (few.count, few.chance_count) == (60, 50)
    assert few.chance == first.chance


def test_without_bounds_the_band_is_the_run(some_wheel):
    dynamics = dynamics_of(some_wheel(1))
    assert not is_uncertain(dynamics)
    found = uncertainty_of(dynamics, seed=1, until=5, every=0.5, count=20)
    alone = run(dynamics, until=5, every=0.5)
    for line in (found.momentum.low, found.momentum.median, found.momentum.high):
        assert np.allclose(line, alone.momentum, atol=1e-6)
    assert found.chance == float(growth_of(dynamics).is_self_sustaining)


def test_a_band_ends_before_a_tenth_of_the_runs_ran_away(wheel):
    wild = wheel(
        [Factor(id="a", initial=1)],
        [Link(id="l", source="a", target="a", weight=0.5, weight_low=0, weight_high=9)],
    )
    found = uncertainty_of(dynamics_of(wild), seed=1, until=20, every=0.25, count=2_000)
    assert 0.1 < found.ran_away < 1
    band = found.momentum
    assert 0 < len(band.time) < 81
    for line in (band.low, band.median, band.high):
        assert np.isfinite(line).all() and len(line) == len(band.time)
    fell = wild.with_records("factors", [Factor(id="a", initial=-1)])
    fallen = uncertainty_of(dynamics_of(fell), seed=1, until=20, every=0.25, count=2_000)
    assert np.allclose(fallen.momentum.low, -band.high) and len(fallen.momentum.time) == len(
        band.time
    )


def test_long_runs_keep_as_many_rows_as_a_chart_can_show(own_loop):
    found = uncertainty_of(dynamics_of(own_loop()), seed=1, until=10, every=0.01, count=20)
    assert len(found.momentum.time) <= 401 and found.momentum.time[-1] == 10
    assert found.ran_away == 0


def test_progress_rises_to_one_and_a_batch_can_be_cancelled(own_loop):
    shares: list[float] = []
    stop = StopToken()
    dynamics = dynamics_of(own_loop())
    uncertainty_of(dynamics, seed=1, until=2, every=1, count=1_500, progress=shares.append)
    assert shares == sorted(shares) and len(shares) >= 4 and shares[-1] == 1.0

    def halt(_share):
        stop.set()

    with pytest.raises(Cancelled):
        uncertainty_of(dynamics, seed=1, until=2, every=1, progress=halt, stop=stop)


def test_a_wheel_of_nothing_and_a_factor_nobody_knows(wheel, own_loop):
    empty = uncertainty_of(dynamics_of(wheel([])), seed=1, until=2, every=1, count=5)
    assert empty.chance == 0 and not empty.momentum.median.any()
    with pytest.raises(KeyError):
        uncertainty_of(dynamics_of(own_loop()), seed=1, until=1, every=1, factors=["nobody"])


def test_shoves_are_in_every_run(wheel):
    shoved = wheel([Factor(id="a")], (), [Push(id="p", factor="a", impulse=1, start=1)])
    found = uncertainty_of(dynamics_of(shoved), seed=1, until=3, every=1, count=4)
    assert found.momentum.median == pytest.approx([0, 1, math.exp(-0.5), math.exp(-1)])


def test_swings_that_widen_are_no_chance_of_keeping_going(wheel):
    late = wheel(
        [Factor(id="a", friction=0, initial=1)],
        [
            Link(
                id="l", source="a", target="a", polarity="-", delay=1.0,
                weight=1.5, weight_low=1.4, weight_high=1.7,
            )
        ],
    )  # fmt: skip
    found = uncertainty_of(dynamics_of(late), seed=3, until=2, every=1, count=400)
    # It swings wider above π/2 (Hayes 1950), which lies beyond the mode of the triangle.
    beyond = (1.7 - math.pi / 2) ** 2 / ((1.7 - 1.4) * (1.7 - 1.5))
    assert (found.chance, found.chance_count) == (0.0, 400)
    assert found.swinging == pytest.approx(beyond, abs=4 * math.sqrt(beyond * (1 - beyond) / 400))
