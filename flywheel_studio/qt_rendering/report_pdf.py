"""A report as a PDF: the Markdown of the report, laid out on A4 pages, with its pictures.

One content feeds both: what the Markdown says is what the PDF says. HTML in it is never read as
such, so that a label like "<b>" stays the four characters that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtPrintSupport import QPrinter

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.qt_rendering.fonts import ensure_application, install_fonts
from flywheel_studio.qt_rendering.png_pdf import _DOCUMENT_ID as DOCUMENT_ID
from flywheel_studio.qt_rendering.png_pdf import _dateless as dateless
from flywheel_studio.qt_rendering.png_pdf import png_bytes

_DPI: Final = 300
_MARGIN_MM: Final = 18.0
_POINTS: Final = 9.5
_LINE: Final = "#B8BEC7"
# The widest a picture is laid out, as a share of the text's width, and the highest of the page's.
_WIDTH: Final = 0.9
_HEIGHT: Final = 0.5
_PIXELS: Final = 2400


def report_pdf(markdown: str, title: str, pictures: Mapping[str, Figure] | None = None) -> bytes:
    """Lay a report out.

    Args:
        markdown: as GitHub understands it, tables included.
        pictures: name -> figure, for images that the Markdown names, `![alt](name)`.
    """
    ensure_application()
    install_fonts()
    # Qt's PDF engine numbers fonts in the order of a hash table with a random seed.
    QHashSeed.setDeterministicGlobalSeed()
    try:
        target = QByteArray()
        buffer = QBuffer(target)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(title)
        writer.setCreator("Flywheel Studio")
        writer.setDocumentId(DOCUMENT_ID)
        writer.setResolution(_DPI)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        page = QPageSize(QPageSize.PageSizeId.A4)
        writer.setPageLayout(
            QPageLayout(
                page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
            )
        )
        room = writer.pageLayout().paintRectPixels(_DPI)
        document = report_document(markdown, pictures or {})
        _lay_out(document, writer, _DPI, QSizeF(room.width(), room.height()), pictures or {})
        document.print_(writer)
        buffer.close()
        return dateless(bytes(target.data()))
    finally:
        QHashSeed.resetRandomGlobalSeed()


def print_report(markdown: str, pictures: Mapping[str, Figure], printer: QPrinter) -> None:
    """Send a report to a printer that has been chosen."""
    ensure_application()
    install_fonts()
    room = printer.pageLayout().paintRectPixels(printer.resolution())
    document = report_document(markdown, pictures)
    size = QSizeF(room.width(), room.height())
    _lay_out(document, printer, printer.resolution(), size, pictures)
    document.print_(printer)


def report_document(markdown: str, pictures: Mapping[str, Figure]) -> QTextDocument:
    """The report as a document that can be shown, printed or written."""
    document = QTextDocument()
    font = QFont("Inter")
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    features = (
        QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        | QTextDocument.MarkdownFeature.MarkdownNoHTML
    )
    for name, figure in pictures.items():
        image = QImage()
        image.loadFromData(png_bytes(figure, PictureOptions(width=_PIXELS)))
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
    document.setMarkdown(markdown, features)
    _space(document)
    return document


def _space(document: QTextDocument) -> None:
    """Room between paragraphs, and tables as wide as the page with thin lines."""
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        shape = block.blockFormat()
        level = shape.headingLevel()
        if cursor.currentTable() is None:
            shape.setTopMargin({0: 0.0, 1: 0.0, 2: 14.0}.get(level, 9.0))
            shape.setBottomMargin(5.0 if level else 3.0)
            shape.setLineHeight(118.0, 1)
            cursor.setBlockFormat(shape)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            look = frame.format().toTableFormat()
            look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100.0))
            look.setBorder(0.5)
            look.setBorderBrush(QBrush(QColor(_LINE)))
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBorderCollapse(True)
            look.setCellPadding(3.0)
            look.setCellSpacing(0.0)
            look.setTopMargin(4.0)
            look.setBottomMargin(8.0)
            frame.setFormat(look)


def _lay_out(
    document: QTextDocument,
    paper: QPagedPaintDevice,
    dpi: int,
    room: QSizeF,
    pictures: Mapping[str, Figure],
) -> None:
    document.documentLayout().setPaintDevice(paper)
    document.setPageSize(room)
    scale = 96.0 / dpi
    _fit_pictures(document, pictures, room.width() * scale, room.height() * scale)


def _fit_pictures(
    document: QTextDocument, pictures: Mapping[str, Figure], width: float, height: float
) -> None:
    """Give pictures their size; lengths in pixels of 96 dpi, which Qt scales with the page."""
    block = document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            look = piece.charFormat().toImageFormat()
            figure = pictures.get(look.name()) if look.isValid() else None
            if figure is not None:
                ratio = max(figure.box.height, 1.0) / max(figure.box.width, 1.0)
                wide = min(width * _WIDTH, height * _HEIGHT / ratio)
                _set_size(document, piece.position(), look, wide, wide * ratio)
                break
            pieces += 1
        block = block.next()


def _set_size(
    document: QTextDocument, at: int, look: QTextImageFormat, width: float, height: float
) -> None:
    cursor = QTextCursor(document)
    cursor.setPosition(at)
    cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
    look.setWidth(width)
    look.setHeight(height)
    cursor.setCharFormat(look)
