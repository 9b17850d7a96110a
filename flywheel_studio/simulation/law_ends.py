"""Where in a window a limited factor leaves the branch of its ceiling that the window was solved with.

A window is one polynomial, and the corner of a ceiling inside it costs its accuracy. So the first
branch that turns wrong by more than rounding ends the window, at the moment at which it does.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.simulation import ceilings
from flywheel_studio.simulation.ceilings import FREE, LIMITED, Laws
from flywheel_studio.simulation.radau import rows_at
from flywheel_studio.simulation.settings import Dynamics, Floats
from flywheel_studio.simulation.windows import Window, Windows

# Wrong-branch drive that moves a speed by less than this share is not worth a window's end.
_WRONG: Final = 1e-9


def end_of_laws(
    dynamics: Dynamics, windows: Windows, window: Window, laws: Laws
) -> tuple[float, Laws | None]:
    """The share of a window of one scenario up to which its laws hold, and the laws from there on.

    Returns:
        1 and None where they hold to its end.
    """
    there, f = dynamics.limited, windows.formula
    inflow, speed = window.inflow[there, :, 0], window.speed[there, :, 0]
    capacity = windows.capacity[:, None]
    wrong = np.abs(
        ceilings.drive_of(inflow, speed[:, 1:], capacity)
        - ceilings.drive_by_law(inflow, speed[:, 1:], ceilings.terms(laws, capacity[:, 0]))
    )
    moved = wrong * window.width / dynamics.mass[there, None]
    scale = np.maximum(windows.scale[there, 0], np.abs(speed).max(axis=1))
    is_wrong = moved > _WRONG * scale[:, None]
    if not is_wrong.any():
        return 1.0, None
    node = int(np.flatnonzero(is_wrong.any(axis=0))[0])
    culprits = np.flatnonzero(is_wrong[:, node])

    def holds(shares: Floats) -> NDArray[np.bool_]:
        now = np.matmul(rows_at(shares, f.points, f.weights), speed[culprits, :, None])[..., 0]
        flow = np.matmul(rows_at(shares, f.points[1:], f.inner_weights), inflow[culprits, :, None])[
            ..., 0
        ]
        law = laws[culprits, None]
        top = capacity[culprits]
        valid = np.where(
            law == FREE,
            -np.minimum(flow, now),
            np.where(
                law == LIMITED,
                np.minimum(np.minimum(now, top - now), flow),
                np.minimum(now - top, flow),
            ),
        )
        result: NDArray[np.bool_] = np.all(valid >= 0, axis=0)
        return result

    low, high = float(f.points[node]), float(f.points[node + 1])
    if not holds(np.array([low]))[0]:
        low = 0.0
    for _ in range(10):
        inner = np.linspace(low, high, 18)[:-1]
        fails = np.flatnonzero(~holds(inner))
        first = int(fails[0]) if len(fails) else 17
        if first == 0:
            high = low
            break
        low, high = float(inner[first - 1]), high if first == 17 else float(inner[first])
    middle = np.array([(high + float(f.points[node + 1])) / 2])
    now = np.matmul(rows_at(middle, f.points, f.weights), speed[..., None])[:, 0, 0]
    flow = np.matmul(rows_at(middle, f.points[1:], f.inner_weights), inflow[..., None])[:, 0, 0]
    new = laws.copy()
    new[culprits] = ceilings.laws_at(flow, now, windows.capacity)[culprits]
    return high, (new if np.any(new != laws) else None)
