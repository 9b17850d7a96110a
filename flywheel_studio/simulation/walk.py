"""Walking through a run window by window: how wide each may be, and where it has to stop.

A window ends at the next breaking point, where its polynomial stops being accurate, or where a
limited factor leaves the branch of its ceiling that the window was solved with.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from flywheel_studio.language.translate import tr
from flywheel_studio.simulation import ceilings
from flywheel_studio.simulation.breaking_points import CORNER, JUMP, Agenda
from flywheel_studio.simulation.ceilings import Laws
from flywheel_studio.simulation.course import BOUND
from flywheel_studio.simulation.law_ends import end_of_laws
from flywheel_studio.simulation.radau import NODES, rows_at
from flywheel_studio.simulation.settings import Dynamics, Floats, pushes_at
from flywheel_studio.simulation.windows import TOLERANCE, Window, Windows

# The templates take some twenty. A run of this many would hold the screen for seconds and show
# nothing but its own swing.
MOST_WINDOWS: Final = 20_000
_WIDEN: Final = 5.0
_NARROW: Final = 0.2
_SAFETY: Final = 0.9
_MOST_RELAWS: Final = 6
# Narrowest window of a limited batch, of the usual one: a corner inside costs its square.
_AT_CORNERS: Final = 0.01


class RunProblem(ValueError):
    """The run cannot be made as asked; the sentence says why."""


class Overflow(Exception):
    """The wheel runs away within the shortest window there is."""


class Walk:
    """A run of S scenarios on its way. `time`; `speed` (n, S)."""

    def __init__(
        self,
        dynamics: Dynamics,
        gain: Floats,
        until: float,
        breaks: Floats,
        shoves: dict[float, Floats],
        tolerance: float = TOLERANCE,
    ) -> None:
        self._dynamics = dynamics
        self._until = until
        self._shoves = shoves
        self._agenda = Agenda(dynamics, until)
        self.tick = self._agenda.tick
        self.windows = Windows(dynamics, gain, self.tick, tolerance)
        self._breaks = breaks
        self._pushes = pushes_at(dynamics, np.concatenate([[0.0], breaks]))
        self._passed = 0
        self.time = 0.0
        self.speed = np.repeat(dynamics.initial[:, None], gain.shape[1], axis=1)
        self._count = 0
        with np.errstate(over="ignore", divide="ignore"):
            pull = np.abs(gain).max(axis=1, initial=0.0)
            total = np.bincount(dynamics.target, weights=pull, minlength=len(dynamics.factors))
            fastest = float(np.max((total + dynamics.friction) / dynamics.mass, initial=0.0))
            self._usual = min(until, 2.0 / fastest) if fastest > 0 else until
        self._least = max(self.tick, min(1e-9 * until, 1e-3 * self._usual))
        if gain.shape[1] > 1 and len(dynamics.limited):
            # Scenarios cross their corners at times of their own; no window can end at each.
            self._least = max(self._least, _AT_CORNERS * self._usual)
        self._width = max(self._usual, self._least)
        self.laws: Laws | None = None
        self._delays = np.array(sorted(set(self.windows.delayed.delay.tolist())))
        self._watches_laws = gain.shape[1] == 1 and len(dynamics.limited) > 0
        for number, time in enumerate(breaks.tolist(), start=1):
            changes = np.flatnonzero(self._pushes[number] != self._pushes[number - 1])
            for factor in changes.tolist():
                self._agenda.add(time, factor, CORNER)
            if time in shoves:
                for factor in np.flatnonzero(shoves[time]).tolist():
                    self._agenda.add(time, factor, JUMP)
        self._begin()

    @property
    def is_done(self) -> bool:
        return self.time >= self._until

    @property
    def push(self) -> Floats:
        """u (n,) as it is now."""
        push: Floats = self._pushes[self._passed]
        return push

    def step(self) -> Window:
        """Solve the next window and move to its end, before what breaks there."""
        if self.laws is None and self._watches_laws:
            self.laws = self._likely_laws()
        relaws = 0
        while True:
            self._count += 1
            if self._count > MOST_WINDOWS:
                raise RunProblem(
                    tr(
                        "The wheel changes too fast to be followed beyond {time}: shorten the run, "
                        "or raise the mass of its quickest factors.",
                        time=f"{self.time:g}",
                    )
                )
            gap = self._agenda.next - self.time
            width = gap if gap <= self._width else gap / np.ceil(gap / self._width)
            if len(self._delays):
                calm = self.windows.past.calm_from(self.time, width, self._delays)
                width = min(width, max(calm, self._least))
                if self._delays[0] < width < 2 * self._delays[0]:
                    # Two windows that read only finished ones take less than one that reads itself.
                    width = float(self._delays[0])
            laws = self.laws if relaws < _MOST_RELAWS else None
            window = self.windows.solve(self.time, width, self.speed, self.push, laws)
            if window is None:
                if width <= self._least:
                    if not np.all(np.abs(self._rate()) * width <= BOUND):
                        raise Overflow
                    raise RunProblem(
                        tr(
                            "The run cannot be continued at {time}: its numbers are too far apart.",
                            time=f"{self.time:g}",
                        )
                    )
                self._width = max(width / 3, self._least)
                continue
            error = self.windows.error(window)
            if error > 1.0 and width > self._least * 1.01:
                self._width = max(
                    width * max(_NARROW, _SAFETY * error ** (-1.0 / NODES)), self._least
                )
                continue
            if laws is not None:
                end, new_laws = end_of_laws(self._dynamics, self.windows, window, laws)
                if end * width <= self.tick and new_laws is not None:
                    self.laws = new_laws
                    relaws += 1
                    continue
            else:
                end, new_laws = 1.0, None
            break
        grow = min(_WIDEN, _SAFETY * max(error, 1e-12) ** (-1.0 / NODES))
        self._width = max(width * grow, self._least, self._width if grow >= 1 else 0.0)
        calm = width * max(error, 1e-12) ** (-1.0 / NODES)
        self.windows.past.keep(self.time, width, window.speed, calm)
        if new_laws is not None:
            self.time += end * width
            rows = rows_at(
                np.array([end]), self.windows.formula.points, self.windows.formula.weights
            )
            self.speed = np.matmul(rows, window.speed)[:, 0]
            for place in np.flatnonzero(new_laws != self.laws).tolist():
                self._agenda.add(self.time, int(self._dynamics.limited[place]), CORNER + 1)
            self.laws = new_laws
            self._agenda.reach(self.time)
        else:
            self.time = self._agenda.next if width >= gap * (1 - 1e-12) else self.time + width
            self.speed = window.speed[:, -1]
            if relaws >= _MOST_RELAWS:
                self.laws = None
        self.windows.note(window.speed)
        return window

    def drop(self, scenarios: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Stop following some scenarios (S,), which then rest; returns them."""
        if scenarios.any():
            self.speed = np.where(scenarios, 0.0, self.speed)
            self.windows.forget(scenarios)
        return scenarios

    def pass_breaks(self) -> None:
        """Let happen what happens at `time`: shoves, pushes, corners that arrive."""
        breaks = self._breaks
        if self.time < self._agenda.next - self.tick and self.time < self._until:
            return
        self._agenda.reach(self.time)
        while self._passed < len(breaks) and breaks[self._passed] <= self.time + self.tick:
            self._jump(float(breaks[self._passed]))
            self._passed += 1
            self._width = min(self._width, 2 * self._usual)

    def _begin(self) -> None:
        self._jump(0.0)
        if 0.0 in self._shoves:
            for factor in np.flatnonzero(self._shoves[0.0]).tolist():
                self._agenda.add(0.0, factor, JUMP)
        for factor in np.flatnonzero(np.any(self._rate() != 0, axis=1)).tolist():
            self._agenda.add(0.0, factor, CORNER)
        self._agenda.reach(0.0)

    def _rate(self) -> Floats:
        """dv/dt (n, S) just after `time`, ceilings left out."""
        rate = self.windows.inflow_after(self.time, self.speed)
        rate = rate - self._dynamics.friction[:, None] * self.speed + self.push[:, None]
        result: Floats = rate / self._dynamics.mass[:, None]
        return result

    def _jump(self, time: float) -> None:
        if time in self._shoves:
            self.speed = self.speed + self._shoves[time][:, None]
            self.windows.note(self.speed[:, None, :])
            self.laws = None

    def _likely_laws(self) -> Laws:
        """A guess that is right unless a factor stands exactly at a corner or is braked."""
        speed = self.speed[self._dynamics.limited, 0]
        return ceilings.laws_at(np.ones_like(speed), speed, self.windows.capacity)
