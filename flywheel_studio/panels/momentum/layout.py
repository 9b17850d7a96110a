"""The parts of the momentum panel and where they stand, from a dock of 320 px to a whole screen.

Narrow, they are one column; wide, the curves stand beside the wheel and fill the window, and what
is read (the answers) moves under the wheel.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from flywheel_studio.panels.momentum.answers import MomentumAnswers
from flywheel_studio.panels.momentum.chart.bar import ChartBar
from flywheel_studio.panels.momentum.chart.chart import Chart
from flywheel_studio.panels.momentum.outlook.drive import DriveSection
from flywheel_studio.panels.momentum.outlook.knock import KnockSection
from flywheel_studio.panels.momentum.outlook.uncertainty import UncertaintySection
from flywheel_studio.panels.momentum.pushes.bar import PushBar
from flywheel_studio.panels.momentum.pushes.section import PushSection
from flywheel_studio.panels.momentum.wheel.dial import WheelDial
from flywheel_studio.panels.momentum.wheel.facts import Facts
from flywheel_studio.panels.momentum.wheel.first_push import FirstPush
from flywheel_studio.panels.parts.labels import plain_label, rule
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.playback.transport import Transport
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import LiveCourses
from flywheel_studio.session.live_results import LiveResults
from flywheel_studio.session.live_run import LiveRun
from flywheel_studio.session.live_uncertainty import LiveUncertainty

# From this width on the chart stands beside the wheel instead of under it.
_WIDE: Final = 760
_WHEEL_COLUMN: Final = 340
_MARGIN: Final = 16
_BETWEEN: Final = 18
_UNBOUNDED: Final = 16_777_215  # QWIDGETSIZE_MAX


class MomentumLayout:
    """Fills `body`. Wheel side: words, dial, facts, transport, pushes. Chart side: the curves.

    `below` holds what is read, one part under another; it changes sides with the width.
    """

    def __init__(
        self,
        body: QWidget,
        editor: Editor,
        results: LiveResults,
        run: LiveRun,
        courses: LiveCourses,
        uncertainty: LiveUncertainty,
        playback: Playback,
        suggested_file: Callable[[str], Path],
    ) -> None:
        self._wheel_side = QWidget(body)
        self.chart_side = QWidget(body)
        self.headline = plain_label("headline", self._wheel_side)
        self.subline = plain_label("subline", self._wheel_side)
        self.dial = WheelDial(self._wheel_side)
        self.facts = Facts(self._wheel_side)
        self.transport = Transport(playback, self._wheel_side)
        self.first_push = FirstPush(self._wheel_side)
        self.push_bar = PushBar(self._wheel_side)
        self.chart = Chart(self.chart_side)
        self.notice = plain_label("notice", self.chart_side)
        self.chart_bar = ChartBar(self.chart, suggested_file, self.chart_side)
        self.pushes = PushSection(editor, playback, body)
        self.chart.put_below(self.pushes)
        self.pushes.set_axis(self.chart.time_axis)
        self.drive = DriveSection(body)
        self.chart.put_below(self.drive)
        self.chart.axis_moved.connect(self.drive.set_axis)
        self.drive.set_axis(self.chart.time_axis)
        self.below = QWidget(self.chart_side)
        self.knock = KnockSection(editor, results, run, courses, self.below)
        self.answers = MomentumAnswers(editor, courses, self.below)
        self.uncertainty = UncertaintySection(editor, uncertainty, self.below)
        self._left, self._right = self._columns()
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom, body)
        self._sides.setContentsMargins(_MARGIN, 14, _MARGIN, 16)
        self._sides.setSpacing(_BETWEEN)
        self._sides.addWidget(self._wheel_side)
        self._sides.addWidget(self.chart_side, 1)

    def set_tokens(self, tokens: Tokens) -> None:
        """Hand the colours on to every part that paints itself."""
        self.dial.set_tokens(tokens)
        self.transport.set_tokens(tokens)
        self.first_push.set_tokens(tokens)
        self.push_bar.set_tokens(tokens)
        self.pushes.set_tokens(tokens)
        self.knock.set_tokens(tokens)
        self.chart.set_tokens(tokens)
        self.chart_bar.set_tokens(tokens)
        self.drive.set_tokens(tokens)
        self.answers.set_tokens(tokens)
        self.uncertainty.set_tokens(tokens)

    def detach(self) -> None:
        """Stop what listens in the parts."""
        self.transport.detach()
        self.pushes.detach()
        self.knock.detach()
        self.answers.detach()
        self.uncertainty.detach()

    def set_empty(self, is_empty: bool) -> None:
        """With nothing drawn there is nothing to push and no curve."""
        self.push_bar.setVisible(not is_empty)
        self.knock.setVisible(not is_empty)
        self.chart_side.setVisible(not is_empty)

    def fold(self, width: int, height: int) -> None:
        """Arrange the two sides for a panel of this size."""
        is_wide = width >= _WIDE
        direction = (
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)
        if is_wide:
            self._wheel_side.setFixedWidth(max(_WHEEL_COLUMN, width * 3 // 10))
        else:
            self._wheel_side.setMinimumWidth(0)
            self._wheel_side.setMaximumWidth(_UNBOUNDED)
        top = Qt.AlignmentFlag.AlignTop
        # What is read stands where there is room for it: under the wheel, or under the curves.
        column = self._left if is_wide else self._right
        if column.indexOf(self.below) < 0:
            (self._right if is_wide else self._left).removeWidget(self.below)
            column.insertWidget(column.count() - 1 if is_wide else column.count(), self.below)
        # The curves fill the window and stay in sight; only the words beside them may be longer.
        if is_wide:
            least = self._least_height(width - self._wheel_side.width() - _BETWEEN - 2 * _MARGIN)
            self.chart_side.setMinimumHeight(max(height - 30, least))
        else:
            self.chart_side.setMinimumHeight(0)
        self.chart_side.setMaximumHeight(self.chart_side.minimumHeight() if is_wide else _UNBOUNDED)
        self._sides.setAlignment(self.chart_side, top if is_wide else Qt.AlignmentFlag(0))
        self._sides.setAlignment(self._wheel_side, top if is_wide else Qt.AlignmentFlag(0))

    def keep_in_sight(self, scrolled: int, height: int) -> None:
        """Beside the wheel, the curves stay where they are while the words are scrolled.

        Args:
            scrolled: so far from the top. height: of what is seen.
        """
        if self._sides.direction() != QBoxLayout.Direction.LeftToRight:
            return
        side, top = self.chart_side, self._wheel_side.y()
        room = max(0, self._wheel_side.height() - side.height())
        # Where they are higher than the window one scrolls through them first.
        hidden = max(0, top + side.height() - height)
        side.move(side.x(), top + min(max(0, scrolled - hidden), room))

    def _least_height(self, width: int) -> int:
        """Of the curves with all that stands by them: words and legend are lines of that width."""
        hint: int = self.chart_side.minimumSizeHint().height()
        if self._right.hasHeightForWidth():
            hint = max(hint, self._right.totalMinimumHeightForWidth(width))
        return hint

    def _columns(self) -> tuple[QVBoxLayout, QVBoxLayout]:
        wheel_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        wheel_row.setSpacing(16)
        wheel_row.addWidget(self.dial, 11)
        wheel_row.addWidget(self.facts, 10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.subline)

        left = QVBoxLayout(self._wheel_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(14)
        left.addLayout(words)
        left.addLayout(wheel_row)
        left.addWidget(self.transport)
        left.addWidget(self.first_push)
        left.addWidget(rule(self._wheel_side))
        left.addWidget(self.push_bar)
        left.addStretch(1)

        below = QVBoxLayout(self.below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(18)
        below.addWidget(self.knock)
        below.addWidget(self.answers)
        below.addWidget(self.uncertainty)

        right = QVBoxLayout(self.chart_side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.chart_bar)
        right.addWidget(self.chart, 1)
        right.addWidget(self.notice)
        right.addWidget(self.below)
        return left, right
