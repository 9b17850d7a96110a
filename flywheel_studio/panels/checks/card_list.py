"""The findings as cards under each other. Many of one kind are folded; what stands is reused.

A card stays for as long as its finding does, so that the focus and the pointer stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from flywheel_studio.insight.checks.diagnosis import Diagnosis
from flywheel_studio.language.translate import ntr
from flywheel_studio.panels.checks.card import FindingCard
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.tokens import Tokens

# Of one kind so many are shown before the rest is folded away, and when unfolded at most so many.
_FOLDED: Final = 3
_UNFOLDED: Final = 100


class CardList(QVBoxLayout):
    """Signals.

    made: a `FindingCard` that nobody listens to yet.
    pointed_removed: the card under the pointer went away.
    unfolded: the rest of a kind is to be shown.
    """

    made = Signal(object)
    pointed_removed = Signal()
    unfolded = Signal()

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._body = body
        self._tokens = LIGHT
        self._cards: dict[str, FindingCard] = {}
        self._folds: dict[str, QPushButton] = {}
        self._unfolded: set[str] = set()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(8)

    @property
    def cards(self) -> tuple[FindingCard, ...]:
        """All cards in their order."""
        items = (self.itemAt(row) for row in range(self.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(each for each in widgets if isinstance(each, FindingCard))

    def card(self, key: str) -> FindingCard | None:
        """The card of a diagnosis, where it has one."""
        return self._cards.get(key)

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self._tokens = tokens
        for card in self._cards.values():
            card.set_tokens(tokens)

    def fold_all(self) -> None:
        """Fold every kind again, from the next time that cards are shown."""
        self._unfolded.clear()

    def show_cards(self, shown: Sequence[Diagnosis], aside: Sequence[Diagnosis]) -> None:
        """Put the cards in order, those put aside last."""
        wanted: list[QWidget] = []
        keep: set[str] = set()
        folds: set[str] = set()
        for code in dict.fromkeys(each.finding.code for each in shown):
            group = [each for each in shown if each.finding.code == code]
            most = _UNFOLDED if code in self._unfolded else _FOLDED
            # A fold that hides a single card saves nothing.
            visible = group if len(group) <= most + 1 else group[:most]
            for diagnosis in visible:
                keep.add(diagnosis.key)
                wanted.append(self._card(diagnosis, is_aside=False))
            if len(visible) < len(group):
                folds.add(code)
                is_full = code in self._unfolded
                wanted.append(self._fold(code, len(group) - len(visible), is_full))
        for diagnosis in aside[:_UNFOLDED]:
            keep.add(diagnosis.key)
            wanted.append(self._card(diagnosis, is_aside=True))
        while self.count():
            self.takeAt(0)
        for key in [key for key in self._cards if key not in keep]:
            self._remove(self._cards.pop(key))
        for code in [code for code in self._folds if code not in folds]:
            self._remove(self._folds.pop(code))
        for widget in wanted:
            self.addWidget(widget)
            widget.show()

    def _remove(self, widget: QWidget) -> None:
        if isinstance(widget, FindingCard) and widget.underMouse():
            self.pointed_removed.emit()
        widget.hide()
        widget.deleteLater()

    def _card(self, diagnosis: Diagnosis, is_aside: bool) -> FindingCard:
        card = self._cards.get(diagnosis.key)
        if card is not None:
            card.set_diagnosis(diagnosis, is_aside)
            card.set_effect("")
            return card
        card = FindingCard(diagnosis, is_aside, self._body)
        card.set_tokens(self._tokens)
        self._cards[diagnosis.key] = card
        self.made.emit(card)
        return card

    def _fold(self, code: str, n: int, is_full: bool) -> QPushButton:
        button = self._folds.get(code)
        if button is None:
            button = self._folds[code] = QPushButton(self._body)
            button.setObjectName("more")
            button.clicked.connect(partial(self._on_more_clicked, code))
        button.setText(ntr("and {n} more like this", "and {n} more like this", n))
        button.setEnabled(not is_full)
        return button

    def _on_more_clicked(self, code: str, _checked: bool = False) -> None:
        self._unfolded.add(code)
        self.unfolded.emit()
