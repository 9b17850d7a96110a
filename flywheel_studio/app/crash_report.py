"""When something of ours fails: say so, keep the work, and go on.

Installed as the hook for exceptions that nobody caught, from the window's thread and from others.
The drawing is already in the recovery log; the report offers the details to copy and sends nothing.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtWidgets import QApplication

from flywheel_studio import __version__
from flywheel_studio.language.translate import tr

CallInMain = Callable[[Callable[[], None]], None]


class CrashReporter:
    """Shows one report at a time; what fails while it is open goes to standard error alone."""

    def __init__(self, call_in_main: CallInMain) -> None:
        self._call_in_main = call_in_main
        self._is_showing = False
        self._previous = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._previous

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        self._call_in_main(lambda: self._show(details))

    def _on_thread_exception(self, failed: threading.ExceptHookArgs) -> None:
        error = failed.exc_value or failed.exc_type()
        self._on_exception(failed.exc_type, error, failed.exc_traceback)

    def _show(self, details: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        if self._is_showing or QApplication.instance() is None:
            return
        self._is_showing = True
        box = QMessageBox(QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Something went wrong"))
        box.setText(tr("Something went wrong inside Flywheel Studio. Your drawing is still here."))
        box.setInformativeText(
            tr("Save it under a new name to be safe. The details below help us to mend this.")
        )
        box.setDetailedText(f"Flywheel Studio {__version__}\n\n{details}")
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.finished.connect(self._on_closed)
        box.open()
        self._box = box

    def _on_closed(self) -> None:
        self._is_showing = False
        self._box.deleteLater()
