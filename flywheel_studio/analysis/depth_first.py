"""One walk through a drawing that finds which factors all drive one another.

It goes as deep as it can before it turns back and keeps its own stack: a chain of ten thousand
factors would be too deep for Python's.
"""

from __future__ import annotations

from collections.abc import Sequence


def painted(driven: Sequence[Sequence[tuple[int, bool]]]) -> tuple[list[int], list[bool]]:
    """Find the sets of factors that all drive one another, and paint what is in them.

    Args:
        driven: for each factor the factors that it drives, each with whether by a negative link.

    Returns:
        for each factor the number of its set, from 1; and its colour along the walk's tree, which
        changes with every negative link.

    Source: Tarjan (1972), written out: importing networkx takes longer (90 ms) than everything
        else that a picture of a drawing needs, and asking it twice as long as this walk.
    """
    count = len(driven)
    order, low, component = [0] * count, [0] * count, [0] * count
    colour = [False] * count
    visited = closed = 0
    open_factors: list[int] = []
    for root in range(count):
        if order[root]:
            continue
        visited += 1
        order[root] = low[root] = visited
        open_factors.append(root)
        walk = [(root, iter(driven[root]))]
        while walk:
            here, onward = walk[-1]
            for there, negative in onward:
                if not order[there]:
                    visited += 1
                    order[there] = low[there] = visited
                    colour[there] = colour[here] ^ negative
                    open_factors.append(there)
                    walk.append((there, iter(driven[there])))
                    break
                if not component[there] and order[there] < low[here]:
                    low[here] = order[there]
            else:
                walk.pop()
                if walk and low[here] < low[walk[-1][0]]:
                    low[walk[-1][0]] = low[here]
                if low[here] == order[here]:
                    closed += 1
                    while not component[here]:
                        component[open_factors.pop()] = closed
    return component, colour
