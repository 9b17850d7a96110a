"""Loops against the slow, obvious way to list them: every order of every choice of factors."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import islice, permutations, product
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_studio.analysis import loops as loops_module
from flywheel_studio.analysis.causal_graph import CausalGraph, causal_graph
from flywheel_studio.analysis.loops import Loop, LoopReport, find_loops
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from flywheel_studio.model.stop import Cancelled, StopToken

Joined = tuple[str, str]


def drawing(factors: Sequence[Factor] | str, *links: Link | Joined) -> Flywheel:
    """A flywheel of these factors and links; pairs become links of the defaults, "a", "b" too."""
    made = [Factor(id=each) if isinstance(each, str) else each for each in factors]
    joined = [
        link
        if isinstance(link, Link)
        else Link(id=f"{link[0]}{link[1]}", source=link[0], target=link[1])
        for link in links
    ]
    return Flywheel(
        factors={factor.id: factor for factor in made}, links={link.id: link for link in joined}
    )


def graph_of(graph: nx.DiGraph) -> CausalGraph:
    return causal_graph(
        Flywheel(
            factors={str(node): Factor(id=str(node)) for node in sorted(graph)},
            links={
                f"{a}-{b}": Link(id=f"{a}-{b}", source=str(a), target=str(b))
                for a, b in graph.edges
            },
        )
    )


def found_in(flywheel: Flywheel, **bounds: int) -> LoopReport:
    return find_loops(causal_graph(flywheel), **bounds)


def all_loops(flywheel: Flywheel) -> list[tuple[Link, ...]]:
    """Every loop as its links, in the promised order, by trying everything."""
    ids = list(flywheel.factors)
    loops = []
    for length in range(1, len(ids) + 1):
        for order in permutations(range(len(ids)), length):
            if order[0] == min(order):
                steps = zip(order, (*order[1:], order[0]), strict=True)
                choices = [
                    [
                        link
                        for link in flywheel.links.values()
                        if link.active and (link.source, link.target) == (ids[a], ids[b])
                    ]
                    for a, b in steps
                ]
                loops += list(product(*choices))
    return loops


def gain_by_hand(flywheel: Flywheel, loop: Sequence[Link]) -> float:
    if any(link.weight == 0 for link in loop):
        return 0.0
    gain = 1.0
    for link in loop:
        target = flywheel.factors[link.target]
        well_done = 1.0 if target.score is None or link.is_negative else target.score / 10
        gain *= link.weight * well_done * (-1 if link.is_negative else 1)
        gain = gain / target.friction if target.friction else math.copysign(math.inf, gain)
    return gain


def turn_time_by_hand(flywheel: Flywheel, loop: Sequence[Link]) -> float:
    lags = [
        flywheel.factors[link.target].mass / flywheel.factors[link.target].friction + link.delay
        if flywheel.factors[link.target].friction
        else math.inf
        for link in loop
    ]
    return math.fsum(lags)


@st.composite
def drawings(draw: st.DrawFn) -> Flywheel:
    """Up to five factors, links of every kind: parallel, to itself, negative, switched off."""
    count = draw(st.integers(1, 5))
    factors = [
        Factor(
            id=f"f{number}",
            friction=draw(st.sampled_from([0.0, 0.5, 0.3, 2.0])),
            mass=draw(st.sampled_from([1.0, 0.1, 7.5])),
            score=draw(st.sampled_from([None, None, 3.0, 10.0])),
        )
        for number in range(count)
    ]
    ends = st.sampled_from([factor.id for factor in factors])
    links = [
        Link(
            id=f"l{number}",
            source=draw(ends),
            target=draw(ends),
            polarity=draw(st.sampled_from("++-")),
            weight=draw(st.sampled_from([0.5, 0.75, 1.5, 0.0])),
            delay=draw(st.sampled_from([0.0, 0.0, 2.5])),
            active=draw(st.sampled_from([True, True, True, False])),
        )
        for number in range(draw(st.integers(0, 14)))
    ]
    return drawing(factors, *links)


@given(drawings())
def test_loops_signs_gains_and_turn_times_agree_with_brute_force(flywheel: Flywheel) -> None:
    report = found_in(flywheel)
    expected = all_loops(flywheel)
    assert [loop.links for loop in report.loops] == [
        tuple(link.id for link in loop) for loop in expected
    ]
    assert not report.is_truncated
    assert report.complete_to is None
    for loop, links in zip(report.loops, expected, strict=True):
        assert loop.factors == tuple(link.source for link in links)
        assert loop.is_reinforcing == (sum(link.is_negative for link in links) % 2 == 0)
        assert loop.gain == pytest.approx(gain_by_hand(flywheel, links), rel=1e-12)
        assert math.copysign(1, loop.gain) > 0 or loop.gain != 0
        assert loop.turn_time == pytest.approx(turn_time_by_hand(flywheel, links), rel=1e-12)
    assert report.gain.tolist() == [loop.gain for loop in report.loops]
    assert report.turn_time.tolist() == [loop.turn_time for loop in report.loops]
    assert report.is_reinforcing.tolist() == [loop.is_reinforcing for loop in report.loops]
    assert report.count == len(report.loops)


@given(drawings(), st.integers(0, 30))
def test_a_cut_list_is_the_beginning_of_the_whole_and_says_how_far_it_is_complete(
    flywheel: Flywheel, budget: int
) -> None:
    report = found_in(flywheel, budget=budget)
    expected = [tuple(link.id for link in loop) for loop in all_loops(flywheel)]
    assert [loop.links for loop in report.loops] == expected[:budget]
    assert report.is_truncated == (len(expected) > budget)
    if report.is_truncated:
        assert report.complete_to == len(expected[budget]) - 1
    else:
        assert report.complete_to is None


@given(st.integers(2, 60), st.integers(0, 2**32), st.floats(0.2, 2.5), st.booleans())
def test_larger_random_drawings_have_the_cycles_that_networkx_lists(
    count: int, seed: int, links_each: float, has_ring: bool
) -> None:
    graph = nx.gnp_random_graph(count, min(1.0, links_each / count), seed=seed, directed=True)
    if has_ring:  # long loops beside short ones
        order = random.Random(seed).sample(range(count), count)
        nx.add_cycle(graph, order)
    expected = list(islice(nx.simple_cycles(graph), 3_000))
    if len(expected) < 3_000:
        report = find_loops(graph_of(graph))
        listed = [tuple(map(int, loop.factors)) for loop in report.loops]
        turned = [cycle.index(min(cycle)) for cycle in expected]
        assert listed == sorted(
            ((*c[at:], *c[:at]) for c, at in zip(expected, turned, strict=True)),
            key=lambda cycle: (len(cycle), cycle),
        )


def test_reinforcing_and_balancing_loops_are_numbered_apart() -> None:
    brake = Link(id="cb", source="c", target="b", polarity="-")
    report = found_in(drawing("abc", ("a", "b"), ("b", "a"), ("b", "c"), brake, ("c", "a")))
    assert [(loop.id, loop.factors) for loop in report.loops] == [
        ("R1", ("a", "b")),
        ("B1", ("b", "c")),
        ("R2", ("a", "b", "c")),
    ]


def test_a_loop_with_two_negative_links_is_reinforcing() -> None:
    there = Link(id="ab", source="a", target="b", polarity="-")
    back = Link(id="ba", source="b", target="a", polarity="-")
    (loop,) = found_in(drawing("ab", there, back)).loops
    assert loop.is_reinforcing
    assert loop.gain == 1.0


def test_two_loops_may_share_all_their_factors() -> None:
    second = Link(id="again", source="a", target="b", polarity="-", weight=0.25)
    report = found_in(drawing("ab", ("a", "b"), second, ("b", "a")))
    assert [(loop.id, loop.links, loop.gain) for loop in report.loops] == [
        ("R1", ("ab", "ba"), 1.0),
        ("B1", ("again", "ba"), -0.5),
    ]


def test_a_loop_starts_at_its_factor_that_stands_first_in_the_file() -> None:
    report = found_in(drawing("dcba", ("a", "b"), ("b", "c"), ("c", "a")))
    assert [loop.factors for loop in report.loops] == [("c", "a", "b")]


def test_a_drawing_without_loops_says_so() -> None:
    report = found_in(drawing("abc", ("a", "b"), ("b", "c")))
    assert report.loops == ()
    assert report.gain.shape == report.turn_time.shape == (0,)
    assert not report.is_truncated


def test_a_factor_without_friction_makes_gain_and_turn_time_infinite() -> None:
    free = drawing([Factor(id="a", friction=0), Factor(id="b")], ("a", "b"), ("b", "a"))
    (loop,) = found_in(free).loops
    assert loop.gain == math.inf
    assert loop.turn_time == math.inf


def test_a_weight_of_zero_makes_the_gain_zero_even_without_friction() -> None:
    cut = Link(id="ab", source="a", target="b", weight=0, polarity="-")
    free = drawing([Factor(id="a", friction=0), Factor(id="b")], cut, ("b", "a"))
    (loop,) = found_in(free).loops
    assert str(loop.gain) == "0.0"
    assert loop.turn_time == math.inf


def test_a_score_scales_what_positive_links_bring_and_nothing_else() -> None:
    scored = [Factor(id="a", score=4), Factor(id="b")]
    back = Link(id="ba", source="b", target="a")
    assert found_in(drawing(scored, ("a", "b"), back)).gain.tolist() == [pytest.approx(0.4)]
    brake = Link(id="ba", source="b", target="a", polarity="-")
    assert found_in(drawing(scored, ("a", "b"), brake)).gain.tolist() == [-1.0]


def test_a_gain_that_leaves_the_range_of_numbers_only_on_the_way_is_still_right() -> None:
    weights = [1e300, 1e300, 1e-300, 1e-300, 3.0]
    names = "abcde"
    links = [
        Link(id=f"l{at}", source=names[at], target=names[(at + 1) % 5], weight=weight)
        for at, weight in enumerate(weights)
    ]
    flywheel = drawing([Factor(id=name, friction=1.0) for name in names], *links)
    assert found_in(flywheel).gain.tolist() == [pytest.approx(3.0, rel=1e-14)]


def test_links_in_parallel_all_round_cannot_hang_the_search() -> None:
    count = 200
    links = [
        Link(id=f"l{at}-{twin}", source=str(at), target=str((at + 1) % count))
        for at in range(count)
        for twin in "ab"
    ]
    report = found_in(drawing([Factor(id=str(at)) for at in range(count)], *links), budget=100)
    assert (report.count, report.is_truncated) == (100, True)
    assert report.complete_to == count - 1
    assert len({loop.links for loop in report.loops}) == 100


def complete(count: int) -> nx.DiGraph:
    return nx.complete_graph(count, nx.DiGraph)


def wheel_of(spokes: int) -> nx.DiGraph:
    graph = nx.DiGraph()
    for spoke in range(spokes):
        graph.add_edges_from(
            [(1 + spoke, 1 + (spoke + 1) % spokes), (0, 1 + spoke), (1 + spoke, 0)]
        )
    return graph


def chain_of_gates(stages: int) -> nx.DiGraph:
    """Diamonds in a row, each with its own way back: dead ends by the million, loops by the dozen."""
    graph = nx.DiGraph()
    for stage in range(stages):
        for middle in range(1, 4):
            graph.add_edges_from(
                [(4 * stage, 4 * stage + middle), (4 * stage + middle, 4 * stage + 4)]
            )
        graph.add_edge(4 * stage + 4, 4 * stage)
    return graph


@pytest.mark.parametrize(
    ("graph", "count", "complete_to"),
    [
        (complete(8), 16_064, None),
        (complete(10), 10_000, 5),
        (complete(12), 10_000, 4),
        (complete(40), 10_000, 2),
        (wheel_of(48), 48 * 48 + 1, None),
        (nx.cycle_graph(1_000, nx.DiGraph), 1, None),
        (chain_of_gates(40), 120, None),
    ],
    ids=["complete 8", "complete 10", "complete 12", "complete 40", "wheel", "ring", "gates"],
)
def test_drawings_that_hurt_are_listed_within_the_budget(
    graph: nx.DiGraph, count: int, complete_to: int | None
) -> None:
    budget = 20_000 if count > 10_000 else 10_000
    report = find_loops(graph_of(graph), budget=budget)
    assert (report.count, report.complete_to) == (count, complete_to)


def test_the_steps_run_out_at_the_same_place_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_of(nx.gnp_random_graph(30, 0.3, seed=4, directed=True))
    whole = [loop.links for loop in find_loops(graph).loops]
    monkeypatch.setattr(loops_module, "MAX_STEPS", 3_000)
    first, second = find_loops(graph), find_loops(graph)
    assert first.loops == second.loops
    assert first.is_truncated
    assert 0 < first.count < len(whole)
    assert [loop.links for loop in first.loops] == whole[: first.count]
    shown = {len(loop.links) for loop in first.loops}
    assert first.complete_to in {max(shown) - 1, max(shown)}


def test_time_that_is_over_cuts_the_list_honestly() -> None:
    report = find_loops(graph_of(complete(10)), seconds=0.0)
    assert report.is_truncated
    assert report.count < 10_000
    assert report.complete_to == 1, "the loops of two links had not all been looked for"


def test_a_search_that_nobody_waits_for_ends() -> None:
    stop = StopToken()
    stop.set()
    with pytest.raises(Cancelled):
        find_loops(graph_of(complete(5)), stop=stop)


def test_a_search_is_stopped_while_it_runs() -> None:
    class SetLater(StopToken):
        reads = 0

        def raise_if_set(self) -> None:
            self.reads += 1
            if self.reads == 4:
                self.set()
            super().raise_if_set()

    stop = SetLater()
    with pytest.raises(Cancelled):
        find_loops(graph_of(complete(10)), stop=stop)
    assert stop.reads == 4


def test_a_report_can_be_made_of_loops() -> None:
    loop = Loop(
        id="R1", kind="reinforcing", factors=("a",), links=("aa",), gain=2.0, turn_time=math.inf
    )
    report = LoopReport((loop,))
    assert report.loops == (loop,)
    assert report.gain.tolist() == [2.0]
    assert report.turn_time.tolist() == [math.inf]
    assert report.is_reinforcing.tolist() == [True]
    assert report.is_reinforcing.dtype == np.bool_


def test_a_drawing_without_loops_never_loads_networkx(fresh_python: Callable[[str], str]) -> None:
    said = fresh_python(
        "import sys\n"
        "from flywheel_studio.analysis.causal_graph import causal_graph\n"
        "from flywheel_studio.analysis.loops import find_loops\n"
        "from flywheel_studio.model.flywheel import Flywheel\n"
        "from flywheel_studio.model.records import Factor, Link\n"
        "flywheel = Flywheel(\n"
        "    factors={'a': Factor(id='a'), 'b': Factor(id='b')},\n"
        "    links={'l1': Link(id='l1', source='a', target='b')},\n"
        ")\n"
        "assert find_loops(causal_graph(flywheel)).loops == ()\n"
        "print(sorted({'networkx', 'numpy'} & sys.modules.keys()))"
    )
    assert said.strip() == "[]"


def test_what_is_loaded_before_the_search_costs_none_of_its_time(monkeypatch):
    now = [0.0]
    slow = CausalGraph.components

    def components(graph: CausalGraph) -> tuple[frozenset[int], ...]:
        now[0] += 60.0
        return slow.func(graph)

    monkeypatch.setattr(loops_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(CausalGraph, "components", property(components))
    report = find_loops(causal_graph(drawing("ab", ("a", "b"), ("b", "a"))), seconds=1.0)
    assert (report.count, report.is_truncated) == (1, False)
