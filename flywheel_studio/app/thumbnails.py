"""Small live pictures of flywheels, made one at a time when the program has nothing else to do.

A picture is what every export would show, painted small. It is kept under a key that changes with
what it shows (a file's time and size), so that a second window has it at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter

from flywheel_studio.drawing.figure import compose
from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import theme_of
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.qt_rendering.painter import paint
from flywheel_studio.storage.files import read
from flywheel_studio.storage.problems import FileProblem

Make = Callable[[], Flywheel]
Show = Callable[[QImage], None]

# A file of this size (some 2,000 factors) is read and painted in about 100 ms.
LARGEST_FILE: Final = 1_000_000
_MOST_KEPT: Final = 160
_MARGIN: Final = 0.06
# More colours than these nobody tells apart in a small picture.
_MOST_LOOPS: Final = 40

_kept: OrderedDict[Hashable, QImage] = OrderedDict()


class Thumbnails(QObject):
    """Takes orders and works through them, one each turn of the event loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._orders: list[tuple[Hashable, Make, QSize, float, Show]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)

    def order(self, key: Hashable, make: Make, size: QSize, ratio: float, show: Show) -> None:
        """Have a picture of `size` pixels shown, at once where there is one.

        Args:
            make: gives the flywheel; a FileProblem from it leaves the place empty.
            ratio: pixels of the screen per pixel.
        """
        whole = (key, size.width(), size.height(), ratio)
        if whole in _kept:
            _kept.move_to_end(whole)
            show(_kept[whole])
            return
        self._orders.append((whole, make, size, ratio, show))
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Forget what was ordered."""
        self._orders.clear()
        self._timer.stop()

    def _on_turn(self) -> None:
        if not self._orders:
            return
        whole, make, size, ratio, show = self._orders.pop(0)
        try:
            image = picture_of(make(), size, ratio)
        except FileProblem:
            image = QImage()
        _kept[whole] = image
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
        show(image)
        if self._orders:
            self._timer.start()


def file_key(path: Path) -> Hashable | None:
    """What tells one state of a file from another; None where no picture should be made of it."""
    try:
        state = path.stat()
    except OSError:
        return None
    if state.st_size > LARGEST_FILE:
        return None
    return (str(path), state.st_mtime_ns, state.st_size)


def from_file(path: Path) -> Make:
    """The order for a picture of a file."""
    return lambda: read(path).flywheel


def picture_of(flywheel: Flywheel, size: QSize, ratio: float) -> QImage:
    """A flywheel on its paper, as large as fits, in the colours of its loops."""
    from flywheel_studio.analysis.causal_graph import causal_graph
    from flywheel_studio.analysis.loops import find_loops

    loops = find_loops(causal_graph(flywheel), budget=_MOST_LOOPS, seconds=0.5).loops
    # Badges and their letters are too small to be read here.
    overlays = Overlays(loops=loops, has_badges=False)
    figure = compose(flywheel, theme_of(flywheel.header), overlays)
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(figure.paper))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = size.width() * (1 - 2 * _MARGIN), size.height() * (1 - 2 * _MARGIN)
        scale = min(wide / max(figure.box.width, 1.0), high / max(figure.box.height, 1.0), 1.0)
        painter.translate(size.width() / 2, size.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-figure.box.center.x, -figure.box.center.y)
        paint(figure, painter)
    finally:
        painter.end()
    return image
