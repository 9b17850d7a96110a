"""How sure is this? What ten thousand runs with drawn strengths say, and how far they are.

Where no link has a range it says how to give one. While the runs are made nothing older is shown;
the seed is the document's, so the same drawing says the same tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.commands.document import set_run
from flywheel_studio.commands.links import give_range
from flywheel_studio.commands.problem import CommandProblem
from flywheel_studio.insight.numbers import number, percent
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.change import Change
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.fields.field import section_label
from flywheel_studio.panels.fields.form import Form
from flywheel_studio.panels.fields.numbers import NumberOnlyField
from flywheel_studio.panels.momentum.chart.panes import MOST_FACTOR_BANDS
from flywheel_studio.panels.parts.flow_layout import FlowLayout
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_uncertainty import LiveUncertainty

_SHARE: Final = 0.2
_STEPS: Final = 1000
_SEED_WIDTH: Final = 110
MOST_SEED: Final = 2**31 - 1


class UncertaintySection(QWidget):
    """Shows what `live` has. `band_changed`: the chart is to draw `live.found`, or nothing."""

    band_changed = Signal()

    def __init__(
        self, editor: Editor, live: LiveUncertainty, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live = live
        self._hint = ""
        self._title = section_label(tr("How sure is this?"), self)
        self._headline = plain_label("value", self)
        self._words = plain_label("notice", self)
        self._state = plain_label("caption", self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Runs with drawn strengths"))
        self.seed = SeedForm(editor, self)
        self.cancel = _chip(tr("Stop"), self, self._on_cancel_clicked)
        self.cancel.setAccessibleName(tr("Stop the runs with drawn strengths"))
        self.again = _chip(tr("Run them again"), self, self._on_again_clicked)
        self.other = _chip(tr("Draw anew"), self, self._on_other_clicked)
        self.other.setToolTip(tr("The same ranges with the next seed: how much was chance?"))
        self.give = _chip(
            tr("Give all links ± {share}", share=percent(_SHARE)), self, self._on_give_clicked
        )
        self._buttons = QWidget(self)
        row = FlowLayout(self._buttons)
        for button in (self.cancel, self.again, self.give, self.other):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        for widget in (self._headline, self._words, self._state, self.bar):
            column.addWidget(widget)
        self.seed.setMaximumWidth(_SEED_WIDTH)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.seed)
        foot.addWidget(self._buttons, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        live.changed.connect(self._on_live_changed)
        editor.changed.connect(self._on_document_changed)
        editor.replaced.connect(self._on_document_replaced)
        self.reread()

    @property
    def words(self) -> str:
        """Everything that it says now."""
        labels = (self._headline, self._words, self._state)
        return "\n".join(label.text() for label in labels if not label.isHidden())

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self.seed.set_tokens(tokens)

    def set_shown(self, count: int) -> None:
        """How many factors the chart shows: of many it draws no bands."""
        hint = ntr(
            "Hide curves until {n} factor is left to see how sure it is.",
            "Hide curves until {n} factors are left to see how sure each is.",
            MOST_FACTOR_BANDS,
        )
        hint = hint if count > MOST_FACTOR_BANDS else ""
        if hint != self._hint:
            self._hint = hint
            self.reread()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Runs are made only while somebody sees what comes of them.
        self._live.set_wanted(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._live.set_wanted(False)

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self.seed.finish()
        self._live.set_wanted(False)
        self._live.changed.disconnect(self._on_live_changed)
        self._editor.changed.disconnect(self._on_document_changed)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def reread(self) -> None:
        """Another state, or another document."""
        live, flywheel = self._live, self._editor.flywheel
        state = live.state
        self.setVisible(any(link.active for link in flywheel.links.values()))
        headline, words = self._found_words() if state == "done" else ("", "")
        _say(self._headline, headline)
        _say(self._words, words)
        _say(self._state, self._state_words())
        self.bar.setVisible(state in ("waiting", "running"))
        self.bar.setValue(round(live.share * _STEPS))
        self.cancel.setVisible(state in ("waiting", "running"))
        self.again.setVisible(state in ("stopped", "failed"))
        self.other.setVisible(state == "done")
        self.seed.setVisible(state != "sure")
        self.seed.show_values()
        self.give.setVisible(state == "sure" and bool(_open_to_doubt(flywheel)))

    def _found_words(self) -> tuple[str, str]:
        from flywheel_studio.insight.outlook import chance_words, uncertainty_sentences

        found = self._live.found
        if found is None:
            return "", ""
        said = uncertainty_sentences(self._live.flywheel, found)
        return chance_words(found.chance, found.chance_count), "\n".join(said)

    def _state_words(self) -> str:
        live = self._live
        match live.state:
            case "sure":
                return tr(
                    "Every strength counts as known. Give a link a range in its properties, and ten "
                    "thousand runs with strengths drawn from the ranges show what may become of it."
                )
            case "waiting":
                return tr("Will be run as soon as the drawing rests.")
            case "running":
                return tr(
                    "Running it with drawn strengths: {share} of {count} runs.",
                    share=percent(live.share, 2),
                    count=number(live.count, 6),
                )
            case "stopped":
                return tr("Stopped. It stays so until you run it again.")
            case "failed":
                return tr("The runs could not be made: {reason}", reason=live.problem)
            case _:
                return self._hint

    def _on_live_changed(self, _live: LiveUncertainty) -> None:
        self.reread()
        self.band_changed.emit()

    def _on_document_changed(self, change: Change) -> None:
        if change.ids("links") or change.header is not None:
            self.reread()

    def _on_document_replaced(self, _editor: Editor) -> None:
        self.reread()

    def _on_cancel_clicked(self) -> None:
        self._live.cancel()

    def _on_again_clicked(self) -> None:
        self._live.start()

    def _on_other_clicked(self) -> None:
        seed = self._editor.flywheel.header.run.seed
        following = seed + 1 if 0 <= seed < MOST_SEED else 1
        self._editor.perform(tr("Change seed"), partial(set_run, seed=following))

    def _on_give_clicked(self) -> None:
        links = _open_to_doubt(self._editor.flywheel)
        self._editor.perform(
            tr("Give links a range"), partial(give_range, links=links, share=_SHARE)
        )


class SeedForm(Form):
    """The number that the draws begin with."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(editor, parent)
        self.add_field(
            "seed",
            tr("Seed of the draws"),
            NumberOnlyField(least=0.0, most=float(MOST_SEED), step=1.0),
            self._read,
            self._set,
            tr("Change seed"),
            hint=tr("The same seed draws the same strengths, today and tomorrow"),
        )

    def _read(self) -> list[float]:
        return [float(self.editor.flywheel.header.run.seed)]

    def _set(self, value: float) -> Callable[[Flywheel], Flywheel]:
        return partial(_with_seed, value=value)


def _with_seed(flywheel: Flywheel, value: float) -> Flywheel:
    if value != int(value):
        raise CommandProblem(tr("The seed is a whole number."))
    return set_run(flywheel, seed=int(value))


def _open_to_doubt(flywheel: Flywheel) -> tuple[str, ...]:
    """Links that take part and have a strength that a share can be taken of."""
    return tuple(key for key, link in flywheel.links.items() if link.active and link.weight > 0)


def _chip(words: str, parent: QWidget, on_clicked: Callable[[], None]) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName("chip")
    button.clicked.connect(on_clicked)
    return button


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
