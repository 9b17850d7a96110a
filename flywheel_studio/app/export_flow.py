"""From "Export a picture…" to a file on the disk, with every problem said in one sentence."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from flywheel_studio.export.registry import Exporter, Picture, PictureOptions
from flywheel_studio.language.translate import tr
from flywheel_studio.model.folding import folded_wheels
from flywheel_studio.qt_rendering.exporters import exporters
from flywheel_studio.storage.codec import encode
from flywheel_studio.storage.files import write_whole
from flywheel_studio.storage.problems import SaveProblem

if TYPE_CHECKING:
    from flywheel_studio.app.document_flow import DocumentFlow
    from flywheel_studio.app.export_choices import Content
    from flywheel_studio.app.export_run import ExportRun
    from flywheel_studio.app.frame import WindowFrame


class ExportFlow:
    """Asks what and where, writes, and says where it went. `run`: the one under way, if any."""

    def __init__(self, window: WindowFrame, files: DocumentFlow) -> None:
        self._window = window
        self._files = files
        self._last_folder: Path | None = None
        self.run: ExportRun | None = None

    def ask(self) -> None:
        """Open the dialog."""
        from flywheel_studio.app.export_dialog import ExportDialog

        window = self._window
        window.settle()
        self.dialog = ExportDialog(
            exporters(),
            window.picture,
            self._contents(),
            window.editor.flywheel.header.theme,
            window.studio.settings,
            window,
        )
        self.dialog.accepted_with.connect(self._on_accepted)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def write(
        self, path: Path, exporter: Exporter, options: PictureOptions, picture: Picture
    ) -> None:
        """Make the file and put it there, with progress where it takes a while; tell how it went."""
        from flywheel_studio.app.export_run import ExportRun

        self.run = ExportRun(
            exporter.make(picture, options),
            tr("Writing {file}…", file=path.name),
            partial(self._on_made, path),
            self._on_failed,
            self._window,
        )
        self.run.over.connect(self._on_over)

    def _contents(self) -> list[Content]:
        """The parts of the drawing that can be exported: all, a wheel, what is selected."""
        from flywheel_studio.app.export_choices import Content
        from flywheel_studio.export.excerpt import picture_of, selected_alone, wheel_alone

        flywheel = self._window.editor.flywheel
        selected = self._window.editor.selection.items

        def keys(kind: str) -> list[str]:
            return [key for chosen, key in sorted(selected) if chosen == kind]

        def only_wheel(wheel: str, whole: Picture) -> Picture:
            return picture_of(wheel_alone(whole.flywheel, wheel), whole)

        def only_selected(whole: Picture) -> Picture:
            factors = keys("factors") + [
                factor.id
                for wheel in keys("wheels")
                if wheel in folded_wheels(whole.flywheel)
                for factor in whole.flywheel.factors_of[wheel]
            ]
            part = selected_alone(whole.flywheel, factors, keys("links"), keys("texts"))
            return picture_of(part, whole)

        contents = [Content(tr("The whole drawing"), lambda whole: whole)]
        if len(flywheel.wheels) > 1:
            contents += [
                Content(
                    tr("Wheel “{title}”", title=" ".join(wheel.title.split()) or wheel.id),
                    partial(only_wheel, wheel.id),
                )
                for wheel in flywheel.wheels.values()
            ]
        folded = folded_wheels(flywheel)
        if any(
            kind in ("factors", "links", "texts") or (kind == "wheels" and key in folded)
            for kind, key in selected
        ):
            contents.append(Content(tr("What is selected"), only_selected))
        return contents

    def _on_accepted(self, exporter: Exporter, options: PictureOptions, picture: Picture) -> None:
        window, choices = self._window, self.dialog.choices
        if choices.carries_model:
            # A part carries itself alone, so that it gives nothing else away.
            is_whole = picture.flywheel is window.editor.flywheel
            model = encode(window.editor.to_save() if is_whole else picture.flywheel)
            options = replace(options, model=model)
        deck = choices.deck.path if "into" in exporter.takes else None
        if deck is not None:
            try:
                options = replace(options, into=deck.read_bytes())
            except OSError as problem:
                self._files.complain(f"{deck.name}: {problem.strerror or problem}", "")
                return
        path = self._ask_path(exporter, options.model is not None, deck)
        if path is not None:
            self._last_folder = path.parent
            self.write(path, exporter, options, picture)

    def _on_over(self) -> None:
        self.run = None

    def _on_made(self, path: Path, raw: bytes) -> None:
        try:
            write_whole(path, raw)
        except SaveProblem as problem:
            self._files.complain(str(problem), problem.next_step)
            return
        self._window.toast.tell(
            tr("Exported {file}.", file=path.name),
            tr("Show folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
        )

    def _on_failed(self, problem: Exception) -> None:
        self._files.complain(str(problem), "")

    def _ask_path(self, exporter: Exporter, carries_model: bool, deck: Path | None) -> Path | None:
        files = self._files
        folder = self._last_folder or files.folder
        # "NAME.flywheel.png" says that the picture opens as a drawing again.
        suffix = f"flywheel.{exporter.suffix}" if carries_model else exporter.suffix
        suggested = deck or folder / f"{files.suggested_stem}.{suffix}"
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
