"""Which process on which machine: whether the one that left something behind still runs.

A process number alone is given out again; with the start of the machine and of the process it
names one process for good.
"""

from __future__ import annotations

import os
import platform
import sys
from functools import cache
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
def _boot() -> str:
    return _text_of("/proc/sys/kernel/random/boot_id").strip()


def _started(pid: int) -> str:
    """The start of a process in clock ticks since boot; the name before it may hold anything."""
    words = _text_of(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return words[19] if len(words) > 19 else ""


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
        return True
