"""Pushes in time: whom the next one is for, the axis that they lie on, and the fields of one.

While a trial is shown that leaves the drawing's pushes out, they are faint, and it is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.panels.fields.factor_list import FactorList
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.momentum.chart.layout import Look
from flywheel_studio.panels.momentum.chart.time_axis import TimeAxis
from flywheel_studio.panels.momentum.chart.words import paint_words
from flywheel_studio.panels.momentum.pushes.axis import PushAxis
from flywheel_studio.panels.momentum.pushes.form import PushForm
from flywheel_studio.panels.momentum.pushes.paper import paint_pushes
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.icons import icon
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.scrolling import bring_into_sight
from flywheel_studio.panels.playback.playback import Playback
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor

if TYPE_CHECKING:
    from flywheel_studio.session.live_run import Shove
    from flywheel_studio.simulation.spectrum import Growth

_WIDEST_FORM: Final = 520
# In a larger drawing the search for ways of both signs is no work for the window.
_MOST_FACTORS: Final = 40
_ONE_LINE: Final = 460


class PushSection(QWidget):
    """Goes under the chart, at its full width. `set_axis` keeps it in line with the curves."""

    def __init__(self, editor: Editor, playback: Playback, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._playback = playback
        self._is_left_out = False
        self._given: tuple[Shove, ...] = ()
        self._growth: Growth | None = None
        self._title = tr("Pushes in time")
        self.factor = FactorList(editor, tr("Factor of the next push"), self)
        self.shove = self._button(tr("Shove"), tr("Set a shove at the playhead"))
        self.push = self._button(tr("Push"), tr("Set a lasting push at the playhead"))
        self.axis = PushAxis(editor, self._chosen_factor, self)
        self._effects = plain_label("caption", self)
        self._words = plain_label("caption", self)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.form = PushForm(editor, self.axis.edit, self)
        self.form.setMaximumWidth(_WIDEST_FORM)
        self.form.hide()
        top = FlowLayout(first_grows=True)
        for widget in (self.factor, self.shove, self.push):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(section_label(self._title, self))
        column.addLayout(top)
        column.addWidget(self._effects)
        column.addWidget(self.axis)
        column.addWidget(self._words)
        column.addWidget(self.form)
        self.shove.clicked.connect(self._on_shove)
        self.push.clicked.connect(self._on_push)
        self.axis.chosen.connect(self._on_chosen)
        self.axis.opened.connect(self._on_opened)
        self.axis.told.connect(self._on_told)
        self.form.finished.connect(self._on_finished)
        self.form.deleted.connect(self._on_deleted)
        self.factor.currentIndexChanged.connect(self._show_effects)
        editor.changed.connect(self._on_document_changed)
        playback.playhead_changed.connect(self.axis.set_playhead)
        self._on_told("")
        self._show_effects()

    @property
    def effects(self) -> str:
        """What a lasting push on the chosen factor does to the others, by the signs alone."""
        return self._effects.text()

    @property
    def words(self) -> str:
        """What is said about the push under the pointer or the focus."""
        return self._words.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is read must not move what one is about to press: room for the longest, from the start.
        lines = 2 if self.width() < _ONE_LINE else 1
        self._words.setMinimumHeight(lines * self._words.fontMetrics().lineSpacing() + 2)

    def paint_on_paper(
        self, painter: QPainter, axis: TimeAxis, top: float, width: float, look: Look
    ) -> float:
        """Title and marks in a picture of the chart; nothing where nothing pushes."""
        flywheel = self._editor.flywheel
        if not flywheel.pushes and not self._given:
            return top
        top = paint_words(painter, self._title, top, width, look)
        return paint_pushes(
            painter,
            flywheel,
            self._given,
            axis,
            top + 2.0,
            width,
            look,
            are_left_out=self._is_left_out,
        )

    def set_axis(self, axis: TimeAxis) -> None:
        """Where the times of the chart lie."""
        self.axis.set_axis(axis)

    def set_left_out(self, is_left_out: bool) -> None:
        """Whether the run that is shown leaves the pushes of the drawing out."""
        self._is_left_out = is_left_out
        self.axis.set_faint(is_left_out)
        self._on_told("")

    def set_given(self, shoves: Sequence[Shove]) -> None:
        """The shoves of the run that the drawing does not hold."""
        self._given = tuple(shoves)
        self.axis.set_given(shoves)

    def set_tokens(self, tokens: Tokens) -> None:
        self.factor.set_tokens(tokens)
        self.axis.set_tokens(tokens)
        self.form.set_tokens(tokens)
        self.shove.setIcon(icon("push", tokens.muted, 12))
        self.push.setIcon(icon("bar", tokens.muted, 12))

    def detach(self) -> None:
        """Stop listening; call before the section goes away."""
        self.form.finish()
        self.factor.detach()
        self.axis.detach()
        self._editor.changed.disconnect(self._on_document_changed)
        self._playback.playhead_changed.disconnect(self.axis.set_playhead)

    def _button(self, words: str, hint: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("chip")
        button.setToolTip(hint)
        button.setAccessibleName(hint)
        return button

    def _chosen_factor(self) -> str:
        return self.factor.chosen

    def _start(self) -> float:
        """Where a push begins that is not placed by hand: at the playhead, not at the very end."""
        return 0.0 if self._playback.is_at_end else float(f"{self._playback.playhead:.4g}")

    def _on_shove(self) -> None:
        self.axis.add_shove(self._start())

    def _on_push(self) -> None:
        self.axis.add_push(self._start())

    def _on_chosen(self, key: str) -> None:
        if not self.form.isHidden():
            if key:
                self.form.show_push(key)
            else:
                self.form.hide()

    def _on_opened(self, key: str) -> None:
        self.form.show_push(key)
        self.form.show()
        self.form.focus_first()
        bring_into_sight(self.form)

    def _on_finished(self) -> None:
        self.form.hide()
        self.axis.choose(self.form.key, with_focus=True)

    def _on_deleted(self, key: str) -> None:
        self.form.hide()
        self.axis.delete(key)
        if not self.axis.marks:
            self.shove.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_told(self, words: str) -> None:
        if not words and self._is_left_out:
            words = tr("Left out while the knock is shown.")
        self._words.setText(words or tr("Drag on the axis for a push, double-click for a shove."))

    def set_growth(self, growth: Growth | None) -> None:
        """How the drawing goes by itself, once that is known: what a push leads to may not last."""
        if growth != self._growth:
            self._growth = growth
            self._show_effects()

    def _show_effects(self) -> None:
        flywheel, factor = self._editor.flywheel, self._chosen_factor()
        said: tuple[str, ...] = ()
        if factor in flywheel.factors and flywheel.links and len(flywheel.factors) <= _MOST_FACTORS:
            from flywheel_studio.insight.outlook import push_sentences
            from flywheel_studio.simulation.response import effects_of_push
            from flywheel_studio.simulation.settings import dynamics_of

            effects = effects_of_push(dynamics_of(flywheel), factor)
            said = push_sentences(flywheel, factor, effects, self._growth)
        self._effects.setText(" ".join(said))
        self._effects.setVisible(bool(said))

    def _on_document_changed(self, change: Change) -> None:
        self.setVisible(bool(self._editor.flywheel.factors))
        # A drag moves factors sixty times a second; what a push leads to is not a matter of places.
        if change.touches_structure or change.touches_words:
            self._show_effects()
        if not self.form.isHidden() and (change.records.get("pushes") or change.ids("factors")):
            if self.form.key in self._editor.flywheel.pushes:
                self.form.show_values()
            else:
                self.form.hide()
