"""The calls to the operating system that files are read and written with.

One method, one call: tests put another `Disk` in its place whose nth call fails or ends the program.
"""

from __future__ import annotations

import os
from typing import Final


class Disk:
    """The calls a file is read and written with. Each is one call to the operating system."""

    def open(self, path: str, flags: int, mode: int = 0o666) -> int:
        return os.open(path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0), mode)

    def read(self, descriptor: int, size: int) -> bytes:
        return os.read(descriptor, size)

    def write(self, descriptor: int, raw: memoryview) -> int:
        return os.write(descriptor, raw)

    def fsync(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        os.close(descriptor)

    def fstat(self, descriptor: int) -> os.stat_result:
        return os.fstat(descriptor)

    def stat(self, path: str) -> os.stat_result:
        return os.stat(path)  # noqa: PTH116

    def fchmod(self, descriptor: int, mode: int) -> None:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)

    def fchown(self, descriptor: int, user: int, group: int) -> None:
        if hasattr(os, "fchown"):
            os.fchown(descriptor, user, group)

    def link(self, source: str, target: str) -> None:
        os.link(source, target)

    def replace(self, source: str, target: str) -> None:
        os.replace(source, target)  # noqa: PTH105

    def unlink(self, path: str) -> None:
        os.unlink(path)  # noqa: PTH108


DISK: Final = Disk()
