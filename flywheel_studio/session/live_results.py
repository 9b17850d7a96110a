"""Loops, growth and findings of the drawing, kept up to date in the background.

They lag behind on purpose: a change that can matter is followed by a pause of 150 ms before
anything is searched, and only the newest revision's result is ever shown. Moving a factor or
changing a colour never gets here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from flywheel_studio.model.change import Change
from flywheel_studio.model.finding import Finding
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.model.signal import Signal
from flywheel_studio.model.stop import StopToken
from flywheel_studio.session.background import Background
from flywheel_studio.session.clock import CallLater, CancelHandle
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop, LoopReport
    from flywheel_studio.insight.analysis_report import Analysis
    from flywheel_studio.insight.checks.diagnosis import Diagnosed
    from flywheel_studio.simulation.spectrum import Growth

# Long enough that typing and drawing do not start a search with every stroke, short enough that
# edit to display stays under 200 ms.
PAUSE_MS: Final = 150
SEARCH_SECONDS: Final = 2.0

Analyse = Callable[[Flywheel, StopToken], "Analysis"]


class Results(Struct, frozen=True):
    """What the analysis found, and of which drawing.

    `reading`: what reading its file repaired, until the document is saved.
    """

    revision: int
    flywheel: Flywheel
    analysis: Analysis
    reading: tuple[Finding, ...] = ()

    @property
    def report(self) -> LoopReport:
        return self.analysis.loops

    @property
    def loops(self) -> tuple[Loop, ...]:
        return self.analysis.loops.loops

    @property
    def growth(self) -> Growth:
        return self.analysis.growth

    @property
    def main_loop(self) -> Loop | None:
        return self.analysis.main_loop

    @property
    def diagnosed(self) -> Diagnosed:
        """What is amiss, with what can be done about it, and what the user put aside."""
        return self.analysis.diagnosed_with(self.reading, self.flywheel.header.dismissed)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is amiss and was not put aside, gravest first."""
        if not self.reading:
            return tuple(self.analysis.findings)
        return tuple(diagnosis.finding for diagnosis in self.diagnosed.shown)


class LiveResults:
    """The newest `Results`, or None until the first. `results_ready` in the main thread."""

    def __init__(
        self,
        editor: Editor,
        worker: Background,
        call_later: CallLater | None = None,
        analyse: Analyse | None = None,
    ) -> None:
        self.results: Results | None = None
        self.results_ready: Signal[Results] = Signal()
        self.pending_changed: Signal[bool] = Signal()
        self._editor = editor
        self._worker = worker
        self._call_later = call_later or editor.call_later
        self._analyse = analyse or _analyse
        self._pause: CancelHandle | None = None
        self._is_pending = False
        editor.changed.connect(self._on_changed)
        editor.replaced.connect(self._on_replaced)
        editor.state_changed.connect(self._on_state_changed)

    @property
    def is_pending(self) -> bool:
        """Whether `results` are older than the drawing in something that matters."""
        return self._is_pending

    def refresh(self, after_ms: int = 0) -> None:
        """Search again: after opening a document, or when the first window has been painted."""
        self._worker.cancel()
        self._set_pending(True)
        if self._pause is not None:
            self._pause.cancel()
        self._pause = self._call_later(after_ms, self._on_pause_over)

    def close(self) -> None:
        """Stop listening and drop what is under way."""
        self._editor.changed.disconnect(self._on_changed)
        self._editor.replaced.disconnect(self._on_replaced)
        self._editor.state_changed.disconnect(self._on_state_changed)
        if self._pause is not None:
            self._pause.cancel()
        self._worker.cancel()

    def _on_changed(self, change: Change) -> None:
        if change.touches_findings:
            self.refresh(PAUSE_MS)

    def _on_replaced(self, editor: Editor) -> None:
        self.results = None
        self.refresh()

    def _on_state_changed(self, editor: Editor) -> None:
        """Saving writes what reading repaired: there is nothing left to tell of it."""
        results = self.results
        if results is not None and not self._is_pending and results.reading != editor.findings:
            self.results = replace(results, reading=editor.findings)
            self.results_ready.emit(self.results)

    def _on_pause_over(self) -> None:
        self._pause = None
        revision, flywheel, analyse = self._editor.revision, self._editor.flywheel, self._analyse
        reading = self._editor.findings

        def job(stop: StopToken) -> Results:
            return Results(revision, flywheel, analyse(flywheel, stop), reading)

        self._worker.submit(job, self._on_results, self._on_failure)

    def _on_results(self, results: Results) -> None:
        if results.reading != self._editor.findings:  # saved while the search went on
            results = replace(results, reading=self._editor.findings)
        self.results = results
        self._set_pending(False)
        self.results_ready.emit(results)

    def _on_failure(self, problem: Exception) -> None:
        self._set_pending(False)
        raise problem

    def _set_pending(self, is_pending: bool) -> None:
        if is_pending != self._is_pending:
            self._is_pending = is_pending
            self.pending_changed.emit(is_pending)


def _analyse(flywheel: Flywheel, stop: StopToken) -> Analysis:
    # Imported here: this is the worker thread, and networkx takes a tenth of a second to load.
    from flywheel_studio.insight.analysis_report import analyse

    return analyse(flywheel, stop=stop, seconds=SEARCH_SECONDS)
