"""Tell whether every loop reinforces without listing a single one.

In a set of factors that all drive one another every loop holds an even number of negative links
exactly when the factors can be painted in two colours so that positive links join equal colours
and negative ones different colours. One depth-first walk finds those sets and paints them, so
that the answer takes a fraction of a millisecond where listing the loops could take for ever.
"""

from __future__ import annotations

from flywheel_studio.analysis.causal_graph import CausalGraph
from flywheel_studio.analysis.depth_first import painted


def all_loops_reinforce(graph: CausalGraph) -> bool:
    """Whether no loop of `graph` is balancing; true also where there is no loop at all.

    Source: two-colouring after Harary (1953); the walk: `flywheel_studio.analysis.depth_first`.
    """
    if True not in graph.negative:
        return True
    count = len(graph.factors)
    driven: list[list[tuple[int, bool]]] = [[] for _ in range(count)]
    for source, target, negative in zip(graph.source, graph.target, graph.negative, strict=True):
        driven[source].append((target, negative))
    component, colour = painted(driven)
    return all(
        component[source] != component[target] or (colour[source] ^ colour[target]) == negative
        for source, target, negative in zip(graph.source, graph.target, graph.negative, strict=True)
    )
