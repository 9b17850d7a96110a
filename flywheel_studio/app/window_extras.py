"""The commands of a window that need more than one of its parts: palette, find, print and the like.

What has a window of its own is imported when it is asked for: a start would wait for it.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from flywheel_studio.commands.links import bend_link, flip_polarity
from flywheel_studio.insight.sentences import factor_name
from flywheel_studio.language.translate import tr
from flywheel_studio.model.flywheel import Flywheel
from flywheel_studio.storage.own_templates import (
    own_template_path,
    save_own_template,
    template_name,
)
from flywheel_studio.storage.problems import FileProblem, SaveProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flywheel_studio.app.command_palette import Entry
    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.find_bar import FindBar
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels

# Of the chord: six steps make a half circle.
_BEND_STEP: Final = 0.08
_BEND_MOST: Final = 1.2


class WindowExtras:
    """`panels` is None until the first picture stands."""

    def __init__(self, window: WindowFrame, files: DocumentFlow) -> None:
        self._window = window
        self._files = files
        self.panels: WindowPanels | None = None
        self.find_bar: FindBar | None = None

    def close(self) -> None:
        """The window goes."""
        if self.find_bar is not None:
            self.find_bar.stop()
            self.find_bar = None

    def find(self) -> None:
        """Find words on the paper."""
        from flywheel_studio.app.find_bar import FindBar

        self._window.settle()
        if self.find_bar is None:
            self.find_bar = FindBar(self._window)
        self.find_bar.ask()

    def print(self) -> None:
        """Ask for a printer and print the drawing."""
        from flywheel_studio.app.printing import print_drawing

        self._window.settle()
        print_drawing(self._window, self._files.suggested_stem)

    def duplicate_document(self) -> None:
        """Open a copy of the drawing as it stands in a window of its own."""
        self._window.settle()
        self._window.studio.open_copy(self._window.editor.flywheel)

    def save_as_template(self) -> None:
        """Keep the drawing to start others from."""
        self._window.settle()
        name = self._files.ask.template_name(self._files.suggested_stem)
        if not name:
            return
        try:
            path = own_template_path(name)
            if path.exists() and not self._files.ask.may_replace(template_name(path)):
                return
            save_own_template(self._window.editor.flywheel, path)
        except SaveProblem as problem:
            self._files.complain(problem.reason, problem.next_step)
        except (ValueError, FileProblem) as problem:
            self._files.complain(str(problem), "")
        else:
            self._window.say(
                tr("Saved. “{name}” is under New from a template.", name=template_name(path))
            )

    def preferences(self) -> None:
        """Language, appearance, size of text, movement."""
        from flywheel_studio.app.preferences import Preferences

        Preferences(self._window).open()

    def keys(self) -> None:
        """The sheet that lists the keys."""
        from flywheel_studio.app.keys_sheet import show_keys

        show_keys(self._window)

    def about(self) -> None:
        """The sheet that says what this program is."""
        from flywheel_studio.app.about import show_about

        show_about(self._window)

    def colors(self) -> None:
        """The colours of the drawing's loops."""
        from flywheel_studio.app.palette_dialog import PaletteDialog

        PaletteDialog(self._window).open()

    def take_panels(self, panels: WindowPanels) -> None:
        """The panels stand now."""
        self.panels = panels
        panels.outline.connect_requested.connect(self.connect_to)
        panels.outline.move_requested.connect(self.move_to_wheel)

    def palette(self) -> None:
        """Everything that can be done, by name."""
        from flywheel_studio.app.palette_entries import all_entries

        self._window.settle()
        self._open_palette(all_entries(self._window, self.panels))

    def connect_to(self, factor: str) -> None:
        """Ask by name which factor a link should lead to."""
        from flywheel_studio.app.palette_entries import connect_entries

        entries = connect_entries(self._window, factor)
        if not entries:
            self._window.say(tr("There is no other factor to connect to."))
            return
        name = factor_name(self._window.editor.flywheel, factor)
        self._open_palette(entries, tr("Connect {factor} to…", factor=name))

    def connect_selected(self) -> None:
        """The same for the factor that is selected."""
        chosen = self._window.editor.selection.factors
        if len(chosen) == 1:
            self.connect_to(next(iter(chosen)))
        else:
            self._window.say(tr("Select one factor to connect."))

    def move_to_wheel(self) -> None:
        """Ask by name into which wheel the selected factors go."""
        from flywheel_studio.app.palette_entries import wheel_entries

        if not self._window.editor.selection.factors:
            self._window.say(tr("Select the factors to move first."))
            return
        entries = wheel_entries(self._window)
        if not entries:
            self._window.say(tr("There is no other wheel to move to."))
            return
        self._open_palette(entries, tr("Move to wheel…"))

    def bend_left(self) -> None:
        """Bend the selected links a little more to the left of where they lead."""
        self._bend(_BEND_STEP)

    def bend_right(self) -> None:
        self._bend(-_BEND_STEP)

    def turn_sign(self) -> None:
        """Turn the signs of the selected links."""
        self._to_links(tr("Turn the sign"), flip_polarity)

    def _open_palette(self, entries: Sequence[Entry], question: str = "") -> None:
        from flywheel_studio.app.command_palette import Palette

        for open_one in self._window.findChildren(Palette):
            # A key that is held asks again and again.
            open_one.reject()
        Palette(self._window, self._window.studio.tokens, entries, question).ask()

    def _bend(self, by: float) -> None:
        def command(now: Flywheel, link: str) -> Flywheel:
            bend = (now.links[link].bend or 0.0) + by
            return bend_link(now, link, max(-_BEND_MOST, min(_BEND_MOST, bend)))

        self._to_links(tr("Bend link"), command)

    def _to_links(self, label: str, command: Callable[[Flywheel, str], Flywheel]) -> None:
        """Do the same to each selected link, in one step."""
        links = sorted(self._window.editor.selection.links)
        if links:
            self._window.toolbox.perform(label, lambda now: reduce(command, links, now))
        else:
            self._window.say(tr("Select a link first."))

    def go_to_outline(self) -> None:
        """To the outline, where everything can be reached by arrow keys, and back."""
        panels = self.panels
        if panels is None:
            return
        dock = panels.docks_by_name["outline"]
        if not self._go_back_from(panels.outline):
            dock.come()
            panels.outline.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_properties(self) -> None:
        """From the paper to the first field of what is selected, and back."""
        panels = self.panels
        if panels is None:
            return
        dock = panels.docks_by_name["properties"]
        if not self._go_back_from(dock):
            dock.come()
            panels.properties.focus_first_field()

    def _go_back_from(self, part: QWidget) -> bool:
        """To the paper, if the keys are in this part; it may float in a window of its own."""
        focus = QApplication.focusWidget() or self._window.focusWidget()
        if focus is None or not part.isAncestorOf(focus):
            return False
        if part.window() is not self._window:
            self._window.activateWindow()
        self._window.canvas.setFocus()
        return True
