"""Ways from factor to factor and their signs: who lifts whom, and where the drawing leaves it open.

Only paths that visit no factor twice count: going once more round a loop says nothing about where
a push arrives first. Finding such a path of a given sign can take for ever in a dense drawing, so
every search here has a budget, and what it did not find is not claimed.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from flywheel_studio.insight.checks.examined import Examined
from flywheel_studio.model.records import NEGATIVE, POSITIVE, Link

Way = tuple[Link, ...]

# Steps of a search for one factor's paths: a ring of forty with brakes takes some hundreds.
_STEPS: Final = 5_000
# Paths looked at for opposite signs: some 50 ms. In 40 factors with 160 links that is every path
# of up to four links.
_MOST_PATHS: Final = 40_000
# Paths of one sign kept for a pair while its opposite is looked for.
_KEPT: Final = 4


class Signs:
    """Where a push on `source` arrives, and with which signs."""

    def __init__(self, drawing: Examined, source: str) -> None:
        self.source = source
        self._onward = drawing.onward
        self._steps = _STEPS
        # (factor, is negative) -> the link that led there, by shortest walks.
        self._arrived: dict[tuple[str, bool], Link | None] = {(source, False): None}
        waiting = deque([(source, False)])
        while waiting:
            here, negative = waiting.popleft()
            for link in self._onward[here]:
                there = (link.target, negative ^ link.is_negative)
                if there not in self._arrived:
                    self._arrived[there] = link
                    waiting.append(there)

    def is_reached(self, factor: str) -> bool:
        """Whether any path leads there."""
        return (factor, False) in self._arrived or (factor, True) in self._arrived

    def is_opposed(self, factor: str) -> bool:
        """Whether a path of negative sign leads there, as far as the budget reaches."""
        if (factor, True) not in self._arrived:
            return False
        return self._walk_is_path(factor) or self._finds_negative_path(factor)

    def _walk_is_path(self, factor: str) -> bool:
        """Whether the shortest negative walk visits no factor twice."""
        seen = {factor}
        here, negative = factor, True
        while (link := self._arrived[here, negative]) is not None:
            here, negative = link.source, negative ^ link.is_negative
            if here in seen:
                return False
            seen.add(here)
        return True

    def _finds_negative_path(self, factor: str) -> bool:
        path = {self.source}
        pending = [(self.source, False, iter(self._onward[self.source]))]
        while pending and self._steps > 0:
            here, negative, links = pending[-1]
            link = next(links, None)
            self._steps -= 1
            if link is None:
                pending.pop()
                path.discard(here)
                continue
            sign = negative ^ link.is_negative
            if link.target == factor:
                if sign:
                    return True
            elif link.target not in path:
                path.add(link.target)
                pending.append((link.target, sign, iter(self._onward[link.target])))
        return False


class Fork(Struct, frozen=True):
    """Two ways from one factor to another that meet nowhere between and differ in sign."""

    lifting: Way
    lowering: Way

    @property
    def source(self) -> str:
        return self.lifting[0].source

    @property
    def target(self) -> str:
        return self.lifting[-1].target


def sign_of_way(way: Sequence[Link]) -> str:
    """What more of the first factor makes of the last: "+" or "-"."""
    return NEGATIVE if sum(link.is_negative for link in way) % 2 else POSITIVE


def shortest_way(drawing: Examined, source: str, target: str) -> Way:
    """The shortest path, by file order among equals; () where there is none."""
    return ways_from(drawing, source).get(target, ())


def ways_from(drawing: Examined, source: str) -> dict[str, Way]:
    """The shortest path to every factor that `source` drives, nearest first."""
    found: dict[str, Way] = {source: ()}
    waiting = deque([source])
    while waiting:
        here = waiting.popleft()
        for link in drawing.onward[here]:
            if link.target not in found:
                found[link.target] = (*found[here], link)
                waiting.append(link.target)
    del found[source]
    return found


def forks(drawing: Examined) -> Iterator[Fork]:
    """Pairs of factors joined by two parallel paths of opposite sign, short paths first.

    Each pair comes once. Paths are looked at by rising length until the budget is spent.
    """
    if not any(link.is_negative for link in drawing.links):
        return
    told: set[tuple[str, str]] = set()
    known: dict[tuple[str, str, bool], list[Way]] = {}
    level: list[tuple[Way, bool]] = [
        ((link,), link.is_negative)
        for source, links in drawing.onward.items()
        if len(links) > 1 and _drives_a_negative(drawing, source)
        for link in links
    ]
    looked_at = 0
    while level and looked_at + len(level) <= _MOST_PATHS:
        drawing.stop.raise_if_set()
        looked_at += len(level)
        for way, negative in level:
            ends = (way[0].source, way[-1].target)
            if ends in told:
                continue
            for other in known.get((*ends, not negative), ()):
                if _is_apart(way, other):
                    told.add(ends)
                    yield Fork(other, way) if negative else Fork(way, other)
                    break
            else:
                same = known.setdefault((*ends, negative), [])
                if len(same) < _KEPT:
                    same.append(way)
        level = [
            ((*way, link), negative ^ link.is_negative)
            for way, negative in level
            for link in drawing.onward[way[-1].target]
            if all(link.target != passed.source for passed in way)
        ]


def strengths(drawing: Examined, fork: Fork) -> tuple[float, float]:
    """What all ways from a fork's beginning to its end bring together: lifting, lowering.

    Where there are too many of them to be listed, what the fork's own two ways bring.
    """
    source, target = fork.source, fork.target
    totals = [0.0, 0.0]
    path = {source}
    way: list[Link] = []
    pending = [iter(drawing.onward[source])]
    for _ in range(_STEPS):
        link = next(pending[-1], None)
        if link is None:
            pending.pop()
            if not pending:
                return totals[0], totals[1]
            path.discard(way.pop().target)
        elif link.target == target:
            whole = (*way, link)
            totals[sign_of_way(whole) == NEGATIVE] += strength(drawing, whole)
        elif link.target not in path:
            path.add(link.target)
            way.append(link)
            pending.append(iter(drawing.onward[link.target]))
    return strength(drawing, fork.lifting), strength(drawing, fork.lowering)


def strength(drawing: Examined, way: Way) -> float:
    """What one unit of the first factor brings of the last along this way, without its sign.

    Infinite where a factor on the way has no friction; 0 where a link passes nothing on.
    """
    factors = drawing.flywheel.factors
    result = 1.0
    for link in way:
        target = factors[link.target]
        done = 1.0 if link.is_negative or target.score is None else target.score / 10
        if not link.weight * done:
            return 0.0
        result *= math.inf if not target.friction else link.weight * done / target.friction
    return result


def _is_apart(one: Way, other: Way) -> bool:
    if one[0] is other[0]:
        return False
    return {link.source for link in one[1:]}.isdisjoint(link.source for link in other[1:])


def _drives_a_negative(drawing: Examined, source: str) -> bool:
    return any(key[1] for key in Signs(drawing, source)._arrived)
