#!/usr/bin/env python3
"""Resolve the versions anew: `.venv/bin/python packaging/lock.py` rewrites the two locks.

The locks name one tested set; pyproject.toml names the range that should work.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": "", "requirements-test.lock": "[test]"}


def resolve(extra: str, constraint: Path | None) -> list[str]:
    """What pip would install for the project with `extra`, as sorted `name==version` lines."""
    words = [
        "install",
        "--quiet",
        "--dry-run",
        "--ignore-installed",
        "--report",
        "-",
        f"{ROOT}{extra}",
    ]
    if constraint:
        words += ["--constraint", str(constraint)]
    report = subprocess.run(
        [sys.executable, "-m", "pip", *words], stdout=subprocess.PIPE, text=True, check=True
    )
    found = [row["metadata"] for row in json.loads(report.stdout)["install"]]
    pins = [f"{row['name']}=={row['version']}" for row in found if row["name"] != "flywheel-studio"]
    return sorted(pins, key=str.lower)


def main() -> None:
    constraint = None
    for name, extra in LOCKS.items():
        path = ROOT / "packaging" / name
        head = f"# Written by packaging/lock.py: what .{extra} resolved to."
        pins = resolve(extra, constraint)
        path.write_text("\n".join([head, *pins, ""]), encoding="utf-8")
        constraint = path


if __name__ == "__main__":
    main()
