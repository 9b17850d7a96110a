"""The shapes of a slide as PresentationML, written by hand where python-pptx has no word for them.

python-pptx knows freeforms of straight segments only, and connectors without arrowheads. One
freeform may hold several paths, each filled or stroked or both: a link with its head, a sign with
its disc and a badge with its arrow are one shape each, which can be moved and recoloured as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from flywheel_studio.drawing.link_courses import head_length
from flywheel_studio.drawing.primitives import Close, Cubic, Line, Move, Path
from flywheel_studio.export.pptx_look import Look, attribute, escaped, is_right_to_left
from flywheel_studio.export.pptx_place import Area, Placing
from flywheel_studio.geometry.plane import Box, Point

NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


class Stroke(Struct, frozen=True, kw_only=True):
    """A line: `width` and `dash` in paper units; `has_head`: it ends in an arrow."""

    color: str
    width: float
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    is_round: bool = True
    has_head: bool = False


class Words(Struct, frozen=True, kw_only=True):
    """Text inside a shape, its lines broken as they are drawn.

    `size`: em in paper units. `spacing`: between lines, as a share of the font's own.
    `left` and `top`: what is kept free of words there, paper units.
    """

    lines: tuple[str, ...]
    size: float
    is_bold: bool
    color: str
    opacity: float = 1.0
    align: str = "ctr"
    anchor: str = "ctr"
    wraps: bool = False
    spacing: float = 1.0
    left: float = 0.0
    top: float = 0.0


class Piece(NamedTuple):
    """One path of a freeform."""

    path: Path
    is_filled: bool
    is_stroked: bool


class Named(NamedTuple):
    """What a shape is called, and its alternative text."""

    id: int
    name: str
    description: str

    def xml(self) -> str:
        return (
            f'<p:cNvPr id="{self.id}" name="{attribute(self.name)}"'
            f' descr="{attribute(self.description)}"/>'
        )


class Made(NamedTuple):
    """A shape's XML, and the area that it takes on the slide."""

    xml: str
    area: Area


def shape(
    named: Named,
    box: Box,
    preset: str,
    place: Placing,
    look: Look,
    *,
    fill: str | None,
    stroke: Stroke | None,
    opacity: float,
    words: Words | None,
    corner: float = 0.0,
) -> Made:
    """A preset shape with its text in it. `corner`: radius of a roundRect, paper units."""
    area = place.area(box)
    guides = ""
    if preset == "roundRect":
        share = min(corner / max(min(box.width, box.height), 1e-9), 0.5)
        guides = f'<a:gd name="adj" fmla="val {round(share * 100_000)}"/>'
    return Made(
        f"<p:sp><p:nvSpPr>{named.xml()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f'<p:spPr>{_transform(area)}<a:prstGeom prst="{preset}"><a:avLst>{guides}</a:avLst>'
        f"</a:prstGeom>{look.fill(fill, opacity)}{_line(stroke, place, look)}</p:spPr>"
        f"{_body(words, place, look)}</p:sp>",
        area,
    )


def text_box(named: Named, box: Box, place: Placing, look: Look, words: Words) -> Made:
    """Words on the paper."""
    area = place.area(box)
    return Made(
        f'<p:sp><p:nvSpPr>{named.xml()}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{_transform(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f"</p:spPr>{_body(words, place, look)}</p:sp>",
        area,
    )


def freeform(
    named: Named,
    pieces: Sequence[Piece],
    place: Placing,
    look: Look,
    *,
    fill: str | None,
    stroke: Stroke | None,
    opacity: float = 1.0,
    words: Words | None = None,
    box: Box | None = None,
    sites: Sequence[tuple[Point, int]] = (),
) -> Made:
    """A drawn shape: straight and curved segments as they are.

    `box`: what counts as its box, and holds its words in the middle; else that of its corners.
    `sites`: where connectors can hold on, and at which angle they leave, degrees clockwise.
    """
    if box is None:
        box = Box.spanning(corner for piece in pieces for corner in _corners(piece.path))
    area = place.area(box)
    # No side of 0: a scale cannot be told from it.
    area = area._replace(width=max(area.width, 1), height=max(area.height, 1))
    paths = "".join(_path(piece, area, place) for piece in pieces)
    held = "".join(
        f'<a:cxn ang="{angle * 60_000}">{_at(place.point(site), area, "pos")}</a:cxn>'
        for site, angle in sites
    )
    return Made(
        f"<p:sp><p:nvSpPr>{named.xml()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{_transform(area)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>"
        f"<a:cxnLst>{held}</a:cxnLst>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{paths}</a:pathLst></a:custGeom>'
        f"{look.fill(fill, opacity)}{_line(stroke, place, look)}</p:spPr>"
        f"{_body(words, place, look)}</p:sp>",
        area,
    )


class Glue(NamedTuple):
    """Where a connector holds on to a shape: its id and the number of its connection site."""

    shape: int
    site: int


class Bend(NamedTuple):
    """Which connector, and how it is laid: its box before it is turned, turn in degrees, flips."""

    preset: str
    box: Box
    rotation: int = 0
    flip_h: bool = False
    flip_v: bool = False
    guides: tuple[tuple[str, int], ...] = ()


def connector(
    named: Named,
    bend: Bend,
    place: Placing,
    look: Look,
    stroke: Stroke,
    begin: Glue | None,
    end: Glue | None,
) -> Made:
    """A line between two shapes that follows when one of them is moved."""
    area = place.area(bend.box)
    turned = area
    if bend.rotation % 180:
        middle_x, middle_y = area.x + area.width / 2, area.y + area.height / 2
        turned = Area(
            round(middle_x - area.height / 2),
            round(middle_y - area.width / 2),
            area.height,
            area.width,
        )
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in bend.guides)
    glued = "".join(
        f'<a:{tag} id="{glue.shape}" idx="{glue.site}"/>'
        for tag, glue in (("stCxn", begin), ("endCxn", end))
        if glue is not None
    )
    flips = (
        (f' rot="{bend.rotation * 60_000}"' if bend.rotation else "")
        + (' flipH="1"' if bend.flip_h else "")
        + (' flipV="1"' if bend.flip_v else "")
    )
    return Made(
        f"<p:cxnSp><p:nvCxnSpPr>{named.xml()}<p:cNvCxnSpPr>{glued}</p:cNvCxnSpPr><p:nvPr/>"
        f"</p:nvCxnSpPr><p:spPr>{_transform(area, flips)}"
        f'<a:prstGeom prst="{bend.preset}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
        f"{_line(stroke, place, look)}</p:spPr></p:cxnSp>",
        turned,
    )


def group(named: Named, members: Iterable[Made]) -> Made:
    """Shapes that are moved as one; their coordinates stay those of the slide."""
    made = list(members)
    area = made[0].area
    for member in made[1:]:
        area = area.united(member.area)
    where = f'x="{area.x}" y="{area.y}"', f'cx="{area.width}" cy="{area.height}"'
    return Made(
        f"<p:grpSp><p:nvGrpSpPr>{named.xml()}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm><a:off {where[0]}/><a:ext {where[1]}/>"
        f"<a:chOff {where[0]}/><a:chExt {where[1]}/></a:xfrm></p:grpSpPr>"
        f"{''.join(member.xml for member in made)}</p:grpSp>",
        area,
    )


def paragraphs(
    lines: Sequence[str], look: Look, *, size: int | None = None, bold: bool | None = None,
    color: str | None = None, space_after: int = 0,
) -> str:  # fmt: skip
    """Paragraphs for a placeholder or a text box; what is None is left to it. `size`: 1/100 pt."""
    gap = f'<a:spcAft><a:spcPts val="{space_after}"/></a:spcAft>' if space_after else ""
    weight = "" if bold is None else f' b="{int(bold)}"'
    height = "" if size is None else f' sz="{size}"'
    letters = "" if look.is_of_deck else look.letters
    fill = "" if color is None else look.fill(color)
    traits = f'<a:rPr lang="{look.language}"{height}{weight} dirty="0">{fill}{letters}</a:rPr>'
    return "".join(
        f"<a:p><a:pPr{_direction(line)}>{gap}</a:pPr><a:r>{traits}<a:t>{escaped(line)}</a:t></a:r>"
        "</a:p>"
        if line.strip()
        else "<a:p/>"
        for line in lines
    )


def _transform(area: Area, flips: str = "") -> str:
    return (
        f'<a:xfrm{flips}><a:off x="{area.x}" y="{area.y}"/>'
        f'<a:ext cx="{area.width}" cy="{area.height}"/></a:xfrm>'
    )


def _line(stroke: Stroke | None, place: Placing, look: Look) -> str:
    if stroke is None or stroke.width <= 0:
        return "<a:ln><a:noFill/></a:ln>"
    cap = "rnd" if stroke.is_round else "flat"
    dash = ""
    if stroke.dash:
        pairs = stroke.dash if len(stroke.dash) % 2 == 0 else stroke.dash * 2
        shares = [round(length / stroke.width * 100_000) for length in pairs]
        dash = "".join(
            f'<a:ds d="{on}" sp="{off}"/>'
            for on, off in zip(shares[::2], shares[1::2], strict=True)
        )
        dash = f"<a:custDash>{dash}</a:custDash>"
    head = ""
    if stroke.has_head:
        # PowerPoint's heads are three or five strokes long; ours is longer the thinner the stroke.
        size = "lg" if head_length(stroke.width) > 4.0 * stroke.width else "med"
        head = f'<a:tailEnd type="triangle" w="{size}" len="{size}"/>'
    return (
        f'<a:ln w="{max(place.length(stroke.width), 1)}" cap="{cap}">'
        f"{look.fill(stroke.color, stroke.opacity)}{dash}<a:round/>{head}</a:ln>"
    )


def _body(words: Words | None, place: Placing, look: Look) -> str:
    if words is None:
        return ""
    traits = (
        f'lang="{look.language}" sz="{place.size(words.size)}" b="{int(words.is_bold)}" dirty="0"'
    )
    inside = look.fill(words.color, words.opacity) + look.letters
    runs = f"<a:br><a:rPr {traits}>{inside}</a:rPr></a:br>".join(
        f"<a:r><a:rPr {traits}>{inside}</a:rPr><a:t>{escaped(line)}</a:t></a:r>" if line else ""
        for line in words.lines
    )
    return (
        f'<p:txBody><a:bodyPr wrap="{"square" if words.wraps else "none"}"'
        f' lIns="{place.length(words.left)}" tIns="{place.length(words.top)}"'
        ' rIns="0" bIns="0" rtlCol="0"'
        f' anchor="{words.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f'<a:p><a:pPr algn="{words.align}"{_direction(" ".join(words.lines))}>'
        f'<a:lnSpc><a:spcPct val="{round(words.spacing * 100_000)}"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f"</a:pPr>{runs}<a:endParaRPr {traits}/></a:p></p:txBody>"
    )


def _direction(words: str) -> str:
    return ' rtl="1"' if is_right_to_left(words) else ""


def _path(piece: Piece, area: Area, place: Placing) -> str:
    def at(point: Point) -> str:
        return _at(place.point(point), area, "pt")

    parts = []
    for segment in piece.path:
        match segment:
            case Move():
                parts.append(f"<a:moveTo>{at(segment.to)}</a:moveTo>")
            case Line():
                parts.append(f"<a:lnTo>{at(segment.to)}</a:lnTo>")
            case Cubic():
                corners = at(segment.first) + at(segment.second) + at(segment.to)
                parts.append(f"<a:cubicBezTo>{corners}</a:cubicBezTo>")
            case Close():
                parts.append("<a:close/>")
    kinds = ("" if piece.is_filled else ' fill="none"') + (
        "" if piece.is_stroked else ' stroke="0"'
    )
    return f'<a:path w="{area.width}" h="{area.height}"{kinds}>{"".join(parts)}</a:path>'


def _at(corner: tuple[int, int], area: Area, tag: str) -> str:
    return f'<a:{tag} x="{corner[0] - area.x}" y="{corner[1] - area.y}"/>'


def _corners(path: Path) -> Iterable[Point]:
    for segment in path:
        if isinstance(segment, Cubic):
            yield from (segment.first, segment.second)
        if not isinstance(segment, Close):
            yield segment.to
