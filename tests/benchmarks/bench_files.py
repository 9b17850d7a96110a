"""Rows 14 and 15 of the performance page: loading and saving, as ratios of bare peers.

The write that is the peer of a save is as safe (temporary file, fsync, rename, folder fsync) but takes
its bytes ready made and does not read them back.
"""

from __future__ import annotations

import gc
import json
import math
import os
import random
import statistics
import tempfile
from functools import partial
from pathlib import Path

from msgspec import structs

from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.theme import theme_named
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.records import Factor, Header, Link, Wheel
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.files import read, save
from tests.benchmarks.measuring import Row, interleaved, timed

ROUNDS = 9
SIZES = (10, 100, 1_000, 10_000)
LINKS_PER_FACTOR = 1.5
JSON = "json.load of the same file"
WRITE = "atomic write of the same bytes"


def document(factors: int) -> Flywheel:
    """A drawing as people make them: every factor placed, every link with a weight and a reason."""
    chance = random.Random(factors)
    keys = [f"factor-{number}" for number in range(factors)]
    return Flywheel(
        header=Header(title="Benchmark"),
        wheels={"main": Wheel(id="main", title="Main", start=keys[0])},
        factors={
            key: Factor(
                id=key,
                label=f"Factor {number} of the benchmark",
                wheel="main",
                x=round(chance.uniform(-9e3, 9e3), 3),
                y=round(chance.uniform(-9e3, 9e3), 3),
            )
            for number, key in enumerate(keys)
        },
        links={
            f"l{number}": Link(
                id=f"l{number}",
                source=chance.choice(keys),
                target=chance.choice(keys),
                weight=round(chance.uniform(0.05, 0.95), 2),
                reason="because more of the one makes more of the other almost inevitable",
            )
            for number in range(1, int(factors * LINKS_PER_FACTOR) + 1)
        },
    )


def rows() -> list[Row]:
    """The lines of the table that this file measures."""
    with tempfile.TemporaryDirectory() as folder:
        times = [measured(Path(folder) / f"{size}.flywheel", document(size)) for size in SIZES]
    largest = times[-1]
    return [
        Row(
            14,
            f"load {SIZES[-1]:,} factors, everything validated",
            largest["load"],
            {JSON: largest[JSON]},
            {JSON: 2.0},
        ),
        Row(
            14,
            f"save {SIZES[-1]:,} factors, read back and compared",
            largest["save"],
            {WRITE: largest[WRITE], "encoding alone": largest["encode"]},
            {WRITE: 4.0},
        ),
        *(grown(name, [time[name] for time in times]) for name in ("load", "save")),
        grown("figure", [composed(document(size)) for size in SIZES]),
    ]


def measured(path: Path, flywheel: Flywheel) -> dict[str, float]:
    """Milliseconds of loading and saving one document, and of the peers on the same bytes."""
    stamp = save(flywheel, path, expected=None)
    raw = encode(flywheel)
    peer = path.with_suffix(".peer")
    return interleaved(
        {
            "load": lambda: timed(lambda: read(path)),
            JSON: lambda: timed(lambda: json_loaded(path)),
            "save": lambda: timed(
                lambda: save(flywheel, path, expected=stamp, keep_previous=False)
            ),
            "encode": lambda: timed(lambda: encode(flywheel)),
            WRITE: lambda: timed(lambda: atomically_written(peer, raw)),
        },
        ROUNDS,
    )


def composed(flywheel: Flywheel) -> float:
    """Milliseconds of drawing the whole picture.

    Python's collector rests, as it does in the program.
    """
    theme = theme_named("clean")
    compose(flywheel, theme)
    rounds = 3 if len(flywheel.factors) > 1_000 else ROUNDS
    fresh = (Flywheel(**structs.asdict(flywheel)) for _ in range(rounds))
    gc.disable()
    try:
        return statistics.median(timed(partial(compose, each, theme)) for each in fresh)
    finally:
        gc.enable()


def grown(name: str, times: list[float]) -> Row:
    """The worst growth from one size to the next, as a share of n log n (1 is n log n itself)."""
    pairs = zip(times, times[1:], SIZES, SIZES[1:], strict=False)
    worst = max(
        (after / before) / (large * math.log(large) / (small * math.log(small)))
        for before, after, small, large in pairs
    )
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    return Row(15, f"{name} at {sizes} factors: growth", worst, limit=1.0, unit="x n log n")


def json_loaded(path: Path) -> object:
    with path.open(encoding="utf-8") as file:
        return json.load(file)


def atomically_written(path: Path, raw: bytes) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


if __name__ == "__main__":
    for row in rows():
        print("\n".join(row.lines()))
