"""Find the feedback loops in a flywheel and say which way each one turns.

The number of loops explodes with density (a complete drawing of 10 factors has 1.1 million), so
the search carries a budget and its result says when the budget ran out. An honest "at least
10,000" beats a hang. A loop is known by its ordered links: two loops can share all factors.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, count, islice, product
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from flywheel_studio.analysis.causal_graph import CausalGraph
from flywheel_studio.analysis.cycle_search import CycleSearch, OutOfBudget, Path
from flywheel_studio.analysis.loop_measures import Listing, gains, reinforcing, turn_times
from flywheel_studio.model.stop import NEVER, StopToken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LoopKind = Literal["reinforcing", "balancing"]

REINFORCING: Final = "reinforcing"
BALANCING: Final = "balancing"

MAX_LOOPS: Final = 10_000
# Edges looked at. The densest drawings need about 40 for each loop; this many take some seconds.
MAX_STEPS: Final = 20_000_000


class Loop(Struct, frozen=True, kw_only=True, gc=False):
    """One feedback loop: `links[i]` leads from `factors[i]` to the next, the last to the first.

    `id` is "R1", "R2", … or "B1", "B2", …. `gain`: what one unit of push comes back as after one
    turn, dimensionless, negative on a balancing loop. `turn_time`: the mean lag round the loop,
    in the document's time unit. A factor without friction makes both infinite (a weight of 0
    still makes the gain 0).
    """

    id: str
    kind: LoopKind
    factors: tuple[str, ...]
    links: tuple[str, ...]
    gain: float
    turn_time: float

    @property
    def is_reinforcing(self) -> bool:
        return self.kind == REINFORCING


class LoopReport:
    """The loops of a drawing, and how far the list of them can be trusted.

    `gain`, `turn_time` (float64) and `is_reinforcing` (bool) are arrays of shape (n,) that speak
    of the n loops of `loops` in their order; units as in `Loop`. `complete_to`: every loop of at
    most that many links is listed; None: every loop is. Each is made when first asked for.
    """

    def __init__(
        self,
        loops: Sequence[Loop] = (),
        gain: Numbers | None = None,
        turn_time: Numbers | None = None,
        is_truncated: bool = False,
        complete_to: int | None = None,
    ) -> None:
        self.is_truncated = is_truncated
        self.complete_to = complete_to
        self.count = len(loops)
        self._listing: Listing | None = None
        self.loops = tuple(loops)
        if gain is not None:
            self.gain = gain
        if turn_time is not None:
            self.turn_time = turn_time

    @classmethod
    def of_listing(cls, listing: Listing, complete_to: int | None) -> LoopReport:
        report = cls(is_truncated=complete_to is not None, complete_to=complete_to)
        report.count = len(listing.lengths)
        report._listing = listing
        del report.loops
        return report

    @cached_property
    def loops(self) -> tuple[Loop, ...]:
        return () if self._listing is None else tuple(_named(self._listing, self))

    @cached_property
    def gain(self) -> Numbers:
        if self._listing is not None:
            return gains(self._listing)
        return _numbers(loop.gain for loop in self.loops)

    @cached_property
    def turn_time(self) -> Numbers:
        if self._listing is not None:
            return turn_times(self._listing)
        return _numbers(loop.turn_time for loop in self.loops)

    @cached_property
    def is_reinforcing(self) -> NDArray[np.bool_]:
        if self._listing is not None:
            return reinforcing(self._listing)
        return _numbers(loop.is_reinforcing for loop in self.loops).astype(bool)


def find_loops(
    graph: CausalGraph,
    *,
    budget: int = MAX_LOOPS,
    seconds: float | None = None,
    stop: StopToken = NEVER,
) -> LoopReport:
    """List the feedback loops of `graph`, shortest first and complete up to a length.

    Loops of one length come in the order of their factors in the file, each starting at its
    factor that stands first there; loops through the same factors by the order of their links.
    A list that was cut is the beginning of the whole list. A loop is reinforcing when it holds
    an even number of negative links, balancing when odd.

    Args:
        budget: most loops to list, count.
        seconds: most time to take, s; None: cut by count and by `MAX_STEPS` alone, so that the
            same drawing always gives the same list.
        stop: read every few thousand steps; once set, `Cancelled` is raised.

    Returns:
        `report.is_truncated` is set when the budget, the steps or the time ran out;
        every loop of at most `report.complete_to` links is still there.

    Raises:
        Cancelled: `stop` was set, because a newer drawing superseded this one.

    Source: polarity rule after Sterman, Business Dynamics (2000), ch. 5; components by
        networkx; search: `flywheel_studio.analysis.cycle_search`; gain and turn time:
        equations 7 and 8 of `flywheel_studio.simulation`.
    """
    stop.raise_if_set()
    components = graph.components
    # Only the search counts: the first call loads networkx, which on a busy machine takes seconds.
    deadline = None if seconds is None else time.monotonic() + seconds

    def pause() -> None:
        stop.raise_if_set()
        if deadline is not None and time.monotonic() > deadline:
            raise OutOfBudget

    if not components:
        return LoopReport()
    search = CycleSearch(graph.successors, components, most_steps=MAX_STEPS, pause=pause)
    search.run(budget)
    cut_at = search.cut_at
    cycles = [cycle for _, found in search.cycles for cycle in found]
    if graph.has_parallel_links:
        listing, cut_by_links = _with_parallel_links(graph, cycles, budget)
        cut_at = cut_by_links or cut_at
    else:
        listing = _listing(graph, cycles)
    return LoopReport.of_listing(listing, None if cut_at is None else cut_at - 1)


def _listing(graph: CausalGraph, cycles: Sequence[Path]) -> Listing:
    """The links of cycles of factors where one link at most joins two factors one way."""
    import numpy as np

    lengths = np.fromiter(map(len, cycles), np.int64, len(cycles))
    factors = np.fromiter(chain.from_iterable(cycles), np.int64, int(lengths.sum()))
    following = np.roll(factors, -1)
    ends = lengths.cumsum()
    following[ends - 1] = factors[ends - lengths]
    return Listing(graph, graph.links_of_pairs(factors, following), lengths)


def _with_parallel_links(
    graph: CausalGraph, cycles: Sequence[Path], budget: int
) -> tuple[Listing, int | None]:
    """Every choice of links for each cycle of factors, and the length that the budget cut."""
    import numpy as np

    between = graph.links_between
    choices = chain.from_iterable(
        product(*(between[pair] for pair in zip(cycle, (*cycle[1:], cycle[0]), strict=True)))
        for cycle in cycles
    )
    chosen = list(islice(choices, budget + 1))
    cut_at = len(chosen.pop()) if len(chosen) > budget else None
    lengths = np.fromiter(map(len, chosen), np.int64, len(chosen))
    links = np.fromiter(chain.from_iterable(chosen), np.int64, int(lengths.sum()))
    return Listing(graph, links, lengths), cut_at


def _named(listing: Listing, report: LoopReport) -> Iterator[Loop]:
    """The loops of `listing`, with ids and measures."""
    import numpy as np

    graph = listing.graph
    # Tuples at once: a part of one is one too, without a list in between.
    links = tuple(np.array(graph.links, np.object_)[listing.links].tolist())
    starts = np.array([graph.factors[source] for source in graph.source], np.object_)
    factors = tuple(starts[listing.links].tolist())
    numbered = {True: count(1), False: count(1)}
    end = 0
    for length, is_reinforcing, gain, turn_time in zip(
        listing.lengths.tolist(),
        report.is_reinforcing.tolist(),
        report.gain.tolist(),
        report.turn_time.tolist(),
        strict=True,
    ):
        start, end = end, end + length
        number = next(numbered[is_reinforcing])
        yield Loop(
            id=f"R{number}" if is_reinforcing else f"B{number}",
            kind=REINFORCING if is_reinforcing else BALANCING,
            factors=factors[start:end],
            links=links[start:end],
            gain=gain,
            turn_time=turn_time,
        )


def _numbers(values: Iterable[float]) -> Numbers:
    import numpy as np

    return np.array(list(values), np.float64)
