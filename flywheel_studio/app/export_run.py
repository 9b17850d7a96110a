"""An export that takes a while, done between the window's own events: with progress, and Cancel.

No thread: Qt's fonts belong to the main one. The exporter works in steps, and as many of them as fit
into a blink are done at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from flywheel_studio.export.registry import Making
from flywheel_studio.language.translate import tr

# Longer at a time and the Cancel button would feel stuck.
_SLICE_S: Final = 0.03
_STEPS: Final = 1000


class ExportRun(QObject):
    """Does the steps of one export. It belongs to `parent` and goes with it. `over`: however it ended.

    Args:
        done: gets the file.
        failed: gets what the exporter raised of a ValueError or an OSError.
    """

    over = Signal()

    def __init__(
        self,
        making: Making,
        what: str,
        done: Callable[[bytes], object],
        failed: Callable[[Exception], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._making = making
        self._done = done
        self._failed = failed
        self._is_over = False
        self.dialog = QProgressDialog(what, tr("Cancel"), 0, _STEPS, parent)
        self.dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self.dialog.setMinimumDuration(400)
        self.dialog.setAutoClose(False)
        self.dialog.setAutoReset(False)
        self.dialog.setValue(0)
        self.dialog.canceled.connect(self.cancel)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start(0)

    def cancel(self) -> None:
        """Stop; nothing is written."""
        self._making.close()
        self._end()

    def _on_turn(self) -> None:
        if self._is_over:
            return
        until = time.monotonic() + _SLICE_S
        try:
            while time.monotonic() < until:
                self.dialog.setValue(round(next(self._making) * (_STEPS - 1)))
                # Showing the value handles events, and Cancel may be one of them.
                if self._is_over:
                    return
        except StopIteration as finished:
            self._end()
            self._done(finished.value)
        except (ValueError, OSError) as problem:
            self._end()
            self._failed(problem)
        except Exception:
            self._end()
            raise

    def _end(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._timer.stop()
        self.dialog.hide()
        self.dialog.deleteLater()
        self.deleteLater()
        self.over.emit()
