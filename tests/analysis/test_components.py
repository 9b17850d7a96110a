"""Whether every loop reinforces, judged by listing the loops."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.analysis.causal_graph import causal_graph
from flywheel_studio.analysis.components import all_loops_reinforce
from flywheel_studio.analysis.loops import find_loops
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link


def signed(count: int, *links: tuple[int, int, str]) -> Flywheel:
    return Flywheel(
        factors={f"f{at}": Factor(id=f"f{at}") for at in range(count)},
        links={
            f"l{at}": Link(id=f"l{at}", source=f"f{a}", target=f"f{b}", polarity=sign)
            for at, (a, b, sign) in enumerate(links)
        },
    )


places = st.integers(0, 6)


@given(st.lists(st.tuples(places, places, st.sampled_from("+++-")), max_size=16))
def test_it_agrees_with_the_list_of_loops(links: list[tuple[int, int, str]]) -> None:
    graph = causal_graph(signed(7, *links))
    assert all_loops_reinforce(graph) == all(
        loop.is_reinforcing for loop in find_loops(graph).loops
    )


def test_a_negative_link_on_no_loop_does_not_matter() -> None:
    ring = signed(3, (0, 1, "+"), (1, 0, "+"), (1, 2, "-"))
    assert all_loops_reinforce(causal_graph(ring))


def test_a_negative_link_to_itself_balances() -> None:
    assert not all_loops_reinforce(causal_graph(signed(1, (0, 0, "-"))))


def test_parallel_links_of_opposite_sign_hold_a_balancing_loop() -> None:
    twins = signed(2, (0, 1, "+"), (0, 1, "-"), (1, 0, "+"))
    assert not all_loops_reinforce(causal_graph(twins))


def test_rings_joined_one_way_are_judged_each_by_itself() -> None:
    """Two ways from the first ring to the second, of opposite sign, are not a loop."""
    rings = [(0, 1, "-"), (1, 0, "-"), (2, 3, "-"), (3, 2, "-")]
    joined = [(0, 2, "+"), (0, 3, "+"), (1, 2, "+")]
    assert all_loops_reinforce(causal_graph(signed(4, *rings, *joined)))


def test_a_thousand_factors_in_a_row_need_no_recursion() -> None:
    count = 5_000
    ring = [(at, (at + 1) % count, "-" if at < 2 else "+") for at in range(count)]
    assert all_loops_reinforce(causal_graph(signed(count, *ring)))
    assert not all_loops_reinforce(causal_graph(signed(count, *ring, (9, 8, "-"))))
