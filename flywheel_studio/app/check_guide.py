"""Leads from a finding to its place: lights it on the paper, selects it, opens the field for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from flywheel_studio.insight.checks.diagnosis import Diagnosis, Focus
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from flywheel_studio.app.dock import Dock
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.panels.checks.panel import ChecksPanel
    from flywheel_studio.panels.properties.panel import PropertiesPanel


class CheckGuide(QObject):
    """Connects the checks panel of one window with its paper and its properties.

    `ask_name` asks for the name of the loop along some links.
    """

    def __init__(
        self,
        window: WindowFrame,
        checks: ChecksPanel,
        properties: PropertiesPanel,
        properties_dock: Dock,
        ask_name: Callable[[tuple[str, ...]], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._properties = properties
        self._properties_dock = properties_dock
        self._ask_name = ask_name
        checks.lit.connect(self._on_lit)
        checks.chosen.connect(self._on_chosen)
        checks.focus_requested.connect(self._on_focus_requested)
        checks.told.connect(self._on_told)

    def _on_lit(self, records: frozenset[tuple[str, str]] | None) -> None:
        self._window.canvas.light_records(records)

    def _on_chosen(self, diagnosis: Diagnosis) -> None:
        flywheel = self._window.editor.flywheel
        finding = diagnosis.finding
        factors = [key for key in finding.factors if key in flywheel.factors]
        links = [key for key in finding.links if key in flywheel.links]
        self._window.editor.selection.set(
            [*(("factors", key) for key in factors), *(("links", key) for key in links)]
        )
        for key in factors:
            self._window.canvas.show_record("factors", key)
        for key in links:
            self._window.canvas.show_record("links", key)

    def _on_focus_requested(self, focus: Focus) -> None:
        """Show the record in the properties and put the cursor into the field."""
        if focus.kind == "loops":
            self._ask_name(tuple(focus.id.split(":")))
            return
        flywheel, selection = self._window.editor.flywheel, self._window.editor.selection
        canvas = self._window.canvas
        if focus.kind == "factors" and focus.id in flywheel.factors:
            selection.set_one("factors", focus.id)
            canvas.show_record("factors", focus.id)
        elif focus.kind == "links" and focus.id in flywheel.links:
            selection.set_one("links", focus.id)
            canvas.show_record("links", focus.id)
        else:
            selection.clear()
        self._properties_dock.come()
        self._properties.focus_field(focus)
        canvas.light_records(None)

    def _on_told(self, sentence: str) -> None:
        self._window.toast.tell(sentence, tr("Undo"), self._window.undo)
