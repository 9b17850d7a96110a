"""The menus and the tool bar of one window.

Every action is an ordinary QAction with a name, a key and a slot; nothing here knows how a thing
is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar, QToolButton

from flywheel_studio.app.clipboard import ClipboardVerbs
from flywheel_studio.app.drag_out import DragOut
from flywheel_studio.app.draw_menu import DrawMenu
from flywheel_studio.app.file_menu import FileMenu
from flywheel_studio.app.focus_order import order_focus, reach_tool_bar
from flywheel_studio.app.menu_rows import Keys, MenuRows, plain
from flywheel_studio.app.paper_menu import PaperMenu
from flywheel_studio.app.view_menu import ViewMenu
from flywheel_studio.app.window_extras import WindowExtras
from flywheel_studio.interaction.label_edit import EDITED
from flywheel_studio.language.translate import tr
from flywheel_studio.panels.style.tokens import Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.export_flow import ExportFlow
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels


class WindowMenus:
    """Builds everything once; `read_state` keeps what can be done now in step with the document."""

    def __init__(self, window: WindowFrame, files: DocumentFlow, exports: ExportFlow) -> None:
        self._window = window
        self._files = files
        self._stops: list[QWidget] = []
        self.extras = WindowExtras(window, files)
        self._rows = MenuRows(window)
        bar = window.menuBar()
        self._menus = menus = [
            bar.addMenu(title)
            for title in (
                tr("&File"), tr("&Edit"), tr("&Draw"), tr("&View"), tr("&Wheel"), tr("&Help"),
            )
        ]  # fmt: skip
        file, self._edit, draw, view, self._wheel, self._help = menus
        self.file = FileMenu(window, file, self._rows, files, exports, self.extras)
        self._build_edit_menu()
        self.draw = DrawMenu(window, draw, self._rows, self.extras)
        self.view = ViewMenu(window, view, self._rows, self.extras)
        self._build_help_menu()
        self._build_tool_bar()
        self.dress(window.studio.tokens)
        self.paper_menu = PaperMenu(window, (*self._edit.actions(), *draw.actions()))

    # -- what the window calls

    def read_state(self) -> None:
        """Undo and redo say what they would do; the theme of the document is ticked."""
        editor = self._window.editor
        undo, redo = editor.undo_label, editor.redo_label
        self.undo.setEnabled(undo is not None)
        self.undo.setText(tr("Undo {step}", step=plain(undo)) if undo else tr("Undo"))
        self.redo.setEnabled(redo is not None)
        self.redo.setText(tr("Redo {step}", step=plain(redo)) if redo else tr("Redo"))
        self.view.read_theme()

    def dress(self, tokens: Tokens) -> None:
        """Take the colours of the window's mode."""
        self._rows.dress(tokens)

    def close(self) -> None:
        """Take everything out of the window again; the others are built in another language."""
        self.extras.close()
        self.draw.close()
        self.paper_menu.close()
        self._rows.close()
        for menu in self._menus:
            self._window.menuBar().removeAction(menu.menuAction())
            menu.deleteLater()
        # Its name is that of the next one, by which the window's state is restored.
        self.tool_bar.setObjectName("")
        self._window.removeToolBar(self.tool_bar)
        self.tool_bar.deleteLater()

    def order_stops(self) -> None:
        """Let Tab go through the window in its order; rows that came later stand at its end."""
        order_focus(self._stops)

    def add_panel_actions(self, panels: WindowPanels) -> None:
        """What can only be done once the panels stand."""
        momentum = panels.momentum
        self._finish_tool_bar()
        self.extras.take_panels(panels)
        others = [each.widget() for each in panels.docks]
        first = [panels.properties, panels.momentum]
        parts = [self.tool_bar, self._window.canvas, *first]
        self._stops = parts + [panel for panel in others if panel not in first]
        self.order_stops()
        add, wheel = self._rows.add, self._wheel
        add(wheel, tr("Play or pause"), momentum.toggle_playing, "Ctrl+Space", "play")
        add(wheel, tr("One step on"), momentum.step, "Ctrl+.")
        add(wheel, tr("Back to the start"), momentum.reset, "Ctrl+,")
        wheel.addSeparator()
        add(wheel, tr("Push the selected factor"), panels.push_selected, "Ctrl+Alt+P")
        add(wheel, tr("Knock the selected factor back"), panels.knock_selected, "Ctrl+Alt+K")
        wheel.addSeparator()
        add(wheel, tr("Read the loop link by link"), panels.reader.read_chosen, "Ctrl+Alt+R")
        add(wheel, tr("Scorecard"), panels.show_scorecard, "Ctrl+Alt+1")
        add(wheel, tr("Activities"), panels.show_activities, "Ctrl+Alt+2")
        add(wheel, tr("Portfolio"), panels.show_portfolio, "Ctrl+Alt+3")
        self.view.add_docks(panels.docks)

    # -- building

    def _build_edit_menu(self) -> None:
        add, menu, window = self._rows.add, self._edit, self._window
        tools, clipboard = window.toolbox, ClipboardVerbs(window)
        self.undo = add(menu, tr("Undo"), window.undo, "Ctrl+Z", "undo")
        self.redo = add(menu, tr("Redo"), window.redo, "Ctrl+Shift+Z", "redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        menu.addSeparator()
        add(menu, tr("Cut"), clipboard.cut, Keys.Cut)
        add(menu, tr("Copy"), clipboard.copy, Keys.Copy)
        add(menu, tr("Paste"), clipboard.paste, Keys.Paste)
        add(menu, tr("Copy as text"), clipboard.copy_text)
        add(menu, tr("Copy style"), clipboard.copy_style, "Ctrl+Alt+C")
        add(menu, tr("Paste style"), clipboard.paste_style, "Ctrl+Alt+V")
        menu.addSeparator()
        # The paper itself listens for these two; the menu only says them.
        add(menu, tr("Rename") + "\tF2", self._rename_selected)
        add(menu, tr("Duplicate"), self._duplicate, "Ctrl+D")
        add(menu, tr("Delete") + "\t" + tr("Del"), window.delete_selection)
        add(menu, tr("Select all"), tools.select_all, "Ctrl+A")
        add(menu, tr("Find on the paper…"), self.extras.find, Keys.Find)
        menu.addSeparator()
        add(menu, tr("Preferences…"), self.extras.preferences, "Ctrl+;")

    def _build_help_menu(self) -> None:
        add, menu = self._rows.add, self._help
        palette = add(menu, tr("Find a command…"), self.extras.palette)
        palette.setShortcuts([QKeySequence("Ctrl+K"), QKeySequence("Ctrl+Shift+P")])
        add(menu, tr("Keys"), self.extras.keys, "?")
        add(menu, tr("About Flywheel Studio"), self.extras.about)

    def _build_tool_bar(self) -> None:
        bar = QToolBar(tr("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for action in self.draw.tools.actions():
            bar.addAction(action)
        bar.addSeparator()
        for action, sign in self._rows.signed:
            if sign in ("undo", "redo", "ring", "fit"):
                action.setPriority(QAction.Priority.LowPriority)  # its icon without its name
                bar.addAction(action)
        bar.addSeparator()
        export = self.file.export
        bar.addAction(export)
        export.setIconText(tr("Export"))
        self._window.addToolBar(bar)
        self.tool_bar = bar

    def _finish_tool_bar(self) -> None:
        """What asks for its buttons: that makes Python classes of every kind of widget (10 ms)."""
        reach_tool_bar(self.tool_bar)
        button = self.tool_bar.widgetForAction(self.file.export)
        if isinstance(button, QToolButton):
            button.setToolTip(tr("Export a picture, or drag it from here into a slide"))
            DragOut(button, self._window.figure, lambda: self._files.suggested_stem)

    # -- slots

    def _duplicate(self) -> None:
        window = self._window
        if window.toolbox.duplicate() and window.editor.selection.ids("wheels"):
            # A wheel goes where there is room for it: out of sight, as a rule.
            window.canvas.fit()

    def _rename_selected(self) -> None:
        single = self._window.editor.selection.single
        kind = next((kind for kind in EDITED if single is not None and kind == single[0]), None)
        if single is None or kind is None:
            self._window.say(tr("Select one factor, text, band or wheel to rename it."))
        else:
            self._window.toolbox.edit_label(single[1], kind)
