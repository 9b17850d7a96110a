"""What can be done with the curves: another axis, a picture or the numbers of them.

Copying and saving take what is shown, the scenarios that are compared included.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMargins, QPoint, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPixmap, QRegion
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.chart import Chart
from flywheel_studio.panels.chart_table import chart_csv
from flywheel_studio.panels.fields import section_label
from flywheel_studio.panels.icons import icon
from flywheel_studio.panels.parts import plain_label
from flywheel_studio.panels.style import LIGHT, Tokens
from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem

# Round the curves in a picture of them, in pixels.
MARGIN: Final = 12

AskFile = Callable[[QWidget, str, str, str], str]


class ChartBar(QWidget):
    """The title of the chart, the switch of its axis and its menu.

    `suggest` names a file by its suffix; `ask_file` asks for one ("" for none).
    """

    axis_switched = Signal(bool)

    def __init__(
        self, chart: Chart, suggest: Callable[[str], Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ask_file: AskFile = _ask_file
        self._chart = chart
        self._suggest = suggest
        self._tokens: Tokens = LIGHT
        self.logarithmic = QPushButton(tr("Logarithmic"), self)
        self.logarithmic.setObjectName("chip")
        self.logarithmic.setCheckable(True)
        self.logarithmic.setToolTip(
            tr("Equal steps for equal factors: steady growth is a straight line")
        )
        self.logarithmic.toggled.connect(self.axis_switched)
        self.more = QToolButton(self)
        self.more.setObjectName("round")
        self.more.setAccessibleName(tr("More for the curves"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.actions_by_name = {
            "copy picture": menu.addAction(tr("Copy picture"), self.copy_picture),
            "copy numbers": menu.addAction(tr("Copy numbers"), self.copy_numbers),
            "save picture": menu.addAction(tr("Save picture…"), self.save_picture),
            "save numbers": menu.addAction(tr("Save numbers as CSV…"), self.save_numbers),
        }
        menu.aboutToShow.connect(self._on_menu)
        self.more.setMenu(menu)
        self._told = plain_label("caption", self)
        self._told.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(section_label(tr("Curves"), self))
        row.addStretch(1)
        row.addWidget(self.logarithmic)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._told)
        self.set_tokens(LIGHT)

    @property
    def told(self) -> str:
        """How the last thing went."""
        return self._told.text()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.more.setIcon(icon("chevron", tokens.muted))

    def copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self._picture())
        self._tell(tr("The picture of the curves is copied."))

    def copy_numbers(self) -> None:
        numbers = self._numbers()
        if numbers is not None:
            QGuiApplication.clipboard().setText(numbers.decode())
            self._tell(tr("The numbers of the curves are copied."))

    def save_picture(self) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture().save(buffer, "PNG")
        self._save(tr("Save picture"), tr("Pictures"), "png", bytes(buffer.data().data()))

    def save_numbers(self) -> None:
        numbers = self._numbers()
        if numbers is not None:
            self._save(tr("Save numbers"), tr("Tables"), "csv", numbers)

    def _save(self, title: str, kind: str, suffix: str, raw: bytes) -> None:
        suggested = str(self._suggest(suffix))
        chosen = self.ask_file(self, title, suggested, f"{kind} (*.{suffix})")
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != f".{suffix}":
            path = path.with_name(f"{path.name}.{suffix}")
        try:
            write_whole(path, raw)
        except SaveProblem as problem:
            self._tell(str(problem))
            return
        self._tell(tr("Exported {file}.", file=path.name))

    def _picture(self) -> QPixmap:
        """Curves, band and legend as they are shown, on the ground of the panel."""
        chart = self._chart
        ratio = chart.devicePixelRatioF()
        room = chart.size().grownBy(QMargins(MARGIN, MARGIN, MARGIN, MARGIN))
        picture = QPixmap(room * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._tokens.surface))
        chart.render(picture, QPoint(MARGIN, MARGIN), QRegion(), QWidget.RenderFlag.DrawChildren)
        return picture

    def _numbers(self) -> bytes | None:
        curves = self._chart.curves
        return None if curves is None else chart_csv(curves)

    def _on_menu(self) -> None:
        has_curves = self._chart.curves is not None
        for action in self.actions_by_name.values():
            action.setEnabled(has_curves)

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))


def _ask_file(parent: QWidget, title: str, suggested: str, kinds: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, suggested, kinds)[0]
