"""Row 9: a frame of the momentum panel while it plays, and while a slider is dragged. Row 8: a frame
of the whole window, with pulses on the links of twelve factors, and while a label is typed.

Peers are a pyqtgraph plot as one gets it by default and matplotlib's canvas, where they are
installed, in windows of the same size and with the same curves. Our frame is the whole panel
(wheel, times, slider and curves) and, for the comparison of like with like, the curves alone;
theirs is the plot with a line at the playhead.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measuring import (
    CHECKOUT,
    Row,
    as_installed,
    interleaved,
    quiet_home,
    screen,
    timed,
)

if TYPE_CHECKING:
    from flywheel_studio.model.flywheel import Flywheel

ROUNDS = 41
# Of row 8: four seconds.
_FRAMES = 240
POINTS = 1_000
# Wheel and curves side by side, so that a frame paints both.
SIZE = (1_000, 700)
PYQTGRAPH = "a default pyqtgraph plot"
MATPLOTLIB = "matplotlib's canvas"


def ring(count: int) -> Flywheel:
    """A growing ring, pushed at the start, with a run of 1,000 points."""
    from flywheel_studio.commands.document import set_run
    from flywheel_studio.commands.factors import add_factor
    from flywheel_studio.commands.links import connect
    from flywheel_studio.commands.pushes import add_shove
    from flywheel_studio.model.flywheel import Flywheel

    flywheel = Flywheel()
    for n in range(count):
        flywheel = add_factor(flywheel, label=f"Factor {n + 1}", x=0.0, y=0.0)
    keys = list(flywheel.factors)
    for n, key in enumerate(keys):
        flywheel = connect(flywheel, key, keys[(n + 1) % count], weight=0.55)
    flywheel = add_shove(flywheel, keys[0], 1.0)
    return set_run(flywheel, until=36.0, every=36.0 / POINTS)


class Panel:
    """The momentum panel on the screen, with its run."""

    def __init__(self, count: int) -> None:
        from flywheel_studio.panels.momentum.panel import MomentumPanel
        from flywheel_studio.panels.playback.playback import Playback
        from flywheel_studio.session.clock import ManualClock
        from flywheel_studio.session.editor import Editor
        from flywheel_studio.session.live_results import LiveResults
        from flywheel_studio.session.live_run import LiveRun

        class Idle:
            def submit(self, *job: Any) -> None: ...

            def cancel(self) -> None: ...

        editor = Editor(ring(count), call_later=ManualClock().call_later)
        self.run = LiveRun(editor)
        self.playback = Playback()
        self.panel = MomentumPanel(editor, LiveResults(editor, Idle()), self.run, self.playback)
        self.run.run_now()
        self.panel.resize(*SIZE)
        self.panel.show()
        settle()
        self.plot = self.panel.chart.plot
        self.panel.clock.stop()
        self.playback.play()
        self._at = 0.0

    def frame(self) -> None:
        """A sixtieth of a second is played."""
        self.playback.advance(1 / 60)
        if not self.playback.is_playing:
            self.playback.play()
        settle()

    def curves(self) -> None:
        """The same without wheel, clock and slider: what the peers do."""
        self._at = (self._at + 0.05) % 36.0
        self.plot.set_playhead(self._at)
        settle()

    def new_run(self) -> None:
        """What follows one step of a slider: other curves of the same length."""
        self.panel._on_trajectory_ready(self.run.trajectory)
        settle()

    def close(self) -> None:
        self.panel.detach()
        self.panel.close()
        self.panel.deleteLater()
        settle()


class DefaultPlot:
    """The same curves in a PlotWidget, as its first example shows it."""

    def __init__(self, panel: Panel) -> None:
        import pyqtgraph

        trajectory = panel.run.trajectory
        self.time, self.speed = trajectory.curve
        self.widget = pyqtgraph.PlotWidget()
        self.widget.resize(panel.plot.size())
        count = self.speed.shape[1]
        self.lines = [
            self.widget.plot(self.time, self.speed[:, n], pen=(n, count)) for n in range(count)
        ]
        self.playhead = pyqtgraph.InfiniteLine(0.0)
        self.widget.addItem(self.playhead)
        self.widget.show()
        settle()
        self.at = 0.0

    def frame(self) -> None:
        self.at = (self.at + 0.05) % 36.0
        self.playhead.setValue(self.at)
        settle()

    def new_run(self) -> None:
        for n, line in enumerate(self.lines):
            line.setData(self.time, self.speed[:, n])
        settle()

    def close(self) -> None:
        self.widget.close()
        self.widget.deleteLater()
        settle()


class MatplotlibPlot:
    """The same curves on matplotlib's Qt canvas."""

    def __init__(self, panel: Panel) -> None:
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
        from matplotlib.figure import Figure

        time, speed = panel.run.trajectory.curve
        size = panel.plot.size()
        self.canvas = FigureCanvasQTAgg(Figure((size.width() / 100, size.height() / 100), dpi=100))
        axes = self.canvas.figure.subplots()
        self.time, self.speed = time, speed
        self.lines = axes.plot(time, speed)
        self.playhead = axes.axvline(0.0)
        self.canvas.show()
        settle()
        self.at = 0.0

    def frame(self) -> None:
        self.at = (self.at + 0.05) % 36.0
        self.playhead.set_xdata([self.at, self.at])
        self.canvas.draw()
        settle()

    def new_run(self) -> None:
        for n, line in enumerate(self.lines):
            line.set_data(self.time, self.speed[:, n])
        self.canvas.draw()
        settle()

    def close(self) -> None:
        self.canvas.close()
        self.canvas.deleteLater()
        settle()


class Window:
    """The program's own window with twelve factors in it, whose run plays frame by frame."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from flywheel_studio.app.application import make_application
        from flywheel_studio.app.composition import Studio
        from flywheel_studio.commands.arrange import arrange_on_ring
        from flywheel_studio.storage.files import save

        flywheel = ring(12)
        path = folder / "ring.flywheel"
        save(arrange_on_ring(flywheel, None, list(flywheel.factors)), path, expected=None)
        make_application()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.studio = Studio(application)
        self.window = self.studio.new_window()
        self.window.resize(1_500, 950)
        self.studio.open_path(path, self.window)
        ready = time.monotonic() + 20
        while not self._is_ready() and time.monotonic() < ready:
            settle()
        until = time.monotonic() + 1.0
        while time.monotonic() < until:
            settle()
        self.panels = self.window.panels
        assert self.panels is not None
        self.panels.momentum.toggle_playing()
        self.panels.momentum.clock.stop()

    def _is_ready(self) -> bool:
        panels = self.window.panels
        return (
            panels is not None
            and panels.live_results.results is not None
            and panels.live_run.trajectory is not None
        )

    def frames(self, count: int, type_every: int = 0) -> tuple[list[float], list[float]]:
        """How long so many frames take, and how much of it is work, in milliseconds each.

        Sixty a second, so that what waits for a pause in the typing comes between them as well.
        """
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        playback = self.panels.playback
        if type_every:
            self.window.toolbox.edit_label(next(iter(self.window.editor.flywheel.factors)))
            settle()
        taken, worked = [], []
        for number in range(count):
            if not playback.is_playing:
                playback.play()
            field = QApplication.focusWidget()
            if type_every and number % type_every == 0 and field is not None:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
                    QApplication.postEvent(field, key)
            began, work_began = time.perf_counter(), time.thread_time()
            playback.advance(1 / 60)
            settle()
            taken.append(1e3 * (time.perf_counter() - began))
            worked.append(1e3 * (time.thread_time() - work_began))
            time.sleep(max(0.0, 1 / 60 - (time.perf_counter() - began)))
        return taken, worked


def settle() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def measured() -> list[Row]:
    """The rows, measured in this process: it must have a display."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["bench"])
    found: list[Row] = []
    for count in (7, 12, 50):
        found += _frames(count)
    application.processEvents()
    return [*_window_frames(), *found]


def _window_frames() -> list[Row]:
    """Playing, and playing while somebody types: the median, and the longest of all frames.

    Whether none is too long is asked of the work: a busy machine interrupts the best of programs.
    """
    with tempfile.TemporaryDirectory() as folder:
        window = Window(Path(folder))
        window.frames(60)
        playing, work = window.frames(_FRAMES)
        typing, work_typing = window.frames(_FRAMES, type_every=6)
    usual = statistics.median(playing)
    words = "frame of the whole window, 12 factors, pulses and panel playing"
    longest = f"the longest of {_FRAMES} frames"
    return [
        Row(8, words, usual, limit=8.0),
        Row(8, "the same while a label is typed", statistics.median(typing), {"playing": usual}),
        Row(8, f"{longest}, work alone", max(work), {"all of it": max(playing)}, limit=16.7),
        Row(
            8,
            f"{longest} while a label is typed, work alone",
            max(work_typing),
            {"all of it": max(typing)},
            limit=16.7,
        ),
    ]


def _frames(count: int) -> list[Row]:
    panel = Panel(count)
    peers: dict[str, DefaultPlot | MatplotlibPlot] = {}
    absent = []
    for name, module, make in (
        (PYQTGRAPH, "pyqtgraph", DefaultPlot),
        (MATPLOTLIB, "matplotlib", MatplotlibPlot),
    ):
        if importlib.util.find_spec(module) is not None:
            peers[name] = make(panel)
        else:
            absent.append(name)
    found = []
    for mine, theirs, name in (
        ("frame", "frame", "frame of the whole panel while playing"),
        ("curves", "frame", "frame of its curves alone"),
        ("new_run", "new_run", "frame of the whole panel with a new run"),
    ):
        candidates: dict[str, Callable[[], None]] = {"ours": getattr(panel, mine)}
        candidates |= {peer: getattr(plot, theirs) for peer, plot in peers.items()}
        taken = interleaved(
            {each: partial(timed, work) for each, work in candidates.items()}, ROUNDS
        )
        ours = taken.pop("ours")
        # The budget is about playing. A new run has no goal but a frame: ours is antialiased, with
        # lines of more than a pixel, and in two plots.
        goals = {PYQTGRAPH: 1.0, MATPLOTLIB: 0.2} if theirs == "frame" else {}
        words = f"{name}, {count} curves of {POINTS:,}"
        found.append(Row(9, words, ours, taken, goals, absent, limit=16.7))
    for plot in peers.values():
        plot.close()
    panel.close()
    return found


def rows() -> list[Row]:
    """The rows, measured in a process of its own under Xvfb; about a quarter of a minute."""
    with screen() as display, quiet_home() as home:
        if display is None:
            return []
        run = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.bench_panel", "--measure"],
            check=True,
            stdout=subprocess.PIPE,
            env=as_installed({**display, **home}),
            cwd=CHECKOUT,
        )
    return [Row(**fields) for fields in json.loads(run.stdout)]


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps([asdict(row) for row in measured()]), flush=True)
        # A window with threads of its own is not taken down for a number.
        os._exit(0)
    else:
        print("\n".join(line for row in rows() for line in row.lines()))
