"""A picture as native shapes on a slide: what the paper shows, record by record.

Each factor is one shape with its words in it, each link one connector or one freeform with its
head, each sign and each badge one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec.structs import replace

from flywheel_studio.drawing.factor_shapes import FactorShape
from flywheel_studio.drawing.figure import shapes_of
from flywheel_studio.drawing.folded_wheel import folded_shape
from flywheel_studio.drawing.paper_marks import note_align
from flywheel_studio.drawing.primitives import RecordFigure, Shape, TextLine
from flywheel_studio.drawing.text_metrics import LINE_HEIGHT
from flywheel_studio.export.chapter import Part
from flywheel_studio.export.pptx_connectors import frame_box, is_disc, sites_of
from flywheel_studio.export.pptx_links import LinkShapes
from flywheel_studio.export.pptx_look import BOLD_FROM
from flywheel_studio.export.pptx_shapes import Made, Named, Piece, Words, freeform, group, shape
from flywheel_studio.export.pptx_sheet import Sheet, spacing_of, stroke_of, words_of
from flywheel_studio.export.registry import Picture
from flywheel_studio.insight.numbers import number
from flywheel_studio.insight.sentences import factor_name, loop_name, loop_sentence
from flywheel_studio.language.translate import tr
from flywheel_studio.model.folding import folded_wheels

_ALIGNS: Final = {"left": "l", "center": "ctr", "right": "r"}


class SlideDrawing:
    """Draws one picture, or the part of it that is shown, on one slide."""

    def __init__(
        self,
        picture: Picture,
        sheet: Sheet,
        links: Literal["exact", "glued"],
        shown: Part | None = None,
    ) -> None:
        self._picture = picture
        self._flywheel = picture.flywheel
        self._sheet = sheet
        self._shown = shown
        is_glued = links == "glued"
        self._records = [
            record
            for record in picture.figure.records
            if (record.primitives or (is_glued and record.owner == "links" and record.outline))
            and self._is_shown(record)
        ]
        self._factor_ids = {
            record.id: sheet.next_id() for record in self._records if record.owner == "factors"
        }
        # Links to what a folded wheel hides hold on to the wheel.
        self._folded_ids = {
            record.id: sheet.next_id()
            for record in self._records
            if record.owner == "wheels" and record.id in folded_wheels(self._flywheel)
        }
        for key, factor in self._flywheel.factors.items():
            if factor.wheel in self._folded_ids:
                self._factor_ids[key] = self._folded_ids[factor.wheel]
        shapes = shapes_of(self._flywheel, picture.theme)
        self._shapes: Mapping[str, FactorShape] = {key: shapes[key] for key in self._factor_ids}
        # The shapes of each wheel, and those that lie on top of all groups.
        self._of_wheel: dict[str | None, list[Made]] = {None: []}
        self._of_wheel.update((wheel, []) for wheel in self._flywheel.wheels)
        self._above: list[Made] = []
        self._links = LinkShapes(picture, sheet, self._shapes, self._factor_ids, is_glued=is_glued)

    def draw(self) -> Iterator[float]:
        """Draw record by record; yields how much of it is done, from 0 to 1."""
        has_groups = len(self._flywheel.wheels) > 1
        for count, record in enumerate(self._records, start=1):
            wheel = self._wheel_of(record) if has_groups else None
            is_on_top = has_groups and wheel is None and record.owner not in ("links", "bands")
            (self._above if is_on_top else self._of_wheel[wheel]).extend(self._drawn(record))
            yield count / len(self._records)

    def made(self) -> list[Made]:
        """What was drawn, the hindmost first; that of a wheel as a group where there are several."""
        groups = [
            group(self._sheet.named(self._wheel_name(wheel), self._wheel_words(wheel)), members)
            for wheel, members in self._of_wheel.items()
            if wheel is not None and members
        ]
        return [*self._of_wheel[None], *groups, *self._above]

    def _is_shown(self, record: RecordFigure) -> bool:
        return self._shown is None or self._shown.holds(record)

    def _drawn(self, record: RecordFigure) -> Iterable[Made]:
        draw: Callable[[RecordFigure], Iterable[Made]]
        match record.owner:
            case "factors":
                draw = self._factor
            case "links":
                draw = self._links.drawn
            case "loops":
                draw = self._badge
            case "wheels" if record.id in self._folded_ids:
                draw = self._folded
            case _:
                draw = self._plain
        return draw(record)

    # -- factors, badges and what else stands on the paper

    def _factor(self, record: RecordFigure) -> Iterator[Made]:
        measured = self._shapes[record.id]
        measure = measured.measure
        frames = [p for p in record.primitives if isinstance(p, Shape) and p.part == "frame"]
        frame = frames[0]
        is_round = is_disc(measured)
        label = next((p for p in record.primitives if isinstance(p, TextLine)), None)
        words = Words(
            lines=measure.lines,
            size=measure.size,
            is_bold=measure.weight >= BOLD_FROM,
            color=label.color if label is not None and any(measure.lines) else frame.stroke or "",
            # What is faded can still be read.
            opacity=label.opacity if label is not None else frame.opacity,
            # An ellipse leaves its words only the box inside it, in which ours would break anew.
            wraps=not is_round,
            spacing=spacing_of(LINE_HEIGHT),
            # The words stand in the middle of what the icon leaves.
            left=2 * measure.words_at.x,
            top=2 * measure.words_at.y,
        )
        name = factor_name(self._flywheel, record.id)
        named = Named(self._factor_ids[record.id], name, name)
        if self._picture.theme.wobble > 0:
            made = freeform(
                named,
                [Piece(part.path, part.fill is not None, True) for part in frames],
                self._sheet.place,
                self._sheet.look,
                fill=frame.fill,
                stroke=stroke_of(frame),
                opacity=frame.opacity,
                words=words,
                box=frame_box(measured),
                # Another program counts more than four sites of a freeform in ways of its own.
                sites=[(site.at, site.angle) for site in sites_of(measured, is_freeform=True)],
            )
        else:
            corner = max(measure.corner - measure.border / 2, 0.0)
            made = shape(
                named,
                frame_box(measured),
                "ellipse" if is_round else "roundRect" if corner > 0 else "rect",
                self._sheet.place,
                self._sheet.look,
                fill=frame.fill,
                stroke=stroke_of(frame),
                opacity=frame.opacity,
                words=words,
                corner=corner,
            )
        yield self._with_icon(made, record, name)
        yield from self._tag(record, name)

    def _with_icon(self, made: Made, record: RecordFigure, name: str) -> Made:
        """A factor and its icon as one group, so that they are moved together."""
        icons = [p for p in record.primitives if isinstance(p, Shape) and p.part == "icon"]
        if not icons:
            return made
        said = tr("Icon of {factor}", factor=name)
        return group(
            self._sheet.named(name, name),
            [made, *(self._sheet.drawn(icon, said) for icon in icons)],
        )

    def _tag(self, record: RecordFigure, name: str) -> Iterator[Made]:
        """The score of a factor that holds its wheel back."""
        first = next((n for n, part in enumerate(record.primitives) if part.part == "mark"), None)
        if first is None:
            return
        parts = record.primitives[first:]
        score = self._flywheel.factors[record.id].score
        said = tr(
            "“{factor}” holds the wheel back: score {score}", factor=name, score=number(score or 0)
        )
        made = [self._sheet.drawn(part, said) for part in parts if isinstance(part, Shape)]
        made += self._sheet.text(
            [part for part in parts if isinstance(part, TextLine)], said, "ctr"
        )
        yield group(self._sheet.named(said, said), made)

    def _folded(self, record: RecordFigure) -> Iterator[Made]:
        """A folded wheel: one group, to whose rim the links hold on."""
        name, said = self._wheel_name(record.id), self._wheel_words(record.id)
        key = next(iter(self._flywheel.factors_of[record.id]), None)
        theme = self._picture.theme
        measured = (
            folded_shape(self._flywheel, record.id, theme) if key is None else self._shapes[key.id]
        )
        parts = [part for part in record.primitives if isinstance(part, Shape)]
        rim = Named(self._folded_ids[record.id], name, said)
        box, corner = frame_box(measured), measured.measure.corner
        if theme.wobble > 0:
            sites = [(site.at, site.angle) for site in sites_of(measured, is_freeform=True)]
            made = [
                freeform(
                    rim,
                    [Piece(parts[0].path, False, True)],
                    self._sheet.place,
                    self._sheet.look,
                    fill=None,
                    stroke=stroke_of(parts[0]),
                    opacity=parts[0].opacity,
                    box=box,
                    sites=sites,
                )
            ]
        else:
            made = [
                shape(
                    rim,
                    box,
                    "roundRect",
                    self._sheet.place,
                    self._sheet.look,
                    fill=None,
                    stroke=stroke_of(parts[0]),
                    opacity=parts[0].opacity,
                    words=None,
                    corner=corner,
                )
            ]
        made += [self._sheet.drawn(part, name) for part in parts[1:]]
        lines = [part for part in record.primitives if isinstance(part, TextLine)]
        made += self._sheet.text(lines, name, "ctr")
        yield group(self._sheet.named(name, said), made)

    def _badge(self, record: RecordFigure) -> Iterator[Made]:
        parts = [part for part in record.primitives if isinstance(part, Shape)]
        (text,) = (part for part in record.primitives if isinstance(part, TextLine))
        ring = next(part for part in parts if part.stroke is not None)
        loop = next(loop for loop in self._picture.loops if loop.id == record.id)
        ink = text.color
        if self._sheet.look.is_of_deck:
            # Mixed for contrast with our paper, it is no colour of the deck.
            ink = ring.stroke or ink
        yield freeform(
            self._sheet.named(loop.id, f"{loop_name(loop)}: {loop_sentence(self._flywheel, loop)}"),
            [Piece(part.path, part.fill is not None, part.stroke is not None) for part in parts],
            self._sheet.place,
            self._sheet.look,
            fill=ring.stroke,
            stroke=stroke_of(ring),
            opacity=ring.opacity,
            words=replace(words_of([text], align="ctr"), color=ink),
            box=record.box,
        )

    def _plain(self, record: RecordFigure) -> Iterator[Made]:
        """Bands, notes and titles of wheels."""
        name = " ".join(record.title.split()) or tr("Mark")
        for part in record.primitives:
            if isinstance(part, Shape):
                yield self._sheet.drawn(part, name)
        align = "ctr"
        if record.owner == "texts":
            align = _ALIGNS[note_align(self._flywheel.texts[record.id])]
        yield from self._sheet.text(
            [part for part in record.primitives if isinstance(part, TextLine)], name, align
        )

    # -- wheels

    def _wheel_of(self, record: RecordFigure) -> str | None:
        """The wheel to which a record belongs altogether."""
        flywheel = self._flywheel
        match record.owner:
            case "wheels":
                # A folded one is a group by itself.
                return None if record.id in self._folded_ids else record.id
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
