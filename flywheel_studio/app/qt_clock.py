"""Qt's timers and queue in the shape that the session asks for (`session.clock`)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class QtClock(QObject):
    """Runs things later, and things from other threads, in the thread of the window.

    Whatever still waits when the clock is closed is dropped: a window that is gone must not be
    called back.
    """

    _handed_over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = True
        self._handed_over.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def call_later(self, ms: int, what: Callable[[], None]) -> QtCall:
        """Call `what` once after this many milliseconds, unless it is cancelled before."""
        return QtCall(self, ms, what)

    def call_in_main(self, what: Callable[[], None]) -> None:
        """Call `what` in the window's thread, soon. May be asked from any thread."""
        if self._is_open:
            self._handed_over.emit(what)

    def close(self) -> None:
        self._is_open = False
        for timer in self.findChildren(QTimer):
            timer.stop()

    def _run(self, what: Callable[[], None]) -> None:
        if self._is_open:
            what()


class QtCall:
    """One call that waits."""

    def __init__(self, clock: QtClock, ms: int, what: Callable[[], None]) -> None:
        self._what = what
        self._timer: QTimer | None = QTimer(clock)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start(ms)

    def cancel(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer.deleteLater()
            self._timer = None

    def _on_timeout(self) -> None:
        self.cancel()
        self._what()
