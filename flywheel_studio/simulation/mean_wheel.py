"""What the scenarios of a batch have in common: the wheel that they deviate from, solved once.

The iteration of a window needs something near (I − h·A⊗J)⁻¹. One inverse for the mean wheel serves
all scenarios: they differ from it by their ranges only, so each round gains about a decade, where
friction alone, without the links, gains a third of one. It changes how fast the iteration settles,
never what it settles at.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from flywheel_studio.simulation.belts import Belts
from flywheel_studio.simulation.ceilings import Sensitivity
from flywheel_studio.simulation.settings import Floats

# Factors up to which one dense matrix over all nodes (9n × 9n) costs less than the rounds it saves.
MOST_FACTORS: Final = 20
# Beyond this a factor merely follows its inflow, and a dense inverse would lose its digits.
_STIFF: Final = 1e7
# Products (m·m·S) that OpenBLAS makes in one thread.
_ONE_THREAD: Final = 2**18


def mean_inverse(
    integral: Floats,
    per_mass: Floats,
    friction: Floats,
    direct: Belts,
    delayed: Belts,
    inner: Floats | None,
    sensitivity: Sensitivity | None,
) -> Floats | None:
    """(I − h·A⊗J)⁻¹ of the mean wheel, shape (n·s, n·s), rows and columns (factor, node).

    Args:
        integral: h·A (s, s). per_mass, friction: (n,).
        inner: (L, s, s), rows by which the delayed belts read the window itself.
        sensitivity: how the drive answers to inflow and speed at the nodes, where there are
            ceilings.

    Returns:
        None where the wheel is too stiff for it.
    """
    n, s = len(per_mass), len(integral)
    slope = np.zeros((n, s, n, s))
    nodes = np.arange(s)
    for gain, source, target in zip(
        direct.gain.mean(axis=(1, 2)).tolist(),
        direct.source.tolist(),
        direct.target.tolist(),
        strict=True,
    ):
        slope[target, nodes, source, nodes] += gain
    if inner is not None:
        means = delayed.gain.mean(axis=(1, 2))
        for link, (source, target) in enumerate(
            zip(delayed.source.tolist(), delayed.target.tolist(), strict=True)
        ):
            slope[target, :, source, :] += means[link] * inner[link]
    if sensitivity is not None:
        slope *= sensitivity.to_inflow[:, :, None, None]
    for factor in range(n):
        own = -friction[factor] * np.ones(s)
        if sensitivity is not None:
            own += sensitivity.to_speed[factor]
        slope[factor, nodes, factor, nodes] += own
    slope *= per_mass[:, None, None, None]
    weighted = np.tensordot(integral, slope, axes=(1, 1)).transpose(1, 0, 2, 3)
    if not np.max(np.abs(weighted), initial=0.0) < _STIFF:
        return None
    try:
        inverse: Floats = np.asarray(np.linalg.inv(np.eye(n * s) - weighted.reshape(n * s, n * s)))
    except np.linalg.LinAlgError:
        return None
    return inverse


def times(inverse: Floats, rest: Floats) -> Floats:
    """`inverse` @ `rest`, (m, m) and (m, S), some scenarios at a time.

    A product of a certain size makes OpenBLAS start threads that wait for each other; beside
    anything else that is at work on the same cores it takes ten times as long as one thread.
    """
    size, count = rest.shape
    product = np.empty_like(rest)
    at_once = max(8, _ONE_THREAD // (size * size))
    for first in range(0, count, at_once):
        there = slice(first, first + at_once)
        np.matmul(inverse, rest[:, there], out=product[:, there])
    return product
