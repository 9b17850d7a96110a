"""A presentation of our own, or somebody's deck: opened, laid out, and saved with the same bytes.

Our own deck is python-pptx's default, with its other layouts taken out and the drawing's theme put
in: its colours are in PowerPoint's palette and one change of font changes every slide. A deck that
is given is only added to: its parts are kept as they are.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from flywheel_studio.drawing.theme import Theme, contrast
from flywheel_studio.export.pptx_look import escaped, plain, traits_of
from flywheel_studio.export.pptx_place import SIZES, Area
from flywheel_studio.export.pptx_shapes import NAMESPACES
from flywheel_studio.export.registry import DeckProblem
from flywheel_studio.language.translate import tr

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

# At the sides, where titles begin; above and below, where most drawings could use more.
_MARGIN: Final = 420_000
_EDGE: Final = 230_000
_TITLE_HEIGHT: Final = 620_000
_GAP: Final = 40_000
_TITLE_SIZE: Final = 2600
# What is asked of a laptop's memory for somebody's deck.
_MOST_BYTES: Final = 1 << 30
_MOST_PARTS: Final = 50_000
_MACROS: Final = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
_SOME_DATE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - python-pptx takes it as UTC
_DATED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>Flywheel Studio</Application></Properties>'
)


class Page(Struct, frozen=True, kw_only=True):
    """A layout and the room that it gives: for its title, and for what stands below it.

    `has_place`: the layout itself says that the title stands there.
    """

    layout: Any
    title: Area | None
    content: Area
    has_place: bool = True


def own_deck(theme: Theme, shape: Literal["16:9", "4:3"], title: str) -> Presentation:
    """An empty deck in the colours and letters of a theme."""
    from pptx import Presentation

    deck = Presentation()
    width, height = SIZES[shape]
    deck.slide_width, deck.slide_height = width, height
    size = deck.part._element.find(".//{*}sldSz")
    size.attrib.pop("type", None)
    if shape == "4:3":
        size.set("type", "screen4x3")
    for layout in list(deck.slide_layouts):
        if layout.name not in ("Title Only", "Blank"):
            deck.slide_layouts.remove(layout)
    _drop_related(deck, ("/thumbnail", "/printerSettings"))
    _lay_out_master(deck, width, height)
    _dress(deck, theme)
    _replace_blob(deck, "/docProps/app.xml", _APP)
    core = deck.core_properties
    core.title = plain(" ".join(title.split()))[:255]
    core.author = core.last_modified_by = core.keywords = core.subject = core.comments = ""
    core.created = core.modified = _SOME_DATE
    core.revision = 1
    return deck


def own_areas(width: int, height: int) -> tuple[Area, Area]:
    """Where a slide of our own has its title, and below it the drawing, by its size in EMU."""
    across, top = width - 2 * _MARGIN, _EDGE + _TITLE_HEIGHT + _GAP
    title = Area(_MARGIN, _EDGE, across, _TITLE_HEIGHT)
    return title, Area(_MARGIN, top, across, height - top - _EDGE)


def opened_deck(raw: bytes) -> Presentation:
    """Somebody's deck.

    Raises:
        DeckProblem: it is no PowerPoint presentation, or one that we do not write.
    """
    from pptx import Presentation

    no_deck = tr("This is no PowerPoint presentation (.pptx), or it is locked with a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
            raise DeckProblem(tr("The presentation is larger than 1 GB unpacked."))
        deck = Presentation(io.BytesIO(raw))
        has_macros = deck.part.content_type == _MACROS
        _ = [layout.name for layout in deck.slide_layouts], len(deck.slides)
    except DeckProblem:
        raise
    except Exception as problem:  # python-pptx raises whatever its XML happens to lead to
        raise DeckProblem(no_deck) from problem
    if has_macros:
        raise DeckProblem(
            tr("The presentation holds macros; save it as .pptx in PowerPoint first.")
        )
    if not deck.slide_layouts:
        raise DeckProblem(tr("The presentation has no slide layout to start from."))
    return deck


def page_of(deck: Presentation, *, has_title: bool) -> Page:
    """The layout for a drawing: the one with a title (or none) and the least beside it."""
    layout = _layout_for(deck, has_title)
    width, height = int(deck.slide_width or 0), int(deck.slide_height or 0)
    side, edge = min(_MARGIN, width // 20), min(_EDGE, height // 28)
    whole = Area(side, edge, width - 2 * side, height - 2 * edge)
    title = _area_of(_placeholder(layout, _TITLES)) if has_title else None
    content = whole
    body = _area_of(_placeholder(layout.slide_master, _BODIES))
    if body is not None:
        body = _cut(body, whole)
        if body.width >= 0.5 * width and body.height >= 0.4 * height:
            content = body
    has_place = title is not None and _is_at_the_top(title, width, height)
    if title is not None and not has_place:
        # The layouts of a deck whose size was changed by a program stay as they were.
        title = Area(side, edge, width - 2 * side, min(_TITLE_HEIGHT, height // 6))
    if title is None:
        return Page(layout=layout, title=None, content=content._replace(
            y=whole.y, height=content.y + content.height - whole.y
        ))  # fmt: skip
    bottom = title.y + title.height
    if bottom <= 0.5 * height and content.y < bottom:
        lower = content.y + content.height
        content = content._replace(y=bottom, height=max(lower - bottom, height // 4))
    content = _cut(content, whole)
    return Page(layout=layout, title=title, content=content, has_place=has_place)


def _is_at_the_top(title: Area, width: int, height: int) -> bool:
    """Whether a title is on the slide and leaves room for a drawing below it."""
    is_on_slide = title.x >= 0 and title.y >= 0 and title.x + title.width <= width
    return is_on_slide and title.y + title.height <= height // 2


def title_size(deck: Presentation) -> int:
    """The size of titles as the master says, 1/100 point."""
    letters = deck.slide_master._element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr")
    size = None if letters is None else letters.get("sz")
    return int(size) if size is not None and size.isdecimal() else 4400


def saved(deck: Presentation, slides: int) -> bytes:
    """The deck as a file, with the same bytes each time.

    Args:
        slides: how many it must hold when it is read again.

    Raises:
        DeckProblem: it does not come back whole. The original was never touched.
    """
    from pptx import Presentation

    written = io.BytesIO()
    deck.save(written)
    raw = settled(written.getvalue())
    if len(Presentation(io.BytesIO(raw)).slides) != slides:
        raise DeckProblem(tr("The presentation does not come back whole when slides are added."))
    return raw


def settled(raw: bytes) -> bytes:
    """A package of Office with fixed dates, and those inside of the workbooks of its charts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name), compresslevel=6)
    return target.getvalue()


def dateless_workbook(raw: bytes) -> bytes:
    """An Excel workbook without the time at which it was made."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _DATED.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return settled(target.getvalue())


_TITLES: Final = ("title", "ctrTitle")
_BODIES: Final = ("body",)
_PASSIVE: Final = ("dt", "ftr", "sldNum")


def _layout_for(deck: Presentation, has_title: bool) -> SlideLayout:
    def rank(layout: SlideLayout) -> tuple[bool, bool, int]:
        kinds = [kind for kind, _ in _placeholders(layout)]
        others = [kind for kind in kinds if kind not in (*_TITLES, *_PASSIVE)]
        wanted = "titleOnly" if has_title else "blank"
        titled = any(kind in _TITLES for kind in kinds)
        return titled != has_title, layout._element.get("type") != wanted, len(others)

    return min(deck.slide_layouts, key=rank)


def _placeholders(holder: Any) -> Iterator[tuple[str, Any]]:
    for placeholder in holder.placeholders:
        mark = placeholder._element.find(".//{*}nvPr/{*}ph")
        yield mark.get("type", "obj"), placeholder


def _placeholder(holder: Any, kinds: tuple[str, ...]) -> Any:
    return next((found for kind, found in _placeholders(holder) if kind in kinds), None)


def _area_of(placeholder: Any) -> Area | None:
    if placeholder is None:
        return None
    sides = placeholder.left, placeholder.top, placeholder.width, placeholder.height
    if None in sides or not sides[2] or not sides[3]:
        return None
    return Area(*map(int, sides))


def _cut(area: Area, whole: Area) -> Area:
    """The part of an area that lies in another."""
    left, top = max(area.x, whole.x), max(area.y, whole.y)
    right = min(area.x + area.width, whole.x + whole.width)
    bottom = min(area.y + area.height, whole.y + whole.height)
    return Area(left, top, max(right - left, 1), max(bottom - top, 1))


def _drop_related(deck: Presentation, endings: tuple[str, ...]) -> None:
    for source in (deck.part, deck.part.package):
        relations = source._rels
        for key in [k for k, relation in relations.items() if relation.reltype.endswith(endings)]:
            relations.pop(key)


def _replace_blob(deck: Presentation, name: str, blob: bytes) -> None:
    for part in deck.part.package.iter_parts():
        if part.partname == name:
            part._blob = blob


def _lay_out_master(deck: Presentation, width: int, height: int) -> None:
    """Title at the top, left; the drawing's room below it; the small print at the bottom."""
    from pptx.oxml import parse_xml

    master = deck.slide_master
    low = height - 400_000
    small = (width - 2 * _MARGIN) // 3
    title, body = own_areas(width, height)
    areas = {
        "title": title,
        "body": body,
        "dt": Area(_MARGIN, low, small, 300_000),
        "ftr": Area(_MARGIN + small, low, small, 300_000),
        "sldNum": Area(_MARGIN + 2 * small, low, small, 300_000),
    }
    for kind, placeholder in _placeholders(master):
        area = areas[kind]
        placeholder.left, placeholder.top = area.x, area.y
        placeholder.width, placeholder.height = area.width, area.height
        inside = placeholder._element.find(".//{*}bodyPr")
        inside.set("lIns", "0")
        inside.set("rIns", "0")
    style = master._element.find(".//{*}titleStyle")
    style.getparent().replace(
        style,
        parse_xml(
            f'<p:titleStyle {NAMESPACES}><a:lvl1pPr algn="l" defTabSz="914400" rtl="0"'
            ' eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="95000"/>'
            '</a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
            f'<a:defRPr sz="{_TITLE_SIZE}" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx1"/>'
            '</a:solidFill><a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
            '<a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
        ),
    )


def _dress(deck: Presentation, theme: Theme) -> None:
    """Put a theme's colours and font into the theme of the deck."""
    master = deck.slide_master
    part = next(
        relation.target_part
        for relation in master.part.rels.values()
        if relation.reltype.endswith("/theme")
    )
    is_dark = contrast(theme.paper, "#FFFFFF") > contrast(theme.paper, "#000000")
    light, dark = (theme.ink, theme.paper) if is_dark else (theme.paper, theme.ink)
    light2, dark2 = (theme.muted, theme.surface) if is_dark else (theme.surface, theme.muted)
    accents = [theme.loop_color(number) for number in range(6)]
    named = zip(
        ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink"),
        (dark, light, dark2, light2, *accents, theme.positive, theme.muted),
        strict=True,
    )
    colors = "".join(f'<a:{name}><a:srgbClr val="{c[1:]}"/></a:{name}>' for name, c in named)
    font = (
        f'<a:latin typeface="{escaped(theme.family)}" {traits_of(theme)}/><a:ea typeface=""/>'
        '<a:cs typeface=""/>'
    )
    xml = part.blob.decode("utf-8")
    xml = re.sub(
        r"<a:clrScheme .*?</a:clrScheme>",
        f'<a:clrScheme name="Flywheel Studio">{colors}</a:clrScheme>',
        xml,
        flags=re.DOTALL,
    )
    xml = re.sub(
        r"<a:fontScheme .*?</a:fontScheme>",
        f'<a:fontScheme name="Flywheel Studio"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>",
        xml,
        flags=re.DOTALL,
    )
    xml = xml.replace('name="Office Theme"', 'name="Flywheel Studio"')
    part._blob = xml.encode("utf-8")
    if is_dark:
        names = master._element.find("{*}clrMap")
        for name, value in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
            names.set(name, value)
