"""The files that a save writes beside a document, and what a program that was killed left of them.

The name of one says which document it is for and which process writes it, so that the next save or
opening of that document can take away what no living process is working on, and nothing else: not
another document's, not another machine's, not that of a process that still runs.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from flywheel_studio.storage.disk import DISK, Disk
from flywheel_studio.storage.process import is_dead, is_of_earlier_start, mark_of_this_process

# No save takes a day.
_LONG_S: Final = 86_400.0
# The mark as `mark_of_this_process` makes it; whatever else has such a name is not ours.
_NAME: Final = re.compile(
    r"\.flywheel-([0-9a-f]{12})-([0-9a-f]{1,7}(?:-[0-9a-f]{8}){4})-[0-9a-f]{8}\.tmp"
)


def new_beside(target: str) -> str:
    """A new name in the folder of a file; its length does not depend on that of the file's own."""
    path = Path(target)
    unique = os.urandom(4).hex()
    return str(path.with_name(f".flywheel-{_key(path.name)}-{mark_of_this_process()}-{unique}.tmp"))


def sweep(target: str, disk: Disk = DISK) -> None:
    """Take away what saves of this file left behind that were killed. What resists stays."""
    path = Path(target)
    key = _key(path.name)
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            match = _NAME.fullmatch(entry.name)
            if match is None or match[1] != key or not entry.is_file(follow_symlinks=False):
                continue
            if is_dead(match[2]) or (is_of_earlier_start(match[2]) and _is_old(entry)):
                with suppress(OSError):
                    disk.unlink(entry.path)


def _is_old(entry: os.DirEntry[str]) -> bool:
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _LONG_S


def _key(name: str) -> str:
    return sha256(os.fsencode(name)).hexdigest()[:12]
