"""Take times side by side, so that a noisy machine is noisy to all alike.

Only ratios mean anything: each candidate runs in turn, round after round, and medians are compared.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 5
CHECKOUT = Path(__file__).resolve().parents[2]
# A folder with other programs' packages (pip install --target), read after our own.
PEERS = os.environ.get("PEERS", "")
if PEERS and PEERS not in sys.path:
    sys.path.append(PEERS)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    `number`: of the budget that it belongs to. `ours`: the time of this program, milliseconds
    (or what `unit` says). `peers`: name -> theirs. `goals`: name -> the largest ratio ours / theirs
    that was aimed at. `absent`: peers that were not there to measure. `limit`: the largest `ours`.
    """

    number: int
    what: str
    ours: float
    peers: Mapping[str, float] = field(default_factory=dict)
    goals: Mapping[str, float] = field(default_factory=dict)
    absent: Sequence[str] = ()
    limit: float | None = None
    unit: str = "ms"

    def lines(self) -> Iterator[str]:
        """The row as printed: a line for our time, and one for each comparison."""
        limit = "" if self.limit is None else f"   goal at most {self.limit:g}"
        yield f"{self.number:>2}  {self.what}: {self.ours:.1f} {self.unit}{limit}"
        for name, theirs in self.peers.items():
            ratio = self.ours / theirs if theirs else float("inf")
            goal = self.goals.get(name)
            verdict = (
                "" if goal is None else f"   goal {goal:g}x {'met' if ratio <= goal else 'MISSED'}"
            )
            yield f"      {ratio:7.3f}x  {name} ({theirs:.1f} {self.unit}){verdict}"
        for name in self.absent:
            yield f"          -     {name}: not installed"


def interleaved(
    candidates: Mapping[str, Callable[[], float]], rounds: int = ROUNDS
) -> dict[str, float]:
    """The median of what each candidate returns, after one round that does not count."""
    for measure in candidates.values():
        measure()
    found: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, measure in candidates.items():
            found[name].append(measure())
    return {name: statistics.median(values) for name, values in found.items()}


def row_of(
    number: int,
    what: str,
    measured: Mapping[str, float],
    goals: Mapping[str, float],
    missing: Sequence[str],
) -> Row:
    """The row of what `interleaved` measured as "ours" and its peers."""
    peers = {name: value for name, value in measured.items() if name != "ours"}
    return Row(number, what, measured["ours"], peers, goals, missing)


def timed(work: Callable[[], object]) -> float:
    """How long a call takes, in milliseconds."""
    began = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - began)


def process(words: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> float:
    """How long a whole process takes, from before its start to after its end, in milliseconds."""
    settings = as_installed(environment or {})

    def work() -> None:
        subprocess.run(
            words,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=settings,
            cwd=CHECKOUT,
        )

    return timed(work)


def as_installed(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment with these settings; modules are read compiled, as they are once installed."""
    environment = {**os.environ, **settings}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def python(code: str, *words: str | Path) -> list[str | Path]:
    """The words that run `code` with this Python."""
    return [sys.executable, "-c", code, *words]


def absent(programs: Mapping[str, str]) -> list[str]:
    """The names of the peers whose program is not on this machine."""
    return [name for name, program in programs.items() if shutil.which(program) is None]


@contextmanager
def quiet_home() -> Iterator[dict[str, str]]:
    """Settings of an empty home, so that nobody's recent files or docks take part."""
    with tempfile.TemporaryDirectory() as folder:
        names = {f"XDG_{name}_HOME": folder for name in ("CONFIG", "CACHE", "DATA", "STATE")}
        yield {"HOME": folder, "LC_ALL": "C.UTF-8", "QT_SCALE_FACTOR": "1", **names}


@contextmanager
def screen() -> Iterator[dict[str, str] | None]:
    """Settings of a virtual screen of 2560 x 1440; None where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    reader, writer = os.pipe()
    words = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "2560x1440x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        [*words, "-noreset"],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        try:
            yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()
