"""Garbage of the window program is collected by its window's thread and by no other."""

import gc
import os
import subprocess
import sys
import threading
import weakref
from contextlib import closing

import pytest
from PySide6.QtCore import QObject

from flywheel_studio.app.collector import WindowCollector, due_generation

# The program as it is started, told to say who collects while it runs and after.
PROGRAM = """
import gc
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from flywheel_studio.app.application import make_application
from flywheel_studio.app.composition import run
application = make_application()
def look():
    print(gc.isenabled(), flush=True)
    QApplication.closeAllWindows()
QTimer.singleShot(0, look)
run()
print(gc.isenabled(), gc.get_freeze_count())
"""


class Knot(QObject):
    """Something of Qt's that holds itself, so that only a collector can end it."""

    def __init__(self, ended_in):
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: ended_in.append(threading.get_ident()))


@pytest.fixture
def collector(qapp):
    gc.collect()
    with closing(WindowCollector()) as collector:
        yield collector


def much_work_elsewhere():
    thread = threading.Thread(target=lambda: [[[]] for _ in range(50_000)])
    thread.start()
    thread.join()


def test_work_in_another_thread_collects_nothing_of_the_window(collector):
    ended_in = []
    Knot(ended_in)
    much_work_elsewhere()
    assert ended_in == []
    collector.collect_if_due()
    gc.collect()
    assert ended_in == [threading.get_ident()]


def test_garbage_goes_by_itself_in_the_thread_of_the_window(collector, qtbot):
    ended_in = []
    Knot(ended_in)
    kept = [[] for _ in range(50_000)]
    qtbot.waitUntil(lambda: bool(ended_in), timeout=10_000)
    assert ended_in == [threading.get_ident()]
    assert kept


def test_python_collects_again_once_the_window_program_has_ended(qapp):
    assert gc.isenabled()
    collector = WindowCollector()
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_where_nothing_was_collected_before_nothing_is_after(qapp):
    gc.disable()
    try:
        WindowCollector().close()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("counts", "due"),
    [
        ((700, 0, 0), None),
        ((701, 10, 10), 0),
        ((701, 11, 10), 1),
        ((701, 11, 11), 2),
        ((5, 50, 50), None),
    ],
)
def test_what_is_due_is_what_python_itself_would_collect(counts, due):
    assert due_generation(counts, (700, 10, 10)) == due


def test_whoever_switches_collection_off_by_its_threshold_is_heard():
    assert due_generation((10_000, 100, 100), (0, 10, 10)) is None


def test_a_whole_search_waits_until_a_quarter_is_new(collector, monkeypatch):
    searched = []
    monkeypatch.setattr(gc, "collect", searched.append)
    monkeypatch.setattr(gc, "get_objects", lambda: range(10_000))
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "get_count", lambda: (1_000, 11, 11))
    for _ in range(5):
        collector.collect_if_due()
    assert searched == [2, 1, 1, 2, 1]


def test_the_program_collects_in_its_window_and_leaves_python_as_it_was(tmp_path, checkout):
    homes = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "CACHE", "DATA", "STATE")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        cwd=checkout,
        env={**os.environ, **homes, "HOME": str(tmp_path)},
        timeout=60,
    )
    assert done.stdout.split() == ["False", "True", "0"], done.stderr
