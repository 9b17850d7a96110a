"""Is it a flywheel? What the rules of a good one find in the drawing, and what mends it.

While a fix is only shown, the list stays as it is: the drawing on the paper is not the document's
yet, and the button under the pointer must not go away.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from flywheel_studio.commands.document import bring_back, dismiss
from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.checks.card import FindingCard, card_style
from flywheel_studio.panels.checks.card_list import CardList
from flywheel_studio.panels.checks.fix_preview import FixPreview, compared, label_of
from flywheel_studio.panels.checks.words import heading
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.scrolling import fill_with
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import wear
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults, Results

Records = frozenset[tuple[str, str]]


class ChecksPanel(QWidget):
    """Signals.

    lit: the factors and links that the pointed finding is about, ("factors", id) each, or None.
    chosen: a `Diagnosis` whose records are to be selected.
    focus_requested: a `Focus`, the field that a person has to fill in.
    told: a sentence about a step just made, which can be undone.
    """

    lit = Signal(object)
    chosen = Signal(object)
    focus_requested = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        editor: Editor,
        live_results: LiveResults,
        *,
        tokens: Tokens = LIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._preview = FixPreview(editor, live_results)
        self._shows_aside = False
        self._fixed: tuple[str, Results] | None = None
        self._is_behind = False
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # German needs 239, the scroll bar 10.
        self.setMinimumWidth(256)
        body = QWidget(self)
        body.setObjectName("panelBody")
        fill_with(self, body)
        self._headline = plain_label("headline", body)
        self._subline = plain_label("subline", body)
        self._outcome = plain_label("notice", body)
        self._outcome.hide()
        self._praise = plain_label("praise", body)
        self._list = CardList(body)
        self._list.made.connect(self._on_card_made)
        self._list.pointed_removed.connect(self._on_pointed_removed)
        self._list.unfolded.connect(self._on_unfolded)
        self.aside_button = QPushButton(body)
        self.aside_button.setObjectName("more")
        self.aside_button.clicked.connect(self._on_aside_toggled)
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(2)
        column.addWidget(self._headline)
        column.addWidget(self._subline)
        column.addSpacing(8)
        column.addWidget(self._outcome)
        column.addWidget(self._praise)
        column.addSpacing(4)
        column.addLayout(self._list)
        column.addWidget(self.aside_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._preview.changed.connect(self._on_preview_changed)
        live_results.results_ready.connect(self._on_results_ready)
        editor.replaced.connect(self._on_document_replaced)
        self.set_tokens(tokens)
        self._show_now(None)
        self._show(live_results.results)

    # -- what the window and tests ask

    @property
    def cards(self) -> tuple[FindingCard, ...]:
        """The cards in their order, those of findings put aside last."""
        self._catch_up()
        return self._list.cards

    @property
    def words(self) -> tuple[str, str, str]:
        """Headline, the line below it, and the praise where nothing is amiss."""
        self._catch_up()
        return self._headline.text(), self._subline.text(), self._praise.text()

    @property
    def outcome(self) -> str:
        """Growth before and after the last fix; "" before one, and after the next edit."""
        return "" if self._outcome.isHidden() else self._outcome.text()

    def card(self, code: str) -> FindingCard:
        """The first card of a check. Raises: KeyError: there is none."""
        for card in self.cards:
            if card.diagnosis.finding.code == code:
                return card
        raise KeyError(code)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        wear(self, tokens, card_style(tokens))
        self._list.set_tokens(tokens)

    def detach(self) -> None:
        """Take back what is only shown and stop listening; call before the panel goes away."""
        self._preview.cancel()
        self._preview.changed.disconnect(self._on_preview_changed)
        self._live_results.results_ready.disconnect(self._on_results_ready)
        self._editor.replaced.disconnect(self._on_document_replaced)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.visibleRegion().isEmpty():
            self._catch_up()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_behind:
            QTimer.singleShot(0, self, self._catch_up)

    def hideEvent(self, event: QEvent) -> None:
        self._preview.cancel()
        self.lit.emit(None)
        super().hideEvent(event)  # type: ignore[arg-type]

    # -- what the results say

    def _on_results_ready(self, results: Results) -> None:
        if self._preview.shown is not None:
            card = self._list.card(self._preview.shown.key)
            if card is not None:
                card.set_effect(self._preview.comparison())
            return
        if self._fixed is not None:
            words, before = self._fixed
            self._fixed = None
            said = compared(before, results)
            self._outcome.setText(f"{words}\n{said}" if said else words)
            self._outcome.setVisible(bool(said))
        else:
            self._outcome.hide()
        self._show(results)

    def _on_document_replaced(self, _editor: Editor) -> None:
        self._fixed = None
        self._list.fold_all()
        self._shows_aside = False
        self._outcome.hide()
        self._show(self._live_results.results)

    def _show(self, results: Results | None) -> None:
        # Behind another tab nobody reads the cards, and they are a quarter of what showing results
        # takes. Qt hides nothing there, it moves it out of the window; what comes back is painted.
        self._is_behind = self.visibleRegion().isEmpty()
        if not self._is_behind:
            self._show_now(results)

    def _catch_up(self) -> None:
        if self._is_behind:
            self._is_behind = False
            self._show_now(self._live_results.results)

    def _show_now(self, results: Results | None) -> None:
        if results is None:
            self._headline.setText(tr("Checking …"))
            self._subline.hide()
            self._praise.hide()
            self._lay_out((), ())
            return
        found = results.diagnosed
        self._say(results, found.shown, found.put_aside)
        self._lay_out(found.shown, found.put_aside)

    def _say(
        self, results: Results, shown: Sequence[Diagnosis], aside: Sequence[Diagnosis]
    ) -> None:
        headline, subline, praise = heading(results, shown, len(aside))
        self._headline.setText(headline)
        for label, words in ((self._subline, subline), (self._praise, praise)):
            label.setText(words)
            label.setVisible(bool(words))

    def _lay_out(self, shown: Sequence[Diagnosis], aside: Sequence[Diagnosis]) -> None:
        self.aside_button.setVisible(bool(aside))
        if self._shows_aside:
            self.aside_button.setText(tr("Hide what was put aside"))
        else:
            self.aside_button.setText(tr("Show put aside ({n})", n=len(aside)))
        self._list.show_cards(shown, aside if self._shows_aside else ())

    def _on_card_made(self, card: FindingCard) -> None:
        card.entered.connect(self._on_card_entered)
        card.left.connect(self._on_card_left)
        card.chosen.connect(self._on_card_chosen)
        card.fix_entered.connect(self._on_fix_entered)
        card.fix_left.connect(self._on_fix_left)
        card.fix_clicked.connect(self._on_fix_clicked)
        card.back_clicked.connect(self._on_back_clicked)
        card.focus_clicked.connect(self._on_focus_clicked)
        card.aside_clicked.connect(self._on_aside_clicked)

    # -- what a person does

    def _on_card_entered(self, card: FindingCard) -> None:
        if self._preview.shown is None:
            self.lit.emit(self._records(card.diagnosis))

    def _on_card_left(self, _card: FindingCard) -> None:
        self.lit.emit(None)

    def _on_pointed_removed(self) -> None:
        self.lit.emit(None)

    def _on_card_chosen(self, card: FindingCard) -> None:
        self.chosen.emit(card.diagnosis)

    def _on_fix_entered(self, card: FindingCard) -> None:
        # What the fix draws must be seen, and it is in no list of what the finding is about.
        self.lit.emit(None)
        card.set_effect(self._preview.show(card.diagnosis))

    def _on_fix_left(self, card: FindingCard) -> None:
        if self._is_on_paper(card) and not self._preview.is_held:
            self._preview.cancel()
            if card.underMouse():
                self.lit.emit(self._records(card.diagnosis))

    def _on_fix_clicked(self, card: FindingCard) -> None:
        problem = self._preview.show(card.diagnosis)
        if problem:
            card.set_effect(problem)
            return
        if not self._is_on_paper(card):
            return
        if card.diagnosis.is_trial and not self._preview.is_held:
            self._preview.hold()
            return
        before = self._preview.before
        words = card.diagnosis.finding.fix or label_of(card.diagnosis)
        if self._preview.keep():
            self.told.emit(words)
            if before is not None:
                self._fixed = (words, before)
            results = self._live_results.results
            if results is not None and not self._live_results.is_pending:
                self._on_results_ready(results)

    def _on_back_clicked(self, card: FindingCard) -> None:
        if self._is_on_paper(card):
            self._preview.cancel()

    def _on_focus_clicked(self, card: FindingCard) -> None:
        self.focus_requested.emit(card.diagnosis.focus)

    def _on_aside_clicked(self, card: FindingCard) -> None:
        self._preview.cancel()
        key = card.diagnosis.key
        if card.is_aside:
            self._editor.perform(tr("Bring finding back"), partial(bring_back, finding=key))
        else:
            self._editor.perform(tr("Put finding aside"), partial(dismiss, finding=key))
            self.told.emit(tr("Put aside for now."))

    def _on_aside_toggled(self) -> None:
        self._shows_aside = not self._shows_aside
        self._show(self._live_results.results)

    def _on_unfolded(self) -> None:
        self._show(self._live_results.results)

    def _on_preview_changed(self, preview: FixPreview) -> None:
        for card in self._list.cards:
            is_shown = preview.shown is not None and card.diagnosis.key == preview.shown.key
            card.set_trying(is_shown and preview.is_held)
            if not is_shown:
                card.set_effect("")

    # -- inside

    def _is_on_paper(self, card: FindingCard) -> bool:
        shown = self._preview.shown
        return shown is not None and shown.key == card.diagnosis.key

    def _records(self, diagnosis: Diagnosis) -> Records | None:
        """What a finding is about, links with both their ends; None where it names nothing."""
        flywheel = self._editor.flywheel
        finding = diagnosis.finding
        found = {("factors", key) for key in finding.factors if key in flywheel.factors}
        for key in finding.links:
            link = flywheel.links.get(key)
            if link is not None:
                found |= {("links", key), ("factors", link.source), ("factors", link.target)}
        return frozenset(found) or None
