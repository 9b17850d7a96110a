"""Loads the plotting library in a thread: on the main thread a third of a second would freeze.

Objects made in a thread are fine as long as none of them is a window's: the module only defines
classes, and the plot itself is built on the main thread once `ready` has come.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, Signal

PLOT_MODULE: Final = "flywheel_studio.panels.curve_plot"


class PlotLoader(QObject):
    """Makes `PLOT_MODULE` importable at once. `ready` and `failed` come in the main thread."""

    ready = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._is_stopped = False

    def start(self) -> None:
        """Begin; once is enough, and after `stop` it is too late."""
        if self._thread is not None or self._is_stopped:
            return
        if PLOT_MODULE in sys.modules and not _is_half_done():
            self.ready.emit()
        else:
            self._thread = threading.Thread(target=self._load, name="load the plots")
            self._thread.start()

    def stop(self) -> None:
        """For good. Waits for the thread: a program must not end while it imports."""
        self._is_stopped = True
        if self._thread is not None:
            self._thread.join()

    def _load(self) -> None:
        try:
            import_module(PLOT_MODULE)
        except Exception as problem:  # noqa: BLE001 - said in the panel; the rest of it works
            self.failed.emit(str(problem))
        else:
            self.ready.emit()


def _is_half_done() -> bool:
    """Whether another window's thread is just importing it."""
    return not hasattr(sys.modules[PLOT_MODULE], "CurvePlot")
