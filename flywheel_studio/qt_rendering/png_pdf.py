"""A figure as a PNG picture, or figures as the pages of a PDF, painted by Qt.

The bytes depend on the figure and the options alone: resolution, dates and document numbers that
Qt would take from the screen and the clock are set. Works without a display.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QHashSeed,
    QIODevice,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
    QUuid,
)
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.geometry.plane import Box
from flywheel_studio.language.translate import tr
from flywheel_studio.qt_rendering.fonts import ensure_application, install_fonts
from flywheel_studio.qt_rendering.painter import color_of, paint
from flywheel_studio.storage.picture_model import png_with_model

PAPER_DPI: Final = 96.0
# Qt's raster painter works in 16 bits with a sign.
MAX_SIDE: Final = 32_767
# 4 bytes each: the most that is asked of a laptop's memory for one picture is 1 GB.
MAX_PIXELS: Final = 256_000_000
# Every pixel is kept whatever it is: zlib's level 4 of 9. For the Amazon drawing in 4K the file is
# as large as at Qt's own level 6 (429 and 432 kB), and 0.79 of its time; level 3 is a third larger.
_QUALITY: Final = 50
_METRES_PER_INCH: Final = 0.0254
_POINTS_PER_UNIT: Final = 72.0 / PAPER_DPI
_DOCUMENT_ID: Final = QUuid("{00000000-0000-0000-0000-000000000000}")
_DATES: Final = (
    (re.compile(rb"Date \(D:\d{14}[^)]*\)"), b"Date (D:20000101000000Z)"),
    (re.compile(rb'Date="\d{4}-\d\d-\d\dT[^"]*"'), b'Date="2000-01-01T00:00:00+00:00"'),
)


class PictureTooLarge(ValueError):
    """The picture asked for has more pixels than can be painted; the text says how many."""


def png_bytes(figure: Figure, options: PictureOptions) -> bytes:
    """Paint a figure as a PNG with the model inside where `options.model` holds it.

    `options.width` gives the width in pixels, `scale` the pixels per paper unit, `dpi` the same
    per inch and is written into the file; with none of them the picture is at 100 %.

    Raises:
        PictureTooLarge: over 32,767 pixels a side or 256 million in all.
    """
    ensure_application()
    install_fonts()
    area = area_of(figure, options)
    scale, width, height = pixels_of(area, options)
    # Painted on paper nothing shines through: Qt then writes no fourth channel.
    clear, opaque = QImage.Format.Format_ARGB32_Premultiplied, QImage.Format.Format_RGB32
    image = QImage(width, height, clear if options.transparent else opaque)
    if image.isNull():
        raise PictureTooLarge(_too_large(width, height))
    # A new image carries the screen's resolution, which would make the bytes differ.
    per_metre = round((options.dpi or PAPER_DPI) / _METRES_PER_INCH)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    image.fill(Qt.GlobalColor.transparent if options.transparent else color_of(figure.paper))
    painter = QPainter(image)
    try:
        painter.scale(scale, scale)
        painter.translate(-area.left, -area.top)
        paint(figure, painter)
    finally:
        painter.end()
    raw = _written(image)
    return raw if options.model is None else png_with_model(raw, options.model)


def pdf_bytes(figures: Sequence[Figure], options: PictureOptions) -> bytes:
    """Paint each figure as one vector page of its own size, fonts embedded.

    Of the options `padding` and `transparent` count; a page has no pixels. The first figure gives
    the document its title.
    """
    ensure_application()
    install_fonts()
    # Qt's PDF engine numbers the fonts in the order of a hash table, whose seed is random: one
    # export in six had its fonts the other way round.
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _dateless(_pdf(figures, options))
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _pdf(figures: Sequence[Figure], options: PictureOptions) -> bytes:
    target = QByteArray()
    buffer = QBuffer(target)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(figures[0].title)
    writer.setCreator("Flywheel Studio")
    writer.setDocumentId(_DOCUMENT_ID)
    writer.setResolution(1200)
    dots = writer.resolution() / PAPER_DPI
    painter: QPainter | None = None
    try:
        for figure in figures:
            area = _whole_points(area_of(figure, options))
            # The layout of a page counts when it is begun.
            writer.setPageLayout(_page(area))
            if painter is None:
                painter = QPainter(writer)
            else:
                writer.newPage()
            painter.resetTransform()
            painter.scale(dots, dots)
            painter.translate(-area.left, -area.top)
            if not options.transparent:
                painter.fillRect(
                    QRectF(area.left - 1, area.top - 1, area.width + 2, area.height + 2),
                    color_of(figure.paper),
                )
            paint(figure, painter, is_read=True)
    finally:
        if painter is not None:
            painter.end()
    buffer.close()
    return bytes(target.data())


def _whole_points(area: Box) -> Box:
    """The area, grown to whole points: Qt rounds the sides of a page, and would cut a hair off."""
    points = (math.ceil(side * _POINTS_PER_UNIT - 1e-6) for side in (area.width, area.height))
    width, height = (count / _POINTS_PER_UNIT for count in points)
    return Box.around(area.center, width, height)


def _page(area: Box) -> QPageLayout:
    size = QSizeF(area.width * _POINTS_PER_UNIT, area.height * _POINTS_PER_UNIT)
    page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    return QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF())


def area_of(figure: Figure, options: PictureOptions) -> Box:
    """What a picture shows: the drawing and its margin, at least one unit a side."""
    area = figure.box.grown(options.padding)
    if area.width >= 1.0 and area.height >= 1.0:
        return area
    return Box.around(area.center, max(area.width, 1.0), max(area.height, 1.0))


def pixels_of(area: Box, options: PictureOptions) -> tuple[float, int, int]:
    """Pixels per paper unit, width and height of the picture.

    Raises:
        PictureTooLarge: over 32,767 pixels a side or 256 million in all.
    """
    if options.width is not None:
        scale = options.width / area.width
        width, height = options.width, max(1, round(area.height * scale))
    else:
        scale = options.scale or (options.dpi or PAPER_DPI) / PAPER_DPI
        # A hair less, so that 800.0000001 stays 800.
        width = max(1, math.ceil(area.width * scale - 1e-6))
        height = max(1, math.ceil(area.height * scale - 1e-6))
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise PictureTooLarge(_too_large(width, height))
    return scale, width, height


def _too_large(width: int, height: int) -> str:
    return tr(
        "The picture would be {width} x {height} pixels; at most {side} a side and"
        " {millions} million in all can be painted",
        width=width,
        height=height,
        side=MAX_SIDE,
        millions=MAX_PIXELS // 1_000_000,
    )


def _written(image: QImage) -> bytes:
    target = QByteArray()
    buffer = QBuffer(target)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(_QUALITY)
    if not writer.write(image):
        raise MemoryError("Qt could not write the picture")
    buffer.close()
    return bytes(target.data())


def _dateless(raw: bytes) -> bytes:
    """The PDF with its dates replaced and its table of offsets put right again.

    The time zone's name is of varying length, so that what follows a date moves.
    """
    head, _, tail = raw.rpartition(b"\nxref\n")
    edits: list[tuple[int, int, bytes]] = [
        (found.start(), found.end(), new)
        for pattern, new in _DATES
        for found in pattern.finditer(head)
    ]
    edits.sort()
    pieces, done = [], 0
    for start, end, new in edits:
        pieces += [head[done:start], new]
        done = end
    pieces.append(head[done:])

    def moved(offset: int) -> int:
        return offset + sum(len(new) - (end - start) for start, end, new in edits if end <= offset)

    def entry(found: re.Match[bytes]) -> bytes:
        return b"%010d 00000 n" % moved(int(found[1]))

    def place(found: re.Match[bytes]) -> bytes:
        return b"startxref\n%d" % moved(int(found[1]))

    tail = re.sub(rb"(\d{10}) 00000 n", entry, tail)
    tail = re.sub(rb"startxref\s+(\d+)", place, tail)
    return b"".join(pieces) + b"\nxref\n" + tail
