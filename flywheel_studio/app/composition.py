"""Starts the program with a window, and knows all of its windows.

Everything that is shared by windows meets here: settings, recent files, colours, language.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from flywheel_studio.app.application import has_display, make_application, speak
from flywheel_studio.app.collector import WindowCollector
from flywheel_studio.app.crash_report import CrashReporter
from flywheel_studio.app.first_picture import FirstPicture
from flywheel_studio.app.frame import StudioFrame, WindowFrame
from flywheel_studio.app.look import Look
from flywheel_studio.app.main_window import MainWindow
from flywheel_studio.app.qt_clock import QtClock
from flywheel_studio.app.settings import Settings
from flywheel_studio.language.translate import (
    current_language,
    tr,
)
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.session.editor import Editor
from flywheel_studio.storage.last_session import LastSession
from flywheel_studio.storage.recent import RecentFiles
from flywheel_studio.storage.recovery import Recovery
from flywheel_studio.storage.templates import UnknownTemplate

DONE: Final = 0
NO_DISPLAY: Final = 3
# The desktop is asked for its wishes when the window stands: the bus is no part of a quick start.
_LISTEN_MS: Final = 400


class Studio(StudioFrame):
    """The program while it runs."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self.settings = Settings()
        self.recent = RecentFiles()
        self.recovery = Recovery()
        self.last_session = LastSession()
        self._is_quitting = False
        self._session: tuple[Path, ...] = ()
        self.windows: list[MainWindow] = []
        self.clock = QtClock(self)
        self.look = Look(application, self.settings, self)
        self.look.changed.connect(self._on_look_changed)
        self.look.motion_changed.connect(self._on_motion_changed)

    def new_window(self) -> MainWindow:
        """Open an empty paper."""
        window = MainWindow(self)
        window.closed.connect(self._on_window_closed)
        window.editor.state_changed.connect(self._on_state_changed)
        if self.windows:
            window.move(self.windows[-1].pos().x() + 28, self.windows[-1].pos().y() + 28)
        self.windows.append(window)
        window.show()
        return window

    def open_path(self, path: str | os.PathLike[str], near: WindowFrame | None = None) -> bool:
        """Open a file: in the window that shows it, in `near` if nothing was begun there, or anew."""
        shown = self._showing(Path(path))
        if shown is not None:
            shown.raise_()
            shown.activateWindow()
            return True
        asking = next((each for each in self.windows if each is near), None)
        if asking and not asking.is_pristine and not asking.files.can_read(Path(path)):
            # Not a window that comes and goes behind the sentence.
            return False
        window, is_new = self._free_window(near)
        opened = window.files.open_path(Path(path))
        if not opened and is_new and len(self.windows) > 1:
            window.close()
        return opened

    def open_template(self, template: str, near: WindowFrame | None = None) -> None:
        """Open an untitled copy of a template in the current language."""
        window, _ = self._free_window(near)
        window.files.open_template(template)

    def open_own_template(self, path: Path, near: WindowFrame | None = None) -> None:
        """Open an untitled copy of a template of the user's own."""
        window, is_new = self._free_window(near)
        if not window.files.open_own_template(path) and is_new and len(self.windows) > 1:
            window.close()

    def open_copy(self, flywheel: Flywheel) -> None:
        """Open an untitled copy of a drawing in a window of its own; it counts as unsaved."""
        self.new_window().files.session.new(flywheel, is_changed=True)

    def quit(self) -> None:
        """Close every window; one that refuses (an unsaved drawing) stops it."""
        self._is_quitting = True
        for window in list(self.windows):
            if not window.close():
                self._is_quitting = False
                self._remember_session()
                return
        QApplication.quit()

    def set_language(self, code: str) -> None:
        """Speak another language, in every window at once."""
        before = current_language()
        self.settings.put("window/language", code)
        speak(code)
        if current_language() != before:
            for window in self.windows:
                window.say_anew(before)

    def recent_failed(self, path: Path) -> None:
        """A file could not be opened: one that is not there leaves the list of recent files."""
        if not path.exists():
            self.recent.remove(path)

    def open_for_another(self, files: Sequence[Path], template: str | None) -> None:
        """A later start of the program: open here what it was asked to, and come to the front."""
        near = self.windows[-1] if self.windows else None
        for path in files:
            self.open_path(path, near)
        if template is not None:
            try:
                self.open_template(template, near)
            except UnknownTemplate as problem:
                if near is not None:
                    near.say(str(problem))
        if not files and template is None:
            self.new_window()
        if self.windows:
            self.windows[-1].raise_()
            self.windows[-1].activateWindow()

    def offer_recovery(self, near: MainWindow) -> None:
        """Ask about each drawing that was not saved when the program last ended."""
        for leftover in self.recovery.leftovers():
            if not leftover.can_open:
                near.files.ask.tell(
                    tr("A drawing could not be recovered; opening it failed twice."),
                    tr("It is kept as {file}.", file=str(leftover.file)),
                )
                continue
            answer = near.files.ask.leftover(leftover)
            if answer == "recover":
                window, is_new = self._window_to_recover(leftover.path, near)
                if not window.files.recover(leftover) and is_new:
                    window.close()
            elif answer == "saved":
                leftover.discard()
                if leftover.path is not None and leftover.path.exists():
                    self.open_path(leftover.path, near)
        self.recovery.sweep()

    def end_at_once(self) -> None:
        """The system ends the program: write what is at risk to the recovery log and go."""
        for window in list(self.windows):
            window.files.write_recovery()
        self.settings.flush()
        QApplication.exit(DONE)

    def _free_window(self, near: WindowFrame | None) -> tuple[MainWindow, bool]:
        free = next((each for each in self.windows if each is near and each.is_pristine), None)
        return free or self.new_window(), free is None

    def _window_to_recover(self, path: Path | None, near: MainWindow) -> tuple[MainWindow, bool]:
        """The one that shows the file as it was saved, so that no two windows save one file."""
        shown = self._showing(path) if path is not None else None
        if shown is not None:
            shown.settle()
            if not shown.editor.is_dirty:
                return shown, False
        return self._free_window(near)

    def _showing(self, path: Path) -> MainWindow | None:
        for window in self.windows:
            shown = window.editor.path
            try:
                if shown is not None and shown.samefile(path):
                    return window
            except OSError:
                continue
        return None

    def _on_state_changed(self, _editor: Editor) -> None:
        self._remember_session()

    def _remember_session(self) -> None:
        paths = tuple(window.editor.path for window in self.windows if window.editor.path)
        # It is told at every edit, and the list lies on a disk.
        if not self._is_quitting and paths != self._session:
            self._session = paths
            self.last_session.remember(paths)

    def _on_window_closed(self, window: MainWindow) -> None:
        self.windows.remove(window)
        self._remember_session()
        self.settings.flush()

    def _on_look_changed(self) -> None:
        for window in self.windows:
            window.dress()

    def _on_motion_changed(self) -> None:
        for window in self.windows:
            window.set_motion_reduced(self.look.is_motion_reduced)


def run(files: Sequence[Path] = (), template: str | None = None) -> int:
    """Open a window for each file (one with an empty paper without any) and run until they close.

    Returns:
        the exit status: 0, or 3 where there is no display to open a window on.
    """
    if not has_display():
        sys.stderr.write(
            tr(
                "There is no display to open a window on."
                " Run this on a desktop, or use flywheel export for pictures."
            )
            + "\n"
        )
        return NO_DISPLAY
    # A thread that loads or searches hands over after one millisecond, not five: the window asks
    # for its turn many times a frame.
    sys.setswitchinterval(0.001)
    application = make_application()
    from flywheel_studio.app import single_instance

    is_shared = single_instance.is_wanted()
    if is_shared and single_instance.hand_over(files, template):
        return DONE
    studio = Studio(application)
    collector = WindowCollector(studio)
    chosen = studio.settings.text("window/language", "")
    if chosen:
        speak(chosen)
    reporter = CrashReporter(studio.clock.call_in_main)
    reporter.install()
    _Endings(studio)
    first = studio.new_window()
    if is_shared:
        listen = partial(single_instance.SingleInstance, studio.open_for_another, studio)
        FirstPicture(first.canvas.viewport(), listen)
    for path in files:
        studio.open_path(path, first)
    if template is not None:
        studio.open_template(template, first)
    QTimer.singleShot(0, first, lambda: studio.offer_recovery(first))
    QTimer.singleShot(_LISTEN_MS, studio.look.wishes.listen)
    status = application.exec()
    reporter.uninstall()
    studio.clock.close()
    collector.close()
    return status


class _Endings(QObject):
    """Turns SIGTERM and SIGINT into an orderly end, in Qt's own loop.

    Python's handlers run only when the interpreter does; the wake-up socket makes Qt run it.
    """

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _ignore)

    def _on_signal(self) -> None:
        try:
            self._reader.recv(64)
        except BlockingIOError:
            return
        self._studio.end_at_once()


def _ignore(_number: int, _frame: object) -> None:
    """The work is done when the wake-up socket is read."""
