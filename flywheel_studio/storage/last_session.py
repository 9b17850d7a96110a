"""Which files were open together last, so that they can be opened together again.

Kept up to date while the program runs, so that a crash forgets nothing. Closing the last window
leaves the list as it was: that is the session that ended.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem
from flywheel_studio.storage.state_folder import state_folder

_FILE_NAME: Final = "last-session.json"


class LastSession:
    """The list on the disk. One that cannot be read or written is no session, never an error."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = (state_folder() if folder is None else folder) / _FILE_NAME

    def paths(self) -> tuple[Path, ...]:
        """The files of the session that are still there, in the order they were opened."""
        try:
            names = msgspec.json.decode(self._file.read_bytes(), type=list[str])
        except (OSError, msgspec.MsgspecError, ValueError):
            return ()
        return tuple(path for name in names if _is_file(path := Path(name)))

    def remember(self, paths: Iterable[Path]) -> None:
        """These files are open now; none at all leaves the session before as it was."""
        names = [os.fspath(path) for path in paths]
        if not names:
            return
        # A name that is not UTF-8 cannot stand in the list (UnicodeError).
        with suppress(OSError, SaveProblem, UnicodeError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, msgspec.json.encode(names))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
