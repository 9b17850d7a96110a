"""What each shipped flywheel tells: its loops, how it grows, and what its scenarios change."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.loops import Loop, find_loops
from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.insight.economics import unit_economics
from flywheel_studio.insight.run_shape import plateau_of
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.scenarios import scenario
from flywheel_studio.simulation.settings import dynamics_of
from flywheel_studio.simulation.spectrum import growth_of
from flywheel_studio.simulation.trajectory import Trajectory
from flywheel_studio.storage.templates import load_template

Shipped = Callable[[str], Flywheel]


def loops_of(flywheel: Flywheel) -> tuple[Loop, ...]:
    return find_loops(causal_graph(flywheel)).loops


def run_of(flywheel: Flywheel) -> Trajectory:
    settings = flywheel.header.run
    return run(dynamics_of(flywheel), until=settings.until, every=settings.every)


def rate_of(flywheel: Flywheel) -> float:
    return growth_of(dynamics_of(flywheel)).rate


def chain_of(flywheel: Flywheel) -> list[tuple[str, str]]:
    return [(link.source, link.target) for link in flywheel.links.values()]


def codes_of(flywheel: Flywheel) -> set[str]:
    return {finding.code for finding in analyse(flywheel).findings}


def test_the_funnel_has_no_loop_and_runs_dry(shipped: Shipped) -> None:
    funnel = shipped("funnel")
    assert chain_of(funnel) == [
        ("attention", "interest"), ("interest", "desire"), ("desire", "action"),
    ]  # fmt: skip
    assert loops_of(funnel) == ()
    trajectory = run_of(funnel)
    assert trajectory.final_momentum < 0.01 * trajectory.peak_momentum


def test_the_check_calls_the_funnel_a_funnel_and_closes_it_with_one_click(shipped: Shipped) -> None:
    funnel = shipped("funnel")
    (diagnosis,) = [one for one in analyse(funnel).diagnoses if one.finding.code == "funnel"]
    assert diagnosis.finding.severity == "error"
    assert "funnel" in diagnosis.finding.message
    assert "drives nothing" in diagnosis.finding.message
    assert diagnosis.command is not None
    closed = diagnosis.command(funnel)
    (added,) = set(closed.links) - set(funnel.links)
    assert (closed.links[added].source, closed.links[added].target) == ("action", "attention")
    (loop,) = loops_of(closed)
    assert loop.is_reinforcing
    assert len(loop.factors) == 4
    assert "funnel" not in codes_of(closed)
    assert growth_of(dynamics_of(closed)).is_self_sustaining
    assert run_of(closed).final_momentum > 1


def test_business_growth_is_one_loop_of_three_with_patience_for_the_reinvestment(
    shipped: Shipped,
) -> None:
    flywheel = shipped("business-growth")
    (loop,) = loops_of(flywheel)
    assert loop.is_reinforcing
    assert loop.factors == ("customer-experience", "customer-loyalty", "sales-and-revenue")
    back = next(link for link in flywheel.links.values() if link.source == "sales-and-revenue")
    assert back.delay > 0
    assert all(link.delay == 0 for link in flywheel.links.values() if link is not back)
    assert growth_of(dynamics_of(flywheel)).is_self_sustaining
    (wheel,) = flywheel.wheels.values()
    assert wheel.goal is not None
    assert wheel.goal.factor == "sales-and-revenue"
    # Its goal is reached within the run that it opens with.
    revenue = run_of(flywheel).speed[:, flywheel_index(flywheel, "sales-and-revenue")]
    metric = flywheel.factors["sales-and-revenue"].metric
    assert metric is not None and metric.baseline is not None and metric.target is not None
    assert metric.baseline * (1 + revenue[-1]) > metric.target > metric.baseline


def test_business_growth_slows_when_reinvestment_comes_late_and_stops_without_it(
    shipped: Shipped,
) -> None:
    flywheel = shipped("business-growth")
    late, never = (scenario(flywheel, one) for one in flywheel.scenarios)
    assert rate_of(flywheel) > rate_of(late) > 0 > rate_of(never)
    ends = [run_of(one).final_momentum for one in (flywheel, late, never)]
    assert ends[0] > 1.5 * ends[1]
    assert ends[2] < 0.1


def test_the_customer_journey_is_one_ring_of_stages_round_growth(shipped: Shipped) -> None:
    flywheel = shipped("customer-journey")
    (loop,) = loops_of(flywheel)
    assert loop.is_reinforcing
    assert loop.factors == ("strangers", "prospects", "customers", "evangelists")
    assert {flywheel.factors[key].role for key in loop.factors} == {"stage"}
    (hub,) = [factor for factor in flywheel.factors.values() if factor.role == "hub"]
    assert hub.label == "Growth"
    assert growth_of(dynamics_of(flywheel)).is_self_sustaining
    (silent,) = flywheel.scenarios
    assert loops_of(scenario(flywheel, silent)) == ()
    assert "funnel" in codes_of(scenario(flywheel, silent))


def test_the_bands_of_the_journey_attract_engage_and_delight_and_two_overlap_at_customers(
    shipped: Shipped,
) -> None:
    attract, engage, delight = shipped("customer-journey").bands.values()
    assert [band.label for band in (attract, engage, delight)] == ["Attract", "Engage", "Delight"]
    # Strangers stand at 0 degrees, prospects at 90, customers at 180, evangelists at 270.
    assert 0 < attract.from_angle < attract.to_angle < 90
    assert 90 < engage.from_angle < delight.from_angle < 180
    assert 180 < engage.to_angle < delight.to_angle < 270


def test_every_stage_of_the_journey_has_activities_and_ticking_one_adds_speed(
    shipped: Shipped,
) -> None:
    flywheel = shipped("customer-journey")
    stages = [factor for factor in flywheel.factors.values() if factor.role == "stage"]
    assert all(stage.activities for stage in stages)
    texts = {one.text for stage in stages for one in stage.activities}
    assert texts >= {
        "Promotions", "Ads", "Content", "Demos", "Meetings", "Discounts", "Service",
        "Exclusive content", "Rewards", "Surprises",
    }  # fmt: skip
    assert not any(one.active for stage in stages for one in stage.activities)
    plain = run_of(flywheel).final_momentum
    for stage in stages:
        ticked = tuple(msgspec.structs.replace(one, active=True) for one in stage.activities)
        busy = msgspec.structs.replace(stage, activities=ticked)
        assert run_of(flywheel.with_records("factors", [busy])).final_momentum > 1.1 * plain


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_shoppers_wheel_has_four_loops_that_all_reinforce(language: str) -> None:
    flywheel = load_template("amazon-shoppers", language)
    loops = loops_of(flywheel)
    assert all(loop.is_reinforcing for loop in loops)
    assert {frozenset(loop.factors) for loop in loops} == {
        frozenset({"shoppers", "sellers", "selection"}),
        frozenset({"shoppers", "sellers", "lower-costs-and-prices"}),
        frozenset({"customer-experience", "shoppers", "sellers", "selection"}),
        frozenset({"customer-experience", "shoppers", "sellers", "lower-costs-and-prices"}),
    }
    assert len(loops) == len(flywheel.header.loops) == 4
    assert {named.links for named in flywheel.header.loops} == {loop.links for loop in loops}


def test_sellers_who_do_not_compete_slow_the_shoppers_wheel_to_a_third(shipped: Shipped) -> None:
    flywheel = shipped("amazon-shoppers")
    (no_competition,) = flywheel.scenarios
    slower = scenario(flywheel, no_competition)
    assert 0 < rate_of(slower) < rate_of(flywheel) / 3
    assert len(loops_of(slower)) == 2
    assert not codes_of(flywheel) & {"not-on-a-loop", "not-everything-gains", "goal-off-loop"}


def test_inbound_content_turns_on_what_customers_teach_and_on_what_they_tell(
    shipped: Shipped,
) -> None:
    flywheel = shipped("inbound-content")
    told, taught = loops_of(flywheel)
    assert told.is_reinforcing and taught.is_reinforcing
    assert set(told.factors) == {
        "traffic", "leads", "customers", "satisfied-customers", "word-of-mouth",
    }  # fmt: skip
    assert set(taught.factors) == {
        "useful-content", "discovery", "traffic", "leads", "customers", "know-how",
    }  # fmt: skip
    assert growth_of(dynamics_of(flywheel)).is_self_sustaining
    deaf, widely = (scenario(flywheel, one) for one in flywheel.scenarios)
    assert rate_of(deaf) < 0 < rate_of(flywheel) < rate_of(widely)


def test_an_inbound_customer_is_worth_more_than_it_costs_to_win_one(shipped: Shipped) -> None:
    flywheel = shipped("inbound-content")
    found = unit_economics(flywheel.header.economics)
    assert found is not None
    # 12,000 / 24 and 150 * 0.7 / 0.05.
    assert found.acquisition_cost == pytest.approx(500)
    assert found.lifetime_value == pytest.approx(2100)
    assert found.is_worth_it
    assert "economics" not in codes_of(flywheel)
    assert flywheel.header.economics is not None
    metric = flywheel.factors["customers"].metric
    assert metric is not None and metric.baseline == flywheel.header.economics.new_customers


def test_the_inbound_checklist_pulls_more_than_it_pushes(shipped: Shipped) -> None:
    flywheel = shipped("inbound-content")
    activities = [one for factor in flywheel.factors.values() for one in factor.activities]
    assert len({one.group for one in activities}) == 13
    assert all(one.group and one.strength > 0 and not one.active for one in activities)
    pushing = [one.text for one in activities if one.kind == "push"]
    assert pushing == ["Sponsor a podcast", "Place offers in other people's newsletters"]
    assert {one.kind for one in activities} == {"pull", "push"}


def test_the_blank_hub_and_spokes_coasts_round_its_hub(shipped: Shipped) -> None:
    flywheel = shipped("blank-hub-and-spokes")
    (loop,) = loops_of(flywheel)
    assert loop.is_reinforcing
    assert len(loop.factors) == 5
    (hub,) = [factor for factor in flywheel.factors.values() if factor.role == "hub"]
    assert {link.source for link in flywheel.links_in(hub.id)} == set(loop.factors)
    assert not list(flywheel.links_out(hub.id))
    assert growth_of(dynamics_of(flywheel)).verdict == "coasts"
    trajectory = run_of(flywheel)
    ring = trajectory.momentum_of(loop.factors)
    assert ring == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("language", ["en", "de"])
def test_hyper_growth_has_loops_that_reinforce_and_loops_that_brake(language: str) -> None:
    flywheel = load_template("hyper-growth-sales", language)
    loops = loops_of(flywheel)
    assert [loop.is_reinforcing for loop in loops].count(True) >= 2
    brakes = [loop for loop in loops if not loop.is_reinforcing]
    assert {frozenset(loop.factors) for loop in brakes} == {
        frozenset({"production", "mass", "scrutiny"}),
        frozenset({"production", "mass", "rivals"}),
    }
    main = analyse(flywheel).main_loop
    assert main is not None
    assert main.factors == (
        "proof-of-concept", "pilot", "business-case", "production", "value-delivered",
        "trust-and-mandate",
    )  # fmt: skip
    assert ("problem", "proof-of-concept") in chain_of(flywheel)
    # Every loop has a name, and each name says what its signs say.
    named = {loop.links: loop.kind for loop in flywheel.header.loops}
    assert named == {loop.links: loop.kind for loop in loops}


def test_hyper_growth_starts_small_breaks_through_by_effort_and_plateaus_at_the_ceiling(
    shipped: Shipped,
) -> None:
    flywheel = shipped("hyper-growth-sales")
    (effort,) = [push for push in flywheel.pushes.values() if push.strength]
    trajectory = run_of(flywheel)
    production = trajectory.speed[:, flywheel_index(flywheel, "production")]
    ceiling = flywheel.factors["production"].capacity
    assert ceiling is not None
    year = trajectory.time.searchsorted(12.0)
    assert production[year] < 0.01 * ceiling
    # It takes over a year to turn by itself, and the team is still pushing then.
    assert effort.duration is not None and trajectory.breakthrough is not None
    assert 12 < trajectory.breakthrough < effort.duration
    assert trajectory.breakthrough_lost is None
    assert 0.75 * ceiling < production[-1] < ceiling
    last_year = trajectory.time.searchsorted(trajectory.time[-1] - 12)
    middle = trajectory.time.searchsorted(48.0)
    assert production[-1] / production[last_year] < 1.05
    assert production[middle + year] / production[middle] > 1.2
    # The run is long enough to see it: the plateau is marked, and said.
    assert plateau_of(trajectory) == pytest.approx(90, abs=3)
    assert "unlimited" not in codes_of(flywheel)


def test_strong_brakes_hold_hyper_growth_down_and_an_early_stop_costs_a_year(
    shipped: Shipped,
) -> None:
    flywheel = shipped("hyper-growth-sales")
    strong, early = (scenario(flywheel, one) for one in flywheel.scenarios)
    place = flywheel_index(flywheel, "production")
    plain, braked, stopped = (run_of(one) for one in (flywheel, strong, early))
    assert braked.speed[-1, place] < plain.speed[-1, place] / 3
    assert braked.breakthrough_lost is not None
    # What is reached after four years takes the team that stopped about five.
    level = plain.speed[plain.time.searchsorted(48.0), place]
    later = stopped.time[stopped.speed[:, place].searchsorted(level)]
    assert 9 < later - 48 < 18


def test_the_account_is_a_ring_of_wheels_with_owner_stage_and_status(shipped: Shipped) -> None:
    flywheel = shipped("hyper-growth-sales")
    main, *account = flywheel.wheels.values()
    assert all(wheel.parent == main.id for wheel in account)
    assert {wheel.owner for wheel in account} == {"sales", "delivery manager", "partner"}
    assert {wheel.stage for wheel in account} == {
        "proof of concept", "pilot", "production", "handed over",
    }  # fmt: skip
    assert {wheel.status for wheel in account} == {"spinning", "plateaued", "died"}
    homes = {key: factor.wheel for key, factor in flywheel.factors.items()}
    gears = [(homes[source], homes[target]) for source, target in chain_of(flywheel)]
    ring = [pair for pair in gears if pair[0] != pair[1] and main.id not in pair]
    assert len(ring) == len(account)
    assert {source for source, _ in ring} == {target for _, target in ring}
    assert {pair for pair in gears if (main.id in pair and pair[0] != pair[1])} == {
        ("main", "logistics"), ("purchasing", "main"),
    }  # fmt: skip
    codes = codes_of(flywheel)
    assert not codes & {"not-on-a-loop", "said-otherwise", "program-off-wheel", "goal-off-loop"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_portfolio_is_a_wheel_and_three_programs_that_gear_into_their_spokes(
    language: str,
) -> None:
    flywheel = load_template("marketing-portfolio", language)
    main, *programs = flywheel.wheels.values()
    assert [wheel.parent for wheel in programs] == [main.id] * 3
    homes = {key: factor.wheel for key, factor in flywheel.factors.items()}
    spokes = {"launch": "demand-generation", "partner": "partner-programs"}
    spokes["webinar"] = "thought-leadership"
    gears = [pair for pair in chain_of(flywheel) if homes[pair[0]] != homes[pair[1]]]
    assert len(gears) == 6
    for program in programs:
        assert len(flywheel.factors_of[program.id]) in (3, 4)
        (into,) = [target for source, target in gears if homes[source] == program.id]
        (back,) = [source for source, target in gears if homes[target] == program.id]
        assert into == back == spokes[program.id]
    top = {factor.id for factor in flywheel.factors_of[main.id] if factor.role != "hub"}
    assert top == set(load_template("b2b-marketing", language).factors) - {"goal"}


def test_the_portfolio_tells_loops_within_a_wheel_from_loops_across_gears(
    shipped: Shipped,
) -> None:
    flywheel = shipped("marketing-portfolio")
    homes = {key: factor.wheel for key, factor in flywheel.factors.items()}
    loops = loops_of(flywheel)
    assert all(loop.is_reinforcing for loop in loops)
    wheels = [{homes[key] for key in loop.factors} for loop in loops]
    within = [next(iter(one)) for one in wheels if len(one) == 1]
    across = [one for one in wheels if len(one) > 1]
    assert sorted(str(key) for key in within) == ["launch", "main", "partner", "webinar"]
    assert len(across) == 3
    assert all("main" in one for one in across)
    assert {named.links for named in flywheel.header.loops} == {loop.links for loop in loops}
    mains = analyse(flywheel).main_loops
    assert {key: {homes[one] for one in loop.factors} for key, loop in mains.items()} == {
        key: {key} for key in flywheel.wheels
    }
    assert not codes_of(flywheel) & {"program-off-wheel", "not-on-a-loop", "said-otherwise"}


def test_the_portfolio_grows_faster_for_its_programs(shipped: Shipped) -> None:
    flywheel = shipped("marketing-portfolio")
    alone, off_topic = (scenario(flywheel, one) for one in flywheel.scenarios)
    assert rate_of(flywheel) > rate_of(off_topic) > rate_of(alone) > 0
    assert run_of(alone).final_momentum < run_of(flywheel).final_momentum / 2


def flywheel_index(flywheel: Flywheel, factor: str) -> int:
    return list(flywheel.factors).index(factor)
