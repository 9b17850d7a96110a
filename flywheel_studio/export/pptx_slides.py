"""A picture as PowerPoint slides: one, or a story, in a deck of its own or at the end of another.

While a loop of a story is told the drawing keeps its place from slide to slide, so that leafing through
them builds the wheel; it is as large as what will be there when the loop closes leaves it room.
Words that would not fit are written smaller, and only past the smallest readable size cut; the
notes hold all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from flywheel_studio.drawing.figure import bounds
from flywheel_studio.drawing.line_breaks import break_lines
from flywheel_studio.drawing.theme import DEFAULT, Theme, theme_named
from flywheel_studio.export.chapter import Chapter, Curve, Part
from flywheel_studio.export.pptx_deck import (
    dateless_workbook,
    opened_deck,
    own_deck,
    page_of,
    saved,
    title_size,
)
from flywheel_studio.export.pptx_drawing import SlideDrawing
from flywheel_studio.export.pptx_look import Look, deck_look, own_look, plain
from flywheel_studio.export.pptx_place import EMU_PER_POINT, Area, beside_column, fitted
from flywheel_studio.export.pptx_shapes import NAMESPACES, paragraphs
from flywheel_studio.export.pptx_sheet import Sheet
from flywheel_studio.export.registry import Making, Picture, PictureOptions
from flywheel_studio.export.story import story_of, told_whole
from flywheel_studio.language.translate import speaking, tr
from flywheel_studio.model.folding import opened

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

_TEXT_SIZES: Final = (2000, 1800, 1600, 1400, 1200, 1000)
_TITLE_SIZES: Final = (3600, 2800, 2200, 1800, 1500, 1200)
# A theme of the deck may letter wider than Inter.
_ROOM: Final = 1.1


def slides_making(picture: Picture, options: PictureOptions) -> Making:
    """Slides with native, editable shapes.

    Raises:
        DeckProblem: `options.into` is no presentation that slides can be added to.
    """
    flywheel = picture.flywheel
    language = flywheel.header.language
    theme = picture.theme
    if options.into is None:
        deck = own_deck(theme, options.shape, flywheel.header.title)
        look = own_look(theme, language, is_theme_font=True)
    else:
        deck = opened_deck(options.into)
        if options.deck_look:
            theme = theme_named(DEFAULT)
            picture = replace(picture, theme=theme)
            look = deck_look(theme, language)
        else:
            look = own_look(theme, language, is_theme_font=False)
    before = len(deck.slides)
    if options.slides == "story":
        # It is told link by link, those inside a folded wheel too.
        flywheel = opened(flywheel)
        picture = replace(picture, flywheel=flywheel)
    with speaking(language):
        chapters = (
            story_of(flywheel, picture.loops)
            if options.slides == "story"
            else (told_whole(flywheel, picture.loops),)
        )
    yield 0.0
    writer = _SlideWriter(deck, picture, theme, look, options)
    for number, chapter in enumerate(chapters):
        steps = writer.add(chapter)
        share: float | None = 0.0
        while share is not None:
            yield (number + share) / (len(chapters) + 1)
            # Only during a step: what runs between two of them speaks its own language.
            with speaking(language):
                share = next(steps, None)
    return saved(deck, before + len(chapters))


class _SlideWriter:
    """Adds the slides of one picture to a deck."""

    def __init__(
        self,
        deck: Presentation,
        picture: Picture,
        theme: Theme,
        look: Look,
        options: PictureOptions,
    ) -> None:
        self._deck = deck
        self._picture = picture
        self._theme = theme
        self._look = look
        self._options = options
        # The colours of words on our own paper; a deck knows its own.
        self._is_painted = not (options.transparent or look.is_of_deck)
        self._ink = theme.ink if self._is_painted else None

    def add(self, chapter: Chapter) -> Iterator[float]:
        """Add a slide in steps; yields how much of it is done, from 0 to 1."""
        page = page_of(self._deck, has_title=bool(chapter.title))
        slide = self._deck.slides.add_slide(page.layout)
        self._clear(slide)
        if self._is_painted:
            self._paint_paper(slide)
        if page.title is not None:
            if not page.has_place:
                holder = slide.shapes.title
                holder.left, holder.top = page.title.x, page.title.y
                holder.width, holder.height = page.title.width, page.title.height
            self._write_title(slide, chapter.title, page.title)
        room = page.content
        if self._options.slides == "story":
            column, room = beside_column(room)
            if chapter.text:
                self._write_column(slide, chapter.text, column)
        if chapter.curve is not None:
            self._draw_curve(slide, chapter.curve, chapter.title, room)
        else:
            yield from self._draw(slide, chapter, room)
        notes = slide.notes_slide.notes_text_frame
        if notes is not None and chapter.notes:
            notes.text = plain(chapter.notes)

    def _clear(self, slide: Slide) -> None:
        """Take away the empty placeholders that a layout brings beside its title."""
        title = slide.shapes.title
        for placeholder in list(slide.placeholders):
            if title is None or placeholder.shape_id != title.shape_id:
                placeholder._element.getparent().remove(placeholder._element)

    def _paint_paper(self, slide: Slide) -> None:
        from pptx.oxml import parse_xml

        fill = self._look.fill(self._theme.paper)
        background = parse_xml(f"<p:bg {NAMESPACES}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>")
        slide._element.find("{*}cSld").insert(0, background)

    def _write_title(self, slide: Slide, title: str, area: Area) -> None:
        own = title_size(self._deck)
        sizes = (own, *(size for size in _TITLE_SIZES if size < own))
        size, lines = self._fitting([" ".join(title.split())], area, sizes, 700)
        # The deck of our own has the colour of its words from its theme.
        color = self._ink if self._options.into is not None else None
        self._write(slide.shapes.title, lines, size=None if size == own else size, color=color)

    def _write_column(self, slide: Slide, lines: Sequence[str], area: Area) -> None:
        size, lines = self._fitting(lines, area, _TEXT_SIZES, 400)
        box = slide.shapes.add_textbox(area.x, area.y, area.width, area.height)
        box.name = tr("Text")
        inside = box._element.find(".//{*}bodyPr")
        for side in ("lIns", "tIns", "rIns", "bIns"):
            inside.set(side, "0")
        inside.set("wrap", "square")
        inside.set("anchor", "ctr")
        self._write(box, lines, size=size, color=self._ink, space_after=900)

    def _write(self, holder: Any, lines: Sequence[str], **style: Any) -> None:
        """Put paragraphs into a placeholder or a text box."""
        from pptx.oxml import parse_xml

        look = self._look
        if self._options.into is None:
            # Its theme names the font of titles and of text.
            look = replace(look, font="+mj-lt" if holder.is_placeholder else "+mn-lt")
        body = holder._element.find(".//{*}txBody")
        for old in body.findall("{*}p"):
            body.remove(old)
        xml = paragraphs(lines, look, **style)
        body.extend(parse_xml(f"<a:r {NAMESPACES}>{xml}</a:r>"))

    def _fitting(
        self, lines: Sequence[str], area: Area, sizes: Sequence[int], weight: int
    ) -> tuple[int, list[str]]:
        """The largest size at which the words fit, and the words, cut where none does."""
        for size in sizes:
            if _height(lines, area.width, size, weight) <= area.height:
                return size, list(lines)
        kept = list(lines)
        while kept:
            words = kept[-1].split()
            low, high = 0, len(words)
            while low < high:
                middle = (low + high + 1) // 2
                tried = [*kept[:-1], " ".join(words[:middle]) + " …"]
                fits = _height(tried, area.width, sizes[-1], weight) <= area.height
                low, high = (middle, high) if fits else (low, middle - 1)
            if low:
                return sizes[-1], [*kept[:-1], " ".join(words[:low]) + " …"]
            kept.pop()
        return sizes[-1], ["…"]

    def _draw(self, slide: Slide, chapter: Chapter, room: Area) -> Iterator[float]:
        from pptx.oxml import parse_xml

        tree = slide.shapes._spTree
        first = max(int(mark) for mark in tree.xpath("//@id") if mark.isdecimal()) + 1
        deck = self._deck
        whole = Area(0, 0, int(deck.slide_width or 0), int(deck.slide_height or 0))
        picture, stage = self._lit(chapter.lit), chapter.stage
        box, shown = picture.figure.box, chapter.shown
        if stage is not None:
            box = bounds(record for record in picture.figure.records if stage.holds(record))
            shown = stage if shown is None else shown.common(stage)
        sheet = Sheet(fitted(box, room), self._look, whole, first)
        drawing = SlideDrawing(picture, sheet, self._options.links, shown)
        yield from drawing.draw()
        for made in drawing.made():
            tree.append(_rooted(parse_xml, made.xml))

    def _lit(self, lit: Part | None) -> Picture:
        """The picture in which a part stands out; kept, since the steps of a loop share it."""
        keys = None if lit is None else lit.keys
        if keys != self._picture.lit:
            # Without our paper beneath it only what is see-through fades on any ground.
            self._picture = replace(self._picture, lit=keys, fades_into_paper=self._is_painted)
        return self._picture

    def _draw_curve(self, slide: Slide, curve: Curve, title: str, room: Area) -> None:
        from flywheel_studio.export.pptx_chart import add_chart

        frame = add_chart(slide, curve, room, self._theme, self._look, self._ink)
        mark = frame._element.find(".//{*}cNvPr")
        mark.set("name", title)
        mark.set("descr", plain(" ".join(curve.description.split())))
        book = frame.chart.part.chart_workbook.xlsx_part
        if book is not None:
            book._blob = dateless_workbook(book.blob)


def _rooted(parse_xml: Any, xml: str) -> Any:
    """One element of a shape tree: its namespaces stand on its own tag."""
    tag, _, rest = xml.partition(">")
    return parse_xml(f"{tag} {NAMESPACES}>{rest}")


def _height(lines: Sequence[str], width: int, size: int, weight: int) -> float:
    """How tall paragraphs are at a size, EMU, erring on the tall side."""
    em = size / 100 * EMU_PER_POINT * _ROOM
    count = sum(len(break_lines(line, width, em, weight)) for line in lines if line.strip())
    return em * 1.2 * (count + 0.45 * max(len(lines) - 1, 0))
