"""How long until there is something to see, and until all of it works: budgets 1, 2, 8 and 13.

Every start is a process of its own under Xvfb. The clock is the system's monotonic one, which the
child reads too, so that the interpreter's own start is counted.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping

from tests.benchmarks import node_graph
from tests.benchmarks.measuring import (
    CHECKOUT,
    Row,
    as_installed,
    interleaved,
    python,
    quiet_home,
    row_of,
    screen,
)

AMAZON = CHECKOUT / "resources" / "templates" / "amazon.en.flywheel"

# What a window costs before it is ours: menus, one widget, one paint.
BARE_WINDOW = """
import os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
application = QApplication([])
class Paper(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, told)
def told():
    print('{"painted": %f}' % (1e3 * time.monotonic() - float(os.environ["BEGAN"])), flush=True)
    os._exit(0)
window = QMainWindow()
for title in ("File", "Edit", "View", "Draw", "Help"):
    menu = window.menuBar().addMenu(title)
    for number in range(8):
        menu.addAction(f"{title} {number}")
window.setCentralWidget(Paper())
window.resize(1280, 800)
window.show()
application.exec()
"""

# Our window, told from outside: when the canvas has painted the drawing, and when all is idle.
OUR_WINDOW = """
import json, os, sys, time
def now():
    return 1e3 * time.monotonic() - float(os.environ["BEGAN"])
told = {}
import flywheel_studio.cli.main
from flywheel_studio.app.quick_imports import quick_imports
with quick_imports():
    from flywheel_studio.app import composition
    if os.environ.get("EAGER"):
        import flywheel_studio.app.window_panels, flywheel_studio.insight.analysis_report
from flywheel_studio.canvas import view as canvas
from PySide6.QtCore import QTimer, Qt
from PySide6.QtWidgets import QApplication, QGraphicsView
Canvas = next(each for each in vars(canvas).values() if isinstance(each, type)
              and issubclass(each, QGraphicsView) and each is not QGraphicsView)
paint = Canvas.paintEvent
def painted_once(self, event):
    paint(self, event)
    if "painted" not in told and len(self.scene().items()) > 12:
        Canvas.paintEvent = paint
        told["painting"] = now()
        QTimer.singleShot(0, on_painted)
Canvas.paintEvent = painted_once
def on_painted():
    told["painted"] = now()
    if not os.environ.get("IDLE"):
        end()
    watch.start(4)
gaps, last, quiet_since = [], None, None
def on_tick():
    global last, quiet_since
    time_now = now()
    if last is not None:
        gaps.append(time_now - last)
        if gaps[-1] > 12:
            quiet_since = time_now
    else:
        quiet_since = time_now
    last = time_now
    ready = all_there()
    if ready and "ready" not in told:
        told["ready"] = quiet_since = time_now
    if ready and time_now - quiet_since > 200:
        told["idle"] = quiet_since
        told["gap"] = max(gaps)
        watch.stop()
        globals()[os.environ.get("THEN", "end")]()
    if time_now > 20000:
        end()
def all_there():
    panels = getattr(window(), "panels", None)
    if panels is None:
        return False
    results = panels.live_results
    return (results.results is not None and not results.is_pending
            and panels.live_run.trajectory is not None
            and any(type(each).__name__ == "CurvePlot" and each.isVisible()
                    for each in QApplication.allWidgets()))
def window():
    from flywheel_studio.app.main_window import MainWindow
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
def end():
    with open("/proc/self/status") as status:
        told["memory"] = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
    print(json.dumps(told), flush=True)
    os._exit(0)
# An edit, and how long until the panels have shown what follows from it.
def edit():
    from flywheel_studio.commands.links import set_link
    editor, live = window().editor, window().panels.live_results
    link = next(iter(editor.flywheel.links))
    weights = iter((0.31, 0.42, 0.33, 0.44, 0.35, 0.46))
    took, began = [], None
    def once_more():
        nonlocal began
        weight = next(weights, None)
        if weight is None:
            told["edit"] = sorted(took[1:])[len(took) // 2]
            end()
        began = time.perf_counter()
        editor.perform("Weight", lambda flywheel: set_link(flywheel, [link], weight=weight))
    def on_results(results):
        took.append(1e3 * (time.perf_counter() - began))
        QTimer.singleShot(200, once_more)
    live.results_ready.connect(on_results)
    once_more()
# Three seconds of playing: the longest time between two turns of the event loop, which holds a frame.
def play():
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    main, turns = window(), []
    ticks = QTimer(main)
    ticks.setTimerType(Qt.TimerType.PreciseTimer)
    ticks.timeout.connect(lambda: turns.append(now()))
    ticks.start(2)
    main.panels.momentum.toggle_playing()
    if os.environ.get("TYPE"):
        main.toolbox.edit_label(next(iter(main.editor.flywheel.factors)))
        def type_one():
            target = QApplication.focusWidget()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if target is not None:
                    QApplication.postEvent(
                        target, QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
        keys = QTimer(main)
        keys.timeout.connect(type_one)
        keys.start(90)
    def stop():
        gaps = sorted(after - before for before, after in zip(turns[20:], turns[21:]))
        told["longest"], told["most"] = gaps[-1], gaps[int(len(gaps) * 0.95)]
        end()
    QTimer.singleShot(3000, stop)
# One factor dragged by the mouse, all panels there: on a ring, the others glide out of its way.
def drag():
    import math
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    canvas, paper = window().canvas, window().canvas.viewport()
    held = sorted(window().editor.flywheel.factors)[0]
    at = canvas.camera.pixel_of(canvas.sheet.figure("factors", held).box.center)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    def send(kind, place, button):
        globally = paper.mapToGlobal(place.toPoint()).toPointF()
        QApplication.sendEvent(paper, QMouseEvent(
            kind, place, globally, button, left, Qt.KeyboardModifier.NoModifier))
        QApplication.processEvents()
    send(QEvent.Type.MouseButtonPress, at, left)
    took = []
    for step in range(70):
        away = QPointF(60 * math.cos(step * 0.2) - 60, 60 * math.sin(step * 0.2))
        began = time.perf_counter()
        send(QEvent.Type.MouseMove, at + away, none)
        took.append(1e3 * (time.perf_counter() - began))
        while time.perf_counter() - began < 0.016:
            QApplication.processEvents()
    told["drag"] = sorted(took[10:])[30]
    end()
from flywheel_studio.app.application import make_application
make_application()
watch = QTimer()
watch.setTimerType(Qt.TimerType.PreciseTimer)
watch.timeout.connect(on_tick)
composition.run(template=os.environ.get("TEMPLATE", "amazon"))
"""


def rows() -> list[Row]:
    """Budgets 1, 2, 8 and 13, where there is Xvfb."""
    with quiet_home() as home, screen() as display:
        if display is None:
            return [Row(1, "window: not measured, Xvfb is missing", float("nan"))]
        settings = {**home, **display}
        peer: list[dict[str, float]] = []

        def their_window() -> float:
            peer.append(_told(node_graph.WINDOW, settings))
            return peer[-1]["painted"]

        first = interleaved(
            {
                "ours": lambda: _told(OUR_WINDOW, settings)["painted"],
                "bare PySide6 window with menus": lambda: _told(BARE_WINDOW, settings)["painted"],
                **({node_graph.NAME: their_window} if node_graph.is_there() else {}),
            }
        )
        ends: list[dict[str, float]] = []

        def lazily() -> float:
            ends.append(_told(OUR_WINDOW, {**settings, "IDLE": "1"}))
            return ends[-1]["idle"]

        idle = interleaved(
            {
                "ours": lazily,
                "importing everything first": lambda: _told(
                    OUR_WINDOW, {**settings, "IDLE": "1", "EAGER": "1"}
                )["idle"],
            }
        )
        edits = [
            _told(OUR_WINDOW, {**settings, "IDLE": "1", "THEN": "edit"})["edit"] for _ in "123"
        ]
        playing = _told(OUR_WINDOW, {**settings, "IDLE": "1", "THEN": "play"})
        typing = _told(OUR_WINDOW, {**settings, "IDLE": "1", "THEN": "play", "TYPE": "1"})
        drags = {
            name: _told(OUR_WINDOW, {**settings, "IDLE": "1", "THEN": "drag", "TEMPLATE": name})[
                "drag"
            ]
            for name in ("amazon", "hyper-growth-sales")
        }
    gap = sorted(end["gap"] for end in ends)[len(ends) // 2]
    memory = sorted(end["memory"] for end in ends)[len(ends) // 2]
    theirs = {node_graph.NAME: peer[-1]["memory"]} if peer else {}
    missing = [] if peer else [node_graph.NAME]
    return [
        row_of(
            1,
            "window with Amazon, start to first paint",
            first,
            {"bare PySide6 window with menus": 1.3, node_graph.NAME: 0.5},
            missing,
        ),
        row_of(
            2,
            "window with Amazon, start to loops, curves and idle",
            idle,
            {"importing everything first": 0.9},
            [],
        ),
        Row(2, "longest time without an answer after the first paint", gap, limit=50),
        Row(2, "memory when idle", memory, theirs, {node_graph.NAME: 0.9}, missing, unit="MiB"),
        Row(
            8, "pulses and curves playing: 95 of 100 turns take less than", playing["most"], limit=8
        ),
        Row(8, "the same while a label is typed, the longest", typing["longest"], limit=16.7),
        *(
            Row(6, f"drag step by the mouse in the whole window, {name}", taken, limit=16.7)
            for name, taken in drags.items()
        ),
        Row(13, "from an edit to its loops and growth shown", sorted(edits)[1], limit=200),
    ]


def _told(code: str, settings: Mapping[str, str]) -> dict[str, float]:
    """Run a window to its end; what it printed of its times, in milliseconds since the start."""
    began = {"BEGAN": repr(1_000 * time.monotonic())}
    done = subprocess.run(
        python(code),
        env=as_installed({**settings, **began}),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"the window ended with status {done.returncode}:\n{done.stderr}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told
