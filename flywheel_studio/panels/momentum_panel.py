"""The momentum panel: does the wheel keep itself going, and what happens when one pushes.

A view of a finished run. Playing, scrubbing and pushing never touch the document: the playhead
belongs to a `Playback` that the canvas may follow too, and pushes belong to the `LiveRun`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from flywheel_studio.drawing.overlays import Overlays
from flywheel_studio.drawing.theme import theme_of
from flywheel_studio.insight.numbers import duration, number
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.chart import Chart
from flywheel_studio.panels.chart_bar import ChartBar
from flywheel_studio.panels.dominance_band import DriveSection, records_of
from flywheel_studio.panels.facts import Facts
from flywheel_studio.panels.momentum_answers import MomentumAnswers
from flywheel_studio.panels.parts import fill_with, plain_label, rule
from flywheel_studio.panels.playback import Passage, Playback
from flywheel_studio.panels.playback_clock import PlaybackClock
from flywheel_studio.panels.push_bar import PushBar
from flywheel_studio.panels.run_curves import (
    breakthrough_text,
    curves_of,
    markers_of,
    sentences_of,
)
from flywheel_studio.panels.style import LIGHT, Tokens, factor_colours, wear
from flywheel_studio.panels.transport import Transport
from flywheel_studio.panels.wheel_dial import Spoke, WheelDial
from flywheel_studio.panels.wheel_turn import WheelTurn
from flywheel_studio.panels.wording import headline, subline
from flywheel_studio.session.background import AtOnce
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import MOST_LOOPS, Courses, LiveCourses
from flywheel_studio.session.live_results import LiveResults, Results
from flywheel_studio.session.live_run import LiveRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flywheel_studio.panels.curves import Curves, Marker
    from flywheel_studio.simulation.trajectory import Trajectory

# From this width on the chart stands beside the wheel instead of under it.
_WIDE: Final = 760
_WHEEL_COLUMN: Final = 340
_UNBOUNDED: Final = 16_777_215  # QWIDGETSIZE_MAX
# The momentum that a click on a factor gives.
PUSH: Final = 1.0
_MOST_SENTENCES: Final = 6


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
        is_motion_reduced: bool = False,
        tokens: Tokens = LIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._live_run = live_run
        self._playback = playback
        self._own_courses = courses is None
        self.courses = courses or LiveCourses(editor, live_results, live_run, AtOnce())
        self.clock = PlaybackClock(playback, self)
        self._turn = WheelTurn()
        self._tokens: Tokens = LIGHT
        self._order: tuple[str, ...] = ()
        self._colors: dict[str, str] = {}
        self._play_next = False
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        self._build()
        self.dial.set_motion_reduced(is_motion_reduced)
        self._connect()
        self.set_tokens(tokens)
        self._read_all()

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
        self.push_bar.set_push_count(len(self._live_run.shoves))
        self._play_next = True

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self._tokens = tokens
        wear(self, tokens)
        self.dial.set_tokens(tokens)
        self.transport.set_tokens(tokens)
        self.push_bar.set_tokens(tokens)
        self.chart.set_tokens(tokens)
        self.chart_bar.set_tokens(tokens)
        self.drive.set_tokens(tokens)
        self.answers.set_tokens(tokens)
        self._read_factors()
        self._show_run()

    def set_motion_reduced(self, is_reduced: bool) -> None:
        """With reduced motion the wheel stands and its trails say how fast it turns."""
        self.dial.set_motion_reduced(is_reduced)

    def detach(self) -> None:
        """Stop listening and wait for the loading thread; call before the panel goes away."""
        self._playback.pause()
        self.clock.stop()
        self.transport.detach()
        self.chart.detach()
        self.answers.detach()
        self.courses.ready.disconnect(self._on_courses_ready)
        if self._own_courses:
            self.courses.close()
        self._playback.playhead_changed.disconnect(self._on_playhead_changed)
        self._playback.playing_changed.disconnect(self._on_playing_changed)
        self._playback.played.disconnect(self._on_played)
        self._live_results.results_ready.disconnect(self._on_results_ready)
        self._live_run.trajectory_ready.disconnect(self._on_trajectory_ready)
        self._live_run.failed.disconnect(self._on_run_failed)
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # -- building

    def _build(self) -> None:
        body = QWidget(self)
        body.setObjectName("panelBody")
        fill_with(self, body)
        self._left_widget = QWidget(body)
        self._right_widget = QWidget(body)
        self._headline = plain_label("headline", self._left_widget)
        self._subline = plain_label("subline", self._left_widget)
        self.dial = WheelDial(self._left_widget)
        self.facts = Facts(self._left_widget)
        self.transport = Transport(self._playback, self._left_widget)
        self.push_bar = PushBar(self._left_widget)
        self.chart = Chart(self._right_widget)
        self._notice = plain_label("notice", self._right_widget)
        self.chart_bar = ChartBar(self.chart, self._suggested_file, self._right_widget)
        self.drive = DriveSection(self)
        self.chart.put_below(self.drive)
        self.answers = MomentumAnswers(self._editor, self.courses, self._right_widget)

        wheel_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        wheel_row.setSpacing(16)
        wheel_row.addWidget(self.dial, 11)
        wheel_row.addWidget(self.facts, 10)

        left = self._left = QVBoxLayout()
        left.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._headline)
        words.addWidget(self._subline)
        left.addLayout(words)
        left.addLayout(wheel_row)
        left.addWidget(self.transport)
        left.addWidget(rule(self._left_widget))
        left.addWidget(self.push_bar)
        left.addStretch(1)

        right = self._right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.chart_bar)
        right.addWidget(self.chart, 1)
        right.addWidget(self._notice)
        right.addWidget(self.answers)

        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom, body)
        self._sides.setContentsMargins(16, 14, 16, 16)
        self._sides.setSpacing(18)
        self._left_widget.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        self._right_widget.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        self._sides.addWidget(self._left_widget)
        self._sides.addWidget(self._right_widget, 1)

    def _connect(self) -> None:
        self.transport.reset_requested.connect(self._on_reset_requested)
        self.push_bar.pushed.connect(self.push)
        self.push_bar.taken_back.connect(self._on_pushes_taken_back)
        self.answers.lit.connect(self.lit)
        self.chart_bar.axis_switched.connect(self.chart.set_logarithmic)
        self.drive.driven.connect(self.lit)
        self.drive.scrubbed.connect(self._on_scrubbed)
        self.courses.ready.connect(self._on_courses_ready)
        self.answers.curves_changed.connect(self._on_curves_changed)
        self.chart.scrubbed.connect(self._on_scrubbed)
        self._playback.playhead_changed.connect(self._on_playhead_changed)
        self._playback.playing_changed.connect(self._on_playing_changed)
        self._playback.played.connect(self._on_played)
        self._live_results.results_ready.connect(self._on_results_ready)
        self._live_run.trajectory_ready.connect(self._on_trajectory_ready)
        self._live_run.failed.connect(self._on_run_failed)
        self._editor.changed.connect(self._on_document_changed)
        self._editor.replaced.connect(self._on_document_replaced)

    def _fold(self) -> None:
        is_wide = self.width() >= _WIDE
        direction = (
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)
        if is_wide:
            self._left_widget.setFixedWidth(max(_WHEEL_COLUMN, self.width() * 3 // 10))
        else:
            self._left_widget.setMinimumWidth(0)
            self._left_widget.setMaximumWidth(_UNBOUNDED)
        top = Qt.AlignmentFlag.AlignTop
        # What is read stands where there is room for it: under the wheel, or under the curves.
        column = self._left if is_wide else self._right
        if column.indexOf(self.answers) < 0:
            (self._right if is_wide else self._left).removeWidget(self.answers)
            column.insertWidget(column.count() - 1 if is_wide else column.count(), self.answers)
        # The curves fill the window and stay in sight; only the words beside them may be longer.
        least = self._right_widget.minimumSizeHint().height()
        self._right_widget.setMinimumHeight(max(self.height() - 30, least) if is_wide else 0)
        self._right_widget.setMaximumHeight(
            self._right_widget.minimumHeight() if is_wide else _UNBOUNDED
        )
        self._sides.setAlignment(self._right_widget, top if is_wide else Qt.AlignmentFlag(0))
        self._sides.setAlignment(self._left_widget, top if is_wide else Qt.AlignmentFlag(0))

    # -- what happens

    def _on_document_changed(self, change: Change) -> None:
        if change.header is not None or any(
            before is None
            or after is None
            or before.label != after.label
            or before.mass != after.mass
            for _, before, after in change.pairs("factors")
        ):
            self._read_factors()
            self._read_header()
        if not self._editor.flywheel.factors:
            self._show_words(None)

    def _on_document_replaced(self, _editor: Editor) -> None:
        self._playback.reset()
        self.answers.reread()
        self._read_all()

    def _on_results_ready(self, results: Results) -> None:
        self._show_words(results)
        self._read_factors()

    def _on_trajectory_ready(self, trajectory: Trajectory) -> None:
        end = float(trajectory.time[-1]) if trajectory.factors else 0.0
        self._playback.set_run(end, self._editor.flywheel.header.run.until)
        self._read_header()
        self._show_run()
        self.push_bar.set_push_count(len(self._live_run.shoves))
        if self._play_next:
            self._play_next = False
            self._playback.play()

    def _suggested_file(self, suffix: str) -> Path:
        path, title = self._editor.path, self._editor.flywheel.header.title
        kept = "".join(" " if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in title)
        name = " ".join(kept.split())[:80].rstrip(". ") or tr("Untitled")
        folder = path.parent if path is not None else Path.home()
        return folder / f"{name} – {tr('Momentum')}.{suffix}"

    def _on_curves_changed(self) -> None:
        self.chart.set_source(self._curves)

    def _on_run_failed(self, problem: Exception) -> None:
        self._playback.set_run(0.0, self._editor.flywheel.header.run.until)
        self._show_run()
        self._say([tr("The run could not be made: {reason}", reason=str(problem))])

    def _on_reset_requested(self) -> None:
        if self._live_run.shoves:
            self._live_run.reset()
            self.push_bar.set_push_count(0)

    def _on_pushes_taken_back(self) -> None:
        self.reset()

    def _on_scrubbed(self, time: float) -> None:
        self._playback.scrub(time)

    def _on_playhead_changed(self, _playhead: float) -> None:
        self._show_moment()
        if not self._playback.is_playing:
            self.dial.say()

    def _on_playing_changed(self, is_playing: bool) -> None:
        self.dial.say()
        self.drive.show_moment(self._playback.playhead, is_playing)

    def _on_courses_ready(self, courses: Courses | None) -> None:
        results = self._live_results.results
        if courses is None or results is None:
            self.drive.set_drive(self._editor.flywheel, None, {}, {})
        else:
            theme = theme_of(self._editor.flywheel.header)
            overlays = Overlays(loops=results.loops)
            loops = results.loops[:MOST_LOOPS]
            self.drive.set_drive(
                courses.flywheel,
                courses.drive,
                {loop.id: overlays.loop_color(loop.id, theme) for loop in loops},
                {loop.id: records_of(loop) for loop in loops},
                is_cut=courses.is_cut,
            )
        self.drive.show_moment(self._playback.playhead, self._playback.is_playing)

    def _on_played(self, passage: Passage) -> None:
        trajectory = self._live_run.trajectory
        if trajectory is not None and trajectory.factors:
            self._turn.advance(
                passage.seconds,
                float(trajectory.momentum_at(passage.begin)),
                float(trajectory.momentum_at(passage.end)),
            )

    # -- showing

    def _read_all(self) -> None:
        self._read_header()
        self._read_factors()
        self._show_words(self._live_results.results)
        if self._live_run.trajectory is not None:
            self._on_trajectory_ready(self._live_run.trajectory)
        else:
            self._playback.set_run(0.0, self._editor.flywheel.header.run.until)
            self._show_run()

    def _read_header(self) -> None:
        header = self._editor.flywheel.header
        step = 1.0 if header.run.until >= 4.0 else header.run.until / 12.0
        self.transport.set_run(header.time_unit, step)

    def _read_factors(self) -> None:
        """Names, colours and the order round the wheel: the main loop first, then the others."""
        factors = self._editor.flywheel.factors
        results = self._live_results.results
        main = results.main_loop if results is not None else None
        first = [key for key in main.factors if key in factors] if main is not None else []
        self._order = tuple(dict.fromkeys([*first, *factors]))
        self._colors = factor_colours(self._tokens, factors)
        labels = {key: factors[key].label for key in self._order}
        colors = {key: self._colors[key] for key in self._order}
        self.push_bar.set_factors(labels, colors)
        self.chart.set_factors(labels, colors)
        self.dial.set_spokes([Spoke(self._colors[key], factors[key].mass) for key in self._order])

    def _show_words(self, results: Results | None) -> None:
        self.answers.set_results(results)
        flywheel = self._editor.flywheel
        unit = flywheel.header.time_unit
        if not flywheel.factors:
            self._headline.setText(tr("Nothing to turn yet"))
            self._subline.setText(tr("Draw factors and link them into a ring."))
            self.facts.clear()
            return
        if results is None:
            self._headline.setText(tr("Looking for the loops …"))
            self._subline.setText("")
            self.facts.clear()
            return
        self._headline.setText(headline(results.growth))
        self._subline.setText(subline(results.growth, unit))
        main = results.main_loop
        if main is None:
            none = tr("none")
            self.facts.set_loop(none, "–", "–")
        else:
            self.facts.set_loop(main.id, number(main.gain), duration(main.turn_time, unit))

    def _show_run(self) -> None:
        has_factors = bool(self._editor.flywheel.factors)
        self.push_bar.setVisible(has_factors)
        self._right_widget.setVisible(has_factors)
        self.chart.set_source(self._curves)
        trajectory = self._live_run.trajectory
        flywheel = self._editor.flywheel
        if trajectory is None or not trajectory.factors:
            self.facts.set_breakthrough("–")
            self._say([])
        else:
            self.facts.set_breakthrough(breakthrough_text(trajectory, flywheel.header.time_unit))
            self._say(sentences_of(trajectory, flywheel))
        self._show_moment()
        self.dial.say()

    def _curves(self) -> tuple[Curves | None, Sequence[Marker]]:
        trajectory = self._live_run.trajectory
        if trajectory is None or not trajectory.factors:
            return None, ()
        others = self.answers.other_curves
        curves = curves_of(trajectory, self._editor.flywheel, self._colors, others)
        return curves, markers_of(trajectory, self._editor.flywheel)

    def _show_moment(self) -> None:
        trajectory = self._live_run.trajectory
        momentum = self._momentum_now()
        speeds: list[float] = []
        if trajectory is not None and momentum is not None:
            known = dict(
                zip(trajectory.factors, trajectory.speed_at(self._playback.playhead), strict=True)
            )
            speeds = [float(known.get(key, 0.0)) for key in self._order]
        self.dial.show_moment(self._turn.angle, momentum, speeds)
        self.chart.set_playhead(self._playback.playhead)
        self.drive.show_moment(self._playback.playhead, self._playback.is_playing)

    def _momentum_now(self) -> float | None:
        trajectory = self._live_run.trajectory
        if trajectory is None or not trajectory.factors:
            return None
        return float(trajectory.momentum_at(self._playback.playhead))

    def _say(self, sentences: list[str]) -> None:
        shown = sentences[:_MOST_SENTENCES]
        left = len(sentences) - len(shown)
        if left:
            shown.append(ntr("and {n} more", "and {n} more", left))
        self._notice.setText("\n".join(shown))
        self._notice.setVisible(bool(shown))
