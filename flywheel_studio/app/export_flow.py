"""From "Export a picture…" to a file on the disk, with every problem said in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from flywheel_studio.export.registry import Exporter, Picture, PictureOptions
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem

if TYPE_CHECKING:
    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.frame import WindowFrame


class ExportFlow:
    """Asks what and where, writes, and says where it went."""

    def __init__(self, window: WindowFrame, files: DocumentFlow) -> None:
        self._window = window
        self._files = files
        self._last_folder: Path | None = None

    def ask(self) -> None:
        """Open the dialog."""
        from flywheel_studio.app.export_dialog import ExportDialog

        window = self._window
        window.toolbox.settle()
        self.dialog = ExportDialog(
            exporters(),
            window.picture,
            window.editor.flywheel.header.theme,
            window.studio.settings,
            window,
        )
        self.dialog.accepted_with.connect(self._on_accepted)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def write(
        self, path: Path, exporter: Exporter, options: PictureOptions, picture: Picture
    ) -> bool:
        """Write a picture; tell the user how it went."""
        try:
            write_whole(path, exporter.write(picture, options))
        except SaveProblem as problem:
            self._files.complain(str(problem), problem.next_step)
            return False
        except ValueError as problem:
            self._files.complain(str(problem), "")
            return False
        self._window.toast.tell(
            tr("Exported {file}.", file=path.name),
            tr("Show folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
        )
        return True

    def _on_accepted(self, exporter: Exporter, options: PictureOptions, picture: Picture) -> None:
        window = self._window
        if self.dialog.carries_model:
            options = replace(options, model=encode(window.editor.to_save()))
        path = self._ask_path(exporter, options.model is not None)
        if path is not None:
            self._last_folder = path.parent
            self.write(path, exporter, options, picture)

    def _ask_path(self, exporter: Exporter, carries_model: bool) -> Path | None:
        files = self._files
        folder = self._last_folder or files.folder
        # "NAME.flywheel.png" says that the picture opens as a drawing again.
        suffix = f"flywheel.{exporter.suffix}" if carries_model else exporter.suffix
        suggested = folder / f"{files.suggested_stem}.{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Export a picture"),
            str(suggested),
            f"{exporter.title()} (*.{exporter.suffix})",
        )
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() != f".{exporter.suffix}":
            path = path.with_name(f"{path.name}.{exporter.suffix}")
        return path
