"""Wheels to run, and a reference that solves equations 1 to 3 by another method."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Push, Wheel

Floats = np.ndarray[Any, np.dtype[np.float64]]


def wheel_of(
    factors: Sequence[Factor], links: Sequence[Link] = (), pushes: Sequence[Push] = ()
) -> Flywheel:
    return Flywheel(
        wheels={"main": Wheel(id="main")},
        factors={factor.id: factor for factor in factors},
        links={link.id: link for link in links},
        pushes={push.id: push for push in pushes},
    )


def ring_of(
    count: int,
    *,
    prefix: str = "f",
    pushes: Sequence[Push] = (),
    link: dict[str, Any] | None = None,
    delays: dict[int, float] | None = None,
    negative: Sequence[int] = (),
    **factor: Any,
) -> Flywheel:
    """Equal factors f0 … in a ring of equal links l0 … (l0 runs from f0 to f1)."""
    return wheel_of(
        [Factor(id=f"{prefix}{i}", label=f"{prefix}{i}", **factor) for i in range(count)],
        [
            Link(
                id=f"l{prefix}{i}" if prefix != "f" else f"l{i}",
                source=f"{prefix}{i}",
                target=f"{prefix}{(i + 1) % count}",
                delay=(delays or {}).get(i, 0.0),
                polarity="-" if i in negative else "+",
                **(link or {}),
            )
            for i in range(count)
        ],
        pushes,
    )


def random_wheel(
    seed: int,
    *,
    has_delays: bool = True,
    has_ceilings: bool = False,
    has_negative: bool = True,
) -> Flywheel:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 6))
    delays = rng.uniform(0.4, 3.0, 2)
    factors = [
        Factor(
            id=f"f{i}",
            mass=float(rng.uniform(0.4, 2.5)),
            friction=float(rng.uniform(0.1, 0.9)),
            score=float(rng.uniform(3, 10)) if rng.random() < 0.4 else None,
            capacity=float(rng.uniform(0.2, 1.5)) if has_ceilings and rng.random() < 0.6 else None,
            initial=float(rng.uniform(-0.5, 0.8)) if rng.random() < 0.5 else 0.0,
        )
        for i in range(count)
    ]
    links = [
        Link(
            id=f"l{k}",
            source=f"f{rng.integers(count)}",
            target=f"f{rng.integers(count)}",
            weight=float(rng.uniform(0.1, 0.9)),
            polarity="-" if has_negative and rng.random() < 0.3 else "+",
            delay=float(rng.choice(delays)) if has_delays and rng.random() < 0.5 else 0.0,
        )
        for k in range(count + int(rng.integers(0, 4)))
    ]
    pushes = [
        Push(id="p1", factor="f0", impulse=1.0),
        Push(id="p2", factor="f1", impulse=float(rng.uniform(-1, 1)), start=1.7),
        Push(
            id="p3",
            factor=f"f{rng.integers(count)}",
            strength=float(rng.uniform(-0.3, 0.6)),
            start=0.9,
            duration=2.2,
        ),
    ]
    return wheel_of(factors, links, pushes)


def reference(flywheel: Flywheel, times: Floats) -> Floats:
    """Speeds (k, n) just after each time, straight from the records and the equations.

    The method of steps: an explicit Runge-Kutta pair of order 8 between all sums of delays, with
    the step control at 1e-11, reading its own dense output.
    """
    ids = list(flywheel.factors)
    place = {name: i for i, name in enumerate(ids)}
    factors = list(flywheel.factors.values())
    links = [link for link in flywheel.links.values() if link.active]
    pushes = [push for push in flywheel.pushes.values() if push.active]
    until = float(times[-1])
    mass = np.array([f.mass for f in factors])
    friction = np.array([f.friction for f in factors])
    initial = np.array([f.initial for f in factors], dtype=float)
    marks = {0.0} | {p.start for p in pushes} | {p.start + (p.duration or 0) for p in pushes}
    delays = sorted({link.delay for link in links if link.delay > 0})
    edges = set(marks)
    front = set(marks)
    for _ in range(4):
        front = {round(t + d, 12) for t in front for d in delays if t + d < until}
        edges |= front
    shortest = min(delays, default=until)
    edges |= set(np.arange(0, until, shortest * 0.999))
    grid = sorted({t for t in edges if t < until} | {until})
    pieces: list[tuple[float, float, Callable[[float], Floats]]] = []

    def at(time: float, inside: float) -> Floats:
        """Speeds at `time`, on the side of a jump there on which `inside` lies."""
        if inside <= 0:
            return initial
        begin, end, dense = pieces[bisect.bisect_left([p[0] for p in pieces], inside) - 1]
        return dense(min(max(time, begin), end))

    def slope(begin: float, end: float) -> Callable[[float, Floats], Floats]:
        middle = (begin + end) / 2
        outside = np.zeros(len(ids))
        for push in pushes:
            stop = np.inf if push.duration is None else push.start + push.duration
            if push.start <= middle < stop:
                outside[place[push.factor]] += push.strength
        for index, factor in enumerate(factors):
            outside[index] += sum(a.strength for a in factor.activities if a.active)

        def rate(time: float, speed: Floats) -> Floats:
            inflow = np.zeros(len(ids))
            for link in links:
                target = flywheel.factors[link.target]
                share = 1.0 if link.is_negative or target.score is None else target.score / 10
                sign = -1.0 if link.is_negative else 1.0
                carried = (
                    speed[place[link.source]]
                    if link.delay == 0
                    else at(time - link.delay, time + (middle - time) * 1e-9 - link.delay)[
                        place[link.source]
                    ]
                )
                inflow[place[link.target]] += sign * link.weight * share * carried
            drive = inflow.copy()
            for index, factor in enumerate(factors):
                if factor.capacity is not None and inflow[index] > 0:
                    ceiling = max(0.0, 1 - max(speed[index], 0.0) / factor.capacity)
                    drive[index] = ceiling * inflow[index]
            return (drive - friction * speed + outside) / mass

        return rate

    def shoved(speed: Floats, time: float) -> Floats:
        after = speed.copy()
        for push in pushes:
            if abs(push.start - time) < 1e-12:
                after[place[push.factor]] += push.impulse / mass[place[push.factor]]
        return after

    speed = shoved(initial, 0.0)
    result = np.empty((len(times), len(ids)))
    for begin, end in itertools.pairwise(grid):
        if end - begin < 1e-11:
            continue
        solved = solve_ivp(
            slope(begin, end),
            (begin, end),
            speed,
            method="DOP853",
            rtol=1e-11,
            atol=1e-13,
            dense_output=True,
        )
        pieces.append((begin, end, solved.sol))
        inside = (times >= begin) & (times <= end)
        if inside.any():
            result[inside] = solved.sol(times[inside]).T
        speed = shoved(solved.y[:, -1], end)
        result[np.abs(times - end) < 1e-12] = speed
    return result


@pytest.fixture
def wheel() -> Callable[..., Flywheel]:
    return wheel_of


@pytest.fixture
def ring() -> Callable[..., Flywheel]:
    return ring_of


@pytest.fixture
def some_wheel() -> Callable[..., Flywheel]:
    return random_wheel


@pytest.fixture
def solved_elsewhere() -> Callable[[Flywheel, Floats], Floats]:
    return reference
