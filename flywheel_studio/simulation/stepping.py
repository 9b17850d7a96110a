"""A run of one scenario, walked window by window and put together into a course.

A window that a ceiling or a breaking point ended early counts up to there only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from flywheel_studio.model.stop import NEVER, StopToken
from flywheel_studio.simulation.course import BOUND, Course
from flywheel_studio.simulation.radau import rows_at
from flywheel_studio.simulation.settings import Dynamics, Floats, pushes_at
from flywheel_studio.simulation.walk import Overflow, Walk
from flywheel_studio.simulation.windows import Window


def follow(
    dynamics: Dynamics,
    rows: Floats,
    breaks: Floats,
    shoves: dict[float, Floats],
    stop: StopToken = NEVER,
) -> Course:
    """Run from 0 to the last row, with samples at the points of every window.

    As `propagator.follow`, for every flywheel.

    Raises:
        RunProblem: the wheel changes too fast to be followed to the end.
    """
    walk = Walk(dynamics, dynamics.gain[:, None], float(rows[-1]), breaks, shoves)
    windows: list[Window] = []
    ends: list[float] = []
    while not walk.is_done:
        stop.raise_if_set()
        try:
            window = walk.step()
        except Overflow:
            walk.speed = np.full_like(walk.speed, np.inf)
            break
        windows.append(window)
        ends.append(walk.time)
        if not bool(np.all(np.abs(window.speed) <= BOUND)):
            break
        walk.pass_breaks()
        if not bool(np.all(np.abs(walk.speed) <= BOUND)):
            break
    return _course(dynamics, windows, ends, walk, shoves)


def _course(
    dynamics: Dynamics,
    windows: list[Window],
    ends: list[float],
    walk: Walk,
    shoves: dict[float, Floats],
) -> Course:
    """The windows put together; `ends`: until when each of them holds."""
    f = walk.windows.formula
    times: list[Floats] = []
    speeds: list[Floats] = []
    drives: list[Floats] = []
    owner: list[int] = []
    if not windows:
        times.append(np.zeros(1))
        speeds.append((dynamics.initial + shoves.get(0.0, 0.0))[None])
        drives.append(np.zeros(1))
        owner.append(0)
    # Three samples from node to node: as dense as those of the propagator.
    dense = np.interp(np.arange(3 * len(f.points) - 2) / 3, np.arange(len(f.points)), f.points)
    speed_rows = rows_at(dense, f.points, f.weights)
    drive_rows = rows_at(dense, f.points[1:], f.inner_weights)
    for number, (window, end) in enumerate(zip(windows, ends, strict=True)):
        share = min((end - window.start) / window.width, 1.0)
        shares, on_speed, on_drive = dense, speed_rows, drive_rows
        if share < 1.0 - 1e-12:
            shares = np.append(dense[dense < share - 1e-9], share)
            on_speed = rows_at(shares, f.points, f.weights)
            on_drive = rows_at(shares, f.points[1:], f.inner_weights)
        time = window.start + window.width * shares
        time[-1] = end
        times.append(time)
        speeds.append(on_speed @ window.speed[:, :, 0].T)
        drives.append(on_drive @ window.drive[:, :, 0].sum(axis=0))
        owner.extend([number] * len(shares))
    end = ends[-1] if ends else 0.0
    if (end in shoves and walk.is_done) or not np.all(np.abs(walk.speed) <= BOUND):
        times.append(np.array([end]))
        speeds.append(walk.speed[:, 0][None])
        inflow = walk.windows.inflow_after(end, walk.speed)
        drives.append(walk.windows.drive_of(inflow, walk.speed).sum(axis=0))
        owner.append(max(len(windows) - 1, 0))

    time_array, speed_array = np.concatenate(times), np.concatenate(speeds)
    starts = np.array([window.start for window in windows] or [0.0])
    push = pushes_at(dynamics, starts + 2 * walk.tick).sum(axis=1)

    def within(number: int, moments: Floats) -> tuple[Floats, Floats]:
        window = windows[number]
        share = (moments - window.start) / window.width
        total = window.drive[:, :, 0].sum(axis=0)
        return (
            rows_at(share, f.points, f.weights) @ window.speed[:, :, 0].T,
            rows_at(share, f.points[1:], f.inner_weights) @ total,
        )

    def piece(index: int) -> Callable[[Floats], tuple[Floats, Floats]]:
        return partial(within, owner[index])

    return Course(
        time_array, speed_array, np.concatenate(drives), push[owner], np.array(owner), piece
    )
