"""The view menu: what part of the paper is shown, in which colours and words, and which panels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu

from flywheel_studio.app.menu_rows import Keys, MenuRows
from flywheel_studio.app.settings import APPEARANCES
from flywheel_studio.commands.document import set_theme
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.language.translate import available_languages, current_language, tr

if TYPE_CHECKING:
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_extras import WindowExtras


class ViewMenu:
    """`read_theme` keeps the tick on the theme of the document."""

    def __init__(
        self, window: WindowFrame, menu: QMenu, rows: MenuRows, extras: WindowExtras
    ) -> None:
        self._window = window
        self._menu = menu
        canvas = window.canvas
        rows.add(menu, tr("Zoom in"), canvas.zoom_in, Keys.ZoomIn)
        rows.add(menu, tr("Zoom out"), canvas.zoom_out, Keys.ZoomOut)
        rows.add(menu, tr("Actual size"), canvas.actual_size, "Ctrl+0")
        rows.add(menu, tr("Show everything"), self._fit, "Ctrl+1", "fit")
        rows.add(menu, tr("Show the selection"), canvas.zoom_to_selection, "Ctrl+2")
        menu.addSeparator()
        themes = menu.addMenu(tr("Theme of the drawing"))
        self._themes = QActionGroup(menu)
        titles = {"clean": tr("Clean"), "slate": tr("Slate (dark)"), "napkin": tr("Napkin")}
        for name in theme_names():
            rows.choice(themes, self._themes, titles.get(name, name), name, self._on_theme)
        themes.addSeparator()
        rows.add(themes, tr("Colours of the loops…"), extras.colors)
        self._appearance = QActionGroup(menu)
        appearance = menu.addMenu(tr("Window"))
        words = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
        for name in APPEARANCES:
            action = rows.choice(
                appearance, self._appearance, words[name], name, window.studio.look.set_appearance
            )
            action.setChecked(name == window.studio.look.appearance)
        self._languages = QActionGroup(menu)
        languages = menu.addMenu(tr("Language"))
        for code, own_name in available_languages().items():
            action = rows.choice(
                languages, self._languages, own_name, code, window.studio.set_language
            )
            action.setChecked(code == current_language())
        rows.add(menu, tr("To the properties and back"), extras.go_to_properties, "Ctrl+Return")
        rows.add(menu, tr("To the outline and back"), extras.go_to_outline, "Ctrl+Shift+O")
        rows.add(menu, tr("Present"), window.present, "F5")
        self._panels_before = rows.add(menu, tr("Full screen"), self._toggle_full_screen, "F11")

    def read_theme(self) -> None:
        """Tick the theme of the document."""
        theme = self._window.editor.flywheel.header.theme
        for action in self._themes.actions():
            action.setChecked(action.data() == theme)

    def add_docks(self, docks: Iterable[QDockWidget]) -> None:
        """List the panels, to be closed and brought back."""
        self._menu.insertSeparator(self._panels_before)
        for dock in docks:
            self._menu.insertAction(self._panels_before, dock.toggleViewAction())
        self._menu.insertSeparator(self._panels_before)

    def _fit(self) -> None:
        self._window.canvas.fit()

    def _on_theme(self, name: str) -> None:
        self._window.toolbox.perform(tr("Change theme"), lambda fw: set_theme(fw, name))

    def _toggle_full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
