"""`python -m tests.benchmarks [NAME ...]`: print the table of how fast, against whom.

Each bench_NAME.py beside this file has a function `rows()`. A benchmark is not a test: nothing fails
on a time, and a peer that is not installed is named and skipped.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from pathlib import Path

from tests.benchmarks.measuring import Row


def main(names: list[str]) -> int:
    places = {path.stem.removeprefix("bench_"): path for path in sorted(_here().glob("bench_*.py"))}
    unknown = [name for name in names if name not in places]
    if unknown:
        print(
            f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(places)}",
            file=sys.stderr,
        )
        return 2
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.platform(terse=True)}"
    )
    rows: list[Row] = []
    for name in names or places:
        print(f"... {name}", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"tests.benchmarks.bench_{name}").rows()
    for row in sorted(rows, key=lambda row: row.number):
        print("\n".join(row.lines()))
    return 0


def _here() -> Path:
    return Path(__file__).resolve().parent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
