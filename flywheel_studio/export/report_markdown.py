r"""A report as Markdown, and what people typed kept from becoming Markdown.

Every character that CommonMark or GitHub could read as markup is escaped with a backslash, which
both turn back into the plain character: a title `*new*` stays `*new*` to the reader. Addresses are
kept from becoming links the same way. The bytes depend on the report alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

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
from flywheel_studio.insight.numbers import moment, number
from flywheel_studio.language.translate import speaking, tr

# Signs that mean something wherever they stand; `$` and `^` to pandoc and GitHub's mathematics.
_ANYWHERE: Final = re.compile(r"[\\`*_{}\[\]<>&|~$^@]")
# Signs that mean something where a line begins.
_AT_START: Final = re.compile(r"^(?:[-+=#:]|(\d{1,9})(?=[.)](?:\s|$)))")
_ADDRESS: Final = re.compile(r"(?<=\w)://|(?<=\bwww)\.", re.IGNORECASE)
# A chart told as a table has a beginning, an end and so many rows in between.
_TOLD_ROWS: Final = 7


def markdown(report: Report, *, picture: str | None = None, chart: str | None = None) -> bytes:
    """The report as Markdown (CommonMark with GitHub's tables and boxes), UTF-8.

    Args:
        picture: file name of the picture of the flywheel, relative to the report; None: no
            picture, its words stand in its place.
        chart: file name of the momentum chart; None: the chart is told as a table.
    """
    with speaking(report.language):
        parts = [text for block in report.blocks for text in _block(block, picture, chart)]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Words in one line that a reader of Markdown sees exactly as they are here."""
    text = " ".join(text.split())
    text = _ANYWHERE.sub(r"\\\g<0>", text)
    text = _ADDRESS.sub(lambda found: "\\" + found[0] if found[0] == "." else r"\:\/\/", text)
    return _AT_START.sub(lambda found: f"{found[1]}\\" if found[1] else f"\\{found[0]}", text)


def _block(block: Block, picture: str | None, chart: str | None) -> Iterator[str]:
    match block:
        case Heading(level, text):
            # A closing row of # signs would be cut off.
            yield f"{'#' * level} {_last_escaped(escaped(text))}"
        case Paragraph(text):
            yield _lines(text)
        case Items(items):
            yield "\n".join(_item(item) for item in items)
        case Table():
            yield "\n".join(_table(block))
        case PictureOf():
            words = escaped(block.alternative)
            yield words if picture is None else f"![{words}]({_target(picture)})"
        case Chart():
            words = escaped(block.alternative)
            if chart is not None:
                yield f"![{words}]({_target(chart)})"
            else:
                yield "\n".join(_table(_as_table(block)))


def _item(item: Item) -> str:
    box = "" if item.done is None else "[x] " if item.done else "[ ] "
    lead = f"**{escaped(item.lead)}**" if item.lead else ""
    # A question needs no colon after it.
    words = " ".join(filter(None, (lead + item.colon, escaped(item.text))))
    return "\n".join([f"- {box}{words}", *(f"  - {escaped(note)}" for note in item.notes)])


def _table(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield _row(tuple("---:" if n in table.numbers else "---" for n in range(len(table.heads))), "")
    yield from map(_row, table.rows)


def _row(cells: tuple[str, ...], kind: str = "words") -> str:
    said = map(escaped, cells) if kind else cells
    return f"| {' | '.join(said)} |"


def _as_table(chart: Chart) -> Table:
    last = len(chart.times) - 1
    places = dict.fromkeys(round(last * n / (_TOLD_ROWS - 1)) for n in range(_TOLD_ROWS))
    return Table(
        (tr("Time"), tr("Momentum")),
        tuple((moment(chart.times[n], chart.unit), number(chart.momentum[n])) for n in places),
        frozenset({1}),
    )


def _lines(text: str) -> str:
    """A text of several lines: empty ones part paragraphs, others break the line."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(
        "\\\n".join(escaped(line) for line in paragraph.split("\n") if line.strip())
        for paragraph in paragraphs
    )


def _target(name: str) -> str:
    """A file name as the target of a picture."""
    return quote(name, safe="/")


def _last_escaped(text: str) -> str:
    return re.sub(r"(?<!\\)#(?=#*$)", r"\\#", text)
