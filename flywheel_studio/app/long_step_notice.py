"""Says that a long step is being worked out, and how to stop it: a button, Escape, any edit.

The rest of the window goes on as before, so nothing is blocked and the pointer only says that
something is under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShortcut

from flywheel_studio.language.translate import tr
from flywheel_studio.session.long_step import PATIENCE_MS, LongStep

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.session.clock import CancelHandle


class LongStepNotice:
    """For one window."""

    def __init__(self, window: WindowFrame) -> None:
        self._window = window
        self._step = window.toolbox.long_step
        self._patience: CancelHandle | None = None
        self._shown: str | None = None
        # Only while there is something to stop: Escape has many other meanings.
        self._escape = QShortcut(Qt.Key.Key_Escape, window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self._on_stopped)
        self._step.changed.connect(self._on_changed)
        self._step.overtaken.connect(self._on_overtaken)

    def close(self) -> None:
        """Stop what is under way and listen no more."""
        self._step.cancel()
        self._step.changed.disconnect(self._on_changed)
        self._step.overtaken.disconnect(self._on_overtaken)

    def _on_changed(self, step: LongStep) -> None:
        self._escape.setEnabled(step.label is not None)
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if step.label is not None:
            self._patience = self._window.clock.call_later(PATIENCE_MS, self._show)
        elif self._shown is not None:
            QGuiApplication.restoreOverrideCursor()
            if self._window.toast.words == self._shown:
                self._window.toast.hide()
            self._shown = None

    def _show(self) -> None:
        self._patience = None
        if self._step.label is None:
            return
        self._shown = tr("{step}: being worked out…", step=self._step.label)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._window.toast.tell(self._shown, tr("Stop (Esc)"), self._on_stopped, is_lasting=True)

    def _on_stopped(self) -> None:
        label = self._step.label
        self._step.cancel()
        if label is not None:
            self._window.hint(tr("{step}: stopped, nothing was changed.", step=label))

    def _on_overtaken(self, label: str) -> None:
        self._window.say(
            tr("{step}: given up, because the drawing was changed meanwhile.", step=label)
        )
