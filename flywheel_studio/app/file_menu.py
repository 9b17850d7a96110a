"""The file menu: new, open, save, export, print; templates and recent files are read when it opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from flywheel_studio.app.menu_rows import Keys, MenuRows, plain, with_argument
from flywheel_studio.language.translate import current_language, tr
from flywheel_studio.storage.own_templates import own_templates, template_name
from flywheel_studio.storage.templates import templates

if TYPE_CHECKING:
    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.export_flow import ExportFlow
    from flywheel_studio.app.frame import WindowFrame
    from flywheel_studio.app.window_extras import WindowExtras


class FileMenu:
    """`save` and `export` are shown elsewhere too."""

    def __init__(
        self,
        window: WindowFrame,
        menu: QMenu,
        rows: MenuRows,
        files: DocumentFlow,
        exports: ExportFlow,
        extras: WindowExtras,
    ) -> None:
        self._window = window
        rows.add(menu, tr("New"), window.studio.new_window, Keys.New)
        self.templates = menu.addMenu(tr("New from a template"))
        self.templates.aboutToShow.connect(self.fill_templates)
        self.templates.setProperty("is_listed", False)
        rows.add(menu, tr("Open…"), files.open, Keys.Open)
        self._recent = menu.addMenu(tr("Open recent"))
        self._recent.aboutToShow.connect(self._fill_recent)
        self._recent.setProperty("is_listed", False)
        menu.addSeparator()
        self.save = rows.add(menu, tr("Save"), files.save, Keys.Save)
        rows.add(menu, tr("Save as…"), files.save_as, "Ctrl+Shift+S")
        rows.add(menu, tr("Open a copy"), extras.duplicate_document)
        rows.add(menu, tr("Save as template…"), extras.save_as_template)
        menu.addSeparator()
        self.export = rows.add(menu, tr("Export a picture…"), exports.ask, "Ctrl+E", "export")
        rows.add(menu, tr("Copy as picture"), window.copy_as_picture, "Ctrl+Shift+C")
        menu.addSeparator()
        rows.add(menu, tr("Print…"), extras.print, Keys.Print)
        menu.addSeparator()
        rows.add(menu, tr("Close"), window.close, "Ctrl+W")
        rows.add(menu, tr("Quit"), window.studio.quit, "Ctrl+Q")

    def fill_templates(self) -> None:
        """List the templates as they are now."""
        self.templates.clear()
        language = current_language()
        for path in own_templates():
            action = self.templates.addAction(plain(template_name(path)))
            action.triggered.connect(with_argument(self._on_own_template, str(path)))
        self.templates.addSeparator()
        for row in templates():
            title = row.titles.get(language) or next(iter(row.titles.values()))
            action = self.templates.addAction(plain(title))
            action.triggered.connect(with_argument(self._on_template, row.id))

    def _fill_recent(self) -> None:
        self._recent.clear()
        paths = self._window.studio.recent.paths()
        for path in paths:
            action = self._recent.addAction(plain(path.name))
            action.setToolTip(str(path))
            action.setStatusTip(str(path))
            action.triggered.connect(with_argument(self._on_recent, str(path)))
        if not paths:
            self._recent.addAction(tr("Nothing yet")).setEnabled(False)

    def _on_template(self, template: str) -> None:
        self._window.studio.open_template(template, self._window)

    def _on_own_template(self, path: str) -> None:
        self._window.studio.open_own_template(Path(path), self._window)

    def _on_recent(self, path: str) -> None:
        self._window.studio.open_path(path, self._window)
