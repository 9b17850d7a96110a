"""What a file looked like when it was last read or written: by this a foreign change is told."""

from __future__ import annotations

from msgspec import Struct


class Stamp(Struct, frozen=True):
    """What a file looked like when we last read or wrote it."""

    size: int
    mtime_ns: int
    digest: str
