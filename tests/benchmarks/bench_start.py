"""How long until there is something to see, and until all of it works: budgets 1 to 4, 8 and 13.

Every start is a process of its own under Xvfb. The clock is the system's monotonic one, which the
child reads too, so that the interpreter's own start is counted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.benchmarks.measuring import (
    CHECKOUT,
    Row,
    absent,
    as_installed,
    interleaved,
    process,
    python,
    quiet_home,
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
composition.make_application()
watch = QTimer()
watch.setTimerType(Qt.TimerType.PreciseTimer)
watch.timeout.connect(on_tick)
composition.run(template="amazon")
"""

HEAVY_IMPORTS = "import networkx, numpy, msgspec"

# A painter's floor: Qt without a window, an image of that size, one line, one file.
BARE_PAINTER = """
import sys
from PySide6.QtGui import QGuiApplication, QImage, QPainter
application = QGuiApplication([])
image = QImage(int(sys.argv[1]), int(sys.argv[1]) * 9 // 16, QImage.Format.Format_ARGB32_Premultiplied)
image.fill(0xFFFFFFFF)
painter = QPainter(image)
painter.drawText(20, 40, "Flywheel")
painter.end()
image.save(sys.argv[2], "PNG")
"""


def rows() -> list[Row]:
    """Budgets 1, 2, 8 and 13 where there is Xvfb, 3 and 4 everywhere."""
    return [*_windows(), *_processes()]


def _windows() -> list[Row]:
    with quiet_home() as home, screen() as display:
        if display is None:
            return [Row(1, "window: not measured, Xvfb is missing", float("nan"))]
        settings = {**home, **display}
        first = interleaved(
            {
                "ours": lambda: _told(OUR_WINDOW, settings)["painted"],
                "bare PySide6 window with menus": lambda: _told(BARE_WINDOW, settings)["painted"],
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
    gap = sorted(end["gap"] for end in ends)[len(ends) // 2]
    memory = sorted(end["memory"] for end in ends)[len(ends) // 2]
    return [
        _row(
            1,
            "window with Amazon, start to first paint",
            first,
            {"bare PySide6 window with menus": 1.3},
            absent({"Dia": "dia", "NodeGraphQt": "nodegraphqt"}),
        ),
        _row(
            2,
            "window with Amazon, start to loops, curves and idle",
            idle,
            {"importing everything first": 0.9},
            [],
        ),
        Row(2, "longest time without an answer after the first paint", gap, limit=50),
        Row(2, "memory when idle", memory, unit="MiB", absent=["NodeGraphQt"]),
        Row(
            8, "pulses and curves playing: 95 of 100 turns take less than", playing["most"], limit=8
        ),
        Row(8, "the same while a label is typed, the longest", typing["longest"], limit=16.7),
        Row(13, "from an edit to its loops and growth shown", sorted(edits)[1], limit=200),
    ]


def _processes() -> list[Row]:
    with quiet_home() as home, tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        settings = {**home, "QT_QPA_PLATFORM": "offscreen"}
        ring = out / "ring.flywheel"
        chain = out / "chain.flywheel"
        _without_loops(chain)
        shutil.copy(AMAZON, ring)
        dot = out / "a.dot"
        dot.write_text(_as_dot(AMAZON), encoding="utf-8")
        program: list[str | Path] = [sys.executable, "-m", "flywheel_studio"]

        def run(*words: str | Path) -> Callable[[], float]:
            return lambda: process(words, settings)

        floors = {"python -c pass": run(*python("pass"))}
        if shutil.which("dot"):
            floors["dot -Tsvg"] = run("dot", "-Tsvg", dot, "-o", out / "dot.svg")
        svg = interleaved(
            {"ours": run(*program, "export", "--quiet", ring, "-o", out / "a.svg"), **floors}
        )
        plain = interleaved(
            {"ours": run(*program, "export", "--quiet", chain, "-o", out / "b.svg"), **floors}
        )
        heavy = {"importing networkx, numpy, msgspec": run(*python(HEAVY_IMPORTS))}
        check = interleaved({"ours": run(*program, "check", "--quiet", ring), **floors, **heavy})
        pictures = []
        for name, width in (("4K", 3840), ("1080p", 1920)):
            export = [
                *program,
                "export",
                "--quiet",
                ring,
                "--width",
                str(width),
                "-o",
                out / "a.png",
            ]
            bare = python(BARE_PAINTER, str(width), out / "bare.png")
            measured = interleaved({"ours": run(*export), "bare QPainter process": run(*bare)})
            pictures.append(
                _row(
                    4,
                    f"export to PNG, {name}",
                    measured,
                    {"bare QPainter process": 1.3},
                    absent({"Inkscape": "inkscape"}),
                )
            )
    missing = absent({"Dia": "dia", "Inkscape": "inkscape", "dot": "dot"})
    return [
        _row(3, "export to SVG", svg, {}, missing),
        _row(3, "export to SVG, of a drawing without loops", plain, {}, missing),
        _row(3, "check", check, {"importing networkx, numpy, msgspec": 1.2}, []),
        *pictures,
    ]


def _row(
    number: int,
    what: str,
    measured: Mapping[str, float],
    goals: Mapping[str, float],
    missing: list[str],
) -> Row:
    peers = {name: value for name, value in measured.items() if name != "ours"}
    return Row(number, what, measured["ours"], peers, goals, missing)


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


def _without_loops(path: Path) -> None:
    document = json.loads(AMAZON.read_text(encoding="utf-8"))
    order = {factor["id"]: number for number, factor in enumerate(document["factors"])}
    document["links"] = [
        link for link in document["links"] if order[link["source"]] < order[link["target"]]
    ]
    document.pop("loops", None)
    path.write_text(json.dumps(document), encoding="utf-8")


def _as_dot(path: Path) -> str:
    document = json.loads(path.read_text(encoding="utf-8"))
    labels = {factor["id"]: factor["label"].replace("\n", " ") for factor in document["factors"]}
    links = [
        f'"{labels[link["source"]]}" -> "{labels[link["target"]]}";' for link in document["links"]
    ]
    return f"digraph {{ {' '.join(links)} }}"
