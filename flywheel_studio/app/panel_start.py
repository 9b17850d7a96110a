"""Brings the panels into a window that already shows its drawing, without ever holding it up.

What knows nothing of Qt loads in a thread, NumPy with it. Modules that define widgets load in the window's
thread, a few in each turn of the event loop: a class of Qt that is made in another thread while the
window paints has crashed the program. Then the panels are built, one in each turn: all at once they
would keep the window from answering for a quarter of a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels

# All that the panels need below the Qt line; the last are what they ask about a push at once.
CORE: Final = (
    "flywheel_studio.session.live_results",
    "flywheel_studio.session.live_run",
    "flywheel_studio.session.live_courses",
    "flywheel_studio.session.live_uncertainty",
    "flywheel_studio.insight.analysis_report",
    "flywheel_studio.insight.activities",
    "flywheel_studio.insight.axis_numbers",
    "flywheel_studio.insight.loop_off",
    "flywheel_studio.insight.push_words",
    "flywheel_studio.insight.scenario_words",
    "flywheel_studio.insight.scorecard",
    "flywheel_studio.commands.activities",
    "flywheel_studio.commands.economics",
    "flywheel_studio.commands.knock",
    "flywheel_studio.commands.loop_names",
    "flywheel_studio.commands.set_aside",
    "flywheel_studio.export.activities_csv",
    "flywheel_studio.export.shown_run",
    "flywheel_studio.insight.outlook",
    "flywheel_studio.simulation.response",
)
# The modules of widgets, in an order in which none brings many others along.
_WIDGETS: Final = (
    "panels.playback.playback",
    "panels.parts.labels",
    "panels.parts.scrolling",
    "panels.parts.wording",
    "panels.checks.card",
    "panels.checks.fix_preview",
    "panels.checks.panel",
    "panels.loops.loop_list",
    "panels.loops.panel",
    "panels.fields.form",
    "panels.fields.choices",
    "panels.fields.sign",
    "panels.fields.number_field",
    "panels.fields.numbers",
    "panels.fields.factor_list",
    "panels.fields.evidence",
    "panels.momentum.chart.run_curves",
    "panels.momentum.chart.painting",
    "panels.momentum.chart.plot",
    "panels.momentum.chart.chart",
    "panels.momentum.chart.table",
    "panels.momentum.chart.bar",
    "panels.momentum.outlook.levers",
    "panels.momentum.outlook.drive",
    "panels.momentum.outlook.knock",
    "panels.momentum.outlook.uncertainty",
    "panels.momentum.scenarios.adder",
    "panels.momentum.scenarios.row",
    "panels.momentum.scenarios.editor",
    "panels.momentum.scenarios.scenario_list",
    "panels.momentum.answers",
    "panels.momentum.pushes.bar",
    "panels.momentum.pushes.mark",
    "panels.momentum.pushes.axis",
    "panels.momentum.pushes.form",
    "panels.momentum.pushes.section",
    "panels.momentum.wheel.dial",
    "panels.momentum.wheel.first_push",
    "panels.playback.transport",
    "panels.momentum.layout",
    "panels.momentum.panel",
    "panels.outline.tree",
    "panels.outline.panel",
    "panels.properties.looks.form",
    "panels.properties.wheel",
    "panels.properties.document",
    "panels.activities.activity_list",
    "panels.properties.factor",
    "panels.properties.link",
    "panels.properties.panel",
    "app.dock",
    "app.loop_menu",
    "app.loop_tour",
    "app.loop_reader",
    "app.window_panels",
)
WIDGETS: Final = tuple(f"flywheel_studio.{name}" for name in _WIDGETS)
# So long may a turn of the event loop take before it yields to what the window has to do, seconds.
_TURN: Final = 0.008
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
        self._load(CORE, self._begin)

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

    def _begin(self) -> None:
        if self._is_stopped:
            return
        self._steps = self._building()
        self._next_turn()

    def _building(self) -> Iterator[None]:
        """Load the widgets and build the panels; every `next` is one turn of the event loop."""
        began = time.monotonic()
        for module in WIDGETS:
            import_module(module)
            if time.monotonic() - began > _TURN:
                yield
                began = time.monotonic()
        from flywheel_studio.app.window_panels import WindowPanels

        self._panels = WindowPanels(self._window)
        yield from self._panels.building()

    def _next_turn(self) -> None:
        QTimer.singleShot(0, self._window, self._take_step)

    def _take_step(self) -> None:
        if self._is_stopped:
            return
        for _ in self._steps:
            self._next_turn()
            return
        panels, self._panels = self._panels, None
        if panels is None:
            return
        self._done(panels)
        self._load(RUN, panels.live_run.schedule)
