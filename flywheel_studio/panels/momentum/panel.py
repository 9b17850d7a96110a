"""The momentum panel: does the wheel keep itself going, and what happens when one pushes.

A view of a finished run. Playing, scrubbing and pushing never touch the document: the playhead
belongs to a `Playback` that the canvas may follow too, and pushes belong to the `LiveRun`. Here
is only who hears what; `layout` places the parts, `reading` fills them with words and curves,
`turning` moves them with the playhead.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from flywheel_studio.commands.pushes import add_shoves
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.momentum.layout import MomentumLayout
from flywheel_studio.panels.momentum.reading import MomentumReading, suggested_file
from flywheel_studio.panels.momentum.turning import MomentumTurning
from flywheel_studio.panels.parts.scrolling import fill_with
from flywheel_studio.panels.playback.clock import PlaybackClock
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import wear
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import Courses, LiveCourses
from flywheel_studio.session.live_results import LiveResults, Results
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.session.live_uncertainty import LiveUncertainty

if TYPE_CHECKING:
    from flywheel_studio.simulation.trajectory import Trajectory

# The momentum that a click on a factor gives.
PUSH: Final = 1.0


class MomentumPanel(QWidget):
    """Headline, wheel, transport, pushes and curves, for a dock of 320 px or a whole screen.

    `lit` carries the records that the pointer asks to see on the paper, or None.
    """

    lit = Signal(object)

    def __init__(
        self,
        editor: Editor,
        live_results: LiveResults,
        live_run: LiveRun,
        playback: Playback,
        *,
        courses: LiveCourses | None = None,
        uncertainty: LiveUncertainty | None = None,
        is_motion_reduced: bool = False,
        tokens: Tokens = LIGHT,
        parent: QWidget | None = None,
        is_whole: bool = True,
    ) -> None:
        """`is_whole`: with all its parts; else `building` makes them."""
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._live_run = live_run
        self._playback = playback
        self._own_courses = courses is None
        self.courses = courses or LiveCourses(editor, live_results, live_run, AtOnce())
        self._own_uncertainty = uncertainty is None
        self.uncertainty = uncertainty or LiveUncertainty(editor, live_run, AtOnce())
        self.clock = PlaybackClock(playback, self)
        self._play_next = False
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The push section and the transport need 285, the scroll bar 10; less would cut them off.
        self.setMinimumWidth(300)
        self._body = QWidget(self)
        self._body.setObjectName("panelBody")
        self._scroll = fill_with(self, self._body)
        if is_whole:
            for _ in self.building(tokens, is_motion_reduced):
                pass

    def building(self, tokens: Tokens, is_motion_reduced: bool) -> Iterator[None]:
        """Make the parts, in two steps that a window can answer between."""
        editor, live_results, live_run = self._editor, self._live_results, self._live_run
        parts = self.parts = MomentumLayout(
            self._body,
            editor,
            live_results,
            live_run,
            self.courses,
            self.uncertainty,
            self._playback,
            partial(suggested_file, editor),
        )
        try:
            yield
        except GeneratorExit:  # the window was closed meanwhile
            parts.detach()
            raise
        self.dial, self.facts, self.transport = parts.dial, parts.facts, parts.transport
        self.push_bar, self.answers = parts.push_bar, parts.answers
        self.chart, self.chart_bar, self.drive = parts.chart, parts.chart_bar, parts.drive
        self._reading = MomentumReading(parts, editor, live_results, live_run)
        self._turning = MomentumTurning(parts, self._playback, live_run, self._order)
        self.dial.set_motion_reduced(is_motion_reduced)
        parts.chart_side.installEventFilter(self)
        self._body.installEventFilter(self)
        self._scroll.verticalScrollBar().valueChanged.connect(self._keep_curves_in_sight)
        self._connect()
        self.set_tokens(tokens)
        self._read_all()
        self._on_band_changed()

    # -- what the window calls

    def toggle_playing(self) -> None:
        """Play or pause (Ctrl+Space)."""
        self.transport.toggle_playing()

    def step(self) -> None:
        """Pause and go one step on."""
        self.transport.step()

    def reset(self) -> None:
        """Back to the start, and the pushes taken back."""
        self.transport.reset()

    def push(self, factor: str, direction: int = 1) -> None:
        """Give a factor a push at the playhead and play on from there.

        Args:
            direction: 1 for a push, −1 for a knock back.
        """
        if self._playback.is_at_end:
            self._playback.reset()
        self._live_run.shove(factor, PUSH * direction, self._playback.playhead)
        self._show_given()
        self._play_next = True

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        wear(self, tokens)
        self.parts.set_tokens(tokens)
        self._reading.set_tokens(tokens)
        self._show_moment()

    def set_motion_reduced(self, is_reduced: bool) -> None:
        """With reduced motion the wheel stands and its trails say how fast it turns."""
        self.dial.set_motion_reduced(is_reduced)

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self._playback.pause()
        self.clock.stop()
        self.parts.detach()
        self._turning.detach()
        self.courses.ready.disconnect(self._on_courses_ready)
        if self._own_courses:
            self.courses.close()
        if self._own_uncertainty:
            self.uncertainty.close()
        self._live_results.results_ready.disconnect(self._on_results_ready)
        self._live_run.trajectory_ready.disconnect(self._on_trajectory_ready)
        self._live_run.failed.disconnect(self._on_run_failed)
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fold(self.width(), self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._body:
            # The layout has just put the curves back to the top.
            if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
                self._keep_curves_in_sight()
        # The fields of a push came or went: the curves give way to them, or take their room back.
        elif event.type() == QEvent.Type.LayoutRequest:
            self.parts.fold(self.width(), self.height())
        return super().eventFilter(watched, event)

    # -- what happens

    def _connect(self) -> None:
        self.transport.reset_requested.connect(self._on_reset_requested)
        self.push_bar.pushed.connect(self.push)
        self.parts.first_push.pushed.connect(self._on_first_pushed)
        self.push_bar.taken_back.connect(self._on_pushes_taken_back)
        self.push_bar.kept.connect(self._on_pushes_kept)
        self.parts.knock.begun.connect(self._on_knock_begun)
        self.parts.knock.ended.connect(self._on_knock_ended)
        self.answers.lit.connect(self.lit)
        self.answers.curves_changed.connect(self._on_curves_changed)
        self.chart_bar.axis_switched.connect(self.chart.set_logarithmic)
        self.drive.driven.connect(self.lit)
        self.chart.axis_moved.connect(self.parts.pushes.set_axis)
        self.courses.ready.connect(self._on_courses_ready)
        self.parts.uncertainty.band_changed.connect(self._on_band_changed)
        self.chart.shown_changed.connect(self.parts.uncertainty.set_shown)
        self._live_results.results_ready.connect(self._on_results_ready)
        self._live_run.trajectory_ready.connect(self._on_trajectory_ready)
        self._live_run.failed.connect(self._on_run_failed)
        self._editor.changed.connect(self._on_document_changed)
        self._editor.replaced.connect(self._on_document_replaced)

    def _keep_curves_in_sight(self, _value: int = 0) -> None:
        bar, seen = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        self.parts.keep_in_sight(bar.value(), seen)

    def _on_document_changed(self, change: Change) -> None:
        if change.header is not None or any(
            before is None
            or after is None
            or before.label != after.label
            or before.mass != after.mass
            for _, before, after in change.pairs("factors")
        ):
            self._reading.read_factors()
            self._reading.read_header()
        if not self._editor.flywheel.factors:
            self._reading.show_results(None)

    def _on_document_replaced(self, _editor: Editor) -> None:
        self._playback.reset()
        self.answers.reread()
        self._read_all()

    def _on_results_ready(self, results: Results) -> None:
        self._reading.show_results(results)
        self._reading.read_factors()

    def _on_trajectory_ready(self, trajectory: Trajectory) -> None:
        end = float(trajectory.time[-1]) if trajectory.factors else 0.0
        self._playback.set_run(end, self._editor.flywheel.header.run.until)
        self._reading.read_header()
        self._show_run()
        self._show_given()
        if self._play_next:
            self._play_next = False
            self._playback.play()

    def _on_run_failed(self, problem: Exception) -> None:
        self._playback.set_run(0.0, self._editor.flywheel.header.run.until)
        self._show_run()
        self._reading.say([tr("The run could not be made: {reason}", reason=str(problem))])

    def _on_curves_changed(self) -> None:
        self._reading.show_curves()

    def _on_band_changed(self) -> None:
        found = self.uncertainty.found
        if found is None:
            self.chart.show_band(None)
        else:
            factors = {key: band for key, band in found.bands.items() if key is not None}
            self.chart.show_band(found.momentum, factors)

    def _on_courses_ready(self, courses: Courses | None) -> None:
        self._reading.show_courses(courses)
        self._turning.show_driver()

    def _on_reset_requested(self) -> None:
        if self._live_run.shoves:
            self._live_run.reset()
            self._show_given()

    def _on_first_pushed(self, factor: str) -> None:
        # Its button goes away: the next one round would be "Knock back".
        if self.parts.first_push.button.hasFocus():
            self.transport.focus_play()
        self.push(factor)

    def _on_pushes_taken_back(self) -> None:
        self.reset()

    def _on_pushes_kept(self) -> None:
        keep = partial(add_shoves, given=self._live_run.shoves)
        self._editor.perform(tr("Keep pushes"), keep)
        self._live_run.reset()
        self._show_given()

    def _on_knock_begun(self) -> None:
        self._playback.reset()
        self._show_given()
        self._play_next = True

    def _on_knock_ended(self) -> None:
        self._playback.reset()
        self._show_given()

    # -- showing

    def _read_all(self) -> None:
        self._reading.read_header()
        self._reading.read_factors()
        self._reading.show_results(self._live_results.results)
        if self._live_run.trajectory is not None:
            self._on_trajectory_ready(self._live_run.trajectory)
        else:
            self._playback.set_run(0.0, self._editor.flywheel.header.run.until)
            self._show_run()

    def _show_given(self) -> None:
        """The pushes of the run that the drawing does not hold."""
        is_trial = bool(self._live_run.knocked)
        self.push_bar.set_push_count(0 if is_trial else len(self._live_run.shoves))
        self.parts.pushes.set_left_out(is_trial)
        self.parts.pushes.set_given(self._live_run.shoves)

    def _show_run(self) -> None:
        self._reading.show_run()
        self._show_moment()

    def _show_moment(self) -> None:
        self._turning.show_moment()
        self.dial.say()

    def _order(self) -> tuple[str, ...]:
        return self._reading.order
