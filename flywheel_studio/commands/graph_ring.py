"""Which factors make the ring of a layout: the longest strong loop, and what turns with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Wheel

# A ring of more is read no more; the loop that stands on it is the longest up to this.
_LONGEST_RING: Final = 12
_SEARCH_STEPS: Final = 30_000

Follow = Mapping[str, Mapping[str, Link]]


def follow_of(flywheel: Flywheel, members: Mapping[str, Factor]) -> Follow:
    """Factor -> what it drives -> by which link (the strongest active one)."""
    follow: dict[str, dict[str, Link]] = {key: {} for key in members}
    for link in flywheel.links.values():
        if link.source == link.target or not {link.source, link.target} <= members.keys():
            continue
        known = follow[link.source].get(link.target)
        if known is None or (link.active, link.weight) > (known.active, known.weight):
            follow[link.source][link.target] = link
    return follow


def ring_of(wheel: Wheel, members: Mapping[str, Factor], follow: Follow) -> list[str]:
    """The longest strong loop, from the start of the wheel; without one the longest chain."""
    best: tuple[tuple[bool, int, float], list[str]] | None = None
    budget = _SEARCH_STEPS // max(len(members), 1)
    for root in members:
        for loop in _loops_from(root, members, follow, budget):
            links = [follow[a][b] for a, b in pairwise([*loop, loop[0]])]
            is_reinforcing = sum(link.is_negative for link in links) % 2 == 0
            score = (is_reinforcing and len(loop) > 2, len(loop), sum(k.weight for k in links))
            if best is None or score > best[0]:
                best = (score, loop)
    ring = best[1] if best is not None else _longest_chain(members, follow)
    if wheel.start in ring:
        first = ring.index(wheel.start)
        return ring[first:] + ring[:first]
    # Otherwise the story starts with what was drawn first.
    order = list(members)
    first = min(range(len(ring)), key=lambda number: order.index(ring[number])) if best else 0
    return ring[first:] + ring[:first]


def _loops_from(
    root: str, members: Mapping[str, Factor], follow: Follow, budget: int
) -> Iterator[list[str]]:
    path, on_path = [root], {root}
    pending = [iter(_drives(root, members, follow))]
    for _ in range(budget):
        if not pending:
            return
        target = next(pending[-1], None)
        if target is None:
            pending.pop()
            on_path.discard(path.pop())
        elif target == root:
            if len(path) > 1:
                yield list(path)
        elif target not in on_path and len(path) < _LONGEST_RING:
            path.append(target)
            on_path.add(target)
            pending.append(iter(_drives(target, members, follow)))


def _longest_chain(members: Mapping[str, Factor], follow: Follow) -> list[str]:
    """A drawing without a loop: the longest way through it, up to what a ring holds."""
    best: list[str] = [next(iter(members))] if members else []
    for root in members:
        path = [root]
        while len(path) < _LONGEST_RING:
            onward = [key for key in _drives(path[-1], members, follow) if key not in path]
            if not onward:
                break
            path.append(max(onward, key=lambda key: len(follow[key])))
        if len(path) > len(best):
            best = path
    return best


def _drives(key: str, members: Mapping[str, Factor], follow: Follow) -> list[str]:
    """What a factor drives, the strongest first."""
    rows = [(link.weight, target) for target, link in follow[key].items() if link.active]
    return [target for _, target in sorted(rows, key=lambda row: -row[0]) if target in members]


def turning(ring: Sequence[str], follow: Follow) -> set[str]:
    """What the ring drives, by whatever way, and is driven by: it belongs inside."""
    back: dict[str, list[str]] = {key: [] for key in follow}
    for source, targets in follow.items():
        for target in targets:
            back[target].append(source)
    return _reached(ring, follow) & _reached(ring, back)


def _reached(begin: Iterable[str], onward: Mapping[str, Iterable[str]]) -> set[str]:
    found = set(begin)
    waiting = deque(found)
    while waiting:
        for key in onward[waiting.popleft()]:
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found
