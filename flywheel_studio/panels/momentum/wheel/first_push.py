"""What to do about a wheel that stands still because nobody pushes: one line, and the push itself.

It is there only while the run has nothing to show; the first push makes it go away.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.parts.icons import icon
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

_WIDEST_LABEL = 230


class FirstPush(QWidget):
    """`pushed` carries the id of the factor where the wheel is begun."""

    pushed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factor = ""
        self._tokens: Tokens = LIGHT
        self._words = plain_label("notice", self)
        self.button = QPushButton(self)
        self.button.setObjectName("chip")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self.button)
        self.hide()

    @property
    def words(self) -> str:
        """Why nothing turns."""
        return self._words.text()

    def ask(self, flywheel: Flywheel, factor: str) -> None:
        """Offer to push a factor of a drawing whose run stands still."""
        self._factor = factor
        if any(push.active for push in flywheel.pushes.values()):
            self._words.setText(tr("No push acts in this run, so nothing turns."))
        else:
            self._words.setText(tr("Nobody pushes yet, so nothing turns."))
        said = tr("Push {factor}", factor=factor_name(flywheel, factor))
        self.button.setAccessibleName(said)
        self.button.setAccessibleDescription(self.words)
        self.button.ensurePolished()
        shown = self.button.fontMetrics().elidedText(
            said, Qt.TextElideMode.ElideRight, _WIDEST_LABEL
        )
        self.button.setText(shown.replace("&", "&&"))
        self.button.setToolTip(tr("Give it a push at this moment, and play on from there"))
        self._show()
        self.show()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._show()

    def _show(self) -> None:
        self.button.setIcon(icon("push", self._tokens.accent, 12))

    def _on_clicked(self) -> None:
        self.pushed.emit(self._factor)
