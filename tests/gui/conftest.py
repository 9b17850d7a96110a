"""A real X display of this session's own, and a strict eye on what a window leaves behind.

Xvfb chooses its number itself (-displayfd), so parallel workers never meet. What QT_QPA_PLATFORM
and DISPLAY said outside is not heard here, and what they say here is not heard outside. Each test
here fails on any Qt warning, and on a thread, timer, animation or window left alive.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.gui.stand import Answers

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from flywheel_studio.app.composition import Studio

XVFB = shutil.which("Xvfb")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test below this folder; without Xvfb skip them all, with the reason."""
    for item in items:
        if "/tests/gui/" in item.path.as_posix():
            item.add_marker(pytest.mark.gui)
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            if XVFB is None:
                item.add_marker(pytest.mark.skip(reason="Xvfb is missing: apt-get install xvfb"))


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """An X server of 2560 x 1440 with a window manager where there is one. Gives ":N"."""
    assert XVFB is not None
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [
            XVFB,
            "-displayfd",
            str(writer),
            "-screen",
            "0",
            "2560x1440x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    manager = None
    try:
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            pytest.fail(f"Xvfb ended with status {server.wait(10)} before it had a display")
        name = f":{number}"
        if openbox := shutil.which("openbox"):
            manager = subprocess.Popen(
                [openbox, "--sm-disable"],
                env={**os.environ, "DISPLAY": name},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _wait_for_manager(name)
        yield name
    finally:
        for child in filter(None, (manager, server)):
            child.terminate()
            child.wait(10)


def _wait_for_manager(display: str) -> None:
    """Until the window manager says on the root window that it is there.

    A window that comes while it is only taking over is never shown.
    """
    asking = ["xprop", "-display", display, "-root", "_NET_SUPPORTING_WM_CHECK"]
    if shutil.which(asking[0]) is None:
        return
    end = time.monotonic() + 10.0
    while time.monotonic() < end:
        answer = subprocess.run(asking, capture_output=True, text=True, check=False)
        if "window id" in answer.stdout:
            return
        time.sleep(0.02)
    pytest.fail("the window manager did not come up in 10 seconds")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """A name that a window manager may show; no option that a platform plugin could read."""
    return ["flywheel-studio"]


@contextmanager
def _only_this_display(display: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", display)
        patch.setenv("QT_QPA_PLATFORM", "xcb")
        # One paper unit is one pixel: pictures compare, and clicks land, on every machine alike.
        patch.setenv("QT_SCALE_FACTOR", "1")
        patch.setenv("QT_ENABLE_HIGHDPI_SCALING", "0")
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def qapp(
    display: str, qapp_args: list[str], qapp_cls: type[QApplication]
) -> Iterator[QApplication]:
    """The one application of this session, on the display of this session."""
    from PySide6.QtWidgets import QApplication

    assert QApplication.instance() is None, "a test outside tests/gui made an application"
    with _only_this_display(display):
        application = qapp_cls(qapp_args)
    application.setQuitOnLastWindowClosed(False)
    yield application
    # The display outlives the application's last word to it.
    application.closeAllWindows()
    application.processEvents()


@pytest.fixture(autouse=True)
def on_the_display(display: str) -> Iterator[None]:
    """What a test starts as a program of its own opens its windows on the same display."""
    with _only_this_display(display):
        yield


@pytest.fixture(autouse=True)
def nothing_left_alive(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a thread, a window, a running timer, an animation or its font behind.

    What was there before the test is not counted, so that one leak fails one test.
    """
    # What is there already is not looked through again: with a window's modules loaded that is
    # a second for every test.
    gc.freeze()
    threads = set(threading.enumerate())
    before = _alive(qapp)
    size = qapp.font().pointSizeF()
    yield
    _settle(qapp)
    left = [name for address, name in _alive(qapp).items() if address not in before]
    for thread in set(threading.enumerate()) - threads:
        thread.join(2.0)
        # Python's view of a thread that Qt began has no end that Python could see.
        if thread.is_alive() and not isinstance(thread, threading._DummyThread):
            left.append(f"thread {thread.name}")
    if qapp.font().pointSizeF() != size:
        left.append(f"letters of {qapp.font().pointSizeF()} points")
    assert not left, f"left alive: {', '.join(sorted(left))}"


def _settle(application: QApplication) -> None:
    """Carry out what was put off: deletions, then what the garbage collector finds after them."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(2):
        application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()


def _alive(application: QApplication) -> dict[int, str]:
    """Windows, and timers and animations that still tick, by the address of the C++ object."""
    from PySide6.QtCore import QAbstractAnimation, QObject, QTimer
    from shiboken6 import getCppPointer, isValid

    windows = application.topLevelWidgets()
    ticking: list[QObject] = []
    for root in (application, *windows):
        ticking += root.findChildren(QTimer) + root.findChildren(QAbstractAnimation)
    ticking += [
        each
        for each in gc.get_objects()
        if issubclass(type(each), QTimer | QAbstractAnimation) and isValid(each)
    ]
    alive = {getCppPointer(window)[0]: f"window {type(window).__name__}" for window in windows}
    for each in ticking:
        if each.isActive() if isinstance(each, QTimer) else each.state() == each.State.Running:
            alive[getCppPointer(each)[0]] = f"running {type(each).__name__}"
    return alive


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """The program with a home of its own; its windows are closed without a question."""
    from flywheel_studio.app.composition import Studio

    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    studio = Studio(qapp)
    yield studio
    for window in list(studio.windows):
        window.files.ask = Answers()
        window.close()
    studio.clock.close()
    studio.deleteLater()
