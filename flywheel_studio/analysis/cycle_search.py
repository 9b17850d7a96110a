"""List the simple cycles of a directed graph, shortest first, without ever walking in vain.

A cycle starts at its lowest number and is found by extending prefixes. A prefix waits in the
bucket of the shortest length that it may still close at; when that length is due, one breadth-
first search backwards from the start, round the prefix itself, says exactly how far home is, and
whatever follows falling distances closes without a dead end. Side branches go to later buckets.
So each cycle costs a bounded number of steps however dense the graph is (networkx's
`length_bound` walks dead ends by the million there), lengths that no cycle has cost nothing, and
a ring of a thousand needs no recursion. Source: deviations after Yen (1971) and Lawler (1972).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from heapq import heappop, heappush
from typing import Final

Path = tuple[int, ...]
# A way off a cycle that was found: (cycle, how many of its nodes to keep, the node after them).
# A long cycle has hundreds of them; sharing its tuple keeps them small.
Branch = tuple[Path, int, int]

_STEPS_BETWEEN_PAUSES: Final = 4_000
# Steps bound the memory too, about ten bytes each: a branch that waits takes a hundred.
_STEPS_OF_A_BRANCH: Final = 10


class OutOfBudget(Exception):
    """The steps, or the time, were spent before the search was over."""


class CycleSearch:
    """The cycles of the graph whose successor lists are `successors`, within `components`.

    Args:
        successors: for each node the nodes it leads to, rising, each once; a node may lead to
            itself.
        components: strongly connected sets of nodes.
        most_steps: steps (edges looked at) after which the search gives up, count; the same
            graph always gives up at the same step.
        pause: called every few thousand steps and at least once; may raise `OutOfBudget`.
    """

    def __init__(
        self,
        successors: Sequence[Sequence[int]],
        components: Sequence[Collection[int]],
        *,
        most_steps: int,
        pause: Callable[[], None],
    ) -> None:
        count = len(successors)
        self.cycles: list[tuple[int, list[Path]]] = []
        self.cut_at: int | None = None
        self._onward: list[list[int]] = [[] for _ in range(count)]
        self._back: list[list[int]] = [[] for _ in range(count)]
        self._lengths: list[int] = []
        self._prefixes: dict[int, list[Path]] = {}
        self._branches: dict[int, list[Branch]] = {}
        self._endings: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        self._steps_left = most_steps
        self._next_pause = most_steps
        self._pause = pause
        for component in components:
            for node in sorted(component):
                onward = [to for to in successors[node] if to in component and to != node]
                self._onward[node] = onward
                for to in onward:
                    self._back[to].append(node)
                self._prefixes_at(1 if node in successors[node] else 2).append((node,))
        self._closers = [frozenset(back) for back in self._back]

    def run(self, limit: int) -> None:
        """Fill `cycles` with (length, cycles in rising order), lengths rising; at most `limit`.

        `cut_at` is the first length that may lack cycles, None where all were listed. What was
        listed of that length comes before all that is missing.

        Raises: whatever `pause` raises, other than `OutOfBudget`.
        """
        left = limit
        while self._lengths:
            length = heappop(self._lengths)
            found: list[Path] = []
            try:
                # One more than may be kept: only that proves that something is missing.
                self._extend(length, found, left + 1)
            except OutOfBudget:
                self.cut_at = length
            if len(found) > left:
                self.cut_at = length
                found.pop()
            if found:
                self.cycles.append((length, found))
            left -= len(found)
            if self.cut_at is not None:
                return

    def _extend(self, length: int, found: list[Path], enough: int) -> None:
        """Add the cycles of `length` to `found`, rising, until there are `enough`."""
        due = self._prefixes.pop(length, [])
        branches = self._branches.pop(length, [])
        self._spend(sum([kept for _, kept, _ in branches]))
        due += [(*cycle[:kept], to) for cycle, kept, to in branches]
        # No due prefix begins another, so cycles come out sorted when the prefixes are.
        due.sort()
        later: list[Path] = []
        endings = self._endings
        steps = len(due)
        for prefix in due:
            missing = length - len(prefix)
            if missing == 1:
                # By far the most frequent case on dense graphs, hence not a method of its own.
                ending = endings.get((prefix[0], prefix[-1]))
                closing, others = ending or self._ending(prefix[0], prefix[-1])
                before = len(found)
                for node in closing:
                    if node not in prefix:
                        cycle = (*prefix, node)
                        found.append(cycle)
                        later.append(cycle)
                if others:
                    if len(found) > before:
                        later += [(*prefix, node) for node in others if node not in prefix]
                    else:
                        later.append(prefix)
                steps += len(closing) + len(others)
            elif missing:
                self._add_several(prefix, missing, found, enough)
            else:
                found.append(prefix)
                later.append(prefix)
            if len(found) >= enough:
                del found[enough:]
                return
            if steps > _STEPS_BETWEEN_PAUSES:
                self._spend(steps)
                steps = 0
        self._spend(steps)
        if later:
            self._prefixes_at(length + 1).extend(later)

    def _ending(self, start: int, node: int) -> tuple[list[int], list[int]]:
        """What follows `node` above `start`: nodes that lead to the start, and the others."""
        ending = self._endings.get((start, node))
        if ending is None:
            closers = self._closers[start]
            above = [to for to in self._onward[node] if to > start]
            ending = (
                [to for to in above if to in closers],
                [to for to in above if to not in closers],
            )
            self._endings[start, node] = ending
        return ending

    def _add_several(self, prefix: Path, missing: int, found: list[Path], enough: int) -> None:
        """Close `prefix` by `missing` more nodes, or let it wait for when it can close."""
        start = prefix[0]
        # A little further than needed: growing by a third, ever longer looks cost little in all.
        home, beyond = self._ways_home(prefix, missing + missing // 3)
        nearest = _nearest(self._onward[prefix[-1]], start, home, beyond)
        if nearest != missing:
            if nearest:
                self._prefixes_at(len(prefix) + nearest).append(prefix)
            return
        path = list(prefix)
        added: set[int] = set()
        ways_off: list[tuple[int, int, int]] = []

        def split(far: int) -> list[int]:
            """Nodes after the last that are `far` from home; those further off are ways off."""
            kept = len(path)
            nearer = []
            for to in self._onward[path[-1]]:
                distance = home[to]
                if distance == far:
                    nearer.append(to)
                elif distance > far:
                    if to not in added:
                        ways_off.append((kept + distance, kept, to))
                elif beyond and not distance and to > start:
                    ways_off.append((kept + beyond, kept, to))
            return nearer

        walk = [iter(split(missing))]
        while walk:
            node = next(walk[-1], -1)
            if node < 0:
                walk.pop()
                added.discard(path.pop())
                continue
            path.append(node)
            added.add(node)
            nearer = split(home[node] - 1)
            if home[node] > 2:
                walk.append(iter(nearer))
                continue
            kept = tuple(path)
            for last in nearer:
                cycle = (*kept, last)
                found.append(cycle)
                closing, others = self._ending(start, last)
                further = 1 if closing else _nearest(others, start, home, beyond, added)
                if further:
                    self._prefixes_at(len(cycle) + further).append(cycle)
                # Every way off leaves a path that led to a cycle: it hangs on to that.
                if ways_off:
                    self._spend(_STEPS_OF_A_BRANCH * len(ways_off))
                    for at, length, to in ways_off:
                        self._branches_at(at).append((cycle, length, to))
                    ways_off.clear()
            if len(found) >= enough:
                return
            self._spend(len(nearer) * len(path))
            added.discard(path.pop())

    def _ways_home(self, prefix: Path, reach: int) -> tuple[list[int], int]:
        """For each node the links back to the start of `prefix`, round the rest of it.

        0 where there is no way, -1 on the prefix. Nodes below the start are out of bounds. Looks
        `reach` links far; the second number is the least distance of what lies beyond, 0 where
        nothing does.
        """
        start = prefix[0]
        home = [0] * len(self._onward)
        for node in prefix:
            home[node] = -1
        frontier = [start]
        far = looked = 0
        while frontier and far < reach:
            far += 1
            reached = []
            for node in frontier:
                back = self._back[node]
                looked += len(back)
                for before in back:
                    if not home[before] and before > start:
                        home[before] = far
                        reached.append(before)
            frontier = reached
        # Clearing a list is some fifty times cheaper an element than following an edge.
        self._spend(1 + looked + len(home) // 50)
        return home, far + 1 if frontier else 0

    def _prefixes_at(self, length: int) -> list[Path]:
        if length not in self._prefixes:
            self._prefixes[length] = []
            heappush(self._lengths, length)
        return self._prefixes[length]

    def _branches_at(self, length: int) -> list[Branch]:
        if length not in self._branches:
            self._branches[length] = []
            self._prefixes_at(length)
        return self._branches[length]

    def _spend(self, steps: int) -> None:
        self._steps_left -= steps
        if self._steps_left <= self._next_pause:
            self._next_pause = self._steps_left - _STEPS_BETWEEN_PAUSES
            self._pause()
            if self._steps_left <= 0:
                raise OutOfBudget


def _nearest(
    nodes: Collection[int],
    start: int,
    home: Sequence[int],
    beyond: int,
    left_out: Collection[int] = (),
) -> int:
    """The least distance home from any of `nodes`, `left_out` left out; 0 where there is no way."""
    reached = [home[node] for node in nodes if home[node] > 0 and node not in left_out]
    if reached:
        return min(reached)
    if beyond and any(not home[node] and node > start for node in nodes):
        return beyond
    return 0
