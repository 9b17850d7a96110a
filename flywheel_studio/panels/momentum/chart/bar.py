"""What can be done with the curves: another axis, other units, a picture or the numbers of them.

Copying and saving take what is shown, the scenarios that are compared included; a picture is always
for light paper.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.momentum.chart.chart import Chart
from flywheel_studio.panels.momentum.chart.picture import ChartPicture
from flywheel_studio.panels.momentum.chart.table import chart_csv
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.icons import icon
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem

# Of a unit on its chip, in pixels.
_WIDEST_UNIT: Final = 150

AskFile = Callable[[QWidget, str, str, str], str]


class ChartBar(QWidget):
    """The title of the chart, the switch of its axis, its menu, and the units to choose from.

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
            "save svg": menu.addAction(tr("Save as SVG…"), self.save_svg),
            "save numbers": menu.addAction(tr("Save numbers as CSV…"), self.save_numbers),
        }
        menu.aboutToShow.connect(self._on_menu)
        self.more.setMenu(menu)
        self._units = QWidget(self)
        self._units_row = FlowLayout(self._units, gap=4)
        self._unit_group = QButtonGroup(self)
        self.units: dict[str, QPushButton] = {}
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
        column.addWidget(self._units)
        column.addWidget(self._told)
        chart.measures_changed.connect(self._on_measures_changed)
        self._on_measures_changed()
        self.set_tokens(LIGHT)

    @property
    def told(self) -> str:
        """How the last thing went."""
        return self._told.text()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.more.setIcon(icon("chevron", tokens.muted))

    def copy_picture(self) -> None:
        picture = self._picture()
        copied = QMimeData()
        copied.setImageData(picture.image())
        copied.setData("image/svg+xml", picture.svg())
        QGuiApplication.clipboard().setMimeData(copied)
        self._tell(tr("The picture of the curves is copied."))

    def copy_numbers(self) -> None:
        numbers = self._numbers()
        if numbers is not None:
            QGuiApplication.clipboard().setText(numbers.decode())
            self._tell(tr("The numbers of the curves are copied."))

    def save_picture(self) -> None:
        self._save(tr("Save picture"), tr("Pictures"), "png", self._picture().png())

    def save_svg(self) -> None:
        self._save(tr("Save picture"), tr("Pictures"), "svg", self._picture().svg())

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

    def _picture(self) -> ChartPicture:
        return ChartPicture(self._chart, self._chart.title, self.font())

    def _numbers(self) -> bytes | None:
        curves = self._chart.curves
        return None if curves is None else chart_csv(curves)

    def _on_measures_changed(self) -> None:
        """A chip for percent of today and one for each unit; nothing where there is no choice."""
        while (item := self._units_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.units.clear()
        measures = self._chart.measures
        self._units.setVisible(bool(measures))
        if not measures:
            return
        caption = plain_label("caption", self._units)
        caption.setWordWrap(False)
        caption.setText(tr("Factors in"))
        self._units_row.addWidget(caption)
        caption.show()
        for measure in ("", *measures):
            chip = QPushButton(self._units)
            chip.setObjectName("chip")
            chip.setCheckable(True)
            chip.ensurePolished()
            said = measure or tr("% above today")
            shown = chip.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, _WIDEST_UNIT)
            chip.setText(shown.replace("&", "&&"))
            chip.setAccessibleName(tr("Factors in {unit}", unit=said))
            tip = tr("Draw only what is measured in {unit}", unit=measure)
            chip.setToolTip(tip if measure else tr("Draw all factors against today"))
            chip.setChecked(measure == self._chart.measure)
            caption.setMinimumHeight(chip.sizeHint().height())
            chip.clicked.connect(partial(self._on_unit_chosen, measure))
            self._unit_group.addButton(chip)
            self._units_row.addWidget(chip)
            self.units[measure] = chip
            chip.show()

    def _on_unit_chosen(self, measure: str) -> None:
        self._chart.set_measure(measure)

    def _on_menu(self) -> None:
        has_curves = self._chart.curves is not None
        for action in self.actions_by_name.values():
            action.setEnabled(has_curves)

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))


def _ask_file(parent: QWidget, title: str, suggested: str, kinds: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, suggested, kinds)[0]
