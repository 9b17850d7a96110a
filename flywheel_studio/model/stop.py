"""A way to say "no longer needed" to work in another thread.

Long work reads `stop.raise_if_set()` between its steps; a newer snapshot sets it.
"""

from __future__ import annotations

from typing import Final


class Cancelled(Exception):
    """The work was stopped because something newer superseded it."""


class StopToken:
    """Set once, from any thread; read often, by the work."""

    __slots__ = ("_is_set",)

    def __init__(self) -> None:
        self._is_set = False

    @property
    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True

    def raise_if_set(self) -> None:
        """Raises: Cancelled: the token was set."""
        if self._is_set:
            raise Cancelled


NEVER: Final = StopToken()
