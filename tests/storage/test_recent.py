"""The files that were open lately."""

from __future__ import annotations

from pathlib import Path

import pytest

from flywheel_studio.storage.recent import MOST_RECENT, RecentFiles


@pytest.fixture
def recent(tmp_path: Path) -> RecentFiles:
    return RecentFiles(tmp_path / "state")


def made(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("")
    return path


def test_the_newest_file_stands_first_and_each_stands_once(recent, tmp_path):
    first, second = made(tmp_path, "a"), made(tmp_path, "b")
    assert recent.paths() == ()
    for path in (first, second, first):
        recent.add(path)
    assert recent.paths() == (first, second)


def test_fifteen_are_kept(recent, tmp_path):
    paths = [made(tmp_path, str(number)) for number in range(20)]
    for path in paths:
        recent.add(path)
    assert recent.paths() == tuple(reversed(paths[-MOST_RECENT:]))
    assert MOST_RECENT == 15


def test_a_file_that_is_missing_is_left_out(recent, tmp_path):
    first, second = made(tmp_path, "a"), made(tmp_path, "b")
    recent.add(first)
    recent.add(second)
    first.unlink()
    assert recent.paths() == (second,)
    recent.remove(second)
    assert recent.paths() == ()


def test_all_windows_share_the_list(recent, tmp_path):
    path = made(tmp_path, "a")
    RecentFiles(tmp_path / "state").add(path)
    assert recent.paths() == (path,)
    recent.clear()
    assert RecentFiles(tmp_path / "state").paths() == ()


@pytest.mark.parametrize("raw", [b"", b"{", b"{}", b"[1]", b"\xff", b'["a\\u0000b"]'])
def test_a_damaged_list_is_an_empty_one(recent, tmp_path, raw):
    path = made(tmp_path, "a")
    recent.add(path)
    (tmp_path / "state" / "recent.json").write_bytes(raw)
    assert recent.paths() == ()
    recent.add(path)
    assert recent.paths() == (path,)


def test_a_list_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "state").write_text("in the way")
    recent = RecentFiles(tmp_path / "state")
    recent.add(made(tmp_path, "a"))
    assert recent.paths() == ()


def test_without_a_folder_it_lives_in_the_users_state_folder(home):
    assert RecentFiles()._file.is_relative_to(home)
