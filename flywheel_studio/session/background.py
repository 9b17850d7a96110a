"""One worker thread that does only the newest job.

Snapshots are frozen, so a job needs no locks: it gets a stop token, works, and its result is
delivered in the main thread. A newer job sets the older one's token; whatever an older job still
brings is dropped, even when it had finished and was only waiting to be delivered.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.session.clock import CallInMain

Result = TypeVar("Result")


class Background(Protocol):
    """Where jobs are handed in; `Worker`, or something that a test drives by hand."""

    def submit(
        self,
        job: Callable[[StopToken], Result],
        deliver: Callable[[Result], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None: ...

    def cancel(self) -> None: ...


class Worker:
    """A thread that starts with the first job and ends with `close`."""

    def __init__(self, call_in_main: CallInMain, name: str = "worker") -> None:
        self._call_in_main = call_in_main
        self._name = name
        self._changed = threading.Condition()
        self._next: Callable[[], None] | None = None
        self._newest = StopToken()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def submit(
        self,
        job: Callable[[StopToken], Result],
        deliver: Callable[[Result], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `job` as soon as the thread is free; older jobs are stopped and forgotten.

        Args:
            job: runs in the worker thread; reads its token between its steps.
            deliver: gets the result in the main thread, unless a newer job came meanwhile.
            fail: gets what `job` raised (other than Cancelled) in the main thread, likewise.
                Without it the exception is raised there, for the crash report to see.
        """
        token = StopToken()

        def do() -> None:
            try:
                result = job(token)
            except Cancelled:
                return
            except Exception as problem:  # noqa: BLE001 - handed on to the main thread
                failure = problem
                self._call_in_main(lambda: None if token.is_set else _report(failure, fail))
                return
            self._call_in_main(lambda: None if token.is_set else deliver(result))

        with self._changed:
            if self._is_closed:
                return
            self._newest.set()
            self._newest = token
            self._next = do
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify()

    def cancel(self) -> None:
        """Stop the running job and forget the waiting one; nothing more is delivered."""
        with self._changed:
            self._newest.set()
            self._next = None

    def close(self, seconds: float = 5.0) -> None:
        """Cancel, end the thread and wait for it, at most so long."""
        self.cancel()
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._next is None and not self._is_closed:
                    self._changed.wait()
                if self._next is None:
                    return
                do, self._next = self._next, None
            do()


def _report(problem: Exception, fail: Callable[[Exception], None] | None) -> None:
    if fail is None:
        raise problem
    fail(problem)


class AtOnce:
    """Does each job where it is handed in: for a panel by itself, without a thread."""

    def submit(
        self,
        job: Callable[[StopToken], Result],
        deliver: Callable[[Result], None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        try:
            result = job(StopToken())
        except Exception as problem:
            if fail is None:
                raise
            fail(problem)
            return
        deliver(result)

    def cancel(self) -> None:
        """There is never anything under way."""
