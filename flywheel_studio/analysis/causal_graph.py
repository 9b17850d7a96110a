"""The flywheel as a graph of numbers: which factor drives which, over active links only.

Factors and links are known here by their place in the file (0, 1, …), so that comparing two
loops by number is comparing them by file order. Here, and nowhere else, nodes and edges are
spoken of: networkx says so. networkx is imported only once a drawing can hold a loop at all:
the picture of a drawing without loops does not pay for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from flywheel_studio.model.flywheel import Flywheel

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

# A table of all pairs is read twenty times faster than a sorted list is searched; 8 MB at most.
_LARGEST_TABLE: Final = 1_000


class CausalGraph(Struct, frozen=True, dict=True):
    """Active links and the numbers that gains and turn times are made of.

    Per factor (in file order): `factors` ids; `friction`, dimensionless, f; `response`, time
    units, m/f, infinite without friction. Per active link (in file order): `links` ids; `source`
    and `target` as places in `factors`; `negative`; `passed_on`, dimensionless, w·h, never
    negative; `delay`, time units.
    """

    factors: tuple[str, ...]
    links: tuple[str, ...]
    source: tuple[int, ...]
    target: tuple[int, ...]
    negative: tuple[bool, ...]
    passed_on: tuple[float, ...]
    delay: tuple[float, ...]
    friction: tuple[float, ...]
    response: tuple[float, ...]

    @cached_property
    def links_between(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """(source, target) -> the links that join them this way, in file order."""
        between: dict[tuple[int, int], tuple[int, ...]] = {}
        for link, pair in enumerate(zip(self.source, self.target, strict=True)):
            between[pair] = (*between.get(pair, ()), link)
        return between

    @cached_property
    def successors(self) -> tuple[tuple[int, ...], ...]:
        """For each factor the factors that it drives, in file order, each once."""
        driven: list[list[int]] = [[] for _ in self.factors]
        for source, target in self.links_between:
            driven[source].append(target)
        return tuple(tuple(sorted(targets)) for targets in driven)

    def links_of_pairs(
        self, sources: NDArray[np.int64], targets: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The link that joins each source to its target; shapes (k,).

        Every pair must be joined, and only once: not for graphs with parallel links.
        """
        import numpy as np

        n = len(self.factors)
        keys = np.array(self.source, np.int64) * n + np.array(self.target, np.int64)
        if n <= _LARGEST_TABLE:
            table = np.empty(n * n, np.int64)
            table[keys] = np.arange(len(keys))
            links: NDArray[np.int64] = table[sources * n + targets]
        else:
            order = np.argsort(keys)
            links = order[np.searchsorted(keys[order], sources * n + targets)]
        return links

    @cached_property
    def has_parallel_links(self) -> bool:
        return len(self.links_between) < len(self.links)

    @cached_property
    def components(self) -> tuple[frozenset[int], ...]:
        """Sets of factors that all drive one another, by networkx; only those that hold a loop.

        In the order of their first factor in the file. A factor alone counts if a link leads
        from it to itself.
        """
        joined = self.links_between.keys()
        core = _core(joined)
        if not core:
            return ()
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_edges_from(pair for pair in joined if pair[0] in core and pair[1] in core)
        found = (frozenset(nodes) for nodes in nx.strongly_connected_components(graph))
        held = (nodes for nodes in found if len(nodes) > 1 or (min(nodes),) * 2 in joined)
        return tuple(sorted(held, key=min))


def causal_graph(flywheel: Flywheel) -> CausalGraph:
    """The graph of the active links of `flywheel`.

    Source: h = score/10 on positive links, 1 on negative ones and where no score is given:
        section 1 of the momentum model, see `flywheel_studio.simulation`.
    """
    factors = flywheel.factors
    place = {factor: index for index, factor in enumerate(factors)}
    links = [link for link in flywheel.links.values() if link.active]
    well_done = {
        key: 1.0 if factor.score is None else factor.score / 10 for key, factor in factors.items()
    }
    return CausalGraph(
        factors=tuple(factors),
        links=tuple(link.id for link in links),
        source=tuple(place[link.source] for link in links),
        target=tuple(place[link.target] for link in links),
        negative=tuple(link.is_negative for link in links),
        passed_on=tuple(
            link.weight if link.is_negative else link.weight * well_done[link.target]
            for link in links
        ),
        delay=tuple(link.delay for link in links),
        friction=tuple(factor.friction for factor in factors.values()),
        response=tuple(
            factor.mass / factor.friction if factor.friction else float("inf")
            for factor in factors.values()
        ),
    )


def _core(joined: Collection[tuple[int, int]]) -> set[int]:
    """What is left once factors that nothing drives, or that drive nothing, are taken off."""
    core: set[int] | None = None
    for side in (0, 1):
        waiting: dict[int, int] = {}
        following: dict[int, list[int]] = {}
        for pair in joined:
            if core is None or (pair[0] in core and pair[1] in core):
                here, there = pair[side], pair[1 - side]
                waiting[there] = waiting.get(there, 0) + 1
                waiting.setdefault(here, 0)
                following.setdefault(here, []).append(there)
        free = [factor for factor, count in waiting.items() if not count]
        for factor in free:
            for there in following.get(factor, ()):
                waiting[there] -= 1
                if not waiting[there]:
                    free.append(there)
        core = waiting.keys() - free
    return core or set()
