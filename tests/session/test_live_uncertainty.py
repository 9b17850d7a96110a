"""Drawn runs in the background: only when looked at, never out of date, stopped and overtaken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flywheel_studio.commands.document import set_run
from flywheel_studio.commands.factors import add_factor, move_factors, set_factor
from flywheel_studio.commands.links import connect, give_range, set_link, switch_link
from flywheel_studio.geometry.plane import Point
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.stop import Cancelled, StopToken
from flywheel_studio.session import live_uncertainty
from flywheel_studio.session.clock import ManualClock
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.session.live_uncertainty import PAUSE_MS, LiveUncertainty


class ByHand:
    """A worker whose one job is done when the test says so."""

    def __init__(self) -> None:
        self.token = StopToken()
        self.waiting: tuple[Callable[[StopToken], Any], Any, Any] | None = None
        self.started = 0

    def submit(self, job: Any, deliver: Any, fail: Any = None) -> None:
        self.token.set()
        self.token = StopToken()
        self.waiting = (job, deliver, fail)
        self.started += 1

    def cancel(self) -> None:
        self.token.set()
        self.waiting = None

    def work(self) -> None:
        assert self.waiting is not None
        (job, deliver, fail), self.waiting = self.waiting, None
        try:
            result = job(self.token)
        except Cancelled:
            return
        except ValueError as problem:
            fail(problem)
            return
        deliver(result)


class Stand:
    def __init__(self, flywheel: Flywheel) -> None:
        self.clock, self.worker = ManualClock(), ByHand()
        self.editor = Editor(flywheel, call_later=self.clock.call_later)
        self.run = LiveRun(self.editor)
        self.is_busy = False
        self.rests: list[float] = []
        self.live = LiveUncertainty(
            self.editor,
            self.run,
            self.worker,
            is_busy=lambda: self.is_busy,
            rest=self._rest,
        )
        self.states: list[str] = []
        self.live.changed.connect(lambda live: self.states.append(live.state))

    def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.is_busy = len(self.rests) < 3

    def do(self, command: Callable[[Flywheel], Flywheel]) -> None:
        self.editor.perform("x", command)


def ring() -> Flywheel:
    flywheel = Flywheel()
    for label in "abc":
        flywheel = add_factor(flywheel, label=label, x=0.0, y=0.0, id=label)
    for source, target in ("ab", "bc", "ca"):
        flywheel = connect(flywheel, source, target)
    flywheel = set_factor(flywheel, ["a"], initial=1.0)
    return set_run(flywheel, until=6.0, every=1.0)


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    monkeypatch.setattr(live_uncertainty, "RUNS", 300)
    made = Stand(give_range(ring(), ["l1"], 0.2))
    made.live.set_wanted(True)
    return made


def done(stand: Stand) -> Any:
    stand.clock.advance(PAUSE_MS)
    stand.worker.work()
    assert stand.live.state == "done"
    return stand.live.found


def test_without_a_range_nothing_is_drawn_and_with_one_it_is():
    stand = Stand(ring())
    stand.live.set_wanted(True)
    stand.clock.advance(5_000)
    assert stand.live.state == "sure" and stand.worker.started == 0
    stand.do(lambda now: give_range(now, ["l1"], 0.2))
    assert stand.live.state == "waiting"
    stand.clock.advance(PAUSE_MS - 1)
    assert stand.worker.started == 0
    stand.clock.advance(1)
    assert stand.live.state == "running"
    stand.do(lambda now: switch_link(now, ["l1"], active=False))
    assert stand.live.state == "sure"


def test_the_runs_are_of_the_documents_own_seed_and_length(stand):
    found = done(stand)
    assert (found.seed, found.count) == (1, 300)
    assert found.momentum.time[-1] == 6.0
    assert set(found.bands) == {None, "a", "b", "c"}
    stand.do(lambda now: set_run(now, seed=5))
    assert stand.live.found is None and stand.live.state == "waiting"
    assert done(stand).seed == 5
    stand.editor.undo()
    assert stand.live.found is None
    again = done(stand)
    assert again.seed == 1 and list(again.momentum.median) == list(found.momentum.median)


def test_nobody_looking_means_no_runs(stand):
    stand.live.set_wanted(False)
    stand.clock.advance(5_000)
    assert stand.worker.started == 0
    stand.live.set_wanted(True)
    stand.clock.advance(0)
    assert stand.live.state == "running"
    stand.live.set_wanted(False)
    assert stand.live.state == "waiting" and stand.worker.waiting is None
    stand.live.set_wanted(True)
    assert done(stand) is not None
    stand.live.set_wanted(False)
    assert stand.live.found is not None


def test_an_edit_drops_what_is_under_way_and_what_was_found(stand):
    stand.clock.advance(PAUSE_MS)
    late = stand.worker.waiting
    stand.do(lambda now: set_link(now, ["l1"], weight=0.55))
    assert stand.live.state == "waiting" and stand.worker.waiting is None and late is not None
    with pytest.raises(Cancelled):
        late[0](stand.worker.token)
    done(stand)
    stand.do(lambda now: set_link(now, ["l2"], delay=1.0))
    assert stand.live.found is None


def test_moving_a_factor_keeps_what_was_found(stand):
    found = done(stand)
    stand.do(lambda now: move_factors(now, {"a": Point(50.0, 50.0)}))
    assert stand.live.found is found


def test_a_shove_given_while_playing_is_in_the_drawn_runs_too(stand):
    before = done(stand).momentum.median[-1]
    stand.run.shove("a", 2.0)
    stand.clock.advance(100)
    assert stand.live.found is None
    assert done(stand).momentum.median[-1] == pytest.approx(before * 3, rel=1e-6)


def test_in_a_trial_the_drawn_runs_are_of_the_trial(stand):
    assert done(stand).momentum.low[-1] > 0
    stand.run.knock("a", 1.0)
    stand.clock.advance(100)
    assert stand.live.found is None
    assert done(stand).momentum.high[-1] < 0
    stand.run.reset()
    stand.clock.advance(100)
    assert done(stand).momentum.low[-1] > 0


def test_stopped_it_stays_stopped_until_it_is_started(stand):
    stand.clock.advance(PAUSE_MS)
    stand.live.cancel()
    assert stand.live.state == "stopped" and stand.worker.waiting is None
    stand.do(lambda now: set_link(now, ["l1"], weight=0.55))
    stand.clock.advance(5_000)
    assert stand.live.state == "stopped" and stand.worker.started == 1
    stand.live.start()
    assert done(stand) is not None


def test_progress_is_told_while_it_runs(stand, monkeypatch):
    monkeypatch.setattr(live_uncertainty, "RUNS", 1_200)
    shares = []
    stand.live.changed.connect(lambda live: shares.append(live.share))
    stand.clock.advance(PAUSE_MS)
    job, deliver, _ = stand.worker.waiting
    told: list[float] = []

    def busy() -> bool:  # between two chunks: the main thread has time to tell
        stand.clock.advance(100)
        told.append(stand.live.share)
        return False

    stand.live._is_busy = busy
    deliver(job(stand.worker.token))
    assert told == sorted(told) and len(set(told)) > 2 and 0 < told[0] < told[-1] <= 1
    assert stand.live.state == "done" and stand.live.share == 0


def test_what_is_more_urgent_goes_first(stand):
    stand.is_busy = True
    stand.clock.advance(PAUSE_MS * 3)
    assert stand.worker.started == 0 and stand.live.state == "waiting"
    stand.is_busy = False
    stand.clock.advance(PAUSE_MS)
    stand.is_busy = True
    stand.worker.work()
    assert len(stand.rests) == 3
    assert stand.live.state == "done"


def test_a_run_that_cannot_be_made_says_why(stand):
    stand.do(lambda now: set_run(now, every=1e-9))
    stand.clock.advance(PAUSE_MS)
    stand.worker.work()
    assert stand.live.state == "failed" and stand.live.problem and stand.live.found is None
    stand.do(lambda now: set_run(now, every=1.0))
    assert done(stand) is not None


def test_another_document_begins_anew(stand):
    stand.live.cancel()
    stand.editor.replace(give_range(ring(), ["l2"], 0.5))
    assert stand.live.state == "waiting"
    assert done(stand) is not None
    stand.live.close()
    stand.do(lambda now: set_link(now, ["l1"], weight=0.6))
    assert stand.live.found is not None and stand.clock.waiting <= 2
