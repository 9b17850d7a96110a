"""Is there a screen to open a window on? Asked before Qt is, since Qt answers "no" by aborting.

Only Linux and its like can be without one: Windows and macOS always have a screen.
"""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

ADVICE = """\
There is no screen here to open a window on: {reason}.

  - On a desktop, run the same command in a terminal of that desktop.
  - Over SSH, connect with `ssh -X` (Linux) or through a remote desktop.
  - Without any screen, a virtual one will do:
        apt-get install xvfb && xvfb-run -a python3 packaging/run.py
  - The command line needs no screen at all:
        python3 packaging/run.py --set-up && .venv/bin/flywheel --help"""

REFUSED = """\
The window could not open. If Qt said above that it could not connect to the display, the screen
belongs to somebody else: run the command as the person who is logged in there."""

# Platforms of Qt that show nothing: right for tests, wrong for a person who asks for a window.
INVISIBLE = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs")


def problem(settings: Mapping[str, str], *, system: str = sys.platform) -> str | None:
    """Why no window can open, and what to do about it; None where one can.

    Args:
        settings: the environment variables.
        system: as `sys.platform`.
    """
    if system in ("win32", "darwin"):
        return None
    if _wayland_answers(settings) or _x11_answers(settings.get("DISPLAY", "")):
        return None
    if name := settings.get("DISPLAY"):
        return ADVICE.format(reason=f"nothing answers at DISPLAY={name}")
    if name := settings.get("WAYLAND_DISPLAY"):
        return ADVICE.format(reason=f"nothing answers at WAYLAND_DISPLAY={name}")
    return ADVICE.format(reason="neither DISPLAY nor WAYLAND_DISPLAY is set")


def fitting_environment(
    settings: Mapping[str, str], *, system: str = sys.platform
) -> dict[str, str]:
    """The environment for a window: as it is, without a Qt platform that could not show one."""
    fitting = dict(settings)
    asked = fitting.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    linux = system not in ("win32", "darwin")
    if (
        asked in INVISIBLE
        or (asked == "xcb" and linux and not _x11_answers(settings.get("DISPLAY", "")))
        or (asked.startswith("wayland") and not _wayland_answers(settings))
    ):
        del fitting["QT_QPA_PLATFORM"]
    return fitting


def _wayland_answers(settings: Mapping[str, str]) -> bool:
    name = settings.get("WAYLAND_DISPLAY", "")
    return bool(name) and _answers(str(Path(settings.get("XDG_RUNTIME_DIR", "/run"), name)))


def _x11_answers(display: str) -> bool:
    """Whether an X server listens at `display`: "[host]:number[.screen]"."""
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        # launchd and some containers name the socket itself.
        return bool(display) and _answers(display)
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _answers(path) or (sys.platform == "linux" and _answers(f"\0{path}"))
    try:
        socket.create_connection((host, 6000 + int(number)), timeout=3).close()
    except OSError:
        return False
    return True


def _answers(path: str) -> bool:
    if not hasattr(socket, "AF_UNIX") or (not path.startswith("\0") and not Path(path).exists()):
        return False
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as client:
        client.settimeout(3)
        try:
            client.connect(path)
        except OSError:
            return False
    return True
