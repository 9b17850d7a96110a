"""The strongly connected parts of a wheel: factors that all drive one another.

The determinant of equation 6 is the product over these parts. Looking at each alone keeps the
digits that the whole matrix loses where equal rings are chained.
"""

from __future__ import annotations

import numpy as np

from flywheel_studio.simulation.settings import Dynamics, Indices


def components(dynamics: Dynamics) -> list[Indices]:
    """Positions of the factors of each part, each rising; links that bring nothing do not join.

    Source: Tarjan, SIAM J. Comput. 1(2), 1972, with an explicit stack.
    """
    n = len(dynamics.factors)
    following: list[list[int]] = [[] for _ in range(n)]
    for source, target, gain in zip(
        dynamics.source.tolist(), dynamics.target.tolist(), dynamics.gain.tolist(), strict=True
    ):
        if gain != 0:
            following[source].append(target)
    number = [-1] * n
    lowest = [0] * n
    is_open = [False] * n
    path: list[int] = []
    parts: list[Indices] = []
    count = 0
    for root in range(n):
        if number[root] >= 0:
            continue
        calls = [(root, 0)]
        while calls:
            factor, begin = calls.pop()
            if begin == 0:
                number[factor] = lowest[factor] = count
                count += 1
                path.append(factor)
                is_open[factor] = True
            deeper = False
            for place in range(begin, len(following[factor])):
                target = following[factor][place]
                if number[target] < 0:
                    calls.append((factor, place + 1))
                    calls.append((target, 0))
                    deeper = True
                    break
                if is_open[target]:
                    lowest[factor] = min(lowest[factor], number[target])
            if deeper:
                continue
            if lowest[factor] == number[factor]:
                part: list[int] = []
                while not part or part[-1] != factor:
                    part.append(path.pop())
                    is_open[part[-1]] = False
                parts.append(np.array(sorted(part), dtype=np.intp))
            if calls:
                parent = calls[-1][0]
                lowest[parent] = min(lowest[parent], lowest[factor])
    return parts
