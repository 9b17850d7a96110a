"""A report as plain blocks: headings, paragraphs, lists, tables. What writes it decides the look.

The words in a block are plain text. Whoever writes them into a format escapes them; nothing that a
person typed may become markup, a link or a formula.
"""

from __future__ import annotations

from msgspec import Struct


class Heading(Struct, frozen=True):
    """`level`: 1 is the title of the whole report."""

    level: int
    text: str


class Paragraph(Struct, frozen=True):
    """Line breaks in the text stay."""

    text: str


class Item(Struct, frozen=True, kw_only=True):
    """One line of a list. `lead`: its first words, set off. `done`: a box to tick, None for none.

    `notes`: smaller lines under it.
    """

    text: str
    lead: str = ""
    done: bool | None = None
    notes: tuple[str, ...] = ()

    @property
    def colon(self) -> str:
        """What stands between `lead` and `text`: nothing where the lead ends with a mark."""
        has_mark = self.lead.endswith(("?", ".", "!", ":"))
        return ":" if self.lead and self.text and not has_mark else ""


class Items(Struct, frozen=True):
    """A list."""

    items: tuple[Item, ...]


class Table(Struct, frozen=True):
    """Rows as long as `heads`. `numbers`: which columns are set to the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


class PictureOf(Struct, frozen=True):
    """Where the picture of the flywheel belongs. `wheel`: of one wheel, None of the whole paper.

    `alternative`: what it shows, in words.
    """

    wheel: str | None
    alternative: str


class Chart(Struct, frozen=True):
    """The momentum over time, to be drawn, or told as a table. `times` in `unit`."""

    times: tuple[float, ...]
    momentum: tuple[float, ...]
    unit: str
    alternative: str


Block = Heading | Paragraph | Items | Table | PictureOf | Chart


class Report(Struct, frozen=True, kw_only=True):
    """A whole report, in the language of its document."""

    title: str
    language: str
    blocks: tuple[Block, ...]
