"""Rows 5, 6, 7 and the drag of row 15: the canvas against floors measured in the same run.

Floors: a blit of the same area, and a plain QGraphicsView whose items are painted in Python.
NodeGraphQt is measured beside them where it is installed, else named as skipped.
A figure is a ratio of medians of interleaved runs; milliseconds are shown for orientation only.
"""

from __future__ import annotations

import json
import math
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks import node_graph
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
    from flywheel_studio.canvas.view import Canvas
    from flywheel_studio.model.flywheel import Flywheel
    from flywheel_studio.session.editor import Editor
    from flywheel_studio.session.gesture import Gesture

ROUNDS = 11
# A laptop's window and a large screen's: what a picture costs grows with its area, Python does not.
SMALL, LARGE = (1280, 800), (2560, 1440)
# A hand drags, zooms and pans step after step: a run is as many of them as fit in so long.
A_WHILE = 25.0
MOST_STEPS = 8


def drawing(count: int):  # type: ignore[no-untyped-def]
    """`count` factors on a loose grid with 1.5 links each, from one seed."""
    from flywheel_studio.model.flywheel import Flywheel
    from flywheel_studio.model.records import Factor, Link

    chance = random.Random(1)
    across = max(1, math.ceil(math.sqrt(count * 1.6)))
    factors = {
        f"f{n}": Factor(
            id=f"f{n}",
            label=f"Factor number {n}",
            x=float(n % across * 240 + chance.randint(-20, 20)),
            y=float(n // across * 150 + chance.randint(-15, 15)),
        )
        for n in range(count)
    }
    links = {}
    for n in range(count * 3 // 2):
        source = chance.randrange(count)
        near = [source + 1, source - 1, source + across, source - across, source + across + 1]
        target = chance.choice([each for each in near if 0 <= each < count] or [source])
        links[f"l{n}"] = Link(
            id=f"l{n}",
            source=f"f{source}",
            target=f"f{target}",
            polarity="-" if n % 4 == 0 else "+",
        )
    return Flywheel(factors=factors, links=links)


def ring(count: int):  # type: ignore[no-untyped-def]
    """One wheel with `count` factors on its ring, linked round it."""
    from flywheel_studio.geometry.plane import Point
    from flywheel_studio.geometry.ring import on_ring, slot_angles
    from flywheel_studio.model.flywheel import Flywheel
    from flywheel_studio.model.records import Factor, Link, Wheel

    radius = 40.0 * count
    places = [on_ring(Point(0.0, 0.0), radius, angle) for angle in slot_angles(count)]
    return Flywheel(
        wheels={"w": Wheel(id="w", radius=radius)},
        factors={
            f"f{n}": Factor(id=f"f{n}", label=f"Factor {n}", wheel="w", x=at.x, y=at.y)
            for n, at in enumerate(places)
        },
        links={
            f"l{n}": Link(id=f"l{n}", source=f"f{n}", target=f"f{(n + 1) % count}")
            for n in range(count)
        },
    )


class Bench:
    """A canvas with a drawing of `count` factors on the screen."""

    def __init__(
        self,
        count: int,
        make: Callable[[int], Flywheel] = drawing,
        size: tuple[int, int] = SMALL,
    ) -> None:
        from flywheel_studio.canvas.view import Canvas
        from flywheel_studio.drawing.theme import theme_named
        from flywheel_studio.interaction.toolbox import ToolBox
        from flywheel_studio.session.clock import ManualClock
        from flywheel_studio.session.editor import Editor

        self.editor: Editor = Editor(make(count), call_later=ManualClock().call_later)
        self.canvas: Canvas = Canvas(self.editor, ToolBox(self.editor), theme_named("clean"))
        self.canvas.reduced_motion = True
        self.canvas.resize(*size)
        self.canvas.show()
        settle()
        self._gesture: Gesture | None = None
        self._step = 0
        middle = self.canvas.sheet.figure("factors", f"f{count // 2}")
        assert middle is not None
        self.held, self.start = middle.id, middle.box.center

    def repaint(self) -> None:
        self.canvas.viewport().repaint()

    def drag(self) -> None:
        """One step of a drag: the command, the canvas, and what has to be painted again."""
        from flywheel_studio.commands.factors import move_factors
        from flywheel_studio.geometry.plane import Point

        if self._gesture is None:
            self._gesture = self.editor.gesture("Move")
        self._step += 1
        turn = self._step * 0.4
        to = self.start.plus(Point(30 * math.cos(turn), 30 * math.sin(turn)))
        self._gesture.preview(lambda now: move_factors(now, {self.held: to}))
        settle()

    def zoom(self) -> None:
        from PySide6.QtCore import QPointF

        self._step += 1
        self.canvas.camera.zoom_by(1.1 if self._step % 2 else 1 / 1.1, QPointF(500, 300))
        settle()

    def pan(self) -> None:
        self._step += 1
        self.canvas.camera.pan(24 if self._step % 2 else -24, 10 if self._step % 2 else -10)
        settle()

    def close(self) -> None:
        if self._gesture is not None:
            self._gesture.cancel()
        self.canvas.close_paper()
        self.canvas.close()
        self.canvas.deleteLater()
        settle()


def python_painted(canvas: Canvas):  # type: ignore[no-untyped-def]
    """The same records in a QGraphicsView as one would write it first: painted in Python."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView

    from flywheel_studio.qt_rendering.painter import paint_primitives

    class Item(QGraphicsItem):
        def __init__(self, figure) -> None:  # type: ignore[no-untyped-def]
            super().__init__()
            self.figure = figure
            left, top, right, bottom = figure.box
            self.bounds = QRectF(left, top, right - left, bottom - top)

        def boundingRect(self) -> QRectF:
            return self.bounds

        def paint(self, painter, option, widget=None) -> None:  # type: ignore[no-untyped-def]
            paint_primitives(self.figure.primitives, painter)

    scene = QGraphicsScene()
    for figure in canvas.sheet.figures():
        scene.addItem(Item(figure))
    view = QGraphicsView(scene)
    view.kept = scene  # type: ignore[attr-defined]
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(canvas.size())
    view.show()
    settle()
    view.fitInView(scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
    settle()
    return view


def blit_of(size: tuple[int, int] = SMALL):  # type: ignore[no-untyped-def]
    """A widget that paints one picture of this size, and does nothing else, in C++."""
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    picture = QPixmap(*size)
    picture.fill("#FFFFFF")
    label.setPixmap(picture)
    label.resize(*size)
    label.show()
    settle()
    return label


def settle() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def medians(what: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """Median milliseconds of a step of each, some steps of one and then some of the next."""
    return interleaved({name: partial(_one_of_many, step) for name, step in what.items()}, ROUNDS)


def _one_of_many(step: Callable[[], None]) -> float:
    """How long a step takes amid others of its kind, in milliseconds."""
    taken: list[float] = []
    while len(taken) < MOST_STEPS and sum(taken) < A_WHILE:
        taken.append(timed(step))
    return statistics.median(taken)


def measured() -> list[Row]:
    """The rows, measured in this process: it must have a display."""
    from PySide6.QtWidgets import QApplication

    from flywheel_studio.app.collector import WindowCollector

    application = QApplication.instance() or QApplication(["bench"])
    # As in the program, Python's collector waits until nothing else is to be done.
    collector = WindowCollector()
    found: list[Row] = []
    for size, counts in ((SMALL, (12, 100, 1_000)), (LARGE, (12, 1_000))):
        blit = blit_of(size)
        for count in counts:
            found += _paints(count, size, blit.repaint)
        if size == SMALL:
            found += _growth(blit.repaint)
        blit.close()
        blit.deleteLater()
    application.processEvents()
    collector.close()
    return found


def _paints(count: int, size: tuple[int, int], blit: Callable[[], None]) -> list[Row]:
    """Rows 5 to 7 for one size of drawing and of window."""
    bench = Bench(count, size=size)
    window = "" if size == SMALL else f", {size[0]} x {size[1]}"
    plain = python_painted(bench.canvas)
    peer = node_graph.NodeGraphBench(drawing(count), size) if node_graph.is_there() else None
    missing = () if peer else (node_graph.NAME,)
    found: list[Row] = []
    if count > 12:
        full = {
            "ours": bench.repaint,
            "painted in Python": plain.viewport().repaint,
            "a blit": blit,
        }
        if peer:
            full[node_graph.NAME] = peer.repaint
        times = medians(full)
        ours = times.pop("ours")
        goals = {node_graph.NAME: 0.1} if count == 1_000 else {}
        what = f"full repaint, {count:,} factors{window}"
        found.append(Row(5, what, ours, times, goals, missing, limit=16.7))
    plain.close()
    plain.deleteLater()
    for place in ("fitted", "at 100 %"):
        if place == "at 100 %":
            bench.canvas.look_at(bench.start, 1.0)
            if peer:
                peer.look_close()
            settle()
        for number, name in ((6, "drag"), (7, "zoom"), (7, "pan")):
            steps = {"ours": getattr(bench, name), "a blit": blit}
            goals = {}
            if name == "drag" and place == "fitted" and count == 1_000:
                goals["a blit"] = 3.0
            if peer:
                steps[node_graph.NAME] = getattr(peer, name)
                if name == "drag" and place == "at 100 %" and count == 1_000:
                    goals[node_graph.NAME] = 0.3
                if name != "drag" and count != 100:
                    goals[node_graph.NAME] = 0.3
            times = medians(steps)
            what = f"{name} step, {count:,} factors {place}{window}"
            found.append(Row(number, what, times.pop("ours"), times, goals, missing, limit=16.7))
    bench.close()
    if peer:
        peer.close()
    return found


def _growth(blit: Callable[[], None]) -> list[Row]:
    """Row 15: what a step of a drag costs as the drawing grows, at 100 %."""
    result = []
    for make, name in ((drawing, "factors"), (ring, "factors on one ring")):
        first = 0.0
        for count in (10, 100, 1_000, 10_000):
            bench = Bench(count, make)
            bench.canvas.look_at(bench.start, 1.0)
            settle()
            taken = medians({"drag": bench.drag, "a blit": blit})["drag"]
            first = first or taken
            peers = {"with 10 factors": first} if count > 10 else {}
            result.append(Row(15, f"drag step, {count:,} {name}", taken, peers))
            bench.close()
    return result


def rows() -> list[Row]:
    """The rows, measured in a process of its own under Xvfb; a little over a minute."""
    with screen() as display, quiet_home() as home:
        if display is None:
            return []
        words = [sys.executable, "-m", "tests.benchmarks.bench_canvas", "--measure"]
        run = subprocess.run(
            words,
            check=True,
            stdout=subprocess.PIPE,
            env=as_installed({**display, **home}),
            cwd=CHECKOUT,
        )
    return [Row(**fields) for fields in json.loads(run.stdout)]


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps([asdict(row) for row in measured()]))
    else:
        print("\n".join(line for row in rows() for line in row.lines()))
