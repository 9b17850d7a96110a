"""The program as a process of its own: killed, ended, started twice. Driven by xdotool alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.files import read
from flywheel_studio.storage.templates import load_template

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing"),
]
PATIENCE = 30.0
T = TypeVar("T")


def wait_for(look: Callable[[], T]) -> T:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError("nothing within the time limit")
        os.sched_yield()
    return found


def xdotool(*words: str) -> str:
    done = subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()


class Program:
    """One started program, with a home of its own."""

    def __init__(self, home: Path, *files: Path) -> None:
        self.home = home
        home.mkdir(exist_ok=True)
        settings = {
            **os.environ,
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "LC_ALL": "C.UTF-8",
            "FLYWHEEL_STUDIO_MANY": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flywheel_studio", "open", *map(str, files)],
            env=settings,
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
            text=True,
        )

    def window(self, title: str) -> str:
        """The id of the window with these words in its title, once it is there."""
        return wait_for(lambda: self.window_now(title))

    def window_now(self, title: str) -> str:
        mine = ("--all", "--onlyvisible", "--pid", str(self.process.pid))
        found = xdotool("search", *mine, "--name", title)
        return found.split("\n")[0]

    def snapshots(self) -> list[Path]:
        return list((self.home / "state").rglob("*.flywheel"))

    def end(self) -> str:
        if self.process.poll() is None:
            self.process.kill()
        return self.process.communicate(timeout=PATIENCE)[1]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    programs = []

    def begin(*files: Path, home: Path = tmp_path / "home") -> Program:
        programs.append(Program(home, *files))
        return programs[-1]

    yield begin
    for program in programs:
        program.end()


def rename_the_first_factor(program: Program, window: str, name: str) -> None:
    """Tab to the first factor, type a name, Enter."""
    xdotool("windowactivate", "--sync", window)
    xdotool("mousemove", "--window", window, "640", "140", "click", "1")
    xdotool("key", "Tab")
    xdotool("key", "F2")
    xdotool("key", "ctrl+a")
    xdotool("type", name)
    xdotool("key", "Return")


def changed_title(program: Program, window: str) -> bool:
    return "*" in xdotool("getwindowname", window)


def test_killed_after_an_edit_it_offers_the_work_again(start, tmp_path):
    path = tmp_path / "mine.flywheel"
    before = encode(load_template("amazon", "en"))
    path.write_bytes(before)
    program = start(path)
    window = program.window("mine.flywheel")
    rename_the_first_factor(program, window, "Happy people")
    wait_for(lambda: any(b"Happy people" in each.read_bytes() for each in program.snapshots()))
    program.process.send_signal(signal.SIGKILL)
    program.process.wait(PATIENCE)
    assert path.read_bytes() == before

    again = start()
    question = again.window("Recover")
    xdotool("windowactivate", "--sync", question)
    xdotool("key", "Return")
    window = again.window("mine.flywheel")
    wait_for(lambda: changed_title(again, window))
    assert path.read_bytes() == before
    xdotool("windowactivate", "--sync", window)
    xdotool("key", "ctrl+s")
    wait_for(lambda: path.read_bytes() != before)
    wait_for(lambda: not changed_title(again, window))
    labels = {factor.label for factor in read(path).flywheel.factors.values()}
    assert "Happy people" in labels
    wait_for(lambda: not again.snapshots())


def test_later_leaves_the_work_where_it_is(start, tmp_path):
    path = tmp_path / "mine.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    program = start(path)
    rename_the_first_factor(program, program.window("mine.flywheel"), "Happy people")
    wait_for(program.snapshots)
    kept = wait_for(
        lambda: [e.read_bytes() for e in program.snapshots() if b"Happy" in e.read_bytes()]
    )
    program.process.send_signal(signal.SIGKILL)
    program.process.wait(PATIENCE)
    for _ in range(2):
        again = start()
        question = again.window("Recover")
        xdotool("windowactivate", "--sync", question)
        xdotool("key", "Escape")
        wait_for(lambda again=again: not again.window_now("Recover"))
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(PATIENCE) == 0
        assert [each.read_bytes() for each in again.snapshots()] == kept


def test_ended_by_the_system_it_keeps_the_work_and_leaves_in_order(start, tmp_path):
    path = tmp_path / "mine.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    program = start(path)
    window = program.window("mine.flywheel")
    rename_the_first_factor(program, window, "Happy people")
    wait_for(lambda: changed_title(program, window))
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(PATIENCE) == 0
    (snapshot,) = program.snapshots()
    # The end may come between two letters: what had been typed by then is kept.
    labels = [factor.label for factor in read(snapshot).flywheel.factors.values()]
    assert any(label and "Happy people".startswith(label) for label in labels)
    assert "Traceback" not in program.end()


def test_a_second_program_with_the_same_file_is_told(start, tmp_path):
    path = tmp_path / "shared.flywheel"
    path.write_bytes(encode(load_template("amazon", "en")))
    link = tmp_path / "link.flywheel"
    link.symlink_to(path)
    first = start(path)
    first.window("shared.flywheel")
    second = start(link, home=tmp_path / "home-of-another")
    second.window("Open elsewhere")
