"""A picture as native shapes on a slide: what the paper shows, record by record.

Each factor is one shape with its words in it, each link one connector or one freeform with its
head, each sign and each badge one shape. Where a link is a connector that holds on to the sites of
its factors, what hangs on it (sign, delay, words) moves along to the connector's course.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec.structs import replace

from flywheel_studio.drawing.factor_shapes import FactorShape, factor_shape
from flywheel_studio.drawing.primitives import (
    Close,
    Cubic,
    Line,
    Move,
    Path,
    Primitive,
    RecordFigure,
    Shape,
    TextLine,
)
from flywheel_studio.drawing.text_metrics import ASCENT, DESCENT, LINE_HEIGHT
from flywheel_studio.export.pptx_connectors import (
    connection,
    frame_box,
    is_disc,
    nearest_sites,
    samples,
    straight,
)
from flywheel_studio.export.pptx_look import BOLD_FROM, Look
from flywheel_studio.export.pptx_shapes import (
    Area,
    Glue,
    Made,
    Named,
    Piece,
    Placing,
    Stroke,
    Words,
    connector,
    freeform,
    group,
    shape,
    text_box,
)
from flywheel_studio.export.registry import Picture
from flywheel_studio.export.story import Shown
from flywheel_studio.geometry.plane import Box, Point
from flywheel_studio.insight.numbers import duration
from flywheel_studio.insight.sentences import factor_name, link_sentence, loop_name, loop_sentence
from flywheel_studio.language.translate import tr
from flywheel_studio.model.placement import places

# Letters of another font may run wider; so much wider is a text box than its words.
_ROOM: Final = 1.08
_STEPS: Final = 64
_OFF_PAPER: Final = 14.0


class Ids:
    """The numbers of the shapes of one slide."""

    def __init__(self, first: int) -> None:
        self._next = first

    def next(self) -> int:
        self._next += 1
        return self._next - 1


class SlideDrawing:
    """Draws one picture on one slide."""

    def __init__(
        self,
        picture: Picture,
        place: Placing,
        look: Look,
        ids: Ids,
        links: Literal["exact", "glued"],
        slide: Area,
        shown: Shown | None = None,
    ) -> None:
        self._picture = picture
        self._slide = place.box(slide)
        self._flywheel = picture.flywheel
        self._place = place
        self._look = look
        self._ids = ids
        self._links = links
        self._shown = shown
        self._records = [record for record in picture.figure.records if self._is_shown(record)]
        self._factor_ids = {
            record.id: ids.next() for record in self._records if record.owner == "factors"
        }
        centers = places(self._flywheel)
        self._shapes: Mapping[str, FactorShape] = {
            key: factor_shape(self._flywheel.factors[key], centers[key], picture.theme)
            for key in self._factor_ids
        }
        self._taken: set[frozenset[tuple[str, int]]] = set()

    def made(self) -> list[Made]:
        """All shapes, the hindmost first; those of a wheel as a group where there are several."""
        if len(self._flywheel.wheels) < 2:
            return [made for record in self._records for made in self._drawn(record)]
        wheels: dict[str | None, list[Made]] = {None: []}
        wheels.update((wheel, []) for wheel in self._flywheel.wheels)
        above: list[Made] = []
        for record in self._records:
            wheel = self._wheel_of(record)
            is_on_top = wheel is None and record.owner not in ("links", "bands")
            (above if is_on_top else wheels[wheel]).extend(self._drawn(record))
        groups = [
            group(self._named(self._wheel_name(wheel), self._wheel_words(wheel)), members)
            for wheel, members in wheels.items()
            if wheel is not None and members
        ]
        return [*wheels[None], *groups, *above]

    def _is_shown(self, record: RecordFigure) -> bool:
        is_glued_link = self._links == "glued" and record.owner == "links"
        if not (record.primitives or is_glued_link):
            return False
        shown = self._shown
        if shown is None:
            return True
        match record.owner:
            case "factors":
                return record.id in shown.factors
            case "links":
                return record.id in shown.links
            case "loops":
                return record.id in shown.loops
        return shown.others

    def _named(self, name: str, description: str) -> Named:
        return Named(self._ids.next(), name, description)

    def _drawn(self, record: RecordFigure) -> Iterable[Made]:
        draw: Callable[[RecordFigure], Iterable[Made]]
        match record.owner:
            case "factors":
                draw = self._factor
            case "links":
                draw = self._link
            case "loops":
                draw = self._badge
            case _:
                draw = self._plain
        return draw(record)

    # -- factors, badges and what else stands on the paper

    def _factor(self, record: RecordFigure) -> Iterator[Made]:
        measured = self._shapes[record.id]
        frame = next(part for part in record.primitives if isinstance(part, Shape))
        lines = [part for part in record.primitives if isinstance(part, TextLine)]
        measure = measured.measure
        corner = max(measure.corner - measure.border / 2, 0.0)
        is_round = is_disc(measured)
        words = Words(
            lines=measure.lines,
            size=measure.size,
            is_bold=measure.weight >= BOLD_FROM,
            color=lines[0].color if lines else self._picture.theme.ink,
            opacity=frame.opacity,
            # An ellipse leaves its words only the box inside it, in which ours would break anew.
            wraps=not is_round,
            spacing=_spacing(LINE_HEIGHT),
        )
        yield shape(
            Named(
                self._factor_ids[record.id],
                factor_name(self._flywheel, record.id),
                factor_name(self._flywheel, record.id),
            ),
            frame_box(measured),
            "ellipse" if is_round else "roundRect" if corner > 0 else "rect",
            self._place,
            self._look,
            fill=frame.fill,
            stroke=_stroke(frame),
            opacity=frame.opacity,
            words=words,
            corner=corner,
        )

    def _badge(self, record: RecordFigure) -> Iterator[Made]:
        parts = [part for part in record.primitives if isinstance(part, Shape)]
        (text,) = (part for part in record.primitives if isinstance(part, TextLine))
        ring = next(part for part in parts if part.stroke is not None)
        loop = next(loop for loop in self._picture.loops if loop.id == record.id)
        ink = text.color
        if self._look.is_of_deck:
            # Mixed for contrast with our paper, it is no colour of the deck.
            ink = ring.stroke or ink
        yield freeform(
            self._named(loop.id, f"{loop_name(loop)}: {loop_sentence(self._flywheel, loop)}"),
            [Piece(part.path, part.fill is not None, part.stroke is not None) for part in parts],
            self._place,
            self._look,
            fill=ring.stroke,
            stroke=_stroke(ring),
            opacity=ring.opacity,
            words=replace(_words([text], align="ctr"), color=ink),
            box=record.box,
        )

    def _plain(self, record: RecordFigure) -> Iterator[Made]:
        """Bands, notes and titles of wheels."""
        name = " ".join(record.title.split()) or tr("Mark")
        for part in record.primitives:
            if isinstance(part, Shape):
                yield self._freeform(part, name, name)
        align = "l" if record.owner == "texts" else "ctr"
        yield from self._text(
            [part for part in record.primitives if isinstance(part, TextLine)], name, align
        )

    def _text(self, lines: list[TextLine], name: str, align: str) -> Iterator[Made]:
        if lines:
            words = _words(lines, align)
            yield text_box(
                self._named(name, name), _text_area(lines, align), self._place, self._look, words
            )

    def _freeform(self, part: Shape, name: str, description: str) -> Made:
        return freeform(
            self._named(name, description),
            [Piece(part.path, part.fill is not None, part.stroke is not None)],
            self._place,
            self._look,
            fill=part.fill,
            stroke=_stroke(part),
            opacity=part.opacity,
        )

    # -- links

    def _link(self, record: RecordFigure) -> Iterator[Made]:
        link = self._flywheel.links[record.id]
        said = link_sentence(self._flywheel, record.id)
        reason = " ".join(link.reason.split())
        named = self._named(record.title, f"{said} {reason}".strip())
        parts = record.primitives
        body = next((p for p in parts if isinstance(p, Shape) and p.part == "body"), None)
        is_straight = len(record.outline) == 2 and isinstance(record.outline[1], Line)
        if self._links == "glued":
            made, parts = self._glued(record, named, body)
            yield made
        elif is_straight and body is not None:
            yield self._straight(record, named, body)
        elif body is not None:
            heads = [p for p in parts if isinstance(p, Shape) and p.part == "head"]
            yield freeform(
                named,
                [Piece(body.path, False, True), *(Piece(p.path, True, False) for p in heads)],
                self._place,
                self._look,
                fill=body.stroke,
                stroke=_stroke(body),
                opacity=body.opacity,
            )
        yield from self._hung(record, parts)

    def _straight(self, record: RecordFigure, named: Named, body: Shape) -> Made:
        """A connector as it is drawn; it snaps to its sites when a factor is moved."""
        link = self._flywheel.links[record.id]
        source, target = self._shapes[link.source], self._shapes[link.target]
        begin, end = nearest_sites(source, target, record.outline)
        course = samples(record.outline, 1)
        return connector(
            named,
            straight(course[0], course[-1]),
            self._place,
            self._look,
            replace(_stroke(body), has_head=True),
            Glue(self._factor_ids[link.source], begin),
            Glue(self._factor_ids[link.target], end),
        )

    def _glued(
        self, record: RecordFigure, named: Named, body: Shape | None
    ) -> tuple[Made, tuple[Primitive, ...]]:
        """A connector from site to site, and what hangs on the link, moved along to it."""
        link = self._flywheel.links[record.id]
        chosen = connection(
            self._shapes[link.source],
            self._shapes[link.target],
            record.outline,
            [
                other.box
                for key, other in self._shapes.items()
                if key not in (link.source, link.target)
            ],
            self._picture.figure.box.grown(_OFF_PAPER),
            self._slide,
            self._taken,
            (link.source, link.target),
        )
        self._taken.add(frozenset(((link.source, chosen.begin), (link.target, chosen.end))))
        color = self._picture.theme.plain
        stroke = Stroke(color=color, width=2.0) if body is None else _stroke(body)
        made = connector(
            named,
            chosen.bend,
            self._place,
            self._look,
            replace(stroke, has_head=True),
            Glue(self._factor_ids[link.source], chosen.begin),
            Glue(self._factor_ids[link.target], chosen.end),
        )
        return made, tuple(_carried(record.primitives, record.outline, chosen.course))

    def _hung(self, record: RecordFigure, parts: tuple[Primitive, ...]) -> Iterator[Made]:
        """Sign, delay and words of a link."""
        link = self._flywheel.links[record.id]
        shapes = [part for part in parts if isinstance(part, Shape)]
        marks = [part for part in shapes if part.part == "mark"]
        if marks:
            delay = tr(
                "Delay of {link}: {time}",
                link=record.title,
                time=duration(link.delay, self._flywheel.header.time_unit),
            )
            made = [self._freeform(part, delay, delay) for part in marks]
            yield group(self._named(delay, delay), made)
        signs = [part for part in shapes if part.part == "sign"]
        if signs:
            disc = signs[0]
            said = (
                tr("Minus: {link}", link=record.title)
                if link.is_negative
                else tr("Plus: {link}", link=record.title)
            )
            yield freeform(
                self._named(said, said),
                [Piece(part.path, part.fill is not None, True) for part in signs],
                self._place,
                self._look,
                fill=disc.fill,
                stroke=_stroke(disc),
                opacity=disc.opacity,
            )
        yield from self._text([p for p in parts if isinstance(p, TextLine)], link.label, "ctr")

    # -- wheels

    def _wheel_of(self, record: RecordFigure) -> str | None:
        """The wheel to which a record belongs altogether."""
        flywheel = self._flywheel
        match record.owner:
            case "wheels":
                return record.id
            case "bands":
                return flywheel.bands[record.id].wheel
            case "texts":
                return flywheel.texts[record.id].wheel
            case "factors":
                factors: tuple[str, ...] = (record.id,)
            case "links":
                link = flywheel.links[record.id]
                factors = (link.source, link.target)
            case _:
                factors = next(x for x in self._picture.loops if x.id == record.id).factors
        wheels = {flywheel.factors[factor].wheel for factor in factors}
        return wheels.pop() if len(wheels) == 1 else None

    def _wheel_name(self, wheel: str) -> str:
        title = " ".join(self._flywheel.wheels[wheel].title.split())
        return tr("Wheel “{title}”", title=title or wheel)

    def _wheel_words(self, wheel: str) -> str:
        factors = self._flywheel.factors_of[wheel]
        names = ", ".join(factor_name(self._flywheel, factor.id) for factor in factors)
        return f"{self._wheel_name(wheel)}: {names}" if names else self._wheel_name(wheel)


def _stroke(part: Shape) -> Stroke:
    return Stroke(
        color=part.stroke or "#000000",
        width=part.width if part.stroke is not None else 0.0,
        opacity=part.opacity,
        dash=part.dash,
        is_round=part.is_round,
    )


def _words(lines: list[TextLine], align: str) -> Words:
    first = lines[0]
    pitch = (lines[-1].y - first.y) / (len(lines) - 1) / first.size if len(lines) > 1 else 0.0
    return Words(
        lines=tuple(line.text for line in lines),
        size=first.size,
        is_bold=first.weight >= BOLD_FROM,
        color=first.color,
        opacity=first.opacity,
        align=align,
        spacing=_spacing(pitch) if pitch else 1.0,
    )


def _spacing(pitch: float) -> float:
    """Lines `pitch` em apart, as a share of the height of Inter's own line."""
    return pitch / (ASCENT + DESCENT)


def _text_area(lines: list[TextLine], align: str) -> Box:
    """The box that centres lines where they are drawn."""
    first, last = lines[0], lines[-1]
    left = min(line.x for line in lines)
    right = max(line.x + line.advance for line in lines)
    room = (right - left) * (_ROOM - 1)
    return Box(
        left - (room / 2 if align == "ctr" else 0.0),
        first.y - ASCENT * first.size,
        right + (room / 2 if align == "ctr" else room),
        last.y + DESCENT * last.size,
    )


def _carried(parts: Iterable[Primitive], old: Path, new: Path) -> Iterator[Primitive]:
    """Signs, delays and words, moved along from one course of their link to another."""
    before, after = samples(old, _STEPS), samples(new, _STEPS)
    for kind in ("mark", "sign", "label"):
        belonging = [part for part in parts if part.part == kind]
        if not belonging:
            continue
        middle = _middle_of(belonging)
        step = min(range(1, _STEPS), key=lambda i: before[i].distance(middle))
        turn = 0.0
        if kind != "label":
            turn = _heading(after, step) - _heading(before, step)
        for part in belonging:
            # A sign keeps upright: only its place turns about the course.
            carried = _turned(middle, before[step], after[step], turn)
            if kind == "mark" and isinstance(part, Shape):
                corners = _mapped(
                    part.path,
                    lambda p: _turned(p, before[step], after[step], turn),  # noqa: B023
                )
                yield replace(part, path=corners)
            elif isinstance(part, Shape):
                by = carried.minus(middle)
                yield replace(part, path=_mapped(part.path, by.plus))
            else:
                by = carried.minus(middle)
                yield replace(part, x=part.x + by.x, y=part.y + by.y)


def _middle_of(parts: Iterable[Primitive]) -> Point:
    corners: list[Point] = []
    for part in parts:
        if isinstance(part, Shape):
            corners += [segment.to for segment in part.path if not isinstance(segment, Close)]
        else:
            corners += [Point(part.x, part.y), Point(part.x + part.advance, part.y - part.size)]
    return Box.spanning(corners).center


def _heading(course: list[Point], step: int) -> float:
    way = course[step + 1].minus(course[step - 1])
    return math.atan2(way.y, way.x)


def _turned(point: Point, old: Point, new: Point, angle: float) -> Point:
    """Moved with the course: turned about where it was, then put where it is."""
    arm = point.minus(old)
    cos, sin = math.cos(angle), math.sin(angle)
    return Point(new.x + arm.x * cos - arm.y * sin, new.y + arm.x * sin + arm.y * cos)


def _mapped(path: Path, moved: Callable[[Point], Point]) -> Path:
    mapped: list[Move | Line | Cubic | Close] = []
    for segment in path:
        if isinstance(segment, Cubic):
            mapped.append(Cubic(moved(segment.first), moved(segment.second), moved(segment.to)))
        elif isinstance(segment, Close):
            mapped.append(segment)
        else:
            mapped.append(type(segment)(moved(segment.to)))
    return tuple(mapped)
