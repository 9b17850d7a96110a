"""One worker: the newest job wins, stale results are dropped, nothing is left alive."""

import queue
import threading

import pytest

from flywheel_studio.model.stop import StopToken
from flywheel_studio.session.background import Worker


class MainThread:
    """A main loop that a test turns by hand."""

    def __init__(self):
        self.calls = queue.Queue()

    def call(self, what):
        self.calls.put(what)

    def turn(self):
        """Wait for the next call from another thread and make it here."""
        self.calls.get(timeout=10)()


@pytest.fixture
def main():
    return MainThread()


@pytest.fixture
def worker(main):
    worker = Worker(main.call, "test-worker")
    yield worker
    worker.close()
    assert "test-worker" not in {thread.name for thread in threading.enumerate()}


def test_a_job_runs_elsewhere_and_its_result_arrives_in_the_main_thread(worker, main):
    results = []
    worker.submit(lambda stop: threading.current_thread().name, results.append)
    main.turn()
    assert results == ["test-worker"]


def test_a_newer_job_stops_the_older_one_and_only_its_result_arrives(worker, main):
    started, results = threading.Event(), []

    def older(stop: StopToken):
        started.set()
        while True:
            stop.raise_if_set()

    worker.submit(older, results.append)
    assert started.wait(10)
    worker.submit(lambda stop: "newer", results.append)
    main.turn()
    assert results == ["newer"] and main.calls.empty()


def test_a_result_that_waits_for_delivery_is_dropped_when_a_newer_job_comes(worker, main):
    results = []
    worker.submit(lambda stop: "stale", results.append)
    stale = main.calls.get(timeout=10)
    worker.submit(lambda stop: "fresh", results.append)
    stale()
    main.turn()
    assert results == ["fresh"]


def test_of_many_jobs_at_once_only_the_newest_need_run(worker, main):
    gate, ran, results = threading.Event(), [], []
    worker.submit(lambda stop: gate.wait(10), results.append)
    for number in range(20):
        worker.submit(lambda stop, n=number: ran.append(n) or n, results.append)
    gate.set()
    while not results:
        main.turn()
    assert results == [19] and ran[-1] == 19


def test_a_failure_arrives_in_the_main_thread(worker, main):
    def fails(stop):
        raise RuntimeError("no")

    failures = []
    worker.submit(fails, lambda result: None, failures.append)
    main.turn()
    assert [str(problem) for problem in failures] == ["no"]
    worker.submit(fails, lambda result: None)
    with pytest.raises(RuntimeError, match="no"):
        main.turn()


def test_cancelling_drops_what_is_under_way(worker, main):
    results = []
    worker.submit(lambda stop: "late", results.append)
    late = main.calls.get(timeout=10)
    worker.cancel()
    late()
    assert results == []


def test_a_closed_worker_takes_no_more_jobs(main):
    worker = Worker(main.call)
    worker.close()
    worker.submit(lambda stop: 1, lambda result: None)
    assert main.calls.empty()
