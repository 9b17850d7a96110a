"""Which process on which machine: whether the one that left something behind still runs.

A process number alone is given out again; with the start of the machine and of the process it
names one process for good.
"""

from __future__ import annotations

import os
import platform
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

from msgspec import Struct


class Owner(Struct, frozen=True):
    """One process. `boot` and `started` are empty where the system does not tell."""

    pid: int
    host: str = ""
    boot: str = ""
    started: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it still runs here. One of another machine is not known to run."""
        if self.pid <= 0 or self.host != platform.node() or self.boot != _boot():
            return False
        return _exists(self.pid) and (not self.started or self.started == _started(self.pid))


@cache
def this_process() -> Owner:
    """The process that asks."""
    return Owner(os.getpid(), platform.node(), _boot(), _started(os.getpid()))


@cache
def mark_of_this_process() -> str:
    """Which process asks, in letters that any file system takes in a name."""
    me = this_process()
    where = (me.host, me.boot, _numbering(), me.started)
    return "-".join((f"{me.pid:x}", *(_short(words) for words in where)))


def is_dead(mark: str) -> bool:
    """Whether the process of a mark ran on this machine and is known to run no more."""
    parts, me = mark.split("-"), mark_of_this_process().split("-")
    # Of another machine, or of a container with numbers of its own, nothing is known here.
    if len(parts) != len(me) or parts[1:4] != me[1:4]:
        return False
    pid = int(parts[0], 16)
    if not _exists(pid):
        return True
    return bool(_started(pid)) and parts[4] != _short(_started(pid))


def is_of_earlier_start(mark: str) -> bool:
    """Whether a mark is from a machine of this name before it was started, or of its namesake."""
    parts, me = mark.split("-"), mark_of_this_process().split("-")
    is_told = bool(_boot()) and len(parts) == len(me)
    return is_told and parts[1] == me[1] and parts[2] != me[2]


def _short(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:8]


def _numbering() -> str:
    """The name space that process numbers are given out in: each container has its own."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except (OSError, AttributeError):
        return ""


@cache
def _boot() -> str:
    return _text_of("/proc/sys/kernel/random/boot_id").strip()


def _started(pid: int) -> str:
    """The start of a process in clock ticks since boot; the name before it may hold anything."""
    words = _stat(pid)
    return words[19] if len(words) > 19 else ""


def _stat(pid: int) -> list[str]:
    """What Linux says of a process, from its state on; empty where it says nothing."""
    return _text_of(f"/proc/{pid}/stat").rpartition(")")[2].split()


def _text_of(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


if sys.platform == "win32":

    def _exists(pid: int) -> bool:
        import ctypes

        kernel = ctypes.windll.kernel32
        process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not process:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(process, ctypes.byref(code))
        kernel.CloseHandle(process)
        return code.value == 259  # STILL_ACTIVE

else:

    def _exists(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # it is there and belongs to someone else
            return True
        # One that has ended keeps its number until whoever started it has asked how.
        return _stat(pid)[:1] not in (["Z"], ["X"])
