"""The fixtures themselves: a check that nobody has seen fail proves nothing."""

import os

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel


def test_the_application_runs_on_a_real_display_of_its_own(
    qapp: QApplication, display: str
) -> None:
    assert qapp.platformName() == "xcb"
    assert os.environ["DISPLAY"] == display
    size = qapp.primaryScreen().size()
    assert (size.width(), size.height()) == (2560, 1440)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("held.append(QLabel('x')); held[-1].show()", "left alive: window QLabel"),
        ("held.append(QTimer()); held[-1].start(1000)", "left alive: running QTimer"),
        ("threading.Thread(target=held_up, daemon=True).start()", "left alive: thread"),
        ("qWarning('something odd')", "something odd"),
    ],
    ids=["a window", "a timer", "a thread", "a Qt warning"],
)
def test_what_a_test_leaves_behind_fails_it(
    pytester: pytest.Pytester, checkout: object, body: str, complaint: str
) -> None:
    gui = pytester.mkdir("tests").joinpath("gui")
    gui.mkdir()
    for place in ("conftest.py", "gui/conftest.py", "gui/stand.py"):
        source = (checkout / "tests" / place).read_text()  # type: ignore[operator]
        (pytester.path / "tests" / place).write_text(source)
    pytester.makefile(".toml", pyproject='[tool.pytest.ini_options]\nqt_api = "pyside6"')
    (gui / "test_it.py").write_text(
        "import threading\n"
        "from PySide6.QtCore import QTimer, qWarning\n"
        "from PySide6.QtWidgets import QLabel\n"
        "held = []\n"
        "held_up = threading.Event().wait\n"
        f"def test_it(qapp):\n    {body}\n"
    )
    run = pytester.runpytest_subprocess(
        "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:xdist"
    )
    assert run.ret == 1, run.stdout.str()
    assert complaint in run.stdout.str()


def test_a_window_that_is_closed_and_forgotten_leaves_nothing(qapp: QApplication) -> None:
    window = QLabel("here and gone")
    window.show()
    timer = QTimer(window)
    timer.start(1_000)
    qapp.processEvents()
    window.close()
    window.deleteLater()
