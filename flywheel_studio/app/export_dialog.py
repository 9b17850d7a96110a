"""What kind of picture, how large, on what: with the picture itself beside the questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.app.export_choices import Content, ExportChoices, note_label
from flywheel_studio.app.export_preview import Preview
from flywheel_studio.app.settings import Settings
from flywheel_studio.export.registry import Exporter, Picture, PictureOptions
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.png_pdf import PictureTooLarge, area_of, pixels_of

Compose = Callable[[str], Picture]


class ExportDialog(QDialog):
    """`accepted_with` is emitted with (exporter, options, picture) when the user agrees.

    `options.model` and `options.into` are left to the caller, who reads and writes files: see
    `choices.carries_model` and `choices.deck.path`.
    """

    accepted_with = Signal(object, object, object)

    def __init__(
        self,
        exporters: Sequence[Exporter],
        compose: Compose,
        contents: Sequence[Content],
        theme: str,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export a picture"))
        self._compose = compose
        has_pages = len(compose(theme).flywheel.wheels) > 1
        self.choices = ExportChoices(exporters, contents, theme, has_pages, settings)
        self._preview = Preview()
        self._build()
        self.choices.changed.connect(self._on_changed)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        self._on_changed()
        self.resize(920, 600)

    def picture(self) -> Picture:
        """What will be exported, in the chosen colours."""
        return self.choices.content.cut(self._compose(self.choices.theme_name))

    @property
    def problem(self) -> str:
        """What the dialog says is wrong; "" while all is well."""
        return self._problem.text()

    @property
    def warning(self) -> str:
        """What will come out, but not as one may wish; "" where all is well."""
        return self._warning.text()

    @property
    def can_export(self) -> bool:
        return self._buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()

    def _build(self) -> None:
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._warning = note_label("")
        self._warning.setObjectName("notice")
        self._result = note_label("")
        self._result.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setText(tr("Export…"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        left = QVBoxLayout()
        left.addWidget(self.choices)
        left.addWidget(self._problem)
        left.addWidget(self._warning)
        left.addStretch(1)
        left.addWidget(self._buttons)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(370)
        right = QVBoxLayout()
        right.addWidget(self._preview, 1)
        right.addWidget(self._result)
        sides = QHBoxLayout(self)
        sides.setContentsMargins(20, 20, 20, 16)
        sides.setSpacing(20)
        sides.addWidget(side)
        sides.addLayout(right, 1)

    def _on_changed(self) -> None:
        picture, options = self.picture(), self.choices.options()
        problem = self.choices.problem
        words = "" if problem else self._result_words(picture, options)
        if not problem and words is None:
            problem = tr("The picture would be too large to be painted.")
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        warning = "" if problem else self._words_warning(picture, options)
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._result.setText(words or "")
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not problem)
        is_slide = "shape" in self.choices.exporter.takes
        self._preview.show_figure(picture.figure, options, is_slide=is_slide)

    def _words_warning(self, picture: Picture, options: PictureOptions) -> str:
        from flywheel_studio.export.word_sizes import small_words_warning

        choices = self.choices
        way = tr("take one wheel at a time, or only what you select")
        rooms = choices.deck.rooms if "into" in choices.exporter.takes else None
        return small_words_warning(choices.exporter, picture, options, way, rooms)

    def _result_words(self, picture: Picture, options: PictureOptions) -> str | None:
        """What will come out, in a line; None where it cannot be painted."""
        if "width" not in self.choices.exporter.takes:
            return ""
        try:
            _, width, height = pixels_of(area_of(picture.figure, options), options)
        except PictureTooLarge:
            return None
        return tr("{width} × {height} pixels", width=width, height=height)

    def _on_accepted(self) -> None:
        self.choices.store()
        self.accepted_with.emit(self.choices.exporter, self.choices.options(), self.picture())
        self.accept()
