"""What the commands say and where: results on standard output, everything else on standard error.

Results are UTF-8 whatever the locale, so that the same document gives the same bytes everywhere.
A file's name or a label may hold anything, escape sequences for the terminal included: what is
said on standard error is one line and shows them spelt out.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, Final

from flywheel_studio.language.translate import tr

STANDARD: Final = "-"

# Anything faster needs no bar; command-line.md.
PATIENCE_S: Final = 1.0
# Part of words and of emoji in many languages, and harmless.
_JOINERS: Final = "\u00ad\u200c\u200d"
_FRAME_S: Final = 0.1
_BAR_WIDTH: Final = 24
_BAR_BLOCK: Final = 6


class Status(IntEnum):
    """How a command ended."""

    DONE = 0
    FOUND = 1
    WRONG_CALL = 2
    FILE_TROUBLE = 3
    INTERRUPTED = 130


class WrongCall(Exception):
    """The words of the call are off; the message is one sentence that says how."""


class FileTrouble(Exception):
    """A file could not be read or written: which, where in it ("" for the whole), and why."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        self.file, self.place, self.reason = file, place, reason
        # A reason may begin with the place that it is about; nobody needs to read that twice.
        reads = [file, reason] if not place or reason.startswith(place) else [file, place, reason]
        super().__init__(": ".join(reads))


class Console:
    """Where a command speaks. `is_quiet` silences remarks and progress, never errors or results."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self.is_quiet = is_quiet

    def result(self, text: str) -> None:
        """Write a line of the result.

        Raises:
            FileTrouble: standard output is full or closed.
        """
        self.result_bytes(text.encode("utf-8", "backslashreplace") + b"\n")

    def line(self, text: str) -> None:
        """Write a line for a person to read, which may hold labels and titles.

        Raises:
            FileTrouble: standard output is full or closed.
        """
        self.result(one_line(text))

    def result_json(self, value: Any) -> None:
        """Write a result as one JSON value, numbers in full precision.

        Raises:
            FileTrouble: standard output is full or closed.
        """
        self.result(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))

    def result_bytes(self, raw: bytes) -> None:
        """Write bytes to standard output, and wait until they have arrived.

        Raises:
            FileTrouble: standard output is full or closed.
        """
        try:
            if sys.stdout is None:
                raise OSError(tr("there is none"))
            sys.stdout.flush()
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
        except OSError as problem:
            _abandon_standard_output()
            raise FileTrouble(tr("standard output"), "", reason_of(problem)) from problem

    def remark(self, text: str) -> None:
        """Say something beside the result, unless quiet."""
        if not self.is_quiet:
            say(text)

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[float], None]]:
        """Show that work goes on, once it has taken a second.

        On a terminal a bar, with the seconds; elsewhere one line. The block may tell how much is
        done, from 0 to 1; the bar of one that cannot know it (a search for loops) moves to and fro.
        """
        done = [math.nan]

        def told(share: float) -> None:
            done[0] = share

        if self.is_quiet or sys.stderr is None:
            yield told
            return
        finished = threading.Event()
        watcher = threading.Thread(target=_show_progress, args=(what, finished, done), daemon=True)
        watcher.start()
        try:
            yield told
        finally:
            finished.set()
            watcher.join()


def say(text: str) -> None:
    """One line on standard error; losing it is no reason to fail."""
    _put(one_line(text) + "\n")


def one_line(text: str) -> str:
    """The text on one line, with control characters and the like spelt out."""
    return "".join(
        " " if char in "\n\t" else char if _is_printable(char) else repr(char)[1:-1]
        for char in text
    )


def finite(value: float | None) -> float | None:
    """The number as JSON can say it: None where it is infinite or not defined."""
    return None if value is None or not math.isfinite(value) else float(value)


def listed(names: Iterable[str]) -> str:
    """Names for the end of a sentence."""
    return ", ".join(names) or tr("none")


def reason_of(problem: OSError) -> str:
    """Why the system refused, without the file's name, which is said beside it."""
    return problem.strerror or str(problem)


def read_standard_input(limit: int) -> bytes:
    """All of standard input, at most one byte more than `limit`, so that too much shows.

    Raises:
        FileTrouble: it cannot be read.
    """
    try:
        if sys.stdin is None:
            raise OSError(tr("there is none"))
        return sys.stdin.buffer.read(limit + 1)
    except OSError as problem:
        raise FileTrouble(tr("standard input"), "", reason_of(problem)) from problem


def _is_printable(char: str) -> bool:
    # Format characters (Cf) can turn the reading direction of a whole terminal line.
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _abandon_standard_output() -> None:
    """Let Python's own flush at exit go nowhere: it would print a second complaint."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError, AttributeError):
        return


def _put(text: str) -> None:
    try:
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()
    except (OSError, ValueError):
        return


def _show_progress(what: str, finished: threading.Event, done: list[float]) -> None:
    if finished.wait(PATIENCE_S):
        return
    if not sys.stderr.isatty():
        _put(one_line(what) + " …\n")
        return
    frame = 0
    while True:
        line = f"[{_bar(frame, done[0])}] {one_line(what)} ({PATIENCE_S + frame * _FRAME_S:.0f} s)"
        _put(f"\r{line}")
        if finished.wait(_FRAME_S):
            _put("\r" + " " * len(line) + "\r")
            return
        frame += 1


def _bar(frame: int, share: float = math.nan) -> str:
    """A bar that is filled as far as is done, or a block that wanders to and fro."""
    if not math.isnan(share):
        filled = round(min(max(share, 0.0), 1.0) * _BAR_WIDTH)
        return "#" * filled + "-" * (_BAR_WIDTH - filled)
    room = _BAR_WIDTH - _BAR_BLOCK
    at = frame % (2 * room)
    left = at if at <= room else 2 * room - at
    return "-" * left + "#" * _BAR_BLOCK + "-" * (room - left)
