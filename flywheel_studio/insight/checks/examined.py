"""The drawing as the checks see it: analysed once, asked often.

Whether a factor is on a loop is known exactly, from the parts of the drawing that drive one
another, even where the list of loops was cut. Whether a loop is of a kind is known only of listed
loops, so `is_certain` tells whether "there is none" may be said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from flywheel_studio.analysis.causal_graph import CausalGraph
from flywheel_studio.analysis.components import all_loops_reinforce
from flywheel_studio.analysis.loops import Loop, LoopReport
from flywheel_studio.insight.sentences import factor_name, quoted_name
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.placement import HUB
from flywheel_studio.model.records import Factor, Link, Wheel
from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.settings import Dynamics
from flywheel_studio.simulation.spectrum import Growth

# A list of more names is not read.
MOST_NAMED: Final = 4


class Area:
    """One wheel with the factors that belong to it; `wheel` is None in a document without any.

    Factors of no wheel count as the first one's, as they do for the main loop.
    """

    def __init__(
        self, wheel: Wheel | None, factors: Sequence[Factor], main_loop: Loop | None
    ) -> None:
        self.wheel = wheel
        self.id = None if wheel is None else wheel.id
        self.about = () if wheel is None else (wheel.id,)
        self.factors = tuple(factors)
        self.ids = frozenset(factor.id for factor in factors)
        self.main_loop = main_loop

    @property
    def goal_factor(self) -> str | None:
        return self.wheel.goal.factor if self.wheel and self.wheel.goal else None

    @cached_property
    def receivers(self) -> frozenset[str]:
        """Factors that may just receive: hubs, and the factor that the goal is about."""
        hubs = {factor.id for factor in self.factors if factor.role == HUB}
        return frozenset(hubs if self.goal_factor is None else hubs | {self.goal_factor})

    @property
    def title(self) -> str:
        """How a sentence calls the wheel."""
        if self.wheel is None:
            return ""
        return " ".join(self.wheel.title.split()) or self.wheel.id


def areas_of(flywheel: Flywheel, main_loops: Mapping[str | None, Loop]) -> tuple[Area, ...]:
    """The wheels with at least one factor, in file order; the paper itself where it has none."""
    first = flywheel.first_wheel
    if first is None:
        everything = tuple(flywheel.factors.values())
        return (Area(None, everything, main_loops.get(None)),) if everything else ()
    result = []
    for key, wheel in flywheel.wheels.items():
        factors = flywheel.factors_of.get(key, ())
        if wheel is first and None in flywheel.factors_of:
            homes = (key, None)
            factors = tuple(f for f in flywheel.factors.values() if f.wheel in homes)
        if factors:
            result.append(Area(wheel, factors, main_loops.get(key)))
    return tuple(result)


class Examined:
    """A flywheel with what analysis and simulation say of it. Read-only."""

    def __init__(
        self,
        flywheel: Flywheel,
        graph: CausalGraph,
        report: LoopReport,
        dynamics: Dynamics,
        growth: Growth,
        main_loops: Mapping[str | None, Loop],
        stop: StopToken = NEVER,
    ) -> None:
        self.flywheel = flywheel
        self.graph = graph
        self.report = report
        self.dynamics = dynamics
        self.growth = growth
        self.main_loops = main_loops
        self.stop = stop

    @property
    def loops(self) -> tuple[Loop, ...]:
        return self.report.loops

    @property
    def is_begun(self) -> bool:
        """Whether there is a drawing to speak of: a lone factor is only its beginning."""
        return len(self.flywheel.factors) > 1

    @property
    def is_certain(self) -> bool:
        """Whether every loop is listed, or else all loops are known to be of one kind."""
        return not self.report.is_truncated or all_loops_reinforce(self.graph)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links that take part, in file order."""
        return tuple(link for link in self.flywheel.links.values() if link.active)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The wheels with at least one factor, in file order."""
        return areas_of(self.flywheel, self.main_loops)

    @cached_property
    def parts(self) -> tuple[frozenset[str], ...]:
        """Sets of factors that all drive one another; only those that hold a loop."""
        names = self.graph.factors
        return tuple(frozenset(names[place] for place in part) for part in self.graph.components)

    @cached_property
    def on_a_loop(self) -> frozenset[str]:
        """The factors that are on some loop: exact, however many loops there are."""
        return frozenset().union(*self.parts)

    @cached_property
    def on_a_reinforcing_loop(self) -> frozenset[str]:
        """The factors on a reinforcing loop, as far as loops are listed."""
        if all_loops_reinforce(self.graph):
            return self.on_a_loop
        found: set[str] = set()
        for loop in self.loops:
            if loop.is_reinforcing:
                found.update(loop.factors)
        return frozenset(found)

    @cached_property
    def onward(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that leave each factor, self-links left out."""
        return self._links_by(lambda link: link.source)

    @cached_property
    def inward(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that enter each factor, self-links left out."""
        return self._links_by(lambda link: link.target)

    @cached_property
    def driven_by_a_loop(self) -> frozenset[str]:
        """The factors that some loop drives, those on it included."""
        return self._spread(lambda key: (link.target for link in self.onward[key]))

    @cached_property
    def giving_to_a_loop(self) -> frozenset[str]:
        """The factors that drive some loop, those on it included."""
        return self._spread(lambda key: (link.source for link in self.inward[key]))

    def loops_through(self, area: Area) -> list[Loop]:
        """The listed loops that hold a factor of this wheel."""
        return [loop for loop in self.loops if not area.ids.isdisjoint(loop.factors)]

    def has_loop(self, area: Area) -> bool:
        """Whether a loop runs through the wheel: exact."""
        return not area.ids.isdisjoint(self.on_a_loop)

    def name(self, factor: str) -> str:
        """A factor's name as a sentence quotes it."""
        return quoted_name(self.flywheel, factor)

    def link_name(self, link: str) -> str:
        """A link as a sentence quotes it."""
        record = self.flywheel.links[link]
        return tr(
            "“{source}” → “{target}”",
            source=factor_name(self.flywheel, record.source),
            target=factor_name(self.flywheel, record.target),
        )

    def names(self, factors: Sequence[str]) -> str:
        """Some factors in a row: "“A”, “B” and 3 more"."""
        return listed([self.name(factor) for factor in factors])

    def _links_by(self, end: Callable[[Link], str]) -> Mapping[str, tuple[Link, ...]]:
        found: dict[str, list[Link]] = {factor: [] for factor in self.flywheel.factors}
        for link in self.links:
            if link.source != link.target:
                found[end(link)].append(link)
        return {factor: tuple(links) for factor, links in found.items()}

    def _spread(self, following: Callable[[str], Iterator[str]]) -> frozenset[str]:
        reached = set(self.on_a_loop)
        waiting = list(reached)
        while waiting:
            for key in following(waiting.pop()):
                if key not in reached:
                    reached.add(key)
                    waiting.append(key)
        return frozenset(reached)


def listed(words: Sequence[str], most: int = MOST_NAMED) -> str:
    """Words in a row as a sentence says them, a long row cut: "A, B and 3 more"."""
    if len(words) > most:
        more = len(words) - most + 1
        row = ", ".join(words[: most - 1])
        return ntr("{row} and {n} more", "{row} and {n} more", more, row=row)
    if len(words) < 2:
        return "".join(words)
    return tr("{row} and {last}", row=", ".join(words[:-1]), last=words[-1])
