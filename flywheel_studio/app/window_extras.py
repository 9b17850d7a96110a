"""The commands of a window that need more than one of its parts: palette, find, print and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flywheel_studio.app.command_palette import Palette
from flywheel_studio.app.palette_entries import all_entries, connect_entries
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels


class WindowExtras:
    """`panels` is None until the first picture stands."""

    def __init__(self, window: WindowFrame, files: DocumentFlow) -> None:
        self._window = window
        self._files = files
        self.panels: WindowPanels | None = None

    def take_panels(self, panels: WindowPanels) -> None:
        """The panels stand now."""
        self.panels = panels
        panels.outline.connect_requested.connect(self.connect_to)

    def palette(self) -> None:
        """Everything that can be done, by name."""
        self._window.toolbox.settle()
        entries = all_entries(self._window, self.panels)
        Palette(self._window, self._window.studio.tokens, entries).open()

    def connect_to(self, factor: str) -> None:
        """Ask by name which factor a link should lead to."""
        entries = connect_entries(self._window, factor)
        if not entries:
            self._window.say(tr("There is no other factor to connect to."))
            return
        name = factor_name(self._window.editor.flywheel, factor)
        question = tr("Connect {factor} to…", factor=name)
        Palette(self._window, self._window.studio.tokens, entries, question).open()

    def connect_selected(self) -> None:
        """The same for the factor that is selected."""
        chosen = self._window.editor.selection.factors
        if len(chosen) == 1:
            self.connect_to(next(iter(chosen)))
        else:
            self._window.say(tr("Select one factor to connect."))

    def go_to_properties(self) -> None:
        """From the paper to the first field of what is selected, and back."""
        panels = self.panels
        if panels is None:
            return
        focus = self._window.focusWidget()
        dock = panels.docks_by_name["properties"]
        if focus is not None and dock.isAncestorOf(focus):
            self._window.canvas.setFocus()
            return
        dock.show()
        dock.raise_()
        panels.properties.focus_first_field()
