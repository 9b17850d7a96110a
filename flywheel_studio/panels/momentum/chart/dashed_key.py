"""What the dashed curves are: a line for each scenario that is compared, above the curves.

A picture of the chart has them in its legend; in the panel the legend shows and hides factors, and
stands below much else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from flywheel_studio.panels.momentum.chart.painting import dashed_pen
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.labels import plain_label

if TYPE_CHECKING:
    from flywheel_studio.panels.momentum.chart.curves import OtherCurve

_LONG: Final = 22
_HIGH: Final = 10
_SHARPNESS: Final = 2
_WIDEST: Final = 200


class DashedKey(QWidget):
    """Names with their lines, side by side as far as there is room; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._row = FlowLayout(self, gap=10)
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """What is named, in order."""
        return tuple(name for name, _ in self._shown)

    def set_others(self, others: Sequence[OtherCurve]) -> None:
        """Name these curves."""
        shown = tuple((" ".join(one.name.split()), one.color) for one in others)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, color in shown:
            entry = self._entry(name, color)
            self._row.addWidget(entry)
            entry.show()
        self.setVisible(bool(shown))

    def _entry(self, name: str, color: str) -> QWidget:
        entry = QWidget(self)
        line = QLabel(entry)
        line.setPixmap(_line(color))
        words = plain_label("caption", entry)
        words.setWordWrap(False)
        words.ensurePolished()
        words.setText(words.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST))
        words.setToolTip(name if words.text() != name else "")
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(line)
        row.addWidget(words)
        return entry


def _line(color: str) -> QPixmap:
    picture = QPixmap(_LONG * _SHARPNESS, _HIGH * _SHARPNESS)
    picture.setDevicePixelRatio(_SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(dashed_pen(QColor(color), 1.8))
    painter.drawLine(QPointF(0, _HIGH / 2), QPointF(_LONG, _HIGH / 2))
    painter.end()
    return picture
