"""Time and threads, as the session sees them: two callables that the composition hands in.

Nothing in the session reads a clock or starts a timer by itself. With `ManualClock` a whole
editing session runs in a test, or headless, and time passes only when somebody says so.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Protocol


class CancelHandle(Protocol):
    """A call that is still to come."""

    def cancel(self) -> None:
        """Make it not happen. Does nothing once it has happened."""


class CallLater(Protocol):
    """`call_later(ms, what)`: call `what` in the main thread, at the earliest after `ms`."""

    def __call__(self, milliseconds: int, what: Callable[[], None], /) -> CancelHandle: ...


CallInMain = Callable[[Callable[[], None]], None]
"""`call_in_main(what)`: from any thread, call `what` in the main thread soon."""


class ManualClock:
    """A clock that is moved by hand; its bound methods serve as `call_later`, `call_in_main`."""

    def __init__(self) -> None:
        self.now = 0
        self._number = 0
        self._waiting: list[tuple[int, int, _Call]] = []

    def call_later(self, milliseconds: int, what: Callable[[], None], /) -> CancelHandle:
        call = _Call(what)
        self._number += 1
        heapq.heappush(self._waiting, (self.now + max(0, milliseconds), self._number, call))
        return call

    def call_in_main(self, what: Callable[[], None]) -> None:
        self.call_later(0, what)

    @property
    def waiting(self) -> int:
        """How many calls are still to come."""
        return sum(not call.is_cancelled for _, _, call in self._waiting)

    def advance(self, milliseconds: int) -> None:
        """Let time pass and make every call that falls due, in order, also those made meanwhile."""
        end = self.now + milliseconds
        while self._waiting and self._waiting[0][0] <= end:
            due, _, call = heapq.heappop(self._waiting)
            self.now = max(self.now, due)
            if not call.is_cancelled:
                call.what()
        self.now = end


class _Call:
    __slots__ = ("is_cancelled", "what")

    def __init__(self, what: Callable[[], None]) -> None:
        self.what = what
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True
