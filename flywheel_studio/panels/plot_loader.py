"""Loads the plotting library without freezing the window, and without crashing it.

Importing pyqtgraph takes a third of a second, so it happens in a thread. But PySide6 makes its
classes when they are first named, and two threads that do so at once crash the program.
WORKAROUND (PySide6 6.11.3, pyqtgraph 0.14.0; the crash is in `_copy_attrs` of pyqtgraph/Qt): all
names that pyqtgraph will ask for are named first, here, on the main thread, a few at a time.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from time import perf_counter
from types import ModuleType
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Signal

PLOT_MODULE: Final = "flywheel_studio.panels.curve_plot"
_NAMED_BY_PYQTGRAPH: Final = (QtCore, QtGui, QtWidgets)
# Half a frame: what comes between two slices does not stutter.
_SLICE_S: Final = 0.006
_BETWEEN_MS: Final = 2


class PlotLoader(QObject):
    """Makes `PLOT_MODULE` importable at once. `ready` and `failed` come in the main thread."""

    ready = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._names: Iterator[tuple[ModuleType, str]] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self._on_slice)

    def start(self) -> None:
        """Begin; once is enough."""
        if PLOT_MODULE in sys.modules and self._thread is None:
            self.ready.emit()
        elif self._names is None:
            self._names = ((each, name) for each in _NAMED_BY_PYQTGRAPH for name in dir(each))
            self._timer.start()

    def stop(self) -> None:
        """Go no further, and wait for the thread: a window must not go while it imports."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()

    def _on_slice(self) -> None:
        end = perf_counter() + _SLICE_S
        for module, name in self._names or ():
            getattr(module, name, None)
            if perf_counter() > end:
                return
        self._timer.stop()
        self._thread = threading.Thread(target=self._load, name="load the plots")
        self._thread.start()

    def _load(self) -> None:
        try:
            import_module(PLOT_MODULE)
        except Exception as problem:  # noqa: BLE001 - said in the panel; the rest of it works
            self.failed.emit(str(problem))
        else:
            self.ready.emit()
