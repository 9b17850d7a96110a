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
        due = self._prefixes.pop(length, [])
        due += [(*cycle[:kept], to) for cycle, kept, to in self._branches.pop(length, ())]
        # No due prefix begins another, so cycles come out sorted when the prefixes are.
        due.sort()
        self._spend(len(due))
        later: list[Path] = []
        for prefix in due:
            missing = length - len(prefix)
            if missing == 1:
                self._add_one(prefix, found, later)
            elif missing:
                self._add_several(prefix, missing, found, enough)
            else:
                found.append(prefix)
                later.append(prefix)
            if len(found) >= enough:
                del found[enough:]
                return
        if later:
            self._prefixes_at(length + 1).extend(later)

    def _add_one(self, prefix: Path, found: list[Path], later: list[Path]) -> None:
        """Close `prefix` by one more node. It is known not to close by none."""
        key = (prefix[0], prefix[-1])
        ending = self._endings.get(key)
        if ending is None:
            ending = self._endings[key] = self._ending(*key)
        closing, others = ending
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
        self._spend(len(closing) + len(others))

    def _ending(self, start: int, node: int) -> tuple[list[int], list[int]]:
        """What follows `node` above `start`: nodes that lead to the start, and the others."""
        closers = self._closers[start]
        above = [to for to in self._onward[node] if to > start]
        return [to for to in above if to in closers], [to for to in above if to not in closers]

    def _add_several(self, prefix: Path, missing: int, found: list[Path], enough: int) -> None:
        """Close `prefix` by `missing` more nodes, or let it wait for when it can close."""
        home = self._ways_home(prefix)
        nearest = min((home[to] for to in self._onward[prefix[-1]] if home[to] > 0), default=0)
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
                if home[to] == far:
                    nearer.append(to)
                elif home[to] > far and to not in added:
                    ways_off.append((kept + home[to], kept, to))
            self._spend(1 + len(nearer))
            return nearer

        walk = [iter(split(missing))]
        while walk:
            node = next(walk[-1], -1)
            if node < 0:
                walk.pop()
                added.discard(path.pop())
                continue
            path.append(node)
            if home[node] > 1:
                added.add(node)
                walk.append(iter(split(home[node] - 1)))
                continue
            cycle = tuple(path)
            path.pop()
            found.append(cycle)
            if len(found) >= enough:
                return
            self._spend(len(cycle))
            further = [home[to] for to in self._onward[node] if home[to] > 0 and to not in added]
            if further:
                self._prefixes_at(len(cycle) + min(further)).append(cycle)
            # Every walk ends at a cycle, so each way off finds one to hang on to.
            for at, kept, to in ways_off:
                self._branches_at(at).append((cycle, kept, to))
            ways_off.clear()

    def _ways_home(self, prefix: Path) -> list[int]:
        """For each node the links back to the start of `prefix`, round the rest of it.

        0 where there is no way, -1 on the prefix. Nodes below the start are out of bounds.
        """
        start = prefix[0]
        home = [0] * len(self._onward)
        for node in prefix:
            home[node] = -1
        frontier = [start]
        far = looked = 0
        while frontier:
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
        return home

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
