"""Which presentation the slides go into: a new one, or one of the user's, looked at when chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from flywheel_studio.export.registry import DeckProblem
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.export.word_sizes import Rooms


class DeckField(QWidget):
    """`path`: None for a new one. `problem`: why it cannot be taken, in a sentence, or "".

    `rooms`: what its slides leave for a drawing; None for a new one.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.problem = ""
        self.rooms: Rooms | None = None
        self._button = QPushButton()
        self._button.setAccessibleName(tr("Choose a presentation"))
        self._clear = QPushButton(tr("New"))
        self._clear.setToolTip(tr("Make a new presentation instead"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._button, 1)
        line.addWidget(self._clear)
        self._button.clicked.connect(self._on_asked)
        self._clear.clicked.connect(self._on_cleared)
        self._show_path()

    def choose(self, path: Path | None) -> None:
        """Take a presentation, or None for a new one, and say if it is none."""
        from flywheel_studio.export.pptx_deck import opened_deck
        from flywheel_studio.export.word_sizes import rooms_of

        self.path, self.problem, self.rooms = path, "", None
        if path is not None:
            try:
                self.rooms = rooms_of(opened_deck(path.read_bytes()))
            except DeckProblem as problem:
                self.problem = str(problem)
            except OSError as problem:
                self.problem = problem.strerror or str(problem)
        self._show_path()
        self.changed.emit()

    def _show_path(self) -> None:
        name = tr("A new presentation") if self.path is None else self.path.name
        self._button.setText(name.replace("&", "&&"))
        self._clear.setVisible(self.path is not None)

    def _on_asked(self) -> None:
        folder = str(self.path.parent) if self.path is not None else ""
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a presentation"), folder, f"{tr('PowerPoint slides')} (*.pptx)"
        )
        if chosen:
            self.choose(Path(chosen))

    def _on_cleared(self) -> None:
        self.choose(None)
