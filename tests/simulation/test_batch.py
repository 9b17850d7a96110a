"""Many scenarios at once must be what each is alone."""

from __future__ import annotations

import numpy as np
import pytest

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation.batch import draw_weights, run_batch
from flywheel_studio.simulation.belts import Belts
from flywheel_studio.simulation.mean_wheel import mean_inverse, times
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.radau import formula
from flywheel_studio.simulation.scenarios import changed
from flywheel_studio.simulation.settings import dynamics_of


def uncertain(flywheel: Flywheel, spread: float = 0.3) -> Flywheel:
    links = [
        Link(
            id=link.id,
            source=link.source,
            target=link.target,
            polarity=link.polarity,
            delay=link.delay,
            weight=link.weight,
            weight_low=max(0.0, link.weight - spread),
            weight_high=link.weight + spread,
        )
        for link in flywheel.links.values()
    ]
    return flywheel.with_records("links", links)


@pytest.mark.parametrize(
    ("seed", "kind", "accuracy"),
    [
        (1, {"has_delays": False}, 1e-9),
        (5, {"has_delays": False}, 1e-9),
        (2, {}, 1e-7),
        (9, {}, 1e-7),
    ]
    + [(seed, {"has_ceilings": True}, 1e-5) for seed in (3, 4, 12)],
)
def test_each_scenario_is_what_it_is_alone(some_wheel, seed, kind, accuracy):
    drawn = uncertain(some_wheel(seed, **kind))
    dynamics = dynamics_of(drawn)
    weights = draw_weights(dynamics, 5, seed=3)
    batches = list(run_batch(dynamics, weights, until=7, every=0.4, chunk=2))
    assert [batch.first for batch in batches] == [0, 2, 4]
    speed = np.concatenate([batch.speed for batch in batches])
    momentum = np.concatenate([batch.momentum for batch in batches])
    for row, values in enumerate(weights):
        alone_drawn = changed(
            drawn,
            {
                f"links.{link}.weight": float(w)
                for link, w in zip(dynamics.links, values, strict=True)
            },
        )
        alone = run(dynamics_of(alone_drawn), until=7, every=0.4)
        assert np.array_equal(alone.time, batches[0].time)
        assert np.max(np.abs(speed[row] - alone.speed)) < accuracy * np.max(np.abs(alone.speed))
        assert np.allclose(momentum[row], alone.momentum, atol=10 * accuracy)


@pytest.mark.parametrize("delay", [0.0, 0.5])
def test_a_scenario_that_runs_away_leaves_the_others_alone(wheel, delay):
    drawn = wheel(
        [Factor(id="a")],
        [Link(id="l", source="a", target="a", delay=delay)],
        [Push(id="p", factor="a", impulse=1, start=0.5)],
    )
    dynamics = dynamics_of(drawn)
    (batch,) = run_batch(dynamics, np.array([[0.4], [9.0], [0.6]]), until=30, every=0.5)
    assert np.isinf(batch.ran_away_at[[0, 2]]).all() and 0.5 < batch.ran_away_at[1] < 20
    away = batch.time >= batch.ran_away_at[1]
    assert np.isnan(batch.speed[1, away]).all() and np.isfinite(batch.speed[1, ~away]).all()
    for row, weight in ((0, 0.4), (2, 0.6)):
        alone = run(dynamics_of(changed(drawn, {"links.l.weight": weight})), until=30, every=0.5)
        assert np.allclose(batch.speed[row], alone.speed, atol=1e-8)


def test_nothing_is_left_of_what_the_memory_held_before(ring, monkeypatch):
    # Rows that are written one by one: the first, one at a push, the last.
    pushed = ring(2, initial=1, pushes=[Push(id="p", factor="f0", strength=1, start=1)])
    monkeypatch.setattr(np, "empty", lambda shape, dtype=float: np.full(shape, np.nan, dtype))
    (batch,) = run_batch(dynamics_of(pushed), np.full((3, 2), 0.5), until=2, every=0.5)
    assert np.isinf(batch.ran_away_at).all()
    assert np.isfinite(batch.speed).all() and np.isfinite(batch.momentum).all()


def test_the_same_seed_draws_the_same_weights(wheel):
    drawn = wheel(
        [Factor(id="a"), Factor(id="b")],
        [
            Link(id="l1", source="a", target="b", weight_low=0.1, weight=0.3, weight_high=0.9),
            Link(id="l2", source="b", target="a", weight=0.7),
            Link(id="l3", source="b", target="b", weight=0.4, weight_high=0.6),
        ],
    )
    dynamics = dynamics_of(drawn)
    weights = draw_weights(dynamics, 20_000, seed=1)
    assert np.array_equal(weights, draw_weights(dynamics, 20_000, seed=1))
    assert not np.array_equal(weights, draw_weights(dynamics, 20_000, seed=2))
    assert np.all(weights[:, 1] == 0.7)
    assert weights[:, 0].min() >= 0.1 and weights[:, 0].max() <= 0.9
    # Mean and variance of the triangular distribution, within five standard errors.
    low, mode, high = 0.1, 0.3, 0.9
    spread = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert weights[:, 0].mean() == pytest.approx(
        (low + mode + high) / 3, abs=5 * (spread / 20_000) ** 0.5
    )
    assert weights[:, 0].var() == pytest.approx(spread, rel=0.05)
    assert weights[:, 2].min() >= 0.4


def test_bounds_given_to_one_link_leave_the_draws_of_the_others(wheel):
    def column(bounds):
        links = [
            Link(id="l1", source="a", target="a", **bounds),
            Link(id="l2", source="a", target="a", weight_low=0.2, weight_high=0.8),
        ]
        return draw_weights(dynamics_of(wheel([Factor(id="a")], links)), 50, seed=4)[:, 1]

    assert np.array_equal(column({}), column({"weight_low": 0.1, "weight_high": 0.9}))


def test_a_batch_can_be_cancelled_between_chunks(ring):
    stop = StopToken()
    dynamics = dynamics_of(ring(3, initial=1))
    batches = run_batch(dynamics, np.full((6, 3), 0.5), until=2, every=1, chunk=2, stop=stop)
    next(batches)
    stop.set()
    with pytest.raises(Cancelled):
        next(batches)


def test_a_batch_of_none_and_a_wheel_of_nothing(ring, wheel):
    assert list(run_batch(dynamics_of(ring(3)), np.zeros((0, 3)), until=1, every=1)) == []
    (batch,) = run_batch(dynamics_of(wheel([])), np.zeros((2, 0)), until=1, every=1)
    assert batch.speed.shape == (2, 2, 0)


def test_the_inverse_of_the_mean_wheel_solves_a_wheel_without_deviation():
    rng = np.random.default_rng(3)
    links = [
        Link(id="l1", source="a", target="b", weight=0.7),
        Link(id="l2", source="b", target="c", weight=0.4, polarity="-"),
        Link(id="l3", source="c", target="a", weight=0.9),
    ]
    factors = [Factor(id=key, mass=mass) for key, mass in zip("abc", (1.0, 0.5, 3.0), strict=True)]
    dynamics = dynamics_of(Flywheel().with_records("factors", factors).with_records("links", links))
    gain = np.repeat(dynamics.gain[:, None], 70, axis=1)
    chosen = np.ones(3, dtype=bool)
    integral = 1.5 * formula().integral
    inverse = mean_inverse(
        integral,
        1 / dynamics.mass,
        dynamics.friction,
        Belts(dynamics, gain, chosen),
        Belts(dynamics, gain, ~chosen),
        None,
        None,
    )
    assert inverse is not None
    values = rng.normal(size=(3, 9, 70))
    rate = Belts(dynamics, gain, chosen).bringing(values)
    rate -= dynamics.friction[:, None, None] * values
    rest = values - integral @ (rate / dynamics.mass[:, None, None])
    found = times(inverse, rest.reshape(27, 70)).reshape(values.shape)
    assert np.allclose(found, values, rtol=0, atol=1e-12)
