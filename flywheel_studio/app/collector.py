"""Python's search for cyclic garbage, kept in the window's thread while the window program runs.

Python collects in whichever thread happens to allocate the object too many. Where that is the
analysis, widgets that nobody needs any more are deleted beside a window that is painting, which
ends in a crash. So Python's own collector rests, and a timer does what it would have done.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

# Often enough that garbage stays within some megabytes, seldom enough that nobody's battery knows.
EVERY_MS: Final = 500
# Python's own rule: everything is searched only when a quarter of it is new, so that the cost of
# all whole searches together grows like the number of objects and not like its square.
_NEW_SHARE: Final = 0.25


class WindowCollector(QObject):
    """Collects in the thread it was made in, from now until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        # Modules stay for good: without them a whole search takes two thirds of the time (20 ms).
        gc.freeze()
        self._known = 0
        self._new = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    def collect_if_due(self) -> None:
        """Search what Python's own collector would have searched by now."""
        counts = gc.get_count()
        generation = due_generation(counts, gc.get_threshold())
        if generation is None:
            return
        self._new += counts[0]
        if generation == 2 and self._new < _NEW_SHARE * self._known:
            generation = 1
        gc.collect(generation)
        if generation == 2:
            self._known = len(gc.get_objects())
            self._new = 0

    def close(self) -> None:
        """Give Python its own collector back."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()


def due_generation(counts: tuple[int, int, int], thresholds: tuple[int, int, int]) -> int | None:
    """The oldest generation that is due, 0 to 2; None while there is too little that is new.

    Args:
        counts, thresholds: as `gc.get_count` and `gc.get_threshold` give them; a first threshold
            of 0 means that nothing is ever due.
    """
    if not 0 < thresholds[0] < counts[0]:
        return None
    due = [number for number in (0, 1, 2) if counts[number] > thresholds[number]]
    return due[-1]
