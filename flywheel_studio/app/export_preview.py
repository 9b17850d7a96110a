"""The picture as it will be: painted from the same figure as the file."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.export.pptx_deck import own_areas
from flywheel_studio.export.pptx_place import SIZES
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.painter import paint

# Letters of a slide's title, as a share of its height.
_TITLE: Final = 0.05


class Preview(QWidget):
    """A sheet or a slide with the drawing on it, on a checked ground where it is transparent."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(320, 260))
        self.setAccessibleName(tr("Preview"))
        self._figure: Figure | None = None
        self._options = PictureOptions()
        self._is_slide = False

    def show_figure(self, figure: Figure, options: PictureOptions, *, is_slide: bool) -> None:
        self._figure, self._options, self._is_slide = figure, options, is_slide
        self.setAccessibleDescription(figure.description)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        figure = self._figure
        if figure is None:
            return
        area = figure.box.grown(0.0 if self._is_slide else self._options.padding)
        ratio = area.width / area.height
        if self._is_slide:
            across, down = SIZES[self._options.shape]
            ratio = across / down
        width = min(self.width() - 2.0, (self.height() - 2.0) * ratio)
        sheet = QRectF((self.width() - width) / 2, 0.0, width, width / ratio)
        sheet.moveTop((self.height() - sheet.height()) / 2)
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter, sheet, QColor(figure.paper))
            painter.setClipRect(sheet)
            room = self._paint_title(painter, sheet) if self._is_slide else sheet
            scale = min(room.width() / area.width, room.height() / area.height)
            middle = QPointF(area.center.x, area.center.y)
            painter.translate(room.center())
            painter.scale(scale, scale)
            painter.translate(-middle)
            paint(figure, painter)
        finally:
            painter.end()

    def _paint_ground(self, painter: QPainter, sheet: QRectF, paper: QColor) -> None:
        if self._options.transparent:
            painter.fillRect(sheet, QColor("#FFFFFF"))
            painter.fillRect(sheet, Qt.BrushStyle.Dense6Pattern)
        else:
            painter.fillRect(sheet, paper)
        painter.setPen(QColor(128, 128, 128, 90))
        painter.drawRect(sheet)

    def _paint_title(self, painter: QPainter, sheet: QRectF) -> QRectF:
        """The title of a slide; returns the room that it leaves."""
        assert self._figure is not None
        across, down = SIZES[self._options.shape]
        scale = sheet.width() / across
        line, room = (
            QRectF(
                sheet.left() + area.x * scale,
                sheet.top() + area.y * scale,
                area.width * scale,
                area.height * scale,
            )
            for area in own_areas(across, down)
        )
        title = " ".join(self._figure.title.split())
        if title:
            font = painter.font()
            font.setPixelSize(max(round(_TITLE * sheet.height()), 6))
            font.setBold(True)
            painter.setFont(font)
            dark = QColor(self._figure.paper).lightnessF() < 0.5
            painter.setPen(QColor("#F2F5F9" if dark else "#1C2330"))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title
            )
        else:
            room.setTop(line.top())
        return room
