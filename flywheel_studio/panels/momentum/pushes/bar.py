"""A chip for each factor: a click gives it a push at the playhead, or a knock when asked for.

Beyond eight factors the rest are found by name in one box: the curves that follow stay in sight, and
a drawing of a thousand factors does not become a thousand buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.choices import QuietList
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.icons import dot, icon
from flywheel_studio.panels.parts.labels import NameButton, plain_label
from flywheel_studio.panels.parts.name_buttons import refill
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

MOST_CHIPS: Final = 8


class PushBar(QWidget):
    """`pushed` carries (factor id, direction): +1 for a push, −1 for a knock back.

    `taken_back` and `kept`: what to do with the pushes that only the run holds.
    """

    pushed = Signal(str, int)
    taken_back = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: Tokens = LIGHT
        self._labels: dict[str, str] = {}
        self._colors: dict[str, str] = {}
        self._chips: dict[str, NameButton] = {}
        self._is_braking = False
        self._title = section_label(tr("Push a factor"), self)
        self.wrong = QPushButton(tr("Knock back"), self)
        self.wrong.setObjectName("chip")
        self.wrong.setCheckable(True)
        self.wrong.setToolTip(tr("While this is on, a click knocks a factor back instead"))
        self._back = QPushButton(tr("Take the pushes back"), self)
        self._back.setObjectName("chip")
        self._keep = QPushButton(tr("Keep them in the drawing"), self)
        self._keep.setObjectName("chip")
        self._keep.setToolTip(tr("They become shoves of the drawing, where they were given"))
        self._hint = plain_label("caption", self)
        self._flow_widget = QWidget(self)
        self._flow = FlowLayout(self._flow_widget)
        self.more = QuietList(self)
        self.more.setAccessibleName(tr("Push another factor"))
        self.more.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.more.setMinimumContentsLength(12)
        self._options_widget = QWidget(self)
        self._options = FlowLayout(self._options_widget)
        self._options.addWidget(self._back)
        self._options.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        heading = QHBoxLayout()
        heading.addWidget(self._title, 1)
        heading.addWidget(self.wrong)
        column.addLayout(heading)
        column.addWidget(self._hint)
        column.addWidget(self._flow_widget)
        column.addWidget(self.more)
        column.addWidget(self._options_widget)
        self.wrong.toggled.connect(self._on_wrong_toggled)
        self._back.clicked.connect(self._on_back_clicked)
        self._keep.clicked.connect(self.kept)
        self.more.activated.connect(self._on_more_activated)
        self.set_push_count(0)
        self._show()

    def chip(self, factor: str) -> QPushButton:
        """The chip of a factor. Raises: KeyError: it has none, being past the eighth."""
        return self._chips[factor]

    @property
    def direction(self) -> int:
        """+1: a click pushes; −1: a click knocks back."""
        return -1 if self._is_braking else 1

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._show()

    def set_factors(self, labels: Mapping[str, str], colors: Mapping[str, str]) -> None:
        """The factors that can be pushed, those that matter most first."""
        if list(labels.items()) == list(self._labels.items()) and dict(colors) == self._colors:
            return
        self._labels, self._colors = dict(labels), dict(colors)
        names = {key: labels[key] or tr("Unnamed") for key in list(labels)[:MOST_CHIPS]}
        refill(self._flow, self._chips, names, self._new_chip)
        others = list(self._labels)[MOST_CHIPS:]
        self.more.fill(
            [
                (tr("Another factor …"), None),
                *((_one_line(self._labels[key]), key) for key in others),
            ]
        )
        self._show()

    def set_push_count(self, count: int) -> None:
        """How many pushes the run holds that the drawing does not."""
        self._options_widget.setVisible(count > 0)

    def _new_chip(self, key: str) -> NameButton:
        chip = NameButton(self._labels[key] or tr("Unnamed"), self._flow_widget)
        chip.setObjectName("chip")
        chip.setIconSize(QSize(12, 12))
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(partial(self._on_chip_clicked, key))
        return chip

    def _show(self) -> None:
        for key, chip in self._chips.items():
            name = _one_line(self._labels[key])
            color = self._colors.get(key, self._tokens.muted)
            if self._is_braking:
                chip.setIcon(icon("brake", color, 12))
                chip.setAccessibleName(tr("Knock back {factor}", factor=name))
            else:
                chip.setIcon(dot(color))
                chip.setAccessibleName(tr("Push {factor}", factor=name))
        if not self._labels:
            hint = tr("There is no factor to push yet.")
        elif self._is_braking:
            hint = tr("A click knocks the factor back, and the run goes on from there.")
        else:
            hint = tr("A click gives it a push, and the run goes on from there.")
        self._hint.setText(hint)
        self.more.setVisible(len(self._labels) > MOST_CHIPS)
        self.wrong.setVisible(bool(self._labels))
        self.wrong.setIcon(icon("brake", self._tokens.bad, 12))

    def _on_chip_clicked(self, factor: str, _checked: bool = False) -> None:
        self.pushed.emit(factor, self.direction)

    def _on_more_activated(self, row: int) -> None:
        factor = self.more.itemData(row)
        self.more.setCurrentIndex(0)
        if factor is not None:
            self.pushed.emit(factor, self.direction)

    def _on_wrong_toggled(self, is_on: bool) -> None:
        self._is_braking = is_on
        self._show()

    def _on_back_clicked(self) -> None:
        self.taken_back.emit()


def _one_line(label: str) -> str:
    return label.replace("\n", " ")
