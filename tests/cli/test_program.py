"""The program as a person starts it: streams, statuses, signals, and what it never imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Quiet: on a busy machine a line of progress would be counted with those of trouble.
PROGRAM = [sys.executable, "-m", "flywheel_studio", "--quiet"]


@pytest.fixture
def amazon(checkout: Path) -> Path:
    return checkout / "resources" / "templates" / "amazon.en.flywheel"


def started(
    checkout: Path, *words: object, **options: object
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *map(str, words)],
        cwd=checkout,
        timeout=60,
        **(  # type: ignore[call-overload]
            {"capture_output": True, "env": os.environ | {"PYTHONPATH": str(checkout)}} | options
        ),
    )


def test_results_go_to_standard_output_and_trouble_to_standard_error(
    checkout: Path, amazon: Path
) -> None:
    ran = started(checkout, "check", amazon, "--json")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.startswith(b"{\n")
    ran = started(checkout, "check", "none.flywheel")
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert ran.stderr.count(b"\n") == 1
    ran = started(checkout, "fly")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.count(b"\n") == 1


def test_results_are_utf_8_in_every_locale(checkout: Path) -> None:
    file = checkout / "resources" / "templates" / "amazon.de.flywheel"
    env = os.environ | {"PYTHONPATH": str(checkout), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    ran = started(checkout, "check", file, env=env)
    assert ran.returncode == 0
    assert "Verkäufer" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["check", "--json"], ["--help"], ["--version"], ["templates"]])
def test_a_full_disk_behind_standard_output_is_status_3(
    checkout: Path, amazon: Path, words: list[str]
) -> None:
    if words[0] == "check":
        words = [*words, str(amazon)]
    with Path("/dev/full").open("wb") as full:
        ran = started(checkout, *words, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == 3
    assert ran.stderr.count(b"\n") == 1
    assert b"standard output" in ran.stderr


@pytest.mark.skipif(os.name != "posix", reason="POSIX pipes")
def test_a_reader_that_goes_away_leaves_no_traceback(checkout: Path, amazon: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = started(
        checkout, "check", amazon, capture_output=False, stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    assert ran.returncode == 3
    assert b"Traceback" not in ran.stderr
    assert ran.stderr.count(b"\n") == 1


# A shell starts what runs in the background deaf to control-C, and children inherit that.
INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from flywheel_studio.cli.main import main
sys.exit(main())
"""


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_control_c_is_status_130(checkout: Path) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "--quiet", "check", "-"],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # It waits for its input, which never ends: interrupt it once it does.
    assert waiting.stdin is not None
    fill_until_read(waiting)
    try:
        status = interrupted(waiting)
        assert waiting.stderr is not None
        said = waiting.stderr.read()
    finally:
        waiting.kill()
        waiting.wait()
        waiting.stdin.close()
        for stream in (waiting.stdout, waiting.stderr):
            if stream is not None:
                stream.close()
    assert status == 130
    assert said.count(b"\n") == 1


def interrupted(waiting: subprocess.Popen[bytes]) -> int:
    """The status after control-C; not `communicate`, which would end the input and the waiting.

    A signal that arrives just before a read blocks is not seen by that read: press again.
    """
    for _ in range(20):
        waiting.send_signal(signal.SIGINT)
        try:
            return waiting.wait(2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("deaf to control-C")


def fill_until_read(waiting: subprocess.Popen[bytes]) -> None:
    """More than a pipe holds: once it is through, the program is reading."""
    assert waiting.stdin is not None
    waiting.stdin.write(b" " * 1_000_000)
    waiting.stdin.flush()


IMPORTED = """
import sys
from flywheel_studio.cli.main import main
status = main(sys.argv[1:])
sys.stderr.write(",".join(sorted(sys.modules)))
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("words", "never"),
    [
        (["--version"], {"PySide6", "numpy", "networkx", "msgspec"}),
        (["templates"], {"PySide6", "numpy", "networkx"}),
        (["new", "-o", "-"], {"PySide6", "numpy", "networkx"}),
        (["convert", "FILE", "-"], {"PySide6", "numpy", "networkx"}),
        (["check", "FILE", "--json"], {"PySide6", "uharfbuzz"}),
        (["check", "FILE"], {"PySide6", "uharfbuzz"}),
        # Which loops drive is part of the summary for programs: it looks for loops.
        (["simulate", "FILE", "--json"], {"PySide6", "uharfbuzz"}),
        (["simulate", "FILE"], {"PySide6", "uharfbuzz", "networkx"}),
        (["export", "FILE", "-o", "-", "--format", "svg"], {"PySide6"}),
    ],
)
def test_no_command_imports_what_it_does_not_need(
    checkout: Path, amazon: Path, words: list[str], never: set[str]
) -> None:
    words = [str(amazon) if word == "FILE" else word for word in words]
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTED, "--quiet", *words],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    imported = set(ran.stderr.decode().split(","))
    assert not never & imported
