"""Where the pages of a report end: never between a title and its text, nor within a row of a table.

Qt breaks wherever a line no longer fits, and knows of neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSizeF
from PySide6.QtGui import (
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextTable,
)


def keep_together(document: QTextDocument, page: float) -> None:
    """Move what a page would end within to the next one.

    Args:
        page: the height of a page, in the units that the document is laid out in.
    """
    _keep_titles_with_text(document, page)
    for table in _tables(document.rootFrame()):
        _keep_rows_whole(document, table, page)
    # WORKAROUND (Qt 6): painting skips to what is in sight by marks that stay as they were where a
    # part is laid out anew, and whole paragraphs went missing. Laid out from the start, they are new.
    size = document.pageSize()
    document.setPageSize(QSizeF(size.width(), size.height() + 1.0))
    document.setPageSize(size)


def _keep_titles_with_text(document: QTextDocument, page: float) -> None:
    """Let a title at the foot of a page begin the next one: alone it says nothing."""
    layout = document.documentLayout()
    block = document.begin()
    while block.isValid():
        following = block.next()
        if block.blockFormat().headingLevel() and following.isValid():
            here = layout.blockBoundingRect(block).top() // page
            below = layout.blockBoundingRect(following).top()
            # Laid out only now, where it is; a line of a layout that has none ends the program.
            if (lines := following.layout()).lineCount():
                below += lines.lineAt(0).y()
            there = below // page
            if here != there and block.position() > 0:
                cursor = QTextCursor(block)
                look = block.blockFormat()
                look.setPageBreakPolicy(QTextFrameFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                cursor.setBlockFormat(look)
        block = following


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
    layout = document.documentLayout()
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        block: QTextBlock = cell.firstCursorPosition().block()
        last = cell.lastCursorPosition().block()
        while block.isValid():
            above = layout.blockBoundingRect(block).top()
            words = block.layout()
            for number in range(words.lineCount()):
                line = words.lineAt(number)
                yield above + line.y(), above + line.y() + line.height()
            if block == last:
                break
            block = block.next()


def _tables(frame: QTextFrame) -> Iterator[QTextTable]:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            yield child
        else:
            yield from _tables(child)
