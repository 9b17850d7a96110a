"""The docks of one window and what keeps them, the canvas and the live results in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from flywheel_studio.app.check_guide import CheckGuide
from flywheel_studio.app.dock import Dock
from flywheel_studio.app.frame import STATE_VERSION
from flywheel_studio.app.live_work import LiveWork
from flywheel_studio.app.loop_menu import LoopMenu
from flywheel_studio.app.loop_reader import LoopReader
from flywheel_studio.app.motion import LinkFlow
from flywheel_studio.app.settings import Settings
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.checks.panel import ChecksPanel
from flywheel_studio.panels.loops.panel import LoopsPanel
from flywheel_studio.panels.momentum.panel import MomentumPanel
from flywheel_studio.panels.outline.panel import OutlinePanel
from flywheel_studio.panels.properties.panel import PropertiesPanel
from flywheel_studio.panels.style.tokens import BASE_PX, Tokens
from flywheel_studio.session.clock import CancelHandle
from flywheel_studio.session.live_results import Results

if TYPE_CHECKING:
    from flywheel_studio.analysis.loops import Loop
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.pages import Pages

_LEFT_WIDTH: Final = 292
_RIGHT_WIDTH: Final = 348
# Of the window's width, when the text is large.
_LEFT_MOST: Final = 0.32
_RIGHT_MOST: Final = 0.36
_LEFT_SHARES: Final = (320, 360)
_TRIES: Final = 4
_TRY_AGAIN_MS: Final = 60


class WindowPanels:
    """Loops and outline as tabs at the left, properties and checks below them; right: momentum."""

    def __init__(self, window: WindowFrame, live: LiveWork | None = None) -> None:
        """Only what has no widgets yet; `building` makes the rest.

        Args:
            live: what panels before these have read and let go.
        """
        self._window = window
        self._live = live or LiveWork(window)
        self.live_results, self.live_run = self._live.results, self._live.run
        self.live_courses, self.playback = self._live.courses, self._live.playback
        self._pages: Pages | None = None
        self.docks: tuple[Dock, ...] = ()
        self._base_px = BASE_PX
        self._ends: list[Callable[[], object]] = []
        self._sharing: CancelHandle | None = None

    def building(self) -> Iterator[None]:
        """Build everything, with a pause after each piece in which the window can answer."""
        window, editor, results = self._window, self._window.editor, self.live_results
        tokens, reduced = window.studio.tokens, window.studio.is_motion_reduced
        momentum = Dock(tr("Momentum"), "momentum", window)
        self.momentum = MomentumPanel(
            editor,
            results,
            self.live_run,
            self.playback,
            courses=self.live_courses,
            uncertainty=self._live.uncertainty,
            parent=momentum,
            is_whole=False,
        )
        yield from self.momentum.building(tokens, reduced)
        momentum.setWidget(self.momentum)
        self._ends.append(self.momentum.detach)
        yield
        loops = Dock(tr("Loops"), "loops", window)
        self.loops = LoopsPanel(editor, results, tokens=tokens, parent=loops)
        loops.setWidget(self.loops)
        self._ends.append(self.loops.detach)
        yield
        outline = Dock(tr("Outline"), "outline", window)
        self.outline = OutlinePanel(
            editor, results, window.toolbox.perform, tokens=tokens, parent=outline
        )
        outline.setWidget(self.outline)
        self._ends.append(self.outline.detach)
        yield
        properties = Dock(tr("Properties"), "properties", window)
        self.properties = PropertiesPanel(editor, tokens=tokens, parent=properties, is_whole=False)
        yield from self.properties.building()
        properties.setWidget(self.properties)
        self._ends.append(self.properties.detach)
        yield
        checks = Dock(tr("Checks"), "checks", window)
        self.checks = ChecksPanel(editor, results, tokens=tokens, parent=checks)
        checks.setWidget(self.checks)
        self._ends.append(self.checks.detach)
        yield
        self.flow = LinkFlow(window.canvas, editor, self.live_run, self.playback, reduced)
        self._ends.append(self.flow.close)
        self.docks = (loops, outline, properties, checks, momentum)
        self.docks_by_name = {dock.objectName(): dock for dock in self.docks}
        for dock in self.docks:
            dock.dress(tokens)
        for dock in (loops, outline, properties, checks):
            window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, momentum)
        window.splitDockWidget(loops, properties, Qt.Orientation.Vertical)
        window.tabifyDockWidget(loops, outline)
        loops.raise_()
        window.tabifyDockWidget(properties, checks)
        properties.raise_()
        self.properties_dock, self.checks_dock = properties, checks
        self.reader = LoopReader(window, self.live_results, self.loops)
        self.guide = CheckGuide(
            window, self.checks, self.properties, properties, self.reader.ask_name
        )
        self._ends.append(self.reader.close)
        self.loop_menu = LoopMenu(
            window,
            self.live_results,
            self.loops,
            self.outline,
            self.reader.ask_name,
            self.edit_scenario,
        )
        self._ends.append(self.loop_menu.close)
        self._share_width(tokens)
        self._connect()
        self.live_results.refresh()

    # -- what the window calls

    def loops_now(self) -> tuple[Loop, ...]:
        """The loops of the drawing as it stands, found again where the last results are older."""
        results = self.live_results.results
        flywheel = self._window.editor.flywheel
        if results is not None and not self.live_results.is_pending:
            return results.loops
        from flywheel_studio.analysis.causal_graph import causal_graph
        from flywheel_studio.analysis.loops import find_loops

        return find_loops(causal_graph(flywheel), seconds=1.0).loops

    @property
    def pages(self) -> Pages:
        """Scorecard, activities and portfolio; built when one is first asked for."""
        if self._pages is None:
            from flywheel_studio.app.pages import Pages

            self._pages = Pages(self._window, self.live_results)
        return self._pages

    def show_scorecard(self) -> None:
        self.pages.scorecard()

    def show_activities(self) -> None:
        self.pages.activities()

    def show_portfolio(self) -> None:
        self.pages.portfolio()

    def edit_scenario(self, scenario: str) -> None:
        """Show the values of a scenario in the momentum panel."""
        self.docks_by_name["momentum"].come()
        self.momentum.answers.edit_scenario(scenario)

    def push_selected(self) -> None:
        self._push(1)

    def knock_selected(self) -> None:
        self._push(-1)

    def dress(self, tokens: Tokens) -> None:
        """Take the colours and the size of text of the window's mode."""
        if tokens.base_px != self._base_px:
            self._share_width(tokens)
        for panel in (self.momentum, self.loops, self.outline, self.properties, self.checks):
            panel.set_tokens(tokens)
        for dock in self.docks:
            dock.dress(tokens)
        if self._pages is not None:
            self._pages.dress(tokens)

    def set_motion_reduced(self, is_reduced: bool) -> None:
        """Let less move by itself."""
        self.momentum.set_motion_reduced(is_reduced)
        self.flow.set_motion_reduced(is_reduced)

    def restore(self, settings: Settings) -> None:
        state = settings.block("window/docks")
        if state is None or not self._window.restoreState(state, STATE_VERSION):
            self._share_height()

    def store(self, settings: Settings) -> None:
        settings.put("window/docks", self._window.saveState(STATE_VERSION))

    def close(self) -> None:
        """Stop every timer and thread; the panels go with their window."""
        self._stop_listening()
        self._live.close()

    def let_go(self) -> LiveWork:
        """Take the docks out of the window; what they read goes on, for other panels."""
        self._stop_listening()
        for dock in self.docks:
            # Its name is that of the next one, by which the window's state is restored.
            dock.setObjectName("")
            self._window.removeDockWidget(dock)
            dock.deleteLater()
        return self._live

    @property
    def open_pages(self) -> tuple[str, ...]:
        """The names of the pages that are open."""
        return self._pages.shown if self._pages is not None else ()

    # -- inside

    def _stop_listening(self) -> None:
        if self._sharing is not None:
            self._sharing.cancel()
        if self._pages is not None:
            self._pages.close()
        while self._ends:
            self._ends.pop()()

    def _share_width(self, tokens: Tokens) -> None:
        """Larger text gets wider docks, as long as the paper keeps most of the window."""
        self._base_px = tokens.base_px
        widths = [
            round(max(usual, min(usual * tokens.base_px / BASE_PX, most * self._window.width())))
            for usual, most in ((_LEFT_WIDTH, _LEFT_MOST), (_RIGHT_WIDTH, _RIGHT_MOST))
        ]
        ends = [self.docks_by_name["loops"], self.docks_by_name["momentum"]]
        self._window.resizeDocks(ends, widths, Qt.Orientation.Horizontal)

    def _share_height(self, tries: int = _TRIES) -> None:
        """Most of the left column for what is read and filled in, less for the list of loops.

        Docks that share tabs take a height only once they are laid out, so it is tried again.
        """
        docks = [self.docks[0], self.properties_dock]
        self._window.resizeDocks(docks, list(_LEFT_SHARES), Qt.Orientation.Vertical)
        if tries > 1:
            self._sharing = self._window.clock.call_later(
                _TRY_AGAIN_MS, partial(self._share_height, tries - 1)
            )

    def _connect(self) -> None:
        self.live_results.results_ready.connect(self._on_results_ready)
        self._ends.append(
            partial(self.live_results.results_ready.disconnect, self._on_results_ready)
        )
        self.loops.loop_chosen.connect(self._on_loop_chosen)
        self.loops.loop_hovered.connect(self._on_loop_hovered)
        canvas = self._window.canvas
        self.momentum.lit.connect(canvas.light_records)
        canvas.loop_clicked.connect(self._on_badge_clicked)
        self._ends.append(partial(canvas.loop_clicked.disconnect, self._on_badge_clicked))
        self.outline.loop_chosen.connect(self._on_outline_loop)
        self.outline.shown.connect(canvas.show_record)
        self.outline.loop_name_requested.connect(self._on_name_requested)
        self.outline.complained.connect(self._window.say)

    def _on_results_ready(self, results: Results) -> None:
        self._window.canvas.set_loops(results.loops)

    def _on_badge_clicked(self, loop_id: str) -> None:
        results = self.live_results.results
        loops = results.loops if results is not None else ()
        loop = next((loop for loop in loops if loop.id == loop_id), None)
        self.loops.choose(None if loop == self.loops.chosen else loop)

    def _on_outline_loop(self, loop_id: str) -> None:
        results = self.live_results.results
        loops = results.loops if results is not None else ()
        self.loops.choose(next((loop for loop in loops if loop.id == loop_id), None))

    def _on_name_requested(self, loop_id: str) -> None:
        results = self.live_results.results
        for loop in results.loops if results is not None else ():
            if loop.id == loop_id:
                self.reader.ask_name(loop.links)

    def _on_loop_chosen(self, loop: Loop | None) -> None:
        self._window.canvas.light_loop(loop)

    def _on_loop_hovered(self, loop: Loop | None) -> None:
        self._window.canvas.light_loop(loop or self.loops.chosen)

    def _push(self, direction: int) -> None:
        chosen = self._window.editor.selection.factors
        if not chosen:
            self._window.say(tr("Select a factor to push."))
        for factor in sorted(chosen):
            self.momentum.push(factor, direction)
