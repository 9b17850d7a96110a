"""Results after a pause, runs within a frame, both only where something matters."""

from types import SimpleNamespace

import pytest

from flywheel_studio.commands.document import dismiss, set_theme
from flywheel_studio.commands.factors import delete, move_factors, rename_factor, set_factor
from flywheel_studio.commands.links import connect
from flywheel_studio.geometry.plane import Point
from flywheel_studio.insight.analysis_report import analyse
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import StopToken
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun, Shove


class HandWorker:
    """A worker whose jobs a test finishes by hand."""

    def __init__(self):
        self.jobs = []
        self.newest = StopToken()

    def submit(self, job, deliver, fail=None):
        self.newest.set()
        self.newest = token = StopToken()
        self.jobs.append((token, job, deliver, fail))

    def cancel(self):
        self.newest.set()

    def finish(self, number=-1):
        token, job, deliver, fail = self.jobs[number]
        try:
            result = job(token)
        except Exception as problem:  # noqa: BLE001 - as the worker does
            if not token.is_set:
                fail(problem)
            return
        if not token.is_set:
            deliver(result)


def analysis_of(flywheel, stop):
    stop.raise_if_set()
    return SimpleNamespace(
        loops=SimpleNamespace(loops=tuple(flywheel.links)),
        growth=1.0,
        main_loop=None,
        findings=["f"],
    )


@pytest.fixture
def worker():
    return HandWorker()


@pytest.fixture
def live(editor, worker):
    return LiveResults(editor, worker, analyse=analysis_of)


def friction(value):
    return lambda now: set_factor(now, ["traffic"], friction=value)


def test_a_change_of_structure_is_analysed_after_a_pause_of_150_ms(editor, clock, worker, live):
    ready = []
    live.results_ready.connect(ready.append)
    editor.perform("Connect", lambda now: connect(now, "sellers", "traffic"))
    clock.advance(149)
    assert worker.jobs == [] and live.is_pending
    clock.advance(1)
    worker.finish()
    assert ready == [live.results] and not live.is_pending
    assert live.results.loops == ("l1", "l2") and live.results.revision == editor.revision
    assert live.results.growth == 1.0 and live.results.findings == ("f",)


def test_every_further_change_starts_the_pause_again(editor, clock, worker, live):
    for step in range(10):
        editor.perform("Friction", friction(0.1 * (step + 1)))
        clock.advance(100)
    assert worker.jobs == []
    clock.advance(50)
    assert len(worker.jobs) == 1


def test_moving_and_colouring_are_never_analysed(editor, clock, worker, live):
    editor.perform("Move", lambda now: move_factors(now, {"traffic": Point(1, 2)}))
    editor.perform("Theme", lambda now: set_theme(now, "slate"))
    editor.perform("Style", lambda now: set_factor(now, ["traffic"], style={"fill": "#FF0000"}))
    clock.advance(10_000)
    assert worker.jobs == [] and not live.is_pending


def test_a_name_is_analysed_because_sentences_quote_it(editor, clock, worker, live):
    editor.perform("Rename", lambda now: rename_factor(now, "traffic", "Visits"))
    clock.advance(150)
    assert len(worker.jobs) == 1


def test_a_stale_result_is_dropped_as_soon_as_something_newer_happens(editor, clock, worker, live):
    editor.perform("One", friction(0.1))
    clock.advance(150)
    editor.perform("Two", friction(0.2))
    worker.finish(0)
    assert live.results is None and live.is_pending
    clock.advance(150)
    worker.finish()
    assert live.results.flywheel.factors["traffic"].friction == 0.2


def test_a_stale_result_is_not_dropped_for_a_mere_move(editor, clock, worker, live):
    editor.perform("One", friction(0.1))
    clock.advance(150)
    editor.perform("Move", lambda now: move_factors(now, {"traffic": Point(1, 2)}))
    worker.finish()
    assert live.results is not None and not live.is_pending


def test_opening_a_document_forgets_the_results_and_analyses_at_once(editor, clock, worker, live):
    editor.perform("One", friction(0.1))
    clock.advance(150)
    worker.finish()
    editor.replace(Flywheel())
    assert live.results is None and live.is_pending
    clock.advance(0)
    worker.finish()
    assert live.results.loops == ()


def test_a_failed_analysis_is_no_longer_pending_and_reaches_the_crash_report(editor, clock, worker):
    def fails(flywheel, stop):
        raise RuntimeError("no")

    live = LiveResults(editor, worker, analyse=fails)
    live.refresh()
    clock.advance(0)
    with pytest.raises(RuntimeError, match="no"):
        worker.finish()
    assert not live.is_pending


def test_what_reading_repaired_is_told_until_the_document_is_saved(editor, clock, worker):
    live = LiveResults(editor, worker, analyse=lambda now, stop: analyse(now, stop=stop))
    repaired = Finding(code="missing-end", severity="warning", message="A link was left out.")
    editor.replace(editor.flywheel, findings=[repaired])
    clock.advance(0)
    worker.finish()
    told = []
    live.results_ready.connect(told.append)
    assert repaired in live.results.findings
    assert "missing-end" in [one.key for one in live.results.diagnosed.shown]
    editor.perform("Aside", lambda now: dismiss(now, "missing-end"))
    clock.advance(150)
    worker.finish()
    assert repaired not in live.results.findings
    assert [one.finding for one in live.results.diagnosed.put_aside] == [repaired]
    editor.mark_saved(None, None)
    assert told[-1] is live.results
    assert live.results.diagnosed.put_aside == ()


def test_after_closing_nothing_is_analysed(editor, clock, worker, live):
    editor.perform("One", friction(0.1))
    live.close()
    editor.perform("Two", friction(0.2))
    clock.advance(1000)
    assert worker.jobs == []


# -- the run


class Runs:
    def __init__(self):
        self.calls = []
        self.cost = 0.0
        self.now = 0.0

    def run(self, flywheel, shoves):
        self.calls.append((flywheel, shoves))
        self.now += self.cost
        return len(self.calls)

    def seconds(self):
        return self.now


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def live_run(editor, runs):
    return LiveRun(editor, run=runs.run, seconds=runs.seconds)


def test_while_a_slider_moves_the_run_is_redone_at_most_once_a_frame(editor, clock, runs, live_run):
    gesture = editor.gesture("Friction")
    for step in range(160):
        gesture.preview(friction(0.01 * (step + 1)))
        clock.advance(1)
    clock.advance(16)
    assert 9 <= len(runs.calls) <= 11
    assert runs.calls[-1][0] is editor.flywheel
    assert live_run.trajectory == len(runs.calls) and not live_run.is_pending


def test_moving_never_runs(editor, clock, runs, live_run):
    editor.perform("Move", lambda now: move_factors(now, {"traffic": Point(1, 2)}))
    clock.advance(1000)
    assert runs.calls == []


def test_after_a_slow_run_the_next_one_waits(editor, clock, runs, live_run):
    runs.cost = 0.1
    live_run.schedule()
    clock.advance(16)
    editor.perform("Friction", friction(0.1))
    clock.advance(299)
    assert len(runs.calls) == 1
    clock.advance(1)
    assert len(runs.calls) == 2


def test_a_shove_belongs_to_the_run_and_not_to_the_document(editor, clock, runs, live_run):
    live_run.shove("traffic", 1.0, 4.0)
    live_run.shove("sellers", -1.0, 6.0)
    clock.advance(16)
    shoves = (Shove("traffic", 1.0, 4.0), Shove("sellers", -1.0, 6.0))
    assert [call[1] for call in runs.calls] == [shoves]
    assert not editor.is_dirty and editor.history.labels() == []
    editor.perform("Delete", lambda now: delete(now, factors=["traffic"]))
    clock.advance(16)
    assert runs.calls[-1][1] == shoves[1:]
    live_run.reset()
    clock.advance(16)
    assert runs.calls[-1][1] == ()


@pytest.mark.parametrize(
    "shove", [("nobody", 1.0, 0.0), ("traffic", float("nan"), 0.0), ("traffic", 1.0, -1.0)]
)
def test_a_senseless_shove_is_refused(live_run, shove):
    with pytest.raises(ValueError, match=r"\S"):
        live_run.shove(*shove)
    assert live_run.shoves == ()


def test_a_run_that_fails_says_so_and_the_next_one_is_tried(editor, clock):
    failures = []

    def run(flywheel, shoves):
        if flywheel.factors["traffic"].friction == 0.1:
            raise ValueError("no")
        return "fine"

    live_run = LiveRun(editor, run=run)
    live_run.failed.connect(failures.append)
    editor.perform("Friction", friction(0.1))
    clock.advance(16)
    assert live_run.trajectory is None and len(failures) == 1
    editor.perform("Friction", friction(0.2))
    clock.advance(16)
    assert live_run.trajectory == "fine"


def test_the_real_engine_runs_a_shoved_wheel(editor, clock):
    live_run = LiveRun(editor)
    live_run.shove("traffic", 1.0, 2.0)
    clock.advance(16)
    trajectory = live_run.trajectory
    assert trajectory.factors == ("traffic", "sellers")
    assert trajectory.momentum_at(1.9) == 0.0 and trajectory.momentum_at(2.5) > 0.0
