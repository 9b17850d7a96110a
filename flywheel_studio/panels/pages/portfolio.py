"""Every wheel of the document side by side: the account plan.

Growth is that of each wheel alone, as the portfolio reckons it; it is reckoned only while the
page is open, since it takes a small analysis of its own for each wheel.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from flywheel_studio.insight.portfolio import Portfolio, WheelRow, portfolio
from flywheel_studio.insight.sentences import factor_name, growth_words, loop_ring
from flywheel_studio.insight.words import goal_words, stage_words, status_words
from flywheel_studio.language.translate import ntr, tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.panels.parts.labels import plain_label
from flywheel_studio.panels.parts.scrolling import fill_with
from flywheel_studio.panels.style.palette import LIGHT
from flywheel_studio.panels.style.sheet import page_style, style_sheet
from flywheel_studio.panels.style.tokens import Tokens
from flywheel_studio.session.editor import Editor
from flywheel_studio.session.live_results import LiveResults, Results

_INDENT: Final = 28


class PortfolioPanel(QWidget):
    """Cards, each wheel after the one it serves. `wheel_chosen`: the id of one that was clicked."""

    wheel_chosen = Signal(str)

    def __init__(
        self, editor: Editor, live_results: LiveResults, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._live_results = live_results
        self._is_stale = True
        self.shown: Portfolio | None = None
        self.cards: list[QFrame] = []
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        body = QWidget(self)
        body.setObjectName("panelBody")
        self._body = body
        self._headline = plain_label("headline", body)
        self._subline = plain_label("subline", body)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        column.addWidget(self._headline)
        column.addWidget(self._subline)
        column.addSpacing(8)
        column.addLayout(self._list)
        column.addStretch(1)
        fill_with(self, body)
        live_results.results_ready.connect(self._on_results_ready)
        self.set_tokens(LIGHT)

    @property
    def words(self) -> tuple[str, str]:
        """Headline and the line below it."""
        return self._headline.text(), self._subline.text()

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a light or a dark window."""
        self.setStyleSheet(style_sheet(tokens) + page_style(tokens) + _style(tokens))

    def detach(self) -> None:
        """Stop listening; call before the panel goes away."""
        self._live_results.results_ready.disconnect(self._on_results_ready)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.read()

    def read(self) -> None:
        """Reckon and show the wheels of the newest analysis."""
        results = self._live_results.results
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards.clear()
        while (item := self._list.takeAt(0)) is not None:
            holder = item.layout()
            if holder is not None:
                holder.deleteLater()
        self._is_stale = results is None
        if results is None or not results.flywheel.wheels:
            self._headline.setText(tr("No wheel yet"))
            self._subline.setText(tr("A portfolio lists the wheels of a document."))
            return
        self.shown = portfolio(results.flywheel, results.analysis)
        n = len(self.shown.wheels)
        self._headline.setText(ntr("{n} wheel", "{n} wheels", n))
        parts = []
        if self.shown.shared:
            parts.append(
                ntr(
                    "{n} loop runs through several wheels",
                    "{n} loops run through several wheels",
                    self.shown.shared,
                )
            )
        if self.shown.is_cut:
            parts.append(tr("the search for loops was cut short: counts are at least"))
        self._subline.setText(" · ".join(parts))
        self._subline.setVisible(bool(parts))
        for row in self.shown.wheels:
            card = self._card(row, results.flywheel)
            self.cards.append(card)
            holder = QVBoxLayout()
            holder.setContentsMargins(_INDENT * min(row.depth, 6), 0, 0, 0)
            holder.addWidget(card)
            self._list.addLayout(holder)

    def _on_results_ready(self, _results: Results) -> None:
        self._is_stale = True
        if self.isVisible():
            self.read()

    def _card(self, row: WheelRow, flywheel: Flywheel) -> QFrame:
        card = QFrame(self._body)
        card.setObjectName("wheel")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        title = QPushButton(row.title.replace("&", "&&"), card)
        title.setObjectName("wheelTitle")
        title.setToolTip(tr("Show this wheel on the paper"))
        title.setCursor(Qt.CursorShape.PointingHandCursor)
        title.clicked.connect(_Chosen(self, row.id))
        grid.addWidget(title, 0, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
        if row.purpose:
            purpose = plain_label("subline", card)
            purpose.setText(row.purpose)
            grid.addWidget(purpose, 1, 0, 1, 4)
        facts = wheel_facts(row, flywheel)
        short = [fact for fact in facts if fact[0] not in _long_facts()]
        long = [fact for fact in facts if fact[0] in _long_facts()]
        line = 2
        for place, (name, value) in enumerate(short):
            self._fact(grid, line + place // 2, 2 * (place % 2), 1, name, value)
        line += (len(short) + 1) // 2
        for name, value in long:
            self._fact(grid, line, 0, 3, name, value)
            line += 1
        return card

    def _fact(
        self, grid: QGridLayout, row: int, column: int, span: int, name: str, value: str
    ) -> None:
        parent = grid.parentWidget()
        assert parent is not None
        caption = plain_label("caption", parent)
        caption.setWordWrap(False)
        caption.setContentsMargins(0, 2, 0, 0)
        caption.setText(name)
        words = plain_label("factValue", parent)
        words.setText(value)
        words.setAccessibleName(f"{name}: {value}")
        grid.addWidget(caption, row, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, column + 1, 1, span)


class _Chosen:
    """Sends a wheel's id when its title is clicked."""

    def __init__(self, panel: PortfolioPanel, wheel: str) -> None:
        self._panel = panel
        self._wheel = wheel

    def __call__(self, _checked: bool = False) -> None:
        self._panel.wheel_chosen.emit(self._wheel)


def wheel_facts(row: WheelRow, flywheel: Flywheel) -> list[tuple[str, str]]:
    """What is known of a wheel, as (caption, value); what is not known says so with a dash."""
    unit = flywheel.header.time_unit
    loops = [
        ntr("{n} reinforcing", "{n} reinforcing", row.reinforcing),
        ntr("{n} balancing", "{n} balancing", row.balancing),
    ]
    gears = tr("{out} out, {into} in", out=row.gears_out, into=row.gears_in)
    return [
        (tr("Owner"), row.owner or "–"),
        (tr("Stage"), stage_words(row.stage) or "–"),
        (tr("Status"), status_words(row.status) or "–"),
        (tr("Serves"), row.serves or "–"),
        (tr("Loops of its own"), ", ".join(loops)),
        (tr("Links to other wheels"), gears),
        (tr("Goal"), goal_words(row.goal) or "–"),
        (tr("Growth"), growth_words(row.growth, unit) if row.growth else "–"),
        (tr("Main loop"), loop_ring(flywheel, row.main_loop) if row.main_loop else "–"),
        (tr("Weakest factor"), factor_name(flywheel, row.weakest) if row.weakest else "–"),
    ]


def _long_facts() -> tuple[str, ...]:
    return tr("Goal"), tr("Growth"), tr("Main loop"), tr("Weakest factor")


def _style(t: Tokens) -> str:
    return f"""
    QFrame#wheel {{
        background: {t.card}; border: 1px solid {t.line}; border-radius: {t.radius}px;
    }}
    QPushButton#wheelTitle {{
        font-size: {t.base_px + 3}px; font-weight: 600; padding: 0; border: none; text-align: left;
    }}
    QPushButton#wheelTitle:hover {{ color: {t.accent_text}; background: transparent; }}
    """
