"""What if it goes wrong: the same wheel at rest, knocked back once, and what it takes to hold it.

A trial, not an edit: it is run in place of the drawing until it is ended, and changes the document
only when somebody keeps it as a scenario.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from flywheel_studio.commands.knock import keep_knock
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.fields.factor_list import FactorList
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.icons import icon
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_courses import Courses, LiveCourses
from flywheel_studio.session.live_results import LiveResults, Results
from flywheel_studio.session.live_run import LiveRun

if TYPE_CHECKING:
    from flywheel_studio.simulation.trajectory import Trajectory


class KnockSection(QWidget):
    """`begun`: a trial was asked for, and the run should be played. `ended`: it is over."""

    begun = Signal()
    ended = Signal()

    def __init__(
        self,
        editor: Editor,
        results: LiveResults,
        run: LiveRun,
        courses: LiveCourses,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._results = results
        self._run = run
        self._courses = courses
        self._hint = plain_label("caption", self)
        self._hint.setText(
            tr("The same wheel from rest, knocked back once. The drawing stays as it is.")
        )
        self.factor = FactorList(editor, tr("Factor that is knocked back"), self)
        self.start = self._button(tr("Try it"), self._on_start)
        self.start.setAccessibleName(tr("Try what happens when it goes wrong"))
        self._idle = QWidget(self)
        row = FlowLayout(self._idle, first_grows=True)
        row.addWidget(self.factor)
        row.addWidget(self.start)
        self._said = plain_label("notice", self)
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons)
        self.end = self._button(tr("Back to the drawing"), self._on_end)
        self.keep = self._button(tr("Keep as a scenario"), self._on_keep)
        flow.addWidget(self.end)
        flow.addWidget(self.keep)
        self._holds = plain_label("caption", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(section_label(tr("What if it goes wrong?"), self))
        for widget in (self._hint, self._idle, self._said, self._buttons, self._holds):
            column.addWidget(widget)
        results.results_ready.connect(self._on_results_ready)
        run.trajectory_ready.connect(self._on_trajectory_ready)
        courses.ready.connect(self._on_courses_ready)
        self._show()

    @property
    def words(self) -> str:
        """What the knock does, while it is shown."""
        return self._said.text()

    @property
    def holds(self) -> str:
        """The friction that the wheel bears, and the push that would hold it, in sentences."""
        return self._holds.text()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self.factor.set_tokens(tokens)
        self.start.setIcon(icon("brake", tokens.bad, 12))

    def detach(self) -> None:
        """Stop listening; call before the section goes away."""
        self.factor.detach()
        self._results.results_ready.disconnect(self._on_results_ready)
        self._run.trajectory_ready.disconnect(self._on_trajectory_ready)
        self._courses.ready.disconnect(self._on_courses_ready)

    def _button(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("chip")
        button.clicked.connect(slot)
        return button

    def _on_start(self) -> None:
        from flywheel_studio.insight.outlook import KNOCK

        if self.factor.chosen:
            self._run.knock(self.factor.chosen, KNOCK)
            self._show()
            self.end.setFocus(Qt.FocusReason.OtherFocusReason)
            self.begun.emit()

    def _on_end(self) -> None:
        self._run.reset()
        self._show()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def _on_keep(self) -> None:
        from flywheel_studio.insight.outlook import KNOCK

        factor = self._run.knocked
        if factor in self._editor.flywheel.factors:
            self._editor.perform(
                tr("Keep knock as a scenario"), partial(keep_knock, factor=factor, impulse=KNOCK)
            )
        self._on_end()

    def _on_results_ready(self, results: Results) -> None:
        # A knock beside all loops would teach nothing.
        if results.main_loop is not None:
            self.factor.suggest(results.main_loop.factors[0])
        self._show()

    def _on_trajectory_ready(self, _trajectory: Trajectory) -> None:
        self._show()

    def _on_courses_ready(self, courses: Courses | None) -> None:
        holds = courses.holds if courses is not None else ()
        self._holds.setText(" ".join(holds))
        self._holds.setVisible(bool(holds))

    def _show(self) -> None:
        factor = self._run.knocked
        is_trial = bool(factor) and factor in self._editor.flywheel.factors
        self._hint.setVisible(not is_trial)
        self._idle.setVisible(not is_trial)
        self._said.setVisible(is_trial)
        self._buttons.setVisible(is_trial)
        if is_trial:
            self._said.setText("\n".join(self._sentences(factor)))
        self._on_courses_ready(self._courses.courses)

    def _sentences(self, factor: str) -> tuple[str, ...]:
        results, trajectory = self._results.results, self._run.trajectory
        # A run from before the knock has nothing to say about it.
        if results is None or trajectory is None or factor not in trajectory.factors:
            return (tr("The knock is being worked out …"),)
        from flywheel_studio.insight.outlook import knock_sentences

        return knock_sentences(self._editor.flywheel, factor, results.growth, trajectory)
