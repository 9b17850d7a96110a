"""Growth rates against closed forms, known special values and the runs themselves."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import lambertw

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.simulation.characteristic import eigenvalues, part_of
from flywheel_studio.simulation.components import components
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of, rightmost_root


def growth(flywheel):
    return growth_of(dynamics_of(flywheel))


def joined(*wheels, links=()):
    return Flywheel(
        factors={key: one for wheel in wheels for key, one in wheel.factors.items()},
        links={key: one for wheel in wheels for key, one in wheel.links.items()}
        | {link.id: link for link in links},
    )


def test_a_factor_without_a_loop_fades_at_friction_over_mass(wheel):
    found = growth(wheel([Factor(id="a", friction=0.3, mass=2)]))
    assert found.rate == -0.15 and found.verdict == "runs down" and found.step_gain == 0.0
    assert found.oscillation_period is None and not found.is_self_sustaining


@pytest.mark.parametrize(
    ("weight", "verdict"), [(0.4, "runs down"), (0.5, "coasts"), (0.75, "accelerates")]
)
@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_a_ring_of_equals_grows_at_weight_less_friction_over_mass(ring, weight, verdict, count):
    found = growth(ring(count, link={"weight": weight}, mass=2))
    assert found.rate == pytest.approx((weight - 0.5) / 2, abs=1e-12)
    assert found.verdict == verdict and found.is_self_sustaining == (verdict == "accelerates")
    assert found.step_gain == pytest.approx(weight / 0.5)
    assert found.oscillation_period is None


def test_three_default_rings_in_a_chain_coast_to_twelve_digits(ring):
    a, b, c = (ring(4, prefix=prefix) for prefix in "abc")
    between = [Link(id="x", source="a1", target="b0"), Link(id="y", source="b2", target="c0")]
    assert abs(growth(joined(a, b, c, links=between)).rate) < 1e-12


def test_a_delayed_ring_has_the_rate_of_its_characteristic_equation(ring):
    found = growth(ring(4, link={"weight": 0.75}, delays={0: 3.0}))
    assert found.rate == pytest.approx(0.163464271107, abs=1e-12)


@pytest.mark.parametrize("weight", [0.05, 0.3, 0.5, 1.4])
@pytest.mark.parametrize("delay", [0.01, 2.0, 40.0, 3000.0])
def test_delayed_rings_solve_euler_and_lotka(ring, weight, delay):
    n, f, m = 3, 0.5, 1.7
    found = growth(ring(n, link={"weight": weight}, mass=m, delays={1: delay}))
    # Logarithms on both sides: n·ln(w/(mλ + f)) = λd.
    exact = brentq(
        lambda z: n * math.log(weight / (m * z + f)) - z * delay,
        -f / m * (1 - 1e-15),
        5,
        xtol=1e-16,
    )
    assert found.rate == pytest.approx(exact, abs=1e-12)
    assert found.oscillation_period is None


def test_loops_too_weak_to_count_leave_the_rate_of_the_slowest_factor(ring):
    found = growth(ring(3, link={"weight": 1e-200}, delays={0: 1.0}))
    assert found.rate == pytest.approx(-0.5, abs=1e-9)


@pytest.mark.parametrize("gain", [0.1, math.exp(-1), 1.0, math.pi / 2, 3.0])
@pytest.mark.parametrize("delay", [0.5, 1.0, 6.0])
def test_a_delayed_brake_on_itself_has_the_roots_of_lambert(wheel, gain, delay):
    # v' = −g·v(t − d): z = W(−g·d)/d, rightmost branch 0.
    braked = wheel(
        [Factor(id="a", friction=0)],
        [Link(id="l", source="a", target="a", weight=gain, delay=delay, polarity="-")],
    )
    found = growth(braked)
    # At gain·delay = 1/e the root is double, and its distance to rounding is a square root.
    is_double = abs(gain * delay - math.exp(-1)) < 1e-9
    exact = -1 / delay + 0j if is_double else lambertw(-gain * delay) / delay
    accuracy = 1e-7 if is_double else 1e-10
    assert found.rate == pytest.approx(exact.real, abs=accuracy)
    if abs(exact.imag) > 1e-6:
        assert found.oscillation_period == pytest.approx(2 * math.pi / abs(exact.imag), rel=1e-9)
    else:
        assert found.oscillation_period is None


def test_a_ring_with_one_negative_link_swings(ring):
    # z = −f + w·e^{iπ/n}: the n-th roots of −1.
    found = growth(ring(4, link={"weight": 0.75}, negative=[2]))
    assert found.rate == pytest.approx(-0.5 + 0.75 * math.cos(math.pi / 4), abs=1e-12)
    assert found.oscillation_period == pytest.approx(2 * math.pi / (0.75 * math.sin(math.pi / 4)))
    assert found.step_gain is None and not found.step_gain_is_infinite


@pytest.mark.parametrize("seed", range(12))
def test_no_root_lies_right_of_the_one_that_is_found(some_wheel, seed):
    """The argument principle: the determinant turns round 0 nowhere right of the rightmost root."""
    drawn = dynamics_of(some_wheel(seed))
    for factors in components(drawn):
        part = part_of(drawn, factors)
        if not part.has_delays:
            continue
        root = rightmost_root(part)
        delta, _ = part.matrices(np.array([root]))
        assert np.linalg.svd(delta[0], compute_uv=False)[-1] < 1e-9
        edge, far = root.real + 1e-4, 12.0
        corners = [
            edge - far * 1j,
            far - far * 1j,
            far + far * 1j,
            edge + far * 1j,
            edge - far * 1j,
        ]
        around = np.concatenate(
            [a + (b - a) * np.linspace(0, 1, 20_000) for a, b in itertools.pairwise(corners)]
        )
        values = np.linalg.det(part.matrices(around)[0])
        assert round(np.diff(np.unwrap(np.angle(values))).sum() / (2 * np.pi)) == 0


@pytest.mark.parametrize("seed", range(6))
def test_long_runs_grow_at_the_growth_rate(wheel, seed):
    rng = np.random.default_rng(seed)
    drawn = wheel(
        [Factor(id=f"f{i}", mass=float(rng.uniform(0.5, 2)), initial=1) for i in range(4)],
        [
            Link(
                id=f"l{i}",
                source=f"f{i % 4}",
                target=f"f{(i + 1) % 4 if i < 4 else rng.integers(4)}",
                weight=float(rng.uniform(0.2, 0.5)),
                delay=float(rng.choice([0, 0.7, 2.1])),
            )
            for i in range(6)
        ],
    )
    result = run(dynamics_of(drawn), until=150, every=1)
    rate = math.log(result.momentum[-1] / result.momentum[-11]) / 10
    assert rate == pytest.approx(growth(drawn).rate, abs=1e-7)


def test_a_double_rate_keeps_its_digits(wheel):
    # [[3/2, 1], [−1, −1/2]] has the eigenvalue 1/2 twice and one eigenvector.
    twice = wheel(
        [Factor(id="a"), Factor(id="b")],
        [
            Link(id="l1", source="a", target="a", weight=2),
            Link(id="l2", source="b", target="a", weight=1),
            Link(id="l3", source="a", target="b", weight=1, polarity="-"),
        ],
    )
    found = growth(twice)
    assert found.rate == pytest.approx(0.5, abs=1e-12) and found.oscillation_period is None


def test_scores_scale_positive_links_and_no_others(wheel):
    def both(score):
        factors = [Factor(id="a", score=score), Factor(id="b")]
        up = [Link(id="l", source="b", target="a"), Link(id="k", source="a", target="b")]
        return growth(wheel(factors, up)).rate

    assert both(3) == pytest.approx(-0.5 + 0.5 * math.sqrt(0.3)) and both(10) == pytest.approx(0)
    braked = [
        Link(id="l", source="b", target="a", polarity="-"),
        Link(id="k", source="a", target="b", polarity="-"),
    ]
    scored = growth(wheel([Factor(id="a", score=3), Factor(id="b", score=1)], braked))
    assert scored.rate == pytest.approx(0, abs=1e-12)


def test_the_step_gain_of_a_loop_without_friction_is_infinite(wheel):
    free = wheel([Factor(id="a", friction=0)], [Link(id="l", source="a", target="a")])
    found = growth(free)
    assert found.step_gain is None and found.step_gain_is_infinite
    beside = wheel(
        [Factor(id="a"), Factor(id="b", friction=0)],
        [Link(id="l", source="a", target="a"), Link(id="k", source="a", target="b")],
    )
    assert growth(beside).step_gain == pytest.approx(1)
    broken = wheel([Factor(id="a", friction=0)], [Link(id="l", source="a", target="a", weight=0)])
    assert growth(broken).step_gain == 0


def test_step_gain_above_one_means_growth_above_zero(some_wheel):
    for seed in range(40):
        found = growth(some_wheel(seed, has_negative=False))
        assert (found.step_gain > 1) == (found.rate > 0)


def test_inactive_links_do_not_count(ring):
    links = ring(3, link={"weight": 0.9, "active": False})
    assert growth(links).rate == pytest.approx(-0.5)


def test_a_wheel_without_factors_coasts(wheel):
    assert growth(wheel([])).verdict == "coasts"


def test_the_search_can_be_cancelled(ring):
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        growth_of(dynamics_of(ring(3)), stop)


def test_parts_are_those_of_mutual_reach():
    rng = np.random.default_rng(5)
    for _ in range(60):
        n = int(rng.integers(1, 9))
        pairs = [(int(a), int(b)) for a, b in rng.integers(n, size=(int(rng.integers(0, 14)), 2))]
        drawn = Flywheel(
            factors={str(i): Factor(id=str(i)) for i in range(n)},
            links={
                f"l{k}": Link(id=f"l{k}", source=str(a), target=str(b))
                for k, (a, b) in enumerate(pairs)
            },
        )
        reach = np.eye(n, dtype=bool)
        for a, b in pairs:
            reach[a, b] = True
        for k in range(n):
            reach |= reach[:, k : k + 1] & reach[k]
        mutual = {tuple(np.flatnonzero(row).tolist()) for row in reach & reach.T}
        assert {tuple(part.tolist()) for part in components(dynamics_of(drawn))} == mutual


def test_a_chain_of_ten_thousand_factors_has_ten_thousand_parts(wheel):
    count = 10_000
    chain = wheel(
        [Factor(id=f"f{i}") for i in range(count)],
        [Link(id=f"l{i}", source=f"f{i}", target=f"f{i + 1}") for i in range(count - 1)],
    )
    assert len(components(dynamics_of(chain))) == count


def test_a_part_whose_eigenvectors_all_but_coincide_has_its_double_root() -> None:
    nilpotent = np.array([[0.0, 0.5], [5e-309, 0.0]])
    assert np.abs(eigenvalues(nilpotent)).max() < 1e-9
    assert np.abs(eigenvalues(np.array([[0.0, 0.5], [0.0, 0.0]]))).max() < 1e-9


def test_coasting_parts_one_behind_the_other_climb(wheel, ring):
    def two_rings(*between):
        factors = [Factor(id=key, initial=1.0 if key == "a" else 0.0) for key in "abcd"]
        ends = ("ab", "ba", "cd", "dc", *between)
        links = [Link(id=f"l{n}", source=s, target=t) for n, (s, t) in enumerate(ends)]
        return dynamics_of(wheel(factors, links))

    assert growth_of(two_rings("bc")).climbs and growth_of(two_rings("bc")).verdict == "coasts"
    ran = run(two_rings("bc"), until=400, every=100)
    gained = np.diff(ran.momentum)
    assert gained == pytest.approx(np.full(4, 25.0), rel=2e-2)
    assert not growth_of(two_rings()).climbs
    assert not growth_of(dynamics_of(ring(4))).climbs
    # A factor without friction behind a ring that coasts adds up what it gets.
    free = [Factor(id="a"), Factor(id="b", friction=0.0)]
    links = [Link(id="l1", source="a", target="a"), Link(id="l2", source="a", target="b")]
    assert growth_of(dynamics_of(wheel(free, links))).climbs
    turned = [
        Link(id="l1", source="a", target="a"),
        Link(id="l2", source="a", target="b", weight=0),
    ]
    assert not growth_of(dynamics_of(wheel(free, turned))).climbs
