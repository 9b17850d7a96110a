"""What computes for one window while a person draws: loops, run, courses, drawn runs, playhead.

The panels only read it. It outlives them: when the window speaks another language they are built
anew, and the playhead stays where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.session.background import Worker
from flywheel_studio.session.live_courses import LiveCourses
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.session.live_uncertainty import LiveUncertainty

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame


class LiveWork:
    """Begins at once; `close` stops every timer and thread."""

    def __init__(self, window: WindowFrame) -> None:
        clock, editor = window.clock, window.editor
        self._worker = Worker(clock.call_in_main, name="analysis")
        self.results = LiveResults(editor, self._worker, clock.call_later)
        self.run = LiveRun(editor, clock.call_later)
        # Workers of their own: the analysis must not wait for scenarios, nor stop them.
        self._course_worker = Worker(clock.call_in_main, name="courses")
        self.courses = LiveCourses(editor, self.results, self.run, self._course_worker)
        self._draw_worker = Worker(clock.call_in_main, name="drawn runs")
        self.uncertainty = LiveUncertainty(
            editor,
            self.run,
            self._draw_worker,
            is_busy=lambda: self.results.is_pending or self.courses.is_pending,
        )
        self.playback = Playback()

    def say_anew(self) -> None:
        """Find again what is said in words: another language is spoken now."""
        self.results.refresh()
        self.courses.refresh()

    def close(self) -> None:
        for end in (
            self.uncertainty.close,
            self.courses.close,
            self.run.close,
            self.results.close,
            self._worker.close,
            self._course_worker.close,
            self._draw_worker.close,
        ):
            end()
