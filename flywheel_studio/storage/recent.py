"""The files that were open lately, newest first, for the start screen and the menu.

A list that cannot be read or written costs nobody a document, so it is never an error.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem
from flywheel_studio.storage.state_folder import state_folder

MOST_RECENT: Final = 15
_FILE_NAME: Final = "recent.json"


class RecentFiles:
    """The list on the disk, shared by all windows: each call reads it anew."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = (state_folder() if folder is None else folder) / _FILE_NAME

    def paths(self) -> tuple[Path, ...]:
        """The newest files that are still there."""
        return tuple(path for path in self._listed() if _is_file(path))

    def add(self, path: str | os.PathLike[str]) -> None:
        """Put a file at the top."""
        newest = _full(path)
        self._write([newest, *(other for other in self.paths() if other != newest)])

    def remove(self, path: str | os.PathLike[str]) -> None:
        gone = _full(path)
        self._write([other for other in self._listed() if other != gone])

    def clear(self) -> None:
        self._write([])

    def _listed(self) -> list[Path]:
        try:
            names = msgspec.json.decode(self._file.read_bytes(), type=list[str])
        except (OSError, msgspec.MsgspecError, ValueError):
            return []
        return [Path(name) for name in names[:MOST_RECENT]]

    def _write(self, paths: list[Path]) -> None:
        names = [os.fspath(path) for path in paths[:MOST_RECENT]]
        # A name that is not UTF-8 cannot stand in the list (UnicodeError).
        with suppress(OSError, SaveProblem, UnicodeError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, msgspec.json.encode(names))


def _full(path: str | os.PathLike[str]) -> Path:
    """The whole path, links left as the user called them."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
