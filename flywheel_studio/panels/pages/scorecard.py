"""One page that holds a wheel to the rules: met, not met, to be answered, and the story it tells.

The rules follow the drawing; the answers are fields of the document, so they are saved, undone and
exported with it. A document of several wheels has a page for each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from flywheel_studio.commands.answers import set_answer
from flywheel_studio.insight.scorecard import (
    Rule,
    Scorecard,
    State,
    questions,
    scorecards,
    story_words,
)
from flywheel_studio.language.translate import tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.choices import ListField
from flywheel_studio.panels.fields.field import WordField, section_label
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.scrolling import fill_with
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import page_style, style_sheet
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults, Results

_WIDEST: Final = 720
_STATES: Final[tuple[State, ...]] = ("not met", "to be answered", "met")


class StateMark(QWidget):
    """A tick, a cross or a question mark: told apart without colour."""

    def __init__(self, state: State, tokens: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._tokens = tokens
        self.setFixedSize(QSize(18, 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._tokens
        colors = {"met": t.good, "not met": t.bad, "to be answered": t.muted}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colors[self._state]), 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if self._state == "met":
            painter.drawLine(3, 10, 7, 14)
            painter.drawLine(7, 14, 15, 4)
        elif self._state == "not met":
            painter.drawLine(4, 4, 14, 14)
            painter.drawLine(14, 4, 4, 14)
        else:
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "?")
        painter.end()


class AnswersForm(Form):
    """The questions that only people can answer, as fields of one wheel."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.wheel: str | None = None
        for key, text in questions():
            self.add_field(
                key,
                text,
                WordField(lines=2, is_long=True),
                partial(self._read, key),
                partial(self._setting, key),
                tr("Answer a question"),
            )

    def set_wheel(self, wheel: str | None) -> None:
        """Turn to this wheel."""
        if wheel != self.wheel:
            self.finish()
            self.wheel = wheel
        self.show_values()

    def _read(self, key: str) -> list[Any]:
        wheel = self.editor.flywheel.wheels.get(self.wheel or "")
        return [] if wheel is None else [wheel.answers.get(key, "")]

    def _setting(self, key: str, text: str) -> Callable[[Flywheel], Flywheel]:
        return partial(set_answer, wheel=self.wheel or "", question=key, text=text)


class ScorecardPanel(QWidget):
    """The page of one wheel; a list above it chooses among several."""

    def __init__(
        self, editor: Editor, live_results: LiveResults, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._tokens = LIGHT
        self._cards: tuple[Scorecard, ...] = ()
        self._wheel: str | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        body = QWidget(self)
        body.setObjectName("panelBody")
        self._headline = plain_label("headline", body)
        self._subline = plain_label("subline", body)
        self._chooser = ListField([], body)
        self._chooser.set_name(tr("Wheel"))
        self._chooser.previewed.connect(self._on_chosen)
        self._rules = QVBoxLayout()
        self._rules.setSpacing(4)
        self._rule_widgets: list[QWidget] = []
        self._story_title = section_label(tr("The main loop, read aloud"), body)
        self._story = plain_label("story", body)
        self._questions_title = section_label(tr("What only you can answer"), body)
        self.answers = AnswersForm(editor, body)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._headline)
        column.addWidget(self._subline)
        column.addWidget(self._chooser)
        column.addSpacing(6)
        column.addLayout(self._rules)
        column.addSpacing(14)
        column.addWidget(self._story_title)
        column.addWidget(self._story)
        column.addSpacing(14)
        column.addWidget(self._questions_title)
        column.addWidget(self.answers)
        column.addStretch(1)
        self._sheet = QWidget(body)
        self._sheet.setLayout(column)
        self._sheet.setMaximumWidth(_WIDEST)
        around = QHBoxLayout(body)
        around.setContentsMargins(24, 18, 24, 18)
        around.addStretch(0)
        around.addWidget(self._sheet, 1)
        around.addStretch(0)
        fill_with(self, body)
        live_results.results_ready.connect(self._on_results_ready)
        editor.changed.connect(self._on_document_changed)
        editor.replaced.connect(self._on_document_replaced)
        self.set_tokens(LIGHT)
        self._read(live_results.results)

    @property
    def card(self) -> Scorecard | None:
        """The page that is shown."""
        return next((card for card in self._cards if card.wheel == self._wheel), None)

    @property
    def words(self) -> tuple[str, str, str]:
        """Headline, counts and story."""
        return self._headline.text(), self._subline.text(), self._story.text()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self._tokens = tokens
        self.setStyleSheet(style_sheet(tokens) + page_style(tokens))
        self._chooser.set_tokens(tokens)
        self.answers.set_tokens(tokens)
        self._show()

    def detach(self) -> None:
        """Commit what is under way and stop listening; call before the panel goes away."""
        self.answers.finish()
        self._live_results.results_ready.disconnect(self._on_results_ready)
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def _on_results_ready(self, results: Results) -> None:
        self._read(results)

    def _on_document_changed(self, change: Change) -> None:
        if self.answers.wheel in tuple(change.ids("wheels")):
            self.answers.show_values()

    def _on_document_replaced(self, _editor: Editor) -> None:
        # The answers of another document must not be typed into this one.
        self._read(None)

    def _on_chosen(self, wheel: str) -> None:
        self._wheel = wheel
        self._show()

    def _read(self, results: Results | None) -> None:
        self._cards = scorecards(results.flywheel, results.analysis) if results is not None else ()
        if self.card is None:
            self._wheel = self._cards[0].wheel if self._cards else None
        self._chooser.set_choices([(card.wheel or "", card.title) for card in self._cards])
        self._chooser.setVisible(len(self._cards) > 1)
        self._show()

    def _show(self) -> None:
        card = self.card
        for widget in self._rule_widgets:
            widget.hide()
            widget.deleteLater()
        self._rule_widgets.clear()
        is_asked = card is not None and card.wheel in self._editor.flywheel.wheels
        self._questions_title.setVisible(is_asked)
        self.answers.setVisible(is_asked)
        self._story_title.setVisible(card is not None)
        self._story.setVisible(card is not None)
        if card is None:
            self._headline.setText(tr("No wheel to judge yet"))
            self._subline.setText(tr("Draw two factors and a link, and the rules are held to it."))
            return
        self._chooser.show_value(card.wheel or "")
        self._headline.setText(card.title or tr("Scorecard"))
        self._subline.setText(
            " · ".join(f"{len(card.in_state(state))} {state_word(state)}" for state in _STATES)
        )
        for state in _STATES:
            rules = card.in_state(state)
            if rules:
                self._add(section_label(state_word(state), self._sheet), top=10)
            for rule in rules:
                self._add(self._rule(rule))
        said = story_words(card.story)
        self._story.setText(
            said or tr("There is no reinforcing loop yet that could be read aloud.")
        )
        self.answers.set_wheel(card.wheel if is_asked else None)

    def _add(self, widget: QWidget, top: int = 0) -> None:
        if isinstance(widget, QLabel):
            widget.setContentsMargins(0, top, 0, 2)
        self._rule_widgets.append(widget)
        self._rules.addWidget(widget)

    def _rule(self, rule: Rule) -> QWidget:
        line = QWidget(self._sheet)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(StateMark(rule.state, self._tokens, line), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        text = plain_label("ruleText", line)
        text.setText(rule.text)
        text.setAccessibleName(f"{state_word(rule.state)}: {rule.text}")
        column.addWidget(text)
        for diagnosis in rule.diagnoses[:3]:
            why = plain_label("subline", line)
            why.setText(diagnosis.finding.message)
            column.addWidget(why)
        if len(rule.diagnoses) > 3:
            more = plain_label("subline", line)
            more.setText(tr("and {n} more", n=len(rule.diagnoses) - 3))
            column.addWidget(more)
        row.addLayout(column, 1)
        return line


def state_word(state: State) -> str:
    """Whether a rule is met, in a word."""
    words = {"met": tr("met"), "not met": tr("not met"), "to be answered": tr("to be answered")}
    return words[state]
