"""Brings the panels into a window that already shows its drawing, without ever holding it up.

Modules load in a thread, and the panels are built one in each turn of the event loop: all at once
they would keep the window from answering for a quarter of a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels

# The others are what the panels ask about a push as soon as they stand.
PANELS: Final = (
    "flywheel_studio.app.window_panels",
    "flywheel_studio.insight.outlook",
    "flywheel_studio.simulation.response",
)
# What the first run would load, NumPy with it.
RUN: Final = ("flywheel_studio.simulation.momentum", "flywheel_studio.simulation.settings")


class PanelStart:
    """Begins at once. `done` gets the panels when all of them stand; then comes their first run."""

    def __init__(self, window: WindowFrame, done: Callable[[WindowPanels], None]) -> None:
        self._window = window
        self._done = done
        self._panels: WindowPanels | None = None
        self._steps: Iterator[None] = iter(())
        self._thread: threading.Thread | None = None
        self._is_stopped = False
        self._load(PANELS, self._build)

    def stop(self) -> None:
        """For good, wherever it stands. Waits for the thread: no program may end in an import."""
        self._is_stopped = True
        if self._thread is not None:
            self._thread.join()
        self._steps = iter(())
        if self._panels is not None:
            self._panels.close()
            self._panels = None

    def _load(self, modules: Sequence[str], then: Callable[[], None]) -> None:
        call_in_main = self._window.clock.call_in_main

        def load() -> None:
            # What cannot be loaded fails again in the window's thread, and is reported there.
            with suppress(Exception):
                for module in modules:
                    import_module(module)
            call_in_main(then)

        self._thread = threading.Thread(target=load, name="load the panels")
        self._thread.start()

    def _build(self) -> None:
        if self._is_stopped:
            return
        from flywheel_studio.app.window_panels import WindowPanels

        self._panels = WindowPanels(self._window)
        self._steps = self._panels.building()
        self._next_turn()

    def _next_turn(self) -> None:
        QTimer.singleShot(0, self._window, self._take_step)

    def _take_step(self) -> None:
        if self._is_stopped or self._panels is None:
            return
        for _ in self._steps:
            self._next_turn()
            return
        panels, self._panels = self._panels, None
        self._done(panels)
        self._load(RUN, panels.live_run.schedule)
