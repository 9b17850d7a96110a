"""What kind of picture, how large, on what: with the picture itself beside the questions.

The preview is painted from the same figure as the file. The answers are remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from flywheel_studio.app.settings import Settings
from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.drawing.theme import theme_names
from flywheel_studio.export.registry import PADDING, Exporter, Picture, PictureOptions
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.painter import paint

Compose = Callable[[str], Picture]

_PRESETS: Final = (1920, 3840)
_SMALLEST: Final = 16
_LARGEST: Final = 16_384


class ExportDialog(QDialog):
    """`accepted_with` is emitted with (exporter, options, picture) when the user agrees.

    `options.model` is left to the caller, who knows the document: see `carries_model`.
    """

    accepted_with = Signal(object, object, object)

    def __init__(
        self,
        exporters: tuple[Exporter, ...],
        compose: Compose,
        theme: str,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export a picture"))
        self._exporters = exporters
        self._compose = compose
        self._settings = settings
        self._document_theme = theme
        self._build()
        self._remember_last()
        self._connect()
        self._on_changed()
        self.resize(900, 520)

    @property
    def exporter(self) -> Exporter:
        return self._exporters[self._format.currentIndex()]

    @property
    def carries_model(self) -> bool:
        return self._model.isEnabled() and self._model.isChecked()

    def options(self) -> PictureOptions:
        is_pixels = self._size.isEnabled()
        choice = self._size.currentData()
        width = self._own_width() if choice == 0 else choice
        return PictureOptions(
            width=width if is_pixels and width else None,
            transparent=self._transparent.isChecked(),
            text="outlines" if self._is_outlined() else "text",
            padding=0.0 if self._tight.isChecked() else PADDING,
        )

    def picture(self) -> Picture:
        return self._compose(str(self._theme.currentData()))

    def _build(self) -> None:
        self._format = _combo(tr("Format"))
        for row in self._exporters:
            self._format.addItem(row.title(), row.id)
        self._size = _combo(tr("Size"))
        self._size.addItem(tr("As on the paper"), None)
        for width in _PRESETS:
            self._size.addItem(tr("{width} pixels wide", width=width), width)
        self._size.addItem(tr("Another width"), 0)
        self._width = QLineEdit("2560")
        self._width.setAccessibleName(tr("Width in pixels"))
        self._width.setMaxLength(5)
        self._theme = _combo(tr("Colours"))
        self._theme.addItem(tr("As the drawing"), self._document_theme)
        titles = {"clean": tr("Light (clean)"), "slate": tr("Dark (slate)")}
        for name in theme_names():
            self._theme.addItem(titles.get(name, name), name)
        self._transparent = QCheckBox(tr("Transparent background"))
        self._tight = QCheckBox(tr("No margin"))
        self._outlines = QCheckBox(tr("Letters as outlines"))
        self._model = QCheckBox(tr("Carry the flywheel inside"))
        self._model_note = _note(
            tr("Whoever has the picture can open it here again, with everything in it.")
        )
        self._format_note = _note("")
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._preview = _Preview()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.addRow(tr("Format"), self._format)
        form.addRow("", self._format_note)
        form.addRow(tr("Size"), self._size)
        form.addRow(tr("Width"), self._width)
        form.addRow(tr("Colours"), self._theme)
        form.addRow("", self._transparent)
        form.addRow("", self._tight)
        form.addRow("", self._outlines)
        form.addRow("", self._model)
        form.addRow("", self._model_note)
        form.addRow("", self._problem)
        self._form = form
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setText(tr("Export…"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        left.addWidget(self._buttons)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(370)
        sides = QHBoxLayout(self)
        sides.setContentsMargins(20, 20, 20, 16)
        sides.setSpacing(20)
        sides.addWidget(side)
        sides.addWidget(self._preview, 1)

    def _connect(self) -> None:
        for combo in (self._format, self._size, self._theme):
            combo.currentIndexChanged.connect(self._on_changed)
        for box in (self._transparent, self._tight, self._outlines, self._model):
            box.toggled.connect(self._on_changed)
        self._width.textChanged.connect(self._on_changed)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _remember_last(self) -> None:
        settings = self._settings
        _choose(self._format, settings.text("export/format", "png"))
        _choose(self._size, {"1920": 1920, "3840": 3840, "own": 0, "paper": None}.get(
            settings.text("export/size", "1920"), 1920
        ))  # fmt: skip
        self._width.setText(settings.text("export/width", "2560"))
        self._transparent.setChecked(settings.flag("export/transparent", False))
        self._tight.setChecked(settings.flag("export/tight", False))
        self._outlines.setChecked(settings.flag("export/outlines", False))
        self._model.setChecked(settings.flag("export/model", True))

    def _store(self) -> None:
        settings = self._settings
        settings.put("export/format", self.exporter.id)
        choice = self._size.currentData()
        settings.put("export/size", {None: "paper", 0: "own"}.get(choice, str(choice)))
        settings.put("export/width", self._width.text())
        settings.put("export/transparent", self._transparent.isChecked())
        settings.put("export/tight", self._tight.isChecked())
        settings.put("export/outlines", self._outlines.isChecked())
        settings.put("export/model", self._model.isChecked())

    def _is_outlined(self) -> bool:
        return self._outlines.isEnabled() and self._outlines.isChecked()

    def _own_width(self) -> int | None:
        words = self._width.text().strip()
        if not words.isdecimal():
            return None
        return int(words) if _SMALLEST <= int(words) <= _LARGEST else None

    def _on_changed(self) -> None:
        exporter = self.exporter
        self._format_note.setText(exporter.note())
        takes = exporter.takes
        has_size = "width" in takes
        self._size.setEnabled(has_size)
        self._tight.setEnabled("padding" in takes)
        self._outlines.setEnabled("text" in takes)
        self._model.setEnabled("model" in takes)
        self._form.setRowVisible(self._width, has_size and self._size.currentData() == 0)
        self._form.setRowVisible(self._size, has_size)
        self._form.setRowVisible(self._tight, "padding" in takes)
        self._form.setRowVisible(self._outlines, "text" in takes)
        self._form.setRowVisible(self._model, "model" in takes)
        self._form.setRowVisible(self._model_note, self.carries_model)
        is_wrong = has_size and self._size.currentData() == 0 and self._own_width() is None
        self._problem.setText(
            tr(
                "The width is a whole number from {least} to {most}.",
                least=_SMALLEST,
                most=_LARGEST,
            )
            if is_wrong
            else ""
        )
        self._form.setRowVisible(self._problem, is_wrong)
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not is_wrong)
        self._preview.show_figure(self.picture().figure, self.options())

    def _on_accepted(self) -> None:
        self._store()
        self.accepted_with.emit(self.exporter, self.options(), self.picture())
        self.accept()


class _Preview(QWidget):
    """The picture as it will be, on a checked ground where it is transparent."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(320, 260))
        self.setAccessibleName(tr("Preview"))
        self._figure: Figure | None = None
        self._options = PictureOptions()

    def show_figure(self, figure: Figure, options: PictureOptions) -> None:
        self._figure, self._options = figure, options
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._figure is None:
            return
        area = self._figure.box.grown(self._options.padding)
        scale = min((self.width() - 2) / area.width, (self.height() - 2) / area.height)
        width, height = area.width * scale, area.height * scale
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        sheet = QRectF(left, top, width, height)
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._options.transparent:
                painter.fillRect(sheet, QColor("#FFFFFF"))
                painter.fillRect(sheet, Qt.BrushStyle.Dense6Pattern)
            else:
                painter.fillRect(sheet, QColor(self._figure.paper))
            painter.setPen(QColor(128, 128, 128, 90))
            painter.drawRect(sheet)
            painter.setClipRect(sheet)
            painter.translate(left, top)
            painter.scale(scale, scale)
            painter.translate(-area.left, -area.top)
            paint(self._figure, painter)
        finally:
            painter.end()


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    return combo


def _choose(combo: QComboBox, value: object) -> None:
    for index in range(combo.count()):
        if combo.itemData(index) == value:
            combo.setCurrentIndex(index)
            return


def _note(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("caption")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
