"""Row 12: the first 10,000 loops, and whether all of them reinforce.

The peer is networkx's `simple_cycles` to the same count. It lists factors and nothing else, in
whatever order it meets them; ours come shortest first, with sign, gain and turn time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

import networkx as nx

from flywheel_studio.analysis.causal_graph import CausalGraph, causal_graph
from flywheel_studio.analysis.components import all_loops_reinforce
from flywheel_studio.analysis.loops import LoopReport, find_loops
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link
from tests.benchmarks.measuring import Row, interleaved, timed

ROUNDS = 9
PEER = "networkx simple_cycles"
GOAL = 1.5


def drawings() -> Mapping[str, Any]:
    """The drawings of the table, and a large sparse one."""
    return {
        "40 factors of density 0.2": nx.gnp_random_graph(40, 0.2, seed=1, directed=True),
        "complete graph of 10": nx.complete_graph(10, nx.DiGraph),
        "complete graph of 12": nx.complete_graph(12, nx.DiGraph),
        "ring of 1,000 factors": nx.cycle_graph(1_000, nx.DiGraph),
        "ring of 100 rings of 10": ring_of_rings(),
        "ring of 100 rings, geared both ways": ring_of_rings(both_ways=True),
        "wheel of 48 spokes": wheel(),
        "1,000 factors, 1.5 links each": nx.gnp_random_graph(1_000, 0.0015, seed=1, directed=True),
    }


def ring_of_rings(rings: int = 100, size: int = 10, *, both_ways: bool = False) -> Any:
    """Rings that hand on to the next ring, the last to the first."""
    graph = nx.DiGraph()
    for ring in range(rings):
        first, following = ring * size, (ring + 1) % rings * size
        graph.add_edges_from((first + at, first + (at + 1) % size) for at in range(size))
        graph.add_edge(first + size // 2, following)
        if both_ways:
            graph.add_edge(following + 1, first + size // 2 + 1)
    return graph


def wheel(spokes: int = 48) -> Any:
    """A hub that drives every spoke and is driven by it, and a rim."""
    graph = nx.DiGraph()
    for spoke in range(1, spokes + 1):
        graph.add_edges_from([(spoke, spoke % spokes + 1), (0, spoke), (spoke, 0)])
    return graph


def flywheel_of(graph: Any) -> Flywheel:
    """The drawing of a graph; every fifth link is negative."""
    links = [
        Link(
            id=f"l{number}",
            source=f"f{source}",
            target=f"f{target}",
            polarity="-" if number % 5 == 4 else "+",
        )
        for number, (source, target) in enumerate(graph.edges)
    ]
    return Flywheel(
        factors={f"f{node}": Factor(id=f"f{node}") for node in sorted(graph)},
        links={link.id: link for link in links},
    )


def rows() -> list[Row]:
    return [*(row for name, graph in drawings().items() for row in listing(name, graph)), *asking()]


def listing(name: str, graph: Any) -> list[Row]:
    """Listing the loops of one drawing: as arrays, and as records with names as a panel asks."""
    flywheel = flywheel_of(graph)
    report = find_loops(causal_graph(flywheel))
    times = interleaved(
        {
            "arrays": on_fresh(flywheel, measured),
            "records": on_fresh(flywheel, lambda graph: measured(graph).loops),
            PEER: lambda: timed(lambda: list(islice(nx.simple_cycles(graph), report.count))),
        },
        ROUNDS,
    )
    what = f"{report.count:,} loops with sign, gain and turn time, {name}"
    return [
        Row(12, what, times["arrays"], {PEER: times[PEER]}, {PEER: GOAL}),
        Row(
            12, f"the same as records with their ids, {name}", times["records"], {PEER: times[PEER]}
        ),
    ]


def asking() -> list[Row]:
    """Whether all loops reinforce, at 1,000 factors: yes, and no for the last link of all."""
    chance = random.Random(1)
    count = 1_000
    side = [chance.random() < 0.5 for _ in range(count)]
    pairs = [(at, (at + 1) % count) for at in range(count)]
    pairs += [(chance.randrange(count), chance.randrange(count)) for _ in range(count // 2)]
    made = []
    for number, (source, target) in enumerate(pairs):
        sign = "+" if side[source] == side[target] else "-"
        made.append(Link(id=f"l{number}", source=f"f{source}", target=f"f{target}", polarity=sign))
    factors = {f"f{at}": Factor(id=f"f{at}") for at in range(count)}
    yes = Flywheel(factors=factors, links={link.id: link for link in made})
    odd = Link(id="odd", source="f0", target="f1", polarity="-" if side[0] == side[1] else "+")
    no = yes.with_records("links", [odd])
    times = interleaved(
        {
            "yes": on_fresh(yes, all_loops_reinforce),
            "no": on_fresh(no, all_loops_reinforce),
        },
        ROUNDS,
    )
    return [
        Row(12, f"are all loops reinforcing? {answer}, 1,000 factors", time, limit=1.0)
        for answer, time in times.items()
    ]


def measured(graph: CausalGraph) -> LoopReport:
    report = find_loops(graph)
    _ = report.gain, report.turn_time, report.is_reinforcing
    return report


def on_fresh(flywheel: Flywheel, work: Callable[[CausalGraph], object]) -> Callable[[], float]:
    """Time `work` on a graph that has not been asked anything before."""

    def measure() -> float:
        graph = causal_graph(flywheel)
        return timed(lambda: work(graph))

    return measure


if __name__ == "__main__":
    print("\n".join(line for row in rows() for line in row.lines()))
