"""Where the pages of a report end: not between a title and its text, nor within a row of a table.

Nor within a short paragraph. Qt breaks wherever a line no longer fits, and knows of none of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSizeF
from PySide6.QtGui import (
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)

# Paragraphs of up to so many lines are not torn at all; of longer ones two lines begin a page's end.
_WHOLE_LINES: Final = 4
_FIRST_LINES: Final = 2
# Of a paragraph's format: true where it is not parted from the next one.
WITH_NEXT: Final = QTextFormat.Property.UserProperty.value + 1


def keep_together(document: QTextDocument, page: float) -> None:
    """Move what a page would end within to the next one.

    From the top down: whatever is moved moves all that follows.

    Args:
        page: the height of a page, in the units that the document is laid out in.
    """
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            _keep_rows_whole(document, table, page)
            block = table.lastCursorPosition().block().next()
        else:
            _keep_block_whole(document, block, page)
            block = block.next()
    # WORKAROUND (Qt 6): painting skips to what is in sight by marks that stay as they were where a
    # part is laid out anew, and whole paragraphs went missing. Laid out from the start, they are new.
    size = document.pageSize()
    document.setPageSize(QSizeF(size.width(), size.height() + 1.0))
    document.setPageSize(size)


def _keep_block_whole(document: QTextDocument, block: QTextBlock, page: float) -> None:
    """Let a paragraph that a page would end within begin the next one, a title with its text."""
    last = block
    # A title at the foot of a page says nothing alone, nor do two.
    while _goes_with_next(last) and last.next().isValid():
        last = last.next()
    own, others = _lines_of(document, block), _lines_of(document, last)
    if not own or not others or block.position() == 0:
        return
    needed = others if len(others) <= _WHOLE_LINES else others[:_FIRST_LINES]
    top, bottom = own[0][0], needed[-1][1]
    if int(top // page) != int((bottom - 1.0) // page) and bottom - top < page:
        look = block.blockFormat()
        look.setPageBreakPolicy(QTextFrameFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(block).setBlockFormat(look)


def _goes_with_next(block: QTextBlock) -> bool:
    look = block.blockFormat()
    return look.headingLevel() > 0 or look.boolProperty(WITH_NEXT)


def _keep_rows_whole(document: QTextDocument, table: QTextTable, page: float) -> None:
    """Push a row that a page would end within below its end, from the first row on."""
    for row in range(1, table.rows()):
        lines = list(_lines(document, table, row))
        if not lines:
            continue
        top, bottom = min(line[0] for line in lines), max(line[1] for line in lines)
        if int(top // page) == int((bottom - 1.0) // page) or bottom - top > page / 2:
            continue
        # Not quite to the end: the first line then no longer fits, and Qt itself takes it over,
        # below the repeated heads.
        least = min(line[1] - line[0] for line in lines)
        room = (top // page + 1) * page - top
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            look = cell.format().toTableCellFormat()
            look.setTopPadding(look.topPadding() + max(room - least / 2, 0.0))
            cell.setFormat(look)


def _lines(document: QTextDocument, table: QTextTable, row: int) -> Iterator[tuple[float, float]]:
    """Top and bottom of every line of a row, where the layout has put it."""
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        block: QTextBlock = cell.firstCursorPosition().block()
        last = cell.lastCursorPosition().block()
        while block.isValid():
            yield from _lines_of(document, block)
            if block == last:
                break
            block = block.next()


def _lines_of(document: QTextDocument, block: QTextBlock) -> list[tuple[float, float]]:
    """Top and bottom of every line of a paragraph, where the layout has put it."""
    # Counting the pages lays all of them out. Qt else does so a little later, after a change: until
    # then a paragraph has no lines, or stands where it was.
    document.pageCount()
    above = document.documentLayout().blockBoundingRect(block).top()
    words = block.layout()
    lines = [words.lineAt(number) for number in range(words.lineCount())]
    return [(above + line.y(), above + line.y() + line.height()) for line in lines]
