"""NodeGraphQt as a peer of the canvas and of the window: the same drawing, its own ways.

It is loaded only where it is installed (see `measuring.PEERS`), with the PySide6 that we use.
"""

from __future__ import annotations

import importlib.util
import math
import os
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from flywheel_studio.model.flywheel import Flywheel

NAME: Final = "NodeGraphQt"

# A window of its own with as many nodes as Amazon's flywheel has factors, until it is painted.
WINDOW: Final = """
import os, time
os.environ["QT_PREFERRED_BINDING"] = "PySide6"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
from tests.benchmarks.node_graph import graph_of
from tests.benchmarks.bench_canvas import ring
graph = graph_of(ring(7))
window = QMainWindow()
for title in ("File", "Edit", "View", "Draw", "Help"):
    menu = window.menuBar().addMenu(title)
    for number in range(8):
        menu.addAction(f"{title} {number}")
window.setCentralWidget(graph.widget)
viewer = type(graph.viewer())
paint = viewer.paintEvent
def painted_once(self, event):
    paint(self, event)
    viewer.paintEvent = paint
    QTimer.singleShot(0, told)
viewer.paintEvent = painted_once
def told():
    with open("/proc/self/status") as status:
        memory = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
    print('{"painted": %f, "memory": %f}' % (
        1e3 * time.monotonic() - float(os.environ["BEGAN"]), memory), flush=True)
    os._exit(0)
window.resize(1280, 800)
window.show()
application.exec()
"""


def is_there() -> bool:
    return importlib.util.find_spec(NAME) is not None


def graph_of(flywheel: Flywheel) -> Any:
    """A graph with a node for each factor, where it stands, and a pipe for each link."""
    os.environ["QT_PREFERRED_BINDING"] = "PySide6"
    from NodeGraphQt import BaseNode, NodeGraph  # type: ignore[import-not-found]

    class FactorNode(BaseNode):  # type: ignore[misc]
        __identifier__ = "bench"
        NODE_NAME = "Factor"

        def __init__(self) -> None:
            super().__init__()
            self.add_input("in", multi_input=True)
            self.add_output("out", multi_output=True)

    graph = NodeGraph()
    # Its search for circles does not end on a drawing that has some.
    graph.set_acyclic(False)
    graph.register_node(FactorNode)
    nodes = {
        factor.id: graph.create_node(
            f"bench.{FactorNode.__name__}",
            name=factor.label,
            pos=[factor.x or 0.0, factor.y or 0.0],
            push_undo=False,
            selected=False,
        )
        for factor in flywheel.factors.values()
    }
    for link in flywheel.links.values():
        if link.source != link.target:
            source, target = nodes[link.source], nodes[link.target]
            source.output(0).connect_to(target.input(0), push_undo=False, emit_signal=False)
    return graph


class NodeGraphBench:
    """The steps of `bench_canvas.Bench` in NodeGraphQt's viewer."""

    def __init__(self, flywheel: Flywheel, size: tuple[int, int]) -> None:
        self.graph = graph_of(flywheel)
        self.viewer = self.graph.viewer()
        self.graph.widget.resize(*size)
        self.viewer.resize(*size)
        self.graph.widget.show()
        settle()
        nodes = self.graph.all_nodes()
        self.held = nodes[len(nodes) // 2]
        self.start = tuple(self.held.pos())
        self._step = 0
        self.graph.fit_to_selection()
        settle()

    def look_close(self) -> None:
        """At 100 %, the held node in the middle."""
        self.graph.reset_zoom()
        self.graph.center_on([self.held])
        settle()

    def repaint(self) -> None:
        self.viewer.viewport().repaint()

    def drag(self) -> None:
        self._step += 1
        turn = self._step * 0.4
        x, y = self.start
        self.held.view.xy_pos = [x + 30 * math.cos(turn), y + 30 * math.sin(turn)]
        settle()

    def zoom(self) -> None:
        from PySide6.QtCore import QPoint

        self._step += 1
        self.viewer._set_viewer_zoom(120 if self._step % 2 else -120, pos=QPoint(500, 300))
        settle()

    def pan(self) -> None:
        self._step += 1
        side = 1 if self._step % 2 else -1
        self.viewer._set_viewer_pan(24 * side, 10 * side)
        settle()

    def close(self) -> None:
        self.graph.widget.close()
        self.graph.widget.deleteLater()
        settle()


def settle() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
