"""What a save that was killed left beside its document: taken away by the next, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flywheel_studio.model.flywheel import blank
from flywheel_studio.storage import process
from flywheel_studio.storage.files import save
from flywheel_studio.storage.half_written import new_beside, sweep
from flywheel_studio.storage.process import is_dead, mark_of_this_process

KILLED = """
import os, signal, sys
from flywheel_studio.model.flywheel import blank
from flywheel_studio.storage.disk import Disk
from flywheel_studio.storage.files import save

class Killing(Disk):
    def replace(self, source, target):
        os.kill(os.getpid(), signal.SIGKILL)

save(blank(), sys.argv[1], expected=None, disk=Killing())
"""
WAITING = """
import sys
from pathlib import Path
from flywheel_studio.storage.half_written import new_beside
Path(new_beside(sys.argv[1])).write_text("half")
print("there", flush=True)
sys.stdin.read()
"""


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(".tmp"))


def killed_while_saving(path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert left(path.parent)


def test_the_next_save_takes_away_what_a_killed_one_left(tmp_path):
    path = tmp_path / "wheel.flywheel"
    killed_while_saving(path)
    save(blank(), path, expected=None)
    assert left(tmp_path) == []
    assert path.exists()


def test_what_is_left_of_another_document_stays(tmp_path):
    path = tmp_path / "wheel.flywheel"
    killed_while_saving(path)
    there = left(tmp_path)
    save(blank(), tmp_path / "other.flywheel", expected=None)
    assert left(tmp_path) == there


def test_what_a_living_process_writes_stays_until_it_has_ended(tmp_path):
    path = tmp_path / "wheel.flywheel"
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "there\n"
        sweep(str(path))
        assert len(left(tmp_path)) == 1
        other.kill()
        other.wait()
    sweep(str(path))
    assert left(tmp_path) == []


def test_our_own_stays_while_we_live(tmp_path):
    path = tmp_path / "wheel.flywheel"
    Path(new_beside(str(path))).write_text("half")
    sweep(str(path))
    assert len(left(tmp_path)) == 1


@pytest.mark.parametrize("place", [1, 3])
def test_that_of_another_machine_or_container_stays(tmp_path, place):
    path = tmp_path / "wheel.flywheel"
    parts = mark_of_this_process().split("-")
    parts[0], parts[place] = f"{2**22 - 1:x}", "0" * 8
    name = Path(new_beside(str(path))).name
    other = tmp_path / name.replace(mark_of_this_process(), "-".join(parts))
    other.write_text("half")
    sweep(str(path))
    assert left(tmp_path) == [other.name]


def test_that_of_before_the_machine_was_started_goes_when_it_is_a_day_old(tmp_path):
    path = tmp_path / "wheel.flywheel"
    parts = mark_of_this_process().split("-")
    parts[2] = "0" * 8
    name = Path(new_beside(str(path))).name
    other = tmp_path / name.replace(mark_of_this_process(), "-".join(parts))
    other.write_text("half")
    sweep(str(path))
    assert left(tmp_path) == [other.name]
    old = time.time() - 90_000
    os.utime(other, (old, old))
    sweep(str(path))
    assert left(tmp_path) == []


def test_a_number_that_was_given_out_again_is_not_taken_for_the_process(monkeypatch):
    monkeypatch.setattr(process, "_started", lambda _pid: "another start")
    assert is_dead(mark_of_this_process())


@pytest.mark.parametrize(
    "name",
    ["notes.tmp", ".flywheel-.tmp", ".flywheel-0123456789ab-1-2-3.tmp", ".flywheel-00112233.tmp"],
)
def test_what_only_looks_alike_stays(tmp_path, name):
    (tmp_path / name).write_text("mine")
    sweep(str(tmp_path / "wheel.flywheel"))
    assert (tmp_path / name).exists()


@pytest.mark.parametrize("number", ["", "f" * 12, "-1"])
def test_a_mark_that_no_program_of_ours_makes_stays_and_hinders_nothing(tmp_path, number):
    path = tmp_path / "wheel.flywheel"
    mark = mark_of_this_process()
    odd = number + mark[mark.index("-") :]
    other = tmp_path / Path(new_beside(str(path))).name.replace(mark, odd)
    other.write_text("mine")
    sweep(str(path))
    assert left(tmp_path) == [other.name]


def test_a_folder_that_cannot_be_listed_is_no_problem(tmp_path):
    sweep(str(tmp_path / "gone" / "wheel.flywheel"))


def test_a_link_of_such_a_name_is_not_followed_and_stays(tmp_path):
    path = tmp_path / "wheel.flywheel"
    killed_while_saving(path)
    [name] = left(tmp_path)
    (tmp_path / name).unlink()
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / name).symlink_to(precious)
    sweep(str(path))
    assert precious.read_text() == "mine"
    assert (tmp_path / name).is_symlink()
