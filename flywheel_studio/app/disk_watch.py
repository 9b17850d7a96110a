"""Notices when another program changes the file that is open.

Qt's watcher forgets a file that is replaced by a rename, which is how careful programs save; so the
folder is watched too. What really happened is for the caller to find out by comparing contents.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

SETTLES_MS: Final = 200


class DiskWatch(QObject):
    """Calls `changed` once a burst of changes to the watched file has settled."""

    def __init__(self, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._changed = changed
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES_MS)
        self._timer.timeout.connect(self._on_settled)
        self._watcher.fileChanged.connect(self._on_touched)
        self._watcher.directoryChanged.connect(self._on_touched)

    def watch(self, path: Path | None) -> None:
        """Watch this file from now on, and no other."""
        if path == self._path:
            return
        self._path = path
        self._follow()

    def stop(self) -> None:
        self._timer.stop()
        self.watch(None)

    def _follow(self) -> None:
        old = [*self._watcher.files(), *self._watcher.directories()]
        if old:
            self._watcher.removePaths(old)
        if self._path is not None:
            real = self._path.resolve()
            there = [
                str(place) for place in {real, real.parent, self._path.parent} if place.exists()
            ]
            if there:
                self._watcher.addPaths(there)

    def _on_touched(self, _path: str) -> None:
        self._timer.start()

    def _on_settled(self) -> None:
        if self._path is not None:
            self._follow()
            self._changed()
