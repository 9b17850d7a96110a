"""The menus, the tool bar and the hint line of one window.

Every action is an ordinary QAction with a name, a key and a slot; nothing here knows how a thing
is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from flywheel_studio.app.about import show_about, show_keys
from flywheel_studio.app.clipboard import ClipboardVerbs
from flywheel_studio.app.drag_out import DragOut
from flywheel_studio.app.focus_order import order_focus, reach_tool_bar
from flywheel_studio.app.icons import tool_icon
from flywheel_studio.app.paper_menu import PaperMenu
from flywheel_studio.app.settings import APPEARANCES
from flywheel_studio.app.tidy_menu import TidyMenu
from flywheel_studio.app.window_extras import WindowExtras
from flywheel_studio.commands.arrange import (
    arrange_hub_and_spokes,
    arrange_on_ring,
    distribute_on_ring,
)
from flywheel_studio.commands.arrange_graph import arrange_graph
from flywheel_studio.commands.document import set_theme
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.language.translate import available_languages, current_language, tr
from flywheel_studio.panels.style import Tokens
from flywheel_studio.storage.own_templates import own_templates, template_name
from flywheel_studio.storage.templates import templates

if TYPE_CHECKING:
    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.export_flow import ExportFlow
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_panels import WindowPanels

Slot = Callable[[], object]
Keys = QKeySequence.StandardKey


class WindowMenus:
    """Builds everything once; `read_state` keeps what can be done now in step with the document."""

    def __init__(self, window: WindowFrame, files: DocumentFlow, exports: ExportFlow) -> None:
        self._window = window
        self._files = files
        self._exports = exports
        self.extras = WindowExtras(window, files)
        self._signed: list[tuple[QAction, str]] = []
        bar = window.menuBar()
        self._file = bar.addMenu(tr("&File"))
        self._edit = bar.addMenu(tr("&Edit"))
        self._draw = bar.addMenu(tr("&Draw"))
        self._view = bar.addMenu(tr("&View"))
        self._wheel = bar.addMenu(tr("&Wheel"))
        self._help = bar.addMenu(tr("&Help"))
        self._build_file_menu()
        self._build_edit_menu()
        self._build_draw_menu()
        self._build_view_menu()
        self._build_help_menu()
        self._build_tool_bar()
        self.dress(window.studio.tokens)
        self.paper_menu = PaperMenu(window, (*self._edit.actions(), *self._draw.actions()))

    # -- what the window calls

    def fit(self) -> None:
        self._window.canvas.fit()

    def read_state(self) -> None:
        """Undo and redo say what they would do; saving is offered where there is something to save."""
        editor = self._window.editor
        undo, redo = editor.undo_label, editor.redo_label
        self.undo.setEnabled(undo is not None)
        self.undo.setText(tr("Undo {step}", step=_plain(undo)) if undo else tr("Undo"))
        self.redo.setEnabled(redo is not None)
        self.redo.setText(tr("Redo {step}", step=_plain(redo)) if redo else tr("Redo"))
        theme = editor.flywheel.header.theme
        for action in self._themes.actions():
            action.setChecked(action.data() == theme)

    def dress(self, tokens: Tokens) -> None:
        for action, sign in self._signed:
            checked = tokens.accent_text if action.isCheckable() else None
            action.setIcon(tool_icon(sign, tokens.ink, checked))

    def add_panel_actions(self, panels: WindowPanels) -> None:
        """What can only be done once the panels stand."""
        momentum = panels.momentum
        self.extras.take_panels(panels)
        others = [each.widget() for each in panels.docks]
        first = [panels.properties, panels.momentum]
        parts = [self.tool_bar, self._window.canvas, *first]
        order_focus(parts + [panel for panel in others if panel not in first])
        self._add(self._wheel, tr("Play or pause"), momentum.toggle_playing, "Ctrl+Space", "play")
        self._add(self._wheel, tr("One step on"), momentum.step, "Ctrl+.")
        self._add(self._wheel, tr("Back to the start"), momentum.reset, "Ctrl+,")
        self._wheel.addSeparator()
        self._add(self._wheel, tr("Push the selected factor"), panels.push_selected, "Ctrl+Alt+P")
        self._add(
            self._wheel, tr("Knock the selected factor back"), panels.knock_selected, "Ctrl+Alt+K"
        )
        self._wheel.addSeparator()
        self._add(
            self._wheel, tr("Read the loop link by link"), panels.reader.read_chosen, "Ctrl+Alt+R"
        )
        self._add(self._wheel, tr("Scorecard"), panels.show_scorecard, "Ctrl+Alt+1")
        self._add(self._wheel, tr("Activities"), panels.show_activities, "Ctrl+Alt+2")
        self._add(self._wheel, tr("Portfolio"), panels.show_portfolio, "Ctrl+Alt+3")
        self._view.insertSeparator(self._panels_before)
        for dock in panels.docks:
            action = dock.toggleViewAction()
            self._view.insertAction(self._panels_before, action)

    # -- building

    def _add(
        self,
        menu: QMenu,
        text: str,
        slot: Slot,
        key: str | QKeySequence.StandardKey | None = None,
        sign: str = "",
    ) -> QAction:
        action = QAction(text, self._window)
        action.triggered.connect(_without_argument(slot))
        if isinstance(key, str):
            action.setShortcut(QKeySequence(key))
        elif key is not None:
            action.setShortcuts(QKeySequence.keyBindings(key))
        if sign:
            self._signed.append((action, sign))
        menu.addAction(action)
        return action

    def _build_file_menu(self) -> None:
        window, files = self._window, self._files
        self._add(self._file, tr("New"), window.studio.new_window, Keys.New)
        self._templates = self._file.addMenu(tr("New from a template"))
        self._templates.aboutToShow.connect(self._fill_templates)
        self._templates.setProperty("is_listed", False)
        self._add(self._file, tr("Open…"), files.open, Keys.Open)
        self._recent = self._file.addMenu(tr("Open recent"))
        self._recent.aboutToShow.connect(self._fill_recent)
        self._recent.setProperty("is_listed", False)
        self._file.addSeparator()
        self.save = self._add(self._file, tr("Save"), files.save, Keys.Save)
        self._add(self._file, tr("Save as…"), files.save_as, "Ctrl+Shift+S")
        self._add(self._file, tr("Open a copy"), self.extras.duplicate_document)
        self._add(self._file, tr("Save as template…"), self.extras.save_as_template)
        self._file.addSeparator()
        self.export = self._add(
            self._file, tr("Export a picture…"), self._exports.ask, "Ctrl+E", "export"
        )
        self._add(self._file, tr("Copy as picture"), window.copy_as_picture, "Ctrl+Shift+C")
        self._file.addSeparator()
        self._add(self._file, tr("Print…"), self.extras.print, Keys.Print)
        self._file.addSeparator()
        self._add(self._file, tr("Close"), window.close, "Ctrl+W")
        self._add(self._file, tr("Quit"), window.studio.quit, "Ctrl+Q")

    def _build_edit_menu(self) -> None:
        window, tools, clipboard = self._window, self._window.toolbox, ClipboardVerbs(self._window)
        self.undo = self._add(self._edit, tr("Undo"), window.undo, "Ctrl+Z", "undo")
        self.redo = self._add(self._edit, tr("Redo"), window.redo, "Ctrl+Shift+Z", "redo")
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._edit.addSeparator()
        self._add(self._edit, tr("Cut"), clipboard.cut, Keys.Cut)
        self._add(self._edit, tr("Copy"), clipboard.copy, Keys.Copy)
        self._add(self._edit, tr("Paste"), clipboard.paste, Keys.Paste)
        self._add(self._edit, tr("Copy style"), clipboard.copy_style, "Ctrl+Alt+C")
        self._add(self._edit, tr("Paste style"), clipboard.paste_style, "Ctrl+Alt+V")
        self._edit.addSeparator()
        self._add(self._edit, tr("Rename"), self._rename_selected)
        self._add(self._edit, tr("Duplicate"), tools.duplicate, "Ctrl+D")
        self._add(self._edit, tr("Delete"), window.delete_selection)
        self._add(self._edit, tr("Select all"), tools.select_all, "Ctrl+A")
        self._add(self._edit, tr("Find on the paper…"), self.extras.find, Keys.Find)
        self._edit.addSeparator()
        self._add(self._edit, tr("Preferences…"), self.extras.preferences, "Ctrl+;")

    def _build_draw_menu(self) -> None:
        window = self._window
        self._tools = QActionGroup(window)
        rows = (
            ("select", tr("Select"), "V"),
            ("place", tr("Factor"), "F"),
            ("connect", tr("Link"), "L"),
            ("text", tr("Text"), "T"),
        )
        for tool, title, key in rows:
            action = self._add(self._draw, f"{title}\t{key}", self._tool_slot(tool), sign=tool)
            action.setIconText(title)
            action.setToolTip(tr("{name} ({key})", name=title, key=key))
            action.setCheckable(True)
            action.setData(tool)
            self._tools.addAction(action)
        window.toolbox.tool_changed.connect(self._on_tool_changed)
        self._on_tool_changed(window.toolbox.active)
        self._draw.addSeparator()
        self._add(
            self._draw, tr("Next factor on the ring"), window.toolbox.add_next_on_ring, "Ctrl+Right"
        )
        self._add(self._draw, tr("Add wheel"), self._add_wheel)
        self._add(self._draw, tr("Add band"), window.toolbox.add_band)
        self._add(self._draw, tr("Attract, Engage, Delight"), window.toolbox.set_stages)
        add = self._add(self._draw, tr("Add a factor"), window.toolbox.add_factor, "Ins")
        # In the outline the same key adds one there.
        add.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        window.canvas.addAction(add)
        self._add(self._draw, tr("Connect to…"), self.extras.connect_selected, "Ctrl+L")
        self._add(self._draw, tr("Turn the sign"), self.extras.turn_sign, "Ctrl+Shift+L")
        self._add(self._draw, tr("Bend to the left"), self.extras.bend_left, "Ctrl+[")
        self._add(self._draw, tr("Bend to the right"), self.extras.bend_right, "Ctrl+]")
        self._draw.addSeparator()
        self._add(self._draw, tr("Arrange on a ring"), self._arrange_on_ring, "Ctrl+R", "ring")
        self._add(self._draw, tr("Arrange as hub and spokes"), self._arrange_hub)
        self._add(self._draw, tr("Distribute on the ring"), self._distribute)
        self._add(self._draw, tr("Lay out everything"), self._lay_out, "Ctrl+Shift+R")
        self._draw.addSeparator()
        self._tidy = TidyMenu(window, self._draw)

    def _build_view_menu(self) -> None:
        canvas = self._window.canvas
        self._add(self._view, tr("Zoom in"), canvas.zoom_in, Keys.ZoomIn)
        self._add(self._view, tr("Zoom out"), canvas.zoom_out, Keys.ZoomOut)
        self._add(self._view, tr("Actual size"), canvas.actual_size, "Ctrl+0")
        self._add(self._view, tr("Show everything"), self.fit, "Ctrl+1", "fit")
        self._add(self._view, tr("Show the selection"), canvas.zoom_to_selection, "Ctrl+2")
        self._view.addSeparator()
        themes = self._view.addMenu(tr("Theme of the drawing"))
        self._themes = QActionGroup(self._window)
        titles = {"clean": tr("Clean"), "slate": tr("Slate (dark)"), "napkin": tr("Napkin")}
        for name in theme_names():
            self._choice(themes, self._themes, titles.get(name, name), name, self._on_theme)
        themes.addSeparator()
        self._add(themes, tr("Colours of the loops…"), self.extras.colors)
        self._appearance = QActionGroup(self._window)
        appearance = self._view.addMenu(tr("Window"))
        words = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
        for name in APPEARANCES:
            action = self._choice(
                appearance, self._appearance, words[name], name, self._on_appearance
            )
            action.setChecked(name == self._window.studio.appearance)
        self._languages = QActionGroup(self._window)
        languages = self._view.addMenu(tr("Language"))
        for code, own_name in available_languages().items():
            action = self._choice(languages, self._languages, own_name, code, self._on_language)
            action.setChecked(code == current_language())
        self._add(
            self._view,
            tr("To the properties and back"),
            self.extras.go_to_properties,
            "Ctrl+Return",
        )
        self._add(
            self._view, tr("To the outline and back"), self.extras.go_to_outline, "Ctrl+Shift+O"
        )
        self._add(self._view, tr("Present"), self._window.present, "F5")
        self._panels_before = self._add(
            self._view, tr("Full screen"), self._toggle_full_screen, "F11"
        )

    def _build_help_menu(self) -> None:
        window = self._window
        palette = self._add(self._help, tr("Find a command…"), self.extras.palette)
        palette.setShortcuts([QKeySequence("Ctrl+K"), QKeySequence("Ctrl+Shift+P")])
        self._add(self._help, tr("Keys"), lambda: show_keys(window), "?")
        self._add(self._help, tr("About Flywheel Studio"), lambda: show_about(window))

    def _build_tool_bar(self) -> None:
        bar = QToolBar(tr("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for action in self._tools.actions():
            bar.addAction(action)
        bar.addSeparator()
        for action, sign in self._signed:
            if sign in ("undo", "redo", "ring", "fit"):
                bar.addAction(action)
                button = bar.widgetForAction(action)
                if isinstance(button, QToolButton):
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        bar.addSeparator()
        bar.addAction(self.export)
        self.export.setIconText(tr("Export"))
        button = bar.widgetForAction(self.export)
        if isinstance(button, QToolButton):
            button.setToolTip(tr("Export a picture, or drag it from here into a slide"))
            DragOut(button, self._window.figure, lambda: self._files.suggested_stem)
        self._window.addToolBar(bar)
        reach_tool_bar(bar)
        self.tool_bar = bar

    def _choice(
        self, menu: QMenu, group: QActionGroup, text: str, value: str, slot: Callable[[str], None]
    ) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setData(value)
        action.triggered.connect(_with_argument(slot, value))
        group.addAction(action)
        return action

    # -- slots

    def _fill_templates(self) -> None:
        self._templates.clear()
        language = current_language()
        for path in own_templates():
            action = self._templates.addAction(_plain(template_name(path)))
            action.triggered.connect(_with_argument(self._on_own_template, str(path)))
        self._templates.addSeparator()
        for row in templates():
            title = row.titles.get(language) or next(iter(row.titles.values()))
            action = self._templates.addAction(_plain(title))
            action.triggered.connect(_with_argument(self._on_template, row.id))

    def _fill_recent(self) -> None:
        self._recent.clear()
        paths = self._window.studio.recent.paths()
        for path in paths:
            action = self._recent.addAction(_plain(path.name))
            action.setToolTip(str(path))
            action.setStatusTip(str(path))
            action.triggered.connect(_with_argument(self._on_recent, str(path)))
        if not paths:
            self._recent.addAction(tr("Nothing yet")).setEnabled(False)

    def _on_template(self, template: str) -> None:
        self._window.studio.open_template(template, self._window)

    def _on_own_template(self, path: str) -> None:
        self._window.studio.open_own_template(Path(path), self._window)

    def _on_recent(self, path: str) -> None:
        self._window.studio.open_path(path, self._window)

    def _tool_slot(self, tool: str) -> Slot:
        def use() -> None:
            self._window.toolbox.use(tool)
            self._window.canvas.setFocus()

        return use

    def _on_tool_changed(self, tool: str) -> None:
        for action in self._tools.actions():
            action.setChecked(action.data() == tool)

    def _on_theme(self, name: str) -> None:
        self._window.toolbox.perform(tr("Change theme"), lambda fw: set_theme(fw, name))

    def _on_appearance(self, name: str) -> None:
        self._window.studio.set_appearance(name)

    def _on_language(self, code: str) -> None:
        self._window.studio.set_language(code)
        self._window.say(tr("The language changes for new windows."))

    def _rename_selected(self) -> None:
        chosen = self._window.editor.selection.factors
        if len(chosen) == 1:
            self._window.toolbox.edit_label(next(iter(chosen)))

    def _arrange_on_ring(self) -> None:
        self._window.toolbox.perform(tr("Arrange on a ring"), arrange_on_ring)
        self._window.canvas.fit()

    def _arrange_hub(self) -> None:
        self._window.toolbox.perform(tr("Arrange as hub and spokes"), arrange_hub_and_spokes)
        self._window.canvas.fit()

    def _add_wheel(self) -> None:
        self._window.toolbox.add_wheel()
        self._window.canvas.fit()

    def _lay_out(self) -> None:
        self._window.toolbox.perform(tr("Lay out everything"), arrange_graph)
        self._window.canvas.fit()

    def _distribute(self) -> None:
        factors = self._window.editor.selection.factors or self._window.editor.flywheel.factors
        self._window.toolbox.perform(
            tr("Distribute on the ring"), lambda fw: distribute_on_ring(fw, factors)
        )

    def _toggle_full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()


def _plain(words: str) -> str:
    """Words that a menu shows as they are, on one line."""
    return " ".join(words.split()).replace("&", "&&")


def _without_argument(slot: Slot) -> Callable[[bool], None]:
    def called(_checked: bool = False) -> None:
        slot()

    return called


def _with_argument(slot: Callable[[str], None], value: str) -> Callable[[bool], None]:
    def called(_checked: bool = False) -> None:
        slot(value)

    return called
