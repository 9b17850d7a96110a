"""One program for one user: a second start hands its files to the first and ends.

Whoever comes tries to connect first. Only if nobody answers is the name taken, so that a socket
left behind by a crash keeps nobody out and a running program is never robbed of its name. Qt's
network module is loaded only where a name is there to be asked, or to be taken: the first start
shows its drawing before that.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

# Set to anything: this start is a program of its own.
ALONE: Final = "FLYWHEEL_STUDIO_ALONE"
_WAIT_MS: Final = 1_500
_LONGEST: Final = 1_000_000

Open = Callable[[Sequence[Path], str | None], None]


def is_wanted() -> bool:
    """Whether starts of this program should find each other."""
    return not os.environ.get(ALONE)


def own_name() -> str:
    """The name of this user's program on this display: two screens are two desks."""
    place = ":".join(
        (
            _user(),
            os.environ.get("DISPLAY", ""),
            os.environ.get("WAYLAND_DISPLAY", ""),
            os.environ.get("XDG_STATE_HOME", ""),
            os.environ.get("XDG_CONFIG_HOME", ""),
        )
    )
    return f"flywheel-studio-{hashlib.sha256(place.encode()).hexdigest()[:16]}"


def hand_over(files: Sequence[Path], template: str | None, name: str | None = None) -> bool:
    """Give what should be opened to the program that runs already; False where none does."""
    name = name or own_name()
    if not _is_answered(name):
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    try:
        socket.connectToServer(name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        message = {"files": [os.fspath(path.absolute()) for path in files], "template": template}
        socket.write(json.dumps(message).encode("utf-8", "surrogateescape") + b"\n")
        if not socket.waitForBytesWritten(_WAIT_MS):
            return False
        # One that hangs, or ends just now, does not answer: then this start opens its own window.
        return bool(socket.waitForReadyRead(_WAIT_MS)) and bytes(socket.readAll().data()) == b"ok\n"
    finally:
        socket.abort()


class SingleInstance(QObject):
    """Listens for later starts, as long as the program runs; not where another does already."""

    def __init__(self, open_these: Open, parent: QObject, name: str | None = None) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        self._open = open_these
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._heard: dict[QLocalSocket, bytes] = {}
        name = name or own_name()
        # Two that started at once: the other was quicker.
        if _is_answered(name):
            return
        if not self._server.listen(name):
            # Nobody answered there: what is left is a dead program's.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    @property
    def is_listening(self) -> bool:
        return self._server.isListening()

    def close(self) -> None:
        """The program ends: give the name back."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._heard[socket] = b""
            socket.readyRead.connect(self._on_ready)
            socket.disconnected.connect(self._on_gone)

    def _on_ready(self) -> None:
        for socket in list(self._heard):
            self._heard[socket] += bytes(socket.readAll().data())
            heard = self._heard[socket]
            if len(heard) > _LONGEST:
                socket.abort()
            elif heard.endswith(b"\n"):
                self._heard[socket] = b""
                socket.write(b"ok\n")
                socket.flush()
                self._answer(heard)

    def _on_gone(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        for socket in list(self._heard):
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                del self._heard[socket]
                socket.deleteLater()

    def _answer(self, heard: bytes) -> None:
        try:
            message = json.loads(heard.decode("utf-8", "surrogateescape"))
            files = [Path(name) for name in message["files"] if isinstance(name, str)]
            template = message.get("template")
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        self._open(files, template if isinstance(template, str) else None)


def _is_answered(name: str) -> bool:
    """Whether somebody listens under the name."""
    if sys.platform == "linux":
        # There it is a file in Qt's folder for temporary ones; loading Qt's network takes 7 ms.
        from socket import AF_UNIX, socket

        folder = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - nothing is made there
        with socket(AF_UNIX) as line, suppress(OSError):
            line.settimeout(_WAIT_MS / 1_000)
            line.connect(f"{folder}/{name}")
            return True
        return False
    from PySide6.QtNetwork import QLocalSocket

    asking = QLocalSocket()
    try:
        asking.connectToServer(name)
        return bool(asking.waitForConnected(_WAIT_MS))
    finally:
        asking.abort()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else ""
