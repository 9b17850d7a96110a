"""Rows 5, 6, 7 and the drag of row 15: the canvas against floors measured in the same run.

Floors: a blit of the same area, and a plain QGraphicsView whose items are painted in Python. The
editors that performance.md names are measured where they are installed, else named as skipped.
A figure is a ratio of medians of interleaved runs; milliseconds are shown for orientation only.
"""

from __future__ import annotations

import importlib.util
import math
import os
import random
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flywheel_studio.canvas.view import Canvas
    from flywheel_studio.session.editor import Editor
    from flywheel_studio.session.gesture import Gesture

ROUNDS = 7
PEERS = {"NodeGraphQt": "NodeGraphQt", "Orange's canvas": "orangecanvas"}
SIZE = (1280, 800)


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


class Bench:
    """A canvas with a drawing of `count` factors on the screen."""

    def __init__(self, count: int) -> None:
        from flywheel_studio.canvas.view import Canvas
        from flywheel_studio.drawing.theme import theme_named
        from flywheel_studio.interaction.toolbox import ToolBox
        from flywheel_studio.session.clock import ManualClock
        from flywheel_studio.session.editor import Editor

        self.editor: Editor = Editor(drawing(count), call_later=ManualClock().call_later)
        self.canvas: Canvas = Canvas(self.editor, ToolBox(self.editor), theme_named("clean"))
        self.canvas.reduced_motion = True
        self.canvas.resize(*SIZE)
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
    view.resize(*SIZE)
    view.show()
    settle()
    view.fitInView(scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
    settle()
    return view


def blit_of():  # type: ignore[no-untyped-def]
    """A widget that paints one picture of the same size, and does nothing else, in C++."""
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    picture = QPixmap(*SIZE)
    picture.fill("#FFFFFF")
    label.setPixmap(picture)
    label.resize(*SIZE)
    label.show()
    settle()
    return label


def settle() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def interleaved(what: dict[str, Callable[[], None]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median milliseconds of each, run in turn; a first round warms up and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in what}
    for number in range(rounds + 2):
        for name, run in what.items():
            begin = time.perf_counter()
            run()
            if number >= 2:
                taken[name].append((time.perf_counter() - begin) * 1_000)
    return {name: median(times) for name, times in taken.items()}


def row(number: str, what: str, value: float, floors: Iterable[tuple[str, float]]) -> str:
    ratios = ", ".join(f"{value / floor:.2f}x {name} ({floor:.2f} ms)" for name, floor in floors)
    return f"{number:>3}  {what}: {value:.2f} ms" + (f" = {ratios}" if ratios else "")


def rows() -> list[str]:
    """The lines of the table; needs about a minute."""
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(["bench"])
    lines: list[str] = []
    blit = blit_of()
    for count in (12, 100, 1_000):
        bench = Bench(count)
        plain = python_painted(bench.canvas)
        full = interleaved(
            {
                "ours": bench.repaint,
                "plain": plain.viewport().repaint,
                "blit": blit.repaint,
            }
        )
        floors = [("a view painted in Python", full["plain"]), ("a blit", full["blit"])]
        if count > 12:
            lines.append(row("5", f"full repaint, {count} factors fitted", full["ours"], floors))
        steps = interleaved(
            {"drag": bench.drag, "zoom": bench.zoom, "pan": bench.pan, "blit": blit.repaint}
        )
        blits = [("a blit", steps["blit"])]
        if count > 12:
            lines.append(row("6", f"drag step, {count} factors fitted", steps["drag"], blits))
        lines.append(row("7", f"zoom step, {count} factors fitted", steps["zoom"], blits))
        lines.append(row("7", f"pan step, {count} factors fitted", steps["pan"], blits))
        bench.canvas.look_at(bench.start, 1.0)
        settle()
        near = interleaved(
            {"drag": bench.drag, "zoom": bench.zoom, "pan": bench.pan, "blit": blit.repaint}
        )
        blits = [("a blit", near["blit"])]
        lines.append(row("6", f"drag step, {count} factors at 100 %", near["drag"], blits))
        lines.append(row("7", f"zoom step, {count} factors at 100 %", near["zoom"], blits))
        lines.append(row("7", f"pan step, {count} factors at 100 %", near["pan"], blits))
        plain.close()
        plain.deleteLater()
        bench.close()
    lines += growth(blit.repaint)
    lines += [f"5-7  {peer}: not installed, skipped" for peer in missing_peers()]
    blit.close()
    blit.deleteLater()
    application.processEvents()
    return lines


def growth(blit: Callable[[], None]) -> list[str]:
    """Row 15: what a step of a drag costs as the drawing grows, at 100 %."""
    found: dict[int, float] = {}
    lines = []
    for count in (10, 100, 1_000, 10_000):
        bench = Bench(count)
        bench.canvas.look_at(bench.start, 1.0)
        settle()
        times = interleaved({"drag": bench.drag, "blit": blit})
        found[count] = times["drag"]
        floors = [("a blit", times["blit"])]
        if count > 10:
            floors.append(("the same with 10 factors", found[10]))
        lines.append(row("15", f"drag step, {count:,} factors at 100 %", times["drag"], floors))
        bench.close()
    return lines


def missing_peers() -> list[str]:
    return [name for name, module in PEERS.items() if importlib.util.find_spec(module) is None]


if __name__ == "__main__":
    print("\n".join(rows()))
