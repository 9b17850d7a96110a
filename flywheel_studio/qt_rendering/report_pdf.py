"""A report as a PDF or on a printer: the blocks that also make the Markdown, laid out on A4 pages.

What people typed is inserted as plain text and never read as markup. The bytes depend on the
report and its pictures alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QHashSeed,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtPrintSupport import QPrinter

from flywheel_studio.drawing.primitives import Figure
from flywheel_studio.export.registry import PictureOptions
from flywheel_studio.export.report_blocks import (
    Block,
    Chart,
    Heading,
    Item,
    Items,
    Paragraph,
    PictureOf,
    Report,
    Table,
)
from flywheel_studio.language.translate import speaking
from flywheel_studio.qt_rendering.fonts import ensure_application, install_fonts
from flywheel_studio.qt_rendering.png_pdf import _DOCUMENT_ID as DOCUMENT_ID
from flywheel_studio.qt_rendering.png_pdf import _dateless as dateless
from flywheel_studio.qt_rendering.png_pdf import png_bytes
from flywheel_studio.qt_rendering.report_breaks import WITH_NEXT, keep_together
from flywheel_studio.qt_rendering.report_chart import chart_image

FigureOf = Callable[[str | None], Figure | None]

_DPI: Final = 300
MARGIN_MM: Final = 18.0
# The foot of a page with its number, and the air above it, inches.
_FOOT: Final = 0.4
_POINTS: Final = 9.5
_HEADINGS: Final = {1: 19.0, 2: 13.5, 3: 11.0}
_INK: Final = "#1F2733"
_MUTED: Final = "#5A6472"
_LINE: Final = "#C3C8D0"
_HEAD: Final = "#F3F1EC"
# The widest a picture is laid out, as a share of the text's width, and the highest of the page's.
_WIDTH: Final = 0.86
_HEIGHT: Final = 0.46
# A table of names and numbers, percent of the text's width: the eye must find from one to the other.
_NARROW: Final = 55.0
_PIXELS: Final = 2000
_PIXELS_PER_INCH: Final = 96.0
# Above and below paragraphs, pixels for each of the steps that they are given in.
_AIR: Final = 3.125


def report_pdf(report: Report, figure_of: FigureOf | None = None) -> bytes:
    """Lay a report out as a PDF.

    Args:
        figure_of: the picture of a wheel by its id, of the whole paper for None; where it gives
            None, the picture's words stand in its place.
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
        writer.setTitle(report.title)
        writer.setCreator("Flywheel Studio")
        writer.setDocumentId(DOCUMENT_ID)
        writer.setResolution(_DPI)
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        page = QPageSize(QPageSize.PageSizeId.A4)
        layout = QPageLayout(
            page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
        writer.setPageLayout(layout)
        room = layout.paintRectPixels(_DPI)
        _print(report, figure_of, writer, QSizeF(room.width(), room.height()), _DPI)
        buffer.close()
        return dateless(bytes(target.data()))
    finally:
        QHashSeed.resetRandomGlobalSeed()


def print_report(report: Report, figure_of: FigureOf | None, printer: QPrinter) -> None:
    """Send a report to a printer that has been chosen."""
    ensure_application()
    install_fonts()
    room = printer.pageLayout().paintRectPixels(printer.resolution())
    size = QSizeF(room.width(), room.height())
    _print(report, figure_of, printer, size, printer.resolution())


def _print(
    report: Report,
    figure_of: FigureOf | None,
    paper: QPagedPaintDevice,
    room: QSizeF,
    dpi: int,
) -> None:
    body = QSizeF(room.width(), room.height() - _FOOT * dpi)
    with speaking(report.language):
        document = _Writing(body, dpi, figure_of).document(report)
    document.documentLayout().setPaintDevice(paper)
    document.setPageSize(body)
    keep_together(document, body.height())
    pages = document.pageCount()
    painter = QPainter(paper)
    # Else pictures become JPEG, which greys the white round them.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for number, page in enumerate(_asked(paper, pages)):
            if number:
                paper.newPage()
            _paint_page(document, painter, page, body)
            _paint_foot(report.title, painter, f"{page} / {pages}", room)
    finally:
        painter.end()


def _asked(paper: QPagedPaintDevice, pages: int) -> list[int]:
    """The pages in the order in which they are put out, as often as a printer cannot do itself."""
    if not isinstance(paper, QPrinter):
        return list(range(1, pages + 1))
    first = paper.fromPage() or 1
    last = min(paper.toPage() or pages, pages)
    asked = list(range(first, last + 1))
    if paper.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        asked.reverse()
    copies = 1 if paper.supportsMultipleCopies() else max(paper.copyCount(), 1)
    if paper.collateCopies():
        return asked * copies
    return [page for page in asked for _ in range(copies)]


def _paint_page(document: QTextDocument, painter: QPainter, page: int, body: QSizeF) -> None:
    view = QRectF(0, (page - 1) * body.height(), body.width(), body.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    # Less at both ends: what only touches a page would be in its text, unseen.
    context.clip = view.adjusted(0, 1, 0, -1)
    context.palette.setColor(QPalette.ColorRole.Text, QColor(_INK))
    painter.save()
    painter.translate(0, -view.top())
    painter.setClipRect(view)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(title: str, painter: QPainter, number: str, room: QSizeF) -> None:
    """The report's title and which page of how many it is."""
    font = QFont("Inter")
    font.setPointSizeF(_POINTS - 1.5)
    painter.setFont(font)
    painter.setPen(QColor(_MUTED))
    metrics = QFontMetricsF(font, painter.device())
    across = metrics.horizontalAdvance(number)
    bottom = room.height() - metrics.descent()
    painter.drawText(QPointF(room.width() - across, bottom), number)
    free = room.width() - 2 * across
    said = metrics.elidedText(" ".join(title.split()), Qt.TextElideMode.ElideRight, free)
    painter.drawText(QPointF(0, bottom), said)


class _Writing:
    """Writes blocks at the end of one document.

    Qt scales sizes to the device: of pictures, letters and what is above and below a paragraph, but
    not how far it is moved in.
    """

    def __init__(self, room: QSizeF, dpi: int, figure_of: FigureOf | None) -> None:
        self._scale = dpi / _PIXELS_PER_INCH
        self._width = room.width() / self._scale
        self._height = room.height() / self._scale
        self._figure_of = figure_of
        self._document = QTextDocument()
        font = QFont("Inter")
        font.setPointSizeF(_POINTS)
        self._document.setDefaultFont(font)
        self._document.setDocumentMargin(0)
        self._cursor = QTextCursor(self._document)
        self._is_begun = False

    def document(self, report: Report) -> QTextDocument:
        for block in report.blocks:
            self._write(block)
        return self._document

    def _write(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                size = _HEADINGS.get(level, _POINTS + 1)
                above = {1: 0.0, 2: 14.0}.get(level, 8.0)
                self._paragraph(above=above, below=3.0, level=level)
                self._say(text, size=size, is_bold=True)
            case Paragraph(text):
                for line in text.split("\n"):
                    if line.strip():
                        self._paragraph(below=4.0)
                        self._say(line)
            case Items(items):
                for item in items:
                    self._item(item)
            case Table():
                self._table(block)
            case PictureOf(wheel, alternative):
                figure = self._figure_of(wheel) if self._figure_of is not None else None
                if figure is None:
                    self._paragraph(below=6.0)
                    self._say(alternative, color=_MUTED)
                else:
                    self._picture(_image_of(figure))
            case Chart():
                self._picture(chart_image(block), share=0.34)

    def _paragraph(
        self,
        *,
        above: float = 0.0,
        below: float = 0.0,
        left: float = 0.0,
        hang: float = 0.0,
        level: int = 0,
        line: float = 118.0,
        with_next: bool = False,
    ) -> None:
        """Begin a paragraph; `left` and `hang` (of its first line) in pixels, `line` in percent."""
        look = QTextBlockFormat()
        look.setTopMargin(above * _AIR)
        look.setBottomMargin(below * _AIR)
        look.setLeftMargin((left + hang) * self._scale)
        look.setTextIndent(-hang * self._scale)
        look.setLineHeight(line, 1)
        look.setHeadingLevel(level)
        look.setProperty(WITH_NEXT, with_next)
        if self._is_begun:
            self._cursor.insertBlock(look, QTextCharFormat())
        else:
            self._cursor.setBlockFormat(look)
            self._is_begun = True

    def _say(
        self, text: str, *, size: float = _POINTS, is_bold: bool = False, color: str = _INK
    ) -> None:
        look = QTextCharFormat()
        look.setFontPointSize(size)
        look.setForeground(QBrush(QColor(color)))
        if is_bold:
            look.setFontWeight(QFont.Weight.DemiBold)
        self._cursor.insertText(text, look)

    def _item(self, item: Item) -> None:
        mark = "•" if item.done is None else "☑" if item.done else "☐"
        self._paragraph(below=2.0, left=4.0, hang=18.0, with_next=bool(item.notes))
        self._say(f"{mark}\u2002")
        if item.lead:
            self._say(f"{item.lead}{item.colon} " if item.text else item.lead, is_bold=True)
        self._say(item.text)
        for note in item.notes:
            self._paragraph(below=2.0, left=22.0)
            self._say(note, color=_MUTED)

    def _table(self, table: Table) -> None:
        look = QTextTableFormat()
        is_narrow = len(table.heads) == 2 and bool(table.numbers)
        width = _NARROW if is_narrow else 100.0
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, width))
        look.setBorder(0.5)
        look.setBorderBrush(QBrush(QColor(_LINE)))
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setBorderCollapse(True)
        look.setCellPadding(4.0)
        look.setCellSpacing(0.0)
        look.setTopMargin(4.0)
        look.setBottomMargin(8.0)
        look.setHeaderRowCount(1)
        grid = self._cursor.insertTable(len(table.rows) + 1, len(table.heads), look)
        for row, cells in enumerate((table.heads, *table.rows)):
            for column, words in enumerate(cells):
                cell = grid.cellAt(row, column)
                self._cursor = cell.firstCursorPosition()
                if row == 0:
                    shade = cell.format()
                    shade.setBackground(QBrush(QColor(_HEAD)))
                    cell.setFormat(shade)
                if column in table.numbers:
                    side = self._cursor.blockFormat()
                    side.setAlignment(Qt.AlignmentFlag.AlignRight)
                    side.setNonBreakableLines(True)
                    self._cursor.setBlockFormat(side)
                self._say(words, size=_POINTS - 1, is_bold=row == 0)
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)

    def _picture(self, image: QImage, share: float = _HEIGHT) -> None:
        ratio = image.height() / max(image.width(), 1)
        width = min(self._width * _WIDTH, self._height * share / ratio)
        self._paragraph(above=4.0, below=8.0, line=100.0)
        look = QTextImageFormat()
        look.setName(f"picture-{self._cursor.position()}")
        look.setWidth(width)
        look.setHeight(width * ratio)
        self._document.addResource(
            QTextDocument.ResourceType.ImageResource.value, look.name(), image
        )
        self._cursor.insertImage(look)


def _image_of(figure: Figure) -> QImage:
    image = QImage()
    image.loadFromData(png_bytes(figure, PictureOptions(width=_PIXELS)))
    return image
