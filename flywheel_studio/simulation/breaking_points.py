"""The agenda of times at which a speed jumps or its curve has a corner.

A jump of a speed is a corner of the next factor's curve one delay later, a jump in the second
derivative of the one after that, and so on: every link smooths it by one order. Where a run is
smooth to the order of its formula nothing needs to be hit; the agenda keeps only what is rougher.
"""

from __future__ import annotations

import heapq
from typing import Final

import numpy as np

from flywheel_studio.simulation.settings import Dynamics, Floats

JUMP: Final = 0
CORNER: Final = 1
# Measured on a wheel of seven with a delay on each link: 2 takes 65 windows, 4 takes 26, more gains
# nothing, and one order is kept in hand.
SMOOTH: Final = 5
# A web of many different delays would fill the agenda; the step control takes the rest.
MOST: Final = 4_000


class Agenda:
    """Breaking points still to come, each with the factor whose curve breaks and how roughly."""

    def __init__(self, dynamics: Dynamics, until: float) -> None:
        self._until = until
        self.tick = 1e-12 * until
        self._heap: list[tuple[float, int, int]] = []
        self._left = MOST
        self._at_once: dict[int, list[int]] = {}
        self._later: dict[int, list[tuple[float, int]]] = {}
        for source, target, delay, gain in zip(
            dynamics.source.tolist(),
            dynamics.target.tolist(),
            dynamics.delay.tolist(),
            dynamics.gain.tolist(),
            strict=True,
        ):
            if gain == 0:
                continue
            if delay > 0:
                self._later.setdefault(source, []).append((delay, target))
            elif source != target:
                self._at_once.setdefault(source, []).append(target)

    def add(self, time: float, factor: int, order: int) -> None:
        """A break that must be hit, unless it lies after the end."""
        if time <= self._until:
            heapq.heappush(self._heap, (time, order, factor))

    @property
    def next(self) -> float:
        """The next breaking point, or the end of the run."""
        time = self._heap[0][0] if self._heap else self._until
        return time if time < self._until - self.tick else self._until

    def reach(self, time: float) -> None:
        """Take what breaks at `time` off the agenda and put on what follows from it."""
        orders: dict[int, int] = {}
        while self._heap and self._heap[0][0] <= time + self.tick:
            _, order, factor = heapq.heappop(self._heap)
            orders[factor] = min(order, orders.get(factor, order))
        front = sorted(orders, key=lambda factor: orders[factor])
        while front:
            following: list[int] = []
            for factor in front:
                order = orders[factor] + 1
                if order > SMOOTH:
                    continue
                for target in self._at_once.get(factor, ()):
                    if order < orders.get(target, SMOOTH + 1):
                        orders[target] = order
                        following.append(target)
            front = following
        for factor, order in orders.items():
            if order >= SMOOTH:
                continue
            for delay, target in self._later.get(factor, ()):
                # The arrivals of jumps and corners are always hit; smoother ones while there is room.
                if order <= CORNER or self._left > 0:
                    self._left -= 1
                    self.add(time + delay, target, order + 1)


def fixed_breaks(dynamics: Dynamics, until: float) -> Floats:
    """Times in (0, until] at which a push starts or ends or a shove comes, rising, each once."""
    times = np.concatenate([dynamics.push_start, dynamics.push_end, dynamics.shove_time])
    # Not numpy.unique, whose first call imports numpy.ma: 30 ms that a first run would wait for.
    return np.array(sorted(set(times[(times > 0) & (times <= until)].tolist())))
