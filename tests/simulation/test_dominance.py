"""Which loop drives: published tables, closed forms, and the laws that every score obeys."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation.dominance import dominance_of, flow_score, link_score
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of


def loops_of(flywheel):
    return [(loop.id, loop.links) for loop in find_loops(causal_graph(flywheel)).loops]


def dominance(flywheel, until=20.0, every=0.5):
    return dominance_of(dynamics_of(flywheel), loops_of(flywheel), until=until, every=every)


def changes(function, before, after):
    """Δz, and for each variable Δ_x z: the change of z from that of x alone."""
    whole = function(**after) - function(**before)
    alone = {x: function(**{**before, x: after[x]}) - function(**before) for x in before}
    return whole, alone


# Published numbers --------------------------------------------------------------------------


def test_the_link_scores_of_a_sum_are_shares_of_the_change():
    before, after = {"x": 5, "y": 4}, {"x": 7, "y": 5}
    whole, alone = changes(lambda x, y: 2 * x + y, before, after)
    scores = {x: link_score(alone[x], whole, after[x] - before[x]) for x in before}
    assert scores == pytest.approx({"x": 0.8, "y": 0.2})


def test_the_link_scores_of_a_quotient_are_those_published():
    before, after = {"w": 7, "x": 2, "y": 3}, {"w": 10, "x": 4, "y": 5}
    whole, alone = changes(lambda w, x, y: (w + x) / y, before, after)
    scores = {x: link_score(alone[x], whole, after[x] - before[x]) for x in before}
    assert scores == pytest.approx({"w": 5, "x": 10 / 3, "y": -6})


def test_flows_into_and_out_of_a_stock_score_by_the_change_of_its_net_flow():
    inflow, outflow, stock = (5, 10), (4, 5), (101, 106)
    assert stock[1] - stock[0] == inflow[1] - outflow[1]
    net = (inflow[1] - outflow[1]) - (inflow[0] - outflow[0])
    assert flow_score(inflow[1] - inflow[0], net, is_inflow=True) == pytest.approx(5 / 4)
    assert flow_score(outflow[1] - outflow[0], net, is_inflow=False) == pytest.approx(-1 / 4)


def test_where_nothing_changes_every_score_is_0():
    assert link_score(1, 0, 1) == link_score(0, 1, 0) == flow_score(1, 0, is_inflow=True) == 0


def test_logistic_growth_is_taken_over_by_its_balancing_loop_in_step_47():
    rate, level = 0.12, 1000

    def flow(population, room):
        return rate * population * room

    population = [5.0]
    for _ in range(101):
        population.append(population[-1] + flow(population[-1], 1 - population[-1] / level))
    shares = []
    for p, q in itertools.pairwise(population):
        before = {"population": p, "room": 1 - p / level}
        after = {"population": q, "room": 1 - q / level}
        whole, alone = changes(flow, before, after)
        # One flow: its link to the stock scores 1. The room falls as the population rises: −1.
        grows = link_score(alone["population"], whole, q - p)
        limits = -link_score(alone["room"], whole, after["room"] - before["room"])
        assert grows >= 0 >= limits
        shares.append(grows / (grows - limits))
    assert next(step for step, share in enumerate(shares) if share < 0.5) == 47


def test_bass_diffusion_has_the_published_loop_scores():
    people, step = 1e6, 1 / 16

    def adoption(adopters, others):
        return 100 * 0.015 * adopters * others / people

    states = [(1.0, people - 1.0)]
    for _ in range(int(11 / step)):
        adopters, others = states[-1]
        moved = adoption(adopters, others) * step
        states.append((adopters + moved, others - moved))
    found = {}
    for number, (old, new) in enumerate(itertools.pairwise(states)):
        before = dict(zip(("adopters", "others"), old, strict=True))
        after = dict(zip(("adopters", "others"), new, strict=True))
        whole, alone = changes(adoption, before, after)
        spread = link_score(alone["adopters"], whole, new[0] - old[0])
        runs_out = link_score(alone["others"], whole, new[1] - old[1])
        into = flow_score(whole, whole, is_inflow=True)
        out_of = flow_score(whole, -whole, is_inflow=False)
        found[number * step] = (runs_out * out_of, spread * into)
    for time, balancing, reinforcing in [
        (9.5, -9.958, 11.46),
        (9.5625, -9358, 9806),
        (9.625, -10.91, 10.41),
    ]:
        assert found[time] == pytest.approx((balancing, reinforcing), rel=5e-4)


def test_three_parties_have_eight_loops_on_seven_sets_of_factors(wheel):
    parties = wheel(
        [Factor(id=name, initial=start) for name, start in (("a", 1), ("b", 0.5), ("c", 0.2))],
        [
            Link(id=f"{source}{target}", source=source, target=target, weight=weight)
            for (source, target), weight in zip(
                itertools.permutations("abc", 2), (0.3, 0.5, 0.4, 0.2, 0.6, 0.35), strict=True
            )
        ],
    )
    found = dominance(parties)
    assert len(found.names) == 8 and found.components == 1
    assert int(found.is_reinforcing.sum()) == 5
    links = {**dict(loops_of(parties)), **{f"friction:{name}": (name,) for name in "abc"}}
    sets = {frozenset("".join(links[name])) for name in found.names}
    assert len(sets) == 7
    # The two loops through all three are two loops, each with a score of its own.
    three = [column for column, name in enumerate(found.names) if len(links[name]) == 3]
    assert len(three) == 2 and np.all(found.score[5:, three[0]] != found.score[5:, three[1]])


# Closed forms -------------------------------------------------------------------------------


@pytest.mark.parametrize("delays", [{}, {0: 3.0}, {0: 1.0, 2: 0.7}])
def test_in_steady_growth_a_loop_scores_its_gain_over_the_rate_to_the_power_of_its_length(
    ring, delays
):
    w, f, m, n = 0.75, 0.5, 1.3, 4
    growing = ring(n, link={"weight": w}, friction=f, mass=m, delays=delays, initial=1)
    rate = growth_of(dynamics_of(growing)).rate
    found = dominance(growing, until=150.0, every=1.0)
    score = dict(zip(found.names, found.score[-1], strict=True))
    assert score["R1"] == pytest.approx(
        (w / m) ** n * math.exp(-rate * sum(delays.values())) / rate**n, rel=1e-6
    )
    for i in range(n):
        assert score[f"friction:f{i}"] == pytest.approx(-(f / m) / rate, rel=1e-6)
    total = score["R1"] + n * f / m / rate
    assert found.relative[-1, 0] == pytest.approx(score["R1"] / total, rel=1e-6)


@pytest.mark.parametrize("delay", [0.0, 1.5])
def test_in_steady_growth_a_loop_is_told_by_its_gain_at_that_rate(delay):
    """Two loops through one factor: their gains at the rate of growth add up to 1."""
    short, long = [("a", "b"), ("b", "a")], [("a", "c"), ("c", "d"), ("d", "e"), ("e", "a")]
    names = "abcde"
    two = Flywheel(
        factors={
            key: Factor(id=key, initial=0.001, friction=0.4 + 0.1 * n, mass=1.0 + 0.2 * n)
            for n, key in enumerate(names)
        },
        links={
            f"{a}{b}": Link(
                id=f"{a}{b}",
                source=a,
                target=b,
                weight=0.7 + 0.1 * n,
                delay=delay if n == 1 else 0.0,
            )
            for n, (a, b) in enumerate([*short, *long])
        },
    )
    rate = growth_of(dynamics_of(two)).rate

    def gain_at_rate(ways):
        product = 1.0
        for a, b in ways:
            link, target = two.links[f"{a}{b}"], two.factors[b]
            product *= link.weight * math.exp(-rate * link.delay)
            product /= target.mass * rate + target.friction
        return product

    gains = {2: gain_at_rate(short), 4: gain_at_rate(long)}
    assert sum(gains.values()) == pytest.approx(1.0)
    found = dominance(two, until=30.0)
    together = np.abs(found.relative[-1, :2]).sum()
    for number, (_, links) in enumerate(loops_of(two)):
        assert found.told[-1, number] / together == pytest.approx(gains[len(links)], rel=1e-4)


def test_what_is_told_keeps_what_loops_of_one_kind_have_together(some_wheel):
    for seed in range(8):
        flywheel = some_wheel(seed)
        found = dominance(flywheel)
        drawn = np.array([":" not in name for name in found.names], dtype=bool)
        assert np.array_equal(found.told[:, ~drawn], found.relative[:, ~drawn])
        for part, reinforces in itertools.product(range(found.components), (True, False)):
            alike = drawn & (found.component == part) & (found.is_reinforcing == reinforces)
            together = found.relative[:, alike].sum(axis=1)
            assert found.told[:, alike].sum(axis=1) == pytest.approx(together, abs=1e-12)
            assert np.all(np.sign(found.told[:, alike]) != (-1 if reinforces else 1))


def test_how_much_turns_is_counted_for_each_part(ring):
    # A ring of equals that coasts: 3 factors of mass 2 at speed 1.
    coasting = ring(3, link={"weight": 0.5}, friction=0.5, mass=2.0, initial=1)
    found = dominance(coasting)
    assert found.motion.pace == pytest.approx(np.full((len(found.time), 1), 6.0))


def test_a_ceiling_is_a_balancing_loop_that_takes_over(ring):
    # A ring of equals is one logistic equation: w·v(1 − v/c) − f·v. At half of the ceiling's
    # level and beyond the loop's slope w(1 − v/c) falls behind f + w·v/c.
    w, f, c, v0 = 0.8, 0.5, 2.0, 0.01
    limited = ring(1, link={"weight": w}, friction=f, capacity=c, initial=v0)
    found = dominance(limited, until=60.0, every=0.25)
    assert set(found.names) == {"R1", "friction:f0", "ceiling:f0"}
    periods = found.periods()
    assert periods[0].loops == ("R1",)
    level, rate = c * (1 - f / w), w - f
    # Half: w(1 − v/c) = f + w·v/c, at v = c(w − f)/(2w), which is half of the level.
    turn = math.log(level / v0 - 1) / rate
    assert periods[0].end == pytest.approx(turn, abs=0.5)
    assert all(not loop.startswith("R") for period in periods[1:] for loop in period.loops)
    assert periods[-1].loops == () and periods[-1].share == 0
    row = 20
    v = level / (1 + (level / v0 - 1) * math.exp(-rate * found.time[row]))
    score = dict(zip(found.names, found.score[row], strict=True))
    bend = w * (1 - 2 * v / c) - f
    assert score["R1"] == pytest.approx(w * (1 - v / c) / abs(bend), rel=1e-5)
    assert score["ceiling:f0"] == pytest.approx(-w * v / c / abs(bend), rel=1e-5)


def test_finite_steps_approach_the_limit(some_wheel):
    # The limit form against differences of a run, which know nothing of it.
    drawn = some_wheel(0, has_delays=False)
    still = type(drawn)(wheels=drawn.wheels, factors=drawn.factors, links=drawn.links)
    dynamics = dynamics_of(still)
    h = 1e-3
    course = run(dynamics, until=4, every=h)
    found = dominance_of(dynamics, loops_of(still), until=4, every=1)
    matrix = np.zeros((len(dynamics.factors),) * 2)
    np.add.at(matrix, (dynamics.target, dynamics.source), dynamics.gain)
    matrix = (matrix - np.diag(dynamics.friction)) / dynamics.mass[:, None]
    row = 2000  # t = 2
    v, after = course.speed[row - 1], course.speed[row + 1]
    whole = matrix @ (after - v)
    for name, ids in loops_of(still):
        score = 1.0
        for link in ids:
            at = dynamics.links.index(link)
            j, i = dynamics.source[at], dynamics.target[at]
            alone = dynamics.gain[at] / dynamics.mass[i] * (after[j] - v[j])
            score *= link_score(alone, whole[i], after[j] - v[j])
        # Over a step Δv_j stands for v̇_j and Δn_i for v̈_i: the same quotient.
        assert found.score[2, found.names.index(name)] == pytest.approx(score, rel=1e-3)


# Laws ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(16))
def test_reinforcing_scores_are_never_negative_and_shares_add_up_to_one(some_wheel, seed):
    found = dominance(some_wheel(seed, has_ceilings=seed % 2 == 0), until=9.0, every=0.3)
    assert np.isfinite(found.score).all()
    assert (found.score[:, found.is_reinforcing] >= 0).all()
    assert (found.score[:, ~found.is_reinforcing] <= 0).all()
    for part in range(found.components):
        total = np.abs(found.relative[:, found.component == part]).sum(axis=1)
        assert np.all(np.isclose(total, 1) | (total == 0))
        for loops, share in found.dominant(part):
            assert not loops or share >= 0.5 - 1e-9
            assert len({bool(found.is_reinforcing[loop]) for loop in loops}) <= 1
        periods = found.periods(part)
        assert periods[0].begin == 0 and periods[-1].end == 9
        assert all(a.end == b.begin for a, b in itertools.pairwise(periods))


def test_at_rest_nothing_drives(ring):
    for still in (ring(4), ring(4, initial=1.0)):
        found = dominance(still)
        assert not found.score.any() and not found.relative.any()
        (period,) = found.periods()
        assert (period.begin, period.end, period.loops) == (0, 20, ())
        assert (found.leading() == -1).all()


def test_a_belt_is_scored_by_what_arrives(wheel):
    # Nothing has arrived before the delay is over: until then only friction can score.
    late = wheel(
        [Factor(id="a"), Factor(id="b")],
        [
            Link(id="l1", source="a", target="b", weight=0.9, delay=3),
            Link(id="l2", source="b", target="a", weight=0.9),
        ],
        [Push(id="p", factor="a", impulse=1)],
    )
    found = dominance(late, until=8.0, every=0.5)
    ring = found.score[:, found.names.index("R1")]
    assert not ring[found.time < 3].any() and ring[found.time >= 5.5].all()
    # At t = 5 the inflow of b equals its friction: b stands still for a moment.
    assert ring[found.time == 4.5][0] > 0 and ring[found.time == 5][0] == 0


def test_every_part_has_shares_of_its_own(ring):
    a, b = ring(3, prefix="a", initial=1), ring(2, prefix="b", initial=0.2)
    both = type(a)(
        factors=a.factors | b.factors,
        links=a.links | b.links,
        pushes={
            "p": Push(id="p", factor="b0", impulse=1),
            "q": Push(id="q", factor="a0", impulse=1),
        },
    )
    found = dominance(both, until=5.0)
    assert found.components == 2
    assert [found.names[i] for i in np.flatnonzero(found.component == 0)][1:] == [
        "friction:b0",
        "friction:b1",
    ]
    assert found.at(0.1, 1) is not None and found.at(99, 0) == found.periods(0)[-1]


def test_a_drawing_without_loops_has_nothing_to_tell(wheel):
    chain = wheel([Factor(id="a"), Factor(id="b")], [Link(id="l", source="a", target="b")])
    found = dominance(chain)
    assert found.components == 0 and found.names == ()


def test_scores_end_where_the_wheel_runs_away(ring):
    away = dominance(ring(1, link={"weight": 9}, initial=1), until=20.0, every=0.5)
    assert away.ran_away_at == pytest.approx(math.log(1e12) / 8.5, rel=1e-6)
    assert away.time[-1] < away.ran_away_at and np.isfinite(away.score).all()


def test_scoring_can_be_cancelled(ring):
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        dominance_of(
            dynamics_of(ring(3, initial=1)), loops_of(ring(3)), until=5, every=1, stop=stop
        )
