"""Rows 10, 11 and the run of row 15: one run, ten thousand scenarios, and growing wheels.

The peer is PySD on the same wheel, where it is installed; its Euler answer is compared with ours.
The floor is always there: Euler's method in plain Python, unrolled link by link, which is what a
generated model does at its best.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Link, Push
from flywheel_studio.simulation.batch import draw_weights, run_batch
from flywheel_studio.simulation.momentum import run
from flywheel_studio.simulation.settings import Dynamics, dynamics_of
from tests.benchmarks.measuring import Row, interleaved, timed

ROUNDS = 7
UNTIL = 36.0
STEPS = 1_000
EVERY = UNTIL / STEPS
SCENARIOS = 10_000
PEER = "PySD"
FLOOR = "Euler in plain Python"
EDGES = ((0, 1), (1, 2), (2, 3), (3, 0), (1, 4), (4, 5), (5, 6), (6, 0))


def wheel(*, delay: float = 0.0, capacity: float | None = None) -> Flywheel:
    """Seven factors and eight links, joined as Amazon's flywheel, uncertain weights, one shove."""
    links = [
        Link(
            id=f"l{number}",
            source=f"f{source}",
            target=f"f{target}",
            weight_low=0.3,
            weight_high=0.7,
            delay=delay if number in (2, 5) else 0.0,
        )
        for number, (source, target) in enumerate(EDGES)
    ]
    return Flywheel(
        factors={
            f"f{n}": Factor(id=f"f{n}", capacity=capacity if n == 2 else None) for n in range(7)
        },
        links={link.id: link for link in links},
        pushes={"p1": Push(id="p1", factor="f0", impulse=1)},
    )


def ring(count: int) -> Flywheel:
    """Equal factors in a ring, one of them shoved."""
    return Flywheel(
        factors={f"f{n}": Factor(id=f"f{n}") for n in range(count)},
        links={
            f"l{n}": Link(id=f"l{n}", source=f"f{n}", target=f"f{(n + 1) % count}")
            for n in range(count)
        },
        pushes={"p1": Push(id="p1", factor="f0", impulse=1)},
    )


def euler() -> Callable[[], list[list[float]]]:
    """Euler's method as generated plain Python: the fastest way without a library."""
    flow = ["-0.5 * v%d" % n for n in range(7)]  # noqa: UP031 - braces would need doubling
    for source, target in EDGES:
        flow[target] += f" + 0.5 * v{source}"
    names = ", ".join(f"v{n}" for n in range(7))
    body = ", ".join(f"v{n} + {EVERY!r} * ({flow[n]})" for n in range(7))
    source_text = (
        f"def run():\n    {names} = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0\n    rows = [[{names}]]\n"
        f"    for _ in range({STEPS}):\n        {names} = {body}\n        rows.append([{names}])\n"
        "    return rows\n"
    )
    scope: dict[str, Callable[[], list[list[float]]]] = {}
    exec(source_text, scope)
    return scope["run"]


def pysd_run(folder: Path) -> Callable[[], np.ndarray] | None:
    """The same wheel in PySD, or None where it is not installed."""
    if importlib.util.find_spec("pysd") is None:
        return None
    import pysd

    arriving = ["" for _ in range(7)]
    for source, target in EDGES:
        arriving[target] += f" + 0.5 * v{source}"
    text = "{UTF-8}\n" + "".join(
        f"v{n} = INTEG (- 0.5 * v{n}{arriving[n]}, {1 if n == 0 else 0}) ~~|\n" for n in range(7)
    )
    text += f"INITIAL TIME = 0 ~~|\nFINAL TIME = {UNTIL} ~~|\nTIME STEP = {EVERY} ~~|\n"
    text += "SAVEPER = TIME STEP ~~|\n"
    path = folder / "wheel.mdl"
    path.write_text(text, encoding="utf-8")
    model = pysd.read_vensim(str(path))
    names = [f"v{n}" for n in range(7)]
    return lambda: np.asarray(model.run(return_columns=names, reload=True)[names])


def rows() -> list[Row]:
    """The lines of the table that this file measures."""
    with tempfile.TemporaryDirectory() as folder:
        peer = pysd_run(Path(folder))
        table = [
            *_one_run(peer),
            _scenarios("linear", dynamics_of(wheel()), peer),
            _scenarios("two delays", dynamics_of(wheel(delay=2.0)), peer),
            _scenarios("a ceiling", dynamics_of(wheel(capacity=0.6)), peer),
        ]
    return [*table, *_growing()]


def _one_run(peer: Callable[[], np.ndarray] | None) -> list[Row]:
    floor = euler()
    plain = dynamics_of(wheel())
    exact = run(plain, until=UNTIL, every=EVERY)
    off = np.max(np.abs(np.array(floor()) - exact.speed)) / np.max(np.abs(exact.speed))
    note = f"Euler is off by {off:.1e}"
    if peer is not None:
        theirs = np.max(np.abs(np.array(floor()) - peer()))
        note += f", PySD from that by {theirs:.1e}"
    kinds = {
        f"7 factors, 1,000 rows ({note})": plain,
        "7 factors, 1,000 rows, two delays": dynamics_of(wheel(delay=2.0)),
        "7 factors, 1,000 rows, two delays and a ceiling": dynamics_of(
            wheel(delay=2.0, capacity=0.6)
        ),
    }
    found: list[Row] = []
    for number, (name, dynamics) in enumerate(kinds.items()):
        candidates: dict[str, Callable[[], float]] = {
            "ours": partial(timed, partial(run, dynamics, until=UNTIL, every=EVERY)),
            FLOOR: partial(timed, floor),
        }
        # The peer runs the plain wheel: beside delays and ceilings it would be another model.
        if peer is not None and number == 0:
            candidates[PEER] = partial(timed, peer)
        medians = interleaved(candidates, ROUNDS)
        found.append(
            Row(
                10,
                name,
                medians.pop("ours"),
                medians,
                {PEER: 0.1},
                () if peer or number else (PEER,),
                limit=15.0 if number else 3.0,
            )
        )
    return found


def _scenarios(name: str, dynamics: Dynamics, peer: Callable[[], np.ndarray] | None) -> Row:
    floor = euler()
    weights = draw_weights(dynamics, SCENARIOS, seed=1)

    def ours() -> None:
        for batch in run_batch(dynamics, weights, until=UNTIL, every=EVERY):
            assert math.isfinite(float(batch.momentum[0, -1]))

    candidates: dict[str, Callable[[], float]] = {
        "ours": lambda: timed(ours),
        f"{SCENARIOS:,} x {FLOOR}": lambda: SCENARIOS * timed(floor),
    }
    if peer is not None:
        candidates[f"{SCENARIOS:,} x {PEER}"] = lambda: SCENARIOS * timed(peer)
    medians = interleaved(candidates, 5)
    return Row(
        11,
        f"10,000 scenarios x 7 factors x 1,000 rows, {name}",
        medians.pop("ours"),
        medians,
        {f"{SCENARIOS:,} x {PEER}": 1 / 500},
        () if peer else (PEER,),
    )


def _growing() -> list[Row]:
    sizes = (10, 100, 1_000, 10_000)
    medians = interleaved(
        {
            str(size): partial(
                timed, partial(run, dynamics_of(ring(size)), until=UNTIL, every=0.25)
            )
            for size in sizes
        },
        5,
    )
    found: list[Row] = []
    for small, large in itertools.pairwise(sizes):
        growth = large * math.log(large) / (small * math.log(small))
        floor = medians[str(small)] * growth
        name = f"{small:,} factors, grown by n log n"
        found.append(
            Row(15, f"a run of {large:,} factors", medians[str(large)], {name: floor}, {name: 1.0})
        )
    return found


if __name__ == "__main__":
    for row in rows():
        print("\n".join(row.lines()))
