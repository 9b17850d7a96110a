#!/usr/bin/env python3
"""Check everything from a fresh checkout: `python3 packaging/test.py [--all] [pytest's words ...]`.

Makes .venv, installs what requirements-test.lock names, then: the style, the layers, the types,
the translations, and the tests. `--all` adds the slow ones. pytest comes last, so that its closing
line is the last word.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file must say so, so it must be readable there
    sys.exit(
        "Flywheel Studio needs Python 3.11 or newer; this is {}.{}.\n"
        "Start it with a newer one, for example: python3.11 packaging/test.py".format(
            *sys.version_info
        )
    )

import os
import subprocess
import time
from pathlib import Path

import environment

# Independent judges of what the program draws, writes and survives: program -> Debian package.
JUDGES = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xwininfo": "x11-utils",
    "rsvg-convert": "librsvg2-bin",
    "pdftoppm": "poppler-utils",
    "strace": "strace",
}
# Large ones, which the slow tests alone ask.
SLOW_JUDGES = {"soffice": "libreoffice-impress", "chromium": "chromium"}

CHECKS = {
    "the style": ["-m", "ruff", "check", "."],
    "the format": ["-m", "ruff", "format", "--check", "."],
    "the layers": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "the types": ["-m", "mypy"],
    "the translations": ["packaging/translations.py", "check"],
}


def check(python: Path, title: str, words: list[str]) -> bool:
    """Run one check; say that it is well, or everything it said."""
    began = time.monotonic()
    done = subprocess.run(
        [python, *words],
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    took = f"{time.monotonic() - began:.1f} s"
    if done.returncode == 0:
        print(f"{title}: well ({took})", flush=True)
        return True
    print(f"{title}: NOT WELL ({took})\n{done.stdout}", flush=True)
    return False


def pytest_words(words: list[str]) -> list[str]:
    """pytest's arguments: those given, the slow tests with --all, and a worker for each core."""
    rest = [word for word in words if word != "--all"]
    if "--all" in words:
        rest = ["-m", "", *rest]
    cores = min(os.cpu_count() or 1, 4)
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb", "--dist")) for word in rest)
    if cores > 1 and not chosen:
        rest = ["-n", str(cores), "--dist", "worksteal", *rest]
    return rest


def main(words: list[str]) -> int:
    try:
        python = environment.prepare("requirements-test.lock")
    except environment.Unprepared as problem:
        print(problem, file=sys.stderr)
        return 1
    judges = JUDGES | (SLOW_JUDGES if "--all" in words else {})
    if sys.platform == "linux" and (missing := environment.see_to_programs(judges)):
        print(missing, flush=True)
    # Each line is printed as its check ends; all of them run, whatever the first ones said.
    well = [check(python, title, command) for title, command in CHECKS.items()]
    if not all(well):
        print(
            "The checks above are not all well: this run fails, whatever the tests say.", flush=True
        )
    tests = subprocess.run(
        [python, "-m", "pytest", *pytest_words(words)], cwd=environment.ROOT, check=False
    )
    return tests.returncode or int(not all(well))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
