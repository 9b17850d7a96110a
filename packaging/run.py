#!/usr/bin/env python3
"""Open Flywheel Studio from a fresh checkout: `python3 packaging/run.py [FILE ...]`.

Makes .venv beside this folder, installs what requirements.lock names, and opens the window: with
the files that are named, else with a copy of the Amazon flywheel. Later starts install nothing.
`--set-up` stops before the window; then `.venv/bin/flywheel` is there too.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file must say so, so it must be readable there
    sys.exit(
        "Flywheel Studio needs Python 3.11 or newer; this is {}.{}.\n"
        "Start it with a newer one, for example: python3.11 packaging/run.py".format(
            *sys.version_info
        )
    )

import os
import signal
import subprocess
from pathlib import Path
from types import FrameType

import display
import environment

NO_WINDOW = 3


def arguments(words: list[str]) -> list[str]:
    """What the window is told: the words as they are, and the Amazon flywheel where no file is named."""
    names_a_file = any(not word.startswith("-") for word in words)
    asks_only = {"-h", "--help", "--version"} & set(words)
    return words if names_a_file or asks_only else [*words, "--template", "amazon"]


def open_window(python: Path, words: list[str]) -> int:
    """Run the program until its window closes, and pass on its status."""
    settings = display.fitting_environment(os.environ)
    code = "import sys; from flywheel_studio.cli.main import open_window; sys.exit(open_window(sys.argv[1:]))"
    program = subprocess.Popen([python, "-c", code, *arguments(words)], env=settings)

    def pass_on(number: int, _: FrameType | None) -> None:
        program.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    # Control-C reaches the program as well, through the terminal: it decides, this script waits.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    status = program.wait()
    if status == -signal.SIGABRT:
        print(display.REFUSED, file=sys.stderr)
        return NO_WINDOW
    return status if status >= 0 else 128 - status


def main(words: list[str]) -> int:
    only_set_up = words[:1] == ["--set-up"]
    if not only_set_up and (problem := display.problem(os.environ)):
        print(problem, file=sys.stderr)
        return NO_WINDOW
    try:
        python = environment.prepare("requirements.lock")
    except environment.Unprepared as problem:
        print(problem, file=sys.stderr)
        return 1
    if only_set_up:
        print(f"Ready. The command line: {python.parent / 'flywheel'}")
        return 0
    return open_window(python, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
