"""The pages beside the paper: scorecard, activities and portfolio, each in a window of its own.

They are built when first asked for, stay in step with the drawing while they are open, and go
with their window. What a page shows can be printed and exported from its lower edge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from flywheel_studio.app.page import Page, Panel
from flywheel_studio.app.page_exports import PageExports
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.pages.activities import ActivitiesPanel
from flywheel_studio.panels.pages.portfolio import PortfolioPanel
from flywheel_studio.panels.pages.scorecard import ScorecardPanel
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.session.live_results import LiveResults


class Pages:
    """The pages of one window."""

    def __init__(self, window: WindowFrame, live_results: LiveResults) -> None:
        self._window = window
        self._live_results = live_results
        self._open: dict[str, Page] = {}
        self.exports = PageExports(window, self._open)

    def scorecard(self) -> Page:
        """Show the scorecard."""
        return self._show("scorecard", tr("Scorecard"), self._scorecard)

    def activities(self) -> Page:
        """Show the list of activities."""
        return self._show("activities", tr("Activities"), self._activities)

    def portfolio(self) -> Page:
        """Show every wheel of the document."""
        return self._show("portfolio", tr("Portfolio"), self._portfolio)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the pages that are open."""
        return tuple(name for name, page in self._open.items() if page.isVisible())

    def show(self, name: str) -> Page:
        """Show the page of a name."""
        show = {
            "scorecard": self.scorecard,
            "activities": self.activities,
            "portfolio": self.portfolio,
        }
        return show[name]()

    def dress(self, tokens: Tokens) -> None:
        """Take the colours of the window's mode."""
        for page in self._open.values():
            page.dress(tokens)

    def close(self) -> None:
        """Stop what listens; the pages go with their window."""
        for page in self._open.values():
            panel: Panel = page.panel  # type: ignore[assignment]
            panel.detach()
            page.close()
            page.deleteLater()
        self._open.clear()

    def _show(self, name: str, title: str, build: Callable[[], QWidget]) -> Page:
        page = self._open.get(name)
        if page is None:
            page = Page(self._window, name, title, build(), self.exports.verbs(name))
            page.toast.told.connect(self._window.canvas.announcer.say)
            page.dress(self._window.studio.tokens)
            self._give_keys(page)
            self._open[name] = page
        page.show()
        page.raise_()
        page.activateWindow()
        return page

    def _give_keys(self, page: Page) -> None:
        """The keys of the menu bar are not heard in a window beside it; these are meant there, too."""
        window = self._window
        for keys, slot in (
            (("Ctrl+Z",), window.undo),
            (("Ctrl+Shift+Z", "Ctrl+Y"), window.redo),
            (("Ctrl+S",), window.save),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), page).activated.connect(slot)

    def _scorecard(self) -> QWidget:
        panel = ScorecardPanel(self._window.editor, self._live_results)
        self.exports.wheel_of_card = lambda: panel.card.wheel if panel.card else None
        return panel

    def _activities(self) -> QWidget:
        panel = ActivitiesPanel(self._window.editor)
        panel.told.connect(self._on_told)
        self.exports.filter_of_activities = panel.filter
        return panel

    def _portfolio(self) -> QWidget:
        panel = PortfolioPanel(self._window.editor, self._live_results)
        panel.wheel_chosen.connect(self._on_wheel_chosen)
        return panel

    def _on_told(self, sentence: str) -> None:
        self.exports.toast("activities").tell(sentence, tr("Undo"), self._window.undo)

    def _on_wheel_chosen(self, wheel: str) -> None:
        flywheel = self._window.editor.flywheel
        factors = flywheel.factors_of.get(wheel, ())
        self._window.editor.selection.set([("factors", factor.id) for factor in factors])
        self._window.canvas.zoom_to_selection()
        self._window.activateWindow()
